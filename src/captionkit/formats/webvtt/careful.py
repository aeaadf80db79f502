"""The writer's slow paths: making a track safe for WebVTT, and laying a file out as it was read."""

from __future__ import annotations

import re
from typing import Any

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.formats.webvtt.asides import aside_of
from captionkit.formats.webvtt.blocks import looks_timed
from captionkit.formats.webvtt.body import VTT
from captionkit.formats.webvtt.render import escape, short_time
from captionkit.formats.webvtt.timings import parse_timing
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.raw import Raw
from captionkit.model.text import Line, Span
from captionkit.model.track import Block, Track

__all__ = ["commented", "laid_out", "made_safe"]

_BLANK_LINES = re.compile(r"\n{2,}")


def made_safe(track: Track) -> tuple[Track, tuple[Diagnostic, ...]]:
    """Return the track with everything changed that would be read as something else, and what was changed."""
    notes = Collector()
    title = _one_line(track.title)
    if title != track.title:
        notes.add("vtt.header-changed", "the title holds a line end or an arrow; written on one line without it")
    cues = [_safe_cue(cue, number, notes) for number, cue in enumerate(track.cues, 1)]
    blocks = tuple([_safe_block(block, notes) for block in track.blocks])
    footer = tuple([_safe_block(block, notes) for block in track.footer])
    return track.replace(title=title, blocks=blocks, footer=footer, cues=cues), notes.all


def commented(track: Track) -> tuple[Track, tuple[Diagnostic, ...]]:
    """Return the track with blocks that no reader would find again made comments, and what was changed.

    Such is a text before the first cue that looks like a timing line, and after the last cue any text, which would be
    read as that cue's.
    """
    notes = Collector()
    blocks = tuple(
        [_comment(block, any(map(looks_timed, block.text.split("\n")[:2])), notes) for block in track.blocks]
    )
    footer = tuple([_comment(block, aside_of(block.text).kind == "other", notes) for block in track.footer])
    # comments come first there in a track that was read
    footer = tuple(sorted(footer, key=lambda block: block.kind != "note"))
    return track.replace(blocks=blocks, footer=footer), notes.all


def _comment(block: Block, misread: bool, notes: Collector) -> Block:
    if block.kind != "other" or not misread:
        return block
    notes.add("vtt.block-changed", "text between the cues would be read as one; written as a comment")
    return Block("note", f"\n{block.text}")


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _one_line(text: str) -> str:
    return " ".join(_clean(text).replace("-->", "->").split("\n")).strip()


def _safe_block(block: Block, notes: Collector) -> Block:
    text = _BLANK_LINES.sub("\n", _clean(block.text)).rstrip("\n").replace("-->", "->")
    if block.kind != "note":
        text = text.lstrip("\n")
    if text != block.text:
        notes.add("vtt.block-changed", f"a {block.kind} block holds an empty line or an arrow; written without it")
    return Block(block.kind, text)


def _safe_cue(cue: Cue, number: int, notes: Collector) -> Cue:
    if cue.start < 0 or cue.end < 0:
        notes.add("vtt.time-clamped", f"WebVTT has no times before zero: {cue.start} ms --> {cue.end} ms", cue=number)
        cue = cue.replace(start=max(cue.start, 0), end=max(cue.end, 0))
    if cue.positioning is not None and "-->" in cue.positioning.region:
        region = cue.positioning.region
        notes.add("vtt.region-changed", f"region {region!r} holds an arrow; written without it", cue=number)
    name = _one_line(cue.id)
    if name != cue.id:
        notes.add(
            "vtt.id-changed", f"identifier {cue.id!r} holds a line end or an arrow; written as {name!r}", cue=number
        )
    comments = tuple([_safe_block(Block("note", note), notes).text for note in cue.notes])
    cue = cue.replace(id=name, notes=comments)
    return _safe_payload(cue) if cue.raw_format else cue.replace(lines=[_safe_line(line) for line in cue.lines])


def _safe_payload(cue: Cue) -> Cue:
    """Return a cue whose payload, read from some format, is safe; one that is not WebVTT is parsed first."""
    if cue.raw_format != VTT:
        return cue.replace(lines=[_safe_line(line) for line in cue.lines if line.text])
    payload = _BLANK_LINES.sub("\n", _clean(cue.payload)).strip("\n")
    payload = escape(payload) if "-->" in payload else payload
    settings = _one_line(cue.settings)
    return raw_cue(cue.start, cue.end, Raw(VTT, payload, settings), id=cue.id, notes=cue.notes)


def _safe_line(line: Line) -> Line:
    return Line(tuple([Span(_clean(span.text).replace("\n", " "), span.style) for span in line.spans]))


def laid_out(track: Track, blocks: list[str]) -> str:
    """Return the text of ``blocks`` with spacing and timing lines as the file that ``track`` was read from had them.

    What was changed since is written as usual: a timing line as read is used only for the times that it says.
    """
    details = track.layout.details
    blocks = list(blocks)
    if "first" in details and details["first"][6:].strip(" \t") == track.title:
        blocks[0] = details["first"] + blocks[0][len(f"WEBVTT {track.title}".rstrip()) :]
    timings = details.get("timings", {})
    at = len(blocks) - len(track.footer) - sum(1 + len(cue.notes) for cue in track.cues)
    for index, cue in enumerate(track.cues):
        at += len(cue.notes)
        blocks[at] = _timed(cue, blocks[at], timings.get(str(index)), bool(details.get("short")))
        at += 1
    gaps = details.get("gaps", {})
    text = blocks[0]
    pieces = [text]
    for ordinal, block in enumerate(blocks[1:]):
        pieces.append("\n\n" + "\n" * gaps.get(str(ordinal), 0))
        pieces.append(block)
    return "".join(pieces) + "\n"


def _timed(cue: Cue, block: str, as_read: list[Any] | None, short: bool) -> str:
    lines = block.split("\n", 2 if cue.id else 1)
    index = 1 if cue.id else 0
    if as_read is not None and as_read[:2] == [cue.start, cue.end]:
        timing = parse_timing(as_read[2])
        if timing is not None and timing.settings == cue.settings:
            lines[index] = as_read[2]
    elif short:
        settings = f" {cue.settings}" if cue.settings else ""
        lines[index] = f"{short_time(cue.start, True)} --> {short_time(cue.end, True)}{settings}"
    return "\n".join(lines)
