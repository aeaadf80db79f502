"""The Whisper family: one tree of segments and words, five kinds of it, and whisper.cpp's own.

Shapes: https://github.com/openai/whisper (``utils.py``), https://github.com/ggml-org/whisper.cpp
(``examples/cli/cli.cpp``), https://github.com/m-bain/whisperX (``schema.py``), https://github.com/jianfch/stable-ts
(``result.py``), https://platform.openai.com/docs/api-reference/audio.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from captionkit.sources.jsontext import parse_json
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.clocks import unit_of
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, load_json, share_words, stretch_of
from captionkit.transcripts.stt.values import at, dicts, first_of, score_of, string_of, time_of
from captionkit.transcripts.tokens import Join, TokenColumns

if TYPE_CHECKING:
    from captionkit.sources import Source
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["SERVICES"]

_WORD = Keys(
    text=("word", "text", "w", "punctuated_word"), confidence=("probability", "confidence", "score", "conf"),
)  # fmt: skip
_SEGMENT = Keys(confidence=("confidence",))
_IGNORED = frozenset(("tokens", "chars", "word_segments", "language_probs", "type", "usage", "x_groq"))


def _segments(data: Any) -> Any:
    """Return the list of segments wherever a dump keeps it: at the top, under ``segments``, in ``[segments, info]``."""
    if isinstance(data, list):
        return data[0] if data and isinstance(data[0], list) else data
    return first_of(data, "segments", "result.segments", "output.segments", "transcription.segments")


def _first(data: Any) -> Mapping[str, Any]:
    return next(dicts(_segments(data)), {})


def _shape(context: Context) -> Iterator[Stretch]:
    """Yield the segments; words at the top level (OpenAI) go to the segment in whose time they start."""
    data, notes = context.data, context.notes
    info = data[1] if isinstance(data, list) and len(data) == 2 and isinstance(data[1], dict) else at(data, "info")
    if isinstance(info, dict):
        context.meta["language"] = language_tag(info.get("language"))
    segments = list(notes.objects(_segments(data), "segments"))
    loose = at(data, "words") if isinstance(data, dict) else None
    if loose is None and not any(segment.get("words") for segment in segments):
        loose = at(data, "word_segments")
    by_word = replace(_WORD, unit=unit_of(_sample(loose, segments), _WORD, notes))
    if not segments:
        yield Stretch(text=string_of(at(data, "text")), items=loose, keys=by_word)
        return
    by_segment = replace(_SEGMENT, unit=unit_of(segments, _SEGMENT, notes))
    context.used(loose)
    shares = share_words(segments, loose, by_word)
    for segment, words in zip(segments, shares, strict=True):
        stretch = stretch_of(segment, by_segment, keys=by_word)
        stretch.items = stretch.items or words
        yield stretch


def _sample(loose: Any, segments: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return some of the file's words, to judge their unit of time by."""
    words = chain(dicts(loose), (word for segment in segments for word in dicts(segment.get("words"))))
    return list(islice(words, 200))


def _has_words(*keys: str) -> Any:
    def test(data: Any) -> bool:
        words = [word for segment in dicts(_segments(data)) for word in dicts(segment.get("words"))][:1]
        return bool(words) and all(key in words[0] for key in keys)

    return test


def _is_whisper(data: Any) -> bool:
    first = _first(data)
    if isinstance(data, dict) and _segments(data) == []:
        return "text" in data or "language" in data
    return "text" in first and "start" in first and "end" in first and "body" not in first


def _is_openai(data: Any) -> bool:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return False
    first = _first(data)
    if first.get("type") == "transcript.text.segment" or "task" in data:
        return "segments" in data or "words" in data
    bare = next(dicts(data.get("words")), {})
    return (
        bool(bare.keys() & {*_WORD.text})
        and {"start", "end"} <= bare.keys()
        and (not data.get("segments") or "id" in first)
    )


def _is_timestamped(data: Any) -> bool:
    return _is_whisper(data) and _has_words("text", "confidence", "start")(data) and not _has_words("speaker")(data)


def _is_stable(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and bool({"ori_dict", "regroup_history", "nonspeech_sections"} & data.keys())
        and ("segments" in data)
    )


def _service(name: str, title: str, test: Any, **more: Any) -> Service:
    return Service(
        name=name, title=title, test=test, token=_WORD, segment=_SEGMENT, shape=_shape, ignored=_IGNORED,
        languages=(
            "language", "detected_language", "info.language", "1.language", "result.language", "output.language",
        ),
        durations=("duration", "info.duration", "1.duration"), **more,
    )  # fmt: skip


_PLAIN = "words segments confidence language"

WHISPER = _service("whisper", "openai-whisper and faster-whisper JSON", _is_whisper, confidence=0.9, carries=_PLAIN)
OPENAI = _service(
    "openai",
    "OpenAI audio API JSON: verbose, words, diarized",
    _is_openai,
    carries="words segments speakers language",
)
TIMESTAMPED = _service("whisper-timestamped", "whisper-timestamped JSON", _is_timestamped, carries=_PLAIN)
STABLE = _service("stable-ts", "stable-ts JSON", _is_stable, carries=_PLAIN)
WHISPERX = _service(
    "whisperx",
    "WhisperX JSON",
    lambda data: "segments" in data and ("word_segments" in data or _has_words("score")(data)),
)

