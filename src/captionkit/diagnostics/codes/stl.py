"""Codes of ``stl``: what EBU STL files have in odd places, and what could not be written as asked."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "stl.cut-block": Code(WARNING, "the file ends within a block"),
    "stl.block-count": Code(INFO, "the header counts other blocks than the file holds"),
    "stl.private-blocks": Code(INFO, "blocks of private data, or of reserved kinds, were left out"),
    "stl.unfinished": Code(WARNING, "a subtitle without its last block"),
    "stl.open-set": Code(WARNING, "a cumulative set without its first or last subtitle"),
    "stl.rate": Code(WARNING, "the header names no frame rate that exists", "give it: --rate 25"),
    "stl.table": Code(WARNING, "the header names no character table that exists"),
    "stl.display": Code(WARNING, "the header names no display standard; importers refuse such files"),
    "stl.timecode": Code(WARNING, "a time that is no timecode at the file's rate"),
    "stl.start-unused": Code(
        WARNING, "every subtitle is before the start of programme", "--start-timecode says where times count from"
    ),
    "stl.before-start": Code(WARNING, "a subtitle before the start of programme, as a slate, was left out"),
    "stl.outside-box": Code(WARNING, "text outside the box of a teletext row, which no decoder shows, was left out"),
    "stl.bytes": Code(WARNING, "bytes that no table of the standard has"),
    "stl.duration": Code(WARNING, "a subtitle whose end is not after its start"),
    "stl.overlap": Code(INFO, "subtitles that overlap", "a teletext page shows one at a time"),
    "stl.no-subtitles": Code(WARNING, "a file without subtitles"),
    "stl.rate-assumed": Code(WARNING, "frames were counted at 25 a second", "give the film's rate: --rate 25"),
    "stl.characters": Code(WARNING, "characters that the file's table lacks were written as others"),
    "stl.header-characters": Code(WARNING, "a header field with characters that its code page lacks"),
    "stl.header-cut": Code(WARNING, "a header field was cut to its length"),
    "stl.header-field": Code(INFO, "lines of the track's header have no field in an EBU STL header"),
    "stl.language": Code(INFO, "a language tag says more than the header's code"),
    "stl.style": Code(
        WARNING, "open subtitles have no colours, teletext has no italics and underlining",
        "--header display=open, or display=teletext-1",
    ),
    "stl.color": Code(INFO, "a colour was written as the nearest of teletext's eight"),
    "stl.color-place": Code(INFO, "a colour changes within a word; it was written where the word begins"),
    "stl.position": Code(WARNING, "of a position only the row and left, centre or right were kept"),
    "stl.frames": Code(INFO, "times were put on whole frames"),
    "stl.time-clamped": Code(WARNING, "a time that no timecode says was written as the nearest", "shift the track"),
    "stl.too-long": Code(WARNING, "a subtitle longer than its blocks can hold was cut"),
    "stl.too-many": Code(WARNING, "more subtitles or blocks than the header can count"),
    "stl.row-width": Code(INFO, "rows longer than the header's number of characters"),
}  # fmt: skip
