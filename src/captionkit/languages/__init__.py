"""Which language a text is in: by its script first, then by its commonest words and its letter triples.

The statistics in ``data.json`` (shares of letter triples and words, rounded to half a natural logarithm) are derived
from the word frequencies of wordfreq (Robyn Speer, https://doi.org/10.5281/zenodo.7199437, data CC BY-SA 4.0) by
``scripts/train_languages.py``; the Devanagari words are our own compilation. The method is naive Bayes over letter
triples (Cavnar and Trenkle 1994; Lui and Baldwin 2012). ``docs/languages.md`` holds what it is worth.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from captionkit.text.scripts import SCRIPTS
from captionkit.values import value

__all__ = [
    "LEAST", "SURE", "Guess", "common_words", "costs_of", "grams_of", "guess_language", "joined", "likely_language",
    "odds_between", "script_for", "scripts_of", "strangeness_of", "words_of",
]  # fmt: skip

#: Letters below which nothing is guessed; a sign that is a syllable or a word counts for two.
LEAST = 20
#: A guess less sure than this is reported but not acted upon.
SURE = 0.8
#: Below this a text is said to be in no known language, and the nearest one is only the runner-up.
NONE = 0.35
#: Characters looked at: more would not change the answer.
SAMPLE = 4000
#: The first sign behind those of Latin script; all other scripts stand behind it.
_BEYOND_LATIN = "\u0250"
#: How far the evidence of letters is trusted: triples overlap, so their product is far too sure of itself.
TEMPER = 0.12
#: What a triple or a word weighs that a language's list does not hold, in the list's own steps (-2 ln).
UNSEEN_GRAM, UNSEEN_WORD = 20, 15
#: A text whose triples are on average this much rarer (in -2 ln) than its language's own, and so much more for a short
#: one, is made of names or is in a language that is not known here.
STRANGE, CHANCE = 1.4, 5.0
#: Words of which what was worked out is kept: most words of a long track come again.
_WORDS_KEPT = 4096
#: How much of the text has to be in one script.
MAIN = 0.6


@value
class Guess:
    """A language (BCP 47; ``""``: not known), how sure that is (0..1), and what else it might be."""

    language: str = ""
    confidence: float = 0.0
    runner_up: str = ""


#: Scripts that all but one language have left to it; Bengali, Hebrew and Ethiopic are the least exclusive ones.
_ONLY = {
    "Greek": "el", "Hebrew": "he", "Thai": "th", "Hangul": "ko", "Kana": "ja", "Han": "zh", "Armenian": "hy",
    "Georgian": "ka", "Bengali": "bn", "Gurmukhi": "pa", "Gujarati": "gu", "Tamil": "ta", "Telugu": "te",
    "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si", "Lao": "lo", "Burmese": "my", "Khmer": "km", "Ethiopic": "am",
}  # fmt: skip
_SYLLABIC = ("Han", "Kana", "Hangul")
#: Letters that no language of the lists has: those of one language, and those that only say it is none of ours.
_TELLTALE = {"ў": "be", "ə": "az", "ħ": "mt", "ŵ": "cy"}
_STRANGE = re.compile("[әғқңөүұһҳҷӣӯɛɔŋɓɗ]")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u0903\u093a-\u094f]+[^\W\d_]*)*")
_FOLDED = str.maketrans({"ș": "ş", "ț": "ţ", "\u0307": None, "ـ": None, **{chr(n): None for n in range(0x64B, 0x653)}})


def likely_language(texts: Iterable[str]) -> str:
    """Return the language of texts (cues, words) where that is sure enough to act upon, else ``""``.

    >>> likely_language(["Das Boot liegt noch im Hafen,", "und niemand weiß warum."]), likely_language(["Oh!"])
    ('de', '')
    """
    found = guess_language(joined(texts))
    return found.language if found.confidence >= SURE else ""


def joined(texts: Iterable[str]) -> str:
    """Return as many of the texts, with spaces between, as are looked at.

    >>> joined(["Good", "evening."])
    'Good evening.'
    """
    chosen: list[str] = []
    length = 0
    for text in texts:
        chosen.append(text)
        length += len(text) + 1
        if length > SAMPLE:
            break
    return " ".join(chosen)


def guess_language(text: str) -> Guess:
    """Return what language a text is in; less than 20 letters, and what is in no known language, is not guessed.

    >>> guess_language("Nous attendons le bateau depuis ce matin.").language
    'fr'
    >>> guess_language("Hm.")
    Guess()
    """
    sample = unicodedata.normalize("NFC", text[:SAMPLE])
    script, share = _script(sample)
    if not script:
        return Guess()
    if script in _ONLY:
        return Guess(_ONLY[script], round(min(share, 0.99), 3))
    words = words_of(sample)
    return _unlisted(words) or _among(script, words, share)


def _script(text: str) -> tuple[str, float]:
    """Return the script most letters are in and their share, ``""`` for too few letters or none that leads."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _patterns().items()}
    for name in _SYLLABIC:
        counts[name] *= 2
    total = sum(counts.values())
    if counts["Kana"] * 10 > counts["Han"]:  # Japanese is written in both
        counts["Kana"] += counts.pop("Han")
    script = max(counts, key=lambda name: counts[name])
    share = counts[script] / total if total else 0.0
    return (script, share) if total >= LEAST and share >= MAIN else ("", 0.0)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(f"[{ranges}]") for name, ranges in SCRIPTS.items()}


