"""``captionkit transform``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.cli._sources import Made

__all__ = ["command"]


@opt.command("transform")
@click.argument("sources", nargs=-1, metavar="SOURCE... [OUTPUT]")
@click.option("--do", multiple=True, metavar="STEP", help="name:key=value,key=value; repeatable, run in order.")
@click.option("--list", "listing", is_flag=True, help="List the transforms with their options and end.")
def command(sources: tuple[str, ...], listing: bool, **options: Any) -> Outcome:
    """Run transforms over each track SOURCE.

    \b
    captionkit transform in.srt out.srt --do shift:by=1.5s --do clean
    captionkit transform in.srt out.vtt --do retime:from=24,to=25
    captionkit transform in.srt out.srt --do replace:from=colour,to=color
    """
    if listing:
        return _listing()
    from captionkit.cli._sources import each
    from captionkit.errors import UsageError

    if not options["do"]:
        raise UsageError("give at least one --do", hint="captionkit transform --list shows the steps there are")
    return each(sources, lambda source: _made(source, options), **options)


def _made(source: str, options: dict[str, Any]) -> Made:
    from captionkit.api.transform import transform
    from captionkit.cli._reading import duration_of, named_track
    from captionkit.cli._sources import Made

    track, found = named_track(source, options)
    made = transform(
        track,
        do=options["do"],
        profile=options["profile"],
        language=options["language"],
        rate=options["rate"],
        shot_changes=options["shot_changes"],
        duration=duration_of(options),
    )
    summary = {"cues": len(made.track.cues), "changed": made.changed}
    return Made([("", made.track)], summary, (*found, *made.diagnostics), changed=f"{made.changed} cues changed")


def _listing() -> Outcome:
    from captionkit.transforms import TRANSFORMS
    from captionkit.transforms.base import options_of

    rows = [
        {"name": name, "summary": row.summary, "options": dict(options_of(TRANSFORMS.get(name)))}
        for name, row in TRANSFORMS.rows.items()
    ]
    lines = []
    for row in rows:
        lines.append(f"{row['name']:<12} {row['summary']}")
        lines += [f"{'':<12}   {key}: {meaning}" for key, meaning in row["options"].items()]  # type: ignore[attr-defined]
    return Outcome(result=rows, text="\n".join(lines))
