"""Putting translated sentences back into cues: which words where, in which style, on which line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.profiles import Limits
from captionkit.translation.align import Probe, styled, tokenised
from captionkit.translation.spread import BreakCosts, Room, spread
from captionkit.translation.units import Passage, Token, Unit

__all__ = ["Laid", "Layout", "budget_of", "lay", "lines_of_words"]

#: Breaks a cue's lines anew; given is one line for each speaker.
Breaker = Callable[[tuple[Line, ...]], tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The target language and its style guide: limits, what a cut between cues costs, how lines are broken."""

    limits: Limits
    language: str
    costs: BreakCosts
    breaker: Breaker


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines of each cue that changed; the units that stand in several cues; stretches whose place was guessed."""

    lines: Mapping[int, tuple[Line, ...]]
    repeated: tuple[Unit, ...]
    guessed: tuple[tuple[Unit, str], ...]


def rooms_of(cues: Sequence[Cue], sizes: Mapping[int, int], unit: Unit, limits: Limits) -> list[Room]:
    """Return what each piece of a unit has: its share of the cue's text, as time and as readable characters."""
    rooms: list[Room] = []
    for _, tokens in unit.pieces:
        cue = cues[tokens[0].cue]
        share = sum(len(t.text) + 1 for t in tokens) / max(1, sizes[tokens[0].cue])
        time = max(1, cue.duration) * share
        readable = time / 1000 * limits.max_cps if limits.max_cps else float("inf")
        box = limits.max_cpl * limits.max_lines * share if limits.max_cpl and limits.max_lines else float("inf")
        rooms.append(Room(time, min(readable, box)))
    return rooms


def sizes_of(passages: Sequence[Passage]) -> dict[int, int]:
    """Return the characters of each cue."""
    sizes: dict[int, int] = {}
    for passage in passages:
        sizes[passage.cue] = sizes.get(passage.cue, 0) + sum(len(t.text) + 1 for t in passage.tokens)
    return sizes


def budget_of(cues: Sequence[Cue], sizes: Mapping[int, int], unit: Unit, limits: Limits) -> int | None:
    """Return how many characters a unit's translation may have; None where the profile sets no limit."""
    room = sum(room.characters for room in rooms_of(cues, sizes, unit, limits))
    return int(room) if room != float("inf") else None


def lay(
    cues: Sequence[Cue],
    passages: Sequence[Passage],
    units: Sequence[Unit],
    texts: Mapping[str, str],
    layout: Layout,
    probe: Probe,
) -> Laid:
    """Return each cue's new lines from the translation of each unit."""
    sizes = sizes_of(passages)
    parts: dict[int, list[Token]] = {}
    repeated: list[Unit] = []
    guessed: list[tuple[Unit, str]] = []
    for unit in units:
        words, unsure = _worded(unit, texts[unit.id], layout, probe)
        guessed.extend((unit, stretch) for stretch in unsure)
        if 0 < len(words) < len(unit.pieces):
            repeated.append(unit)
        rooms = rooms_of(cues, sizes, unit, layout.limits)
        for (index, source), piece in zip(unit.pieces, spread(words, rooms, layout.costs), strict=True):
            parts.setdefault(index, []).extend(_dressed(source, piece))
    lines = {cue: _lines(group, layout) for cue, group in _by_cue(passages, parts).items()}
    return Laid(lines, tuple(repeated), tuple(guessed))


def _worded(unit: Unit, text: str, layout: Layout, probe: Probe) -> tuple[list[Token], list[str]]:
    words = tokenised(text, layout.language)
    source = unit.tokens
    mixed = any(len({t.style for t in tokens}) > 1 for _, tokens in unit.pieces)
    if not mixed or not words:
        return words, []
    base = max({t.style for t in source}, key=[t.style for t in source].count)
    return styled(source, words, probe, base)


def _dressed(source: Sequence[Token], words: Sequence[Token]) -> list[Token]:
    """A piece that was in one style throughout is so again."""
    styles = {token.style for token in source}
    if len(styles) == 1:
        style = next(iter(styles))
        return [replace(word, style=style) for word in words]
    return list(words)


def _by_cue(passages: Sequence[Passage], parts: Mapping[int, list[Token]]) -> dict[int, list[list[Token]]]:
    """Return for each cue its groups of words; a new group starts a line."""
    cues: dict[int, list[list[Token]]] = {}
    for index, passage in enumerate(passages):
        words = _framed(passage, parts.get(index, []))
        groups = cues.setdefault(passage.cue, [])
        if passage.own_line or not groups:
            groups.append([])
        groups[-1].extend(words)
    return cues


def _framed(passage: Passage, words: Sequence[Token]) -> list[Token]:
    framed = list(words)
    if not framed:
        text = (passage.prefix + passage.suffix).strip()
        return [Token(text, passage.cue)] if text else []
    first = framed[0] = replace(framed[0], glue=False)
    if passage.prefix:
        outside = (len(passage.prefix) + first.outside[0] if any(first.outside) else 0, first.outside[1])
        framed[0] = replace(first, text=passage.prefix + first.text, outside=outside)
    if passage.suffix:
        last = framed[-1]
        outside = (last.outside[0], last.outside[1] + len(passage.suffix) if any(last.outside) else 0)
        framed[-1] = replace(last, text=last.text + passage.suffix, outside=outside)
    return framed


def _lines(groups: Sequence[Sequence[Token]], layout: Layout) -> tuple[Line, ...]:
    return layout.breaker(tuple(_line(group) for group in groups if group))


def lines_of_words(words: Sequence[Token], layout: Layout, style: Style = PLAIN) -> tuple[Line, ...]:
    """Return words in one style, broken into lines."""
    return _lines([[replace(word, style=style) for word in words]], layout)


def _line(words: Sequence[Token]) -> Line:
    spans: list[Span] = []
    for word in _uncovered(words):
        blank = " " if spans and not word.glue else ""
        if spans and spans[-1].style == word.style:
            spans[-1] = Span(spans[-1].text + blank + word.text, word.style)
        elif blank and (word.style == PLAIN or _continues(spans[-1].style, word.style)):
            spans.append(Span(blank + word.text, word.style))
        elif blank:
            spans[-1] = Span(spans[-1].text + blank, spans[-1].style)
            spans.append(Span(word.text, word.style))
        else:
            spans.append(Span(word.text, word.style))
    return Line(tuple(spans))


def _uncovered(words: Sequence[Token]) -> Iterator[Token]:
    """Split marks off that a word's style does not cover."""
    for word in words:
        lead, tail = word.outside
        core = word.text[lead : len(word.text) - tail]
        if not core or word.style == PLAIN or word.outside == (0, 0):
            yield word
            continue
        if lead:
            yield replace(word, text=word.text[:lead], style=PLAIN)
        yield replace(word, text=core, glue=word.glue or lead > 0)
        if tail:
            yield replace(word, text=word.text[-tail:], style=PLAIN, glue=True)


def _continues(one: Style, two: Style) -> bool:
    """A blank between two styled stretches belongs to neither; it goes to the second, for want of a third span."""
    return one != PLAIN and two != PLAIN
