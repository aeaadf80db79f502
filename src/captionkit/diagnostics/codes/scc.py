"""Codes of ``scc``: what lines of SCC and MCC files have in odd places."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "scc.line": Code(WARNING, "a line without a timecode and pairs was left out"),
    "scc.pair": Code(WARNING, "a pair that is not four hex digits was left out"),
    "scc.label": Code(WARNING, "a label with more frames than a second has", "give the labels' rate: --rate 25"),
    "scc.rate": Code(INFO, "labels were counted at another rate than 29.97", "leave out --rate where they are of SCC"),
    "scc.unsorted": Code(WARNING, "lines out of the order of their times"),
    "scc.overlap": Code(WARNING, "a line begins while the one above it is still being sent"),
}
