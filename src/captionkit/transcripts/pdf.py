"""PDF carrying a transcript, through pdfminer.six: each page's lines in reading order, columns one after the other.

pdfminer.six was chosen over pypdf, which gives the lines of two columns alternately: it says where each line stands.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from statistics import median
from threading import get_ident
from typing import Any, NamedTuple

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.model.transcript import Transcript
from captionkit.registry import need
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.layout.reader import read_lines

__all__ = ["PDF"]

#: The most that a file's streams may unpack to, in bytes, and the most pages that are read.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_PAGES = 3000
_STREAM = re.compile(rb"stream\r?\n")
#: A gutter between columns stands between these shares of the page's width.
_LEFT, _RIGHT = 0.3, 0.7
#: Lines of a column are at least this share of the page wide, in the median: a column of names is narrower.
_COLUMN = 0.2
#: Where this share of the steps between characters goes back, they do not stand in the order they are read in.
_BACK = 0.1
#: Pieces of so few characters, where most of more than so many are such, are no lines either.
_LONE, _MANY = 2, 20
#: How far apart two characters of one word, and of one line, may stand, as shares of their height.
_BLANK, _APART = 0.18, 2.0


class _Line(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    text: str


def _check_size(data: bytes, name: str) -> None:
    """Refuse a file whose streams unpack to more than :data:`MAX_UNPACKED`, before a parser unpacks them."""
    left = MAX_UNPACKED
    for match in _STREAM.finditer(data):
        chunk, begin = data[match.end() : match.end() + 2], match.end()
        rounds = 0
        packed: Any = memoryview(data)[begin:]
        while chunk[:1] == b"x" and rounds < 4:
            try:
                unpacked = zlib.decompressobj().decompress(packed, left + 1)
            except zlib.error:
                break
            left -= len(unpacked)
            if left < 0:
                raise LimitError(f"{name}: the PDF is larger than {MAX_UNPACKED:,} bytes when unpacked")
            packed, chunk, rounds = unpacked, unpacked[:2], rounds + 1


def _pages(source: Source) -> Iterator[tuple[float, list[_Line]]]:
    """Yield (width, lines) of each page.

    Raises MissingExtraError without pdfminer.six, InputError for a file that is damaged or locked.
    """
    high = need("pdfminer.high_level", "pdf", "reading a PDF")
    layout = need("pdfminer.layout", "pdf", "reading a PDF")
    _check_size(source.data, source.name)
    parameters = layout.LAParams(boxes_flow=None)
    try:
        for number, page in enumerate(high.extract_pages(BytesIO(source.data), laparams=parameters), 1):
            if number > MAX_PAGES:
                raise LimitError(f"{source.name}: the PDF has more than {MAX_PAGES:,} pages")
            lines = [
                _Line(item.x0, item.y0, item.x1, item.y1, item.get_text().strip())
                for item in _parts(page, layout.LTTextLine)
                if item.get_text().strip()
            ]
            characters = [_Line(c.x0, c.y0, c.x1, c.y1, c.get_text()) for c in _parts(page, layout.LTChar)]
            yield page.width, _rebuilt(characters) if _is_disordered(page, layout) else lines
    except (InputError, LimitError):
        raise
    except Exception as error:  # the parser's own kinds are many, and a stranger's file may raise any
        locked = "assword" in type(error).__name__ or "ncrypt" in type(error).__name__
        hint = "save it without a password" if locked else "print it to a new PDF, or copy its text"
        raise InputError(f"{source.name}: not a readable PDF: {error or type(error).__name__}", hint=hint) from None


def _parts(box: Any, kind: type) -> Iterator[Any]:
    """Yield the parts of a page that are of this kind, in the order of the file."""
    waiting = [box]
    while waiting:
        item = waiting.pop()
        if isinstance(item, kind):
            yield item
        elif hasattr(item, "__iter__"):
            waiting += reversed(list(item))


def _is_disordered(page: Any, layout: Any) -> bool:
    """Tell whether characters were drawn in another order than they are read in: back, one by one, into each other."""
    back = total = single = count = crossing = 0
    last: Any = None
    for line in _parts(page, layout.LTTextLine):
        drawn = [item for item in line if isinstance(item, layout.LTChar) and not item.get_text().isspace()]
        if any("\u0590" <= c.get_text()[:1] < "\u0900" for c in drawn):
            return False
        count += 1
        if last is not None and abs(line.y0 - last.y0) < 0.3 * line.height:
            crossing += line.x0 < last.x1 - 0.3 * line.height and last.x0 < line.x1 - 0.3 * line.height
        last = line
        single += len(drawn) <= _LONE
        total += max(0, len(drawn) - 1)
        back += sum(1 for a, b in pairwise(drawn) if b.x0 < a.x0 - 0.3 * a.width)
    return back > _BACK * total or crossing > _BACK * count or (count > _MANY and single > 0.5 * count)


def _rebuilt(characters: Sequence[_Line]) -> list[_Line]:
    """Return the lines that characters make by where they stand: on one height, from left to right."""
    rows: list[list[_Line]] = []
    for c in sorted(characters, key=lambda c: (-(c.top + c.bottom), c.left)):
        middle = (c.top + c.bottom) / 2
        if not rows or not rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows.append([])
        rows[-1].append(c)
    made: list[_Line] = []
    for row in rows:
        row.sort(key=lambda c: c.left)
        size = median(c.top - c.bottom for c in row)
        piece: list[_Line] = []
        for c in row:
            if piece and c.left - piece[-1].right > _APART * size:
                made += _line_of(piece, size)
                piece = []
            piece.append(c)
        made += _line_of(piece, size)
    return made


def _line_of(characters: Sequence[_Line], size: float) -> list[_Line]:
    text = characters[0].text
    for a, b in pairwise(characters):
        text += (" " if b.left - a.right > _BLANK * size and not text.endswith(" ") else "") + b.text
    bottom, top = min(c.bottom for c in characters), max(c.top for c in characters)
    return [_Line(characters[0].left, bottom, characters[-1].right, top, text.strip())] if text.strip() else []


def _in_order(width: float, lines: Sequence[_Line]) -> Iterator[_Line | None]:
    """Yield a page's lines as they are read, None where paragraphs are divided by space."""
    lines = sorted(lines, key=lambda line: (-line.top, line.left))
    gutter = _gutter(width, lines)
    bands: list[list[_Line]] = [[]]
    for line in lines:
        if gutter is not None and line.left < gutter < line.right:
            bands += [[line], []]
        else:
            bands[-1].append(line)
    for band in filter(None, bands):
        if gutter is None or len(band) == 1:
            yield from _spaced(_joined(band))
            continue
        yield from _spaced([line for line in band if line.right <= gutter])
        yield None
        yield from _spaced([line for line in band if line.left >= gutter])
        yield None


