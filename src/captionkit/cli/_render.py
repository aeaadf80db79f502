"""Outcomes and errors as text or JSON. stdout is data, stderr is for people."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from captionkit.cli._outcome import Outcome
    from captionkit.diagnostics import Diagnostic

__all__ = ["document", "print_json", "render"]

#: How many findings of one code are printed one by one; the rest are counted.
SHOWN_PER_CODE = 5

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def render(outcome: Outcome, settings: Mapping[str, Any]) -> int:
    """Print an outcome and return the exit code."""
    from captionkit.diagnostics import failing

    code = 1 if outcome.failed or failing(outcome.diagnostics, settings["fail_on"] or ("error",)) else 0
    if settings["json"]:
        print_json(document(settings["command"], code, outcome.result, outcome.diagnostics, outcome.outputs))
        return code
    if outcome.text:
        from captionkit.fitting import utf8

        click.echo(utf8(outcome.text), nl=not outcome.text.endswith("\n"))
    show(outcome.diagnostics, quiet=bool(settings["quiet"]), verbose=bool(settings["verbose"]))
    if not settings["quiet"]:
        for note in outcome.notes:
            click.echo(note, err=True)
    return code


def document(
    command: str | None,
    exit_code: int,
    result: Any,
    diagnostics: Iterable[Diagnostic],
    outputs: Sequence[Mapping[str, Any]] = (),
    error: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the one shape of every ``--json`` document."""
    from captionkit import __version__

    return {
        "captionkit": __version__,
        "command": command,
        "ok": exit_code == 0,
        "exit_code": exit_code,
        "result": result,
        "outputs": [dict(output) for output in outputs],
        "diagnostics": [d.as_dict() for d in diagnostics],
        "error": dict(error) if error else None,
    }


def print_json(value: object) -> None:
    """Print one JSON document on stdout."""
    from captionkit.fitting import json_text

    click.echo(json_text(value, indent=2, default=str))


def show(diagnostics: Sequence[Diagnostic], *, quiet: bool = False, verbose: bool = False) -> None:
    """Print diagnostics on stderr: the first few of each code, the rest as a count, each hint once."""
    counts: dict[str, int] = {}
    hinted: set[str] = set()
    for diagnostic in diagnostics:
        if quiet and diagnostic.severity.label != "error":
            continue
        seen = counts[diagnostic.code] = counts.get(diagnostic.code, 0) + 1
        if seen > SHOWN_PER_CODE and not verbose:
            continue
        click.echo(_coloured(diagnostic), err=True)
        if diagnostic.hint and diagnostic.hint not in hinted:
            hinted.add(diagnostic.hint)
            click.echo(f"  hint: {diagnostic.hint}", err=True)
    for code, count in counts.items():
        if count > SHOWN_PER_CODE and not verbose:
            click.echo(f"  ... and {count - SHOWN_PER_CODE} more {code} (--verbose shows all)", err=True)


def _coloured(diagnostic: Diagnostic) -> str:
    text = str(diagnostic)
    if not sys.stderr.isatty():
        return text
    label = diagnostic.severity.label
    return text.replace(label, click.style(label, fg=_COLOURS[label], bold=True), 1)
