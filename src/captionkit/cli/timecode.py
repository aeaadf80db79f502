"""``captionkit timecode``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli import _types as types
from captionkit.cli._outcome import Outcome
from captionkit.errors import UsageError

if TYPE_CHECKING:
    from captionkit.api.timecode import Timecode

__all__ = ["command"]


@opt.command("timecode")
@click.argument("times", nargs=-1, required=True, metavar="TIME...")
@click.option("--to-rate", metavar="FPS", type=types.RATE, help="Also say where that is at another frame rate.")
@click.option("--drop/--non-drop", default=None, help="How the labels count (default: by ; or : before the frames).")
def command(times: tuple[str, ...], rate: Fraction | None, to_rate: Fraction | None, drop: bool | None) -> Outcome:
    """Say what each TIME is: a timecode, a frame number (1800f), ms (60060ms) or a clock time.

    \b
    captionkit timecode "00:01:00;02" --rate 29.97
    captionkit timecode 10:00:00:00 --rate 23.976 --to-rate 25
    captionkit timecode 1800f 60060ms --rate 29.97
    """
    from captionkit.api.timecode import rate_name, timecode

    if rate is None:
        raise UsageError("a timecode means nothing without its frame rate", hint="--rate 25")
    found = [timecode(text, rate, drop=drop) for text in times]
    rows: list[dict[str, Any]] = []
    lines: list[str] = []
    for one in found:
        row = one.as_dict()
        lines += [f"{one.text.strip()} at {rate_name(rate)}", *_lines(one)]
        if to_rate is not None:
            row["same_speed"], row["same_frame"] = one.at(to_rate).as_dict(), one.played_at(to_rate).as_dict()
            shown = rate_name(to_rate)
            lines += [f"the same moment at {shown}, the picture as fast as before", *_lines(one.at(to_rate))]
            lines += [f"the same frame of a picture that runs at {shown}", *_lines(one.played_at(to_rate))]
        rows.append(row)
    return Outcome(rows, "\n".join(lines))


def _lines(one: Timecode) -> Iterator[str]:
    drop = f", drop-frame {one.drop_label}" if one.drop_label else ""
    yield f"  {one.label}{drop}, frame {one.frame}"
    yield f"  {one.clock} on the clock ({one.seconds} s)"
    yield from (f"  {note}" for note in one.notes)
