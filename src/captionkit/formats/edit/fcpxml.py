"""Captions for Final Cut Pro: FCPXML 1.8, the oldest version that has them.

All times are multiples of the frame; captions of one language do not overlap; a length is the end's frame minus the
start's. Line ends stand inside the text; names are one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from html import escape

from captionkit.diagnostics import Collector, Result
from captionkit.fitting import xml_text
from captionkit.formats.ass.styles import ass_color
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.edit.rows import Row, header_lines, rate_of, rows_of, shown_lines, title_of, write_only
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Style
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
    styles = 0
    for row in rows:
        part, styles = _caption(row, lines[row.number - 1], rate, f"iTT?captionFormat=ITT.{language}", styles)
        made += part
    made += ["    </gap>", "   </spine>", "  </sequence>", " </project></event></library>", "</fcpxml>", ""]
    return Result("\n".join(made).encode("utf-8", "replace"), notes.all)


def _time(frames: int, rate: Fraction) -> str:
    return f"{frames * rate.denominator}/{rate.numerator}s"


def _caption(row: Row, lines: Sequence[Line], rate: Fraction, role: str, styles: int) -> tuple[list[str], int]:
    runs: list[tuple[str, Style]] = []
    for number, line in enumerate(lines):
        for at, span in enumerate(line.spans):
            runs.append((("\n" if number and not at else "") + span.text, span.style))
        if number and not line.spans:
            runs.append(("\n", Style()))
    text = "".join(
        f'<text-style ref="ts{styles + n}">{escape(xml_text(said), quote=False)}</text-style>'
        for n, (said, _) in enumerate(runs, 1)
    )
    place = "top" if _is_high(row.cue) else "bottom"
    made = [
        f'     <caption lane="1" offset="{_time(row.start, rate)}" duration="{_time(row.end - row.start, rate)}" '
        f'start="0s" name="{escape(title_of(row.cue)[:200])}" role="{role}">',
        f'      <text placement="{place}">{text}</text>',
    ]
    for n, (_, style) in enumerate(runs, 1):
        made.append(f'      <text-style-def id="ts{styles + n}"><text-style {_look(style)}/></text-style-def>')
    return [*made, "     </caption>"], styles + len(runs)


def _is_high(cue: Cue) -> bool:
    from captionkit.formats.anchor import anchor_of

    anchor = anchor_of(cue.positioning) if cue.positioning is not None else None
    return anchor is not None and anchor >= 7


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
