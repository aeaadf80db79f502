"""Captions for Final Cut Pro: FCPXML 1.8, the oldest version that has them.

All times are multiples of the frame; captions of one language do not overlap; a length is the end's frame minus the
start's. Line ends stand inside the text; names are one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from captionkit.diagnostics import Collector, Result
from captionkit.fitting import xml_text
from captionkit.formats.ass.styles import ass_color
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.edit.rows import (
    Row,
    header_lines,
    in_xml,
    rate_of,
    rows_of,
    shown_lines,
    title_of,
    write_only,
)  # fmt: skip
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Style
from captionkit.model.track import Track

__all__ = ["FORMAT", "write"]


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as a project of captions, its times counted from the sequence's start.

    ``options.rate`` is the sequence's; ``options.size`` its pictures' (1920 x 1080 where not given).

    >>> made = write(Track([Cue(1000, 2000, "Good evening.")], "en"), WriteOptions(rate="23.976")).value.decode()
    >>> 'offset="24024/24000s" duration="24024/24000s"' in made
    True
    """
    notes = Collector()
    rate = rate_of(options, notes)
    rows = rows_of(track, rate, notes, apart=True)
    lines = list(shown_lines(track, options))
    width, height = options.size or (1920, 1080)
    length = _time(rows[-1].end if rows else 1, rate)
    language = re.sub(r"[^A-Za-z0-9-]", "", track.language) or "en"
    title = escape(xml_text(re.sub(r"\s+", " ", track.title)).strip() or "captions")
    made = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!DOCTYPE fcpxml>",
        '<fcpxml version="1.8">',
        *(f" <!-- {re.sub('-(?=-|$)', '- ', line)} -->" for line in header_lines(track)),
        " <resources>",
        f'  <format id="r1" frameDuration="{_time(1, rate)}" width="{width}" height="{height}"/>',
        " </resources>",
        f' <library><event name="{title}"><project name="{title}">',
        f'  <sequence format="r1" duration="{length}" tcStart="0s" tcFormat="NDF">',
        "   <spine>",
        f'    <gap name="Gap" offset="0s" start="0s" duration="{length}">',
    ]
    captions = _Captions(rate, f"iTT?captionFormat=ITT.{language}")
    for row in rows:
        made += captions.lines(row, lines[row.number - 1])
    made += ["    </gap>", "   </spine>", "  </sequence>", " </project></event></library>", "</fcpxml>", ""]
    return Result("\n".join(made).encode("utf-8", "replace"), notes.all)


def _time(frames: int, rate: Fraction) -> str:
    return f"{frames * rate.denominator}/{rate.numerator}s"


class _Captions:
    """Captions one after the other: their styles are numbered through the file, each run of text has its own."""

    def __init__(self, rate: Fraction, role: str) -> None:
        self._step, self._unit = rate.denominator, f"/{rate.numerator}s"
        self._role = role
        self._styles = 0
        self._looks: dict[Style, str] = {}

    def lines(self, row: Row, lines: Sequence[Line]) -> list[str]:
        """Return the lines of one caption."""
        first = number = self._styles
        step, unit, looks = self._step, self._unit, self._looks
        text, definitions = "", []
        for at, (said, style) in enumerate(_runs(lines)):
            number = first + at + 1
            look = looks.get(style) or looks.setdefault(style, _look(style))
            text += f'<text-style ref="ts{number}">{in_xml(said)}</text-style>'
            definitions.append(f'      <text-style-def id="ts{number}"><text-style {look}/></text-style-def>')
        self._styles = number
        place = "top" if _is_high(row.cue) else "bottom"
        return [
            f'     <caption lane="1" offset="{row.start * step}{unit}" duration="{(row.end - row.start) * step}{unit}" '
            f'start="0s" name="{in_xml(title_of(row.cue)[:200], quote=True)}" role="{self._role}">',
            f'      <text placement="{place}">{text}</text>',
            *definitions, "     </caption>",
        ]  # fmt: skip


def _runs(lines: Sequence[Line]) -> Iterator[tuple[str, Style]]:
    """Yield the runs of one style; a line's end stands before the first of the next line."""
    for number, line in enumerate(lines):
        feed = "\n" if number else ""
        for span in line.spans:
            yield feed + span.text, span.style
            feed = ""
        if feed and not line.spans:
            yield feed, PLAIN


def _is_high(cue: Cue) -> bool:
    if cue.positioning is None:
        return False
    from captionkit.formats.anchor import anchor_of

    return (anchor_of(cue.positioning) or 0) >= 7


def _look(style: Style) -> str:
    code = ass_color(style.color) or "FFFFFF"
    color = " ".join(f"{int(code[at : at + 2], 16) / 255:.4g}" for at in (4, 2, 0))
    said = ['font="Helvetica"', 'fontSize="13"', 'fontFace="Regular"', f'fontColor="{color} 1"']
    flags = (("bold", style.bold), ("italic", style.italic), ("underline", style.underline))
    said += [f'{name}="1"' for name, on in flags if on]
    return " ".join([*said, 'backgroundColor="0 0 0 1"'])


FORMAT = write_only(
    "fcpxml", "Final Cut Pro XML", ".fcpxml", "application/xml", write,
    Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.COLOR, Feature.LANGUAGE, Feature.BLANK_LINES,
    Feature.HEADER,
)  # fmt: skip
