"""Which words of two languages mean the same: the commonest concepts, from a table of our own.

``data/concepts.tsv`` holds about 300 concepts in twelve languages, each with its frequent forms. It is a prior, not a
dictionary: how much a pair of words weighs is decided by the replies at hand (:mod:`.order`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from captionkit.translation.proof.text import fold, folded_words

__all__ = ["Concepts", "concepts_for", "negatives", "same_word"]


def same_word(one: str, two: str) -> bool:
    """Return whether two folded words are forms of one: equal, or alike but for the last two letters.

    >>> same_word("barco", "barcos"), same_word("casa", "caso"), same_word("sol", "sola")
    (True, False, False)
    """
    if one == two:
        return True
    size = min(len(one), len(two))
    return size >= 5 and abs(len(one) - len(two)) <= 4 and one[: max(4, size - 2)] == two[: max(4, size - 2)]


class Concepts:
    """The words of one language pair: each folded source word with the target forms it may become."""

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self._words = dict(words)

    def __bool__(self) -> bool:
        return bool(self._words)

    def __getitem__(self, word: str) -> frozenset[str]:
        return self._words.get(word, frozenset())

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def joined(self, more: Mapping[str, Iterable[str]]) -> Concepts:
        """Return these words and more (learned ones)."""
        words = dict(self._words)
        for word, forms in more.items():
            words[word] = words.get(word, frozenset()) | frozenset(forms)
        return Concepts(words)


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Return the cells of each language's column."""
    rows = (files("captionkit.translation") / "data/concepts.tsv").read_text("utf-8").splitlines()
    columns = zip(*(row.split("\t") for row in rows), strict=True)
    return {column[0]: column[1:] for column in columns}


@cache
def _column(tag: str) -> list[frozenset[str]]:
    return [_forms(cell) for cell in _table()[tag]]


def _forms(cell: str) -> frozenset[str]:
    return frozenset(word for form in cell.split("/") for word in folded_words(fold(form)))


@cache
def concepts_for(source: str, target: str) -> Concepts:
    """Return the words known for a pair of languages (BCP 47); none where the table lacks one of them.

    >>> "barco" in concepts_for("en", "es")["boat"], bool(concepts_for("en", "xx"))
    (True, False)
    """
    base = [tag.partition("-")[0].lower() for tag in (source, target)]
    base = ["no" if tag in ("nb", "nn") else tag for tag in base]
    table = _table()
    if base[0] == base[1] or any(tag not in table for tag in base):
        return Concepts({})
    words: dict[str, frozenset[str]] = {}
    for one, two in zip(_column(base[0]), _column(base[1]), strict=True):
        for word in one:
            words[word] = words.get(word, frozenset()) | two
    return Concepts(words)


@cache
def negatives(tag: str) -> frozenset[str]:
    """Return the negative words of a language (the first row of the table); empty where it is not in the table.

    >>> "nunca" in negatives("pt"), negatives("xx")
    (True, frozenset())
    """
    forms = _table().get(tag.partition("-")[0].lower(), ("",))[0]
    return frozenset(fold(form) for form in forms.split("/") if form and "'" not in form)
