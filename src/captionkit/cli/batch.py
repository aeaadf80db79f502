"""``captionkit batch``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli._render import ProgressLine, escape

if TYPE_CHECKING:
    from captionkit.batch.command import Batched
    from captionkit.batch.plan import Plan
    from captionkit.batch.run import Progress as Reporter
    from captionkit.batch.run import Summary
    from captionkit.batch.work import JobReport
    from captionkit.diagnostics import Diagnostic

__all__ = ["command"]


@opt.command("batch")
@click.argument("recipe", type=click.Path(exists=True, dir_okay=False))
@click.argument("files", nargs=-1)
@click.option("--executor", metavar="URL", help="Run on a cluster instead: dask://scheduler:8786.")
@click.option("--retry-failed", is_flag=True, help="Try files that failed before, though they are unchanged.")
@click.option("--sync/--no-sync", default=True, help="Wait until the disk has each file (default: yes).")
@click.option("--manifest/--no-manifest", default=True, help="Write checksums beside the outputs (default: yes).")
@click.option("--log", metavar="FILE", help="Append one JSON line a file as it ends.")
@click.option("--junit", metavar="FILE", help="Write a JUnit report.")
def command(recipe: str, files: tuple[str, ...], log: str | None, junit: str | None, **options: object) -> Outcome:
    """Run RECIPE over its inputs, or over FILES instead ("-" reads their names from stdin).

    A file that fails is reported and the rest goes on; a run that was killed continues where it stopped. --force does
    everything again.

    \b
    captionkit batch nightly.toml --jobs 2
    find in -name '*.srt' | captionkit batch to_vtt.toml -
    """
    from dataclasses import replace

    from captionkit.batch.command import run_batch

    names = [name for file in files for name in (sys.stdin.read().split("\n") if file == "-" else [file]) if name]
    bar = ProgressLine(0, "files")
    with _Log(log) as line:
        made = run_batch(recipe, names, progress=_reporter(line, bar), **options)  # type: ignore[arg-type]
    bar.end()
    unwritten = _write_junit(junit, made.summary) if junit and made.summary else ()
    made = replace(made, faults=(*made.faults, *line.fault(), *unwritten))
    if made.summary is None:
        text = "" if not options["dry_run"] else _plan_text(made.plan)
        return Outcome(made.plan.as_dict(), text, diagnostics=made.diagnostics, failed=not options["dry_run"])
    return _outcome(made, made.summary, whole=bool(click.get_current_context().meta.get("captionkit.json")))


def _outcome(made: Batched, summary: Summary, *, whole: bool) -> Outcome:
    bad = [report for report in summary.ends if report.status in ("failed", "busy")]
    notes = [
        f"error: {report.source}: {report.status}: {report.error.removeprefix(f'{report.source}: ')}" for report in bad
    ]
    notes += [f"  hint: {hint}" for hint in dict.fromkeys(r.hint for r in bad if r.status == "busy")]
    counts = ", ".join(f"{summary.count(s)} {s}" for s in ("done", "skipped", "failed", "busy"))
    outputs = [output for report in summary.ends for output in report.outputs]
    faults = made.plan.diagnostics + made.faults
    shape = summary.as_dict() | {"manifest": made.manifest} if whole else None  # only a program reads all of it
    return Outcome(shape, "", [counts], notes, faults, outputs, failed=bool(bad))


def _plan_text(plan: Plan) -> str:
    return "\n".join(escape(f"{job.source} -> {', '.join(o.path for o in job.outputs)}") for job in plan.jobs)


class _Log:
    """A JSON Lines file that is written as the jobs end; nothing where no name is given."""

    def __init__(self, name: str | None) -> None:
        self.name = name

    def __enter__(self) -> _Log:
        self.lost, self.why = 0, ""
        try:
            self.file = open(self.name, "ab", buffering=0) if self.name else None
        except OSError as error:
            from captionkit.errors import OutputError

            raise OutputError(f"{self.name}: cannot be written: {error.strerror or error}") from None
        return self

    def __exit__(self, *_: object) -> None:
        if self.file:
            self.file.close()

    def add(self, report: JobReport) -> None:
        """Hand one line to the system, so that a kill loses none; a disk that is full must not end the run."""
        if self.file:
            from captionkit.fitting import json_text

            try:
                self.file.write((json_text(report.as_dict()) + "\n").encode())
            except OSError as error:
                self.lost, self.why = self.lost + 1, error.strerror or str(error)

    def fault(self) -> tuple[Diagnostic, ...]:
        """Return what is to be reported of lines that could not be written."""
        from captionkit.diagnostics import report

        message = f"{self.name}: {self.lost} lines of the log could not be written: {self.why}"
        return (report("batch.log-not-written", message, file=self.name or ""),) if self.lost else ()


def _reporter(log: _Log, bar: ProgressLine) -> Reporter:
    def reported(report: JobReport, ended: int, total: int) -> None:
        log.add(report)
        bar.step(ended, total)

    return reported


def _write_junit(path: str, summary: Summary) -> tuple[Diagnostic, ...]:
    """Write the report; where that cannot be done, what was done is reported all the same."""
    from pathlib import Path

    from captionkit.batch.junit import junit
    from captionkit.delivery.atomic import write_atomic
    from captionkit.diagnostics import report
    from captionkit.errors import OutputError

    try:
        write_atomic(Path(path), junit(summary), force=True)
    except OutputError as error:
        return (report("batch.junit-not-written", error.message, file=path),)
    return ()
