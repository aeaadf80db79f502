"""What is wrong with a payload's markup, with the text that the specification drops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from captionkit.formats.webvtt.cuetext import KNOWN, EndTag, StartTag, Timestamp, parse_timestamp, tokens

__all__ = ["clean_markup", "markup_problems"]

#: Every tag of a payload; the group is empty for a valid timestamp.
_TAGS = re.compile(r"<(?:(?:[0-9]{1,9}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}>|([^>]*>?))")
_MAX_KNOWN = 4096

#: Sequences of tags already judged: payloads have many texts and few shapes.
_known: dict[tuple[str, ...], bool] = {}


def clean_markup(payload: str) -> bool:
    """Whether :func:`markup_problems` finds nothing in ``payload``."""
    shape = tuple(_TAGS.findall(payload))
    clean = _known.get(shape)
    if clean is None:
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        clean = _known[shape] = next(markup_problems(payload), None) is None
    return clean


def markup_problems(payload: str) -> Iterator[tuple[str, str, str]]:
    """Yield (diagnostic code, what is wrong, the whole text it is about) for each oddity of the markup.

    >>> list(markup_problems("<font>a</font>"))[0]
    ('vtt.unknown-tag', '"<font>" is not a WebVTT tag and is left out', '<font>')
    """
    opened: list[StartTag] = []
    for token in tokens(payload):
        if isinstance(token, StartTag):
            yield from _start(opened, token, payload)
        elif isinstance(token, EndTag):
            yield from _end(opened, token, payload)
        elif isinstance(token, Timestamp) and parse_timestamp(token.value) is None:
            yield (
                "vtt.bad-timestamp",
                f"{_quoted(token, payload)} is not a timestamp and is left out",
                payload[token.at : token.to],
            )
    yield from _unclosed(opened, payload)


def _start(opened: list[StartTag], tag: StartTag, payload: str) -> Iterator[tuple[str, str, str]]:
    if payload[tag.to - 1] != ">":
        yield (
            "vtt.swallowed-text",
            f'text after "<" counts as a tag and is not shown: {_quoted(tag, payload)}',
            payload[tag.at : tag.to],
        )
    elif tag.name not in KNOWN or (tag.name == "rt" and not (opened and opened[-1].name == "ruby")):
        if tag.name.isalnum():
            yield (
                "vtt.unknown-tag",
                f"{_quoted(tag, payload)} is not a WebVTT tag and is left out",
                payload[tag.at : tag.to],
            )
        else:
            yield (
                "vtt.swallowed-text",
                f'text between "<" and ">" counts as a tag: {_quoted(tag, payload)}',
                payload[tag.at : tag.to],
            )
    else:
        if tag.annotation and tag.name not in ("v", "lang"):
            yield "vtt.bad-annotation", f"{_quoted(tag, payload)} has no meaning after the tag's name", tag.annotation
        opened.append(tag)


def _end(opened: list[StartTag], tag: EndTag, payload: str) -> Iterator[tuple[str, str, str]]:
    current = opened[-1].name if opened else ""
    if tag.name == current and current:
        opened.pop()
    elif tag.name == "ruby" and current == "rt":
        del opened[-2:]
    elif tag.name.isalnum():
        yield (
            "vtt.stray-end-tag",
            f"{_quoted(tag, payload)} closes nothing that is open here and is left out",
            payload[tag.at : tag.to],
        )
    else:
        yield (
            "vtt.swallowed-text",
            f'text after "</" counts as a tag: {_quoted(tag, payload)}',
            payload[tag.at : tag.to],
        )


def _unclosed(opened: list[StartTag], payload: str) -> Iterator[tuple[str, str, str]]:
    """A voice that the whole text is in may stay open (https://www.w3.org/TR/webvtt1/#webvtt-cue-voice-span)."""
    for depth, tag in enumerate(opened):
        if not (depth == 0 and tag.name == "v" and tag.at == 0):
            yield (
                "vtt.unclosed-tag",
                f"{_quoted(tag, payload)} is not closed; it holds to the end of the cue",
                payload[tag.at : tag.to],
            )


def _quoted(tag: StartTag | EndTag | Timestamp, payload: str) -> str:
    text = payload[tag.at : tag.to]
    return f'"{text}"' if len(text) <= 120 else f'"{text[:120]}..."'
