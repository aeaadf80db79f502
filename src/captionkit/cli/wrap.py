"""``captionkit wrap``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.api.segment import Resegmented

__all__ = ["command", "outcome_of", "shaping"]

_STYLES = click.Choice(["ted", "balanced", "bottom-heavy", "one-line"])


def shaping(function: Any) -> Any:
    """Add the options that ``wrap`` and ``segment`` share."""
    for option in (
        click.option("--explain", is_flag=True, help="Tell for each break what it cost and what the runner-up was."),
        click.option("--cue", "cues", multiple=True, type=click.IntRange(1), help="Only this cue; repeatable."),
        click.option("--style", type=_STYLES, default=None, help="The taste in line breaks (default: the profile's)."),
        click.option(
            "-p",
            "--profile",
            default="default",
            show_default=True,
            metavar="NAME",
            help="The style guide: a name or a TOML file.",
            shell_complete=opt.choices("profiles"),
        ),
        click.option("--to", metavar="FORMAT", help="The output's format (default: by its suffix, or the input's)."),
        opt.output("The file to write, or - for stdout (default)."),
    ):
        function = option(function)
    return function


@opt.command
@click.argument("source")
@shaping
@opt.reading
@opt.writing
@opt.as_recipe
@opt.fail_on()
def command(source: str, output: str | None, **options: Any) -> Outcome:
    """Break the lines inside the cues of the track SOURCE anew.

    Times, words and styles stay as they are. "-" is stdin.

    \b
    captionkit wrap talk.srt -o talk.wrapped.srt --profile netflix-en
    captionkit wrap talk.srt --explain --dry-run
    """
    from captionkit.api.options import arguments
    from captionkit.api.wrap import wrap

    result = wrap(source, output or "-", **arguments(wrap, _clean(options)))
    return outcome_of(result, result.diagnostics, output, **options)


def _clean(options: dict[str, Any]) -> dict[str, Any]:
    return options | {"style": options["style"] or ""}


def outcome_of(made: Resegmented, diagnostics: Any, output: str | None, **options: Any) -> Outcome:
    """Return what both commands print: the breaks where asked for, the file written, the cues changed."""
    track, written = made.track, made.written
    summary: dict[str, Any] = {"cues": len(track), "changed": made.changed, "timing": track.timing.value}
    notes = []
    if made.explain:
        summary["breaks"] = [row.as_dict() for row in made.explain]
        notes += [str(row) for row in made.explain]
    if written is not None and output not in (None, "-"):
        done = "would write" if options["dry_run"] else "wrote"
        notes.append(f"{done} {written.path} ({written.format}, {written.cues} cues, {made.changed} changed)")
    return Outcome(
        result=summary,
        notes=notes,
        diagnostics=diagnostics,
        outputs=[written.as_dict()] if written is not None else [],
    )
