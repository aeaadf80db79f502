"""Chapters: lines for YouTube, ffmpeg's metadata, Matroska's XML, JSON of Podcasting 2.0."""

from __future__ import annotations

import json
import re
from html import escape
from itertools import pairwise, zip_longest

from captionkit.diagnostics import Collector, Result
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.edit.rows import header_lines, sound_times, title_of, with_text, write_only
from captionkit.model.track import Track

__all__ = ["FFMETADATA", "MATROSKA", "PODCAST", "YOUTUBE"]

#: What YouTube asks of chapters: https://support.google.com/youtube/answer/9884579
_FEWEST, _SHORTEST = 3, 10_000


def _chapters(track: Track, notes: Collector) -> list[tuple[int, int, str]]:
    """Return start, end (ms) and title of each chapter, in order; none overlaps."""
    named = [(number, cue) for number, cue in with_text(track, notes) if title_of(cue)]
    made = []
    for (number, cue), following in zip_longest(named, named[1:]):
        after = following[1] if following is not None else None
        start, end = sound_times(cue, number, notes)
        if after is not None and end > max(0, after.start):
            end = max(start, after.start)
            notes.add("edit.trimmed", f"the chapter was trimmed to where {title_of(after)!r:.60} begins", cue=number)
        made.append((start, end, title_of(cue)))
    return made


def write_youtube(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return lines for a video's description: ``0:00 Title``. What YouTube would not take is reported.

    >>> from captionkit.model.cue import Cue
    >>> write_youtube(Track([Cue(0, 9, "Harbour"), Cue(3_725_900, 4_000_000, "Rain")]), WriteOptions()).value
    b'0:00 Harbour\n1:02:05 Rain\n'
    """
    notes = Collector()
    chapters = _chapters(track, notes)
    faults = []
    if chapters and chapters[0][0] >= 1000:
        faults.append("the first does not begin at 0:00")
    if len(chapters) < _FEWEST:
        faults.append(f"there are {len(chapters)}, {_FEWEST} are the least")
    starts = [start for start, _, _ in chapters]
    short = sum(after - start < _SHORTEST for start, after in pairwise(starts))
    if short:
        faults.append(f"{short} are shorter than {_SHORTEST // 1000} s")
    if faults:
        notes.add("edit.chapters-refused", f"YouTube shows no chapters of this list: {'; '.join(faults)}")
    return Result("".join(f"{_clock(start)} {title}\n" for start, _, title in chapters).encode(), notes.all)


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def write_ffmetadata(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return chapters for ``ffmpeg -i film -i chapters -map_metadata 1 -map_chapters 1``.

    >>> from captionkit.model.cue import Cue
    >>> write_ffmetadata(Track([Cue(0, 900, "One = 1")]), WriteOptions()).value.decode().splitlines()[-1]
    'title=One \\= 1'
    """
    notes = Collector()
    made = [";FFMETADATA1", *(f"; {line}" for line in header_lines(track))]
    made += [f"title={_escaped(track.title)}"] if track.title else []
    made += [f"language={_escaped(track.language)}"] if track.language else []
    for start, end, title in _chapters(track, notes):
        made += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}", f"title={_escaped(title)}"]
    return Result(("\n".join(made) + "\n").encode(), notes.all)


def _escaped(text: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", text.replace("\r", " "))


def write_matroska(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return chapters for ``mkvmerge --chapters``."""
    notes = Collector()
    language = re.sub(r"[^A-Za-z0-9-]", "", track.language)
    said = f"<ChapterLanguage>und</ChapterLanguage><ChapLanguageIETF>{language or 'und'}</ChapLanguageIETF>"
    made = [
        '<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">', "<Chapters>",
        " <EditionEntry>",
    ]  # fmt: skip
    for start, end, title in _chapters(track, notes):
        made += [
            "  <ChapterAtom>",
            f"   <ChapterTimeStart>{_nanoseconds(start)}</ChapterTimeStart>",
            f"   <ChapterTimeEnd>{_nanoseconds(end)}</ChapterTimeEnd>",
            f"   <ChapterDisplay><ChapterString>{escape(title, quote=False)}</ChapterString>{said}</ChapterDisplay>",
            "  </ChapterAtom>",
        ]
    return Result(("\n".join([*made, " </EditionEntry>", "</Chapters>"]) + "\n").encode(), notes.all)


def _nanoseconds(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}000000"


def write_podcast(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return JSON chapters, version 1.2 (https://github.com/Podcastindex-org/podcast-namespace)."""
    notes = Collector()
    chapters = [
        {"startTime": start / 1000, "endTime": end / 1000, "title": title}
        for start, end, title in _chapters(track, notes)
    ]
    said = {"title": track.title, "description": "\n".join(header_lines(track))}
    document = {"version": "1.2.0", **{key: text for key, text in said.items() if text}, "chapters": chapters}
    return Result((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"), notes.all)


YOUTUBE = write_only("chapters-youtube", "chapters for YouTube", ".chapters.txt", "text/plain", write_youtube)
FFMETADATA = write_only(
    "ffmetadata", "ffmpeg metadata", ".ffmetadata", "text/plain", write_ffmetadata,
    Feature.MILLISECONDS, Feature.HEADER, Feature.LANGUAGE,
)  # fmt: skip
MATROSKA = write_only(
    "chapters-mkv", "Matroska chapters", ".chapters.xml", "text/xml", write_matroska,
    Feature.MILLISECONDS, Feature.LANGUAGE,
)  # fmt: skip
PODCAST = write_only(
    "chapters-podcast", "Podcasting 2.0 chapters", ".chapters.json", "application/json+chapters", write_podcast,
    Feature.MILLISECONDS, Feature.HEADER,
)  # fmt: skip
