"""A document's blocks as a transcript: a table of speech by its columns, anything else as text in any layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from captionkit.diagnostics import Collector
from captionkit.model.transcript import Kind, Segment, Transcript
from captionkit.sources import ReadOptions
from captionkit.text.marks import SENTENCE_ENDS
from captionkit.transcripts.blocks import TextBlock, page_of
from captionkit.transcripts.entries import Sheet, entries_of, report_columns
from captionkit.transcripts.grid import SAMPLE, Grid, grid_of
from captionkit.transcripts.layout.reader import Given, read_lines
from captionkit.transcripts.layout.rows import count_words, tidy

__all__ = ["read_blocks", "report_outside"]

#: Share of a document's words that stand in the rows of one table where the document is that table.
_TABLE = 0.6
#: So many words in sentences outside what was read, and this share of the words read, are worth a warning.
_FEW, _MANY = 12, 0.3
_SHOWN = {"start": "TIME", "end": "END", "duration": "LENGTH", "speaker": "NAME", "text": "TEXT"}


def read_blocks(blocks: Sequence[TextBlock], options: ReadOptions, notes: Collector) -> Transcript:
    """Return the transcript in the blocks of a document, reporting to ``notes``.

    Raises UsageError for options that name no line, UnknownNameError for a layout that does not exist.
    """
    asked = options.layout or options.after or options.from_line or options.to_line
    sheet = None if asked else _sheet_of(blocks)
    if sheet is not None:
        return _read_sheet(blocks, sheet, options, notes)
    page = page_of(blocks)
    return read_lines(page.lines, options, notes, Given(titles=page.titles, places=page.places))


def report_outside(
    blocks: Sequence[TextBlock], why: str, said: Sequence[Segment], notes: Collector
) -> Iterator[Segment]:
    """Yield blocks that were not read as speech as notes and titles; many sentences among them are warned of.

    What many is depends on how much was ``said``.
    """
    sentences = [block for block in blocks if not block.heading and _is_sentence(block.text)]
    for block in blocks:
        text = tidy(block.text.replace("\t", " "))
        notes.add("text.note", f"{why}: {text[:80]!r}", line=block.line)
        yield Segment(text, "", Kind.TITLE if block.heading else Kind.NOTE, line=block.line)
    words = sum(count_words(block.text) for block in sentences)
    if words >= max(_FEW, _MANY * sum(count_words(segment.text) for segment in said)):
        first, last = sentences[0].line, sentences[-1].line
        text = f"{words} words in sentences, lines {first} to {last}, {why}; they are kept as notes"
        notes.add("text.outside", text, line=first, data={"from": first, "to": last, "words": words})


def _is_sentence(text: str) -> bool:
    return text.endswith(SENTENCE_ENDS) and count_words(text) > 3


def _sheet_of(blocks: Sequence[TextBlock]) -> Sheet | None:
    """Return the table that holds most of a document's words, if its columns are those of speech."""
    rows = [(block.line, block.lines[0].split("\t")) for block in blocks if block.is_row]
    words: Counter[int] = Counter()
    for _, cells in rows:
        words[len(cells)] += sum(map(count_words, cells))
    if not words:
        return None
    width, most = words.most_common(1)[0]
    if most < _TABLE * sum(count_words(block.text) for block in blocks):
        return None
    rows = [row for row in rows if len(row[1]) == width]
    grid = grid_of([cells for _, cells in rows[:SAMPLE]])
    if grid is None or len(rows) - grid.first < 2 or not ("start" in grid.places or grid.headings):
        return None
    return Sheet(rows[grid.first :], grid, rows[: grid.first])


def _read_sheet(blocks: Sequence[TextBlock], sheet: Sheet, options: ReadOptions, notes: Collector) -> Transcript:
    segments = list(entries_of(sheet, options, notes))
    report_columns(sheet, notes)
    used = set(sheet.grid.places.values())
    for line, cells in sheet.rows:
        rest = [cell for at, cell in enumerate(cells) if at not in used and cell.strip()]
        if rest:
            notes.add("text.note", f"a column that is not speech: {tidy(' | '.join(rest))[:200]}", line=line)
    taken = {line for line, _ in (*sheet.rows, *sheet.skipped)}
    around = [block for block in blocks if block.text.strip() and not (block.is_row and block.line in taken)]
    segments += report_outside(around, "beside the table of speech", segments, notes)
    segments.sort(key=lambda segment: segment.line or 0)
    first = blocks[0].text if blocks and segments and segments[0].kind is not Kind.SPEECH else ""
    meta = {"layout": "columns", "layout.example": _example(sheet.grid)}
    return Transcript(tuple(segments), options.language, "text", title=tidy(first), meta=meta)


def _example(grid: Grid) -> str:
    return "\t".join(_SHOWN[what] for what in sorted(grid.places, key=lambda what: grid.places[what]))
