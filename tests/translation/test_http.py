"""HTTP translators against a server on this machine that speaks their protocols and misbehaves on demand."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import captionkit
from captionkit.errors import EngineError, RetryableError, StageError, UsageError
from captionkit.translation.backends.amazon import signed
from captionkit.translation.backends.http import Pace
from captionkit.translation.base import Request, Translator, features
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions, translate_track
from captionkit.translation.find import TRANSLATORS, find_translator
from captionkit.translation.keys import Secret
from tests.translation.server import Fault, Reply, Service, serving
from tests.translation.support import HOUSE, TEXTS, fake, track_of

pytest.importorskip("httpx", reason="not run: the extra http is not installed")

KEY = "secret-0123456789"
NAMES = ("deepl", "google", "google3", "azure", "amazon", "libretranslate", "apertium-apy", "chat")
#: These take one text a request, so a reply cannot be merged with another.
ONE_BY_ONE = ("amazon",)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEEPL", "GOOGLE", "AZURE", "LIBRETRANSLATE", "CHAT"):
        monkeypatch.setenv(f"CAPTIONKIT_{name}_KEY", KEY)
    monkeypatch.setenv("CAPTIONKIT_GOOGLE_TOKEN", KEY)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)


def translator(name: str, service: Service, pauses: list[float] | None = None, **more: str) -> Translator:
    options = {"url": service.url, "rate": "100000", **more}
    if name == "google3":
        name, options["project"] = "google", "film"
    if name == "chat":
        options |= {"model": "small", "url": service.url + "/v1"}
    made: Any = find_translator(name, options)
    made.client.sleep = (pauses if pauses is not None else []).append
    return made


@pytest.mark.parametrize("name", NAMES)
def test_what_a_translator_can_do_is_what_the_list_says(name: str, service: Service) -> None:
    made: Any = translator(name, service)
    assert TRANSLATORS.get("google" if name == "google3" else name).can == features(made.ability)


def translated(name: str, service: Service, pauses: list[float] | None = None, **more: str) -> tuple[int, ...]:
    """Translate the twelve cues, check ids, order, times and texts, and return the cues that were not translated."""
    track = track_of()
    policy = RequestPolicy("en", "xx", sleep=lambda _: None)
    result = translate_track(track, translator(name, service, pauses, **more), HOUSE, TranslationOptions(policy))
    made = result.value.track
    assert [(c.id, c.start, c.end) for c in made] == [(c.id, c.start, c.end) for c in track]
    for number, (cue, text) in enumerate(zip(made, TEXTS, strict=True), start=1):
        lost = number in result.value.untranslated
        assert cue.text.replace("\n", " ") == (f"⟦{text}⟧" if lost else fake(text))
    return result.value.untranslated


@pytest.mark.parametrize("name", NAMES)
def test_speaks_the_protocol(name: str, service: Service) -> None:
    assert translated(name, service) == ()


def status(code: int, **headers: str) -> Fault:
    return lambda texts, right: Reply(code, b'{"message": "no"}', {k.replace("_", "-"): v for k, v in headers.items()})


PASSING: dict[str, Fault] = {
    "429": status(429),
    "500": status(500),
    "503 with Retry-After": status(503, retry_after="7"),
    "529": status(529),
    "not JSON": lambda texts, right: Reply(200, b"<html>busy</html>"),
    "half a JSON": lambda texts, right: Reply(200, b'{"translations": [{"te'),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", PASSING)
def test_rides_out_network_weather(name: str, fault: str, service: Service) -> None:
    service.faults = [PASSING[fault], PASSING[fault]]
    pauses: list[float] = []
    assert translated(name, service, pauses) == ()
    assert len(pauses) == 2
    if "Retry-After" in fault:
        assert pauses == [7.0, 7.0]
    else:
        assert 0 < pauses[0] <= 2 < 2 * pauses[1]


BAD_REPLIES: dict[str, Fault] = {
    "a reply dropped": lambda texts, right: right[:-1],
    "a reply dropped in the middle": lambda texts, right: right[:2] + right[3:],
    "two replies merged": lambda texts, right: [" ".join(right[:2]), *right[2:]],
    "two merged and a blank": lambda texts, right: [" ".join(right[:2]), "", *right[2:]],
    "replies out of order": lambda texts, right: right[::-1],
    "nothing in the answer": lambda texts, right: [],
    "source text back": lambda texts, right: texts,
    "another shape": lambda texts, right: Reply(200, b'{"result": "ok"}'),
    "a list": lambda texts, right: Reply(200, b"[1, 2]"),
    "null": lambda texts, right: Reply(200, b"null"),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", BAD_REPLIES)
def test_bad_reply_once(name: str, fault: str, service: Service) -> None:
    service.faults = [BAD_REPLIES[fault]]
    assert translated(name, service) == ()


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ONE_BY_ONE])
@pytest.mark.parametrize("fault", [f for f in BAD_REPLIES if "order" in f or "merged" in f or "dropped" in f])
def test_bad_reply_to_every_batch(name: str, fault: str, service: Service) -> None:
    service.always = lambda texts, right: BAD_REPLIES[fault](texts, right) if len(texts) > 1 else right
    assert translated(name, service) == ()


@pytest.mark.parametrize("name", NAMES)
def test_one_text_that_is_always_refused(name: str, service: Service) -> None:
    def refuse(texts: list[str], right: list[str]) -> Any:
        return Reply(400, b'{"message": "cannot"}') if any("fog" in text for text in texts) else right

    service.always = refuse
    assert translated(name, service) == (5,)


@pytest.mark.parametrize("name", [n for n in NAMES if n != "apertium-apy"])
@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_ends_the_run_and_is_not_shown(
    name: str, code: int, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps({"message": f"the key {KEY} is not known"}).encode()
    service.always = lambda texts, right: Reply(code, body)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(UsageError) as caught:
        translated(name, service)
    assert KEY not in str(caught.value) + str(getattr(caught.value, "hint", "")) + caplog.text
    assert len(service.seen) == 1


def test_no_key_in_what_is_logged_or_shown(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in NAMES:
        translated(name, service)
        made: Any = translator(name, service)
        assert KEY not in repr(made) + repr(vars(made).get("key")) + repr(made.ability)
    assert KEY not in caplog.text
    assert all(KEY not in seen.path + str(seen.query) for seen in service.seen)


@pytest.mark.parametrize(("name", "code"), [("deepl", 456), ("azure", 402)])
def test_a_used_up_quota_ends_the_run(name: str, code: int, service: Service) -> None:
    service.always = status(code)
    with pytest.raises(StageError, match="refused"):
        translated(name, service)


def test_a_redirect_is_not_followed(service: Service) -> None:
    service.always = status(302, location="http://127.0.0.1:9/elsewhere")
    with pytest.raises(UsageError, match="302"):
        translated("deepl", service)


def test_a_long_wait_is_reported_not_waited(service: Service) -> None:
    service.always = status(429, retry_after="3600")
    with pytest.raises(StageError, match="3600 s"):
        translated("deepl", service)


def test_retry_after_as_a_date(service: Service) -> None:
    service.faults = [status(503, retry_after="Wed, 21 Oct 2015 07:28:00 GMT")]
    pauses: list[float] = []
    assert translated("deepl", service, pauses) == ()
    assert pauses == [0.0]


def test_a_server_that_stalls(service: Service) -> None:
    stop = threading.Event()
    service.faults = [lambda texts, right: Reply(stall=stop)]
    try:
        assert translated("deepl", service, timeout="0.2") == ()
    finally:
        stop.set()


def test_a_server_that_always_stalls(service: Service) -> None:
    stop = threading.Event()
    service.always = lambda texts, right: Reply(stall=stop)
    made = translator("deepl", service, timeout="0.05", tries="2")
    try:
        with pytest.raises(RetryableError, match="no answer in time"):
            made(["The fog lifts."], Request("en", "es"))
    finally:
        stop.set()


def test_nobody_listens() -> None:
    made: Any = find_translator("deepl", {"url": "http://127.0.0.1:9", "tries": "2", "rate": "1000"})
    made.client.sleep = lambda _: None
    with pytest.raises(RetryableError, match="no connection"):
        made(["The fog lifts."], Request("en", "es"))


def test_an_answer_without_end_is_cut_off(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("captionkit.translation.backends.http.MAX_ANSWER", 1000)
    service.always = lambda texts, right: Reply(200, b'"' + b"x" * 5000 + b'"')
    with pytest.raises(EngineError, match="larger than"):
        translator("deepl", service)(["The fog lifts."], Request("en", "es"))


@pytest.mark.parametrize("name", ["deepl", "google", "azure", "amazon"])
def test_no_key_no_request(name: str, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DEEPL", "GOOGLE", "AZURE"):
        monkeypatch.delenv(f"CAPTIONKIT_{variable}_KEY")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(UsageError, match="no key") as caught:
        find_translator(name, {"url": service.url})
    assert "environment" in caught.value.hint


def test_requests_keep_their_distance() -> None:
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(0.5, clock=lambda: now[0], sleep=sleep)
    for _ in range(4):
        pace.wait()
    assert slept == [0.5, 0.5, 0.5]


def test_deepl_says_what_it_knows(service: Service) -> None:
    request = Request("en-GB", "pt", formality="formal", before=("Before.",), after=("After.",))
    translator("deepl", service)(["The fog lifts."], request)
    sent = service.seen[0].body
    assert sent == {
        "text": ["The fog lifts."], "target_lang": "PT-BR", "source_lang": "EN", "formality": "prefer_more",
        "context": "Before.\nAfter.", "split_sentences": "0",
    }  # fmt: skip


def test_a_free_deepl_key_goes_to_the_free_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPTIONKIT_DEEPL_KEY", "abc:fx")
    made: Any = find_translator("deepl")
    assert made.url == "https://api-free.deepl.com/v2/translate"


def test_amazon_signature_is_the_documented_one() -> None:
    """AWS's own test vector ``get-vanilla`` of the Signature Version 4 test suite."""
    keys = (Secret("AKIDEXAMPLE"), Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
    headers = signed(
        "GET", "https://example.amazonaws.com/", {"Host": "example.amazonaws.com"}, b"", keys, "us-east-1",
        datetime(2015, 8, 30, 12, 36, 0, tzinfo=UTC), "service",
    )  # fmt: skip
    assert headers["authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    )


@pytest.mark.parametrize("name", ["deepl", "google", "azure", "amazon", "openai", "anthropic", "gemini", "ollama"])
def test_an_estimate_needs_no_key_and_no_server(name, monkeypatch):
    """Nothing is sent, so nothing that only sending needs is demanded."""
    for variable in [v for v in os.environ if "KEY" in v or "TOKEN" in v]:
        monkeypatch.delenv(variable)
    track = captionkit.Track((captionkit.Cue(0, 2000, "The ferry is late."),), language="en")
    made = captionkit.translate(track, "es", translator=name, memory=":memory:", estimate=True)
    assert made.estimate is not None
    assert made.estimate.characters > 0
    with pytest.raises(captionkit.CaptionkitError):
        captionkit.translate(track, "es", translator=name, memory=":memory:")
    assert not Path(":memory:").exists()
