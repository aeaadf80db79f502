"""Judging while a track is edited finds what a whole check finds, after any change."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.quality.check import active_rules, findings_in
from captionkit.quality.live import LiveCheck
from captionkit.quality.rule import RuleContext, views_of
from captionkit.transforms import Options

TEXTS = (
    "Good evening.", "- Come in.\n- Thanks.", "[door slams]", "He said:", "He said:  nothing", "\u266a La la",
    "and then we", "went home", "", "Ann: Hello.", "ann: No.", "WAIT A MOMENT", "12 people", "Yes.\n\nNo.", "la \u266a",
    "A line that is far too long for any style guide that anybody has ever written down, and longer", "(sighs", "well)",
)  # fmt: skip


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start = draw(st.integers(0, 20_000))
    return Cue(start, start + draw(st.integers(-100, 8000)), draw(st.sampled_from(TEXTS)))


def _shown(found: object) -> list[tuple[str, str]]:
    return [(one.rule.name, finding.message) for one, finding in found]  # type: ignore[attr-defined]


def _expected(cues: list[Cue], context: RuleContext) -> tuple[list[list[tuple[str, str]]], list[object]]:
    local: list[list[tuple[str, str]]] = [[] for _ in cues]
    whole: list[object] = []
    active = active_rules(context)
    names = {one.rule.name for one in active if one.rule.whole}
    for view, one, finding in findings_in(views_of(cues, context.limits.counting), active):
        if one.rule.name in names:
            whole.append((view and view.number - 1, one.rule.name, finding.message))
        elif view is not None:
            local[view.number - 1].append((one.rule.name, finding.message))
    return local, whole


@pytest.mark.parametrize("profile", ["default", "netflix-en", "bbc", "dcmp"])
@given(st.lists(cues(), max_size=8), st.data())
def test_after_any_change_the_findings_are_those_of_a_whole_check(
    profile: str, came: list[Cue], data: st.DataObject
) -> None:
    options = Options(rate=Fraction(25), shot_changes=(1000, 5000, 9000), language="en", duration=21_000)
    live = LiveCheck(Track(came, language="en"), load(profile), options)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(came)))
        count = data.draw(st.integers(0, min(3, len(came) - at)))
        new = data.draw(st.lists(cues(), max_size=3))
        live.splice(at, count, new)
        came[at : at + count] = new
        some = data.draw(st.sets(st.integers(0, max(0, len(came) - 1)), max_size=3))
        for n in some & set(range(len(came))):  # what is looked at in between must not matter
            live.found(n)
    local, whole = _expected(came, live.context)
    assert [_shown(live.found(n)) for n in range(len(came))] == local
    assert [(at, one.rule.name, finding.message) for at, one, finding in live.whole()] == whole


def test_a_trial_changes_nothing() -> None:
    live = LiveCheck(Track([Cue(0, 400, "Yes."), Cue(500, 2000, "No.")]), load("default"))
    before = _shown(live.found(0)), _shown(live.found(1))
    _, found = live.trial(0, Cue(0, 1100, "Yes."))
    assert [name for name, _ in _shown(found)] == []
    assert (_shown(live.found(0)), _shown(live.found(1))) == before


def test_nothing_is_judged_before_it_is_asked_for() -> None:
    live = LiveCheck(Track([Cue(n * 1000, n * 1000 + 900, "Yes.") for n in range(100)]), load("default"))
    live.found(50)
    assert [n for n in range(100) if live.judged(n)] == [50]


def test_an_edit_looks_at_the_cues_beside_it_and_no_others() -> None:
    count = 200
    live = LiveCheck(Track([Cue(n * 1000, n * 1000 + 900, "Yes.") for n in range(count)]), load("default"))
    for n in range(count):
        live.found(n)
    at = random.Random(1).randrange(1, count - 1)
    live.splice(at, 1, [Cue(at * 1000, at * 1000 + 800, "No.")])
    assert [n for n in range(count) if not live.judged(n)] == [at - 1, at, at + 1]
