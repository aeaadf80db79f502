"""TOML of unknown origin fails as TOML, whatever Python's own parser makes of it."""

from __future__ import annotations

import tomllib

import pytest

from captionkit import profiles
from captionkit.errors import ProfileError
from captionkit.sources.tomltext import parse_toml

HOSTILE = {
    "a number of 5,000 digits": "lines = " + "9" * 5000,
    "3,000 brackets": "lines = " + "[" * 3000,
    "3,000 brackets closed": "lines = " + "[" * 3000 + "]" * 3000,
    "3,000 tables in one line": "lines = " + "{a=" * 3000 + "1" + "}" * 3000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_as_toml(text):
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_toml(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_profile_of_it_is_refused_by_name(text, tmp_path):
    path = tmp_path / "house.toml"
    path.write_text(text)
    with pytest.raises(ProfileError, match=r"house\.toml"):
        profiles.load(str(path))
