"""Codes of the package ``review``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING = Severity.INFO, Severity.WARNING

CODES: dict[str, Code] = {
    "review.laid-out": Code(
        INFO, "a file is laid out otherwise than it came: spacing, not text or times", "compare, if its layout matters"
    ),
    "review.notes-field": Code(INFO, "a notes file has fields that are not read", ""),
    "review.note-left-out": Code(
        WARNING, "a note in a notes file could not be read and was left out", "ask who wrote it"
    ),
    "review.note-earlier": Code(
        INFO, "a note is about an earlier text of its cue", "see whether it is settled by that"
    ),
    "review.note-gone": Code(
        WARNING, "a note is about a cue that is not there any more", "see whether it is settled by that"
    ),
    "review.state-earlier": Code(
        WARNING,
        "a cue was approved, or is to be redone, with a text that it has not any more",
        "have it looked at again",
    ),
    "review.film-elsewhere": Code(
        INFO,
        "the film lies in another folder than the page that shows it",
        "put both into one folder before they are sent",
    ),
    "review.film-unplayable": Code(
        WARNING, "browsers do not play the film of a page for a client", "hand over a copy as MP4 (H.264 and AAC)"
    ),
}
