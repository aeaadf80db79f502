"""Anchoring: the words of an edited text on the times of another record of the same speech.

The text is a person's, the times a recogniser's or an older track's. Both are compared as units
(:mod:`captionkit.timing.units`) and aligned (:mod:`captionkit.timing.correspond`). A word that is found keeps the time
it has there; words that replace others are fitted into the time of what they replace; new words are interpolated and
marked. Passages dropped, added or moved are reported with their text and time.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word, text_of
from captionkit.timing.correspond import correspond
from captionkit.timing.units import Units, compounds, split_time, units_of
from captionkit.timing.words import split_words
from captionkit.values import replace, value

__all__ = ["Anchored", "Passage", "anchor"]

#: Equal units in a row that make a moved passage, where they occur once among what is left on both sides.
MOVED = 8
#: Words in a row that are reported as a passage, dropped or new.
PASSAGE = 4
#: A single common word amid this many unmatched ones on both sides is chance, not a match.
ALONE = 5
COMMON = 50
#: Less of the text than this among the timed words: other speech. Below the second figure: look at it.
REFUSED, DOUBTED = 0.1, 0.5
#: Time (ms) that a letter of an inserted word takes at least, where there is no pause to put it in.
LETTER = 30
#: Words of one segment that lie further apart (ms) than this belong to different places of the sound.
MOVED_GAP = 60_000


@value
class Passage:
    """Words in a row that one side lacks or has elsewhere: ``kind`` is ``dropped``, ``new`` or ``moved``.

    ``start`` and ``end`` (ms) are those of the words in the timed record, None for new ones.
    """

    kind: str
    text: str
    words: int
    start: int | None = None
    end: int | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape."""
        return {"kind": self.kind, "text": self.text, "words": self.words, "start": self.start, "end": self.end}


@value
class Anchored:
    """The transcript with its words' times; ``kept`` words of ``words`` have the time of their own."""

    transcript: Transcript
    kept: int
    words: int
    passages: tuple[Passage, ...]


def anchor(text: Transcript, timed: Transcript, *, moved: bool = True) -> Result[Anchored]:
    """Return ``text`` with the times of the same words in ``timed``.

    Words that are not there stay without a time where they are new, and get the time of what they replace otherwise;
    :func:`captionkit.timing.estimate` computes the rest. Speakers of ``timed`` are taken over where ``text`` names
    none. With ``moved``, passages of eight words and more that stand elsewhere get the time at which they are heard,
    and the transcript is put into the order of the sound; without it they are treated as new.

    Raises InputError where less than a tenth of the words is found: the two are not the same speech.

    >>> heard = Transcript((Segment("good evning", words=(Word("good", 0, 300), Word("evning", 400, 900))),))
    >>> made = anchor(Transcript((Segment("Good evening!"),)), heard).value
    >>> [(word.text, word.start) for word in made.transcript.segments[0].words]
    [('Good', 0), ('evening!', 400)]
    """
    notes = Collector()
    segments = [s.replace(words=split_words(s.text)) if s.kind is Kind.SPEECH else s for s in text.segments]
    words = [word for s in segments if s.kind is Kind.SPEECH for word in s.words]
    heard = _heard(timed)
    ours, theirs = _comparable(words, heard)
    found = _aligned(theirs, ours)
    passages = list(_shifted(theirs, ours, found)) if moved else []
    kept = len({ours.first[i] for i, at in enumerate(found) if at >= 0})
    spoken = len(set(ours.first)) or 1
    _judge(kept, spoken, notes)
    times = _times(words, heard, ours, theirs, found)
    passages += _lacking(words, heard, ours, theirs, found)
    _report(passages, kept, spoken, notes)
    speakers = [] if text.speakers else _speakers(timed)
    result = text.replace(segments=tuple(_rebuilt(segments, times, speakers, moved=moved)))
    result = result.replace(language=result.language or timed.language, duration=result.duration or timed.duration)
    return Result(Anchored(result, kept, spoken, tuple(passages)), notes.all)


