"""Toolkits that keep texts and times in lists of their own: FunASR and SenseVoice, sherpa-onnx.

Shapes: https://github.com/modelscope/FunASR (``auto_model.py``: ``text`` with a ``timestamp`` list of ``[start, end]``
ms, one a spoken character or word, and ``sentence_info``), https://github.com/k2-fsa/sherpa-onnx (``tokens`` and
``timestamps`` in seconds, one a token).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.text.letters import WORD
from captionkit.text.scripts import has_unspaced
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch
from captionkit.transcripts.stt.values import dicts, first_of, string_of, time_of
from captionkit.transcripts.tokens import Join, TokenColumns

__all__ = ["SERVICES"]

#: What FunASR gives one time: a character of a script without blanks, or a word of any other.
_UNIT = re.compile(rf"{WORD}(?:['’.-]{WORD})*")
_TAGS = re.compile(r"<\|[^|<>]{0,60}\|>")
_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")


def _rows(data: Any) -> list[Mapping[str, Any]]:
    return [*dicts(data if isinstance(data, list) else first_of(data, "result", "results") or [data])]


def _is_funasr(data: Any) -> bool:
    first = _rows(data)[0]
    return "sentence_info" in first or (
        isinstance(first.get("text"), str) and _pairs(first.get("timestamp")) and "start" not in first
    )


def _pairs(times: Any) -> bool:
    return isinstance(times, list) and bool(times) and isinstance(times[0], list) and len(times[0]) == 2


def _funasr(context: Context) -> Iterator[Stretch]:
    for row in _rows(context.data):
        language = _LANGUAGE.match((string_of(row.get("text")) or "").strip())
        if language and not context.meta.get("language"):
            context.meta["language"] = language_tag(language[1])
        sentences = [*context.notes.objects(row.get("sentence_info"), "sentence_info")]
        context.used(row.get("text"), row.get("sentence_info"), row.get("timestamp"), row.get("raw_text"))
        for part in sentences or [row]:
            times = part.get("timestamp") or part.get("ts_list")
            yield Stretch(
                text=string_of(first_of(part, "text", "sentence")),
                start=time_of(part.get("start"), 1.0),
                end=time_of(part.get("end"), 1.0),
                label=first_of(part, "spk", "speaker"),
                columns=_timed(string_of(first_of(part, "text", "sentence")) or "", times, context),
            )


def _timed(text: str, times: Any, context: Context) -> TokenColumns | None:
    """Return the text's characters and words with the times of the list, one each; None where the numbers differ."""
    units = _units(_TAGS.sub(lambda match: " " * len(match[0]), text))
    if not _pairs(times):
        return None
    if len(units) != len(times):
        context.notes.count("stt.times-unused", f"{len(times)} times for {len(units)} characters and words")
        return None
    columns = TokenColumns()
    for unit, pair in zip(units, times, strict=True):
        columns.texts.append(unit)
        columns.starts.append(time_of(pair[0], 1.0) if isinstance(pair, list) and pair else None)
        columns.ends.append(time_of(pair[1], 1.0) if isinstance(pair, list) and len(pair) > 1 else None)
        columns.confidences.append(None)
    return columns


def _units(text: str) -> list[str]:
    units: list[str] = []
    for match in _UNIT.finditer(text):
        part = ""
        for char in match[0]:
            if not has_unspaced(char):
                part += char
                continue
            units += [part, char] if part else [char]
            part = ""
        units += [part] if part else []
    return units


FUNASR = Service(
    name="funasr",
    carries="words segments speakers",
    title="FunASR and SenseVoice JSON",
    test=_is_funasr,
    token=Keys(),
    shape=_funasr,
    languages=(),
    ignored=frozenset(("raw_text", "key")),
)


def _is_sherpa(data: Any) -> bool:
    first = _rows(data)[0]
    return (
        isinstance(first["tokens"], list)
        and isinstance(first["timestamps"], list)
        and len(first["tokens"]) == len(first["timestamps"]) > 0
        and isinstance(first["tokens"][0], str)
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _sherpa(context: Context) -> Iterator[Stretch]:
    """Yield each utterance; a token lasts until the next one begins, where its length is not stated."""
    for row in _rows(context.data):
        tokens, times, lengths = (_list(row.get(key)) for key in ("tokens", "timestamps", "durations"))
        context.used(row.get("tokens"), row.get("timestamps"), row.get("text"))
        shift = time_of(first_of(row, "start_time", "start")) or 0
        starts = [time_of(time) for time in times]
        columns = TokenColumns()
        for place, token in enumerate(tokens):
            start = starts[place] if place < len(starts) else None
            length = time_of(lengths[place]) if place < len(lengths) else None
            following = starts[place + 1] if place + 1 < len(starts) else None
            end = start + length if start is not None and length is not None else following
            columns.texts.append(string_of(token) or "")
            columns.starts.append(None if start is None else start + shift)
            columns.ends.append(None if end is None else end + shift)
            columns.confidences.append(None)
        yield Stretch(text=string_of(row.get("text")), columns=columns, language=language_tag(row.get("lang")))


SHERPA = Service(
    name="sherpa-onnx",
    carries="words language",
    title="sherpa-onnx JSON",
    test=_is_sherpa,
    token=Keys(),
    shape=_sherpa,
    join=Join.PIECES,
    suffixes=(".json", ".jsonl"),
    languages=("lang",),
    ignored=frozenset(("emotion", "event", "ys_log_probs")),
)

#: In the order of recognition.
SERVICES = (FUNASR, SHERPA)
