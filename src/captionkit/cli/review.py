"""``captionkit review``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli._render import say

__all__ = ["command"]


@opt.command("review")
@click.argument("sources", nargs=-1, metavar="[FILM] TRACK...")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port of the page (default: any free one).")
@click.option("--no-open", "quietly", is_flag=True, help="Do not open the browser; the address is printed.")
@click.option("--forget-films", is_flag=True, help="Remove what was kept of FILM, or of all films: waveforms, copies.")
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Look at, correct and sign off the tracks of a film, in the browser, on this machine alone.

    Every change is kept beside the first track at once (NAME.ckreview); the files themselves change when they are
    saved. Several tracks stand side by side, as original and translation. What a film's sound and picture show is
    worked out once and kept in the cache.

    \b
    captionkit review film.mp4 talk.en.srt
    captionkit review film.mov talk.en.srt talk.es.srt --profile netflix
    captionkit review --forget-films
    """
    from captionkit.errors import UsageError
    from captionkit.review.start import forgotten, parted

    film, tracks = parted(sources)
    if options["forget_films"]:
        removed = forgotten(film)
        return Outcome({"removed": removed}, notes=[f"removed {removed / 1e6:.1f} MB"])
    if not tracks:
        raise UsageError("name at least one TRACK", hint="captionkit review film.mp4 talk.en.srt")
    return _serve(film, tracks, **options)


def _serve(film: str | None, tracks: tuple[str, ...], *, quietly: bool, **options: Any) -> Outcome:
    from captionkit.review.start import opened

    wanted = ("port", "profile", "rate", "language", "shot_changes")
    serving = opened(film, tracks, **{name: options[name] for name in wanted})
    say(f"the workbench is at {serving.address}")
    say("Ctrl-C stops it; every change is kept already")
    if not quietly:
        _open(serving.address)
    unsaved = serving.run()
    changes = "1 change is" if unsaved == 1 else f"{unsaved} changes are" if unsaved else "no change is"
    return Outcome({"unsaved": unsaved}, notes=[f"stopped; {changes} in the journal and not in the file yet"])


def _open(address: str) -> None:
    """Show the page; a browser that takes its time is not waited for."""
    import webbrowser
    from threading import Thread

    Thread(target=webbrowser.open, args=(address,), daemon=True).start()
