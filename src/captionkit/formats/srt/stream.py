"""SRT in constant memory: the file is cut, as bytes, before canonical cues, and each piece is read like a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from captionkit.diagnostics import Diagnostic
from captionkit.formats.srt.reader import read
from captionkit.model.cue import Cue
from captionkit.sources import ReadOptions, Source
from captionkit.sources.decode import decode

__all__ = ["iter_cues"]

#: Bytes that are read at a time.
CHUNK = 256 * 1024

_STAMP = rb"[0-9]{2}:[0-5][0-9]:[0-5][0-9],[0-9]{3}"
_CUT = re.compile(rb"\n\r?\n(?=[0-9]{1,9}\r?\n" + _STAMP + rb" --> " + _STAMP + rb"\r?\n)")
_ONCE = ("read.layout", "read.eol-mixed", "read.encoding", "read.encoding-guess")


def iter_cues(
    file: BinaryIO,
    options: ReadOptions | None = None,
    name: str = "",
    notice: Callable[[Diagnostic], object] | None = None,
) -> Iterator[Cue]:
    r"""Yield the cues of a binary file as it is read; a million cues take as much memory as a few thousand.

    ``notice`` is called with each diagnostic. Faults between two cues (order, numbers) are reported inside a
    piece of the file (256 kB), not across its border.

    Raises InputError where the file holds no timing line, StrictError for the first oddity where ``options.strict``.

    >>> from io import BytesIO
    >>> [cue.text for cue in iter_cues(BytesIO(b"1\n00:00:01,000 --> 00:00:02,000\nHi\n"))]
    ['Hi']
    """
    options = options or ReadOptions()
    first = file.read(CHUNK)
    found = decode(
        first[: first.rfind(b"\n") + 1] or first, encoding=options.encoding, language=options.language, name=name
    )
    wide = found.encoding.startswith(("utf-16", "utf-32", "iso2022"))
    pieces = iter((first + file.read(),)) if wide else _pieces(first, file)
    encoding = options.encoding if wide or found.encoding == "utf-8" else found.encoding
    lines = cues = 0
    reported: set[str] = set()
    for piece in pieces:
        source = Source(piece, name, encoding=encoding, language=options.language)
        result = read(source, options)
        for diagnostic in (*source.decoded.diagnostics, *result.diagnostics) if notice is not None else ():
            if diagnostic.code not in reported:
                notice(_moved(diagnostic, lines, cues))  # type: ignore[misc]
            if diagnostic.code in _ONCE:
                reported.add(diagnostic.code)
        yield from result.value.cues
        lines += piece.count(b"\n") + 1
        cues += len(result.value)


def _moved(diagnostic: Diagnostic, lines: int, cues: int) -> Diagnostic:
    line = None if diagnostic.line is None else diagnostic.line + lines
    return diagnostic.at(line=line, cue=None if diagnostic.cue is None else diagnostic.cue + cues)


def _pieces(first: bytes, file: BinaryIO) -> Iterator[bytes]:
    """Yield pieces that begin at a canonical cue; the line end before it goes to nobody."""
    held, searched = first, 0
    while True:
        data = file.read(CHUNK)
        if not data:
            break
        cut = _last_cut(held, searched)
        if cut is None:
            # a border may be cut through: look again a little before the end
            searched = max(0, len(held) - 200)
            held += data
        else:
            yield held[: cut[0]]
            held, searched = held[cut[1] :] + data, 0
    yield held


def _last_cut(held: bytes, begin: int) -> tuple[int, int] | None:
    """Return (end of the piece, begin of the next) of the last border after ``begin``."""
    end = len(held)
    while True:
        position = held.rfind(b"\n", begin, end)
        if position < 0:
            return None
        match = _CUT.match(held, position)
        if match:
            return position + 1, match.end()
        end = position
