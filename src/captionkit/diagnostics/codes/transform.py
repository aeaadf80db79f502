"""Codes of the package ``transforms``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "transform.before-zero": Code(WARNING, "cues begin before 0 after a shift", "shift by less, or cut them off"),
    "transform.dropped": Code(INFO, "cues were dropped because nothing was left to show"),
}
