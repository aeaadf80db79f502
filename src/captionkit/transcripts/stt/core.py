"""The declarative core of the JSON readers: a service is a row of names and units, plus a function for its quirks.

A :class:`Service` says by which keys its tokens are known, in which unit it counts time, how its tokens join, where
language, duration and titles stand, and how its content is recognised. Its ``shape`` function hands out the file's
:class:`Stretch` es, pieces of speech in order, each with its own text and its tokens as they stand; everything else
(times, joining, speakers, kinds, reporting) is done here, once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import compress, count, pairwise
from operator import is_, ne
from typing import TYPE_CHECKING, Any

from captionkit.diagnostics import Result
from captionkit.errors import CaptionkitError, InputError, LimitError
from captionkit.formats.base import gc_paused
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word, text_of
from captionkit.transcripts.base import Reader
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.slicing import squash
from captionkit.transcripts.stt.audit import report_uncarried
from captionkit.transcripts.stt.clocks import by_start
from captionkit.transcripts.stt.columns import Keys, closed_up, columns_of, without_piece_signs
from captionkit.transcripts.stt.marks import kind_of_text, kinds_of_tokens, separate_marks
from captionkit.transcripts.stt.notes import Notes
from captionkit.transcripts.stt.stretches import Stretch, by_time, channel_name, runs, share_words, stretch_of
from captionkit.transcripts.stt.turns import realigned, smoothed, with_labels
from captionkit.transcripts.stt.values import SpeakerNames, at, dicts, first_of, string_of, time_of
from captionkit.transcripts.tokens import Join, join_tokens

if TYPE_CHECKING:
    from captionkit.sources import ReadOptions, Source

__all__ = [
    "Context",
    "Keys",
    "Service",
    "Stretch",
    "by_time",
    "channel_name",
    "listed",
    "passes",
    "reader_of",
    "runs",
    "share_words",
    "stretch_of",
]


@dataclass(slots=True)
class Context:
    """What a ``shape`` function may use: the parsed JSON, the notes, the speakers' names, the options."""

    data: Any
    notes: Notes
    labels: SpeakerNames
    options: ReadOptions
    meta: dict[str, Any] = field(default_factory=dict)
    consumed: set[int] = field(default_factory=set)

    @property
    def realigning(self) -> bool:
        """Whether words at the edge of a turn may go to the speaker of their sentence."""
        return self.options.turns != "given"

    def used(self, *values: Any) -> None:
        """Say that these parts of the JSON have been read, so that they need no report."""
        self.consumed.update(map(id, values))


Shape = Callable[[Context], Iterable[Stretch]]


@dataclass(frozen=True, slots=True)
class Service:
    """One service's JSON.

    ``test`` recognises the parsed content and may fail on anything else. ``segments`` are paths of the list of
    segments that the default shape reads with ``segment``'s keys (the first that is there); ``shape`` replaces it.
    ``languages``, ``durations`` and ``titles`` are paths, tried in order; ``duration_unit`` is ms. ``meta`` maps names
    in :attr:`Transcript.meta` to paths. ``speakers`` is the path of a table of speakers (objects with ``id`` and
    ``name``). ``ignored`` are keys whose text is not speech (settings, versions), not even worth a diagnostic.
    ``machine`` says that a recogniser wrote it, not a person: its usual faults are looked for.
    """

    name: str
    title: str
    test: Callable[[Any], bool]
    token: Keys
    segments: tuple[str, ...] = ("segments",)
    segment: Keys = field(default_factory=Keys)
    shape: Shape | None = None
    join: Join = Join.AUTO
    suffixes: tuple[str, ...] = (".json",)
    languages: tuple[str, ...] = ("language", "language_code")
    durations: tuple[str, ...] = ()
    duration_unit: float = 1000.0
    titles: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    speakers: str = ""
    markers: bool = False
    confidence: float = 0.95
    carries: str = "words segments speakers confidence language"
    ignored: frozenset[str] = frozenset()
    machine: bool = True
    load: Callable[[Source, Notes], Any] | None = None


def reader_of(service: Service, sniff: Callable[[Source], float] | None = None) -> Reader:
    """Return the reader of a service; ``sniff`` scores a source where more than the service's own test decides."""
    return Reader(
        name=service.name,
        title=service.title,
        suffixes=service.suffixes,
        sniff=sniff or partial(_score, service),
        read=partial(_read, service),
        carries=frozenset(service.carries.split()),
    )


