"""``captionkit speakers``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from captionkit.api.speakers import Speaker

__all__ = ["command"]


@opt.command
@click.argument("source")
@opt.reading
@click.option(
    "--layout",
    default="",
    metavar="EXAMPLE",
    help='Layout of a text transcript, by example ("NAME (TIME): TEXT") or name.',
)
@click.option("--duration", metavar="TIME", help="The media's length, for untimed text: 3:25 or 00:03:25.400.")
@click.option("--speaker", "renames", multiple=True, metavar="OLD=NEW", help="Rename a speaker; repeatable.")
@click.option("--speaker-map", type=click.Path(exists=True), help="A JSON or TOML file of such renames.")
@opt.fail_on()
def command(
    source: str, duration: str | None, renames: tuple[str, ...], speaker_map: str | None, **options: Any
) -> Outcome:
    """List who speaks in SOURCE (a transcript or a caption file), how long and how many words.

    Without times in the source, talk time is estimated from the speaking rate and marked with "~".
    """
    from captionkit.api.rename import speaker_names
    from captionkit.api.speakers import speakers
    from captionkit.model.timecode import parse_clock

    result = speakers(
        source,
        duration=parse_clock(duration) if duration else None,
        rename=speaker_names(renames, speaker_map),
        **options,
    )
    shapes = [speaker.as_dict() for speaker in result.value]
    return Outcome(result={"speakers": shapes}, text=_table(result.value), diagnostics=result.diagnostics)


def _table(found: Sequence[Speaker]) -> str:
    if not found:
        return "nobody speaks"
    width = max(len(_name(speaker)) for speaker in found)
    return "\n".join(_row(speaker, width) for speaker in found)


def _row(speaker: Speaker, width: int) -> str:
    from captionkit.model.timecode import format_clock

    about = "" if speaker.timing == "given" else "~"
    time = f"{about}{format_clock(speaker.talk_time)[:-4]}"
    return f"{_name(speaker):<{width}}  {time:>9}  {speaker.share:>4.0%}  {speaker.words:>7,} words"


def _name(speaker: Speaker) -> str:
    return (speaker.name or "(nobody named)") + (f", {speaker.role}" if speaker.role else "")
