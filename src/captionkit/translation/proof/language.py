"""Whether a reply is in the target language: by its script, its commonest words and its letter triples.

Guessing the language of ten letters is hopeless; testing whether they may be in one given language is not. Names,
addresses and words shared with the text are taken out first: they belong to no language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from captionkit.languages import common_words, costs_of, odds_between, script_for, scripts_of, strangeness_of
from captionkit.languages import words_of as listed_words
from captionkit.translation.proof.concepts import concepts_for
from captionkit.translation.proof.text import fold, folded_words, without_links, word_row

__all__ = [
    "against",
    "akin",
    "aside",
    "foreign_script",
    "gibberish",
    "odds_for_track",
    "odds_of",
    "ordinary_words",
    "own_words",
    "source_left",
    "strange",
    "stray_word",
    "unusual",
]

#: Letters of a reply -> log odds (another language over the target) above which it is flagged; below six letters never.
_LIMITS = ((40, 6.0), (20, 9.0), (10, 13.0), (6, 16.0))
#: Log odds (another language over the target) of a run of words that the text does not have, its words and letters.
#: Honest replies: none of 9,900, and none of 270 by people, have as much.
_ASIDE, _ASIDE_WORDS, _ASIDE_LETTERS = 10.0, 3, 12
#: Log odds (source over target) of one ordinary word of the source.
_STRAY = 9.0
#: Log odds (source over target) above which a run of words left in the reply is the source's, between sister languages.
_AKIN = 8.0
_CAPITAL = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
#: Letters of a reply -> how much rarer than usual its letter triples are in an odd one, and in what cannot be text.
#: Honest replies (2,700 to Portuguese and Spanish): one in 200 above 0.3, 1.1, 1.4; letters moved on, vowels left
#: out: 95 % above 2.6, 2.1, 1.4.
_STRANGE = ((40, 0.5, 1.2), (20, 1.5, 1.8), (10, 1.5, 2.0))
#: The same for what one honest reply in a hundred exceeds: counted over a run (letters moved about: a half does).
_UNUSUAL = ((40, 0.1), (20, 0.3), (10, 0.6))
#: How much rarer than usual letter triples are that count among many.
_RARE = 0.4
#: Languages in which a word of three letters and more has a vowel.
_VOWELLED = frozenset(
    ("en", "es", "pt", "fr", "it", "ca", "gl", "ro", "de", "nl", "sv", "da", "no", "nb", "fi", "hu", "pl")
)
_VOWEL = re.compile("[aeiouy]")
#: What is added for a sister language that is not the source's: a translator seldom errs into one.
_NEAR = 4.0
#: Signs behind those of the Latin script but for general punctuation: without them a reply is in no other script.
_BEYOND = re.compile("[\u0250-\u1fff\u2070-\U0010ffff]")
_MIXED = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]|[A-Za-z][\u0370-\u03ff]|[\u0370-\u03ff][A-Za-z]")


_QUOTED = re.compile(r"[\"\u201c\u00ab][^\"\u201d\u00bb]{0,80}[\"\u201d\u00bb]")
_LEFT = re.compile(r"[^\W\d_]+|[/|-]|\d+")


@cache
def ordinary_words(tag: str) -> frozenset[str]:
    """Return the commonest words of a language, folded."""
    return frozenset(fold(word) for word in common_words(tag))


@lru_cache(maxsize=8192)
def _listed(word: str) -> tuple[str, ...]:
    return tuple(listed_words(word))


@lru_cache(maxsize=4096)
def own_words(text: str, reply: str, source: str) -> tuple[str, ...]:
    """Return the words of a reply that are its own: no names, no addresses."""
    shared = {fold(word) for word in word_row(text)}
    ordinary = common_words(source)
    own: list[str] = []
    begins = True
    for match in _CAPITAL.finditer(without_links(reply)):
        word = match[0]
        inside = not begins and word[:1].isupper()
        begins = reply[match.end() : match.end() + 1] in ".!?" or reply[match.end() : match.end() + 2] in (" -", "..")
        short = word[:1].isupper() or len(word) < 4
        if inside or (short and fold(word) in shared and word.lower() not in ordinary):
            continue
        own.extend(_listed(word))
    return tuple(own)


@lru_cache(maxsize=4096)
def against(text: str, reply: str, source: str, target: str) -> tuple[float, str, int]:
    """Return the log odds that a reply is in another language than the target, that language, and its letters.

    >>> odds, language, letters = against("We never saw them.", "Nous ne les avons jamais vus.", "en", "es")
    >>> odds > 9, language, letters
    (True, 'fr', 23)
    """
    words = own_words(text, reply, source)
    letters = sum(map(len, words))
    base = target.partition("-")[0].lower()
    costs = costs_of(words, base)
    others = [(cost, tag) for tag, cost in costs.items() if tag not in _near(base)]
    if not words or not others or base not in costs:
        return 0.0, "", letters
    cost, tag = min(others)
    return costs[base] - cost, tag, letters


#: Languages that letters and common words do not separate in a sentence.
_TWINS = ({"da", "no"}, {"cs", "sk"}, {"hr", "sl"}, {"hr", "sr"}, {"id", "ms"}, {"mk", "bg"}, {"mk", "sr"})


@cache
def _near(tag: str) -> frozenset[str]:
    """Return a language and those that are not set apart from it."""
    return frozenset({tag}.union(*(twins for twins in _TWINS if tag in twins)))


def wrong_language(text: str, reply: str, source: str, target: str) -> tuple[str, bool]:
    """Return the language a reply seems to be in instead of the target, and whether that is sure; ``""``: none.

    >>> wrong_language("Where were you all this time?", "Wo warst du denn die ganze Zeit?", "en", "es")
    ('de', True)
    """
    odds, tag, letters = against(text, reply, source, target)
    base = source.partition("-")[0].lower()
    for least, limit in _LIMITS:
        if letters >= least:
            limit += _NEAR if tag and tag != base and akin(tag, target) else 0.0
            return (tag, letters >= 20) if odds > limit else ("", False)
    return "", False


@lru_cache(maxsize=16384)
def _word_odds(word: str, language: str, target: str) -> float:
    return odds_between((word,), language, target)


def aside(text: str, reply: str, source: str, target: str) -> str:
    """Return words beside the translation in the language of the text or in English, which the text does not have.

    A model that thinks aloud, apologises or explains: the run of words whose log odds add up to most.

    >>> aside("It is late.", "Let me see, the sentence means: es tarde.", "en", "es")
    'let me see the sentence means'
    """
    target = target.partition("-")[0].lower()
    words = own_words(text, reply, source)
    if len(words) < _ASIDE_WORDS:
        return ""
    known = set(folded_words(text))
    for language in dict.fromkeys((source.partition("-")[0].lower(), "en")):
        if language == target or akin(language, target):
            continue
        best, run, total, begin = 0.0, (0, 0), 0.0, 0
        for place, word in enumerate(words):
            odds = _word_odds(word, language, target)
            if total <= 0:
                total, begin = 0.0, place
            total += min(odds, 0.0) if fold(word) in known else odds
            if total > best:
                best, run = total, (begin, place + 1)
        found = words[run[0] : run[1]]
        if best > _ASIDE and len(found) >= _ASIDE_WORDS and sum(map(len, found)) >= _ASIDE_LETTERS:
            return " ".join(found)
    return ""


def stray_word(text: str, reply: str, source: str, target: str) -> str:
    """Return an ordinary word of the source language that neither the text nor the target language has.

    Of 9,900 honest replies by engines none holds one, of 270 by people none with these odds.

    >>> stray_word("It rains twice a day.", "Llueve this veces al día.", "en", "es")
    'this'
    """
    source, target = (tag.partition("-")[0].lower() for tag in (source, target))
    if source == target or not source or akin(source, target):
        return ""
    words = own_words(text, reply, source)
    only, known = _only_of(source, target), set(folded_words(text))
    for word in words:
        if len(word) > 2 and word in only and word not in known and _word_odds(word, source, target) > _STRAY:
            return word
    return ""


@lru_cache(maxsize=4096)
def _rareness(words: tuple[str, ...], target: str) -> float:
    return strangeness_of(words, target)


def gibberish(text: str, reply: str, source: str, target: str) -> tuple[bool, bool]:
    """Return whether a reply is in no language at all, and whether that is sure, by its letter triples.

    >>> gibberish("Where were you all this time?", "Jurer jrer lbh nyy guvf gvzr?", "en", "es")
    (True, True)
    """
    words = own_words(text, reply, source)
    letters = sum(map(len, words))
    long = [word for word in words if len(word) >= 3]
    if target.partition("-")[0].lower() in _VOWELLED and letters >= 5:
        bare = sum(not _VOWEL.search(fold(word)) for word in long)
        if bare and bare * 2 >= len(long):
            return True, bare > 1
    for least, odd, sure in _STRANGE:
        if letters >= least:
            strange = _rareness(words, target)
            return strange > odd, strange > sure
    return False, False


def strange(text: str, reply: str, source: str, target: str) -> bool:
    """Return whether the letter triples of a reply are rare, as in one honest reply of twenty: many are a fault."""
    words = own_words(text, reply, source)
    return sum(map(len, words)) >= 10 and _rareness(words, target) > _RARE


def unusual(words: tuple[str, ...], target: str) -> bool:
    """Return whether the letter triples of some words are as rare as those of one honest reply in a hundred."""
    letters = sum(map(len, words))
    limit = next((limit for least, limit in _UNUSUAL if letters >= least), None)
    return limit is not None and _rareness(words, target) > limit


def foreign_script(text: str, reply: str, target: str) -> bool:
    r"""Return whether a reply is in a script that its language is not written in, or mixes scripts inside a word.

    >>> foreign_script("Good evening.", "Добрый вечер.", "es"), foreign_script("A", "\u0430bc def", "en")
    (True, True)
    """
    wanted = script_for(target)
    if "Latin" in wanted and not _BEYOND.search(reply):
        return False
    if _MIXED.search(reply) and not _MIXED.search(text):
        return True
    if not wanted:
        return False
    counts = scripts_of(reply)
    mine = sum(counts.get(script, 0) for script in wanted)
    others = sum(counts.values()) - mine
    kept = scripts_of(text)
    strange = sum(count for script, count in counts.items() if script not in wanted and not kept.get(script))
    return (strange >= 2 and strange * 5 > mine) or (others >= 4 and others > 2 * mine and not _only_names(text, reply))


def _only_names(text: str, reply: str) -> bool:
    """Return whether every word of a reply stands in the text with a capital."""
    names = {word for word in _CAPITAL.findall(text) if word[:1].isupper() or not word.islower()}
    return all(word in names for word in _CAPITAL.findall(reply))


def source_left(text: str, reply: str, source: str, target: str) -> str:
    """Return what a reply still holds of its text in the source language, ``""`` for nothing.

    Function words of the source that the target does not have: two different ones, or one beside a word of the text.

    >>> source_left("They opened the door and left.", "Abrieron la puerta and left.", "en", "es")
    'and left'
    """
    if akin(source, target):
        return _left_akin(text, without_links(reply), source, target)
    theirs = ordinary_words(target)
    ordinary = _only_of(source, target)
    words = folded_words(text)
    here = set(words)
    tokens = _LEFT.findall(_QUOTED.sub(" | ", without_links(reply)))
    left = [(fold(token) if token[:1].islower() or len(token) == 1 else "") for token in tokens]
    if here.isdisjoint(left):
        return ""
    single = [word for word in left if word in ordinary and word in here and len(word) > 1]
    if tokens and words and fold(tokens[0]) == words[0]:
        left[0] = words[0]  # the first word has its capital by its place
    pairs = set(pairwise(words))
    for one, two in pairwise(left):
        beside = (one, two) in pairs and not (one in theirs and two in theirs)
        known = (one in ordinary and len(one) > 1) or (two in ordinary and len(two) > 1)
        known = known or (two == "i" and one in concepts_for(source, target))
        if beside and known:
            return f"{one} {two}"
    return " ".join(dict.fromkeys(single)) if len(set(single)) >= 2 else ""


@cache
def akin(source: str, target: str) -> bool:
    """Return whether two languages share so many of their commonest words that a word left in one says little.

    Measured: Spanish and Portuguese share 31 %, Spanish and Catalan 26 %, English and Spanish 2 %.

    >>> akin("es", "pt"), akin("en", "es")
    (True, False)
    """
    one, two = ordinary_words(source), ordinary_words(target)
    return len(one & two) > 0.15 * max(1, min(len(one), len(two)))


def odds_of(words: Sequence[str], source: str, target: str) -> float:
    """Return the log odds that words are of the source language rather than the target; 0 where one is not known."""
    return odds_between(words, source, target)


def _left_akin(text: str, reply: str, source: str, target: str) -> str:
    """Return the run of words, common to text and reply, that is plainly of the source and not of its sister language.

    Where both languages share words the letters decide: honest runs stay below ln odds of 8 unless they are names
    (2,400 pairs from Spanish to Portuguese and Catalan).
    """
    one = [word.casefold() for word in _CAPITAL.findall(text)]
    two = [(match[0].casefold(), match[0].islower() or match.start() == 0) for match in _CAPITAL.finditer(reply)]
    ordinary = _only_of(source, target)
    at = 0
    while at < len(two):
        size = _common_run(one, two, at)
        run = [word for word, _ in two[at : at + size]]
        lower = all(small for _, small in two[at : at + size])
        if size > 1 and lower and any(fold(word) in ordinary for word in run) and odds_of(run, source, target) > _AKIN:
            return " ".join(run)
        at += max(1, size)
    return ""


def _common_run(one: Sequence[str], two: Sequence[tuple[str, bool]], at: int) -> int:
    """Return how many words of ``two`` from a place on stand somewhere in ``one`` in the same order."""
    best = 0
    for start in range(len(one)):
        size = 0
        while start + size < len(one) and at + size < len(two) and one[start + size] == two[at + size][0]:
            size += 1
        best = max(best, size)
    return best


@cache
def _only_of(source: str, target: str) -> frozenset[str]:
    return ordinary_words(source) - ordinary_words(target)


def odds_for_track(pairs: Sequence[tuple[str, str]], source: str, target: str) -> tuple[float, str]:
    """Return the summed log odds that replies are in one other language rather than the target, and that language.

    From ten replies on the sign decides: honest tracks stay below -9, wrong ones above 12 even between sister
    languages (measured with replies of 4 to 19 letters).
    """
    base = target.partition("-")[0].lower()
    words = [word for text, reply in pairs for word in own_words(text, reply, source)]
    costs = costs_of(words, base)
    if base not in costs or len(costs) < 2:
        return 0.0, ""
    cost, tag = min((cost, tag) for tag, cost in costs.items() if tag not in _near(base))
    return costs[base] - cost, tag
