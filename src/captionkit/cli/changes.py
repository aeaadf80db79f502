"""``captionkit changes``."""

from __future__ import annotations

import os
from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]

#: A report's form by its file's suffix; any other is text.
_SUFFIXES = {".csv": "csv", ".html": "html", ".htm": "html", ".json": "json"}


@opt.command("changes")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def command(old: str, new: str, output: str | None, force: bool, **options: Any) -> Outcome:
    """Say what changed between two versions of a track: texts by words, times by frames where --rate says the rate.

    Cues are paired by their words and times, whatever their formats are; what is as it was is left out. -o takes the
    report: .html is a page with the words marked, .csv a table, .json all of it, anything else text.

    \b
    captionkit changes talk.v1.srt talk.v2.srt
    captionkit changes talk.v1.srt talk.v2.srt --rate 25 -o changes.html
    """
    from captionkit.api.changes import changes
    from captionkit.cli._reading import reading
    from captionkit.errors import UsageError

    if old == new == "-":
        raise UsageError("stdin (-) can be read once only")
    found = changes(
        old, new, rate=options["rate"], from_format=options["from_format"], language=options["language"],
        read_options=reading(options),
    )  # fmt: skip
    text = found.render(_SUFFIXES.get(os.path.splitext(output or "")[1].lower(), "text"))
    notes = []
    if output and output != "-":
        from captionkit.delivery.atomic import write_atomic
        from captionkit.quality.changes.report import summary

        write_atomic(output, text.encode("utf-8"), force=force)
        notes = [f"wrote {output} ({summary(found)})"]
        text = ""
    return Outcome(found.as_dict(), text, notes, diagnostics=found.diagnostics)
