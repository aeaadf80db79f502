"""``captionkit segment``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli.wrap import made_of

if TYPE_CHECKING:
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("segment")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
@click.option("--only-flagged", is_flag=True, help="Touch only cues that break a limit of the profile.")
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Re-segment each caption track SOURCE into cues that keep a style guide.

    Words, their order and their styles stay; times inside a cue are interpolated and marked so. For a transcript use
    "captionkit caption". "-" is stdin.

    \b
    captionkit segment raw.srt clean.srt --profile bbc
    captionkit segment raw.srt clean.srt --only-flagged --profile netflix-en
    """
    from captionkit.api.segment import segment
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import each

    def make(source: str) -> Made:
        track, found = named_track(source, options)
        result = segment(
            track,
            profile=options["profile"],
            style=options["style"] or "",
            max_words=options["max_words"],
            only_flagged=options["only_flagged"],
            cues=options["cues"],
            explain=options["explain"],
            language=options["language"],
            rate=options["rate"],
            shot_changes=options["shot_changes"],
        )
        return made_of(result, (*found, *result.diagnostics))

    return each(sources, make, **options)
