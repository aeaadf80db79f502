"""pysrt objects to tracks and back, and pysrt as the witness of SRT that was written.

Built through ``__new__`` and plain attributes, which is several times faster than pysrt's own constructors and uses no
private name of the library (pysrt 1.1.2: an item is ``index, start, end, text, position``, a time is ``ordinal``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any

import pysrt
from pysrt.srtitem import SubRipItem
from pysrt.srttime import SubRipTime

from captionkit.diagnostics import Result
from captionkit.formats.base import WriteOptions, gc_paused
from captionkit.formats.speakers import each_named
from captionkit.formats.srt.fast import ARROWISH, is_blankish
from captionkit.formats.srt.markup import LOOSE, SRT, parse_body, render_settings, shown_text
from captionkit.formats.srt.writer import lines_of, payloads
from captionkit.model.cue import Cue, raw_cues
from captionkit.model.timecode import format_clock
from captionkit.model.track import Track

__all__ = ["from_pysrt", "read_pysrt", "to_pysrt", "witness_srt"]

#: Characters of a file that are cut into lines at once.
_PIECE = 1 << 16


def to_pysrt(track: Track) -> Any:
    """Return the track as a ``pysrt.SubRipFile``, numbered from 1, its texts as SRT markup.

    >>> to_pysrt(Track((Cue(0, 900, "Hi"),)))[0].text
    'Hi'
    """
    # pysrt keeps a list that it is given as it is; its constructor copies one element at a time
    file = pysrt.SubRipFile(eol=track.layout.eol, encoding=track.layout.encoding)
    with gc_paused():
        file.data = _items(track)
    return file


def _items(track: Track) -> list[Any]:
    made: list[Any] = []
    new_item, new_time = SubRipItem.__new__, SubRipTime.__new__
    for number, (cue, text) in enumerate(zip(track.cues, payloads(track, WriteOptions()), strict=True), 1):
        start = new_time(SubRipTime)
        start.ordinal = cue.start
        end = new_time(SubRipTime)
        end.ordinal = cue.end
        item = new_item(SubRipItem)
        item.index = number
        item.start = start
        item.end = end
        item.text = text
        item.position = cue.settings if cue.raw_format == SRT else render_settings(cue.positioning).strip()
        made.append(item)
    return made


def from_pysrt(subs: Iterable[Any]) -> Track:
    """Return a track of a ``pysrt.SubRipFile`` or of any iterable of its items.

    >>> from_pysrt([pysrt.SubRipItem(1, "00:00:01,000", "00:00:02,000", "<i>Hi</i>")]).text
    'Hi'
    """
    rows = [
        (i.start.ordinal, i.end.ordinal, i.text, i.position or "", "" if i.index is None else str(i.index), ())
        for i in subs
    ]
    cues: list[Cue] = []
    for safe, run in groupby(rows, key=lambda row: _is_safe(row[2])):
        cues += raw_cues(SRT if safe else LOOSE, run)
    return Track(cues, format="srt")


def _is_safe(text: str) -> bool:
    """Whether a text may stand in a file as it is."""
    if "\n\n" in text or "\r" in text or text[:1] == "\n" or text[-1:] == "\n":
        return False
    return not (ARROWISH.search(text) or is_blankish(f"\n{text}\n"))


def read_pysrt(path: str | PurePath, *, encoding: str | None = None) -> Any:
    """Return the ``pysrt.SubRipFile`` of a file, several times faster than ``pysrt.open``, its oddities repaired.

    Raises InputError where the file cannot be read or holds no cue.
    """
    from captionkit.formats.srt.reader import read
    from captionkit.sources import ReadOptions, open_source

    result: Result[Track] = read(open_source(path, encoding=encoding), ReadOptions(encoding=encoding))
    file = to_pysrt(result.value)
    file.path = str(path)
    return file


def witness_srt(path: str | PurePath, track: Track) -> list[str]:
    """Return a line for each cue of the SRT file at ``path`` that pysrt reads differently from ``track``.

    pysrt's quirks, each accounted for: it cuts blanks from the ends of lines and reads no text after a blank line
    (captionkit writes none); it keeps markup raw, so a cue with markup is compared with the markup written; times
    before zero are written as zero. Lines are cut here, at LF alone, because pysrt's own reading of files cuts at
    U+2028, U+0085 and the like.
    """
    from captionkit.sources.decode import decode

    text = decode(Path(path).read_bytes()).text.replace("\r\n", "\n").replace("\r", "\n")
    differences: list[str] = []
    read = 0
    for read, item in enumerate(pysrt.SubRipFile.stream(_lines(text)), 1):
        if read <= len(track.cues):
            differences.extend(_differences(read, item, track.cues[read - 1]))
    if read != len(track.cues):
        differences.insert(0, f"{len(track.cues)} cues were written, pysrt reads {read}")
    return differences


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, each with its LF, without holding all of them: a million cues have four million."""
    at, size = 0, len(text)
    while at < size:
        stop = text.find("\n", at + _PIECE)
        piece = text[at : stop if stop >= 0 else size]
        for line in piece.split("\n"):
            yield line + "\n"
        at += len(piece) + 1


def _differences(number: int, item: Any, cue: Cue) -> list[str]:
    found: list[str] = []
    start, end = max(0, cue.start), max(0, cue.end)
    if item.start.ordinal != start or item.end.ordinal != end:
        wanted = f"{format_clock(start, ',')} --> {format_clock(end, ',')}"
        found.append(f"cue {number}: times {wanted} are read as {item.start} --> {item.end}")
    if item.index != number:
        found.append(f"cue {number}: its number is read as {item.index!r}")
    text = item.text
    if "<" in text or "{" in text:
        text = "\n".join(line.text for line in parse_body(text)[0])
    shown = shown_text(lines_of(cue)) if cue.raw_format != SRT and "<" in cue.payload else cue.text
    if text != shown and _cut(text) != _cut(shown) and not _names_speaker(text, cue):
        found.append(f"cue {number}: the text {shown!r} is read as {text!r}")
    return found


def _cut(text: str) -> str:
    return "\n".join([line.rstrip() for line in text.split("\n")])


def _names_speaker(text: str, cue: Cue) -> bool:
    """Whether the text differs by speakers' names or dashes alone, which the writer was asked to put in front."""
    lead, _, rest = text.partition(" ")
    if lead == "-" and _cut(rest) == _cut(cue.text):
        return True
    if cue.speaker:
        return _cut(text) == _cut(f"{cue.speaker}: {cue.text}")
    voices = [span.style.voice for line in cue.lines for span in line.spans if span.style.voice]
    ways = ((how, before) for how in ("label", "dash") for before in ("", *voices[:1]))
    return any(_cut(text) == _cut(shown_text(each_named(cue.lines, how, before))) for how, before in ways)
