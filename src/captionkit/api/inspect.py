"""What a file is and what is in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from captionkit.api.options import verb

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.model.transcript import Transcript
    from captionkit.sources import Readable, ReadOptions

__all__ = ["Inspection", "inspect"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """The findings of :func:`inspect`.

    ``kind`` is ``track`` or ``transcript``; ``confidence`` (0..1) is how sure the recognition is and ``runner_up``
    what else it might be; ``encoding`` is empty for a file without one (EBU STL, Word); ``language_confidence`` (0..1)
    is how sure a language is that was guessed from the text, else None; ``layout`` shows how the lines of a text
    transcript are written, as an example line that ``--layout`` takes; ``timing`` is ``words``, ``segments`` or
    ``none``; ``duration`` is in ms; ``segments`` counts segments or cues; ``diagnostics`` say what is odd about the
    file.
    """

    file: str
    kind: str
    format: str
    title: str
    confidence: float
    runner_up: str
    encoding: str
    language: str
    language_confidence: float | None
    speakers: tuple[str, ...]
    timing: str
    duration: int | None
    segments: int
    words: int
    kinds: dict[str, int]
    layout: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        shape = asdict(self)
        del shape["diagnostics"]
        return shape


@verb
def inspect(
    source: Readable, format: str | None = None, *, language: str = "", options: ReadOptions | None = None
) -> Inspection:
    """Say what a file is, how sure that is, and what it holds.

    Raises InputError where it cannot be read and UnknownFormatError where nothing recognises it.
    """
    from captionkit.api.load import has_encoding, reading_options
    from captionkit.api.read_transcript import GUESSED, as_transcript
    from captionkit.sources import open_source
    from captionkit.transcripts.sniff import recognise

    given = reading_options(options, language)
    opened = open_source(source, encoding=given.encoding, language=given.language)
    choice = recognise(opened, given)
    reading = as_transcript(opened, format, given)
    transcript, name = reading.value, format or choice.name
    return Inspection(
        file=opened.name,
        kind="track" if choice.is_track else "transcript",
        format=name,
        title=choice.title,
        confidence=round(choice.confidence, 3),
        runner_up=choice.runner_up,
        encoding=opened.decoded.encoding if has_encoding(opened, name) else "",
        language=transcript.language,
        language_confidence=transcript.meta.get(GUESSED),
        speakers=transcript.speakers,
        timing=transcript.timing,
        duration=_duration(transcript),
        segments=len(transcript.segments),
        words=sum(len(s.words) or len(s.text.split()) for s in transcript.spoken),
        kinds=_kinds(transcript),
        layout=str(transcript.meta.get("layout.example", "")),
        diagnostics=reading.diagnostics,
    )


def _duration(transcript: Transcript) -> int | None:
    ends = [s.end for s in transcript.segments if s.end is not None]
    return transcript.duration if transcript.duration is not None else max(ends, default=None)


def _kinds(transcript: Transcript) -> dict[str, int]:
    counts: dict[str, int] = {}
    for segment in transcript.segments:
        counts[segment.kind.value] = counts.get(segment.kind.value, 0) + 1
    return counts
