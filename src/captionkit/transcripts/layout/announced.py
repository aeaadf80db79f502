"""The extent of a text whose rows name nobody: by option, announcement, running quotation marks, or all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain

from captionkit.diagnostics import Collector
from captionkit.errors import UsageError
from captionkit.sources import ReadOptions
from captionkit.text.letters import LETTERS
from captionkit.transcripts.layout.article import Extent, Marker, find_end, find_markers, is_rule
from captionkit.transcripts.layout.extent import evidence_of
from captionkit.transcripts.layout.families import Item
from captionkit.transcripts.layout.heads import heads_of
from captionkit.transcripts.layout.names import find_labels
from captionkit.transcripts.layout.reports import Place
from captionkit.transcripts.layout.rows import Row, tidy
from captionkit.transcripts.layout.words import ABOUT_TEXT

__all__ = ["announced", "asked", "report_extent"]

_OPEN_QUOTES, _CLOSE_QUOTES = '“"«„', '”"»“'


def asked(rows: Sequence[Row], options: ReadOptions, place: Place) -> Extent:
    """Return the rows that the options ask for.

    Raises UsageError where an option names a place that the text does not have.
    """
    first, last = options.from_line or 1, options.to_line
    if last is not None and last < first:
        raise UsageError(f"to_line {last} stands before from_line {first}")
    if options.after:
        first = max(first, place(_line_with(rows, options.after)) + 1)
    taken = [row for row in rows if first <= place(row.number) and (last is None or place(row.number) <= last)]
    return Extent(taken)


def _line_with(rows: Sequence[Row], wanted: str) -> int:
    """Return the number of the first line holding ``wanted``: as written, else whatever its case and blanks."""
    folded = tidy(wanted).casefold()
    exact = (row.number for row in rows if wanted in row.text)
    loose = (row.number for row in rows if folded in tidy(row.text).casefold())
    for number in chain(exact, loose):
        return number
    raise UsageError(f"no line holds {wanted!r}", hint="after wants a piece of the line above the transcript")


def announced(rows: Sequence[Row], notes: Collector, place: Place) -> Extent:
    """Return the rows that the text itself announces as a transcript; all of them where it announces none."""
    markers = find_markers(rows)
    if not markers:
        return _quotation(rows) or Extent(list(rows))
    chosen = markers[0]
    for other in markers[1:]:
        if other.strength == chosen.strength:
            text = (
                f"line {place(other.row.number)} looks like a beginning too; line {place(chosen.row.number)} was taken"
            )
            notes.add("article.another-beginning", text, line=other.row.number)
    after = [row for row in rows if row.number > chosen.row.number]
    if chosen.rest:
        after.insert(0, chosen.row._replace(text=chosen.rest))
    while after and is_rule(after[0].text):
        after.pop(0)
    quoted = _quoted(after)
    if quoted and quoted < len(after):
        return Extent(after[:quoted], chosen, after[quoted], "the quotation ends")
    count, why = find_end(after, _structure(after))
    if count == len(after):
        count, why = _without_tail(after, chosen)
    return Extent(after[:count], chosen, after[count] if count < len(after) else None, why)


def _without_tail(rows: Sequence[Row], begin: Marker) -> tuple[int, str]:
    """Return how many rows come before a tail that speaks of the speech instead of being it, and why that ends it.

    A row speaks against itself as speech as in a labelled text, and where it repeats what the announcement calls it.
    """
    called = frozenset(word for word in _words(begin.row.text) if len(word) > 4 and word not in ABOUT_TEXT)
    size = sum(len(row.text) for row in rows)
    best, total, strongest, after, at_best = 5.0, 0.0, 0.0, 0, len(rows)
    for at in range(len(rows) - 1, 0, -1):
        row = rows[at]
        after += len(row.text)
        bits = evidence_of(Item(row, row.text), frozenset(), 0.0).bits - 0.5
        strongest = max(strongest, bits)
        if called & _words(" ".join(row.text.split()[:3])) and row.gap:
            bits += 3.0
        total += bits
        if total < -4.0 or after * 10 > size * 6:
            break
        if total >= best and row.gap and strongest >= 3.0:
            best, at_best = total, at
    return (at_best, "what follows speaks of it from outside") if at_best < len(rows) else (len(rows), "")


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(LETTERS, text.casefold()))


def _quotation(rows: Sequence[Row]) -> Extent | None:
    """Return the running quotation that a line ending in a colon announces, if it is a fifth of the text."""
    total = sum(len(row.text) for row in rows)
    for at, row in enumerate(rows[:-1]):
        if row.text[-1] not in ":：" or len(row.text) > 120:
            continue
        after = rows[at + 1 :]
        count = _quoted(after)
        if (
            sum(1 for quoted in after[:count] if quoted.gap) >= 2
            and sum(len(q.text) for q in after[:count]) * 5 >= total
        ):
            return Extent(
                list(after[:count]), Marker(row, 3), after[count] if count < len(after) else None, "the quotation ends"
            )
    return None


def _quoted(rows: Sequence[Row]) -> int:
    """Return how many rows are one running quotation: each paragraph opens it, the last one closes it."""
    if not rows or rows[0].text[0] not in _OPEN_QUOTES:
        return 0
    for at, row in enumerate(rows):
        if (row.gap or not at) and row.text[0] not in _OPEN_QUOTES:
            return 0
        if row.text.rstrip(".,")[-1] in _CLOSE_QUOTES and len(row.text) > 1:
            return at + 1
    return 0


def _structure(rows: Sequence[Row]) -> Callable[[Row], bool]:
    """Return a test whether a row begins with a label, a chevron or a time, as no article's rows do."""
    labels = find_labels(rows)

    def structured(row: Row) -> bool:
        if row.text.startswith(">>") or labels.of(row.text) is not None:
            return True
        return any(head.stand in ("pre", "suf", "mid", "col") for _, _, head in heads_of(row))

    return structured


