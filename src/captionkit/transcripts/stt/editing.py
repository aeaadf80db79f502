"""Editing systems, note takers and aligners: Premiere, Podcasting 2.0, Sonix, Happy Scribe, aeneas, Gentle.

Shapes: Adobe's transcript schema 1.0.0, https://github.com/Podcastindex-org/podcast-namespace (transcripts),
https://www.readbeyond.it/aeneas, https://github.com/strob/gentle; Sonix and Happy Scribe by their exports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from captionkit.transcripts.stt.amazon import clinging
from captionkit.transcripts.stt.columns import Keys, columns_of
from captionkit.transcripts.stt.core import Context, Service, Stretch, by_time, share_words, stretch_of
from captionkit.transcripts.stt.values import at, dicts, string_of
from captionkit.transcripts.tokens import Join

__all__ = ["SERVICES"]

_PREMIERE_WORD = Keys(end=(), length=("duration",), speaker=())
_PREMIERE_SEGMENT = Keys(text=(), end=(), length=("duration",))


def _premiere(context: Context) -> Iterator[Stretch]:
    """Yield the segments by time: Premiere keeps them in any order."""
    stretches = []
    for segment in context.notes.objects(at(context.data, "segments"), "segments"):
        words = [*context.notes.objects(segment.get("words"), "words")]
        context.used(segment.get("words"))
        stretch = stretch_of(segment, _PREMIERE_SEGMENT)
        columns = columns_of(words, _PREMIERE_WORD, context.notes, context.labels)
        if any(word.get("type") == "punctuation" for word in words) and len(columns.texts) == len(words):
            columns.attach = [clinging(word.get("type"), word["text"]) for word in words]
        stretch.columns = columns
        stretches.append(stretch)
    yield from by_time(stretches)


PREMIERE = Service(
    name="premiere-json",
    title="Adobe Premiere transcript JSON",
    test=lambda data: isinstance(data["speakers"], list) and "duration" in data["segments"][0]
    and "words" in data["segments"][0],
    token=_PREMIERE_WORD,
    shape=_premiere,
    speakers="speakers",
)  # fmt: skip

_PODCAST = Keys(text=("body",), start=("startTime",), end=("endTime",), confidence=(), words=())


def _podcast(context: Context) -> Iterator[Stretch]:
    """Yield the segments; where nearly all are one word, they are words, and a speaker's words are a turn."""
    segments = [*context.notes.objects(at(context.data, "segments"), "segments")]
    single = sum(len(str(segment.get("body", "")).split()) <= 1 for segment in segments)
    if len(segments) > 1 and 10 * single >= 9 * len(segments):
        context.used(at(context.data, "segments"))
        yield Stretch(items=segments)
        return
    for segment in segments:
        yield stretch_of(segment, _PODCAST)


PODCAST = Service(
    name="podcast-json",
    carries="words segments speakers",
    title="Podcasting 2.0 transcript JSON",
    test=lambda data: "body" in data["segments"][0] or (data["segments"] == [] and "version" in data),
    token=_PODCAST,
    segment=_PODCAST,
    shape=_podcast,
)

SONIX = Service(
    name="sonix",
    carries="words segments speakers",
    title="Sonix JSON",
    test=lambda data: bool({"start_time", "words"} & data["transcript"][0].keys()),
    token=Keys(start=("start_time",), end=("end_time",), speaker=()),
    segments=("transcript",),
    segment=Keys(start=("start_time",), end=("end_time",)),
    titles=("name",),
)

HAPPYSCRIBE = Service(
    name="happyscribe",
    carries="words speakers confidence",
    title="Happy Scribe JSON",
    test=lambda data: "data_start" in at(data if isinstance(data, list) else data["transcript"], "0.words.0"),
    token=Keys(start=("data_start",), end=("data_end",), speaker=()),
    segments=(),
    shape=lambda context: (
        stretch_of(row, Keys(start=("data_start", "start"), end=("data_end", "end")))
        for row in context.notes.objects(
            context.data if isinstance(context.data, list) else context.data["transcript"], "the list"
        )
    ),
)

