r"""SRT markup and spans, both ways. SRT has no standard: ``docs/formats/srt.md`` says what is markup here and why.

Markup is ``<i> <b> <u> <s> <strike> <font color= face= size=>`` with their closing tags, in any case, and ASS override
blocks ``{\an8} {\i1} {\b0} ...`` made of tags that ASS knows. Everything else is text, character by character:
``if a < b then c > d``, ``{brace}``, ``&amp;``. Every pattern excludes the character it opens with, so that reading is
linear on any input.

Text that looks like markup is written with an empty ``<i></i>`` inside, which every reader of tags drops again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from captionkit.formats.anchor import anchor_of
from captionkit.model.cue import Positioning
from captionkit.model.raw import Body, raw_format
from captionkit.model.text import PLAIN, Line, Span, Style

__all__ = [
    "LOOSE",
    "NOTHING",
    "SRT",
    "TAG",
    "bracketed",
    "escape",
    "is_plain",
    "parse_body",
    "render",
    "render_settings",
    "shown_text",
]

#: The raw formats of SRT text: as a file may hold it, and as none may (blank lines, line ends or arrows in it).
SRT, LOOSE = "srt", "srt-loose"

#: Marks nothing: keeps an empty line from ending a cue and text from being read as markup.
NOTHING = "<i></i>"

_ASS_NAMES = (
    "an|a|i|b|u|s|c|[1-4]c|alpha|[1-4]a|pos|move|fade?|fn|fsc[xy]|fsp|fs|fr[xyz]?|fa[xy]|fe|[xy]?bord|[xy]?shad|"
    "be|blur|kf|ko|kt|k|K|q|r|t|i?clip|org|pbo|p"
)  # fmt: skip

#: One piece of SRT markup: groups slash, name, attributes; or the tags of an override block.
TAG = re.compile(
    r"<(/?)([ibus]|strike|font)((?<=font)[ \t][^<>\n]*)?[ \t]*/?>"
    rf"|\{{(?=\\?[^{{}}<>\n]*\}})((?:[ \t]*\\(?:{_ASS_NAMES})(?![a-zA-Z](?<!\\fn.)(?<!\\r.))[^\\{{}}<>\n]*)+)\}}",
    re.IGNORECASE,
)
# Rare patterns stay text until they are used: compiling them all would cost every start a millisecond.
_ATTRIBUTE = r"(?i)(color|face)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>/]+))"
_OVERRIDE = r"(?i)\\(an|a|i|b|u|s|c|1c|fn|r)(&?H?[^\\]*)"
_ASS_COLOR = r"(?i)(?:&?H?[0-9a-f]{1,8}&?)?\Z"
_BOX = r"(?i)\s*X1:\s*(-?\d{1,6})\s+X2:\s*(-?\d{1,6})\s+Y1:\s*(-?\d{1,6})\s+Y2:\s*(-?\d{1,6})\s*\Z"
_FIELDS = {"i": "italic", "b": "bold", "u": "underline", "s": "strike"}
_LEGACY_ANCHOR = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}


def is_plain(payload: str) -> bool:
    """Whether an SRT payload is text alone (a payload that is not may still be)."""
    return "<" not in payload and "{" not in payload


@raw_format(LOOSE, plain=is_plain)
@raw_format(SRT, plain=is_plain)
def parse_body(payload: str, settings: str = "") -> Body:
    r"""Return what an SRT payload means: lines, positioning, speaker (never any), words (never any).

    ``settings`` is what follows the end time (``X1:.. X2:.. Y1:.. Y2:..``). The payload stands as a reader found it.

    >>> parse_body("if a < b then <i>c > d</i>")[0][0].spans[1].text
    'c > d'
    """
    positioning = _positioning_of_settings(settings) if settings else None
    if is_plain(payload):
        lines = tuple([Line((Span(part),)) if part else Line() for part in payload.split("\n")]) if payload else ()
        return lines, positioning, "", ()
    lines = _all_in_one_tag(payload)
    if lines:
        return lines, positioning, "", ()
    state = _MarkupParser()
    position = 0
    for match in TAG.finditer(payload):
        state.text(payload[position : match.start()])
        position = match.end()
        _apply(state, match)
    state.text(payload[position:])
    lines = state.lines()
    if lines == (Line(),) and "<" not in payload:
        lines = ()  # override blocks alone are no line; an empty line has its mark
    return lines, state.positioning(positioning), "", ()


def _all_in_one_tag(payload: str) -> tuple[Line, ...]:
    """Return the lines of a payload that stands in one tag as a whole, as most marked ones do; none for any other."""
    style = _IN_TAG.get(payload[:3])
    if style is None or payload[-4:] != f"</{payload[1:3]}" or payload.count("<") != 2 or "{" in payload:
        return ()
    return tuple([Line((Span(part, style),)) if part else Line() for part in payload[3:-4].split("\n")])


class _MarkupParser:
    """Where the parser stands: what is open, the spans so far."""

    def __init__(self) -> None:
        self.open = {"i": 0, "b": 0, "u": 0, "s": 0}
        self.forced: dict[str, bool] = {}
        self.fonts: list[tuple[str, str]] = []
        self.ass_font = ("", "")
        self.anchor: int | None = None
        self.other: list[str] = []
        self.style: Style | None = PLAIN
        self._done: list[Line] = []
        self._spans: list[tuple[str, Style]] = []

    def _styled(self) -> Style:
        """Return the style of text that follows, worked out only where there is some."""
        if self.style is not None:
            return self.style
        color, face = self.fonts[-1] if self.fonts else ("", "")
        flags = [self.forced.get(name, count > 0) for name, count in self.open.items()]
        self.style = _style(*flags, self.ass_font[0] or color, self.ass_font[1] or face)
        return self.style

    def text(self, text: str) -> None:
        if "\n" not in text:
            self._add(text)
            return
        first, *rest = text.split("\n")
        self._add(first)
        for part in rest:
            self._end_line()
            self._add(part)

    def _add(self, text: str) -> None:
        if text:
            self._spans.append((text, self._styled()))

    def _end_line(self) -> None:
        self._done.append(Line(merged(self._spans)))
        self._spans = []

    def lines(self) -> tuple[Line, ...]:
        self._end_line()
        return tuple(self._done)

    def positioning(self, positioning: Positioning | None) -> Positioning | None:
        if self.anchor is None and not self.other:
            return positioning
        return (positioning or Positioning()).replace(anchor=self.anchor, other=tuple(self.other))


def merged(pieces: Iterable[tuple[str, Style]]) -> tuple[Span, ...]:
    """Return spans in which no two neighbours have the same style."""
    spans: list[Span] = []
    texts: list[str] = []
    held = PLAIN
    for text, style in pieces:
        if not text:
            continue
        if texts and style != held:
            spans.append(Span("".join(texts), held))
            texts = []
        texts.append(text)
        held = style
    return (*spans, Span("".join(texts), held)) if texts else ()


@lru_cache(maxsize=1024)
def _style(italic: bool, bold: bool, underline: bool, strike: bool, color: str, font: str) -> Style:
    style = Style(italic=italic, bold=bold, underline=underline, strike=strike, color=color, font=font)
    return PLAIN if style == PLAIN else style


#: The styles of the tags in which whole texts stand.
_IN_TAG = {f"<{name}>": _style(name == "i", name == "b", name == "u", False, "", "") for name in "ibu"}


def _apply(state: _MarkupParser, match: re.Match[str]) -> None:
    slash, name, attributes, overrides = match.groups()
    if overrides is not None:
        _override(state, overrides)
    elif name.lower() == "font":
        _font(state, bool(slash), attributes or "")
    else:
        key = name[0].lower()
        state.open[key] = max(0, state.open[key] - 1) if slash else state.open[key] + (not match[0].endswith("/>"))
    state.style = None


def _font(state: _MarkupParser, closing: bool, attributes: str) -> None:
    if closing:
        if state.fonts:
            state.fonts.pop()
        return
    said = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in re.finditer(_ATTRIBUTE, attributes)}
    color, face = state.fonts[-1] if state.fonts else ("", "")
    state.fonts.append((said.get("color") or color, said.get("face") or face))


def _override(state: _MarkupParser, overrides: str) -> None:
    kept = re.sub(
        _OVERRIDE, lambda match: "" if _set(state, match[1].lower(), match[2].strip()) else match[0], overrides
    )
    if kept.strip():
        state.other.append("{" + kept + "}")


def _set(state: _MarkupParser, name: str, value: str) -> bool:
    """Obey one override tag; False where it has no meaning in the model."""
    if name in ("an", "a"):
        return _anchor(state, name, value)
    if name in _FIELDS:
        if not value.isdecimal():
            return False
        state.forced[name] = value != "0"
    elif name in ("c", "1c"):
        if not re.match(_ASS_COLOR, value):
            return False
        state.ass_font = (_css_color(value), state.ass_font[1])
    elif name == "fn":
        state.ass_font = (state.ass_font[0], value)
    else:
        state.forced.clear()
        state.ass_font = ("", "")
    return True


def _anchor(state: _MarkupParser, name: str, value: str) -> bool:
    number = int(value) if value.isdecimal() and len(value) < 3 else 0
    anchor = _LEGACY_ANCHOR.get(number) if name == "a" else number if 1 <= number <= 9 else None
    if anchor is None:
        return False
    state.anchor = state.anchor or anchor
    return True


def _css_color(value: str) -> str:
    """Return ``#rrggbb`` of an ASS colour ``&HBBGGRR&`` ('' resets)."""
    digits = value.strip("&Hh")
    if not digits:
        return ""
    number = int(digits, 16)
    return f"#{number & 0xFF:02x}{number >> 8 & 0xFF:02x}{number >> 16 & 0xFF:02x}"


