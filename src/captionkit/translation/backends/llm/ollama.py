"""Ollama's own chat, where a request may say what OpenAI's fields cannot: how much context the model needs.

https://docs.ollama.com/api/chat; structured output by ``format``. By the OpenAI route a request that is longer than the
server's context loses its beginning without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from captionkit.errors import EngineError
from captionkit.translation.backends.llm.protocol import ModelAnswer, ModelProtocol, ModelRequest, count_in
from captionkit.translation.base import Tokens

__all__ = ["OLLAMA_CHAT"]


def _body(asked: ModelRequest) -> dict[str, Any]:
    given = {"temperature": asked.temperature, "num_predict": asked.limit, "num_ctx": asked.context}
    body: dict[str, Any] = {
        "model": asked.model,
        "messages": [{"role": "system", "content": asked.system}, {"role": "user", "content": asked.user}],
        "stream": False,
        "options": {name: value for name, value in given.items() if value is not None},
    }
    if asked.mode != "text":
        body["format"] = dict(asked.schema) if asked.mode == "json_schema" else "json"
    return body | dict(asked.extra)


def _answer(answer: Any) -> ModelAnswer:
    message = answer.get("message") if isinstance(answer, Mapping) else None
    if not isinstance(message, Mapping):
        raise EngineError("the answer has no message")
    text = message.get("content")
    tokens = Tokens(count_in(answer, "prompt_eval_count"), count_in(answer, "eval_count"))
    return ModelAnswer(text if isinstance(text, str) else "", tokens, answer.get("done_reason") == "length")


OLLAMA_CHAT = ModelProtocol(
    "ollama",
    lambda model: "/chat",
    lambda key: {"Authorization": f"Bearer {key}"} if key else {},
    _body,
    _answer,
    ("json_schema", "json_object", "text"),
    models="/tags",
    context=8192,
)
