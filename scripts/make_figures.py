"""Draw the figures of the explanations from the numbers page: each is what a benchmark printed, and nothing else.

``docs/numbers.md`` is read; ``scripts/make_docs.py`` writes the pictures with the other pages that are made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NUMBERS = ROOT / "docs" / "numbers.md"
#: Rows: what it is about, and a number for each series.
Rows = Sequence[tuple[str, Sequence[float]]]
COLOURS = ("#3f51b5", "#9aa5b1", "#d9a441")
#: Pixels: of the names, of the longest bar, of a bar, between two rows.
NAMES, LONGEST, BAR, BETWEEN = 270, 400, 11, 9


@dataclass(frozen=True)
class Figure:
    """A figure: the benchmark it is drawn from, its title, its series, the unit, and how the rows are read."""

    section: str
    title: str
    series: tuple[str, ...]
    unit: str
    rows: Callable[[str], Rows]


def breaks(text: str) -> Rows:
    """Line breaks where the human put them, in per cent, by language; of 30 captions or more."""
    exact = r" +([\d.]+)(?: */ *[\d.]+)+"
    row = re.compile(rf"^  ([a-z]{{2}}|small) +(\d+) +[\d.]+{exact}{exact}{exact}", re.M)
    return [
        (f"{name} ({count})", tuple(map(float, values)))
        for name, count, *values in row.findall(text)
        if int(count) >= 30
    ]


def times(text: str) -> Rows:
    """The mean error of starts that are estimated, in seconds, by file."""
    row = re.compile(r"^(\w\S+(?:: [a-z ,]+)?|bulletin: [\w ,]+?) +\d+ +\d+ +(\d+) +\d+ +\| +\d+ +(\d+) ", re.M)
    found = [(name, (int(own) / 1000, int(other) / 1000)) for name, other, own in row.findall(text)]
    return [(name.removesuffix(".srt"), values) for name, values in found if max(values) < 15]


def layouts(text: str) -> Rows:
    """Generated transcripts read exactly, in per cent, by family and carrier."""
    row = re.compile(r"^(\w+) +(\w+) +(\d+) read: ([\d.]+) % exact", re.M)
    return [(f"{name}, {carrier} ({count})", (float(exact),)) for name, carrier, count, exact in row.findall(text)]


def placement(text: str) -> Rows:
    """Cuts of a translated sentence where the human put them, in per cent, by set."""
    row = re.compile(r"^(.{17}) (share alone|captionkit) +(\d+) places: exact (\d+)%", re.M)
    sets: dict[str, dict[str, float]] = {}
    for name, method, count, exact in row.findall(text):
        sets.setdefault(f"{name.strip()} ({count})", {})[method] = float(exact)
    return [(name, (values["captionkit"], values["share alone"])) for name, values in sets.items()]


FIGURES: Mapping[str, Figure] = {
    "figure-breaks": Figure(
        "segmentation_languages", "Line breaks exactly where the human put them, by language (captions)",
        ("captionkit", "two even lines", "a simple rule"), "%", breaks,
    ),
    "figure-times": Figure(
        "timing", "Mean error of estimated starts, in seconds (no sound used)",
        ("captionkit", "by characters"), "s", times,
    ),
    "figure-layouts": Figure(
        "layout", "Generated transcripts read exactly: words, speakers and times", ("captionkit",), "%", layouts,
    ),
    "figure-placement": Figure(
        "placement", "Cuts of a translated sentence exactly where the human put them (cuts)",
        ("captionkit", "by share alone"), "%", placement,
    ),
}  # fmt: skip


def drawn(figure: Figure, rows: Rows, day: str) -> str:
    """Return the picture: a bar for each number, its value at its end."""
    most = 100.0 if figure.unit == "%" else max(max(values) for _, values in rows)
    parts: list[str] = []
    y = 44
    for at, name in enumerate(figure.series):
        x = NAMES + at * 150
        parts.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{COLOURS[at]}"/>')
        parts.append(f'<text x="{x + 18}" y="{y + 11}">{escape(name)}</text>')
    y += 28
    for name, values in rows:
        middle = y + BAR * len(values) / 2 + 4
        parts.append(f'<text x="{NAMES - 8}" y="{middle:.0f}" text-anchor="end">{escape(name)}</text>')
        for at, value in enumerate(values):
            wide = LONGEST * value / most
            parts.append(f'<rect x="{NAMES}" y="{y}" width="{wide:.1f}" height="{BAR - 1}" fill="{COLOURS[at]}"/>')
            parts.append(f'<text class="value" x="{NAMES + wide + 5:.1f}" y="{y + 9}">{value:g} {figure.unit}</text>')
            y += BAR
        y += BETWEEN
    high = y + 24
    wide_all = NAMES + LONGEST + 80
    style = (
        "text { font: 12px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600; font-size: 14px } "
        ".value { font-size: 10px } .source { fill: #57606a; font-size: 10px }"
    )
    source = f"python -m benchmarks {figure.section}, {day}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide_all} {high}" role="img" '
            f'aria-label="{escape(figure.title)}">',
            f"<style>{style}</style>",
            f'<rect width="{wide_all}" height="{high}" fill="#ffffff"/>',
            f'<text class="title" x="16" y="26">{escape(figure.title)}</text>',
            *parts,
            f'<text class="source" x="16" y="{high - 10}">{source}</text>',
            "</svg>\n",
        ]
    )


def picture(name: str) -> str:
    """Return a figure; raises ValueError where its section of the page is missing or says nothing."""
    figure = FIGURES[name]
    page = NUMBERS.read_text("utf-8")
    found = re.search(rf"^## {figure.section}\n.*?^(\d{{4}}-\d\d-\d\d);.*?^```text\n(.*?)^```", page, re.M | re.S)
    rows = figure.rows(found[2]) if found else ()
    if not found or not rows:
        raise ValueError(f"docs/numbers.md has nothing of {figure.section}: python -m benchmarks {figure.section}")
    return drawn(figure, rows, found[1])
