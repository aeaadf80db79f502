"""The rows of a table as segments: times, speakers that carry on, marks apart from speech, other columns in extras."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from captionkit.diagnostics import Collector
from captionkit.model.transcript import Kind, Segment, Timing
from captionkit.sources import ReadOptions
from captionkit.text.marks import SENTENCE_ENDS
from captionkit.transcripts.grid import Grid, cell_ms
from captionkit.transcripts.headings import HEARD, HEARD_UNLESS_SAID
from captionkit.transcripts.layout.cells import cell_times
from captionkit.transcripts.layout.marks import pieces_of
from captionkit.transcripts.layout.names import find_labels
from captionkit.transcripts.layout.people import Name, clean, key_of
from captionkit.transcripts.layout.rows import Row, count_words, tidy
from captionkit.transcripts.layout.stamps import read_stamp
from captionkit.transcripts.layout.times import Ruler, early_times, ruler_for
from captionkit.transcripts.layout.words import MARKS

__all__ = ["Sheet", "entries_of", "report_columns", "report_others"]

#: Share of the sentences of all others that must end with a stop before a name whose rows never do is no speaker.
_SENTENCES = 0.9


@dataclass(slots=True)
class Sheet:
    """Rows of cells with the lines they begin on, what their columns hold, and the rows that are no entries."""

    rows: list[tuple[int, list[str]]]
    grid: Grid
    skipped: list[tuple[int, list[str]]] = field(default_factory=list)

    def cell(self, cells: Sequence[str], what: str) -> str:
        """Return the cell of a row that holds ``what``, ``""`` where there is none."""
        return self.grid.cell(cells, what)


def entries_of(sheet: Sheet, options: ReadOptions, notes: Collector) -> Iterator[Segment]:
    """Yield the segments of the rows, reporting to ``notes`` what is no entry."""
    ruler = _ruler(sheet, options, notes)
    unspoken = _unspoken(sheet, notes)
    labels = find_labels([Row(line, tidy(sheet.cell(cells, "text")), 1) for line, cells in sheet.rows])
    before = speaker = ""
    named = "speaker" in sheet.grid.places
    for line, cells in sheet.rows:
        text = tidy(sheet.cell(cells, "text").replace("\n", " "))
        extras = _extras(sheet, cells)
        written, role, manner = _name(sheet.cell(cells, "speaker"))
        label = None if named else labels.of(text)
        if label is not None:
            written, role, manner, text = label
        extras |= {key: value for key, value in (("text.role", role), ("text.manner", manner)) if value}
        before, speaker = speaker, written or speaker
        start, end = _span(sheet, cells, ruler)
        if not any(c.isalnum() for c in text) and not any(c in "♪♫♬" for c in text):
            notes.add("text.empty-entry", f"a row without text: {tidy(' | '.join(cells))[:80]}", line=line)
            continue
        made: list[Segment] = []
        if (kind := unspoken.get(key_of(written))) is not None:
            made.append(Segment(text, "", kind, line=line, extras={**extras, "table.speaker": written}))
            speaker = before
        for piece in pieces_of(text) if kind is None else ():
            turn = not made and (not (named or labels.names) or speaker != before)
            made.append(
                Segment(piece.text, speaker, piece.kind, line=line, turn=turn, extras=extras if not made else {})
            )
        if start is not None:
            made[0] = made[0].replace(start=start, timing=Timing.GIVEN)
        if end is not None:
            made[-1] = made[-1].replace(end=end, timing=Timing.GIVEN)
        yield from made


def _name(cell: str) -> Name:
    """Return the name in a cell; a bare number is that of a speaker, as in what recognisers write."""
    return Name(f"Speaker {cell}") if cell.isdecimal() else clean(cell)


def report_columns(sheet: Sheet, notes: Collector) -> None:
    """Tell of the rows that are no entries, and of a column that may be what was said as well as the one taken."""
    grid = sheet.grid
    for line, cells in sheet.skipped:
        what = "the columns' headings" if [tidy(c) for c in cells] == grid.headings else "a row that is not an entry"
        notes.add("text.note", f"{what}: {tidy(' | '.join(cells))[:80]}", line=line)
    if grid.rival >= 0:
        taken, other = (grid.heading(at) for at in (grid.places["text"], grid.rival))
        notes.add(
            "text.column",
            f"the column {taken!r} is read as what was said; {other!r} looks like it as much",
            line=sheet.rows[0][0],
            data={"column": taken, "other": other},
        )


def report_others(sheet: Sheet, notes: Collector) -> None:
    """Tell of columns of words that are kept in extras only."""
    for at in sheet.grid.others:
        words = sum(count_words(cells[at]) for _, cells in sheet.rows if at < len(cells))
        if words > len(sheet.rows):
            notes.add("text.note", f"a column that is not speech: {sheet.grid.heading(at)} ({words} words)")


def _unspoken(sheet: Sheet, notes: Collector) -> dict[str, Kind]:
    """Return the names (folded) whose rows nobody speaks: what they are called says so, or that none is a sentence."""
    texts: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    for line, cells in sheet.rows:
        name, text = _name(sheet.cell(cells, "speaker")).speaker, sheet.cell(cells, "text")
        if name and text:
            texts.setdefault(key_of(name), []).append(text)
            lines.setdefault(key_of(name), line)
    found: dict[str, Kind] = {}
    stops = Counter({name: sum(text.endswith(SENTENCE_ENDS) for text in said) for name, said in texts.items()})
    for name, said in texts.items():
        if name in MARKS[Kind.MUSIC]:
            found[name] = Kind.MUSIC
        elif name in HEARD or (not stops[name] and (name in MARKS[Kind.SOUND] or name in HEARD_UNLESS_SAID)):
            found[name] = Kind.SOUND
        elif _is_apart(name, texts, stops):
            found[name] = Kind.DIRECTION
            notes.add(
                "text.unspoken",
                f"no row of {name!r} ends a sentence, as those of all others do: kept as directions",
                line=lines[name],
                data={"name": name, "rows": len(said)},
            )
    if len(found) == len(texts):
        return {}
    for name in (name for name, kind in found.items() if kind is not Kind.DIRECTION):
        notes.add("text.note", f"rows of {name!r} are heard, not spoken ({len(texts[name])})", line=lines[name])
    return found


def _is_apart(name: str, texts: Mapping[str, Sequence[str]], stops: Mapping[str, int]) -> bool:
    others = [other for other in texts if other != name]
    rows = sum(len(texts[other]) for other in others)
    ends = sum(stops[other] for other in others)
    return len(texts[name]) > 1 and not stops[name] and len(others) > 1 and ends >= max(4, _SENTENCES * rows)


# --- times ---


def _ruler(sheet: Sheet, options: ReadOptions, notes: Collector) -> Ruler:
    written = [sheet.cell(cells, what) for _, cells in sheet.rows for what in ("start", "end")]
    pieces = [piece for cell in written if cell and (times := cell_times(cell)) for piece in times if piece]
    stamps = [stamp for piece in pieces if (stamp := read_stamp(piece)) is not None]
    numbers = [cell_ms(piece, sheet.grid.unit) for piece in pieces if read_stamp(piece) is None]
    early_times(numbers, options.start_timecode, notes)
    if not stamps:
        return Ruler(offset=options.start_timecode)
    words = sum(len(sheet.cell(cells, "text").split()) for _, cells in sheet.rows)
    return ruler_for(stamps, words=words, rate=options.rate, offset=options.start_timecode, notes=notes)


def _span(sheet: Sheet, cells: Sequence[str], ruler: Ruler) -> tuple[int | None, int | None]:
    """Return (start, end) of a row in ms: a range in one cell, two cells, or a start and a duration."""
    first = cell_times(sheet.cell(cells, "start"))
    start = _time(sheet, first[0], ruler) if first else None
    end = _time(sheet, first[1], ruler) if first and first[1] else None
    last = cell_times(sheet.cell(cells, "end"))
    if end is None and last is not None:
        end = _time(sheet, last[0], ruler)
    length = cell_times(sheet.cell(cells, "duration"))
    if end is None and start is not None and length is not None:
        plain = Ruler(ruler.rate, ruler.frames, ruler.minutes_first)
        more = _time(sheet, length[0], plain)
        end = None if more is None else start + more
    return start, end


def _time(sheet: Sheet, written: str, ruler: Ruler) -> int | None:
    stamp = read_stamp(written)
    if stamp is not None:
        return ruler.ms(stamp)
    number = cell_ms(written, sheet.grid.unit)
    return None if number is None else max(0, number - ruler.offset)


def _extras(sheet: Sheet, cells: Sequence[str]) -> dict[str, Any]:
    used = set(sheet.grid.places.values())
    extras = {
        f"table.{sheet.grid.heading(at)}": tidy(cell)
        for at, cell in enumerate(cells)
        if at not in used and cell.strip()
    }
    for what in ("start", "end"):
        cell = sheet.cell(cells, what)
        if cell and cell_times(cell) is None:
            extras[f"table.{what}"] = cell
    return extras
