"""Reading EBU STL: the header's facts, subtitles to cues, cumulative sets built up, times from the programme's start.

Times are labels of 25, 30 and other rates; 30 is 30000/1001. Cues keep their own row and justification, so that a file
that is written again has its subtitles where they were, unless somebody moved them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.ebustl.blocks import TTI_BYTES, Subtitle, subtitles
from captionkit.formats.ebustl.field import FieldText, lines_of_field
from captionkit.formats.ebustl.gsi import DISPLAYS, GSI_BYTES, KEPT, RATE_OF_FORMAT, TEXTS, fields_of, is_valid
from captionkit.formats.ebustl.languages import tag_of_code
from captionkit.formats.ebustl.place import positioning_at
from captionkit.formats.ebustl.tables import CharacterTable, table_named
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.timecode import RATES, format_clock, frames_to_ms, nominal
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions, Source

__all__ = ["read"]


class _Facts(NamedTuple):
    """What the header says that every subtitle needs."""

    rate: Fraction
    table: CharacterTable
    teletext: bool
    rows: int


class _Shown(NamedTuple):
    """A subtitle with times in frames and its text decoded."""

    subtitle: Subtitle
    start: int
    end: int
    text: FieldText


def read(source: Source, options: ReadOptions) -> Result[Track]:
    """Return the track of an EBU STL file.

    Times count from the start of programme that the header states, or from ``options.start_timecode`` where that is
    given; ``options.rate`` is the rate where the header is wrong about it.

    Raises InputError for a file that is shorter than a header or is none, StrictError for the first oddity where
    ``options.strict``.
    """
    data, notes = source.data, Collector(source.name, strict=options.strict)
    if len(data) < GSI_BYTES or data[3:6] != b"STL":
        raise InputError(f"{source.name}: not EBU STL: it has no header of {GSI_BYTES} bytes that says STL")
    fields = fields_of(data)
    facts = _facts(fields, options, notes)
    _check_count(fields, (len(data) - GSI_BYTES) // TTI_BYTES, notes)
    shown = [_decoded(subtitle, facts, notes) for subtitle in subtitles(data, notes)]
    start = _start(fields, shown, options, facts.rate, notes)
    cues, after = _cues(shown, start, facts, notes)
    if not cues:
        notes.add("stl.no-subtitles", "the file has no subtitle that is shown")
    lines = [f"{name}: {fields[name]}" for name in TEXTS if fields[name]]
    return Result(
        Track(
            cues,
            language=tag_of_code(fields["language"]) or options.language,
            format="stl",
            title=fields["title"],
            blocks=[Block("header", "\n".join(lines))] if lines else [],
            footer=[Block("note", text) for text in after],
            meta={"stl": _kept(fields, facts)},
        ),
        notes.all,
    )


def _kept(fields: dict[str, str], facts: _Facts) -> dict[str, str]:
    """Return the technical fields, which a file that is written again has too."""
    return {name: fields[name] for name in KEPT if is_valid(name, fields[name])} | {"rate": str(facts.rate)}


def _facts(fields: dict[str, str], options: ReadOptions, notes: Collector) -> _Facts:
    rate = options.rate or RATE_OF_FORMAT.get(fields["format"])
    if rate is None:
        rate = RATES["25"]
        notes.add("stl.rate", f"the format code {fields['format']!r} names no rate; 25 was taken", repair=True)
    table = table_named(fields["table"])
    if table is None:
        table = table_named("00")
        assert table is not None  # noqa: S101 - the table is built in
        notes.add("stl.table", f"character table {fields['table']!r} does not exist; Latin was taken", repair=True)
    display = fields["display"]
    if display not in DISPLAYS.values():
        notes.add("stl.display", f"display standard {display!r} was taken for teletext", repair=True)
    rows = int(fields["rows"]) if fields["rows"].isascii() and fields["rows"].isdigit() else 0
    return _Facts(rate, table, display != "0", rows or 23)


def _check_count(fields: dict[str, str], blocks: int, notes: Collector) -> None:
    said = fields["blocks"]
    if said.isascii() and said.isdigit() and int(said) != blocks:
        notes.add("stl.block-count", f"the header counts {int(said)} blocks, the file holds {blocks}; all were read")


def _decoded(subtitle: Subtitle, facts: _Facts, notes: Collector) -> _Shown:
    text = lines_of_field(subtitle.text, facts.table, teletext=facts.teletext)
    if text.hidden:
        message = f"text outside the box is not shown and was left out: {text.hidden!r:.80}"
        notes.add("stl.outside-box", message, data={"subtitle": subtitle.number})
    if text.unknown:
        codes = " ".join(f"{code:02X}" for code in sorted(set(text.unknown))[:12])
        message = f"subtitle {subtitle.number} holds bytes without meaning: {codes}"
        notes.add("stl.bytes", message, repair=True, data={"subtitle": subtitle.number})
    start, end = (_frames(label, facts.rate, subtitle, notes) for label in (subtitle.start, subtitle.end))
    return _Shown(subtitle, start, end, text)


def _frames(label: Sequence[int], rate: Fraction, subtitle: Subtitle, notes: Collector) -> int:
    hours, minutes, seconds, frames = label
    base = nominal(rate)
    if minutes > 59 or seconds > 59 or frames >= base:
        said = ":".join(f"{part:02d}" for part in label)
        message = f"{said} of subtitle {subtitle.number} is no timecode at {float(rate):g} frames a second; counted on"
        notes.add("stl.timecode", message, repair=True)
    return ((hours * 60 + minutes) * 60 + seconds) * base + frames


def _start(
    fields: dict[str, str], shown: Sequence[_Shown], options: ReadOptions, rate: Fraction, notes: Collector
) -> int:
    """Return the frames to take from every time."""
    if options.start_timecode:
        return round(options.start_timecode * rate / 1000)
    said = fields["start"]
    if not (len(said) == 8 and said.isascii() and said.isdigit()):
        return 0
    hours, minutes, seconds, frames = (int(said[at : at + 2]) for at in (0, 2, 4, 6))
    start = ((hours * 60 + minutes) * 60 + seconds) * nominal(rate) + frames
    if start and shown and all(one.start < start for one in shown):
        clock = ":".join((said[:2], said[2:4], said[4:6], said[6:]))
        notes.add("stl.start-unused", f"all subtitles are before the start of programme {clock}: times were kept")
        return 0
    return start


def _cues(shown: Sequence[_Shown], start: int, facts: _Facts, notes: Collector) -> tuple[list[Cue], list[str]]:
    """Return the cues, and the comments after the last."""
    cues: list[Cue] = []
    comments: list[str] = []
    for group in _sets(shown, notes):
        end = group[-1].end
        lines: list[Line] = []
        for at, one in enumerate(group):
            if one.subtitle.comment:
                comments.append("\n".join(line.text for line in one.text.lines))
                continue
            if one.start < start:
                message = f"{' / '.join(line.text for line in one.text.lines)!r:.80} is before the start of programme"
                notes.add("stl.before-start", f"{message} and was left out", data={"subtitle": one.subtitle.number})
                continue
            lines += one.text.lines
            until = end if at + 1 == len(group) else group[at + 1].start
            cues.append(_cue(one, lines, (one.start - start, until - start), comments, facts, group[0]))
            comments = []
            _judge(cues, facts, notes)
    return cues, comments


def _sets(shown: Sequence[_Shown], notes: Collector) -> Iterator[list[_Shown]]:
    """Yield each subtitle alone, and those of a cumulative set together."""
    group: list[_Shown] = []
    for one in shown:
        status = one.subtitle.cumulative
        if one.subtitle.comment or status not in (2, 3) or not group:
            if group and not one.subtitle.comment:
                notes.add("stl.open-set", "a cumulative set has no last subtitle", repair=True)
                yield group
                group = []
            if status == 1 and not one.subtitle.comment:
                group = [one]
            else:
                if status in (2, 3) and not one.subtitle.comment:
                    notes.add("stl.open-set", "a cumulative set has no first subtitle", repair=True)
                yield [one]
            continue
        group.append(one)
        if status == 3:
            yield group
            group = []
    if group:
        notes.add("stl.open-set", "a cumulative set has no last subtitle", repair=True)
        yield group


def _cue(
    one: _Shown, lines: Sequence[Line], frames: tuple[int, int], comments: Sequence[str], facts: _Facts, first: _Shown
) -> Cue:
    height = 2 if one.text.double else 1
    row = max(1, first.subtitle.row) + first.text.above
    start, end = (frames_to_ms(frame, facts.rate) for frame in frames)
    place = {"row": row, "justify": one.subtitle.justify, "height": height, "lines": len(lines)}
    positioning = positioning_at(row, one.subtitle.justify, len(lines), height, facts.rows)
    return Cue(start, end, lines, positioning=positioning, notes=comments, extras={"stl": place})


def _judge(cues: Sequence[Cue], facts: _Facts, notes: Collector) -> None:
    """Report what is odd about the last cue's times."""
    cue, number = cues[-1], len(cues)
    if cue.end <= cue.start:
        what = "no duration" if cue.end == cue.start else "an end before its start"
        notes.add("stl.duration", f"{what}: {format_clock(cue.start)} to {format_clock(cue.end)}", cue=number)
    if number > 1 and cue.start < cues[-2].end and facts.teletext:
        message = (
            f"begins before the one before it ends; a teletext page would show it alone ({format_clock(cue.start)})"
        )
        notes.add("stl.overlap", message, cue=number)
