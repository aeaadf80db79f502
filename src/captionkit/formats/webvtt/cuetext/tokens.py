"""The WebVTT cue text tokenizer (https://www.w3.org/TR/webvtt1/#webvtt-cue-text-tokenizer).

Each function is one state of the specification, with its name. A state that reads until one of a few characters does
so with one search instead of character by character; every search begins where the last ended, so the cost is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from captionkit.formats.webvtt.cuetext.entities import unescape
from captionkit.values import value

__all__ = ["EndTag", "StartTag", "Timestamp", "Token", "tokens"]


@value
class StartTag:
    """``<name.class.class annotation>``; ``at`` and ``to`` bound it in the cue text."""

    name: str
    classes: tuple[str, ...] = ()
    annotation: str = ""
    at: int = 0
    to: int = 0


@value
class EndTag:
    """``</name>``."""

    name: str
    at: int = 0
    to: int = 0


@value
class Timestamp:
    """``<00:00:01.000>``; ``value`` is what stands between the brackets, valid or not."""

    value: str
    at: int = 0
    to: int = 0


#: A token: text, or one of the three kinds of tag.
Token = str | StartTag | EndTag | Timestamp

_BLANK = "\t\n\f "
_START_TAG_END = re.compile(r"[\t\f \n.>]")
_CLASS_END = re.compile(r"[\t\f \n.>]")
_BLANKS = re.compile(r"[\t\n\f\r ]+")


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a cue text.

    >>> list(tokens("<b>fish &amp; chips"))
    [StartTag(name='b', to=3), 'fish & chips']
    """
    position = 0
    while position < len(text):
        token, position = _tag(text, position) if text[position] == "<" else _data(text, position)
        yield token


def _data(text: str, position: int) -> tuple[Token, int]:
    """WebVTT data state, with the HTML character reference in data state."""
    end = text.find("<", position)
    end = len(text) if end < 0 else end
    return unescape(text[position:end]), end


def _tag(text: str, at: int) -> tuple[Token, int]:
    """WebVTT tag state; ``at`` is the offset of the ``<``."""
    position = at + 1
    first = text[position : position + 1]
    if first and first in _BLANK:
        return _annotation(text, at, position, "", [])
    if first == ".":
        return _classes(text, at, position, "")
    if first == "/":
        value, end = _until_close(text, position + 1)
        return EndTag(value, at, end), end
    if first.isascii() and first.isdigit():
        value, end = _until_close(text, position)
        return Timestamp(value, at, end), end
    return _start_tag(text, at, position)


def _start_tag(text: str, at: int, position: int) -> tuple[Token, int]:
    """WebVTT start tag state."""
    match = _START_TAG_END.search(text, position)
    if match is None:
        return StartTag(text[position:], (), "", at, len(text)), len(text)
    name = text[position : match.start()]
    if match[0] == ">":
        return StartTag(name, (), "", at, match.end()), match.end()
    if match[0] == ".":
        return _classes(text, at, match.start(), name)
    return _annotation(text, at, match.start(), name, [])


def _classes(text: str, at: int, position: int, name: str) -> tuple[Token, int]:
    """WebVTT start tag class state; ``position`` is at the ``.``."""
    classes: list[str] = []
    while True:
        match = _CLASS_END.search(text, position + 1)
        end = match.start() if match else len(text)
        classes.append(text[position + 1 : end])
        if match is None or match[0] == ">":
            after = end + 1 if match else end
            return StartTag(name, _kept(classes), "", at, after), after
        if match[0] != ".":
            return _annotation(text, at, end, name, classes)
        position = end


def _annotation(text: str, at: int, position: int, name: str, classes: list[str]) -> tuple[Token, int]:
    """WebVTT start tag annotation state, with the HTML character reference in annotation state."""
    value, end = _until_close(text, position)
    return StartTag(name, _kept(classes), _BLANKS.sub(" ", unescape(value)).strip(" "), at, end), end


def _kept(classes: list[str]) -> tuple[str, ...]:
    """Classes that are the empty string mean nothing (cue text DOM construction)."""
    return tuple(name for name in classes if name)


def _until_close(text: str, position: int) -> tuple[str, int]:
    """WebVTT end tag state and timestamp tag state: everything up to ``>`` or the end."""
    end = text.find(">", position)
    return (text[position:], len(text)) if end < 0 else (text[position:end], end + 1)
