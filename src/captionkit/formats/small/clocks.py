"""Formats that count tenths and hundredths of a second: MPL2, SubViewer 2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from captionkit.diagnostics import Collector, Result
from captionkit.formats.base import Feature, Format, WriteOptions
from captionkit.formats.edit.rows import header_lines
from captionkit.formats.small.lines import APART, Found, bytes_of, in_lines, opened, text_rows, track_of
from captionkit.model.text import PLAIN, Style, lines_of
from captionkit.model.timecode import Labels
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions, Source

__all__ = ["MPL2", "SUBVIEWER"]

# --- MPL2: [tenths][tenths]text|text, / \ _ at a line's start are italic, bold, underlined

_MPL2 = re.compile(r"[ \t]*\[(\d{1,9})\][ \t]*\[(\d{0,9})\](.*)\Z")
_MARKS = {"/": "italic", "\\": "bold", "_": "underline"}


def _sniff_mpl2(source: Source) -> float:
    first = source.head.lstrip("\ufeff \t\r\n").split("\n", 1)[0]
    return 0.98 if _MPL2.match(first.rstrip("\r")[:2000]) else 0.0


def read_mpl2(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of an MPL2 file.

    Raises InputError where it has no cue, StrictError for the first oddity where ``options.strict``.

    >>> file = b"[10][20]/Low tide.|The quay.\n"
    >>> [(cue.start, cue.end, cue.text) for cue in read_mpl2(Source(file), ReadOptions()).value]
    [(1000, 2000, 'Low tide.\nThe quay.')]
    """
    notes, unix = opened(source, options)
    found = []
    for number, line in enumerate(unix.text.split("\n"), 1):
        match = _MPL2.match(line.lstrip("\ufeff") if number == 1 else line)
        if match:
            end = int(match[2]) * 100 if match[2] else -1
            found.append(Found(int(match[1]) * 100, end, in_lines(match[3], _marked)))
        elif line.strip():
            notes.add("small.line", f"not a cue: {line.strip()!r:.80}", repair=True, line=number)
    return track_of(found, "mpl2", unix, options, notes, source)


def _marked(text: str) -> tuple[str, Style]:
    flags: dict[str, bool] = {}
    while text[:1] in _MARKS and _MARKS[text[0]] not in flags:
        flags[_MARKS[text[0]]] = True
        text = text[1:]
    return text.replace(APART, ""), Style(**flags) if flags else PLAIN  # type: ignore[arg-type]


