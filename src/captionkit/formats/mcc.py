"""MacCaption (MCC): a line a frame with the whole ancillary packet, of which the line-21 pairs are read and written.

A packet (SMPTE ST 291-1, ST 334-2) holds a caption distribution packet, that a list of triplets: what they are, and two
bytes. Runs that are frequent stand as single letters. The pairs are those of :mod:`captionkit.formats.cea608`; captions
of CEA-708 beside them are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from hashlib import sha1
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.formats.base import Format, WriteOptions, gc_paused
from captionkit.formats.cea608 import CAN
from captionkit.formats.cea608.codes import PAIR, PARITY, TICKS
from captionkit.formats.cea608.cues import MOST_PAIRS, Sent, read_cues
from captionkit.formats.cea608.labels import LabelClock, SentLine, in_order, labels_with
from captionkit.model.timecode import RATES, can_drop, nominal
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.eol import normalise

__all__ = ["FORMAT", "expanded", "read", "shortened", "sniff", "write"]

_SURE = re.compile(r"\s*File Format=MacCaption_MCC")
_LINE = re.compile(
    r"[ \t]*(\d{1,2}):(\d{1,2}):(\d{1,2})([:;.,])(\d{1,2})(?:\.\d{1,3})?(?:,\d{1,3})?"
    r"[ \t]+([0-9A-Za-z]{1,2000})[ \t]*\Z"
)
_RATE = re.compile(r"^[ \t]*Time Code Rate[ \t]*=[ \t]*(\d{2,3})[ \t]*(DF|NDF)?", re.MULTILINE | re.IGNORECASE)
_HEADER = re.compile(r"[ \t]*(?://|[A-Za-z ]{2,40}=)")

#: The letters that stand for runs of bytes.
_LETTERS = {
    **{letter: "FA0000" * count for count, letter in enumerate("GHIJKLMNO", 1)},
    "P": "FB8080", "Q": "FC8080", "R": "FD8080", "S": "9669", "T": "6101", "U": "E1000000", "Z": "00",
}  # fmt: skip
#: Lines whose letters are replaced at once.
_AT_ONCE = 4096
#: The rate's number in a packet -> frames a second.
_PACKET_RATES = {
    1: RATES["23.976"], 2: RATES["24"], 3: RATES["25"], 4: RATES["29.97"], 5: RATES["30"], 6: RATES["50"],
    7: RATES["59.94"], 8: RATES["60"],
}  # fmt: skip
#: The rate that a header means where the packets do not say: those of television.
_HEADER_RATES = {
    24: RATES["23.976"], 25: RATES["25"], 30: RATES["29.97"], 50: RATES["50"], 60: RATES["59.94"],
}  # fmt: skip


def sniff(source: Source) -> float:
    r"""Return 1 for the header of an MCC file.

    >>> sniff(Source(b"File Format=MacCaption_MCC V1.0\n"))
    1.0
    """
    return 1.0 if _SURE.match(source.head.lstrip("\ufeff")) else 0.0


def expanded(text: str) -> str:
    """Return the hex digits that a line's letters stand for; "" where one stands for nothing.

    >>> expanded("T49SZ0GP")
    '6101499669000FA0000FB8080'
    """
    [digits] = _expanded([text])
    return "" if re.search("[^0-9A-F]", digits) else digits


def _expanded(texts: Sequence[str]) -> Iterator[str]:
    """Yield what texts stand for, a letter that stands for nothing as it is: many at once, a letter at a time."""
    for at in range(0, len(texts), _AT_ONCE):
        text = "\n".join(texts[at : at + _AT_ONCE]).upper()
        for letter, run in _LETTERS.items():
            text = text.replace(letter, run)
        yield from text.split("\n")


def shortened(data: bytes) -> str:
    """Return bytes in hex, with the letters for what is frequent.

    >>> shortened(bytes.fromhex("6101499669FA0000FA000000"))
    'T49SHZ'
    """
    return _RUN.sub(lambda run: _OF_RUN.get(run[0], run[0]), data.hex().upper())


_OF_RUN = {run: letter for letter, run in _LETTERS.items()}
#: The longest run that has a letter, else one byte: runs begin between bytes only.
_RUN = re.compile("|".join((*sorted(_OF_RUN, key=len, reverse=True), "..")))


#: The most triplets of a packet: their count has five bits.
_MOST_TRIPLETS = 0x1F
#: What fills a packet: triplets of nothing.
_EMPTY = b"\xfa"


class _Packet(NamedTuple):
    """What a packet holds: the number of its rate, pairs of both fields, whether its sum is right."""

    rate: int
    first: list[tuple[int, int]]
    second: list[tuple[int, int]]
    right: bool


def _packet(digits: str) -> _Packet | None:
    """Return what an ancillary packet holds; None where it is not one of captions."""
    try:
        data = bytes.fromhex(digits)
    except ValueError:
        return None
    if data[:2] != b"\x61\x01" or data[3:5] != b"\x96\x69" or len(data) < 12:
        return None
    packet = data[3 : 3 + data[2]]
    at = 7 + 5 * (packet[7:8] == b"\x71")  # a timecode may come first
    if packet[at : at + 1] != b"\x72":
        return _Packet(packet[3] >> 4, [], [], True)
    count = packet[at + 1] & _MOST_TRIPLETS if len(packet) > at + 1 else 0
    first: list[tuple[int, int]] = []
    second: list[tuple[int, int]] = []
    triplets = packet[at + 2 : at + 2 + 3 * count]
    kinds = triplets[: len(triplets) // 3 * 3 : 3].rstrip(_EMPTY)
    for number, kind in enumerate(kinds):
        if kind & 0x06 == 0x04:  # valid, of line 21
            (second if kind & 1 else first).append((triplets[3 * number + 1], triplets[3 * number + 2]))
    return _Packet(packet[3] >> 4, first, second, sum(packet) % 256 == 0)


def read(source: Source, options: ReadOptions) -> Result[Track]:
    """Return the track of the line-21 captions in an MCC file.

    The header's rate counts the labels; ``options.rate`` overrides it. Raises InputError where no line has a packet,
    StrictError for the first oddity where ``options.strict``.
    """
    notes = Collector(source.name, strict=options.strict)
    unix = normalise(source, notes)
    with gc_paused():
        pairs = _pairs(unix.text, options, notes, source.name)
        cues = read_cues(pairs, options, notes)
    if not cues:
        notes.add("read.no-cues", "the file has no line-21 caption")
    return Result(Track(cues, language=options.language, format="mcc", layout=unix.layout), notes.all)


def _pairs(text: str, options: ReadOptions, notes: Collector, name: str) -> list[Sent]:
    lines = text.split("\n")
    matches = [(number, match) for number, line in enumerate(lines, 1) if (match := _line(line, number, notes))]
    if len(matches) > MOST_PAIRS:
        raise LimitError(f"{name}: more lines than {MOST_PAIRS:,}", hint="split the file")
    read = [_packet(digits) for digits in _expanded([match[6] for _, match in matches])]
    packets = [packet for packet in read if packet is not None]
    if not packets:
        raise InputError(f"{name}:1: no line of a timecode and a packet of captions found")
    wrong = sum(not packet.right for packet in packets)
    if wrong:
        notes.add("mcc.checksum", f"{wrong} packets have a wrong sum; they were read", data={"packets": wrong})
    rate, drop = _rate(text, packets, options, notes)
    rows, held = [], {}

    def odd(message: str, number: int) -> None:
        notes.add("scc.label", message, line=number)

    plain, dropping = (LabelClock(rate, drop=counted, odd=odd) for counted in (False, can_drop(rate)))
    for (number, match), packet in zip(matches, read, strict=True):
        if packet is None:
            notes.add("scc.line", f"not a packet of captions: {match[6]!r:.60}", repair=True, line=number)
            continue
        hours, minutes, seconds, mark, frames, _ = match.groups()
        clock = dropping if (mark in ";," if drop is None else drop) else plain
        rows.append(SentLine(number, clock.tick((hours, minutes, seconds, frames), number), ""))
        held[number] = packet
    return list(_sent(in_order(rows, notes), held, rate, notes))


def _line(line: str, number: int, notes: Collector) -> re.Match[str] | None:
    found = _LINE.match(line)
    if found is None and line.strip() and not _HEADER.match(line):
        notes.add("scc.line", f"no timecode and packet in {line.strip()!r:.80}", repair=True, line=number)
    return found


def _rate(
    text: str, packets: Sequence[_Packet], options: ReadOptions, notes: Collector
) -> tuple[Fraction, bool | None]:
    """Return the rate of the labels, and whether they drop (None: as each is written)."""
    said = _RATE.search(text[:10_000])
    counted = Counter(packet.rate for packet in packets).most_common(1)
    inside = _PACKET_RATES.get(counted[0][0]) if counted else None
    drop = None if said is None else (said[2] or "").upper() == "DF" or None
    if options.rate is not None:
        return options.rate, drop
    labels = _HEADER_RATES.get(int(said[1])) if said else None
    if labels is None:
        return inside or RATES["29.97"], drop
    if inside is None or nominal(inside) == nominal(labels):
        return (labels if drop or inside is None else inside), drop
    message = f"the header counts {nominal(labels)} frames a second, the packets {nominal(inside)}; the header's count"
    notes.add("mcc.rate", message)
    return labels, drop


def _sent(rows: Sequence[SentLine], held: dict[int, _Packet], rate: Fraction, notes: Collector) -> Iterator[Sent]:
    """Yield the pairs of the first field, of the second where only that says anything."""
    second = not any(_says(packet.first) for packet in held.values())
    if not second and any(_says(packet.second) for packet in held.values()):
        notes.add("cea608.other-channel", "captions of the second field were left out")
    frame = TICKS * rate.denominator // rate.numerator
    steps = [min(PAIR, frame // max(1, count)) for count in range(_MOST_TRIPLETS + 1)]
    free = 0
    for row in rows:
        packet = held[row.line]
        pairs = packet.second if second else packet.first
        step = steps[len(pairs)]
        for number, (first, other) in enumerate(pairs):
            tick = row.tick + number * step
            free = tick if tick > free else free
            yield free, first, other


def _says(pairs: Sequence[tuple[int, int]]) -> bool:
    return any((first | other) & 0x7F for first, other in pairs)


#: What files of this kind say about themselves.
_ABOUT = """File Format=MacCaption_MCC V1.0

