"""Dialogue dashes: who speaks in which line of a cue, and how a profile marks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from captionkit.diagnostics import Result
from captionkit.measure import width
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.segmentation.styled import frame_of, framed, turns_apart, unframed
from captionkit.text.marks import BIDI, DASH, DASHES, DIALOGUE, MARKS
from captionkit.text.scripts import has_unspaced
from captionkit.transforms.base import Options, takes
from captionkit.transforms.lines import edited, joined, relined

__all__ = ["LONE_DASH", "dash_edits", "dashes", "is_dialogue", "speakers_of", "voices_of"]

_CLOSED = re.compile(r"[.!?\u2026\"\u201d\u00bb)\]\u266a\u266b:\u3002\uff1f\uff01\u061f-][\"'\u2019\u201d]?\s*\Z")


#: Signs that look like the hyphen and lack in fonts: U+2010, the no-break hyphen, the minus.
_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2212), "-")
#: A line of nothing but a dash.
LONE_DASH = re.compile(rf"[\s{BIDI}]*[{DASHES}][\s{BIDI}]*\Z")


def is_dialogue(texts: Sequence[str]) -> bool:
    """Tell whether a cue's lines are two or more speakers', marked by dashes.

    Every line but perhaps the first has a dash, and a first line without one is a finished sentence: a dash in the
    middle of a sentence makes no dialogue.

    >>> is_dialogue(["Are you in?", "- Yes."]), is_dialogue(["the harbour", "- or what is left -"])
    (True, False)
    """
    if len(texts) < 2 or not all(DASH.match(text) for text in texts[1:]):
        return False
    return bool(DASH.match(texts[0]) or _CLOSED.search(texts[0]))


def voices_of(line: Line) -> set[str]:
    """Return the voices named in a line's spans."""
    return {span.style.voice for span in line.spans if span.style.voice}


def speakers_of(line: Line) -> frozenset[tuple[str, str]]:
    """Return what tells whose a line is: the voices in it, and the colours, by which broadcasters tell speakers."""
    return frozenset((span.style.voice, span.style.color) for span in line.spans if span.text.strip())


def dash_edits(texts: Sequence[str], style: str, mark: str = "") -> list[str] | None:
    """Return the lines as ``style`` has them, None where they are so already; marks of direction stay before the dash.

    ``style`` is ``both``, ``both-space``, ``second`` or ``second-space``; ``mark`` replaces the dash.

    >>> dash_edits(["- Coming?", "- Soon."], "both")
    ['-Coming?', '-Soon.']
    """
    marks = [text[: len(text) - len(text.lstrip(MARKS))] for text in texts]
    texts_bare = [text.lstrip(MARKS) for text in texts]
    found = [DASH.match(text) for text in texts_bare]
    bare = [text[match.end() :] if match else text for text, match in zip(texts_bare, found, strict=True)]
    dash = mark or next((match[1] for match in found if match), "-").translate(_HYPHENS)
    first, others = (before.replace("-", dash) for before in DIALOGUE.get(style, DIALOGUE["both"]))
    wanted = [marks[i] + (others if i else first) + text for i, text in enumerate(bare)]
    return None if wanted == list(texts) else wanted


@takes(style="both, both-space, second, second-space (the profile's)", speakers="mark lines of different voices (no)")
def dashes(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write dialogue dashes as the profile does where cues are a dialogue; a single speaker gets none.

    Each speaker starts a line: a turn that begins inside a line, with a dash after the end of a sentence, gets its own.
    """
    style = options.text("style", profile.style.get("dialog_style", ""))
    mark = profile.style.get("dialog_mark", "")
    add = options.flag("speakers", otherwise=True)
    limits = profile.published(options.rate)
    fits = partial(_fits, cpl=limits.max_cpl or 42, counting=limits.counting)
    return Result(track.replace(cues=[_dashed(cue, style, mark, fits, add=add) for cue in track.cues]))


def _fits(text: str, cpl: float, counting: str) -> bool:
    return width(text, counting) <= cpl


def _flowing(lines: Sequence[Line], fits: Callable[[str], bool]) -> tuple[Line, ...]:
    """Return lines of which those that go on with a speaker's turn are joined to it where they fit."""
    made: list[Line] = []
    for line in lines:
        blank = "" if made and has_unspaced(made[-1].text[-1:]) else " "
        if made and not DASH.match(line.text) and fits(f"{made[-1].text}{blank}{line.text}"):
            made[-1] = joined([made[-1], line], blank)
        else:
            made.append(line)
    return tuple(made)


def _dashed(cue: Cue, style: str, mark: str, fits: Callable[[str], bool], *, add: bool) -> Cue:
    frame = frame_of(cue.lines)
    lines = turns_apart(unframed(cue.lines, frame))
    if len(lines) > len(cue.lines):
        lines = _flowing(lines, fits)
    if len(lines) > 1 and any(LONE_DASH.match(line.text) for line in lines):
        lines = tuple(line for line in lines if not LONE_DASH.match(line.text)) or lines[:1]
        if len(lines) == 1 and (match := DASH.match(lines[0].text)):
            lines = (edited(lines[0], [(0, match.end(), "")]),)
    texts = [line.text for line in lines]
    if len(lines) > 1 and (is_dialogue(texts) or (add and speak_apart(lines))):
        wanted = dash_edits(texts, style or _style_of(texts), mark)
        if wanted is not None:
            lines = tuple(_prefixed(line, text) for line, text in zip(lines, wanted, strict=True))
    return relined(cue, framed(lines, frame))


def _style_of(texts: Sequence[str]) -> str:
    """Return how the second line has its dash, for all lines."""
    match = DASH.match(texts[-1])
    return "both-space" if match and match[0].endswith(" ") else "both"


def _prefixed(line: Line, wanted: str) -> Line:
    """Change only what stands before the words, so that the spans stay."""
    match = DASH.match(line.text)
    end = match.end() if match else 0
    prefix = wanted[: len(wanted) - len(line.text) + end]
    return edited(line, [(0, end, prefix)]) if prefix != line.text[:end] else line


def speak_apart(lines: Sequence[Line]) -> bool:
    """Tell whether each line is one voice's and neighbouring lines' voices differ, without a dash on any."""
    voices = [voices_of(line) for line in lines]
    return (
        len(voices) > 1
        and all(len(voice) == 1 for voice in voices)
        and all(a != b for a, b in pairwise(voices))
        and not any(DASH.match(line.text) for line in lines)
    )