def write_mpl2(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return the track as MPL2.

    >>> from captionkit.model.cue import Cue
    >>> write_mpl2(Track([Cue(1000, 2040, "Low tide.")]), WriteOptions()).value
    b'[10][20]Low tide.\n'
    """
    notes = Collector()
    made = []
    for row in text_rows(track, options, notes):
        lines: Sequence[tuple[str, Style]] = row.lines
        if any("|" in text for text, _ in lines):
            notes.add("small.bar", "a | is a line break; ¦ was written for it", cue=row.number)
            lines = [(text.replace("|", "¦"), style) for text, style in lines]
        start, end = (row.start + 50) // 100, (row.end + 50) // 100
        if end <= start and row.end > row.start:
            end = start + 1
            notes.add("small.too-short", f"{row.end - row.start} ms long; written a tenth long", cue=row.number)
        made.append(f"[{start}][{end}]{'|'.join([_with_marks(text, style) for text, style in lines])}")
    return Result(bytes_of(made, track, "mpl2", options, notes), notes.all)


def _with_marks(text: str, style: Style) -> str:
    marks = "" if style is PLAIN else "".join(mark for mark, name in _MARKS.items() if getattr(style, name))
    return f"{marks}{APART if text[:1] in _MARKS else ''}{text}"


# --- SubViewer 2: a header in brackets, two clocks with hundredths, a line of text with [br]

_TIMES = re.compile(
    r"[ \t]*(\d{1,3}):(\d{1,2}):(\d{1,2})[.:](\d{1,2})[ \t]*,[ \t]*(\d{1,3}):(\d{1,2}):(\d{1,2})[.:](\d{1,2})[ \t]*\Z"
)
_BREAK = re.compile(r"\[(?=br\])", re.IGNORECASE)
_FIELD = re.compile(r"[ \t]*\[(INFORMATION|END INFORMATION|TITLE|AUTHOR|SOURCE|PRG|FILEPATH|DELAY|CD TRACK|COMMENT|"
                    r"SUBTITLE|BEGIN|END|STYLE|COLF|FONT)\][ \t]*(.*?)[ \t]*\Z", re.IGNORECASE)  # fmt: skip
#: Fields that say something of the text; the others are empty, or say how it looks.
_SAID = ("AUTHOR", "SOURCE", "COMMENT")


def _sniff_subviewer(source: Source) -> float:
    head = source.head.lstrip("\ufeff \t\r\n")
    first = head.split("\n", 1)[0].rstrip("\r")
    if len(first) >= 80 or not (_FIELD.match(first) or _TIMES.match(first)):
        return 0.0
    short = [line.rstrip("\r") for line in head.split("\n")[:200] if len(line) < 80]
    return 0.97 if any(_TIMES.match(line) for line in short) else 0.0


def read_subviewer(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of a SubViewer file, version 1 or 2.

    Raises InputError where it has no cue, StrictError for the first oddity where ``options.strict``.

    >>> file = b"[INFORMATION]\n[TITLE]Tides\n[END INFORMATION]\n00:00:01.00,00:00:02.00\nLow tide.[br]The quay.\n"
    >>> found = read_subviewer(Source(file), ReadOptions()).value
    >>> found.title, found[0].start, found[0].text
    ('Tides', 1000, 'Low tide.\nThe quay.')
    """
    notes, unix = opened(source, options)
    rows: list[tuple[int, int, list[str]]] = []
    fields: dict[str, str] = {}
    others: list[str] = []
    for line in unix.text.lstrip("\ufeff").split("\n"):
        times = _TIMES.match(line) if len(line) < 80 else None
        field = None if times or rows else _FIELD.match(line[:2000])
        if times:
            rows.append((_ms(times.groups()[:4]), _ms(times.groups()[4:]), []))
        elif field:
            fields.setdefault(field[1].upper(), field[2])
        elif rows:
            rows[-1][2].append(line)
        elif line.strip():
            others.append(line.strip())
    named = {name: fields[name] for name in _SAID if fields.get(name)}
    said = [text if name == "COMMENT" else f"{name.title()}: {text}" for name, text in named.items()]
    blocks = [Block("header", "\n".join(said + others))] if said + others else []
    found = [Found(start, end, lines_of(_joined(text))) for start, end, text in rows]
    return track_of(
        found, "subviewer", unix, options, notes, source, title=fields.get("TITLE", ""), blocks=blocks, whole="\n\n"
    )


def _joined(lines: Sequence[str]) -> str:
    text = "\n".join(lines).rstrip("\n \t")
    return re.sub(r"\[br\]", "\n", text, flags=re.IGNORECASE).replace(APART, "")


def _ms(groups: Sequence[str]) -> int:
    hours, minutes, seconds, hundredths = groups
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(hundredths.ljust(2, "0")) * 10


def write_subviewer(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as SubViewer 2."""
    notes = Collector()
    comment = " / ".join(header_lines(track))
    fields = {"TITLE": " ".join(track.title.split()), "COMMENT": comment}
    names = ("TITLE", "AUTHOR", "SOURCE", "PRG", "FILEPATH", "DELAY", "CD TRACK", "COMMENT")
    made = ["[INFORMATION]", *(f"[{name}]{fields.get(name, '')}" for name in names), "[END INFORMATION]", "[SUBTITLE]"]
    made += ["[COLF]&HFFFFFF,[STYLE]no,[SIZE]18,[FONT]Arial"]
    texts, starts, ends = [], [], []
    for row in text_rows(track, options, notes):
        text = "\n".join([text for text, _ in row.lines]) if row.plain is None else row.plain
        if "[" in text:
            text = _BREAK.sub(f"[{APART}", text)
        text = text.replace("\n", "[br]")
        if ":" in text and _TIMES.match(text):
            text = APART + text
        start, end = row.start // 10, row.end // 10
        texts.append(text)
        starts.append(start)
        ends.append(end if end > start else start + (row.end > row.start))
    stamps = _stamps()
    shown = zip(stamps.of(starts), stamps.of(ends), texts, strict=True)
    made += [f"{start},{end}\n{text}\n" for start, end, text in shown]
    return Result(bytes_of(made, track, "subviewer", options, notes), notes.all)


@lru_cache(maxsize=1)
def _stamps() -> Labels:
    """Return the clock of hundredths: labels of a rate of 100."""
    return Labels(Fraction(100), ".")


MPL2 = Format(
    "mpl2", "MPL2", (".mpl",), "text/x-mpl2", _sniff_mpl2, read_mpl2, write_mpl2,
    frozenset((Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.BLANK_LINES)),
)  # fmt: skip
SUBVIEWER = Format(
    "subviewer", "SubViewer 2", (".subviewer.sub",), "text/x-subviewer", _sniff_subviewer, read_subviewer,
    write_subviewer, frozenset((Feature.BLANK_LINES, Feature.HEADER)),
)  # fmt: skip
