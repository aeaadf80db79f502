"""``captionkit convert``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("convert")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Write each caption track SOURCE in another format, and report what that format cannot carry.

    "-" is stdin or stdout.

    \b
    captionkit convert in.srt out.vtt
    captionkit convert season1/*.srt -o web/ --to vtt
    captionkit convert in.srt --to vtt --fail-on loss > out.vtt
    """
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import Made, arguments_of, each
    from captionkit.errors import UsageError

    if not options["to"] and arguments_of(sources, options["output"])[1] in (None, "-"):
        raise UsageError("say which format to write", hint="captionkit convert in.srt out.vtt, or --to vtt for stdout")

    def make(source: str) -> Made:
        track, found = named_track(source, options)
        return Made([("", track)], {"format": track.format, "cues": len(track)}, found)

    return each(sources, make, **options)
