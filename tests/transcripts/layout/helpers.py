"""Reading a text in tests, and the independent account of where its lines went."""

from __future__ import annotations

import re

from captionkit.diagnostics import Result
from captionkit.model.transcript import Kind, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.layout.reader import READER

WORDS = re.compile(r"[^\W\d_]+")
DROPPED = re.compile(r"[\d:;.,\s\[\](){}<>#|\-–—~→=*_>]+")


def read(text: str, **options: object) -> Result[Transcript]:
    return READER.read(Source(text.encode(), "talk.txt", encoding="utf-8"), ReadOptions(**options))


def said(result: Result[Transcript]) -> list[tuple[str, str]]:
    return [(s.speaker, s.text) for s in result.value.segments if s.kind is Kind.SPEECH]


def spoken(result: Result[Transcript]) -> str:
    return " ".join(s.text for s in result.value.spoken)


def codes(result: Result[Transcript]) -> list[str]:
    return [d.code for d in result.diagnostics]


def unaccounted(text: str, result: Result[Transcript]) -> list[tuple[int, str]]:
    """Return the non-blank lines of ``text`` whose words are neither in the result nor in a diagnostic of the line."""
    told: set[int] = set()
    for found in result.diagnostics:
        told.add(found.line or 0)
        if "from" in found.data and found.code == "article.left-out":
            told.update(range(found.data["from"], found.data["to"] + 1))
    held = [key for found in result.diagnostics for key in found.data.get("keys", ())]
    for segment in result.value.segments:
        held += [segment.speaker, segment.text, *(str(value) for value in segment.extras.values())]
    words = {"speaker"} | {word.casefold() for word in WORDS.findall(" ".join(held))}
    # a line without a word may have become segments in a row: their texts alone, and with what stands beside them
    texts = "".join(segment.text for segment in result.value.segments)
    solid = re.sub(r"\s+", "", "".join(held) + "\n" + texts)
    lost = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        bare = line.strip().strip("\x00\x1a\ufeff").strip()
        if not bare or number in told:
            continue
        mine = WORDS.findall(bare)
        if not all(word.casefold() in words for word in mine) or (
            not mine and not all(part in solid for part in re.split(DROPPED, bare))
        ):
            lost.append((number, line))
    return lost
