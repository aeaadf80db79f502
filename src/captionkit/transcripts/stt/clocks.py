"""Times as recognisers get them wrong: units that no speech fits, segments out of order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from captionkit.model.transcript import Segment
from captionkit.text.scripts import has_unspaced
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.values import first_of, string_of

if TYPE_CHECKING:
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["by_start", "unit_of"]

#: ms per unit -> its name: what times in the wild count.
UNITS = {1000.0: "seconds", 10.0: "centiseconds", 1.0: "milliseconds", 0.001: "microseconds", 0.0001: "100 ns ticks"}
#: Letters (in scripts without blanks: characters) a second that speech with its pauses has, and that it may have.
_USUAL, _POSSIBLE = (4.0, 30.0), (1.5, 40.0)
_USUAL_UNSPACED, _POSSIBLE_UNSPACED = (1.5, 10.0), (0.6, 14.0)
#: Fewer letters than this, or fewer rows, say nothing of a unit.
_LETTERS, _ROWS, _SAMPLE = 30, 3, 500


def unit_of(rows: Sequence[Mapping[str, Any]], keys: Keys, notes: Notes) -> float:
    """Return the ms per unit in which these timed texts are plausible as speech.

    ``keys.unit`` is the usual unit and stays where speech may have its rate. What is neither seconds nor milliseconds,
    and what fits nothing, is noted.

    >>> from captionkit.transcripts.stt.notes import Notes
    >>> row = {"start": 0, "end": 5200, "text": "It is a garden, not a park, and so we call it."}
    >>> unit_of([row], Keys(), Notes("x"))
    1.0
    """
    sample = rows[:_SAMPLE]
    spans = list(_spans(sample, keys))
    if sum(size for size, _, _ in spans) < _LETTERS and len(spans) < _ROWS:
        return keys.unit
    unspaced = _unspaced_share(sample, keys) > 0.5
    usual, possible = (_USUAL_UNSPACED, _POSSIBLE_UNSPACED) if unspaced else (_USUAL, _POSSIBLE)
    per_unit = sorted(size / length for size, length, _ in spans)[len(spans) // 2]
    rates = {unit: per_unit * 1000 / unit for unit in UNITS}
    if possible[0] <= rates[keys.unit] <= possible[1]:
        return keys.unit
    fitting = [unit for unit in UNITS if usual[0] <= rates[unit] <= usual[1] and not (unit == 10.0 and _coarse(spans))]
    if not fitting:
        if rates[keys.unit] > possible[1]:
            rate = f"{rates[keys.unit]:.3g} letters a second"
            notes.add("stt.implausible-rate", f"as {UNITS[keys.unit]} the times mean a speaking rate of {rate}")
        return keys.unit
    middle = math.sqrt(usual[0] * usual[1])
    best = min(fitting, key=lambda unit: abs(math.log(rates[unit] / middle)))
    if best not in (1.0, 1000.0):
        notes.add(
            "stt.unit",
            f"times read as {UNITS[best]}, a speaking rate of {rates[best]:.3g} letters a second; "
            f"as {UNITS[keys.unit]} it would be {rates[keys.unit]:.3g}",
            data={"unit": best, "rate": round(rates[best], 2)},
        )
    return best


def _coarse(spans: Sequence[tuple[int, float, float]]) -> bool:
    """Whether the times are no centiseconds: fractions, or whole tens only, which nothing measures in them."""
    times = [time for _, length, start in spans for time in (length, start)]
    return not all(float(time).is_integer() for time in times) or math.gcd(*map(int, times)) % 10 == 0


def _spans(rows: Sequence[Mapping[str, Any]], keys: Keys) -> Iterator[tuple[int, float, float]]:
    """Yield (letters, duration, start), both in units, of rows that state their times as numbers."""
    starts = [_number(first_of(row, *keys.start)) for row in rows]
    for place, row in enumerate(rows):
        start, end = starts[place], _number(first_of(row, *keys.end)) if keys.end else None
        if end is None and start is not None and keys.length:
            length = _number(first_of(row, *keys.length))
            end = None if length is None else start + length
        if end is None and place + 1 < len(rows):
            end = starts[place + 1]
        letters = _letters(string_of(first_of(row, *keys.text)) or "")
        if letters and start is not None and end is not None and end > start:
            yield letters, end - start, start


#: The bytes of ASCII that are neither letters nor digits.
_SIGNS = bytes(byte for byte in range(128) if not chr(byte).isalnum())


def _letters(text: str) -> int:
    return len(text.encode().translate(None, _SIGNS)) if text.isascii() else sum(map(str.isalnum, text))


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) else None


def _unspaced_share(rows: Iterable[Mapping[str, Any]], keys: Keys) -> float:
    sample = "".join(string_of(first_of(row, *keys.text)) or "" for row in rows)[:2000]
    return 0.0 if sample.isascii() else sum(map(has_unspaced, sample)) / len(sample)


def by_start(segments: Sequence[Segment], notes: Notes) -> list[Segment]:
    """Return the segments by start time; one without a time stays behind the one before it.

    >>> from captionkit.transcripts.stt.notes import Notes
    >>> [s.text for s in by_start([Segment("b", start=5000), Segment("a", start=0)], Notes("x"))]
    ['a', 'b']
    """
    timed = [segment for segment in segments if segment.start is not None]
    late = next((b for a, b in pairwise(timed) if (b.start or 0) < (a.start or 0)), None)
    if late is None:
        return list(segments)
    keys: list[int] = []
    for segment in segments:
        keys.append(segment.start if segment.start is not None else keys[-1] if keys else 0)
    order = sorted(range(len(segments)), key=keys.__getitem__)
    notes.count("stt.sorted", late.text, sum(place != index for place, index in enumerate(order)))
    return [segments[index] for index in order]
