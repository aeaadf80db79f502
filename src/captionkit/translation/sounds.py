"""Speakers' labels and sounds in another language: the frequent ones by a table of our own, each in the form it had.

``data/labels.tsv`` has a row a meaning: its kind (``label`` or ``sound``), then its words in each language, of which
the first is written and all are known. A label or sound is a text without a sentence around it, on which
translators are weakest ("Bell" as a name, "slams" as a noun). What the table lacks is asked for as a text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from captionkit.text.labels import label_of
from captionkit.translation.writing import raised

__all__ = ["in_form_of", "is_known", "translated_label", "translated_sound"]

_NUMBERED = re.compile(r"(?P<word>.*?)(?P<number>\s*#?\d+)?")
#: Languages that write nouns with a capital: a capital is never taken away.
_NOUN_CAPITALS = frozenset(("de", "lb"))


@cache
def _table() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    rows = (files("captionkit.translation") / "data/labels.tsv").read_text("utf-8").splitlines()
    head, *body = (tuple(row.split("\t")) for row in rows)
    return head, tuple(body)


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _words(kind: str, source: str, target: str) -> Mapping[str, str]:
    """Return the texts of a kind that the source language has, each with the target's ("" where the table lacks it)."""
    head, body = _table()
    if source not in head[1:]:
        return {}
    one, two = head.index(source), head.index(target) if target in head[1:] else None
    words: dict[str, str] = {}
    for row in body:
        if row[0] == kind:
            for word in row[one].split("/"):
                words.setdefault(_plain(word), row[two].split("/")[0] if two else "")
    return words


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("\u2019", "'").split()).strip(".!\u2026 ")


def translated_sound(text: str, source: str, target: str) -> str:
    """Return a sound's or manner's translation in the form it has; ``""`` where the table does not know it.

    >>> translated_sound("DOOR SLAMS", "en", "es"), translated_sound("laughter", "en", "de")
    ('PORTAZO', 'Gelächter')
    >>> translated_sound("the lamp falls over", "en", "es")
    ''
    """
    word = _words("sound", _base(source), _base(target)).get(_plain(text), "")
    return in_form_of(text, word, target) if word else ""


def translated_label(prefix: str, source: str, target: str) -> str:
    """Return the text before a speaker's words with its label and manner translated, as far as the table knows them.

    >>> translated_label("- OLD WOMAN [on radio]: ", "en", "es"), translated_label("ANN: ", "en", "es")
    ('- ANCIANA [por radio]: ', 'ANN: ')
    >>> translated_label("MAN 2: ", "en", "pt")
    'HOMEM 2: '
    """
    label = label_of(prefix.rstrip() + " a")  # words follow
    if label is None:
        return prefix
    match = _NUMBERED.fullmatch(label.name)
    name, number = (match["word"], match["number"] or "") if match else (label.name, "")
    word = _words("label", _base(source), _base(target)).get(_plain(name), "")
    if word:
        prefix = prefix.replace(name + number, in_form_of(name, word, target) + number, 1)
    manner = translated_sound(label.manner, source, target) if label.manner else ""
    return prefix.replace(label.manner, manner, 1) if manner else prefix


def is_known(name: str, source: str) -> bool:
    """Return whether a label is a common one of its language, not a name.

    >>> is_known("OLD WOMAN", "en"), is_known("ANN", "en")
    (True, False)
    """
    match = _NUMBERED.fullmatch(name)
    return _plain(match["word"] if match else name) in _words("label", _base(source), "")


def in_form_of(text: str, made: str, language: str) -> str:
    """Return a label or sound in capitals, with a capital first or without, as its original; no stop that that lacks.

    >>> in_form_of("DOOR SLAMS", "portazo.", "es"), in_form_of("Laughter", "risas", "es")
    ('PORTAZO', 'Risas')
    """
    if text[-1:].isalnum():
        made = made.rstrip(".") or made
    first = next((c for c in text if c.isalpha()), "")
    if text.upper() == text and text.lower() != text:
        return raised(made, language)
    if first.isupper():
        return made[:1].upper() + made[1:]
    lowers = first.islower() and made[:2] != made[:2].upper() and _base(language) not in _NOUN_CAPITALS
    return made[:1].lower() + made[1:] if lowers else made
