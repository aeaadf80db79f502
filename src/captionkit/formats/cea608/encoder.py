"""A track as the pairs of line 21: which screens are shown when, and how each is loaded.

47 CFR 79.101 (f)(1)(ii): a pop-on caption is loaded into the hidden memory and swapped in by one code.
"""

from __future__ import annotations

from codecs import charmap_build, charmap_encode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import attrgetter

from captionkit.diagnostics import Collector
from captionkit.formats.base import WriteOptions
from captionkit.formats.cea608.channel import Plan, sent
from captionkit.formats.cea608.characters import BASIC, CHARACTERS, stand_in
from captionkit.formats.cea608.codes import (
    COLUMNS,
    ENM,
    PENS,
    RATE,
    RCL,
    ROLL_UP,
    ROWS,
    Pair,
    Pen,
    address,
    mid_row,
    pen_byte,
    tab,
)
from captionkit.formats.cea608.layout import MOST_ROWS, Made, Placed, Text, place, placed, plain_texts_of, texts_of
from captionkit.formats.cea608.rolling import rolled
from captionkit.formats.classes import class_styles
from captionkit.formats.speakers import with_speakers
from captionkit.model.cue import Cue, plain_text_of
from captionkit.model.timecode import frames_of, times_of
from captionkit.model.track import Track

__all__ = ["lines_of_pairs", "load_of", "words_to_load"]

#: Overlaps shorter than this (frames) are not worth a screen of their own.
_SHORT = 15

#: The last frame whose label has two digits for hours: 107,892 are an hour of 29.97.
_LAST = 100 * 107_892 - 1

#: First byte of the special characters, which have no stand-in.
_SPECIAL = 0x11

#: The characters of one byte as those bytes.
_BYTES = charmap_build("\0" + "".join(BASIC.get(code, "\ufffe") for code in range(1, 256)))
#: What begins every load.
_BEGIN = bytes((*RCL, *RCL, *ENM, *ENM))


