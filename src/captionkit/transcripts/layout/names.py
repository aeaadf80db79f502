"""Speaker labels: ``NAME: text``, with roles and manners, apart from clauses that merely hold a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from captionkit.transcripts.layout.rows import Row, tidy
from captionkit.transcripts.layout.words import OPENERS, PARTICLES, ROLES

__all__ = ["Label", "Labels", "find_labels", "label_of", "plausible_name", "split_role"]

_LABEL = re.compile(r"(?P<name>[^\W_][^:：]{0,99}?)[ \t\u00a0\u202f]*[:：](?!//|\d|\))[ \t\u00a0]*(?P<rest>.*)\Z", re.S)
_MANNER = re.compile(r"[ \t]*[(\[](?P<manner>[^()\[\]]{1,60})[)\]]\Z")
_TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Capt|Lt|Sgt|St|Hon|Rev|Jr|Sr|[^\W\d_])\.", re.I)
_SENTENCE = re.compile(r"[!?…;=<>|\"“”„«»/\\#@*{}]|\.(?:\s|$)|\.\.")
_DIGITS = re.compile(r"\d+")


class Label(NamedTuple):
    """A label found at the beginning of a row: the speaker, the role and manner beside the name, and the text after."""

    speaker: str
    role: str
    manner: str
    rest: str


def split_role(name: str) -> tuple[str, str, str]:
    """Return (name, role, manner) of a label's text.

    >>> split_role("BOB RAY, CORRESPONDENT (voice-over)")
    ('BOB RAY', 'CORRESPONDENT', 'voice-over')
    """
    manner = ""
    match = _MANNER.search(name)
    if match is not None:
        manner, name = match["manner"].strip(), name[: match.start()]
    name, _, role = name.partition(",")
    return tidy(name), tidy(role), manner


def label_of(text: str) -> Label | None:
    """Return the label that ``text`` may begin with, going by its form alone.

    >>> label_of("MR. RAY: Objection.")
    Label(speaker='MR. RAY', role='', manner='', rest='Objection.')
    >>> label_of("He said: no.") is None
    True
    """
    match = _LABEL.match(text)
    if match is None:
        return None
    name, role, manner = split_role(match["name"])
    if not plausible_name(name) or len(role.split()) > 8:
        return None
    return Label(name, role, manner, match["rest"].strip())


def plausible_name(name: str) -> bool:
    """Tell whether ``name`` has the form of a speaker's name: up to four words, each of them capital or caseless."""
    if not name or len(name) > 60 or _SENTENCE.search(_TITLES.sub("", name)):
        return False
    words = name.split()
    if len(words) > 4 + sum(word[0].isdigit() for word in words) or not any(c.isalpha() for c in name):
        return False
    if not name.isascii() and _caseless(name) and len(name) > 12 * len(words):
        return False
    if words[0][0].islower():
        return words[0].lower() in ROLES
    return all(not word[0].islower() or word in PARTICLES for word in words)


def _caseless(text: str) -> bool:
    return text.upper() == text.lower()


class Labels(NamedTuple):
    """The labels that a whole text bears out: every accepted name, by its folded form."""

    names: dict[str, str]
    """Folded name as written -> the speaker it stands for."""

    def of(self, text: str) -> Label | None:
        """Return the label that ``text`` begins with, if the text as a whole supports it."""
        label = label_of(text)
        if label is None:
            return None
        speaker = self.names.get(_key(label.speaker))
        return None if speaker is None else label._replace(speaker=speaker)


def _key(name: str) -> str:
    return tidy(name).casefold()


def find_labels(rows: Sequence[Row] | Iterable[Row]) -> Labels:
    """Return the labels used in these rows.

    A name is one by its form (capitals, a role, first and last name), by recurring, or where most blocks begin with a
    label; a word that opens clauses ("Note:") has to recur as the label of several blocks to count.
    """
    rows = list(rows)
    found = [(row, label) for row in rows if (label := label_of(row.text)) is not None]
    counts = Counter(_key(label.speaker) for _, label in found)
    blocks = sum(1 for row in rows if row.gap) + 1
    usual = _majority(found, len(rows), blocks)
    names: dict[str, str] = {}
    for _, label in found:
        key = _key(label.speaker)
        if key not in names and _accepted(label, counts[key], usual):
            names[key] = label.speaker
    return Labels(_surnames(names))


def _majority(found: Sequence[tuple[Row, Label]], rows: int, blocks: int) -> bool:
    real = [label for _, label in found if _key(label.speaker).rstrip(".") not in OPENERS]
    return len(real) >= 0.5 * min(rows, blocks)


def _accepted(label: Label, count: int, usual: bool) -> bool:
    name = label.speaker
    key = _key(name).rstrip(".")
    stem = _DIGITS.sub("", key).strip()
    words = key.split()
    if key in OPENERS or words[0] in OPENERS - ROLES:
        return False
    if stem in ROLES or words[0] in ROLES:
        return True
    if count >= 2 or usual or label.manner:
        return True
    shouted = name.upper() == name and name.lower() != name and len(stem) > 1
    return shouted or len(words) in (2, 3) or bool(label.role)


def _surnames(names: dict[str, str]) -> dict[str, str]:
    """Let a surname stand for the full name it ends, where only one name ends so."""
    ends = Counter(key.split()[-1] for key in names if len(key.split()) > 1)
    full = {key.split()[-1]: name for key, name in names.items() if len(key.split()) > 1}
    return {key: full[key] if ends.get(key) == 1 and " " not in key else name for key, name in names.items()}
