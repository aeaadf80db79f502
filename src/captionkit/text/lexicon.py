"""What a language's closed-class words are: data files read once, looked up by word.

One JSON file a language in ``data/words``: ``classes`` (articles, prepositions, ...; the same class names in every
language, so that one break model serves them all), ``suffixes`` of open classes, and the ``abbreviations`` that the
sentence splitter must not stop at. The lists are our own compilation of grammar facts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from captionkit.values import field, value

__all__ = ["LANGUAGES", "Lexicon", "lexicon"]

#: Languages with a word list; every other falls back to punctuation, shape and position.
LANGUAGES = ("en", "fr", "es", "de", "it", "pt", "nl", "ru")


@value
class Lexicon:
    """A language's closed classes.

    ``classes`` maps a lower-case word to its class, ``suffixes`` lists (ending, class) with the longest first,
    ``open`` maps frequent nouns, verbs and adjectives to theirs where their ending does not show it,
    ``abbreviations`` maps an abbreviation without its final stop to ``title``, ``number``, ``end`` or ``middle``.

    >>> lexicon("en").classes["the"], lexicon("en").abbreviations["dr"]
    ('article', 'title')
    """

    language: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)
    suffixes: tuple[tuple[str, str], ...] = ()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)


def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a BCP 47 tag (``"en"``, ``"pt-BR"``); an empty one for a language without lists."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return _read(base if base in LANGUAGES else "")


@cache
def _read(base: str) -> Lexicon:
    if not base:
        return Lexicon()
    data = json.loads((files("captionkit.text") / "data" / "words" / f"{base}.json").read_bytes())
    suffixes = [(ending, name) for name, endings in data["suffixes"].items() for ending in endings.split()]
    return Lexicon(
        language=base,
        classes=_inverted(data["classes"]),
        suffixes=tuple(sorted(suffixes, key=lambda pair: -len(pair[0]))),
        abbreviations=_inverted(data["abbreviations"]),
        open=_inverted(data.get("open", {})),
    )


def _inverted(lists: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in reversed(list(lists.items())) for word in words.split()}
