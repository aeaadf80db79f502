"""Marked-up payloads to spans, speaker and words; loaded with the first payload that holds markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from captionkit.formats.webvtt.colors import color_of_class
from captionkit.formats.webvtt.cuetext import Node, parse
from captionkit.model.cue import Positioning
from captionkit.model.raw import Body
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.transcript import Timing, Word

__all__ = ["NEVER_TAG", "parse_marked", "with_swallowed", "words_of"]

#: Classes nested deeper than this are not distinguished; keeps the cost of hostile nesting linear.
_MAX_CLASSES = 32

#: A less-than sign that begins no tag that was cut off.
_NO_TAG = re.compile(r"<(?!\s*\Z|/|(?:c|i|b|u|v|ruby|rt|lang)(?:[.\s]|\Z)|\d\d:)")
#: One that begins no tag and no time, whatever follows.
NEVER_TAG = re.compile(r"<(?=[ \t=]|\d+(?![\d:]))")
_WORD = re.compile(r"\S+")


def parse_marked(payload: str, positioning: Positioning | None) -> Body:
    """Return lines, positioning, speaker and words of a payload with markup."""
    spans = _spans(payload)
    return _lines(spans), positioning, _speaker(spans), words_of(spans)


def with_swallowed(payload: str) -> str:
    """Return a payload with less-than signs that no tag can close as characters.

    The specification, and so a player, drops the text after them; a format without tags need not.

    Nor is a sign before a blank or a number the beginning of a tag, though one closes it further on.

    >>> with_swallowed("a <b>b</b> < c"), with_swallowed("a <b>b"), with_swallowed("<3 or 1 < 2 > 0 <00:01.000>")
    ('a <b>b</b> &lt; c', 'a <b>b', '&lt;3 or 1 &lt; 2 > 0 <00:01.000>')
    """
    payload = NEVER_TAG.sub("&lt;", payload)
    end = payload.rfind(">") + 1
    return payload[:end] + _NO_TAG.sub("&lt;", payload[end:]) if "<" in payload[end:] else payload


def _spans(payload: str) -> list[Span]:
    """Flatten the node tree; a timestamp's time goes to the text that follows it."""
    spans: list[Span] = []
    time: int | None = None
    waiting: list[tuple[Node, Style]] = [(node, PLAIN) for node in reversed(parse(payload))]
    while waiting:
        node, style = waiting.pop()
        if node.name == "time":
            time = node.time
        elif node.name == "text":
            spans.append(Span(node.text, style if time is None else style.replace(time=time)))
            time = None
        else:
            inner = _inside(style, node.name, node.classes, node.annotation)
            waiting.extend([(child, inner) for child in reversed(node.children)])
    return spans


@lru_cache(maxsize=2048)
def _inside(style: Style, name: str, classes: tuple[str, ...], annotation: str) -> Style:
    """Return the style inside a tag."""
    if name == "i":
        style = style.replace(italic=True)
    elif name == "b":
        style = style.replace(bold=True)
    elif name == "u":
        style = style.replace(underline=True)
    elif name == "v":
        # a name has a letter or a digit: "<v ->" names nobody
        style = style.replace(voice=annotation if any(map(str.isalnum, annotation)) else "")
    elif name == "lang":
        style = style.replace(lang=annotation)
    elif name in ("ruby", "rt"):
        style = style.replace(ruby="base" if name == "ruby" else "text")
    return _with_classes(style, classes)


def _with_classes(style: Style, classes: Iterable[str]) -> Style:
    for name in classes:
        color = color_of_class(name)
        if color:
            style = style.replace(color=color)
        elif name not in style.classes and len(style.classes) < _MAX_CLASSES:
            style = style.replace(classes=(*style.classes, name))
    return style


def _lines(spans: list[Span]) -> tuple[Line, ...]:
    lines: list[list[tuple[list[str], Style]]] = [[]]
    for span in spans:
        first, *rest = span.text.split("\n")
        _add(lines[-1], first, span.style)
        for part in rest:
            lines.append([])
            _add(lines[-1], part, span.style if span.style.time is None else span.style.replace(time=None))
    return tuple([Line(tuple([Span("".join(texts), style) for texts, style in line])) for line in lines])


def _add(line: list[tuple[list[str], Style]], text: str, style: Style) -> None:
    if not text:
        return
    if (line and line[-1][1] == style) or (
        line and style.time is None and line[-1][1].time is not None and line[-1][1].replace(time=None) == style
    ):
        line[-1][0].append(text)
    else:
        line.append(([text], style))


def _speaker(spans: list[Span]) -> str:
    voices = {span.style.voice for span in spans if span.text.strip()}
    return voices.pop() if len(voices) == 1 else ""


def words_of(spans: Sequence[Span], ends: Mapping[int, int] | None = None) -> tuple[Word, ...]:
    """Return words with the times that stand before them; none where no span has a time.

    ``ends`` gives for a time when what it opens is over, where a format says that.
    """
    if all(span.style.time is None for span in spans):
        return ()
    words: list[Word] = []
    time: int | None = None
    glued = False
    for span in spans:
        if span.style.ruby == "text":
            continue
        time = span.style.time if span.style.time is not None else time
        for match in _WORD.finditer(span.text):
            starts = glued and match.start() == 0 and span.style.time is None
            if starts and words:
                words[-1] = _longer(words[-1], match[0])
            else:
                glue = glued and match.start() == 0
                end = None if time is None or ends is None else ends.get(time)
                words.append(Word(match[0], time, end, timing=Timing.NONE if time is None else Timing.GIVEN, glue=glue))
        glued = bool(span.text) and not span.text[-1].isspace()
    return tuple(words)


def _longer(word: Word, text: str) -> Word:
    return Word(word.text + text, word.start, word.end, word.confidence, word.timing, word.glue)
