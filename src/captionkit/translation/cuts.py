"""Where a translated sentence may be cut, so that each cue holds what it says: marks and words of the source say.

A cut between two cues wants to stand where the source's own cut does. Three things say where that is, besides the share
of the text: the mark that the source's cue ends with, found again in the translation; words that translate each other
(names, numbers, common concepts, words learned from the track), which want to stay in their cue; and what belongs
together in any language: a figure and what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from captionkit.text.lexicon import lexicon
from captionkit.text.marks import TERMINATORS
from captionkit.translation.proof.concepts import Concepts, negatives, same_word
from captionkit.translation.proof.text import folded_words
from captionkit.translation.units import TextToken, Unit

__all__ = ["CutCosts", "cut_costs", "held", "links", "tied"]

#: For a unit and the words of its translation: the cost of each cut (one row a cut) before each word.
CutCosts = Callable[[Unit, Sequence[TextToken]], Sequence[Sequence[float]]]

#: What a cut pays for links on the wrong side less those on the right, divided by the root of their number; links
#: below ``FEWEST`` a cut say nothing.
LINKS, FEWEST = 0.5, 2
#: What a cut earns at a mark like the one that its cue ends with in the source, and at another mark of a clause.
SAME_MARK, ANY_MARK = 0.4, 0.2
#: What a cut at a mark pays where the source's cue ends with none.
OTHER_MARK = 0.3
#: What a cut earns before a word that renders the first one of the source's next cue.
SAME_OPENING = 0.3
#: What a cut after a word pays that leans on the next one, besides what the break model says.
LEANING = 1.0
#: What a cut between a figure and what it counts pays.
TIED = 3.0

_MARKS = dict.fromkeys(TERMINATORS, ".") | {",": ",", ";": ";", ":": ":", "-": "-", "–": "-", "—": "-"}
_LEAN = frozenset(
    ("article", "possessive", "of", "preposition", "that", "negation", "degree", "coordinator", "infinitive")
)
#: Languages whose object pronouns stand before their verb.
_CLITIC = frozenset(("es", "fr", "it", "pt"))
_CLOSERS = "\"'”’»)]"
_FIGURE = re.compile(r"[(\"'«“]*[+\-−$€£]?\d[\d.,:/]*(?:[°%ºª]|st|nd|rd|th|e|er)?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def mark_of(word: str) -> str:
    """Return the class of the mark that a word ends with: ``.``, ``,``, ``;``, ``:``, ``-`` or ``""``.

    >>> mark_of("no,”"), mark_of("—"), mark_of("well")
    (',', '-', '')
    """
    bare = word.rstrip(_CLOSERS)
    return _MARKS.get(bare[-1:], "")


def tied(words: Sequence[TextToken], language: str) -> list[bool]:
    """Return for each word whether it belongs to the one before: a figure and what it counts, a noun and its number.

    >>> tied([TextToken(w, 0) for w in "in 2012 we saw 41 gulls of chapter 7".split()], "en").index(True)
    5
    """
    bound = [False] * len(words)
    figures = [_FIGURE.fullmatch(word.text) is not None for word in words]
    for at in range(1, len(words)):
        left, right = words[at - 1].text, words[at].text
        if mark_of(left):
            continue
        if figures[at - 1] and not figures[at]:
            bound[at] = not _little(right, language) and not _YEAR.fullmatch(left)
        elif _FIGURE.fullmatch(right.rstrip(".,;:!?…" + _CLOSERS)):
            alone = mark_of(right) or at + 1 == len(words) or _little(words[at + 1].text, language)
            bound[at] = bool(alone) and not _little(left, language)
    return bound


def held(words: Sequence[TextToken], language: str, joiner: str) -> list[TextToken]:
    """Return the words with those made one, by a joiner, that a line end must not part."""
    made: list[TextToken] = []
    for word, bound in zip(words, tied(words, language), strict=True):
        if bound and not word.glue and made[-1].style == word.style and not any((*made[-1].outside, *word.outside)):
            made[-1] = replace(made[-1], text=made[-1].text + joiner + word.text)
        else:
            made.append(word)
    return made


def _leans(word: str, language: str) -> bool:
    """Whether a word wants the next one beside it: an article, a preposition, a Romance object pronoun."""
    words = lexicon(language)
    bare = word.lower().strip(_CLOSERS + "¿¡(«“\"'")
    name = "negation" if bare in negatives(language) else words.classes.get(bare)
    return name in _LEAN or (name == "object" and words.language in _CLITIC)


def _little(word: str, language: str) -> bool:
    """Whether a word is of a closed class; a short one, in a language whose classes are not known."""
    classes = lexicon(language).classes
    bare = word.lower().strip(".,;:!?…" + _CLOSERS)
    return classes.get(bare, "number") != "number" if classes else len(bare) <= 3


def links(source: Sequence[TextToken], words: Sequence[TextToken], known: Concepts) -> list[tuple[int, int]]:
    """Return pairs of places (in the source, in the translation) of words that render each other; each word once.

    A source word counts where it stands once and its rendering stands once.

    >>> one, two = ([TextToken(w, 0) for w in t.split()] for t in ("Ana saw 41 gulls", "41 gaviotas vio Ana"))
    >>> links(one, two, Concepts({}))
    [(0, 3), (2, 0)]
    """
    exact: dict[str, set[int]] = {}
    alike: dict[str, list[tuple[str, int]]] = {}  # by the beginning that forms of one word share
    for place, word in enumerate(words):
        for part in _parts(word.text):
            exact.setdefault(part, set()).add(place)
            alike.setdefault(part[:4], []).append((part, place))
    seen: dict[str, list[int]] = {}
    for place, token in enumerate(source):
        for part in _parts(token.text):
            seen.setdefault(part, []).append(place)
    found: dict[int, int] = {}
    for part, places in seen.items():
        if len(places) > 1 or not (part.isdigit() or len(part) > 2 or known[part]):
            continue
        hits: set[int] = set()
        for goal in known[part] | {part}:
            hits |= exact.get(goal, set())
            if len(part) >= 4 and not part.isdigit():
                hits.update(place for other, place in alike.get(goal[:4], ()) if same_word(other, goal))
        if len(hits) == 1 and not hits & set(found.values()):
            found.setdefault(places[0], hits.pop())
    return sorted(found.items())


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    digits = re.sub(r"\D", "", word)
    return (digits,) if digits else folded_words(word)


def cut_costs(language: str, breaks: Callable[[Sequence[TextToken]], Sequence[float]], known: Concepts) -> CutCosts:
    """Return what cuts cost in a language: its breaks, the source's marks, the links of ``known`` words."""

    def costs(unit: Unit, words: Sequence[TextToken]) -> list[list[float]]:
        base = list(breaks(words))
        for at, bound in enumerate(tied(words, language)):
            base[at] += TIED * bound
            base[at] += LEANING * (at > 0 and _leans(words[at - 1].text, language))
        marks = [mark_of(word.text) for word in words]
        ends = list(accumulate(len(tokens) for _, tokens in unit.pieces))[:-1]
        source = unit.tokens
        pairs = links(source, words, known)
        rows = []
        for end in ends:
            row = list(base)
            _add_marks(row, mark_of(source[end - 1].text), marks)
            _add_openings(row, source[end].text, words, known)
            if len(pairs) >= FEWEST * len(ends):
                _add_links(row, [(place < end, goal) for place, goal in pairs])
            rows.append(row)
        return rows

    return costs


