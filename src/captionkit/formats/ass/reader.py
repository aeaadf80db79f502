"""Reading ASS and SSA: sections as they are, ``Dialogue`` lines as cues, everything else kept beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.ass.beside import FIELDS, STAMP, Aside, aside, ms_of_stamp, with_beside
from captionkit.formats.ass.markup import ASS, is_drawing, settings_of
from captionkit.formats.ass.styles import TableStyle, relative, style_table
from captionkit.formats.base import gc_paused
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.raw import Raw
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.eol import normalise
from captionkit.values import value

__all__ = ["EVENT_COLUMNS", "columns_of", "main_style", "read", "table_of"]

EVENT_COLUMNS = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
#: Other names of columns: small letters -> the column.
_COLUMNS = {name.lower(): name for name in ("Start", "End", "Text", *FIELDS)} | {"actor": "Name"}
_HEADER = re.compile(r"[ \t]*\[([^\]\n]{1,80})\][ \t]*\Z")
_OWN = frozenset(("script info", "v4 styles", "v4+ styles", "events", "fonts", "graphics"))
_SUNG = re.compile(r"\\[kK]")


@value
class _Event:
    """One ``Dialogue`` line."""

    line: int
    start: int
    end: int
    fields: dict[str, str]
    text: str
    before: list[tuple[str, tuple[int, int] | None]]


def read(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of an ASS or SSA script.

    Raises InputError where it has neither sections nor events, StrictError for the first oddity where
    ``options.strict``.

    >>> script = b"[Events]\nDialogue: 0,0:00:01.00,0:00:02.50,Default,Ann,0,0,0,,Good\\Nevening\n"
    >>> [(cue.start, cue.end, cue.text, cue.speaker) for cue in read(Source(script), ReadOptions()).value]
    [(1000, 2500, 'Good\nevening', 'Ann')]
    """
    notes = Collector(source.name, strict=options.strict)
    unix = normalise(source, notes)
    with gc_paused():
        blocks, rows = _sections(unix.text.rstrip("\n").split("\n"))
        if not rows and not any(block.text.lstrip().startswith("[") for block in blocks):
            raise InputError(f"{source.name}:1: no section and no event of an ASS script found")
        events, left = _events(rows, columns_of(blocks, notes), notes)
        info = _info(blocks)
        cues = _cues(events, left, table_of(blocks), info.get("wrapstyle") == "2", notes)
    if not cues:
        notes.add("ass.no-events", "the script has no event with text")
        if left:
            blocks = [*blocks, Block("section", "\n".join(line for line, _ in left))]
    track = Track(
        cues, options.language or info.get("language", ""), "ass", info.get("title", ""), blocks, layout=unix.layout
    )
    return Result(track, notes.all)


def _sections(lines: Sequence[str]) -> tuple[list[Block], list[tuple[int, str]]]:
    """Return the sections, and the lines of events with their numbers; blank lines after events go to what follows."""
    blocks: list[list[str]] = [[]]
    rows: list[tuple[int, str]] = []
    name = ""
    for number, line in enumerate(lines, 1):
        header = _HEADER.match(line) if "[" in line else None
        if header and name in ("fonts", "graphics") and not _is_header(header[1]):
            header = None  # a line of encoded data
        if header:
            name = header[1].strip().lower()
            spaces = blocks.pop() if name != "events" and blocks and not any(blocks[-1]) else []
            blocks.append([*spaces, line])
        elif name == "events" or (not name and line.lstrip().lower().startswith("dialogue:")):
            if not line.strip():
                if blocks and any(blocks[-1]):
                    blocks.append([])
                blocks[-1].append(line)
            elif line.lstrip()[:7].lower() == "format:" and not rows:
                blocks[-1].append(line)
            else:
                if blocks and not any(blocks[-1]):
                    blocks.pop()
                rows.append((number, line))
        else:
            blocks[-1].append(line)
    return [Block("section", "\n".join(block)) for block in blocks if any(block)], rows


def _is_header(name: str) -> bool:
    return name.strip().lower() in _OWN or any(map(str.islower, name))


def _info(blocks: Sequence[Block]) -> dict[str, str]:
    """Return the lines ``Key: value`` of ``[Script Info]``, by key in small letters."""
    section = next((b.text for b in blocks if b.text.lstrip().lower().startswith("[script info]")), "")
    pairs = (line.partition(":") for line in section.split("\n") if not line.lstrip().startswith((";", "!")))
    return {key.strip().lower(): text.strip() for key, colon, text in pairs if colon}


def table_of(blocks: Sequence[Block]) -> dict[str, TableStyle]:
    """Return the style table of a script's sections."""
    found: dict[str, TableStyle] = {}
    for block in blocks:
        if block.text.lstrip()[:3].lower() == "[v4":
            found |= style_table(block.text)
    return found


