"""Roll-up captions: each row is sent at its time, below those before it, and pushes the topmost out.

47 CFR 79.101 (f)(1)(x). The text comes two characters a frame from the cue's start on; what names the row is sent
before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from captionkit.diagnostics import Collector
from captionkit.formats.cea608.channel import CLEAR, Plan
from captionkit.formats.cea608.codes import CR, ROLL_UP, ROWS
from captionkit.formats.cea608.layout import Placed

__all__ = ["rolled"]

#: Pairs before a row's text: how many rows roll, the carriage return, the address, each twice; and tabs.
_CODES, _TAB = 6, 0x17


def rolled(
    plans: Sequence[Plan], depth: int, row_load: Callable[[Placed], bytes], notes: Collector
) -> Iterator[tuple[int, bytes]]:
    """Yield (frame of the first pair, pairs) for each row of the plans, and for clears where a pause leaves time.

    ``depth`` is how many rows are shown (2 to 4); ``row_load`` gives what sends a row.
    """
    free = 0
    clear: int | None = None
    rolls = bytes((*ROLL_UP[depth], *ROLL_UP[depth], *CR, *CR))
    for plan in plans:
        wanted = plan.start
        for number, placed in enumerate(plan.rows):
            pairs = rolls + row_load(placed._replace(row=ROWS, column=0))
            lead = next(at for at in range(_CODES, len(pairs) // 2) if pairs[2 * at] != _TAB)
            begin = max(wanted - lead, free)
            if clear is not None and max(clear, free) + 2 <= begin:
                yield max(clear, free), CLEAR
            clear = None
            yield begin, pairs
            free = begin + len(pairs) // 2
            wanted = free + lead
            late = begin + lead - plan.start
            if not number and late > 0:
                message = f"starts {late} frames late: the channel takes two characters a frame"
                notes.add("cea608.late", message, cue=plan.number, data={"frames": late})
        clear = plan.end
    if clear is not None:
        yield max(clear, free), CLEAR
    if plans:
        notes.add(
            "cea608.rolled", f"{len(plans)} captions roll up in {depth} rows; each stays until others push it out"
        )
