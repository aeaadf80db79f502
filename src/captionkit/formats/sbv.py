"""SBV, YouTube's sibling of SRT: ``h:mm:ss.mmm,h:mm:ss.mmm``, text, a blank line. No numbers, no markup.

A line break may be spelled ``[br]``. Everything between two timing lines is text, blank lines in it too.
"""

from __future__ import annotations

import re

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.base import LONGEST, Feature, Format, WriteOptions, clamped, only_last_is_empty
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.raw import Body, Raw, raw_format
from captionkit.model.text import lines_of
from captionkit.model.timecode import format_clock
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.eol import normalise

__all__ = ["FORMAT", "read", "sniff", "write"]

_TIMES = re.compile(
    r"[ \t]*(\d{1,3}):(\d{1,2}):(\d{1,2})\.(\d{1,3})[ \t]*,[ \t]*(\d{1,3}):(\d{1,2}):(\d{1,2})\.(\d{1,3})[ \t]*\Z"
)
#: A character without width that keeps others apart (U+2060, word joiner).
_APART = "\u2060"


def sniff(source: Source) -> float:
    r"""Return 1 where the first line with text is two SBV times.

    >>> sniff(Source(b"0:00:01.000,0:00:02.000\nHi\n"))
    1.0
    """
    first = source.head.lstrip("\ufeff \t\r\n").split("\n", 1)[0]
    return 1.0 if len(first) < 80 and _TIMES.match(first.rstrip("\r")) else 0.0


@raw_format("sbv", plain=lambda payload: "[br]" not in payload)
def parse_body(payload: str, settings: str = "") -> Body:
    """Return the lines of an SBV payload."""
    return lines_of(payload.replace("[br]", "\n")), None, "", ()


def read(source: Source, options: ReadOptions) -> Result[Track]:
    """Return the track of an SBV file.

    Raises InputError where it has no timing line, StrictError for the first oddity where ``options.strict``.
    """
    notes = Collector(source.name, strict=options.strict)
    unix = normalise(source, notes)
    lines = unix.text.split("\n")
    heads = [(n, match) for n, line in enumerate(lines) if len(line) < 80 and (match := _TIMES.match(line))]
    if not heads:
        raise InputError(f"{source.name}:1: no SBV timing line (h:mm:ss.mmm,h:mm:ss.mmm) found")
    _preamble(lines[: heads[0][0]], notes)
    ends = [n for n, _ in heads[1:]] + [len(lines)]
    cues = [_cue(match, lines[n + 1 : end], n + 1, notes) for (n, match), end in zip(heads, ends, strict=True)]
    if not unix.text.endswith("\n\n") and only_last_is_empty([cue.payload for cue in cues]):
        message = "the file ends right after this timing line, and every other cue has text"
        notes.add("srt.truncated", message, line=heads[-1][0] + 1, cue=len(cues))
    return Result(Track(tuple(cues), language=options.language, format="sbv", layout=unix.layout), notes.all)


def _preamble(lines: list[str], notes: Collector) -> None:
    said = [line for line in lines if line.strip()]
    if said:
        message = f"text before the first cue was left out: {' / '.join(said)[:120]!r}"
        notes.add("srt.preamble", message, repair=True, line=1, data={"lines": said})


def _cue(match: re.Match[str], body: list[str], line: int, notes: Collector) -> Cue:
    groups = match.groups()
    while body and not body[-1].strip(" \t"):
        body = body[:-1]
    start, end = _ms(groups[:4]), _ms(groups[4:])
    if end < start:
        times = f"{format_clock(start)} --> {format_clock(end)}"
        notes.add("srt.times-reversed", f"{times} was kept (the times may be swapped)", repair=True, line=line)
    if any(not text.strip(" \t") for text in body):
        notes.add("srt.blank-in-cue", "a blank line inside the cue was kept", repair=True, line=line)
    return raw_cue(start, end, Raw("sbv", "\n".join(body)))


def _ms(groups: tuple[str, ...]) -> int:
    hours, minutes, seconds, fraction = groups
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return the track as SBV, always UTF-8 (YouTube reads nothing else) with LF line ends.

    A line break that would leave a blank line is spelled ``[br]``.

    >>> write(Track((Cue(0, 1500, "Good evening."),)), WriteOptions()).value
    b'0:00:00.000,0:00:01.500\nGood evening.\n'
    """
    notes = Collector()
    blocks: list[str] = []
    minutes, seconds, thousandths = _SbvMinutes(), _SECONDS, _THOUSANDTHS
    for number, cue in enumerate(track.cues, 1):
        start, end = cue.start, cue.end
        if not 0 <= start <= LONGEST or not 0 <= end <= LONGEST:
            times = f"{format_clock(start)} --> {format_clock(end)}"
            notes.add("srt.time-clamped", f"{times}: SBV has no times before zero or of a thousand hours", cue=number)
            start, end = clamped(start), clamped(end)
        rest, left = start % 60_000, end % 60_000
        blocks.append(
            f"{minutes[start // 60_000]}{seconds[rest // 1000]}{thousandths[rest % 1000]},"
            f"{minutes[end // 60_000]}{seconds[left // 1000]}{thousandths[left % 1000]}\n{_text(cue, number, notes)}\n"
        )
    return Result("\n".join(blocks).encode("utf-8", "replace"), notes.all)


class _SbvMinutes(dict[int, str]):
    """Minutes -> ``h:mm:``, filled as met."""

    def __missing__(self, minutes: int) -> str:
        value = self[minutes] = f"{minutes // 60}:{minutes % 60:02d}:"
        return value


_SECONDS = [f"{second:02d}." for second in range(60)]
_THOUSANDTHS = [f"{ms:03d}" for ms in range(1000)]


def _text(cue: Cue, number: int, notes: Collector) -> str:
    text = cue.text
    if not text.strip(" \t"):
        return ""
    if "\n" not in text and "[br]" not in text and "," not in text:
        return text
    if "[br]" in text or _TIMES.match(text):
        text = _APART + text.replace("[br]", f"[{_APART}br]")
        shown = "[br] or times as text; written with an invisible character, so that they are read as text"
        notes.add("srt.misleading-text", shown, cue=number)
    lines = text.split("\n")
    if any(not line.strip(" \t") or _TIMES.match(line) for line in lines):
        return "[br]".join(lines)
    return text


FORMAT = Format(
    name="sbv",
    title="SubViewer (YouTube)",
    suffixes=(".sbv",),
    media_type="text/x-sbv",
    sniff=sniff,
    read=read,
    write=write,
    can=frozenset((Feature.MILLISECONDS, Feature.BLANK_LINES)),
)
