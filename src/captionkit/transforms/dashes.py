"""Dialogue dashes: who speaks in which line of a cue, and how a profile marks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.segmentation.styled import turns_apart
from captionkit.text.marks import BIDI, DASH, DASHES, DIALOGUE
from captionkit.transforms.base import Options, takes
from captionkit.transforms.lines import edited, relined

__all__ = ["LONE_DASH", "dash_edits", "dashes", "is_dialogue", "voices_of"]

_CLOSED = re.compile(r"[.!?\u2026\"\u201d\u00bb)\]\u266a\u266b:\u3002\uff1f\uff01\u061f-][\"'\u2019\u201d]?\s*\Z")


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


def dash_edits(texts: Sequence[str], style: str, mark: str = "") -> list[str] | None:
    """Return the lines as ``style`` has them, None where they are so already.

    ``style`` is ``both``, ``both-space``, ``second`` or ``second-space``; ``mark`` replaces the dash.

    >>> dash_edits(["- Coming?", "- Soon."], "both")
    ['-Coming?', '-Soon.']
    """
    found = [DASH.match(text) for text in texts]
    bare = [text[match.end() :] if match else text for text, match in zip(texts, found, strict=True)]
    dash = mark or next((match[1] for match in found if match), "-")
    first, others = (before.replace("-", dash) for before in DIALOGUE.get(style, DIALOGUE["both"]))
    wanted = [(others if i else first) + text for i, text in enumerate(bare)]
    return None if wanted == list(texts) else wanted


@takes(style="both, both-space, second, second-space (the profile's)", speakers="mark lines of different voices (no)")
def dashes(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write dialogue dashes as the profile does where cues are a dialogue; a single speaker gets none.

    Each speaker starts a line: a turn that begins inside a line, with a dash after the end of a sentence, gets its own.
    """
    style = options.text("style", profile.style.get("dialog_style", ""))
    mark = profile.style.get("dialog_mark", "")
    add = options.flag("speakers", otherwise=True)
    return Result(track.replace(cues=[_dashed(cue, style, mark, add=add) for cue in track.cues]))


def _dashed(cue: Cue, style: str, mark: str, *, add: bool) -> Cue:
    lines = turns_apart(cue.lines)
    if len(lines) > 1 and any(LONE_DASH.match(line.text) for line in lines):
        lines = tuple(line for line in lines if not LONE_DASH.match(line.text)) or lines[:1]
        if len(lines) == 1 and (match := DASH.match(lines[0].text)):
            lines = (edited(lines[0], [(0, match.end(), "")]),)
    if len(lines) != len(cue.lines):
        cue = relined(cue, lines)
    if len(lines) < 2:
        return cue
    texts = [line.text for line in lines]
    if not is_dialogue(texts) and not (add and speak_apart(cue)):
        return cue
    wanted = dash_edits(texts, style or _style_of(texts), mark)
    if wanted is None:
        return cue
    return relined(cue, [_prefixed(line, text) for line, text in zip(lines, wanted, strict=True)])


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


def speak_apart(cue: Cue) -> bool:
    """Tell whether each line is one voice's and neighbouring lines' voices differ, without a dash on any."""
    voices = [voices_of(line) for line in cue.lines]
    return (
        len(voices) > 1
        and all(len(voice) == 1 for voice in voices)
        and all(a != b for a, b in pairwise(voices))
        and not any(DASH.match(line.text) for line in cue.lines)
    )
