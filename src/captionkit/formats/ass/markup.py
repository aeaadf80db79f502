r"""The text of ASS events and spans, both ways.

Override tags stand in braces: ``\i \b \u \s \c \fn \an \k`` and ``\r`` have a meaning in the model, all others
(``\pos``, ``\blur``, ``\t`` ...) are kept with the cue. ``\N`` ends a line, ``\n`` does where the script wraps no lines
and is a blank elsewhere, ``\h`` is a hard blank; ``\{`` is a brace (libass). What follows ``\p1`` is a drawing, not
text. A backslash that would mean something is followed by U+2060, which shows nothing.

Each character is looked at a bounded number of times, whatever braces are open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from captionkit.formats.ass.karaoke import Syllable
from captionkit.formats.ass.styles import LEGACY_ANCHOR, ass_color, css_color
from captionkit.formats.srt.markup import merged
from captionkit.formats.webvtt.spans import words_of
from captionkit.model.cue import Positioning
from captionkit.model.raw import Body, raw_format
from captionkit.model.text import PLAIN, Line, Span, Style

__all__ = ["ASS", "is_drawing", "parse_body", "render", "said_beside", "settings_of"]

#: The raw format of ASS text.
ASS = "ass"

_TAG = re.compile(r"\\[^\\()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)?)?")
_KNOWN = re.compile(
    r"\\(?:(an|a|i|b|u|s|p|q|kf|ko|kt|k|K)[ \t]*(-?\d{0,9})(?:\.\d{0,9})?|(c|1c)[ \t]*(&?[Hh]?[0-9A-Fa-f]{0,8}&?)"
    r"|(fn|r)([^\\()]*))[ \t]*\Z"
)
_FLAGS = {"i": "italic", "b": "bold", "u": "underline", "s": "strike"}
_ESCAPED = re.compile(r"\\([Nnh{}\u2060])")
#: What text must not say: a backslash before what makes it mean something, an open brace.
_AWKWARD = re.compile(r"\\(?=[Nnh{}\u2060]|\Z)|\{")
#: Marks an empty line: a block without tags.
NOTHING = "{}"
#: Hidden after a backslash that is a character.
_JOINER = "\u2060"


def settings_of(style: Style, anchor: int, start: int | None, soft_breaks: bool, name: str) -> str:
    r"""Return what the reader knows of an event beside its text, as :attr:`captionkit.Cue.settings` keeps it.

    ``start`` (ms) is given where the text has times of its own, ``soft_breaks`` where ``\n`` ends a line.
    """
    said = [letter for letter, field in _FLAGS.items() if getattr(style, field)]
    said += [f"c={style.color}"] if style.color else []
    said += [f"an={anchor}"] if anchor != 2 else []
    said += [f"t={start}"] if start is not None else []
    said += ["n"] if soft_breaks else []
    return f"{' '.join(said)}|{name}" if said or name else ""


def said_beside(settings: str) -> tuple[Style, int, int, bool, str]:
    """Return style, anchor, start, soft breaks and name of :func:`settings_of`'s text."""
    said, _, name = settings.partition("|")
    parts = dict(part.partition("=")[::2] for part in said.split())
    style = PLAIN
    if parts:
        style = Style("i" in parts, "b" in parts, "u" in parts, "s" in parts, parts.get("c", ""))
    return style, int(parts.get("an", 2)), int(parts.get("t", 0)), "n" in parts, name


@raw_format(ASS)
def parse_body(payload: str, settings: str = "") -> Body:
    r"""Return what an event's text means: lines, positioning, speaker, words with times.

    >>> lines, place, _, _ = parse_body(r"{\an8}Good {\i1}evening{\i0},\Nall")
    >>> [line.text for line in lines], lines[0].spans[1].style.italic, place.anchor
    (['Good evening,', 'all'], True, 8)
    """
    base, anchor, start, soft, name = said_beside(settings) if settings else (PLAIN, 2, 0, False, "")
    return _AssParser(base, start, soft).run(payload).body(anchor, name)


