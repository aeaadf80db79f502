"""What a service's refusal means, in plain words: from its status and the usual places of its error body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.errors import CaptionkitError, EngineError, StageError, UsageError

__all__ = ["refused"]

#: (what is looked for in codes, types and messages; which error; what it means; what to do), the first that fits holds.
_MEANINGS: tuple[tuple[str, type[CaptionkitError], str, str], ...] = (
    (
        r"insufficient[_ ]quota|credit balance|insufficient[_ ]credits|more credits|billing|payment[_ ]required"
        r"|out of credits|spend(?:ing)? limit",
        StageError, "the account has no credit left", "what was translated is in the memory; add credit and run again",
    ),
    (
        r"api[_ ]key[_ ](?:not|is not)[_ ]valid|api_key_invalid|(?:invalid|incorrect|missing|no|wrong)[_ ]api[_ -]?key"
        r"|authentication|unauthori[sz]ed|no auth credentials|invalid_token|user not found",
        UsageError, "the key is refused", "check the key in the environment or the keyring",
    ),
    (
        r"model_not_found|not_found_error|model\W.{0,80}(?:not found|does not exist|not supported)|invalid[_ ]model"
        r"|not a valid model|no endpoints found|models?/\S+ is not found|no models? (?:loaded|available)|pulling it",
        UsageError, "there is no such model", "option model=NAME; local servers must have it loaded or pulled",
    ),
    (
        r"context[_ ](?:length|size|window)|maximum context|too many tokens|prompt is too long|input token count"
        r"|exceed_context|string_above_max_length",
        EngineError, "the request is too long for the model", "option batch=10, or a larger context at the server",
    ),
    (
        r"content[_ ](?:filter|policy)|flagged|moderation|safety|prohibited_content|blocked",
        EngineError, "the service will not take these texts", "",
    ),
)  # fmt: skip
_LOADING = re.compile(r"loading model|model is (?:still |currently )?loading|overloaded|capacity", re.IGNORECASE)


def refused(name: str, status: int, body: Any) -> CaptionkitError | float | None:
    """Return the error that a refusal is, the seconds after which it may pass (0: as the client likes), or None where
    nothing more is known than its status.

    >>> body = {"error": {"message": "Incorrect API key provided.", "type": "invalid_request_error"}}
    >>> print(refused("openai", 401, body))
    openai: the key is refused (HTTP 401: Incorrect API key provided.)
    """
    wait = _retry_info(body)
    if wait is not None:
        return wait
    parts = list(_said(body))
    text = " ".join(parts)
    message = next((part for part in parts if " " in part), parts[0] if parts else "")
    detail = f"HTTP {status}" + (f": {' '.join(message.split())[:200]}" if message else "")
    for pattern, error, meaning, hint in _MEANINGS:
        if re.search(pattern, text, re.IGNORECASE) and not (status == 429 and error is EngineError):
            return error(f"{name}: {meaning} ({detail})", hint=hint)
    if status in (400, 404, 500, 503) and _LOADING.search(text):
        return 0.0
    if status in (400, 422):
        return EngineError(f"{name}: the request is refused ({detail})")
    return None


def _said(body: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts of an error body: code, type, status, message, and what Mistral and vLLM nest in lists."""
    if isinstance(body, str):
        yield body[:500]
    elif isinstance(body, Mapping) and depth < 5:
        for key in ("message", "msg", "error", "detail", "code", "type", "status", "reason", "reasons", "details",
                    "metadata", "loc", "raw"):  # fmt: skip
            yield from _said(body.get(key), depth + 1)
    elif isinstance(body, list) and depth < 5:
        for item in body[:5]:
            yield from _said(item, depth + 1)


def _retry_info(body: Any) -> float | None:
    """Return the seconds that Google's RetryInfo asks to wait."""
    error = body[0] if isinstance(body, list) and body else body
    error = error.get("error") if isinstance(error, Mapping) else None
    details = error.get("details") if isinstance(error, Mapping) else None
    for detail in details if isinstance(details, list) else ():
        delay = detail.get("retryDelay") if isinstance(detail, Mapping) else None
        if isinstance(delay, str) and re.fullmatch(r"\d+(?:\.\d+)?s", delay):
            return float(delay[:-1])
    return None