def passes(service: Service, source: Source) -> bool:
    """Whether the source holds JSON that the service's test knows."""
    try:
        if source.opening not in ("{", "["):
            return False
        values = source.json_text.values
        return bool(service.test(values[0] if len(values) == 1 else list(values)))
    except (CaptionkitError, TypeError, KeyError, IndexError, AttributeError, ValueError):
        return False


def _score(service: Service, source: Source) -> float:
    return service.confidence if passes(service, source) else 0.0


def _read(service: Service, source: Source, options: ReadOptions) -> Result[Transcript]:
    with gc_paused():  # walking words again and again, which hold no cycles, doubles the time
        return _read_all(service, source, options)


def _read_all(service: Service, source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Notes(source.name, strict=options.strict)
    data = service.load(source, notes) if service.load else load_json(source, notes)
    names = {
        string_of(first_of(row, "id", "label", "speaker")) or "": string_of(first_of(row, "display_name", "name")) or ""
        for row in dicts(at(data, service.speakers) if service.speakers else None)
    }
    context = Context(data, notes, SpeakerNames({k: v for k, v in names.items() if k and v}), options)
    transcript = _transcript(service, tuple(_all_segments(service, context)), context)
    segments = tuple(_refined(transcript, service, context))
    _demand_words(transcript.segments, segments, notes)
    transcript = transcript.replace(segments=segments)
    report_uncarried(data, transcript, notes, service.ignored, context.consumed)
    return Result(transcript, notes.finish(segments))


def _refined(transcript: Transcript, service: Service, context: Context) -> list[Segment]:
    """Put right what machines get wrong: labels and marks in the text, the order, times, the edges of turns."""
    notes = context.notes
    segments: list[Segment] = list(transcript.segments)
    if service.machine:
        segments = with_labels(segments, context.labels)
    segments = separate_marks(segments, notes)
    if not service.machine:
        return segments
    segments = by_start(segments, notes)
    if context.realigning:
        segments = realigned(segments, notes)
    return [_silent(segment, notes) for segment in segments]


#: A special token of a recogniser, which is not a word: ``<|2.40|>``.
_SPECIAL = re.compile(r"<\|[^|]*\|>")


def _demand_words(before: Sequence[Segment], after: Sequence[Segment], notes: Notes) -> None:
    """Report words that were lost on the way from the file's segments to the transcript's: none may be."""
    if len(before) == len(after) and all(map(is_, before, after)):
        return
    kept = Counter(squash(word) for s in after for word in f"{s.text} {s.speaker}".split())
    kept.update(squash(word) for text in notes.left_out for word in text.split())
    lost = Counter(squash(word) for s in before for word in _SPECIAL.sub(" ", s.text).split()) - kept
    words = [word for word in lost.elements() if word and word not in "".join(kept)]
    if words:
        shown = " ".join(words)[:200]
        notes.add("stt.words-lost", f"{len(words)} word(s) of the file are in no segment: {shown}")


def _silent(segment: Segment, notes: Notes) -> Segment:
    """Take text without a letter or digit (``. . .``) for a note: nothing was said there."""
    if segment.kind is not Kind.SPEECH or any(map(str.isalnum, segment.text)):
        return segment
    notes.count("stt.ignored-signs", segment.text)
    return segment.replace(kind=Kind.NOTE)


def load_json(source: Source, notes: Notes) -> Any:
    """Return the source's JSON; several values (JSON Lines, or one after the other) become a list."""
    text = source.json_text
    for repair in text.repairs:
        notes.count("stt.repaired-file", repair)
    return text.values[0] if len(text.values) == 1 else list(text.values)


def _all_segments(service: Service, context: Context) -> Iterator[Segment]:
    for stretch in _shape(service, context):
        context.used(stretch.text, stretch.items)
        yield from _segments(stretch, service, context)


def _shape(service: Service, context: Context) -> Iterable[Stretch]:
    try:
        yield from (service.shape or partial(listed, service))(context)
    except RecursionError:
        raise LimitError(f"{context.notes.file}: nested too deeply") from None
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError) as error:
        raise InputError(
            f"{context.notes.file}: not readable as {service.title}: {error}",
            hint="the file is damaged or of another format; --from names another reader",
        ) from None


def listed(service: Service, context: Context) -> Iterator[Stretch]:
    """Yield one stretch for each object in the list at ``service.segments``: the default shape."""
    segments = first_of(context.data, *service.segments) if service.segments else context.data
    for segment in context.notes.objects(segments, " or ".join(service.segments) or "the list"):
        yield stretch_of(segment, service.segment)