def _brace(text: str, at: int) -> int:
    """Return where the next block of tags opens, -1 where none does."""
    while (at := text.find("{", at)) > 0 and text[at - 1] == "\\":
        at += 1
    return at


class _AssParser:
    """Where the parser stands: the style that follows, the spans so far."""

    def __init__(self, base: Style, start: int, soft_breaks: bool) -> None:
        self.base = self.style = base
        self.start = start
        self.soft_breaks = soft_breaks
        self.clock = 0
        self.time: int | None = None
        self.ends: dict[int, int] = {}
        self.anchor: int | None = None
        self.other: list[str] = []
        self.drawing = self.drawn = self.marked = False
        self.lines: list[list[tuple[str, Style]]] = [[]]

    def run(self, payload: str) -> _AssParser:
        at = 0
        while (opened := _brace(payload, at)) >= 0:
            closed = payload.find("}", opened)
            if closed < 0:
                break
            self.text(payload[at:opened])
            self.block(payload[opened + 1 : closed])
            at = closed + 1
        self.text(payload[at:])
        return self

    def text(self, text: str) -> None:
        if not text:
            return
        if self.drawing:
            self.drawn = True
            return
        if "\\" in text:
            text = _ESCAPED.sub(self._unescaped, text)
        for number, part in enumerate(text.split("\n")):
            if number:
                self.lines.append([])
            if part:
                self._add(part)

    def _add(self, text: str) -> None:
        line = self.lines[-1]
        if self.time is not None:
            line.append((text, self.style.replace(time=self.time)))
            self.time = None
        elif line and line[-1][1].time is not None and line[-1][1].replace(time=None) == self.style:
            line[-1] = (line[-1][0] + text, line[-1][1])
        else:
            line.append((text, self.style))

    def _unescaped(self, match: re.Match[str]) -> str:
        said = match[1]
        if said in "{}":
            return said
        if said == "h":
            return "\u00a0"
        if said == _JOINER:
            return "\\"
        return "\n" if said == "N" or self.soft_breaks else " "

    def block(self, tags: str) -> None:
        kept: list[str] = []
        self.marked = self.marked or not tags
        first = tags.find("\\")
        remark = tags if first < 0 else tags[:first]
        if remark.strip():
            self.other.append("{" + remark + "}")
        for match in _TAG.finditer(tags, max(first, 0)) if first >= 0 else ():
            known = _KNOWN.match(match[0])
            if known is None or not self._obeyed(known):
                kept.append(match[0])
        if kept:
            self.other.append("{" + "".join(kept) + "}")

    def _obeyed(self, match: re.Match[str]) -> bool:
        """Obey one tag; False where it has no meaning in the model."""
        name, number, color, value, word, text = match.groups()
        if color:
            self.style = self.style.replace(color=css_color(value) if value.strip("&Hh") else self.base.color)
        elif word == "fn":
            self.style = self.style.replace(font=text.strip() or self.base.font)
        elif word == "r":
            self.style = self.base
            return not text.strip()
        elif name in _FLAGS:
            on = getattr(self.base, _FLAGS[name]) if number in ("", "-") else number != "0"
            said: Any = {_FLAGS[name]: on}
            self.style = self.style.replace(**said)
        elif name in ("an", "a"):
            return self._placed(name, int(number or 0) if number != "-" else 0)
        elif name == "p":
            self.drawing = number not in ("", "-", "0")
        elif name == "q":
            self.soft_breaks = number == "2"
            return False
        else:
            self._sung(name, 0 if number in ("", "-") else int(number))
        return True

    def _placed(self, name: str, number: int) -> bool:
        anchor = LEGACY_ANCHOR.get(number) if name == "a" else number if 1 <= number <= 9 else None
        if anchor is not None:
            self.anchor = self.anchor or anchor
        return anchor is not None

    def _sung(self, name: str, length: int) -> None:
        if name == "kt":
            self.clock = length
            return
        self.time = self.start + self.clock * 10
        self.clock += length
        self.ends[self.time] = self.start + self.clock * 10

    def body(self, anchor: int, name: str) -> Body:
        lines = tuple(Line(merged(spans)) for spans in self.lines)
        if lines == (Line(),) and not self.marked:
            lines = ()  # tags alone are no line; an empty line has its mark
        anchor = self.anchor or anchor
        place = None
        if anchor != 2 or self.anchor or self.other:
            shown = anchor if anchor != 2 or self.anchor else None
            place = Positioning(anchor=shown, other=tuple(self.other))
        words = words_of([span for line in lines for span in _ended(line)], self.ends) if self.ends else ()
        return lines, place, name, words


