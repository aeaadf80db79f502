"""The fast path: chunks of well-formed blocks, read by fixed columns.

It accepts what it can read exactly as the tolerant reader (:mod:`.blocks`) would, with nothing to report, and refuses
everything else by raising :class:`Refused` before it has changed anything. Measured choices: one split on blank lines,
times by six lookups of slices (tables of the minutes met, of seconds, of milliseconds), cues made all at once.
"""

from __future__ import annotations

import re

from captionkit.formats.webvtt.asides import aside_of, note_of
from captionkit.formats.webvtt.body import VTT
from captionkit.formats.webvtt.check import clean_markup
from captionkit.formats.webvtt.regions import parse_region
from captionkit.formats.webvtt.settings import positioning_of_settings, settings_problems
from captionkit.formats.webvtt.state import VttState
from captionkit.model.cue import Cue, raw_cues
from captionkit.model.track import Block

__all__ = ["Refused", "read_chunk"]


class Refused(Exception):  # noqa: N818 - not an error: the other path takes over
    """The chunk holds something that only the tolerant reader understands."""


class _MinuteStamps(dict[str, int]):
    """``HH:MM:`` -> ms, filled as met; at most 6,000 entries."""

    _VALID = re.compile(r"[0-9]{2}:[0-5][0-9]:\Z")

    def __missing__(self, text: str) -> int:
        if not self._VALID.match(text):
            raise KeyError(text)
        value = self[text] = int(text[:2]) * 3_600_000 + int(text[3:5]) * 60_000
        return value


_MINUTES = _MinuteStamps()
_SECONDS = {f"{second:02d}.": second * 1000 for second in range(60)}
_MS = {f"{ms:03d}": ms for ms in range(1000)}


def read_chunk(text: str, state: VttState) -> None:
    """Add the blocks of ``text`` to ``state``.

    Raises Refused, with ``state`` as it was, where the chunk is not all well-formed.
    """
    if state.lenient or "\0" in text or "\n\n\n" in text or state.number_cut_off:
        raise Refused
    blocks = text.split("\n\n")
    before = [] if state.seen_cue else _before_first_cue(blocks)
    regions = state.regions | {parse_region(block.text).id for block in before if block.kind == "region"}
    try:
        found, notes, short = _cues(blocks[len(before) :], state, regions)
    except KeyError:
        raise Refused from None
    if text.count("-->") != len(found):
        raise Refused
    state.settle()
    state.blocks += before
    state.regions = regions
    state.notes = notes
    state.short = short
    state.ordinal += len(blocks)
    if found or notes:
        state.attachable = not notes
    if found:
        state.seen_cue = True
        state.last_start = found[-1].start
        state.cues += found


def _before_first_cue(blocks: list[str]) -> list[Block]:
    """Return the styles, regions and notes that ``blocks`` begin with."""
    before: list[Block] = []
    for text in blocks:
        if "-->" in text:
            break
        block = aside_of(text)
        if block.kind == "other" or not text or text[0] == "\n":
            raise Refused
        before.append(block)
    return before


def _cues(blocks: list[str], state: VttState, regions: set[str]) -> tuple[list[Cue], list[str], bool | None]:  # noqa: C901 - one loop, inlined for speed
    rows: list[tuple[int, int, str, str, str, tuple[str, ...]]] = []
    append = rows.append
    notes = list(state.notes)
    minutes, seconds, thousandths = _MINUTES, _SECONDS, _MS
    clean = clean_markup
    checked: set[str] = set()
    short = state.short
    last = state.last_start
    for block in blocks:
        name = settings = ""
        if block[12:17] != " --> ":
            if block[9:14] != " --> ":
                head, _, block = block.partition("\n")
                if block[12:17] != " --> " and block[9:14] != " --> ":
                    notes.append(_note(head, block))
                    continue
                if not head or head[:4] == "NOTE":
                    raise Refused
                name = head
            if block[9:14] == " --> ":
                if short is False:
                    raise Refused
                short = True
                block = f"00:{block[:14]}00:{block[14:]}"
            elif short:
                _refuse_needless_hours(block)
        elif short:
            _refuse_needless_hours(block)
        if short is None:
            short = False
        start = minutes[block[:6]] + seconds[block[6:9]] + thousandths[block[9:12]]
        end = minutes[block[17:23]] + seconds[block[23:26]] + thousandths[block[26:29]]
        mark = block[29:30]
        if mark == "\n":
            payload = block[30:]
        elif mark == " ":
            settings, _, payload = block[30:].partition("\n")
            if settings not in checked:
                _check_settings(settings, regions)
                checked.add(settings)
        else:
            raise Refused
        if end < start or start < last or not payload or ("<" in payload and not clean(payload)):
            raise Refused
        last = start
        if notes:
            append((start, end, payload, settings, name, tuple(notes)))
            notes = []
        else:
            append((start, end, payload, settings, name, ()))
    return raw_cues(VTT, rows), notes, short


def _note(head: str, rest: str) -> str:
    if head[:4] != "NOTE" or head[4:5] not in ("", " ", "\t"):
        raise Refused
    return note_of(f"{head}\n{rest}" if rest else head)


def _refuse_needless_hours(block: str) -> None:
    """A file that leaves hours out says them only from the first hour on."""
    if block[:3] == "00:" or block[17:20] == "00:":
        raise Refused


def _check_settings(settings: str, regions: set[str]) -> None:
    if not settings or settings != settings.strip(" \t\f") or settings_problems(settings):
        raise Refused
    positioning = positioning_of_settings(settings)
    if positioning is not None and positioning.region and positioning.region not in regions:
        raise Refused