def columns_of(blocks: Sequence[Block], notes: Collector | None = None) -> list[str]:
    """Return the columns of events, in the order of the script's ``Format`` line."""
    section = next((b.text for b in blocks if b.text.lstrip().lower().startswith("[events]")), "")
    said = next((line for line in section.split("\n") if line.lstrip()[:7].lower() == "format:"), "")
    names = [name.strip() for name in (said.partition(":")[2] or EVENT_COLUMNS).split(",")]
    columns = [_COLUMNS.get(name.lower(), name) for name in names]
    if not {"Start", "End", "Text"} <= set(columns) or columns[-1] != "Text":
        columns = EVENT_COLUMNS.split(", ")
    if notes is not None:
        for name in columns:
            if name not in FIELDS and name not in ("Start", "End", "Text"):
                notes.add("ass.column", f"the column {name!r:.60} was left out", repair=True)
    return columns


def _events(
    rows: Sequence[tuple[int, str]], columns: Sequence[str], notes: Collector
) -> tuple[list[_Event], list[tuple[str, tuple[int, int] | None]]]:
    """Return the ``Dialogue`` lines that say something, each with the other lines before it; what is left over."""
    found: list[_Event] = []
    waiting: list[tuple[str, tuple[int, int] | None]] = []
    drawings = 0
    for number, line in rows:
        keyword, _, rest = line.partition(":")
        keyword = keyword.strip().lower()
        parts = rest.lstrip().split(",", len(columns) - 1) if keyword in ("dialogue", "comment") else []
        times = _times(parts, columns, number, notes) if parts else None
        if times is None or keyword == "comment":
            if keyword == "dialogue":
                notes.add("ass.times", f"no times in {line!r:.120}", repair=True, line=number)
            elif keyword != "comment" and not line.lstrip().startswith(";"):
                notes.add("ass.line", f"not an event: {line!r:.120}", repair=True, line=number)
            waiting.append((line, times))
        elif is_drawing(parts[-1]):
            drawings += 1
            waiting.append((line, times))
        else:
            fields = _fields(parts, columns)
            found.append(_Event(number, *times, fields, parts[-1] if len(parts) == len(columns) else "", waiting))
            waiting = []
    if drawings:
        notes.add("ass.drawings", f"{drawings} events draw and say nothing", data={"drawings": drawings})
    return found, waiting


def _times(parts: Sequence[str], columns: Sequence[str], line: int, notes: Collector) -> tuple[int, int] | None:
    if len(parts) < len(columns):
        message = f"{len(parts)} columns instead of {len(columns)}"
        notes.add("ass.columns", message, repair=True, line=line)
    at = columns.index("Start"), columns.index("End")
    if max(at) >= len(parts):
        return None
    found = [STAMP.fullmatch(parts[n].strip()) for n in at]
    start, end = found
    if start is None or end is None:
        return None
    if len(start[4]) != 2 or len(end[4]) != 2:
        notes.add("ass.time-digits", f"{start[0]}, {end[0]}", repair=True, line=line)
    times = ms_of_stamp(start), ms_of_stamp(end)
    if times[1] < times[0]:
        notes.add("ass.times-reversed", f"{start[0]} to {end[0]} was kept", repair=True, line=line)
    return times


def _fields(parts: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """Return the columns that say anything but what is written anyway."""
    found = {}
    for name, text in zip(columns, parts, strict=False):
        usual = FIELDS.get(name)
        if usual is None or text == usual:
            continue
        text = text.strip()
        zero = usual.endswith("0") and not text.lower().removeprefix("marked=").strip("0")
        if text != usual and not zero:
            found[name] = text
    return found


def main_style(names: Iterator[str]) -> str:
    """Return the style that most events have: what it says is no emphasis."""
    counted = Counter(names)
    return max(counted, key=lambda name: counted[name], default="Default")


def _cues(
    events: Sequence[_Event],
    left: Sequence[tuple[str, tuple[int, int] | None]],
    table: dict[str, TableStyle],
    soft_breaks: bool,
    notes: Collector,
) -> list[Cue]:
    main = main_style(event.fields.get("Style", "Default") for event in events)
    shown = {name: relative(table, name, main) for name in {event.fields.get("Style", "Default") for event in events}}
    cues: list[Cue] = []
    last = unsorted = 0
    missing: Counter[str] = Counter()
    for event in events:
        name = event.fields.get("Style", "Default")
        style = shown[name]
        if name.lstrip("*") not in table and table:
            missing[name] += 1
        start = event.start if _SUNG.search(event.text) else None
        settings = settings_of(style.style, style.anchor, start, soft_breaks, event.fields.pop("Name", ""))
        cue = raw_cue(event.start, event.end, Raw(ASS, event.text, settings))
        if event.fields or event.before:
            cue = with_beside(cue, event.fields, _asides(event.before, event.start))
        cues.append(cue)
        unsorted += event.start < last
        last = event.start
    if cues and left:
        cues[-1] = with_beside(cues[-1], {}, (), _asides(left, cues[-1].start))
    for name, count in missing.items():
        notes.add("ass.style-missing", f"{count} events name the style {name!r:.60}, which is not in the table")
    if unsorted:
        notes.add("ass.unsorted", f"{unsorted} events begin before the one above them; the order was kept")
    return cues


def _asides(lines: Sequence[tuple[str, tuple[int, int] | None]], start: int) -> list[Aside]:
    return [aside(line, start, times) for line, times in lines]
