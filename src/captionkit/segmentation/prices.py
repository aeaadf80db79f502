"""Prices of breaks beside what the break model says: what a subtitler avoids and sometimes does all the same.

What leans on its neighbour, quotations, descriptions in brackets, speakers' labels, cues that end inside a sentence.
Hard ties are in ``never.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.segmentation.features import EDGE, Shape
from captionkit.segmentation.optimise import FORBIDDEN
from captionkit.text.labels import label_of
from captionkit.text.lexicon import Lexicon

__all__ = [
    "CUES_TOO", "ONE_WORD", "PARTICLES", "at_marks", "begin_saying", "hold_brackets", "hold_label", "keep_sentences",
    "keep_short", "one_word", "price",
]  # fmt: skip

#: Classes that the guides would rather see on the next line; what that costs besides what the model says.
_LEANS = frozenset(("preposition", "of", "auxiliary", "subject", "coordinator", "subordinator", "infinitive"))
LEAN = 0.8
#: The same in other languages than English, whose own weights know these: the words before a noun or a verb.
_LEANS_ABROAD = _LEANS | frozenset(("number", "degree", "negation", "demonstrative", "quantifier", "genitive", "title"))
LEAN_ABROAD = 1.2
#: Languages whose own weights, learned from whole tracks, know what leans (French: by cross-validation).
_KNOWN = frozenset(("fr", "ko"))
#: Languages in which a cue that ends between such words pays as much as a line.
CUES_TOO = frozenset(("fr",))
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
_HEADS = frozenset(("article", "possessive", "demonstrative"))
_CONTENT = frozenset(("word", "short", "adjective", "participle", "noun", "plural", "name", "infinitive-verb"))
_DESCRIBING = _CONTENT | _DETERMINERS - {"article", "preposition", "of"}
#: What parting a verb from its number, negation or adverb costs.
VERB = 2.0
_VERB_NEGATED = frozenset(("de", "fr", "nl", "sv", "da", "no", "ko"))
#: What parting a noun from an adjective behind it costs, and the classes that a noun may be of.
POSTPOSED = 2.0
_NOUNS = frozenset(("noun", "plural", "word", "short"))
#: Languages whose verb may stand before its subject.
_VERB_FIRST = frozenset(("de", "nl", "sv", "da", "no"))
#: What closes a Korean phrase is its ending: what a line end is worth after one that joins clauses, and what it costs
#: after one that describes the next word, or after a word without any ("등대 / 관리인").
ENDING = 1.5
_ENDINGS = {"connective": -ENDING, "describing": ENDING, "word": ENDING, "short": ENDING}
_VERBAL = frozenset(("word", "short", "verb", "auxiliary", "perfect"))
_BEFORE_VERB = frozenset(("adverb", "subject"))
_AFTER_ADVERB = frozenset(("negation", "auxiliary", "subject", "number"))
#: What a mark is worth beyond what the model says where a line must end inside a cue: a comma within reach beats
#: balance. Not where cues are chosen, which the mark would keep from ending there.
MARK = 2.0
#: What ending a cue inside a sentence that fits on one line costs: of 170 such sentences in human subtitles (amara,
#: English and French) three were cut, two of them after "(Applause)".
SHORT = 4.0
#: What ending a cue inside a sentence costs where the weights were learned from English talks: films and courses in
#: twelve languages cut fewer sentences (from 0.5 to 2: F1 of cue ends and line ends +1.4 on average; flat beyond 1.5).
WITHIN = 2.0
#: Languages whose own weights know that, learned from whole tracks.
_TRACKED = frozenset(("en", "fr", "ko"))
#: What beginning a line with a quotation of at least so many words is worth, and what in French, whose own weights
#: think less ill of it (by cross-validation).
QUOTATION, QUOTATION_FRENCH, SAYING = 2.5, 1.5, 3
#: What a break inside a description in brackets costs, what one after it is worth where it opens a sentence, and the
#: most words that such a description has.
INSIDE, AFTER, LONGEST = 3.0, 2.5, 8
#: What a line end costs that parts a speaker's label, or leaves it without its first word.
LABELLED = 14.0
_CLOSING = frozenset('"”“»«›’」』')
_OPENING, _CLOSED = ("(", "["), (")", "]")


def price(shapes: Sequence[Shape], at: int, words: Lexicon) -> float:
    """Return what it costs to end a line, in some languages a cue, after a word without a mark, besides what the model
    says.
    """
    left, right = shapes[at], shapes[at + 1]
    quoted = QUOTED if left.opens == "quote" and right.opens != "quote" else 0.0
    if words.language in ("", "en"):
        return quoted + (_in_english(left, right) if left.left in _LEANS else 0.0)
    after = shapes[at + 2] if at + 2 < len(shapes) else EDGE
    cost = quoted + _parted(left, right, after, words) + _parted_here(left, right, after, words)
    if left.left in _LEANS_ABROAD and words.language not in _KNOWN and not _inverted(shapes, at, words):
        cost += LEAN_ABROAD
    if words.attributive and left.word.endswith(words.attributive):
        cost += _described(shapes[at - 1] if at else EDGE, left, right, words)
    return cost


def _inverted(shapes: Sequence[Shape], at: int, words: Lexicon) -> bool:
    """Whether a subject stands behind its verb, and so leans on nothing: "Gestern gab es / weder Brot noch Salz"."""
    if words.language not in _VERB_FIRST or shapes[at].left != "subject" or not at:
        return False
    before = shapes[at - 1]
    return not before.tail and before.left in _VERBAL


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
    if words.classes.get(left.word) == "compound" and (
        right.right in ("of", "infinitive", "preposition") or (words.language == "it" and right.right in _HEADS)
    ):
        cost += COMPOUND  # "davanti / al porto", in Italian "dietro / la siepe" too
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
    if language in _VERB_NEGATED and right.right == "negation" and "'" not in right.word:
        return VERB  # "geht nicht mehr", "ne veut pas", but not "Pierre / n'a pas"
    if words.postposed:
        if left.left in _NOUNS and right.right in _CONTENT and right.word.endswith(words.postposed):
            return POSTPOSED  # "un réseau social"
        if left.left == "number" and right.right == "of":
            return VERB  # "dix millions d'habitants"
    if language in _VERB_FIRST and right.right == "subject" and left.left not in _LEANS:
        return VERB  # "kreeg ik"
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


def begin_saying(texts: Sequence[str], shapes: Sequence[Shape], line: list[float], language: str) -> None:
    """Let a quotation without a mark before it begin a line, unless it is only a word or two; scores in place.

    The guides would rather have the whole of it on one line (``"Let / her play`` is what no subtitler writes).
    """
    worth = QUOTATION_FRENCH if language == "fr" else QUOTATION
    for at, shape in enumerate(shapes):
        if shape.opens == "quote" and at:
            before = shapes[at - 1]
            if not before.leans and not before.tail and _long(texts[at : at + SAYING - 1]):
                line[at - 1] += worth


def _long(texts: Sequence[str]) -> bool:
    """Whether a quotation that begins here does not end with these words."""
    return not any(_CLOSING.intersection(text[1:]) for text in texts)


def hold_brackets(texts: Sequence[str], shapes: Sequence[Shape], line: list[float]) -> None:
    """Keep a description in brackets in one piece, and let a line end after one that opens a sentence, in place."""
    for first, shape in enumerate(shapes):
        if shape.opens == "bracket" and texts[first].startswith(_OPENING):
            last = _closing(texts, first)
            for at in range(first, last):
                line[at] -= INSIDE
            if last > first and last + 1 < len(texts) and (first == 0 or shapes[first - 1].final):
                line[last] += AFTER


def _closing(texts: Sequence[str], first: int) -> int:
    """Return the word that closes the brackets which open with the first, the first itself where none does."""
    for at in range(first, min(first + LONGEST, len(texts))):
        if texts[at].endswith(_CLOSED):
            return at
    return first


def hold_label(texts: Sequence[str], line: list[float]) -> None:
    """Keep the label of the speaker whom a cue begins with in one piece and with its first word, in place."""
    head = texts[: LONGEST + 1]
    if not any(text.endswith((":", "：", *_CLOSED)) for text in head):
        return
    label = label_of(" ".join(head))
    if label is None:
        return
    words = len(" ".join(head)[: label.end].split())
    long = words > 2 and texts[words - 1].endswith(_CLOSED)  # "[Man on radio]" has a line of its own
    for at in range(min(words - long, len(texts) - 1)):
        line[at] -= LABELLED


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


def keep_sentences(ends: Sequence[bool], cue: list[float], words: Lexicon) -> None:
    """Lower the scores of cue ends inside sentences, in place, where the weights come from English talks alone."""
    if words.language not in _TRACKED:
        for at, end in enumerate(ends):
            if not end:
                cue[at] -= WITHIN
