"""What a JSON reader notices, counted while it reads and reported as one diagnostic a kind at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.model.transcript import Kind, Segment

if TYPE_CHECKING:
    from captionkit.transcripts.tokens import Joined

__all__ = ["Notes"]

_SAMPLE = 60

#: Counted findings: code -> message; ``{count}`` and ``{sample}`` are filled in.
_COUNTED = {
    "stt.malformed-item": "{count} item(s) of the file are not what they should be and were left out, first: {sample}",
    "stt.text-differs": "{count} segment(s) have other words than their text; the words were kept, first: {sample}",
    "stt.text-preferred": "{count} token(s) differ from the text; the text was kept, timed by them, first: {sample}",
    "stt.ignored-alternatives": "{count} further alternative(s) were not read, first: {sample}",
    "stt.ignored-interim": "{count} interim result(s) were not read, first: {sample}",
    "stt.ignored-repeats": "{count} repetition(s) of the words were not read again, first: {sample}",
    "stt.ignored-markers": "{count} token(s) that mark no speech were left out, first: {sample}",
    "stt.ignored-tier": "{count} tier(s) were not read: {sample}",
    "stt.ignored-recording": "{count} other recording(s) in the file were not read: {sample}",
    "stt.ignored-code": "{count} annotation(s) of the speech were not carried, first: {sample}",
    "stt.ignored-struck": "{count} word(s) that an editor struck out were left out, first: {sample}",
    "stt.failed-part": "{count} part(s) were not recognised by the service, first: {sample}",
    "stt.channels": "{count} channels were merged by time",
    "stt.repaired-file": "the file is damaged and was read with repairs: {sample}",
    "stt.job-status": "the service's job is not complete: {sample}",
    "stt.sorted": "{count} segment(s) stood out of order and were sorted by their times, first: {sample}",
    "stt.turn-realigned": "{count} turn(s) began or ended inside a sentence; words were moved, first from: {sample}",
    "stt.ignored-signs": "{count} segment(s) without a letter or digit are not speech, first: {sample}",
    "stt.closed-up": "{count} text(s) had blanks between characters of a script without them, closed up: {sample}",
    "stt.times-unused": "{count} list(s) of times fit no text and were not read: {sample}",
    "stt.guessed-shape": "no known service's file: read as a list of timed texts ({sample})",
}
#: Of these, the ones that repair the file; ``strict`` refuses them.
_REPAIRS = frozenset(("stt.malformed-item", "stt.repaired-file"))


class Notes:
    """Counts findings; :meth:`finish` turns them into diagnostics."""

    def __init__(self, file: str, *, strict: bool = False) -> None:
        self.file = file
        self._collector = Collector(file, strict=strict)
        self._counts: dict[str, int] = {}
        self._samples: dict[str, str] = {}
        self.left_out: list[str] = []

    def count(self, code: str, sample: object = "", number: int = 1) -> None:
        """Count one finding of ``code``; the first one's ``sample`` is shown."""
        if code not in self._counts:
            text = sample if isinstance(sample, str) else repr(sample)
            self._samples[code] = text if len(text) <= _SAMPLE else text[: _SAMPLE - 1] + "…"
        self._counts[code] = self._counts.get(code, 0) + number

    def leave_out(self, code: str, text: str) -> None:
        """Count a text that is left out; its words may then be missing."""
        self.count(code, text)
        self.left_out.append(text)

    def malformed(self, what: str, value: object) -> None:
        """Count something that is not what it should be."""
        self.count("stt.malformed-item", f"{what} {str(value)[:_SAMPLE]!r}")

    def joined(self, joined: Joined, text: str) -> None:
        """Count how far words and text disagreed."""
        if joined.differs:
            self.count("stt.text-differs", repr(text))
        if joined.unshown:
            self.count("stt.text-preferred", repr(text), joined.unshown)

    def objects(self, value: Any, where: str) -> Iterator[Mapping[str, Any]]:
        """Yield the objects of a list; anything else in it, or no list at all, is counted."""
        if value is None:
            return
        if not isinstance(value, list):
            self.malformed(where, value)
            return
        for item in value:
            if isinstance(item, dict):
                yield item
            else:
                self.malformed(f"in {where}:", item)

    def add(self, code: str, message: str, **more: Any) -> None:
        """Note one diagnostic at once."""
        self._collector.add(code, message, **more)

    def finish(self, segments: Sequence[Segment] = ()) -> tuple[Diagnostic, ...]:
        """Return everything noted, with what the finished segments show."""
        for code, count in self._counts.items():
            message = _COUNTED[code].format(count=count, sample=self._samples[code])
            self._collector.add(code, message, repair=code in _REPAIRS, data={"count": count})
        self._judge(segments)
        return self._collector.all

    def _judge(self, segments: Sequence[Segment]) -> None:
        if not any(segment.kind is Kind.SPEECH for segment in segments):
            self._collector.add("stt.no-speech", "the file holds no speech")
        bare = sum(1 for s in segments for word in s.words if word.start is None and word.end is None)
        timed = sum(len(s.words) for s in segments) - bare
        if bare and timed:
            self._collector.add(
                "stt.untimed-words", f"{bare} of {bare + timed} words have no times", data={"count": bare}
            )
        wrong = [s for s in segments if s.start is not None and s.end is not None and s.end < s.start]
        if wrong:
            self._collector.add(
                "stt.reversed-times",
                f"{len(wrong)} segment(s) end before they start, first: {wrong[0].text[:_SAMPLE]!r}",
            )
