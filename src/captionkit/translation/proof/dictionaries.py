"""Words by installed dictionaries: FreeDict's (``/usr/share/dictd``) and Apertium's, neither needed nor bundled.

Read once a run, when words are first compared, never at start-up. ``CAPTIONKIT_DICTIONARIES`` names another folder of
dictd files (``freedict-eng-spa.index`` and ``.dict.dz``).
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from captionkit.errors import CaptionkitError
from captionkit.languages.codes import three_letters
from captionkit.translation.proof.concepts import same_word
from captionkit.translation.proof.language import ordinary_words
from captionkit.translation.proof.text import fold, folded_words

__all__ = ["dictionary_words"]

_FOLDER = Path("/usr/share/dictd")
#: Bytes of a packed and of an unpacked dictionary above which it is left alone: reading it would take seconds.
_PACKED, _UNPACKED = 4_000_000, 40_000_000
#: Renderings of a word that are taken; words of one rendering: longer ones explain.
_RENDERINGS, _LONGEST = 12, 3
#: Words sent through Apertium at once; of a track beyond these none.
_MOST = 2_000
_DIGITS = {c: n for n, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
#: What stands in an entry beside renderings: pronunciation, grammar, notes in brackets, numbers of senses.
_ASIDE = re.compile(r"/[^/\n]*/|<[^<>\n]*>|\([^()\n]*\)|\[[^\[\]\n]*\]|^\s*\d+\.", re.MULTILINE)


def dictionary_words(words: Iterable[str], source: str, target: str) -> dict[str, frozenset[str]]:
    """Return the folded words of a source language that installed dictionaries know, with their folded renderings.

    Nothing where none is installed for the pair, or where a program fails: this is evidence, not a need.

    >>> dictionary_words(["boat"], "en", "xx")
    {}
    """
    wanted = [word for word in dict.fromkeys(words) if len(word) > 2]
    found: dict[str, frozenset[str]] = {}
    for path in _dictionaries(source, target):
        heads = _read(path)
        found |= {word: forms for word in wanted if word not in found and (forms := _in(heads, word))}
    for word, forms in _by_apertium(tuple(wanted[:_MOST]), source, target).items():
        found[word] = found.get(word, frozenset()) | forms
    return found


def _dictionaries(source: str, target: str) -> Iterator[Path]:
    folder = Path(os.environ.get("CAPTIONKIT_DICTIONARIES") or _FOLDER)
    one, two = (three_letters(tag.partition("-")[0].lower()) for tag in (source, target))
    path = folder / f"freedict-{one}-{two}.index"
    packed = path.with_suffix(".dict.dz")
    if one and two and path.is_file() and packed.is_file() and packed.stat().st_size <= _PACKED:
        yield path


@lru_cache(maxsize=4)
def _read(path: Path) -> Mapping[str, frozenset[str]]:
    """Return the entries of a dictd dictionary: folded heads of one word with their renderings; none of a broken one.

    A line of the index holds a head, and where its entry begins and how long it is, in base 64.
    """
    try:
        with gzip.open(path.with_suffix(".dict.dz")) as file:
            entries = file.read(_UNPACKED)
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except (OSError, EOFError):
        return {}
    made: dict[str, set[str]] = {}
    for line in lines:
        head, _, place = line.partition("\t")
        words = folded_words(head)
        begin, _, length = place.partition("\t")
        if len(words) != 1 or head.startswith("00database") or not set(begin + length) <= _DIGITS.keys():
            continue
        start = _number(begin)
        entry = entries[start : start + _number(length)].decode("utf-8", errors="replace")
        made.setdefault(words[0], set()).update(_renderings(entry))
    return {head: frozenset(forms) for head, forms in made.items() if forms}


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + _DIGITS[digit]
    return value


def _renderings(entry: str) -> list[str]:
    """Return the words of an entry's renderings: all lines but its head, split at commas."""
    body = _ASIDE.sub(" ", entry.partition("\n")[2])
    found: list[str] = []
    for part in re.split(r"[,;:\n]", body)[:_RENDERINGS]:
        words = folded_words(part)
        if 0 < len(words) <= _LONGEST:
            found += words if len(words) == 1 else [word for word in words if len(word) > 3]
    return found


def _in(heads: Mapping[str, frozenset[str]], word: str) -> frozenset[str]:
    """Return what a dictionary has under a word, or under the head that it is a form of."""
    if word in heads:
        return heads[word]
    for size in range(1, min(4, len(word) - 3)):
        for end in ("", "e", "y"):
            head = word[: len(word) - size] + end
            if head in heads and (same_word(head, word) or size == 1 or word[-size:] in ("es", "ed", "ing")):
                return heads[head]
    return frozenset()


@lru_cache(maxsize=8)
def _by_apertium(words: tuple[str, ...], source: str, target: str) -> dict[str, frozenset[str]]:
    from captionkit.translation.backends.apertium import BACKEND, apertium
    from captionkit.translation.base import Request

    if not words or BACKEND.missing():
        return {}
    try:
        replies = apertium({"timeout": "20"})(words, Request(source, target))
    except CaptionkitError:
        return {}
    ordinary, found = ordinary_words(target), {}
    for word, reply in zip(words, replies, strict=False):
        forms = folded_words(fold(str(reply)))
        kept = [form for form in forms if form not in ordinary and len(form) > 2] or [*forms]
        if 0 < len(forms) <= _LONGEST and not getattr(reply, "unknown", ()) and forms != (word,):
            found[word] = frozenset(kept)
    return found
