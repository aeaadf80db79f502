"""Codes of ``srt``: what SRT files have in odd places, and what was made of it."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    # numbers
    "srt.index-missing": Code(WARNING, "a cue has no number", "writing numbers the cues again"),
    "srt.index-text": Code(WARNING, "what stands where the number belongs is not a number", "writing numbers the cues again"),
    "srt.index-duplicate": Code(WARNING, "a number is used twice", "writing numbers the cues again"),
    "srt.index-jump": Code(WARNING, "the numbers jump", "check whether cues are missing here"),
    "srt.index-orphan": Code(WARNING, "a number stands alone, without a cue", "check whether a cue was lost here"),
    "srt.glued": Code(WARNING, "numbers and times begin again: two files in one", "split the file or shift a part"),
    # blank lines
    "srt.no-blank-line": Code(WARNING, "no blank line between two cues"),
    "srt.blank-in-cue": Code(WARNING, "a blank line inside a cue", "other tools drop what follows it"),
    "srt.blank-after-timing": Code(WARNING, "a blank line after the timing line"),
    "srt.blank-after-index": Code(WARNING, "a blank line between number and timing line"),
    "srt.double-spaced": Code(WARNING, "a blank line after every line"),
    # times
    "srt.separator": Code(WARNING, "other separators than colons, and a comma before the milliseconds"),
    "srt.hours-missing": Code(WARNING, "a time without hours"),
    "srt.hours-doubted": Code(WARNING, "a time of a thousand hours or more beside one that is not", "look at the cue"),
    "srt.hours-many": Code(INFO, "a time of 100 hours or more"),
    "srt.short-field": Code(WARNING, "a time whose fields do not have two digits"),
    "srt.field-range": Code(WARNING, "minutes or seconds above 59"),
    "srt.ms-digits": Code(WARNING, "milliseconds that do not have three digits"),
    "srt.ms-missing": Code(WARNING, "a time without milliseconds"),
    "srt.time-spaces": Code(WARNING, "blanks inside a time"),
    "srt.arrow": Code(WARNING, "an arrow that is not -->"),
    "srt.frames": Code(WARNING, "frames instead of milliseconds", "give the frame rate: --rate"),
    "srt.mixed-counting": Code(
        WARNING,
        "times with and without drop-frame counting in one file",
        "write all of them with ; or all with : before the frames",
    ),
    "srt.time-negative": Code(WARNING, "a time before zero", "shift the track"),
    "srt.time-clamped": Code(WARNING, "a time that SRT and SBV cannot hold was written as the nearest they can", "shift the track first"),
    "srt.times-reversed": Code(WARNING, "a cue ends before it starts"),
    "srt.unsorted": Code(WARNING, "a cue starts before the cue above it"),
    "srt.overlap": Code(INFO, "a cue starts before the cue above it ends"),
    "srt.timing-broken": Code(WARNING, "a timing line that cannot be read", "set the cue's times by hand"),
    "srt.timing-missing": Code(WARNING, "a numbered cue without a timing line", "set the cue's times by hand"),
    "srt.truncated": Code(WARNING, "the file breaks off inside a cue", "get the whole file"),
    # what else stands on a timing line
    "srt.seconds": Code(WARNING, "times are seconds"),
    "srt.number-glued": Code(WARNING, "the cue's number stands before its start with nothing between"),
    "srt.invisible": Code(WARNING, "invisible characters in a timing line or number"),
    "srt.coordinates": Code(INFO, "screen coordinates after the times"),
    "srt.vtt-settings": Code(WARNING, "WebVTT cue settings in an SRT file"),
    "srt.settings": Code(WARNING, "unknown text after the times"),
    "srt.text-on-timing-line": Code(WARNING, "text on the timing line"),
    # the file
    "srt.preamble": Code(WARNING, "text before the first cue was left out", "it is quoted in this report"),
    "srt.webvtt-header": Code(WARNING, "a WebVTT header in an SRT file"),
    "srt.html": Code(WARNING, "a web page saved under a subtitle's name", "download the file itself"),
    "srt.control": Code(WARNING, "control characters were taken out"),
    "srt.empty-cue": Code(INFO, "a cue without text"),
    "srt.no-cues": Code(WARNING, "the file is empty"),
    "srt.misleading-text": Code(INFO, "text that would be read as something else was written with an invisible character"),
    "srt.surrogate": Code(WARNING, "half a character was written as U+FFFD"),
}  # fmt: skip
