"""Codes of the package ``article``: a transcript inside an article."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

_OVERRIDE = "--from-line, --to-line and --after say where the transcript stands"

CODES: dict[str, Code] = {
    "article.taken": Code(INFO, "which lines of an article are the transcript, and why", _OVERRIDE),
    "article.left-out": Code(INFO, "lines of an article that are not the transcript", _OVERRIDE),
    "article.another-beginning": Code(WARNING, "another line looks like the beginning of a transcript", _OVERRIDE),
    "article.handover": Code(INFO, "a handover names who speaks next"),
    "article.presenter": Code(INFO, "the unnamed presenter got a neutral label", "--speaker Presenter=NAME names them"),
}
