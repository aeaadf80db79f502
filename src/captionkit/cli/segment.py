"""``captionkit segment``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli.wrap import outcome_of, shaping

__all__ = ["command"]


@opt.command
@click.argument("source")
@shaping
@click.option("--only-flagged", is_flag=True, help="Touch only cues that break a limit of the profile.")
@opt.reading
@opt.writing
@opt.as_recipe
@opt.fail_on()
def command(source: str, output: str | None, **options: Any) -> Outcome:
    """Cut the caption track SOURCE anew into cues that keep a style guide.

    Words, their order and their styles stay; times inside a cue are interpolated and marked so. For a transcript use
    "captionkit caption". "-" is stdin.

    \b
    captionkit segment raw.srt -o clean.srt --profile bbc
    captionkit segment raw.srt -o clean.srt --only-flagged --profile netflix-en
    """
    from captionkit.api.options import arguments
    from captionkit.api.segment import segment

    result = segment(source, output or "-", **arguments(segment, options | {"style": options["style"] or ""}))
    return outcome_of(result, result.diagnostics, output, **options)
