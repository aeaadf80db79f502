"""``captionkit wrap``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.api.segment import Resegmented
    from captionkit.cli._sources import Made

__all__ = ["command", "made_of"]


@opt.command("wrap")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Re-wrap the lines inside the cues of each track SOURCE.

    Times, words and styles stay as they are. "-" is stdin.

    \b
    captionkit wrap talk.srt talk.wrapped.srt --profile netflix-en
    captionkit wrap talk.srt --explain --dry-run
    """
    from captionkit.api.wrap import wrap
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import each

    def make(source: str) -> Made:
        track, found = named_track(source, options)
        result = wrap(
            track,
            profile=options["profile"],
            style=options["style"] or "",
            cues=options["cues"],
            explain=options["explain"],
            language=options["language"],
        )
        return made_of(result, (*found, *result.diagnostics))

    return each(sources, make, **options)


def made_of(result: Resegmented, found: Any) -> Made:
    """Return what both commands hand over: the track, the cues changed, the breaks where asked for."""
    from captionkit.cli._sources import Made

    track = result.track
    summary: dict[str, Any] = {"cues": len(track), "changed": result.changed, "timing": track.timing.value}
    if result.explain:
        summary["breaks"] = [row.as_dict() for row in result.explain]
    rows = [str(row) for row in result.explain]
    return Made([("", track)], summary, found, rows, changed=f"{result.changed} cues changed")
