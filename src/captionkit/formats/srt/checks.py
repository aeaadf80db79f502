"""What is wrong with SRT cues once they are read, by whichever path: numbers, order, markup. Nothing is changed here
but times that could not be read at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from captionkit.diagnostics import Collector
from captionkit.formats.srt.markup import TAG, parse_body
from captionkit.formats.srt.timing import MANY_HOURS
from captionkit.model.cue import Cue
from captionkit.model.timecode import can_drop, format_clock
from captionkit.model.transcript import Timing

__all__ = ["UNKNOWN", "check_counting", "check_cues", "fill_unknown"]

#: A time that could not be read; :func:`fill_unknown` puts one in from the neighbours.
UNKNOWN = -(2**62)

_FOREIGN = re.compile(
    r"</?(?:[vc](?:[.\s][^<>\n]*)?|lang(?:\s[^<>\n]*)?|ruby|rt|br\s*/?|p|span(?:\s[^<>\n]*)?|em|strong|\d[\d:.]*)>",
    re.IGNORECASE,
)
#: A timing line, and the mark before the frames of a time in it.
_FRAMED_LINE = re.compile(r"^[ \t]*\d{1,3}:\d{1,2}:\d{1,2}[:;]\d{1,2}[ \t]*[^\w\s].{0,60}$", re.MULTILINE)
_FRAME_LABEL = re.compile(r"(?<![\d:])\d{1,3}:\d{1,2}:\d{1,2}([:;])\d{1,2}(?!\d)")
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|apos|lrm|rlm|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)


def fill_unknown(cues: list[Cue]) -> list[Cue]:
    """Return the cues with times that could not be read taken from their neighbours and marked as interpolated."""
    if not any(cue.start == UNKNOWN or cue.end == UNKNOWN for cue in cues):
        return cues
    made: list[Cue] = []
    ahead = 0
    for number, cue in enumerate(cues):
        start, end = cue.start, cue.end
        if start == UNKNOWN:
            start = made[-1].end if made else 0
        if end == UNKNOWN:
            ahead = max(ahead, number + 1)
            while ahead < len(cues) and cues[ahead].start == UNKNOWN:
                ahead += 1
            end = max(start, cues[ahead].start) if ahead < len(cues) else start + 2000
        unknown = cue.start == UNKNOWN or cue.end == UNKNOWN
        made.append(cue.replace(start=start, end=end, timing=Timing.INTERPOLATED) if unknown else cue)
    return made


def check_counting(text: str, rate: Fraction | None, notes: Collector) -> None:
    """Report frame labels of both countings in one file, drop-frame (``;``) and not."""
    if rate is not None and not can_drop(rate):
        return
    labels = [mark for line in _FRAMED_LINE.finditer(text) for mark in _FRAME_LABEL.findall(line[0])]
    dropping = labels.count(";")
    if 0 < dropping < len(labels):
        message = f"{dropping} of {len(labels)} times count drop-frame (;), the others do not; each was read as written"
        notes.add("srt.mixed-counting", message)


def check_cues(cues: Sequence[Cue], suspicious: Sequence[int], line_of: Callable[[int], int], notes: Collector) -> None:
    """Report faults in numbers, order and markup.

    ``suspicious`` are the positions of cues whose markup wants a look; ``line_of`` maps a cue's position to the line of
    its timing.
    """
    _check_numbers(cues, line_of, notes)
    _check_times(cues, line_of, notes)
    for position in suspicious:
        _check_markup(position, cues[position].payload, line_of(position), notes)


def _check_numbers(cues: Sequence[Cue], line_of: Callable[[int], int], notes: Collector) -> None:
    seen: set[str] = set()
    previous: int | None = None
    for position, cue in enumerate(cues):
        number = cue.id
        value = int(number) if number.isdecimal() and len(number) < 10 else None
        if value is not None and previous is not None and value != previous + 1:
            code, message = _number_fault(cues, position, value, previous, number in seen)
            notes.add(code, message, repair=True, line=line_of(position), cue=position + 1)
        if number:
            seen.add(number)
        previous = value if value is not None else None if previous is None else previous + 1


def _number_fault(cues: Sequence[Cue], position: int, value: int, previous: int, used: bool) -> tuple[str, str]:
    if value <= 1 and cues[position].start < cues[position - 1].start:
        return (
            "srt.glued",
            "numbers and times begin again: another file was glued on here; its cues were kept as they are",
        )
    if used:
        return "srt.index-duplicate", f"number {value} is used again (after {previous}); the file's order was kept"
    return "srt.index-jump", f"number {value} follows {previous}; the file's order was kept"


def _check_times(cues: Sequence[Cue], line_of: Callable[[int], int], notes: Collector) -> None:
    before: Cue | None = None
    _check_hours(cues, line_of, notes)
    for position, cue in enumerate(cues):
        fault = _time_fault(cue, before)
        if fault is not None:
            code, message = fault
            notes.add(code, message, repair=code != "srt.overlap", line=line_of(position), cue=position + 1)
        before = cue


def _check_hours(cues: Sequence[Cue], line_of: Callable[[int], int], notes: Collector) -> None:
    """Doubt cues of a thousand hours or more beside others that are not; where all are so, it is the file's clock."""
    late = [position for position, cue in enumerate(cues) if cue.start >= MANY_HOURS * 3_600_000]
    for position in late if len(late) < len(cues) else ():
        shown = format_clock(cues[position].start, ",")
        message = f"{shown} was kept, but the other cues begin before {MANY_HOURS} hours: it may be mistyped"
        notes.add("srt.hours-doubted", message, line=line_of(position), cue=position + 1)


