"""``captionkit join``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _types as types
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("join")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--length", "lengths", multiple=True, metavar="TIME", type=types.DURATION,
              help="How long what a SOURCE belongs to is, in order; the last needs none.")  # fmt: skip
@click.option(
    "--length-of", multiple=True, metavar="FILE", type=click.Path(), help="The films or sounds to ask instead."
)
@click.option("--gap", metavar="TIME", type=types.DURATION, default=0, help="Time between two of them.")
def command(
    sources: tuple[str, ...], lengths: tuple[int, ...], length_of: tuple[str, ...], gap: int, **options: Any
) -> Outcome:
    """Put caption tracks one after the other; each begins where the one before ends.

    \b
    captionkit join reel1.srt reel2.srt -o film.srt --length 19:58.2
    captionkit join part1.vtt part2.vtt -o whole.vtt --length-of part1.mp4
    """
    from captionkit.api.tracks import join
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import Made, of_all

    def make() -> Made:
        read = [named_track(source, options) for source in sources]
        joined = join([track for track, _ in read], durations=lengths, media=length_of, gap=gap)
        found = [
            d if d.file else d.at(file=source) for source, (_, notes) in zip(sources, read, strict=True) for d in notes
        ]
        return Made([("", joined)], {"cues": len(joined), "sources": len(sources)}, (*found, *joined.diagnostics))

    return of_all(sources, make, **options)
