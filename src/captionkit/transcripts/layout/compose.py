"""From a reading to turns: which rows each name and each time belong to, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from captionkit.text.marks import SENTENCE_ENDS
from captionkit.transcripts.layout.build import Turn
from captionkit.transcripts.layout.clocks import BARE, INSIDE
from captionkit.transcripts.layout.extent import Outside
from captionkit.transcripts.layout.families import Candidate, Item
from captionkit.transcripts.layout.heads import Head
from captionkit.transcripts.layout.people import key_of
from captionkit.transcripts.layout.reading import Reading
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.stamps import read_stamp
from captionkit.transcripts.layout.standing import HEADING, IN

#: A row of so many characters may go on in the next one.
_WRAPPED = 40
_JOINED = re.compile(r"[&/+]")

__all__ = ["Composed", "compose"]


class Left(NamedTuple):
    """A row that is not part of the transcript: its role, why, and whether the evidence for that is good."""

    row: Row
    role: str
    why: str
    sure: bool


@dataclass(slots=True)
class Composed:
    """The turns of a reading in order, the headings between them, and the rows left out, each with the reason."""

    turns: list[Turn] = field(default_factory=list)
    headings: list[Row] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    taken: dict[int, list[str]] = field(default_factory=dict)
    """What of each row, by its number, was a label or a time."""


def compose(reading: Reading) -> Composed:
    """Return the turns of a reading; a surname stands for the one full name that ends with it."""
    done = Composed()
    full = _full_names(reading)
    maker = _Maker(done, full)
    inside = reading.clock is not None and "in" in reading.clock.stands
    if reading.clock is not None and inside and not reading.clock.bracket:
        maker.inside = BARE
    for at, item in enumerate(reading.items):
        role = reading.roles[at]
        if role == HEADING:
            done.headings.append(item.row)
            continue
        if role != IN and item.row.heading:
            done.headings.append(item.row)
            maker.turn = None
            continue
        if role != IN:
            found = reading.reasons.get(at, Outside())
            sure = at < reading.announced or found.bits >= 3.0 or _is_unfinished(reading, at)
            done.left.append(Left(item.row, role, found.why, sure))
            maker.turn = None
            continue
        head = reading.heads.get(at) if item.timed else None
        candidate = reading.layer.heads.get(at)
        if candidate is not None and not candidate.rest and _is_title(reading, at):
            done.headings.append(item.row)
            continue
        if head is not None:
            done.taken.setdefault(item.row.number, []).append(head.taken)
        maker.row(item, head, candidate, inside=inside)
    maker.close()
    return done


def _is_unfinished(reading: Reading, at: int) -> bool:
    """Tell whether a row ends no sentence and goes on in no other row: a heading, a line of data, no speech."""
    text, after = reading.items[at].text, reading.items[at + 1 : at + 2]
    wraps = len(text) >= _WRAPPED and any(not item.gap for item in after)
    return not text.endswith((*SENTENCE_ENDS, ";", "\u037e")) and not wraps  # which in Greek ask


def _is_title(reading: Reading, at: int) -> bool:
    """Tell whether a label on a row of its own is a heading: another label follows before any text."""
    if reading.layer.heads[at].family not in ("colon-line", "line") or reading.items[at].timed:
        return False
    after = at + 1
    return after in reading.layer.heads and not reading.items[after].timed and not reading.items[at].beside


class _Maker:
    """Gathers rows into turns."""

    def __init__(self, done: Composed, full: dict[str, str]) -> None:
        self.done = done
        self.full = full
        self.turn: Turn | None = None
        self.ended = False
        self.inside = INSIDE

    def close(self) -> None:
        self.turn = None

    def _new(self, turn: Turn) -> Turn:
        self.done.turns.append(turn)
        self.turn, self.ended = turn, False
        return turn

    def row(self, item: Item, head: Head | None, candidate: Candidate | None, *, inside: bool) -> None:
        if head is not None and item.timed == 2:
            self._alone(item, head)
            return
        turn = self._opened(item, head, candidate)
        text = item.text
        if candidate is not None:
            turn = self._named(turn, item, candidate)
            text = candidate.rest
        if text and inside:
            self._stamped(item, text, first=candidate is not None)
        elif text:
            turn.rows.append(item.row._replace(text=text, gap=item.gap if candidate is None else 0))
        if item.timed == 3 and head is not None:
            turn.end, self.ended = head.end, True
            turn.start = turn.start or head.start

    def _alone(self, item: Item, head: Head) -> None:
        """Take a time on a row of its own: of the name above it that has no text yet, or of what follows."""
        turn = self.turn
        if turn is not None and not turn.rows and turn.start is None and turn.speaker is not None:
            turn.start, turn.end = head.start, head.end
        else:
            self._new(Turn(item.row.number, start=head.start, end=head.end))

    def _opened(self, item: Item, head: Head | None, candidate: Candidate | None) -> Turn:
        """Return the turn that a row belongs to, a new one where a mark or a time opens it."""
        number = item.row.number
        if item.mark:
            return self._new(Turn(number, "", change=True, story=len(item.mark) > 2))
        if item.timed == 1 and head is not None:
            return self._new(Turn(number, start=head.start, end=head.end))
        if self.turn is None or (self.ended and candidate is None):
            return self._new(Turn(number))
        return self.turn

    def _named(self, turn: Turn, item: Item, candidate: Candidate) -> Turn:
        """Return the turn of a name: the one given if it has neither name nor text yet, else a new one."""
        if turn.rows or turn.speaker or turn.named:
            turn = self._new(Turn(item.row.number))
        turn.speaker = self.full.get(candidate.key, candidate.name.speaker)
        turn.role, turn.manner, turn.named = candidate.name.role, candidate.name.manner, item.row.number
        self.done.taken.setdefault(item.row.number, []).append(candidate.raw)
        return turn

    def _stamped(self, item: Item, text: str, *, first: bool) -> None:
        done = 0
        for match in self.inside.finditer(text):
            stamp = read_stamp(match["a"])
            if stamp is None:
                continue
            before = text[done : match.start()].strip()
            self._piece(item, before, gap=0 if done or first else item.gap)
            turn = self.turn
            if turn is None or turn.rows or turn.start is not None:
                turn = self._new(Turn(item.row.number, glued=bool(before) or done > 0))
            turn.start = stamp
            self.done.taken.setdefault(item.row.number, []).append(match[0])
            done = match.end()
        self._piece(item, text[done:].strip(), gap=0 if done or first else item.gap)

    def _piece(self, item: Item, text: str, *, gap: int) -> None:
        if text and self.turn is not None:
            self.turn.rows.append(item.row._replace(text=text, gap=gap))


def _full_names(reading: Reading) -> dict[str, str]:
    """Return the full name for each key that is the surname of just one, and the first spelling of every other."""
    names: dict[str, str] = {}
    for at in sorted(reading.layer.heads):
        candidate = reading.layer.heads[at]
        if reading.roles[at] == IN:
            names.setdefault(candidate.key, candidate.name.speaker)
    ends: dict[str, list[str]] = {}
    for key in names:
        words = key.split()
        # "B1 und B2" is no longer name of B2 where B1 speaks
        together = any(" ".join(words[:size]) in names for size in range(1, len(words) - 1))
        if len(words) > 1 and not together and not _JOINED.search(key):
            ends.setdefault(words[-1], []).append(key)
    shown = dict(names)
    for key, name in names.items():
        full = ends.get(key_of(name), [])
        if " " not in key and len(full) == 1 and names[full[0]].split()[-1] == name:
            shown[key] = names[full[0]]
    return shown
