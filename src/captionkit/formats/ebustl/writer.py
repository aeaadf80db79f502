"""Writing EBU STL: the header from options, profile and track; each cue a subtitle of as many blocks as it needs.

Where nothing says which display standard is meant, a track with colours is teletext and any other is open: the field
is never left blank, which editing systems refuse.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from operator import sub
from struct import Struct
from typing import Any

from captionkit.diagnostics import Collector, Result
from captionkit.errors import UsageError
from captionkit.formats.base import WriteOptions, gc_paused
from captionkit.formats.classes import class_styles, dressed
from captionkit.formats.ebustl.blocks import LAST, RESERVED, TEXT_BYTES
from captionkit.formats.ebustl.encode import Encoder, blocks_of
from captionkit.formats.ebustl.gsi import RATE_OF_FORMAT, TEXTS, block_of, check_field, today
from captionkit.formats.ebustl.languages import code_of_tag
from captionkit.formats.ebustl.place import place_of, positioning_at
from captionkit.formats.ebustl.tables import TABLES, table_named
from captionkit.formats.edit.rows import shown_lines
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Style
from captionkit.model.timecode import RATES, frames_of, frames_to_ms, nominal, parse_rate, times_of
from captionkit.model.track import Track

__all__ = ["write"]

_DEFAULTS = {
    "codepage": "850", "revision": "00", "columns": "40", "rows": "23", "timecode-status": "1", "disks": "1",
    "disk": "1", "start": "00000000",
}  # fmt: skip
#: Subtitles of one group, blocks and subtitles that the header's digits can count.
_GROUP, _COUNTED = 0xFFFF, 99_999


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return a track as EBU STL.

    ``options.rate`` is the rate of the timecodes (25 where neither it nor the track says one); ``options.header`` sets
    header fields by name, before those of ``options.profile`` (``stl_header``) and of the track.

    Raises UsageError for a rate that EBU STL lacks and for a header field that is not there or cannot have its value.

    >>> data = write(Track((Cue(0, 1500, "Good evening."),)), WriteOptions(rate="25")).value
    >>> len(data), data[3:11], data[1024 + 16 : 1024 + 29]
    (1152, b'STL25.01', b'Good evening.')
    """
    notes = Collector()
    rate = _rate(track, options, notes)
    lines = _dressed(list(shown_lines(track, options)), track)
    fields = _fields(track, lines, options, notes)
    fields["format"] = next(code for code, known in RATE_OF_FORMAT.items() if known == rate)
    table = table_named(fields["table"])
    assert table is not None  # noqa: S101 - checked with the field
    encoder = Encoder(table, teletext=fields["display"] != "0", columns=int(fields["columns"]))
    body = _Body(rate, fields, encoder, notes)
    with gc_paused():
        body.add_all(track, lines)
    _counts(fields, body, notes)
    built = block_of(fields)
    for code, names, what in (
        ("stl.header-cut", built.cut, "cut to the field's length"),
        ("stl.header-characters", built.spoilt, f"not all of its characters are in code page {fields['codepage']}"),
    ):
        for name in names:
            notes.add(code, f"{name} {fields[name]!r:.60}: {what}", data={"field": name})
    _report(encoder, track, fields, notes)
    return Result(built.data + b"".join(body.blocks), notes.all)


def _rate(track: Track, options: WriteOptions, notes: Collector) -> Fraction:
    said = _meta(track).get("rate")
    rate = options.rate or (parse_rate(str(said)) if said else None)
    if rate is None:
        notes.add("stl.rate-assumed", "no frame rate was given: the timecodes are those of 25 frames a second")
        rate = RATES["25"]
    if rate == RATES["30"]:
        rate = RATES["29.97"]
    if rate not in RATE_OF_FORMAT.values():
        rates = ", ".join(name for name, known in RATES.items() if known in RATE_OF_FORMAT.values())
        raise UsageError(f"EBU STL has no timecodes of {float(rate):g} frames a second", hint=f"--rate: {rates}")
    return rate


def _meta(track: Track) -> Mapping[str, Any]:
    """Return the technical fields of the file that the track was read from."""
    kept = track.meta.get("stl")
    return kept if isinstance(kept, Mapping) else {}


