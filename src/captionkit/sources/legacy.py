"""Judging legacy code pages: under which decoding the bytes are most like what people write in some language.

Every code page is weighed with every language that was stored in it, in natural logs of odds, by what is evidence: each
character beyond ASCII in its place (a letter of the language, a sign of typography beside the letters it belongs to, or
neither), words that nearly every text of the language holds, and what no text has (controls, scripts mixed in a word).
The sample is bounded and holds every byte that the file has: one œ late in a film tells ISO 8859-15 from Windows-1252.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from captionkit.text.scripts import SCRIPTS, UNSPACED_MARKS

__all__ = ["Judgement", "Language", "judge", "languages"]

#: Bytes of lines that are looked at; more tell nothing new. Of lines that hold a byte not met before, so many each.
SAMPLE, EACH = 4096, 2
#: Bytes in which those lines are looked for line by line; beyond, only for bytes not met at all.
SEARCHED = 1 << 20
#: Bytes at the start of the file whose words say which language it is.
WORDS = 16_384
#: Of a very long line so many bytes on either side of one beyond ASCII are looked at.
NEAR = 500

#: Costs in natural logs. A letter that the language does not have, in its script and in another; a usual sign of the
#: languages with thousands that is not in our lists; a sign in its place, at an odd place; what no text holds.
FOREIGN, STRANGE, UNLISTED = 8.0, 10.0, 9.0
FITTING, RARE, ODD, NEVER = 3.0, 6.0, 11.0, 14.0
#: A capital is so much rarer than its small letter.
CAPITAL = 1.0
#: What mixed scripts and a capital after a small letter cost inside a word, each time.
MIXED, CASE = 5.0, 4.0
#: The most that an ASCII letter costs in a language that has others: names and other languages' lines are in ASCII.
ASCII_LETTER = 0.2
#: What a frequent word is worth, and one with letters beyond ASCII.
WORD, OWN_WORD = 1.5, 2.5
#: A language that is known beforehand is worth so much; each code page is so much less usual than the one before it.
KNOWN, RANK = 6.0, 1.0
#: How far evidence is trusted: characters of a text are not independent.
TEMPER, MOST_MARGIN = 0.4, 12.0
#: A text whose characters cost more than this, each, is not one of any language: so sure is its judgement at most.
NONSENSE_COST, NONSENSE = 10.0, 0.3


class Language(NamedTuple):
    """Code pages, most likely first; letters beyond ASCII, most frequent first; their share; frequent words."""

    encodings: tuple[str, ...]
    letters: str
    share: float
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The best code page, how sure that is (0..1), the language it looks like, and the next best code page that would
    give another text.
    """

    encoding: str
    confidence: float
    language: str
    runner_up: str


#: A character beyond ASCII and the kinds of its neighbours: ``a`` an ASCII letter, ``l`` another small letter, ``u``
#: another capital, ``c`` a letter without case, ``0`` a digit, ``_`` a blank or an edge, ``.`` anything else.
_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Look:
    """One decoding of the sample, counted."""

    text: str
    places: Counter[_Place]
    words: Counter[str]
    faults: float


def judge(data: bytes, language: str = "") -> Judgement:
    """Return the likeliest legacy encoding of bytes that are not UTF-8.

    ``language`` is a BCP 47 tag, ``""`` where it is not known.

    >>> judge("They can’t; it’s closed.".encode("cp1252")).encoding
    'cp1252'
    """
    sample = _sample(data)
    ascii_words = Counter(word.decode("ascii") for word in _ASCII_WORD.findall(_TAG.sub(b" ", data[:WORDS]).lower()))
    looks = {encoding: _look(sample, encoding) for encoding in _encodings()}
    ranked = sorted(_scores(looks, ascii_words, _base(language)))
    cost, _, encoding, tongue = ranked[0]
    text = looks[encoding].text
    rivals = [(c, e) for c, _, e, _ in ranked if looks[e].text != text]
    margin = min(MOST_MARGIN, rivals[0][0] - cost) if rivals else MOST_MARGIN
    confidence = min(0.99, 1 / (1 + exp(-margin * TEMPER)))
    if cost > NONSENSE_COST * looks[encoding].places.total():
        confidence = min(confidence, NONSENSE)
    return Judgement(encoding, round(confidence, 2), tongue, rivals[0][1] if rivals else "")