_MARKER = re.compile(r"\s*(?:\[_[A-Z]+_?[^\]]{0,12}\]|<\|[^|]{0,24}\|>)\s*\Z")


def _cpp_load(source: Source, notes: Notes) -> Any:
    """Parse bytes that are not UTF-8 all through: a character may be cut in two by the tokens' edges."""
    if source.encoding or source.decoded.bom or source.decoded.encoding.lower().replace("_", "-") == "utf-8":
        return load_json(source, notes)
    notes.count("stt.repaired-file", "characters cut in two by token edges were put together")
    values = parse_json(source.data.decode("utf-8", "surrogateescape"), source.name).values
    return values[0] if len(values) == 1 else list(values)


def _whole_characters(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape" if _escaped(text) else "replace").decode("utf-8", "replace")
    return text


def _escaped(text: str) -> bool:
    return all("\udc80" <= char <= "\udcff" for char in text if "\ud800" <= char <= "\udfff")


def _cpp(context: Context) -> Iterator[Stretch]:
    rows = [*context.notes.objects(at(context.data, "transcription"), "transcription")]
    single = sum(len((string_of(row.get("text")) or "").split()) <= 1 for row in rows)
    if len(rows) > 4 and 10 * single >= 9 * len(rows):  # -ml 1: a word a segment
        context.used(at(context.data, "transcription"))
        yield Stretch(columns=_cpp_columns(rows, context))
        return
    for item in rows:
        span = [_cpp_time(item, side) for side in ("from", "to")]
        text = string_of(item.get("text"))
        stretch = Stretch(
            text=_whole_characters(text) if text else text,
            start=span[0],
            end=span[1],
            label=item.get("speaker"),
            turn=bool(item.get("speaker_turn_next", True)),
        )
        tokens = item.get("tokens")
        context.used(text, tokens)
        if isinstance(tokens, list):
            stretch.columns = _cpp_columns(tokens, context)
        yield stretch


def _cpp_time(item: Mapping[str, Any], side: str) -> int | None:
    ms = time_of(at(item, f"offsets.{side}"), 1.0)
    return ms if ms is not None else time_of(at(item, f"timestamps.{side}"))


def _cpp_columns(tokens: list[Any], context: Context) -> TokenColumns:
    """Take byte-pair pieces apart; pieces that are parts of one character are put together first."""
    columns = TokenColumns()
    for token in context.notes.objects(tokens, "tokens"):
        text = string_of(token.get("text"))
        if text is None:
            context.notes.malformed("token", token)
        elif _MARKER.match(text):
            context.notes.count("stt.ignored-markers", text.strip())
        elif columns.texts and _cut(columns.texts[-1]):
            columns.texts[-1] += text
            columns.ends[-1] = _cpp_time(token, "to")
        else:
            columns.texts.append(text)
            columns.starts.append(_cpp_time(token, "from"))
            columns.ends.append(_cpp_time(token, "to"))
            columns.confidences.append(score_of(token.get("p")))
    columns.texts = [_whole_characters(text) for text in columns.texts]
    return columns


def _cut(text: str) -> bool:
    """Whether the text ends inside a character."""
    return (
        "\udc80" <= text[-1:] <= "\udcff"
        and "\ufffd" in text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[-1:]
    )


CPP = Service(
    name="whisper-cpp",
    title="whisper.cpp JSON, -oj and -ojf",
    test=lambda data: (
        isinstance(data["transcription"], list)
        and (not data["transcription"] or bool({"offsets", "timestamps"} & data["transcription"][0].keys()))
    ),
    token=Keys(),
    shape=_cpp,
    join=Join.PIECES,
    languages=("result.language", "params.language"),
    meta={"model": "model.type"},
    load=_cpp_load,
    ignored=_IGNORED | {"result"},
)


def _chunks(context: Context) -> Iterator[Stretch]:
    """Yield a transformers pipeline's chunks: segments, or, asked for word times, words."""
    data = context.data
    output = data if "chunks" in data else first_of(data, "output", "outputs.0", "result")
    chunks = [*context.notes.objects(at(output, "chunks"), "chunks")]
    speakers = [*dicts(first_of(output, "speakers"))]
    context.used(at(output, "chunks"), at(output, "speakers"))
    rows = [_chunk(chunk) for chunk in (speakers or chunks)]
    single = sum(len((row["text"] or "").split()) <= 1 for row in rows)
    if rows and 10 * single >= 9 * len(rows):
        yield Stretch(text=None if speakers else string_of(at(output, "text")), items=rows)
        return
    for row in rows:
        yield stretch_of(row, Keys())


def _chunk(chunk: Mapping[str, Any]) -> dict[str, Any]:
    span = chunk.get("timestamp")
    start, end = span[:2] if isinstance(span, list) and len(span) >= 2 else (None, None)
    return {"text": string_of(chunk.get("text")), "start": start, "end": end, "speaker": chunk.get("speaker")}


HF = Service(
    name="transformers",
    carries="words segments speakers",
    title="transformers pipeline and insanely-fast-whisper JSON",
    test=lambda data: "timestamp" in (first_of(data, "chunks.0", "output.chunks.0", "outputs.0.chunks.0") or ()),
    token=Keys(confidence=()),
    shape=_chunks,
    ignored=_IGNORED,
)

#: In the order of recognition.
SERVICES = (
    CPP, HF, STABLE, WHISPERX, OPENAI, TIMESTAMPED, WHISPER,
)  # fmt: skip
