"""Every rule: its examples run, its code and source are there, and it says nothing where it has no business."""

from __future__ import annotations

from dataclasses import replace

import pytest

from captionkit import profiles
from captionkit.diagnostics import all_codes
from captionkit.errors import ProfileError, UnknownNameError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.quality import all_rules, check, rule_called
from captionkit.transforms import TRANSFORMS, parse_step
from tests.quality.support import house_of, profile_of


@pytest.fixture(params=all_rules(), ids=lambda rule: rule.name)
def rule(request):
    return request.param


def found(rule, case):
    return [
        d for d in check(case.track, profile_of(case.profile), case.options, only=[rule.name]) if d.code == rule.code
    ]


def test_the_bad_example_breaks_the_rule(rule):
    assert found(rule, rule.bad)


def test_the_good_example_does_not(rule):
    assert not found(rule, rule.good)


def test_it_has_a_code_with_summary_and_a_source_and_a_reason(rule):
    code = all_codes()[rule.code]
    assert code.summary
    assert code.hint
    assert rule.why.endswith(".")
    assert rule.source


def test_its_mends_are_transforms_and_take_their_options(rule):
    for mend in rule.mends:
        step = parse_step(mend)
        assert callable(TRANSFORMS.get(step.name))


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.languages], ids=lambda rule: rule.name)
def test_it_is_silent_for_a_language_it_is_not_for(rule):
    assert not found(rule, replace(rule.bad, language="fi"))


def test_every_code_of_the_room_is_a_rule_or_told_by_the_room():
    own = {"truncated", "not-for-language", "waived", "waiver-unused", "known", "kept"}
    names = {code.partition(".")[2] for code in all_codes() if code.startswith("quality.")}
    assert names == {rule.name for rule in all_rules()} | own


def test_a_rule_can_be_switched_off_and_made_graver():
    track = Track((Cue(0, 500, "Yes."),))
    guide = profiles.load("default")
    assert not check(track, replace(guide, rules={"min-duration": "off"}))
    (one,) = check(track, replace(guide, rules={"min-duration": "error"}))
    assert one.severity.label == "error"


def test_a_profile_that_names_an_unknown_rule_is_refused():
    with pytest.raises(ProfileError, match="min-durtion"):
        check(Track(), replace(profiles.load("default"), rules={"min-durtion": "off"}))


def test_an_unknown_rule_suggests_the_nearest():
    with pytest.raises(UnknownNameError) as caught:
        rule_called("reading-sped")
    assert "reading-speed" in caught.value.hint


@pytest.mark.parametrize("name", profiles.names())
def test_every_profile_names_known_rules_and_mends(name):
    profile = profiles.load(name)
    check(Track(), profile)
    for mend in profile.mends:
        parse_step(mend)


def test_a_house_without_numbers_finds_nothing_in_what_is_well_formed():
    track = Track((Cue(0, 60_000, "x" * 90 + "."), Cue(60_001, 60_002, "yes.")), language="en")
    assert not check(track, profiles.load("youtube"))


def test_no_more_findings_than_the_limit_are_told_and_the_rest_is_counted():
    track = Track(tuple(Cue(i * 1000, i * 1000 + 500, "Yes.") for i in range(50)))
    found = check(track, profiles.load("default"), limit=10)
    assert len(found) == 11
    assert "40 more" in found[-1].message


def test_the_house_is_made_from_a_track():
    assert house_of(Track(language="pt-BR")).language == "pt"
