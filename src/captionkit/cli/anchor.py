"""``captionkit anchor``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("anchor")
@click.argument("sources", nargs=-1, metavar="SOURCE [OUTPUT]")
@click.option("--times", required=True, metavar="FILE", help="What has the times: speech-to-text, or a caption track.")
@click.option("--times-format", metavar="FORMAT", help="The format of that file (default: by its content).")
@click.option(
    "--moved/--keep-order", default=True, help="Put moved passages where they are heard, or keep the text's order."
)
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Caption an edited text SOURCE with the times of the same words in another record of the speech.

    For a corrected transcript whose recogniser's output has the times, or a new wording of an old track. Words that
    both have keep their time, others are interpolated and marked; passages that one side lacks are listed.

    \b
    captionkit anchor corrected.txt --times whisper.json -o talk.srt
    captionkit anchor corrected.docx --times old.srt -o new.srt --profile bbc
    """
    from captionkit.cli._reading import speaker_names
    from captionkit.cli._sources import each

    options["rename"] = speaker_names(options.pop("renames"), options.pop("speaker_map"))
    writing = {key: value for key, value in options.items() if key not in ("speakers", "speakers_from")}
    return each(sources, lambda source: _made(source, options), own="?", words=False, **writing)


def _made(source: str, options: Mapping[str, Any]) -> Made:
    from captionkit.api.anchor import anchor
    from captionkit.cli._reading import reading, transcript_language
    from captionkit.cli._sources import Made
    from captionkit.cli.caption import COVERED, summary, what_was_read

    language, doubts = transcript_language(source, options)
    keys = (
        "from_format",
        "times_format",
        "moved",
        "profile",
        "speakers",
        "rename",
        "speakers_from",
        "include",
        "explain",
    )
    made = anchor(
        source,
        options["times"],
        language=language,
        read_options=reading(options, language),
        **{key: options[key] for key in keys},
    )
    share = f"{made.kept} of {made.words} words have their own time in {options['times']}"
    result = summary(made) | {
        "kept": made.kept, "words": made.words, "passages": [passage.as_dict() for passage in made.passages],
    }  # fmt: skip
    return Made(
        tracks=[("", made.track)],
        result=result,
        diagnostics=(*made.diagnostics, *doubts),
        read=[*what_was_read(source, made), f"  {share}", *(str(row) for row in made.explain)],
        covered=(*COVERED, "timing.anchored"),
    )
