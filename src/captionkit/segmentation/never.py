"""Gaps at which nothing may break: the hard rules of the style guides (BBC, Netflix, DCMP; see docs/segmentation.md).

They hold whatever the model thinks; only where a line cannot be kept within its limit is one of them broken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from captionkit.segmentation.features import EDGE, Shape
from captionkit.segmentation.optimise import FORBIDDEN
from captionkit.segmentation.row import WordRow
from captionkit.text.lexicon import Lexicon
from captionkit.text.marks import CLOSERS, OPENERS

__all__ = ["at_marks", "forbid", "keep_short"]

#: Classes that the guides would rather see on the next line; what that costs besides what the model says.
_LEANS = frozenset(("preposition", "of", "auxiliary", "subject", "coordinator", "subordinator", "infinitive"))
LEAN = 0.8
#: The same in other languages than English, whose own weights know these: the words before a noun or a verb.
_LEANS_ABROAD = _LEANS | frozenset(("number", "degree", "negation", "demonstrative", "quantifier", "genitive", "title"))
LEAN_ABROAD = 1.2
#: And in languages whose own weights were learned from whole tracks.
LEAN_KNOWN = 0.3
_KNOWN = frozenset(("fr", "ko"))
#: What parting two names costs (``Martin Luther / King``), where a capital makes a name.
NAMES = 1.5
#: What parting an adjective from its noun costs, after a determiner, where the adjective comes first.
MODIFIER = 2.0
#: What parting two words that are one in all but writing costs: nothing else is as bad but the hard ties.
ONE_WORD = 8.0
_DETERMINERS = frozenset(("article", "possessive", "demonstrative", "quantifier", "preposition", "of", "number", "degree"))
_CONTENT = frozenset(("word", "short", "adjective", "participle", "noun", "plural", "name", "infinitive-verb"))
_DESCRIBING = _CONTENT | _DETERMINERS - {"article", "preposition", "of"}
#: What parting a verb from its number, negation or adverb costs.
VERB = 2.0
#: What a mark is worth beyond what the model says where a line must end inside a cue: a comma within reach beats
#: balance. Not where cues are chosen, which the mark would keep from ending there.
MARK = 2.0
#: What a conjunction costs at the end of an English line besides, where its subject follows ("because / they're").
CLAUSE = 1.0
_CLAUSE = frozenset(("subordinator", "coordinator"))
_VERB_NEGATED = frozenset(("de", "nl", "sv", "da", "no", "ko"))
#: Languages whose verb may stand before its subject: "kreeg ik".
_VERB_FIRST = frozenset(("de", "nl", "sv", "da", "no"))
_BEFORE_VERB = frozenset(("adverb", "subject"))
_AFTER_ADVERB = frozenset(("negation", "auxiliary", "subject", "number"))
#: What leaving the first word of a quotation behind costs, and what a blank is worth in a script without blanks.
QUOTED, BLANK = 1.5, 3.0
#: Endings of verbs in the past, in languages whose particles follow the verb: ``stängde av``.
_PAST = dict.fromkeys(("sv", "da", "no"), ("de", "te"))
_MARKS_ONLY = ("\0",)
#: What ending a cue inside a sentence that fits on one line costs: of 170 such sentences in human subtitles (amara,
#: English and French) three were cut, two of them after "(Applause)".
SHORT = 4.0
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
#: What stands between a title, or a first name, and a family name.
_PARTICLES = frozenset("von van de der den del della di da do dos du zu zum ter ten af av la le al el bin".split())  # noqa: SIM905
_DASHES = frozenset("-–—")
_CLOSING = frozenset(CLOSERS + ".,;:!?…%°。、，！？；：") - frozenset("*_♪'\"")


def forbid(row: WordRow, shapes: Sequence[Shape], line: list[float], cue: list[float], words: Lexicon) -> None:
    """Lower the scores of the gaps where no line and no cue may end, and of those that a guide would not take."""
    texts = row.texts
    abroad = bool(words.language) and words.language != "en"
    leans, price = (_LEANS_ABROAD, LEAN_ABROAD) if abroad else (_LEANS, LEAN)
    if words.language in _KNOWN:
        price = LEAN_KNOWN
    for at in range(len(texts) - 1):
        left, right = shapes[at], shapes[at + 1]
        if (
            row.origins[at].label
            or _abbreviated(texts[at], left, texts[at + 1], right, words.abbreviations)
            or _tied(texts[at], left, texts[at + 1], right, words)
        ):
            line[at] = min(line[at], 0.0) + FORBIDDEN
            cue[at] = min(cue[at], 0.0) + FORBIDDEN
        elif not left.tail:
            if left.left in leans:
                line[at] -= price
                if not abroad and left.left in _CLAUSE and right.right == "subject":
                    line[at] -= CLAUSE
            if left.opens == "quote" and right.opens != "quote":
                line[at] -= QUOTED
            if abroad:
                after = shapes[at + 2] if at + 2 < len(shapes) else EDGE
                line[at] -= _parted(left, right, after, words) + _described(shapes[at - 1] if at else EDGE, left, right, words)
                if _one_word(left, right, words):
                    line[at] -= ONE_WORD
                    cue[at] -= ONE_WORD
        if row.words[at].glue and not row.words[at + 1].glue:
            line[at] += BLANK
            cue[at] += BLANK / 2


def at_marks(shapes: Sequence[Shape], line: Sequence[float], words: Lexicon) -> list[float]:
    """Return the line scores of a known cue: another language than English breaks at a mark within reach.

    Nothing for English, whose weights know.
    """
    if words.language in ("", "en"):
        return []
    return [
        score + MARK if shape.tail and score > FORBIDDEN else score for score, shape in zip(line, shapes, strict=True)
    ]


def _parted(left: Shape, right: Shape, after: Shape, words: Lexicon) -> float:
    """Return what it costs to part two words of another language than English that make one phrase."""
    return _parted_phrase(left, right, after, words) + _parted_here(left, right, after, words)


def _parted_phrase(left: Shape, right: Shape, after: Shape, words: Lexicon) -> float:
    """A name; a verb and what it counts ("faltam sete quilómetros"); an adverb and its verb; "dentro do livro"."""
    cost = NAMES if left.named and (right.named or (right.word in _PARTICLES and after.named)) else 0.0
    counted = right.right == "number" or (right.right == "adverb" and after.right == "number")
    if counted or (left.left in _BEFORE_VERB and right.right in _AFTER_ADVERB):
        cost += VERB
    if right.right in ("of", "infinitive", "preposition") and words.classes.get(left.word) == "compound":
        cost += NAMES
    return cost


def _described(before: Shape, left: Shape, right: Shape, words: Lexicon) -> float:
    """Return what it costs to part an adjective from its noun: "eine einmalige / Lösung", "une petite / chapelle"."""
    if before.left not in _DETERMINERS or before.tail or not left.word.endswith(words.attributive or _MARKS_ONLY):
        return 0.0
    noun = right.capital and not left.capital if words.language == "de" else right.right in _CONTENT
    return MODIFIER if noun and left.left in _DESCRIBING else 0.0


def _parted_here(left: Shape, right: Shape, after: Shape, words: Lexicon) -> float:
    """What only some languages tie: by their order of words, or by an ending that shows the class."""
    language = words.language
    if language in _VERB_NEGATED and right.right == "negation":
        return VERB  # "geht nicht mehr"
    if language in _VERB_FIRST and right.right == "subject" and left.left not in _LEANS:
        return VERB / 2
    if language == "ko" and right.right == "article" and words.classes.get(after.word) == "counter":
        return VERB  # a noun and its number: "책을 세 권"
    if language == "ja" and left.word.endswith(("の", "い", "な")):
        return VERB  # what describes a noun
    if language == "ar" and right.word.startswith("ال") and not left.word.startswith("ال"):
        return NAMES  # a noun and the one it belongs to
    if language == "tr" and (right.right == "article" or (left.word.endswith("ki") and len(left.word) > 4)):
        return VERB  # "eski bir ev", "yarınki sınav"
    return 0.0


def _abbreviated(token: str, left: Shape, following: str, right: Shape, abbreviations: Mapping[str, str]) -> bool:
    """Whether an abbreviation waits for what follows: ``vol. 3``, ``ca. um neun``, ``Str. Nr. 5``."""
    kind = abbreviations.get(left.word) if token[-1:] == "." and left.word else None
    if kind == "number":
        return following[:1].isdigit() or (left.word not in _WORDS and right.word != "" and not right.capital)
    return kind == "end" and following[-1:] == "." and abbreviations.get(right.word) == "number"


def keep_short(
    begin: Sequence[float], close: Sequence[float], ends: Sequence[bool], single: int, cue: list[float]
) -> None:
    """Lower the scores of cue ends inside sentences of at most ``single`` characters, in place.

    ``begin`` and ``close`` are the offsets of the words on an endless line.
    """
    first = 0
    for at, end in enumerate(ends):
        if end:
            if close[at] - begin[first] <= single:
                for gap in range(first, at):
                    cue[gap] -= SHORT
            first = at + 1


def _tied(token: str, left: Shape, following: str, right: Shape, words: Lexicon) -> bool:
    if not left.word or not right.word:
        return _marks_tied(token, left, following, right) or (left.leans and right.opens != "")
    if left.tail:
        return False
    if left.leans or right.clings:
        return True
    if right.word in words.separable and (right.tail or left.word.endswith(_PAST.get(words.language, _MARKS_ONLY))):
        return True
    if left.left == "title":
        return right.capital or right.word in _PARTICLES or (words.language != "en" and left.word in words.abbreviations)
    if left.left == "number":
        return right.word in _UNITS
    return len(left.word) == 1 and left.word.isalpha() and token[-1:] == "." and right.capital


def _one_word(left: Shape, right: Shape, words: Lexicon) -> bool:
    """Whether two words are one in all but writing: ``est-ce que``, ``beaucoup d'eau``, ``ya que``."""
    seconds = words.pairs.get(left.word)
    return seconds is not None and (right.word in seconds or right.word.partition("'")[0] + "'" in seconds)


def _marks_tied(token: str, left: Shape, following: str, right: Shape) -> bool:
    """A token of marks alone: closing ones stay with what precedes, opening ones with what follows."""
    if not right.word and following[0] in _CLOSING:
        return True
    if not right.word and following[0] in "\"'" and len(following) == 1:
        return False
    if not left.word and token[-1] in OPENERS and token[-1] not in CLOSERS + "…":
        return token[0] not in _DASHES or len(token) == 1
    return False
