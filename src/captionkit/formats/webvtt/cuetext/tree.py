"""The tree of a cue text (https://www.w3.org/TR/webvtt1/#webvtt-cue-text-parsing-rules)."""

from __future__ import annotations

import re

from captionkit.formats.webvtt.cuetext.tokens import EndTag, StartTag, Timestamp, tokens

__all__ = ["Node", "parse", "parse_timestamp", "text_of"]

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
