"""Codes of the room ``batch``: plans and runs over many files."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "batch.no-input": Code(ERROR, "a name or pattern matches no file", "check the spelling and the current folder"),
    "batch.bad-recipe": Code(ERROR, "the recipe names something that is not there"),
    "batch.collision": Code(ERROR, "two inputs would write one file", "use {folder}, {name} or {format} in the template"),
    "batch.overwrites-input": Code(ERROR, "a result would overwrite an input", "write to another folder"),
}
