"""IBM Watson, Vosk and Kaldi recognisers: bare lower-case words with times, a result an utterance.

Shapes: https://cloud.ibm.com/apidocs/speech-to-text and https://github.com/alphacep/vosk-api.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, share_words
from captionkit.transcripts.stt.values import dicts, first_of, score_of, string_of, time_of
from captionkit.transcripts.tokens import Join

__all__ = ["SERVICES"]

_WORD = Keys(text=("word",))


def _results(data: Any) -> list[Mapping[str, Any]]:
    """Return Watson's results, unwrapping the jobs of its asynchronous interface and lists of messages."""
    rows = data if isinstance(data, list) else [data]
    found: list[Mapping[str, Any]] = []
    for row in dicts(rows):
        for result in dicts(row.get("results")):
            found.extend(dicts(result["results"]) if isinstance(result.get("results"), list) else [result])
    return found


def _watson(context: Context) -> Iterator[Stretch]:
    data = context.data
    rows = list(dicts(data if isinstance(data, list) else [data]))
    holders = [*rows, *(inner for row in rows for inner in dicts(row.get("results")))]
    speakers = {time_of(row.get("from")): row.get("speaker") for h in holders for row in dicts(h.get("speaker_labels"))}
    for result in _results(data):
        choices = [*dicts(result.get("alternatives"))]
        best = choices[0] if choices else {}
        if result.get("final") is False:
            context.notes.count("stt.ignored-interim", string_of(best.get("transcript")) or "")
            context.used(result.get("alternatives"))
            continue
        if len(choices) > 1:
            text = string_of(choices[1].get("transcript")) or ""
            context.notes.count("stt.ignored-alternatives", text, len(choices) - 1)
        context.used(result.get("alternatives"), result.get("keywords_result"), result.get("word_alternatives"))
        yield Stretch(
            text=string_of(best.get("transcript")),
            items=_timed(best, speakers, context),
            confidence=score_of(best.get("confidence")),
        )


def _timed(best: Mapping[str, Any], speakers: Mapping[Any, Any], context: Context) -> list[dict[str, Any]]:
    rows = best.get("timestamps")
    scores = best.get("word_confidence")
    items = []
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if not isinstance(row, list) or len(row) < 1:
            context.notes.malformed("timestamp", row)
            continue
        text, start, end = (*row, None, None)[:3]
        score = scores[index] if isinstance(scores, list) and index < len(scores) else None
        items.append({
            "word": text, "start": start, "end": end, "speaker": speakers.get(time_of(start)),
            "confidence": score[1] if isinstance(score, list) and len(score) > 1 else None,
        })  # fmt: skip
    return items


WATSON = Service(
    name="watson",
    carries="words speakers confidence kinds",
    title="IBM Watson Speech to Text JSON",
    test=lambda data: (
        any("timestamps" in next(dicts(row.get("alternatives")), {}) for row in _results(data))
        or ("result_index" in data and isinstance(data["results"], list))
    ),
    token=_WORD,
    shape=_watson,
    join=Join.SPACED,
    markers=True,
)


def _vosk_rows(data: Any) -> Any:
    return data if isinstance(data, list) else [data]


def _is_vosk(data: Any) -> bool:
    rows = [*dicts(_vosk_rows(data))]
    if any({"word", "start"} <= next(dicts(row.get("result")), {}).keys() for row in rows):
        return True
    return any(
        "partial" in row or {"text", "result"} <= next(dicts(row.get("alternatives")), {}).keys() for row in rows
    )


def _vosk(context: Context) -> Iterator[Stretch]:
    for row in context.notes.objects(_vosk_rows(context.data), "results"):
        choices = [*dicts(row.get("alternatives"))]
        if len(choices) > 1:
            context.notes.count("stt.ignored-alternatives", string_of(choices[1].get("text")) or "", len(choices) - 1)
            context.used(row.get("alternatives"))
        if "partial" in row and "text" not in row:
            context.notes.count("stt.ignored-interim", string_of(row["partial"]) or "")
            context.used(row["partial"], row.get("partial_result"))
            continue
        best = choices[0] if choices else row
        yield Stretch(text=string_of(best.get("text")), items=first_of(best, "result"), label=row.get("speaker"))


VOSK = Service(
    name="vosk",
    carries="words confidence kinds",
    title="Vosk and Kaldi JSON, an object an utterance",
    test=_is_vosk,
    token=Keys(text=("word",), confidence=("conf", "confidence")),
    shape=_vosk,
    join=Join.SPACED,
    suffixes=(".json", ".jsonl", ".ndjson"),
    markers=True,
)


def _kaldi(context: Context) -> Iterator[Stretch]:
    """Yield the words, by speakers where a segmentation stands beside them."""
    words = first_of(context.data, "words", "retval.words")
    context.used(words)
    paths = ("segmentation.segments", "retval.segmentation.segments", "segmentation.segmentation.segments")
    parts = [*dicts(first_of(context.data, *paths))]
    if not parts:
        yield Stretch(items=words)
        return
    for part, share in zip(parts, share_words(parts, words, Keys()), strict=True):
        if share:
            yield Stretch(items=share, label=first_of(part, "speaker.@id", "speaker"))


KALDI = Service(
    name="bbc-kaldi",
    carries="words speakers confidence",
    title="BBC Kaldi JSON",
    test=lambda data: {"word", "punct"} <= first_of(data, "words.0", "retval.words.0").keys(),
    token=Keys(text=("punct", "word"), speaker=()),
    shape=_kaldi,
    ignored=frozenset(("retval",)),
)

#: In the order of recognition.
SERVICES = (WATSON, VOSK, KALDI)
