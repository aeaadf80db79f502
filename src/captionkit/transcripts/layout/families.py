"""The families of labels: in which ways a row may name who speaks, and what saying so costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.people import Name, clean, key_of
from captionkit.transcripts.layout.rows import Row

__all__ = ["FAMILIES", "STOPS", "TOGETHER", "Candidate", "Family", "Item", "candidate_of", "family_of"]

#: What a sentence or a mark ends with.
STOPS = (
    *(*TERMINATORS, ":", "："),
    *('"', "”", "»", ")", "]", "'", "’", "」", "』", "）", "】", "~", "♪"),
)


@dataclass(slots=True)
class Item:
    """A row as the label layer sees it: its ``text`` less its time, the name ``beside`` the time, and what is open.

    ``timed`` is 1 where a time begins the row, 2 where it is alone on it; ``mark`` is ``>>`` or ``>>>`` or another sign
    of a new speaker that was taken off; ``opens`` says that a paragraph begins here.
    """

    row: Row
    text: str
    timed: int = 0
    beside: str = ""
    mark: str = ""
    gap: int = 0
    opens: bool = False


class Candidate(NamedTuple):
    """What may be a label: where, in which family, the ``raw`` text of the label, the name in it, and the ``rest``."""

    at: int
    family: str
    raw: str
    name: Name
    key: str
    rest: str


class Family(NamedTuple):
    """A way to write labels: ``cost`` (bits) is what it takes to say that a text uses it.

    ``twice``: some name must come twice. ``own``: the label stands on a row of its own. ``certain``: what it looks like
    is also said in sentences, so that it must stand nearly everywhere. ``example`` shows it.
    """

    name: str
    cost: float
    twice: bool
    example: str
    own: bool = False
    certain: bool = False


FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family("colon", 6, False, "NAME: TEXT"),
        Family("colon-line", 10, False, "NAME:\nTEXT", own=True),
        Family("beside", 4, False, "NAME TIME"),
        Family("bold", 8, False, "**NAME** TEXT"),
        Family("bold-line", 10, False, "**NAME**\nTEXT", own=True),
        Family("dot-dash", 8, False, "NAME.- TEXT"),
        Family("tab", 8, True, "NAME\tTEXT"),
        Family("wide-blank", 10, True, "NAME\u3000TEXT"),
        Family("header", 8, False, "SPEAKER: NAME\nTEXT", own=True),
        Family("hash", 10, False, "#1 TEXT"),
        Family("dot", 12, True, "NAME. TEXT"),
        Family("handle", 14, True, "@NAME TEXT"),
        Family("stop", 18, True, "NAME. TEXT", certain=True),
        Family("quote", 12, True, "NAME「TEXT」"),
        Family("gap", 12, True, "NAME    TEXT"),
        Family("dash", 14, True, "NAME - TEXT"),
        Family("square", 14, True, "[NAME] TEXT"),
        Family("corner", 10, True, "【NAME】TEXT"),
        Family("number", 14, True, "NAME 1 TEXT"),
        Family("line", 18, True, "NAME\nTEXT", own=True),
        Family("round", 18, True, "(NAME) TEXT"),
        Family("capitals", 14, True, "NAME Text"),
        Family("keyed", 10, True, "speaker=NAME TEXT"),
        Family("sign", 16, True, "NAME | TEXT"),
    )
}

#: Families that live together although each has names of its own.
TOGETHER = (
    frozenset(("dot", "colon")),
    frozenset(("gap", "colon")),
    frozenset(("dot", "gap")),
    frozenset(("dot", "stop")),
    frozenset(("bold", "colon")),
    frozenset(("bold-line", "colon")),
    frozenset(("bold", "bold-line")),
    frozenset(("dot-dash", "colon")),
    frozenset(("colon", "colon-line")),
    frozenset(("colon", "beside")),
    frozenset(("line", "beside")),
)


def family_of(name: str) -> Family:
    """Return the family of this name; the signs found in the text make one of their own."""
    if name.startswith("sign "):
        _, lead, sep = name.split(" ")
        return FAMILIES["sign"]._replace(name=name, example=f"{lead}{' ' if lead else ''}NAME {sep} TEXT")
    return FAMILIES[name]


def candidate_of(at: int, family: str, raw: str, rest: str) -> Candidate:
    """Return a candidate whose name is what a label says, cleaned."""
    name = clean(raw)
    return Candidate(at, family, raw, name, key_of(name.speaker), rest.strip())
