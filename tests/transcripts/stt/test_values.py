"""Single values: times in every spelling, scores, labels, paths, languages."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.values import SpeakerNames, at, first_of, score_of, time_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "unit", "ms"),
    [
        (0, 1000.0, 0), (0.0, 1000.0, 0), (1.28, 1000.0, 1280), (0.2699999809, 1000.0, 270), (1280, 1.0, 1280),
        ("0.52", 1000.0, 520), ("520", 1.0, 520), (" 1.5 ", 1000.0, 1500), ("1.280s", 1.0, 1280), ("12ms", 1000.0, 12),
        ("0:00:01.280000", 1.0, 1280), ("00:01,500", 1.0, 1500), ("1:02:03", 1.0, 3_723_000), ("2:05", 1.0, 125_000),
        ("PT1M2.5S", 1.0, 62_500), ("PT0S", 1.0, 0), ("P1DT1S", 1.0, 86_401_000), (5_200_000.0, 1e-4, 520),
        ({"seconds": "12", "nanos": 900_000_000}, 1.0, 12_900), ({"nanos": 5_000_000}, 1.0, 5), ({}, 1.0, 0),
        ({"seconds": {"low": 12, "high": 0, "unsigned": False}, "nanos": 0}, 1.0, 12_000),
        (-0.3, 1000.0, -300), (360_000, 1000.0, 360_000_000),
    ],
)  # fmt: skip
def test_times(value, unit, ms):
    assert time_of(value, unit) == ms


@pytest.mark.parametrize(
    "value",
    [None, True, "", "soon", "NaN", "1:2:3:4", "P", "PT", [], [1], math.nan, math.inf, -math.inf, 1e300, 10**400,
     {"seconds": "x"}, {"seconds": []}, "9" * 40, "1e999"],
)  # fmt: skip
def test_no_times(value):
    assert time_of(value) is None


@given(JSON)
def test_any_value_is_a_time_or_none(value):
    ms = time_of(value)
    assert ms is None or type(ms) is int
    score = score_of(value)
    assert score is None or 0.0 <= score <= 1.0
    assert isinstance(SpeakerNames()(value), str)
    assert isinstance(language_tag(value), str)


@given(JSON, st.text(st.sampled_from("ab.01"), max_size=8))
def test_paths_never_fail(value, path):
    at(value, path)
    first_of(value, path, "a.b")


@pytest.mark.parametrize(
    ("value", "score"), [(0.5, 0.5), ("0.99", 0.99), (1, 1.0), (97.5, 0.975), (-0.2, None), (101, None), (True, None)]
)
def test_scores(value, score):
    assert score_of(value) == score


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (0, "Speaker 0"), ("1", "Speaker 1"), ("SPEAKER_00", "SPEAKER_00"), ("UU", ""), (None, ""), ("unknown", ""),
        ("?", ""), ("Ann  Lee", "Ann Lee"), ({"id": "1", "display_name": "Bob"}, "Bob"),
        ({"id": "unknown", "name": None}, ""), ([1], ""), (True, ""), (-1, ""),
    ],
)  # fmt: skip
def test_labels(label, name):
    assert SpeakerNames()(label) == name


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("english", "en"), ("English", "en"), ("en", "en"), ("en_us", "en-US"), ("en-us", "en-US"), ("eng", "en"),
        ("Japanese", "ja"), ("zh-hans", "zh-Hans"), ("cmn-Hans-CN", "zh-Hans-CN"), ("haitian creole", "ht"),
        ("??-??", ""), ("", ""), (None, ""), ("multi language", ""), ("jw", "jv"), ("en_uk", "en-GB"),
    ],
)  # fmt: skip
def test_languages(name, tag):
    assert language_tag(name) == tag
