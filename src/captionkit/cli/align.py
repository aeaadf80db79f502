"""``captionkit align``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("align")
@click.argument("source")
@click.argument("media", type=click.Path())
@click.option("--engine", type=click.Choice(["auto", "model", "voice"]), default="auto", show_default=True,
              help="What finds the words: the phoneme model, or the text as espeak-ng speaks it.")  # fmt: skip
def command(source: str, media: str, **options: Any) -> Outcome:
    """Caption the script SOURCE with the times at which its words are heard in MEDIA.

    Works offline, without a GPU; needs pip install 'captionkit[align]', ffmpeg and espeak-ng. Sentences that nobody
    says keep an estimated time and are listed, and so is speech that has no text. A .ckit.json holds each word's time.

    \b
    captionkit align script.txt film.mp4 -o film.srt
    captionkit align script.txt film.mp4 -o film.ckit.json
    captionkit align script.txt film.mp4 -o film.srt --engine voice
    """
    from captionkit.cli._reading import speaker_names
    from captionkit.cli._sources import each

    options["rename"] = speaker_names(options.pop("renames"), options.pop("speaker_map"))
    writing = {key: value for key, value in options.items() if key not in ("speakers", "engine", "speakers_from")}
    return each((source,), lambda name: _made(name, media, options), own="?", words=False, **writing)


def _made(source: str, media: str, options: Mapping[str, Any]) -> Made:
    from captionkit.api.anchor import align
    from captionkit.cli._reading import reading, transcript_language
    from captionkit.cli._sources import Made
    from captionkit.cli.caption import COVERED, summary, what_was_read

    language, doubts = transcript_language(source, options)
    keys = ("from_format", "profile", "speakers", "rename", "speakers_from", "include", "explain", "engine")
    made = align(
        source,
        media,
        language=language,
        read_options=reading(options, language),
        **{key: options[key] for key in keys},
    )
    found = made.sentences - len(made.unspoken)
    heard = f"{found} of {made.sentences} sentences were found in {media}, clearness {made.score:.2f}"
    result = summary(made) | {
        "score": round(made.score, 3),
        "sentences": made.sentences,
        "unspoken": list(made.unspoken),
        "unwritten": [list(stretch) for stretch in made.unwritten],
    }
    return Made(
        tracks=[("", made.track)],
        result=result,
        diagnostics=(*made.diagnostics, *doubts),
        read=[*what_was_read(source, made), f"  {heard}", *(str(row) for row in made.explain)],
        covered=(*COVERED, "timing.aligned"),
    )