def words_of(text: str) -> list[str]:
    """Return the words of a text as the lists hold them: folded to lower case, without marks.

    >>> words_of("L'île, İzmir!")
    ['l', 'île', 'izmir']
    """
    return _WORD.findall(text.lower().translate(_FOLDED))


def grams_of(word: str) -> Iterator[str]:
    """Yield the letter triples of a word and its borders.

    >>> list(grams_of("sea"))
    ['_se', 'sea', 'ea_']
    """
    bordered = f"_{word}_"
    return (bordered[at : at + 3] for at in range(len(bordered) - 2))


def _unlisted(words: list[str]) -> Guess | None:
    """Return the guess for a text with letters that no listed language has."""
    letters = "".join(words)
    found = {tag: letters.count(letter) for letter, tag in _TELLTALE.items()}
    tag = max(found, key=lambda tag: found[tag])
    if found[tag] * 200 > len(letters):
        return Guess(tag, 0.9)
    return Guess() if len(_STRANGE.findall(letters)) * 100 > len(letters) else None


def _among(script: str, words: list[str], share: float) -> Guess:
    """Return the likeliest language of those in a script."""
    grams = Counter(gram for word in words for gram in grams_of(word))
    listed = _statistics()[script]
    costs = {tag: _cost(words, grams, *lists) for tag, lists in listed.items()}
    best, second = sorted(costs, key=costs.__getitem__)[:2]
    odds = sum(math.exp(max(-700.0, (costs[best] - cost) * TEMPER)) for cost in costs.values())
    of_gram = listed[best][1]
    met = sum(of_gram.get(gram, UNSEEN_GRAM) * times for gram, times in grams.items())
    doubt = _strangeness(met, grams.total(), _usual(of_gram)) if of_gram else 0.0
    confidence = round(min(0.99, share / odds * math.exp(-doubt)), 3)
    return Guess(best, confidence, second) if confidence >= NONE else Guess("", confidence, best)


def strangeness_of(words: Iterable[str], tag: str) -> float:
    """Return how much rarer the letter triples of some folded words are than is usual in a language, beyond chance.

    In -2 ln of the likelihood of a triple; 0 where the language has no statistics.

    >>> strangeness_of(["this", "sentence"], "en"), strangeness_of("jurer jrer lbh nyy guvf gvzr".split(), "en") > 1
    (0.0, True)
    """
    base = tag.partition("-")[0].lower()
    given = [word for word in words if word]
    lists = _of_language(base)
    met = sum(_letters_cost(word, base) for word in given)
    return _strangeness(met, sum(map(len, given)), lists[1]) if lists and given else 0.0


@lru_cache(maxsize=_WORDS_KEPT)
def _letters_cost(word: str, tag: str) -> int:
    """Return what the letter triples of a word cost in a language: a triple for each letter."""
    lists = _of_language(tag)
    return sum(lists[0].get(gram, UNSEEN_GRAM) for gram in grams_of(word)) if lists else 0


@cache
def _of_language(tag: str) -> tuple[dict[str, int], float] | None:
    """Return the letter triples of a language and what one costs there on average; None where it has none."""
    lists = next((rows[tag][1] for rows in _statistics().values() if tag in rows), None)
    return (lists, _usual(lists)) if lists else None


def _usual(of_gram: dict[str, int]) -> float:
    """Return what a letter triple of a language costs on average."""
    shares = {cost: math.exp(-cost / 2) for cost in set(of_gram.values())}
    listed = sum(shares[cost] for cost in of_gram.values())
    return sum(shares[cost] * cost for cost in of_gram.values()) + (1 - listed) * UNSEEN_GRAM


def _strangeness(met: int, count: int, usual: float) -> float:
    """Return how much rarer so many triples of a text are than those of its language, beyond what chance allows."""
    return max(0.0, met / count - usual - STRANGE - CHANCE / math.sqrt(count))


def _cost(words: list[str], grams: Counter[str], of_word: dict[str, int], of_gram: dict[str, int]) -> float:
    """Return -2 ln of the likelihood; a language without letter triples is judged by its words."""
    by_words = sum(of_word.get(word, UNSEEN_WORD) for word in words)
    return by_words + (sum(of_gram.get(gram, UNSEEN_GRAM) * count for gram, count in grams.items()) if of_gram else 0)


@cache
def _statistics() -> dict[str, dict[str, tuple[dict[str, int], dict[str, int]]]]:
    """Return script -> language -> (words, letter triples), each with its cost."""
    data = json.loads((files("captionkit.languages") / "data.json").read_bytes())
    return {
        script: {tag: (_costs(row["words"]), _costs(row["grams"])) for tag, row in rows.items()}
        for script, rows in data.items()
    }


