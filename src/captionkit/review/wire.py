"""JSON over the wire: requests read within limits, answers and refusals written."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from captionkit.errors import CaptionkitError, InputError
from captionkit.fitting import json_text
from captionkit.review.guard import MAX_BODY, Refused
from captionkit.review.refusals import EditError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["DEPTH", "answer", "body_of", "parsed", "refusal"]

#: How deep lists and objects of a request may lie in each other.
DEPTH = 24
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


async def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request.

    Raises Refused for one that is too long, and what :func:`parsed` raises.
    """
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MAX_BODY:
            raise Refused(413, f"a request has at most {MAX_BODY} bytes")
    return parsed(bytes(data))


def parsed(data: bytes) -> dict[str, Any]:
    r"""Return the JSON object in ``data``.

    Raises Refused for anything else, for one that lies deeper than :data:`DEPTH`, for numbers that JSON does not have,
    and for text that no file can hold.

    >>> parsed(b'{"id": "c42"}')
    {'id': 'c42'}
    >>> parsed(b'{"id": "\\ud800"}')
    Traceback (most recent call last):
    ...
    captionkit.review.guard.Refused: half of a character
    """
    if _is_deep(data):
        raise Refused(400, f"lists and objects lie deeper than {DEPTH}")
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(400, "this is not JSON") from None
    if not isinstance(value, dict):
        raise Refused(400, "a JSON object is wanted")
    if rb"\u" in data:
        try:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise Refused(400, "half of a character") from None
    return value


def _is_deep(data: bytes) -> bool:
    if data.count(b"[") + data.count(b"{") <= DEPTH:
        return False
    depth = 0
    for match in _BRACKETS.finditer(data):
        first = match[0][:1]
        depth += (first in b"[{") - (first in b"]}")
        if depth > DEPTH:
            return True
    return False


def _no_number(name: str) -> float:
    raise ValueError(name)


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as an answer."""
    from starlette.responses import Response

    return Response(json_text(value).encode(), status, media_type="application/json")


def refusal(error: Exception) -> Response:
    """Return what is answered instead of what was asked for; a fault of captionkit's own is logged with its stack."""
    if isinstance(error, EditError):
        return answer(error.as_dict(), error.status)
    if isinstance(error, Refused):
        return answer(_said("request", str(error)), error.status)
    if isinstance(error, CaptionkitError):
        return answer(_said("failed", error.message, error.hint), 400 if isinstance(error, InputError) else 500)
    logging.getLogger(__name__).error("a request failed", exc_info=error)
    what = f"{type(error).__name__}: {error}"
    return answer(_said("bug", what, "this is a bug in captionkit, please report it; your work is in the journal"), 500)


def _said(kind: str, message: str, hint: str = "") -> Mapping[str, str]:
    return {"error": kind, "message": message, "hint": hint}
