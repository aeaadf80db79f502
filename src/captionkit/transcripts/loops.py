"""Loops of recognisers, the same words again and again: found, told, and cut to their first round on request."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from captionkit.diagnostics import Collector
from captionkit.model.transcript import Kind, Segment, Transcript, Word, text_of
from captionkit.text.words import split_blanks
from captionkit.transcripts.slicing import squash

__all__ = ["Loop", "clock_of", "find_loops", "kept_of", "texts_of", "without_loops"]

#: A loop has at least so many rounds and so many words in all.
_ROUNDS, _WORDS = 4, 12


class Loop(NamedTuple):
    """The same words again and again: the place of the first word in the list of all, words a round, words in all."""

    first: int
    size: int
    length: int


def clock_of(ms: int) -> str:
    """Return a time as people write it.

    >>> clock_of(62_500)
    '0:01:02'
    """
    return f"{ms // 3600000}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}"


def find_loops(words: Sequence[str]) -> list[Loop]:
    """Return where the same one or more words stand again and again, in linear time.

    >>> find_loops("so it was a bit of a bit of a bit of a bit of a bit of sun".split())
    [Loop(first=3, size=3, length=15)]
    """
    last: dict[tuple[str, str], int] = {}
    steps = [0] * len(words)
    for place, pair in enumerate(pairwise(words)):
        before = last.get(pair)
        last[pair] = place
        if before is not None:
            steps[place] = place - before
    found: list[Loop] = []
    stop = 0
    for place in range(len(words)):
        size = steps[place]
        if not size or place < stop:
            continue
        stop = place + 1
        while stop < len(words) and steps[stop] == size:
            stop += 1
        first, length = place - size, stop - place + size + 1
        if length >= max(_WORDS, _ROUNDS * size):
            found.append(Loop(first, size, min(length, len(words) - first)))
    return found


def without_loops(transcript: Transcript, notes: Collector, *, remove: bool) -> Transcript:
    """Return the transcript with each loop told, and cut to its first round where that is asked for."""
    bare = _Squashed()
    words: list[str] = []
    firsts: list[int] = []
    spoken = [number for number, segment in enumerate(transcript.segments) if segment.kind is Kind.SPEECH]
    for number in spoken:
        firsts.append(len(words))
        words += filter(None, map(bare.__getitem__, texts_of(transcript.segments[number])))
    loops = find_loops(words)
    places = _places(transcript, spoken, bare) if loops and remove else []
    gone: dict[int, set[int]] = {}
    for loop in loops:
        segment = transcript.segments[spoken[bisect_right(firsts, loop.first) - 1]]
        at = "" if segment.start is None else f" from {clock_of(segment.start)}"
        said = " ".join(words[loop.first : loop.first + loop.size])
        shown = said if len(said) <= 60 else said[:59] + "…"
        done = "the first round was kept" if remove else "recognisers loop so; nothing was removed"
        notes.add(
            "stt.loop",
            f"{shown!r} is repeated {loop.length // loop.size} times in a row{at}; {done}",
            hint="" if remove else "--clean loops keeps the first round",
            data={"rounds": loop.length // loop.size, "words": loop.length},
        )
        for at_word in range(loop.first + loop.size, loop.first + loop.length) if remove else ():
            gone.setdefault(spoken[bisect_right(firsts, at_word) - 1], set()).add(places[at_word])
    return _without_words(transcript, gone)


class _Squashed(dict[str, str]):
    """Words as written -> their letters and digits, each worked out once."""

    def __missing__(self, text: str) -> str:
        self[text] = found = squash(text)
        return found


def _places(transcript: Transcript, spoken: Sequence[int], bare: _Squashed) -> list[int]:
    """Return the place of each word that has letters or digits among those of its segment."""
    texts = (texts_of(transcript.segments[number]) for number in spoken)
    return [place for mine in texts for place, text in enumerate(mine) if bare[text]]


def texts_of(segment: Segment) -> list[str]:
    """Return the words of a segment as written."""
    return [word.text for word in segment.words] if segment.words else split_blanks(segment.text)


def _without_words(transcript: Transcript, gone: dict[int, set[int]]) -> Transcript:
    """Return the transcript less these words; a segment without words left is gone."""
    if not gone:
        return transcript
    made = []
    for number, segment in enumerate(transcript.segments):
        lost = gone.get(number)
        if lost is None:
            made.append(segment)
            continue
        kept = kept_of(segment, lambda place, word: None if place in lost else word)  # noqa: B023 - used at once
        if kept is not None:
            made.append(kept)
    return transcript.replace(segments=tuple(made))


def kept_of(segment: Segment, change: Callable[[int, str], str | None]) -> Segment | None:
    """Return the segment with each word's text changed, words changed to None left out; None where nothing is left."""
    texts = [change(place, text) for place, text in enumerate(texts_of(segment))]
    if not any(texts):
        return None
    if not segment.words:
        return segment.replace(text=" ".join(text for text in texts if text))
    words: list[Word] = []
    for word, text in zip(segment.words, texts, strict=True):
        if text:
            glue = word.glue and bool(words)
            same = text == word.text and glue == word.glue
            words.append(word if same else Word(text, word.start, word.end, word.confidence, word.timing, glue))
    start = segment.start if texts[0] else words[0].start
    end = segment.end if texts[-1] else words[-1].end
    return segment.replace(
        text=text_of(words), words=tuple(words), start=segment.start if start is None else start,
        end=segment.end if end is None else end,
    )  # fmt: skip
