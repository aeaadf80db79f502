"""Codes of ``vtt``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "vtt.no-signature": Code(
        WARNING,
        "the file does not begin with WEBVTT",
        "add a first line WEBVTT and a blank line; browsers refuse the file",
    ),
    "vtt.bad-signature": Code(
        WARNING, "the first line is not the WebVTT signature", "write WEBVTT, in capitals, as the very first characters"
    ),
    "vtt.nul": Code(WARNING, "NUL characters in the file", "save the file as UTF-8; it may have been UTF-16"),
    "vtt.mixed-line-ends": Code(INFO, "line ends of more than one kind", "nothing need be done: all are WebVTT"),
    "vtt.bad-timing": Code(
        ERROR,
        "a timing line that is not valid WebVTT: its block is not shown",
        "write HH:MM:SS.mmm --> HH:MM:SS.mmm",
    ),
    "vtt.timing-repaired": Code(WARNING, "a timing line in another notation was read as what it means"),
    "vtt.missing-blank-line": Code(WARNING, "no blank line between two cues", "end each cue with a blank line"),
    "vtt.blank-line-in-cue": Code(
        WARNING,
        "a blank line ends a cue early: its text goes on after it",
        "take the blank line out; players do not show what follows it",
    ),
    "vtt.id-cut-off": Code(
        WARNING, "a blank line between an identifier and its timing line", "take the blank line out"
    ),
    "vtt.text-without-timing": Code(
        ERROR, "text that no timing line belongs to; left out", "give it a timing line, or write NOTE before it"
    ),
    "vtt.arrow-in-text": Code(WARNING, "an arrow in the text of a cue", "write --&gt; for an arrow"),
    "vtt.second-signature": Code(
        WARNING, "two files glued together", "join them with a tool that shifts the second one"
    ),
    "vtt.note-as-id": Code(WARNING, "a comment right before a timing line names the cue", "add a blank line after it"),
    "vtt.ends-in-timing": Code(WARNING, "the last cue has no text", "the file may have been cut off"),
    "vtt.only-header": Code(
        WARNING,
        "a file without a cue whose text is all header",
        "put a blank line after WEBVTT and times before the text",
    ),
    "vtt.bad-annotation": Code(
        WARNING, "words after the name of a tag that takes none are not shown", "take them out of the tag"
    ),
    "vtt.unsorted": Code(WARNING, "a cue begins before the one before it", "sort the cues by start"),
    "vtt.unknown-block": Code(WARNING, "text before the first cue that is not a WebVTT block", "write NOTE before it"),
    "vtt.late-block": Code(
        WARNING, "a STYLE or REGION block after the first cue has no effect", "move it before the first cue"
    ),
    "vtt.reversed-times": Code(WARNING, "a cue ends before it begins", "correct the times; no player shows the cue"),
    "vtt.bad-setting": Code(WARNING, "a cue setting that has no effect", "see the cue settings of WebVTT"),
    "vtt.unknown-region": Code(WARNING, "a cue names a region that is not defined", "add the REGION block"),
    "vtt.unknown-tag": Code(WARNING, "a tag that WebVTT does not know is left out", "use c, i, b, u, v, lang or ruby"),
    "vtt.swallowed-text": Code(
        WARNING, "text that counts as a tag is not shown", "write &lt; for a less-than sign in the text"
    ),
    "vtt.stray-end-tag": Code(WARNING, "an end tag that closes nothing", "take it out"),
    "vtt.unclosed-tag": Code(WARNING, "a tag that is not closed", "close it where it should end"),
    "vtt.bad-timestamp": Code(WARNING, "a timestamp tag that is not a timestamp", "write <HH:MM:SS.mmm>"),
    "vtt.header-changed": Code(WARNING, "a title that WebVTT cannot hold was changed"),
    "vtt.block-changed": Code(WARNING, "a note, style or region that WebVTT cannot hold was changed"),
    "vtt.id-changed": Code(WARNING, "an identifier that WebVTT cannot hold was changed"),
    "vtt.region-changed": Code(WARNING, "a region's name that WebVTT cannot hold was changed"),
    "vtt.utf-8": Code(INFO, "WebVTT was written as UTF-8, whatever encoding was asked for"),
    "vtt.stamp-outside": Code(
        WARNING,
        "times of words that are not inside their cue, or not after the one before: left out, or kept as read",
        "anchor or align gives words their times",
    ),
    "vtt.time-clamped": Code(WARNING, "a time before zero was written as zero", "shift the track"),
    "vtt.derolled": Code(INFO, "rolling captions were made into cues that say each line once"),
    "vtt.segments-joined": Code(INFO, "cues repeated across segment borders were written once"),
    "vtt.bad-timestamp-map": Code(
        WARNING, "an X-TIMESTAMP-MAP that cannot be read", "write MPEGTS:<n>,LOCAL:<hh:mm:ss.mmm>"
    ),
    "vtt.segment-missing": Code(
        ERROR, "a segment that the playlist names cannot be read", "put it beside the playlist"
    ),
    "vtt.segment-elsewhere": Code(ERROR, "a segment outside the playlist's folder", "download it beside the playlist"),
}
