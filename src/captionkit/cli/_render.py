"""Outcomes, errors and progress as text or JSON. stdout is data, stderr is for people."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from captionkit.cli._outcome import Outcome
    from captionkit.diagnostics import Diagnostic

__all__ = ["ProgressLine", "document", "escape", "print_json", "render", "say"]

#: How many warnings have their hints printed; where there are more, a line says how to see them.
HINTED = 2

#: Seconds before anything is shown, and between two lines.
PATIENCE, PACE = 2.0, 0.2

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}

# Patterns are compiled when a message wants them: most commands print nothing that does.

# C0 and C1 controls, line separators, and what turns the direction of the text around it: a file's name or a text must
# not steer the terminal it is shown on
_CONTROL = "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
_BUT_LINES = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
# what GitHub's runner takes for a command in a log: a line that begins with two colons, and its older form anywhere
_RUNNER = r"(?m)^(\s*):(?=:)|#(?=#\[)"
_OPTION = r"(?<![\w-])--?[a-zA-Z][\w-]*"
_SEVERITY = r"(?<![\w-])(error|warning|info)(?=: )"


def escape(text: str, *, lines: bool = False) -> str:
    r"""Return text with control characters as they are written in Python; with ``lines`` line ends and tabs stay.

    >>> escape("a\x1b]52;c;x\x07.srt")
    'a\\x1b]52;c;x\\x07.srt'
    """
    return _tame(re.sub(_BUT_LINES if lines else _CONTROL, lambda found: repr(found[0])[1:-1], text))


def _tame(text: str) -> str:
    """Return text in which GitHub's runner finds no command; as it is anywhere else."""
    if "GITHUB_ACTIONS" not in os.environ:
        return text
    return re.sub(_RUNNER, lambda found: "\\x23" if found[1] is None else f"{found[1]}\\x3a", text)


def say(text: str, *, lines: bool = False) -> None:
    """Print a message on stderr: the one way there."""
    shown = escape(text, lines=lines)
    if sys.stderr is not None and sys.stderr.isatty():
        shown = re.sub(_SEVERITY, lambda found: click.style(found[0], fg=_COLOURS[found[0]], bold=True), shown, count=1)
    click.echo(shown, err=True)


def render(outcome: Outcome, settings: Mapping[str, Any]) -> int:
    """Print an outcome and return the exit code."""
    from captionkit.diagnostics import failing

    code = 1 if outcome.failed or failing(outcome.diagnostics, settings["fail_on"] or ("error",)) else 0
    if settings["json"]:
        print_json(document(settings["command"], code, outcome.result, outcome.diagnostics, outcome.outputs))
        return code
    if outcome.text:
        from captionkit.fitting import utf8

        text = utf8(outcome.text)
        if sys.stdout.isatty():
            text = escape(text, lines=True)
        elif not outcome.data:
            text = _tame(text)
        click.echo(text, nl=not outcome.text.endswith("\n"))
    quiet, verbose = bool(settings["quiet"]), bool(settings["verbose"])
    if not quiet:
        for note in outcome.notes:
            say(note)
    for error in outcome.errors:
        say(error)
    given = settings.get("given", frozenset())
    least = 30 if quiet else 0 if verbose or outcome.detailed else 20
    for line in _lines(outcome.diagnostics, given, outcome.covered, least=least, verbose=verbose and not quiet):
        say(line)
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
    """Print one JSON document on stdout; the control characters that JSON leaves as they are are written as ``\\u``."""
    from captionkit.fitting import json_text

    text = json_text(value, indent=2, default=str)
    click.echo(re.sub(_BUT_LINES, lambda found: f"\\u{ord(found[0]):04x}", text))


def _lines(
    diagnostics: Sequence[Diagnostic],
    given: frozenset[str],
    covered: Sequence[str],
    *,
    least: int,
    verbose: bool,
) -> Iterator[str]:
    """Yield what stderr shows of diagnostics.

    Errors and warnings, those of one code in one file as one line with a count, and one line for the notes that there
    are beside what the summary says; with ``verbose`` everything one by one. A hint is shown once, and not where it
    names an option that this command line has; of many warnings only ``verbose`` shows the hints.
    """
    groups: dict[tuple[str, str, int], list[Diagnostic]] = {}
    for at, diagnostic in enumerate(diagnostics):
        if diagnostic.severity >= least:
            key = (diagnostic.code, diagnostic.file, at if verbose else diagnostic.severity)
            groups.setdefault(key, []).append(diagnostic)
    shown = list(groups.values()) if verbose else sorted(groups.values(), key=lambda g: -g[0].severity)
    few = verbose or len(shown) <= HINTED
    hinted: set[str] = set()
    hidden = False
    for group in shown:
        yield _line(group)
        hint = group[0].hint
        if not hint or hint in hinted or given & set(re.findall(_OPTION, hint)):
            continue
        if few or group[0].severity.label == "error":
            hinted.add(hint)
            yield f"  hint: {hint}"
        else:
            hidden = True
    rest = sum(d.severity < least and d.code not in covered for d in diagnostics)
    if (rest or hidden) and least < 30:
        parts = [f"{rest} note{'s' * (rest > 1)}"] * bool(rest) + ["the hints"] * hidden
        yield f"-v shows {' and '.join(parts)}"


def _line(group: Sequence[Diagnostic]) -> str:
    first, *others = group
    place = ":".join(str(part) for part in (first.file, first.line) if part not in ("", None))
    lead = f"{place}: " if place else ""
    cue = f"cue {first.cue}: " if first.cue is not None else ""
    line = f"{lead}{cue}{first.severity.label}: {first.message} [{first.code}]"
    if not others:
        return line
    cues = [str(d.cue) for d in others if d.cue is not None]
    lines = [str(d.line) for d in others if d.line is not None]
    where = f" (cues {_few(cues)})" if cues else f" (lines {_few(lines)})" if lines else ""
    return f"{line}, and {len(others)} more{where}"


def _few(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:6]) + (", ..." if len(numbers) > 6 else "")


class ProgressLine:
    """Counts what is done of ``total`` and shows it with the rate and the remaining time.

    That is on a terminal only, and only once something takes longer than two seconds.
    """

    def __init__(self, total: int, unit: str, label: str = "") -> None:
        self.total, self.unit, self.label = total, unit, label
        self.done = 0
        self.begun = self.last = time.monotonic()
        self.shown = False

    def step(self, done: int | None = None, total: int | None = None) -> None:
        """Note that one more is done, or that ``done`` of ``total`` are."""
        self.done = self.done + 1 if done is None else done
        self.total = self.total if total is None else total
        now = time.monotonic()
        soon = self.shown and self.done < self.total and now - self.last < PACE
        if soon or now - self.begun < PATIENCE or sys.stderr is None or not sys.stderr.isatty():
            return
        self.last, self.shown = now, True
        rate = self.done / (now - self.begun)
        left = f", {(self.total - self.done) / rate:.0f} s left" if rate else ""
        lead = f"{self.label}: " if self.label else ""
        self._show(f"{lead}{self.done}/{self.total} {self.unit}, {rate:.1f}/s{left}")

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            self._show("")
            self.shown = False

    def _show(self, text: str) -> None:
        """Show a line in the place of the one before; a terminal that has gone must not end what is being done."""
        with suppress(OSError):
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)