def _gutter(width: float, lines: Sequence[_Line]) -> float | None:
    """Return where a page is divided into two columns of text, or None."""
    if len(lines) < 6:
        return None
    edges = sorted({line.left - 1 for line in lines if _LEFT * width < line.left < _RIGHT * width})
    crossed = {x: sum(line.left < x < line.right for line in lines) for x in edges}
    best = min(crossed, key=lambda x: (crossed[x], x), default=None)
    if best is None or crossed[best] > 0.2 * len(lines):
        return None
    sides = ([line for line in lines if line.right <= best], [line for line in lines if line.left >= best])
    wide = all(len(side) >= 3 and median(line.right - line.left for line in side) >= _COLUMN * width for side in sides)
    return best if wide else None


def _joined(lines: Sequence[_Line]) -> list[_Line]:
    """Join what stands side by side on one line: a name or a time, and the text beside it."""
    made: list[_Line] = []
    for line in lines:
        last = made[-1] if made else None
        if last is not None and min(last.top, line.top) - max(last.bottom, line.bottom) > 0.6 * (
            line.top - line.bottom
        ):
            first, second = sorted((last, line), key=lambda item: item.left)
            text = f"{first.text}\t{second.text}"
            made[-1] = _Line(
                first.left, min(last.bottom, line.bottom), max(last.right, line.right), max(last.top, line.top), text
            )
        else:
            made.append(line)
    return made


def _spaced(lines: Sequence[_Line]) -> Iterator[_Line | None]:
    height = median(line.top - line.bottom for line in lines) if lines else 0.0
    gaps = [a.bottom - b.top for a, b in pairwise(lines)]
    usual = min((gap for gap in gaps if gap > -height), default=0.0)
    for place, line in enumerate(lines):
        if place and gaps[place - 1] > usual + 0.6 * height:
            yield None
        yield line


def _sniff(source: Source) -> float:
    return 0.97 if b"%PDF-" in source.data[:1024] else 0.0


@contextmanager
def _remarks() -> Iterator[Counter[str]]:
    """Gather what the parser remarks about the file, which it would else print: each remark, and how often."""
    log, found, here = logging.getLogger("pdfminer"), Counter[str](), get_ident()

    def take(record: logging.LogRecord) -> bool:
        if record.thread == here:
            found[" ".join(record.getMessage().split())] += 1
        return False

    handler = logging.Handler(logging.WARNING)
    handler.addFilter(take)
    log.addHandler(handler)
    try:
        yield found
    finally:
        log.removeHandler(handler)


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    lines: list[str] = []
    with _remarks() as remarks:
        for width, found in _pages(source):
            for place, line in enumerate(_in_order(width, found)):
                text = "" if line is None else line.text.replace("\n", " ")
                lines.append("\f" + text if place == 0 and lines else text)
    if not any(line.strip() for line in lines):
        raise InputError(
            f"{source.name}: the PDF holds no text, only pictures of it", hint="recognise its text first: ocrmypdf"
        )
    notes = Collector(source.name, strict=options.strict)
    for remark, count in remarks.items():
        often = f" ({count} times)" if count > 1 else ""
        notes.add("read.pdf", f"the PDF is not as the format wants it, and was read all the same: {remark}{often}")
    return Result(read_lines(lines, options, notes).replace(source="pdf"), notes.all)


PDF = Reader(
    "pdf",
    "PDF with a transcript",
    (".pdf",),
    _sniff,
    _read,
    frozenset({"segments", "speakers", "kinds"}),
)
