"""A track as the pairs of line 21: which screens are shown when, and how each is loaded.

47 CFR 79.101 (f)(1)(ii): a pop-on caption is loaded into the hidden memory and swapped in by one code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from captionkit.diagnostics import Collector
from captionkit.formats.base import WriteOptions
from captionkit.formats.cea608.channel import Plan, sent
from captionkit.formats.cea608.characters import CHARACTERS, stand_in
from captionkit.formats.cea608.codes import (
    COLUMNS,
    ENM,
    RATE,
    RCL,
    ROLL_UP,
    ROWS,
    Pair,
    Pen,
    address,
    mid_row,
    tab,
)
from captionkit.formats.cea608.layout import MOST_ROWS, Made, Placed, Text, fewer_rows, place, placed, texts_of
from captionkit.formats.cea608.rolling import rolled
from captionkit.formats.classes import class_styles
from captionkit.formats.speakers import with_speakers
from captionkit.model.cue import Cue
from captionkit.model.timecode import frames_of, frames_to_ms
from captionkit.model.track import Track
from captionkit.text.marks import TURN

__all__ = ["lines_of_pairs", "units_of", "words_to_load"]

#: Overlaps shorter than this (frames) are not worth a screen of their own.
_SHORT = 15

#: First byte of the special characters, which have no stand-in.
_SPECIAL = 0x11

#: Characters of ASCII that are not themselves on line 21.
_CHANGED = re.compile(r"[\x00-\x1f*\\^_`{|}~\x7f]").search
#: Pairs that are sent one after the other: a code twice, or a pair of characters.
Unit = tuple[Pair, ...]


def lines_of_pairs(track: Track, options: WriteOptions, notes: Collector) -> Iterator[tuple[int, list[Pair]]]:
    """Yield the lines of a file: the frame of the first pair, and the pairs, without parity.

    The code that shows a caption, and the one that clears it, stand on lines of their own. Captions roll up where the
    profile that ``options`` name says so.
    """
    made = Made()
    if options.rate not in (None, RATE):
        notes.add("cea608.rate", f"a film of {float(options.rate or 0):g} frames a second; frames of 29.97 are counted")
    plans = _plans(track, options, made, notes)
    _report(made, notes)
    depth = _depth(options)
    lines = rolled(plans, depth, _row_units, notes) if depth else sent(_screens(plans, notes), units_of, notes)
    yield from lines


def _depth(options: WriteOptions) -> int:
    """Return how many rows roll up; 0 for pop-on captions."""
    if not options.profile:
        return 0
    from captionkit.profiles import load

    return min(max(int(load(options.profile).style.get("roll_up") or 0), 0), max(ROLL_UP))


def _plans(track: Track, options: WriteOptions, made: Made, notes: Collector) -> list[Plan]:
    """Return a plan for each cue with text, in the order of starts; longer ones in parts."""
    classes = class_styles(track)
    said = with_speakers(track.cues, options.speakers) if options.speakers in ("label", "dash") else None
    plans: list[Plan] = []
    starts, ends = (frames_of(times, RATE) for times in ([c.start for c in track.cues], [c.end for c in track.cues]))
    off = 0
    for number, cue in enumerate(track.cues, 1):
        lines = cue.lines if said is None else next(said)
        if cue.start < 0 or cue.end < 0:
            notes.add("cea608.time-clamped", "line 21 has no times before zero", cue=number)
        start, end = starts[number - 1], ends[number - 1]
        off += (cue.start >= 0 and abs(frames_to_ms(start, RATE) - cue.start) > 1) or (
            cue.end >= 0 and abs(frames_to_ms(end, RATE) - cue.end) > 1
        )
        start, end = max(0, start), max(0, end)
        texts = texts_of(lines, number, made, classes)
        if not texts:
            notes.add("cea608.empty-cue", "the cue has no text", cue=number)
            continue
        plans += _parts(cue, number, texts, (start, max(end, start + 1)), made, notes)
    if off:
        notes.add("cea608.frames", f"{off} cues had times between frames of 29.97", data={"cues": off})
    plans.sort(key=lambda plan: plan.start)
    return plans


def _parts(
    cue: Cue, number: int, texts: list[Text], frames: tuple[int, int], made: Made, notes: Collector
) -> Iterator[Plan]:
    """Yield the plan of a cue, or plans of its parts where it has more rows than the screen takes."""
    start, end = frames
    if made.wrapped[-1:] == [number] and not any(TURN.match("".join(c for c, _ in text)) for text in texts):
        texts = fewer_rows(texts)
    if len(texts) > MOST_ROWS:
        notes.add("cea608.rows", f"{len(texts)} rows; receivers have to show {MOST_ROWS}", cue=number)
    if len(texts) <= ROWS:
        yield Plan(start, end, placed(cue, texts, number, made), number)
        return
    count = -(-len(texts) // ROWS)
    message = f"{len(texts)} rows are more than the {ROWS} of a screen; shown in {count} parts"
    notes.add("cea608.divided", message, cue=number)
    bounds = [n * len(texts) // count for n in range(count + 1)]
    letters = [0, *accumulate(map(len, texts))]
    for low, high in pairwise(bounds):
        begin, stop = (start + (end - start) * letters[n] // letters[-1] for n in (low, high))
        yield Plan(begin, max(stop, begin + 1), place(texts[low:high], cue.positioning), number)


def _screens(plans: Sequence[Plan], notes: Collector) -> list[Plan]:
    """Return plans one after the other: what overlaps is joined on one screen where that takes it, else trimmed."""
    made: list[Plan] = []
    active: list[Plan] = []
    since = 0
    for plan in plans:
        start = begin = max(plan.start, since)  # not before the one before it, which may have been moved
        asked, plan = plan.start, plan._replace(start=start, end=max(plan.end, start + 1))
        still = [one for one in active if one.end > start]
        fit = bool(still) and _fit(still, plan, since)
        if fit:
            notes.add("cea608.joined", "a cue is shown on one screen with the one before it", cue=plan.number)
        elif still:
            # the one before keeps the screen for a moment at least
            begin = max(start, min(since + _SHORT, max(one.end for one in still)))
            for one in still:
                if one.end > begin:
                    message = f"ended {one.end - begin} frames early, where the next begins"
                    notes.add("cea608.trimmed", message, cue=one.number, data={"frames": one.end - begin})
        _advance(active, begin, made)
        if not fit:
            active.clear()
        active.append(plan._replace(start=begin, end=max(plan.end, begin + 1), asked=asked))
        since = begin
    _advance(active, max((one.end for one in active), default=0), made)
    return made


def _fit(active: Sequence[Plan], plan: Plan, since: int) -> bool:
    """Whether a plan is shown beside others: they have the rows, and are together for longer than a moment."""
    rows = sum(len(one.rows) for one in active) + len(plan.rows)
    together = min(plan.end, *(one.end for one in active)) - plan.start
    return rows <= MOST_ROWS and (together > _SHORT or plan.start == since)


def _advance(active: list[Plan], to: int, made: list[Plan]) -> None:
    """Show what is active until frame ``to``, a screen for each stretch in which the same cues are."""
    while active:
        begin = max(one.start for one in active)
        stop = min(min(one.end for one in active), to)
        if stop > begin:
            made.append(_together(active, begin, stop))
        if stop == to and all(one.end > to for one in active):
            active[:] = [_going_on(one, to) for one in active]
            return
        active[:] = [_going_on(one, stop) for one in active if one.end > stop]


def _going_on(plan: Plan, start: int) -> Plan:
    return plan._replace(start=start, asked=-1) if plan.start < start else plan


def _together(active: Sequence[Plan], start: int, end: int) -> Plan:
    first = active[0]
    if len(active) == 1:
        return first._replace(start=start, end=end)
    rows = [row for one in active for row in one.rows]
    if len({row.row for row in rows}) < len(rows):
        last = max(row.row for row in rows)
        top = max(1, last + 1 - len(rows))
        rows = [row._replace(row=number) for number, row in enumerate(rows, top)]
    return Plan(start, end, sorted(rows, key=lambda row: row.row), active[-1].number, max(o.asked for o in active))


def units_of(rows: Sequence[Placed], *, tabs: bool = True) -> list[Unit]:
    """Return what loads a screen; without ``tabs`` rows begin at columns that are multiples of four."""
    units: list[Unit] = [(RCL, RCL), (ENM, ENM)]
    for row in rows:
        units += _row_units(row if tabs else row._replace(column=row.column // 4 * 4))
    return units


def words_to_load(cue: Cue) -> int:
    """Return how many pairs, and so frames, load a cue into the hidden memory at the least.

    >>> words_to_load(Cue(0, 900, "Low tide"))
    10
    """
    texts = texts_of(cue.lines, 1, Made(), {})
    if not texts:
        return 0
    # a text of more rows than a screen has is counted as if it had them
    rows = [row._replace(row=min(row.row, ROWS)) for row in placed(cue, texts, 1, Made())]
    return sum(map(len, units_of(rows, tabs=False)))


def _row_units(row: Placed) -> list[Unit]:
    """Return what loads a row: its address, its tab, its characters; a pen needs cells to the left of the text."""
    pen = row.text[0][1]
    column, bare = row.column, Pen(0, False, pen.underline)
    codes: list[Pair] = []
    if pen == bare or (column == 0 and (not pen.italic or not pen.color)):
        start = column
    else:
        codes = mid_row(pen, bare)
        if column < len(codes):
            column = min(len(codes), COLUMNS - len(row.text))
        codes = codes[len(codes) - column :] if column < len(codes) else codes
        start = column - len(codes)
        bare = Pen()
    first = address(row.row, start // 4 * 4, pen if start == 0 and not codes else bare)
    moves = [first, tab(start % 4)] if start % 4 else [first]
    return [(code, code) for code in (*moves, *codes)] + _text_units(row.text, pen)


def _text_units(text: Text, pen: Pen) -> list[Unit]:
    """Return the pairs of a row's text; a change of pen takes the blank before the word."""
    characters, pens = zip(*text, strict=True)
    said = "".join(characters)
    if said.isascii() and not _CHANGED(said) and pens.count(pen) == len(pens):
        data = said.encode() + b"\0"  # a half pair at the end is filled
        return [(pair,) for pair in zip(data[::2], data[1::2], strict=False)]
    made = _Text()
    for at, (character, _) in enumerate(text):
        after = text[at + 1] if at + 1 < len(text) else text[at]
        codes = CHARACTERS[character]
        if character == " " != after[0] and after[1] != pen:
            made.code(mid_row(after[1], pen)[-1])
            pen = after[1]
        elif len(codes) == 1:
            made.letter(codes[0])
        else:
            if codes[0] != _SPECIAL:
                made.letter(ord(stand_in(character)))
            made.code((codes[0], codes[1]))
    made.end()
    return made.units


