"""The elements of a document that is being read, with what holds for them."""

from __future__ import annotations

from typing import Final

from captionkit.formats.ttml.styles import NO_LOOK, Look, Spec
from captionkit.model.text import Style

__all__ = ["NEVER", "NOTHING", "UNKNOWN", "Element", "Flat", "Paragraph", "RegionElement", "Run", "region_look"]

#: A time after all others.
NEVER: Final = 1 << 200
#: The end of what names one that cannot be read as a time.
UNKNOWN: Final = NEVER - 1
#: What an element specifies that specifies nothing.
NOTHING: Final[Spec] = {}


class Element:
    """One open element of the body: when it is active, and what it says for itself."""

    __slots__ = (
        "agent", "begin", "conflict", "cursor", "end", "explicit", "flats", "id", "kind", "lang", "last", "line",
        "parent", "preserve", "region", "seq", "sets", "spec",
    )  # fmt: skip

    kind: str
    parent: Element | None
    begin: int
    end: int
    explicit: int | None
    cursor: int
    last: int
    seq: bool
    preserve: bool
    lang: str
    region: str
    conflict: bool
    agent: str
    id: str
    line: int
    spec: Spec
    sets: list[tuple[int, int, Spec]]
    flats: dict[tuple[tuple[str, str], ...], Flat | None]

    def look(self, region: Look, at: int | None = None) -> Look:
        """Return the computed style in a region; ``at`` a time where animation is to be looked at."""
        outer = region if self.parent is None else self.parent.look(region, at)
        spec = self.spec
        if at is not None and self.sets:
            spec = active(spec, self.sets, at)
        return outer.child(spec) if spec else outer

    def shown(self, at: int) -> bool:
        """Whether no element around has ``display`` ``none`` at a time."""
        spec = active(self.spec, self.sets, at) if self.sets else self.spec
        return spec.get("display") != "none" and (self.parent is None or self.parent.shown(at))

    @property
    def ruby(self) -> str:
        """What of ruby text this is part of: ``base``, ``text``, ``delimiter`` or nothing."""
        at: Element | None = self
        while at is not None and at.kind == "span":
            said = at.spec.get("ruby", "")
            if said in ("base", "text", "delimiter"):
                return said
            at = at.parent
        return ""

    def says_font(self, paragraph: Element) -> bool:
        """Whether this, or an element around it within a paragraph, names a font."""
        at: Element | None = self
        while at is not None and at is not paragraph:
            if "fontFamily" in at.spec:
                return True
            at = at.parent
        return False

    @property
    def animated(self) -> bool:
        """Whether this or an element around it changes with time."""
        return bool(self.sets) or (self.parent is not None and self.parent.animated)


def active(spec: Spec, sets: list[tuple[int, int, Spec]], at: int) -> Spec:
    """Return a specification with what ``set`` elements change at a time."""
    changes = [said for begin, end, said in sets if begin <= at < end]
    if not changes:
        return spec
    made = dict(spec)
    for said in changes:
        made.update(said)
    return made


class RegionElement:
    """One region of the layout."""

    __slots__ = ("begin", "end", "id", "nested", "sets", "spec")

    def __init__(self, id: str, spec: Spec, begin: int = 0, end: int = NEVER) -> None:
        self.id = id
        self.spec = spec
        self.begin = begin
        self.end = end
        self.sets: list[tuple[int, int, Spec]] = []
        self.nested: dict[str, str] = {}

    def at(self, time: int) -> Spec:
        """Return what the region specifies at a time."""
        return active(self.spec, self.sets, time) if self.sets else self.spec


#: A piece of text, ``"\n"`` for a break, with the element that it stands in; its begin and end.
Run = tuple[Element, str, int, int]


class Paragraph:
    """A closed ``p``: its runs in order, and whether anything in it changes while it is shown.

    ``times`` are those of the spans of a line that is sung.
    """

    __slots__ = ("element", "notes", "runs", "timed", "times")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.runs: list[Run] = []
        self.notes: list[str] = []
        self.timed = False
        self.times: dict[Element, tuple[int, int]] = {}


class Flat:
    """What paragraphs with the same attributes in the same place have in common, where nothing in them moves.

    ``element`` stands for each of them; ``spans`` for the spans in them, by their attributes; ``looks`` and ``styles``
    are what has been found of them.
    """

    __slots__ = ("base", "element", "look", "looks", "place", "region", "shown", "spans", "speaker", "styles")

    def __init__(self, element: Element, region: RegionElement | None, base: Look) -> None:
        self.element = element
        self.region = region
        self.base = base
        self.look = element.look(base)
        self.shown = element.shown(0)
        self.spans: dict[tuple[tuple[str, str], ...], Element | None] = {}
        self.place: object = None
        self.speaker: str | None = None
        self.looks: dict[Element, Look] = {}
        self.styles: dict[Element, Style | None] = {}


def region_look(spec: Spec) -> Look:
    """Return how text in a region looks of which nothing else is said: not at all in a region without opacity.

    Opacity is not inherited, but a region is drawn as one with all that it holds.
    """
    return NO_LOOK.child(spec)
