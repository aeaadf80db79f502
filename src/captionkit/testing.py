"""The tests that every transcript reader and every caption format must pass, for plugins as for builtins.

Subclass a suite in a pytest module, name what is tested and give it samples; pytest collects the inherited tests::

    from captionkit.testing import ReaderSuite, Sample

    class TestOurReader(ReaderSuite):
        reader = READER
        samples = [Sample("talk.ours", OUR_BYTES, words="Good evening .")]

Nothing here imports pytest, and no file is opened: samples are bytes. Damaged input is made from the samples by a fixed
sequence of mutations, so a failure can be repeated.
"""

from __future__ import annotations

import contextlib
import io
import math
import pickle
import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

from captionkit.diagnostics import Result, code_info
from captionkit.errors import CaptionkitError
from captionkit.formats import Feature, Format, WriteOptions
from captionkit.model.track import Track
from captionkit.model.transcript import Kind, Segment, Timing, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts import Reader

__all__ = ["FormatSuite", "ReaderSuite", "Sample", "carried", "check_transcript", "damaged", "letters"]

#: How many damaged copies are made of a sample.
DAMAGES = 80

#: What a reader may say that it carries.
CARRIES = frozenset(("words", "segments", "speakers", "confidence", "language", "kinds"))

#: Files of other kinds, which no reader of a particular format may claim.
STRANGERS = (
    b"",
    b"\xef\xbb\xbf",
    b"\x00" * 64,
    b"Just a line of prose, with a full stop.\n",
    b"{}",
    b"[]",
    b"null",
    b'{"unrelated": {"keys": [1, 2, 3]}, "list": ["a", null]}',
    b"<html><body><p>Hello</p></body></html>",
    b"<?xml version='1.0'?><unrelated><row a='1'/></unrelated>",
    b"name,colour,size\nrope,red,12\n",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to read.

    ``words`` is what must be read of it, blanks and punctuation aside; ``speakers`` the speakers in order; ``start``
    and ``end`` the times of the whole in ms. What is left None is not checked.
    """

    name: str
    data: bytes
    words: str | None = None
    speakers: tuple[str, ...] | None = None
    start: int | None = None
    end: int | None = None
    options: ReadOptions = field(default_factory=ReadOptions)


def letters(text: str) -> str:
    """Return the letters and digits of a text, caseless and without accents' spelling: what no stage may lose.

    >>> letters("It's 5 o'clock!")
    'its5oclock'
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def damaged(data: bytes, count: int = DAMAGES, seed: int = 1) -> Iterator[bytes]:
    """Yield damaged copies of ``data``: cut, flipped, doubled, emptied, with hostile values in place of good ones."""
    rng = random.Random(seed)  # noqa: S311 - repeatable damage, no secrets
    for _ in range(count):
        yield rng.choice(_DAMAGES)(data, rng)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _flip(data: bytes, rng: random.Random) -> bytes:
    copy = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        if copy:
            copy[rng.randrange(len(copy))] = rng.randrange(256)
    return bytes(copy)


def _drop(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randrange(1, 24) :]


def _double(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[max(0, at - rng.randrange(1, 40)) :]


_HOSTILE = (
    b"null", b"NaN", b"-Infinity", b"1e400", b"-5", b'"\\ud800"', b"[]", b"{}", b"[[[]]]", b"true", b'"x"', b'""',
    b"9" * 40,
)  # fmt: skip


def _replace(data: bytes, rng: random.Random) -> bytes:
    """Put a hostile value where a value stands: after a colon, an equals sign or a quote."""
    places = [index for index, byte in enumerate(data) if byte in b":=\"'>,"]
    if not places:
        return _flip(data, rng)
    at = rng.choice(places) + 1
    stop = min((p for p in (data.find(mark, at) for mark in (b",", b"}", b"]", b"<", b"\n")) if p >= 0), default=at)
    return data[:at] + rng.choice(_HOSTILE) + data[stop:]


_DAMAGES = (_cut, _flip, _drop, _double, _replace, _replace)


def _demand(holds: bool, message: str) -> None:
    if not holds:
        raise AssertionError(message)


def _quietly(work: Iterator[None]) -> None:
    """Run the steps of ``work``; nothing may be printed on the way."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        for _ in work:
            pass
    _demand(not out.getvalue() and not err.getvalue(), f"printed: {out.getvalue()!r} {err.getvalue()!r}")


def _check_codes(result: Result[T]) -> None:
    for diagnostic in result.diagnostics:
        if "." in diagnostic.code:
            with contextlib.suppress(ModuleNotFoundError):  # a plugin's own package
                code_info(diagnostic.code)
        _demand(bool(diagnostic.message), f"{diagnostic.code} says nothing")


class ReaderSuite:
    """Tests for one transcript reader. Set ``reader`` and ``samples``; ``claims`` where content alone can tell it."""

    reader: ClassVar[Reader]
    samples: ClassVar[Sequence[Sample]]
    #: False for a reader that only a name or a suffix can choose.
    claims: ClassVar[bool] = True

    def test_describes_itself(self) -> None:
        """Name, title and what it carries are filled in."""
        reader = self.reader
        _demand(bool(reader.name) and reader.name == reader.name.lower().strip(), f"bad name {reader.name!r}")
        _demand(bool(reader.title), "no title")
        _demand(reader.carries <= CARRIES, f"carries {sorted(reader.carries - CARRIES)}: not known")
        _demand(all(suffix.startswith(".") for suffix in reader.suffixes), f"suffixes {reader.suffixes}")

    def test_recognises_its_samples(self) -> None:
        """Scores are 0..1; its own samples are claimed whatever their name, strangers' files are not."""
        for sample in self.samples:
            for name in (sample.name, "", "wrong.bin"):
                score = self.reader.sniff(Source(sample.data, name))
                _demand(0.0 <= score <= 1.0, f"{sample.name}: score {score}")
                _demand(score >= 0.5 or not self.claims, f"{sample.name} as {name!r}: only {score}")
        for stranger in STRANGERS:
            score = self.reader.sniff(Source(stranger, "stranger"))
            _demand(0.0 <= score < 0.5, f"claims {stranger[:40]!r} with {score}")

    def test_reads_its_samples(self) -> None:
        """Words, speakers and times are those the sample states, and every promise of the model holds."""
        for sample in self.samples:
            result = self.reader.read(Source(sample.data, sample.name), sample.options)
            _check_codes(result)
            check_transcript(result.value)
            _check_sample(sample, result.value)
            more = carried(result.value) - self.reader.carries
            _demand(not more, f"{sample.name}: carries {sorted(more)}, which the reader does not say it can")

    def test_same_input_same_result(self) -> None:
        """Reading twice gives the same, and the result can be sent to another process."""
        for sample in self.samples:
            first = self.reader.read(Source(sample.data, sample.name), sample.options)
            again = self.reader.read(Source(sample.data, sample.name), sample.options)
            _demand(first == again, f"{sample.name}: read differently the second time")
            _demand(pickle.loads(pickle.dumps(first.value)) == first.value, f"{sample.name}: cannot be pickled")  # noqa: S301

    def test_damage_is_survived(self) -> None:
        """A damaged file gives a result or a CaptionkitError, prints nothing, and takes no longer than it should."""
        _quietly(step for sample in self.samples for step in self._survive(sample))

    def _survive(self, sample: Sample) -> Iterator[None]:
        for number, data in enumerate(damaged(sample.data)):
            source = Source(data, sample.name)
            try:
                score = self.reader.sniff(source)
                _demand(0.0 <= score <= 1.0, f"damage {number}: score {score}")
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
    _demand(bool(transcript.source), "the transcript does not say what it was read from")
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
    _demand(bool(segment.text.strip()), "a segment without text")
    _demand(segment.text == segment.text.strip(), f"{where}: blanks around the text")
    _demand(isinstance(segment.kind, Kind), f"{where}: kind {segment.kind!r}")
    _check_times(where, segment.start, segment.end, segment.timing)
    for word in segment.words:
        inside = f"{where}, word {word.text!r}"
        _demand(bool(word.text) and word.text == word.text.strip(), f"{inside}: empty or blanks around it")
        _check_times(inside, word.start, word.end, word.timing)
        score = word.confidence
        _demand(score is None or (0.0 <= score <= 1.0 and math.isfinite(score)), f"{inside}: confidence {score}")
    if segment.words:
        said = letters("".join(word.text for word in segment.words))
        _demand(said == letters(segment.text), f"{where}: its words say {said!r}")


def _check_times(where: str, start: object, end: object, timing: Timing) -> None:
    for time in (start, end):
        _demand(time is None or type(time) is int, f"{where}: time {time!r} is not a whole number of ms")
    known = start is not None or end is not None
    _demand(known == (timing is not Timing.NONE), f"{where}: times {start}, {end} are called {timing.value}")


def _check_sample(sample: Sample, transcript: Transcript) -> None:
    if sample.words is not None:
        read = letters("".join(segment.text for segment in transcript.segments))
        _demand(read == letters(sample.words), f"{sample.name}: read {read!r}, not {letters(sample.words)!r}")
    if sample.speakers is not None:
        _demand(transcript.speakers == sample.speakers, f"{sample.name}: speakers {transcript.speakers}")
    if sample.start is not None:
        starts = [segment.start for segment in transcript.segments if segment.start is not None]
        _demand(bool(starts) and min(starts) == sample.start, f"{sample.name}: starts at {starts[:1]}")
    if sample.end is not None:
        ends = [segment.end for segment in transcript.segments if segment.end is not None]
        _demand(bool(ends) and max(ends) == sample.end, f"{sample.name}: ends at {ends[-1:]}")


class FormatSuite:
    """Tests for one caption format. Set ``format`` and ``samples`` (for a write-only format, ``tracks``)."""

    format: ClassVar[Format]
    samples: ClassVar[Sequence[Sample]] = ()
    tracks: ClassVar[Sequence[Track]] = ()

    def test_describes_itself(self) -> None:
        """Name, title, suffixes and abilities are filled in; it can be read, written or both."""
        form = self.format
        _demand(bool(form.name) and bool(form.title), "no name or title")
        _demand(form.read is not None or form.write is not None, "neither read nor written")
        _demand(all(isinstance(feature, Feature) for feature in form.can), "can: not all are Features")
        _demand(all(suffix.startswith(".") for suffix in form.suffixes), f"suffixes {form.suffixes}")

    def test_recognises_its_samples(self) -> None:
        """Its own samples are claimed whatever their name, strangers' files are not."""
        for sample in self.samples:
            for name in (sample.name, "", "wrong.bin"):
                score = self.format.sniff(Source(sample.data, name))
                _demand(0.5 <= score <= 1.0, f"{sample.name} as {name!r}: {score}")
        for stranger in STRANGERS:
            _demand(self.format.sniff(Source(stranger, "stranger")) < 0.5, f"claims {stranger[:40]!r}")

    def test_write_and_read_back(self) -> None:
        """What was written reads back as the same cues, and writing that again gives the same bytes."""
        if self.format.write is None or self.format.read is None:
            return
        for track in self._all_tracks():
            once = self.format.write(track, WriteOptions()).value
            back = self.format.read(Source(once, "back"), ReadOptions()).value
            _demand([cue.text for cue in back] == [cue.text for cue in track], "the text changed on the way")
            times = [(cue.start, cue.end) for cue in back]
            if Feature.MILLISECONDS in self.format.can:
                _demand(times == [(cue.start, cue.end) for cue in track], "times changed on the way")
            _demand(self.format.write(back, WriteOptions()).value == once, "written differently the second time")

    def _all_tracks(self) -> Iterator[Track]:
        yield from self.tracks
        for sample in self.samples:
            if self.format.read is not None:
                yield self.format.read(Source(sample.data, sample.name), sample.options).value

    def test_reads_its_samples(self) -> None:
        """The samples' words are all there."""
        if self.format.read is None:
            return
        for sample in self.samples:
            result = self.format.read(Source(sample.data, sample.name), sample.options)
            _check_codes(result)
            if sample.words is not None:
                _demand(letters(result.value.text) == letters(sample.words), f"{sample.name}: {result.value.text!r}")

    def test_damage_is_survived(self) -> None:
        """A damaged file gives a track or a CaptionkitError, and prints nothing."""
        _quietly(step for sample in self.samples for step in self._survive(sample))

    def _survive(self, sample: Sample) -> Iterator[None]:
        if self.format.read is None:
            return
        for number, data in enumerate(damaged(sample.data)):
            try:
                source = Source(data, sample.name)
                self.format.sniff(source)
                track = self.format.read(source, sample.options).value
                [cue.text for cue in track]
            except CaptionkitError:
                pass
            except Exception as error:
                raise AssertionError(f"{sample.name}, damage {number}: {error!r} for {data[:400]!r}") from error
            yield