def report_extent(rows: Sequence[Row], extent: Extent, options: ReadOptions, notes: Collector, place: Place) -> None:
    """Tell which rows are the transcript and why, and which are left out."""
    taken = {row.number for row in extent.rows}
    left = [(at, row.number) for at, row in enumerate(rows) if row.number not in taken]
    first = extent.rows[0].number if extent.rows else None
    last = extent.rows[-1].number if extent.rows else None
    span = f"lines {place(first)} to {place(last)} are" if first and last else "no line is"
    notes.add(
        "article.taken",
        f"{span} taken as the transcript: {_why_begin(extent, options, place)}; {_why_end(extent, options, place)}",
        line=first,
        data={"from": first, "to": last, "marker": extent.begin.row.number if extent.begin else None},
    )
    for a, b in runs_of(left):
        count = f"lines {place(a)} to {place(b)} are" if b > a else f"line {place(a)} is"
        notes.add("article.left-out", f"{count} not part of the transcript", line=a, data={"from": a, "to": b})


def _why_begin(extent: Extent, options: ReadOptions, place: Place) -> str:
    if extent.begin is not None:
        return f"line {place(extent.begin.row.number)} announces it ({_short(extent.begin.row.text)})"
    return "as asked for" + (f" (after {_short(options.after)})" if options.after else "")


def _why_end(extent: Extent, options: ReadOptions, place: Place) -> str:
    if extent.end is not None:
        return f"it ends before line {place(extent.end.number)}, {extent.why_end} ({_short(extent.end.text)})"
    return f"it ends at line {options.to_line}" if options.to_line else "it goes on to the end"


def _short(text: str, limit: int = 60) -> str:
    text = tidy(text)
    return repr(text if len(text) <= limit else text[: limit - 1].rstrip() + "…")


def runs_of(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return (first line, last line) of the runs in ``places`` (place among the rows, line number)."""
    runs: list[tuple[int, int]] = []
    before = -2
    for at, number in places:
        if at == before + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
        before = at
    return runs
