"""Styles of TTML: what a style means, how it is inherited, and what of it a span can carry.

Sources: TTML2 section 10 (https://www.w3.org/TR/ttml2/#styling), for the order of resolution 10.4.4; colours 10.3.x.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from captionkit.model.text import PLAIN, Style

__all__ = ["INITIAL", "NO_LOOK", "Look", "Spec", "StyleTable", "color_of", "number_of"]

#: Property -> value, as specified on one element.
Spec = Mapping[str, str]

#: What is inherited, with initial values.
INITIAL: Final[dict[str, str]] = {
    "color": "#ffffffff", "direction": "", "fontFamily": "", "fontStyle": "normal", "fontWeight": "normal",
    "textAlign": "", "textDecoration": "none", "visibility": "visible", "opaque": "1",
}  # fmt: skip

#: The named colours of TTML.
NAMED: Final = {
    "transparent": "#00000000", "black": "#000000ff", "silver": "#c0c0c0ff", "gray": "#808080ff",
    "white": "#ffffffff", "maroon": "#800000ff", "red": "#ff0000ff", "purple": "#800080ff", "fuchsia": "#ff00ffff",
    "magenta": "#ff00ffff", "green": "#008000ff", "lime": "#00ff00ff", "olive": "#808000ff", "yellow": "#ffff00ff",
    "navy": "#000080ff", "blue": "#0000ffff", "teal": "#008080ff", "aqua": "#00ffffff", "cyan": "#00ffffff",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{6})([0-9a-f]{2})?\Z", re.ASCII)
_RGB = re.compile(r"rgba?\(([\d ,]{1,40})\)\Z", re.ASCII)
_DECORATIONS = ("underline", "lineThrough", "overline")
#: Families that say nothing of a face.
_GENERIC = frozenset((
    "default", "monospace", "sansSerif", "serif", "monospaceSansSerif", "monospaceSerif", "proportionalSansSerif",
    "proportionalSerif", "sans-serif",
))  # fmt: skip


def color_of(text: str) -> str:
    """Return ``#rrggbbaa`` of a colour; ``""`` for what is none.

    >>> color_of("yellow"), color_of("#F00"), color_of("rgba(0,128,0,128)"), color_of("#00FF0080")
    ('#ffff00ff', '', '#00800080', '#00ff0080')
    """
    text = text.strip().lower()
    named = NAMED.get(text)
    if named is not None:
        return named
    match = _HEX.match(text)
    if match is not None:
        return f"#{match[1]}{match[2] or 'ff'}"
    match = _RGB.match(text)
    parts = [part.strip() for part in match[1].split(",")] if match else []
    if len(parts) not in (3, 4) or any(not part.isdigit() or int(part) > 255 for part in parts):
        return ""
    return "#" + "".join(f"{int(part):02x}" for part in (*parts, "255")[:4])


def number_of(text: str) -> float | None:
    """Return a plain decimal number; None for anything else, NaN and infinity too."""
    return float(text) if re.fullmatch(r"[+-]?\d{1,9}(?:\.\d{1,20})?|[+-]?\.\d{1,20}", text.strip(), re.ASCII) else None


class Look:
    """The computed style of a run: inherited values, and what a span's style is for them.

    ``child`` is what an element inside looks like; each is made once however often it is asked for.
    """

    __slots__ = ("_children", "_style", "values")

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self._children: dict[int, tuple[Spec, Look]] = {}
        self._style: Style | None = None

    def child(self, spec: Spec) -> Look:
        """Return the look of an element with ``spec`` inside one that looks like this."""
        found = self._children.get(id(spec))
        if found is not None:
            return found[1]
        if len(self._children) > 4096:  # a document that says another style on every line
            self._children.clear()
        made = Look(_inherited(self.values, spec))
        self._children[id(spec)] = (spec, made)
        return made

    def timed(self, ms: int) -> Look:
        """Return the same look of text that is said from ``ms`` on."""
        made = Look(self.values)
        made._style = self.style.replace(time=ms)
        return made

    @property
    def hidden(self) -> bool:
        """Whether the text takes its place without being seen."""
        values = self.values
        return values["visibility"] == "hidden" or values["color"].endswith("00") or values["opaque"] == "0"

    @property
    def style(self) -> Style:
        """What a span can say of it; white is what captions are anyway."""
        if self._style is None:
            self._style = _style_of(self.values)
        return self._style


def _inherited(values: Mapping[str, str], spec: Spec) -> dict[str, str]:
    made = dict(values)
    for name, value in spec.items():
        if name == "textDecoration":
            made[name] = _decorated(made[name], value)
        elif name == "color":
            made[name] = color_of(value) or made[name]
        elif name == "opacity":
            number = number_of(value)
            if number is not None and number <= 0:
                made["opaque"] = "0"
        elif name in made:
            made[name] = value.strip()
    return made


def _decorated(now: str, said: str) -> str:
    words = said.split()
    if "none" in words:
        return "none"
    on = set(now.split()) - {"none"}
    for word in words:
        if word.startswith("no"):
            on.discard(word[2:3].lower() + word[3:])
        else:
            on.add(word)
    return " ".join(name for name in _DECORATIONS if name in on) or "none"


def _style_of(values: Mapping[str, str]) -> Style:
    color = values["color"]
    decorations = values["textDecoration"]
    family = values["fontFamily"].partition(",")[0].strip().strip("\"'")
    made = Style(
        italic=values["fontStyle"] in ("italic", "oblique", "reverseOblique"),
        bold=values["fontWeight"] == "bold",
        underline="underline" in decorations,
        strike="lineThrough" in decorations,
        color="" if color[:7] == "#ffffff" else color[:7] if color.endswith("ff") else color,
        font="" if family in _GENERIC else family,
    )
    return PLAIN if made == PLAIN else made


class StyleTable:
    """The styles of a head: by reference, each with the styles that it refers to; a circle ends where it closes."""

    def __init__(self) -> None:
        self._own: dict[str, tuple[str, Spec]] = {}
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], Spec] = {}
        self._resolved: dict[str, Spec] = {}
        self.missing: dict[str, None] = {}
        self.said: set[str] = set()

    def add(self, name: str, references: str, own: Spec) -> None:
        """Take a style of the head; the first of a name counts."""
        self._own.setdefault(name, (references, own))

    def spec(self, references: str, own: Iterable[tuple[str, str]] = ()) -> Spec:
        """Return what an element specifies: its references from left to right, then its own attributes."""
        key = (references, tuple(own))
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 4096:
                self._known.clear()
            made: dict[str, str] = {}
            for name in dict.fromkeys(reversed(references.split())):
                for key_, value in self._of(name).items():
                    made.setdefault(key_, value)
            made.update(key[1])
            self.said |= made.keys()
            found = self._known[key] = made
        return found

    def _of(self, name: str) -> Spec:
        """Return a style with all that it refers to; a loop, because a chain may be as long as the file."""
        if name not in self._resolved:
            work = [name]
            open_: set[str] = set()
            while work:
                at = work[-1]
                references, own = self._own.get(at, ("", {}))
                if at not in self._own:
                    self.missing[at] = None
                waiting = [r for r in references.split() if r not in self._resolved and r not in open_]
                if at not in open_ and waiting:
                    open_.add(at)
                    work += [r for r in dict.fromkeys(waiting) if r != at]
                    continue
                work.pop()
                if at in self._resolved:
                    continue
                made: dict[str, str] = {}
                for reference in references.split():
                    made.update(self._resolved.get(reference, {}))
                self._resolved[at] = {**made, **own}
                open_.discard(at)
        return self._resolved[name]


#: How text looks of which nothing is said.
NO_LOOK: Final = Look(dict(INITIAL))
