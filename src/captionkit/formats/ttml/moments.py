"""A paragraph in time: each stretch in which the same of it is shown, with the runs shown then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from captionkit.errors import LimitError
from captionkit.formats.ttml.elements import NEVER, Element, Paragraph, RegionElement, Run, region_look
from captionkit.formats.ttml.styles import NO_LOOK, Look

__all__ = ["Moment", "Piece", "Sight", "without_edges"]

#: Runs times moments that a document may cost, beside what its length gives it.
_ALLOWANCE: Final = 2_000_000
_PER_RUN: Final = 100
_BLANKS = re.compile(r"[ \t\n\r]+")


class Piece(NamedTuple):
    """Text in one style; a line feed alone is a break."""

    text: str
    look: Look
    element: Element


class Moment(NamedTuple):
    """What of a paragraph is shown in one region from ``begin`` to ``end`` (units of the document's clock)."""

    begin: int
    end: int
    region: RegionElement | None
    pieces: tuple[Piece, ...]


def without_edges(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return what is shown at one moment without breaks around it: on their lines stands what other moments show."""
    first, last = 0, len(pieces)
    while first < last and pieces[first].text == "\n":
        first += 1
    while last > first and pieces[last - 1].text == "\n":
        last -= 1
    return pieces[first:last]


class Sight:
    """Finds the moments of a document's paragraphs, within what a document may cost."""

    def __init__(self, regions: Mapping[str, RegionElement]) -> None:
        self._regions = regions
        self._looks: dict[str, Look] = {}
        self._left = _ALLOWANCE

    def moments(self, paragraph: Paragraph) -> Iterator[Moment]:
        """Yield the moments in order; neighbours that show the same are one.

        Raises LimitError where runs and times are so many that the document is an attack.
        """
        runs, element = paragraph.runs, paragraph.element
        if not runs:
            return
        region = self._regions.get(element.region)
        still = (
            not paragraph.timed
            and not (region is not None and (region.sets or region.begin or region.end != NEVER))
            and not any(run[0].animated or run[0].region != element.region for run in runs)
        )
        if still:
            begin, end = runs[0][2], runs[0][3]
            if end > begin and element.shown(begin):
                pieces = self.pieces([run[:2] for run in runs], self.look(region, None), None)
                if pieces:
                    yield Moment(begin, end, region, pieces)
            return
        yield from self._timed(runs)

    def _timed(self, runs: Sequence[Run]) -> Iterator[Moment]:
        found: list[Moment] = []
        for name in dict.fromkeys(run[0].region for run in runs):
            region = self._regions.get(name)
            mine = [run for run in runs if run[0].region == name]
            points = sorted(self._points(mine, region))
            self._left += _PER_RUN * len(mine) - len(mine) * len(points)
            if self._left < 0:
                raise LimitError(
                    f"{len(mine):,} pieces of text change at {len(points):,} times in one paragraph",
                    hint="no caption file needs that",
                )
            made: list[Moment] = []
            for begin, end in pairwise(points):
                if region is not None and not region.begin <= begin < region.end:
                    continue
                if region is not None and region.at(begin).get("display") == "none":
                    continue
                now = [run for run in mine if run[2] <= begin < run[3] and run[0].shown(begin)]
                pieces = self.pieces([run[:2] for run in now], self.look(region, begin), begin) if now else ()
                if not pieces:
                    continue
                if made and made[-1].end == begin and _same(made[-1].pieces, pieces):
                    made[-1] = made[-1]._replace(end=end)
                else:
                    made.append(Moment(begin, end, region, pieces))
            found += made
        found.sort(key=lambda moment: moment.begin)
        yield from found

    def _points(self, runs: Sequence[Run], region: RegionElement | None) -> set[int]:
        points = {point for _, _, begin, end in runs if end > begin for point in (begin, end)}
        if not points:
            return points
        first, last = min(points), max(points)
        changes = [region.sets] if region is not None else []
        if region is not None:
            points |= {point for point in (region.begin, region.end) if first < point < last}
        seen: set[int] = set()
        for run in runs:
            element: Element | None = run[0]
            while element is not None and id(element) not in seen:
                seen.add(id(element))
                if element.sets:
                    changes.append(element.sets)
                element = element.parent
        points |= {
            point for sets in changes for begin, end, _ in sets for point in (begin, end) if first < point < last
        }
        return points

    def look(self, region: RegionElement | None, at: int | None) -> Look:
        """Return how text in a region looks of which nothing else is said; ``at`` where the region changes."""
        if region is None:
            return NO_LOOK
        if at is not None and region.sets:
            return region_look(region.at(at))
        found = self._looks.get(region.id)
        if found is None:
            found = self._looks[region.id] = region_look(region.spec)
        return found

    def pieces(
        self, runs: Sequence[tuple[Element, str]], base: Look, at: int | None, looks: dict[Element, Look] | None = None
    ) -> tuple[Piece, ...]:
        """Return what of a paragraph's runs is shown together: blanks collapsed, over the borders of spans too.

        A run's text is a break where it is a line feed alone, of a ``br`` or of an element that keeps its blanks not.
        ``looks`` keeps how elements look where that does not change.
        """
        looks = {} if looks is None else looks
        made: list[Piece] = []
        space = True  # blanks here are at the start, after a break or after a blank
        for element, text in runs:
            look = looks.get(element)
            if look is None:
                look = looks[element] = element.look(base, at)
            if element.kind == "br" or text == "\0":
                _trim(made)
                made.append(Piece("\n", look, element))
                space = True
                continue
            if element.preserve:
                space = text[-1:].isspace()
            else:
                text = _BLANKS.sub(" ", text)
                if space and text[:1] == " ":
                    text = text[1:]
                if text:
                    space = text[-1] == " "
            if text:
                made.append(Piece(text, look, element))
        _trim(made)
        return () if all(piece.text == "\n" for piece in made) else tuple(made)


def _trim(pieces: list[Piece]) -> None:
    """Take the collapsed blank before a break or the end away."""
    while pieces and not pieces[-1].element.preserve:
        text = pieces[-1].text
        if text[-1:] != " " or text == "\n":
            return
        piece = pieces.pop()
        if len(text) > 1:
            pieces.append(piece._replace(text=text[:-1]))
            return


def _same(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    return len(one) == len(other) and all(
        a.text == b.text and a.look.values == b.look.values for a, b in zip(one, other, strict=True)
    )
