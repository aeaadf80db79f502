"""``captionkit convert``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command
@click.argument("source")
@click.argument("target")
@opt.reading
@click.option("--to", metavar="FORMAT", help="The output's format (default: by the target's suffix).")
@click.option("--preserve", is_flag=True, help="Keep encoding, byte order mark and line ends as they were.")
@click.option(
    "--speakers",
    type=click.Choice(["none", "label", "dash", "voice"]),
    default="none",
    show_default=True,
    help="How to show speakers that the text does not name.",
)
@opt.writing
@opt.as_recipe
@opt.fail_on()
def command(source: str, target: str, **options: Any) -> Outcome:
    """Convert the caption track SOURCE to TARGET, and tell what the target cannot carry.

    "-" is stdin or stdout.

    \b
    captionkit convert in.srt out.vtt
    captionkit convert --to vtt --fail-on loss in.srt - > out.vtt
    """
    from captionkit.api.convert import convert
    from captionkit.api.options import arguments

    result = convert(source, target, **arguments(convert, options))
    written = result.written
    done = "would write" if options["dry_run"] else "wrote"
    return Outcome(
        result={"format": result.track.format, "cues": written.cues},
        notes=[f"{done} {written.path} ({written.format}, {written.cues} cues)"] if target != "-" else [],
        diagnostics=result.diagnostics,
        outputs=[written.as_dict()],
    )
