"""``captionkit transform``."""

from __future__ import annotations

from typing import Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _quality as quality
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command
@click.argument("source", required=False)
@click.argument("target", required=False)
@click.option("--do", multiple=True, metavar="STEP", help="name:key=value,key=value; repeatable, run in order.")
@click.option("--list", "listing", is_flag=True, help="List the transforms with their options and end.")
@quality.profile
@quality.media
@click.option("--to", metavar="FORMAT", help="The output's format (default: by the target's suffix).")
@click.option("--preserve", is_flag=True, help="Keep encoding, byte order mark and line ends as they were.")
@opt.reading
@opt.writing
@opt.as_recipe
@opt.fail_on()
def command(source: str | None, target: str | None, listing: bool, **options: Any) -> Outcome:
    """Run transforms over the track SOURCE and write TARGET.

    \b
    captionkit transform in.srt out.srt --do shift:by=1.5s --do clean
    captionkit transform in.srt out.vtt --do retime:from=24,to=25
    captionkit transform in.srt out.srt --do replace:from=colour,to=color
    """
    if listing:
        return _listing()
    if source is None or target is None or not options["do"]:
        raise click.UsageError("give SOURCE, TARGET and at least one --do; --list shows the steps there are")
    from captionkit.api.options import arguments
    from captionkit.api.transform import transform

    result = transform(source, target, **arguments(transform, options))
    written = result.written
    done = "would write" if options["dry_run"] else "wrote"
    note = f"{done} {target} ({len(result.track.cues)} cues, {result.changed} changed)"
    return Outcome(
        result={"cues": len(result.track.cues), "changed": result.changed},
        notes=[] if target == "-" else [note],
        diagnostics=result.diagnostics,
        outputs=[written.as_dict()] if written is not None else [],
    )


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