def _heard(timed: Transcript) -> list[Word]:
    """Return the words of the record whose times are known, in the order of the sound."""
    words = [w for s in timed.segments if s.kind is Kind.SPEECH for w in s.words if w.start is not None]
    if not words:
        raise InputError(
            "the record with the times has no word times",
            hint="give speech-to-text with word times, or a caption track",
        )
    return sorted(words, key=lambda w: w.start or 0)


def _comparable(words: Sequence[Word], heard: Sequence[Word]) -> tuple[Units, Units]:
    ours, theirs = units_of(words), units_of(heard)
    return compounds(ours, theirs), compounds(theirs, ours)


def _aligned(theirs: Units, ours: Units) -> list[int]:
    """Return the position in ``theirs`` of each unit of ``ours``, -1 where there is none, chance matches taken out."""
    found = correspond(theirs.text, ours.text)
    common = {text for text, _ in Counter(theirs.text).most_common(COMMON)}
    runs = list(_runs([at < 0 for at in found]))
    for (before, alone), (after, end) in pairwise(runs):
        lonely = after - alone == 1 and alone - before >= ALONE and end - after >= ALONE
        if lonely and ours.text[alone] in common:
            found[alone] = -1
    return found


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of the runs of true flags."""
    begin = -1
    for index, flag in enumerate((*flags, False)):
        if flag and begin < 0:
            begin = index
        elif not flag and begin >= 0:
            yield begin, index
            begin = -1


def _shifted(theirs: Units, ours: Units, found: list[int]) -> Iterator[Passage]:
    """Find passages that stand in another order, note their positions in ``found`` and yield them.

    A run of ``MOVED`` units that occurs once among what is left on each side ties the stretches in which it stands; the
    two are then aligned with each other like the whole, so that a moved paragraph may have been edited too.
    """
    taken = bytearray(len(theirs))
    for at in found:
        if at >= 0:
            taken[at] = 1
    there, here = list(_runs([not t for t in taken])), list(_runs([at < 0 for at in found]))
    left, right = _once(theirs.text, there), _once(ours.text, here)
    done: set[tuple[int, int]] = set()
    for gram, mine in right.items():
        at = left.get(gram, -1)
        if mine < 0 or at < 0 or found[mine] >= 0 or taken[at]:
            continue
        (b0, b1), (a0, a1) = _around(here, mine), _around(there, at)
        if (b0, a0) in done:
            continue
        done.add((b0, a0))
        tied = [
            (begin + a0, n + b0)
            for n, begin in enumerate(correspond(theirs.text[a0:a1], ours.text[b0:b1]))
            if begin >= 0 and found[n + b0] < 0 and not taken[begin + a0]
        ]
        for yours, n in tied:
            found[n], taken[yours] = yours, 1
        begin, end = tied[0][1], tied[-1][1] + 1
        yield Passage("moved", ours.slice(begin, end), end - begin, theirs.start[tied[0][0]], theirs.end[tied[-1][0]])


def _around(runs: list[tuple[int, int]], position: int) -> tuple[int, int]:
    """Return the run that holds a position."""
    return runs[bisect_right(runs, (position, sys.maxsize)) - 1]


def _once(texts: Sequence[str], runs: list[tuple[int, int]]) -> dict[tuple[str, ...], int]:
    """Return n-gram of ``MOVED`` units inside the runs -> position, -1 where it occurs twice."""
    at: dict[tuple[str, ...], int] = {}
    for begin, end in runs:
        for position in range(begin, end - MOVED + 1):
            gram = tuple(texts[position : position + MOVED])
            at[gram] = -1 if gram in at else position
    return at


def _judge(kept: int, spoken: int, notes: Collector) -> None:
    share = kept / spoken
    if share < REFUSED:
        raise InputError(
            f"only {kept} of {spoken} words ({share:.0%}) are in the record with the times; at least {REFUSED:.0%} are"
            " needed",
            hint="check that both are the same speech in the same language",
        )
    if share < DOUBTED:
        message = f"only {kept} of {spoken} words ({share:.0%}) are in the record with the times; the rest was computed"
        notes.add("timing.anchor-poor", message, data={"kept": kept, "words": spoken})


@value
class _Time:
    """A word's time as found: ``start`` and ``end`` in ms, ``exact`` where it is the very word's."""

    start: int | None
    end: int | None
    exact: bool
    confidence: float | None
    timing: Timing


def _times(
    words: Sequence[Word], heard: Sequence[Word], ours: Units, theirs: Units, found: Sequence[int]
) -> list[_Time | None]:
    """Return the time of each word that has one."""
    starts: list[int | None] = [None] * len(words)
    ends: list[int | None] = [None] * len(words)
    sources: list[int] = [-1] * len(words)
    split = [False] * len(words)
    seen: set[int] = set()
    for unit, at in enumerate(found):
        first, last = ours.first[unit], ours.last[unit]
        if at >= 0 and first == last:
            if first not in seen:
                starts[first], sources[first] = theirs.start[at], theirs.first[at]
            ends[first] = theirs.end[at]
        elif at >= 0:
            lengths = [len(words[n].text) for n in range(first, last + 1)]
            bounds = split_time(theirs.start[at], theirs.end[at], lengths)
            for n, (start, end) in zip(range(first, last + 1), bounds, strict=True):
                starts[n], ends[n], sources[n], split[n] = start, end, theirs.first[at], True
        seen.update(range(first, last + 1))
    for begin, end, low, high in _replaced(ours, theirs, found):
        if theirs.start[low] is not None and starts[ours.first[begin]] is None:
            starts[ours.first[begin]] = theirs.start[low]
        if theirs.end[high] is not None and ends[ours.last[end]] is None:
            ends[ours.last[end]] = theirs.end[high]
            split[ours.last[end]] = True
    return [_found_time(heard, *parts) for parts in zip(starts, ends, sources, split, strict=True)]


def _found_time(heard: Sequence[Word], start: int | None, end: int | None, source: int, split: bool) -> _Time | None:
    if start is None and end is None:
        return None
    if source < 0 or start is None or end is None:
        return _Time(start, end, False, None, Timing.INTERPOLATED)
    word = heard[source]
    exact = not split and word.start == start
    return _Time(start, end, exact, word.confidence, word.timing if exact else Timing.INTERPOLATED)


def _replaced(ours: Units, theirs: Units, found: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (first, last of ours, first, last of theirs) of unmatched units that stand between the same neighbours."""
    for begin, end in _runs([at < 0 for at in found]):
        low = found[begin - 1] + 1 if begin else 0
        high = found[end] - 1 if end < len(found) else len(theirs) - 1
        if low <= high and high - low < 4 * (end - begin) + MOVED:
            yield begin, end - 1, low, high


