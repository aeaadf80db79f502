"""Formats that count frames: MicroDVD, Spruce, Encore.

MicroDVD names its rate in a first cue of frame 1; where it does not, and for the others, ``--rate`` says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from captionkit.diagnostics import Collector, Result
from captionkit.errors import UsageError
from captionkit.formats.ass.styles import ass_color, css_color
from captionkit.formats.base import Feature, Format, WriteOptions
from captionkit.formats.edit.rows import labels_of
from captionkit.formats.small.lines import APART, Found, TextRow, bytes_of, in_lines, opened, text_rows, track_of
from captionkit.model.text import PLAIN, Line, Style, lines_of
from captionkit.model.timecode import RATES, can_drop, frame_of_label, frames_of, frames_to_ms, nominal, parse_rate
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source

__all__ = ["ENCORE", "MICRODVD", "SPRUCE"]


def _rate(given: Fraction | None, notes: Collector) -> Fraction:
    if given is not None:
        return given
    notes.add("edit.rate-assumed", "no frame rate was given: the frames are those of 25 a second")
    return RATES["25"]


def _frames(rows: Sequence[TextRow], rate: Fraction, notes: Collector) -> tuple[list[int], list[int]]:
    """Return first and last frame of each cue; one that has any length is a frame long at least."""
    starts, ends = frames_of([row.start for row in rows], rate), frames_of([row.end for row in rows], rate)
    for at, row in enumerate(rows):
        if ends[at] <= starts[at] and row.end > row.start:
            ends[at] = starts[at] + 1
            notes.add("small.too-short", f"{row.end - row.start} ms long; written a frame long", cue=row.number)
    return starts, ends


# --- MicroDVD: {start}{end}text|text, with {y:i} for a line and {Y:i} for all

_MICRODVD = re.compile(r"[ \t]*\{(\d{1,9})\}[ \t]*\{(\d{0,9})\}(.*)\Z")
_CODE = re.compile(r"\{([A-Za-z]):([^{}]{0,100})\}")
_DECIMAL = re.compile(r"\s*\d{1,3}(?:[.,]\d{1,6})?\s*\Z")
_FLAGS = {"i": "italic", "b": "bold", "u": "underline", "s": "strike"}


def _sniff_microdvd(source: Source) -> float:
    first = source.head.lstrip("\ufeff \t\r\n").split("\n", 1)[0]
    return 0.98 if _MICRODVD.match(first.rstrip("\r")[:2000]) else 0.0


def read_microdvd(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of a MicroDVD file.

    Raises InputError where it has no cue, StrictError for the first oddity where ``options.strict``.

    >>> file = b"{1}{1}25.000\n{25}{50}{y:i}Low tide.|The quay.\n"
    >>> [(cue.start, cue.end, cue.text) for cue in read_microdvd(Source(file), ReadOptions()).value]
    [(1000, 2000, 'Low tide.\nThe quay.')]
    """
    notes, unix = opened(source, options)
    matches = list(_matching(_MICRODVD, unix.text.split("\n"), notes))
    said = _said_rate(matches[0][1]) if matches else None
    rate = options.rate or said or (_rate(None, notes) if matches else RATES["25"])
    if said is not None:
        matches.pop(0)
    unknown: set[str] = set()
    found = []
    for _, match in matches:
        every, text = _for_all(match[3], unknown)
        lines = in_lines(text, lambda part, every=every: _coded(part, every, unknown))  # type: ignore[misc]
        end = frames_to_ms(int(match[2]), rate) if match[2] else -1
        found.append(Found(frames_to_ms(int(match[1]), rate), end, lines))
    if unknown:
        notes.add("small.codes", f"codes that were left out: {', '.join(sorted(unknown)[:20])}"[:300])
    return track_of(found, "microdvd", unix, options, notes, source)


def _said_rate(match: re.Match[str]) -> Fraction | None:
    """Return the rate that a file's first cue names."""
    if match[1] not in ("0", "1") or match[2] not in ("0", "1") or not _DECIMAL.match(match[3]):
        return None
    try:
        return parse_rate(match[3].strip().replace(",", "."))
    except UsageError:
        return None


