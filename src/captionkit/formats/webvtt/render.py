"""Spans to a WebVTT payload: escaping, tags that never cross, nothing that could end the cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from captionkit.model.text import PLAIN, Line, Span, Style

__all__ = ["escape", "format_time", "render_body", "short_time"]

_BREAKS = r"[\r\n\t\f ]+"
_NOT_IN_CLASS = r"[\s.<>&]+"


def escape(text: str) -> str:
    """Return text with ``&``, ``<`` and the ``>`` of an arrow as character references.

    >>> escape("a < b --> c & d")
    'a &lt; b --&gt; c &amp; d'
    """
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace("-->", "--&gt;") if "-->" in text else text


def format_time(ms: int) -> str:
    """Return a timestamp with hours; a negative time, which WebVTT cannot say, becomes 0.

    >>> format_time(3_723_004)
    '01:02:03.004'
    """
    seconds, ms = divmod(ms, 1000) if ms > 0 else (0, 0)
    return f"{_clock(seconds)}.{ms:03d}"


@lru_cache(7200)
def _clock(seconds: int) -> str:
    """Return whole seconds as hours, minutes, seconds: cues that follow each other and files of a batch share them."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def short_time(ms: int, short: bool) -> str:
    """Return a timestamp, without hours where ``short`` and below an hour."""
    text = format_time(ms)
    return text[3:] if short and ms < 3_600_000 else text


def render_body(lines: Sequence[Line], voice: str = "") -> str:
    """Return the payload of lines; ``voice`` is the voice of spans that name none. Empty lines are left out.

    >>> render_body((Line((Span("Good "), Span("evening", Style(italic=True)))),), "Ann")
    '<v Ann>Good <i>evening</i></v>'
    """
    shown = [line for line in lines if line.text]
    if not voice and all(span.style is PLAIN or span.style == PLAIN for line in shown for span in line.spans):
        return escape("\n".join([line.text for line in shown]).replace("\r", " "))
    return _Renderer(voice).run(shown)


class _Renderer:
    """Writes spans; a tag stays open as long as the next span wants it, across line ends too."""

    def __init__(self, voice: str) -> None:
        self.voice = voice
        self.out: list[str] = []
        self.open: list[str] = []

    def run(self, lines: Sequence[Line]) -> str:
        for number, line in enumerate(lines):
            lead = "\n" if number else ""
            for span in line.spans:
                if span.text:
                    self._span(lead, span)
                    lead = ""
        self._close(0)
        return "".join(self.out)

    def _span(self, lead: str, span: Span) -> None:
        wanted = _tags(span.style, self.voice)
        common = 0
        while common < min(len(wanted), len(self.open)) and wanted[common] == self.open[common]:
            common += 1
        self._close(common)
        self.out.append(lead)
        self.out.extend([_opening(tag) for tag in wanted[common:]])
        self.open = wanted
        if span.style.time is not None:
            self.out.append(f"<{format_time(span.style.time)}>")
        self.out.append(escape(span.text.replace("\r", " ").replace("\n", " ")))

    def _close(self, keep: int) -> None:
        for tag in reversed(self.open[keep:]):
            self.out.append(f"</{re.split(_NOT_IN_CLASS, tag, maxsplit=1)[0]}>")
        self.open = self.open[:keep]


def _opening(tag: str) -> str:
    # a blank keeps a name that ends in two hyphens from making an arrow
    return f"<{tag} >" if tag.endswith("--") else f"<{tag}>"


def _tags(style: Style, voice: str) -> list[str]:
    """Return the tags that a style needs, outermost first, without brackets."""
    tags = []
    name = _annotation(style.voice or voice)
    if name:
        tags.append(f"v {name}")
    if style.lang:
        tags.append(f"lang {_annotation(style.lang)}")
    from captionkit.formats.webvtt.colors import class_of_color

    classes = [re.sub(_NOT_IN_CLASS, "_", name) for name in (class_of_color(style.color), *style.classes) if name]
    if classes:
        tags.append(".".join(("c", *classes)))
    tags += [tag for tag, on in (("b", style.bold), ("i", style.italic), ("u", style.underline)) if on]
    if style.ruby:
        tags.append("ruby")
    if style.ruby == "text":
        tags.append("rt")
    return tags


def _annotation(text: str) -> str:
    """Return text as it may stand in a tag: one line, no ``>``, no character reference by accident."""
    return re.sub(_BREAKS, " ", text).strip(" ").replace("&", "&amp;").replace(">", "&gt;")
