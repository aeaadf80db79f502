"""``captionkit fix``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _quality as quality
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.api.fix import Fixed
    from captionkit.model.cue import Cue
    from captionkit.quality.fix import Change

__all__ = ["command"]


@opt.command
@click.argument("source")
@opt.output("The file to write, or - for stdout; not needed with --dry-run.")
@click.option("--in-place", is_flag=True, help="Write the mended track over SOURCE.")
@quality.profile
@quality.choosing
@click.option(
    "--mend", "allow", multiple=True, metavar="NAME", help="Also mend what changes words: casing, numbers, encoding."
)
@quality.media
@click.option("--to", metavar="FORMAT", help="The output's format (default: by its suffix, or the input's).")
@click.option("--preserve", is_flag=True, help="Keep encoding, byte order mark and line ends as they were.")
@opt.reading
@opt.writing
@opt.as_recipe
@opt.fail_on()
def command(source: str, output: str | None, in_place: bool, **options: Any) -> Outcome:
    """Mend what "check" finds in SOURCE, as far as it can be mended without harm; the rest is told with the reason.

    \b
    captionkit fix talk.srt -o talk.fixed.srt --profile netflix-en
    captionkit fix talk.srt --profile netflix-en --dry-run
    """
    from captionkit.api.fix import fix
    from captionkit.api.options import arguments

    target = source if in_place else output
    if target is None and not options["dry_run"]:
        raise click.UsageError(
            "say where the mended track goes: -o FILE, -o - or --in-place; or --dry-run to look first"
        )
    if in_place:
        options["force"] = True
    if target in ("-", None) and not options["to"]:
        options["to"] = options["from_format"] or ("vtt" if source.lower().endswith((".vtt", ".webvtt")) else "srt")
    mended = fix(source, target, **arguments(fix, options))
    written = mended.written
    done = "would write" if options["dry_run"] else "wrote"
    told = f"{len(mended.changes)} changes, {len(mended.remaining)} findings remain"
    return Outcome(
        result={
            "changes": [change.as_dict() for change in mended.changes],
            "remaining": [finding.as_dict() for finding in mended.remaining],
            "cues": len(mended.track.cues),
        },
        text="\n".join(_diff(mended)) if options["dry_run"] and mended.changes else "",
        notes=[told if written is None or target == "-" else f"{done} {written.path}: {told}"],
        diagnostics=mended.diagnostics,
        outputs=[written.as_dict()] if written is not None else [],
    )


def _diff(mended: Fixed) -> Iterator[str]:
    for change in mended.changes:
        yield from _told(change)


def _told(change: Change) -> Iterator[str]:
    numbers = ", ".join(map(str, change.cues))
    yield f"cue {numbers}: {change.mend} ({'; '.join(change.why)})"
    yield from (f"- {line}" for cue in change.before for line in _lines(cue))
    yield from (f"+ {line}" for cue in change.after for line in _lines(cue))
    yield ""


def _lines(cue: Cue) -> list[str]:
    from captionkit.model.timecode import format_clock

    return [f"{format_clock(cue.start)} --> {format_clock(cue.end)}", *cue.text.split("\n")]
