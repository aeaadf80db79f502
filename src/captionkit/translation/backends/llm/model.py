"""A language model as a translator: one request for a batch, one more where a second pass is wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from captionkit.errors import CaptionkitError, EngineError, UsageError
from captionkit.translation.backends.http import HTTP_OPTIONS, client_of, missing_for
from captionkit.translation.backends.llm import prompt
from captionkit.translation.backends.llm.anthropic import ANTHROPIC_MESSAGES
from captionkit.translation.backends.llm.gemini import GEMINI_GENERATE
from captionkit.translation.backends.llm.ollama import OLLAMA_CHAT
from captionkit.translation.backends.llm.openai import OPENAI_CHAT
from captionkit.translation.backends.llm.protocol import ModelAnswer, ModelProtocol, ModelRequest
from captionkit.translation.backends.llm.refused import refused
from captionkit.translation.base import Ability, Backend, Replies, Request, Translator, features
from captionkit.translation.keys import find_secret, sends
from captionkit.translation.proof import faults_of

__all__ = ["PRESETS", "Preset"]

#: Characters a file named by an option may have.
_LONGEST = 20_000
#: Tokens of a prompt that a server must have read, as a share of its characters: the densest languages have eight
#: characters a token, so fewer mean that the server cut the prompt to fit its context.
_READ = 1 / 12

_OPTIONS = {
    "model": "the model's name; a local server that has one loaded needs none",
    "url": "the service's address, up to /v1 or the like",
    "title": "the film's title",
    "synopsis": "what the film is about; @FILE reads a file",
    "instructions": "what else the model should heed; @FILE reads a file",
    "review": "yes: a second pass in which the model corrects its drafts",
    "summary": "no: without a rolling summary of what has happened",
    "terms": "no: without terms settled on the way",
    "anchors": "no: without the first words of each text beside its translation",
    "batch": "texts a request, 20 by default",
    "reply": "how the reply is forced into shape (by default the strictest way that the service takes)",
    "temperature": "0 by default; none leaves it to the service",
    "max_tokens": "most tokens of a reply",
    "context": "tokens of request and reply together, 8192 by default (Ollama only)",
} | HTTP_OPTIONS


@dataclass(frozen=True, slots=True)
class Preset:
    """A service or local server: the ``protocol`` it speaks, its ``url``, the ``keys``' environment variables, and
    whether it runs on the user's own machine (``local``: no key needed, any model that is loaded).

    ``extra`` are fields of its own in a request; ``limit`` is its name for the bound on a reply.
    """

    name: str
    title: str
    protocol: ModelProtocol
    url: str
    keys: tuple[str, ...]
    local: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    limit: str = "max_tokens"

    def backend(self) -> Backend:
        """Return the preset as a translator that can be named."""
        needed = () if self.local or self.name == "chat" else self.keys
        missing = partial(missing_for, self.name, *needed)
        return Backend(self.name, self.title, partial(_made, self), _OPTIONS, missing, features(self.ability()))

    def ability(self, **more: Any) -> Ability:
        """Return what its models can do."""
        return Ability(
            name=self.name, version="2", context=True, budget=True, formality=True, glossary=True, patient=True,
            charges="" if self.local else "tokens", **more,
        )  # fmt: skip


class _LanguageModel:
    def __init__(self, preset: Preset, options: Mapping[str, str]) -> None:
        self.preset, self.protocol = preset, preset.protocol
        self.url = options.get("url", preset.url).rstrip("/")
        needed = not preset.local and self.url == preset.url
        key = find_secret(preset.name, preset.keys, needed=needed)
        self.client = client_of(preset.name, self.protocol.headers(key.reveal()), {"timeout": "180"} | dict(options))
        self.client.explain = partial(refused, preset.name)
        self.model = options.get("model") or (self._loaded() if sends() else "")
        self.mode = options.get("reply", self.protocol.modes[0])
        if self.mode not in self.protocol.modes:
            raise UsageError(f"reply must be one of {', '.join(self.protocol.modes)}")
        self.temperature, self.limit, self.context, batch = _numbers(options, self.protocol)
        self.review = _flag(options, "review", default=False)
        self.brief = prompt.Brief(
            title=options.get("title", ""), synopsis=_text(options, "synopsis"),
            instructions=_text(options, "instructions"),
            **{name: _flag(options, name, default=True) for name in ("anchors", "summary", "terms")},
        )  # fmt: skip
        self.batch = batch
        self.use_model(self.model)

    def use_model(self, name: str) -> None:
        """Ask for a model by its name from here on."""
        self.model = name
        settings = {"model": name, "url": self.url}
        about = self.brief.about() + ("review" if self.review else "")
        settings |= {"about": hashlib.sha256(about.encode()).hexdigest()[:12]} if about else {}
        self.ability = self.preset.ability(batch=self.batch, max_chars=200 * self.batch, settings=settings)

    def __call__(self, texts: Sequence[str], request: Request) -> Replies:
        ids = [request.ids[i] if i < len(request.ids) else str(i + 1) for i in range(len(texts))]
        count = len(texts)
        system = prompt.system_for(request, self.brief, count)
        asked = (system, prompt.data_for(ids, texts, request), prompt.schema_for(self.brief, count))
        said = self._post(*asked, self._known(ids, texts, request))
        replies = prompt.read_reply(said.text, ids, texts)
        replies.tokens = said.tokens
        if not any(replies):
            raise EngineError(
                f"{self.preset.name}: the reply was cut off" if said.cut
                else f"{self.preset.name}: the reply holds none of the translations asked for"
            )  # fmt: skip
        return self._reviewed(ids, texts, replies, request) if self.review else replies

    def _reviewed(self, ids: Sequence[str], texts: Sequence[str], drafts: Replies, request: Request) -> Replies:
        """Have the model correct its drafts; a correction with a fault that the draft does not have is not taken."""
        schema = prompt.schema_for(prompt.Brief(anchors=False, summary=False, terms=False), len(texts))
        asked = (prompt.review_order(request, self.brief), prompt.review_data(ids, texts, drafts, request), schema)
        said = self._post(*asked, [*self._known(ids, texts, request), *drafts])
        revised = prompt.read_reply(said.text, ids, texts)
        drafts.tokens += said.tokens
        for index, (text, draft, new) in enumerate(zip(texts, drafts, revised, strict=True)):
            if draft and new and new != draft:
                worse = {f.kind for f in faults_of(text, new, request.target, request.glossary, request.source)}
                worse -= {f.kind for f in faults_of(text, draft, request.target, request.glossary, request.source)}
                drafts[index] = draft if worse else new
        return drafts

    def _known(self, ids: Sequence[str], texts: Sequence[str], request: Request) -> list[Any]:
        """Return what a request is known by: all that the user decides, not what earlier replies brought."""
        given = (request.source, request.target, request.formality, request.shorter, request.attempt)
        glossary = [[term.source, term.target] for term in request.glossary]
        return [dict(self.ability.settings), *given, glossary, list(ids), list(texts)]

    def _post(self, system: str, user: str, schema: Mapping[str, Any], known: Sequence[Any]) -> ModelAnswer:
        while True:
            limit = {self.preset.limit: self.limit} if self.limit and self.preset.limit != "max_tokens" else {}
            asked = ModelRequest(
                self.model, system, user, schema, self.mode, self.temperature,
                self.limit if not limit else None, self.context, {**self.preset.extra, **limit},
            )  # fmt: skip
            try:
                url = self.url + self.protocol.path(self.model)
                answer = self.client.post(url, self.protocol.body(asked), known=known)
                self._refuse_errors(answer)
                said = self.protocol.answer(answer)
            except EngineError as error:
                if not self._yielded(error):
                    raise self._named(error) from None
                continue
            if 0 < said.tokens.sent < _READ * (len(system) + len(user)):
                raise EngineError(
                    f"{self.preset.name}: the model read {said.tokens.sent} tokens of a request of "
                    f"{len(system) + len(user)} characters: its context is too small",
                    hint="give it a larger context (the option context=, or that of its server), or batch=5",
                )
            return said

    def _refuse_errors(self, answer: Any) -> None:
        """Raise what an answer with status 200 holds of an error: services in front of others pass it on so."""
        if isinstance(answer, Mapping) and answer.get("error") and "choices" not in answer:
            found = refused(self.preset.name, 200, answer)
            raise found if isinstance(found, CaptionkitError) else EngineError("the answer is an error")

    def _yielded(self, error: EngineError) -> bool:
        """Return whether something that the service refuses was left out, so that it may be asked once more."""
        message = error.message.casefold()
        if "request is refused" not in message:
            return False
        if "temperature" in message and self.temperature is not None:
            self.temperature = None
            return True
        later = self.protocol.modes[self.protocol.modes.index(self.mode) + 1 :]
        if later:
            self.mode = later[0]
        return bool(later)

    def _named(self, error: EngineError) -> EngineError:
        if type(error) is not EngineError or error.message.startswith(self.preset.name):
            return error
        return EngineError(f"{self.preset.name}: {error.message}", hint=error.hint)

    def _loaded(self) -> str:
        """Return the one model that a local server has; its name need not be known."""
        if not self.preset.local:
            raise UsageError(f"the translator {self.preset.name} needs a model", hint="--translator-option model=NAME")
        try:
            answer = self.client.get(self.url + self.protocol.models)
        except CaptionkitError as error:
            raise UsageError(
                f"{self.preset.name}: no model was named, and {self.url} does not say which it has ({error.message})",
                hint="start the server, or --translator-option model=NAME",
            ) from None
        rows = answer.get("data", answer.get("models")) if isinstance(answer, Mapping) else None
        found = [row.get("id", row.get("name")) for row in rows or () if isinstance(row, Mapping)]
        names = [str(name) for name in found if name]
        if len(names) == 1:
            return names[0]
        listed = ", ".join(names[:10]) or "none"
        raise UsageError(
            f"the translator {self.preset.name} needs a model; the server has {listed}",
            hint="--translator-option model=NAME",
        )


def _flag(options: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = options.get(name, "yes" if default else "no").casefold()
    if value not in ("yes", "no"):
        raise UsageError(f"{name} is yes or no, not {value!r}")
    return value == "yes"


def _text(options: Mapping[str, str], name: str) -> str:
    """Return an option's text; of a file where it begins with ``@``."""
    value = options.get(name, "")
    if not value.startswith("@"):
        return value
    try:
        text = Path(value[1:]).read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: {value[1:]} cannot be read: {error}") from None
    if len(text) > _LONGEST:
        raise UsageError(f"{name}: {value[1:]} has {len(text):,} characters, the limit is {_LONGEST:,}")
    return text


