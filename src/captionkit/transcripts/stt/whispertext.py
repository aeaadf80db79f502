"""Whisper's text with its own time marks: ``<|0.00|> The tide is in.<|2.40|>``, as decoders print it.

The marks count from the beginning of a window of 30 s; where they go back, the next window has begun
(https://github.com/openai/whisper, ``tokenizer.py``, ``transcribe.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from captionkit.errors import InputError
from captionkit.sources import Source
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, reader_of
from captionkit.transcripts.stt.notes import Notes

__all__ = ["WHISPER_MARKS"]

_TIME = re.compile(r"<\|(\d{1,2}\.\d{2})\|>")
_MARK = re.compile(r"<\|([^|<>]{0,40})\|>")
#: ms of a window.
_WINDOW = 30_000


def _sniff(source: Source) -> float:
    return 0.9 if len(_TIME.findall(source.head)) >= 2 and _MARK.match(source.head.lstrip("\ufeff \t\r\n")) else 0.0


def _load(source: Source, notes: Notes) -> str:
    return source.text


def _shape(context: Context) -> Iterator[Stretch]:
    """Yield what stands between two times; other marks stay in the text for the reading of marks."""
    text: str = context.data
    language = next((tag for mark in _MARK.findall(text[:200]) if (tag := language_tag(mark))), "")
    context.meta["language"] = language
    times = [*_TIME.finditer(text)]
    if not times:
        raise InputError(f"{context.notes.file}: Whisper's text without its time marks", hint="--from text reads it")
    window, last = 0, 0
    begin, start = 0, None
    for match in times:
        time = round(float(match[1]) * 1000)
        window, last = (window + _WINDOW if time < last else window), time
        said = text[begin : match.start()]
        if _MARK.sub("", said).strip():
            yield Stretch(text=said.strip(), start=start, end=time + window)
        begin, start = match.end(), time + window
    if _MARK.sub("", text[begin:]).strip():
        yield Stretch(text=text[begin:].strip(), start=start)


WHISPER_MARKS = reader_of(
    Service(
        name="whisper-marks",
        carries="segments language",
        title="Whisper text with time marks",
        test=lambda data: False,
        token=Keys(),
        shape=_shape,
        suffixes=(".txt",),
        languages=(),
        load=_load,
    ),
    _sniff,
)
