"""Codes of ``small``: text formats of the DVD years."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "small.line": Code(WARNING, "a line that is not a cue was left out"),
    "small.codes": Code(WARNING, "codes or tags that have no meaning here were left out"),
    "small.languages": Code(INFO, "a file of several languages was read in one", "--language chooses"),
    "small.unsorted": Code(WARNING, "sync points out of the order of their times were sorted"),
    "small.times-reversed": Code(WARNING, "a cue ends before it starts"),
    "small.time-clamped": Code(WARNING, "a time was moved to what the format can say"),
    "small.too-short": Code(WARNING, "a cue too short for what the format counts in was made longer"),
    "small.truncated": Code(WARNING, "the file breaks off inside a cue", "get the whole file"),
    "small.part-style": Code(WARNING, "the style of a part of a line was left out: the format styles lines"),
    "small.bar": Code(WARNING, "a | in the text was written as ¦: it would be a line break"),
}
