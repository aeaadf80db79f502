"""Checking and fixing files that nobody on this project wrote."""

from __future__ import annotations

import os
import random
from collections import Counter
from functools import cache

import pytest

import captionkit
from captionkit import profiles
from captionkit.errors import CaptionkitError
from captionkit.quality import check
from captionkit.quality.fix import fix
from captionkit.quality.judge import letters
from tests.quality.test_fix import no_worse
from tests.quality.test_harm import assert_within_allowances
from tests.support import CORPORA, corpora

PROFILES = ("default", "netflix-en", "bbc-broadcast", "ted")
#: Cues of one file that are fixed here: the whole feature film would take a minute and show nothing new.
MOST = int(os.environ.get("CAPTIONKIT_CORPORA_CUES", "60"))
#: Cues that every profile is tried on.
FEW = int(os.environ.get("CAPTIONKIT_CORPORA_CUES", "15"))
#: Files that each profile is tried on, others for each.
SAMPLED = int(os.environ.get("CAPTIONKIT_CORPORA_FILES", "8"))


@cache
def readable():
    """Return every file of the corpora that is a caption track."""
    return list(_readable())


def _readable():
    for path in sorted(CORPORA.rglob("*")):
        if not path.is_file() or path.stat().st_size > 3_000_000:
            continue
        try:
            track = captionkit.load(path)
        except CaptionkitError:
            continue
        if track.cues:
            yield path, track.replace(cues=track.cues[:MOST])


def counted(track, profile):
    found = check(track, profile)
    return Counter(d.code for d in found), {d.code: d.severity for d in found}


@corpora
@pytest.mark.parametrize("guide", PROFILES)
def test_fix_then_check_holds_on_every_readable_file(guide):
    profile = profiles.load(guide)
    seen = 0
    for path, track in readable():
        fixed = fix(track, profile)
        assert no_worse(counted(track, profile), counted(fixed.track, profile)), path
        assert [(d.code, d.cue) for d in fixed.remaining] == [(d.code, d.cue) for d in check(fixed.track, profile)], (
            path
        )
        assert all(d.data["reason"] for d in fixed.remaining), path
        assert not fix(fixed.track, profile).changes, path
        kept = fix(track, profile, ignore=["doubled", "markup", "order"])
        assert letters(kept.track.cues) == letters(track.cues), path
        seen += 1
    assert seen > 100


@cache
def captions():
    """Return the corpora's files that are small, those with a caption format's suffix, by folder and in order."""
    suffixes = {".srt", ".vtt", ".sbv", ".sub", ".ass", ".ttml", ".xml", ".dfxp", ".scc", ".stl", ".txt", ".json"}
    found = [path for path in sorted(CORPORA.rglob("*")) if path.suffix.lower() in suffixes and path.is_file()]
    return [path for path in found if path.stat().st_size < 200_000]


@corpora
@pytest.mark.parametrize("guide", profiles.names())
def test_a_fix_in_any_profile_keeps_times_and_letters_and_changes_nothing_again(guide):
    profile, seen = profiles.load(guide), 0
    paths = captions()
    for path in random.Random(guide).sample(paths, len(paths)):
        try:
            track = captionkit.load(path)
        except CaptionkitError:
            continue
        if track.cues:
            track = track.replace(cues=[cue.replace(id=str(n)) for n, cue in enumerate(track.cues[:FEW])])
            fixed = fix(track, profile)
            assert not fix(fixed.track, profile).changes, path
            assert_within_allowances(track, fixed, profile)
            kept = fix(track, profile, ignore=["doubled", "markup", "order"])
            assert letters(kept.track.cues) == letters(track.cues), path
            seen += 1
        if seen == SAMPLED:
            break
    assert seen
