"""The tests that every caption format passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from captionkit.errors import CaptionkitError
from captionkit.formats import Feature, Format, WriteOptions
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.testing.common import STRANGERS, Sample, check_codes, damaged, demand, letters, quietly

__all__ = ["FormatSuite"]


class FormatSuite:
    """Tests for one caption format. Set ``format`` and ``samples`` (for a write-only format, ``tracks``)."""

    format: ClassVar[Format]
    samples: ClassVar[Sequence[Sample]] = ()
    tracks: ClassVar[Sequence[Track]] = ()

    def test_describes_itself(self) -> None:
        """Name, title, suffixes and abilities are filled in; it can be read, written or both."""
        form = self.format
        demand(bool(form.name) and bool(form.title), "no name or title")
        demand(form.read is not None or form.write is not None, "neither read nor written")
        demand(all(isinstance(feature, Feature) for feature in form.can), "can: not all are Features")
        demand(all(suffix.startswith(".") for suffix in form.suffixes), f"suffixes {form.suffixes}")

    def test_recognises_its_samples(self) -> None:
        """Its own samples are claimed whatever their name, strangers' files are not."""
        for sample in self.samples:
            for name in (sample.name, "", "wrong.bin"):
                score = self.format.sniff(Source(sample.data, name))
                demand(0.5 <= score <= 1.0, f"{sample.name} as {name!r}: {score}")
        for stranger in STRANGERS:
            demand(self.format.sniff(Source(stranger, "stranger")) < 0.5, f"claims {stranger[:40]!r}")

    def test_write_and_read_back(self) -> None:
        """What was written reads back as the same cues, and writing that again gives the same bytes."""
        if self.format.write is None or self.format.read is None:
            return
        for track in self._all_tracks():
            once = self.format.write(track, WriteOptions()).value
            back = self.format.read(Source(once, "back"), ReadOptions()).value
            demand([cue.text for cue in back] == [cue.text for cue in track], "the text changed on the way")
            times = [(cue.start, cue.end) for cue in back]
            if Feature.MILLISECONDS in self.format.can:
                demand(times == [(cue.start, cue.end) for cue in track], "times changed on the way")
            demand(self.format.write(back, WriteOptions()).value == once, "written differently the second time")

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
            check_codes(result)
            if sample.words is not None:
                demand(letters(result.value.text) == letters(sample.words), f"{sample.name}: {result.value.text!r}")

    def test_damage_is_survived(self) -> None:
        """A damaged file gives a track or a CaptionkitError, and prints nothing."""
        quietly(step for sample in self.samples for step in self._survive(sample))

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
