"""Putting translated sentences back into cues: which words where, in which style, on which line."""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from captionkit.measure import width
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.profiles import Limits
from captionkit.translation.align import Probe, styled, tokenised
from captionkit.translation.cuts import cut_costs, held
from captionkit.translation.layout import TargetLayout
from captionkit.translation.proof import concepts_for, learned
from captionkit.translation.proof.concepts import Concepts
from captionkit.translation.spread import Capacity, spread
from captionkit.translation.units import TextToken, Unit, UnitPassage, join_tokens

if TYPE_CHECKING:
    pass

__all__ = ["Reflowed", "budget_of", "reflow"]


#: How often the cuts of sentences that do not fit their lines are tried again, with at least so much less space.
_ROUNDS, _STEP = 4, 4.0
#: Stands for the blank between words that a line end must not part (a character of private use, as wide as a blank).
_JOINER = "\ue000"
#: A sentence shorter than this does not get a line of its own, unless the source gives it one.
_SHORT = 6
#: Sentences of one speaker in one cue above which no line end is looked for between them.
_MOST_SENTENCES = 20
#: Units from which words are learned from the track itself.
LEARNED_FROM = 60


@dataclass(frozen=True, slots=True)
class Reflowed:
    """The lines of each cue that changed; the units that stand in several cues; stretches whose place was guessed."""

    lines: Mapping[int, tuple[Line, ...]]
    repeated: tuple[Unit, ...]
    guessed: tuple[tuple[Unit, str], ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The words that a cue has of one unit; the lines on which the source's begin and end; whether a line begins;
    whether it is a sound.
    """

    words: list[TextToken]
    first: int = 0
    last: int = 0
    own_line: bool = False
    sound: bool = False


def capacities_of(
    cues: Sequence[Cue], sizes: Mapping[int, int], unit: Unit, limits: Limits, passages: Sequence[UnitPassage] = ()
) -> list[Capacity]:
    """Return what each piece of a unit has: its share of the cue's text, as time and as readable characters.

    With ``passages`` what stands before its words (a label) counts as well.
    """
    capacities: list[Capacity] = []
    for index, tokens in unit.pieces:
        cue = cues[tokens[0].cue]
        size = sum(len(t.text) + 1 for t in tokens)
        share = size / max(1, sizes[tokens[0].cue])
        time = max(1, cue.duration) * share
        readable = time / 1000 * limits.max_cps if limits.max_cps else float("inf")
        box = limits.max_cpl * limits.max_lines * share if limits.max_cpl and limits.max_lines else float("inf")
        alone = size == sizes[tokens[0].cue] and passages
        capacities.append(
            Capacity(time, readable, box, limits.max_lines or 0, limits.max_cpl or float("inf"),
                     len(passages[index].prefix) + len(passages[index].suffix))
            if alone else Capacity(time, readable, box)
        )  # fmt: skip
    return capacities


def sizes_of(passages: Sequence[UnitPassage]) -> dict[int, int]:
    """Return the characters of each cue."""
    sizes: dict[int, int] = {}
    for passage in passages:
        sizes[passage.cue] = sizes.get(passage.cue, 0) + sum(len(t.text) + 1 for t in passage.tokens)
    return sizes


def budget_of(cues: Sequence[Cue], sizes: Mapping[int, int], unit: Unit, limits: Limits) -> int | None:
    """Return how many characters a unit's translation may have; None where the profile sets no limit."""
    capacity = sum(min(c.characters, c.space) for c in capacities_of(cues, sizes, unit, limits))
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
    placed = _Placed(cues, passages, units, texts, layout, probe, source)
    lines = {cue: _lines(sentences, layout) for cue, sentences in placed.cues()}
    for _ in range(_ROUNDS):
        excess = {cue: over for cue, made in lines.items() if (over := _excess(made, layout.limits))}
        moved = placed.tightened(excess)
        if not moved:
            break
        tried = {cue: _lines(sentences, layout) for cue, sentences in placed.cues(moved)}
        if sum(_excess(made, layout.limits) for made in tried.values()) >= sum(excess.get(cue, 0) for cue in tried):
            break
        lines |= tried
    return Reflowed(lines, tuple(placed.repeated), tuple(placed.guessed))


def _excess(lines: Sequence[Line], limits: Limits) -> float:
    """Return the width that does not fit a cue's lines."""
    widths = [width(line.text, limits.counting) for line in lines]
    beyond = sum(widths[limits.max_lines :]) if limits.max_lines else 0.0
    return beyond + sum(max(0.0, one - limits.max_cpl) for one in widths) if limits.max_cpl else beyond


class _Placed:
    """The words of each unit, in the cues they were given."""

    def __init__(
        self, cues: Sequence[Cue], passages: Sequence[UnitPassage], units: Sequence[Unit],
        texts: Mapping[str, str], layout: TargetLayout, probe: Probe, source: str,
    ) -> None:  # fmt: skip
        self.passages, self.units = passages, units
        self.repeated: list[Unit] = []
        self.guessed: list[tuple[Unit, str]] = []
        known = _known(units, texts, source, layout.language)
        self._costs = cut_costs(layout.language, layout.costs, known)
        self._rows: dict[str, Sequence[Sequence[float]]] = {}
        self._words: dict[str, list[TextToken]] = {}
        self._capacities: dict[str, list[Capacity]] = {}
        self._parts: dict[str, list[list[TextToken]]] = {}
        seen: dict[str, str] = {}
        sizes = sizes_of(passages)
        for unit in units:
            words, unsure = _worded(unit, texts[unit.id], layout, probe, known, seen)
            self.guessed.extend((unit, stretch) for stretch in unsure)
            if len(unit.pieces) < 2:  # there is nothing to cut, now or later
                self._parts[unit.id] = [words]
                continue
            if 0 < len(words) < len(unit.pieces):
                self.repeated.append(unit)
            self._words[unit.id] = words
            self._capacities[unit.id] = capacities_of(cues, sizes, unit, layout.limits, passages)
            self._spread(unit)

    def _spread(self, unit: Unit) -> None:
        words = self._words[unit.id]

        def costs() -> Sequence[Sequence[float]]:
            if unit.id not in self._rows:
                self._rows[unit.id] = [array("d", row) for row in self._costs(unit, words)]
            return self._rows[unit.id]

        self._parts[unit.id] = spread(words, self._capacities[unit.id], costs)

    def tightened(self, excess: Mapping[int, float]) -> set[int]:
        """Leave less space in cues that hold too much, for sentences that have others; return the cues that changed."""
        moved: set[int] = set()
        for unit in self.units:
            if len(unit.pieces) < 2 or not excess.keys() & set(unit.cues):
                continue
            before = self._parts[unit.id]
            spaces = self._capacities[unit.id]
            for n, (_, tokens) in enumerate(unit.pieces):
                over = excess.get(tokens[0].cue)
                if over:
                    spaces[n] = replace(spaces[n], space=max(1.0, len(join_tokens(before[n])) - max(over, _STEP)))
            self._spread(unit)
            if [len(part) for part in before] != [len(part) for part in self._parts[unit.id]]:
                moved |= set(unit.cues)
        return moved

    def cues(self, only: Collection[int] = ()) -> Iterator[tuple[int, list[_Sentence]]]:
        """Yield the sentences of each cue (of some alone: ``only``), in order, with the marks around them.

        Units stand in the order of their passages: those that begin in a cue are made when it is its turn.
        """
        parts: dict[int, list[_Sentence]] = {}
        waiting = deque(self.units)
        for cue, group in groupby(enumerate(self.passages), key=lambda pair: pair[1].cue):
            made: list[_Sentence] = []
            for index, passage in group:
                while waiting and waiting[0].index <= index:
                    self._part(waiting.popleft(), parts, only)
                made += _with_affixes(passage, parts.pop(index, [])) if not only or cue in only else ()
            if not only or cue in only:
                yield cue, made

    def _part(self, unit: Unit, parts: dict[int, list[_Sentence]], only: Collection[int]) -> None:
        """Put the sentences of a unit to the passages they stand in."""
        for (index, tokens), piece in zip(unit.pieces, self._parts[unit.id], strict=True):
            if not only or tokens[0].cue in only:
                sentence = _Sentence(_dressed(tokens, piece), tokens[0].line, tokens[-1].line)
                parts.setdefault(index, []).append(sentence)


def _known(units: Sequence[Unit], texts: Mapping[str, str], source: str, target: str) -> Concepts:
    """Return the words that translate each other: a table's, and those learned from a track that is long enough."""
    known = concepts_for(source, target)
    if len(units) < LEARNED_FROM:
        return known
    return known.joined(learned([unit.text for unit in units], [texts[unit.id] for unit in units]))


def _worded(
    unit: Unit, text: str, layout: TargetLayout, probe: Probe, known: Concepts, seen: dict[str, str]
) -> tuple[list[TextToken], list[str]]:
    words = tokenised(text, layout.language, seen)
    source = unit.tokens
    mixed = any(len({t.style for t in tokens}) > 1 for _, tokens in unit.pieces)
    if not mixed or not words:
        return words, []
    return styled(source, words, probe, _ground(source), known)


def _ground(source: Sequence[TextToken]) -> Style:
    """Return the style that the others stand in: fewest stretches are then to be found; plain, else the commonest."""
    counts = Counter(token.style for token in source)
    stretches = Counter(style for style, _ in groupby(token.style for token in source))
    return min(counts, key=lambda style: (sum(stretches.values()) - stretches[style], style != PLAIN, -counts[style]))


def _dressed(source: Sequence[TextToken], words: Sequence[TextToken]) -> list[TextToken]:
    """A piece that was in one style throughout is so again."""
    styles = {token.style for token in source}
    if len(styles) == 1:
        style = next(iter(styles))
        return [word if word.style == style else replace(word, style=style) for word in words]
    return list(words)


def _with_affixes(passage: UnitPassage, sentences: list[_Sentence]) -> list[_Sentence]:
    """Return a passage's sentences with what stands before the first and after the last."""
    if not any(sentence.words for sentence in sentences):
        text = (passage.prefix + passage.suffix).strip()
        return [_Sentence([TextToken(text, passage.cue)] if text else [], own_line=passage.own_line)]
    first = sentences[0]
    sentences[0] = replace(first, words=_prefixed(first.words, passage.prefix), own_line=passage.own_line)
    last = sentences[-1]
    sentences[-1] = replace(last, words=_suffixed(last.words, passage.suffix), sound=passage.sound)
    return sentences


def _prefixed(words: list[TextToken], prefix: str) -> list[TextToken]:
    if not words:
        return words
    first = replace(words[0], glue=False)
    outside = (len(prefix) + first.outside[0] if any(first.outside) else 0, first.outside[1])
    return [replace(first, text=prefix + first.text, outside=outside) if prefix else first, *words[1:]]


def _suffixed(words: list[TextToken], suffix: str) -> list[TextToken]:
    if not suffix or not words:
        return words
    last = words[-1]
    outside = (last.outside[0], last.outside[1] + len(suffix) if any(last.outside) else 0)
    return [*words[:-1], replace(last, text=last.text + suffix, outside=outside)]


def _lines(sentences: Sequence[_Sentence], layout: TargetLayout) -> tuple[Line, ...]:
    """Return a cue's lines: each speaker's own, broken where a sentence ends if they must be broken."""
    groups: list[list[_Sentence]] = []
    for sentence in sentences:
        if not sentence.words:
            continue
        if sentence.own_line or not groups:
            groups.append([])
        groups[-1].append(sentence)
    most = layout.limits.max_lines or 2
    return tuple(line for group in groups for line in _group_lines(group, layout, most - len(groups) + 1))


def _group_lines(group: Sequence[_Sentence], layout: TargetLayout, most: int) -> tuple[Line, ...]:
    """Return one speaker's lines: a line ends where a sentence does, as far as ``most`` lines allow.

    Sentences that fit on one line share it, unless the source has them on two.
    """
    whole = _broken([word for sentence in group for word in sentence.words], layout)
    if len(group) > _MOST_SENTENCES:
        return whole
    best: tuple[tuple[bool, int, float], tuple[Line, ...]] | None = None
    for at in range(1, len(group)):
        apart = group[at].first > group[at - 1].last
        halves = [[word for sentence in part for word in sentence.words] for part in (group[:at], group[at:])]
        sizes = [len(join_tokens(half)) for half in halves]
        if not apart and (len(whole) == 1 or group[at - 1].sound or min(sizes) < _SHORT):
            continue
        lines = tuple(line for half in halves for line in _broken(half, layout))
        if len(lines) > max(most, len(whole)) or _excess(lines, layout.limits) > _excess(whole, layout.limits):
            continue
        rank = (not apart, len(lines), float(abs(sizes[0] - sizes[1])))
        if best is None or rank < best[0]:
            best = rank, lines
    return best[1] if best else whole


def _broken(words: Sequence[TextToken], layout: TargetLayout) -> tuple[Line, ...]:
    """Return words in lines; a figure stays beside what it counts where that makes no line too long."""
    free = layout.breaker((_line(words),))
    if len(free) < 2:
        return free
    together = held(words, layout.language, _JOINER)
    if len(together) == len(words):
        return free
    lines = tuple(
        Line(tuple(Span(span.text.replace(_JOINER, " "), span.style) for span in line.spans))
        for line in layout.breaker((_line(together),))
    )
    fits = len(lines) <= len(free) and _excess(lines, layout.limits) <= _excess(free, layout.limits)
    return lines if fits else free


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
