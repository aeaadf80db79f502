"""Gaps at which nothing may break: the hard rules of the style guides (BBC, Netflix, DCMP; see docs/segmentation.md).

They hold whatever the model thinks; only where a line cannot be kept within its limit is one of them broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from captionkit.segmentation.features import Shape
from captionkit.segmentation.optimise import FORBIDDEN
from captionkit.segmentation.prices import CUES_TOO, ONE_WORD, PARTICLES, one_word, price
from captionkit.segmentation.row import WordRow
from captionkit.text.lexicon import Lexicon
from captionkit.text.marks import CLOSERS, OPENERS

__all__ = ["forbid"]

#: What parting ``να`` or ``zu`` from its verb costs beyond other ties, where a line must break one: an article may
#: stand before the whole of it ("το / να μοιράζεσαι").
INFINITIVE = 4.0
#: What a blank is worth in a script without blanks.
BLANK = 3.0
#: Endings of verbs in the past, in languages whose particles follow the verb: ``stängde av``.
_PAST = dict.fromkeys(("sv", "da", "no"), ("de", "te"))
_MARKS_ONLY = ("\0",)
#: Written units: a number stays with them.
_UNITS = frozenset(
    """
    % ° °c °f k m km cm mm g kg mg t l ml h hr hrs min s sec ms mph km/h kmh kph hz khz mhz ghz kb mb gb tb w kw mw gw
    kwh v ft lb lbs oz yd mi percent per-cent euro euros dollar dollars pounds p.m a.m pm am bc ad bce ce hundred
    thousand million millions billion billions trillion millones milliard milliards millionen milliarden prozent uhr
    тыс млн млрд руб кг км см
    """.split()  # noqa: SIM905
)
#: Abbreviations of numbers that are words too: they end a sentence more often than they wait for a number.
_WORDS = frozenset(("no", "art", "fig", "ver", "ch"))
_DASHES = frozenset("-–—")
_CLOSING = frozenset(CLOSERS + ".,;:!?…%°。、，！？；：") - frozenset("*_♪'\"")


def forbid(row: WordRow, shapes: Sequence[Shape], line: list[float], cue: list[float], words: Lexicon) -> None:
    """Lower the scores of the gaps where no line and no cue may end, and of those that a guide would not take."""
    texts, pairs = row.texts, words.pairs
    for at in range(len(texts) - 1):
        left, right = shapes[at], shapes[at + 1]
        if left.odd or right.odd:
            never = _tied(texts[at], left, texts[at + 1], right, words)
        else:
            never = not left.tail and (left.leans or right.clings)
        if never or row.origins[at].label:
            line[at] = min(line[at], 0.0) + FORBIDDEN - (INFINITIVE if left.left == "infinitive" else 0.0)
            cue[at] = min(cue[at], 0.0) + FORBIDDEN
        elif left.word in pairs and one_word(left, right, words):
            line[at] -= ONE_WORD
            cue[at] -= ONE_WORD
        elif not left.tail:
            cost = price(shapes, at, words)
            line[at] -= cost
            if words.language in CUES_TOO:
                cue[at] -= cost
        if row.words[at].glue and not row.words[at + 1].glue:
            line[at] += BLANK
            cue[at] += BLANK / 2


def _abbreviated(token: str, left: Shape, following: str, right: Shape, abbreviations: Mapping[str, str]) -> bool:
    """Whether an abbreviation waits for what follows: ``vol. 3``, ``ca. um neun``, ``Str. Nr. 5``."""
    kind = abbreviations.get(left.word) if token[-1:] == "." and left.word else None
    if kind == "number":
        return following[:1].isdigit() or (left.word not in _WORDS and right.word != "" and not right.capital)
    return kind == "end" and following[-1:] == "." and abbreviations.get(right.word) == "number"


def _tied(token: str, left: Shape, following: str, right: Shape, words: Lexicon) -> bool:
    if _abbreviated(token, left, following, right, words.abbreviations):
        return True
    if not left.word or not right.word:
        return _marks_tied(token, left, following, right) or (left.leans and right.opens != "")
    if left.tail:
        return False
    if left.leans or right.clings:
        return True
    if right.word in words.separable and (right.tail or left.word.endswith(_PAST.get(words.language, _MARKS_ONLY))):
        return True
    if left.left == "title":
        return right.capital or right.word in PARTICLES or (words.language != "en" and left.word in words.abbreviations)
    if left.left == "number":
        return right.word in _UNITS
    return len(left.word) == 1 and left.word.isalpha() and token[-1:] == "." and right.capital


def _marks_tied(token: str, left: Shape, following: str, right: Shape) -> bool:
    """A token of marks alone: closing ones stay with what precedes, opening ones with what follows."""
    if not right.word and following[0] in _CLOSING:
        return True
    if not right.word and following[0] in "\"'" and len(following) == 1:
        return False
    if not left.word and token[-1] in OPENERS and token[-1] not in CLOSERS + "…":
        return token[0] not in _DASHES or len(token) == 1
    return False