_FRAGMENT = Keys(start=("begin",), words=(), speaker=(), confidence=())


def _aeneas(context: Context) -> Iterator[Stretch]:
    for fragment in context.notes.objects(at(context.data, "fragments"), "fragments"):
        lines = [line for line in fragment.get("lines") or () if isinstance(line, str)]
        context.used(fragment.get("lines"))
        yield stretch_of(fragment, _FRAGMENT, text="\n".join(lines))


AENEAS = Service(
    name="aeneas",
    carries="segments language",
    title="aeneas sync map JSON",
    test=lambda data: {"begin", "lines"} <= data["fragments"][0].keys(),
    token=_FRAGMENT,
    shape=_aeneas,
    languages=("fragments.0.language",),
)


def _gentle(context: Context) -> Iterator[Stretch]:
    words = at(context.data, "words")
    context.used(words)
    yield Stretch(text=string_of(at(context.data, "transcript")), items=words)


GENTLE = Service(
    name="gentle",
    carries="words",
    title="Gentle aligner JSON",
    test=lambda data: "case" in data["words"][0] and "word" in data["words"][0],
    token=Keys(text=("word",), speaker=()),
    shape=_gentle,
    join=Join.SPACED,
)


_TRINT = Keys(text=("value",), start=("time",), end=(), length=("duration",), unit=1.0)


def _trint(context: Context) -> Iterator[Stretch]:
    """Yield a stretch a paragraph; words an editor has struck out are left out and reported."""
    words = at(context.data, "words")
    context.used(words)
    kept = []
    for word in context.notes.objects(words, "words"):
        if word.get("strikethrough") is True:
            context.notes.count("stt.ignored-struck", string_of(word.get("value")) or "")
        else:
            kept.append(word)
    for _, run in groupby(kept, key=lambda word: str(word.get("paragraphId"))):
        yield Stretch(items=list(run))


TRINT = Service(
    name="trint",
    carries="words speakers",
    title="Trint JSON",
    test=lambda data: {"value", "time"} <= data["words"][0].keys() and "paragraphs" not in data,
    token=_TRINT,
    shape=_trint,
    titles=("title",),
)


def _paragraphed(context: Context) -> Iterator[Stretch]:
    keys = _paragraph_keys(context.data)
    paragraphs = [*context.notes.objects(at(context.data, "paragraphs"), "paragraphs")]
    shares = share_words(paragraphs, at(context.data, "words"), keys)
    context.used(at(context.data, "words"))
    for paragraph, words in zip(paragraphs, shares, strict=True):
        yield stretch_of(paragraph, keys, items=words, keys=keys)


def _paragraph_keys(data: Any) -> Keys:
    first: Mapping[str, Any] = next(dicts(at(data, "words")), {})
    in_ms = "time" in first
    return Keys(
        text=("text", "value", "word", "punct"), start=("start", "time"), end=("end",), length=("duration",),
        unit=1.0 if in_ms else 1000.0,
    )  # fmt: skip


WORDS_PARAGRAPHS = Service(
    name="words-paragraphs",
    carries="words segments speakers",
    title="words and paragraphs JSON (Digital Paper Edit, autoEdit)",
    test=lambda data: (
        bool({"start", "time"} & data["words"][0].keys())
        and bool({"start", "time"} & data["paragraphs"][0].keys())
        and "words" not in data["paragraphs"][0]
    ),
    token=Keys(),
    shape=_paragraphed,
)

#: In the order of recognition.
SERVICES = (
    PREMIERE, PODCAST, SONIX, HAPPYSCRIBE, AENEAS, GENTLE,
    TRINT, WORDS_PARAGRAPHS,
)  # fmt: skip
