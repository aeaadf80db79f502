"""Cutting the row of tokens at places that are certain, so that each block is optimised on its own.

A block ends where a cue must: at a new turn, a long pause, or the end of a sentence whose neighbours are long enough to
stand alone. What is beyond a block never matters to it, so the whole and its parts give the same cues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from captionkit.segmentation.sentences import sentence_ends
from captionkit.segmentation.tokens import Token

__all__ = ["LONG_PAUSE", "blocks", "sentences_of"]

#: A silence that no cue spans, ms.
LONG_PAUSE = 1500
#: A sentence of fewer characters may share a cue with its neighbour.
SHORT_SENTENCE = 17


def blocks(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int, list[bool]]]:
    """Yield (first, one past the last, sentence ends) of each block."""
    begin = 0
    for end in _hard(tokens):
        ends = sentence_ends([t.text for t in tokens[begin:end]], language)
        start = 0
        for stop in _firm(tokens[begin:end], ends):
            yield begin + start, begin + stop, ends[start:stop]
            start = stop
        begin = end


def sentences_of(tokens: Sequence[Token], ends: Sequence[bool]) -> list[tuple[int, int]]:
    """Return (first, one past the last) of each sentence."""
    stops = [at + 1 for at, end in enumerate(ends) if end and at + 1 < len(tokens)] + [len(tokens)]
    return list(zip([0, *stops[:-1]], stops, strict=True))


def _hard(tokens: Sequence[Token]) -> Iterator[int]:
    for at in range(1, len(tokens)):
        token, before = tokens[at], tokens[at - 1]
        pause = token.start - before.end
        if token.forced or (pause >= LONG_PAUSE and token.measured and before.measured and not before.label):
            yield at
    if tokens:
        yield len(tokens)


def _firm(tokens: Sequence[Token], ends: Sequence[bool]) -> Iterator[int]:
    sentences = sentences_of(tokens, ends)
    sizes = [sum(len(t.text) + 1 for t in tokens[a:b]) for a, b in sentences]
    for (_, stop), size, following in zip(sentences[:-1], sizes, sizes[1:], strict=False):
        if size >= SHORT_SENTENCE and following >= SHORT_SENTENCE:
            yield stop
    yield len(tokens)
