"""New line breaks inside cues that stay as they are: times, words, styles, ids and positioning are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from captionkit.diagnostics import Collector, Result
from captionkit.languages import likely_language
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.track import Track
from captionkit.profiles.model import Profile
from captionkit.segmentation.engine import Engine, engine_for
from captionkit.segmentation.explain import explain_breaks
from captionkit.segmentation.faults import report_leaning, report_lines
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.styled import frame_of, framed, line_of_row, row_of_lines, turns_apart, unframed
from captionkit.text.marks import opens_turn
from captionkit.text.sentences import sentence_ends

__all__ = ["rewrap", "wrapped"]


def rewrap(
    track: Track,
    profile: Profile,
    options: SegmentOptions | None = None,
    *,
    only: Callable[[int, Cue], bool] | None = None,
) -> Result[Track]:
    r"""Return the track with the lines inside its cues broken again; nothing else of a cue changes.

    ``only(number, cue)`` chooses the cues (numbers from 1). Lines that begin with a dash or ``>>`` are different
    speakers' lines: such a cue keeps its lines unless one of them is too wide. Cues that cannot keep the limits are
    reported. Doing it twice changes nothing more.

    Raises UnknownNameError for an unknown break style.

    >>> from captionkit.profiles import load
    >>> track = Track((Cue(0, 4000, "She hid the letter under the\nkitchen table before he came."),), language="en")
    >>> print(rewrap(track, load("default")).value.text)
    She hid the letter
    under the kitchen table before he came.
    """
    options = options or SegmentOptions()
    notes = Collector()
    language = options.language or track.language or likely_language(cue.text for cue in track)
    engine = engine_for(profile, options, language)
    cues = []
    for number, cue in enumerate(track, 1):
        if cue.lines and (only is None or only(number, cue)):
            cue = wrapped(cue, engine, explain=options.explain)
            report_lines(cue, number, engine.limits, notes)
            report_leaning(cue.lines[:-1], number, engine.limits, engine.model.reader, notes)
        cues.append(cue)
    return Result(track.replace(cues=cues), notes.all)


def wrapped(cue: Cue, engine: Engine, *, explain: bool = False) -> Cue:
    """Return one cue with its lines broken again, and with the reasons in its extras where they are asked for."""
    reasons: list[dict[str, Any]] = []
    frame = frame_of(cue.lines)
    groups = _groups(turns_apart(unframed(cue.lines, frame)))
    while True:
        reasons.clear()
        made = tuple([line for group in groups for line in _broken(group, engine, reasons, explain)])
        apart = _groups(turns_apart(made))
        if len(apart) <= len(groups):
            break
        groups = apart  # a new line end stands where a colour changes: read again, it parts the lines
    lines = framed(made, frame)
    if reasons:
        cue = cue.replace(extras={**cue.extras, "explain": reasons})
    return cue if lines == cue.lines else cue.replace(lines=lines)


def _groups(lines: tuple[Line, ...]) -> list[list[Line]]:
    """Return lines that may flow together: those of one speaker, whom a dash or a colour of his own shows."""
    groups: list[list[Line]] = []
    before: list[str] = []  # the colours of the text so far, in order
    for line in lines:
        colours = [span.style.color for span in line.spans if span.text.strip()]
        turn = opens_turn(f"{line.text}x")  # a dash alone too: the word behind it filled a line
        if not groups or turn or (before and colours and before[-1] != colours[0]):
            groups.append([line])
        else:
            groups[-1].append(line)
        before += colours
    return groups


def _broken(lines: Iterable[Line], engine: Engine, reasons: list[dict[str, Any]], explain: bool) -> list[Line]:
    """Return these lines' words in new lines, styles kept."""
    row = row_of_lines(lines, engine.model.language)
    if not row:
        return list(lines)
    ends = sentence_ends(row.texts, engine.model.language)
    if explain:
        chosen = engine.lines(row, ends)
        breaks = chosen.cues[0][2]
        reasons += explain_breaks(row, chosen, engine, ends, known=True)[0][:-1]
    else:
        breaks = engine.line_ends(row, ends)
    stops = [0, *(last + 1 for last in breaks), len(row)]
    return [line_of_row(row[first:stop]) for first, stop in pairwise(stops)]
