"""Which text tracks of an MP4 or MOV are on when the film is opened: the lowest flag of a track's header.

ffmpeg sets it for the first text track where none was asked to be shown, and has no option against that; players then
show captions that nobody turned on. ISO/IEC 14496-12, 8.3.2 (``tkhd``), 8.4.3 (``hdlr``).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

__all__ = ["show_only"]

#: Handlers of the tracks that ffmpeg counts as subtitles.
_TEXT = frozenset((b"sbtl", b"subt", b"subp", b"text", b"clcp"))


def show_only(path: str, shown: Sequence[bool]) -> None:
    """Turn off each text track, in the file's order, that is not to be shown; those beyond ``shown`` stay as they are.

    Nothing else of the file is touched; one whose boxes cannot be followed stays as it is.
    """
    with Path(path).open("r+b") as file:
        at = 0
        for kind, begin, end in _boxes(file, 0, os.fstat(file.fileno()).st_size):
            if kind != b"moov":
                continue
            for header, handler in _tracks(file, begin, end):
                if handler not in _TEXT:
                    continue
                if at < len(shown) and not shown[at]:
                    _turn_off(file, header)
                at += 1


def _tracks(file: BinaryIO, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield where each track's header begins, and its handler."""
    for kind, first, last in _boxes(file, begin, end):
        if kind != b"trak":
            continue
        parts = {name: (start, stop) for name, start, stop in _boxes(file, first, last)}
        media = {name: start for name, start, _ in _boxes(file, *parts.get(b"mdia", (0, 0)))}
        if b"tkhd" in parts and b"hdlr" in media:
            file.seek(media[b"hdlr"] + 8)
            yield parts[b"tkhd"][0], file.read(4)


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, begin and end of what each box from ``at`` to ``end`` holds."""
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, begin = int.from_bytes(head[:4], "big"), at + 8
        if size == 1:
            size, begin = int.from_bytes(head[8:16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < begin - at or at + size > end:
            return
        yield head[4:8], begin, at + size
        at += size


def _turn_off(file: BinaryIO, header: int) -> None:
    """Take the lowest of the flags from a track's header: a byte of version, three of flags."""
    file.seek(header + 3)
    [flags] = file.read(1)
    file.seek(header + 3)
    file.write(bytes((flags & 0xFE,)))
