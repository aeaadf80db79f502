"""Codes of ``ass``: what ASS scripts have in odd places, and what could not be written as asked."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "ass.times": Code(WARNING, "an event whose times cannot be read: it is kept in ASS, without a cue"),
    "ass.time-digits": Code(INFO, "a time without two digits after the seconds", "it was read as a decimal fraction"),
    "ass.columns": Code(WARNING, "an event with fewer columns than the script's Format line"),
    "ass.column": Code(WARNING, "a column that no version of the format has was left out"),
    "ass.line": Code(WARNING, "an unknown line among the events: it is kept in ASS"),
    "ass.no-events": Code(WARNING, "a script without events"),
    "ass.times-reversed": Code(WARNING, "an event ends before it starts"),
    "ass.unsorted": Code(INFO, "events out of the order of their starts", "captionkit transform --do sort"),
    "ass.drawings": Code(INFO, "drawings: they are kept in ASS, and not taken for text"),
    "ass.style-missing": Code(WARNING, "events name a style that the script does not have; players use Default"),
    "ass.time-clamped": Code(WARNING, "a time before zero was written as zero", "shift the track first"),
    "ass.stamp-outside": Code(WARNING, "times of words that are not inside their cue were moved into it"),
    "ass.color": Code(WARNING, "a colour that ASS cannot say", "write it as #rrggbb"),
    "ass.voices": Code(WARNING, "a cue in which several speak: an event has one name", "--speakers label"),
    "ass.size-kept": Code(INFO, "the script's own size of the picture was kept, because its places count in it"),
}