def _base(language: str) -> str:
    base = language.partition("-")[0].lower()
    return "nb" if base in ("no", "nn") else base


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """Return what is known of each language, by its ISO 639-1 code; the data stand in ``letters.toml``.

    >>> languages()["pl"].encodings[0]
    'cp1250'
    """
    rows = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))
    return {
        name: Language(
            tuple(row["encodings"]),
            row["letters"],
            row.get("share", 0.08 if _latin(row["letters"][0]) else 0.95),
            frozenset(row["words"].split()),
        )
        for name, row in rows.items()
    }


@lru_cache(maxsize=1)
def _encodings() -> tuple[str, ...]:
    return tuple(dict.fromkeys(e for tongue in languages().values() for e in tongue.encodings))


# --- the sample

_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_TAG = re.compile(rb"<[^<>\x80-\xff]{1,80}>")
_ASCII = bytes(range(128))
_ASCII_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[a-z]+(?![A-Za-z\x80-\xff])")


def _sample(data: bytes) -> bytes:
    """Return lines with bytes beyond ASCII: the first ones, and some for every such byte."""
    met: Counter[int] = Counter()
    chosen: list[bytes] = []
    size = at = 0
    while match := _HIGH_BYTE.search(data, at, SEARCHED):
        line, at = _line_around(data, match.start())
        inside = set(line.translate(None, _ASCII))
        if size < SAMPLE or any(met[byte] < EACH for byte in inside):
            chosen.append(line)
            size += len(line)
            met.update(inside)
    if len(data) > SEARCHED:
        rest = data[SEARCHED:].translate(None, _ASCII + bytes(met))
        chosen += [_line_around(data, data.find(byte, SEARCHED))[0] for byte in sorted(set(rest))]
    return _TAG.sub(b" ", b"\n".join(chosen))


