from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.errors import UsageError
from captionkit.model import timecode as tc

RATES = sorted(tc.RATES.values())
DROPPING = [rate for rate in RATES if tc.can_drop(rate)]
DAY = 24 * 3600


@given(st.integers(0, 120 * DAY), st.sampled_from(RATES))
def test_frame_to_ms_and_back_is_the_identity(frame: int, rate: Fraction) -> None:
    assert tc.ms_to_frames(tc.frames_to_ms(frame, rate), rate) == frame


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_identity_holds_for_every_frame_of_an_hour(rate: Fraction) -> None:
    for frame in range(int(3600 * rate) + 2):
        assert tc.ms_to_frames(tc.frames_to_ms(frame, rate), rate) == frame


@given(st.integers(-(10**9), 10**9), st.sampled_from(RATES))
def test_ms_to_frame_is_never_more_than_half_a_frame_off(ms: int, rate: Fraction) -> None:
    frame = tc.ms_to_frames(ms, rate)
    assert abs(frame * 1000 / rate - ms) <= Fraction(500) / rate


@given(st.integers(0, 100 * DAY), st.sampled_from(RATES))
def test_label_and_back_is_the_identity(frame: int, rate: Fraction) -> None:
    label = tc.label_of_frame(frame, rate)
    assert tc.frame_of_label(*label, rate) == frame


@given(st.integers(0, 60 * DAY), st.sampled_from(DROPPING))
def test_drop_frame_label_and_back_is_the_identity(frame: int, rate: Fraction) -> None:
    label = tc.label_of_frame(frame, rate, drop=True)
    assert tc.frame_of_label(*label, rate, drop=True) == frame


@pytest.mark.parametrize("rate", DROPPING, ids=str)
def test_drop_frame_labels_skip_numbers_and_no_frames(rate: Fraction) -> None:
    """SMPTE ST 12-1: the first labels of each minute are skipped, but not in every tenth minute."""
    skipped = tc.nominal(rate) // 15
    labels = [tc.label_of_frame(frame, rate, drop=True) for frame in range(int(1300 * rate))]
    assert len(set(labels)) == len(labels)
    assert labels == sorted(labels)
    for _, minutes, seconds, frames in labels:
        assert not (seconds == 0 and frames < skipped and minutes % 10)


@pytest.mark.parametrize(
    ("text", "rate", "ms"),
    [
        ("00:01:00;02", "29.97", 60060),  # frame 1800
        ("00:00:59;29", "29.97", 60027),  # frame 1799
        ("00:10:00;00", "29.97", 599999),  # frame 17982
        ("01:00:00;00", "29.97", 3599996),  # frame 107892: 3.6 ms short of the hour
        ("01:00:00:00", "29.97", 3603600),  # the same label without dropping: 3.6 s long
        ("01:00:00;00", "59.94", 3599996),
        ("01:00:00:00", "23.976", 3603600),
        ("10:00:00:12", "25", 36000480),
        ("00:01:00;00", "29.97", 60060),  # a label that does not exist names the next one
        ("00:00:01;12", "25", 1480),  # no drop-frame at 25: the mark says nothing
    ],
)
def test_smpte_labels(text: str, rate: str, ms: int) -> None:
    assert tc.parse_smpte(text, tc.parse_rate(rate)) == ms


def test_format_smpte_marks_drop_frame_with_a_semicolon() -> None:
    assert tc.format_smpte(60060, tc.RATES["29.97"], drop=True) == "00:01:00;02"
    assert tc.format_smpte(3_603_600, tc.RATES["29.97"]) == "01:00:00:00"


@pytest.mark.parametrize("text", ["0:0", "abc", "00:00:00:25", "1:2:3", ""])
def test_bad_labels_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        tc.parse_smpte(text, tc.RATES["25"])


def test_drop_frame_is_refused_where_there_is_none() -> None:
    with pytest.raises(UsageError, match="no drop-frame"):
        tc.label_of_frame(10, tc.RATES["25"], drop=True)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("23.98", "23.976"), ("23.976", "23.976"), ("29.97", "29.97"), ("59.94", "59.94"), ("25.00", "25"), ("24", "24")],
)
def test_spellings_of_a_rate(text: str, rate: str) -> None:
    assert tc.parse_rate(text) == tc.RATES[rate]


def test_an_exact_fraction_is_taken_as_it_is() -> None:
    assert tc.parse_rate("2997/100") == Fraction(2997, 100)


@pytest.mark.parametrize("text", ["0", "-25", "abc", "1/0", "10000", "nan"])
def test_bad_rates_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        tc.parse_rate(text)


@given(st.integers(0, 10**10))
def test_clock_and_back_is_the_identity(ms: int) -> None:
    assert tc.parse_clock(tc.format_clock(ms)) == ms


@pytest.mark.parametrize(
    ("text", "ms"), [("1:02", 62000), ("0:00.5", 500), ("100:00:00,001", 360000001), ("0:0.0005", 1)]
)
def test_clock_times(text: str, ms: int) -> None:
    assert tc.parse_clock(text) == ms


@pytest.mark.parametrize("text", ["", "5", "1:2:3:4", "-1:00", "1:000", "a:b"])
def test_bad_clock_times_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        tc.parse_clock(text)


def test_a_negative_time_keeps_its_sign() -> None:
    assert tc.format_clock(-1500) == "-00:00:01.500"


@pytest.mark.parametrize(
    ("text", "ms"),
    [("3m", 180_000), ("90s", 90_000), ("90", 90_000), ("1.5", 1500), ("1h2m3,25s", 3_723_250), ("3 min", 180_000),
     ("2H", 7_200_000), ("0:03", 3000), ("1:00:00", 3_600_000), ("3m25", 205_000)],
)  # fmt: skip
def test_lengths(text: str, ms: int) -> None:
    assert tc.parse_length(text) == ms


@pytest.mark.parametrize("text", ["", "m", "three", "3x", "-3", "3s2m", "1:2:3:4", "٣"])
def test_what_is_no_length_is_named_as_it_was_typed(text: str) -> None:
    with pytest.raises(UsageError, match=re.escape(repr(text))):
        tc.parse_length(text)


@given(st.integers(0, 10**9))
def test_a_length_in_seconds_is_itself(ms: int) -> None:
    assert tc.parse_length(f"{ms // 1000}.{ms % 1000:03d}s") == ms
