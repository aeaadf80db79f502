"""``captionkit hls``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _types as types
from captionkit.cli._outcome import Outcome
from captionkit.fitting import number_of

__all__ = ["command"]


@opt.command("hls")
@click.argument("tracks", nargs=-1, required=True, metavar="TRACK...")
@click.option("--segment", type=types.DURATION, default="6", show_default=True, metavar="TIME",
              help="The length of a segment, as of the film's.")  # fmt: skip
@click.option("--mpegts", type=click.IntRange(0, (1 << 33) - 1), metavar="N",
              help="The film's first time stamp at 90 kHz (default: that of --media, else 0).")  # fmt: skip
@click.option("--master", type=click.Path(exists=True, dir_okay=False), metavar="M3U8",
              help="The film's master playlist, to be copied with the subtitles in it.")  # fmt: skip
def command(tracks: tuple[str, ...], segment: int, mpegts: int | None, master: str | None, **options: Any) -> Outcome:
    """Write caption tracks as HLS subtitles: WebVTT segments, a playlist each, and the lines of a master playlist.

    \b
    captionkit hls talk.en.vtt talk.es.vtt --segment 6 --media film.ts -o out/
    captionkit hls talk.en.vtt -o out/ --master film/master.m3u8
    """
    from captionkit.api.hls import hls
    from captionkit.cli._reading import pairs
    from captionkit.errors import UsageError

    if options["output"] in (None, "-"):
        raise UsageError("segments are many files: say which folder they go to", hint="-o out/")
    made = hls(
        tracks, options["output"], segment=segment, duration=options["duration"], media=options["media"] or "",
        mpegts=mpegts, master=master or "", titles=pairs(options["title"], "--title LANGUAGE=TITLE"),
        default=options["default"], language=options["language"], force=options["force"],
    )  # fmt: skip
    note = f"wrote {made.folder}: {', '.join(made.playlists)}, {number_of(made.segments, 'segment')} each"
    return Outcome(made.as_dict(), notes=[note], diagnostics=made.diagnostics)
