"""Plain mutations of small caption files: none may crash or hang a reader or writer, none may lose a word unreported.

    python -m tests.mutations [--executions N] [--first N]

Every execution makes one file out of a seed by a few changes that need no knowledge of the format (lines and characters
taken out, doubled, exchanged, put in; the end cut off; a byte replaced), reads it, writes it as some format and reads
that back. It depends on its number alone: ``--first N --executions 1`` repeats number N. ``test_mutations.py`` runs a
slice of them.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from captionkit.diagnostics import Diagnostic
from captionkit.errors import CaptionkitError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.loss import losses
from captionkit.formats.srt.writer import lines_of
from captionkit.model.text import plain_text
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source

__all__ = ["Failure", "failures", "mutated", "problems"]

#: Processor seconds after which an execution counts as hanging; a usual one takes a few thousandths.
_LIMIT = 5.0

#: Small files, so that a change touches something; each word occurs once, so that one that is lost is missed.
_SEEDS = (
    (
        "srt",
        "1\n00:00:01,000 --> 00:00:02,500\namber <i>baker</i>\n\n2\n00:00:03,000 --> 00:00:04,000\n- cedar\n- delta\n",
    ),
    (
        "srt",
        "7\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20 Y1:30 Y2:40\n{\\an8}ember &amp; falcon\n\n"
        '8\n00:00:03,000 --> 00:00:04,000\n<font color="#ff0000">grove</font>\n',
    ),
    (
        "vtt",
        "WEBVTT harbour\nKind: captions\n\nSTYLE\n::cue(.indigo) { color: lime }\n\nNOTE jasper\n\n"
        "00:01.000 --> 00:02.000\n<c.indigo>kernel</c>\n",
    ),
    (
        "vtt",
        "WEBVTT\n\nREGION\nid:lantern\n\nmeadow\n00:01.000 --> 00:02.500 line:0 align:start region:lantern\n"
        "<v Nectar>orchid &lt;\n\nNOTE\npebble\n\n00:00:03.000 --> 00:00:04.000\nquartz\n",
    ),
    (
        "vtt",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<b>raven</b> <ruby>saffron <rt>thicket</rt></ruby>\n\n"
        "2\n00:00:02.000 --> 00:00:04.000\n<00:00:03.500>umber\n- violet\n",
    ),
    ("sbv", "0:00:01.000,0:00:02.500\nwillow[br]yarrow\n\n0:00:03.000,0:00:04.000\nzephyr\n- acorn\n"),
)

#: What breaks naive readers, put in anywhere.
_AWKWARD = (
    "\n", "\n\n", "\n\n\n", "\r", "\r\n", " ", "\t", "\0", "\ufeff", "\u2028", "\x85", "\u200b", "\u00a0", "\u202b",
    "-->", "->", "\u2013>", " --> ", "<", ">", "</", "<i>", "</b>", "<v ", "<c.", "<00:00:01.000>", "&", "&lt;", "&#0;",
    "{", "}", "{\\an8}", "{\\", "\\N", "\\", "[br]", "1", "42", "-1", "99999", ":", ",", ".", ";", "X1:", "line:",
    "00:00:01,000 --> 00:00:02,000", "\n\n4\n00:00:07,000 --> 00:00:08,000\n", "00:01.000 --> 00:02.000",
    "0:00:07.000,0:00:08.000", "\n\nNOTE ", "\n\nSTYLE\n", "\n\nREGION\n", "WEBVTT", "é", "日本", "שלום",
    "👩\u200d👧", "♪", "- ", "'", '"',
)  # fmt: skip
#: Words that name a part of a file, and those that settings and tags consist of.
_STRUCTURE = re.compile(r"WEBVTT|NOTE|STYLE|REGION")
#: Characters that readers and writers take out of words or put in, reported; brackets stand around ruby in SRT.
_BESIDE = dict.fromkeys((
    *range(9), *range(14, 32), 127, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF,
    0xFFFD, *map(ord, "()"),
))  # fmt: skip
#: How messages quote characters that cannot be seen.
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|[nrt])")
_WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Failure:
    """An execution that went wrong: its number, its file, and what was wrong."""

    number: int
    data: bytes
    problem: str

    def __str__(self) -> str:
        return f"{self.number}: {self.problem}\n    {self.data!r}"


def mutated(number: int) -> tuple[str, bytes, str]:
    """Return the format, the bytes and the target format of an execution."""
    dice = random.Random(number)
    name, text = dice.choice(_SEEDS)
    for _ in range(dice.choice((1, 1, 2, 2, 3, 5))):
        text = dice.choice(_CHANGES)(text, dice)
    data = text.encode("utf-8", "replace")
    if data and dice.random() < 0.05:
        at = dice.randrange(len(data))
        data = data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
    return name, data, dice.choice(("srt", "vtt", "sbv", "ckit"))


def _stretch(text: str, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(text) + 1)
    return start, min(len(text), start + dice.choice((1, 1, 1, 2, 5, 30)))


def _without(text: str, dice: random.Random) -> str:
    start, end = _stretch(text, dice)
    return text[:start] + text[end:]


def _with(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(_AWKWARD) + text[at:]


def _replaced(text: str, dice: random.Random) -> str:
    start, end = _stretch(text, dice)
    return text[:start] + dice.choice(_AWKWARD) + text[end:]


def _moved(text: str, dice: random.Random) -> str:
    start, end = _stretch(text, dice)
    at = dice.randrange(len(text) + 1)
    return text[:at] + text[start:end] + text[at:]


def _lines(text: str, dice: random.Random) -> str:
    """Take out, double or exchange lines, or join two."""
    lines = text.split("\n")
    a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
    how = dice.randrange(4)
    if how == 0:
        del lines[a]
    elif how == 1:
        lines.insert(b, lines[a])
    elif how == 2:
        lines[a], lines[b] = lines[b], lines[a]
    else:
        lines[a : a + 2] = [" ".join(lines[a : a + 2])]
    return "\n".join(lines)


def _digit(text: str, dice: random.Random) -> str:
    places = [at for at, character in enumerate(text) if character.isdigit()]
    if not places:
        return text
    at = dice.choice(places)
    return text[:at] + dice.choice("0123456789x:") + text[at + 1 :]


def _cut(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] if dice.random() < 0.7 else text[at:]


def _spliced(text: str, dice: random.Random) -> str:
    """Go on with the end of another file."""
    _, other = dice.choice(_SEEDS)
    return text[: dice.randrange(len(text) + 1)] + other[dice.randrange(len(other)) :]


_CHANGES = (_without, _without, _with, _with, _replaced, _replaced, _moved, _lines, _lines, _digit, _cut, _spliced)


def problems(name: str, data: bytes, target: str) -> Iterator[str]:
    """Yield what is wrong with reading a file, writing it as ``target`` and reading that back."""
    source = Source(data, f"a.{name}")
    try:
        read = FORMATS.get(name).read(source, ReadOptions())
    except CaptionkitError:
        return
    lost = _words(source.text) - _words(_kept(read.value))
    if lost:
        lost -= _words(_reported((*source.noticed, *read.diagnostics)))
    if lost:
        yield f"reading {name} loses {', '.join(lost)}"
    yield from _written(read.value, target)


def _written(track: Track, target: str) -> Iterator[str]:
    form = FORMATS.get(target)
    written = form.write(track, WriteOptions())
    try:
        back, again = _read_and_written(written.value, target)
    except CaptionkitError as error:
        if track.cues:
            yield f"what was written as {target} cannot be read: {error}"
        return
    lost = _words(_shown(track, target)) - _words("\n".join((_kept(back), back.text)))
    if lost:
        lost -= _words(_reported((*written.diagnostics, *losses(track, form))))
    if lost:
        yield f"writing {target} loses {', '.join(lost)}"
    if again != written.value:
        yield f"{target} written, read and written is different: {written.value!r} {again!r}"


def _shown(track: Track, target: str) -> str:
    """Return the text that a target has to hold: SRT shows also what WebVTT takes for a tag that nobody closed."""
    if target != "srt":
        return track.text
    return "\n".join(plain_text(lines_of(cue)) for cue in track)


def _read_and_written(data: bytes, target: str) -> tuple[Track, bytes]:
    form = FORMATS.get(target)
    track = form.read(Source(data, f"a.{target}"), ReadOptions()).value
    return track, form.write(track, WriteOptions()).value


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_STRUCTURE.sub(" ", text.translate(_BESIDE))))


def _kept(track: Track) -> str:
    """Return everything that a track holds, as text."""
    cues = [part for cue in track.cues for part in (cue.id, cue.payload, cue.settings, *cue.notes)]
    blocks = [block.text for block in (*track.blocks, *track.footer)]
    return "\n".join([track.title, track.language, *blocks, *cues])


def _reported(found: Iterable[Diagnostic]) -> str:
    said = "\n".join(f"{one.message}\n{_plain(one.data)}" for one in found)
    return (
        said + "\n" + _ESCAPE.sub(lambda match: chr(int(match[match.lastindex], 16)) if match.lastindex else "\n", said)
    )


def _plain(value: object) -> str:
    """Return the texts inside a value, none of them escaped."""
    if isinstance(value, dict):
        return "\n".join(map(_plain, value.values()))
    if isinstance(value, list | tuple):
        return "\n".join(map(_plain, value))
    return str(value)


class _HangError(Exception):
    """An execution takes too long."""


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise in the midst of work that uses more processor time than that, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _HangError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def failures(numbers: Iterable[int]) -> Iterator[Failure]:
    """Yield what goes wrong in the executions with these numbers."""
    for number in numbers:
        name, data, target = mutated(number)
        try:
            with _limited(_LIMIT):
                yield from (Failure(number, data, problem) for problem in problems(name, data, target))
        except _HangError:
            yield Failure(number, data, f"more than {_LIMIT:g} s for {len(data)} bytes ({name} to {target})")
        except Exception as error:
            yield Failure(number, data, f"{type(error).__name__}: {error} ({name} to {target})")


def main(arguments: list[str] | None = None) -> int:
    """Run executions; print what goes wrong, 20 at most, and how many there were."""
    parser = argparse.ArgumentParser(description="Plain mutations of small caption files.")
    parser.add_argument("--executions", type=int, default=10_000, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first execution")
    chosen = parser.parse_args(arguments)
    begun, done, wrong = time.monotonic(), 0, 0
    while done < chosen.executions:
        block = min(10_000, chosen.executions - done)
        first = chosen.first + done
        for failure in islice(failures(range(first, first + block)), 20):
            print(failure, flush=True)
            wrong += 1
        done += block
        took = time.monotonic() - begun
        print(f"{done:,} executions, {wrong} wrong, {done / took:,.0f} a second", file=sys.stderr, flush=True)
        if wrong >= 20:
            break
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
