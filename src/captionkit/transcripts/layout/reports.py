"""What is reported about a text after it was read: what stands around it, marks, times out of order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, TypeAlias
from unicodedata import category

from captionkit.diagnostics import Collector
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment
from captionkit.sources import ReadOptions
from captionkit.text.marks import SENTENCE_ENDS
from captionkit.transcripts.layout.between import OUT
from captionkit.transcripts.layout.compose import Composed, Left
from captionkit.transcripts.layout.examples import words_of
from captionkit.transcripts.layout.families import Candidate, family_of
from captionkit.transcripts.layout.leftovers import leftovers_of
from captionkit.transcripts.layout.people import Facts, name_cost
from captionkit.transcripts.layout.reading import Reading
from captionkit.transcripts.layout.rows import count_words
from captionkit.transcripts.layout.search import Choice
from captionkit.transcripts.layout.standing import IN
from captionkit.transcripts.layout.stated import example_of

__all__ = [
    "Place",
    "report_between",
    "report_choice",
    "report_ending",
    "report_kinds",
    "report_left",
    "report_leftovers",
    "report_times",
]

#: Where a line, by its number among the lines read, stands in the source.
Place: TypeAlias = Callable[[int], int]

#: Times from here on look like programme timecode, which begins a broadcast at 01:00:00:00 or 10:00:00:00.
_LATE = 58 * 60 * 1000

#: Below this margin (bits a line) the choice is in doubt.
_DOUBT = 2.0

#: Below this margin (bits) it is in doubt whether the last paragraphs are speech.
_LAST = 1.5

#: So many words may be left out without a warning.
_FEW = 8


def report_choice(choice: Choice, name: str, example: str, options: ReadOptions, notes: Collector) -> None:
    """Tell in which layout the text is read, and the next best one with the margin between them."""
    reading, rival = choice.reading, choice.rival
    if not reading.items:
        return
    data: dict[str, Any] = {"layout": name, "example": example, "families": reading.layer.families, **reading.extra}
    headers = [head.raw for head in reading.layer.heads.values() if head.family == "header"][:1]
    words = words_of(reading.example) + [re.split("[:：]", raw)[0].strip() for raw in headers]
    aside = f", {', '.join(map(repr, words))} not captioned" if words else ""
    data |= {"keys": words} if words else {}
    if options.layout:
        notes.add("text.layout", f"read as {name} ({example!r}), as asked for{aside}", data=data)
        return
    read = f"read as {name} ({example!r}){aside}"
    if choice.mark == "-":
        read += ", a new speaker at each dash, the dashes not captioned (--layout paragraphs keeps them as text)"
    if rival is None or choice.margin is None:
        notes.add("text.layout", f"{read}; nothing else explains any line", data=data)
    else:
        other = example_of(rival)
        data |= {"runner_up": other, "margin": round(choice.margin, 2)}
        notes.add("text.layout", f"{read}; next best {other!r}, {choice.margin:.1f} bits a line behind", data=data)
        if choice.margin < _DOUBT and (rival.layer.heads or rival.clock or reading.layer.heads or reading.clock):
            lines = _differing(reading, rival)
            where = f", as in line {lines[0]}" if lines else ""
            notes.add(
                "text.ambiguous",
                f"{example!r} and {other!r} explain the text about equally well{where}",
                line=lines[0] if lines else None,
                hint=f"--layout {example!r} or --layout {other!r} decides",
            )
    _report_unknown(choice, notes)


def report_ending(reading: Reading, options: ReadOptions, notes: Collector, place: Place) -> None:
    """Tell of last paragraphs without a label that are hardly more likely speech than words about the text, or less."""
    if reading.ending is None or options.layout or options.to_line is not None:
        return
    at, bits = reading.ending
    kept = bits > 0
    rows = [item.row for item in reading.items[at:]]
    if abs(bits) >= _LAST or (reading.roles[-1] == IN) != kept or not rows[-1].text.endswith(SENTENCE_ENDS):
        return
    words = sum(count_words(row.text) for row in rows)
    if not kept and any(found.code == "text.left-out" and found.line == rows[0].number for found in notes.all):
        return
    above, example = place(reading.items[at - 1].row.number), example_of(reading)
    notes.add(
        "text.ending",
        f"the last {words} words stand under no label or time of their own, and the way they are written hardly tells"
        f" whether they are speech ({abs(bits):.1f} bits, wanted {_LAST:g}): "
        + ("kept as speech of whoever speaks above" if kept else "kept as a note, not as speech"),
        line=rows[0].number,
        hint=f"--to-line {above} leaves them out" if kept else f"--layout {example!r} takes them for speech",
        data={"words": words, "margin": round(bits, 2)},
    )


def report_between(reading: Reading, options: ReadOptions, notes: Collector) -> None:
    """Tell of paragraphs between turns that are about as likely speech as not."""
    example = example_of(reading)
    for places, bits in () if options.layout else reading.between:
        rows = [reading.items[at].row for at in places]
        left = reading.roles[places.start] != IN
        if (bits > OUT) != left or (left and bits >= OUT + _LAST):
            continue
        notes.add(
            "text.between",
            f"{rows[0].text[:40]!r} stands between two turns without a label, and hardly shows whether it is speech"
            f" ({bits:.1f} bits against it, left out from {OUT:g} on): kept as "
            + ("a note, not as speech" if left else "speech of whoever speaks above"),
            line=rows[0].number,
            hint=f"--layout {example!r} takes it for speech" if left else "in brackets it is a note",
            data={"words": sum(count_words(row.text) for row in rows), "bits": round(bits, 2)},
        )


def report_leftovers(choice: Choice, options: ReadOptions, notes: Collector) -> None:
    """Tell of the strongest sign that the text has a structure that was not read."""
    said = any(found.code in ("text.ambiguous", "text.no-speakers") for found in notes.all)
    found = None if options.layout or said else leftovers_of(choice.reading, choice.facts)
    if found is not None:
        notes.add("text.unexplained", found.what, line=found.line)


def _differing(reading: Reading, rival: Reading) -> list[int]:
    mine, others = set(reading.shown), set(rival.shown)
    return sorted(entry[0] for entry in mine ^ others)


def _report_unknown(choice: Choice, notes: Collector) -> None:
    """Tell of rows that look like labels in a text in which nobody is named."""
    reading = choice.reading
    if reading.layer.heads or not reading.items:
        return
    openings = sum(1 for item in reading.items if item.opens) or 1
    for family, candidates in reading.layer.rest.items():
        opening = [c for c in candidates if reading.items[c.at].opens]
        likely = [c for c in opening if name_cost(c.name, choice.facts) < 8 - 6 * (family == "line")]
        likely = _signed(opening, openings) or likely or _lower(opening, choice.facts)
        again = max(Counter(c.key for c in likely).values(), default=0) >= 2
        plain = family in _PLAIN or (again and family != "line" and len(likely) * 2 > openings)
        if len(likely) >= 3 and len(likely) * 4 > openings and plain:
            shown = family_of(family).example
            text = (
                f"{len(likely)} lines look as if names headed them ({likely[0].raw[:40]!r}), but nothing bears it out"
            )
            notes.add(
                "text.no-speakers",
                text,
                line=reading.items[likely[0].at].row.number,
                hint=f"--layout {shown!r} reads them so",
            )
            return


def _lower(candidates: Sequence[Candidate], facts: Facts) -> list[Candidate]:
    """Return the candidates that are one word in lower case each, behind which a sentence begins."""
    single = [c for c in candidates if c.name.speaker.isalpha() and c.name.speaker.islower()]
    return [c for c in single if c.rest[:1].isupper() and name_cost(c.name, facts) <= _LOWER]


def _signed(candidates: Sequence[Candidate], openings: int) -> list[Candidate]:
    """Return the candidates that one symbol opens (``\u25b6 ann:``), where most paragraphs begin so; else none."""
    signs = Counter(c.raw[0] for c in candidates if category(c.raw[0]) in ("So", "Sm") and len(c.raw.split()) <= _LONG)
    sign, count = max(signs.items(), key=lambda entry: entry[1], default=("", 0))
    return [c for c in candidates if c.raw[0] == sign] if count * 2 > openings else []


#: What a name in lower case costs at most (bits).
_LOWER = 11.0
#: A label with a sign before it has so many words at most, the sign among them.
_LONG = 6

_PLAIN = frozenset(("colon", "colon-line", "bold", "bold-line", "dot-dash", "tab", "square", "corner"))


def report_left(composed: Composed, notes: Collector, place: Place) -> None:
    """Tell which rows a reading leaves out, and why: a warning where it is more than a few words on little evidence."""
    runs: list[list[Left]] = []
    for entry in composed.left:
        if runs and runs[-1][-1].role == entry.role:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    for run in runs:
        first, last, role = run[0].row.number, run[-1].row.number, run[0].role
        words = sum(count_words(left.row.text) for left in run)
        unsure = [left.row.text for left in run if not left.sure]
        doubtful = sum(count_words(text) for text in unsure if any(map(str.isalpha, text)))
        span = f"lines {place(first)} to {place(last)}" if last > first else f"line {place(first)}"
        verb = "stand" if last > first else "stands"
        where = {
            "before": f"{span} {verb} before the first time or label",
            "after": f"{span} {verb} below the transcript",
            "gap": f"{span} {verb} between two parts of the transcript",
        }[role]
        code = "text.preamble" if role == "before" else "text.left-out"
        if doubtful <= _FEW:
            code = "text.note"
        text = f"{where} ({words} words; {run[0].why}): kept as notes, not as speech"
        notes.add(code, text, line=first, data={"from": first, "to": last, "words": words, "doubtful": doubtful})


def report_kinds(segments: Sequence[Segment], notes: Collector) -> None:
    """Tell of each editorial insertion, where they are more than a few words, and how many other marks there are."""
    few = sum(count_words(s.text) for s in segments if s.kind is Kind.EDITORIAL) <= _FEW
    for segment in segments:
        if segment.kind is Kind.EDITORIAL and not few:
            notes.add("text.editorial", f"{segment.text} is an editor's insertion, not speech", line=segment.line)
    marks = [s for s in segments if s.kind is not Kind.SPEECH and (few or s.kind is not Kind.EDITORIAL)]
    if marks:
        kinds = ", ".join(
            f"{sum(s.kind is k for s in marks)} {k.value}" for k in Kind if any(s.kind is k for s in marks)
        )
        notes.add("text.mark", f"marks that are not speech: {kinds}", line=marks[0].line)


def report_times(segments: Sequence[Segment], options: ReadOptions, notes: Collector) -> None:
    """Tell of times that go back, and of a first time that looks like programme timecode."""
    timed = [s for s in segments if s.start is not None]
    for before, after in pairwise(timed):
        if (after.start or 0) < (before.start or 0):
            notes.add("text.times-back", "the time here is before the one above it", line=after.line)
    if timed and (timed[0].start or 0) >= _LATE and not options.start_timecode:
        begins = format_clock(timed[0].start or 0)
        notes.add(
            "text.late-start",
            f"the first time is {begins}: a programme's timecode, or a time of the day? It was read as written",
            line=timed[0].line,
            hint=f"--start-timecode {begins} makes it 0",
        )
