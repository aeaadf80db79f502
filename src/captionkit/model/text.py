"""Styled text: a line is a run of spans, a span is text with one style. Flat: no nesting, no open or close marks.

Formats translate their own markup into spans and back; everything that measures, breaks, checks or translates text
sees :attr:`Line.text`, which holds no markup at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from captionkit.values import field, replace, value

__all__ = ["PLAIN", "Line", "Span", "Style", "line_of", "lines_of", "plain_text"]


if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    class StyleFields(TypedDict, total=False):
        """What ``Style.replace`` takes."""

        italic: bool
        bold: bool
        underline: bool
        strike: bool
        color: str
        font: str
        classes: tuple[str, ...]
        lang: str
        voice: str
        ruby: str
        time: int | None


@value
class Style:
    """How a span is shown.

    ``color`` is a CSS colour (``"#rrggbb"`` or a name) as the source had it; ``classes`` are WebVTT classes,
    outermost first; ``lang`` a BCP 47 tag; ``voice`` the WebVTT speaker annotation; ``ruby`` is ``""``, ``"base"`` or
    ``"text"``; ``font`` a face name; ``time`` the ms of a WebVTT timestamp tag that stands right before the span.
    """

    italic: bool = False
    bold: bool = False
    underline: bool = False
    strike: bool = False
    color: str = ""
    font: str = ""
    classes: tuple[str, ...] = ()
    lang: str = ""
    voice: str = ""
    ruby: str = ""
    time: int | None = None

    def replace(self, **changes: Unpack[StyleFields]) -> Style:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


#: The style of unmarked text.
PLAIN = Style()


@value
class Span:
    """A run of text in one style. The text holds no line break and no markup."""

    text: str
    style: Style = PLAIN


@value
class Line:
    """One displayed line.

    >>> Line((Span("Good "), Span("evening", Style(italic=True)))).text
    'Good evening'
    """

    spans: tuple[Span, ...] = field(default=(), converter=tuple)

    @property
    def text(self) -> str:
        """The characters shown, without markup."""
        spans = self.spans
        return spans[0].text if len(spans) == 1 else "".join(span.text for span in spans)

    @property
    def plain(self) -> bool:
        """Whether no span carries any style."""
        return all(span.style == PLAIN for span in self.spans)


def line_of(text: str, style: Style = PLAIN) -> Line:
    """Return a line of one span (of none for empty text)."""
    return Line((Span(text, style),)) if text else Line()


def lines_of(text: str, style: Style = PLAIN) -> tuple[Line, ...]:
    r"""Return the lines of ``text``, split at ``\n`` alone; no text gives no lines."""
    return tuple(line_of(part, style) for part in text.split("\n")) if text else ()


def plain_text(lines: Iterable[Line]) -> str:
    r"""Return the lines' text joined with ``\n``."""
    return "\n".join([line.text for line in lines])
