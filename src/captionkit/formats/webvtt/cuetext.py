"""WebVTT cue text: the specification's tokenizer, its tree of nodes, and HTML's character references in both.

Each function of the tokenizer (https://www.w3.org/TR/webvtt1/#webvtt-cue-text-tokenizer) is one state of the
specification, with its name. A state that reads until one of a few characters does so with one search instead of
character by character; every search begins where the last ended, so the cost is linear. The tree follows
https://www.w3.org/TR/webvtt1/#webvtt-cue-text-parsing-rules, the references
https://html.spec.whatwg.org/#character-reference-state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from captionkit.values import value

__all__ = [
    "EndTag",
    "Node",
    "StartTag",
    "Timestamp",
    "Token",
    "parse",
    "parse_timestamp",
    "text_of",
    "tokens",
    "unescape",
]


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
            return StartTag(name, tuple(filter(None, classes)), "", at, after), after
        if match[0] != ".":
            return _annotation(text, at, end, name, classes)
        position = end


def _annotation(text: str, at: int, position: int, name: str, classes: list[str]) -> tuple[Token, int]:
    """WebVTT start tag annotation state, with the HTML character reference in annotation state.

    Classes that are the empty string mean nothing (cue text DOM construction).
    """
    value, end = _until_close(text, position)
    return StartTag(name, tuple(filter(None, classes)), _BLANKS.sub(" ", unescape(value)).strip(" "), at, end), end


def _until_close(text: str, position: int) -> tuple[str, int]:
    """WebVTT end tag state and timestamp tag state: everything up to ``>`` or the end."""
    end = text.find(">", position)
    return (text[position:], len(text)) if end < 0 else (text[position:end], end + 1)


#: The tags that the specification knows; ``rt`` only inside ``ruby``.
KNOWN = frozenset(("c", "i", "b", "u", "ruby", "rt", "v", "lang"))
_TIMESTAMP = re.compile(r"(?:([0-9]+):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})\Z")


class Node:
    """One node: ``name`` is the tag (``c i b u ruby rt v lang``), ``"text"`` or ``"time"``.

    ``annotation`` is the voice's name or the language tag; ``text`` a text node's characters; ``time`` the ms of a
    timestamp; ``language`` the language that holds here.
    """

    __slots__ = ("annotation", "children", "classes", "language", "name", "text", "time")

    def __init__(
        self,
        name: str,
        *,
        classes: tuple[str, ...] = (),
        annotation: str = "",
        text: str = "",
        time: int | None = None,
        language: str = "",
    ) -> None:
        self.name = name
        self.classes = classes
        self.annotation = annotation
        self.text = text
        self.time = time
        self.language = language
        self.children: list[Node] = []


def parse(text: str, language: str = "") -> list[Node]:
    """Return the nodes of a cue text; ``language`` is the track's.

    Follows the specification exactly: unknown tags vanish, end tags that do not match are ignored, what is open at the
    end is closed.

    >>> [node.name for node in parse("<ruby>base<rt>top</ruby> rest")]
    ['ruby', 'text']
    """
    root = Node("root", language=language)
    open_nodes = [root]
    for token in tokens(text):
        current = open_nodes[-1]
        if isinstance(token, str):
            current.children.append(Node("text", text=token, language=current.language))
        elif isinstance(token, StartTag):
            _start(open_nodes, token)
        elif isinstance(token, EndTag):
            _end(open_nodes, token.name)
        else:
            _timestamp(current, token)
    return root.children


def _start(open_nodes: list[Node], tag: StartTag) -> None:
    current = open_nodes[-1]
    if tag.name not in KNOWN or (tag.name == "rt" and current.name != "ruby"):
        return
    node = Node(tag.name, classes=tag.classes, language=current.language)
    if tag.name in ("v", "lang"):
        node.annotation = tag.annotation
    if tag.name == "lang":
        node.language = tag.annotation
    current.children.append(node)
    open_nodes.append(node)


def _end(open_nodes: list[Node], name: str) -> None:
    current = open_nodes[-1].name
    if name == current and name in KNOWN:
        open_nodes.pop()
    elif name == "ruby" and current == "rt":
        del open_nodes[-2:]


def _timestamp(current: Node, token: Timestamp) -> None:
    time = parse_timestamp(token.value)
    if time is not None:
        current.children.append(Node("time", time=time, language=current.language))


def parse_timestamp(value: str) -> int | None:
    """Return the ms of a timestamp exactly as WebVTT writes it; None for anything else.

    >>> parse_timestamp("01:02.003")
    62003
    """
    match = _TIMESTAMP.match(value)
    if match is None or len(value) > 20:
        return None
    hours, minutes, seconds, ms = (int(part) if part else 0 for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def text_of(nodes: list[Node]) -> str:
    """Return the characters of nodes in order, ruby text included."""
    pieces: list[str] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        pieces.append(node.text)
        waiting.extend(reversed(node.children))
    return "".join(pieces)


_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|([0-9a-zA-Z]{1,32};?))")
#: The references that WebVTT files use; the full table of 2,231 is loaded only for others.
_COMMON = {"amp;": "&", "lt;": "<", "gt;": ">", "nbsp;": "\xa0", "lrm;": "\u200e", "rlm;": "\u200f", "quot;": '"'}
_REPLACEMENT = "\ufffd"


def unescape(text: str) -> str:
    """Return ``text`` with its character references replaced; an ``&`` that begins none stays.

    >>> unescape("AT&T &lt;3 &notit;")
    'AT&T <3 ¬it;'
    """
    return _REFERENCE.sub(_replace, text) if "&" in text else text


def _replace(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return _COMMON.get(name) or _named(name)
    # no code point has more than 7 digits; longer runs (a hostile file) need not be computed
    digits = (hexadecimal or decimal).lstrip("0")
    return _REPLACEMENT if len(digits) > 7 else _numeric(int(digits or "0", 16 if hexadecimal else 10))


@cache
def _html5() -> dict[str, str]:
    from html.entities import html5

    return html5


def _named(name: str) -> str:
    """Return the longest reference that ``name`` begins with, and the rest of the name as it is."""
    table = _html5()
    for length in range(len(name), 1, -1):
        found = table.get(name[:length])
        if found is not None:
            return found + name[length:]
    return "&" + name


def _numeric(code: int) -> str:
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return _REPLACEMENT
    if 0x80 <= code <= 0x9F:
        # HTML reads these as windows-1252 where that assigns them
        return bytes([code]).decode("cp1252", "ignore") or chr(code)
    return chr(code)
