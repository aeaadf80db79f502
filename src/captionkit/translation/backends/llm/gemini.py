"""Gemini's generateContent; structured output by ``responseSchema``.

https://ai.google.dev/api/generate-content
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from captionkit.errors import EngineError
from captionkit.translation.backends.llm.protocol import ModelAnswer, ModelProtocol, ModelRequest, count_in, first
from captionkit.translation.base import Tokens

__all__ = ["GEMINI_GENERATE"]


def _body(asked: ModelRequest) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if asked.temperature is not None:
        settings["temperature"] = asked.temperature
    if asked.limit is not None:
        settings["maxOutputTokens"] = asked.limit
    if asked.mode != "text":
        settings["responseMimeType"] = "application/json"
    if asked.mode == "json_schema":
        settings["responseSchema"] = _schema(asked.schema)
    return {
        "systemInstruction": {"parts": [{"text": asked.system}]},
        "contents": [{"role": "user", "parts": [{"text": asked.user}]}],
        "generationConfig": settings,
    } | dict(asked.extra)


def _schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema in Gemini's dialect: types in capitals, the order of fields said, no ``additionalProperties``."""
    made: dict[str, Any] = {"type": str(schema["type"]).upper()}
    if "items" in schema:
        made["items"] = _schema(schema["items"])
    if "properties" in schema:
        made["properties"] = {name: _schema(part) for name, part in schema["properties"].items()}
        made |= {"required": list(schema["required"]), "propertyOrdering": list(schema["properties"])}
    return made


def _answer(answer: Any) -> ModelAnswer:
    if not isinstance(answer, Mapping):
        raise EngineError("the answer has no candidates")
    feedback = answer.get("promptFeedback")
    if isinstance(feedback, Mapping) and feedback.get("blockReason"):
        raise EngineError(f"the service blocked the texts: {feedback['blockReason']}")
    candidate = first(answer.get("candidates"), "candidates")
    why = candidate.get("finishReason")
    content = candidate.get("content")
    parts = content.get("parts") if isinstance(content, Mapping) else None
    rows = [part for part in parts or () if isinstance(part, Mapping) and not part.get("thought")]
    text = "".join(str(part.get("text") or "") for part in rows)
    if not text and why not in (None, "STOP", "MAX_TOKENS"):
        raise EngineError(f"the service held the reply back: {why}")
    usage = answer.get("usageMetadata")
    tokens = Tokens(count_in(usage, "promptTokenCount"), count_in(usage, "candidatesTokenCount", "thoughtsTokenCount"))
    return ModelAnswer(text, tokens, why == "MAX_TOKENS")


GEMINI_GENERATE = ModelProtocol(
    "gemini",
    lambda model: f"/models/{quote(model.removeprefix('models/'), safe='-._')}:generateContent",
    lambda key: {"x-goog-api-key": key},
    _body,
    _answer,
    ("json_schema", "json_object", "text"),
)