def _costs(levels: dict[str, str]) -> dict[str, int]:
    return {item: int(level) for level, items in levels.items() for item in items.split()}


def scripts_of(text: str) -> dict[str, int]:
    """Return how many letters of each script a text has; scripts without any are left out.

    >>> scripts_of("Да, yes.")
    {'Latin': 3, 'Cyrillic': 2}
    """
    patterns = _patterns()
    if not text or max(text) < _BEYOND_LATIN:
        patterns = {"Latin": patterns["Latin"]}
    counts = {name: len(pattern.findall(text)) for name, pattern in patterns.items()}
    return {name: count for name, count in counts.items() if count}


@cache
def script_for(tag: str) -> frozenset[str]:
    """Return the scripts that a language (BCP 47) is written in; empty where that is not known here.

    >>> sorted(script_for("ja")), sorted(script_for("pt-BR"))
    (['Han', 'Kana'], ['Latin'])
    """
    base = tag.partition("-")[0].lower()
    if base == "ja":
        return frozenset(("Han", "Kana"))
    only = [script for script, language in _ONLY.items() if language == base]
    return frozenset(only or [script for script, rows in _statistics().items() if base in rows])


@cache
def common_words(tag: str) -> frozenset[str]:
    """Return the 250 commonest words of a language (fewer for some), folded; empty where it is not listed.

    >>> "the" in common_words("en-GB"), common_words("xx")
    (True, frozenset())
    """
    base = tag.partition("-")[0].lower()
    return frozenset(word for rows in _statistics().values() for word in rows.get(base, ({}, {}))[0])


def costs_of(words: Iterable[str], tag: str) -> dict[str, float]:
    """Return, for each language written in the script of ``tag``, -ln of the likelihood of some folded words.

    Empty where ``tag`` is not listed. The difference of two is how much likelier one language is than another.

    >>> costs = costs_of(["quando", "vieram"], "pt")
    >>> min(costs, key=costs.__getitem__)
    'pt'
    """
    script = _listed_script(tag.partition("-")[0].lower())
    if not script:
        return {}
    given = list(words)
    whole, letters = len(given) * UNSEEN_WORD, sum(map(len, given)) * UNSEEN_GRAM
    tags = _gains(script)[2]
    gains = map(sum, zip(*(_gain_of(word, script) for word in given), strict=True)) if given else [0] * len(tags)
    return {
        tag: (whole + (letters if lettered else 0) - gain) / 2
        for (tag, lettered), gain in zip(tags.items(), gains, strict=True)
    }


def odds_between(words: Iterable[str], one: str, two: str) -> float:
    """Return how much likelier (in ln) some folded words are in one language than in another; 0 where one is not listed
    or they are in different scripts: the difference of :func:`costs_of`, for these two alone.

    >>> odds_between(["quando", "vieram"], "pt", "es") > 0 > odds_between(["quando", "vieram"], "es", "pt")
    True
    """
    first, second = (tag.partition("-")[0].lower() for tag in (one, two))
    script = _listed_script(second)
    if not script or _listed_script(first) != script:
        return 0.0
    given, tags, places = list(words), _gains(script)[2], _places(script)
    i, j = places[first], places[second]
    more = sum((gains := _gain_of(word, script))[i] - gains[j] for word in given)
    letters = sum(map(len, given)) * UNSEEN_GRAM
    return (more + letters * (tags[second] - tags[first])) / 2


@cache
def _listed_script(tag: str) -> str:
    """Return the script under which a language has statistics; ``""`` where it has none."""
    return next((script for script, rows in _statistics().items() if tag in rows), "")


@cache
def _places(script: str) -> dict[str, int]:
    """Return the place of each language of a script."""
    return {tag: place for place, tag in enumerate(_statistics()[script])}


_Gains = dict[str, tuple[int, ...]]


@lru_cache(maxsize=_WORDS_KEPT)
def _gain_of(word: str, script: str) -> tuple[int, ...]:
    """Return by how much a word and its letter triples make each language of a script likelier, in the lists' steps."""
    of_word, of_gram, tags = _gains(script)
    rows = [row for gram in grams_of(word) if (row := of_gram.get(gram))]
    rows += [of_word[word]] if word in of_word else []
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(tags)


@cache
def _gains(script: str) -> tuple[_Gains, _Gains, dict[str, bool]]:
    """Return, for words and for letter triples, by how much each makes every language likelier, listed there or not."""
    of_word: dict[str, list[int]] = {}
    of_gram: dict[str, list[int]] = {}
    rows = _statistics()[script]
    for place, (words, grams) in enumerate(rows.values()):
        for items, gains, unseen in ((words, of_word, UNSEEN_WORD), (grams, of_gram, UNSEEN_GRAM)):
            for item, cost in items.items():
                gains.setdefault(item, [0] * len(rows))[place] = unseen - cost
    tags = {tag: bool(grams) for tag, (_, grams) in rows.items()}
    return {k: tuple(v) for k, v in of_word.items()}, {k: tuple(v) for k, v in of_gram.items()}, tags
