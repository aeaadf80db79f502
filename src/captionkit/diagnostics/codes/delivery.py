"""Codes of the package ``delivery``: what happened on the way to a file."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "delivery.control": Code(WARNING, "control characters were taken out", "look at what made the file"),
    "delivery.dry-run": Code(INFO, "nothing was written, as asked"),
    "delivery.empty-track": Code(WARNING, "the track has no cue", "look at the diagnostics of the reading"),
}
