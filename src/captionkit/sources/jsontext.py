"""JSON as it is found: one value, JSON Lines, or values one after the other; in a Markdown fence; the last one cut off.

NaN and control characters are read too.

Strangers' files are limited by what the text can hold: nesting too deep for the parser, or a number of thousands of
digits, is refused with a clear message, never with a crash.
"""

from __future__ import annotations

import json
import re
from typing import Any

from captionkit.errors import InputError, LimitError
from captionkit.values import value

__all__ = ["JsonText", "parse_json", "unfenced"]

_ESCAPES = re.compile(
    r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_FENCE = re.compile(
    r"(?:\A|\n)[ \t]{0,3}(?P<marks>```+|~~~+)[ \t]*(?:json[l5]?)?[ \t]*\r?\n(?=\s{0,200}[\[{])", re.IGNORECASE
)
#: How far into a text a fence is looked for, in characters.
_HEAD = 4096
_BLANK = re.compile(r"[ \t\r\n\x00\x1a\ufeff]*,?[ \t\r\n\x00\x1a\ufeff]*")


@value
class JsonText:
    """The values in a text, in order, and what had to be repaired to read them."""

    values: tuple[Any, ...]
    repairs: tuple[str, ...] = ()


def parse_json(text: str, name: str = "") -> JsonText:
    r"""Return the JSON values in ``text``.

    The bare literals ``NaN`` and ``Infinity`` are read as floats, as Python's own writer makes them; readers must not
    take them for times. Raw control characters in strings, and a byte order mark, are read and reported as repairs.

    Raises InputError with line and column where it is not JSON, LimitError where nesting or a number is too large.

    >>> parse_json('{"a": 1}\n{"a": NaN}').values[0]
    {'a': 1}
    """
    inner = unfenced(text)
    fenced = () if inner is text else ("a Markdown fence around it",)
    text, repairs = _without_halves(inner)
    repairs = (*fenced, *repairs)
    try:
        return JsonText((json.loads(text),), repairs)
    except RecursionError:
        raise _too_deep(name) from None
    except json.JSONDecodeError:
        return _sequence(text, name, repairs)
    except ValueError as error:
        raise LimitError(f"{name}: a number in the JSON is too long: {error}") from None


def unfenced(text: str) -> str:
    r"""Return what stands between the marks of a Markdown code block, where JSON is in one; else the text itself.

    >>> unfenced("```json\n[1]\n```\n")
    '[1]'
    """
    begin = _FENCE.search(text, 0, _HEAD)
    if begin is None:
        return text
    end = text.find("\n" + begin["marks"], begin.end())
    return text[begin.end() : end if end >= 0 else len(text)]


def _too_deep(name: str) -> LimitError:
    return LimitError(f"{name}: JSON is nested too deeply", hint="no transcript is: the file is damaged or hostile")


def _without_halves(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace escapes of half a character (lone surrogates): no encoding can write them again."""
    # one sign is looked for ten times as fast as two
    if "\\" not in text or "\\u" not in text or ("\\ud" not in text and "\\uD" not in text):
        return text, ()
    repaired = _ESCAPES.sub(lambda match: "\\ufffd" if len(match[0]) == 6 else match[0], text)
    return repaired, ("halves of characters (lone surrogates)",) if repaired != text else ()


def _sequence(text: str, name: str, before: tuple[str, ...]) -> JsonText:
    strict = json.JSONDecoder()
    loose = json.JSONDecoder(strict=False)
    values: list[Any] = []
    repairs: dict[str, None] = dict.fromkeys(before)
    at = _skip(text, 0)
    while at < len(text):
        try:
            value, at = strict.raw_decode(text, at)
        except json.JSONDecodeError as error:
            if values and text[at] in "{[" and _cut_off(error, text):
                repairs[f"value {len(values) + 1} is cut off and was left out: {text[at : at + 40]!r}"] = None
                break
            value, at = _loosely(loose, text, at, error, name)
            repairs["raw control characters inside strings"] = None
        except RecursionError:
            raise _too_deep(name) from None
        except ValueError as error:
            raise LimitError(f"{name}: a number in the JSON is too long: {error}") from None
        values.append(value)
        at = _skip(text, at)
    if not values:
        raise InputError(f"{name}: not valid JSON: the file is empty")
    return JsonText(tuple(values), tuple(repairs))


def _cut_off(error: json.JSONDecodeError, text: str) -> bool:
    """Whether the parser ran into the end of the text, as where a program was stopped while it wrote."""
    rest = len(text.rstrip()) - error.pos
    return rest <= 1 or (error.msg.startswith("Unterminated string") and "\n" not in text[error.pos :].rstrip("\n"))


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _loosely(decoder: json.JSONDecoder, text: str, at: int, first: json.JSONDecodeError, name: str) -> tuple[Any, int]:
    if not first.msg.startswith("Invalid control character"):
        raise _invalid(first, name)
    try:
        return decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _invalid(error, name) from None
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError as error:
        raise LimitError(f"{name}: a number in the JSON is too long: {error}") from None


def _invalid(error: json.JSONDecodeError, name: str) -> InputError:
    return InputError(f"{name}:{error.lineno}: not valid JSON: {error.msg} (column {error.colno})")
