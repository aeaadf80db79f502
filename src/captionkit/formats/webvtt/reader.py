"""Reading WebVTT: the signature, the header, then chunks of blocks, each by the fast path or the tolerant one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.base import gc_paused
from captionkit.formats.webvtt import blocks, fast
from captionkit.formats.webvtt.state import VttState
from captionkit.model.track import Block, FileLayout, Track
from captionkit.values import replace

if TYPE_CHECKING:
    from captionkit.sources import ReadOptions, Source

__all__ = ["is_webvtt", "read", "read_text"]

#: Characters in a chunk, about: small enough that wide characters cost little memory, large enough to cost no time.
CHUNK = 1 << 18

_SIGNATURE = re.compile(r"WEBVTT(?:[ \t\n]|\Z)")
_LOOSE_SIGNATURE = re.compile(r"[\ufeff\s]{0,1000}(webvtt)(?![a-z0-9])[ \t]*", re.IGNORECASE)
_NOT_BLANK = re.compile(rb"[^\n]")
_LANGUAGE = re.compile(r"^language:[ \t]*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[ \t]*$", re.IGNORECASE | re.MULTILINE)


def is_webvtt(text: str) -> bool:
    r"""Whether ``text`` (decoded, without byte order mark) has the signature of a WebVTT file.

    >>> is_webvtt("WEBVTT - a title\n"), is_webvtt("WEBVTTx\n")
    (True, False)
    """
    return _SIGNATURE.match(text.replace("\r", "\n", 1) if "\r" in text[:8] else text) is not None


@gc_paused()
def read(source: Source, options: ReadOptions) -> Result[Track]:
    """Read a WebVTT file.

    Raises InputError where it has neither the signature nor a cue, StrictError where ``options.strict``
    and a repair is needed.
    """
    data = source.data
    bom = data.startswith(b"\xef\xbb\xbf")
    if source.encoding is None and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in data[:4096]:
        try:
            state, layout = _parse(data[3:] if bom else data, "utf-8", options, source.name)
            return Result(_track(state, options, layout, bom), state.collector.all)
        except UnicodeDecodeError:
            pass
    decoded = source.decoded
    state, layout = _parse(decoded.text.encode("utf-8", "replace"), decoded.encoding, options, source.name)
    return Result(_track(state, options, layout, decoded.bom), state.collector.all)


def read_text(text: str, options: ReadOptions, name: str = "") -> Result[Track]:
    """Read WebVTT that is already decoded."""
    state, layout = _parse(text.encode("utf-8", "replace"), "utf-8", options, name)
    return Result(_track(state, options, layout, False), state.collector.all)


def _parse(data: bytes, encoding: str, options: ReadOptions, name: str) -> tuple[VttState, FileLayout]:
    """Parse UTF-8 bytes; a second time, leniently, where most rejected timing lines plainly mean something."""
    eol, mixed = _line_ends(data)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lenient = options.extras.get("timings") == "repair"
    state = _pass(data, options, name, lenient)
    if not lenient and not state.lenient and state.repairable > state.hopeless:
        state = _pass(data, options, name, True)
    refuse_nothing(state, name)
    if mixed:
        state.collector.add("vtt.mixed-line-ends", "line ends of more than one kind; the first kind is kept")
    tail = len(data) - len(data.rstrip(b"\n"))
    if state.short:
        state.details["short"] = True
    return state, FileLayout(
        encoding=encoding, eol=eol, final_newline=tail > 0, blank_tail=max(tail - 1, 0), details=state.details
    )


def refuse_nothing(state: VttState, name: str) -> None:
    """Raise InputError where a file has neither the signature nor a cue."""
    if not state.signed and not state.number:
        raise InputError(f"{name}: not WebVTT: it does not begin with WEBVTT and holds no cue")


def _line_ends(data: bytes) -> tuple[str, bool]:
    """Return the first line end of ``data`` and whether others follow."""
    if b"\r" not in data:
        return "\n", False
    pairs, returns, feeds = data.count(b"\r\n"), data.count(b"\r"), data.count(b"\n")
    first_return, first_feed = data.find(b"\r"), data.find(b"\n")
    if first_feed >= 0 and first_feed < first_return:
        return "\n", True
    if first_feed == first_return + 1:
        return "\r\n", not pairs == returns == feeds
    return "\r", feeds > 0


def _pass(data: bytes, options: ReadOptions, name: str, lenient: bool) -> VttState:
    state = VttState(Collector(name, strict=options.strict), lenient=lenient)
    position = read_header(data, state)
    end = len(data.rstrip(b"\n"))
    line, counted = 1, 0
    for text, at in chunks(data, position, end):
        try:
            fast.read_chunk(text, state)
        except fast.Refused:
            line, counted = line + data.count(b"\n", counted, at), at
            blocks.read_chunk(text, line, state)
    blocks.finish(state)
    return state


def chunks(data: bytes, position: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield pieces of ``data`` cut at blank lines, decoded, with the offset each begins at."""
    while position < end:
        begin = _NOT_BLANK.search(data, position, end)
        cut = data.find(b"\n\n", max(position + CHUNK, begin.start() if begin else end), end)
        piece = data[position : end if cut < 0 else cut].rstrip(b"\n")
        yield piece.decode("utf-8"), position
        position += len(piece) + 2


