"""Progress for people: on a terminal only, and only once something takes longer than two seconds."""

from __future__ import annotations

import sys
import time

import click

__all__ = ["Progress"]

#: Seconds before anything is shown, and between two lines.
PATIENCE, PACE = 2.0, 0.2


class Progress:
    """Counts what is done of ``total`` and shows it with the rate and the remaining time."""

    def __init__(self, total: int, unit: str, label: str = "") -> None:
        self.total, self.unit, self.label = total, unit, label
        self.done = 0
        self.begun = self.last = time.monotonic()
        self.shown = False

    def step(self, done: int | None = None, total: int | None = None) -> None:
        """Note that one more is done, or that ``done`` of ``total`` are."""
        self.done = self.done + 1 if done is None else done
        self.total = self.total if total is None else total
        now = time.monotonic()
        soon = self.shown and self.done < self.total and now - self.last < PACE
        if soon or now - self.begun < PATIENCE or not sys.stderr.isatty():
            return
        self.last, self.shown = now, True
        rate = self.done / (now - self.begun)
        left = f", {(self.total - self.done) / rate:.0f} s left" if rate else ""
        lead = f"{self.label}: " if self.label else ""
        click.echo(f"\r\x1b[K{lead}{self.done}/{self.total} {self.unit}, {rate:.1f}/s{left}", nl=False, err=True)

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)
            self.shown = False
