"""Text of paragraphs as lines: blanks collapsed over the borders of spans, breaks and kept line feeds ending lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from captionkit.formats.srt.markup import merged
from captionkit.formats.ttml.elements import Element
from captionkit.model.text import Line, Span, Style

__all__ = ["BREAK", "FEEDS", "Runs", "closed", "collapsed", "put_in", "run_lines"]

#: A break among texts; XML has no such character.
BREAK: Final = "\0"

#: Text with the elements that it stands in; NUL is a break.
Runs = list[tuple[Element, str]]

_BLANKS = re.compile(r"[ \t\n\r]+")
#: A line feed with the blanks around it.
FEEDS = re.compile(r"[ \t\r]*\n[ \t\r\n]*")


def collapsed(text: str, preserve: bool) -> str:
    """Return a paragraph's text as shown; NUL is a break."""
    if preserve:
        return (FEEDS.sub("\n", text).strip("\n") if "\n" in text else text).replace("\0", "\n")
    if "\n" in text or "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    text = text.strip(" ")
    if "\0" in text:
        if " " in text:
            text = text.replace(" \0", "\0").replace("\0 ", "\0")
        text = text.replace("\0", "\n")
    return text


def run_lines(runs: Runs, styles: Mapping[Element, Style | None]) -> tuple[Line, ...] | None:
    """Return runs as lines, blanks collapsed over the borders of spans; none where nothing is to be seen.

    None where ``styles`` lacks that of an element: one that keeps its blanks, is hidden, or was not looked at yet.
    """
    lines: list[list[tuple[str, Style]]] = [[]]
    space = True  # blanks here are at the start, after a break or after a blank
    for element, text in runs:
        if text == BREAK:
            lines.append([])
            space = True
            continue
        style = styles.get(element)
        if style is None:
            return None
        if "  " in text or "\n" in text or "\t" in text or "\r" in text:
            text = _BLANKS.sub(" ", text)
        if space and text[:1] == " ":
            text = text[1:]
        if text:
            space = text[-1] == " "
            lines[-1].append((text, style))
    for line in lines:
        if line and line[-1][0][-1] == " ":
            text, style = line.pop()
            line += [(text[:-1], style)] if len(text) > 1 else []
    made = tuple([Line((Span(line[0][0], line[0][1]),)) if len(line) == 1 else Line(merged(line)) for line in lines])
    return made if any(line.text.strip() for line in made) else ()


def put_in(lines: list[list[tuple[str, Style]]], parts: Sequence[str], style: Style) -> None:
    """Add text to the last line, what stands after its line feeds to lines of their own."""
    for number, part in enumerate(parts):
        if number and lines[-1]:
            lines.append([])
        if part:
            lines[-1].append((part, style))


def closed(runs: Sequence[tuple[str, Style]]) -> list[tuple[str, Style]]:
    """Return a line's runs without the blanks around what was left out."""
    made: list[tuple[str, Style]] = []
    for text, style in runs:
        if not made or made[-1][0][-1:] == " ":
            text = text.lstrip(" ")
        if text:
            made.append((text, style))
    while made and made[-1][0][-1:] == " ":
        text, style = made.pop()
        if text.rstrip(" "):
            made.append((text.rstrip(" "), style))
    return made
