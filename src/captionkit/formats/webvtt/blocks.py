"""The tolerant path: the specification's block parser, line by line, with a report of everything it meets.

The rules are those of "collect a WebVTT block" (https://www.w3.org/TR/webvtt1/#collect-a-webvtt-block). Where they drop
text that a person plainly meant to show, the text is kept if no conforming file can mean anything else by it
(text after a blank line inside a cue), and quoted in a diagnostic if not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from captionkit.formats.webvtt.asides import aside_of
from captionkit.formats.webvtt.body import VTT
from captionkit.formats.webvtt.check import clean_markup, markup_problems
from captionkit.formats.webvtt.regions import parse_region
from captionkit.formats.webvtt.render import escape, format_time, short_time
from captionkit.formats.webvtt.settings import positioning_of_settings, settings_problems
from captionkit.formats.webvtt.state import VttState, with_payload
from captionkit.formats.webvtt.timings import VttTiming, parse_timing, parse_timing_loosely
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.raw import Raw
from captionkit.model.track import Block

__all__ = ["finish", "looks_timed", "read_chunk"]


#: What a header may say: a name, a colon, a value.
_HEADER_LINE = re.compile(r"[\w-]{1,40}[ \t]*[:=]")
_SIGNATURE = re.compile("\ufeff?WEBVTT(?:[ \\t\\n]|\\Z)")


@dataclass(slots=True)
class _Block:
    """One block as collected: its lines, the index of its timing line (None: none), its first line's number."""

    lines: list[str]
    timing: int | None
    line: int
    glued: bool
    """Whether no blank line stands before it."""
    closed: bool
    """Whether a blank line or the end of the file stands after it."""
    gap: int
    """How many blank lines stand before it."""


def read_chunk(text: str, line: int, state: VttState) -> None:
    """Add the blocks of ``text``, whose first line has the number ``line``, to ``state``."""
    if "\0" in text:
        state.collector.add("vtt.nul", "NUL characters; each is read as U+FFFD", line=line, repair=True)
        text = text.replace("\0", "\ufffd")
    lines = text.split("\n")
    at = 0
    glued = False
    while at < len(lines):
        begin = at
        while at < len(lines) and not lines[at]:
            at += 1
        if at == len(lines):
            break
        raw = _collect(lines, at, state)
        raw.line, raw.gap, raw.glued = line + at, at - begin, glued
        at += len(raw.lines)
        # one blank line ends a block; a block that ends without one is glued to the next
        glued = at < len(lines) and bool(lines[at])
        raw.closed = not glued
        at += not glued
        _read(raw, state)


def finish(state: VttState) -> None:
    """Settle what waited for a block that did not come."""
    _settle_number(None, state)
    state.settle()
    header = "\n".join(block.text for block in state.blocks if block.kind == "header")
    texts = [line for line in header.split("\n") if line.strip() and not _HEADER_LINE.match(line)]
    if texts and not state.number and all(block.kind == "header" for block in state.blocks):
        message = f"the file has no cue; its text belongs to the header, up to the first blank line: {_quoted(header)}"
        state.collector.add("vtt.only-header", message, line=2, data={"header": header})
    if state.attachable and state.cues and not state.cues[-1].payload:
        state.collector.add("vtt.ends-in-timing", "the file ends after a timing line: no text", cue=state.number)


def _collect(lines: list[str], at: int, state: VttState) -> _Block:
    """Return the block that begins at line ``at``: up to a blank line or to an arrow that cannot be its own."""
    timing: int | None = None
    end = at
    while end < len(lines) and lines[end]:
        if "-->" in lines[end] or (state.lenient and end - at < 2 and looks_timed(lines[end])):
            if timing is not None or end - at > 1:
                break
            timing = end - at
        end += 1
    return _Block(lines[at:end], timing, 0, False, True, 0)


def looks_timed(line: str) -> bool:
    """Whether a line without an arrow that WebVTT knows may be a timing line all the same."""
    return ":" in line and parse_timing_loosely(line) is not None


def _read(raw: _Block, state: VttState) -> None:
    if raw.gap > 0 and state.ordinal >= 0:
        state.details.setdefault("gaps", {})[str(state.ordinal)] = raw.gap
    state.ordinal += 1
    _settle_number(raw, state)
    if raw.timing is None:
        _aside(raw, state)
        return
    timing = parse_timing(raw.lines[raw.timing])
    if timing is None:
        timing = _repaired(raw, state)
    if timing is None and _is_text(raw, state):
        _keep_arrow(raw, state)
        return
    if raw.glued:
        _say_glued(raw, state)
    if timing is None:
        _dropped(raw, state)
    else:
        _cue(raw, timing, state)