def _dressed(rows: list[tuple[Line, ...]], track: Track) -> list[tuple[Line, ...]]:
    """Return the cues' lines with what their classes look like."""
    classes: Mapping[str, Style] = class_styles(track) if any(b.kind == "style" for b in track.blocks) else {}
    if not classes:
        return rows
    return [tuple(Line(tuple(dressed(line.spans, classes))) for line in lines) for lines in rows]


def _fields(track: Track, lines: Sequence[Sequence[Line]], options: WriteOptions, notes: Collector) -> dict[str, str]:
    fields = dict(_DEFAULTS)
    fields |= {name: check_field(name, str(said)) for name, said in _meta(track).items() if name != "rate"}
    fields |= {"title": track.title} | _header_lines(track, notes)
    code, exact = code_of_tag(track.language)
    if not exact:
        notes.add("stl.language", f"the language {track.language!r} is {code} in the header", data={"code": code})
    fields["language"] = code
    if options.profile:
        fields |= _of_profile(options.profile)
    fields |= {name: check_field(name, said) for name, said in options.header.items()}
    fields.setdefault("table", _table(lines))
    fields.setdefault("display", _display(lines))
    fields.setdefault("created", today())
    fields.setdefault("revised", fields["created"])
    return fields


def _header_lines(track: Track, notes: Collector) -> dict[str, str]:
    """Return the header fields that the track's header lines name."""
    found: dict[str, str] = {}
    others = []
    for block in track.blocks:
        for line in block.text.split("\n") if block.kind in ("header", "other") else ():
            name, colon, said = line.partition(":")
            if colon and name in TEXTS:
                found[name] = said.strip()
            elif line.strip() and name.strip().lower() != "language":
                others.append(line.strip())
    if others:
        message = f"no field for {len(others)} lines of the header, the first {others[0]!r:.60}"
        notes.add("stl.header-field", message, data={"lines": others[:20]})
    return found


def _of_profile(name: str) -> dict[str, str]:
    from captionkit.profiles import load

    style: Mapping[str, Any] = load(name).style
    fields = {name: str(said) for name, said in style.get("stl_header", {}).items()}
    for field, key in (("columns", "grid_columns"), ("rows", "grid_rows")):
        if key in style:
            fields.setdefault(field, str(style[key]))
    return {field: check_field(field, said) for field, said in fields.items()}


def _table(lines: Sequence[Sequence[Line]]) -> str:
    """Return the code of the table that lacks the fewest of the track's characters."""
    said = "".join(line.text for row in lines for line in row)
    counts = Counter(char for char in re.findall(r"[^\x00-\x7f]", said) if char.isalpha()) if not said.isascii() else {}
    if not counts:
        return "00"
    tables = {code: table_named(code) for code in TABLES.values()}
    lacking = {
        code: sum(count for char, count in counts.items() if table and char not in table.writing)
        for code, table in tables.items()
    }
    return min(lacking, key=lambda code: (lacking[code], code))


def _display(lines: Sequence[Sequence[Line]]) -> str:
    styles = {span.style for row in lines for line in row for span in line.spans if span.style is not PLAIN}
    colored = any(
        style.color not in ("", "white", "#ffffff")
        or any(c.startswith("bg_") and c != "bg_black" for c in style.classes)
        for style in styles
    )
    return "1" if colored else "0"


