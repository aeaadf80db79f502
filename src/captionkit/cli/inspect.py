"""``captionkit inspect``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.values import replace

if TYPE_CHECKING:
    from captionkit.api.inspect import Inspection
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("inspect")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
def command(sources: tuple[str, ...], **options: Any) -> Outcome:
    """Say what each SOURCE is, how sure that is, what it holds and what is odd about it."""
    from captionkit.cli._sources import arguments_of, run_each

    found = run_each(arguments_of(sources, None, writes=False)[0], lambda source: _made(source, options))
    return replace(found, detailed=True)


def _made(source: str, options: Mapping[str, Any]) -> Made:
    from captionkit.api.inspect import inspect
    from captionkit.cli._reading import reading, transcript_language
    from captionkit.cli._sources import Made

    language, doubts = transcript_language(source, options)
    result = inspect(source, options["from_format"], options=reading(options, language))
    return Made((), result.as_dict(), (*result.diagnostics, *doubts), text=_text(result))


def _text(found: Inspection) -> str:
    from captionkit.model.timecode import format_clock

    sure = f"{found.confidence:.0%} sure" + (f", or {found.runner_up}" if found.runner_up else "")
    rows = {
        "file": found.file,
        "is": f"{found.title} ({found.format}, a {found.kind}; {sure})",
        "encoding": found.encoding,
        "layout": found.layout.replace("\n", "\\n").replace("\t", "\\t"),
        "language": _language(found),
        "timing": found.timing,
        "duration": "not known" if found.duration is None else format_clock(found.duration),
        "speakers": ", ".join(found.speakers) or "none named",
        "holds": ", ".join(f"{count} {kind}" for kind, count in found.kinds.items()) + f"; {found.words} words spoken",
    }
    return "\n".join(f"{key:<9} {value}" for key, value in rows.items() if value)


def _language(found: Inspection) -> str:
    guessed = "" if found.language_confidence is None else f" (guessed, {found.language_confidence:.0%} sure)"
    return found.language + guessed if found.language else "not said"
