"""Codes of ``mcc``: what packets of MCC files have in odd places."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "mcc.checksum": Code(INFO, "packets with a wrong sum"),
    "mcc.rate": Code(WARNING, "header and packets count different rates", "give the labels' rate: --rate 25"),
}
