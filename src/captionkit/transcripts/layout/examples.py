"""A layout by example, ``NAME (TIME): TEXT``: what stands for a name, a time, the text, and all else as it is.

A user states one, or the text itself shows one (``induced``); both are read here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from captionkit.text.letters import LETTERS
from captionkit.transcripts.layout.affixes import without_shared
from captionkit.transcripts.layout.clocks import Clock, begun
from captionkit.transcripts.layout.extent import Outside, roles_of
from captionkit.transcripts.layout.families import Candidate, Item
from captionkit.transcripts.layout.heads import Head
from captionkit.transcripts.layout.labels import Layer
from captionkit.transcripts.layout.openings import openings_of
from captionkit.transcripts.layout.people import Facts, clean, key_of
from captionkit.transcripts.layout.reading import Reading
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.stamps import ANY, parse
from captionkit.transcripts.layout.standing import BEFORE, IN
from captionkit.transcripts.layout.times import Stamp

__all__ = ["is_example", "read_example", "words_of"]

_TOKEN = re.compile(r"(?<![A-Z])(NAME|SPEAKER|TIME|START|END|NUMBER|TEXT)(?![A-Z])")
_PARTS = {
    "name": r"(?P<name>\S[^\n]{0,110}?)",
    "time": rf"(?P<time>{ANY}|\d{{1,6}}(?:[.,]\d{{1,6}})?)",
    "end": rf"(?P<end>{ANY}|\d{{1,6}}(?:[.,]\d{{1,6}})?)",
    "number": r"(?P<number>\d{1,6})",
    "text": r"(?P<text>.*)",
}
_WORD = {
    "NAME": "name",
    "SPEAKER": "name",
    "TIME": "time",
    "START": "time",
    "END": "end",
    "NUMBER": "number",
    "TEXT": "text",
}
_ANY_DASH = "[-\u2012-\u2015]{1,2}"
#: The same where no part of it belongs to what stands before it.
_WHOLE_DASH = f"(?<![-\u2012-\u2015]){_ANY_DASH}"
_BLANKS = "[ \\t\u00a0\u3000]"


def is_example(layout: str) -> bool:
    """Tell whether this is a layout by example.

    >>> is_example("NAME says TEXT"), is_example("labels")
    (True, False)
    """
    return _TOKEN.search(layout) is not None


def words_of(layout: str) -> list[str]:
    """Return the words of a layout by example that stand in the text and are neither names nor times nor speech.

    >>> words_of("NAME says at TIME: TEXT")
    ['says', 'at']
    """
    return re.findall(LETTERS, _TOKEN.sub(" ", layout.replace("\\n", " ").replace("\\t", " ")))


def read_example(rows: Sequence[Row], layout: str, facts: Facts, *, induced: bool = False) -> Reading:
    """Return the reading of these rows in a layout by example.

    ``induced``: nobody stated it, so that a part of the text may stand before, after and between its turns.
    """
    lines = [line for line in layout.replace("\\n", "\n").replace("\\t", "\t").split("\n") if line.strip()]
    patterns = [pattern for line in lines if (pattern := _pattern(line)) is not None]
    found = _Found([Item(row, row.text, gap=row.gap) for row in rows], {}, Layer(families=["stated"]))
    trails = _TOKEN.findall(layout)[0] == "TEXT"
    at = 0
    while patterns and at < len(rows):
        mine = zip(patterns, rows[at : at + len(patterns)], strict=False)
        matches = [pattern.match(row.text) for pattern, row in mine]
        if len(matches) < len(patterns) or not all(matches):
            at += 1
            continue
        for place, match in enumerate(matches, at):
            if match is not None:
                found.take(match, place, trails=trails)
        at += len(patterns)
    items, heads, layer = found.items, found.heads, found.layer
    layer.heads = without_shared(layer.heads)
    if induced and "TEXT" in layout.partition("TIME")[0]:
        heads = _begun_or_ended(rows, heads, items, signed=bool(layer.heads))
    clock = Clock(frozenset(("pre",)), "", "stated", heads, 0.0) if heads else None
    if induced:
        openings_of(items, facts)
        roles, _, reasons, *_ = roles_of(items, layer, facts, timed=bool(heads))
        for at, first in found.closed.items():
            roles[at] = roles[first]
    else:
        first = min(layer.heads.keys() | heads.keys(), default=0)
        roles = [BEFORE if at < first else IN for at in range(len(rows))]
        reasons = dict.fromkeys(range(first), Outside(0.0, "above the first line of the stated layout"))
    return Reading(items, clock, layer, heads, roles, reasons, example=layout)


def _begun_or_ended(
    rows: Sequence[Row], heads: dict[int, Head], items: Sequence[Item], *, signed: bool
) -> dict[int, Head]:
    """Return the times that stand behind the texts as their beginnings or as their ends, as their pace says."""
    behind = {at: head._replace(start=None, end=head.start) for at, head in heads.items() if head.end is None}
    done = begun(rows, behind, signed=signed)
    for at, head in done.items():
        items[at].timed = 1 if head.start is not None else 3
    return heads | done


def _pattern(line: str) -> re.Pattern[str] | None:
    """Return the expression that a line of an example stands for; None for a line that is nothing but TEXT."""
    if line.strip() == "TEXT":
        return None
    parts: list[str] = []
    seen: set[str] = set()
    done = 0
    line = line.strip()
    for match in _TOKEN.finditer(line):
        parts.append(_literal(line[done : match.start()]))
        word = _WORD[match[1]]
        parts.append(_PARTS[word] if word not in seen else r".{0,60}?")
        seen.add(word)
        done = match.end()
    parts.append(_literal(line[done:]))
    return re.compile("".join(parts) + r"\s*\Z", re.S | re.I)


def _literal(text: str) -> str:
    """Return the expression for what stands as it is; blanks may be more or fewer but beside words, dashes any."""
    pieces = [piece for piece in re.split(rf"([ \t]+|{_ANY_DASH})", text) if piece]
    done = ""
    for at, piece in enumerate(pieces):
        if piece.isspace():
            near = "".join((*pieces[at - 1 : at], *pieces[at + 1 : at + 2]))
            done += f"{_BLANKS}{{{int(near[:1].isalnum() or near[-1:].isalnum())},20}}"
        else:
            dash = _ANY_DASH if done.endswith(_ANY_DASH) else _WHOLE_DASH
            done += dash if re.fullmatch(_ANY_DASH, piece) else re.escape(piece)
    return done


@dataclass(slots=True)
class _Found:
    """What an example found in the rows: their items, the times, the labels."""

    items: list[Item]
    heads: dict[int, Head]
    layer: Layer
    closed: dict[int, int] = field(default_factory=dict)
    """The row that ends a block -> the first one of it, where names stand behind the text."""

    def take(self, match: re.Match[str], at: int, *, trails: bool) -> None:
        """Take the name and the time of a row; ``trails``: they stand behind the text, which begins further up."""
        groups = match.groupdict()
        text = (groups.get("text") or "").strip()
        first = self._first(at) if trails else at
        if trails and first == at and not text:
            return
        self.items[at].text = text
        item = self.items[first]
        start, end = (_time(groups.get(which)) for which in ("time", "end"))
        taken = _beside(match)
        if start is not None or end is not None:
            alone = not item.text and not groups.get("name")
            only_end = start is None
            stand = "end" if only_end else "own" if alone else "pre"
            self.heads[first] = Head(stand, start, end, "", item.text, taken)
            item.timed = 3 if only_end else 2 if alone else 1
        if groups.get("name"):
            name = clean(groups["name"])
            self.layer.heads[first] = Candidate(first, "stated", taken, name, key_of(name.speaker), item.text)
            self.layer.gains[first] = 14.0

    def _first(self, at: int) -> int:
        """Return the first row of the block that ends here: below a blank, or below the last row that had a name."""
        first = at
        while first and not self.items[first].gap and first - 1 not in self.closed:
            first -= 1
        self.closed[at] = first
        return first


def _beside(match: re.Match[str]) -> str:
    """Return what of a row is not its text."""
    if match.groupdict().get("text") is None:
        return match[0]
    return f"{match.string[: match.start('text')]} {match.string[match.end('text') :]}".strip()


def _time(text: str | None) -> Stamp | None:
    if not text:
        return None
    found = parse(text) or parse(f"{text}s")
    return None if found is None else found.stamp
