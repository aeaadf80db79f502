"""SRT as people and broken tools write it: cues out of lines, and a diagnostic for everything odd.

The timing lines are the skeleton: a number may stand above each, text stands below. What is read one way but could be
read another is reported, and the diagnostic names the other reading. No line that holds anything is dropped without
being quoted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from captionkit.diagnostics import Collector
from captionkit.formats.srt.checks import UNKNOWN
from captionkit.formats.srt.fast import ARROWISH
from captionkit.formats.srt.markup import LOOSE, SRT
from captionkit.formats.srt.timing import SrtTiming, clean, find_timing, half_timing, in_seconds, number_glued
from captionkit.model.cue import Cue, raw_cues

__all__ = ["Tolerant", "repair_file"]

_NUMBER = re.compile(r"[ \t]*(\d{1,9})[ \t]*\Z")
#: Something short that stands where a number should: ``x2``, ``#3``, ``4.``, ``12a``.
_NEARLY = re.compile(r"(?=.{1,12}\Z)\S*\d\S*\Z")
#: A timing line that a file ends in, before its arrow is whole; the first time is whole where it has its seconds.
_FRAGMENT = re.compile(r"\s*\d{1,3}(?::(?:\d{1,3}(?::(?:\d{1,3}(?:[.,]\d{0,9})?)?)?)?)?\s*-{0,2}\s*")
_ENDS_WHOLE = re.compile(r"[.,]\d{3}\s*\Z")
_WHOLE_TIME = re.compile(r"\s*\d{1,3}:\d{2}:\d{2}")
_BEGINS_WITH_TIME = re.compile(r"\s*\d{1,3}:\d{1,3}(?::\d{0,3}(?:[.,]\d{0,3})?)?")

_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|pre)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/pre)[ \t]*/?>\n?", re.IGNORECASE)
_KEPT = re.compile(r"</?(?:[ibus]|strike|font)\b", re.IGNORECASE)
_ELEMENT = re.compile(r"<[!/]?[a-zA-Z][^<>]*>")


@dataclass(slots=True)
class _Head:
    """Where a cue begins: the line of its number (or of its timing), of its timing, the number as written."""

    first: int
    timing_line: int
    timing: SrtTiming
    number: str = ""
    joined: bool = False


def _next(number: str) -> str:
    """Return the number that follows, ``""`` where there is none."""
    return str(int(number) + 1) if number.isdecimal() and len(number) < 10 else ""


class Tolerant:
    """Reads one stretch of lines; cues and the lines their timings stand on are gathered in ``cues`` and ``lines``.

    ``line_of`` maps a 0-based line of the stretch to the 1-based line of the file. ``opening`` is true where the
    stretch begins the file, ``closing`` where it ends it.
    """

    def __init__(
        self, lines: list[str], line_of: Callable[[int], int], notes: Collector, *, rate: Fraction | None = None,
        opening: bool = True, closing: bool = True,
    ) -> None:  # fmt: skip
        self.text = lines
        self.line_of = line_of
        self.notes = notes
        self.rate = rate
        self.opening = opening
        self.closing = closing
        self.blank = [not line.strip(" \t") for line in lines]
        self.cues: list[Cue] = []
        self._rows: list[tuple[str, tuple[int, int, str, str, str, tuple[str, ...]]]] = []
        self.lines: list[int] = []
        self._body_line = 0

    def run(self) -> Tolerant:
        """Read the stretch."""
        heads = self._heads()
        self._preamble(heads[0].first if heads else len(self.text))
        for position, head in enumerate(heads):
            end = heads[position + 1].first if position + 1 < len(heads) else len(self.text)
            if head.joined:
                self._note("srt.no-blank-line", "no blank line before this cue; it was read as a new cue", head.first)
            self._cue(head, end)
        for format, run in groupby(self._rows, key=itemgetter(0)):
            self.cues += raw_cues(format, map(itemgetter(1), run))
        return self

    # --- where cues begin

    def _heads(self) -> list[_Head]:
        heads: list[_Head] = []
        taken = -1
        for position, line in enumerate(self.text):
            last = position + 1 == len(self.text)
            if not (":" in line or ">" in line or "\u2192" in line or last):
                continue
            timing = find_timing(line, self.rate) or self._broken(position, taken)
            if timing is not None and self._cut_off(position, timing):
                shown = f"{line.strip()!r} is cut off: the end was taken from the cues beside it"
                timing = SrtTiming(timing.start, None, oddities=[("srt.truncated", shown)])
            if timing is not None:
                heads.append(self._head(position, timing, taken))
                taken = position
        return heads

    def _cut_off(self, position: int, timing: SrtTiming) -> bool:
        """Whether the file ends inside this timing line: nothing follows, and its end is before its start."""
        return (
            self.closing
            and timing.start is not None
            and timing.end is not None
            and timing.end < timing.start
            and not _ENDS_WHOLE.search(self.text[position])
            and all(self.blank[position + 1 :])
        )

    def _broken(self, position: int, taken: int) -> SrtTiming | None:
        """Return a SrtTiming for a line under a number that was meant as a timing line, else None."""
        line = self.text[position]
        above = position - 1
        numbered = above > taken and self._is_number(above) and self._starts_block(above)
        if not numbered and not (position > 0 and self.blank[above] and _BEGINS_WITH_TIME.match(line[:40])):
            return None
        if numbered and self.closing and _FRAGMENT.fullmatch(line) and all(self.blank[position + 1 :]):
            whole = _WHOLE_TIME.match(line)
            code, found = "srt.truncated", half_timing(line, self.rate) if whole else SrtTiming(None, None)
        elif (seconds := in_seconds(line)) is not None:
            return seconds
        elif ARROWISH.search(line) and any(character.isdigit() for character in line):
            code, found = "srt.timing-broken", half_timing(line, self.rate)
        elif self.closing and _BEGINS_WITH_TIME.fullmatch(line) and all(self.blank[position + 1 :]):
            code, found = "srt.truncated", half_timing(line, self.rate)
        else:
            return None
        found.oddities = [(code, f"{line.strip()!r} cannot be read as two times; what is missing was taken from "
                           "the cues beside it")]  # fmt: skip
        return found

    def _head(self, position: int, timing: SrtTiming, taken: int) -> _Head:
        above = position - 1
        if above > taken and self._is_number(above):
            return self._numbered(above, position, timing)
        if above > taken and self._starts_block(above) and self._nearly(above):
            head = _Head(above, position, timing, self.text[above].strip())
            message = f"{head.number!r} was read as the cue's number (it may also be text of the cue above)"
            self._note("srt.index-text", message, above)
            return head
        higher = above
        while higher > taken and self.blank[higher]:
            higher -= 1
        if taken < higher < above and self._is_number(higher) and self._starts_block(higher):
            self._note("srt.blank-after-index", "a blank line stands between the number and the timing line", position)
            return _Head(higher, position, timing, self._number(higher))
        joined = above >= 0 and above > taken and not self.blank[above]
        glued = number_glued(self.text[position], timing, self.rate)
        if glued is not None:
            return _Head(position, position, glued[1], glued[0], joined=joined)
        self._note("srt.index-missing", "the cue has no number", position)
        return _Head(position, position, timing, joined=joined)

    def _numbered(self, above: int, position: int, timing: SrtTiming) -> _Head:
        line = self.text[above]
        number = self._number(above)
        if clean(line) != line:
            self._note("srt.invisible", "invisible characters beside the number were ignored", above)
        return _Head(above, position, timing, number, joined=not self._starts_block(above))

    def _is_number(self, position: int) -> bool:
        return position >= 0 and len(self.text[position]) < 40 and bool(_NUMBER.match(clean(self.text[position])))

    def _number(self, position: int) -> str:
        return clean(self.text[position]).strip()

    def _starts_block(self, position: int) -> bool:
        return position == 0 or self.blank[position - 1]

    def _nearly(self, position: int) -> bool:
        line = self.text[position].strip()
        return len(line) < 13 and bool(_NEARLY.match(line)) and not ARROWISH.search(line)

    # --- what stands between them

    def _preamble(self, end: int) -> None:
        lines = [line for line in self.text[:end] if line.strip(" \t")]
        if not lines or not self.opening:
            return
        if clean(lines[0]).startswith("WEBVTT"):
            code, message = "srt.webvtt-header", "a WebVTT header in an SRT file was left out"
        else:
            code, message = "srt.preamble", "text before the first cue was left out"
        first = next(n for n in range(end) if not self.blank[n])
        quoted = " / ".join(lines)
        shown = quoted if len(quoted) <= 120 else quoted[:119] + "…"
        self._note(code, f"{message}: {shown!r}", first, data={"lines": lines})

    def _cue(self, head: _Head, end: int) -> None:
        timing = head.timing
        for code, message in timing.oddities:
            self._note(code, message, head.timing_line)
        body = self._body(head, end)
        if timing.text:
            body.insert(0, timing.text)
        self._paragraphs(head, timing, body)

    def _body(self, head: _Head, end: int) -> list[str]:
        first = head.timing_line + 1
        while end > first and self.blank[end - 1]:
            end -= 1
        start = first
        while start < end and self.blank[start]:
            start += 1
        if start > first:
            self._note("srt.blank-after-timing", "a blank line stands between the times and the text", first)
        self._body_line = start
        return self.text[start:end]

    def _paragraphs(self, head: _Head, timing: SrtTiming, body: list[str]) -> None:
        """Make the cue of a body, and further ones where it holds numbered blocks whose timing line is lost."""
        offset = 1 if timing.text else 0
        begin, number, shown = 0, head.number, timing
        line = head.timing_line
        expected = _next(number)
        for at in range(offset, len(body) - 1):
            if body[at].strip(" \t") or not expected or body[at + 1].strip(" \t") != expected:
                continue
            self._add(shown, number, body[begin:at], line, self._body_line + begin - offset)
            position = self._body_line + at + 1 - offset
            number, begin, line = expected, at + 2, position
            expected = _next(number)
            shown = SrtTiming(None, None)
            self._lost(number, body[begin:], position)
        self._add(shown, number, body[begin:], line, self._body_line + begin - offset)

    def _lost(self, number: str, rest: list[str], position: int) -> None:
        if rest and rest[0].strip(" \t"):
            message = (
                f"number {number} has no timing line; the cue was put between its neighbours (it may also be text)"
            )
            self._note("srt.timing-missing", message, position)
        else:
            self._note(
                "srt.index-orphan", f"the number {number} has neither times nor text; an empty cue was made", position
            )

    def _add(self, timing: SrtTiming, number: str, body: list[str], line: int, body_line: int) -> None:
        while body and not body[-1].strip(" \t"):
            body = body[:-1]
        blank = next((n for n, text in enumerate(body) if not text.strip(" \t")), None)
        if blank is not None:
            message = "a blank line inside the cue was kept (what follows may also be a comment that belongs to no cue)"
            self._note("srt.blank-in-cue", message, body_line + blank)
        start = UNKNOWN if timing.start is None else timing.start
        end = UNKNOWN if timing.end is None else timing.end
        # what stands on the timing line may look like times where it stands alone
        whole = blank is None and timing.settings[:1] in "XxYy" and not find_timing(timing.text, self.rate)
        format = SRT if whole else LOOSE
        self._rows.append((format, (start, end, "\n".join(body), timing.settings, number, ())))
        self.lines.append(self.line_of(line))

    def _note(self, code: str, message: str, position: int, **more: object) -> None:
        severe = code not in ("srt.coordinates", "srt.hours-many")
        self.notes.add(code, message, repair=severe, line=self.line_of(position), **more)


# --- faults of a whole file


def repair_file(text: str, notes: Collector) -> tuple[str, int, bool]:
    """Return the text repaired, how many lines of the file one of its lines stands for, and whether it was changed."""
    if _PAGE.match(text):
        return _unwrapped(text, notes), 1, True
    lines = text.split("\n")
    if _is_double_spaced(lines):
        notes.add("srt.double-spaced", "every second line is blank; those lines were left out", repair=True, line=2)
        return "\n".join(lines[::2]), 2, True
    return text, 1, False


def _is_double_spaced(lines: list[str]) -> bool:
    if len(lines) < 8 or any(line.strip() for line in lines[1::2]):
        return False
    return any(find_timing(line) for line in lines[:20:2])


def _unwrapped(text: str, notes: Collector) -> str:
    """Return what a page shows, a line for a line as far as the page lets us."""
    elements: list[str] = []

    def drop(match: re.Match[str]) -> str:
        if _KEPT.match(match[0]):
            return match[0]
        elements.append(match[0])
        return "\n" * match[0].count("\n")

    shown = html.unescape(_ELEMENT.sub(drop, _BREAK.sub("\n", text)))
    message = f"a web page; its text was read and its elements left out: {' '.join(elements)[:120]!r}"
    notes.add("srt.html", message, repair=True, line=1, data={"elements": elements[:1000]})
    return shown
