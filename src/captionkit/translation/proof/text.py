"""What texts are made of, as far as a proof looks at them: words, addresses, numbers, folded forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from captionkit.text.scripts import count_unspaced, has_unspaced

__all__ = [
    "cleaned", "count_tokens", "fold", "folded_words", "grams", "has_term", "links_in", "names_in",
    "nothing_to_translate", "unlike", "weight", "without_links", "word_row", "words_of",
]  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]|(?<![\w@./-])(?:[A-Za-z][\w-]{0,60}\.){1,4}(?:com|org|net|edu|gov|int|info|io)"
    r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?(?![\w-])|"
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w|(?<!\w)(?:@\w{2,}|#[^\W\d]\w+)"
)
#: What every address, handle and tag has: most texts have none, and this is seen sooner.
_LINK_SIGN = re.compile(r"[@#]|\.\S|://")
_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_NAME = re.compile(r"[A-Z\u00c0-\u00de\u0410-\u042f](?<=[\w,;:] .)[\w-]{2,}")


def words_of(text: str) -> list[str]:
    """Return the words of letters in a text.

    >>> words_of("It's 5 o'clock, John.")
    ["It's", "o'clock", 'John']
    """
    return list(word_row(text))


@lru_cache(maxsize=2048)
def word_row(text: str) -> tuple[str, ...]:
    """Return the words of :func:`words_of`, found once for each text."""
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return a text in lower case and without accents.

    >>> fold("Às três, São João!")
    'as tres, sao joao!'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join([c for c in apart if c < "\u0300" or not unicodedata.combining(c)])


@lru_cache(maxsize=8192)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the runs of letters of a text, folded.

    >>> folded_words("L'été, déjà?")
    ('l', 'ete', 'deja')
    """
    return tuple(_LETTERS.findall(fold(text)))


@lru_cache(maxsize=4096)
def grams(text: str) -> frozenset[str]:
    """Return the letter triples of a folded text, across its words."""
    plain = f" {' '.join(folded_words(text))} "
    return frozenset(plain[i : i + 3] for i in range(len(plain) - 2))


@lru_cache(maxsize=8192)
def _word_set(text: str) -> frozenset[str]:
    return frozenset(folded_words(text))


def unlike(one: str, two: str) -> bool:
    """Return whether two texts share fewer than half their words."""
    first, second = _word_set(one), _word_set(two)
    shared = len(first & second)
    return shared * 3 < len(first) + len(second) if first or second else one != two


def links_in(text: str) -> list[str]:
    """Return the addresses, handles and tags in a text, which no translation may change."""
    return _LINK.findall(text) if _LINK_SIGN.search(text) else []


def without_links(text: str) -> str:
    """Return a text without its addresses, handles and tags."""
    return _LINK.sub(" ", text) if _LINK_SIGN.search(text) else text


@lru_cache(maxsize=8192)
def names_in(text: str) -> frozenset[str]:
    """Return the folded words that a capital inside a sentence marks as names.

    >>> names_in("Then Ana met Doctor Lopes.") == {"ana", "doctor", "lopes"}
    True
    """
    return frozenset([fold(name) for name in _NAME.findall(text)])


def count_tokens(text: str) -> int:
    """Return roughly how many tokens a language model makes of a text: four characters each, one a character in scripts
    without spaces. An estimate, for costs.
    """
    dense = count_unspaced(text)
    return dense + (len(text) - dense + 3) // 4


def nothing_to_translate(text: str) -> bool:
    """Return whether a text holds no word: a number, a note, an address.

    >>> nothing_to_translate("12:30"), nothing_to_translate("No.")
    (True, False)
    """
    return not word_row(without_links(text))


def cleaned(reply: object) -> str:
    r"""Return a reply as one line; ``""`` for what is not text.

    >>> cleaned(" Buenas\n tardes. "), cleaned(None)
    ('Buenas tardes.', '')
    """
    return _BLANKS.sub(" ", reply).strip() if isinstance(reply, str) else ""


def weight(text: str) -> float:
    """Return the length of a text; a letter of a script without spaces counts two and a half: it carries that much."""
    return len(text) + 1.5 * count_unspaced(text)


def has_term(text: str, term: str, exact: bool) -> bool:
    """Return whether a glossary term stands in a text as a word of its own (inside one, in scripts without spaces)."""
    edge = "" if has_unspaced(term) else r"(?!\w)"
    flags = 0 if exact else re.IGNORECASE
    return re.search(("" if not edge else r"(?<!\w)") + re.escape(term) + edge, text, flags) is not None
