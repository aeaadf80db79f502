"""Over 140 kinds of bad reply, each on one of three texts: what is wrong is named.

``python benchmarks/translation_faults.py``, or ``CAPTIONKIT_FAULTS=all`` here, has every kind on every text.
"""

from __future__ import annotations

import os

import pytest
from benchmarks.translation_faults import KINDS, Outcome, Spoilt, golds, matrix, run, silent, unnamed_share
from benchmarks.translation_services import SERVICES


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str], Outcome]:
    return matrix(part=os.environ.get("CAPTIONKIT_FAULTS") != "all")


def test_there_are_many_kinds() -> None:
    assert len({name.removesuffix(" (batches only)") for name in KINDS}) >= 140


def test_few_kinds_pass_in_silence(outcomes: dict[tuple[str, str], Outcome]) -> None:
    assert len(silent(outcomes)) <= 6, silent(outcomes)


def test_few_texts_are_wrong_and_not_named(outcomes: dict[tuple[str, str], Outcome]) -> None:
    assert unnamed_share(outcomes) <= 0.015


def test_most_of_what_services_and_models_do_wrong_is_named() -> None:
    """Kinds that nobody had tuned for when they were counted first, those kept aside among them."""
    found = matrix(SERVICES, part=os.environ.get("CAPTIONKIT_FAULTS") != "all")
    assert len(silent(found)) <= 16, silent(found)
    assert unnamed_share(found) <= 0.015


@pytest.mark.parametrize("kind", [name for name in KINDS if name.startswith(("always", "sometimes"))])
def test_what_is_not_a_translation_never_passes(kind: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    assert all(not outcome.unnamed for (name, _), outcome in outcomes.items() if name == kind)


ORDER = ["shifted by one", "shifted by two", "shifted back", "reversed", "pairs exchanged", "shuffled", "sorted"]


@pytest.mark.parametrize("kind", ORDER)
def test_a_wrong_order_is_put_right(kind: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    """Asked one by one the translator answers rightly: every text is right in the end."""
    assert all(outcome.wrong == 0 for (name, _), outcome in outcomes.items() if name == kind)


@pytest.mark.parametrize("name", golds())
def test_an_honest_translator_is_believed(name: str) -> None:
    """Nothing named, nothing asked twice but for a probe or two."""
    pairs = golds()[name]
    outcome = run(pairs, name[-2:], Spoilt(pairs, name[-2:], lambda texts, replies, state: list(replies)))
    assert (outcome.wrong, outcome.named, outcome.failed) == (0, 0, False)
    assert outcome.sent <= 1.05