def _for_all(text: str, unknown: set[str]) -> tuple[Style, str]:
    """Return the style that codes with a capital letter give to all lines, and the text without them."""
    style = PLAIN
    while (match := _CODE.match(text)) and match[1].isupper():
        style = _with_code(style, match[1].lower(), match[2], unknown)
        text = text[match.end() :]
    return style, text


def _coded(text: str, style: Style, unknown: set[str]) -> tuple[str, Style]:
    while match := _CODE.match(text):
        style = _with_code(style, match[1].lower(), match[2], unknown)
        text = text[match.end() :]
    if text.startswith("/"):
        return text[1:].replace(APART, ""), style.replace(italic=True)
    return text.replace(APART, ""), style


def _with_code(style: Style, name: str, said: str, unknown: set[str]) -> Style:
    if name == "y":
        flags = {_FLAGS[letter]: True for letter in re.split(r"[, ]+", said.lower()) if letter in _FLAGS}
        return style.replace(**flags)  # type: ignore[arg-type]
    if name == "c" and re.fullmatch(r"\$[0-9A-Fa-f]{6}", said):
        return style.replace(color=css_color(f"&H{said[1:]}&"))
    if name == "f" and said:
        return style.replace(font=said)
    unknown.add(f"{{{name}:{said}}}"[:40])
    return style


