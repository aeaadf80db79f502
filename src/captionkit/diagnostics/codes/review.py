"""Codes of the package ``review``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO = Severity.INFO

CODES: dict[str, Code] = {
    "review.laid-out": Code(
        INFO, "a file is laid out otherwise than it came: spacing, not text or times", "compare, if its layout matters"
    ),
}
