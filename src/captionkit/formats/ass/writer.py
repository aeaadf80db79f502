"""Writing ASS: a script's own sections and lines as they were, cues as ``Dialogue`` lines, times that burn in exactly.

A player shows an event from the first picture whose clock, cut to whole ms, is not before its start. A start that is
rounded to hundredths is after the clock of its picture half of the time at 23.976 and 29.97 frames a second, and is
then seen a frame late. So a time is put on its frame, where the rate is known, and always cut to the hundredth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from captionkit.diagnostics import Collector, Result
from captionkit.fitting import number_of
from captionkit.formats.ass.beside import FIELDS, aside_lines, field_of, note_of, stamp
from captionkit.formats.ass.karaoke import lengths
from captionkit.formats.ass.markup import ASS, render, said_beside
from captionkit.formats.ass.reader import EVENT_COLUMNS, columns_of, main_style, table_of
from captionkit.formats.ass.styles import TableStyle, ass_color, info_and_styles, relative
from captionkit.formats.base import WriteOptions
from captionkit.formats.classes import class_styles, dressed
from captionkit.formats.srt.markup import bracketed
from captionkit.formats.srt.writer import encoded
from captionkit.formats.stamps import count_misplaced
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Style
from captionkit.model.track import FileLayout, Track

__all__ = ["clock_of", "hundredths", "write"]

_EVENTS = "[Events]"
#: What text that means the same in SRT, WebVTT and ASS does not hold.
_SPECIAL = re.compile(r"[<&{\\\u00a0\r]").search


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return a track as an ASS script.

    With ``options.rate`` times are exact on the film's frames; ``options.size`` is the film's; ``options.profile`` says
    how captions look where the track brings no styles.

    Raises OutputError where a character does not exist in the encoding asked for.

    >>> script = write(Track((Cue(36, 1500, "Good evening."),)), WriteOptions(size="1080x1920")).value.decode()
    >>> script.splitlines()[-1]
    'Dialogue: 0,0:00:00.03,0:00:01.50,Default,,0,0,0,,Good evening.'
    """
    notes = Collector()
    sections = [block.text for block in track.blocks if block.kind == "section"]
    sections = _own_sections(track, sections, options, notes) if sections else _new_sections(track, options)
    at = next((n for n, text in enumerate(sections) if text.lstrip().lower().startswith(_EVENTS.lower())), None)
    if at is None:
        at = len(sections)
        sections.append(f"{_EVENTS}\nFormat: {EVENT_COLUMNS}")
    out = [*sections[: at + 1], *_lines(track, options, notes), *sections[at + 1 :]]
    layout = track.layout if options.preserve else FileLayout(options.encoding, options.bom, options.eol)
    tail = "\n" * (layout.final_newline + layout.blank_tail)
    return Result(encoded("\n".join(out).rstrip("\n") + tail, layout, notes), notes.all)


def _own_sections(track: Track, sections: Sequence[str], options: WriteOptions, notes: Collector) -> list[str]:
    """Return the sections that the track brings, with its title and language as they are now."""
    made = list(sections)
    for at, text in enumerate(made):
        if text.lstrip().lower().startswith("[script info]"):
            text = _with_info(text, "Title", track.title)
            made[at] = _with_info(text, "Language", track.language)
            said = {
                m[1].lower(): int(m[2]) for m in re.finditer(r"(?im)^[ \t]*PlayRes([XY])[ \t]*:[ \t]*(\d{1,6})", text)
            }
            if options.size and said and said != dict(zip("xy", options.size, strict=True)):
                own, wanted = "x".join(str(n) for n in said.values()), "x".join(map(str, options.size))
                notes.add("ass.size-kept", f"the script is {own}, the film {wanted}")
    return made


