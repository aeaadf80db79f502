"""A track and its translation side by side, row by row: what every sheet holds, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from captionkit.diagnostics import Diagnostic
from captionkit.errors import UsageError
from captionkit.measure import shown
from captionkit.model.timecode import format_clock, parse_clock
from captionkit.model.track import Track
from captionkit.profiles import Limits
from captionkit.translation.lengths import lengths_of
from captionkit.translation.proof.text import nothing_to_translate
from captionkit.translation.review.tags import base_of, tagged
from captionkit.translation.units import Joining, passages_of, units_of

__all__ = ["Pair", "Sheet", "ids_of", "ms_of", "remarks_of", "seconds_of", "sheet_of", "with_remarks"]


@dataclass(frozen=True, slots=True)
class Pair:
    r"""One cue: its text and its translation, times in ms, what was noticed.

    Lines are joined with ``\n``; styles that are not those of the whole cue are tags (:mod:`.tags`). ``context`` is
    the sentence that runs over several cues, or the cues around, ``line_limit`` and ``cue_limit`` are how many
    characters a line and the cue may have (0: any), ``row`` is the place in the file it was read from (0: in none),
    ``spoilt`` says what a spreadsheet made of the translation, where that is certain.
    """

    id: str
    source: str
    target: str = ""
    start: int = 0
    end: int = 0
    speaker: str = ""
    note: str = ""
    context: str = ""
    line_limit: int = 0
    cue_limit: int = 0
    row: int = 0
    spoilt: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All cues of a track with their translations; ``noticed`` is what was odd about the file it was read from."""

    source_lang: str
    target_lang: str
    pairs: tuple[Pair, ...] = ()
    name: str = ""
    noticed: tuple[Diagnostic, ...] = ()


def ids_of(track: Track) -> list[str]:
    """Return an id for each cue that no other has: its own where all have one, else its number from 1."""
    own = [cue.id for cue in track.cues]
    return own if all(own) and len(set(own)) == len(own) else [str(n) for n in range(1, len(own) + 1)]


def sheet_of(
    source: Track,
    target: Track | None = None,
    *,
    language: str = "",
    notes: Iterable[Diagnostic] = (),
    name: str = "",
    limits: Limits | None = None,
) -> Sheet:
    """Return the sheet of a track and its translation (None: left blank, save where there is nothing to translate).

    Diagnostics that name a cue become its note. ``limits`` are those of the translation's style guide.

    >>> from captionkit.model.cue import Cue
    >>> sheet_of(Track((Cue(0, 1000, "Yes."),), "en"), language="es").pairs[0].source
    'Yes.'
    """
    noted: dict[int, list[str]] = {}
    for diagnostic in notes:
        if diagnostic.cue is not None:
            noted.setdefault(diagnostic.cue, []).append(f"{diagnostic.severity.label}: {diagnostic.message}")
    contexts = _contexts(source)
    pairs = []
    for number, (cue, key) in enumerate(zip(source.cues, ids_of(source), strict=True), start=1):
        base = base_of(cue.lines)
        text = tagged(cue.lines, base)
        if target is not None:
            made = tagged(target.cues[number - 1].lines, base)
        else:
            made = text if nothing_to_translate(cue.text) else ""
        note = "; ".join(noted.get(number, []))
        lengths = lengths_of(limits, cue.duration) if limits else (0, 0)
        pairs.append(
            Pair(key, text, made, cue.start, cue.end, cue.speaker or base.voice, note, contexts[number - 1], *lengths)
        )
    return Sheet(source.language, (target.language if target else "") or language, tuple(pairs), name)


def _contexts(track: Track) -> list[str]:
    """Return for each cue the sentences that it holds a part of; where it holds whole ones, the cues around it."""
    from captionkit.text.sentences import sentence_ends

    units = units_of(track.cues, passages_of(track.cues), lambda w: sentence_ends(w, track.language), Joining())
    parts: list[list[str]] = [[] for _ in track.cues]
    for unit in units:
        if len(unit.cues) > 1:
            for cue in unit.cues:
                parts[cue].append(unit.text)
    texts = ["", *(" ".join(cue.text.split()) for cue in track.cues), ""]
    around = [f"{texts[n]} [\u2026] {texts[n + 2]}".strip() for n in range(len(track.cues))]
    return [" ".join(part) or near for part, near in zip(parts, around, strict=True)]


def remarks_of(pair: Pair) -> list[str]:
    """Return what a translator should know of a cue as lines of text, for formats without columns.

    >>> remarks_of(Pair("1", "Yes.", start=1000, end=2500, line_limit=42, cue_limit=30))
    ['time: 00:00:01.000 --> 00:00:02.500 (1.5 s)', 'length: at most 42 characters a line, 30 in all']
    """
    timed = pair.start or pair.end
    clock = f"{format_clock(pair.start)} --> {format_clock(pair.end)} ({seconds_of(pair)} s)"
    limits = [f"{pair.line_limit} characters a line"] if pair.line_limit else []
    limits += [f"{pair.cue_limit} {'' if limits else 'characters '}in all"] if pair.cue_limit else []
    said = (
        ("time", clock if timed else ""),
        ("speaker", pair.speaker),
        ("length", f"at most {', '.join(limits)}" if limits else ""),
        ("context", pair.context),
    )
    return [
        *(f"{label}: {' '.join(value.split())}" for label, value in said if value),
        *([pair.note] if pair.note else []),
    ]


def with_remarks(pair: Pair, remarks: Sequence[str]) -> Pair:
    """Return a pair with what :func:`remarks_of` wrote; what is none of it is a note."""
    given: dict[str, str] = {}
    rest = []
    for remark in remarks:
        label, _, value = remark.partition(": ")
        if label in ("time", "speaker", "length", "context") and value and label not in given:
            given[label] = value
        else:
            rest.append(remark)
    start, _, end = given.get("time", "").partition(" --> ")
    return replace(
        pair, start=ms_of(start), end=ms_of(end.partition(" ")[0]), speaker=given.get("speaker", ""),
        context=given.get("context", ""), note="; ".join(rest),
    )  # fmt: skip


def seconds_of(pair: Pair) -> str:
    """Return how long a cue is shown, in seconds with one decimal."""
    return shown((pair.end - pair.start) / 1000, 0)


def ms_of(text: str) -> int:
    """Return the ms of a clock time, 0 for what is none: tools reformat times, and the track has its own."""
    try:
        return parse_clock(text)
    except UsageError:
        return 0
