"""Profiles: every builtin loads, cites its sources, and files of one's own are checked thoroughly."""

from __future__ import annotations

import json
import pickle
import tomllib
from dataclasses import fields
from fractions import Fraction
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit import profiles
from captionkit.errors import ProfileError, UnknownNameError, UsageError
from captionkit.model.timecode import RATES, frames_to_ms
from captionkit.profiles import Limits
from captionkit.profiles.amount import Amount, parse_amount
from captionkit.profiles.keys import LIMITS
from captionkit.profiles.loader import source_table
from captionkit.profiles.schema import schema

DATA = files("captionkit.profiles") / "data"


@pytest.fixture(params=profiles.names())
def name(request):
    return request.param


def test_each_profile_loads_and_every_number_names_source_date_and_evidence(name):
    profile = profiles.load(name)
    assert profile.title
    for item in profile.sources:
        assert item.source
        assert item.evidence in {"primary", "secondary", "implementation", "own", "fallback"}, item
        if item.evidence != "fallback":
            assert item.date, item
            assert item.url or item.evidence == "own", item


def test_no_builtin_holds_a_number_without_a_source(name):
    data = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    tables = [data.get("limits", {}), data.get("style", {}), *data.get("audience", {}).values()]
    for key, value in (item for table in tables for item in table.items()):
        assert value["source"] in source_table(), key


def test_what_a_house_does_not_publish_falls_back_for_segmentation_and_is_none_for_rules(name):
    profile = profiles.load(name)
    limits, published = profile.limits(), profile.published()
    for key in profile.fallbacks - {"counting"}:
        assert getattr(published, key) is None
        assert getattr(limits, key) is not None
        assert any(s.key == f"limits.{key}" and s.evidence == "fallback" for s in profile.sources)


def test_each_file_fits_the_published_schema(name):
    data = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(data)


def test_the_published_schema_is_the_one_made_from_the_keys():
    text = (files("captionkit.profiles") / "profile.schema.json").read_text("utf-8")
    assert json.loads(text) == json.loads(json.dumps(schema()))


def test_every_limit_has_a_key_and_every_key_a_limit():
    assert {f.name for f in fields(Limits)} == LIMITS.keys()


def test_profiles_can_be_pickled(name):
    profile = profiles.load(name)
    assert pickle.loads(pickle.dumps(profile)) == profile


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("netflix-en", {"max_cpl": 42, "max_lines": 2, "max_cps": 20, "min_duration": 833, "max_duration": 7000}),
        ("netflix-en:children", {"max_cps": 17}),
        ("netflix-en:sdh-children", {"max_cps": 17}),
        ("netflix-ru", {"max_cpl": 39, "max_cps": 17}),
        ("netflix-ja", {"max_cpl": 13, "max_cps": 4, "min_gap": None, "counting": "halfwidth", "min_duration": 500}),
        ("netflix-th", {"max_cpl": 35, "counting": "no-marks"}),
        ("netflix-hi:sdh", {"max_cps": 25}),
        ("bbc-broadcast", {"max_cpl": 37, "max_wpm": 180, "min_word_time": 300}),
        ("bbc-online-9x16", {"max_cpl": 25, "max_lines": 3}),
        ("dcmp-lower", {"max_wpm": 130, "max_cps": 13}),
        ("ted", {"max_cps": 21, "max_chars": 84, "min_balance": 0.5}),
        ("ard", {"max_cpl": 37, "max_duration": None, "min_gap": 41}),
        ("csa:live", {"max_lines": 3}),
        ("cea608", {"max_cpl": 32}),
        ("sdi-nl", {"max_cps": 18.75, "min_duration": 1320, "min_gap": 160}),
    ],
)
def test_known_numbers(name, expected):
    limits = profiles.load(name).limits()
    assert {key: getattr(limits, key) for key in expected} == expected


def test_youtube_publishes_no_number_and_says_so():
    profile = profiles.load("youtube")
    published = profile.published()
    assert {getattr(published, f.name) for f in fields(Limits)} == {None, "graphemes"}
    assert "no limit" in profile.note


def test_dashes_and_underscores_and_case_are_the_same():
    assert profiles.load("netflix_zh_hans") is profiles.load("Netflix-ZH-Hans")


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        profiles.load("netflx-en")
    assert "netflix-en" in caught.value.hint


def test_an_unknown_audience_names_those_that_are_there():
    with pytest.raises(UnknownNameError) as caught:
        profiles.load("netflix-en:babies")
    assert "children" in caught.value.hint


@pytest.mark.parametrize(
    ("rate", "minimum", "maximum", "gap", "chain"),
    [
        ("24", 833, 7000, 83, 500),
        ("23.976", 833, 7007, 83, 500),
        ("25", 833, 7000, 80, 500),
        ("29.97", 833, 7007, 66, 500),
        ("50", 833, 7000, 40, 500),
    ],
)
def test_limits_in_frames_follow_the_rate_and_seconds_have_half_a_frame_of_tolerance(
    rate, minimum, maximum, gap, chain
):
    limits = profiles.load("netflix-en").limits(RATES[rate])
    assert (limits.min_duration, limits.max_duration, limits.min_gap, limits.chain_gap) == (
        minimum,
        maximum,
        gap,
        chain,
    )


