"""WebVTT in constant memory: cues handed on while the file is read."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.formats.base import gc_paused
from captionkit.formats.webvtt import blocks, fast, reader
from captionkit.formats.webvtt.state import VttState
from captionkit.model.cue import Cue
from captionkit.sources import ReadOptions
from captionkit.sources.decode import decode

__all__ = ["iter_cues"]

_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def iter_cues(
    file: BinaryIO,
    options: ReadOptions | None = None,
    name: str = "",
    notice: Callable[[Diagnostic], object] | None = None,
) -> Iterator[Cue]:
    r"""Yield the cues of a binary file as it is read; a million cues take as much memory as a few thousand.

    ``notice`` is called with each diagnostic. Timing lines that the specification rejects are left out and reported,
    as :func:`captionkit.formats.webvtt.reader.read` does where most of them mean nothing; ``options.extras["timings"]``
    ``"repair"`` reads what they plainly mean.

    Raises InputError where the file has neither the signature nor a cue, StrictError for the first repair where
    ``options.strict``.

    >>> from io import BytesIO
    >>> [cue.text for cue in iter_cues(BytesIO(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n"))]
    ['Hi']
    """
    options = options or ReadOptions()
    state = VttState(Collector(name, strict=options.strict), lenient=options.extras.get("timings") == "repair")
    line, reported, position = 1, 0, -1
    for data in _chunks(_unix_bytes(file, options)):
        with gc_paused():
            if position < 0:
                position = reader.read_header(data, state)
                _read_chunk(data[position:], 1 + data.count(b"\n", 0, position), state)
            else:
                _read_chunk(data, line, state)
        line += data.count(b"\n") + 2
        found = state.cues[:-1]
        state.handed_on += len(found)
        state.cues = state.cues[-1:]
        reported = _report(state, reported, notice)
        yield from found
    blocks.finish(state)
    if position < 0:
        reader.read_header(b"", state)
    reader.refuse_nothing(state, name)
    _report(state, reported, notice)
    yield from state.cues


def _report(state: VttState, reported: int, notice: Callable[[Diagnostic], object] | None) -> int:
    """Hand on the diagnostics from number ``reported``; return how many have been handed on."""
    found = state.collector.all
    if notice is not None:
        for diagnostic in found[reported:]:
            notice(diagnostic)
    return len(found)


def _read_chunk(data: bytes, line: int, state: VttState) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(data).text
    try:
        fast.read_chunk(text, state)
    except fast.Refused:
        blocks.read_chunk(text, line, state)


def _unix_bytes(file: BinaryIO, options: ReadOptions) -> Iterator[bytes]:
    r"""Yield the file in pieces, in UTF-8 where its encoding is known, without byte order mark, line ends as ``\n``."""
    first = file.read(reader.CHUNK)
    encoding = options.encoding or next((codec for mark, codec in _WIDE if first.startswith(mark)), "")
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
    piece, held, begin = first, b"", True
    while piece:
        data = decoder.decode(piece).encode("utf-8", "replace") if decoder else piece
        if begin:
            data = data.removeprefix(codecs.BOM_UTF8)
            begin = False
        data = held + data
        held = b"\r" if data.endswith(b"\r") else b""
        data = data[: len(data) - len(held)]
        yield data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
        piece = file.read(reader.CHUNK)
    if held:
        yield b"\n"


def _chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Join pieces and cut them where a blank line ends a block, before a run of blank lines goes on."""
    buffer = bytearray()
    for piece in pieces:
        searched = max(len(buffer) - 1, 0)
        buffer += piece
        cut = buffer.rfind(b"\n\n", searched)
        while cut > 0 and buffer[cut - 1] == 10:
            cut -= 1
        if cut > 0:
            yield bytes(buffer[:cut])
            del buffer[: cut + 2]
    if buffer.strip(b"\n"):
        yield bytes(buffer.rstrip(b"\n"))
