"""Subtitles from their blocks (TTI, 128 bytes each): extension blocks joined, comments apart, sets told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from captionkit.diagnostics import Collector
from captionkit.formats.ebustl.gsi import GSI_BYTES

__all__ = ["LAST", "TEXT_BYTES", "TTI_BYTES", "Subtitle", "subtitles"]

TTI_BYTES, TEXT_BYTES = 128, 112
#: Extension block numbers: the last block of a subtitle, the first that is reserved (FE is private data).
LAST, RESERVED = 0xFF, 0xF0


class Subtitle(NamedTuple):
    """A subtitle as its blocks have it: times are hours, minutes, seconds, frames; ``text`` the raw bytes of all."""

    group: int
    number: int
    cumulative: int
    start: tuple[int, int, int, int]
    end: tuple[int, int, int, int]
    row: int
    justify: int
    comment: bool
    text: bytes


def subtitles(data: bytes, notes: Collector) -> Iterator[Subtitle]:
    """Yield the subtitles in a file's bytes, in the order of their first blocks' ends."""
    open_ones: dict[tuple[int, int], list[bytes]] = {}
    odd = 0
    rest = (len(data) - GSI_BYTES) % TTI_BYTES
    if rest:
        notes.add("stl.cut-block", f"the last block has {rest} bytes of {TTI_BYTES}; it was left out", repair=True)
    for at in range(GSI_BYTES, len(data) - TTI_BYTES + 1, TTI_BYTES):
        block = data[at : at + TTI_BYTES]
        extension = block[3]
        if RESERVED <= extension < LAST:
            odd += 1
            continue
        key = (block[0], block[1] | block[2] << 8)
        parts = open_ones.setdefault(key, [])
        parts.append(block)
        if extension == LAST:
            yield _subtitle(open_ones.pop(key))
    if odd:
        notes.add(
            "stl.private-blocks", f"{odd} blocks of private or reserved kinds were left out", data={"blocks": odd}
        )
    for (group, number), parts in open_ones.items():
        message = f"subtitle {number} of group {group} has no last block; its {len(parts)} blocks were taken for all"
        notes.add("stl.unfinished", message, repair=True)
        yield _subtitle(parts)


def _subtitle(parts: list[bytes]) -> Subtitle:
    first = parts[0]
    text = b"".join(part[16:].rstrip(b"\x8f") for part in parts)
    return Subtitle(
        group=first[0],
        number=first[1] | first[2] << 8,
        cumulative=first[4],
        start=(first[5], first[6], first[7], first[8]),
        end=(first[9], first[10], first[11], first[12]),
        row=first[13],
        justify=first[14],
        comment=first[15] == 1,
        text=text,
    )
