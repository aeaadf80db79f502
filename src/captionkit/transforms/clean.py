"""Sounds, labels and music: taking what only the deaf and hard of hearing need out of a track, and the reverse.

Traps that other tools fell into, each with a test: brackets at both ends of a line with speech between them; dashes of
a dialogue lost with the sound; a dash left before, or invented for, the one speaker who remains; times, addresses and
sentences with a colon taken for labels; a bracket that never closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from captionkit.diagnostics import Result, report
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.text.marks import DASH
from captionkit.transforms.base import Options, takes
from captionkit.transforms.dashes import is_dialogue
from captionkit.transforms.lines import Edit, edited, relined, slice_line, spans_of, stripped

__all__ = ["LABEL", "clean", "flat", "labels", "sdh_only", "unflat"]

_SQUARE = re.compile(r"\[[^\[\]]*\]")
_ROUND = re.compile(r"\([^()]*\)")
_WHOLE_ROUND = re.compile(r"(?m)^(?:[-\u2013] ?)?(?P<inner>\([^()]*\))(?=\s*$|\s)")
#: A speaker's label: capitals, digits, blanks, one colon; not a time, not an address.
LABEL = re.compile(
    r"(?m)^(?:[-\u2013] ?)?(?:\[[^\[\]\n]{0,80}\] ?)?"
    r"(?P<label>[^\W_a-z](?:[^:\n\[\]{}a-z]{0,38}[^\W_a-z])?(?: ?\([^()\n:a-z]{1,30}\))?):(?!//|\d)[ \t]*"
)
_MUSIC = "\u266a\u266b\u2669\u266c"
_MUSIC_ONLY = re.compile(rf"(?m)^(?:[-\u2013] ?)?[{_MUSIC}\s]+$")
_SUNG = re.compile(rf"(?m)^(?:[-\u2013] ?)?[{_MUSIC}#].*[{_MUSIC}#]\s*$")


def flat(lines: Sequence[Line]) -> Line:
    r"""Return the lines as one, parted by ``\n``, so that what spans lines can be edited."""
    spans: list[Span] = []
    for i, line in enumerate(lines):
        if i:
            spans.append(Span("\n", spans[-1].style) if spans else Span("\n"))
        spans.extend(line.spans)
    return Line(tuple(spans))


def unflat(line: Line) -> list[Line]:
    r"""Return the lines of a flat one."""
    text, found, at = line.text, [], 0
    for part in text.split("\n"):
        found.append(spans_of(slice_line(line, at, at + len(part))))
        at += len(part) + 1
    return found


def _parts(text: str, options: Options, extra: str) -> list[tuple[int, int]]:
    """Return where the sounds, labels and music of a cue's text stand, in order and apart."""
    spans: list[tuple[int, int]] = []
    if options.flag("sounds", otherwise=True):
        spans += [match.span() for match in _SQUARE.finditer(text)]
        spans += [match.span("inner") for match in _WHOLE_ROUND.finditer(text)]
        if "()" in options.text("brackets", extra):
            spans += [match.span() for match in _ROUND.finditer(text)]
        spans += [match.span() for match in _MUSIC_ONLY.finditer(text)]
    if options.flag("labels", otherwise=True):
        spans += [(match.start("label"), match.end()) for match in labels(text)]
    if options.choice("music", ("keep", "drop")) == "drop":
        spans += [match.span() for match in _SUNG.finditer(text)]
    return _apart(spans)


def labels(text: str) -> list[re.Match[str]]:
    """Return the speaker labels in a text: capitals, at least two letters, with words after them."""
    if ":" not in text:
        return []
    return [match for match in LABEL.finditer(text) if _is_label(match["label"]) and text[match.end() :].strip()]


def _is_label(name: str) -> bool:
    return name.isupper() and sum(map(str.isalpha, name)) > 1


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@takes(
    sounds="take out sounds in brackets and lone music marks (yes)",
    labels="take out speaker labels in capitals (yes)",
    music="keep or drop sung lines (keep)",
    brackets="() to take out every pair of round brackets, not only those that open a line",
)
def clean(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Take out what describes sound: brackets, labels, lone music marks. Cues that hold nothing else are dropped.

    Square brackets go wherever they stand; round ones where they open a line, since speech has round ones too. A
    dialogue that keeps two speakers keeps its dashes; where one remains the dash goes with the other.
    """
    cues: list[Cue] = []
    dropped = 0
    for cue in track.cues:
        left = _cleaned(cue, options)
        if left is None:
            dropped += 1
        else:
            cues.append(left)
    notes = (
        (report("transform.dropped", f"{dropped} cues held nothing but sounds and were dropped"),) if dropped else ()
    )
    return Result(track.replace(cues=cues), notes)


def _cleaned(cue: Cue, options: Options) -> Cue | None:
    text = cue.text
    parts = _parts(text, options, "")
    if not parts:
        return cue
    edits: list[Edit] = [(start, _past_blank(text, start, end), "") for start, end in parts]
    lines = [stripped(line) for line in unflat(edited(flat(cue.lines), edits))]
    kept = [line for line in lines if _speaks(line.text)]
    if not kept:
        return None
    if is_dialogue([line.text for line in cue.lines]) and len(kept) == 1:
        kept = [_without_dash(kept[0])]
    return relined(cue, kept)


def _past_blank(text: str, start: int, end: int) -> int:
    """Take the blank after a part along where one stands before it too, or where it opened its line."""
    opens = start == 0 or text[start - 1] in "\n -\u2013"
    return end + 1 if opens and text[end : end + 1] == " " else end


def _speaks(text: str) -> bool:
    return any(char.isalnum() for char in text) or any(mark in text for mark in "?!")


def _without_dash(line: Line) -> Line:
    match = DASH.match(line.text)
    return edited(line, [(0, match.end(), "")]) if match else line


@takes(music="keep or drop sung lines (keep)", labels="keep speaker labels in capitals (yes)")
def sdh_only(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Keep only what describes sound: the reverse of ``clean``, for a track of sounds beside spoken dialogue."""
    cues = []
    for cue in track.cues:
        text = cue.text
        parts = _parts(text, options.replace(values={"music": "drop", **options.values}), "()")
        if not parts:
            continue
        line = flat(cue.lines)
        kept = [stripped(spans_of(slice_line(line, start, end))) for start, end in parts]
        lines = [part for whole in kept for part in unflat(whole) if part.text.strip()]
        if lines:
            cues.append(relined(cue, lines))
    return Result(track.replace(cues=cues))
