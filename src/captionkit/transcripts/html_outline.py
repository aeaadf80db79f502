"""The elements of a page: what each is and holds, and within which of them the turns stand; in linear time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from captionkit.transcripts.blocks import TextBlock
from captionkit.transcripts.html_page import BLOCKS, flat
from captionkit.transcripts.html_tokens import Tag, Text
from captionkit.transcripts.layout.names import Labels, find_labels
from captionkit.transcripts.layout.rows import Row, count_words, tidy
from captionkit.transcripts.layout.stamps import RANGED

__all__ = ["ENOUGH", "Element", "Outline", "around", "elements_of", "kinds_of", "turns_in"]

#: Elements that need no end tag, those that another of them ends, and those that never have content.
_ENDED = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
}
#: Elements that are a kind by their name alone.
_NAMING = frozenset(("b", "cite", "dt", "h2", "h3", "h4", "h5", "h6", "header", "strong", "summary", "time"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
#: So many characters show what an element holds, and so many elements around a text are looked at.
ENOUGH, _AROUND = 80, 8
#: The fewest turns that show where the turns of a page stand, and their share of the blocks there.
_TURNS, _SHARE = 3, 0.4
#: The most words that a name in bold type or on a line alone has.
_ALONE = 4
_TIMED = re.compile(rf"[\[(]?{RANGED}[\])]?(?:\s|\Z)", re.I)


@dataclass(slots=True, eq=False)
class Element:
    """An element of a page: where its content begins and ends among the tokens, and the beginning of its text."""

    name: str
    attributes: Mapping[str, str]
    parent: int
    begin: int
    end: int = 0
    text: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of element that it is one of."""
        return kinds_of(self.name, self.attributes)


def kinds_of(name: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the kinds of element that an element is one of: by each of its classes, and by what it is called.

    >>> kinds_of("span", {"class": "who small", "aria-label": "Speaker"})
    ('span.who', 'span.small', 'span[aria-label=speaker]')
    """
    found = [f"{name}.{word.lower()}" for word in attributes.get("class", "").split()[:12]]
    found += [
        f"{name}[{key}={attributes[key].lower()}]" for key in ("aria-label", "itemprop", "role") if key in attributes
    ]
    return (name, *found) if name in _NAMING else tuple(found)


class _Tree:
    """The elements open while a page is gone through: each end tag is matched once, unmatched ones are passed over."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.stack: list[int] = []
        self.names: Counter[str] = Counter()

    def begin(self, tag: Tag, at: int) -> None:
        ends = _ENDED.get(tag.name, ()) + (("p",) if tag.name in BLOCKS else ())
        while self.stack and self.elements[self.stack[-1]].name in ends:
            self._close(at)
        self.elements.append(Element(tag.name, tag.attributes, self.stack[-1] if self.stack else -1, at))
        self.stack.append(len(self.elements) - 1)
        self.names[tag.name] += 1

    def end(self, name: str, at: int) -> None:
        """Close the innermost element of a name and all within it; every one, where the name is ``""``."""
        while self.stack and (not name or self.names[name]):
            if self._close(at) == name:
                break

    def _close(self, at: int) -> str:
        done = self.elements[self.stack.pop()]
        done.end = at
        self.names[done.name] -= 1
        return done.name

    def text(self, text: str) -> None:
        for place in self.stack[-_AROUND:]:
            element = self.elements[place]
            if len(element.text) < ENOUGH:
                element.text = (element.text + flat(text[:ENOUGH])).lstrip()


class Outline(NamedTuple):
    """The elements of a page in order, and for each token the element that it stands in (-1: none)."""

    elements: list[Element]
    owners: list[int]


def elements_of(page: Sequence[Tag | Text]) -> Outline:
    """Return the elements of a page."""
    tree = _Tree()
    owners: list[int] = []
    for at, token in enumerate(page):
        if isinstance(token, Text):
            tree.text(token.text)
        elif token.end:
            tree.end(token.name, at)
        elif token.name not in _VOID:
            tree.begin(token, at)
        owners.append(tree.stack[-1] if tree.stack else -1)
    tree.end("", len(page))
    return Outline(tree.elements, owners)


def around(elements: Sequence[Element], marked: Sequence[Element], words: Sequence[int]) -> tuple[int, int]:
    """Return the tokens between which the innermost element stands that holds all of these and most of the words.

    ``words`` are those before each token; with few elements, or most words elsewhere, it is the whole page.
    """
    shared: list[int] = []
    for count, element in enumerate(marked):
        chain: list[int] = []
        at = element.parent
        while at >= 0:
            chain.append(at)
            at = elements[at].parent
        chain.reverse()
        if count:
            same = next((n for n, (a, b) in enumerate(zip(shared, chain, strict=False)) if a != b), len(chain))
            chain = shared[: min(same, len(shared))]
        shared = chain
    if len(marked) < _TURNS or not shared:
        return 0, len(words) - 1
    holder = elements[shared[-1]]
    if 2 * (words[holder.end] - words[holder.begin]) < words[-1]:
        return 0, len(words) - 1
    return holder.begin, holder.end


def _name_at(block: TextBlock, labels: Labels) -> str:
    """Return the name that a block may begin with: a label, what is in bold type, or a few words on a line alone."""
    label = labels.of(block.text)
    if label is not None:
        return label.speaker
    bold = tidy(block.bold).rstrip(":： ")
    alone = block.text if count_words(block.text) <= _ALONE and block.text[-1:].isalpha() else ""
    return bold if bold and len(bold.split()) <= _ALONE else alone


def turns_in(page: Sequence[Tag | Text], outline: Outline, blocks: Sequence[TextBlock]) -> tuple[int, int]:
    """Return the tokens between which the turns of a page stand, by the labels or times that its blocks begin with.

    What an element holds that has all the turns is the transcript; a heading, a lead or a player beside it is not.
    """
    everything = (0, len(page))
    rows = [Row(block.line, block.text, 1) for block in blocks]
    labels = find_labels(rows)
    names = [_name_at(block, labels) for block in blocks]
    counts = Counter(name for name in names if name)
    heads = [at for at, name in enumerate(names) if counts[name] > 1]
    heads = heads or [at for at, row in enumerate(rows) if _TIMED.match(row.text)]
    if len(heads) < _TURNS:
        return everything
    elements, owners = outline
    words = [0, *accumulate(count_words(token.text) if isinstance(token, Text) else 0 for token in page)]
    marked = [elements[owners[blocks[at].token]] for at in heads if owners[blocks[at].token] >= 0]
    begin, end = around(elements, marked, words)
    inside = sum(begin <= block.token < end for block in blocks)
    return (begin, end) if len(heads) >= _SHARE * inside else everything
