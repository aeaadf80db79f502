"""Putting translated sentences back into cues: which words where, in which style, on which line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.profiles import Limits, Profile
from captionkit.text.scripts import count_unspaced
from captionkit.text.sentences import sentence_ends
from captionkit.translation.align import Probe, styled, tokenised
from captionkit.translation.cuts import cut_costs
from captionkit.translation.proof import concepts_for, learned
from captionkit.translation.proof.concepts import Concepts
from captionkit.translation.spread import BreakCosts, Capacity, spread
from captionkit.translation.units import TextToken, Unit, UnitPassage

if TYPE_CHECKING:
    from captionkit.segmentation.engine import Engine

__all__ = ["Reflowed", "TargetLayout", "budget_of", "layout_of", "lines_of_words", "reflow"]

#: Breaks a cue's lines again; one line for each speaker goes in.
Breaker = Callable[[tuple[Line, ...]], tuple[Line, ...]]

#: Log odds of ending a cue that count as a good place (no cost) and as a bad one (cost 1).
_GOOD, _BAD = 1.0, -7.0
#: Units from which words are learned from the track itself.
LEARNED_FROM = 60
#: Words (or letters of scripts without spaces) of a cue beyond which its lines are not optimised.
_MOST = 150


@dataclass(frozen=True, slots=True)
class TargetLayout:
    """The target language and its style guide: limits, what a cut between cues costs, how lines are broken."""

    limits: Limits
    language: str
    costs: BreakCosts
    breaker: Breaker


@dataclass(frozen=True, slots=True)
class Reflowed:
    """The lines of each cue that changed; the units that stand in several cues; stretches whose place was guessed."""

    lines: Mapping[int, tuple[Line, ...]]
    repeated: tuple[Unit, ...]
    guessed: tuple[tuple[Unit, str], ...]


def capacities_of(cues: Sequence[Cue], sizes: Mapping[int, int], unit: Unit, limits: Limits) -> list[Capacity]:
    """Return what each piece of a unit has: its share of the cue's text, as time and as readable characters."""
    capacities: list[Capacity] = []
    for _, tokens in unit.pieces:
        cue = cues[tokens[0].cue]
        share = sum(len(t.text) + 1 for t in tokens) / max(1, sizes[tokens[0].cue])
        time = max(1, cue.duration) * share
        readable = time / 1000 * limits.max_cps if limits.max_cps else float("inf")
        box = limits.max_cpl * limits.max_lines * share if limits.max_cpl and limits.max_lines else float("inf")
        capacities.append(Capacity(time, readable, box))
    return capacities


def sizes_of(passages: Sequence[UnitPassage]) -> dict[int, int]:
    """Return the characters of each cue."""
    sizes: dict[int, int] = {}
    for passage in passages:
        sizes[passage.cue] = sizes.get(passage.cue, 0) + sum(len(t.text) + 1 for t in passage.tokens)
    return sizes


def budget_of(cues: Sequence[Cue], sizes: Mapping[int, int], unit: Unit, limits: Limits) -> int | None:
    """Return how many characters a unit's translation may have; None where the profile sets no limit."""
    capacity = sum(min(c.characters, c.room) for c in capacities_of(cues, sizes, unit, limits))
    return int(capacity) if capacity != float("inf") else None


def reflow(
    cues: Sequence[Cue],
    passages: Sequence[UnitPassage],
    units: Sequence[Unit],
    texts: Mapping[str, str],
    layout: TargetLayout,
    probe: Probe,
    source: str = "",
) -> Reflowed:
    """Return each cue's new lines from the translation of each unit; ``source`` is the language it was made from."""
    sizes = sizes_of(passages)
    costs = cut_costs(layout.language, layout.costs, _known(units, texts, source, layout.language))
    parts: dict[int, list[TextToken]] = {}
    repeated: list[Unit] = []
    guessed: list[tuple[Unit, str]] = []
    for unit in units:
        words, unsure = _worded(unit, texts[unit.id], layout, probe)
        guessed.extend((unit, stretch) for stretch in unsure)
        if 0 < len(words) < len(unit.pieces):
            repeated.append(unit)
        capacities = capacities_of(cues, sizes, unit, layout.limits)
        spreading = spread(words, capacities, lambda unit=unit, words=words: costs(unit, words))
        for (index, tokens), piece in zip(unit.pieces, spreading, strict=True):
            parts.setdefault(index, []).extend(_dressed(tokens, piece))
    lines = {cue: _lines(group, layout) for cue, group in _by_cue(passages, parts).items()}
    return Reflowed(lines, tuple(repeated), tuple(guessed))