def _lacking(
    words: Sequence[Word], heard: Sequence[Word], ours: Units, theirs: Units, found: Sequence[int]
) -> Iterator[Passage]:
    """Yield the passages that one side lacks, in the words as written."""
    for begin, end in _runs([at < 0 for at in found]):
        if end - begin >= PASSAGE:
            first, last = ours.first[begin], ours.last[end - 1]
            yield Passage("new", " ".join(w.text for w in words[first : last + 1]), last - first + 1)
    taken = set(found)
    for begin, end in _runs([at not in taken for at in range(len(theirs))]):
        if end - begin >= PASSAGE:
            first, last = theirs.first[begin], theirs.last[end - 1]
            text = " ".join(w.text for w in heard[first : last + 1])
            yield Passage("dropped", text, last - first + 1, theirs.start[begin], theirs.end[end - 1])


_SAID = {
    "dropped": ("timing.anchor-dropped", "heard from {start} to {end} but not in the text: {text}"),
    "new": ("timing.anchor-new", "in the text but not heard; its time was computed: {text}"),
    "moved": ("timing.anchor-moved", "heard from {start} to {end}, elsewhere than in the text; moved there: {text}"),
}


def _report(passages: Sequence[Passage], kept: int, spoken: int, notes: Collector) -> None:
    message = f"{kept} of {spoken} words have the time of the same word in the record ({kept / spoken:.1%})"
    notes.add("timing.anchored", message, data={"kept": kept, "words": spoken})
    for passage in passages:
        code, message = _SAID[passage.kind]
        start, end = (format_clock(t) if t is not None else "?" for t in (passage.start, passage.end))
        notes.add(code, message.format(start=start, end=end, text=_quoted(passage.text)), data=passage.as_dict())


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= 80 else f'"{text[:50]} … {text[-25:]}"'


