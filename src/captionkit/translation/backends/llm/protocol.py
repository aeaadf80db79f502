"""What a protocol of language models is: how a request looks, and where text and usage stand in the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from captionkit.errors import EngineError
from captionkit.translation.base import Tokens

__all__ = ["ModelAnswer", "ModelProtocol", "ModelRequest", "count_in"]


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request: ``schema`` is the JSON schema the reply must follow, ``mode`` the way it is forced to.

    ``limit`` bounds the reply in tokens, ``context`` request and reply together (None: as the service does);
    ``temperature`` None leaves it out. ``extra`` are fields of the service's own.
    """

    model: str
    system: str
    user: str
    schema: Mapping[str, Any]
    mode: str
    temperature: float | None = 0.0
    limit: int | None = None
    context: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The text of an answer and the tokens it took; ``cut`` where the reply reached its limit."""

    text: str
    tokens: Tokens = field(default_factory=Tokens)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class ModelProtocol:
    """``path`` of a model under the service's address, ``headers`` with its key, the ``body`` of a request, and what an
    ``answer`` says. ``modes`` are the ways to force the shape of a reply, the strictest first; ``limit`` is the bound
    on a reply that a request must state, None where it need not; ``context`` the tokens of request and reply that a
    request asks for, None where it cannot. ``models`` is where a server lists what it has.

    ``answer`` raises EngineError where there is no text in it, with the reason the service gives.
    """

    name: str
    path: Callable[[str], str]
    headers: Callable[[str], dict[str, str]]
    body: Callable[[ModelRequest], dict[str, Any]]
    answer: Callable[[Any], ModelAnswer]
    modes: tuple[str, ...]
    limit: int | None = None
    models: str = "/models"
    context: int | None = None


def count_in(usage: object, *names: str) -> int:
    """Return the sum of some counts in an answer's usage; what is missing or not a number counts 0.

    >>> count_in({"a": 3, "b": None}, "a", "b", "c")
    3
    """
    found = [usage.get(name) for name in names] if isinstance(usage, Mapping) else []
    return sum(value for value in found if isinstance(value, int) and value > 0)


def first(items: object, what: str) -> Mapping[str, Any]:
    """Return the first of a list of objects. Raises EngineError where there is none."""
    if isinstance(items, list) and items and isinstance(items[0], Mapping):
        return items[0]
    raise EngineError(f"the answer has no {what}")
