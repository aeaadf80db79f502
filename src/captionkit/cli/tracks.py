"""``captionkit tracks``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("tracks")
@click.argument("films", nargs=-1, required=True, metavar="FILM...")
def command(films: tuple[str, ...], **options: Any) -> Outcome:
    """List the text tracks of each FILM: number, codec, language, title, flags, events. Pictures are named as such.

    \b
    captionkit tracks film.mkv
    captionkit convert film.mkv film.srt --track 2
    """
    from captionkit.api.from_film import film_tracks
    from captionkit.cli._sources import Made, run_each

    def make(film: str) -> Made:
        tracks = film_tracks(film)
        lines = [_line(track.as_dict()) for track in tracks] or ["no text track"]
        if len(films) > 1:
            lines.insert(0, f"{film}:")
        return Made((), [track.as_dict() for track in tracks], text="\n".join(lines))

    return run_each(films, make)


def _line(track: dict[str, Any]) -> str:
    kind = track["codec"] if track["text"] else f"{track['codec']} (pictures or data, not text)"
    count = "" if track["events"] is None else f"{track['events']} events"
    parts = [kind, track["language"] or "und", repr(track["title"]) if track["title"] else "", *track["flags"], count]
    return f"{track['track']:>2}  " + "  ".join(part for part in parts if part)