def _positioning_of_settings(settings: str) -> Positioning:
    match = re.match(_BOX, settings)
    if match:
        x1, x2, y1, y2 = (int(group) for group in match.groups())
        return Positioning(box=(x1, x2, y1, y2))
    from captionkit.formats.webvtt.settings import positioning_of_settings

    return positioning_of_settings(settings) or Positioning()


def escape(text: str) -> str:
    r"""Return text so that no part of it is read as markup.

    >>> escape("{\\an8} is not obeyed")
    '{<i></i>\\an8} is not obeyed'
    """
    if is_plain(text):
        return text
    return TAG.sub(lambda match: match[0][0] + NOTHING + match[0][1:], text)


def render(
    lines: Sequence[Line], positioning: Positioning | None = None, classes: Mapping[str, Style] | None = None
) -> str:
    """Return the SRT payload of lines; ``classes`` gives the style of WebVTT classes.

    Ruby text follows its base in brackets.

    >>> render((Line((Span("Good "), Span("evening", Style(italic=True)))),))
    'Good <i>evening</i>'
    """
    head = _head(positioning) if positioning is not None else ""
    if all(span.style is PLAIN or span.style == PLAIN for line in lines for span in line.spans):
        return head + "\n".join([_kept(escape(line.text)) for line in lines])
    return head + _SrtRenderer(classes or {}).run(lines)


