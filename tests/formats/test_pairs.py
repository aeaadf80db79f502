"""Every pair of formats that are read and written: what both can carry goes from one to the other and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.formats import FORMATS, Feature, WriteOptions
from captionkit.formats.classes import style_of
from captionkit.formats.loss import losses
from captionkit.formats.stacked import stacked
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source

BOTH = [name for name in FORMATS.names() if FORMATS.get(name).read and FORMATS.get(name).write]
#: How far (ms) each moves a time: half a frame (ASS then to the hundredth before), a tenth, a frame of line 21.
GRAIN = {"stl": 21, "scc": 34, "mcc": 34, "ass": 30, "itt": 21, "microdvd": 21, "mpl2": 51, "subviewer": 10,
         "spruce": 21, "encore": 21}  # fmt: skip
#: Frame formats are written and read at one rate, line 21 at its own.
RATE = {"scc": "29.97", "mcc": "29.97"}
#: Styles of whole lines, by the feature that they need.
STYLES = {Feature.ITALIC: Style(italic=True), Feature.UNDERLINE: Style(underline=True), Feature.BOLD: Style(bold=True)}


def through(track: Track, name: str) -> Track:
    form = FORMATS.get(name)
    rate = RATE.get(name, "25")
    data = form.write(track, WriteOptions(rate=rate, header={"display": "open"} if name == "stl" else None)).value
    return form.read(Source(data, f"t.{name}"), ReadOptions(rate=rate)).value


_WORD = st.text("abcdefghij", min_size=1, max_size=8)
_ROW = st.lists(_WORD, min_size=1, max_size=3).map(" ".join)
#: Rows of text, a length, a pause before the next (ms), and which of the styles it has.
_ROWS = st.lists(
    st.tuples(st.lists(_ROW, min_size=1, max_size=2), st.integers(1500, 4000), st.integers(3000, 6000),
              st.integers(0, len(STYLES))),
    min_size=1, max_size=4,
)  # fmt: skip
_Drawn = list[tuple[list[str], int, int, int]]


def track_of(rows: _Drawn, can: frozenset[Feature]) -> Track:
    """Return cues far enough apart for line 21, their lines short, each in a style that is in ``can``."""
    styles = [Style(), *(style if feature in can else Style() for feature, style in STYLES.items())]
    cues, at = [], 6000
    for texts, length, pause, style in rows:
        cues.append(Cue(at, at + length, [Line((Span(text, styles[style]),)) for text in texts]))
        at += length + pause
    return Track(cues)


def shown(track: Track) -> list[tuple[str, list[Style]]]:
    return [(cue.text, [style_of(line, {})[0] for line in cue.lines]) for cue in track]


@pytest.mark.parametrize("first", BOTH)
@settings(max_examples=4, deadline=None)
@given(rows=_ROWS)
def test_what_both_can_carry_goes_through(first: str, rows: _Drawn) -> None:
    """Text and styles are the same, times within what the two count in, and the ledger is empty."""
    for second in BOTH:
        can = FORMATS.get(first).can & FORMATS.get(second).can
        track = track_of(rows, can)
        here = through(track, first)
        assert shown(here) == shown(track), first
        lost = [d.code for d in losses(here, FORMATS.get(second)) if d.code not in ABOUT_THE_FILE]
        assert lost == [], f"{first} to {second}"
        there = through(stacked(here, FORMATS.get(second)).value, second)
        assert shown(there) == shown(track), f"{first} to {second}"
        slack = 1 + GRAIN.get(first, 0) + GRAIN.get(second, 0)
        for cue, wanted in zip(there, track, strict=True):
            assert abs(cue.start - wanted.start) <= slack, f"{first} to {second}"
            assert abs(cue.end - wanted.end) <= slack, f"{first} to {second}"


#: What a file says of itself, and the ledger's sum.
ABOUT_THE_FILE = {"loss.summary", "loss.header", "loss.language", "loss.milliseconds", "loss.script", "loss.grid",
                   "loss.notes", "loss.id"}  # fmt: skip
