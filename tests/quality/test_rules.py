"""Every rule: its examples run, its code and source are there, and it says nothing where it has no business."""

from __future__ import annotations

from dataclasses import replace

import pytest

from captionkit import profiles
from captionkit.diagnostics import all_codes
from captionkit.errors import ProfileError, UnknownNameError, UsageError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.quality import Finding, all_rules, check, one, rule_called, table
from captionkit.quality import rule as make_rule
from captionkit.quality.report import FileReport, Report
from captionkit.quality.reports import render
from captionkit.quality.rule import WARNING
from captionkit.transforms import TRANSFORMS, parse_step
from tests.quality.support import context_of, profile_of


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


def test_its_fixes_are_transforms_and_take_their_options(rule):
    for fix in rule.fixes:
        step = parse_step(fix)
        assert callable(TRANSFORMS.get(step.name))


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.languages], ids=lambda rule: rule.name)
def test_it_is_silent_for_a_language_it_is_not_for(rule):
    assert not found(rule, replace(rule.bad, language="fi"))


def test_every_code_of_quality_is_a_rule_or_its_own():
    own = {"truncated", "not-for-language", "waiver-unused", "fix-refused"}
    names = {code.partition(".")[2] for code in all_codes() if code.startswith("quality.")}
    assert names == {rule.name for rule in all_rules()} | own


def test_a_rule_can_be_switched_off_and_made_more_severe():
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
def test_every_profile_names_known_rules_and_fixes(name):
    profile = profiles.load(name)
    check(Track(), profile)
    for fix in profile.fixes:
        parse_step(fix)


def test_a_profile_without_numbers_finds_nothing_in_what_is_well_formed():
    track = Track((Cue(0, 60_000, "x" * 90 + "."), Cue(60_001, 60_002, "yes.")), language="en")
    assert not check(track, profiles.load("youtube"))


def test_no_more_findings_than_the_limit_are_reported_and_the_rest_is_counted():
    track = Track(tuple(Cue(i * 1000, i * 1000 + 500, "Yes.") for i in range(50)))
    found = check(track, profiles.load("default"), limit=10)
    assert len(found) == 11
    assert "40 more" in found[-1].message


def test_the_context_is_made_from_a_track():
    assert context_of(Track(language="pt-BR")).language == "pt"


@make_rule(
    WARNING,
    "a web address",
    hint="write the site's name",
    source="this test",
    bad=one("Go to www.example.org."),
    good=one("Go to our site."),
)
def web_address(context):
    """Nobody reads an address in two seconds."""
    return lambda view: Finding("a web address") if "www." in view.text else None


TRACK = Track((Cue(0, 4000, "Go to www.example.org."), Cue(5000, 5500, "Yes.")))
HERE = f"{__name__}:web_address"


class _Point:
    """What an installed package's entry point looks like to the registry."""

    def __init__(self, value):
        self.name, self.group, self.dist, self.value = "web-address", "captionkit.rules", None, value

    def load(self):
        return self.value


@pytest.fixture
def installed(monkeypatch):
    table._registry.cache_clear()  # a loaded plugin is kept

    def install(value):
        monkeypatch.setattr(
            "importlib.metadata.entry_points", lambda group: [_Point(value)] * (group == _Point(0).group)
        )

    yield install
    table._registry.cache_clear()


def test_an_own_rule_is_found_by_module_and_function_and_as_itself():
    for named in (HERE, web_address):
        (found,) = check(TRACK, profiles.load("default"), only=[named])
        assert (found.code, found.severity, found.hint) == ("quality.web-address", WARNING, "write the site's name")


def test_an_installed_own_rule_runs_beside_the_others_where_the_profile_names_it(installed):
    installed(web_address)
    profile = replace(profiles.load("default"), rules={"web-address": "error"})
    found = check(TRACK, profile)
    assert [d.code for d in found] == ["quality.web-address", "quality.min-duration"]
    assert found[0].severity.label == "error"
    assert rule_called("quality.web-address") is web_address
    assert not check(TRACK, profile, only=["order"])


def test_an_own_rule_appears_in_every_report():
    found = check(TRACK, profiles.load("default"), only=[HERE])
    report = Report("default", (FileReport("a.srt", TRACK, found),))
    for form in ("text", "json", "sarif", "junit", "csv", "github", "html"):
        assert "web-address" in render(report, form)


def test_what_is_not_a_rule_is_refused(installed):
    for target in (f"{__name__}:TRACK", f"{__name__}:nothing", "no_such_module_here:rule"):
        with pytest.raises(UsageError):
            rule_called(target)
    installed(print)
    with pytest.raises(UsageError, match="web-address is not a rule"):
        rule_called("web-address")


def test_a_rule_without_a_docstring_is_refused():
    with pytest.raises(UsageError, match="no docstring"):
        make_rule(WARNING, "x", source="x", bad=one("a"), good=one("b"))(lambda context: None)


def test_a_profile_cannot_name_a_module():
    """A profile is a file that may come from anywhere: it must not load code by naming it."""
    with pytest.raises(ProfileError, match="no rule called"):
        check(TRACK, replace(profiles.load("default"), rules={HERE: "error"}))
