"""``captionkit check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _quality as quality
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.quality.report import Report

__all__ = ["command"]

_FORMS = ("text", "json", "sarif", "junit", "csv", "html", "github")


@opt.command
@click.argument("sources", nargs=-1, metavar="FILE|FOLDER...")
@quality.profile
@quality.choosing
@quality.media
@click.option(
    "--format", "form", type=click.Choice(_FORMS), default="text", show_default=True, help="The report's form."
)
@opt.output("Write the report here instead of to stdout.")
@click.option("--baseline", metavar="FILE", help="Tell only what this baseline does not hold.")
@click.option("--write-baseline", metavar="FILE", help="Write a baseline of what is found now.")
@click.option("--waivers", metavar="FILE", help="Waivers (default: FILE.waivers.toml beside each file).")
@click.option("--list-rules", is_flag=True, help="List the rules and end.")
@opt.reading
@click.option("-f", "--force", is_flag=True, help="Overwrite a report or baseline that exists.")
@opt.fail_on()
def command(
    sources: tuple[str, ...],
    form: str,
    output: str | None,
    write_baseline: str | None,
    list_rules: bool,
    force: bool,
    **options: Any,
) -> Outcome:
    """Check caption tracks against a style guide; folders are searched.

    \b
    captionkit check talk.srt --profile netflix-en
    captionkit check season1/ --profile bbc-broadcast --format html -o report.html
    captionkit check season1/ --baseline known.json --fail-on warning --format junit
    """
    if list_rules:
        return _rules()
    if not sources:
        raise click.UsageError("name files or folders to check")
    from captionkit.api.check import check_files
    from captionkit.api.options import arguments
    from captionkit.quality.baseline import write_baseline as baseline_of
    from captionkit.quality.reports import render

    result = check_files(sources, **arguments(check_files, options))
    notes = []
    if write_baseline:
        _save(write_baseline, baseline_of(result.files), force=force)
        notes.append(f"wrote {write_baseline} ({len(result.findings)} findings)")
    context = click.get_current_context()
    if context.meta.get("captionkit.json"):
        return Outcome(result=result.as_dict(), diagnostics=result.diagnostics, notes=notes, failed=result.failed)
    text = render(result, form)
    if output and output != "-":
        _save(output, text, force=force)
        notes.append(f"wrote {output} ({form}: {_counts(result)})")
    return Outcome(
        text="" if output and output != "-" else text,
        notes=notes,
        diagnostics=[noticed for file in result.files for noticed in file.noticed],
        failed=result.failed or _fails(result, context),
    )


def _fails(report: Report, context: click.Context) -> bool:
    from captionkit.diagnostics import failing

    return failing(report.findings, context.meta.get("captionkit.fail_on") or ("error",))


def _counts(report: Report) -> str:
    return f"{len(report.files)} files, {len(report.findings)} findings"


def _save(path: str, text: str, *, force: bool) -> None:
    from captionkit.delivery.atomic import write_atomic

    write_atomic(path, text.encode("utf-8"), force=force)


def _rules() -> Outcome:
    from captionkit.diagnostics import code_info
    from captionkit.quality import all_rules

    rows = [
        {
            "name": rule.name,
            "code": rule.code,
            "family": rule.family,
            "severity": code_info(rule.code).severity.label,
            "summary": code_info(rule.code).summary,
            "why": rule.why,
            "source": rule.source,
            "mends": list(rule.mends),
            "safe": rule.safe,
            "languages": list(rule.languages),
        }
        for rule in all_rules()
    ]
    wide = max(len(rule.name) for rule in all_rules())
    return Outcome(
        result=rows, text="\n".join(f"{row['name']:<{wide}}  {row['severity']:<7}  {row['summary']}" for row in rows)
    )