def _segments(stretch: Stretch, service: Service, context: Context) -> Iterator[Segment]:
    notes, labels = context.notes, context.labels
    columns = stretch.columns
    if columns is None:
        columns = columns_of(stretch.items, stretch.keys or service.token, notes, labels)
    speaker, text = labels(stretch.label), closed_up((stretch.text or "").strip(), notes)
    if stretch.channel and columns.speakers is None:
        speaker = f"{stretch.channel} {speaker}".strip()
    if not columns.texts:
        if text:
            yield _whole(stretch, text, speaker, ())
        return
    join = stretch.join or service.join
    if without_piece_signs(columns):
        join = Join.PIECES
    joined = join_tokens(columns, join, text or None)
    notes.joined(joined, text)
    words = joined.words
    if not words:
        return
    owners = _owners(columns.speakers, joined.origins, speaker)
    if owners and len(set(owners)) > 1:
        owners = smoothed(owners, words, speaker, notes if context.realigning else None)
    if owners and stretch.channel:
        owners = [f"{stretch.channel} {owner}".strip() for owner in owners]
    kinds = kinds_of_tokens([word.text for word in words]) if service.markers else None
    if (owners is None or len(set(owners)) == 1) and (kinds is None or len(set(kinds)) == 1):
        kind = kinds[0] if kinds else stretch.kind
        shown = text if text and not joined.differs else text_of(words)
        yield _whole(stretch, shown, owners[0] if owners else speaker, words, kind)
        return
    yield from _groups(stretch, words, owners or [speaker] * len(words), kinds or [stretch.kind] * len(words))


def _owners(speakers: list[str] | None, origins: list[int], default: str) -> list[str] | None:
    """Return each word's speaker; an unknown one is that of the word before."""
    if speakers is None:
        return None
    if all(speakers):
        return [speakers[origin] for origin in origins]
    owners, last = [], default
    for origin in origins:
        last = speakers[origin] or last
        owners.append(last)
    first = next((owner for owner in owners if owner), "")
    return [owner or first for owner in owners]


def _whole(stretch: Stretch, text: str, speaker: str, words: tuple[Word, ...], kind: Kind | None = None) -> Segment:
    start, end = _bounds(stretch, words)
    kind = kind or stretch.kind
    return Segment(
        text=text,
        speaker=speaker,
        kind=kind_of_text(text) if kind is Kind.SPEECH else kind,
        start=start,
        end=end,
        words=words,
        timing=stretch.timing if start is not None or end is not None else Timing.NONE,
        confidence=stretch.confidence,
        language=stretch.language,
        turn=stretch.turn,
    )


def _bounds(stretch: Stretch, words: tuple[Word, ...]) -> tuple[int | None, int | None]:
    start, end = stretch.start, stretch.end
    if start is None:
        start = next((word.start for word in words if word.start is not None), None)
    if end is None:
        end = next((word.end for word in reversed(words) if word.end is not None), None)
    return start, end


def _changes(values: list[Any]) -> Iterator[int]:
    """Yield the places where a value differs from the one before."""
    return compress(count(1), map(ne, values[1:], values))


def _groups(stretch: Stretch, words: tuple[Word, ...], owners: list[str], kinds: list[Kind]) -> Iterator[Segment]:
    """Split where the speaker or the kind changes; only a new speaker is a new turn."""
    edges = {*_changes(owners), *_changes(kinds)}
    for begin, stop in pairwise([0, *sorted(edges), len(words)]):
        own, owner = words[begin:stop], owners[begin]
        if own[0].glue:
            first = own[0]
            own = (Word(first.text, first.start, first.end, first.confidence, first.timing), *own[1:])
        part = Stretch(
            language=stretch.language,
            kind=kinds[begin],
            turn=stretch.turn if begin == 0 else owner != owners[begin - 1],
        )
        yield _whole(part, text_of(own), owner, own, kinds[begin])


def _transcript(service: Service, segments: tuple[Segment, ...], context: Context) -> Transcript:
    data = context.data
    meta = {name: value for name, path in service.meta.items() if (value := at(data, path)) is not None}
    if any(name != raw for name, raw in context.labels.seen.items()):
        meta["speaker_labels"] = dict(context.labels.seen)
    language = context.meta.pop("language", "")
    language = language or next((tag for path in service.languages if (tag := language_tag(at(data, path)))), "")
    if not language:
        language = next((segment.language for segment in segments if segment.language), context.options.language)
    durations = (time_of(at(data, path), service.duration_unit) for path in service.durations)
    return Transcript(
        segments=segments,
        language=language,
        source=service.name,
        title=next((t for path in service.titles if (t := string_of(at(data, path)))), ""),
        duration=next((duration for duration in durations if duration is not None), None),
        meta=meta | context.meta,
    )
