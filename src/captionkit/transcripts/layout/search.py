"""The choice of a reading: the few that are worth trying, compared in bits, with the margin between the best two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captionkit.transcripts.layout.clocks import Clock, clocks_of
from captionkit.transcripts.layout.examples import read_example
from captionkit.transcripts.layout.heads import heads_of
from captionkit.transcripts.layout.induced import induce
from captionkit.transcripts.layout.people import Facts, facts_of
from captionkit.transcripts.layout.reading import Reading, marks_in, read_rows, split_marks
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.standing import IN

__all__ = ["LONG", "Choice", "choose"]

#: Texts up to this many rows are searched as a whole; of longer ones three stretches of this length divided by three.
LONG = 1200
#: Most lines; and the margin (bits a line) of a layout that accounts for what no known one does.
_MOST, _CLEAR = 0.8, 6.0
#: Times that gain so many bits and more are times.
_CERTAIN = 30.0


@dataclass(slots=True)
class Choice:
    """The reading of a text, the best other one, and by how many bits a row it is better (None: there is no other)."""

    reading: Reading
    rival: Reading | None
    margin: float | None
    facts: Facts
    mark: str
    tried: int = 1


def sample_of(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that the search looks at: all, or the first, middle and last stretch of a long text."""
    if len(rows) <= LONG + 300:
        return list(rows)
    third = LONG // 3
    middle = (len(rows) - third) // 2
    parts = (rows[:third], rows[middle : middle + third], rows[-third:])
    return [row if at else row._replace(gap=row.gap or 1) for part in parts for at, row in enumerate(part)]


def choose(rows: Sequence[Row]) -> Choice:
    """Return the best reading of these rows: searched on a sample, applied to all of them once."""
    mark = marks_in(rows)
    rows = split_marks(rows, mark)
    sample = sample_of(rows)
    facts = facts_of(sample)
    clocks = [None, *clocks_of(sample)]
    readings = [read_rows(sample, clock, facts, mark) for clock in clocks]
    best = max(readings, key=lambda reading: reading.score)
    tried = [*readings, *_without(sample, best, facts, mark)]
    certain = _timed_for_certain(readings) if best.clock is None and not best.layer.heads else None
    best = certain or best
    shown = {id(reading): reading.shown for reading in tried}
    first = shown[id(best)]
    for reading in () if certain else tried:
        if reading.score > best.score + 0.01 and shown[id(reading)] != first:
            best = reading
    others = [reading for reading in tried if shown[id(reading)] != shown[id(best)]]
    rival = max(others, key=lambda reading: reading.score, default=None)
    margin = None
    if rival is not None:
        differing = {line for line, *_ in set(shown[id(best)]) ^ set(shown[id(rival)])}
        margin = max(0.0, best.score - rival.score) / max(1, len(differing))
    induced = _induced(sample, best, facts)
    if induced is not None:
        rival, best = best, induced
        margin = _CLEAR
    if len(sample) < len(rows):
        best = _applied(rows, best, facts, mark)
    return Choice(best, rival, margin, facts, mark, len(tried))


def _timed_for_certain(readings: Sequence[Reading]) -> Reading | None:
    """Return the best of the readings whose times are in brackets and can hardly be text, if one has such.

    That much else stands around them, which is left out with a warning, speaks against a reading, but not against them.
    """
    certain = [
        reading
        for reading in readings
        if reading.clock is not None and reading.clock.gain >= _CERTAIN and reading.clock.bracket not in ("", "n", "\t")
    ]
    return max(certain, key=lambda reading: reading.score, default=None)


def _induced(rows: Sequence[Row], best: Reading, facts: Facts) -> Reading | None:
    """Return the reading in the layout that the text itself shows, where it accounts for more than the best known one.

    Known ways to write names and times come first: what repeats must leave less of most lines as text than they do,
    name as many speakers and find as many times.
    """
    found = induce(rows, facts)
    if found is None or not found.sure or (not found.names and best.clock is not None):
        return None
    reading = read_example(rows, found.example, facts, induced=True)
    heads = reading.layer.heads.keys() | reading.heads.keys()
    shown = {line: size for line, _, _, size in best.shown}
    mine = {line: size for line, _, _, size in reading.shown}
    less = sum(size < shown.get(line, size + 1) for line, size in mine.items())
    more = sum(size > shown.get(line, size) for line, size in mine.items())
    named = len(reading.layer.heads) >= _MOST * sum(best.roles[at] == IN for at in best.layer.heads)
    times = sum(bool(item.timed) for item in best.items)
    timed = len(reading.heads) >= _MOST * times
    signed = found.example.startswith("TEXT\n")  # names that close their blocks do not head the next ones
    gained = less >= _MOST * len(heads) or len(reading.heads) * _MOST > times
    enough = signed or (gained and more <= (1 - _MOST) * len(heads))
    return reading if enough and named and timed else None


def _without(sample: Sequence[Row], best: Reading, facts: Facts, mark: str) -> Iterator[Reading]:
    """Yield the rivals of a reading: without its first family of labels, and without any."""
    families = best.layer.families
    if families:
        yield read_rows(sample, best.clock, facts, mark, without=frozenset((families[0],)))
    if len(families) > 1:
        yield read_rows(sample, best.clock, facts, mark, only=frozenset((families[0],)))
    if families:
        yield read_rows(sample, best.clock, facts, mark, only=frozenset())


def _applied(rows: Sequence[Row], best: Reading, facts: Facts, mark: str) -> Reading:
    if best.example:
        return read_example(rows, best.example, facts, induced=True)
    clock = best.clock
    if clock is not None:
        clock = clock_on(rows, clock)
    return read_rows(rows, clock, facts, mark, only=frozenset(best.layer.families))


def clock_on(rows: Sequence[Row], clock: Clock) -> Clock:
    """Return a way of writing times with its heads in other rows."""
    if "in" in clock.stands:
        return clock._replace(heads=dict.fromkeys(range(len(rows)), next(iter(clock.heads.values()))))
    heads = {}
    for at, row in enumerate(rows):
        for bracket, form, head in heads_of(row):
            if head.stand in clock.stands and bracket == clock.bracket and form == clock.form:
                heads[at] = head
    return clock._replace(heads=heads)