def _known(units: Sequence[Unit], texts: Mapping[str, str], source: str, target: str) -> Concepts:
    """Return the words that translate each other: a table's, and those learned from a track that is long enough."""
    known = concepts_for(source, target)
    if len(units) < LEARNED_FROM:
        return known
    return known.joined(learned([unit.text for unit in units], [texts[unit.id] for unit in units]))


def _worded(unit: Unit, text: str, layout: TargetLayout, probe: Probe) -> tuple[list[TextToken], list[str]]:
    words = tokenised(text, layout.language)
    source = unit.tokens
    mixed = any(len({t.style for t in tokens}) > 1 for _, tokens in unit.pieces)
    if not mixed or not words:
        return words, []
    base = Counter(t.style for t in source).most_common(1)[0][0]  # the first of equals
    return styled(source, words, probe, base)


def _dressed(source: Sequence[TextToken], words: Sequence[TextToken]) -> list[TextToken]:
    """A piece that was in one style throughout is so again."""
    styles = {token.style for token in source}
    if len(styles) == 1:
        style = next(iter(styles))
        return [replace(word, style=style) for word in words]
    return list(words)


def _by_cue(passages: Sequence[UnitPassage], parts: Mapping[int, list[TextToken]]) -> dict[int, list[list[TextToken]]]:
    """Return for each cue its groups of words; a new group starts a line."""
    cues: dict[int, list[list[TextToken]]] = {}
    for index, passage in enumerate(passages):
        words = _with_affixes(passage, parts.get(index, []))
        groups = cues.setdefault(passage.cue, [])
        if passage.own_line or not groups:
            groups.append([])
        groups[-1].extend(words)
    return cues


def _with_affixes(passage: UnitPassage, words: Sequence[TextToken]) -> list[TextToken]:
    words_in_affixes = list(words)
    if not words_in_affixes:
        text = (passage.prefix + passage.suffix).strip()
        return [TextToken(text, passage.cue)] if text else []
    first = words_in_affixes[0] = replace(words_in_affixes[0], glue=False)
    if passage.prefix:
        outside = (len(passage.prefix) + first.outside[0] if any(first.outside) else 0, first.outside[1])
        words_in_affixes[0] = replace(first, text=passage.prefix + first.text, outside=outside)
    if passage.suffix:
        last = words_in_affixes[-1]
        outside = (last.outside[0], last.outside[1] + len(passage.suffix) if any(last.outside) else 0)
        words_in_affixes[-1] = replace(last, text=last.text + passage.suffix, outside=outside)
    return words_in_affixes


def _lines(groups: Sequence[Sequence[TextToken]], layout: TargetLayout) -> tuple[Line, ...]:
    return layout.breaker(tuple(_line(group) for group in groups if group))


def lines_of_words(words: Sequence[TextToken], layout: TargetLayout, style: Style = PLAIN) -> tuple[Line, ...]:
    """Return words in one style, broken into lines."""
    return _lines([[replace(word, style=style) for word in words]], layout)


def _line(words: Sequence[TextToken]) -> Line:
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


def _uncovered(words: Sequence[TextToken]) -> Iterator[TextToken]:
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


def layout_of(profile: Profile, language: str) -> TargetLayout:
    """Return how text of a language is reflowed out in a style guide: the break model's costs and lines."""
    from captionkit.segmentation.engine import engine_for
    from captionkit.segmentation.options import SegmentOptions
    from captionkit.segmentation.rewrap import wrapped

    engine = engine_for(profile, SegmentOptions(), language)

    def costs(words: Sequence[TextToken]) -> list[float]:
        return _costs(engine, words, language)

    def breaker(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return wrapped(Cue(0, 0, lines), engine).lines if _few(lines) else lines

    return TargetLayout(profile.limits(), language, costs, breaker)


def _few(lines: tuple[Line, ...]) -> bool:
    """Return whether lines can be those of one cue; what is ten times as long stays as it is and is reported."""
    return sum(line.text.count(" ") + 1 + count_unspaced(line.text) for line in lines) <= _MOST


def _costs(engine: Engine, words: Sequence[TextToken], language: str) -> list[float]:
    """Return the cost of a cut before each word, from the log odds that a cue ends after the one before."""
    from captionkit.segmentation.row import untimed

    ends = sentence_ends([word.text for word in words], language)
    row = untimed([word.text for word in words], [word.glue and number > 0 for number, word in enumerate(words)])
    scores = engine.scored(row, ends).cue
    return [0.0, *(max(0.0, min(2.0, (_GOOD - score) / (_GOOD - _BAD))) for score in scores[:-1])]
