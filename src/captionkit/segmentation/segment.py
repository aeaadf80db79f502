"""The stage itself: a transcript with word times in, a caption track of a style guide out.

The row of words is divided where that is certain, so that each block is optimised on its own. A block ends where a cue
must: at a new turn, a long pause, the end of a sentence whose neighbours are long enough to stand alone, or an audible
reaction ("(Applause)") between two sentences. What is beyond a block never matters to it, save for when the next word
is said; so a stream gives the same cues as the whole.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

from captionkit.diagnostics import Collector, Result
from captionkit.languages import likely_language
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.profiles.model import Profile
from captionkit.segmentation.cues import draft_cues, finish
from captionkit.segmentation.engine import Engine, engine_for
from captionkit.segmentation.faults import report_faults
from captionkit.segmentation.gather import gather
from captionkit.segmentation.model import break_model
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.row import Draft, Origin, WordRow
from captionkit.text.sentences import sentence_ends

__all__ = ["cut", "segment", "stops", "stream", "timing_of"]

#: Words that the language is judged by.
FIRST = 400
#: A silence that no cue spans, ms.
LONG_PAUSE = 1500
#: A sentence of fewer characters may share a cue with its neighbour.
SHORT_SENTENCE = 17
#: Where other lengths are usual: Korean cues of lectures often hold two sentences.
_SHORT_IN = {"ko": 22}
#: What is heard, not said: such a description between two sentences is a cue of its own (TED's own guide).
#: Others, as "(Whispering)" or "(Video)", say how the next words are spoken and stay with them.
_HEARD = frozenset(
    """
    applause laughter cheering cheers music applaudissements rires musique aplausos risas música applaus beifall
    gelächter musik applausi risate musica aplauso palmas risos gelach muziek аплодисменты смех музыка
    웃음 박수 환호 음악 노래 소리 잡음 침묵 질문 답변 대답
    """.split()  # noqa: SIM905
)
#: Words that such a description may have.
_HEARD_WORDS = 4
#: So many words are held at most before the sentences that are certain are handed on.
HELD = 3000

#: Words (with the one that follows, if any), how many of them are the block's, and which of those end a sentence.
_Block = tuple[WordRow, int, list[bool]]


def segment(transcript: Transcript, profile: Profile, options: SegmentOptions | None = None) -> Result[Track]:
    """Return a caption track of a transcript: cues and lines chosen together, within the profile's limits.

    Words keep their order and their letters. Only speech is captioned, unless ``options.include`` names other kinds;
    whatever is left out is reported (``segment.left-out``). Where limits cannot all be met the least bad is chosen and
    reported per cue. Each cue's ``extras["breaks"]`` holds the probability of its line ends and of its end.

    Raises UnknownNameError for an unknown break style.

    >>> from captionkit.model.transcript import Segment, Word
    >>> words = [Word(w, 300 * i, 300 * i + 280, timing=Timing.GIVEN) for i, w in enumerate(
    ...     "The harbour master closed the port because the wind had risen all night.".split())]
    >>> said = Transcript((Segment("", words=tuple(words)),), language="en")
    >>> from captionkit.profiles import load
    >>> print(segment(said, load("default")).value.text)
    The harbour master closed the port
    because the wind had risen all night.
    """
    options = options or SegmentOptions()
    notes = Collector()
    language = options.language or transcript.language
    cues = tuple(stream(transcript.segments, profile, options.replace(language=language), notes))
    spoken = language or likely_language(cue.text for cue in cues[:FIRST])
    report_faults(cues, profile.in_language(language).limits(options.rate), notes, break_model(spoken).reader)
    return Result(Track(cues, language=language, timing=timing_of(cues)), notes.all)


def stream(
    segments: Iterable[Segment], profile: Profile, options: SegmentOptions, notes: Collector | None = None
) -> Iterator[Cue]:
    """Yield the cues of segments as they come: the same cues as :func:`segment` makes of the whole.

    A cue is handed on when the sentence after it is known. What is left out is noted in ``notes``; limits that could
    not be met are for the caller to report. Without a language the first words decide which one they are.

    Raises UnknownNameError for an unknown break style.
    """
    rows = gather(segments, profile, options, options.language, notes or Collector())
    language = options.language
    if not language:
        first = _first(rows)
        language = likely_language(islice((text for row in first for text in row.texts), FIRST))
        rows = chain(first, rows)
    engine = engine_for(profile, options, language)
    for _, cue in finish(cut(rows, engine, options), engine, options):
        yield cue


def _first(rows: Iterator[WordRow]) -> list[WordRow]:
    """Take rows until they hold the words that the language is judged by."""
    taken: list[WordRow] = []
    count = 0
    for row in rows:
        taken.append(row)
        count += len(row)
        if count >= FIRST:
            break
    return taken


def cut(rows: Iterable[WordRow], engine: Engine, options: SegmentOptions) -> Iterator[Draft]:
    """Yield the cues that words are divided into, block by block, not yet timed."""
    for row, count, ends in blocks(rows, engine.model.language):
        chosen = engine.cut(row, count, ends)
        yield from draft_cues(row, chosen, ends, engine, explain=options.explain)


def timing_of(cues: Iterable[Cue]) -> Timing:
    """Return the weakest way in which the cues' times came about."""
    return Timing.weakest(cue.timing for cue in cues)


