"""oTranscribe's documents: JSON around a page of HTML."""

from __future__ import annotations

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader

__all__ = ["OTRANSCRIBE"]


def _sniff_otr(source: Source) -> float:
    if not source.is_json or not isinstance(source.json, dict):
        return 0.0
    return 0.96 if isinstance(source.json.get("text"), str) and "media" in source.json else 0.0


def _read_otr(source: Source, options: ReadOptions) -> Result[Transcript]:
    from captionkit.transcripts.html import read_html  # loads all that pages of text want

    data = source.json
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise InputError(f"{source.name}: an oTranscribe document without its text")
    notes = Collector(source.name, strict=options.strict)
    transcript = read_html(data["text"], options, notes)
    meta = {**transcript.meta, **{key: data[key] for key in ("media", "media-time") if data.get(key)}}
    return Result(transcript.replace(source="otranscribe", meta=meta), notes.all)


OTRANSCRIBE = Reader(
    "otranscribe",
    "oTranscribe document",
    (".otr",),
    _sniff_otr,
    _read_otr,
    frozenset({"segments", "speakers", "kinds"}),
)
