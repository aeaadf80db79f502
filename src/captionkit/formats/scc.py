"""Scenarist closed captions (SCC): lines of a timecode and the pairs of line 21 that are sent from there, in hex.

The timecode is that of a line's first pair; each further pair goes out a frame of 29.97 later. Labels with ``;`` before
the frames drop, those with ``:`` do not and run slow. The pairs are those of :mod:`captionkit.formats.cea608`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.base import Format, WriteOptions, gc_paused
from captionkit.formats.cea608 import CAN
from captionkit.formats.cea608.codes import PAIR, PARITY, RATE
from captionkit.formats.cea608.cues import MOST_PAIRS, Sent, read_cues
from captionkit.formats.cea608.labels import LabelClock, SentLine, in_order, labels_with
from captionkit.model.timecode import can_drop
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.eol import normalise

__all__ = ["FORMAT", "read", "sniff", "write"]

_HEADER = "Scenarist_SCC V1.0"
_LINE = re.compile(r"[ \t]*(\d{1,2}):(\d{1,2}):(\d{1,2})([:;.,])(\d{1,2})(?:[ \t]+(.*)|[ \t]*)\Z")
#: Data that is nothing but pairs, as nearly all is.
_PAIRS = re.compile(r"[0-9A-Fa-f]{4}(?:[ \t]+[0-9A-Fa-f]{4})*[ \t]*\Z")
_PAIR = re.compile(r"[0-9A-Fa-f]{4}\Z")
_SURE = re.compile(r"\s*Scenarist_SCC V\d")
_LIKELY = re.compile(r"\s*\d\d:\d\d:\d\d[:;]\d\d[ \t]+(?:[0-9A-Fa-f]{4}(?:[ \t]+|\s*\Z|\s*\n)){2}")


def sniff(source: Source) -> float:
    r"""Return how much a source looks like SCC: its header, or a first line of a timecode and pairs.

    >>> sniff(Source(b"Scenarist_SCC V1.0\n\n00:00:01;00\t942c 942c\n"))
    1.0
    """
    head = source.head.lstrip("\ufeff")
    return 1.0 if _SURE.match(head) else 0.9 if _LIKELY.match(head) else 0.0


def read(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of an SCC file; ``options.rate`` is the rate that its labels count, 29.97 where not said.

    Raises InputError where it has no line of pairs, StrictError for the first oddity where ``options.strict``.

    >>> file = b"Scenarist_SCC V1.0\n\n00:00:01;00\t9420 9420 94ae 94ae 9470 9470 c8e9 942f 942f\n\n00:00:03;00\t942c\n"
    >>> [(cue.start, cue.end, cue.text) for cue in read(Source(file), ReadOptions()).value]
    [(1235, 3003, 'Hi')]
    """
    notes = Collector(source.name, strict=options.strict)
    unix = normalise(source, notes)
    if options.rate not in (None, RATE):
        notes.add("scc.rate", f"labels were counted at {float(options.rate):g} frames a second")
    with gc_paused():
        rows = list(_lines(unix.text.split("\n"), options.rate or RATE, notes))
        if not rows:
            raise InputError(f"{source.name}:1: no line of a timecode and pairs of an SCC file found")
        pairs = list(islice(_pairs(in_order(rows, notes), notes), MOST_PAIRS + 1))
        cues = read_cues(pairs, options, notes)
    if not cues:
        notes.add("read.no-cues", "the file has no caption")
    return Result(Track(cues, language=options.language, format="scc", layout=unix.layout), notes.all)


def _lines(lines: Sequence[str], rate: Fraction, notes: Collector) -> Iterator[SentLine]:
    def odd(message: str, number: int) -> None:
        notes.add("scc.label", message, line=number)

    plain, dropping = (LabelClock(rate, drop=drop, odd=odd) for drop in (False, can_drop(rate)))
    for number, line in enumerate(lines, 1):
        found = _LINE.match(line)
        if found:
            hours, minutes, seconds, mark, frames, data = found.groups()
            clock = dropping if mark in ";," else plain
            yield SentLine(number, clock.tick((hours, minutes, seconds, frames), number), data or "")
        elif line.strip() and not _SURE.match(line):
            notes.add("scc.line", f"no timecode and pairs in {line.strip()!r:.80}", repair=True, line=number)


def _pairs(rows: Sequence[SentLine], notes: Collector) -> Iterator[Sent]:
    """Yield the pairs at their times; a line that begins before the one above has gone out waits for it."""
    free, late, first = 0, 0, 0
    for row in rows:
        tick = row.tick
        if tick < free:
            late, first = max(late, free - tick), first or row.line
            tick = free
        if _PAIRS.match(row.data):
            data = bytes.fromhex(row.data)
            free = tick + len(data) // 2 * PAIR
            yield from zip(range(tick, free, PAIR), data[::2], data[1::2], strict=True)
            continue
        for word in row.data.split():
            if not _PAIR.match(word):
                notes.add("scc.pair", f"{word!r:.40} is not four hex digits; left out", repair=True, line=row.line)
                continue
            value = int(word, 16)
            yield tick, value >> 8, value & 0xFF
            tick += PAIR
        free = tick
    if late:
        message = (
            f"lines begin while the one above is still being sent; they were taken up to {late // PAIR} frames later"
        )
        notes.add("scc.overlap", message, line=first, data={"frames": late // PAIR})


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return the track as SCC: pop-on captions, each complete at its time.

    >>> from captionkit.model.cue import Cue
    >>> for line in write(Track([Cue(2000, 4000, "Hi")]), WriteOptions()).value.decode().split("\n\n"):
    ...     print(line.expandtabs().strip())
    Scenarist_SCC V1.0
    00:00:01;21     9420 9420 94ae 94ae 9476 9476 9723 9723 c8e9
    00:00:02;00     942f 942f
    00:00:04;00     942c 942c
    """
    from captionkit.formats.cea608.encoder import lines_of_pairs

    notes = Collector()
    blocks = [f"{_HEADER}\n"]
    with gc_paused():
        lines = list(lines_of_pairs(track, options, notes))
        labels = labels_with(";").of([frame for frame, _ in lines])
        for label, (_, pairs) in zip(labels, lines, strict=True):
            blocks.append(f"{label}\t{pairs.translate(PARITY).hex(' ', 2)}\n")
    return Result("\n".join(blocks).encode("ascii"), notes.all)


FORMAT = Format(
    name="scc",
    title="Scenarist SCC (CEA-608)",
    suffixes=(".scc",),
    media_type="text/x-scc",
    sniff=sniff,
    read=read,
    write=write,
    can=CAN,
)
