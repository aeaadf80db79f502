"""InqScribe documents: ``key=value`` lines, the transcript in one of them, times in frames after a dot."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, UsageError
from captionkit.model.timecode import parse_rate
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.layout.reader import Given, read_lines

__all__ = ["INQSCRIBE"]

_KEY = re.compile(r"(?P<key>[A-Za-z][\w.]{0,60})=(?P<value>.*)\Z", re.S)
_BREAK = re.compile(r"\\r\\n|\\r|\\n")
_CHAINED = re.compile(r"(?<=\S)[ \t]*(?=\[\d\d:\d\d:\d\d[.:;]\d\d\])")


def _sniff(source: Source) -> float:
    head = source.head.lstrip("\ufeff \t\r\n")
    return 0.97 if head.startswith("app=InqScribe") else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    keys = {}
    for number, line in enumerate(source.lines, 1):
        match = _KEY.match(line)
        if match is not None and match["key"] not in keys:
            keys[match["key"]] = match["value"]
        elif line.strip():
            notes.add("text.note", f"a line that is not a setting: {line.strip()[:80]}", line=number)
    if "text" not in keys:
        raise InputError(f"{source.name}: an InqScribe document without its text= line")
    body = _CHAINED.sub("\n", _BREAK.sub("\n", keys.pop("text").replace("\\t", "\t")))
    if options.rate is None:
        options = replace(options, rate=_rate(keys, notes))
    transcript = read_lines(body.split("\n"), options, notes, Given(dotted_frames=True))
    meta = {**transcript.meta, **{key: value for key, value in keys.items() if value}}
    return Result(transcript.replace(source="inqscribe", meta=meta), notes.all)


def _rate(keys: dict[str, str], notes: Collector) -> Fraction | None:
    try:
        return parse_rate(keys["timecode.fps"])
    except KeyError:
        return None
    except UsageError as error:
        notes.add("text.rate-assumed", f"timecode.fps: {error.message}")
        return None


INQSCRIBE = Reader(
    "inqscribe", "InqScribe document", (".inqscr",), _sniff, _read, frozenset({"segments", "speakers", "kinds"})
)
