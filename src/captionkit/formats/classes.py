"""What WebVTT's classes look like, for formats that have no classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.track import Track

__all__ = ["class_styles", "dressed", "style_of"]

#: ``::cue(.name) { ... }``, and what in it SRT can say.
_CLASS_RULE = r"::cue\(c?\.([\w-]{1,60})\)\s*\{([^{}]{0,2000})\}"
_DECLARATION = r"(?:\A|;)\s*(color|font-style|font-weight|text-decoration(?:-line)?)\s*:\s*([#\w -]{1,60}?)\s*(?=;|\Z)"


def class_styles(track: Track) -> dict[str, Style]:
    """Return what of a WebVTT style sheet SRT can say: each class's colour, italics, weight and lines.

    >>> from captionkit.model.track import Block
    >>> sheet = Block("style", "::cue(.far) { font-style: italic; color: #fff }")
    >>> class_styles(Track((), blocks=(sheet,)))["far"].italic
    True
    """
    found: dict[str, Style] = {}
    for block in track.blocks:
        if block.kind == "style":
            for match in re.finditer(_CLASS_RULE, block.text):
                style = found.get(match[1], PLAIN)
                for said in re.finditer(_DECLARATION, match[2].lower()):
                    style = _declared(style, said[1], said[2])
                if style != PLAIN:
                    found[match[1]] = style
    return found


def dressed(spans: Sequence[Span], classes: Mapping[str, Style]) -> Iterator[Span]:
    """Yield spans with what their classes look like."""
    for span in spans:
        style = span.style
        for name in style.classes:
            given = classes.get(name)
            if given is not None:
                style = style.replace(
                    italic=style.italic or given.italic, bold=style.bold or given.bold,
                    underline=style.underline or given.underline, strike=style.strike or given.strike,
                    color=style.color or given.color,
                )  # fmt: skip
        yield Span(span.text, style)


def _declared(style: Style, name: str, value: str) -> Style:
    if name == "color":
        return style.replace(color=value) if re.fullmatch(r"#?\w{1,30}", value) else style
    if name == "font-style":
        return style.replace(italic=value.startswith(("italic", "oblique")))
    if name == "font-weight":
        return style.replace(bold=value in ("bold", "bolder") or (value.isdecimal() and int(value) > 500))
    return style.replace(underline="underline" in value, strike="line-through" in value)


def _is_all_shown(style: Style, line: Line) -> bool:
    """Whether a style is what some text of a line looks like: no class nor language nor anything else is in it."""
    beside = style.classes or style.lang or style.voice or style.ruby or style.time is not None
    return not beside and any(span.text.strip() for span in line.spans)


def style_of(line: Line, classes: Mapping[str, Style]) -> tuple[Style, bool]:
    """Return the style that all of a line has, and whether that is all there is.

    >>> style_of(Line((Span("a", Style(italic=True)), Span("b"))), {})[1]
    False
    """
    first = line.spans[0].style if line.spans else PLAIN
    if all(span.style is first for span in line.spans) and (first is PLAIN or _is_all_shown(first, line)):
        return first, True
    styles = {span.style for span in dressed(line.spans, classes) if span.text.strip()}
    plain = [style.replace(classes=(), lang="", voice="", ruby="", time=None) for style in styles]
    if len(set(plain)) <= 1:
        return (plain[0] if plain else PLAIN), True
    shared = {name: len({getattr(style, name) for style in plain}) == 1 for name in ("color", "font")}
    color, font = (getattr(plain[0], name) if same else "" for name, same in shared.items())
    italic, bold, underline, strike = (
        all(getattr(style, name) for style in plain) for name in ("italic", "bold", "underline", "strike")
    )
    return Style(italic, bold, underline, strike, color, font), False
