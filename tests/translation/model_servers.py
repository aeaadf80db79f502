"""Servers of language models, as strict as their references: what a request may hold, and what an answer looks like.

A request with an unknown field, a wrong header or a schema outside the dialect is refused, and noted as broken.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    stall: threading.Event | None = None


class ProtocolError(Exception):
    """A request that the service's reference does not allow."""


MODEL_SERVERS = ("openai", "anthropic", "gemini", "mistral", "openrouter", "ollama", "lmstudio", "llamacpp", "vllm")
#: Fields of a chat completion that the services document, by service; those that all have are under ``""``.
_FIELDS = {
    "": {"model", "messages", "temperature", "response_format", "top_p", "stop", "stream"},
    "chat": {"max_tokens"},
    "openai": {"max_completion_tokens", "seed", "reasoning_effort"},
    "mistral": {"max_tokens", "random_seed", "safe_prompt"},
    "openrouter": {"max_tokens", "usage", "provider", "models"},
    "lmstudio": {"max_tokens", "seed"},
    "llamacpp": {"max_tokens", "seed", "cache_prompt"},
    "vllm": {"max_tokens", "seed", "guided_json"},
}
_SHAPES = {"lmstudio": {"json_schema"}, "openai": {"json_schema", "json_object"}}
_OPEN = ("ollama", "lmstudio", "llamacpp", "vllm", "chat")


def need(condition: object, why: str) -> None:
    if not condition:
        raise ProtocolError(why)


def known(body: Mapping[str, Any], allowed: set[str]) -> None:
    need(isinstance(body, dict), "the body is no object")
    need(set(body) <= allowed, f"unknown fields {sorted(set(body) - allowed)}")


def model_server(name: str) -> Callable[[Any, Any], Any]:
    """Return what answers a request to a service: the texts of the prompt go through ``service.replies``."""
    speak = {"anthropic": _anthropic, "gemini": _gemini, "ollama": _ollama}.get(name, _openai)

    def answer(service: Any, seen: Any) -> Any:
        need(seen.headers.get("content-type") == "application/json", "content-type")
        return speak(name, service, seen)

    return answer


def _openai(name: str, service: Any, seen: Any) -> Any:
    need(seen.path in (f"/{name}/v1/chat/completions", "/v1/chat/completions"), "path")
    if name not in _OPEN:
        need(seen.headers.get("authorization", "").startswith("Bearer secret-"), "authorization")
    body = seen.body
    known(body, _FIELDS[""] | _FIELDS[name])
    need([m.get("role") for m in body["messages"]] == ["system", "user"], "roles")
    need(all(set(m) == {"role", "content"} and isinstance(m["content"], str) for m in body["messages"]), "messages")
    shape = body.get("response_format")
    if shape is not None:
        allowed = _SHAPES.get(name, {"json_schema", "json_object"})
        need(shape.get("type") in allowed, f"response_format.type must be {sorted(allowed)}")
        if shape["type"] == "json_schema":
            need(set(shape) == {"type", "json_schema"}, "response_format")
            need(set(shape["json_schema"]) == {"name", "strict", "schema"}, "json_schema")
            need(re.fullmatch(r"[\w-]{1,64}", shape["json_schema"]["name"]), "name")
            strict(shape["json_schema"]["schema"])
        else:
            need("JSON" in body["messages"][0]["content"], "the word JSON must stand in the messages")
    content = _content(service, body["messages"][-1]["content"])
    if isinstance(content, Reply):
        return content
    usage = _usage(body, content)
    counted: dict[str, Any] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    if name == "openrouter" and body.get("usage") == {"include": True}:
        counted["cost"] = 0.001
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": "c1", "object": "chat.completion", "created": 1, "model": body["model"], "usage": counted,
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
    }  # fmt: skip


def strict(schema: Any) -> None:
    """The dialect of strict structured output: every object closed, every property required."""
    need(isinstance(schema, dict), "schema")
    if schema.get("type") == "object":
        known(schema, {"type", "properties", "required", "additionalProperties"})
        need(schema["additionalProperties"] is False, "additionalProperties must be false")
        need(schema["required"] == list(schema["properties"]), "every property must be required")
        for part in schema["properties"].values():
            strict(part)
    elif schema.get("type") == "array":
        known(schema, {"type", "items"})
        strict(schema["items"])
    else:
        need(schema == {"type": "string"}, "type")


