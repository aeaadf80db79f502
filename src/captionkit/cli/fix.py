"""``captionkit fix``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.cli._sources import Made
    from captionkit.model.cue import Cue
    from captionkit.quality.fix import Change

__all__ = ["command"]


@opt.command("fix")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
@click.option("--in-place", is_flag=True, help="Write each fixed track over its SOURCE.")
@click.option("--allow", multiple=True, metavar="NAME", help="Also fix what changes words: casing, numbers, encoding.")
def command(sources: tuple[str, ...], in_place: bool, **options: Any) -> Outcome:
    """Fix what "check" finds in each track SOURCE, as far as no new finding comes; the rest is reported with reasons.

    \b
    captionkit fix talk.srt talk.fixed.srt --profile netflix-en
    captionkit fix talk.srt --profile netflix-en --dry-run
    """
    from captionkit.cli._sources import arguments_of, each
    from captionkit.errors import UsageError

    if in_place:
        options |= {"output": "{name}", "force": True}  # all arguments are sources
    _, output = arguments_of(sources, options["output"])
    if output is None and not options["dry_run"]:
        raise UsageError(
            "say where the fixed track goes", hint="-o FILE, -o - or --in-place; or --dry-run to look first"
        )
    options["nowhere"] = output is None or in_place
    return each(sources, lambda source: _made(source, in_place=in_place, **options), **options)


def _made(source: str, *, in_place: bool, **options: Any) -> Made:
    from captionkit.api.fix import fix
    from captionkit.cli._reading import duration_of, named_track, writing
    from captionkit.cli._sources import Made

    track, found = named_track(source, options)
    fixed = fix(
        track,
        profile=options["profile"],
        rule=options["rule"],
        ignore=options["ignore"],
        allow=options["allow"],
        language=options["language"],
        rate=options["rate"],
        shot_changes=options["shot_changes"],
        duration=duration_of(options),
    )
    outputs = []
    listed = bool(click.get_current_context().meta.get("captionkit.json"))  # of a million cues these are gigabytes
    if in_place:
        from captionkit.api.save import save

        name = options["to"][0] if options["to"] else None
        written = save(fixed.track, source, name, force=True, options=writing(options))
        outputs, found = [written.as_dict()], (*found, *written.diagnostics)
    return Made(
        [("", fixed.track)],
        {
            "changes": [change.as_dict() for change in fixed.changes if listed],
            "remaining": [finding.as_dict() for finding in fixed.remaining if listed],
            "cues": len(fixed.track.cues),
        },
        (*found, *fixed.diagnostics),
        text="\n".join(line for change in fixed.changes for line in _shown(change)) if options["dry_run"] else "",
        changed=f"{len(fixed.changes)} changes, {len(fixed.remaining)} findings remain",
        outputs=outputs,
    )


def _shown(change: Change) -> Iterator[str]:
    numbers = ", ".join(map(str, change.cues))
    yield f"cue {numbers}: {change.transform} ({'; '.join(change.why)})"
    yield from (f"- {line}" for cue in change.before for line in _lines(cue))
    yield from (f"+ {line}" for cue in change.after for line in _lines(cue))
    yield ""


def _lines(cue: Cue) -> list[str]:
    from captionkit.model.timecode import format_clock

    return [f"{format_clock(cue.start)} --> {format_clock(cue.end)}", *cue.text.split("\n")]
