"""What a gap between two words looks like: the light features that the break model weighs.

A token is read once (:class:`Shape`, remembered by its text): what punctuation it ends with, what it opens, its word
class seen from the right and from the left. A gap is then four shapes (two words on either side), so that nearly every
gap's score is found in a memo. Nothing here needs a tagger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from captionkit.text.lexicon import Lexicon
from captionkit.text.marks import CLOSERS, CLOSES_WORD, OPENERS, REVERSED, SET_APART, TERMINATORS, turned
from captionkit.values import replace, value

__all__ = [
    "EDGE", "FAMILIES", "Context", "GapPosition", "Shape", "ShapeReader", "contexts", "gap_keys", "gap_positions",
    "word_features",
]  # fmt: skip

_MARKS = dict.fromkeys(TERMINATORS, ".") | {
    ".": ".", "!": "?", "?": "?", "…": "…", ",": ",", ";": ";", ":": ":", "。": ".", "！": "?", "？": "?", "，": ",",
    "、": ",", "；": ";", "：": ":", "؟": "?", "،": ",", "؛": ";", "।": ".", "۔": ".", "-": "-", "–": "-", "—": "-",
    "‽": "?", "‼": "?", "⁉": "?",
}  # fmt: skip
_FINAL = frozenset(".?…")
_QUOTE_OPENERS = frozenset("\"“„‘‚«‹「『'")
_BRACKET_OPENERS = frozenset("([{（《〈【")
_NUMBER = re.compile(r"[+\-±]?[$€£¥₽]?\d[\d.,:/%‰°'’\-–]*(?:st|nd|rd|th|s|k|m|bn|er|e|º|ª|%|€|£|km|kg)?")
_CONTRACTION = re.compile(r"(?:'m|'re|'ve|'ll|'d|n't)$")
_ELIDING = frozenset(("fr", "it", "ca"))
_APOSTROPHES = ("'", "’")
_ODD = frozenset(("title", "number"))
#: Pronouns whose last part is an article.
_PRONOUNS = frozenset(("quelqu'un", "l'un", "l'une"))
#: Languages with a pronoun of one letter that may end a phrase (Dutch ``u``), and English, whose weights know its own.
_LONE = frozenset(("nl", "en"))
#: Classes that English has no like of: the English class whose weights serve them.
_KIN = {
    "clitic": "subject", "perfect": "auxiliary", "enclitic": "object", "postposition": "object", "honorific": "object",
    "counter": "plural", "determiner": "article", "construct": "article", "vocative": "article", "lightverb": "verb",
    "compound": "adverb",
}  # fmt: skip


@value
class Shape:
    """A token's light description.

    ``tail`` is the punctuation class it ends with (``"."``, ``","``, with ``q`` after a closing quote or bracket),
    ``opens`` is ``quote``, ``bracket`` or empty; ``left`` and ``right`` are its word class as the word before and
    after a gap (``qu'un`` is an article seen from the right, ``que`` from the left); ``word`` is its bare lower-case
    text; ``capital`` whether it begins with a capital; ``named`` whether that makes it a name (1: unless a sentence
    begins there, 2: always). ``leans`` says that it belongs to the word behind it and may not end a line (``qu'il``,
    ``del``), ``clings`` that it belongs to the one before, ``odd`` that more must be
    asked before a line is broken beside it (a number, a title, an abbreviation, one letter, marks alone).
    """

    tail: str
    opens: str
    left: str
    right: str
    word: str
    capital: bool
    named: int = 0
    leans: bool = False
    clings: bool = False
    odd: bool = False

    @property
    def final(self) -> bool:
        """Whether it ends with a mark that may end a sentence."""
        return self.tail[:1] in _FINAL and bool(self.tail)


#: The shape beyond either end of the text.
EDGE = Shape("", "", "edge", "edge", "", False)

#: tail and left class of the two words before a gap, opening, right class and tail of the two words after it.
Context = tuple[str, str, str, str, str, str, str]


class ShapeReader:
    """Reads tokens of one language into shapes, remembering each distinct token."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.reversed = words.language in REVERSED
        self.closing = frozenset() if self.reversed else SET_APART
        self._seen: dict[str, Shape] = {}

    def shapes(self, tokens: Sequence[str]) -> list[Shape]:
        """Return the tokens' shapes."""
        seen = self._seen
        if len(seen) > 50_000:
            seen.clear()
        shapes: list[Shape] = []
        for token in tokens:
            shape = seen.get(token)
            if shape is None:
                shape = seen[token] = self._read(token)
            if not shape.word and shapes and (shape.clings or token in self.closing):
                shape = self._set_apart(token, shape, shapes[-1])
            shapes.append(shape)
        return shapes

    def _set_apart(self, token: str, shape: Shape, before: Shape) -> Shape:
        """Return the shape of a mark behind a blank, as French writes them: that of the word that it belongs to."""
        mark = f"{before.tail[:1]}q" if token in self.closing and before.tail else shape.tail
        key = f"{token}\0{mark}\0{before.left}"
        known = self._seen.get(key)
        if known is None:
            known = self._seen[key] = replace(shape, tail=mark, left=before.left)
        return known

    def _read(self, token: str) -> Shape:
        if self.reversed:
            token = turned(token)
        body = token.lstrip(OPENERS)
        opened = token[: len(token) - len(body)]
        core = body.rstrip(CLOSERS)
        if body[len(core) :] in _APOSTROPHES and not opened and (core[-1:] in ("s", "S") or self._elided(core)):
            core = body  # the crews' (a genitive), dell' anno, not the end of a quotation
        closed = len(core) < len(body)
        mark = _MARKS.get(core[-1:], "") if core else _MARKS.get(opened[-1:], "")
        if core.endswith("..") or core[-1:] == "…":
            mark = "…"
        bare = core.rstrip(".,;:!?…-–—。！？，、；：؟،؛।۔‽").lower().replace("’", "'")
        if mark == "." and self._abbreviated(bare):
            mark = ""
        left, right = self._classes(core, bare)
        return Shape(
            tail=mark + "q" if closed and core else mark,
            opens=_opens(opened),
            left=left,
            right=right,
            word=bare,
            capital=core[:1].isupper(),
            named=self._named(core, bare),
            leans=not mark and not closed and self._leans(core, bare),
            clings=bare in self.words.not_first or CLOSES_WORD.match(token) is not None,
            odd=len(bare) < 2 or left in _ODD or bare in self.words.abbreviations or bare in self.words.separable,
        )

    def _elided(self, core: str) -> bool:
        whole = core.lower() + "'"
        return whole in self.words.classes or whole in self.words.not_last

    def _leans(self, core: str, bare: str) -> bool:
        """Whether a word without a mark may not end a line: as it is, or by its last part after an apostrophe."""
        words = self.words
        if bare in words.not_last or (bare[-1:] == "'" and bare in words.classes):
            return True
        if words.language in _ELIDING and "'" in bare and bare not in _PRONOUNS:
            return bare.rpartition("'")[2] in words.not_last
        return len(bare) == 1 and core.islower() and words.language not in _LONE and bool(words.language)

    def _named(self, core: str, bare: str) -> int:
        if not core[:1].isupper() or self.words.language == "de":
            return 0
        classes = self.words.classes
        if bare in classes or bare.partition("'")[0] in classes or bare.partition("'")[0] + "'" in classes:
            return 0
        return 2 if core[1:2].isupper() else 1

    def _abbreviated(self, bare: str) -> bool:
        kind = self.words.abbreviations.get(bare)
        return kind in ("title", "middle") or (len(bare) == 1 and bare.isalpha()) or "." in bare

    def _classes(self, core: str, bare: str) -> tuple[str, str]:
        if not bare:
            return ("mark", "dash") if not core or core[0] in "-–—" else ("mark", "mark")
        known = self.words.classes.get(bare)
        if known:
            known = _KIN.get(known, known)
            return known, known
        if _NUMBER.fullmatch(bare):
            return "number", "number"
        if "'" in bare[1:-1] or bare.endswith("'"):
            return self._apostrophe(bare)
        name = self._open(bare)
        return name, name

    def _apostrophe(self, bare: str) -> tuple[str, str]:
        first, _, last = bare.partition("'")
        classes = self.words.classes
        if self.words.language in _ELIDING:
            rest = bare.rpartition("'")[2]
            return classes.get(rest) or self._open(rest or bare), classes.get(first + "'", "word")
        begin = classes.get(first)
        if _CONTRACTION.search(bare) or (last == "s" and begin):
            return "auxiliary", begin or self._open(first)
        name = self._open(first)
        return ("genitive" if self.words.language == "en" else name), begin or name

    def _open(self, bare: str) -> str:
        listed = self.words.open.get(bare)
        if listed:
            return listed
        least = 1 if self.words.language == "ko" else 2  # a syllable is a letter there
        for ending, name in self.words.suffixes:
            if bare.endswith(ending) and len(bare) >= len(ending) + least:
                return {"adverb": "adverbial", "infinitive": "infinitive-verb"}.get(name, name)
        return "short" if len(bare) <= 3 else "word"


def _opens(opened: str) -> str:
    if any(letter in _QUOTE_OPENERS for letter in opened):
        return "quote"
    return "bracket" if any(letter in _BRACKET_OPENERS for letter in opened) else ""


def contexts(shapes: Sequence[Shape]) -> Iterator[Context]:
    """Yield the context of each gap: the one after each token, but not after the last."""
    count = len(shapes)
    sides = _sides(shapes)
    for at in range(count - 1):
        before = sides[at - 1][0] if at else "edge"
        left = sides[at][0]
        right = sides[at + 1][1]
        after = sides[at + 2][1] if at + 2 < count else "edge"
        yield (shapes[at - 1].tail if at else ".", before, shapes[at].tail, left, shapes[at + 1].opens, right,
               shapes[at + 1].tail or after)  # fmt: skip


def _sides(shapes: Sequence[Shape]) -> list[tuple[str, str]]:
    """Return the classes of each word; a capital makes a name, save at the start of a sentence."""
    sides = []
    start = True
    for shape in shapes:
        if shape.named == 2 or (shape.named and not start):
            sides.append((shape.left if shape.left == "genitive" else "name", "name"))
        else:
            sides.append((shape.left, shape.right))
        start = shape.final or (start and not shape.word)
    return sides


def context_features(
    tail2: str, before: str, tail: str, left: str, opens: str, right: str, after: str
) -> Sequence[str]:
    """Return the names of the features of a gap's surroundings, without the words themselves."""
    if tail2:
        before = "|"
    names = [f"t={tail}", f"o={opens}", f"r={right}", f"r2={right},{after}"]
    if tail:
        return [*names, f"tl={tail},{left}", f"tr={tail},{right}"]
    return [
        *names, f"l={left}", f"l2={before},{left}", f"lr={left},{right}", f"blr={before},{left},{right}",
        f"lra={left},{right},{after}", f"blra={before},{left},{right},{after}",
    ]  # fmt: skip


def phrase_features(tail: str, since: int, until: int, mark: str) -> Sequence[str]:
    """Return the names of the features of a gap's position between punctuation, in words."""
    names = [f"ds={since}", f"du={until}", f"nu={mark},{until}", f"nt={tail},{mark}"]
    return [*names, f"pd={tail},{since}", f"pu={tail},{until}"] if tail else names


def sentence_features(tail: str, start: int, end: int) -> Sequence[str]:
    """Return the names of the features of a gap's position in its sentence, in sixes of characters."""
    names = [f"cs={start}", f"ce={end}"]
    return [*names, f"pc={tail},{start}", f"pe={tail},{end}"] if tail else names


def distance_features(before: int, after: int, marked: bool) -> Sequence[str]:
    """Return the names of the features of a gap's position between punctuation, in characters."""
    return [f"cd={before // 4}", f"cu={after // 4}", f"cq={before // 6},{after // 6},{marked:d}"]


def side_features(left: str, right: str, since: int, until: int) -> Sequence[str]:
    """Return the names of the features of the word classes beside a gap without punctuation, and how near it is."""
    if not right:
        return ()
    return [f"rd={right},{since}", f"ru={right},{until}", f"ld={left},{since}", f"lu={left},{until}"]


#: Beyond so many words, sixes of characters and characters all is the same.
_WORDS, _SIXES, _CHARACTERS = 9, 15, 72


class GapPosition(NamedTuple):
    """Where a gap stands: how far from the punctuation on either side, and from the ends of its sentence.

    ``since`` and ``until`` count the words since the last punctuation and until the next (9 at most), ``before`` and
    ``after`` their characters with blanks (72 at most); ``start`` and ``end`` the sixes of characters since the
    sentence began and until it ends (15 at most); ``mark`` is the class of the next punctuation, ``end`` where the text
    has none any more.
    """

    since: int
    until: int
    start: int
    end: int
    before: int
    after: int
    mark: str


def gap_positions(lengths: Sequence[int], tails: Sequence[str], ends: Sequence[bool]) -> list[GapPosition]:
    """Return the position of the gap after each token.

    ``lengths`` are the tokens' characters, ``tails`` the punctuation class each ends with ("" for none), ``ends``
    whether a sentence ends with it.

    >>> gap_positions([3, 5, 4], ["", ",", "."], [False, False, True])[0]
    GapPosition(since=1, until=1, start=0, end=1, before=4, after=6, mark=',')
    """
    behind = _behind(lengths, tails, ends)
    found: list[GapPosition] = []
    words = characters = sentence = 0
    mark = "end"
    for at in range(len(lengths) - 1, -1, -1):
        if ends[at]:
            sentence = 0
        since, before, start = behind[at]
        # what follows the gap; then the token itself is what follows the gap before it
        found.append(
            GapPosition(
                since, min(words, _WORDS), start, min(sentence // 6, _SIXES), before, min(characters, _CHARACTERS), mark
            )
        )
        if tails[at]:
            words = characters = 0
            mark = tails[at]
        words += 1
        characters += lengths[at] + 1
        sentence += lengths[at] + 1
    found.reverse()
    return found


def _behind(lengths: Sequence[int], tails: Sequence[str], ends: Sequence[bool]) -> list[tuple[int, int, int]]:
    """Return words and characters since punctuation, and sixes of characters since the sentence began."""
    found: list[tuple[int, int, int]] = []
    words = characters = sentence = 0
    for at, length in enumerate(lengths):
        words += 1
        characters += length + 1
        sentence += length + 1
        found.append((min(words, _WORDS), min(characters, _CHARACTERS), min(sentence // 6, _SIXES)))
        if tails[at]:
            words = characters = 0
        if ends[at]:
            sentence = 0
    return found


#: The families of features that need no words; :func:`gap_keys` gives each its arguments.
FAMILIES: tuple[Callable[..., Sequence[str]], ...] = (
    context_features, phrase_features, sentence_features, distance_features, side_features,
)  # fmt: skip


def gap_keys(context: Context, position: GapPosition) -> tuple[tuple[Any, ...], ...]:
    """Return the arguments of each of :data:`FAMILIES` for one gap: few distinct ones each, so that memos find them."""
    tail, left, right = context[2], context[3], context[5]
    since, until, start, end, before, after, mark = position
    side = ("", "", 0, 0) if tail else (left, right, min(since, 6), min(until, 6))
    return context, (tail, since, until, mark), (tail, start, end), (before, after, bool(tail)), side


def word_features(before: Shape, left: Shape, right: Shape, after: Shape) -> list[str]:
    """Return the names of the features of the words around a gap: the words, their endings, the next ones out."""
    names = [f"w>{right.word}", f"s>{right.word[-3:]}", f"w>>{right.word},{after.word}"]
    if not right.tail:
        names += [f"x>{after.word}"]
    if left.tail:
        return names
    if not before.tail:
        names += [f"x<{before.word}", f"w<<{before.word},{left.word}"]
    return [
        *names, f"w<{left.word}", f"s<{left.word[-3:]}", f"w<>{left.word},{right.word}",
        f"s<>{left.word[-2:]},{right.word[-2:]}", f"c<{left.left},{right.word}", f"c>{left.word},{right.right}",
    ]  # fmt: skip
