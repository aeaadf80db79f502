"""A track and its translation side by side, row by row, and back into a track."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from captionkit.diagnostics import Collector, Diagnostic, Result
from captionkit.errors import UsageError
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Style, lines_of
from captionkit.model.timecode import parse_clock
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.translation.align import tokenised
from captionkit.translation.reflow import layout_of, lines_of_words

__all__ = ["Pair", "Sheet", "apply_sheet", "ids_of", "ms_of", "sheet_of"]


@dataclass(frozen=True, slots=True)
class Pair:
    r"""One cue: its text and its translation (lines joined with ``\n``, no markup), times in ms, what was noticed."""

    id: str
    source: str
    target: str = ""
    start: int = 0
    end: int = 0
    speaker: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All cues of a track with their translations."""

    source_lang: str
    target_lang: str
    pairs: tuple[Pair, ...] = ()
    name: str = ""
    extras: Mapping[str, str] = field(default_factory=dict)


def ids_of(track: Track) -> list[str]:
    """Return an id for each cue that no other has: its own where all have one, else its number from 1."""
    own = [cue.id for cue in track.cues]
    return own if all(own) and len(set(own)) == len(own) else [str(n) for n in range(1, len(own) + 1)]


def sheet_of(
    source: Track, target: Track | None = None, *, language: str = "", notes: Iterable[Diagnostic] = (), name: str = ""
) -> Sheet:
    """Return the sheet of a track and its translation (None: the translations are left blank).

    Diagnostics that name a cue become its note.

    >>> sheet_of(Track((Cue(0, 1000, "Yes."),), "en"), language="es").pairs[0].source
    'Yes.'
    """
    noted: dict[int, list[str]] = {}
    for diagnostic in notes:
        if diagnostic.cue is not None:
            noted.setdefault(diagnostic.cue, []).append(f"{diagnostic.severity.label}: {diagnostic.message}")
    pairs = []
    for number, (cue, key) in enumerate(zip(source.cues, ids_of(source), strict=True), start=1):
        text = target.cues[number - 1].text if target else ""
        pairs.append(Pair(key, cue.text, text, cue.start, cue.end, cue.speaker, "; ".join(noted.get(number, []))))
    return Sheet(source.language, (target.language if target else "") or language, tuple(pairs), name)


def apply_sheet(sheet: Sheet, track: Track, profile: Profile | None = None) -> Result[Track]:
    """Return the track with the sheet's translations, cue by cue and by id; times and positioning are the track's.

    Reported as errors: cues without a row or a translation (they keep their text in marks), rows for no cue, ids that
    come twice (the first counts). A translation in one line is broken into lines by
    ``profile``; line breaks that
    the sheet has are kept.
    """
    found = Collector(sheet.name)
    rows = _rows(sheet.pairs, found)
    ids = ids_of(track)
    known = set(ids)
    for unknown in (key for key in rows if key not in known):
        found.add("translate.id-unknown", f"the row {unknown!r} belongs to no cue", data={"id": unknown})
    cues = [
        _translated(number, cue, rows.get(key), sheet, profile, found)
        for number, (cue, key) in enumerate(zip(track.cues, ids, strict=True), start=1)
    ]
    return Result(track.replace(cues=cues, language=sheet.target_lang or track.language), found.all)


def _rows(pairs: Sequence[Pair], found: Collector) -> dict[str, Pair]:
    rows: dict[str, Pair] = {}
    counts = Counter(pair.id for pair in pairs)
    for pair in pairs:
        rows.setdefault(pair.id, pair)
    for key, count in counts.items():
        if count > 1:
            found.add("translate.id-twice", f"{count} rows have the id {key!r}; the first was taken", data={"id": key})
    return rows


def _translated(
    number: int, cue: Cue, pair: Pair | None, sheet: Sheet, profile: Profile | None, found: Collector
) -> Cue:
    if pair is None:
        found.add("translate.id-missing", "the sheet has no row for this cue", cue=number)
        return cue.replace(lines=lines_of(f"\u27e6{cue.text}\u27e7"), words=())
    if _squeezed(pair.source) != _squeezed(cue.text):
        found.add("translate.source-changed", "the text is not the one that was translated", cue=number)
    if (pair.start or pair.end) and (pair.start, pair.end) != (cue.start, cue.end):
        found.add("translate.times-changed", "the sheet has other times; the track's were kept", cue=number)
    text = "\n".join(" ".join(line.split()) for line in pair.target.strip().split("\n"))
    if not text:
        if not cue.text.strip():
            return cue
        found.add("translate.untranslated", "the sheet has no translation for this cue", cue=number)
        return cue.replace(lines=lines_of(f"\u27e6{cue.text}\u27e7"), words=())
    if len({span.style for line in cue.lines for span in line.spans if span.text.strip()}) > 1:
        found.add("translate.style-lost", "words in a style of their own came back without it", cue=number)
    return cue.replace(lines=_lines(text, _style(cue), sheet.target_lang, profile), words=())


def _lines(text: str, style: Style, language: str, profile: Profile | None) -> tuple[Line, ...]:
    if profile is None or "\n" in text:
        return lines_of(text, style)
    layout = layout_of(profile, language)
    return lines_of_words(tokenised(text, language), layout, style)


def _style(cue: Cue) -> Style:
    """The style of a cue that is in one style throughout; a mixed one is not a style of the cue."""
    styles = {span.style for line in cue.lines for span in line.spans if span.text.strip()}
    return next(iter(styles)) if len(styles) == 1 else PLAIN


def ms_of(text: str) -> int:
    """Return the ms of a clock time, 0 for what is none: tools reformat times, and the track has its own."""
    try:
        return parse_clock(text)
    except UsageError:
        return 0


def _squeezed(text: str) -> str:
    return " ".join(text.split())