def _anthropic(name: str, service: Any, seen: Any) -> Any:
    need(seen.path == "/anthropic/v1/messages", "path")
    need(seen.headers.get("x-api-key", "").startswith("secret-"), "x-api-key")
    need(seen.headers.get("anthropic-version") == "2023-06-01", "anthropic-version")
    body = seen.body
    known(body, {"model", "max_tokens", "system", "messages", "temperature", "tools", "tool_choice", "stop_sequences"})
    need(isinstance(body.get("max_tokens"), int), "max_tokens: Field required")
    need(isinstance(body["system"], str), "system")
    need([m["role"] for m in body["messages"]] == ["user"], "roles")
    content = _content(service, body["messages"][0]["content"])
    if isinstance(content, Reply):
        return content
    if "tools" in body:
        (tool,) = body["tools"]
        known(tool, {"name", "description", "input_schema"})
        need(body["tool_choice"] == {"type": "tool", "name": tool["name"]}, "tool_choice")
        strict(tool["input_schema"])
        try:
            given = json.loads(content)
            blocks = [{"type": "tool_use", "id": "t1", "name": tool["name"], "input": given}]
        except ValueError:
            blocks = [{"type": "text", "text": content}]
    else:
        blocks = [{"type": "text", "text": content}]
    sent, back = _usage(body, content)
    used = {"input_tokens": sent, "output_tokens": back, "cache_read_input_tokens": None}
    return {"id": "m1", "type": "message", "role": "assistant", "model": body["model"], "content": blocks,
            "stop_reason": "tool_use", "stop_sequence": None, "usage": used}  # fmt: skip


def _gemini(name: str, service: Any, seen: Any) -> Any:
    need(re.fullmatch(r"/gemini/v1beta/models/[\w.-]+:generateContent", seen.path), "path")
    need(seen.headers.get("x-goog-api-key", "").startswith("secret-"), "x-goog-api-key")
    need("key" not in seen.query, "the key stands in the address")
    body = seen.body
    known(body, {"systemInstruction", "contents", "generationConfig", "safetySettings"})
    known(body["generationConfig"], {"temperature", "maxOutputTokens", "responseMimeType", "responseSchema"})
    settings = body["generationConfig"]
    if "responseSchema" in settings:
        need(settings.get("responseMimeType") == "application/json", "responseMimeType")
        dialect(settings["responseSchema"])
    (turn,) = body["contents"]
    need(turn["role"] == "user" and set(turn) == {"role", "parts"}, "contents")
    content = _content(service, turn["parts"][0]["text"])
    if isinstance(content, Reply):
        return content
    sent, back = _usage(body, content)
    used = {"promptTokenCount": sent, "candidatesTokenCount": back, "thoughtsTokenCount": 3}
    parts = [{"text": "Let me think.", "thought": True}, {"text": content[:9]}, {"text": content[9:]}]
    return {"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}],
            "usageMetadata": used, "modelVersion": "g"}  # fmt: skip


def _ollama(name: str, service: Any, seen: Any) -> Any:
    need(seen.path == "/ollama/api/chat", "path")
    body = seen.body
    known(body, {"model", "messages", "stream", "format", "options", "keep_alive", "think", "tools"})
    known(body["options"], {"temperature", "num_predict", "num_ctx", "seed"})
    need(body["stream"] is False, "stream")
    need([m.get("role") for m in body["messages"]] == ["system", "user"], "roles")
    if body.get("format", "json") != "json":
        strict(body["format"])
    content = _content(service, body["messages"][-1]["content"])
    if isinstance(content, Reply):
        return content
    sent, back = _usage(body, content)
    return {"model": body["model"], "message": {"role": "assistant", "content": content}, "done": True,
            "done_reason": "stop", "prompt_eval_count": sent, "eval_count": back, "total_duration": 1}  # fmt: skip


def dialect(schema: Any) -> None:
    """Gemini's schemas: types in capitals, no ``additionalProperties``."""
    if schema.get("type") == "OBJECT":
        known(schema, {"type", "properties", "required", "propertyOrdering"})
        for part in schema["properties"].values():
            dialect(part)
    elif schema.get("type") == "ARRAY":
        known(schema, {"type", "items"})
        dialect(schema["items"])
    else:
        need(schema == {"type": "STRING"}, "type")


def _content(service: Any, prompt: str) -> str | Reply:
    """Return what a model says to a prompt of ours; a fault may return texts, the whole content, or a Reply."""
    data = json.loads(prompt)
    rows = data["texts"]
    if "draft" in rows[0]:
        changed = [{"id": row["id"], "text": row["draft"].replace("xeht", "XEHT")} for row in rows]
        return json.dumps({"translations": [row for row in changed if "XEHT" in row["text"]]})
    made = service.replies([row["text"] for row in rows])
    if isinstance(made, Reply | str):
        return made
    if isinstance(made, dict):
        return json.dumps(made)
    given = [
        {"id": row["id"], "anchor": " ".join(row["text"].split()[:2]), "text": text}
        for row, text in zip(rows, made, strict=False)
    ]
    return json.dumps({"translations": given, "summary": "Boats leave.", "terms": []})


def _usage(body: Mapping[str, Any], content: str) -> tuple[int, int]:
    return len(json.dumps(body)) // 4, len(content) // 4