//////////////////////////////////////////////////////////////////////
// Closed captions as ancillary data (SMPTE ST 334-2), a packet a line.
// Letters stand for runs of bytes:
//   G to O: one to nine times FA 00 00      P: FB 80 80
//   Q: FC 80 80    R: FD 80 80    S: 96 69    T: 61 01
//   U: E1 00 00 00    Z: 00
//////////////////////////////////////////////////////////////////////

UUID={}
Creation Program=captionkit
Creation Date=Thursday, January 1, 1970
Creation Time=00:00:00
Time Code Rate=30DF

"""


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as MCC at 29.97 frames a second: pop-on captions of line 21 in packets.

    The same track gives the same bytes: the identifier comes from what is written, the date is a fixed one.
    """
    from captionkit.formats.cea608.encoder import lines_of_pairs

    notes = Collector()
    frames: list[int] = []
    said: list[bytes] = []
    with gc_paused():
        for frame, pairs in lines_of_pairs(track, options, notes):
            frames += range(frame, frame + len(pairs) // 2)
            said.append(pairs)
        body = "".join(_rows(b"".join(said).translate(PARITY), frames)).encode("ascii")
    # the UUID of version 5 whose name is the body (RFC 9562), which uuid5 would copy twice
    name = UUID(bytes=sha1(NAMESPACE_URL.bytes + body, usedforsecurity=False).digest()[:16], version=5)
    return Result(_ABOUT.format(str(name).upper()).encode("ascii") + body, notes.all)


#: Triplets in a packet at 29.97 frames a second; the bytes of a packet, and of it with what stands around it.
_TRIPLETS = 20
_SIZE = 7 + 5 + 3 * (_TRIPLETS - 1) + 4
_BEFORE = bytes((0x96, 0x69, _SIZE, 0x4F, 0x43))
_PAIR_COMES = bytes((0x72, 0xE0 | _TRIPLETS, 0xFC))
_FILLED = b"\xfa\0\0" * (_TRIPLETS - 1) + b"\x74"
_HEAD = bytes((0x61, 0x01, _SIZE))
#: What never changes, as it stands in a file, and its sum.
_FIXED = (shortened(_HEAD + _BEFORE), shortened(_PAIR_COMES), shortened(_FILLED))
_SUM = sum(_BEFORE + _PAIR_COMES + _FILLED)


def _rows(pairs: bytes, frames: Sequence[int]) -> list[str]:
    """Return the line of each pair of the first field, one a frame: an ancillary packet, shortened."""
    head, pair_comes, filled = _FIXED
    ends, fixed, origin = _ENDS, _SUM, frames[0] if frames else 0
    labels = labels_with(":").of(frames)
    counts = [(frame - origin) & 0xFFFF for frame in frames]
    shown = [f"{count:04X}" for count in counts]
    # a packet and its own sum are 0, so the sum of all is that of the head
    sums = [
        -(fixed + first + second + 2 * ((count >> 8) + (count & 0xFF))) & 0xFF
        for first, second, count in zip(pairs[::2], pairs[1::2], counts, strict=True)
    ]
    rows = zip(labels, shown, pairs.hex(" ", 2).upper().split(), sums, strict=True)
    return [
        f"{label}\t{head}{count}{pair_comes}{pair}{filled}{count}{ends[total]}" for label, count, pair, total in rows
    ]


#: The sum of a packet -> it, and the sum of all.
_ENDS = [f"{check:02X}{sum(_HEAD) % 256:02X}\n" for check in range(256)]


FORMAT = Format(
    name="mcc",
    title="MacCaption MCC (CEA-608 in CEA-708)",
    suffixes=(".mcc",),
    media_type="text/x-mcc",
    sniff=sniff,
    read=read,
    write=write,
    can=CAN,
)
