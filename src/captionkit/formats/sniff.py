"""Which caption format a source is in: by its content, with the suffix as a tie-break only."""

from __future__ import annotations

from typing import NamedTuple

from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import UnknownFormatError
from captionkit.formats.base import Format
from captionkit.formats.table import FORMATS
from captionkit.sources import Source
from captionkit.sources.binary import binary_kind

__all__ = ["FormatChoice", "recognise", "unknown"]

#: From this score on, nothing else needs to be asked; below ``UNSURE`` that is reported.
CERTAIN, UNSURE = 0.95, 0.5


class FormatChoice(NamedTuple):
    """What a source was recognised as; ``runner_up`` names the next best, ``""`` where nothing else came near."""

    format: Format
    confidence: float
    runner_up: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


def recognise(source: Source) -> FormatChoice:
    r"""Return the caption format that the content of ``source`` shows.

    The formats known by the name's suffix are asked first; where one of them is certain no other is loaded.

    Raises UnknownFormatError where none recognises it.

    >>> recognise(Source(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "talk.srt")).format.name
    'vtt'
    """
    expected = FORMATS.by_suffix(source.suffix) if source.suffix else []
    scores: list[tuple[float, int, str]] = []
    for rank, name in enumerate(dict.fromkeys([*expected, *FORMATS.names()])):
        format = FORMATS.get(name)
        score = format.sniff(source) if format.read is not None else 0.0
        if score > 0:
            scores.append((score, -rank, name))
        if score >= CERTAIN:
            break
    if not scores:
        raise unknown(source, "caption format")
    scores.sort(reverse=True)
    (score, _, name), *others = scores
    runner_up = others[0][2] if others else ""
    return FormatChoice(FORMATS.get(name), score, runner_up, _notes(source, score, name, runner_up, expected))


def unknown(source: Source, reader: str) -> UnknownFormatError:
    """Return the error for content that no ``reader`` recognises: what it is instead, as far as that shows."""
    kind, hint = binary_kind(source.data)
    if kind:
        return UnknownFormatError(f"{source.name}: is {kind}, not text", hint=hint)
    first = next((line.strip() for line in source.lines[:1000] if line.strip()), "")
    begins = f"; it begins {first[:60]!r}" if first else ": it is empty"
    hint, name = "--from FORMAT names one", source.suffix.lstrip(".")
    if name in FORMATS.names() and FORMATS.get(name).read is None:
        hint = f"{FORMATS.get(name).title} is written and not read: export SRT or WebVTT where the file was made"
    return UnknownFormatError(f"{source.name}: no {reader} recognises this content{begins}", hint=hint)


def _notes(source: Source, score: float, name: str, runner_up: str, expected: list[str]) -> tuple[Diagnostic, ...]:
    if score < UNSURE:
        other = f"; {runner_up} was the next best" if runner_up else ""
        return (report("read.format-unsure", f"read as {name} (confidence {score:.1f}{other})", file=source.name),)
    if expected and name not in expected:
        message = f"the content is {name}, although the name ends in {source.suffix}"
        return (report("read.format", message, file=source.name),)
    return ()
