r"""Styled lines as text with tags, for sheets that people edit, and back: nothing of a style is lost on the way.

The tags are WebVTT's (``<i> <b> <u> <c.name> <v Ann> <lang fr> <ruby> <rt>``, timestamps) and two of SRT's (``<s>``,
``<font color="#ffff00" face="Arial">``). What all of a cue's text shares, as its voice, needs no tag: it is the *base*,
and a translation without tags has it as well. A tag ``<c>`` without a class says that the base is left out. Only what
would be read as a tag or a reference is escaped (``&lt;i>``, ``&amp;lt;``): ``a < b & c`` stands as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.timecode import format_clock, parse_clock

__all__ = ["base_of", "joined", "pieces_of", "tagged", "tags_in", "untagged", "without_tags"]

_NAMES = r"v|lang|c|font|b|i|u|s|ruby|rt"
_TAG = re.compile(
    rf"</(?:{_NAMES})>|<(?:b|i|u|s|ruby|rt)>|<c(?:\.[^\s.<>]+)*>|<(?:v|lang) [^<>\n]+>"
    r'|<font(?: color="[^"<>\n]*")?(?: face="[^"<>\n]*")?>|<\d\d+:\d\d:\d\d\.\d\d\d>'
)
_REFERENCE = re.compile(r"&(amp|lt|#\d{1,7});")
_FLAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strike"}
_BASE = ("italic", "bold", "underline", "strike", "color", "font", "lang", "voice")
_EXPLICIT = "<c>"
#: Tags in tags; more is nobody's captions.
_DEEPEST = 32


def base_of(lines: Sequence[Line]) -> Style:
    """Return the style that all text of a cue shares.

    >>> base_of([Line((Span("No, ", Style(voice="Ann")), Span("no.", Style(voice="Ann", italic=True))))]).voice
    'Ann'
    """
    styles = list(dict.fromkeys(span.style for line in lines for span in line.spans if span.text))
    return reduce(_shared, styles, styles[0].replace(time=None, ruby="")) if styles else PLAIN


def _shared(one: Style, two: Style) -> Style:
    same = {name: getattr(one, name) for name in _BASE if getattr(one, name) == getattr(two, name)}
    length = 0
    while one.classes[: length + 1] == two.classes[: length + 1] and length < len(one.classes):
        length += 1
    return Style(classes=one.classes[:length], **same)


def tagged(lines: Sequence[Line], base: Style = PLAIN) -> str:
    r"""Return lines as text with tags for what is not ``base``.

    >>> tagged([Line((Span("It is "), Span("not", Style(italic=True)), Span(" a < b.")))])
    'It is <i>not</i> a < b.'
    """
    runs = list(_runs(lines))
    inside = all(_within(style, base) for text, style in runs if text.strip("\n"))
    out = [] if inside else [_EXPLICIT, "</c>"]
    open_: list[str] = []
    for text, style in runs:
        if not text.strip("\n"):
            out.append(text)
            continue
        wanted = _tags(_less(style, base) if inside else style)
        common = 0
        while common < min(len(wanted), len(open_)) and wanted[common] == open_[common]:
            common += 1
        body = text.lstrip("\n")
        out += [f"</{_name(tag)}>" for tag in reversed(open_[common:])]
        out += [text[: len(text) - len(body)], *(f"<{tag}>" for tag in wanted[common:])]
        out += [f"<{format_clock(style.time)}>"] if style.time is not None else []
        out.append(_escaped(body))
        open_ = wanted
    return "".join([*out, *(f"</{_name(tag)}>" for tag in reversed(open_))])


def _runs(lines: Sequence[Line]) -> Iterator[tuple[str, Style]]:
    """Yield stretches of one style over all lines; line breaks stand at the begin of a stretch."""
    text, style = "", PLAIN
    for number, line in enumerate(lines):
        breaks = "\n" if number else ""
        for span in line.spans:
            if not span.text:
                continue
            if (text.strip("\n") and span.style != style) or span.style.time is not None:
                if text:
                    yield text, style
                text = ""
            text, style, breaks = text + breaks + span.text, span.style, ""
            if style.time is not None:  # a time is said once
                yield text, style
                text, style = "", style.replace(time=None)
        text += breaks
    if text:
        yield text, style


def _within(style: Style, base: Style) -> bool:
    same = all(getattr(base, name) in (getattr(PLAIN, name), getattr(style, name)) for name in _BASE)
    return same and style.classes[: len(base.classes)] == base.classes


def _less(style: Style, base: Style) -> Style:
    plain = {name: getattr(PLAIN, name) for name in _BASE if getattr(base, name) != getattr(PLAIN, name)}
    return style.replace(classes=style.classes[len(base.classes) :], **plain)


def _more(style: Style, base: Style) -> Style:
    given = {name: getattr(base, name) for name in _BASE if getattr(style, name) == getattr(PLAIN, name)}
    return style.replace(classes=(*base.classes, *style.classes), **given)


def _tags(style: Style) -> list[str]:
    """Return the tags of a style, outermost first, without brackets."""
    tags = [f"{name} {_quoted(value)}" for name, value in (("v", style.voice), ("lang", style.lang)) if value]
    if style.classes:
        tags.append(".".join(("c", *(_quoted(name, " .") for name in style.classes))))
    font = [f'{name}="{_quoted(v, chr(34))}"' for name, v in (("color", style.color), ("face", style.font)) if v]
    tags += [" ".join(("font", *font))] if font else []
    tags += [tag for tag, name in _FLAGS.items() if getattr(style, name)]
    tags += ["ruby"] if style.ruby else []
    return [*tags, "rt"] if style.ruby == "text" else tags


def _name(tag: str) -> str:
    return re.split(r"[ .]", tag, maxsplit=1)[0]


def _quoted(value: str, also: str = "") -> str:
    """Return a name as it may stand in a tag; ``also`` are further characters that end it there."""
    value = value.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(rf"[>{also}]|[^\S ]|\A | \Z", lambda m: f"&#{ord(m[0])};", value)


def _escaped(text: str) -> str:
    text = _REFERENCE.sub(lambda m: f"&amp;{m[0][1:]}", text) if "&" in text else text
    return _TAG.sub(lambda m: f"&lt;{m[0][1:]}", text) if "<" in text else text


def _unescaped(text: str) -> str:
    """Undo :func:`_escaped` and :func:`_quoted`; a reference to no character stays."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in ("amp", "lt"):
        return "&" if name == "amp" else "<"
    number = int(name[1:])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]


