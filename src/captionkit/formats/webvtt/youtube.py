"""YouTube's automatic captions: rolling lines made into cues that say each thing once.

The service writes two-line cues in which the upper line repeats what was said before and the lower line is new, with a
timestamp before each word, and between them cues of 10 ms that hold the picture still. :func:`deroll` keeps each line
once, from when it appears until the next one does, and takes the words' times from the timestamps.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from captionkit.diagnostics import Result, report
from captionkit.model.cue import Cue
from captionkit.model.layout import noted
from captionkit.model.text import Line, line_of
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word

__all__ = ["FREEZE", "deroll", "is_rolling"]

#: A cue shorter than this (ms) that shows nothing new holds the picture between two states of the roll.
FREEZE = 50

_WORD = re.compile(r"\S+")


def is_rolling(track: Track) -> bool:
    r"""Whether most cues begin with lines that the cue before them showed.

    >>> is_rolling(Track((Cue(0, 1000, "one"), Cue(1000, 2000, "one\ntwo"), Cue(2000, 3000, "two\nthree"))))
    True
    """
    texts = [_shown(cue) for cue in track.cues]
    repeats = sum(bool(_repeated(before, after)) for before, after in itertools.pairwise(texts))
    return len(texts) > 2 and 2 * repeats > len(texts) - 1


def deroll(track: Track) -> Result[Track]:
    """Return the track with each rolling line shown once, words with their times; any other track as it is.

    The positioning that all cues share (YouTube writes ``align:start position:0%``) goes with the roll; identifiers and
    notes of cues that vanish go to the next one that stays, behind the last one to the track's end.
    """
    if not is_rolling(track):
        return Result(track)
    cues: list[Cue] = []
    notes: tuple[str, ...] = ()
    showing: list[str] = []
    for cue in track.cues:
        shown = _shown(cue)
        fresh = len(_repeated(showing, shown))
        if fresh < len(shown):
            lines = [line for line in cue.lines if line.text.strip()][fresh:]
            cues.append(_fresh_cue(cue, lines, notes + cue.notes))
            notes = ()
        else:
            notes += cue.notes
            _hold(cues, cue)
        showing = shown or showing
    message = f"{len(track.cues)} rolling cues became {len(cues)} that say each line once"
    return Result(track.replace(cues=cues, footer=noted(track.footer, notes)), (report("vtt.derolled", message),))


def _shown(cue: Cue) -> list[str]:
    return [text for text in (line.text.strip() for line in cue.lines) if text]


def _repeated(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the longest beginning of ``after`` that is an end of ``before``."""
    for length in range(min(len(before), len(after)), 0, -1):
        if list(before[-length:]) == list(after[:length]):
            return list(after[:length])
    return []


def _hold(cues: list[Cue], cue: Cue) -> None:
    """A cue that shows nothing new holds the last one a little longer; one that stays long is kept on the screen."""
    if cues and cues[-1].end <= cue.start + FREEZE and cue.end > cues[-1].end:
        last = cues[-1]
        words = last.words
        if words and words[-1].end == last.end:
            words = (*words[:-1], Word(words[-1].text, words[-1].start, cue.end, timing=words[-1].timing))
        cues[-1] = last.replace(end=cue.end, words=words)


def _fresh_cue(cue: Cue, lines: list[Line], notes: tuple[str, ...]) -> Cue:
    words = _words(cue, lines)
    text = [line_of(" ".join(line.text.split())) for line in lines]
    return Cue(cue.start, cue.end, text, id=cue.id, speaker=cue.speaker, words=words, notes=notes)


def _words(cue: Cue, lines: list[Line]) -> list[Word]:
    """Words with start and end; what stands before the first timestamp begins with the cue."""
    spans = [span for line in lines for span in line.spans]
    if all(span.style.time is None for span in spans):
        return []
    timed: list[tuple[str, int]] = []
    time = cue.start
    for span in spans:
        time = span.style.time if span.style.time is not None else time
        timed += [(word, time) for word in _WORD.findall(span.text)]
    starts = [start for _, start in timed]
    ends = [next((later for later in starts[n + 1 :] if later > starts[n]), cue.end) for n in range(len(starts))]
    return [Word(word, start, end, timing=Timing.GIVEN) for (word, start), end in zip(timed, ends, strict=True)]
