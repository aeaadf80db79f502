"""Words at their own times: stamps inside cues, a highlight that goes from word to word, or a word a cue.

captionkit reads all three again as the words that they were made of: stamps by the format's reader, highlights by
:func:`captionkit.transcripts.tracks.said_once`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from captionkit.diagnostics import Result, report
from captionkit.errors import UsageError
from captionkit.formats.base import WORD_TIMES
from captionkit.model.cue import Cue
from captionkit.model.retext import characters_of, styled_lines
from captionkit.model.text import Line, Style
from captionkit.model.track import Track
from captionkit.model.transcript import Word
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, takes

__all__ = ["karaoke", "shown_words"]

#: A stretch of a cue's text, from one character to another, that is said from ``start`` to ``end`` (ms).
Spoken = tuple[int, int, int, int]
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z|[a-z]{3,20}\Z")


@takes(
    show="times: stamps before the words of WebVTT and ASS; highlight: a cue a word, that word marked; single: each"
    " word in a cue of its own",
    mark="how a highlight looks: underline, bold, italic, or a colour as yellow, #ffcc00 (underline)",
)
def karaoke(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Show words at their own times. Cues whose words have none stay as they are, which is reported.

    Raises UsageError for a mark that is not there.
    """
    show = options.choice("show", WORD_TIMES[1:])
    mark = _mark(options.text("mark", "underline"))
    make: Callable[[Cue, Sequence[Spoken]], Iterator[Cue]] = {
        "times": _stamped, "single": _single, "highlight": lambda cue, said: _highlighted(cue, said, mark),
    }[show]  # fmt: skip
    cues: list[Cue] = []
    untimed = 0
    for cue in track.cues:
        said = list(_spoken(cue))
        untimed += not said and bool(cue.text.strip())
        cues.extend(make(cue, said) if said else (cue,))
    notes = []
    if untimed:
        message = f"{untimed} of {len(track)} cues have no times for their words and stay as they are"
        notes.append(report("transform.words-untimed", message, data={"cues": untimed}))
    return Result(track.replace(cues=cues), tuple(notes))


def shown_words(track: Track, show: str) -> Result[Track]:
    """Return the track with its words shown as ``show`` says (see :data:`captionkit.formats.base.WORD_TIMES`).

    >>> words = (Word("Low", 0, 400), Word("tide.", 400, 900))
    >>> [cue.text for cue in shown_words(Track([Cue(0, 900, "Low tide.", words=words)]), "single").value]
    ['Low', 'tide.']
    """
    if show == "none":
        return Result(track)
    from captionkit.profiles import load

    return karaoke(track, load("default"), Options({"show": show}))


def _mark(text: str) -> Style:
    known = {"underline": Style(underline=True), "bold": Style(bold=True), "italic": Style(italic=True)}
    if text in known:
        return known[text]
    if _COLOR.match(text):
        return Style(color=text)
    raise UsageError(f"mark={text}: not a mark", hint="underline, bold, italic, or a colour as yellow or #ffcc00")


def _spoken(cue: Cue) -> Iterator[Spoken]:
    """Yield the timed stretches of a cue's text, in order: a word, with those after it that have no time."""
    text = cue.text
    found: list[tuple[int, int, int, int | None]] = []
    at = 0
    for word in cue.words:
        begin = text.find(word.text, at)
        if begin < 0:
            continue
        at = begin + len(word.text)
        start = _start(word, cue) if found or word.start is not None else cue.start
        joined = word.glue and found and found[-1][1] == begin
        if found and (start is None or start < found[-1][2] or (joined and start == found[-1][2])):
            first, _, since, until = found[-1]
            found[-1] = (first, at, since, word.end if word.end is not None else until)
        elif start is not None and (found or any(w.start is not None for w in cue.words)):
            found.append((begin, at, min(max(start, cue.start), cue.end), word.end))
    for (begin, end, start, until), after in pairwise([*found, (0, 0, cue.end, None)]):
        stop = after[2] if until is None else min(max(until, start), after[2])
        yield begin, end, start, stop


def _start(word: Word, cue: Cue) -> int | None:
    return None if word.start is None or word.start >= cue.end else word.start


def _stamped(cue: Cue, said: Sequence[Spoken]) -> Iterator[Cue]:
    """Yield the cue with a time before each word; the word that begins with the cue needs none (and may have none)."""
    text, styles = characters_of(cue.lines)
    for begin, _, start, _ in said:
        if start > cue.start:
            styles[begin] = styles[begin].replace(time=start)
    yield cue.replace(lines=styled_lines(text, styles))


def _highlighted(cue: Cue, said: Sequence[Spoken], mark: Style) -> Iterator[Cue]:
    """Yield the whole text for each word's time, the word marked; unmarked until the first is said."""
    text, plain = characters_of(cue.lines)
    plain = [style if style.time is None else style.replace(time=None) for style in plain]
    bare = cue.replace(words=())
    if said[0][2] > cue.start:
        yield bare.replace(end=said[0][2], lines=styled_lines(text, plain))
    for (begin, end, start, _), after in pairwise([*said, (0, 0, cue.end, 0)]):
        if after[2] <= start:
            continue
        styles = list(plain)
        for at in range(begin, end):
            styles[at] = _marked(styles[at], mark)
        yield bare.replace(start=start, end=after[2], lines=styled_lines(text, styles), notes=())


def _marked(style: Style, mark: Style) -> Style:
    return style.replace(
        underline=style.underline or mark.underline, bold=style.bold or mark.bold,
        italic=style.italic or mark.italic, color=mark.color or style.color,
    )  # fmt: skip


def _single(cue: Cue, said: Sequence[Spoken]) -> Iterator[Cue]:
    """Yield a cue for each word, from its start until it is said."""
    text, styles = characters_of(cue.lines)
    notes = cue.notes
    for begin, end, start, stop in said:
        shown = text[begin:end]
        own = [style if style.time is None else style.replace(time=None) for style in styles[begin:end]]
        lines: tuple[Line, ...] = styled_lines(shown, own)
        yield cue.replace(start=start, end=max(stop, start + 1), lines=lines, words=(), notes=notes)
        notes = ()