def _kept(line: str) -> str:
    """Return a line that no reader takes for the blank line after a cue."""
    return line if line.strip() else line + NOTHING


class _SrtRenderer:
    """Writes spans; a tag stays open as long as the next span wants it, across line ends too."""

    def __init__(self, classes: Mapping[str, Style]) -> None:
        self.classes = classes
        self.out: list[str] = []
        self.open: list[str] = []

    def run(self, lines: Sequence[Line]) -> str:
        for number, line in enumerate(lines):
            lead = "\n" if number else ""
            for span in bracketed(line.spans) or (Span(""),):
                lead = self._span(lead, span)
            if not line.text.strip():
                self.out.append(NOTHING)
        self._close(0)
        return "".join(self.out)

    def _span(self, lead: str, span: Span) -> str:
        wanted = _tags(span.style, self.classes) if span.text else self.open
        common = 0
        while common < min(len(wanted), len(self.open)) and wanted[common] == self.open[common]:
            common += 1
        if common < len(self.open):
            self._close(common)
        self.out.append(lead)
        self.out.extend(wanted[common:])
        self.open = list(wanted)
        self.out.append(escape(span.text))
        return ""

    def _close(self, keep: int) -> None:
        for tag in reversed(self.open[keep:]):
            self.out.append("</font>" if tag.startswith("<font") else f"</{tag[1:]}")
        self.open = self.open[:keep]


def shown_text(lines: Iterable[Line]) -> str:
    """Return the text of lines as SRT shows it: ruby text follows its base in brackets."""
    return "\n".join("".join(span.text for span in bracketed(line.spans)) for line in lines)


def bracketed(spans: Sequence[Span]) -> Sequence[Span]:
    """Return spans with brackets around each run of ruby text that has none."""
    for span in spans:
        if span.style.ruby:
            break
    else:
        return spans
    made: list[Span] = []
    for at, span in enumerate(spans):
        text = span.text
        if span.style.ruby == "text" and text:
            before = at > 0 and (spans[at - 1].style.ruby == "text" or spans[at - 1].text[-1:] in ("(", "\uff08"))
            after = at + 1 < len(spans) and (
                spans[at + 1].style.ruby == "text" or spans[at + 1].text[:1] in (")", "\uff09")
            )
            text = f"{'' if before else '('}{text}{'' if after else ')'}"
        made.append(Span(text, span.style))
    return made


def _tags(style: Style, classes: Mapping[str, Style]) -> list[str]:
    if style is PLAIN:
        return []
    italic, bold, underline, strike, color = style.italic, style.bold, style.underline, style.strike, style.color
    for name in style.classes:
        one = classes.get(name, PLAIN)
        italic, bold, color = italic or one.italic, bold or one.bold, color or one.color
        underline, strike = underline or one.underline, strike or one.strike
    shown = (("<i>", italic), ("<b>", bold), ("<u>", underline), ("<s>", strike))
    tags = [tag for tag, on in shown if on]
    if color or style.font:
        said = [f'{key}="{_quoted(value)}"' for key, value in (("color", color), ("face", style.font)) if value]
        tags.insert(0, f"<font {' '.join(said)}>")
    return tags


def _quoted(value: str) -> str:
    return re.sub(r"[\"<>\n]", "", value)


def _head(positioning: Positioning) -> str:
    anchor = anchor_of(positioning)
    blocks = "".join(part for part in positioning.other if part.startswith("{\\") and TAG.fullmatch(part))
    return (f"{{\\an{anchor}}}" if anchor is not None else "") + blocks


def render_settings(positioning: Positioning | None) -> str:
    """Return what stands after the end time, with a leading blank: coordinates, or nothing."""
    if positioning is None or positioning.box is None:
        return ""
    x1, x2, y1, y2 = positioning.box
    return f" X1:{x1:03d} X2:{x2:03d} Y1:{y1:03d} Y2:{y2:03d}"