def _is_text(raw: _Block, state: VttState) -> bool:
    """Whether a line with an arrow goes on with the text of the cue before it: no sign of a time, and no cue's name."""
    return raw.glued and raw.closed and raw.timing == 0 and state.attachable and ":" not in raw.lines[0]


def _keep_arrow(raw: _Block, state: VttState) -> None:
    _attach("\n".join(raw.lines), state, raw.line)
    state.collector.add(
        "vtt.arrow-in-text",
        f"an arrow ends a cue before its text does; kept as its text: {_quoted(raw.lines[0])}",
        line=raw.line,
        cue=state.number,
        repair=True,
    )


def _say_glued(raw: _Block, state: VttState) -> None:
    state.collector.add(
        "vtt.missing-blank-line",
        "no blank line before this cue; it begins a new one all the same",
        line=raw.line, cue=state.number + 1, repair=True,
    )  # fmt: skip


def _repaired(raw: _Block, state: VttState) -> VttTiming | None:
    """Return what a rejected timing line plainly means, where that is to be used."""
    line = raw.lines[raw.timing or 0]
    timing = parse_timing_loosely(line)
    if timing is None:
        state.hopeless += 1
        return None
    state.repairable += 1
    if not state.lenient:
        return None
    state.collector.add(
        "vtt.timing-repaired",
        f"{_quoted(line)} is not a WebVTT timing ({', '.join(timing.repairs)}); "
        f"read as {format_time(timing.start)} --> {format_time(timing.end)}",
        line=raw.line + (raw.timing or 0), cue=state.number + 1, repair=True, data={"found": line},
    )  # fmt: skip
    return timing


def _dropped(raw: _Block, state: VttState) -> None:
    text = "\n".join(raw.lines)
    state.attachable = False
    line = raw.lines[raw.timing or 0]
    state.collector.add(
        "vtt.bad-timing",
        f"{_quoted(line)} is not a WebVTT timing, so this block is not shown: {_quoted(text)}",
        line=raw.line + (raw.timing or 0), repair=True, data={"dropped": text},
    )  # fmt: skip


def _cue(raw: _Block, timing: VttTiming, state: VttState) -> None:
    index = raw.timing or 0
    state.settle()
    _keep_layout(raw.lines[index], timing, state)
    name = raw.lines[0] if index else _number_left_behind(raw, state)
    payload = "\n".join(raw.lines[index + 1 :])
    cue = raw_cue(timing.start, timing.end, Raw(VTT, payload, timing.settings), id=name, notes=state.notes)
    _check(cue, raw.line + index, state)
    if name.startswith("NOTE"):
        message = f"{_quoted(name)} stands right before a timing line, so it names the cue"
        state.collector.add("vtt.note-as-id", message, line=raw.line, cue=state.number + 1)
    state.last_start = cue.start
    state.notes = []
    state.cues.append(cue)
    state.seen_cue = state.attachable = True


def _number_left_behind(raw: _Block, state: VttState) -> str:
    """Return the identifier that a missing blank line left as the last line of the cue before.

    Only a number that continues the count is taken for one.
    """
    if not raw.glued or not state.cues:
        return ""
    before = state.cues[-1]
    text, _, last = before.payload.rpartition("\n")
    if not (text and last.isdecimal() and before.id.isdecimal() and len(last) < 12 and int(last) == int(before.id) + 1):
        return ""
    state.cues[-1] = with_payload(before, text)
    return last


def _keep_layout(line: str, timing: VttTiming, state: VttState) -> None:
    if state.short is None:
        state.short = line.partition("-->")[0].count(":") == 1
    written = f"{short_time(timing.start, state.short)} --> {short_time(timing.end, state.short)}"
    if timing.settings:
        written += f" {timing.settings}"
    if line != written and not timing.repairs:
        state.details.setdefault("timings", {})[str(state.number)] = [timing.start, timing.end, line]


