"""What leans on its neighbour: prices of line ends that part a phrase, beside what the break model says.

Hard ties are in ``never.py``; here is what a subtitler avoids and sometimes does all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.segmentation.features import EDGE, Shape
from captionkit.segmentation.optimise import FORBIDDEN
from captionkit.text.lexicon import Lexicon

__all__ = ["ONE_WORD", "PARTICLES", "at_marks", "one_word", "price"]

#: Classes that the guides would rather see on the next line; what that costs besides what the model says.
_LEANS = frozenset(("preposition", "of", "auxiliary", "subject", "coordinator", "subordinator", "infinitive"))
LEAN = 0.8
#: The same in other languages than English, whose own weights know these: the words before a noun or a verb.
_LEANS_ABROAD = _LEANS | frozenset(("number", "degree", "negation", "demonstrative", "quantifier", "genitive", "title"))
LEAN_ABROAD = 1.2
#: Languages whose own weights, learned from whole tracks, know what leans (French: by cross-validation).
_KNOWN = frozenset(("fr", "ko"))
#: What a conjunction costs at the end of an English line besides, where its subject follows ("because / they're").
CLAUSE = 1.0
_CLAUSE = frozenset(("subordinator", "coordinator"))
#: What leaving the first word of a quotation behind costs.
QUOTED = 1.5
#: What parting two words that are one in all but writing costs: nothing else is as bad but the hard ties.
ONE_WORD = 8.0
#: What parting two names costs (``Martin Luther / King``), where a capital makes a name.
NAMES = 1.5
#: What parting the two halves of a preposition costs: ``davanti / al porto``.
COMPOUND = 3.0
#: What stands between a title, or a first name, and a family name.
PARTICLES = frozenset("von van de der den del della di da do dos du zu zum ter ten af av la le al el bin".split())  # noqa: SIM905
#: What parting an adjective from its noun costs, after a determiner, where the adjective comes first.
MODIFIER = 2.0
_DETERMINERS = frozenset(
    ("article", "possessive", "demonstrative", "quantifier", "preposition", "of", "number", "degree")
)
_CONTENT = frozenset(("word", "short", "adjective", "participle", "noun", "plural", "name", "infinitive-verb"))
_DESCRIBING = _CONTENT | _DETERMINERS - {"article", "preposition", "of"}
#: What parting a verb from its number, negation or adverb costs.
VERB = 2.0
_VERB_NEGATED = frozenset(("de", "nl", "sv", "da", "no", "ko"))
#: Languages whose verb may stand before its subject: "kreeg ik".
_VERB_FIRST = frozenset(("de", "nl", "sv", "da", "no"))
#: Korean endings tell what closes a phrase: what a line end is worth after one that joins clauses, and what it costs
#: after one that describes the next word, or after a word without any ("소프트맥스 / 함수").
ENDING = 1.5
_ENDINGS = {"connective": -ENDING, "describing": ENDING, "word": ENDING, "short": ENDING}
_BEFORE_VERB = frozenset(("adverb", "subject"))
_AFTER_ADVERB = frozenset(("negation", "auxiliary", "subject", "number"))
#: What a mark is worth beyond what the model says where a line must end inside a cue: a comma within reach beats
#: balance. Not where cues are chosen, which the mark would keep from ending there.
MARK = 2.0


def price(shapes: Sequence[Shape], at: int, words: Lexicon) -> float:
    """Return what it costs to end a line after a word without a mark, besides what the model says."""
    left, right = shapes[at], shapes[at + 1]
    quoted = QUOTED if left.opens == "quote" and right.opens != "quote" else 0.0
    if words.language in ("", "en"):
        return quoted + (_in_english(left, right) if left.left in _LEANS else 0.0)
    after = shapes[at + 2] if at + 2 < len(shapes) else EDGE
    cost = quoted + _parted(left, right, after, words) + _parted_here(left, right, after, words)
    if left.left in _LEANS_ABROAD and words.language not in _KNOWN:
        cost += LEAN_ABROAD
    if words.attributive and left.word.endswith(words.attributive):
        cost += _described(shapes[at - 1] if at else EDGE, left, right, words)
    return cost


def _in_english(left: Shape, right: Shape) -> float:
    return LEAN + (CLAUSE if left.left in _CLAUSE and right.right == "subject" else 0.0)


def one_word(left: Shape, right: Shape, words: Lexicon) -> bool:
    """Whether two words are one in all but writing: ``est-ce que``, ``beaucoup d'eau``, ``ya que``."""
    seconds = words.pairs.get(left.word)
    if seconds is None or left.tail:
        return False
    return right.word in seconds or right.word.partition("'")[0] + "'" in seconds


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
    """A name; a verb and what it counts ("faltam sete quilómetros"); an adverb and its verb; "dentro do livro"."""
    cost = NAMES if left.named and (right.named or (right.word in PARTICLES and after.named)) else 0.0
    counted = right.right == "number" or (right.right == "adverb" and after.right == "number")
    if counted or (left.left in _BEFORE_VERB and right.right in _AFTER_ADVERB):
        cost += VERB
    if right.right in ("of", "infinitive", "preposition") and words.classes.get(left.word) == "compound":
        cost += COMPOUND
    return cost


def _described(before: Shape, left: Shape, right: Shape, words: Lexicon) -> float:
    """Return what it costs to part an adjective from its noun: "eine einmalige / Lösung", "une petite / chapelle"."""
    row = (
        before.left in _CONTENT and not before.capital and before.word.endswith(words.attributive)
    )  # "eine kleine alte"
    if before.tail or not (row or before.left in _DETERMINERS):
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
    if language == "ko":
        counted = right.right == "article" and words.classes.get(after.word) == "counter"  # "책을 세 권"
        return _ENDINGS.get(left.left, 0.0) + (VERB if counted else 0.0)
    if language == "ja" and left.word.endswith(("の", "い", "な")):
        return VERB  # what describes a noun
    if language == "ar" and right.word.startswith("ال") and not left.word.startswith("ال"):
        return NAMES  # a noun and the one it belongs to
    if language == "tr" and (right.right == "article" or (left.word.endswith("ki") and len(left.word) > 4)):
        return VERB  # "eski bir ev", "yarınki sınav"
    return 0.0
