"""The tests that every transcript reader passes."""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterator, Sequence
from typing import ClassVar

from captionkit.errors import CaptionkitError
from captionkit.model.transcript import Kind, Segment, Timing, Transcript
from captionkit.sources import Source
from captionkit.testing.common import STRANGERS, Sample, check_codes, damaged, demand, letters, quietly
from captionkit.transcripts import Reader

__all__ = ["ReaderSuite", "carried", "check_transcript"]

#: What a reader may say that it carries.
CARRIES = frozenset(("words", "segments", "speakers", "confidence", "language", "kinds"))


class ReaderSuite:
    """Tests for one transcript reader. Set ``reader`` and ``samples``; ``claims`` where content alone can tell it."""

    reader: ClassVar[Reader]
    samples: ClassVar[Sequence[Sample]]
    #: False for a reader that only a name or a suffix can choose.
    claims: ClassVar[bool] = True

    def test_describes_itself(self) -> None:
        """Name, title and what it carries are filled in."""
        reader = self.reader
        demand(bool(reader.name) and reader.name == reader.name.lower().strip(), f"bad name {reader.name!r}")
        demand(bool(reader.title), "no title")
        demand(reader.carries <= CARRIES, f"carries {sorted(reader.carries - CARRIES)}: not known")
        demand(all(suffix.startswith(".") for suffix in reader.suffixes), f"suffixes {reader.suffixes}")

    def test_recognises_its_samples(self) -> None:
        """Scores are 0..1; its own samples are claimed whatever their name, strangers' files are not."""
        for sample in self.samples:
            for name in (sample.name, "", "wrong.bin"):
                score = self.reader.sniff(Source(sample.data, name))
                demand(0.0 <= score <= 1.0, f"{sample.name}: score {score}")
                demand(score >= 0.5 or not self.claims, f"{sample.name} as {name!r}: only {score}")
        for stranger in STRANGERS:
            score = self.reader.sniff(Source(stranger, "stranger"))
            demand(0.0 <= score < 0.5, f"claims {stranger[:40]!r} with {score}")

    def test_reads_its_samples(self) -> None:
        """Words, speakers and times are those the sample states, and every promise of the model holds."""
        for sample in self.samples:
            result = self.reader.read(Source(sample.data, sample.name), sample.options)
            check_codes(result)
            check_transcript(result.value)
            _check_sample(sample, result.value)
            more = carried(result.value) - self.reader.carries
            demand(not more, f"{sample.name}: carries {sorted(more)}, which the reader does not say it can")

    def test_same_input_same_result(self) -> None:
        """Reading twice gives the same, and the result can be sent to another process."""
        for sample in self.samples:
            first = self.reader.read(Source(sample.data, sample.name), sample.options)
            again = self.reader.read(Source(sample.data, sample.name), sample.options)
            demand(first == again, f"{sample.name}: read differently the second time")
            demand(pickle.loads(pickle.dumps(first.value)) == first.value, f"{sample.name}: cannot be pickled")  # noqa: S301

    def test_damage_is_survived(self) -> None:
        """A damaged file gives a result or a CaptionkitError, prints nothing, and takes no longer than it should."""
        quietly(step for sample in self.samples for step in self._survive(sample))

    def _survive(self, sample: Sample) -> Iterator[None]:
        for number, data in enumerate(damaged(sample.data)):
            source = Source(data, sample.name)
            try:
                score = self.reader.sniff(source)
                demand(0.0 <= score <= 1.0, f"damage {number}: score {score}")
                check_transcript(self.reader.read(source, sample.options).value)
            except CaptionkitError:
                pass
            except AssertionError:
                raise
            except Exception as error:
                raise AssertionError(f"{sample.name}, damage {number}: {error!r} for {data[:400]!r}") from error
            yield


def check_transcript(transcript: Transcript) -> None:
    """Raise AssertionError where a transcript breaks a promise of the model."""
    demand(bool(transcript.source), "the transcript does not say what it was read from")
    for segment in transcript.segments:
        _check_segment(segment)


def carried(transcript: Transcript) -> set[str]:
    """Return what a transcript carries, in the words of :attr:`Reader.carries`; word times imply those of segments."""
    words = [word for segment in transcript.segments for word in segment.words]
    timed = any(word.start is not None for word in words)
    scores = [word.confidence for word in words] + [segment.confidence for segment in transcript.segments]
    found = {
        "words": timed,
        "segments": not timed and any(segment.start is not None for segment in transcript.segments),
        "speakers": bool(transcript.speakers),
        "confidence": any(score is not None for score in scores),
        "language": bool(transcript.language),
        "kinds": any(segment.kind is not Kind.SPEECH for segment in transcript.segments),
    }
    return {name for name, there in found.items() if there}


def _check_segment(segment: Segment) -> None:
    where = f"segment {segment.text[:40]!r}"
    demand(bool(segment.text.strip()), "a segment without text")
    demand(segment.text == segment.text.strip(), f"{where}: blanks around the text")
    demand(isinstance(segment.kind, Kind), f"{where}: kind {segment.kind!r}")
    _check_times(where, segment.start, segment.end, segment.timing)
    for word in segment.words:
        inside = f"{where}, word {word.text!r}"
        demand(bool(word.text) and word.text == word.text.strip(), f"{inside}: empty or blanks around it")
        _check_times(inside, word.start, word.end, word.timing)
        score = word.confidence
        demand(score is None or (0.0 <= score <= 1.0 and math.isfinite(score)), f"{inside}: confidence {score}")
    if segment.words:
        said = letters("".join(word.text for word in segment.words))
        demand(said == letters(segment.text), f"{where}: its words say {said!r}")


def _check_times(where: str, start: object, end: object, timing: Timing) -> None:
    for time in (start, end):
        demand(time is None or type(time) is int, f"{where}: time {time!r} is not a whole number of ms")
    known = start is not None or end is not None
    demand(known == (timing is not Timing.NONE), f"{where}: times {start}, {end} are called {timing.value}")


def _check_sample(sample: Sample, transcript: Transcript) -> None:
    if sample.words is not None:
        read = letters("".join(segment.text for segment in transcript.segments))
        demand(read == letters(sample.words), f"{sample.name}: read {read!r}, not {letters(sample.words)!r}")
    if sample.speakers is not None:
        demand(transcript.speakers == sample.speakers, f"{sample.name}: speakers {transcript.speakers}")
    if sample.start is not None:
        starts = [segment.start for segment in transcript.segments if segment.start is not None]
        demand(bool(starts) and min(starts) == sample.start, f"{sample.name}: starts at {starts[:1]}")
    if sample.end is not None:
        ends = [segment.end for segment in transcript.segments if segment.end is not None]
        demand(bool(ends) and max(ends) == sample.end, f"{sample.name}: ends at {ends[-1:]}")
