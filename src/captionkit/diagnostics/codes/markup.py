"""Codes of ``markup``: tags inside a cue's text."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "markup.unclosed": Code(WARNING, "a tag is never closed: it holds to the cue's end"),
    "markup.unopened": Code(WARNING, "a closing tag without its opening tag"),
    "markup.crossed": Code(INFO, "tags closed in another order than they were opened"),
    "markup.foreign": Code(INFO, "a tag of another format, kept as text"),
    "markup.entity": Code(INFO, "a character entity, kept as text", "SRT has no entities: players may show it"),
    "markup.override": Code(INFO, "ASS tags without a meaning in captionkit", "they are kept when SRT is written"),
}  # fmt: skip