def _add_marks(row: list[float], wanted: str, marks: Sequence[str]) -> None:
    """Let a cut prefer the marks of the translation where the source has one, and other places where it has none."""
    for at in range(1, len(row)):
        mark = marks[at - 1]
        if not wanted:
            row[at] += OTHER_MARK if mark else 0.0
            continue
        row[at] -= SAME_MARK if mark == wanted else ANY_MARK if mark else 0.0


def _add_openings(row: list[float], opening: str, words: Sequence[TextToken], known: Concepts) -> None:
    """Let a cut prefer a word that renders the first one of the source's next cue: "and", "because", "which"."""
    first = folded_words(opening)[:1]
    forms = known[first[0]] if first else frozenset()
    for at in range(1, len(words)) if forms else ():
        if forms & set(folded_words(words[at].text)[:1]):
            row[at] -= SAME_OPENING


def _add_links(row: list[float], pairs: Sequence[tuple[bool, int]]) -> None:
    """Add what each cut puts on the wrong side; a link is whether it stands before the source's cut, and its goal."""
    balance = sum(1 if first else -1 for first, _ in pairs)  # a cut before every word: all that come first are wrong
    moved = [0] * (len(row) + 1)
    for first, goal in pairs:
        moved[goal + 1] += -2 if first else 2
    for at in range(len(row)):
        balance += moved[at]
        row[at] += LINKS * balance / len(pairs) ** 0.5
