"""Tables inside a text or a document: rows whose cells tabs divide, put as time, speaker and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from captionkit.diagnostics import Collector
from captionkit.transcripts.layout.columns import Columns, cell_times, columns_of, number_ms
from captionkit.transcripts.layout.rows import Row, tidy

__all__ = ["ordered"]


def ordered(rows: Sequence[Row], notes: Collector) -> Iterator[Row]:
    """Yield the rows, those of a table as time, speaker, text divided by tabs; other columns are reported.

    A table is two rows and more that hold the same number of tabs, two at least, or one under headings.
    """
    divided = [(at, row.text.split("\t")) for at, row in enumerate(rows) if "\t" in row.text]
    columns = _columns([cells for _, cells in divided])
    if columns is None:
        yield from rows
        return
    heading = divided[columns.first - 1][0] if columns.first else -1
    places = dict(divided)
    speaker = ""
    gap = 0
    for at, row in enumerate(rows):
        cells = places.get(at)
        if cells is None or len(cells) < 2:
            yield row._replace(gap=row.gap + gap)
            gap = 0
        elif at == heading:
            notes.add("text.note", f"the columns' headings: {tidy(' | '.join(cells))[:80]}", line=row.number)
            gap = row.gap + 1
        elif at < heading:
            yield row
        else:
            text, speaker = _ordered(row, cells, columns, speaker, notes)
            if text:
                yield row._replace(text=text, gap=row.gap + gap)
                gap = 0


def _columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    if len(rows) < 2:
        return None
    width, count = Counter(len(cells) for cells in rows).most_common(1)[0]
    if width < 3 and count < 2:
        return None
    columns = columns_of(rows[:400])
    if columns is None or (width < 3 and not columns.headings):
        return None
    if "start" in columns.places or columns.headings:
        return columns
    return None


def _ordered(row: Row, cells: Sequence[str], columns: Columns, before: str, notes: Collector) -> tuple[str, str]:
    """Return (the row's text in order, the speaker it names); a row that is short or has no text stays as it is."""
    parts = {what: columns.cell(cells, what) for what in columns.places}
    rest = [cell.strip() for at, cell in enumerate(cells) if at not in columns.places.values() and cell.strip()]
    text = parts.get("text", "")
    if not text:
        return row.text, before
    if rest:
        notes.add("text.note", f"a column that is not speech: {tidy(' | '.join(rest))[:200]}", line=row.number)
    start, end = parts.get("start", ""), parts.get("end", "")
    if start and cell_times(start) is None:
        return row.text, before
    time = " - ".join(_seconds(cell) for cell in (start, end) if cell)
    speaker = parts.get("speaker", "").rstrip(":： ")
    shown = speaker or ("" if "speaker" not in columns.places else before)
    pieces = [piece for piece in (time, shown, text) if piece]
    return "\t".join(pieces), speaker or before


def _seconds(cell: str) -> str:
    return cell if number_ms(cell, 1000) is None else f"{cell.strip()}s"
