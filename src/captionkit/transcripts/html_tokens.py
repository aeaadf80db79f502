"""HTML as a stream of tags and texts, in linear time on any input: no tree, no recursion, no scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

__all__ = ["Tag", "Text", "tokens"]

_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]{0,60})\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_TO_END = re.compile(r"(?>[^\"'<>]+|\"[^\"<]*\"|'[^'<]*')*+>")
_TAG_LIMIT = 4000

#: Elements whose content is not text of the page.
_RAW = frozenset(("script", "style", "template", "noscript", "svg", "textarea", "iframe", "object", "math"))


class Tag(NamedTuple):
    """A start tag, or with ``end`` an end tag; ``line`` counts from 1."""

    name: str
    attributes: Mapping[str, str]
    end: bool
    line: int


class Text(NamedTuple):
    """Characters between tags, references resolved once."""

    text: str
    line: int


def tokens(html: str) -> Iterator[Tag | Text]:
    """Yield the tags and texts of ``html``; comments, declarations and the content of scripts are passed over."""
    at, line, size = 0, 1, len(html)
    missing: set[str] = set()
    while at < size:
        mark = html.find("<", at)
        mark = size if mark < 0 else mark
        if mark > at:
            yield Text(unescape(html[at:mark]), line)
            line += html.count("\n", at, mark)
            at = mark
            continue
        end, token = _markup(html, at, line, missing)
        if token is not None:
            yield token
        if isinstance(token, Tag) and not token.end and token.name in _RAW:
            end = _after(html, f"</{token.name}", end, missing)
        line += html.count("\n", at, end)
        at = end


def _markup(html: str, at: int, line: int, missing: set[str]) -> tuple[int, Tag | Text | None]:
    """Return (where the markup that begins at ``at`` ends, what it is)."""
    if html.startswith("<!--", at):
        return _past(html, "-->", at + 4, missing), None
    if html.startswith(("<!", "<?"), at):
        return _past(html, ">", at + 2, missing), None
    name = _NAME.match(html, at + 1)
    if name is None:
        return at + 1, Text("<", line)
    end = _tag_end(html, name.end())
    body = html[name.end() : end - 1]
    is_end = html[at + 1] == "/"
    attributes = {} if is_end else _attributes(body)
    return end, Tag(name[1].lower(), attributes, is_end, line)


def _tag_end(html: str, at: int) -> int:
    """Return the place after a tag's ``>``; one inside quotes does not count, the next ``<`` always ends the search."""
    match = _TO_END.match(html, at, at + _TAG_LIMIT)
    if match is not None:
        return match.end()
    limit = html.find("<", at, at + _TAG_LIMIT)
    limit = min(len(html), at + _TAG_LIMIT) if limit < 0 else limit
    end = html.find(">", at, limit)
    return limit if end < 0 else end + 1


def _attributes(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(body[:_TAG_LIMIT]):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
        found.setdefault(match[1].lower(), unescape(value or ""))
    return found


def _past(html: str, mark: str, at: int, missing: set[str]) -> int:
    """Return the place after ``mark``, or after the ``<`` where it never comes (asked once, then remembered)."""
    if mark in missing:
        return at
    found = html.find(mark, at)
    if found < 0:
        missing.add(mark)
        return at
    return found + len(mark)


def _after(html: str, closing: str, at: int, missing: set[str]) -> int:
    if closing in missing:
        return at
    found = re.compile(re.escape(closing), re.I).search(html, at)
    if found is None:
        missing.add(closing)
        return at
    return found.start()