def _check(cue: Cue, line: int, state: VttState) -> None:
    add, number = state.collector.add, state.number + 1
    if cue.start < state.last_start:
        add("vtt.unsorted", "the cue begins before the one before it; the order is kept", line=line, cue=number)
    if cue.end < cue.start:
        times = f"{format_time(cue.start)} --> {format_time(cue.end)}"
        add("vtt.reversed-times", f"the cue ends before it begins: {times}; kept", line=line, cue=number)
    for part in settings_problems(cue.settings) if cue.settings else ():
        add("vtt.bad-setting", f"{_quoted(part)} is not a cue setting and has no effect; kept", line=line, cue=number)
    positioning = positioning_of_settings(cue.settings) if cue.settings else None
    if positioning is not None and positioning.region and positioning.region not in state.regions:
        add("vtt.unknown-region", f"no region is called {_quoted(positioning.region)}; kept", line=line, cue=number)
    payload = cue.payload
    if "<" in payload and not clean_markup(payload):
        for code, message, text in markup_problems(payload):
            add(code, message, line=line + 1, cue=number, repair=True, data={"text": text})


def _aside(raw: _Block, state: VttState) -> None:
    """A block without timing: note, style, region, the rest of a cue, an identifier cut off, or nobody knows."""
    text = "\n".join(raw.lines)
    block = aside_of(text)
    if block.kind == "note":
        state.attachable = False
        state.notes.append(block.text) if state.seen_cue else state.blocks.append(block)
    elif block.kind == "other":
        _text_without_timing(raw, text, state)
    elif state.seen_cue:
        _late(raw, text, block, state)
    else:
        if block.kind == "region":
            state.regions = state.regions | {parse_region(block.text).id}
        state.blocks.append(block)


def _late(raw: _Block, text: str, block: Block, state: VttState) -> None:
    state.attachable = False
    state.collector.add(
        "vtt.late-block",
        f"a {block.kind.upper()} block after the first cue has no effect; kept at the end of the file",
        line=raw.line, repair=True,
    )  # fmt: skip
    state.footer.append(Block("other", text))


def _text_without_timing(raw: _Block, text: str, state: VttState) -> None:
    state.repairable += any(looks_timed(line) for line in raw.lines[:2])
    if not state.seen_cue:
        state.collector.add(
            "vtt.unknown-block", f"text before the first cue is not a WebVTT block; kept as it is: {_quoted(text)}",
            line=raw.line, repair=True,
        )  # fmt: skip
        state.blocks.append(Block("other", text))
    elif _SIGNATURE.match(text):
        state.attachable = False
        state.collector.add(
            "vtt.second-signature",
            f"a second file begins here; its header is left out, its cues follow: {_quoted(text)}",
            line=raw.line,
            repair=True,
            data={"dropped": text},
        )
    elif state.attachable and len(raw.lines) == 1 and text.strip().isdecimal():
        state.number_cut_off = text, raw.line
    elif state.attachable:
        _attach_orphan(text, raw.line, state)
    else:
        state.collector.add(
            "vtt.text-without-timing", f"text without a timing line is shown by no player: {_quoted(text)}",
            line=raw.line, repair=True, data={"dropped": text},
        )  # fmt: skip


def _attach_orphan(text: str, line: int, state: VttState) -> None:
    _attach(text, state, line)
    state.collector.add(
        "vtt.blank-line-in-cue",
        f"a blank line ended the cue before its text did; kept as its text: {_quoted(text)}",
        line=line, cue=state.number, repair=True, data={"kept": text},
    )  # fmt: skip


def _settle_number(raw: _Block | None, state: VttState) -> None:
    """Give a number that stood between blank lines to the cue after it, or else to the text before it."""
    if state.number_cut_off is None:
        return
    (text, line), state.number_cut_off = state.number_cut_off, None
    if raw is None or raw.timing is None:
        _attach_orphan(text, line, state)
        return
    state.collector.add(
        "vtt.id-cut-off", f"a blank line between the identifier {_quoted(text)} and its timing line; joined",
        line=line, cue=state.number + 1, repair=True,
    )  # fmt: skip
    if raw.timing == 0:
        raw.lines.insert(0, text)
        raw.line, raw.timing = raw.line - 1, 1


def _attach(text: str, state: VttState, line: int) -> None:
    if "<" in text and not clean_markup(text):
        for code, message, found in markup_problems(text):
            state.collector.add(code, message, line=line, cue=state.number, repair=True, data={"text": found})
    state.attached.append(escape(text) if "-->" in text else text)


def _quoted(text: str) -> str:
    shown = text if len(text) <= 160 else text[:160] + "..."
    return '"' + shown.replace("\n", " / ") + '"'
