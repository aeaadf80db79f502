"""``captionkit sync``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _types as types
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("sync")
@click.argument("source")
@click.argument("against")
@click.option("--snap", is_flag=True, help="The track is in place: move starts and ends of its cues to what is heard.")
@click.option("--doubtful", is_flag=True, help="Also move a track of which 50 to 60 % of the cues fit.")
@click.option("--lead-out", metavar="TIME", type=types.DURATION,
              help="With --snap: cues end at most this much after the last word (default: the profile's).")  # fmt: skip
def command(source: str, against: str, **options: Any) -> Outcome:
    """Move the track SOURCE to the speech in a film, or to the cues of another track: AGAINST is either.

    Finds an offset, a speed (25 for 23.976 ...) and cuts; where too few cues would fit, nothing is moved. Needs numpy:
    pip install 'captionkit[align]'.

    \b
    captionkit sync talk.srt film.mp4 --dry-run
    captionkit sync talk.srt film.mp4 -o talk.synced.srt
    captionkit sync spanish.srt english.srt -o spanish.synced.srt
    captionkit sync recognised.srt film.mp4 --snap -o talk.srt
    """
    from captionkit.cli._sources import each

    return each((source,), lambda name: _made(name, against, options), **options)


def _made(source: str, against: str, options: dict[str, Any]) -> Made:
    from captionkit.api.sync import sync
    from captionkit.cli._reading import named_track
    from captionkit.cli._sources import Made

    track, found = named_track(source, options)
    keys = ("snap", "doubtful", "lead_in", "lead_out", "profile")
    made = sync(track, against, **{key: options[key] for key in keys})
    match = made.match
    said = str(match) if match else "cues moved to what is heard"
    result = {
        "match": said,
        "speed": str(match.speed) if match else "1",
        "share": round(match.share, 3) if match else 1.0,
        "speed_certain": match.speed_certain if match else True,
        "parts": [{"start": part.start, "offset": part.offset} for part in match.parts] if match else [],
        "cues": len(made.track.cues),
        "changed": made.changed,
    }
    share = f"; {match.share:.0%} of the cues then begin when speech begins" if match else ""
    return Made(
        [("", made.track)],
        result,
        (*found, *made.diagnostics),
        read=[f"{source} against {against}: {said}{share}"],
        changed=f"{made.changed} of {len(made.track.cues)} cues moved",
        covered=("timing.synced", "timing.snapped"),
    )