class _Text:
    """Characters two by two; a code never comes between the halves of a pair."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._first = -1

    def letter(self, byte: int) -> None:
        if self._first < 0:
            self._first = byte
        else:
            self.units.append(((self._first, byte),))
            self._first = -1

    def code(self, pair: Pair) -> None:
        self.end()
        self.units.append((pair, pair))

    def end(self) -> None:
        if self._first >= 0:
            self.letter(0)


def _report(made: Made, notes: Collector) -> None:
    if made.replaced:
        most = made.replaced.most_common()
        listed = ", ".join(f"{c!r} as {other!r} ({count})" for (c, other), count in most[:40])
        more = f" and {len(most) - 40} more" if len(most) > 40 else ""
        data = {"characters": {c: {"written": other, "count": count} for (c, other), count in most}}
        notes.add("cea608.characters", f"line 21 does not have {listed}{more}", data=data)
    if made.colors:
        listed = ", ".join(f"{color!r} as {name}" for color, name in sorted(made.colors.items())[:20])
        notes.add("cea608.color", listed, data={"colors": dict(made.colors)})
    for code, numbers, what in (
        ("cea608.styles-moved", made.styles, "have a change of style inside a word; the word has one"),
        ("cea608.wrapped", made.wrapped, f"had a line longer than {COLUMNS} characters"),
        ("cea608.position", made.moved, "have vertical text or a position that rows and columns do not have"),
    ):
        for number in dict.fromkeys(numbers):
            notes.add(code, what, cue=number)
