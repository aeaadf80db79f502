"""``captionkit speakers``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from captionkit.api.speakers import Speaker
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("speakers")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """List who speaks in each SOURCE (a transcript or a caption file), how long and how many words.

    Without times in the source, talk time is estimated from the speaking rate and marked with "~".
    """
    from captionkit.cli._reading import speaker_names
    from captionkit.cli._sources import arguments_of, run_each

    options["rename"] = speaker_names(options.pop("renames"), options.pop("speaker_map"))
    return run_each(arguments_of(sources, None, writes=False)[0], lambda source: _made(source, options))


def _made(source: str, options: Mapping[str, Any]) -> Made:
    from captionkit.api.speakers import speakers
    from captionkit.cli._reading import duration_of, reading, transcript_language
    from captionkit.cli._sources import Made

    language, doubts = transcript_language(source, options)
    result = speakers(
        source,
        from_format=options["from_format"],
        language=language,
        duration=duration_of(options),
        rename=options["rename"],
        read_options=reading(options, language),
    )
    shapes = [speaker.as_dict() for speaker in result]
    return Made((), {"speakers": shapes}, (*result.diagnostics, *doubts), text=_table(result.items))


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
