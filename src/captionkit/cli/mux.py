"""``captionkit mux``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("mux")
@click.argument("film", metavar="FILM")
@click.argument("tracks", nargs=-1, required=True, metavar="TRACK...")
def command(film: str, tracks: tuple[str, ...], **options: Any) -> Outcome:
    """Put caption tracks into a FILM (MP4, MOV, Matroska, WebM); pictures and sound are copied, FILM stays as it is.

    A track's language, and whether it is SDH or forced, is in its file's name: talk.en.sdh.srt.

    \b
    captionkit mux film.mp4 talk.en.srt talk.es-419.srt -o out.mp4 --title es-419=Español
    captionkit mux film.mp4 talk.ass -o out.mkv --default en
    """
    from captionkit.api.film import mux
    from captionkit.cli._reading import pairs
    from captionkit.errors import UsageError

    if options["output"] in (None, "-"):
        raise UsageError("say which film to write", hint="-o out.mp4")
    made = mux(
        film, tracks, options["output"], titles=pairs(options["title"], "--title LANGUAGE=TITLE"),
        default=options["default"], language=options["language"], force=options["force"], verify=options["verify"],
    )  # fmt: skip
    count = f"{made.tracks} track{'s' * (made.tracks != 1)}"
    return Outcome(made.as_dict(), notes=[f"wrote {made.path} ({count} added)"], diagnostics=made.diagnostics)
