"""The errors of :mod:`benchmarks.timing_sound` as a page that stands alone."""

from __future__ import annotations

import html
from collections.abc import Sequence
from math import log10

__all__ = ["made_page"]

#: A recording's name, and by method how far its sentences are off in ms.
Measured = tuple[str, dict[str, list[float]]]


def made_page(rows: Sequence[Measured], what: str = "sentences") -> str:
    """Return a page with a dot for each sentence (or word): how far it is off, by method, by powers of ten."""
    colours = {"model": "#1769aa", "voice": "#2e7d32", "activity": "#b26a00", "estimate": "#a03030"}

    def across(off: float) -> float:
        return 180 + 700 * min(1.0, max(0.0, log10(max(1.0, min(abs(off), 1e5))) / 5))

    parts = []
    for number, (name, methods) in enumerate(rows):
        top = 50 + 64 * number
        parts.append(f'<text x="8" y="{top + 28}">{html.escape(name)}</text>')
        for line, (method, offs) in enumerate(methods.items()):
            y = top + 12 * line + 6
            parts += [
                f'<circle cx="{across(off):.1f}" cy="{y}" r="3" fill="{colours[method]}" fill-opacity="0.45"/>'
                for off in offs
            ]
    height = 60 + 64 * len(rows)
    for power, label in enumerate(("1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s")):
        x = 180 + 140 * power
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="40" y2="{height}" stroke="#ccc"/><text x="{x - 12}" y="34">{label}</text>'
        )
    key = " ".join(f'<span style="color:{colour}">&#9679; {name}</span>' for name, colour in colours.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>How far times are off</title>'
        "<style>body{font:14px sans-serif;margin:2em}text{font:12px sans-serif}</style>"
        f"<h1>How far the starts of {what} are off</h1><p>{key}; what was not found stands at 100 s.</p>"
        f'<svg viewBox="0 0 900 {height}" width="900" role="img" aria-label="errors by recording and method">'
        f"{''.join(parts)}</svg></html>\n"
    )
