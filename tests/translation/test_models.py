"""Language models: ten presets against strict servers; prompts, replies, refusals, terms, scenes, costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import captionkit
from captionkit import TranslateOptions
from captionkit.errors import CaptionkitError, EngineError, StageError, UsageError
from captionkit.translation.backends.llm.model import PRESETS
from captionkit.translation.backends.llm.prompt import SUMMARY, read_reply
from captionkit.translation.backends.llm.refused import refused
from captionkit.translation.base import Ability, Replies, Request, Term, Tokens, features
from captionkit.translation.client import RequestPolicy
from captionkit.translation.cost import Price
from captionkit.translation.engine import TranslationOptions, prepare, translate_track
from captionkit.translation.find import TRANSLATORS, find_translator
from captionkit.translation.glossary import read_glossary, write_glossary
from captionkit.translation.memory import Memory
from captionkit.translation.policy import Query, batches_of
from tests.translation.model_servers import MODEL_SERVERS, Reply
from tests.translation.server import Service, serving
from tests.translation.support import HOUSE, TEXTS, FakeTranslator, fake, options, track_of

pytest.importorskip("httpx", reason="not run: the extra http is not installed")

KEY = "secret-0123456789"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running
        assert running.broken == []


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for preset in PRESETS.values():
        for variable in preset.keys:
            monkeypatch.setenv(variable, KEY)


def model(name: str, service: Service, **more: str) -> Any:
    version = PRESETS[name].url.rpartition("/")[2]
    url = f"{service.url}/{name}/{version}" if name != "chat" else service.url + "/v1"
    made: Any = find_translator(name, {"url": url, "rate": "100000", "model": "small", **more})
    made.client.sleep = lambda _: None
    return made


def translated(name: str, service: Service, **more: str) -> Any:
    policy = RequestPolicy("en", "xx", sleep=lambda _: None)
    result = translate_track(track_of(), model(name, service, **more), HOUSE, TranslationOptions(policy))
    texts = [cue.text.replace("\n", " ") for cue in result.value.track]
    return result, texts


def prompts(service: Service) -> list[dict[str, Any]]:
    """Return the data of each request, wherever its protocol puts it."""
    found = []
    for seen in service.seen:
        body = seen.body
        text = body["contents"][0]["parts"][0]["text"] if "contents" in body else body["messages"][-1]["content"]
        found.append(json.loads(text))
    return found


def orders(service: Service) -> list[str]:
    return [
        seen.body["systemInstruction"]["parts"][0]["text"]
        if "systemInstruction" in seen.body
        else seen.body.get("system") or seen.body["messages"][0]["content"]
        for seen in service.seen
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_speaks_its_protocol(name: str, service: Service) -> None:
    result, texts = translated(name, service)
    assert texts == [fake(text) for text in TEXTS]
    assert len(service.seen) == 1
    used = result.value.usage.tokens
    assert used.sent > 100 < used.back
    assert (used.cost is not None) == (name == "openrouter")
    assert "translate.used" in {d.code for d in result.diagnostics}


@pytest.mark.parametrize("name", PRESETS)
def test_every_row_is_in_the_table(name: str) -> None:
    backend = TRANSLATORS.get(name)
    assert (backend.name, backend.title) == (name, PRESETS[name].title)
    assert PRESETS[name].url.startswith("http://localhost:" if PRESETS[name].local else "https://")
    assert {*MODEL_SERVERS, "chat"} == set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_what_it_can_do_is_listed(name: str, service: Service) -> None:
    assert TRANSLATORS.get(name).can == features(model(name, service).ability)


@pytest.mark.parametrize("name", [name for name in PRESETS if not PRESETS[name].local])
def test_a_key_is_asked_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in PRESETS[name].keys:
        monkeypatch.delenv(variable)
    with pytest.raises(UsageError, match="no key"):
        find_translator(name, {"model": "small"})


@pytest.mark.parametrize("name", ["openai", "anthropic", "gemini"])
def test_the_prompt_holds_what_is_known(name: str, service: Service, tmp_path: Path) -> None:
    (tmp_path / "plot.txt").write_text("Fishermen look for a lost boat.\n", "utf-8")
    request = Request(
        "en", "es", ids=("1.1", "2.1"), budgets=(20, None), speakers=("Ann", ""), so_far=(("Yes.", "Sí."),),
        reasons=("", "the reply is empty"), terms=(Term("quay", "muelle"),), summary="A boat is lost.",
        formality="informal", glossary=(Term("Wilbur", "Wilbur"),), before=("Hello.",), after=("Bye.",),
    )  # fmt: skip
    made = model(name, service, title="The Quay", synopsis=f"@{tmp_path / 'plot.txt'}", instructions="No slang.")
    made(["The fog lifts.", "Rain falls."], request)
    (data,) = prompts(service)
    (order,) = orders(service)
    assert data["texts"] == [
        {"id": "1.1", "text": "The fog lifts.", "characters": 20, "speaker": "Ann"},
        {"id": "2.1", "text": "Rain falls.", "rejected": "the reply is empty"},
    ]
    assert data["so_far"] == [["Yes.", "Sí."]]
    assert (data["terms"], data["glossary"]) == ({"quay": "muelle"}, {"Wilbur": "Wilbur"})
    assert (data["summary"], data["before"], data["after"]) == ("A boat is lost.", ["Hello."], ["Bye."])
    for part in ("The Quay", "Fishermen look", "No slang.", "informal address", "from en to es"):
        assert part in order
    assert made.ability.settings["about"]


def test_a_text_that_was_too_long_is_asked_for_shorter(service: Service) -> None:
    request = Request("en", "es", budgets=(12,), shorter=True, previous=("Buenas noches a todos.",))
    model("mistral", service)(["Good night, all of you."], request)
    assert prompts(service)[0]["texts"][0]["too_long"] == "Buenas noches a todos."
    assert "'too_long' is" in orders(service)[0]


def test_another_synopsis_is_another_translator() -> None:
    one, two = (find_translator("openai", {"model": "m", "synopsis": text}) for text in ("A.", "B."))
    assert one.ability.settings != two.ability.settings  # type: ignore[attr-defined]
    assert KEY not in repr(one.ability) + repr(vars(one))  # type: ignore[attr-defined]


# -- replies ---------------------------------------------------------------------------------------------------------


def rows(texts: list[str], right: list[str]) -> list[dict[str, Any]]:
    return [{"id": f"{TEXTS.index(t) + 1}.1", "text": r} for t, r in zip(texts, right, strict=True)]


def table(texts: list[str], right: list[str]) -> dict[str, str]:
    return {row["id"]: row["text"] for row in rows(texts, right)}


SHAPES: dict[str, Callable[[list[str], list[str]], Any]] = {
    "keys in another order": lambda t, r: dict(reversed(table(t, r).items())),
    "an id too many": lambda t, r: {**table(t, r), "99.9": "xtxet"},
    "a fence around it": lambda t, r: f"Here you are:\n```json\n{json.dumps(table(t, r))}\n```\nEnjoy!",
    "wrapped once more": lambda t, r: {"translations": table(t, r)},
    "a list alone": lambda t, r: json.dumps(rows(t, r)),
    "another name for the text": lambda t, r: {
        "translations": [{"id": row["id"], "translation": row["text"]} for row in rows(t, r)]
    },
    "thoughts before": lambda t, r: f'<think>{{"a": 1}} hm</think>{json.dumps(table(t, r))}',
    "a comma too many": lambda t, r: json.dumps({"translations": rows(t, r)})[:-2] + ",]}",
    "one object a line": lambda t, r: "\n".join(json.dumps(row) for row in rows(t, r)),
    "the end missing": lambda t, r: json.dumps({"translations": rows(t, r)})[:-1],
    "lines with ids": lambda t, r: "\n".join(f"{row['id']}: {row['text']}" for row in rows(t, r)),
    "a blank before the colon": lambda t, r: json.dumps(table(t, r), separators=(" , ", " : ")),
}


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("name", ["chat", "anthropic", "gemini"])
def test_replies_are_read_by_id(name: str, kind: str, service: Service) -> None:
    service.always = SHAPES[kind]
    assert translated(name, service)[1] == [fake(text) for text in TEXTS]
    assert len(service.seen) == 1


def test_only_what_is_missing_is_asked_again_with_the_reason(service: Service) -> None:
    service.faults = [lambda t, r: dict(list(table(t, r).items())[:-1])]
    assert translated("mistral", service)[1] == [fake(text) for text in TEXTS]
    first, second = prompts(service)
    assert [len(first["texts"]), len(second["texts"])] == [12, 1]
    assert second["texts"][0]["rejected"] == "the reply lacks this id"


def test_an_anchor_of_another_text_gives_a_drifted_reply_away(service: Service) -> None:
    """The model skips a text and goes on one place too early: right ids, wrong texts, and the anchors show it."""

    def drift(texts: list[str], right: list[str]) -> Any:
        if len(texts) == 1:
            return right
        heads = [" ".join(text.split()[:2]) for text in texts]
        moved = [*range(4), *range(5, len(texts)), len(texts) - 1]
        return {
            "translations": [
                {"id": row["id"], "anchor": heads[at], "text": right[at]}
                for row, at in zip(rows(texts, right), moved, strict=True)
            ]
        }

    service.always = drift
    assert translated("openai", service)[1] == [fake(text) for text in TEXTS]


def test_anchors_that_were_translated_mean_nothing() -> None:
    texts = [*TEXTS]
    content = json.dumps(
        {"translations": [{"id": str(n), "anchor": "El la", "text": fake(t)} for n, t in enumerate(texts)]}
    )
    assert read_reply(content, [str(n) for n in range(len(texts))], texts) == [fake(t) for t in texts]


@given(st.text(max_size=200) | st.recursive(st.none() | st.booleans() | st.text(max_size=5), lambda x: st.lists(x) |
       st.dictionaries(st.sampled_from(["id", "text", "translations", "1", "terms"]), x)).map(json.dumps))  # fmt: skip
def test_any_reply_can_be_read(content: str) -> None:
    made = read_reply(content, ["1", "2"], ["Yes.", "No."])
    assert len(made) == 2
    assert all(isinstance(text, str) for text in made)
    assert all(bool(text) != bool(why) or not text for text, why in zip(made, made.whys, strict=True))


def test_a_long_summary_is_cut() -> None:
    content = json.dumps({"translations": [{"id": "1", "text": "Sí."}], "summary": "word " * 1000})
    assert 0 < len(read_reply(content, ["1"], ["Yes."]).summary) <= SUMMARY


def test_an_id_twice_is_missing_and_a_term_must_be_seen() -> None:
    content = json.dumps(
        {
            "translations": [{"id": "1", "text": "Sí."}, {"id": "1", "text": "No."}, {"id": "2", "text": "El muelle."}],
            "terms": [{"source": "quay", "target": "muelle"}, {"source": "boat", "target": "barco"}, {"source": 3}],
        }
    )
    made = read_reply(content, ["1", "2"], ["Yes.", "The quay."])
    assert made == ["", "El muelle."]
    assert made.whys[0] == "the reply has this id twice"
    assert made.terms == (Term("quay", "muelle"),)


# -- what services refuse --------------------------------------------------------------------------------------------


def error(message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, **more}}


REFUSALS: list[tuple[str, int, Any, type[CaptionkitError] | float, str]] = [
    ("openai", 401, error("Incorrect API key provided.", code="invalid_api_key"), UsageError, "key is refused"),
    ("openai", 429, error("You exceeded your current quota.", code="insufficient_quota"), StageError, "no credit"),
    ("openai", 404, error("The model `x` does not exist.", code="model_not_found"), UsageError, "no such model"),
    ("openai", 400, error("Too long.", code="context_length_exceeded"), EngineError, "too long for the model"),
    ("anthropic", 401, error("invalid x-api-key", type="authentication_error"), UsageError, "key is refused"),
    ("anthropic", 404, error("model: x", type="not_found_error"), UsageError, "no such model"),
    ("anthropic", 400, error("Your credit balance is too low.", type="invalid_request_error"), StageError, "credit"),
    ("gemini", 400, error("API key not valid. Please pass a valid API key.", status="INVALID_ARGUMENT"), UsageError,
     "key is refused"),
    ("gemini", 404, error("models/x is not found for API version v1beta", status="NOT_FOUND"), UsageError, "model"),
    ("gemini", 429, error("Resource has been exhausted, check plan and billing.", details=[{"retryDelay": "34s"}]),
     34.0, ""),
    ("mistral", 401, {"detail": "Unauthorized"}, UsageError, "key is refused"),
    ("mistral", 400, {"object": "error", "message": "Invalid model: x", "type": "invalid_model"}, UsageError, "model"),
    ("mistral", 422, {"detail": [{"loc": ["body", "x"], "msg": "Extra inputs are not permitted"}]}, EngineError,
     "Extra inputs"),
    ("openrouter", 402, error("Insufficient credits.", code=402), StageError, "credit"),
    ("openrouter", 400, error("x is not a valid model ID", code=400), UsageError, "no such model"),
    ("openrouter", 403, error("Your input was flagged", code=403), EngineError, "will not take these texts"),
    ("ollama", 404, error("model 'x' not found", type="not_found_error"), UsageError, "no such model"),
    ("ollama", 404, {"error": "model 'x' not found, try pulling it first"}, UsageError, "no such model"),
    ("lmstudio", 404, {"error": "No models loaded. Please load one."}, UsageError, "no such model"),
    ("llamacpp", 503, error("Loading model", type="unavailable_error"), 0.0, ""),
    ("llamacpp", 400, error("the request exceeds the available context size", type="exceed_context_size_error"),
     EngineError, "too long"),
    ("vllm", 404, {"object": "error", "message": "The model `x` does not exist.", "type": "NotFoundError"},
     UsageError, "no such model"),
    ("vllm", 400, error("This model's maximum context length is 2048 tokens."), EngineError, "too long"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "status", "body", "kind", "says"), REFUSALS)
def test_a_refusal_is_said_plainly(
    name: str, status: int, body: Any, kind: type[CaptionkitError] | float, says: str, service: Service
) -> None:
    if isinstance(kind, float):
        assert refused(name, status, body) == kind
        return
    service.always = lambda texts, right: Reply(status, json.dumps(body).encode())
    with pytest.raises(kind) as caught:
        model(name, service)(["The fog lifts."], Request("en", "es"))
    assert says in caught.value.message
    assert name in caught.value.message
    assert KEY not in str(caught.value)


def test_a_key_in_an_error_body_is_not_shown(service: Service) -> None:
    service.always = lambda t, r: Reply(401, json.dumps(error(f"Incorrect API key provided: {KEY}")).encode())
    with pytest.raises(UsageError) as caught:
        model("openai", service)(["The fog lifts."], Request("en", "es"))
    assert KEY not in str(caught.value)


@given(st.recursive(st.none() | st.text(max_size=9), lambda x: st.lists(x) | st.dictionaries(
       st.sampled_from(["error", "message", "details", "retryDelay", "detail"]), x)))  # fmt: skip
def test_any_error_body_is_read(body: Any) -> None:
    found = refused("openai", 418, body)
    assert found is None or isinstance(found, CaptionkitError | float)


def test_a_server_without_schemas_is_asked_otherwise(service: Service) -> None:
    def picky(texts: list[str], right: list[str]) -> Any:
        mode = service.seen[-1].body.get("response_format", {}).get("type")
        return Reply(400, b'{"error": {"message": "unknown response_format"}}') if mode else right

    service.always = picky
    assert translated("chat", service)[1] == [fake(text) for text in TEXTS]
    modes = [seen.body.get("response_format", {}).get("type") for seen in service.seen]
    assert modes == ["json_schema", "json_object", None]


def test_a_model_that_takes_only_its_own_temperature(service: Service) -> None:
    def fixed(texts: list[str], right: list[str]) -> Any:
        said = error("Unsupported value: 'temperature' does not support 0 with this model.", param="temperature")
        return Reply(400, json.dumps(said).encode()) if "temperature" in service.seen[-1].body else right

    service.always = fixed
    assert translated("openai", service)[1] == [fake(text) for text in TEXTS]
    assert len(service.seen) == 2


def test_an_error_inside_a_good_answer(service: Service) -> None:
    service.always = lambda t, r: Reply(200, json.dumps(error("Insufficient credits", code=402)).encode())
    with pytest.raises(StageError, match="no credit"):
        model("openrouter", service)(["The fog lifts."], Request("en", "es"))


def test_a_prompt_that_the_server_cut_is_noticed(service: Service) -> None:
    answer = {"message": {"role": "assistant", "content": '{"1": "Hola."}'}, "done_reason": "stop",
              "prompt_eval_count": 12, "eval_count": 4}  # fmt: skip
    service.always = lambda t, r: Reply(200, json.dumps(answer).encode())
    with pytest.raises(EngineError, match="context is too small"):
        model("ollama", service)(["The fog lifts."], Request("en", "es"))


def test_ollama_is_told_how_much_context_it_needs(service: Service) -> None:
    for more in ({}, {"context": "4096", "max_tokens": "500", "temperature": "none"}):
        model("ollama", service, **more)(["The fog lifts."], Request("en", "es"))
    found = [seen.body["options"] for seen in service.seen]
    assert found == [{"temperature": 0.0, "num_ctx": 8192}, {"num_ctx": 4096, "num_predict": 500}]


def test_a_reply_that_was_cut_off_is_asked_for_in_parts(service: Service) -> None:
    cut = {"choices": [{"finish_reason": "length", "message": {"content": '{"transl'}}]}
    service.always = lambda t, r: Reply(200, json.dumps(cut).encode()) if len(t) > 4 else r
    assert translated("vllm", service)[1] == [fake(text) for text in TEXTS]


# -- kept replies ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{}, {"review": "yes"}], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name", ["chat", "anthropic", "gemini"])
def test_kept_replies_are_read_again(name: str, more: dict[str, str], service: Service, tmp_path: Path) -> None:
    """Also with terms that have been settled since, and where the service refused the first way to ask."""

    def speak(texts: list[str], right: list[str]) -> Any:
        if service.seen[-1].body.get("response_format", {}).get("type") == "json_schema":
            return Reply(400, b'{"error": {"message": "unknown response_format"}}')
        terms = [{"source": "quay", "target": "xyauq"}, {"source": "lantern", "target": "xnretnal"}]
        return {"translations": rows(texts, right), "terms": terms, "summary": f"{len(service.seen)} parts"}

    service.always = speak
    memory = tmp_path / "memory.sqlite"

    def run(*forget: str, replies: bool) -> Any:
        return captionkit.translate(
            track_of(), "xx", translator=model(name, service, batch="4", **more), memory=memory,
            translate_options=TranslateOptions(terms=tmp_path / "terms.csv", forget=forget, from_replies=replies),
        )  # fmt: skip

    first = run(replies=False)
    asked = len(service.seen)
    again = run("track", replies=True)
    assert len(service.seen) == asked
    assert [cue.text for cue in again.track] == [cue.text for cue in first.track]
    assert (again.untranslated, again.spent.calls, again.spent.tokens) == ((), 0, Tokens())
    assert "translate.used" not in {d.code for d in again.diagnostics}


def test_kept_replies_of_a_local_model_without_its_server(service: Service, tmp_path: Path) -> None:
    """The one model of a server needs no name; afterwards nobody can be asked which it was."""
    memory = tmp_path / "memory.sqlite"
    service.loaded = ["small"]

    def run(url: str, **given: Any) -> Any:
        return captionkit.translate(
            track_of(), "xx", translator="lmstudio", memory=memory,
            translate_options=TranslateOptions(translator_options={"url": url, "batch": "4"}, **given),
        )  # fmt: skip

    url = service.url + "/lmstudio/v1"
    first = run(url)
    assert first.untranslated == ()
    asked = len(service.seen)
    service.loaded = ["another", "model"]  # and it would not say which, were it asked
    again = run(url, forget=["track"], from_replies=True)
    assert len(service.seen) == asked
    assert [cue.text for cue in again.track] == [cue.text for cue in first.track]
    assert again.untranslated == ()


def test_replies_that_were_not_kept_are_named_not_asked_for(service: Service, tmp_path: Path) -> None:
    made = captionkit.translate(
        track_of(), "xx", translator=model("vllm", service), memory=tmp_path / "memory.sqlite",
        translate_options=TranslateOptions(from_replies=True),
    )  # fmt: skip
    assert made.untranslated == tuple(range(1, 13))
    assert service.seen == []
    assert any("no answer to this request was kept" in d.message for d in made.diagnostics)


# -- a local server's model ------------------------------------------------------------------------------------------


def test_the_one_model_of_a_local_server_needs_no_name(service: Service) -> None:
    made: Any = find_translator("lmstudio", {"url": service.url + "/lmstudio/v1"})
    assert made.model == "small"
    tagged: Any = find_translator("ollama", {"url": service.url + "/ollama/api"})
    assert tagged.model == "small"
    service.loaded = ["small", "large"]
    with pytest.raises(UsageError, match="the server has small, large"):
        find_translator("lmstudio", {"url": service.url + "/lmstudio/v1"})
    with pytest.raises(UsageError, match="does not say which"):
        find_translator("llamacpp", {"url": "http://127.0.0.1:9/v1"})
    with pytest.raises(UsageError, match="needs a model"):
        find_translator("openai", {"url": service.url})


@pytest.mark.parametrize(
    "wrong", [{"batch": "0"}, {"batch": "x"}, {"review": "maybe"}, {"reply": "xml"}, {"temperature": "hot"},
              {"synopsis": "@no-such-file"}, {"max_tokens": "0"}, {"context": "4096"}]
)  # fmt: skip
def test_options_are_checked(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        find_translator("openai", {"model": "m", **wrong})


# -- a second pass, terms, scenes, costs -----------------------------------------------------------------------------


def test_a_second_pass_corrects_drafts(service: Service) -> None:
    result, texts = translated("anthropic", service, review="yes")
    assert texts == [fake(text).replace("xeht", "XEHT") for text in TEXTS]
    assert len(service.seen) == 2
    assert result.value.usage.tokens.sent > 100


def test_terms_are_settled_on_the_way_kept_and_corrected(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = ["The quay is wet.", "She left the quay at night.", "Rain falls on the roof."]

    def speak(asked: list[str], right: list[str]) -> Any:
        data = prompts(service)[-1]
        word = data.get("terms", {}).get("quay", "yauq")
        made = [{"id": row["id"], "text": fake(row["text"]).replace("xyauq", word)} for row in data["texts"]]
        return {"translations": made, "terms": [{"source": "quay", "target": word}]}

    service.always = speak
    settings = {"model": "small", "url": service.url + "/openai/v1", "batch": "1"}
    memory = tmp_path / "memory.sqlite"

    def run() -> Any:
        return captionkit.translate(
            track_of(texts, gap=9000), "xx", translator="openai", memory=memory,
            translate_options=TranslateOptions(translator_options=settings, terms="terms.csv"),
        )  # fmt: skip

    settings["batch"] = "2"
    first = run()
    assert {d.code for d in first.diagnostics} >= {"translate.terms"}
    assert Path("terms.csv").read_text("utf-8") == "source,target\nquay,yauq\n"
    asked = len(service.seen)
    run()
    assert len(service.seen) == asked  # everything is in the memory, and keeps the terms
    Path("terms.csv").write_text("source,target\nquay,KAI\n", "utf-8")
    again = run()
    assert [cue.text for cue in again.track][:2] == [fake(t).replace("xyauq", "KAI") for t in texts[:2]]
    assert sorted(row["text"] for data in prompts(service)[asked:] for row in data["texts"]) == sorted(texts[:2])


def test_a_summary_goes_from_call_to_call() -> None:
    class Telling(FakeTranslator):
        def __call__(self, texts: Any, request: Request) -> Replies:
            return Replies(super().__call__(texts, request), summary=f"part {len(self.calls)}", tokens=Tokens(100, 10))

    teller = Telling(batch=4, context=True)
    policy = RequestPolicy("en", "xx", token_price=Price("USD", tokens_in=1e4, tokens_out=1e4).of_tokens)
    result = translate_track(track_of(), teller, HOUSE, TranslationOptions(policy))
    assert [request.summary for request in teller.requests] == ["", "part 1", "part 2"]
    assert result.value.usage.tokens == Tokens(300, 30)
    assert result.value.usage.cost == pytest.approx(3.3)


def test_a_batch_ends_with_its_scene() -> None:
    pauses = [0, 100, 100, 12_000, 100, 100, 100, 3_000, 100, 100]
    queries = [Query(str(n), f"Text {n}.", pause=pause) for n, pause in enumerate(pauses)]
    sizes = lambda **ability: [len(batch) for batch in batches_of(queries, Ability(**ability))]  # noqa: E731
    assert sizes(batch=5, context=True) == [3, 4, 3]
    assert sizes(batch=5) == [5, 5]


@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 90), st.booleans()), min_size=1, max_size=40),
       st.integers(1, 12), st.booleans())  # fmt: skip
def test_batches_hold_every_text_once(rows: list[tuple[int, int, bool]], size: int, context: bool) -> None:
    queries = [
        Query(str(n), "x" * length, speaker="ab"[who], pause=pause) for n, (pause, length, who) in enumerate(rows)
    ]
    made = batches_of(queries, Ability(batch=size, max_chars=200, context=context))
    assert [query for batch in made for query in batch] == queries
    assert all(0 < len(batch) <= size for batch in made)


def test_queries_know_the_silence_before_them() -> None:
    ready = prepare(track_of(gap=700), HOUSE.limits(), options())
    assert [query.pause for query in ready.queries] == [0] + [700] * 11


_SOURCES = st.text('ab ,"', min_size=1).map(str.strip).filter(bool)


@given(st.lists(st.builds(Term, _SOURCES, st.just("c, d")), unique_by=lambda term: term.source))
def test_terms_are_written_as_they_are_read(terms: list[Term]) -> None:
    assert sorted(read_glossary(write_glossary(terms)), key=str) == sorted(terms, key=str)


def test_memory_without_terms_is_used(tmp_path: Path) -> None:
    with Memory() as memory:
        teller = FakeTranslator()
        for _ in range(2):
            translate_track(track_of(), teller, HOUSE, options(terms=(Term("no such word", "x"),)), memory)
        assert len(teller.calls) == 1
