"""``captionkit burn``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("burn")
@click.argument("film", metavar="FILM")
@click.argument("track", metavar="TRACK")
@click.option("--fonts", type=click.Path(exists=True, file_okay=False), help="A folder of fonts to draw with.")
@click.option("--quality", type=click.IntRange(0, 63), metavar="CRF", help="The encoder's rate factor (default: 18).")
def command(film: str, track: str, fonts: str | None, quality: int | None, **options: Any) -> Outcome:
    """Draw the captions of TRACK into the pictures of FILM, by libass; sound is copied, FILM stays as it is.

    \b
    captionkit burn film.mp4 talk.srt -o out.mp4 --style Fontsize=64 --style PrimaryColour=yellow
    captionkit burn film.mp4 talk.srt -o out.mp4 --profile bbc
    """
    from captionkit.api.film import burn
    from captionkit.cli._reading import pairs
    from captionkit.cli._render import ProgressLine
    from captionkit.errors import UsageError

    if options["output"] in (None, "-"):
        raise UsageError("say which film to write", hint="-o out.mp4")
    line = ProgressLine(100, "%", "drawing")
    try:
        made = burn(
            film, track, options["output"], style=pairs(options["looks"], "--style NAME=VALUE"),
            profile=str(options["profile"] or ""), fonts=fonts or "", quality=quality, force=options["force"],
            progress=lambda share: line.step(round(100 * share)),
        )  # fmt: skip
    finally:
        line.end()
    return Outcome(made.as_dict(), notes=[f"wrote {made.path}"], diagnostics=made.diagnostics)
