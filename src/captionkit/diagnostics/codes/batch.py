"""Codes of the package ``batch``: plans and runs over many files."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "batch.missing-output": Code(ERROR, "a file of the manifest is not there"),
    "batch.changed-output": Code(ERROR, "a file is not what the manifest says was written"),
    "batch.outside": Code(ERROR, "a manifest names a file outside its folder", "somebody has changed the manifest"),
    "batch.worker-died": Code(ERROR, "the worker process died over a file", "try the file alone; it may be too large"),
    "batch.journal-not-written": Code(
        WARNING, "the journal could not be written", "free some space, or keep it elsewhere: --journal FILE"
    ),
    "batch.manifest-not-written": Code(
        ERROR, "the manifest could not be written", "free some space and run the batch again"
    ),
    "batch.log-not-written": Code(ERROR, "lines of the log could not be written", "free some space, then --force"),
    "batch.junit-not-written": Code(
        ERROR, "the JUnit report could not be written", "name another file, then --force: nothing else is amiss"
    ),
    "batch.round-failed": Code(ERROR, "a watcher could not look at its folders; it tries again"),
    "batch.not-a-file": Code(INFO, "a folder or a pattern holds something that is not a file to work on"),
    "batch.no-input": Code(ERROR, "a name or pattern matches no file", "check the spelling and the current folder"),
    "batch.bad-recipe": Code(ERROR, "the recipe names something that is not there"),
    "batch.collision": Code(
        ERROR, "two inputs would write one file", "use {folder}, {name} or {format} in the template"
    ),
    "batch.not-checked": Code(INFO, "a file of a package could not be read back to be checked"),
    "batch.overwrites-input": Code(ERROR, "a result would overwrite an input", "write to another folder"),
}