def lines_of_pairs(track: Track, options: WriteOptions, notes: Collector) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file: the frame of the first pair, and the pairs, two bytes each, without parity.

    The code that shows a caption, and the one that clears it, stand on lines of their own. Captions roll up where the
    profile that ``options`` name says so.
    """
    made = Made()
    if options.rate not in (None, RATE):
        notes.add("cea608.rate", f"a film of {float(options.rate or 0):g} frames a second; frames of 29.97 are counted")
    plans = _plans(track, options, made, notes)
    _report(made, notes)
    depth = _depth(options)
    yield from rolled(plans, depth, _row, notes) if depth else sent(_screens(plans, notes), load_of, notes)


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
    times = [cue.start for cue in track.cues], [cue.end for cue in track.cues]
    starts, ends = frames_of(times[0], RATE), frames_of(times[1], RATE)
    for number, (cue, start, end) in enumerate(zip(track.cues, starts, ends, strict=True), 1):
        if cue.start < 0 or cue.end < 0 or start > _LAST or end > _LAST:
            start, end = min(max(0, start), _LAST), min(max(0, end), _LAST)
            notes.add("cea608.time-clamped", "labels have no times before zero or of a hundred hours", cue=number)
        plain = plain_text_of(cue) if said is None else None
        if plain is not None:
            texts = plain_texts_of(plain, number, made)
        else:
            texts = texts_of(cue.lines if said is None else next(said), number, made, classes)
        if not texts:
            notes.add("cea608.empty-cue", "the cue has no text", cue=number)
        elif len(texts) <= MOST_ROWS:
            plans.append(Plan(start, max(end, start + 1), placed(cue, texts, number, made), number, start))
        else:
            plans += _parts(cue, number, texts, (start, max(end, start + 1)), made, notes)
    off = _between_frames(*times, starts, ends)
    if off:
        notes.add("cea608.frames", f"{off} cues had times between frames of 29.97", data={"cues": off})
    plans.sort(key=attrgetter("start"))
    return plans


def _between_frames(starts: list[int], ends: list[int], first: list[int], last: list[int]) -> int:
    """Return how many cues have a time that is not, to the ms, that of its frame (``first``, ``last``)."""
    rows = zip(starts, times_of(first, RATE), ends, times_of(last, RATE), strict=True)
    return sum(
        (start >= 0 and not -1 <= begin - start <= 1) or (end >= 0 and not -1 <= stop - end <= 1)
        for start, begin, end, stop in rows
    )


def _parts(
    cue: Cue, number: int, texts: list[Text], frames: tuple[int, int], made: Made, notes: Collector
) -> Iterator[Plan]:
    """Yield the plan of a cue, or plans of its parts where it has more rows than the screen takes."""
    start, end = frames
    if len(texts) > MOST_ROWS:
        notes.add("cea608.rows", f"{len(texts)} rows; receivers have to show {MOST_ROWS}", cue=number)
    if len(texts) <= ROWS:
        yield Plan(start, end, placed(cue, texts, number, made), number, start)
        return
    count = -(-len(texts) // ROWS)
    message = f"{len(texts)} rows are more than the {ROWS} of a screen; shown in {count} parts"
    notes.add("cea608.divided", message, cue=number)
    bounds = [n * len(texts) // count for n in range(count + 1)]
    letters = [0, *accumulate(len(text.letters) for text in texts)]
    for low, high in pairwise(bounds):
        begin, stop = (start + (end - start) * letters[n] // letters[-1] for n in (low, high))
        yield Plan(begin, max(stop, begin + 1), place(texts[low:high], cue.positioning), number, begin)


def _screens(plans: Sequence[Plan], notes: Collector) -> list[Plan]:
    """Return plans one after the other: what overlaps is joined on one screen where that takes it, else trimmed."""
    made: list[Plan] = []
    active: list[Plan] = []
    since = 0
    for plan in plans:
        if plan.start >= since and (not active or (len(active) == 1 and active[0].end <= plan.start)):
            made += active
            active, since = [plan], plan.start
            continue
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


def load_of(rows: Sequence[Placed], *, tabs: bool = True) -> bytes:
    """Return what loads a screen; without ``tabs`` rows begin at columns that are multiples of four."""
    if tabs:
        return _BEGIN + b"".join([_row(row) for row in rows])
    return _BEGIN + b"".join([_row(row._replace(column=row.column // 4 * 4)) for row in rows])


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
    return len(load_of(rows, tabs=False)) // 2


def _row(row: Placed) -> bytes:
    """Return what loads a row: its address, its tab, its characters; a pen needs cells to the left of the text."""
    letters, pens = row.text
    text = None if pens.strip(pens[:1]) else _same_pen(letters)
    if text is not None and not pens[0]:
        return _address(row.row, row.column, 0) + text
    pen = PENS[pens[0]]
    column, bare = row.column, Pen(0, False, pen.underline)
    codes: list[Pair] = []
    if pen == bare or (column == 0 and (not pen.italic or not pen.color)):
        start = column
    else:
        codes = mid_row(pen, bare)
        if column < len(codes):
            column = min(len(codes), COLUMNS - len(letters))
        codes = codes[len(codes) - column :] if column < len(codes) else codes
        start = column - len(codes)
        bare = Pen()
    to = _address(row.row, start, pen_byte(pen if start == 0 and not codes else bare))
    return to + b"".join(_twice(code) for code in codes) + (text or _text(letters, pens))


def _twice(code: Pair) -> bytes:
    return bytes((*code, *code))


@lru_cache(maxsize=1024)
def _address(row: int, column: int, pen: int) -> bytes:
    """Return the codes that go to a row and column: an address, and a tab where the column is no multiple of four."""
    first = _twice(address(row, column // 4 * 4, PENS[pen]))
    return first + _twice(tab(column % 4)) if column % 4 else first


def _same_pen(letters: str) -> bytes | None:
    """Return characters of one byte in pairs, a half pair at the end filled; None where there are others."""
    try:
        data = charmap_encode(letters, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        return None
    return data + b"\0" if len(data) & 1 else data


def _text(letters: str, pens: bytes) -> bytes:
    """Return the pairs of a row's text; a change of pen takes the blank before the word.

    A code never comes between the halves of a pair.
    """
    made = bytearray()
    pen = pens[0]
    for at, character in enumerate(letters, 1):
        codes = CHARACTERS[character]
        code: Pair | None = None
        if character == " " and letters[at : at + 1] not in ("", " ") and pens[at] != pen:
            code = mid_row(PENS[pens[at]], PENS[pen])[-1]
            pen = pens[at]
        elif len(codes) == 1:
            made.append(codes[0])
        else:
            if codes[0] != _SPECIAL:
                made.append(ord(stand_in(character)))
            code = codes[0], codes[1]
        if code is not None:
            made += b"\0" * (len(made) & 1) + _twice(code)
    return bytes(made + b"\0" * (len(made) & 1))


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
