"""When each pair is sent: one a frame, every caption complete at its time.

The hidden memory is single: a caption can be loaded only after the one before it was swapped in (its code goes out
twice). A clear that falls into a load is sent between two of its codes. Where there is no time, in this order: columns
are taken to multiples of four, which saves the tabs; captions far too late are shown together with the next; the
caption starts late. None is left out, and none ends before it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from captionkit.diagnostics import Collector
from captionkit.formats.cea608.codes import COLUMNS, EDM, EOC
from captionkit.formats.cea608.layout import MOST_ROWS, Placed, Text, place

__all__ = ["CLEAR", "Plan", "sent"]

#: The line that clears the screen, and the one that shows what was loaded.
CLEAR, _SHOW = bytes((*EDM, *EDM)), bytes((*EOC, *EOC))
#: A caption is joined with the next where it would start more than this late (frames).
_TOO_LATE = 30
#: A caption that starts late stays this long at least (frames).
_LEAST = 15


class Plan(NamedTuple):
    """A screen to be shown from ``start`` to ``end`` (frames); ``number`` is the cue's; ``asked`` its own start.

    ``asked`` is below zero where the screen only goes on with what was there.
    """

    start: int
    end: int
    rows: list[Placed]
    number: int
    asked: int


class _Late:
    """What the channel could not do in time."""

    def __init__(self) -> None:
        self.starts: list[tuple[int, int]] = []
        self.ends: list[tuple[int, int]] = []
        self.columns: list[int] = []
        self.joined: list[int] = []


def sent(plans: Sequence[Plan], load_of: Callable[..., bytes], notes: Collector) -> Iterator[tuple[int, bytes]]:
    """Yield (frame of the first pair, pairs) for each line of a file.

    ``load_of`` gives what loads the rows of a screen, with or without ``tabs``.
    """
    late = _Late()
    free = 0  # the first frame at which the channel has nothing to send
    clear: int | None = None  # when the caption on the screen ends
    before = at = 0
    while at < len(plans):
        touching = clear is not None and clear + 2 > plans[at].start  # the swap replaces the screen
        cleared = None if touching else clear
        plan, load, start, taken = _fitted(plans, at, free, cleared, load_of, late)
        if cleared is not None and cleared + 2 <= start:
            cleared, part = _cut(load, start, free, cleared, before, late)
            if part:
                yield cleared - part, load[: 2 * part]
                load = load[2 * part :]
            yield cleared, CLEAR
        if load:
            yield start - len(load) // 2, load
        yield start, _SHOW
        if touching and clear is not None and start != clear:
            late.ends.append((before, start - clear))
        asked = plan.start if plan.asked < 0 else plan.asked
        if start > asked:
            late.starts.append((plan.number, start - asked))
        end = max(plan.end, start + min(_LEAST, plan.end - plan.start), start + 2)
        if end > plan.end:
            late.ends.append((plan.number, end - plan.end))
        free, clear, before, at = start + 2, end, plan.number, at + taken
    if clear is not None:
        yield clear, CLEAR
    _report(late, notes)


def _fitted(
    plans: Sequence[Plan], at: int, free: int, clear: int | None, load_of: Callable[..., bytes], late: _Late
) -> tuple[Plan, bytes, int, int]:
    """Return the plan at ``at``, what loads it, the frame at which it is shown, and how many plans it stands for."""
    plan, taken = plans[at], 1
    load = load_of(plan.rows)
    start = _start(plan.start, free, clear, load)
    if start > plan.start:
        fewer = load_of(plan.rows, tabs=False)
        if len(fewer) < len(load):
            late.columns.append(plan.number)
            load, start = fewer, _start(plan.start, free, clear, fewer)
    while start - plan.start > _TOO_LATE and at + taken < len(plans):
        following = plans[at + taken]
        joined = _joined(plan, following)
        by_itself = start + 2 + len(load_of(following.rows)) // 2
        if joined is None or by_itself - following.start <= _TOO_LATE:
            break
        late.joined.append(following.number)
        plan, load, taken = joined, load_of(joined.rows), taken + 1
        start = _start(plan.start, free, clear, load)
    return plan, load, start, taken


def _start(wanted: int, free: int, clear: int | None, load: bytes) -> int:
    """Return the first frame from ``wanted`` on at which the caption can be shown."""
    words = len(load) // 2
    start = max(wanted, free + words)
    if clear is not None and clear + 2 <= start:  # a clear has to be sent too
        start = max(start, free + words + 2)
    return start


def _cut(load: bytes, start: int, free: int, clear: int, before: int, late: _Late) -> tuple[int, int]:
    """Return when a clear is sent that comes before ``start``, and how many pairs of the load are sent before it.

    The rest of the load has the frames after the clear, what is before it those from ``free`` on.
    """
    words = len(load) // 2
    part = max(0, words - (start - clear - 2))
    codes = part
    while codes and load[2 * codes - 2] & 0x70 == 0x10:
        codes -= 1
    if (part - codes) % 2 == 0:
        return clear, part
    if part + 1 <= clear - free:  # in the midst of a code that is sent twice: both come before the clear
        return clear, part + 1
    late.ends.append((before, start - words + part - 3 - clear))
    return start - words + part - 3, part - 1


def _joined(one: Plan, two: Plan) -> Plan | None:
    """Return both captions as one, or None where the screen does not take them."""
    if not {row.row for row in one.rows} & {row.row for row in two.rows}:
        rows = sorted((*one.rows, *two.rows), key=lambda row: row.row)
        return one._replace(end=max(one.end, two.end), rows=rows) if len(rows) <= MOST_ROWS else None
    texts = [row.text for row in one.rows]
    for row in two.rows:
        last = texts[-1]
        if len(last.letters) + 1 + len(row.text.letters) <= COLUMNS and row is two.rows[0]:
            texts[-1] = Text(f"{last.letters} {row.text.letters}", last.pens + b"\0" + row.text.pens)
        else:
            texts.append(row.text)
    if len(texts) > MOST_ROWS:
        return None
    return Plan(one.start, max(one.end, two.end), place(texts, None), one.number, one.asked)


def _report(late: _Late, notes: Collector) -> None:
    for number, frames in late.starts:
        message = f"starts {frames} frames late: the channel loads two characters a frame"
        notes.add("cea608.late", message, cue=number, data={"frames": frames})
    for number, frames in late.ends:
        if frames:
            how = "later" if frames > 0 else "earlier"
            notes.add("cea608.end-moved", f"ends {abs(frames)} frames {how}", cue=number, data={"frames": frames})
    for number in late.columns:
        notes.add("cea608.position", "begins at a column that is a multiple of four, which loads faster", cue=number)
    for number in late.joined:
        notes.add("cea608.joined", "there was no time to load the cue; it is shown with the one before it", cue=number)
