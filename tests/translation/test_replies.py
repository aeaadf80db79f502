"""Answers are kept word for word: they can be read and judged again, and nobody is asked for that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import captionkit
from captionkit import TranslateOptions
from captionkit.errors import UsageError
from captionkit.translation.backends.pivot import pivot
from captionkit.translation.base import Request
from captionkit.translation.find import find_translator
from captionkit.translation.lookup import Lookup
from captionkit.translation.memory import Memory
from captionkit.translation.proof import Fault
from captionkit.translation.replies import NotKeptError, keep_replies
from tests.translation.server import Service, serving
from tests.translation.support import TEXTS, FakeTranslator, fake, track_of

REPLIES = TranslateOptions(from_replies=True)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    pytest.importorskip("httpx", reason="not run: the extra http is not installed")
    monkeypatch.setenv("CAPTIONKIT_DEEPL_KEY", "secret-0123456789")
    with serving() as running:
        yield running


def deepl(service: Service) -> Any:
    return find_translator("deepl", {"url": service.url, "rate": "100000"})


def right(made: captionkit.Translation) -> bool:
    return [cue.text.replace("\n", " ") for cue in made.track] == [fake(text) for text in TEXTS]


def test_what_was_rejected_is_judged_again_and_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a mistake of the proof has been put right."""
    memory = tmp_path / "tm.sqlite"
    translator = FakeTranslator()
    with monkeypatch.context() as patch:
        patch.setattr(Lookup, "_faults", lambda self, text, reply: [Fault("wrong", "by mistake")])
        made = captionkit.translate(track_of(), "xx", translator=translator, memory=memory)
        assert len(made.untranslated) == len(TEXTS)
    asked = len(translator.calls)
    made = captionkit.translate(track_of(), "xx", translator=translator, memory=memory, translate_options=REPLIES)
    assert right(made)
    assert len(translator.calls) == asked
    assert made.spent is not None
    assert (made.spent.calls, made.spent.chars) == (0, 0)


def test_an_answer_of_a_service_is_kept_as_it_came(service: Service, tmp_path: Path) -> None:
    memory = tmp_path / "tm.sqlite"
    captionkit.translate(track_of(), "xx", translator=deepl(service), memory=memory)
    asked = len(service.seen)
    with Memory(memory) as store:
        answers = [row[0] for row in store._db.execute("SELECT answer FROM reply")]
    assert any('"detected_source_language": "EN"' in answer for answer in answers)
    assert "secret-0123456789" not in memory.read_bytes().decode("latin-1")
    options = TranslateOptions(forget=["track"], from_replies=True)
    made = captionkit.translate(
        track_of(), "xx", translator=deepl(service), memory=memory, translate_options=options, source_language="en"
    )
    assert right(made)
    assert made.forgotten == len(TEXTS)
    assert len(service.seen) == asked


def test_what_was_never_asked_is_named(tmp_path: Path) -> None:
    memory = tmp_path / "tm.sqlite"
    translator = FakeTranslator(batch=4)
    captionkit.translate(track_of(TEXTS[:4]), "xx", translator=translator, memory=memory)
    options = TranslateOptions(forget=["all"], from_replies=True)
    made = captionkit.translate(track_of(), "xx", translator=translator, memory=memory, translate_options=options)
    assert made.untranslated == (5, 6, 7, 8, 9, 10, 11, 12)
    assert len(translator.asked) == 4
    with pytest.raises(UsageError, match="memory"):
        captionkit.translate(track_of(), "xx", translator=translator, translate_options=REPLIES)


def test_both_legs_of_a_way_are_kept(service: Service) -> None:
    request = Request("en", "xx")
    with Memory() as memory:
        way = keep_replies(pivot(deepl(service), deepl(service), "yy"), memory)
        replies = list(way(["The fog lifts."], request))
        again = keep_replies(pivot(deepl(service), deepl(service), "yy"), memory, ask=False)
        asked = len(service.seen)
        assert list(again(["The fog lifts."], request)) == replies
        with pytest.raises(NotKeptError):
            again(["The fog stays."], request)
        assert len(service.seen) == asked == 2


def test_what_is_no_text_is_not_kept() -> None:
    with Memory() as memory:
        made: Any = keep_replies(lambda texts, request: [b"bytes"], memory)  # type: ignore[list-item, return-value]
        assert made(["Yes."], Request("en", "es")) == [b"bytes"]
        assert memory._db.execute("SELECT count(*) FROM reply").fetchone()[0] == 0


def test_old_answers_go(tmp_path: Path) -> None:
    with Memory(tmp_path / "tm") as memory:
        memory.put_reply("new", "[]")
        memory.put_reply("old", "[]")
        memory._db.execute("UPDATE reply SET made=datetime('now', '-31 days') WHERE key='old'")
    with Memory(tmp_path / "tm") as memory:
        assert (memory.reply("new"), memory.reply("old")) == ("[]", None)
