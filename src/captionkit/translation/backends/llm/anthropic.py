"""Anthropic's messages. The reply is forced into shape as the input of the one tool that the model must use.

https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from captionkit.errors import EngineError
from captionkit.translation.backends.llm.protocol import ModelAnswer, ModelProtocol, ModelRequest, count_in
from captionkit.translation.base import Tokens

__all__ = ["ANTHROPIC_MESSAGES"]

_TOOL = "give_translations"


def _body(asked: ModelRequest) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": asked.model,
        "max_tokens": asked.limit or ANTHROPIC_MESSAGES.limit,
        "system": asked.system,
        "messages": [{"role": "user", "content": asked.user}],
    }
    if asked.temperature is not None:
        body["temperature"] = asked.temperature
    if asked.mode == "tool":
        tool = {"name": _TOOL, "description": "Give the translations back.", "input_schema": dict(asked.schema)}
        body |= {"tools": [tool], "tool_choice": {"type": "tool", "name": _TOOL}}
    return body | dict(asked.extra)


def _answer(answer: Any) -> ModelAnswer:
    if not isinstance(answer, Mapping) or not isinstance(answer.get("content"), list):
        raise EngineError("the answer has no content")
    if answer.get("stop_reason") == "refusal":
        raise EngineError("the model refused")
    blocks = [block for block in answer["content"] if isinstance(block, Mapping)]
    usage = answer.get("usage")
    used = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    tokens = Tokens(count_in(usage, *used), count_in(usage, "output_tokens"))
    given = next((block.get("input") for block in blocks if block.get("type") == "tool_use"), None)
    if given is not None:
        text = json.dumps(given, ensure_ascii=False)
    else:
        text = "".join(str(block.get("text") or "") for block in blocks if block.get("type") == "text")
    return ModelAnswer(text, tokens, answer.get("stop_reason") == "max_tokens")


ANTHROPIC_MESSAGES = ModelProtocol(
    "anthropic",
    lambda model: "/messages",
    lambda key: {"x-api-key": key, "anthropic-version": "2023-06-01"},
    _body,
    _answer,
    ("tool", "text"),
    limit=8192,
)
