"""What a language's closed-class words are: data files read once, looked up by word.

One TOML file a language in ``data/words``: ``classes`` (articles, prepositions, clitics ...; the same class names in
every language, so that one break model serves them all), ``ties`` (classes whose words lean on the next or on the
previous word, so that no line ends or begins with them), ``suffixes`` of open classes, and the ``abbreviations`` that
the sentence splitter must not stop at. The lists are our own compilation of grammar facts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from captionkit.values import field, value

__all__ = ["LANGUAGES", "Lexicon", "abbreviations", "adverbs", "lexicon"]

#: Languages with a word list (of zh, ja and th ties alone); lines of every other break by marks and balance.
LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja",
    "ko", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "zh",
)  # fmt: skip
#: Other codes of those languages.
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "bs": "hr", "sh": "hr"}


@value
class Lexicon:
    """A language's closed classes.

    ``classes`` maps a lower-case word to its class, ``suffixes`` lists (ending, class) with the longest first,
    ``open`` maps frequent nouns, verbs and adjectives to theirs where their ending does not show it,
    ``abbreviations`` maps an abbreviation without its final stop to ``title``, ``number``, ``end`` or ``middle``.
    ``not_last`` are the words that lean on the next one, ``not_first`` those that lean on the one before;
    ``separable`` are prefixes of verbs that may not stand alone before a mark. ``pairs`` maps the first word of a pair
    that is one word in all but writing (``est-ce que``, ``ya que``) to what may be its second; ``attributive`` are
    adjectives, or their endings, before the noun that they describe, ``postposed`` endings of adjectives behind it.

    >>> lexicon("en").classes["the"], lexicon("en").abbreviations["dr"], "się" in lexicon("pl").not_first
    ('article', 'title', True)
    """

    language: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)
    suffixes: tuple[tuple[str, str], ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    not_last: frozenset[str] = frozenset()
    not_first: frozenset[str] = frozenset()
    separable: frozenset[str] = frozenset()
    pairs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    attributive: tuple[str, ...] = ()
    postposed: tuple[str, ...] = ()


def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a BCP 47 tag (``"en"``, ``"pt-BR"``); an empty one for a language without lists."""
    base = language.replace("_", "-").partition("-")[0].lower()
    base = _SAME.get(base, base)
    return _read(base if base in LANGUAGES else "")


@cache
def _read(base: str) -> Lexicon:
    if not base:
        return Lexicon()
    data = tomllib.loads((files("captionkit.text") / "data" / "words" / f"{base}.toml").read_text("utf-8"))
    suffixes = [(ending, name) for name, endings in data.get("suffixes", {}).items() for ending in endings.split()]
    classes, ties = _inverted(data["classes"]), data["ties"]
    return Lexicon(
        language=base,
        classes=classes,
        suffixes=tuple(sorted(suffixes, key=lambda pair: -len(pair[0]))),
        abbreviations=_inverted(data.get("abbreviations", {})),
        open=_inverted(data.get("open", {})),
        not_last=_of(classes, ties["last"]) | frozenset(ties.get("also_last", "").split()),
        not_first=_of(classes, ties["first"]) | frozenset(ties.get("also_first", "").split()),
        separable=frozenset(ties.get("separable", "").split()),
        pairs=_followers(ties.get("pairs", "")),
        attributive=tuple(ties.get("attributive", "").split()),
        postposed=tuple(ties.get("postposed", "").split()),
    )


def _inverted(lists: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in reversed(list(lists.items())) for word in words.split()}


def _followers(pairs: str) -> dict[str, frozenset[str]]:
    """Return first word -> its second words, of pairs parted by commas (``beaucoup de/d'``)."""
    found: dict[str, frozenset[str]] = {}
    for first, seconds in map(str.split, filter(str.strip, pairs.split(","))):
        found[first] = found.get(first, frozenset()) | frozenset(seconds.split("/"))
    return found


def _of(classes: Mapping[str, str], names: str) -> frozenset[str]:
    """Return the words of some classes."""
    wanted = frozenset(names.split())
    return frozenset(word for word, name in classes.items() if name in wanted)


#: Languages whose words are looked at where the text's own language is not known.
_WIDELY_READ = ("en", "fr", "es", "pt", "it", "de", "nl")


@cache
def adverbs() -> frozenset[str]:
    """Return adverbs, small words and the like of the widely read languages, some of which end as verbs do.

    >>> {"sometimes", "quizás", "toujours"} <= adverbs(), "coughs" in adverbs()
    (True, False)
    """
    found: set[str] = set()
    for words in map(lexicon, _WIDELY_READ):
        found |= words.classes.keys()
        found |= {word for word, kind in words.open.items() if not kind.startswith(("verb", "noun"))}
    return frozenset(found)


@cache
def abbreviations() -> frozenset[str]:
    """Return abbreviations of the widely read languages, those of numbers left out, which are words too.

    >>> "ste" in abbreviations(), "no" in abbreviations()
    (True, False)
    """
    tables = [lexicon(language).abbreviations for language in _WIDELY_READ]
    return frozenset(word for table in tables for word, kind in table.items() if kind != "number")
