"""Cutting the row of tokens at places that are certain, so that each block is optimised on its own.

A block ends where a cue must: at a new turn, a long pause, or the end of a sentence whose neighbours are long enough to
stand alone. What is beyond a block never matters to it, save for when the next word is said; so a stream gives the same
cues as the whole.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import pairwise

from captionkit.segmentation.sentences import sentence_ends
from captionkit.segmentation.tokens import Token

__all__ = ["LONG_PAUSE", "Block", "blocks"]

#: A silence that no cue spans, ms.
LONG_PAUSE = 1500
#: A sentence of fewer characters may share a cue with its neighbour.
SHORT_SENTENCE = 17
#: So many words are held at most before the sentences that are certain are handed on.
HELD = 3000

#: Tokens (with the one that follows, if any), how many of them are the block's, and which of those end a sentence.
Block = tuple[Sequence[Token], int, list[bool]]


def blocks(tokens: Iterable[Token], language: str) -> Iterator[Block]:
    """Yield the blocks of a stream of tokens."""
    held: list[Token] = []
    for token in tokens:
        if held and _hard(held[-1], token):
            yield from _section([*held, token], len(held), language)
            held = []
        held.append(token)
        if len(held) % HELD == 0:
            held = yield from _flush(held, language)
    if held:
        yield from _section(held, len(held), language)


def _hard(before: Token, token: Token) -> bool:
    pause = token.start - before.end
    return token.forced or (pause >= LONG_PAUSE and token.measured and before.measured and not before.label)


def _section(tokens: list[Token], count: int, language: str) -> Iterator[Block]:
    ends = sentence_ends([t.text for t in tokens[:count]], language)
    stops = [*_firm(tokens[:count], ends), count]
    for begin, end in pairwise([0, *stops]):
        yield tokens[begin : end + 1], end - begin, ends[begin:end]


def _flush(held: list[Token], language: str) -> Generator[Block, None, list[Token]]:
    """Hand on the sentences that nothing to come can change; return the rest."""
    ends = sentence_ends([t.text for t in held], language)
    stops = _firm(held, ends)[:-2]
    for begin, end in pairwise([0, *stops]):
        yield held[begin : end + 1], end - begin, ends[begin:end]
    return held[stops[-1] :] if stops else held


def _firm(tokens: Sequence[Token], ends: Sequence[bool]) -> list[int]:
    """Return where one of two neighbouring sentences, both long enough, begins."""
    stops = [at + 1 for at, end in enumerate(ends) if end and at + 1 < len(tokens)]
    spans = list(pairwise([0, *stops, len(tokens)]))
    sizes = [sum(len(t.text) + 1 for t in tokens[a:b]) for a, b in spans]
    return [
        stop for stop, (size, after) in zip(stops, pairwise(sizes), strict=True) if min(size, after) >= SHORT_SENTENCE
    ]
