"""Rolling captions become clean cues with words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from captionkit.formats.webvtt.reader import read_text
from captionkit.formats.webvtt.youtube import deroll, is_rolling
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import ReadOptions

ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.400 --> 00:00:02.150 align:start position:0%

the<00:00:00.700><c> ferry</c><00:00:01.100><c> leaves</c><00:00:01.600><c> early</c>

00:00:02.150 --> 00:00:02.160 align:start position:0%
the ferry leaves early


00:00:02.160 --> 00:00:04.500 align:start position:0%
the ferry leaves early
when<00:00:02.500><c> the</c><00:00:02.800><c> tide</c><00:00:03.300><c> turns</c>

00:00:04.500 --> 00:00:04.510 align:start position:0%
when the tide turns


00:00:04.510 --> 00:00:06.000 align:start position:0%
when the tide turns
[Music]
"""


def rolling() -> Track:
    return read_text(ROLLING, ReadOptions()).value


def test_each_line_is_said_once() -> None:
    result = deroll(rolling())
    shown = [(cue.start, cue.end, cue.text) for cue in result.value]
    assert shown == [
        (400, 2160, "the ferry leaves early"),
        (2160, 4510, "when the tide turns"),
        (4510, 6000, "[Music]"),
    ]
    assert [d.code for d in result.diagnostics] == ["vtt.derolled"]
    assert result.value.language == "en"


def test_words_take_their_times_from_the_timestamps() -> None:
    words = deroll(rolling()).value.cues[0].words
    assert [(word.text, word.start, word.end) for word in words] == [
        ("the", 400, 700),
        ("ferry", 700, 1100),
        ("leaves", 1100, 1600),
        ("early", 1600, 2160),
    ]


def test_styles_and_place_of_the_roll_are_gone() -> None:
    for cue in deroll(rolling()).value:
        assert cue.positioning is None
        assert all(line.plain for line in cue.lines)


def test_other_tracks_stay_as_they_are() -> None:
    track = Track((Cue(0, 1000, "No."), Cue(1000, 2000, "No."), Cue(2000, 3000, "Yes."), Cue(3000, 4000, "Fine.")))
    assert not is_rolling(track)
    assert deroll(track).value is track
    assert deroll(Track()).diagnostics == ()


@given(st.lists(st.from_regex(r"[a-z]{2,6}( [a-z]{2,6}){0,4}", fullmatch=True), min_size=3, max_size=20, unique=True))
def test_no_line_is_lost_and_none_is_doubled(lines: list[str]) -> None:
    cues, before = [], ""
    for number, line in enumerate(lines):
        start = number * 1000
        cues.append(Cue(start, start + 990, f"{before}\n{line}" if before else line))
        cues.append(Cue(start + 990, start + 1000, line))
        before = line
    track = deroll(Track(tuple(cues))).value
    assert [cue.text for cue in track] == lines
    assert [cue.end for cue in track] == [1000 * (n + 1) for n in range(len(lines))]
