"""Tables inside a text or a document, put as time, speaker and text: rows whose cells tabs divide, and records.

A record is a run of lines with the same keys each time: ``Time: 0:12``, ``Speaker: Ann``, ``Text: ...``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from captionkit.diagnostics import Collector
from captionkit.text.letters import COMBINED
from captionkit.transcripts.grid import SAMPLE, Grid, grid_of
from captionkit.transcripts.layout.cells import cell_times, number_ms
from captionkit.transcripts.layout.rows import Row, tidy

__all__ = ["ordered"]

_KEYED = re.compile(rf"(?P<key>[^\W\d_][\w{COMBINED} .-]{{0,24}}?)[ \t]*[:：=][ \t]*(?P<value>\S.*)\Z", re.S)

#: So many records at least, of which this share has the same keys in the same order.
_RECORDS, _SAME_KEYS = 3, 0.9


def ordered(rows: Sequence[Row], notes: Collector, taken: dict[int, str]) -> Iterator[Row]:
    """Yield the rows, those of a table as time, speaker, text divided by tabs; other columns are reported.

    A table is two rows and more that hold the same number of tabs, two at least, or one under headings; ``taken``
    receives, by the number of their row, the keys of records.
    """
    rows = _without_keys(rows, notes, taken)
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


def _without_keys(rows: Sequence[Row], notes: Collector, taken: dict[int, str]) -> Sequence[Row]:
    """Return the rows with each record as one row of cells; the rows as they are where there are no records."""
    keyed = {at: match for at, row in enumerate(rows) if (match := _KEYED.match(row.text)) is not None}
    counts = Counter(match["key"] for match in keyed.values())
    keys = [key for key, count in counts.items() if count >= _RECORDS and count >= 0.5 * max(counts.values())]
    starts = [at for at, match in keyed.items() if keys and match["key"] == keys[0]]
    if len(keys) < 2 or len(starts) < _RECORDS:
        return rows
    records: list[dict[str, list[int]]] = []
    for at, after in zip(starts, [*starts[1:], len(rows)], strict=True):
        record: dict[str, list[int]] = {}
        key = ""
        for place in range(at, after):
            match = keyed.get(place)
            if after == len(rows) and rows[place].gap and place > at:
                break
            if match is not None and match["key"] in keys:
                key = match["key"]
            record.setdefault(key, []).append(place)
        records.append(record)
    same = Counter(tuple(record) for record in records).most_common(1)[0]
    cells = [[_value(rows, keyed, record.get(key, [])) for key in keys] for record in records]
    columns = grid_of([keys, *cells]) if same[1] >= _SAME_KEYS * len(records) else None
    if columns is None or "text" not in columns.places or not {"start", "speaker"} <= columns.places.keys():
        return rows
    named = ", ".join(keys)
    notes.add(
        "text.note",
        f"each entry is a record of {named}; these words are not captioned",
        data={"keys": keys},
    )
    done = list(rows[: starts[0]])
    for record, values in zip(records, cells, strict=True):
        places = [place for found in record.values() for place in found]
        for place in places:
            if place in keyed and keyed[place]["key"] in keys:
                taken[rows[place].number] = keyed[place]["key"]
        first = rows[places[0]]
        text, _ = _ordered(first, values, columns, "", notes)
        done.append(first._replace(text=text, gap=first.gap or 1))
    last = max(place for found in records[-1].values() for place in found)
    return [*done, *rows[last + 1 :]]


def _value(rows: Sequence[Row], keyed: dict[int, re.Match[str]], places: Sequence[int]) -> str:
    """Return what a key of a record holds: the rest of its line, and the lines below it that have no key."""
    return (
        " ".join((keyed[places[0]]["value"], *(rows[at].text for at in places[1:]))).replace("\t", " ")
        if places
        else ""
    )


def _columns(rows: Sequence[Sequence[str]]) -> Grid | None:
    if len(rows) < 2:
        return None
    width, count = Counter(len(cells) for cells in rows).most_common(1)[0]
    if width < 3 and count < 2:
        return None
    columns = grid_of(rows[:SAMPLE])
    if columns is None or (width < 3 and not columns.headings):
        return None
    if "start" in columns.places or columns.headings:
        return columns
    return None


def _ordered(row: Row, cells: Sequence[str], columns: Grid, before: str, notes: Collector) -> tuple[str, str]:
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