def blocks(rows: Iterable[WordRow], language: str) -> Iterator[_Block]:
    """Yield the blocks of a stream of rows.

    Where words without a sentence's end gather, the next look at them waits until there are twice as many: each word
    is looked at some three times, however long nobody ends a sentence.
    """
    held, full = WordRow(), HELD
    for row in rows:
        for word, origin in zip(row.words, row.origins, strict=True):
            hard = bool(held.words) and _hard(held.words[-1], held.origins[-1], word, origin)
            held.add(word, origin)
            if hard:
                yield from _section(held, len(held) - 1, language)
                held, full = WordRow([word], [origin]), HELD
            if len(held) >= full:
                held = yield from _flush(held, language)
                full = max(HELD, 2 * len(held))
    if held:
        yield from _section(held, len(held), language)


def _hard(before: Word, origin_before: Origin, word: Word, origin: Origin) -> bool:
    if origin.forced:
        return True
    pause = (word.start or 0) - (before.end or 0)
    return pause >= LONG_PAUSE and word.timing.bounded and before.timing.bounded and not origin_before.label


def _section(row: WordRow, count: int, language: str) -> Iterator[_Block]:
    ends, firm = stops(row.texts[:count], language)
    for begin, end in pairwise([0, *firm, count]):
        yield row[begin : end + 1], end - begin, ends[begin:end]


def _flush(held: WordRow, language: str) -> Generator[_Block, None, WordRow]:
    """Hand on the sentences that nothing to come can change; return the rest."""
    ends, firm = stops(held.texts, language)
    certain = firm[:-2]
    for begin, end in pairwise([0, *certain]):
        yield held[begin : end + 1], end - begin, ends[begin:end]
    return held[certain[-1] :] if certain else held


def stops(texts: Sequence[str], language: str) -> tuple[list[bool], list[int]]:
    """Return whether a sentence ends after each word, and where it is certain that a cue begins."""
    ends = sentence_ends(texts, language)
    sounds: set[int] = set()
    for at, text in enumerate(texts):
        if text[:1] in ("(", "["):
            for stop in _sound(texts, ends, at):
                ends[stop - 1] = True
                sounds.add(stop)
    return ends, _firm(texts, ends, sounds, _SHORT_IN.get(language, SHORT_SENTENCE))


def _sound(texts: Sequence[str], ends: Sequence[bool], at: int) -> tuple[int, ...]:
    """Return where a reaction that begins here begins and ends; nothing where it interrupts a sentence."""
    for last in range(at, min(at + _HEARD_WORDS, len(texts))):
        if texts[last][-1:] in ")]":
            if at and not ends[at - 1] and not ends[last]:  # it ends a sentence that it would interrupt otherwise
                return ()
            words = {text.strip("()[]").lower() for text in texts[at : last + 1]}
            return tuple(stop for stop in (at, last + 1) if stop) if words & _HEARD else ()
    return ()


def _firm(texts: Sequence[str], ends: Sequence[bool], sounds: set[int], short: int) -> list[int]:
    """Return where the second of two neighbouring sentences, both of ``short`` characters or more, begins, and where a
    sound begins or ends.
    """
    begins = [at + 1 for at, end in enumerate(ends) if end and at + 1 < len(texts)]
    spans = list(pairwise([0, *begins, len(texts)]))
    sizes = [sum(len(text) + 1 for text in texts[a:b]) for a, b in spans]
    return [
        stop
        for stop, (size, after) in zip(begins, pairwise(sizes), strict=True)
        if stop in sounds or min(size, after) >= short
    ]
