"""What translators answered, word for word, kept beside the memory to be read and judged once more.

A service's answer is kept as it came over the wire, so that a better reader of it may find more in it; what other
translators return is kept as they returned it. A request is known by everything that was sent, save its headers; one to
a language model, which is sent earlier translations as well, by its texts, languages and options.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from captionkit.errors import EngineError
from captionkit.translation.base import Request, Translator, ability_of
from captionkit.translation.memory import Memory, key_of

__all__ = ["NotKeptError", "keep_replies"]


class NotKeptError(EngineError):
    """The answer to a request was not kept, and it may not be asked for. That says nothing about the translator."""


def keep_replies(translator: Translator, memory: Memory, *, ask: bool = True) -> Translator:
    """Return a translator whose answers are kept in a memory; with ``ask`` false, one that gives only what was kept.

    >>> from captionkit.translation.backends.echo import echo
    >>> with Memory() as memory:
    ...     asked = keep_replies(echo({}), memory)(["Yes."], Request("en", "es"))
    ...     again = keep_replies(lambda texts, request: [], memory, ask=False)
    ...     again.ability = echo({}).ability
    ...     again(["Yes."], Request("en", "es"))
    ['[es] Yes.']
    """
    legs = [leg for leg in (getattr(translator, "first", None), getattr(translator, "second", None)) if leg is not None]
    services = [part for part in (translator, *legs) if hasattr(getattr(part, "client", None), "post")]
    if not services:
        return _KeptTranslator(translator, memory, ask)
    for part in services:
        part.client = _KeptClient(part.client, memory, ask)
        if hasattr(part, "use_model"):
            _keep_model(part, memory)
    return translator


def _keep_model(translator: Any, memory: Memory) -> None:
    """Note which model a server of the user's own had, for the time when it is not asked, and perhaps not running."""
    key = key_of("model", translator.url)
    if translator.model:
        memory.put_reply(key, json.dumps(translator.model))
    elif known := memory.reply(key):
        translator.use_model(json.loads(known))


def _kept(memory: Memory, key: str, ask: Callable[[], Any] | None) -> Any:
    if ask is None:
        found = memory.reply(key)
        if found is None:
            raise NotKeptError("no answer to this request was kept")
        return json.loads(found)
    answer = ask()
    with suppress(TypeError, ValueError, RecursionError):  # no JSON: a bad reply, judged elsewhere
        memory.put_reply(key, json.dumps(answer))
    return answer


class _KeptClient:
    """A client of a service; everything but ``post`` is the client's own."""

    def __init__(self, client: Any, memory: Memory, ask: bool) -> None:
        self._client, self._memory, self._ask = client, memory, ask

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def post(
        self, url: str, body: Any = None, *, form: Mapping[str, str] | None = None, known: Any = None, **extra: Any
    ) -> Any:
        """Ask, and keep the answer; ``known`` is what the request is known by in the place of what is sent."""
        content = extra.get("content")
        sent = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
        sent = known if known is not None else [body, dict(form) if form is not None else None, sent]
        key = key_of("post", url, sent)
        ask = (lambda: self._client.post(url, body, form=form, **extra)) if self._ask else None
        return _kept(self._memory, key, ask)


class _KeptTranslator:
    """A function or program."""

    def __init__(self, translator: Translator, memory: Memory, ask: bool) -> None:
        self._translator, self._memory, self._ask = translator, memory, ask
        self.ability = ability_of(translator)

    def __call__(self, texts: Sequence[str], request: Request) -> Any:
        ability = self.ability
        key = key_of(
            "call", ability.name, ability.version, dict(ability.settings), request.source, request.target,
            request.formality, request.shorter, [(term.source, term.target) for term in request.glossary], list(texts),
        )  # fmt: skip
        ask = (lambda: self._translator(texts, request)) if self._ask else None
        return _kept(self._memory, key, ask)