def read_header(data: bytes, state: VttState) -> int:
    """Take the signature line and the header lines; return where the blocks begin.

    A single header line right before a timing line counts as that cue's identifier, as in browsers.
    """
    cut = data.find(b"\n\n")
    head = data[: cut if cut >= 0 else len(data)].decode("utf-8")
    if not _SIGNATURE.match(head):
        return _without_signature(data, state)
    first, *lines = head.split("\n")
    return _header(first, lines, head, cut, state)


def _header(first: str, lines: list[str], head: str, cut: int, state: VttState) -> int:
    state.title = first[6:].strip(" \t" if state.signed else " \t:-").replace("\0", "\ufffd")
    if first != f"WEBVTT {state.title}".rstrip(" ") and state.signed:
        state.details["first"] = first
    kept: list[str] = []
    length = len(first) + 1
    begin = cut + 2 if cut >= 0 else len(head.encode())
    for line in lines:
        if not line:
            break  # the line end at the end of the file
        if "-->" in line:
            if len(kept) == 1 and not kept[0].startswith("X-TIMESTAMP-MAP"):
                length -= len(kept.pop()) + 1
            begin = len(head[:length].encode())
            break
        kept.append(line)
        length += len(line) + 1
    if kept:
        state.blocks.append(Block("header", "\n".join(kept).replace("\0", "\ufffd")))
    return begin


def _without_signature(data: bytes, state: VttState) -> int:
    state.lenient, state.signed = True, False
    head = data[:4000].decode("utf-8", "ignore")
    match = _LOOSE_SIGNATURE.match(head)
    if match is None:
        state.collector.add(
            "vtt.no-signature", "the file does not begin with WEBVTT; read as if it did", line=1, repair=True
        )
        return 0
    line = head.count("\n", 0, match.start(1)) + 1
    state.collector.add(
        "vtt.bad-signature", f"{head[: match.end()].strip()!r} is not how WebVTT begins; read as WEBVTT",
        line=line, repair=True,
    )  # fmt: skip
    begin = len(head[: match.start(1)].encode())
    cut = data.find(b"\n\n", begin)
    text = data[begin : cut if cut >= 0 else len(data)].decode("utf-8")
    first, *lines = text.split("\n")
    at = _header(first, lines, text, cut - begin if cut >= 0 else -1, state)
    return begin + at


def _track(state: VttState, options: ReadOptions, layout: FileLayout, bom: bool) -> Track:
    header = next((block.text for block in state.blocks if block.kind == "header"), "")
    spoken = _LANGUAGE.search(header) if header else None
    return Track(
        cues=tuple(state.cues),
        language=spoken[1] if spoken else options.language,
        format="vtt",
        title=state.title,
        blocks=tuple(state.blocks),
        footer=(*(Block("note", note) for note in state.notes), *state.footer),
        layout=replace(layout, bom=bom),
    )