def _ended(line: Line) -> Iterator[Span]:
    """Yield a line's spans and a blank after them: a line's end parts words."""
    yield from line.spans
    yield Span(" ")


def is_drawing(payload: str) -> bool:
    r"""Tell whether a text draws and says nothing.

    >>> is_drawing(r"{\p1}m 0 0 l 10 0{\p0}"), is_drawing("Good evening.")
    (True, False)
    """
    if "\\p" not in payload:
        return False
    state = _AssParser(PLAIN, 0, False).run(payload)
    return state.drawn and not any(text.strip() for line in state.lines for text, _ in line)


def render(
    lines: Sequence[Line], positioning: Positioning | None, base: Style, sung: Mapping[int, Syllable], silence: int
) -> str:
    r"""Return lines as an event's text.

    ``base`` is the style that the event has without tags; ``sung`` what stands before each timed span, by its number;
    ``silence`` hundredths after the last.

    >>> render((Line((Span("Good "), Span("evening", Style(italic=True)))),), None, PLAIN, {}, 0)
    'Good {\\i1}evening'
    """
    from captionkit.formats.anchor import anchor_of

    anchor = anchor_of(positioning) if positioning is not None else None
    head = [f"\\an{anchor}"] if anchor is not None else []
    out = [part for part in (positioning.other if positioning else ()) if _is_block(part)]
    now, number = base, 0
    for at, line in enumerate(lines):
        if at:
            out.append("\\N")
        for span in line.spans:
            tags = _tags(now, span.style, base) + _song(sung.get(number))
            number += 1
            now = span.style
            out.append(_block([*head, *tags]) + _escaped(span.text))
            head = []
    if silence:
        out.append(_block([f"\\k{silence}"]))
    if head:
        out.insert(0, _block(head))
    if len(lines) == 1 and not lines[0].text:
        out.append(NOTHING)
    return "".join(out)


def _is_block(part: str) -> bool:
    return part.startswith("{") and part.endswith("}") and not set(part[1:-1]) & set("{}\n\r")


def _block(tags: Sequence[str]) -> str:
    return "{" + "".join(tags) + "}" if tags else ""


def _song(syllable: Syllable | None) -> list[str]:
    if syllable is None:
        return []
    return [f"\\k{syllable.pause}", f"\\k{syllable.length}"] if syllable.pause else [f"\\k{syllable.length}"]


def _tags(now: Style, then: Style, base: Style) -> list[str]:
    """Return the tags that lead from one style to another."""
    tags = [
        f"\\{letter}{int(getattr(then, field))}"
        for letter, field in _FLAGS.items()
        if getattr(then, field) != getattr(now, field)
    ]
    if then.color != now.color:
        color = ass_color(then.color)
        if color or now.color != base.color:
            tags.append(f"\\c&H{color}&" if color else "\\c")
    if then.font != now.font:
        font = re.sub(r"[\\{}()\n\r,]", "", then.font).strip()
        tags.append(f"\\fn{font}")
    return tags


def _escaped(text: str) -> str:
    text = text.replace("\r", " ").replace("\n", " ")
    if "\\" not in text and "{" not in text and "\u00a0" not in text:
        return text
    text = _AWKWARD.sub(lambda match: "\\{" if match[0] == "{" else "\\" + _JOINER, text)
    return text.replace("\u00a0", "\\h")
