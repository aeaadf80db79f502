"""Where the transcript stands among the rows: before it, in it, a gap in it, after it; by one pass over four states.

A row inside is worth what its head explains; a row outside, what speaks against it as speech. The change of regime
decides: in a text whose turns are single paragraphs a further paragraph is dear, in a debate it costs nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from statistics import median
from typing import NamedTuple

from captionkit.text.letters import COMBINED
from captionkit.text.marks import SENTENCE_ENDS
from captionkit.transcripts.layout import phrases
from captionkit.transcripts.layout.between import Between, between_turns, impersonal, persons_of
from captionkit.transcripts.layout.families import Item
from captionkit.transcripts.layout.hanging import hanging
from captionkit.transcripts.layout.labels import Layer
from captionkit.transcripts.layout.people import Facts, key_of
from captionkit.transcripts.layout.rows import count_words
from captionkit.transcripts.layout.standing import (
    AFTER,
    BEFORE,
    EDGE,
    ENDS,
    GAP,
    HEADING,
    IN,
    SENTENCE,
    WORD,
    announcements,
    centred,
    headings,
)
from captionkit.transcripts.layout.words import ABOUT_TEXT, CLOSING, PERSONS

__all__ = [
    "Outside",
    "Roles",
    "evidence_of",
    "roles_of",
]

#: What a sentence ends with.
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|от|reporting by|written by|hosted by|edited by|transcribed by|with)\s+[^\W\d_a-z]", re.I
)
#: A date in figures, in a line of so many characters at most.
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?!\d)|\d{4}年\d{1,2}月"
)
_DATED = 90
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w|(?:^|\s)@\w")
_KEY = re.compile(rf"[^\W\d_][\w{COMBINED} ]{{1,24}}[:：]\s*\S")
_QUESTION = re.compile(r"[?？؟;]\s*[\"”»]?\Z")
_SELF = frozenset(
    [
        "duration",
        "date",
        "time",
        "place",
        "present",
        "absent",
        "location",
        "recorded",
        "published",
        "author",
        "length",
        "venue",
    ]
)
#: What ends a transcript at a line that only divides, in bits.
_RULED = 5.0
#: What ends it elsewhere, where no turn above has a further paragraph (most texts have something below their
#: transcript), where some have, and where no blank line stands before it.
_ENDING, _ENDING_ANYHOW, _ENDING_WITHIN = 0.0, -1.5, -4.0
#: Where so many turns at least, and at most this share of them, end with a stop, a missing stop says nothing.
_SEVERAL, _STOPPED = 4, 0.7
#: What speaks against a line of data above the transcript, and in it; the cost of a further line of a paragraph (bits).
_DATA, _DATA_AMID, _AGAIN = 4.0, 12.0, -1.0
#: So much speaks against such a row as speech (bits), and it has so many characters at most.
_ASIDE, _HEADING = 6.0, 80
#: What may stand behind the stop of a sentence.
_CLOSERS = ")]\"”»’' "
#: So many turns at least, and this share of them, end with stops where a line that does not is no turn.
_AMID, _ALL_ENDED = 8, 0.9
#: The most words that a line of data has behind its label.
_DATA_WORDS = 10


class Outside(NamedTuple):
    """What speaks against a row as speech, in bits, and the strongest reason in words."""

    bits: float = 0.0
    why: str = ""


_NONE = Outside()


def evidence_of(item: Item, names: frozenset[str], long: float, *, loose: bool = False) -> Outside:
    """Return what speaks against a row as speech; ``long`` is how long a turn usually is, in characters.

    ``loose`` says that turns often end without a stop, as in chats and raw recognition.
    """
    text = item.row.text
    words = [word.casefold() for word in WORD.findall(text[:600])]
    if not words:
        return Outside(1.0, "no words")
    reasons = [*_by_words(text, words), *_by_form(text, words, names, long, loose=loose)]
    bits = sum(bit for bit, _ in reasons)
    bits -= 0.0 if PERSONS.isdisjoint(words) else 2.5
    bits -= 1.5 if _QUESTION.search(text) else 0.0
    return Outside(bits, max(reasons)[1] if reasons else "prose by nobody")


def _by_words(text: str, words: Sequence[str]) -> Iterator[tuple[float, str]]:
    """Yield what the words of a row say against it: about the text itself, an end, what stands around articles."""
    about = sum(1 for word in words if word in ABOUT_TEXT)
    if about:
        yield min(6.0, 3.0 * about), "words about the text itself"
    bare = text.strip(' \t#*_=~-–—>•|"“”()[].:')
    if phrases.ENDED.fullmatch(bare):
        yield 9.0, "an end mark"
    elif phrases.BOILERPLATE.match(text) or phrases.NAVIGATION.fullmatch(text.rstrip(" *_:]")):
        yield 6.0, "a line that stands around articles"
    elif any(phrases.BOILERPLATE.match(sentence) for sentence in SENTENCE.split(text[:600])[1:]):
        yield 5.0, "a sentence that stands around articles"
    elif not CLOSING.isdisjoint(words):
        yield 3.0, "words of a closing line"
    if phrases.LOOKS_BACK.search(text):
        yield 4.0, "it looks back at the report"


def _by_form(
    text: str, words: Sequence[str], names: frozenset[str], long: float, *, loose: bool
) -> Iterator[tuple[float, str]]:
    """Yield what the form of a row says against it: an address, a by-line, data, a heading, its length."""
    if _ADDRESS.search(text):
        yield 5.0, "an address"
    if len(words) < 16 and _BYLINE.match(text):
        yield 4.0, "a by-line"
    if text[0] in "—–" and len(words) > 3 and not text.endswith("?"):
        yield 2.0, "an attribution"
    if _names_somebody(text, names):
        yield 4.0, "it speaks of a speaker by name"
    if words[0] in _SELF and _KEY.match(text):
        yield 5.0, "a heading of data"
    elif _is_dated(text):
        yield 4.0, "a date"
    if len(text) <= 70 and not text.endswith(ENDS) and not loose:
        yield 2.0, "short, and it ends no sentence"
    elif long and len(text) > max(160, 3 * long):
        yield 2.0, "far longer than a turn"


def _names_somebody(text: str, names: frozenset[str]) -> bool:
    words = text.lstrip("—–- ").split(None, 5)
    for size in (2, 3, 4):
        if len(words) > size and words[size][:1].islower() and key_of(" ".join(words[:size])) in names:
            return True
    return False


class Roles(NamedTuple):
    """Where each item stands, the ``bits`` this explains, and for each item outside the reason.

    ``ending`` is the place from which on all may stand below the transcript, and by how many bits it is better that
    they are still in it (below 0: worse); None where the last item has a head of its own. ``between`` are paragraphs
    between turns that more speaks against than for as speech.
    """

    of: list[str]
    bits: float
    reasons: dict[int, Outside]
    ending: tuple[int, float] | None = None
    between: tuple[Between, ...] = ()


def roles_of(items: Sequence[Item], layer: Layer, facts: Facts, *, timed: bool) -> Roles:
    """Return where the transcript stands among these items."""
    if not items:
        return Roles([], 0.0, {})
    announced = announcements(items, layer)
    full = frozenset(c.key for c in layer.heads.values() if " " in c.key)
    turns = [len(c.rest) for c in layer.heads.values() if c.rest]
    long = float(median(turns)) if turns else 0.0
    kinds = _kinds(items, layer, timed=timed)
    deep = hanging(items, layer)
    middle = [at for at in centred(items, layer) if at not in deep]
    for at in (*middle, *deep):
        kinds[at] = "line"
    for at, item in enumerate(items):
        if kinds[at] == "line" and item.row.text[0] in "[(" and phrases.ENDED.fullmatch(item.row.text.strip("[]() .")):
            kinds[at] = "further"  # an end mark in brackets
    persons = persons_of(layer)
    unsaid = cache(lambda at: impersonal(items[at].text, persons))
    within, evidence, plain = _worth(items, kinds, layer, full, long, unsaid)
    ending = _ENDING_ANYHOW if "head" in kinds and _further(kinds) else _ENDING
    asides = [at for at, kind in enumerate(kinds) if kind == "further" and _is_aside(items[at], plain[at])]
    for at in asides:
        within[at] = 0.0  # between paragraphs it ends nothing
    ways: list[tuple[int, int, int, int]] = []
    score = [0.0, -math.inf, -math.inf, -math.inf]
    for at, item in enumerate(items):
        head = at in layer.heads or bool(item.mark) or (timed and item.timed > 0)
        out = evidence[at]
        apart = item.gap or (at and item.row.indent > items[at - 1].row.indent + 1)
        whole = item.opens and (item.gap or not (facts.blanks and facts.wrapped))
        torn = 0.0 if whole or head else -6.0
        enter = (0.0 if head else -10.0) + announced.get(at, 0.0)
        to_in = (score[0] + enter, score[1], score[2] - 2.0 if head else -math.inf)
        to_gap = (score[1] - 7.0 + torn, score[2])
        to_after = (score[1] + (_RULED if item.row.ruled else ending if apart else _ENDING_WITHIN) + torn, score[3])
        from_in = max(range(3), key=to_in.__getitem__)
        ways.append((0, from_in, 1 if to_gap[0] >= to_gap[1] else 2, 1 if to_after[0] >= to_after[1] else 3))
        score = [score[0] + out, to_in[from_in] + within[at], max(to_gap) + out, max(to_after) + out]
    state = max((1, 3), key=score.__getitem__)
    names = (BEFORE, IN, GAP, AFTER)
    roles = [names[at] for at in _path(ways, state)]
    below = 0 if kinds[-1] != "further" else _path(ways, 3).index(3)
    margin = (below, score[1] - score[3]) if below else None
    reasons = {at: plain[at] for at, role in enumerate(roles) if role != IN}
    for at in (*asides, *middle):
        roles[at] = HEADING if roles[at] == IN else roles[at]
    headings(items, layer, facts, roles)
    for at in deep:
        roles[at] = IN if roles[at] == HEADING else roles[at]
    found = between_turns(items, kinds, layer, lambda at: plain[at].bits + unsaid(at))
    between = tuple(one for one in found if one.bits > 0 and all(roles[at] == IN for at in one.places))
    return Roles(roles, score[state], reasons, margin, between)


def _is_aside(item: Item, against: Outside) -> bool:
    """Tell whether a row is one that pages put anywhere between paragraphs: "ADVERTISEMENT", "Related: ..."."""
    return against.bits >= _ASIDE and len(item.text) <= _HEADING and not item.text.endswith(SENTENCE_ENDS)


def _path(ways: Sequence[tuple[int, int, int, int]], state: int) -> list[int]:
    """Return the states that lead to this last one."""
    path: list[int] = []
    for way in reversed(ways):
        path.append(state)
        state = way[state]
    return path[::-1]


def _further(kinds: Sequence[str]) -> int:
    """Return how many further paragraphs turns have, those of the last one left out."""
    heads = [at for at, kind in enumerate(kinds) if kind == "head"] or [0, len(kinds)]
    return kinds[heads[0] : heads[-1]].count("further")


def _worth(
    items: Sequence[Item],
    kinds: Sequence[str],
    layer: Layer,
    full: frozenset[str],
    long: float,
    unsaid: Callable[[int], float],
) -> tuple[list[float], list[float], list[Outside]]:
    """Return what each item is worth inside and outside, and what by itself speaks against it, in bits."""
    marked = [at for at, kind in enumerate(kinds) if kind == "head"]
    carry = max(-6.0, math.log2(min(1.0, (_further(kinds) + 0.7) / (len(marked) + 2))))
    ends = [text.endswith(ENDS) for at in marked if (text := _last_of(items, kinds, layer, at))]
    loose = len(ends) >= _SEVERAL and sum(ends) <= _STOPPED * len(ends)
    data = _data_lines(items, kinds, layer)
    within: list[float] = []
    evidence: list[float] = []
    plain: list[Outside] = []
    for at, (item, kind) in enumerate(zip(items, kinds, strict=True)):
        inner = kind == "line" or (kind in ("head", "first") and EDGE <= at < len(items) - EDGE)
        outside = _NONE if inner else evidence_of(item, full, long, loose=loose)
        if at in data:
            outside = Outside(outside.bits + data[at], "a line of data, no turn")
        plain.append(outside)
        bits = outside.bits
        gain = worth = 0.0
        if kind == "head":
            gain = min(14.0, max(1.0, layer.gains.get(at, 4.0 if item.mark else 1.0)))
            gain = 0.0 if at in data else gain + (7.0 if item.timed else 0.0)
            worth = gain
            bits *= 0.5 if at in layer.heads and at not in data else 1.0
        elif kind == "first":
            worth = 0.5
            bits *= 0.5  # as behind a label
        elif kind == "further":
            bits += unsaid(at)
            again = at > 0 and kinds[at - 1] == "further" and not item.gap  # one more line of what went on already
            worth = _AGAIN if again else carry
            worth -= 1.0 if len(item.text) <= 70 and not item.text.endswith(ENDS) and not loose else 0.0
        else:
            bits = min(bits, 1.0) - 0.5
        words = min(3.0, 0.12 * count_words(item.text))
        within.append(worth)
        evidence.append(bits - words - 0.35 * gain)
    return within, evidence, plain


def _last_of(items: Sequence[Item], kinds: Sequence[str], layer: Layer, at: int) -> str:
    """Return the last row of the paragraph that begins at a place; "" where it has no text."""
    last = at
    while last + 1 < len(items) and (
        kinds[last + 1] == "first" or (kinds[last + 1] == "line" and not items[last + 1].gap)
    ):
        last += 1
    candidate = layer.heads.get(last)
    return candidate.rest if candidate is not None else items[last].text


def _data_lines(items: Sequence[Item], kinds: Sequence[str], layer: Layer) -> dict[int, float]:
    """Return the places, with what speaks against them, above the first speaker who comes again: a key and its value.

    "Producer: Ann Lee", "Recorded: Monday": the key comes only once in the text, and none of several lines is speech.
    What stands above a date or a by-line, as a headline with a colon does, is none anyhow. Among turns that all end
    with a stop, a line of that kind is a page's own: "Watch: how the bell was cast".
    """
    counts = Counter(candidate.key for candidate in layer.heads.values())
    again = min((at for at, candidate in layer.heads.items() if counts[candidate.key] > 1), default=0)
    above = [at for at in layer.heads if at < again and not items[at].timed]
    dated = max((at for at in range(again) if at not in layer.heads and _is_dated(items[at].row.text)), default=0)
    ends = {at: at >= dated and _is_ended(_last_of(items, kinds, layer, at)) for at in above}
    if any(ends.values()):
        above = [at for at in above if at < dated]
    found = dict.fromkeys(above, _DATA) | dict.fromkeys(_amid(items, kinds, layer, counts), _DATA_AMID)
    texts = {at: layer.heads[at].rest or _last_of(items, kinds, layer, at) for at in found}
    return {at: bits for at, bits in found.items() if texts[at] and len(texts[at].split()) <= _DATA_WORDS}


def _amid(items: Sequence[Item], kinds: Sequence[str], layer: Layer, counts: Counter[str]) -> list[int]:
    """Return the places of lines with a key that comes once and no sentence, among turns that end with stops."""
    ended = {at: _last_of(items, kinds, layer, at).endswith(ENDS) for at, c in layer.heads.items() if c.rest}
    if len(ended) < _AMID or sum(ended.values()) < _ALL_ENDED * len(ended):
        return []
    again = [at for at, c in layer.heads.items() if counts[c.key] > 1]
    inside = range(min(again, default=0), max(again, default=0))
    return [
        at
        for at in ended
        if not ended[at] and at in inside and not items[at].timed and counts[layer.heads[at].key] == 1
    ]


def _is_ended(text: str) -> bool:
    """Tell whether a text ends a sentence, brackets and quotation marks behind it left out."""
    return text.rstrip(_CLOSERS).endswith(SENTENCE_ENDS)


def _is_dated(text: str) -> bool:
    return len(text) <= _DATED and _DATE.search(text) is not None and not text.endswith(SENTENCE_ENDS)


def _kinds(items: Sequence[Item], layer: Layer, *, timed: bool) -> list[str]:
    """Return what each item is: ``head``, ``first`` row after one without text, ``further`` paragraph, ``line``."""
    kinds: list[str] = []
    pending = False
    for at, item in enumerate(items):
        candidate = layer.heads.get(at)
        if candidate is not None or item.mark or (timed and item.timed):
            kinds.append("head")
            pending = (candidate is not None and not candidate.rest) or (candidate is None and not item.text)
        elif pending and item.text:
            kinds.append("first")
            pending = False
        else:
            kinds.append("further" if item.opens else "line")
    return kinds