@given(st.sampled_from(sorted(RATES.values())), st.integers(0, 200_000), st.integers(1, 300))
def test_a_gap_of_as_many_frames_as_demanded_passes_wherever_it_begins(rate, start, frames):
    limit = Amount(frames=Fraction(frames)).limit("min_gap", rate)
    assert frames_to_ms(start + frames, rate) - frames_to_ms(start, rate) >= limit


@given(st.sampled_from(sorted(RATES.values())), st.integers(0, 200_000), st.integers(1, 300))
def test_a_cue_of_as_many_frames_as_allowed_passes_wherever_it_begins(rate, start, frames):
    limit = Amount(frames=Fraction(frames)).limit("max_duration", rate)
    assert frames_to_ms(start + frames, rate) - frames_to_ms(start, rate) <= limit


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2 frames", Amount(frames=Fraction(2))),
        ("1 frame", Amount(frames=Fraction(1))),
        ("12f", Amount(frames=Fraction(12))),
        ("5/6 s", Amount(seconds=Fraction(5, 6))),
        ("1.5 s", Amount(seconds=Fraction(3, 2))),
        ("80 ms", Amount(seconds=Fraction(8, 100))),
        (80, Amount(seconds=Fraction(8, 100))),
        ("none", Amount()),
    ],
)
def test_lengths_of_time(text, amount):
    assert parse_amount(text) == amount
    assert parse_amount(str(amount)) == amount


@pytest.mark.parametrize("text", ["", "2", "two frames", "1/0 s", "-1 s", "5 minutes", True, -3, None, "2 frames "])
def test_what_is_no_length_of_time(text):
    with pytest.raises(UsageError):
        parse_amount(text)


def write(path, text):
    path.write_text(text, "utf-8")
    return path


def test_a_file_inherits_and_its_own_numbers_win(tmp_path):
    path = write(
        tmp_path / "guide.toml",
        'schema = 1\ninherits = "netflix_en"\n[limits]\nmax_cpl = 39\n[rules]\nellipsis = "off"\n',
    )
    profile = profiles.load(path)
    assert profile.name == "guide"
    assert profile.limits().max_cpl == 39
    assert profile.limits().max_cps == 20
    assert profile.rules["ellipsis"] == "off"
    assert profile.inherits == ("netflix-en", "netflix")
    own = next(s for s in profile.sources if s.key == "limits.max_cpl")
    assert (own.source, own.evidence) == (str(path), "guide")
    assert profiles.load(f"{path}:children").limits().max_cps == 17


def test_a_file_may_inherit_from_a_file_beside_it(tmp_path):
    write(tmp_path / "base.toml", "schema = 1\n[limits]\nmax_cpl = 30\n")
    path = write(tmp_path / "show.toml", 'schema = 1\ninherits = "base.toml"\n[limits]\nmax_lines = 1\n')
    limits = profiles.load(str(path)).published()
    assert (limits.max_cpl, limits.max_lines, limits.max_cps) == (30, 1, None)


def test_every_fault_is_told_at_once_with_its_path(tmp_path):
    path = write(
        tmp_path / "bad.toml",
        """schema = 2
inherits = "netflx"
colour = "red"
languages = "en"
evidence = "gossip"
[limits]
max_cpl = "many"
max_lins = 2
min_gap = "2 sheep"
max_cps = { value = 17, sauce = "x", source = "nowhere" }
[audience.children]
max_lines = 1.5
[style]
italics = "no"
elipsis = "..."
dialog_style = "both_space"
[rules]
overlap = "fatal"
""",
    )
    with pytest.raises(ProfileError) as caught:
        profiles.load(path)
    message = str(caught.value)
    for part in (
        "bad.toml: 15 faults", "schema: must be 1", "netflix", "colour: no such key", "languages: ", "evidence: ",
        "limits.max_cpl: must be a number", "limits.max_lins: no such key; did you mean 'max_lines'?",
        "limits.min_gap: ",
        "limits.max_cps.sauce", "limits.max_cps.source: there is no source 'nowhere'", "audience.children.max_lines: ",
        "style.italics: must be true or false", "did you mean 'ellipsis'?", "style.dialog_style: must be one of",
        "rules.overlap: must be one of off",
    ):  # fmt: skip
        assert part in message, part


@pytest.mark.parametrize(
    "text", ["schema = 1\nlimits = 3\nstyle = []\nrules = 1\naudience = 2\n", "schema = 1\ninherits = 4\n"]
)
def test_tables_that_are_none(tmp_path, text):
    with pytest.raises(ProfileError):
        profiles.load(write(tmp_path / "x.toml", text))


def test_broken_toml_tells_the_line(tmp_path):
    with pytest.raises(ProfileError, match="line 2"):
        profiles.load(write(tmp_path / "x.toml", "schema = 1\nlimits = 1 2\n"))


def test_a_circle_of_inheritance_is_a_fault(tmp_path):
    write(tmp_path / "a.toml", 'schema = 1\ninherits = "b.toml"\n')
    path = write(tmp_path / "b.toml", 'schema = 1\ninherits = "a.toml"\n')
    with pytest.raises(ProfileError, match="in turn"):
        profiles.load(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ProfileError, match=r"nowhere\.toml"):
        profiles.load(tmp_path / "nowhere.toml")


def test_language_gating():
    profile = profiles.load("netflix-pt")
    assert profile.speaks("pt-BR")
    assert profile.speaks("")
    assert not profile.speaks("es")
    assert profiles.load("default").speaks("xx")
