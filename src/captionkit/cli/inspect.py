"""``captionkit inspect``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.api.inspect import Inspection

__all__ = ["command"]


@opt.command
@click.argument("source")
@click.option("--from", "format", metavar="FORMAT", help="Take it for this format.")
@click.option("--encoding", metavar="NAME", help="The character encoding (default: detected).")
@click.option("-l", "--language", default="", metavar="TAG", help="The language, as en, pt-BR.")
@opt.fail_on()
def command(source: str, **options: Any) -> Outcome:
    """Say what SOURCE is, how sure that is, what it holds and what is odd about it."""
    from captionkit.api.inspect import inspect
    from captionkit.api.options import arguments

    result = inspect(source, **arguments(inspect, options))
    return Outcome(result=result.as_dict(), text=_text(result), diagnostics=result.diagnostics)


def _text(found: Inspection) -> str:
    from captionkit.model.timecode import format_clock

    sure = f"{found.confidence:.0%} sure" + (f", or {found.runner_up}" if found.runner_up else "")
    rows = {
        "file": found.file,
        "is": f"{found.title} ({found.format}, a {found.kind}; {sure})",
        "encoding": found.encoding,
        "language": _language(found),
        "timing": found.timing,
        "duration": "not known" if found.duration is None else format_clock(found.duration),
        "speakers": ", ".join(found.speakers) or "none named",
        "holds": ", ".join(f"{count} {kind}" for kind, count in found.kinds.items()) + f"; {found.words} words spoken",
    }
    return "\n".join(f"{key:<9} {value}" for key, value in rows.items())


def _language(found: Inspection) -> str:
    guessed = "" if found.language_confidence is None else f" (guessed, {found.language_confidence:.0%} sure)"
    return found.language + guessed if found.language else "not said"
