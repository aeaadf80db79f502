"""Fitting untimed text to the stretches of a film in which somebody speaks.

Speech is parted by pauses, and long pauses part sentences. :mod:`captionkit.timing.stretches` weighs all ways in which
the sentences may be said in the stretches, text that nobody says and speech that nobody wrote among them. Inside a
sentence the words share the time that is spoken, so that a pause is never covered by a word.

Lengths and pauses are little to go by: each sentence carries its own doubt, and doubtful ones are reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from captionkit.diagnostics import Collector, Result
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word, text_of
from captionkit.timing.rates import SENTENCE_PAUSE, natural, pause_after
from captionkit.timing.stretches import Clock, Sentence, Start, clock_of, starts_of
from captionkit.timing.words import split_words
from captionkit.values import replace

__all__ = ["listen"]

#: A sentence is doubtful where its start is less sure than this, or its length off by so many times what is usual.
SURE, ODD = 0.95, 2.2
#: Letters a second outside of which text and sound do not cover the same.
SLOW, FAST = 9.0, 20.0
#: Beyond this many times faster or slower they have nothing to do with each other.
IMPOSSIBLE = 2.5


def listen(transcript: Transcript, stretches: Sequence[tuple[int, int]], *, language: str = "") -> Result[Transcript]:
    """Return an untimed transcript with its spoken words timed inside ``stretches`` (start, end in ms, rising).

    Nothing is put before the first stretch or after the last. The times are marked ESTIMATED. A sentence for which
    there seems to be no sound, unless it is the first or the last, has no times: they are for
    :func:`captionkit.timing.estimate`. A transcript that has times already, a film without a stretch, and a text that
    cannot have been said in that time come back as they were.

    >>> said = Transcript((Segment("Good evening. The harbour is closed."),), language="en")
    >>> made = listen(said, ((2000, 2900), (4000, 5700))).value
    >>> [(w.text, w.start) for w in made.segments[0].words if w.text in ("Good", "The")]
    [('Good', 2000), ('The', 4000)]
    """
    notes = Collector()
    spoken = [i for i, s in enumerate(transcript.segments) if s.kind is Kind.SPEECH and s.text.strip()]
    if not stretches or not spoken or _timed(transcript):
        return Result(transcript)
    segments = list(transcript.segments)
    for i in spoken:
        segments[i] = segments[i].replace(words=split_words(segments[i].text))
    words = [word for i in spoken for word in segments[i].words]
    clock = clock_of(stretches)
    if not _alike(words, clock, notes):
        return Result(transcript, notes.all)
    tongue = language or transcript.language
    sentences = _sentences([segments[i] for i in spoken], tongue)
    starts = starts_of(sentences, clock)
    timed: list[Word] = []
    for its, start in _shared(sentences, starts):
        part = words[its.first : its.last]
        timed += part if start.end is None else _placed(part, start, clock, tongue)
    _report(sentences, starts, words, clock, notes)
    timed = _rising(timed)
    at = 0
    for i in spoken:
        count = len(segments[i].words)
        segments[i] = segments[i].replace(words=tuple(timed[at : at + count]))
        at += count
    return Result(transcript.replace(segments=tuple(segments)), notes.all)


def _alike(words: Sequence[Word], clock: Clock, notes: Collector) -> bool:
    """Whether the text can have been said in the time spoken; a likely difference is reported all the same."""
    letters = sum(c.isalnum() for word in words for c in word.text)
    rate = letters * 1000 / clock.total
    message = f"the text has {letters} letters, the sound {clock.total / 1000:.1f} s: {rate:.1f} a second, where people"
    message += f" speak at {SLOW:g} to {FAST:g}"
    possible = SLOW / IMPOSSIBLE <= rate <= FAST * IMPOSSIBLE
    if not possible:
        notes.add("timing.sound-differs", f"{message}; the sound was not used")
    elif SLOW <= rate <= FAST:
        notes.add("timing.fitted-to-sound", f"the text was fitted to {len(clock.starts)} stretches of sound")
    else:
        notes.add("timing.sound-differs", f"{message}; fitted to it all the same")
    return possible


def _rising(words: list[Word]) -> list[Word]:
    """Return the words with none beginning before the one above it ends."""
    at = 0
    for index, word in enumerate(words):
        if word.start is None or word.end is None:
            continue
        start, end = word.start, word.end
        if start < at or end <= start:
            start = max(start, at)
            words[index] = replace(word, start=start, end=max(end, start + 1))
        at = words[index].end or 0
    return words


def _timed(transcript: Transcript) -> bool:
    return any(s.start is not None or any(w.start is not None for w in s.words) for s in transcript.segments)


def _sentences(segments: Sequence[Segment], language: str) -> list[Sentence]:
    """Return the sentences with the ms that they naturally take."""
    found: list[Sentence] = []
    at = begin = 0
    length, turn = 0.0, True
    for segment in segments:
        for word in segment.words:
            length += natural(word.text, language).speech
            at += 1
            if pause_after(word.text) >= SENTENCE_PAUSE:
                found.append(Sentence(begin, at, max(1.0, length), turn))
                begin, length, turn = at, 0.0, False
        if begin < at:
            found.append(Sentence(begin, at, max(1.0, length), turn))
            begin, length = at, 0.0
        turn = True
    return found


def _shared(sentences: Sequence[Sentence], starts: Sequence[Start]) -> Iterator[tuple[Sentence, Start]]:
    """Yield what takes which time: sentences, and with the first and the last the unsaid ones beyond them.

    These would come to stand before anybody speaks, or after.
    """
    said = [n for n, start in enumerate(starts) if start.end is not None]
    first, last = said[0], said[-1]
    for n in range(first, last + 1):
        begin = sentences[0 if n == first else n].first
        end = sentences[-1 if n == last else n].last
        yield replace(sentences[n], first=begin, last=end), starts[n]


def _placed(words: Sequence[Word], start: Start, clock: Clock, language: str) -> list[Word]:
    """Share the time spoken that a sentence takes among its words by their natural lengths."""
    assert start.begin is not None and start.end is not None  # noqa: S101, PT018
    lengths = [natural(word.text, language).speech for word in words]
    total = sum(lengths) or 1.0
    took = start.end - start.begin
    marks = [start.begin + round(took * done / total) for done in (0.0, *accumulate(lengths))]
    return [
        replace(word, start=clock.start_at(first), end=clock.end_at(last), timing=Timing.ESTIMATED)
        for word, (first, last) in zip(words, pairwise(marks), strict=True)
    ]


def _report(
    sentences: Sequence[Sentence], starts: Sequence[Start], words: Sequence[Word], clock: Clock, notes: Collector
) -> None:
    """Report the sentences whose place is in doubt."""
    for sentence, start in zip(sentences, starts, strict=True):
        text = f'"{text_of(words[sentence.first : sentence.last]):.60}"'
        if start.begin is None or start.end is None:
            notes.add(
                "timing.sentence-doubtful",
                f"no sound was left for a sentence, its time was computed: {text}",
                data={"sure": 0.0},
            )
            continue
        at = clock.start_at(start.begin)
        if start.sure < SURE or start.odd > ODD:
            notes.add(
                "timing.sentence-doubtful",
                f"at {format_clock(at)} a sentence may begin elsewhere (sure by {start.sure:.0%}, its length off by"
                f" {start.odd:.1f} times what is usual here): {text}",
                data={"start": at, "sure": round(start.sure, 2), "odd": round(start.odd, 1)},
            )
