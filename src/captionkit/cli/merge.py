"""``captionkit merge``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("merge")
@click.argument("first", metavar="FIRST")
@click.argument("second", metavar="SECOND")
@click.option("--look", type=click.Choice(["stacked", "styled", "regions"]), default="stacked", show_default=True,
              help="How the second language looks beside the first.")  # fmt: skip
def command(first: str, second: str, look: Any, **options: Any) -> Outcome:
    """Make one track of two languages whose cues do not have the same times, the FIRST above the SECOND.

    \b
    captionkit merge talk.de.srt talk.en.srt -o talk.both.srt
    captionkit merge talk.de.vtt talk.en.vtt -o talk.both.vtt --look regions
    """
    from captionkit.api.merge import merge
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import Made, of_all

    def make() -> Made:
        (above, one), (below, other) = named_track(first, options), named_track(second, options)
        both = merge(above, below, look)
        found = [d if d.file else d.at(file=name) for name, notes in ((first, one), (second, other)) for d in notes]
        return Made([("", both)], {"cues": len(both)}, (*found, *both.diagnostics))

    return of_all((first, second), make, **options)
