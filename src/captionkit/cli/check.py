"""``captionkit check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.quality.report import Report

__all__ = ["command"]

_FORMS = ("text", "json", "sarif", "junit", "csv", "html", "github")


@opt.command("check")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--format", "form", type=click.Choice(_FORMS), default="text", show_default=True, help="The report's form."
)
@click.option("--baseline", metavar="FILE", help="Report only what this baseline does not hold.")
@click.option("--write-baseline", metavar="FILE", help="Write a baseline of what is found now.")
@click.option("--waivers", metavar="FILE", help="Waivers (default: FILE.waivers.toml beside each file).")
@click.option("--list-rules", is_flag=True, help="List the rules and end.")
def command(
    sources: tuple[str, ...],
    form: str,
    output: str | None,
    write_baseline: str | None,
    list_rules: bool,
    force: bool,
    **options: Any,
) -> Outcome:
    """Check each track SOURCE against a style guide; folders are searched. -o takes the report.

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
    from captionkit.cli._reading import duration_of, reading
    from captionkit.quality.baseline import write_baseline as baseline_of
    from captionkit.quality.reports import render

    keys = ("profile", "rule", "ignore", "from_format", "language", "rate", "shot_changes", "waivers", "baseline")
    result = check_files(
        sources,
        duration=duration_of(options),
        fixes=form == "html",
        read_options=reading(options),
        **{key: options[key] for key in keys},
    )
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
        data=form != "text",
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
    from captionkit.quality import all_rules

    rows = [
        {
            "name": rule.name,
            "code": rule.code,
            "family": rule.family,
            "severity": rule.severity.label,
            "summary": rule.summary,
            "why": rule.why,
            "source": rule.source,
            "fixes": list(rule.fixes),
            "safe": rule.safe,
            "languages": list(rule.languages),
        }
        for rule in all_rules()
    ]
    wide = max(len(rule.name) for rule in all_rules())
    return Outcome(
        result=rows, text="\n".join(f"{row['name']:<{wide}}  {row['severity']:<7}  {row['summary']}" for row in rows)
    )