def write_microdvd(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return the track as MicroDVD, its rate in the first cue.

    >>> from captionkit.model.cue import Cue
    >>> write_microdvd(Track([Cue(1000, 2000, "Low tide.")]), WriteOptions(rate="25")).value
    b'{1}{1}25\n{25}{50}Low tide.\n'
    """
    notes = Collector()
    rate = _rate(options.rate, notes)
    rows = list(text_rows(track, options, notes))
    shown = next((name for name, known in RATES.items() if known == rate), f"{float(rate):.6f}")
    made = [f"{{1}}{{1}}{shown}"]
    for start, end, row in zip(*_frames(rows, rate, notes), rows, strict=True):
        text = "|".join([_microdvd_line(text, style) for text, style in _unbroken(row, notes)])
        made.append(f"{{{start}}}{{{end}}}{text}")
    return Result(bytes_of(made, track, "microdvd", options, notes), notes.all)


def _microdvd_line(text: str, style: Style) -> str:
    apart = APART if text[:1] in ("/", "{") and (text[0] == "/" or _CODE.match(text)) else ""
    if style is PLAIN:
        return f"{apart}{text}"
    flags = ",".join(letter for letter, name in _FLAGS.items() if getattr(style, name))
    code = ass_color(style.color) if style.color else ""
    codes = (f"{{y:{flags}}}" if flags else "") + (f"{{c:${code}}}" if code else "")
    codes += f"{{f:{style.font}}}" if style.font and not re.search(r"[{}|]", style.font) else ""
    return f"{codes}{apart}{text}"


def _unbroken(row: TextRow, notes: Collector) -> Sequence[tuple[str, Style]]:
    """Return a cue's lines with no character that would be a break."""
    if any("|" in text for text, _ in row.lines):
        notes.add("small.bar", "a | is a line break; ¦ was written for it", cue=row.number)
        return [(text.replace("|", "¦"), style) for text, style in row.lines]
    return row.lines


def _matching(pattern: re.Pattern[str], lines: Sequence[str], notes: Collector) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the lines that fit; any other with text is reported."""
    for number, line in enumerate(lines, 1):
        match = pattern.match(line.lstrip("\ufeff") if number == 1 else line)
        if match:
            yield number, match
        elif line.strip():
            notes.add("small.line", f"not a cue: {line.strip()!r:.80}", repair=True, line=number)


# --- Spruce: labels and text between commas, ^I ^B ^U switch styles, | is a break

_SPRUCE = re.compile(r"[ \t]*(\d{2,4}:\d\d:\d\d[:;.]\d\d)[ \t]*,[ \t]*(\d{2,4}:\d\d:\d\d[:;.]\d\d)[ \t]*,[ \t]?(.*)\Z")
_LABEL = re.compile(r"(\d{2,4}):(\d\d):(\d\d)([:;.])(\d\d)\Z")
_SWITCH = re.compile(r"\^(?=[IBU])")
_SWITCHES = {"I": "italic", "B": "bold", "U": "underline"}
_SETTING = re.compile(r"[ \t]*\$(\w{1,40})[ \t]*=[ \t]*(.*?)[ \t]*\Z")
_SPRUCE_HEAD = (
    "//Font select and font size", "$FontName = Arial", "$FontSize = 30", "",
    "//Character attributes (global)", "$Bold = FALSE", "$UnderLined = FALSE", "$Italic = FALSE", "",
    "//Position Control", "$HorzAlign = Center", "$VertAlign = Bottom", "$XOffset = 0", "$YOffset = 0", "",
    "//Subtitles",
)  # fmt: skip


def _sniff_spruce(source: Source) -> float:
    head = source.head.lstrip("\ufeff \t\r\n")
    if not re.match(r"(?://|\$\w|\d\d:\d\d:\d\d)", head):
        return 0.0
    return 0.97 if any(_SPRUCE.match(line[:2000].rstrip("\r")) for line in head.split("\n")[:200]) else 0.0


def _ms(text: str, rate: Fraction) -> int:
    """Return the time of a label; one with more frames than a second has is counted on."""
    hours, minutes, seconds, mark, frames = _LABEL.match(text).groups()  # type: ignore[union-attr]
    base, over = nominal(rate), max(0, int(frames) - nominal(rate) + 1)
    drop = mark == ";" and can_drop(rate)
    frame = frame_of_label(int(hours), int(minutes), int(seconds), min(int(frames), base - 1), rate, drop=drop)
    return frames_to_ms(frame + over, rate)


def _label_rate(options: ReadOptions, marks: str, notes: Collector) -> Fraction:
    """Return the rate of labels: as given, 29.97 where they drop, else 25, which is reported."""
    if options.rate is None and ";" in marks:
        return RATES["29.97"]
    return _rate(options.rate, notes)


def read_spruce(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of a Spruce subtitle file (text ``.stl``).

    Raises InputError where it has no cue, StrictError for the first oddity where ``options.strict``.

    >>> file = b"$FontSize = 30\n00:00:01:00,00:00:02:00,^ILow tide.^I|The quay.\n"
    >>> [(cue.start, cue.text) for cue in read_spruce(Source(file), ReadOptions()).value]
    [(1000, 'Low tide.\nThe quay.')]
    """
    notes, unix = opened(source, options)
    lines = unix.text.split("\n")
    kept = [line if line[:2] != "//" and not _SETTING.match(line) else "" for line in lines]
    matches = [match for _, match in _matching(_SPRUCE, kept, notes)]
    rate = _label_rate(options, "".join(match[1] for match in matches), notes) if matches else RATES["25"]
    found = [Found(_ms(m[1], rate), _ms(m[2], rate), _switched(m[3])) for m in matches]
    return track_of(found, "spruce", unix, options, notes, source)


def _switched(text: str) -> tuple[Line, ...]:
    """Return the lines of a text; a switch holds until it comes again, over breaks too."""
    on: set[str] = set()

    def read(part: str) -> tuple[str, Style]:
        shown = []
        style: Style | None = None
        for at, piece in enumerate(re.split(r"\^([IBU])", part)):
            if at % 2:
                on.symmetric_difference_update((_SWITCHES[piece],))
            elif piece:
                style = style if style is not None and not piece.strip() else Style(**dict.fromkeys(on, True))  # type: ignore[arg-type]
                shown.append(piece)
        return "".join(shown).replace(APART, ""), style or PLAIN

    return in_lines(text, read)


def write_spruce(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as a Spruce subtitle file (text ``.stl``)."""
    notes = Collector()
    rate = _rate(options.rate, notes)
    rows = list(text_rows(track, options, notes))
    made = [f"//{track.title}".replace("\n", " "), *_SPRUCE_HEAD] if track.title else list(_SPRUCE_HEAD)
    for start, end, row in zip(*map(labels_of(rate).of, _frames(rows, rate, notes)), rows, strict=True):
        text = row.plain
        if text is None or "|" in text or "^" in text:
            text = "|".join([_spruce_line(text, style) for text, style in _unbroken(row, notes)])
        made.append(f"{start},{end},{text}".replace("\n", "|"))
    return Result(bytes_of(made, track, "spruce", options, notes), notes.all)


def _spruce_line(text: str, style: Style) -> str:
    text = _SWITCH.sub(f"^{APART}", text) if "^" in text else text
    if style is PLAIN:
        return text
    marks = "".join(f"^{letter}" for letter, name in _SWITCHES.items() if getattr(style, name))
    return marks + text + marks


# --- Encore: two labels and text, further lines below

_ENCORE = re.compile(
    r"[ \t]*(?:\d{1,6}[ \t]+)?(\d{2,4}:\d\d:\d\d[:;.]\d\d)[ \t]+(\d{2,4}:\d\d:\d\d[:;.]\d\d)(?:[ \t]+(.*)|[ \t]*)\Z"
)


def _sniff_encore(source: Source) -> float:
    first = source.head.lstrip("\ufeff \t\r\n").split("\n", 1)[0].rstrip("\r")
    # no more than likely: transcripts with two labels a line look the same, and say who speaks
    return 0.6 if len(first) < 400 and _ENCORE.match(first) else 0.0


def read_encore(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of a text script of Adobe Encore.

    Raises InputError where it has no cue, StrictError for the first oddity where ``options.strict``.

    >>> file = b"1 00:00:01:00 00:00:02:00 Low tide.\nThe quay.\n"
    >>> [(cue.start, cue.text) for cue in read_encore(Source(file), ReadOptions()).value]
    [(1000, 'Low tide.\nThe quay.')]
    """
    notes, unix = opened(source, options)
    rows: list[tuple[re.Match[str], list[str]]] = []
    for number, line in enumerate(unix.text.split("\n"), 1):
        match = _ENCORE.match(line.lstrip("\ufeff") if number == 1 else line)
        if match:
            rows.append((match, [match[3]] if match[3] else []))
        elif rows and line.strip():
            rows[-1][1].append(line)
        elif line.strip():
            notes.add("small.line", f"not a cue: {line.strip()!r:.80}", repair=True, line=number)
    rate = _label_rate(options, "".join(match[1] for match, _ in rows), notes) if rows else RATES["25"]
    found = [Found(_ms(m[1], rate), _ms(m[2], rate), lines_of("\n".join(text).replace(APART, ""))) for m, text in rows]
    return track_of(found, "encore", unix, options, notes, source)


def write_encore(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as a text script for Adobe Encore."""
    notes = Collector()
    rate = _rate(options.rate, notes)
    rows = list(text_rows(track, options, notes))
    made = []
    for start, end, row in zip(*map(labels_of(rate).of, _frames(rows, rate, notes)), rows, strict=True):
        texts = [f"{APART}{text}" if _ENCORE.match(text) else text for text, _ in row.lines if text.strip()]
        made += [f"{start} {end} {texts[0] if texts else ''}".rstrip(), *texts[1:]]
    return Result(bytes_of(made, track, "encore", options, notes), notes.all)


_STYLED = (Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE)

MICRODVD = Format(
    "microdvd", "MicroDVD", (".sub",), "text/x-microdvd", _sniff_microdvd, read_microdvd, write_microdvd,
    frozenset((*_STYLED, Feature.STRIKE, Feature.COLOR, Feature.FONT, Feature.BLANK_LINES)),
)  # fmt: skip
SPRUCE = Format(
    "spruce", "Spruce subtitles", (".spruce.stl",), "text/plain", _sniff_spruce, read_spruce, write_spruce,
    frozenset((*_STYLED, Feature.BLANK_LINES)),
)  # fmt: skip
ENCORE = Format(
    "encore", "Adobe Encore", (".encore.txt",), "text/plain", _sniff_encore, read_encore, write_encore, frozenset()
)
