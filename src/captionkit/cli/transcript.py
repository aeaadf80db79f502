"""``captionkit transcript``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("transcript")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
@click.option(
    "--shape",
    type=click.Choice(["paragraphs", "sentences", "timed"]),
    default="paragraphs",
    show_default=True,
    help="Speaker paragraphs, a sentence a line, or paragraphs with their times.",
)
@click.option(
    "--as",
    "text_format",
    type=click.Choice(["txt", "md", "html", "docx"]),
    help="The format of the text (default: by the output's suffix, else txt).",
)
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Write what is said in each SOURCE as text for people.

    SOURCE is a transcript or a caption file in any form; "-" is stdin. Without an output the text goes to stdout.

    \b
    captionkit transcript talk.json -o talk.md
    captionkit transcript talk.srt talk.docx --shape timed
    captionkit transcript day1/*.vtt -o texts/ --as txt --clean fillers
    """
    from captionkit.cli._reading import speaker_names
    from captionkit.cli._sources import arguments_of, run_each

    options["rename"] = speaker_names(options.pop("renames"), options.pop("speaker_map"))
    named, output = arguments_of(sources, options["output"])
    return run_each(named, lambda source: _made(source, output, options))


def _made(source: str, output: str | None, options: Mapping[str, Any]) -> Made:
    from captionkit.api.transcript import transcript
    from captionkit.cli._reading import reading, transcript_language
    from captionkit.cli._sources import Made

    language, doubts = transcript_language(source, options)
    path = _path(source, output, options["text_format"])
    made = transcript(
        source,
        path or None,
        format=options["text_format"],
        shape=options["shape"],
        from_format=options["from_format"],
        language=language,
        rename=options["rename"],
        include=options["include"],
        force=options["force"],
        dry_run=options["dry_run"],
        read_options=reading(options, language),
    )
    result = made.as_dict()
    done = "would write" if options["dry_run"] else "wrote"
    return Made(
        (),
        result,
        (*made.diagnostics, *doubts),
        text="" if path else _shown(made.text),
        data=True,
        changed=f"{done} {path} ({made.format}, {result['words']:,} words)" if path else "",
    )


def _path(source: str, output: str | None, text_format: str | None) -> str:
    """Return the file to write, "" for stdout; a folder or a template gets the name that the source says."""
    from captionkit.delivery.names import fill, is_folder, is_template, output_name
    from captionkit.errors import UsageError

    if output in (None, "-"):
        if text_format == "docx":
            raise UsageError("a Word document needs a file", hint="-o FILE.docx")
        return ""
    suffix = f".{text_format or 'txt'}"
    if is_folder(output):
        return f"{output.rstrip('/')}/{output_name(source, suffix)}"
    return fill(output, source, suffix=suffix) if is_template(output) else output


def _shown(text: str) -> str:
    return text.removesuffix("\n")
