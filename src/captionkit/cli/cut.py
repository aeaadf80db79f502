"""``captionkit cut``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _types as types
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("cut")
@click.argument("source", metavar="SOURCE")
@click.option("--at", multiple=True, required=True, metavar="TIME", type=types.DURATION,
              help="Where to cut: 21:30, 00:21:30.400 or 90m; repeatable.")  # fmt: skip
@click.option("--across", type=click.Choice(["longer", "both"]), default="longer", show_default=True,
              help="Where a cue goes that is shown across a cut.")  # fmt: skip
def command(source: str, at: tuple[int, ...], across: Any, **options: Any) -> Outcome:
    """Cut a caption track into parts, each of which begins at 0; the parts are numbered: film.1.srt, film.2.srt.

    \b
    captionkit cut film.srt --at 19:58.2 -o film.srt
    captionkit cut film.srt --at 20m --at 40m -o reels/
    """
    from datetime import timedelta

    from captionkit.api.tracks import cut
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import Made, of_all
    from captionkit.errors import UsageError

    if options["output"] in (None, "-"):
        raise UsageError("a cut makes several files: say where they go", hint="-o FOLDER/, or -o film.srt")

    def make() -> Made:
        track, found = named_track(source, options)
        parts = cut(track, *(timedelta(milliseconds=time) for time in at), across=across)
        notes = dict.fromkeys(d for part in parts for d in part.diagnostics)
        return Made([("", part) for part in parts], {"cues": [len(part) for part in parts]}, (*found, *notes))

    return of_all((source,), make, numbered=True, **options)