def _line_around(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the line that holds a byte, or of a very long one what is near it, and where that ends."""
    begin = max(data.rfind(b"\n", max(0, at - NEAR), at) + 1, at - NEAR, 0)
    end = data.find(b"\n", at, at + NEAR)
    end = min(at + NEAR, len(data)) if end < 0 else end
    return data[begin:end], end


# --- one decoding

_HIGH = re.compile(r"[^\x00-\x7f]")
_OWN_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*(?:['’][^\W\d_]+)*")


def _look(sample: bytes, encoding: str) -> _Look:
    text = sample.decode(encoding, "replace")
    padded = f" {text} "
    triples = Counter(padded[m.start() - 1 : m.end() + 1] for m in _HIGH.finditer(padded, 1, len(padded) - 1))
    places: Counter[_Place] = Counter()
    faults = 0.0
    for triple, count in triples.items():
        before, character, after = tuple(triple)
        places[_kind(before), character, _kind(after)] += count
        faults += count * _fault(before, character, after)
    return _Look(
        text, places, Counter(w.lower() for w in _OWN_WORD.findall(unicodedata.normalize("NFC", text))), faults
    )


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    if character.isascii():
        return "a" if character.isalpha() else "0" if character.isdigit() else "_" if character.isspace() else "."
    category = unicodedata.category(character)
    if category[0] in "LM":
        return "u" if category == "Lu" else "l" if character.lower() != character.upper() else "c"
    return "_" if character in "\u00a0\u202f\u3000" else "."


def _fault(before: str, character: str, after: str) -> float:
    """Return what a letter costs for those beside it: another script, a capital after a small one."""
    script = _script(character)
    if not script:
        tone = "\u0300" <= character <= "\u036f"
        return ODD if tone and unicodedata.normalize("NFD", before)[0].lower() not in "aeiouy" else 0.0
    cost = 0.0
    for beside in (before, after):
        other = _script(beside)
        if other and other != script and not {other, script} <= _TOGETHER:
            cost += MIXED
    if script in _CASED and before.islower() and character.isupper():
        cost += CASE
    if script in _CASED and character.islower() and after.isupper():
        cost += CASE
    return cost


_CASED = frozenset(("Latin", "Cyrillic", "Greek"))
#: Scripts that one text is written in.
_TOGETHER = frozenset(("Han", "Kana", "Hangul"))


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    if character.isascii():
        return "Latin" if character.isalpha() else ""
    if unicodedata.category(character)[0] != "L":
        return ""
    return next((name for name, pattern in _patterns().items() if pattern.match(character)), "other")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(f"[{ranges}]") for name, ranges in SCRIPTS.items()}


def _latin(letter: str) -> bool:
    return _script(letter) == "Latin"


# --- a decoding and a language


def _scores(looks: dict[str, _Look], ascii_words: Counter[str], language: str) -> Iterator[tuple[float, int, str, str]]:
    """Yield (cost, rank of the code page, code page, language)."""
    letters = sum(len(word) * count for word, count in ascii_words.items())
    for name, tongue in languages().items():
        costs = _letter_costs(name)
        hits = WORD * sum(count for word, count in ascii_words.items() if word in tongue.words)
        foreign = letters * min(ASCII_LETTER, -log(1 - tongue.share))
        prior = KNOWN if name == language else 0.0
        for rank, encoding in enumerate(tongue.encodings):
            look = looks[encoding]
            own = OWN_WORD * sum(count for word, count in look.words.items() if word in tongue.words)
            marks = sum(count * _cost(place, name, costs) for place, count in look.places.items())
            yield marks + look.faults + foreign + RANK * rank - hits - own - prior, rank, encoding, name


@lru_cache(maxsize=128)
def _letter_costs(name: str) -> dict[str, float]:
    """Return what each letter of a language costs: the log of its share, as ranks have it."""
    _, letters, share, _ = languages()[name]
    weights = [1 / (rank + 3) for rank in range(len(letters))]
    whole = sum(weights)
    costs = {c: -log(share * weight / whole) for c, weight in zip(letters, weights, strict=True)}
    return {c.upper(): cost + CAPITAL for c, cost in costs.items() if len(c.upper()) == 1} | costs


def _cost(place: _Place, name: str, costs: dict[str, float]) -> float:
    before, character, after = place
    cost = costs.get(character)
    if cost is not None:
        return cost if character not in "¿¡" or before in "_." else ODD
    if _script(character):
        return _foreign(character, costs)
    return _sign_cost(before, character, after, name)


def _foreign(character: str, costs: dict[str, float]) -> float:
    """Return what a letter costs that the language is not known to have."""
    script = _script(character)
    same = script == _script(next(iter(costs))) or (script in _TOGETHER and len(costs) > 150)
    if not same:
        return STRANGE
    return UNLISTED if script in _TOGETHER else FOREIGN


#: What signs cost inside a word, closing one, opening one, apart from words, and beside a digit.
_SIGNS: dict[str, tuple[float, float, float, float, float]] = {
    sign: costs
    for signs, costs in (
        ("’", (2.0, FITTING, RARE, RARE, FITTING)),
        ("„‚", (ODD, ODD, FITTING, ODD, FITTING)),
        ("‘", (ODD, RARE + 2, FITTING, RARE + 2, FITTING)),
        ("“”«»‹›", (ODD, FITTING, FITTING, RARE, FITTING)),
        ("–—―", (RARE + 2, RARE + 2, RARE, FITTING, FITTING)),
        ("…", (RARE, FITTING, RARE, FITTING, FITTING)),
        ("•♪♫", (ODD, ODD, ODD, FITTING, ODD)),
        ("\u00a0\u202f", (RARE, ODD, ODD, ODD, FITTING)),
        ("°²³‰", (ODD, ODD, RARE + 2, RARE + 2, FITTING)),
        ("£€¥", (ODD, ODD, ODD, RARE, FITTING)),
        ("½¼¾ºª", (ODD, ODD, ODD, RARE, RARE)),
        ("·", (RARE + 2, RARE + 2, RARE + 2, RARE + 2, RARE + 2)),
        ("§©®™№", (ODD, RARE, RARE, RARE, RARE)),
        ("\u200c\u200d\u200e\u200f", (RARE, RARE, RARE, RARE, RARE)),
    )
    for sign in signs
}


@lru_cache(maxsize=8192)
def _sign_cost(before: str, character: str, after: str, name: str) -> float:
    """Return what a sign costs between neighbours of these kinds."""
    costs = _SIGNS.get(character)
    if costs is not None:
        inside = before not in "_.", after not in "_."
        if name == "ca" and character == "·" and all(inside):
            return FITTING
        if character == "\u00a0" and "." in (before, after):
            return FITTING  # before and after French marks
        column = 4 if "0" in (before, after) else (3, 2, 1, 0)[2 * inside[0] + inside[1]]
        return costs[column]
    if _WIDE_MARK.match(character):
        return FITTING if name in _WIDE else NEVER
    if character in "،؛؟٪ـ" and name in ("ar", "fa"):
        return FITTING
    category = unicodedata.category(character)
    if category[0] == "M":
        return RARE if name in ("vi", "th", "he", "ar", "fa") else NEVER
    return NEVER if category in ("Cc", "Cn", "Co", "So") else ODD


_WIDE = ("zh", "ja", "ko")
_WIDE_MARK = re.compile(f"[{UNSPACED_MARKS}\u3000]")
