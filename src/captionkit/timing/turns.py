"""Who speaks when, from a diarisation: names are given to what is said at that time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from captionkit.diagnostics import Collector, Result
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Transcript, Word, text_of
from captionkit.timing.rates import SENTENCE_PAUSE, pause_after
from captionkit.values import value

__all__ = ["Turn", "name_speakers"]

#: Two speakers tie where the second has at least this share of the first one's time in a sentence.
TIE = 0.9


@value
class Turn:
    """A stretch (ms) in which one speaker is heard."""

    start: int
    end: int
    speaker: str


def name_speakers(transcript: Transcript, turns: Sequence[Turn]) -> Result[Transcript]:
    """Return the transcript with the speakers of ``turns``, sentence by sentence, by the time they share.

    A segment is divided where its sentences belong to different speakers. Segments that name a speaker keep it, and a
    sentence in no turn gets none. A sentence that two speakers share evenly goes to the one heard first, and is
    reported.

    >>> said = Segment("Yes. No.", words=(Word("Yes.", 0, 500), Word("No.", 600, 900)))
    >>> made = name_speakers(Transcript((said,)), [Turn(0, 550, "Ann"), Turn(550, 950, "Ben")]).value
    >>> [(segment.speaker, segment.text) for segment in made.segments]
    [('Ann', 'Yes.'), ('Ben', 'No.')]
    """
    notes = Collector()
    ordered = sorted(turns, key=lambda turn: turn.start)
    latest = list(accumulate((turn.end for turn in ordered), max))
    named = [
        part
        for segment in transcript.segments
        for part in (
            _divided(segment, ordered, latest, notes)
            if segment.kind is Kind.SPEECH and segment.words and not segment.speaker
            else (segment,)
        )
    ]
    speakers = {segment.speaker for segment in named} - {segment.speaker for segment in transcript.segments}
    bare = sum(not segment.speaker for segment in named if segment.kind is Kind.SPEECH)
    notes.add("timing.speakers-named", f"{len(speakers)} speakers by when they are heard; {bare} segments have none")
    return Result(transcript.replace(segments=tuple(named)), notes.all)


def _divided(segment: Segment, turns: Sequence[Turn], latest: Sequence[int], notes: Collector) -> Iterator[Segment]:
    """Yield the segment's parts by speaker."""
    owners = [(_owner(words, turns, latest, notes), words) for words in _sentences(segment.words)]
    parts = [(speaker, [w for _, words in run for w in words]) for speaker, run in groupby(owners, key=lambda o: o[0])]
    if len(parts) == 1:
        yield segment.replace(speaker=parts[0][0])
        return
    for number, (speaker, words) in enumerate(parts):
        yield segment.replace(
            text=text_of(words), words=tuple(words), speaker=speaker, start=words[0].start, end=words[-1].end,
            turn=segment.turn or number > 0,
        )  # fmt: skip


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    held: list[Word] = []
    for word in words:
        held.append(word)
        if pause_after(word.text) >= SENTENCE_PAUSE:
            yield held
            held = []
    if held:
        yield held


def _owner(words: Sequence[Word], turns: Sequence[Turn], latest: Sequence[int], notes: Collector) -> str:
    """Return who is heard for most of the words' time."""
    shares: dict[str, int] = {}
    for word in words:
        if word.start is None or word.end is None:
            continue
        # no turn before this one reaches into the word
        first = bisect_right(latest, word.start)
        for turn in turns[first:]:
            if turn.start >= word.end:
                break
            shared = min(turn.end, word.end) - max(turn.start, word.start)
            if shared > 0:
                shares[turn.speaker] = shares.get(turn.speaker, 0) + shared
    if not shares:
        return ""
    best, *others = sorted(shares, key=lambda name: -shares[name])
    if others and shares[others[0]] >= TIE * shares[best]:
        at = next(word.start for word in words if word.start is not None)
        best = next(name for name in shares if name in (best, others[0]))
        both = f"{shares[best] / 1000:.1f} s of {best}"
        message = (
            f'at {format_clock(at)} two speakers are heard as long ({both}); {best} was taken: "{text_of(words):.60}"'
        )
        notes.add("timing.speaker-tie", message, data={"start": at, "speakers": sorted((best, others[0]))})
    return best