def _time_fault(cue: Cue, before: Cue | None) -> tuple[str, str] | None:
    if cue.end < cue.start:
        times = f"{format_clock(cue.start, ',')} --> {format_clock(cue.end, ',')}"
        return "srt.times-reversed", f"{times} was kept (the times may be swapped, or one of them mistyped)"
    if before is None or cue.start >= max(before.start, before.end):
        return None
    if cue.start < before.start:
        return "srt.unsorted", "the cue starts before the one above it; the file's order was kept"
    return "srt.overlap", f"the cue starts {before.end - cue.start} ms before the one above it ends; kept as it is"


def _check_markup(position: int, payload: str, line: int, notes: Collector) -> None:
    if not payload:
        notes.add("srt.empty-cue", "the cue has no text; it was kept", line=line, cue=position + 1)
        return
    for code, message in _markup_faults(payload):
        severe = code in ("markup.unclosed", "markup.unopened")
        notes.add(code, message, repair=severe, line=line, cue=position + 1)


def _markup_faults(payload: str) -> list[tuple[str, str]]:
    """Return each kind of fault once a cue. Tags closed out of order are forgotten lazily, so that this is linear."""
    faults: dict[tuple[str, str], None] = {}
    stack: list[str] = []
    count = dict.fromkeys(("i", "b", "u", "s", "strike", "font"), 0)
    for match in TAG.finditer(payload):
        slash, name, _, overrides = match.groups()
        if overrides is not None or match[0].endswith("/>"):
            continue
        name = name.lower()
        if not slash:
            stack.append(name)
            count[name] += 1
            continue
        if not count[name]:
            faults["markup.unopened", f"{match[0]!r} closes nothing and was left out"] = None
            continue
        count[name] -= 1
        _close(stack, name, count, faults)
    for name, still in count.items():
        if still:
            faults["markup.unclosed", f"<{name}> is never closed: it holds to the cue's end"] = None
    return list(faults) + _text_faults(payload)


def _close(stack: list[str], name: str, count: dict[str, int], faults: dict[tuple[str, str], None]) -> None:
    if stack and stack[-1] == name:
        stack.pop()
        return
    if stack and count[stack[-1]]:
        faults["markup.crossed", f"</{name}> closes over <{stack[-1]}>; both were obeyed"] = None
    while stack and not count[stack[-1]]:
        stack.pop()


def _text_faults(payload: str) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    foreign = _FOREIGN.search(payload)
    if foreign:
        faults.append(("markup.foreign", f"{foreign[0]!r} is not SRT markup and was kept as text"))
    positioning = parse_body(payload)[1] if "{" in payload else None
    if positioning is not None and positioning.other:
        faults.append(
            ("markup.override", f"{' '.join(positioning.other)} was kept, but only SRT can be written with it")
        )
    entity = _ENTITY.search(payload)
    if entity:
        faults.append(("markup.entity", f"{entity[0]!r} was kept as text (it may also mean the character it names)"))
    return faults
