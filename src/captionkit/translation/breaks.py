"""Where a translation may be cut, into cues and into lines: the target language's break model, or a plain one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from captionkit.measure import width
from captionkit.profiles import Limits
from captionkit.translation.direction import is_spaceless
from captionkit.translation.lay import Layout
from captionkit.translation.units import Token, join_tokens

__all__ = ["layout_of"]

_STOPS = ".!?…。！？؟।"
_PAUSES = ",;:—–，、；：،؛"
#: Characters that may not begin a line in Chinese and Japanese (JIS X 4051, the common core of both).
_NOT_FIRST = frozenset("、。，．・：；？！）」』】〕〉》ー…ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々゛゜%％")
_NOT_LAST = frozenset("（「『【〔〈《¥$＄￥")


def layout_of(limits: Limits, language: str) -> Layout:
    """Return how text of a language is laid out under a profile's limits."""
    glued = is_spaceless(language)

    def costs(words: Sequence[str]) -> list[float]:
        return _costs(words, glued)

    def breaker(words: Sequence[Token], most: int | None) -> list[list[Token]]:
        return _lines(words, most, limits, costs([word.text for word in words]))

    return Layout(limits, glued, costs, breaker)


def _costs(words: Sequence[str], glued: bool) -> list[float]:
    found = [0.0]
    for before, after in pairwise(words):
        found.append(_cost(before, after, glued))
    return found


def _cost(before: str, after: str, glued: bool) -> float:
    last = before.rstrip("\"'”’»)]」』")[-1:]
    if after[:1] in _NOT_FIRST or before[-1:] in _NOT_LAST:
        return 4.0
    if last in _STOPS:
        return 0.0
    if last in _PAUSES:
        return 0.15
    if glued:
        return 0.6
    return 1.0 if len(before) <= 3 else 0.6


def _lines(words: Sequence[Token], most: int | None, limits: Limits, costs: Sequence[float]) -> list[list[Token]]:
    """Break into as few lines as fit (or ``most``), evenly, at cheap places."""
    if not words:
        return []
    full = width(join_tokens(words), limits.counting)
    if limits.max_cpl is None or full <= limits.max_cpl:
        return [list(words)]
    for count in range(2, (most or len(words)) + 1):
        cut = _cut(words, min(count, len(words)), limits, costs)
        if all(width(join_tokens(line), limits.counting) <= limits.max_cpl for line in cut):
            return cut
    return _cut(words, min(most or 2, len(words)), limits, costs)


def _cut(words: Sequence[Token], count: int, limits: Limits, costs: Sequence[float]) -> list[list[Token]]:
    edges = [0.0]
    for word in words:
        edges.append(edges[-1] + width(word.text, limits.counting) + (0 if word.glue else 1))
    goal, room = edges[-1] / count, limits.max_cpl or float("inf")
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(words)
    trail: list[list[tuple[float, int]]] = [best]
    for _ in range(count):
        row = [(float("inf"), 0)] * (len(words) + 1)
        for end in range(1, len(words) + 1):
            for start in range(end):
                size = edges[end] - edges[start] - 1
                cost = best[start][0] + ((size - goal) / goal) ** 2 + max(0.0, size - room) * 10 + costs[start] * 0.4
                if cost < row[end][0]:
                    row[end] = (cost, start)
        best = row
        trail.append(best)
    lines: list[list[Token]] = []
    end = len(words)
    for row in trail[:0:-1]:
        start = row[end][1]
        lines.append(list(words[start:end]))
        end = start
    return lines[::-1]
