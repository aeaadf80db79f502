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
    encoded_lines,
    header_lines,
    in_xml,
    on_one_line,
    rate_of,
    rows_of,
    shown_lines,
    write_only,
)  # fmt: skip
from captionkit.model.cue import Cue, plain_text_of
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
    said = None if options.speakers == "none" else list(shown_lines(track, options))
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
    made += [captions.caption(row, None if said is None else said[row.number - 1]) for row in rows]
    made += ["    </gap>", "   </spine>", "  </sequence>", " </project></event></library>", "</fcpxml>", ""]
    return Result(encoded_lines(made), notes.all)


def _time(frames: int, rate: Fraction) -> str:
    return f"{frames * rate.denominator}/{rate.numerator}s"


class _Captions:
    """Captions one after the other: their styles are numbered through the file, each run of text has its own."""

    def __init__(self, rate: Fraction, role: str) -> None:
        self._step, self._unit = rate.denominator, f"/{rate.numerator}s"
        self._role = role
        self._styles = 0
        self._looks: dict[Style, str] = {}
        self._plain = _defined(PLAIN)

    def caption(self, row: Row, said: Sequence[Line] | None) -> str:
        """Return one caption; ``said`` are its lines where they are not the cue's own."""
        cue = row.cue
        plain = plain_text_of(cue) if said is None else None
        if plain is not None:
            text, definitions = self._plainly(plain)
            # nothing stands in text alone that puts it at the top
            high = bool(cue.settings) and _is_high(cue)
        else:
            text, definitions = self._styled(cue.lines if said is None else said)
            plain, high = cue.text, _is_high(cue)
        step, unit = self._step, self._unit
        return (
            f'     <caption lane="1" offset="{row.start * step}{unit}" duration="{(row.end - row.start) * step}{unit}" '
            f'start="0s" name="{in_xml(on_one_line(plain)[:200], quote=True)}" role="{self._role}">\n'
            f'      <text placement="{"top" if high else "bottom"}">{text}</text>\n{definitions}     </caption>'
        )

    def _plainly(self, text: str) -> tuple[str, str]:
        """Return text in no style, a run a line, and the definitions of its runs' styles."""
        number, plain = self._styles, self._plain
        made = definitions = feed = ""
        for line in in_xml(text).split("\n"):
            if feed or line:
                number += 1
                made += f'<text-style ref="ts{number}">{feed}{line}</text-style>'
                definitions += f'      <text-style-def id="ts{number}">{plain}'
            feed = "\n"
        self._styles = number
        return made, definitions

    def _styled(self, lines: Sequence[Line]) -> tuple[str, str]:
        """Return the runs of lines and the definitions of their styles."""
        number, looks = self._styles, self._looks
        made = definitions = ""
        for run, style in _runs(lines):
            number += 1
            look = looks.get(style) or looks.setdefault(style, _defined(style))
            made += f'<text-style ref="ts{number}">{in_xml(run)}</text-style>'
            definitions += f'      <text-style-def id="ts{number}">{look}'
        self._styles = number
        return made, definitions


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


def _defined(style: Style) -> str:
    """Return how a style looks, and the end of its definition."""
    code = ass_color(style.color) or "FFFFFF"
    color = " ".join(f"{int(code[at : at + 2], 16) / 255:.4g}" for at in (4, 2, 0))
    said = ['font="Helvetica"', 'fontSize="13"', 'fontFace="Regular"', f'fontColor="{color} 1"']
    flags = (("bold", style.bold), ("italic", style.italic), ("underline", style.underline))
    said += [f'{name}="1"' for name, on in flags if on]
    return f'<text-style {" ".join(said)} backgroundColor="0 0 0 1"/></text-style-def>\n'


FORMAT = write_only(
    "fcpxml", "Final Cut Pro XML", ".fcpxml", "application/xml", write,
    Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.COLOR, Feature.LANGUAGE, Feature.BLANK_LINES,
    Feature.HEADER, anchors=frozenset((2, 8)),
)  # fmt: skip