def _with_info(text: str, key: str, said: str) -> str:
    """Return ``[Script Info]`` with one line changed, put in or left out, where it says something else."""
    said = re.sub(r"[\r\n]+", " ", said).strip()
    found = re.search(rf"(?im)^[ \t]*{key}[ \t]*:[ \t]*([^\n]*)\n?", text)
    if found:
        same = found[1].strip() == said
        line = found[0] if same else f"{key}: {said}\n" if said else ""
        return text[: found.start()] + line + text[found.end() :]
    head, _, rest = text.partition("\n")
    return f"{head}\n{key}: {said}\n{rest}" if said else text


def _new_sections(track: Track, options: WriteOptions) -> list[str]:
    from captionkit.profiles import load

    comments = [
        line for block in track.blocks if block.kind in ("header", "other") for line in block.text.split("\n") if line
    ]
    title, language = (re.sub(r"[\r\n]+", " ", text).strip() for text in (track.title, track.language))
    profile = load(options.profile) if options.profile else None
    return info_and_styles(options.size, profile, title, language, comments)


def hundredths(ms: int, rate: Fraction | None) -> int:
    """Return the hundredths at which a time is written: on the nearest frame of the film, cut, never rounded.

    >>> from captionkit.model.timecode import RATES
    >>> hundredths(125, RATES["23.976"]), hundredths(42, RATES["23.976"]), hundredths(1998, None)
    (12, 4, 199)
    """
    return clock_of(rate)(ms)