class _Body:
    """The blocks so far, with the numbers that the header wants."""

    def __init__(self, rate: Fraction, fields: dict[str, str], encoder: Encoder, notes: Collector) -> None:
        self.rate = rate
        self.rows = int(fields["rows"])
        self.encoder = encoder
        self.notes = notes
        self.blocks: list[bytes] = []
        self.count = 0
        self.first: bytes | None = None
        self.moved = 0
        start = fields["start"]
        hours, minutes, seconds, frames = (int(start[at : at + 2]) for at in (0, 2, 4, 6))
        self.start = ((hours * 60 + minutes) * 60 + seconds) * nominal(rate) + frames
        self.base = nominal(rate)
        self.limit = 24 * 3600 * nominal(rate) - 1

    def add_all(self, track: Track, lines: Sequence[Sequence[Line]]) -> None:
        before = [block.text for block in track.blocks if block.kind == "note"]
        times = b""
        rows = zip(track.cues, lines, self._labels(track.cues), strict=True)
        for number, (cue, row, times) in enumerate(rows, 1):
            if before or cue.notes:
                for text in (*before, *cue.notes):
                    self._add(self.encoder.note(text), times, (1, 2), comment=True, number=number)
                before = []
            self._cue(cue, row, times, number)
        for text in (*before, *(block.text for block in track.footer if block.kind == "note")):
            self._add(self.encoder.note(text), times or bytes(8), (1, 2), comment=True, number=len(track.cues))
        if self.moved:
            message = f"times were moved to the frames of {float(self.rate):g} a second, by {self.moved} ms at most"
            self.notes.add("stl.frames", message, data={"most": self.moved})

    def _labels(self, cues: Sequence[Cue]) -> list[bytes]:
        """Return the labels of each cue's first and last frame, four bytes each."""
        begins, stops = [cue.start for cue in cues], [cue.end for cue in cues]
        starts, ends = frames_of(begins, self.rate), frames_of(stops, self.rate)
        most = self.limit - self.start
        for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if end <= start:
                if stops[at] > begins[at]:
                    ends[at] = end = start + 1
                else:
                    message = f"{begins[at]} ms to {stops[at]} ms: other readers may leave it out"
                    self.notes.add("stl.duration", message, cue=at + 1)
            if not 0 <= start <= end <= most:
                starts[at] = self._within(start, begins[at], at + 1)
                ends[at] = self._within(end, stops[at], at + 1)
                begins[at], stops[at] = frames_to_ms(starts[at], self.rate), frames_to_ms(ends[at], self.rate)
        for frames, asked in ((starts, begins), (ends, stops)):
            self.moved = max(self.moved, *map(abs, map(sub, times_of(frames, self.rate), asked)), 0)
        minutes, rest = _label_bytes(self.base)
        first, length = self.start, 60 * self.base
        return [
            minutes[start // length] + rest[start % length] + minutes[end // length] + rest[end % length]
            for start, end in zip([n + first for n in starts], [n + first for n in ends], strict=True)
        ]

    def _within(self, frame: int, ms: int, number: int) -> int:
        found = min(max(frame, 0), self.limit - self.start)
        if found != frame:
            self.notes.add("stl.time-clamped", f"{ms} ms is outside the timecodes of the file", cue=number)
        else:
            self.moved = max(self.moved, abs(frames_to_ms(frame, self.rate) - ms))
        return found

    def _cue(self, cue: Cue, lines: Sequence[Line], times: bytes, number: int) -> None:
        height = 1 if not self.encoder.teletext or (cue.extras and _own(cue).get("height") == 1) else 2
        if cue.extras or cue.positioning is not None:
            row, justify = self._place(cue, len(lines), height, number)
        else:  # the lowest row but one
            row, justify = max(1, self.rows - 1 - (len(lines) - 1 if lines else 0) * height), 2
        text = self.encoder.plain(lines, double=height == 2) if lines and self.count < _GROUP else None
        if text is None:
            units = self.encoder.field(lines, double=height == 2)
            self._add(units, times, (row, justify), comment=False, number=number)
            return
        self.count = count = self.count + 1
        if self.first is None:
            self.first = times[:4]
        self.blocks.append(_ONE_BLOCK(count, LAST, times, row, justify, text.ljust(TEXT_BYTES, b"\x8f")))

    def _place(self, cue: Cue, count: int, height: int, number: int) -> tuple[int, int]:
        """Return row and justification: those of the file that was read, unless the cue was placed elsewhere."""
        own = _own(cue) if cue.extras else _NO_PLACE
        if own and own.get("lines") == count and own.get("height") == height:
            row, justify = own.get("row", 1), own.get("justify", 2)
            if row < 100 and positioning_at(row, justify, count, height, self.rows) == cue.positioning:
                return row, justify if justify in (1, 3) else 2
        row, justify, exact = place_of(cue.positioning, count, height, self.rows)
        if not exact:
            self.notes.add("stl.position", f"the position was written as row {row}", cue=number)
        return row, justify

    def _add(self, units: Sequence[bytes], times: bytes, place: tuple[int, int], *, comment: bool, number: int) -> None:
        parts = blocks_of(units)
        if len(parts) > RESERVED + 1:
            parts = parts[: RESERVED + 1]
            self.notes.add("stl.too-long", f"only the first {RESERVED + 1} blocks of text were written", cue=number)
        group, at = divmod(self.count, _GROUP)
        if group > 0xFF:
            raise UsageError("EBU STL has no more than 16 million subtitles")
        self.count += 1
        if self.first is None and not comment:
            self.first = times[:4]
        middle = times + bytes((*place, comment))
        name = bytes((group, at + 1 & 0xFF, at + 1 >> 8))
        for extension, part in enumerate(parts, 1):
            kind = LAST if extension == len(parts) else extension - 1
            self.blocks.append(name + bytes((kind, 0)) + middle + part.ljust(TEXT_BYTES, b"\x8f"))


#: A subtitle of one block in the first group: number, extension, labels, row, justification, text.
_ONE_BLOCK = Struct(f"<xHBx8sBBx{TEXT_BYTES}s").pack


@cache
def _label_bytes(base: int) -> tuple[list[bytes], list[bytes]]:
    """Return the two bytes of each minute of a day, and those of each frame of a minute."""
    return [bytes(divmod(n, 60)) for n in range(24 * 60)], [bytes(divmod(n, base)) for n in range(60 * base)]


_NO_PLACE: Mapping[str, int] = {}


def _own(cue: Cue) -> Mapping[str, int]:
    """Return the place that a cue had in the file it was read from; what cannot be one is left out."""
    kept = cue.extras.get("stl") if cue.extras else None
    if kept is None:
        return _NO_PLACE
    kept = kept if isinstance(kept, Mapping) else {}
    return {name: said for name, said in kept.items() if type(said) is int and said >= 0}


def _counts(fields: dict[str, str], body: _Body, notes: Collector) -> None:
    blocks, subtitles = len(body.blocks), body.count
    if blocks > _COUNTED:
        notes.add("stl.too-many", f"the header counts {_COUNTED} blocks at most, and there are {blocks}")
    fields["blocks"] = f"{min(blocks, _COUNTED):05d}"
    fields["subtitles"] = f"{min(subtitles, _COUNTED):05d}"
    fields["groups"] = f"{min(999, max(1, -(-subtitles // _GROUP))):03d}"
    fields["first-cue"] = "".join(f"{part:02d}" for part in body.first) if body.first else fields["start"]


def _report(encoder: Encoder, track: Track, fields: Mapping[str, str], notes: Collector) -> None:
    """Report what the table and the display standard could not say, each once."""
    if encoder.replaced:
        first = list(encoder.replaced)[:12]
        shown = ", ".join(f"{char} (U+{ord(char):04X}) as {encoder.stand_in(char)!r}" for char in first)
        more = f" and {len(encoder.replaced) - 12} others" if len(encoder.replaced) > 12 else ""
        table = next(name for name, code in TABLES.items() if code == fields["table"])
        message = f"the table {table} lacks {shown}{more}"
        data = {"characters": dict(encoder.replaced)}
        notes.add("stl.characters", message, data=data)
    unsaid = {name: count for name, count in encoder.unsaid.items() if count}
    if unsaid:
        said = ", ".join(f"{name} ({count})" for name, count in unsaid.items())
        what = "teletext" if encoder.teletext else "open subtitles"
        notes.add("stl.style", f"{what} cannot show {said}; it was left out", data=unsaid)
    inexact = [color for color, count in encoder.colors.items() if count]
    if inexact:
        notes.add("stl.color", f"written as the nearest of eight colours: {', '.join(inexact[:12])}")
    if encoder.moved:
        notes.add("stl.color-place", f"{encoder.moved} words change their colour; each has that of its beginning")
    if encoder.wide:
        notes.add("stl.row-width", f"{encoder.wide} rows have more than {encoder.columns} cells")
    if encoder.teletext:
        for number, (cue, after) in enumerate(zip(track.cues, track.cues[1:], strict=False), 2):
            if after.start < cue.end:
                notes.add("stl.overlap", "begins before the one before it ends; teletext shows one", cue=number)
