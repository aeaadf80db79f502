"""SRT (SubRip): the value the table of formats points to, recognition, and reading in stretches.

A file is read in stretches of some 60 kB that begin at a canonical cue: each takes the fast path where everything in
it is canonical and the tolerant one otherwise, so that one odd cue costs a hundred thousand others nothing. The
dialect is described in ``docs/formats/srt.md``.
"""

from __future__ import annotations

import re

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.base import Feature, Format, WriteOptions
from captionkit.formats.collector_pause import no_gc
from captionkit.formats.srt_stretch import read_cues, take_out_controls
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.eol import normalise

__all__ = ["CAN", "FORMAT", "read", "sniff"]

_SURE = re.compile(r"\s*\d{1,9}[ \t]*\r?\n[ \t]*-?\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,4}[ \t]*-->")
_LIKELY = re.compile(
    r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,:]\d{1,4})?[ \t]*(?:-{1,3}[ \t]?>|[–—→=]>?|--&gt;)[ \t]*\d{1,3}:\d"
)

#: What SRT carries in this project's dialect. A blank line is kept apart from the end of a cue by an empty tag.
CAN = frozenset((
    Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.STRIKE, Feature.COLOR, Feature.FONT, Feature.ANCHOR,
    Feature.BOX, Feature.MILLISECONDS, Feature.BLANK_LINES,
))  # fmt: skip


def sniff(source: Source) -> float:
    r"""Return how much a source looks like SRT: number, then two times with an arrow.

    >>> sniff(Source(b"1\n00:00:01,000 --> 00:00:02,000\nHi\n"))
    1.0
    """
    head = source.head.lstrip("\ufeff \t\r\n\x00")
    if head.startswith("WEBVTT"):
        return 0.2 if "-->" in head else 0.0
    if _SURE.match(head):
        return 1.0
    if re.search(_LIKELY, head):
        return 0.8 if "-->" in head else 0.6
    return 0.3 if "-->" in source.text else 0.0


def read(source: Source, options: ReadOptions) -> Result[Track]:
    """Return the track of an SRT file, however odd, with a diagnostic for each oddity.

    Raises InputError where the file holds no timing line at all, StrictError for the first oddity where
    ``options.strict``.
    """
    with no_gc():
        return _read(source, options)


def _read(source: Source, options: ReadOptions) -> Result[Track]:
    notes = Collector(source.name, strict=options.strict)
    unix = normalise(source, notes, take_out_controls(source, notes))
    cues, course, line_of = read_cues(unix.text, notes, options.rate)
    if course.wary or not course.orderly:
        from captionkit.formats.srt_checks import check_cues, fill_unknown

        cues = fill_unknown(cues)
        check_cues(cues, course.wary, line_of, notes)
    if not cues and unix.text.strip():
        raise _no_cue(source)
    if not cues:
        notes.add("srt.no-cues", "the file holds nothing; an empty track was made", repair=True)
    track = Track(tuple(cues), language=options.language, format="srt", layout=unix.layout)
    return Result(track, notes.all)


def _no_cue(source: Source) -> InputError:
    first = next(line.strip() for line in source.lines if line.strip())
    return InputError(
        f"{source.name}:1: no cue found; the file begins {first[:60]!r}",
        hint="is it SRT? --from names the format, --encoding the encoding",
    )


def _write(track: Track, options: WriteOptions) -> Result[bytes]:
    from captionkit.formats.srt_write import write

    return write(track, options)


FORMAT = Format(
    name="srt",
    title="SubRip",
    suffixes=(".srt",),
    media_type="application/x-subrip",
    sniff=sniff,
    read=read,
    write=_write,
    can=CAN,
)
