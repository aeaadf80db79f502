"""Cutting the row of tokens at places that are certain, so that each block is optimised on its own.

A block ends where a cue must: at a new turn, a long pause, the end of a sentence whose neighbours are long enough to
stand alone, or a sound of the room ("(Applause)") between two sentences. What is beyond a block never matters to it,
save for when the next word is said; so a stream gives the same cues as the whole.
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
#: What is heard in the room, not said: such a description between two sentences is a cue of its own (TED's own guide).
#: Others, as "(Whispering)" or "(Video)", say how the next words are spoken and stay with them.
_ROOM = frozenset(
    """
    applause laughter cheering cheers music applaudissements rires musique aplausos risas música applaus beifall
    gelächter musik applausi risate musica aplauso palmas risos gelach muziek аплодисменты смех музыка
    """.split()  # noqa: SIM905
)
#: Words that such a description may have.
_ROOM_WORDS = 4
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
    ends, firm = _ends(tokens[:count], language)
    stops = [*firm, count]
    for begin, end in pairwise([0, *stops]):
        yield tokens[begin : end + 1], end - begin, ends[begin:end]


def _flush(held: list[Token], language: str) -> Generator[Block, None, list[Token]]:
    """Hand on the sentences that nothing to come can change; return the rest."""
    ends, firm = _ends(held, language)
    stops = firm[:-2]
    for begin, end in pairwise([0, *stops]):
        yield held[begin : end + 1], end - begin, ends[begin:end]
    return held[stops[-1] :] if stops else held


def _ends(tokens: Sequence[Token], language: str) -> tuple[list[bool], list[int]]:
    """Return whether a sentence ends after each token, and where it is certain that a cue begins."""
    ends = sentence_ends([t.text for t in tokens], language)
    sounds: set[int] = set()
    for at, token in enumerate(tokens):
        if token.text[:1] in ("(", "["):
            for stop in _sound(tokens, ends, at):
                ends[stop - 1] = True
                sounds.add(stop)
    return ends, _firm(tokens, ends, sounds)


def _sound(tokens: Sequence[Token], ends: Sequence[bool], at: int) -> tuple[int, ...]:
    """Return where a sound of the room that begins here begins and ends; nothing where it interrupts a sentence."""
    if at and not ends[at - 1]:
        return ()
    for last in range(at, min(at + _ROOM_WORDS, len(tokens))):
        if tokens[last].text[-1:] in ")]":
            words = {token.text.strip("()[]").lower() for token in tokens[at : last + 1]}
            return tuple(stop for stop in (at, last + 1) if stop) if words & _ROOM else ()
    return ()


def _firm(tokens: Sequence[Token], ends: Sequence[bool], sounds: set[int]) -> list[int]:
    """Return where one of two neighbouring sentences, both long enough, begins, and where a sound begins or ends."""
    stops = [at + 1 for at, end in enumerate(ends) if end and at + 1 < len(tokens)]
    spans = list(pairwise([0, *stops, len(tokens)]))
    sizes = [sum(len(t.text) + 1 for t in tokens[a:b]) for a, b in spans]
    return [
        stop
        for stop, (size, after) in zip(stops, pairwise(sizes), strict=True)
        if stop in sounds or min(size, after) >= SHORT_SENTENCE
    ]
