"""Judging legacy code pages: which decoding looks most like a language that people write.

Every code page that the bytes fit is decoded and weighed against every language that was stored in it: how usual are
its letters beyond ASCII, how many frequent words are there, do scripts or cases mix inside words. A language that the
caller knows counts as a prior. Statistical detectors need some hundred characters; subtitles of two lines have forty.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from captionkit.sources.letters import Language, languages

__all__ = ["Judgement", "judge"]

#: Bytes that are looked at; more tell nothing new.
SAMPLE = 32_768

#: A score from which on the letters settle it and nobody else is asked.
SURE = 0.6

#: Code pages that chardet names, and the larger ones of Windows that hold them.
_NAMES = {
    "iso-8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-8": "cp1255",
}  # fmt: skip

#: Signs that stand in text of any language, in their usual places.
_TYPOGRAPHY = frozenset("“”„‘’‚«»–—…•·♪♫°§€£©®™№¿¡¼½¾²³´\u00a0、。，！？「」『』（）：；〜・“”《》…—،؟؛٪־")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MIXED = re.compile(r"[A-Za-z][\u0370-\uffff]|[\u0370-\uffff][A-Za-z]")
_CASE = re.compile(r"[^\W\d_]{2,}")
_LATIN_END = 0x250
_VIETNAMESE = range(0x1E00, 0x1F00)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The best code page, how sure that is (0..1), the language it looks like, and the next best code page that would
    give another text.
    """

    encoding: str
    confidence: float
    language: str
    runner_up: str


@dataclass(frozen=True, slots=True)
class _Look:
    """One decoding of the sample, counted."""

    text: str
    letters: Counter[str]
    total: int
    ascii_letters: int
    words: Counter[str]
    faults: float


def judge(data: bytes, language: str = "") -> Judgement | None:
    """Return the likeliest legacy encoding of bytes that are no UTF-8; None where no code page fits them.

    ``language`` is a BCP 47 tag, ``""`` where it is not known.
    """
    sample = _sample(data)
    looks = {encoding: look for encoding in _encodings() if (look := _look(sample, encoding)) is not None}
    ranked = sorted(_scores(looks, _base(language)), reverse=True)
    if not ranked:
        return None
    if ranked[0][0] < SURE and ranked[0][3] != _base(language):
        return _second_opinion(sample) or _judgement(ranked, looks)
    return _judgement(ranked, looks)


def _base(language: str) -> str:
    base = language.partition("-")[0].lower()
    return "nb" if base in ("no", "nn") else base


def _judgement(ranked: list[tuple[float, int, str, str]], looks: dict[str, _Look]) -> Judgement:
    score, _, encoding, tongue = ranked[0]
    text = looks[encoding].text
    rivals = [(s, e) for s, _, e, _ in ranked if looks[e].text != text]
    margin = score - rivals[0][0] if rivals else 1.0
    confidence = max(0.05, min(0.99, 0.5 + margin)) * max(0.2, min(1.0, score))
    return Judgement(encoding, round(confidence, 2), tongue, rivals[0][1] if rivals else "")


def _second_opinion(sample: bytes) -> Judgement | None:
    """Return what chardet says, which knows the scripts of East Asia better; None where that decodes to nonsense."""
    import chardet  # 50 ms: only where the letters leave doubt

    said = chardet.detect(sample)
    encoding = _NAMES.get(str(said["encoding"]).lower(), str(said["encoding"]))
    try:
        text = sample.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None
    if any(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\r\n" for c in text):
        return None
    confidence = round(0.9 * float(said["confidence"] or 0), 2)
    return Judgement(codecs.lookup(encoding).name, confidence, str(said.get("language") or ""), "")


def _sample(data: bytes) -> bytes:
    if len(data) <= SAMPLE:
        return data
    cut = data.find(b"\n", SAMPLE)
    return data[: cut + 1] if cut >= 0 else data[:SAMPLE]


@lru_cache(maxsize=1)
def _encodings() -> tuple[str, ...]:
    return tuple(dict.fromkeys(e for tongue in languages().values() for e in tongue.encodings))


def _look(sample: bytes, encoding: str) -> _Look | None:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    high = Counter(c for c in text if c > "\x7f")
    total = sum(high.values())
    if not total:
        return None
    words = Counter(_WORD.findall(unicodedata.normalize("NFC", text).lower()))
    ascii_letters = sum(1 for c in text if c.isascii() and c.isalpha())
    faults = (2 * _symbols(high) + 3 * len(_MIXED.findall(text)) + 2 * _case_faults(text)) / total
    return _Look(text, high, total, ascii_letters, words, faults)


def _symbols(high: Counter[str]) -> int:
    """Count what no text of any language holds many of: controls, private characters, boxes, stray accents."""
    return sum(count for c, count in high.items() if c not in _TYPOGRAPHY and unicodedata.category(c)[0] not in "LM")


def _case_faults(text: str) -> int:
    """Count words whose case goes up inside: the mark of a code page with another order of letters."""
    faults = 0
    for word in _CASE.findall(text):
        if not word.isascii() and not word.islower() and not word.isupper() and not word.istitle():
            faults += word[1:] != word[1:].lower()
    return faults


def _scores(looks: dict[str, _Look], language: str) -> Iterator[tuple[float, int, str, str]]:
    for name, tongue in languages().items():
        weights = _weights(name)
        for rank, encoding in enumerate(tongue.encodings):
            look = looks.get(encoding)
            if look is not None:
                prior = 0.5 if name == language else 0.0
                yield _score(look, tongue, weights) + prior - 0.03 * rank, -rank, encoding, name


@lru_cache(maxsize=64)
def _weights(name: str) -> dict[str, float]:
    letters = languages()[name].letters
    weights = {c: 1.0 - 0.6 * n / len(letters) for n, c in enumerate(letters)}
    return {c.upper(): w * 0.9 for c, w in weights.items() if len(c.upper()) == 1} | weights


def _score(look: _Look, tongue: Language, weights: dict[str, float]) -> float:
    said = 0.0
    for character, count in look.letters.items():
        weight = weights.get(character)
        if weight is None:
            weight = 0.4 if character in _TYPOGRAPHY else _strange(character, weights)
        said += weight * count
    fit = said / look.total - look.faults
    hits = sum(count for word, count in look.words.items() if word in tongue.words)
    fit += min(0.6, 1.5 * hits / max(1, sum(look.words.values())))
    return fit - _crowding(look, weights)


def _strange(character: str, weights: dict[str, float]) -> float:
    """Return what a character outside the language's letters counts."""
    if len(weights) > 150 and "\u3040" < character < "\ud7b0":  # the tables of Chinese and the like hold a part only
        return 0.05
    return -0.8


def _crowding(look: _Look, weights: dict[str, float]) -> float:
    """Return a penalty for Latin text that is mostly accents: another script read through a western code page."""
    first = next(iter(weights))
    if ord(first) >= _LATIN_END and ord(first) not in _VIETNAMESE:
        return 0.0
    share = look.total / (look.total + look.ascii_letters + 4)  # a letter or two say little
    return 2.0 * max(0.0, share - 0.4)