def pieces_of(text: str) -> Iterator[tuple[bool, str]]:
    """Yield what a text is made of: (False, text as shown) and (True, a tag as written).

    >>> list(pieces_of("a <i>b</i> &lt;i>"))
    [(False, 'a '), (True, '<i>'), (False, 'b'), (True, '</i>'), (False, ' <i>')]
    """
    at = 0
    for match in _TAG.finditer(text):
        if match.start() > at:
            yield False, _unescaped(text[at : match.start()])
        yield True, match[0]
        at = match.end()
    if at < len(text):
        yield False, _unescaped(text[at:])


def joined(pieces: Iterable[tuple[bool, str]]) -> str:
    """Return the text that is made of pieces: what :func:`pieces_of` undoes; a tag of another kind is left out.

    >>> joined([(False, "<i"), (False, ">"), (True, "<b>"), (False, "x"), (True, "</b>"), (True, "<blink>")])
    '&lt;i><b>x</b>'
    """
    out: list[str] = []
    text = ""
    for is_tag, piece in [*pieces, (True, "")]:
        if is_tag and (_TAG.fullmatch(piece) or not piece):
            out += [_escaped(text), piece]
            text = ""
        elif not is_tag:
            text += piece
    return "".join(out)


def without_tags(text: str) -> str:
    """Return a text as it is shown.

    >>> without_tags("<v Ann>a &lt;b> c</v>")
    'a <b> c'
    """
    return "".join(piece for is_tag, piece in pieces_of(text) if not is_tag)


def tags_in(text: str) -> Counter[str]:
    """Return the tags of a text that open something, and how often each does."""
    return Counter(piece for is_tag, piece in pieces_of(text) if is_tag and piece[1] != "/" and piece != _EXPLICIT)


def untagged(text: str, base: Style = PLAIN) -> tuple[tuple[Line, ...], bool]:
    r"""Return the lines of a text with tags, and whether its tags were well nested; what is open at the end is closed.

    >>> lines, sound = untagged("One\n<i>two", Style(voice="Ann"))
    >>> [span.style.italic for span in lines[1].spans], lines[0].spans[0].style.voice, sound
    ([True], 'Ann', False)
    """
    if not text:
        return (), True
    pieces = list(pieces_of(text))
    nest, time = _Nest(), None
    lines: list[list[Span]] = [[]]
    if (True, _EXPLICIT) in pieces:
        base = PLAIN
    for is_tag, piece in pieces:
        if is_tag and piece[1].isdigit():
            time = parse_clock(piece[1:-1])
            continue
        if is_tag:
            nest.take(piece)
            continue
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Span(part, _more(nest.style, base).replace(time=time)))
                time = None
    return tuple(Line(tuple(spans)) for spans in lines), nest.sound and not nest.open


class _Nest:
    """The tags that are open, their style, and whether all were closed in turn so far."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.names: list[str] = []
        self.style = PLAIN
        self.sound = True

    def take(self, tag: str) -> None:
        if tag[1] != "/" and len(self.open) < _DEEPEST:
            self.open.append(tag[1:-1])
            self.names.append(_name(tag[1:-1]))
            self.style = _inside(self.style, tag[1:-1])
            return
        if tag[2:-1] not in self.names:
            self.sound = False
            return
        at = len(self.names) - 1 - self.names[::-1].index(tag[2:-1])
        self.sound = self.sound and at == len(self.names) - 1
        del self.open[at], self.names[at]  # one closed out of turn ends alone; those inside it go on
        self.style = reduce(_inside, self.open, PLAIN)


def _inside(style: Style, tag: str) -> Style:
    name, _, value = tag.partition(" ")
    if name in _FLAGS:
        return style.replace(
            bold=style.bold or name == "b", italic=style.italic or name == "i",
            underline=style.underline or name == "u", strike=style.strike or name == "s",
        )  # fmt: skip
    if name == "v":
        return style.replace(voice=_unescaped(value))
    if name == "lang":
        return style.replace(lang=_unescaped(value))
    if name in ("ruby", "rt"):
        return style.replace(ruby="base" if name == "ruby" else "text")
    if name == "font":
        given = {name: _unescaped(text) for name, text in re.findall(r'(color|face)="([^"]*)"', value)}
        return style.replace(color=given.get("color") or style.color, font=given.get("face") or style.font)
    return style.replace(classes=(*style.classes, *(_unescaped(part) for part in tag.split(".")[1:])))
