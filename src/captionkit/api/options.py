"""Options by name: a verb refuses unknown ones with the nearest, and a flat list becomes a verb's arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from captionkit.registry import load_target
from captionkit.values import parameters_of, unknown_field, verb

__all__ = ["arguments", "verb"]

#: The parameter that holds a value of options -> its class.
_VALUES = {
    "options": "captionkit.sources:ReadOptions",
    "read_options": "captionkit.sources:ReadOptions",
    "write_options": "captionkit.formats:WriteOptions",
    "translate_options": "captionkit.api.translated:TranslateOptions",
}


def arguments(function: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of a verb that a flat list of options amounts to.

    What the verb takes by name stays; what its values of options hold goes there, an ``encoding`` to that of reading.

    Raises TypeError, with the nearest name, for an option that is in none of the three.

    >>> from captionkit import convert
    >>> given = arguments(convert, {"to": "vtt", "strict": True, "speakers": "label"})
    >>> given["to"], given["read_options"].strict, given["write_options"].speakers
    ('vtt', True, 'label')
    """
    takes = parameters_of(function)
    values = {name: load_target(target) for name, target in _VALUES.items() if name in takes}
    known = {*takes, *(name for fields in values.values() for name in fields.__match_args__)}
    for name in options:
        if name not in known:
            raise unknown_field(f"call of {function.__name__}()", name, sorted(known))
    given = {name: item for name, item in options.items() if name in takes}
    left = {name: item for name, item in options.items() if name not in takes}
    for name, fields in values.items():
        own = {key: left.pop(key) for key in fields.__match_args__ if key in left}
        if own:
            given[name] = fields(**own)
    return given
