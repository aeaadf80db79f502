"""OpenAI's chat completions, which most services and every local server speak as well.

https://platform.openai.com/docs/api-reference/chat; structured output by ``response_format``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from captionkit.errors import EngineError
from captionkit.translation.backends.llm.protocol import ModelAnswer, ModelProtocol, ModelRequest, count_in, first
from captionkit.translation.base import Tokens

__all__ = ["OPENAI_CHAT"]


def _body(asked: ModelRequest) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": asked.model,
        "messages": [{"role": "system", "content": asked.system}, {"role": "user", "content": asked.user}],
    }
    if asked.temperature is not None:
        body["temperature"] = asked.temperature
    if asked.limit is not None:
        body["max_tokens"] = asked.limit
    if asked.mode == "json_schema":
        schema = {"name": "translations", "strict": True, "schema": dict(asked.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif asked.mode == "json_object":
        body["response_format"] = {"type": "json_object"}
    return body | dict(asked.extra)


def _answer(answer: Any) -> ModelAnswer:
    if not isinstance(answer, Mapping):
        raise EngineError("the answer has no choices")
    choice = first(answer.get("choices"), "choices")
    message = choice.get("message")
    message = message if isinstance(message, Mapping) else {}
    if message.get("refusal"):
        raise EngineError(f"the model refused: {' '.join(str(message['refusal']).split())[:200]}")
    if choice.get("finish_reason") == "content_filter":
        raise EngineError("the service's content filter held the reply back")
    usage = answer.get("usage")
    cost = usage.get("cost") if isinstance(usage, Mapping) else None
    tokens = Tokens(
        count_in(usage, "prompt_tokens"), count_in(usage, "completion_tokens"),
        float(cost) if isinstance(cost, int | float) else None,
    )  # fmt: skip
    return ModelAnswer(_text(message.get("content")), tokens, choice.get("finish_reason") == "length")


def _text(content: object) -> str:
    """Content is a text, or (Mistral's reasoning models) a list of parts of which some are text."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, Mapping))
    return content if isinstance(content, str) else ""


OPENAI_CHAT = ModelProtocol(
    "openai",
    lambda model: "/chat/completions",
    lambda key: {"Authorization": f"Bearer {key}"} if key else {},
    _body,
    _answer,
    ("json_schema", "json_object", "text"),
)
