"""``captionkit watch``."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli._render import say

if TYPE_CHECKING:
    from captionkit.batch.command import Batched

__all__ = ["command"]


@opt.command("watch")
@click.argument("recipe", type=click.Path(exists=True, dir_okay=False))
@click.option("--settle", type=click.FloatRange(0), default=2.0, show_default=True, help="Seconds without change.")
@click.option("--interval", type=click.FloatRange(0.05), default=1.0, show_default=True, help="Seconds between looks.")
@click.option("--polling", is_flag=True, help="Look at the clock alone (network shares do not report changes).")
def command(recipe: str, **options: object) -> Outcome:
    """Run RECIPE over its inputs as they arrive, each once and when it is whole, until stopped (Ctrl-C, SIGTERM)."""
    from threading import Event

    from captionkit.batch.recipe import load_recipe
    from captionkit.batch.watch import watch

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loaded = load_recipe(recipe)
    say(f"watching {', '.join(loaded.inputs)}")
    ended = watch(loaded, stop, report=_say_ended, **options)  # type: ignore[arg-type]
    return Outcome({"ended": ended}, notes=[f"stopped after {ended} files"])


def _say_ended(result: Batched) -> None:
    for fault in result.faults:
        say(str(fault))
    summary = result.summary
    for report in summary.ends if summary else ():
        if report.status in ("done", "failed"):
            why = f": {report.error}" if report.error else ""
            say(f"{report.source}: {report.status}{why}")
