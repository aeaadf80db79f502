"""Which limits of a guide a cue could not keep: noted once its lines and times are settled."""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.diagnostics import Collector
from captionkit.measure import FLASH, shown, too_fast, width, word_count
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.profiles.model import Limits
from captionkit.segmentation.features import ShapeReader

__all__ = ["report_faults", "report_leaning", "report_lines"]


def report_faults(cues: Sequence[Cue], limits: Limits, notes: Collector, reader: ShapeReader | None = None) -> None:
    """Note every cue that breaks a limit; with a language's ``reader`` every line that had to end with a word that
    leans on the next one too.
    """
    for number, cue in enumerate(cues, 1):
        report_lines(cue, number, limits, notes)
        if reader:
            report_leaning(cue.lines[:-1], number, limits, reader, notes)
            report_leaning(cue.lines[-1:] if number < len(cues) else (), number, limits, reader, notes, stops=True)
        _report_time(cue, number, limits, notes)
        if number < len(cues):
            _report_gap(cue, cues[number], number, limits, notes)


def report_leaning(
    lines: Sequence[Line],
    number: int,
    limits: Limits,
    reader: ShapeReader,
    notes: Collector,
    *,
    stops: bool = False,
) -> None:
    """Note lines that end with a word that belongs to the one behind it, as nothing else keeps the width or, at the end
    of a cue (``stops``), as the speech may stop there.
    """
    for line in lines:
        last = line.text.rpartition(" ")[2]
        if reader.shapes([last])[0].leans:
            why = f"no better end keeps {limits.max_cpl or 0:g} characters a line"
            if stops:
                why = f"its words stop there, or {why}"
            message = f"a {'cue' if stops else 'line'} ends with {last!r}: {why}"
            notes.add("segment.leaning-end", message, cue=number, data={"word": last})


def report_lines(cue: Cue, number: int, limits: Limits, notes: Collector) -> None:
    """Note lines that are too long or too many."""
    for line in cue.lines:
        wide = width(line.text, limits.counting)
        if limits.max_cpl and wide > limits.max_cpl:
            code = "segment.over-long-word" if " " not in line.text.strip() else "segment.over-long-line"
            text = line.text[:60]
            message = f"{wide:g} characters on a line, {limits.max_cpl:g} allowed: {text}"
            notes.add(code, message, cue=number, data={"width": wide, "limit": limits.max_cpl})
    if limits.max_lines and len(cue.lines) > limits.max_lines:
        notes.add("segment.over-lines", f"{len(cue.lines)} lines, {limits.max_lines} allowed", cue=number)


def _report_time(cue: Cue, number: int, limits: Limits, notes: Collector) -> None:
    text = cue.text.replace("\n", "")
    count, duration = width(text, limits.counting), cue.duration
    if limits.max_cps and too_fast(count, duration, limits.max_cps):
        rate = count * 1000 / max(1, duration)
        message = f"{shown(rate, limits.max_cps)} characters a second, {limits.max_cps:g} allowed"
        notes.add("segment.over-speed", message, cue=number, data={"speed": round(rate, 2), "limit": limits.max_cps})
    elif limits.max_wpm and too_fast(word_count(cue.text), duration, limits.max_wpm / 60):
        notes.add("segment.over-speed", f"more than {limits.max_wpm:g} words a minute", cue=number)
    if limits.min_duration and duration < limits.min_duration:
        notes.add("segment.too-short", f"{duration} ms, at least {limits.min_duration} asked for", cue=number)
    elif duration < FLASH and not limits.min_duration:
        notes.add("segment.too-short", f"{duration} ms: nobody reads what flashes by within {FLASH}", cue=number)
    if limits.max_duration and duration > limits.max_duration:
        notes.add("segment.too-long", f"{duration} ms, at most {limits.max_duration} allowed", cue=number)


def _report_gap(cue: Cue, following: Cue, number: int, limits: Limits, notes: Collector) -> None:
    gap = following.start - cue.end
    if limits.min_gap and gap < limits.min_gap:
        notes.add("segment.short-gap", f"{gap} ms before the next cue, {limits.min_gap} asked for", cue=number)
