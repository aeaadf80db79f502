"""Who speaks in a transcript, how long and how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from captionkit.api.load import reading_options
from captionkit.api.options import verb
from captionkit.api.read_transcript import as_transcript
from captionkit.model.transcript import Timing
from captionkit.values import Items, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.model.transcript import Segment, Transcript
    from captionkit.sources import Readable, ReadOptions

__all__ = ["Speaker", "Speakers", "speakers"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker: ``name`` is ``""`` for speech that nobody is named for.

    ``talk_time`` is in ms, ``share`` its part (0..1) of all talk; ``timing`` says how the times came about: ``given``,
    ``interpolated`` (only beginnings are known: until the next begins) or ``estimated`` (from the speaking rate).
    ``first`` is the ms at which they first speak, ``line`` the line of the source.
    """

    name: str
    role: str
    segments: int
    words: int
    talk_time: int
    share: float
    timing: str
    first: int | None
    line: int | None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return asdict(self)


@value
class Speakers(Items["Speaker"]):
    """The speakers of a transcript, those who talk longest first: a sequence, with what was reported beside it."""

    items: tuple[Speaker, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@verb
def speakers(
    source: Readable,
    *,
    from_format: str | None = None,
    language: str = "",
    duration: int | None = None,
    rename: Mapping[str, str] | None = None,
    read_options: ReadOptions | None = None,
) -> Speakers:
    r"""List the speakers of a transcript or caption file, those who talk longest first.

    Where the source has no times, talk time is estimated from the speaking rate of its language, fitted to
    ``duration`` (ms) where given, and marked so. ``rename`` maps names to other names first.

    Raises InputError where the file cannot be read, UnknownFormatError where nothing recognises it, StrictError.

    >>> found = speakers(b"Anna: Good evening, everybody.\n\nBen: Good evening.\n")
    >>> [(speaker.name, speaker.words, speaker.timing) for speaker in found]
    [('Anna', 3, 'estimated'), ('Ben', 2, 'estimated')]
    """
    reading = as_transcript(source, from_format, reading_options(read_options, language))
    transcript, found = reading.value, reading.diagnostics
    if rename:
        from captionkit.transcripts.rename import rename_speakers

        renaming = rename_speakers(transcript, rename)
        transcript, found = renaming.value, found + renaming.diagnostics
    return Speakers(_tally(transcript, duration, language), found)


def _tally(transcript: Transcript, duration: int | None, language: str) -> tuple[Speaker, ...]:
    timed = _timed(transcript, duration, language)
    spoken = transcript.spoken
    total = sum(length for _, length, _ in timed) or 1
    found = []
    for name in dict.fromkeys(s.speaker for s in spoken):
        mine = [at for at, segment in enumerate(spoken) if segment.speaker == name]
        length = sum(timed[at][1] for at in mine)
        roles = (str(spoken[at].extras["text.role"]) for at in mine if spoken[at].extras.get("text.role"))
        found.append(
            Speaker(
                name=name,
                role=next(roles, ""),
                segments=len(mine),
                words=sum(_words(spoken[at]) for at in mine),
                talk_time=length,
                share=round(length / total, 4),
                timing=Timing.weakest(timed[at][2] for at in mine).value,
                first=next((timed[at][0] for at in mine), None),
                line=next((spoken[at].line for at in mine), None),
            )
        )
    return tuple(sorted(found, key=lambda s: -s.talk_time))


def _words(segment: Segment) -> int:
    return len(segment.words) or len(segment.text.split())


def _timed(transcript: Transcript, duration: int | None, language: str) -> list[tuple[int | None, int, Timing]]:
    """Return (start, length, how it is known) of each spoken segment."""
    from captionkit.timing import estimate

    filled = estimate(transcript, duration=duration, language=language).value
    pairs = zip(transcript.spoken, filled.spoken, strict=True)
    return [(*_span(after), _known(before)) for before, after in pairs]


def _span(segment: Segment) -> tuple[int | None, int]:
    times = [t for word in segment.words for t in (word.start, word.end) if t is not None]
    starts = [segment.start] if segment.start is not None else times[:1]
    ends = [segment.end] if segment.end is not None else times[-1:]
    return next(iter(starts), None), max(0, ends[0] - starts[0]) if starts and ends else 0


def _known(segment: Segment) -> Timing:
    started = segment.start is not None or any(word.start is not None for word in segment.words)
    ended = segment.end is not None or any(word.end is not None for word in segment.words)
    if started and ended:
        return Timing.GIVEN
    return Timing.INTERPOLATED if started else Timing.ESTIMATED
