"""The names of speakers: cleaned of what stands around them, and what a name costs to describe.

A cost is in bits and says how much dearer than plain letters a string is as a name: what speaks against it counts up,
what speaks for it counts down. Lists of words are among the evidence and decide nothing by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from captionkit.model.transcript import Kind
from captionkit.text.letters import LETTERS
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.rows import Row, tidy
from captionkit.transcripts.layout.words import (
    ABOUT_TEXT,
    FUNCTION,
    MARKS,
    NUMBERED,
    OPENERS,
    PARTICLES,
    PERSONS,
    ROLES,
    SENTENCE_OPENERS,
    TITLES,
)

__all__ = [
    "BRACKETS",
    "MARKS_BEFORE",
    "Facts",
    "Name",
    "clean",
    "facts_of",
    "is_plain",
    "key_of",
    "name_cost",
    "shape_of",
    "text_bits",
]

#: Signs that stand before names and are not part of them.
MARKS_BEFORE = "▷▶▸►○●◯◎◇◆□■♦※☆★"
_DECOR = "§¶▷▶▸►○●◯◎◇◆□■♦•·*-–—>~_=+|⁃‣※☆★"
_SYMBOLS = ("So", "Sm", "Sk", "Mn", "Cf")
_WORD = re.compile(rf"{LETTERS}(?:['’.-]{LETTERS})*\.?|\d+")
_LIST = re.compile(r"(?:\d{1,4}[.)]|\(\d{1,4}\))\s+(?=\D)")
_SCREEN = re.compile(r"\s*\((?:cont['’]?d|continued|v\.?\s?o\.?|o\.?\s?s\.?|o\.?\s?c\.?|off|more)\.?\)\s*\Z", re.I)
_BRACKETED = re.compile(
    r"\s*(?:\((?P<a>[^()]{1,100})\)|\[(?P<b>[^\[\]]{1,100})\]|（(?P<c>[^（）]{1,100})）|<(?P<d>[^<>]{1,100})>)\s*\Z"
)
#: An office or a manner beside a name has so few words, or this many at most.
_BRIEF, _OFFICE = 6, 16
#: Several brackets and nothing else, as below a name: seat and party.
BRACKETS = re.compile(r"(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\])(?:[ \t]*(?:\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\]))+")
_WHOLE = re.compile(
    r"(?:\[([^\[\]]+)\]|\(([^()]+)\)|<([^<>]+)>|【([^【】]+)】|「([^「」]+)」|\{([^{}]+)\}|（([^（）]+)）)\s*[:：]?\Z"
)
_AFTER = re.compile(r"\s+(?:--|[-–—])\s+(?P<role>[^\W\d_a-zß-ÿ].*)\Z")
_STOP = re.compile(r"[!?;\"=%$…“”„«»#@{}\\]|\.\.")
_LEADERS = re.compile(r"\.{3,}\Z|…+\Z")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,4}\.(?=[\s\w-]|\Z)")
#: The longest role in a script without capitals, in characters.
_ROLE = 20
_ARTICLES = frozenset(["the", "a", "der", "die", "das", "le", "la", "el", "il"])
_JOINS = frozenset(
    ["for", "of", "the", "and", "de", "des", "du", "del", "della", "della", "e", "und", "für", "von", "of", "to"]
)
#: A sign before a number is no mark of a sentence: "Guard #2".
_NUMBER_SIGN = re.compile(r"[#\u2116\uff03](?=[ \u00a0]?\d)")
_COUNTED = re.compile(r"#?\D{0,24}?[ _#-]?\d{1,4}")
_DIVIDED = re.compile(r"[,、，。:]")
_SOUNDS = frozenset(word for kind in (Kind.SOUND, Kind.MUSIC, Kind.INAUDIBLE) for word in MARKS[kind]) - ROLES


class Name(NamedTuple):
    """A speaker as written in a label: ``speaker`` is the name, ``role`` and ``manner`` what stands beside it."""

    speaker: str
    role: str = ""
    manner: str = ""


@lru_cache(maxsize=4096)
def clean(raw: str) -> Name:
    """Return the name in a label, without decoration, brackets around it, colon, and what stands beside it.

    >>> clean("▷ 앵커:"), clean("BOB RAY, CORRESPONDENT (voice-over)")
    (Name(speaker='앵커', role='', manner=''), Name(speaker='BOB RAY', role='CORRESPONDENT', manner='voice-over'))
    """
    text = _LIST.sub("", _undecorated(tidy(raw)), count=1).rstrip(" \t\u00a0*_~|")
    whole = _WHOLE.match(text)
    if whole is not None:
        text = next(group for group in whole.groups() if group)
        key, colon, name = text.partition(":")
        text = name if colon and name and key.strip().casefold() in ROLES else text
    text = text.rstrip(":： \t\u00a0").rstrip("*_")
    beside: list[str] = []
    while (match := _SCREEN.search(text)) is not None and match.start():
        text = text[: match.start()]
    while (match := _BRACKETED.search(text)) is not None and match.start():
        beside.insert(0, next(group for group in match.groups() if group).strip())
        text = text[: match.start()].rstrip(",")
    text = _LEADERS.sub("", text.rstrip(":： \t\u00a0").strip("\"“”„«»'‘’ "))
    role = ""
    comma = text.find(",")
    if comma > 0 and _is_role(_BRACKETED.sub("", text[:comma]), text[comma + 1 :]):
        text, role = text[:comma], text[comma + 1 :]
        if (match := _BRACKETED.search(text)) is not None and match.start():
            beside.insert(0, next(group for group in match.groups() if group).strip())
            text = text[: match.start()]
    elif (after := _AFTER.search(text)) is not None and after.start() > 1 and _is_short(after["role"]):
        text, role = text[: after.start()], after["role"]
    manner = ", ".join(beside)
    return Name(tidy(text).strip(" ,-–—"), tidy(role), tidy(manner))


def _undecorated(text: str) -> str:
    """Return a label without the symbols before it: bullets, arrows, pictures."""
    text = text.lstrip(_DECOR + " \t\u00a0")
    if text.isascii():
        return text
    at = next((at for at, char in enumerate(text) if char == "<" or category(char) not in _SYMBOLS), 0)
    return text[at:].lstrip(_DECOR + " \t\u00a0")


def _is_role(before: str, text: str) -> bool:
    """Tell whether what follows a comma in a label is a role or a manner: upper-case, or behind a whole name."""
    words = text.split()
    if not words:
        return False
    if not words[0][0].isupper():
        return _is_office(words) and words[0][0].isalpha() and _is_called(before)
    return text.upper() == text or words[0].casefold() not in SENTENCE_OPENERS - _ARTICLES


def _is_office(words: Sequence[str]) -> bool:
    """Tell whether words may be an office: a few, or more that begin and go on as no sentence does."""
    said = words[0].casefold() in SENTENCE_OPENERS or any(word.casefold().strip(",.") in PERSONS for word in words)
    return len(words) <= _BRIEF or (len(words) <= _OFFICE and not said)


def _is_short(role: str) -> bool:
    """Tell whether what follows a dash is short enough for a role where no capital says that it is one."""
    return role[0].isupper() or len(role) <= _ROLE


def _is_called(name: str) -> bool:
    """Tell whether a name is one beyond doubt: in capitals, titled, or of several capitalised words."""
    words = name.split()
    if words[0].casefold() in SENTENCE_OPENERS:
        return False
    if words[0].casefold().rstrip(".") in TITLES and len(words) > 1:
        return True
    shouted = name.upper() == name and name.lower() != name and len(name) > 1
    return shouted or (2 <= len(words) <= 4 and all(w[0].isupper() or w in PARTICLES for w in words))


def key_of(name: str) -> str:
    """Return the form in which two spellings of a name are one.

    >>> key_of("Nora  Quist") == key_of("NORA QUIST")
    True
    """
    return tidy(name).casefold().rstrip(".")


@dataclass(slots=True)
class Facts:
    """What a text shows as a whole: the words that stand in lower case, how often capitalised words do, its habits.

    ``stops``: most rows end a sentence; ``upper``: rows begin upper-case; ``shouted``: all in capitals; ``quiet``: all
    in lower case; ``blanks``: paragraphs are divided by blank lines; ``wrapped``: rows are pieces of paragraphs.
    """

    lower: Counter[str] = field(default_factory=Counter)
    capitals: Counter[str] = field(default_factory=Counter)
    stops: bool = True
    upper: bool = True
    shouted: bool = False
    quiet: bool = False
    blanks: bool = True
    wrapped: bool = False
    median: int = 40

    def is_common(self, word: str, heads: int) -> bool:
        """Tell whether a word stands in lower case besides the ``heads`` rows whose label it is in."""
        bare = word.rstrip(".")
        return self.lower[bare.casefold()] > (heads if bare.islower() else 0)


_PLAIN = re.compile(rf"{LETTERS}(?:['’-]{LETTERS})*")
_ENDS = TERMINATORS + ':;"”’»)]~'


def facts_of(rows: Sequence[Row]) -> Facts:
    """Return what these rows show as a whole."""
    lower: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    upper = lowered = stops = sentences = cased = shouting = short = 0
    for row in rows:
        words = _PLAIN.findall(row.text)
        for word in words:
            if word[0].islower():
                lower[word] += 1
            elif word[0].isupper():
                capitals[word.casefold()] += 1
        first = next((word for word in words if word[0].upper() != word[0].lower()), "")
        if first:
            cased += 1
            upper += first[0].isupper()
            lowered += first[0].islower()
            shouting += row.text.upper() == row.text
        if len(row.text) >= 25:
            sentences += 1
            stops += row.text[-1] in _ENDS
        short += row.text[-1] in _ENDS
    lengths = sorted(len(row.text) for row in rows) or [40]
    inner = rows[:-1]
    open_ended = sum(
        1 for row, after in zip(inner, rows[1:], strict=True) if not after.gap and row.text[-1] not in _ENDS
    )
    tight = sum(1 for row in rows[1:] if not row.gap) or 1
    return Facts(
        lower,
        capitals,
        stops=stops >= 0.3 * sentences if sentences else short >= 0.3 * len(rows),
        upper=cased == 0 or upper >= 0.75 * cased,
        shouted=cased > 0 and shouting >= 0.8 * cased,
        quiet=cased > 0 and lowered >= 0.8 * cased,
        blanks=any(row.gap for row in rows[1:]),
        wrapped=open_ended >= 0.3 * tight
        and lengths[-1] <= 110
        and open_ended >= 2
        and lengths[len(lengths) // 2] >= 25,
        median=lengths[len(lengths) // 2],
    )


@lru_cache(maxsize=4096)
def text_bits(name: str) -> float:
    """Return what a name costs as plain text, in bits."""
    letters = sum(c.isalnum() for c in name)
    if not name.isascii() and name.upper() == name.lower():
        letters *= 2
    return min(34.0, 1.9 * (letters + 2) + 2)


@lru_cache(maxsize=4096)
def shape_of(name: str) -> str:
    """Return the shape of a name: ``UPPER``, ``Title``, ``lower``, ``number`` or ``caseless``.

    >>> [shape_of(name) for name in ("ANN", "Ann Lee", "ann", "Speaker 1", "主持人")]
    ['UPPER', 'Title', 'lower', 'number', 'caseless']
    """
    if any(c.isdigit() for c in name):
        return "number"
    if name.upper() == name.lower():
        return "caseless"
    if name.upper() == name:
        return "UPPER"
    return "lower" if name.lower() == name else "Title"


def name_cost(name: Name, facts: Facts, *, heads: int = 1, bold: bool = False, bracketed: bool = False) -> float:
    """Return how much dearer than plain letters a name is, in bits (below 0: it looks like a name).

    ``heads`` is how often it heads a row here; ``bracketed`` that its label is nothing but brackets around it.
    """
    speaker = name.speaker
    words = _WORD.findall(speaker)
    if not words or len(speaker) > 90:
        return 60.0
    folded = [word.casefold().rstrip(".") for word in words]
    called = [bare for word, bare in zip(words, folded, strict=True) if not (word[-1] == "." and len(bare) == 1)]
    caseless = speaker.upper() == speaker.lower() and any(c.isalpha() for c in speaker)
    role = key_of(speaker) in ROLES or not ROLES.isdisjoint(folded)
    single = len(words) == 1 and len(folded[0]) <= 2 and speaker[0].isupper()
    cost = 3.0 + 2.0 * max(0, len(words) - 4) + 0.5 * max(0, min(len(words), 4) - 2)
    cost += _of_case(words, speaker, facts, caseless=caseless, role=role)
    cost += _of_words(called or folded, speaker, role=role, single=single)
    cost += _of_form(speaker, caseless=caseless)
    if not caseless:
        if not role and all(facts.is_common(word, heads) for word in words if word[0].isalpha()):
            cost += 3.0
        if any(facts.capitals[word] > heads for word in folded if len(word) > 2 and word not in FUNCTION):
            cost -= 2.0
    if bracketed and not _SOUNDS.isdisjoint(folded):
        cost += 20.0
    return cost - (8.0 if bold else 0.0)


def _of_words(folded: Sequence[str], speaker: str, *, role: bool, single: bool) -> float:
    """Return what the words of a name cost: those that open sentences, that name roles, that are known as no label."""
    cost = -4.0 if role or single else 0.0
    if folded[0] == "the":
        cost += 0.0 if role else 7.0
    elif folded[0] in SENTENCE_OPENERS and not single:
        cost += 7.0
    joins = ROLES | _JOINS if role else ROLES
    if any(word in FUNCTION and word not in PARTICLES and word not in joins for word in folded[1:]):
        cost += 6.0
    if _is_no_label(folded, speaker) and not single and key_of(speaker) not in ROLES:
        cost += 14.0
    elif not role and not ABOUT_TEXT.isdisjoint(folded):
        cost += 8.0
    if folded[0] in NUMBERED and not role:
        cost += 14.0 if any(word.isdigit() for word in folded[1:]) else 4.0
    return cost


def _of_form(speaker: str, *, caseless: bool) -> float:
    """Return what the marks and digits of a name cost, and the length of one without capitals."""
    bare = _NUMBER_SIGN.sub("", _INITIAL.sub("", speaker)).lstrip("#")
    cost = 12.0 if _STOP.search(bare) else 8.0 if re.search(r"\.(?:\s|\Z)", bare) else 0.0
    if any(c.isdigit() for c in speaker):
        cost += -2.0 if _COUNTED.fullmatch(speaker) else 6.0
    if _DIVIDED.search(speaker):
        cost += 15.0 if caseless else 9.0
    if caseless:
        cost += 1.2 * max(0, sum(c.isalpha() for c in speaker) - (14 if " " in speaker else 7))
    return cost


def _is_no_label(folded: Sequence[str], speaker: str) -> bool:
    whole = " ".join(folded)
    if whole in OPENERS or folded[0] in OPENERS - ROLES - SENTENCE_OPENERS:
        return True
    return bool(re.match(r"(?:https?|www)\b", speaker))


def _of_case(words: Sequence[str], speaker: str, facts: Facts, *, caseless: bool, role: bool) -> float:
    if caseless:
        return 0.0
    joins = PARTICLES | _JOINS if role else PARTICLES
    low = [word for word in words if word[0].islower() and word.casefold() not in joins]
    if not low:
        return -2.0 if speaker.upper() == speaker and not facts.shouted else 0.0
    if facts.quiet:
        return 0.0
    if len(low) == len([word for word in words if word[0].isalpha()]):
        return 0.0 if all(word in ROLES for word in low) else 5.0
    titled = words[0].casefold().rstrip(".") in TITLES
    known = sum(1 for word in low if titled or word in ROLES or word.rstrip(".") in TITLES)
    return 6.0 * (len(low) - known) + 1.0 * known


def is_plain(word: str) -> bool:
    """Tell whether a word is in lower case, or in a script that has none, without a digit and a mark behind it.

    >>> is_plain("says"), is_plain("Sir"), is_plain("part."), is_plain("先生")
    (True, False, False, True)
    """
    return word == word.lower() and word[-1] not in ".,;:!?\u2026" and not any(map(str.isdigit, word))
