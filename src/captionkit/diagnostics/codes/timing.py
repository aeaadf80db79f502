"""Codes of the package ``timing``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "timing.estimated": Code(
        INFO,
        "times come from a speaking-rate model, nothing was measured",
        "give the media or its length, or a transcript with times, and look at the result beside the picture",
    ),
    "timing.unfitted": Code(
        WARNING,
        "times come from a typical speaking rate alone; not even the length of the media is known",
        "give --duration or --media so that the times can be fitted to it",
    ),
    "timing.implausible-rate": Code(
        WARNING,
        "people do not speak as fast, or as slowly, as these times would need",
        "check that transcript and media belong together, and that the length is right",
    ),
    "timing.no-time": Code(
        WARNING,
        "the times around an untimed text leave no time for it",
        "check the times before and after it",
    ),
    "timing.past-duration": Code(
        WARNING,
        "the transcript's own times run past the length of the media",
        "check that transcript and media belong together",
    ),
    "timing.segment-broken": Code(
        WARNING, "a segment ends before its words can be said", "check the times in the source"
    ),
    "timing.segment-widened": Code(INFO, "words reach outside their segment, so it was widened"),
    "timing.words-repaired": Code(
        WARNING, "word times were out of order, overlapping or empty", "check the times in the source"
    ),
    "timing.words-differ": Code(
        WARNING, "a segment's text and its timed words say different things", "the text was kept; check the source"
    ),
}