def _speakers(timed: Transcript) -> list[tuple[int, str]]:
    """Return (start, speaker) of the record's segments that name one, in order."""
    named = [(s.words[0].start or 0, s.speaker) for s in timed.segments if s.speaker and s.words]
    return sorted(named)


def _rebuilt(
    segments: Sequence[Segment], times: Sequence[_Time | None], speakers: list[tuple[int, str]], *, moved: bool
) -> list[Segment]:
    """Return the segments with their words' times, moved pieces put where they are heard."""
    pieces: list[tuple[int, Segment]] = []
    at, now = 0, 0
    for segment in segments:
        if segment.kind is not Kind.SPEECH or not segment.words:
            pieces.append((now, segment))
            continue
        count = len(segment.words)
        mine = times[at : at + count]
        at += count
        for begin, end in _in_order(mine):
            words = _timed(segment.words[begin:end], mine[begin:end])
            now = next((w.start for w in words if w.start is not None), now)
            pieces.append((now, _piece(segment, words, whole=end - begin == count, first=begin == 0)))
    if moved:
        pieces.sort(key=lambda piece: piece[0])
    return [_named(piece, speakers) for _, piece in pieces]


def _in_order(times: Sequence[_Time | None]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words whose times rise; one, unless a moved passage begins or ends inside."""
    begin, last = 0, -1
    for index, time in enumerate(times):
        if time is None or time.start is None:
            continue
        if time.start < last or (last >= 0 and time.start - last > MOVED_GAP):
            yield begin, index
            begin = index
        last = time.start
    yield begin, len(times)


def _piece(segment: Segment, words: tuple[Word, ...], *, whole: bool, first: bool) -> Segment:
    if whole:
        return segment.replace(words=words, start=None, end=None, timing=Timing.NONE)
    text = text_of(words)
    return segment.replace(
        text=text, words=words, start=None, end=None, timing=Timing.NONE, turn=segment.turn and first
    )


def _timed(words: Sequence[Word], times: Sequence[_Time | None]) -> tuple[Word, ...]:
    made = [
        word
        if time is None
        else replace(word, start=time.start, end=time.end, confidence=time.confidence, timing=time.timing)
        for word, time in zip(words, times, strict=True)
    ]
    for begin, end in _runs([time is None for time in times]):
        if begin > 0 and end < len(made):
            _make_time(made, begin, end)
    return tuple(made)


def _make_time(words: list[Word], begin: int, end: int) -> None:
    """Let the word before an insertion end earlier where there is no pause to put the inserted words in."""
    before, after = words[begin - 1], words[end]
    if before.end is None or after.start is None or before.start is None:
        return
    wanted = LETTER * sum(len(word.text) for word in words[begin:end])
    if after.start - before.end < wanted:
        words[begin - 1] = replace(before, end=None, timing=before.timing)


def _named(segment: Segment, speakers: list[tuple[int, str]]) -> Segment:
    start = next((word.start for word in segment.words if word.start is not None), None)
    if not speakers or segment.speaker or start is None:
        return segment
    at = bisect_right(speakers, (start, "\U0010ffff")) - 1
    return segment.replace(speaker=speakers[max(0, at)][1])
