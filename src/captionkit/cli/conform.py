"""``captionkit conform``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("conform")
@click.argument("sources", nargs=-1, metavar="SOURCE [OUTPUT]")
@click.option("--old", required=True, metavar="LIST", help="The edit list of the cut that the track was made for.")
@click.option("--new", required=True, metavar="LIST", help="The edit list of the new cut.")
def command(sources: tuple[str, ...], old: str, new: str, **options: Any) -> Outcome:
    """Move the track SOURCE to a new cut of its film, by the edit lists of both cuts.

    A list is CMX 3600 (EDL), xmeml (XML of Final Cut Pro 7, Premiere, Resolve), FCPXML or OpenTimelineIO. The audio
    events are followed where a list has any. Cues that were cut out are dropped, cut cues are trimmed or divided at
    their words; each is reported.

    \b
    captionkit conform talk.srt --old cut3.edl --new cut4.edl --rate 25 -o talk.cut4.srt
    captionkit conform talk.srt --old cut3.xml --new cut4.fcpxml -o talk.cut4.srt
    """
    from captionkit.cli._sources import each

    return each(sources, lambda name: _made(name, old, new, options), **options)


def _made(source: str, old: str, new: str, options: dict[str, Any]) -> Made:
    from captionkit.api.conform import conform
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import Made

    track, found = named_track(source, options)
    made = conform(track, old, new, rate=options["rate"])
    counts = Counter(row.action for row in made.cues)
    return Made(
        [("", made.track)],
        {"cues": [row.as_dict() for row in made.cues]},
        (*found, *made.diagnostics),
        changed=", ".join(f"{count} {action}" for action, count in counts.items()) or "no cues",
    )
