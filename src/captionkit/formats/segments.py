"""WebVTT in HLS segments and their playlists (RFC 8216, sections 3.5 and 4.3): the other way of ``hls``.

A cue stands, with the same identifier, times and text, in every segment that it touches; a player shows it once. Every
segment says what time of the stream its clock begins at (``X-TIMESTAMP-MAP``), the empty ones too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import ceil

from captionkit.diagnostics import Collector
from captionkit.formats.base import WriteOptions
from captionkit.formats.webvtt.writer import missing_rules, pieces_of
from captionkit.model.track import Track
from captionkit.values import value

__all__ = ["Rendition", "joined_master", "media_line", "playlist", "segments"]

_SDH = "public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"


@value
class Rendition:
    """A subtitle playlist as a master names it; ``language`` is a BCP 47 tag, ``uri`` is relative to the master."""

    uri: str
    name: str
    language: str = ""
    default: bool = False
    forced: bool = False
    sdh: bool = False


def segments(track: Track, length: int, duration: int, mpegts: int, notes: Collector) -> list[bytes]:
    r"""Return a track's segments of ``length`` ms, over ``duration`` ms.

    ``mpegts`` is the time stamp (90 kHz) of the film's beginning. Cues without an identifier get their number. Style
    sheets and regions are left out, and reported.

    >>> from captionkit.model.cue import Cue
    >>> made = segments(Track([Cue(5000, 7000, "Low tide.")]), 6000, 12000, 900000, Collector())
    >>> print(made[1].decode(), end="")
    WEBVTT
    X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000
    <BLANKLINE>
    1
    00:00:05.000 --> 00:00:07.000
    Low tide.
    """
    left_out = [block.kind for block in track.blocks if block.kind in ("style", "region")]
    if left_out:
        notes.add("film.hls-left-out", f"{len(left_out)} style sheets or regions were left out of the segments")
    # made once for all segments, so that a cue is the same in each of them
    pieces = pieces_of(Track(track.cues), WriteOptions())
    notes.extend(pieces.diagnostics)
    groups: list[list[str]] = [[] for _ in range(max(1, -(-duration // length)))]
    for cue, piece in zip(track, pieces.value, strict=True):
        first, last = cue.start // length, max(cue.start, cue.end - 1) // length
        for group in groups[max(0, first) : last + 1]:
            group.append(piece)
    head = f"WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:{mpegts}\n"
    made = []
    for group in groups:
        rules = missing_rules([], group)
        blocks = ["STYLE\n" + "\n".join(rules), *group] if rules else group
        made.append((head + "".join([f"\n{block}\n" for block in blocks])).encode("utf-8", "replace"))
    return made


def playlist(names: Sequence[str], length: int, duration: int) -> str:
    r"""Return the media playlist of segments of ``length`` ms; the last is what is left of ``duration``.

    >>> playlist(["0.vtt", "1.vtt"], 6000, 8500).splitlines()[-5:]
    ['#EXTINF:6.000,', '0.vtt', '#EXTINF:2.500,', '1.vtt', '#EXT-X-ENDLIST']
    """
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", f"#EXT-X-TARGETDURATION:{ceil(length / 1000)}"]
    lines += ["#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-PLAYLIST-TYPE:VOD"]
    for number, name in enumerate(names):
        shown = min(length, duration - number * length) if duration > number * length else length
        lines += [f"#EXTINF:{shown / 1000:.3f},", name]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def media_line(one: Rendition, group: str = "subs") -> str:
    """Return the line of a master playlist for a rendition.

    >>> media_line(Rendition("en.m3u8", "English", "en", default=True))[:60]
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="English",L'
    """
    parts = ["TYPE=SUBTITLES", f'GROUP-ID="{group}"', f"NAME={_quoted(one.name)}"]
    parts += [f"LANGUAGE={_quoted(one.language)}"] if one.language else []
    parts += ["AUTOSELECT=YES", f"DEFAULT={_yes(one.default)}", f"FORCED={_yes(one.forced)}"]
    parts += [f'CHARACTERISTICS="{_SDH}"'] if one.sdh else []
    return f"#EXT-X-MEDIA:{','.join([*parts, f'URI={_quoted(one.uri)}'])}"


def _quoted(text: str) -> str:
    return '"' + re.sub(r'["\r\n]', "'", text) + '"'


def _yes(said: bool) -> str:
    return "YES" if said else "NO"


def joined_master(text: str, lines: Sequence[str], group: str, moved: Callable[[str], str]) -> str:
    """Return a film's master playlist with subtitles: their lines, and their group in every ``EXT-X-STREAM-INF``.

    ``moved`` gives the address that a relative one has from the new playlist.
    """
    out: list[str] = []
    for line in text.splitlines():
        if line.startswith("#EXT-X-STREAM-INF:"):
            line = re.sub(r',SUBTITLES="[^"]*"', "", line) + f',SUBTITLES="{group}"'
            out += [*lines, line] if lines else [line]
            lines = ()
        elif line.startswith("#"):
            out.append(re.sub(r'URI="([^"]*)"', lambda m: f'URI="{moved(m[1])}"', line))
        else:
            out.append(moved(line) if line.strip() else line)
    return "\n".join([*out, *lines, ""])
