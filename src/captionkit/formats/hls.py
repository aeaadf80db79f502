"""HLS subtitles: WebVTT in segments, joined to one track.

RFC 8216 section 3.5: every segment has a header with ``X-TIMESTAMP-MAP``, which says what time of the stream
(MPEG-2 timestamps of 33 bits at 90 kHz) a local cue time stands for; a cue that is shown across a border stands in both
segments. Joining shifts each segment to the clock of the first and writes repeated cues once. Only files beside the
playlist are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePath
from typing import NamedTuple

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.formats.base import Format
from captionkit.formats.webvtt.cuetext import parse_timestamp
from captionkit.formats.webvtt.reader import read as read_vtt
from captionkit.model.cue import Cue
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions, Source, open_source

__all__ = ["FORMAT", "TimestampMap", "join", "playlist_entries", "timestamp_map"]

_MAP = re.compile(r"^X-TIMESTAMP-MAP\s*=\s*(.*)$", re.MULTILINE | re.IGNORECASE)
_WRAP = 1 << 33
#: Two halves of a cue may lie this far (ms) apart: segmenters round their borders.
TOLERANCE = 2
#: How many segments are read, and how many bytes of them: a stream of a day has some 15,000 and 5 MB.
_MAX_SEGMENTS, _MAX_TOTAL = 100_000, 64 * 1024 * 1024


class TimestampMap(NamedTuple):
    """``local`` ms of the segment's clock are ``mpegts`` ticks (1/90 ms) of the stream's."""

    local: int
    mpegts: int


def timestamp_map(header: str) -> TimestampMap | None:
    """Return the timestamp map in the header lines of a WebVTT segment; None where there is none or it is broken.

    >>> timestamp_map("X-TIMESTAMP-MAP=LOCAL:00:00:01.000,MPEGTS:990000")
    TimestampMap(local=1000, mpegts=990000)
    """
    match = _MAP.search(header)
    if match is None:
        return None
    said = {name.strip().upper(): value.strip() for name, _, value in (p.partition(":") for p in match[1].split(","))}
    local, ticks = parse_timestamp(said.get("LOCAL", "")), said.get("MPEGTS", "")
    if local is None or not (ticks.isascii() and ticks.isdigit() and len(ticks) < 20):
        return None
    return TimestampMap(local, int(ticks) % _WRAP)


def shift_of(first: TimestampMap, later: TimestampMap) -> int:
    """Return the ms to add to a later segment's times so that they are on the first one's clock.

    >>> shift_of(TimestampMap(0, 900_000), TimestampMap(0, 1_440_000))
    6000
    """
    ticks = (later.mpegts - first.mpegts) % _WRAP
    if ticks >= _WRAP // 2:
        ticks -= _WRAP
    return (2 * ticks + 90) // 180 - (later.local - first.local)


def join(segments: Iterable[Source], options: ReadOptions | None = None, name: str = "") -> Result[Track]:
    """Return one track of segments in order.

    The cues of each are shifted to the first segment's clock; a cue repeated in the next segment, whole or cut in two
    at the border, is written once.
    """
    options = options or ReadOptions()
    notes = Collector(name)
    joined = _Joined(notes)
    for segment in segments:
        result = read_vtt(segment, options)
        notes.extend(d.at(file=segment.name) for d in result.diagnostics)
        joined.add(result.value, segment.name)
    if joined.repeated:
        notes.add("vtt.segments-joined", f"{joined.repeated} cues stood in two segments each; written once")
    return Result(joined.track(), notes.all)


class _Joined:
    """The track so far."""

    def __init__(self, notes: Collector) -> None:
        self.notes = notes
        self.cues: list[Cue] = []
        self.blocks: list[Block] = []
        self.footer: list[Block] = []
        self.first: TimestampMap | None = None
        self.repeated = 0
        self.base: Track | None = None
        self._last: dict[tuple[str | None, str], tuple[int, int]] = {}
        self._number = 0

    def add(self, track: Track, name: str) -> None:
        self._number += 1
        header = next((block.text for block in track.blocks if block.kind == "header"), "")
        found = timestamp_map(header)
        if found is None and "X-TIMESTAMP-MAP" in header.upper():
            self.notes.add("vtt.bad-timestamp-map", f"{header!r} is not a timestamp map; times are kept", file=name)
        if self.base is None:
            self.base, self.first = track, found
        shift = shift_of(self.first, found) if self.first and found else 0
        self.blocks += [block for block in _without_map(track.blocks) if block not in self.blocks]
        self.footer += [block for block in track.footer if block not in self.footer]
        for cue in track.cues:
            self._add_cue(cue.replace(start=cue.start + shift, end=cue.end + shift) if shift else cue)

    def _add_cue(self, cue: Cue) -> None:
        key = (cue.payload, cue.settings)
        index, segment = self._last.get(key, (-1, -1))
        before = self.cues[index] if index >= 0 else None
        if before is not None and self._number - segment <= 1 and segment != self._number and _continues(before, cue):
            self.cues[index] = before.replace(start=min(before.start, cue.start), end=max(before.end, cue.end))
            self.repeated += 1
        else:
            index = len(self.cues)
            self.cues.append(cue)
        self._last[key] = index, self._number

    def track(self) -> Track:
        base = self.base or Track(format="vtt")
        blocks = sorted(self.blocks, key=lambda block: block.kind != "header")
        return base.replace(cues=self.cues, blocks=tuple(blocks), footer=tuple(self.footer))


def _without_map(blocks: Sequence[Block]) -> list[Block]:
    """A joined track has one clock, so the map of a segment says nothing about it."""
    kept = []
    for block in blocks:
        if block.kind == "header":
            block = Block("header", _MAP.sub("", block.text).strip("\n"))
        if block.text:
            kept.append(block)
    return kept


def _continues(before: Cue, cue: Cue) -> bool:
    """Whether a cue of the next segment is the same showing: it begins no later than the first part ends."""
    return before.start <= cue.start <= before.end + TOLERANCE


def playlist_entries(text: str) -> list[str]:
    r"""Return the segments that a media playlist names, in order.

    Raises InputError for a master playlist, naming the subtitle playlists in it.

    >>> playlist_entries("#EXTM3U\n#EXTINF:6,\na.vtt\n#EXTINF:6,\nb.vtt\n")
    ['a.vtt', 'b.vtt']
    """
    if "#EXT-X-STREAM-INF" in text or "#EXT-X-MEDIA:" in text:
        named = re.findall(r"#EXT-X-MEDIA:[^\n]*TYPE=SUBTITLES[^\n]*?URI=\"([^\"\n]*)\"", text)
        hint = f"read one of its subtitle playlists: {', '.join(named[:10])}" if named else ""
        raise InputError("a master playlist holds no segments", hint=hint)
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _sniff(source: Source) -> float:
    return 1.0 if source.head.lstrip("\ufeff").startswith("#EXTM3U") else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Track]:
    """Read a playlist and the segments beside it.

    Raises InputError where none of them can be read, LimitError where they are too large together.
    """
    notes = Collector(source.name, strict=options.strict)
    segments = _segments(source, notes)
    first = next(segments, None)
    if first is None:
        raise InputError(f"{source.name}: no segment of this playlist can be read")
    result = join(chain([first], segments), options, source.name)
    return Result(result.value.replace(format="hls"), notes.all + result.diagnostics)


def _segments(source: Source, notes: Collector) -> Iterator[Source]:
    """Yield the segments that a playlist names, one at a time, however often it names one."""
    folder = Path(PurePath(source.name)).parent
    entries = playlist_entries(source.text)
    if len(entries) > _MAX_SEGMENTS:
        raise LimitError(f"{source.name}: {len(entries):,} segments, {_MAX_SEGMENTS:,} allowed")
    total = 0
    for entry in entries:
        segment = _segment(folder, entry, notes)
        if segment is None:
            continue
        total += len(segment.text)
        if total > _MAX_TOTAL:
            raise LimitError(f"{source.name}: its segments are larger than {_MAX_TOTAL:,} characters together")
        yield segment


def _segment(folder: Path, entry: str, notes: Collector) -> Source | None:
    path = folder / entry.partition("?")[0].replace("\0", "\ufffd")  # no file's name holds NUL
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", entry) or not path.resolve().is_relative_to(folder.resolve()):
        notes.add("vtt.segment-elsewhere", f"{entry!r} is not beside the playlist; left out", repair=True)
        return None
    if path.exists() and not path.is_file():
        notes.add("vtt.segment-missing", f"{path}: not a file (a pipe or a device); left out", repair=True)
        return None
    try:
        return open_source(path, max_bytes=_MAX_TOTAL)
    except InputError as error:
        notes.add("vtt.segment-missing", f"{error}; left out", repair=True)
        return None


FORMAT = Format(
    name="hls",
    title="HLS playlist of WebVTT segments",
    suffixes=(".m3u8",),
    media_type="application/vnd.apple.mpegurl",
    sniff=_sniff,
    read=_read,
    write=None,
    can=frozenset(),
)
