"""The published suites that no other module runs over a table: rules, translators, recognisers."""

from __future__ import annotations

import pytest

from captionkit.errors import EngineError
from captionkit.model.transcript import Segment, Transcript
from captionkit.quality import Finding, all_rules, one, rule
from captionkit.quality.rule import WARNING
from captionkit.testing import RecogniserSuite, RuleSuite, TranslatorSuite
from captionkit.translation.find import TRANSLATORS
from tests.quality import support


def run(suite: object) -> None:
    for name in dir(suite):
        if name.startswith("test_"):
            getattr(suite, name)()


@pytest.mark.parametrize("one_rule", all_rules(), ids=lambda each: each.name)
def test_every_rule_passes_its_suite(one_rule):
    named = staticmethod(support.profile_of)  # one example is of a profile that only tests have
    run(type("Suite", (RuleSuite,), {"rule": one_rule, "profile": named})())


@pytest.mark.parametrize("name", ["echo", "pseudo"])
def test_a_translator_passes_its_suite(name):
    run(type("Suite", (TranslatorSuite,), {"translator": TRANSLATORS.get(name)})())


def test_a_translator_that_loses_a_text_fails():
    def short(texts, request):
        return texts[1:]

    with pytest.raises(AssertionError, match="came back as"):
        run(type("Suite", (TranslatorSuite,), {"translator": staticmethod(short)})())


def test_a_recogniser_passes_its_suite():
    def silent(path, language, model):
        if not path.endswith("silence.wav"):
            raise EngineError("no such file")
        return Transcript((), source="silent")

    run(type("Suite", (RecogniserSuite,), {"recogniser": staticmethod(silent)})())


def test_a_recogniser_that_hears_words_in_silence_fails():
    def chatty(path, language, model):
        if not path.endswith("silence.wav"):
            raise EngineError("no such file")
        return Transcript((Segment("Thank you for watching."),), source="chatty")

    with pytest.raises(AssertionError, match="heard in silence"):
        run(type("Suite", (RecogniserSuite,), {"recogniser": staticmethod(chatty)})())


def test_a_rule_whose_examples_are_the_wrong_way_round_fails():
    @rule(WARNING, "says boo", source="nobody", bad=one("All is well."), good=one("Boo!"))
    def boo(context):
        """It frightens people."""
        return lambda view: Finding("boo") if "Boo" in view.text else None

    with pytest.raises(AssertionError, match="bad example"):
        run(type("Suite", (RuleSuite,), {"rule": boo})())
