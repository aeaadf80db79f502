"""Reading SRT in stretches of some 60 kB that begin at a canonical cue.

Each takes the fast path where everything in it is canonical and the tolerant one otherwise, so that one odd cue costs a
hundred thousand others nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.base import gc_paused, only_last_is_empty
from captionkit.formats.controls import note_controls
from captionkit.formats.srt.fast import BALANCED, SrtReadingState, fast_cues
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.eol import normalise
from captionkit.text.controls import has_controls, without_controls

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["read", "read_cues", "stretches"]

#: Characters in a stretch, at least.
STRETCH = 60_000

_STAMP = "[0-9]{2}:[0-5][0-9]:[0-5][0-9],[0-9]{3}"
CUT = re.compile(rf"\n\n(?=[0-9]{{1,9}}\n{_STAMP} --> {_STAMP}\n)")


@gc_paused()
def read(source: Source, options: ReadOptions) -> Result[Track]:
    """Return the track of an SRT file, however odd, with a diagnostic for each oddity.

    Raises InputError where the file holds no timing line at all, StrictError for the first oddity where
    ``options.strict``.
    """
    notes = Collector(source.name, strict=options.strict)
    text = source.text
    if has_controls(text, source.data, source.decoded.encoding):
        note_controls(text, notes, read=True)
        text = without_controls(text)
    unix = normalise(source, notes, text)
    cues, state, line_of = read_cues(unix.text, notes, options.rate)
    if state.suspicious or not state.orderly:
        from captionkit.formats.srt.checks import check_counting, check_cues, fill_unknown

        check_counting(unix.text, options.rate, notes)
        cues = fill_unknown(cues)
        check_cues(cues, state.suspicious, line_of, notes)
        if _ends_in_timing(unix.text, cues) and not any(note.code == "srt.truncated" for note in notes.all):
            message = "the file ends right after this timing line, and every other cue has text"
            notes.add("srt.truncated", message, line=line_of(len(cues) - 1), cue=len(cues))
    if not cues and unix.text.strip():
        raise _no_cue(source)
    if not cues:
        notes.add("srt.no-cues", "the file holds nothing; an empty track was made", repair=True)
    track = Track(tuple(cues), language=options.language, format="srt", layout=unix.layout)
    return Result(track, notes.all)


def _ends_in_timing(text: str, cues: Sequence[Cue]) -> bool:
    """Whether a file breaks off before its last cue's text.

    A cue that somebody left empty has the blank line of its text below its times, and is seldom the only one.
    """
    if text.endswith("\n\n") or not only_last_is_empty([cue.payload for cue in cues]):
        return False
    return "-->" in text.rstrip("\n").rpartition("\n")[2]


def _no_cue(source: Source) -> InputError:
    first = next(line.strip() for line in source.lines if line.strip())
    return InputError(
        f"{source.name}:1: no cue found; the file begins {first[:60]!r}",
        hint="is it SRT? --from names the format, --encoding the encoding",
    )


def stretches(text: str, size: int = STRETCH) -> Iterator[tuple[int, str]]:
    """Yield (offset, stretch) of at least ``size`` characters: together the text, but for a line end at each cut."""
    begin = 0
    while begin < len(text):
        cut = CUT.search(text, begin + size)
        end = cut.start() + 1 if cut else len(text)
        yield begin, text[begin:end]
        begin = end + 1 if cut else end


class Lines:
    """Line numbers of offsets in a text, cheap when asked for in rising order; ``step`` lines of the file each."""

    def __init__(self, text: str, step: int = 1) -> None:
        self.text = text
        self.step = step
        self._known = (0, 0)

    def at(self, offset: int, more: int = 0) -> int:
        """Return the 1-based line that is ``more`` lines after the one at ``offset``."""
        known, count = self._known if self._known[0] <= offset else (0, 0)
        count += self.text.count("\n", known, offset)
        self._known = (offset, count)
        return (count + more) * self.step + 1


def read_cues(
    text: str, notes: Collector, rate: Fraction | None
) -> tuple[list[Cue], SrtReadingState, Callable[[int], int]]:
    """Return the cues of a whole text, what was seen of them, and a function from a cue's position to the line of its
    timing.
    """
    cues: list[Cue] = []
    state = SrtReadingState()
    numbers = Lines(text)
    pieces: list[tuple[int, int, list[int] | None]] = []
    for offset, stretch in stretches(text):
        found = fast_cues(stretch, state)
        lines = None
        if found is None:
            repaired = _repaired_whole(text, notes) if offset == 0 else None
            if repaired is not None:
                numbers, stretch = repaired, repaired.text
            found, lines = _tolerant(stretch, offset, numbers, notes, rate)
            _follow(state, found)
        pieces.append((len(cues), offset, lines))
        cues.extend(found)
        if numbers.text is not text:
            break
    return cues, state, _finder(pieces, numbers)


def _tolerant(
    stretch: str, offset: int, numbers: Lines, notes: Collector, rate: Fraction | None
) -> tuple[list[Cue], list[int]]:
    from captionkit.formats.srt.tolerant import Tolerant

    base = numbers.at(offset)
    step = numbers.step
    reader = Tolerant(
        stretch.split("\n"), lambda line: base + line * step, notes, rate=rate,
        opening=offset == 0, closing=offset + len(stretch) >= len(numbers.text),
    ).run()  # fmt: skip
    return reader.cues, reader.lines


def _follow(state: SrtReadingState, cues: list[Cue]) -> None:
    """Bring the state up to date with what the tolerant path read: that always wants a look."""
    state.orderly = False
    state.suspicious += [state.cues + n for n, cue in enumerate(cues) if not BALANCED.match(cue.payload or "<")]
    state.cues += len(cues)
    state.end = cues[-1].end if cues else state.end


def _repaired_whole(text: str, notes: Collector) -> Lines | None:
    """Return the text with faults of the whole file repaired, None where there are none."""
    from captionkit.formats.srt.tolerant import repair_file

    repaired, step, changed = repair_file(text, notes)
    return Lines(repaired, step) if changed else None


def _finder(pieces: list[tuple[int, int, list[int] | None]], numbers: Lines) -> Callable[[int], int]:
    firsts = [first for first, _, _ in pieces]
    known: dict[int, list[int]] = {}

    def line_of(cue: int) -> int:
        piece = bisect_right(firsts, cue) - 1
        while piece > 0 and firsts[piece - 1] == firsts[piece] and pieces[piece][2] == []:
            piece -= 1
        first, offset, lines = pieces[piece]
        if lines is None:
            lines = known.get(piece) or known.setdefault(piece, _timing_lines(offset, numbers))
        return lines[cue - first]

    return line_of


def _timing_lines(offset: int, numbers: Lines) -> list[int]:
    """Return the lines of the timings in a stretch that the fast path took."""
    text, base = numbers.text, numbers.at(offset)
    cut = CUT.search(text, offset + STRETCH)
    stretch = text[offset : cut.start() + 1 if cut else len(text)]
    lines = stretch.split("\n")
    return [
        base + n
        for n in range(1, len(lines))
        if " --> " in lines[n] and lines[n - 1].isdecimal() and len(lines[n]) == 29
    ]
