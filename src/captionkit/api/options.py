"""Options by name: a verb refuses unknown ones with the nearest, and a flat list becomes a verb's arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from captionkit.registry import load_target
from captionkit.values import unknown_field

__all__ = ["arguments", "verb"]

P = ParamSpec("P")
R = TypeVar("R")

#: The parameter that holds a value of options -> its class.
_VALUES = {
    "options": "captionkit.sources:ReadOptions",
    "read_options": "captionkit.sources:ReadOptions",
    "write_options": "captionkit.formats:WriteOptions",
    "translate_options": "captionkit.api.translated:TranslateOptions",
}


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function refuse a keyword argument that it does not take with the nearest one that it takes.

    >>> from captionkit import load
    >>> load("talk.srt", langauge="en")
    Traceback (most recent call last):
    TypeError: a call of load() has no field 'langauge': did you mean 'language'?
    """
    takes = _parameters(function)

    @wraps(function)
    def call(*args: P.args, **options: P.kwargs) -> R:
        for name in options:
            if name not in takes:
                raise _unknown(function, name, takes)
        return function(*args, **options)

    return call


def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    code = getattr(function, "__wrapped__", function).__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _unknown(function: Callable[..., Any], name: str, known: Iterable[str]) -> TypeError:
    return unknown_field(f"call of {function.__name__}()", name, known)


def arguments(function: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of a verb that a flat list of options amounts to.

    What the verb takes by name stays; what its values of options hold goes there, an ``encoding`` to that of reading.

    Raises TypeError, with the nearest name, for an option that is in none of the three.

    >>> from captionkit import convert
    >>> given = arguments(convert, {"to": "vtt", "strict": True, "speakers": "label"})
    >>> given["to"], given["read_options"].strict, given["write_options"].speakers
    ('vtt', True, 'label')
    """
    takes = _parameters(function)
    values = {name: load_target(target) for name, target in _VALUES.items() if name in takes}
    known = {*takes, *(name for fields in values.values() for name in fields.__match_args__)}
    for name in options:
        if name not in known:
            raise _unknown(function, name, sorted(known))
    given = {name: item for name, item in options.items() if name in takes}
    left = {name: item for name, item in options.items() if name not in takes}
    for name, fields in values.items():
        own = {key: left.pop(key) for key in fields.__match_args__ if key in left}
        if own:
            given[name] = fields(**own)
    return given
