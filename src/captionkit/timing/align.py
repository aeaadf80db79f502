"""Aligning a script with its sound: which sentences were found, which nobody says, what nobody wrote.

The path (:mod:`captionkit.timing.viterbi`) gives every sentence a place and a score. Scores depend on voice, language
and noise, so a sentence is judged against the file's own median; a file whose median is hopeless is refused. What is
not found keeps no time, and :func:`captionkit.timing.estimate` computes one that is marked as such.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from statistics import median
from typing import TYPE_CHECKING

from captionkit.diagnostics import Collector, Result
from captionkit.errors import StageError
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word, text_of
from captionkit.timing.rates import SENTENCE_PAUSE, natural, pause_after
from captionkit.timing.second import look_again, overlap
from captionkit.timing.viterbi import Heard, Placed, Spoken, align_words
from captionkit.timing.words import split_words
from captionkit.values import replace, value

if TYPE_CHECKING:
    pass

__all__ = ["PHONEMES", "VOICE", "Aligned", "Gates", "Heard", "align", "align_by"]

#: A text that would fill less than this share of the speech can choose where it fits, and one of fewer sentences than
#: this may do so by chance; more is asked of both.
PARTIAL, FEW = 0.6, 4
#: Words of which a tenth says something; how like its sound a text in a near language is at most (0.46 at most was
#: seen): where half the sentences are more so, odd words are names and abbreviations.
MANY, NEAR = 20, 0.55
#: A sentence takes at most so many times its natural length.
STREWN = 3.0
#: A word is clear up to so much (a logarithm) below what is usual in the file.
CLEAR = 0.6
#: Stray beginnings: ms of a hole among a sentence's first words, ms of speech in it, words looked at, ms given a word.
HOLE, HOLE_SPEECH, BEGINNING, PACE = 1000, 800, 7, 240
#: ms between words that make a pause.
SILENCE = 150
#: Speech that nobody wrote: ms by which words are widened before and after, pauses joined, the least reported.
BEFORE, AFTER, JOIN, LEAST = 100, 300, 350, 800


@value
class Gates:
    """What an engine's scores mean.

    A sentence is not said where its score is below the file's median by ``below``, or ``below_short`` where it has up
    to ``short`` units (between the two up to twice as many); and where it is below ``least``, or the geometric mean of
    its score and likeness, as shares of the file's medians, is below ``share``. A median score under
    ``hopeless``, or ``hopeless_thin`` for a text that covers little of the speech or has few sentences, or less than
    the share ``fewest`` of the sentences found: text and sound have nothing to do with each other.

    Nor have they where the median of how like their sound sentences are (:attr:`Placed.like`) is under ``unlike``;
    under ``rough`` the text is doubted. A sentence that is less like it than ``odd``, or as uneven as ``jerky``, is
    doubted. So is a text hardly more like it of which a tenth of the longer words are less so than ``strange``.
    """

    below: float
    below_short: float
    short: int
    least: float
    hopeless: float
    hopeless_thin: float
    fewest: float
    unlike: float
    rough: float
    odd: float
    jerky: float
    share: float = 0.0
    strange: float = -math.inf

    def clear(self, found: Placed, typical: float) -> bool:
        """Whether a sentence is as clear as one that is said, in a file whose median score is ``typical``."""
        # few units make a noisy mean: the wider gate up to ``short`` of them, then less and less of it
        few = min(1.0, max(0.0, 2 - found.phonemes / self.short)) if self.short else 0.0
        below = self.below + few * (self.below_short - self.below)
        return found.score is not None and found.score >= max(self.least, typical - below)


#: Log-probabilities of phonemes, whose height says nothing of the text: wrong scripts came to -2.5 in a near language,
#: right ones to -2.5 in noise. What does is how like their sound sentences are: right scripts had medians of 0.26 (in
#: noise, of a language that the model hears badly) to 0.86, of one to three sentences 0.25 to 0.89; wrong ones -0.64 to
#: 0.12, of one to three sentences up to 0.17, in the nearest languages 0.18 to 0.35 (docs/timing.md).
#: Most words of a near language are nearly those that are said, but some are wholly other ones. Where the sentences
#: were like enough, all longer words but a tenth were over -0.39 (in noise) to 0.27 with right scripts, over -0.72 and
#: -0.48 with Norwegian for Swedish and the other way.
PHONEMES = Gates(1.35, 2.0, 12, -math.inf, -math.inf, -math.inf, 0.3, 0.15, 0.35, 0.05, math.inf, strange=-0.43)
#: By how much a sentence is nearer to its own voice than to others': right scripts had medians of 0.05 to 0.17,
#: wrong ones -0.01 to 0.04; of one to three sentences, 0.10 to 0.17 and 0.01 to 0.05. A warp finds the words of a
#: translation too, and of the same words in another order, but by fits and starts: score by unevenness was 0.21 to 1.6
#: for right scripts (free talk 0.27), to 0.15 for reversed words, 0.10 to 0.24 for translations into near languages.
#: In noise a sentence that nobody says is found on other words, with a share of 0.25 at most; those that are said had
#: 0.28 and more, but for names that are read otherwise than they are said (0.14).
VOICE = Gates(0.12, 0.12, 0, 0.025, 0.04, 0.07, 0.7, 0.10, 0.33, -math.inf, 0.5, 0.27)


@value
class Aligned:
    """The transcript with the times of its words, and what did not agree.

    ``unspoken`` are (first word's number, text) of sentences that were not found, ``unwritten`` the stretches (ms) of
    speech without text; ``score`` is the median of the sentences found (natural logarithm, nearer 0 is clearer).
    """

    transcript: Transcript
    score: float
    sentences: int
    unspoken: tuple[str, ...]
    unwritten: tuple[tuple[int, int], ...]


def align(
    transcript: Transcript,
    heard: Heard,
    pronunciations: Mapping[str, Spoken],
    stretches: Sequence[tuple[int, int]] = (),
    *,
    progress: Callable[[float], None] | None = None,
) -> Result[Aligned]:
    """Return the transcript with the times at which its words are heard, marked ALIGNED, with confidences 0..1.

    ``pronunciations`` has every distinct word; ``stretches`` (start, end in ms) are those in which somebody speaks.
    Times that the transcript had are dropped: the sound is believed.

    Raises StageError where text and sound have nothing to do with each other.
    """

    def search(sentences: Sequence[Sequence[str]]) -> list[Placed]:
        said = [[pronunciations[word] for word in words] for words in sentences]
        placed = align_words(said, heard, progress=progress)
        return _after_pauses(look_again(said, heard, placed, PHONEMES.clear, stretches), heard.sooner)

    return align_by(transcript, search, PHONEMES, stretches)


def _after_pauses(placed: Sequence[Placed], sooner: int) -> list[Placed]:
    """Take off the lag that a first sound after a pause does not have."""
    made: list[Placed] = []
    before = -SILENCE
    for sentence in placed:
        times = list(sentence.times)
        for n, time in enumerate(times):
            if time is not None:
                times[n] = (min(time[0] + sooner, time[1] - 1), time[1]) if time[0] - before >= SILENCE else time
                before = time[1]
        made.append(replace(sentence, times=tuple(times)))
    return made


def align_by(
    transcript: Transcript,
    search: Callable[[Sequence[Sequence[str]]], Sequence[Placed]],
    gates: Gates,
    stretches: Sequence[tuple[int, int]] = (),
) -> Result[Aligned]:
    """Return the transcript with the times that an engine finds: ``search`` places sentences, given as their words.

    Raises StageError where text and sound have nothing to do with each other.
    """
    notes = Collector()
    spoken = [n for n, s in enumerate(transcript.segments) if s.kind is Kind.SPEECH and s.text.strip()]
    segments = list(transcript.segments)
    for n in spoken:
        segments[n] = segments[n].replace(words=split_words(segments[n].text), start=None, end=None, timing=Timing.NONE)
    words = [word for n in spoken for word in segments[n].words]
    bounds = _sentences([segments[n] for n in spoken])
    placed = search([[word.text for word in words[a:b]] for a, b in bounds])
    scores = [p.score for p in placed if p.score is not None]
    typical = median(scores) if scores else -math.inf
    lengths = [_length(words[a:b], transcript.language) for a, b in bounds]
    usual = median([p.like for p in placed if p.like is not None] or [-math.inf])
    said = [
        _is_said(p, gates, typical, length, stretches) and not (gates.share and _share(p, typical, usual) < gates.share)
        for p, length in zip(placed, lengths, strict=True)
    ]
    spoken_ms = sum(end - start for start, end in stretches)
    thin = len(bounds) < FEW or sum(lengths) < PARTIAL * spoken_ms
    _believe(said, typical, usual, gates.hopeless_thin if thin else gates.hopeless, gates)
    timed: list[Word] = []
    unspoken: list[str] = []
    for (a, b), found, is_said in zip(bounds, placed, said, strict=True):
        if is_said:
            timed += _timed(words[a:b], found, gates, typical, stretches)
        else:
            timed += words[a:b]
            unspoken.append(text_of(words[a:b]))
    timed = _in_order(timed)
    each = iter(timed)
    for n in spoken:
        segments[n] = segments[n].replace(words=tuple(islice(each, len(segments[n].words))))
    unwritten = tuple(_unwritten(timed, stretches))
    _report_script(len(bounds), usual, [p for p, is_said in zip(placed, said, strict=True) if is_said], gates, notes)
    _report_doubtful(
        ((text_of(words[a:b]), found) for (a, b), found, is_said in zip(bounds, placed, said, strict=True) if is_said),
        gates, notes,
    )  # fmt: skip
    _report(len(bounds), unspoken, unwritten, notes)
    made = transcript.replace(segments=tuple(segments))
    return Result(Aligned(made, typical, len(bounds), tuple(unspoken), unwritten), notes.all)


def _report_script(sentences: int, usual: float, said: Sequence[Placed], gates: Gates, notes: Collector) -> None:
    """Report what speaks against the text being the sound's: few sentences, a likeness that is rough, odd words."""
    if sentences < FEW:
        notes.add("timing.few-sentences", f"{sentences} of them are little to tell by whether the text is what is said")
    if usual < gates.rough:
        notes.add(
            "timing.script-doubtful",
            f"the sound is only roughly that of the text ({usual:.2f}, where readings have {gates.rough:g} and more):"
            " free talk, a translation or another wording would be as near",
            data={"score": round(usual, 2)},
        )
    elif usual < NEAR and ((strange := _tenth([p.likes for p in said])) < gates.strange):
        notes.add(
            "timing.script-doubtful",
            f"a tenth of the longer words is not what is heard in their places ({strange:.2f}, where readings have"
            f" {gates.strange:g} and more): a text in a near language, or another wording, would be like that",
            data={"words": round(strange, 2)},
        )


def _tenth(likes: Iterable[Sequence[float]]) -> float:
    """Return how like their sound all words but a tenth are, at least; of less than MANY words that says nothing."""
    ranked = sorted(like for some in likes for like in some)
    return ranked[len(ranked) // 10] if len(ranked) >= MANY else math.inf


def _believe(said: Sequence[bool], typical: float, like: float, wanted: float, gates: Gates) -> None:
    """Raise StageError where a text is not what is said."""
    if typical < wanted or sum(said) < gates.fewest * len(said) or like < gates.unlike:
        score = f"have no more than the score {typical:.2f} (wanted: {wanted:g}) and " * math.isfinite(wanted)
        raise StageError(
            f"the text is not what is said: {sum(said)} of {len(said)} sentences were found"
            f" (wanted: {gates.fewest:.0%}), half of them {score}are no more than {like:.2f} like their sound"
            f" (wanted: {gates.unlike:g})",
            hint="check that text, language and film belong together",
        )


def _sentences(segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """Return (first, last word exclusive) of each sentence; a segment's end ends one too."""
    found: list[tuple[int, int]] = []
    begin = at = 0
    for segment in segments:
        for number, word in enumerate(segment.words, 1):
            at += 1
            if pause_after(word.text) >= SENTENCE_PAUSE or number == len(segment.words):
                found.append((begin, at))
                begin = at
    return found


def _length(words: Sequence[Word], language: str) -> float:
    """Return the ms that words naturally take."""
    return sum(natural(word.text, language).speech for word in words)


def _share(found: Placed, typical: float, usual: float) -> float:
    """Return the geometric mean of score and likeness, both differences, as shares of those that are usual."""
    if found.score is None or found.like is None or typical <= 0 or usual <= 0:
        return 1.0
    return math.sqrt(max(0.0, found.score) * max(0.0, found.like) / (typical * usual))


def _is_said(found: Placed, gates: Gates, typical: float, length: float, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence was found: clear enough for this file, and not strewn over other speech."""
    times = [time for time in found.times if time is not None]
    if not gates.clear(found, typical) or not times:
        return False
    return overlap(times[0][0], times[-1][1], stretches) <= STREWN * length + HOLE


def _timed(
    words: Sequence[Word], found: Placed, gates: Gates, typical: float, stretches: Sequence[tuple[int, int]]
) -> Iterator[Word]:
    clear = [score is not None and score >= typical - CLEAR for score in found.words]
    times = _without_strays(list(found.times), clear, stretches)
    for word, time, score in zip(words, times, found.words, strict=True):
        if time is None:
            yield word
        else:
            sure = round(math.exp(min(0.0, (score or typical) - typical) / gates.below), 3)
            yield replace(word, start=time[0], end=time[1], confidence=sure, timing=Timing.ALIGNED)


def _without_strays(
    times: list[tuple[int, int] | None], clear: Sequence[bool], stretches: Sequence[tuple[int, int]]
) -> list[tuple[int, int] | None]:
    """Put first words that were found in unwritten speech, well before the rest of their sentence, next to the rest.

    Where the word after the hole is not clear it may fill the hole itself: a name that is said otherwise than it reads.
    """
    known = [n for n, time in enumerate(times) if time is not None][:BEGINNING]
    for before, after in reversed(list(pairwise(known))):
        end, start = times[before][1], times[after][0]  # type: ignore[index]
        if start - end > HOLE and clear[after] and overlap(end, start, stretches) > HOLE_SPEECH:
            for back, n in enumerate(range(after - 1, -1, -1), 1):
                if times[n] is not None:
                    first = max(0, start - back * PACE)
                    times[n] = (first, max(first + 1, start - (back - 1) * PACE))
            break
    return times


def _in_order(words: list[Word]) -> list[Word]:
    """Take the time from words that begin before the one above them ends (by a neighbour's error)."""
    at = 0
    for n, word in enumerate(words):
        if word.start is None or word.end is None:
            continue
        if word.end <= at:
            words[n] = replace(word, start=None, end=None, confidence=None, timing=Timing.NONE)
        else:
            words[n] = word if word.start >= at else replace(word, start=at)
            at = word.end
    return words


def _unwritten(words: Sequence[Word], stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of speech that no word covers."""
    covered = [(w.start - BEFORE, w.end + AFTER) for w in words if w.start is not None and w.end is not None]
    free: list[tuple[int, int]] = []
    at = 0
    for begin, end in stretches:
        while at < len(covered) and covered[at][1] <= begin:
            at += 1
        start, n = begin, at
        while n < len(covered) and covered[n][0] < end:
            if covered[n][0] > start:
                free.append((start, covered[n][0]))
            start = max(start, covered[n][1])
            n += 1
        if start < end:
            free.append((start, end))
    joined_up: list[tuple[int, int]] = []
    for begin, end in free:
        if joined_up and begin - joined_up[-1][1] < JOIN:
            joined_up[-1] = (joined_up[-1][0], end)
        else:
            joined_up.append((begin, end))
    yield from ((begin, end) for begin, end in joined_up if end - begin >= LEAST)


def _report_doubtful(sentences: Iterable[tuple[str, Placed]], gates: Gates, notes: Collector) -> None:
    """Report the sentences in which other words may be said."""
    for text, found in sentences:
        uneven, like = found.uneven or 0.0, gates.odd if found.like is None else found.like
        if uneven <= gates.jerky and like >= gates.odd:
            continue
        start = next(time[0] for time in found.times if time is not None)
        why = "goes by fits and starts" if uneven > gates.jerky else "is hardly more like the sound than others"
        notes.add(
            "timing.sentence-doubtful",
            f'at {format_clock(start)} a sentence {why}, other words may be said in it: "{text:.60}"',
            data={"start": start, "uneven": round(uneven, 2), "like": round(like, 2)},
        )


def _report(sentences: int, unspoken: Sequence[str], unwritten: Sequence[tuple[int, int]], notes: Collector) -> None:
    found = sentences - len(unspoken)
    notes.add("timing.aligned", f"{found} of {sentences} sentences were found in the sound")
    for text in unspoken:
        notes.add("timing.sentence-unspoken", f'not found in the sound, its time was computed: "{text:.80}"')
    for begin, end in unwritten:
        message = f"speech from {format_clock(begin)} to {format_clock(end)} has no text"
        notes.add("timing.speech-unwritten", message, data={"start": begin, "end": end})