def _numbers(options: Mapping[str, str], protocol: ModelProtocol) -> tuple[float | None, int | None, int | None, int]:
    """Return temperature, bound on a reply, context and size of a batch."""
    limit, context = protocol.limit, protocol.context
    if "context" in options and context is None:
        raise UsageError("context is an option of ollama: other servers are started with it")
    try:
        given = options.get("temperature", "0")
        temperature = None if given == "none" else float(given)
        limit = int(options["max_tokens"]) if "max_tokens" in options else limit
        context = int(options["context"]) if "context" in options else context
        batch = int(options.get("batch", "20"))
    except ValueError as error:
        raise UsageError(f"temperature, max_tokens, context and batch are numbers: {error}") from None
    if any(number is not None and number < 1 for number in (batch, limit, context)):
        raise UsageError("batch, max_tokens and context must be over 0")
    return temperature, limit, context, batch


def _made(preset: Preset, options: Mapping[str, str]) -> Translator:
    return _LanguageModel(preset, options)


PRESETS = {preset.name: preset for preset in (
    Preset("openai", "OpenAI", OPENAI_CHAT, "https://api.openai.com/v1", ("OPENAI_API_KEY",),
           limit="max_completion_tokens"),
    Preset("anthropic", "Anthropic", ANTHROPIC_MESSAGES, "https://api.anthropic.com/v1", ("ANTHROPIC_API_KEY",)),
    Preset("gemini", "Google Gemini", GEMINI_GENERATE, "https://generativelanguage.googleapis.com/v1beta",
           ("GEMINI_API_KEY", "GOOGLE_API_KEY")),
    Preset("mistral", "Mistral", OPENAI_CHAT, "https://api.mistral.ai/v1", ("MISTRAL_API_KEY",)),
    Preset("openrouter", "OpenRouter, which passes on to many services", OPENAI_CHAT, "https://openrouter.ai/api/v1",
           ("OPENROUTER_API_KEY",), extra={"usage": {"include": True}}),
    Preset("ollama", "Ollama on this machine", OLLAMA_CHAT, "http://localhost:11434/api", ("OLLAMA_API_KEY",), True),
    Preset("lmstudio", "LM Studio on this machine", OPENAI_CHAT, "http://localhost:1234/v1", ("LMSTUDIO_API_KEY",),
           True),
    Preset("llamacpp", "llama.cpp's server on this machine", OPENAI_CHAT, "http://localhost:8080/v1",
           ("LLAMA_API_KEY",), True),
    Preset("vllm", "vLLM on this machine", OPENAI_CHAT, "http://localhost:8000/v1", ("VLLM_API_KEY",), True),
    Preset("chat", "any other OpenAI-compatible chat endpoint", OPENAI_CHAT, "https://api.openai.com/v1",
           ("CAPTIONKIT_CHAT_KEY", "OPENAI_API_KEY")),
)}  # fmt: skip

OPENAI, ANTHROPIC, GEMINI, MISTRAL, OPENROUTER, OLLAMA, LMSTUDIO, LLAMACPP, VLLM, CHAT = (
    preset.backend() for preset in PRESETS.values()
)