def clock_of(rate: Fraction | None) -> Callable[[int], int]:
    """Return :func:`hundredths` at one rate, for a hot loop: a fraction's parts are looked up once."""
    if rate is None:
        return lambda ms: max(ms, 0) // 10
    frames, units = rate.numerator, rate.denominator
    twice, half, double, length = 2 * frames, 1000 * units, 2000 * units, 100 * units
    return lambda ms: max(0, (ms * twice + half) // double) * length // frames


def _lines(track: Track, options: WriteOptions, notes: Collector) -> Iterator[str]:
    table = table_of([b for b in track.blocks if b.kind == "section"])
    columns = columns_of([b for b in track.blocks if b.kind == "section"])
    main = main_style(field_of(cue, "Style") for cue in track.cues)
    shown: dict[str, TableStyle] = {}
    classes = class_styles(track)
    usual, clock = _usual(columns), clock_of(options.rate)
    said: Iterator[tuple[Line, ...]] | None = None
    if options.speakers in ("label", "dash"):
        from captionkit.formats.speakers import with_speakers

        said = with_speakers(track.cues, options.speakers)
    yield from (_comment(block.text, 0, 0, columns) for block in track.blocks if block.kind == "note")
    for number, cue in enumerate(track.cues, 1):
        if cue.extras or cue.notes:
            yield from _before(cue, columns)
        begin, stop = cue.start, cue.end
        if cue.raw_format == ASS:  # what a script says in hundredths is right as it is
            start = begin // 10 if begin >= 0 and begin % 10 == 0 else clock(begin)
            end = stop // 10 if stop >= 0 and stop % 10 == 0 else clock(stop)
        else:
            start, end = clock(begin), clock(stop)
        if begin < 0 or stop < 0:
            notes.add("ass.time-clamped", "ASS has no times before zero", cue=number)
        named = next(said) if said is not None else None
        name = field_of(cue, "Style")
        style = shown.get(name) or shown.setdefault(name, relative(table, name, main))
        plain = _plain(cue) if named is None and name == main else None
        if plain is not None:
            text, speaker = plain, "" if cue.raw_format else cue.speaker
        elif cue.raw_format == ASS and named in (None, cue.lines if named is not None else None):
            text, speaker = cue.payload, said_beside(cue.settings)[4]
        else:
            text, speaker = _rendered(cue, named or cue.lines, style.style, classes, (start, end), number, notes)
        if "ass" in cue.extras:
            yield _event(cue, columns, start, end, speaker, text)
            yield from aside_lines(cue, "after")
        else:
            yield usual.format(stamp(start), stamp(end), _one_line(speaker) if speaker else "", text)
    yield from (_comment(block.text, 0, 0, columns) for block in track.footer if block.kind == "note")


def _usual(columns: Sequence[str]) -> str:
    """Return the line of an event that says nothing but start, end, name and text, to be filled with these."""
    places = {"Start": "{0}", "End": "{1}", "Name": "{2}", "Text": "{3}"}
    return "Dialogue: " + ",".join(places.get(name) or FIELDS.get(name, "") for name in columns)


def _one_line(name: str) -> str:
    return re.sub(r"[,\r\n]+", " ", name)


def _plain(cue: Cue) -> str | None:
    """Return the text of a cue that needs no tag: one as read from SRT or WebVTT, or whose spans are all plain."""
    if cue.raw_format in ("srt", "vtt"):
        payload = cue.payload
        return None if cue.settings or _SPECIAL(payload) else payload.replace("\n", "\\N")
    if cue.raw_format or cue.positioning is not None:
        return None
    lines = cue.lines
    if not lines or any(len(line.spans) != 1 or line.spans[0].style != PLAIN for line in lines):
        return None
    texts = [line.spans[0].text for line in lines]
    said = "".join(texts)
    return None if _SPECIAL(said) or "\n" in said or not said else "\\N".join(texts)


def _before(cue: Cue, columns: Sequence[str]) -> Iterator[str]:
    """Yield the lines before a cue; comments from the script where they still are what the cue's notes say."""
    lines = list(aside_lines(cue, "before")) if cue.extras else []
    if [note for line in lines if (note := note_of(line)) is not None] == list(cue.notes):
        yield from lines
        return
    yield from (line for line in lines if note_of(line) is None)
    yield from (_comment(note, cue.start // 10, cue.end // 10, columns) for note in cue.notes)


def _comment(text: str, start: int, end: int, columns: Sequence[str]) -> str:
    shown = text.strip("\n").replace("\r", "").replace("\n", "\\N")
    return "Comment: " + _row({}, columns, max(start, 0), max(end, 0), shown)


def _event(cue: Cue, columns: Sequence[str], start: int, end: int, speaker: str, text: str) -> str:
    fields = {name: field_of(cue, name) for name in cue.extras["ass"].get("fields", ())} if "ass" in cue.extras else {}
    if speaker:
        fields["Name"] = _one_line(speaker)
    return "Dialogue: " + _row(fields, columns, start, end, text)


def _row(fields: Mapping[str, str], columns: Sequence[str], start: int, end: int, text: str) -> str:
    given = {**fields, "Start": stamp(start), "End": stamp(end), "Text": text}
    return ",".join([given.get(name) or FIELDS.get(name, "") for name in columns])


def _rendered(
    cue: Cue, lines: Sequence[Line], base: Style, classes: Mapping[str, Style], times: tuple[int, int],
    number: int, notes: Collector,
) -> tuple[str, str]:  # fmt: skip
    """Return text and name of a cue that no script gave."""
    lines = [Line(tuple(dressed(bracketed(line.spans), classes))) for line in lines]
    speaker = cue.speaker
    if not speaker:
        voices = dict.fromkeys(span.style.voice for line in lines for span in line.spans if span.style.voice)
        speaker = "; ".join(voices)
        if len(voices) > 1:
            notes.add("ass.voices", f"the name of the event is {speaker!r:.80}", cue=number)
    for color in dict.fromkeys(span.style.color for line in lines for span in line.spans if span.style.color):
        if not ass_color(color):
            notes.add("ass.color", f"the colour {color!r:.40} was left out", cue=number)
    misplaced = count_misplaced(cue)
    if misplaced:
        message = f"{number_of(misplaced, 'time')} of words before the one before or outside the cue; moved into it"
        notes.add("ass.stamp-outside", message, cue=number, data={"times": misplaced})
    sung, silence = lengths(cue, lines, *times)
    return render(lines, cue.positioning, base, sung, silence), speaker
