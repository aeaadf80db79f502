"""The engine: words of one block to scored gaps, and scored gaps to cues."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from captionkit.measure import width
from captionkit.profiles.model import Limits, Profile
from captionkit.segmentation.features import Shape
from captionkit.segmentation.lending import lend
from captionkit.segmentation.model import BreakModel, break_model
from captionkit.segmentation.never import forbid
from captionkit.segmentation.optimise import Chosen, ScoredWords, best_lines, choose, line_chances
from captionkit.segmentation.options import SegmentOptions, break_style
from captionkit.segmentation.pace import pace_of, times_of
from captionkit.segmentation.pauses import PauseMarks, pause_marks
from captionkit.segmentation.prices import at_marks, begin_saying, hold_brackets, hold_label, keep_sentences, keep_short
from captionkit.segmentation.row import WordRow
from captionkit.segmentation.shapes import LEARNED_CPL, Shapes, shapes_for
from captionkit.text.marks import DIALOGUE
from captionkit.values import value

__all__ = ["Engine", "engine_for"]

#: Log worth of a pause of a second between two cues, and of a cue that ends at a shot change.
PAUSE, SHOT = 3.0, 1.5
#: Beyond lines of 84 characters places in a sentence mean the same.
LEAST_SCALE = 0.5
#: Words optimised at once where nothing says that a cue must end, and how many of them are settled each time.
WINDOW, SETTLED = 150, 100


@value
class Engine:
    """A break model, a guide's limits and its style.

    ``hang`` is how long (ms) a cue stays after its last word where silence follows, ``early`` how long before its first
    word it may appear, ``pauses`` how the guide marks a sentence that pauses between two cues, ``dashes`` what stands
    before two speakers' lines in one cue.
    """

    model: BreakModel
    limits: Limits
    shapes: Shapes
    shots: tuple[int, ...] = ()
    hang: int = 0
    early: int = 0
    pauses: PauseMarks | None = None
    dashes: tuple[str, str] = DIALOGUE["both-space"]

    def cut(self, row: WordRow, count: int, ends: Sequence[bool]) -> Chosen:
        """Cut one block, the first ``count`` words; a very long one in windows that overlap."""
        whole = Chosen([])
        at = 0
        while count - at > WINDOW:
            part = self._cut(row[at : at + WINDOW + 1], WINDOW, ends[at : at + WINDOW])
            settled = [cue for cue in part.cues if cue[1] < SETTLED] or part.cues[:1]
            _append(whole, part, settled, at)
            at = whole.cues[-1][1] + 1
        part = self._cut(row[at:], count - at, ends[at:])
        _append(whole, part, part.cues, at)
        return whole

    def _cut(self, row: WordRow, count: int, ends: Sequence[bool]) -> Chosen:
        scored = self.scored(row[:count], ends)
        bonus = _pause_bonus(row, count, self.shots)
        scored.cue = [score + more for score, more in zip(scored.cue, bonus, strict=True)]
        scored.pace = pace_of(row, ends[:count], self.limits)
        chosen = choose(scored, self.shapes)
        lend(chosen, scored, self.shapes, row.texts, ends)
        return chosen

    def scored(self, row: WordRow, ends: Sequence[bool]) -> ScoredWords:
        """Return the words with their widths and the scores of their gaps, without timing."""
        scored, known, shapes = self._scored(row, ends)
        scored.known = at_marks(shapes, known, self.model.reader.words)
        keep_short(scored.begin, scored.close, ends[: len(row)], self.shapes.single, scored.cue)
        keep_sentences(ends[: len(row)], scored.cue, self.model.reader.words)
        return scored

    def scored_lines(self, row: WordRow, ends: Sequence[bool]) -> ScoredWords:
        """Return the words of one cue that is known, scored by where its lines end."""
        scored, known, shapes = self._scored(row, ends)
        scored.line = at_marks(shapes, known, self.model.reader.words) or known
        hold_label(row.texts, scored.line)
        return scored

    def _scored(self, row: WordRow, ends: Sequence[bool]) -> tuple[ScoredWords, list[float], list[Shape]]:
        """Return the scored words, the scores of line ends in a known cue, and the words' shapes."""
        texts = row.texts
        begin, close = self.offsets(texts, [word.glue for word in row.words])
        line, cue, known, shapes = self.model.scores(texts, ends, self._lengths(begin, close))
        learned = line.copy()
        forbid(row, shapes, line, cue, self.model.reader.words)
        begin_saying(texts, shapes, line, self.model.language)
        hold_brackets(texts, shapes, line)
        known = [score + ruled - free for score, ruled, free in zip(known, line, learned, strict=True)]
        return ScoredWords(begin, close, line, cue), known, shapes

    def offsets(self, texts: Sequence[str], glue: Sequence[bool]) -> tuple[list[float], list[float]]:
        """Return where each word begins and ends on an endless line; a word wider than a line is taken to fill one."""
        counting, most = self.limits.counting, self.shapes.cpl
        blank = width(" ", counting)
        begin: list[float] = []
        close: list[float] = []
        at = 0.0
        for number, (text, glued) in enumerate(zip(texts, glue, strict=True)):
            if number and not glued:
                at += blank
            begin.append(at)
            at += min(width(text, counting), most)
            close.append(at)
        return begin, close

    def _lengths(self, begin: Sequence[float], close: Sequence[float]) -> list[int]:
        """Return each word's width on a line of 42, without its blank: what the places of gaps were learned at."""
        scale = max(LEARNED_CPL / self.shapes.cpl, LEAST_SCALE)
        spans = [after - at for at, after in zip(begin, [*begin[1:], close[-1] + 1], strict=True)] if begin else []
        return [max(round(span * scale) - 1, 0) for span in spans]

    def line_ends(self, row: WordRow, ends: Sequence[bool]) -> tuple[int, ...]:
        """Return the last words of the lines (but the last) of one cue that holds these words."""
        return best_lines(self.scored_lines(row, ends), self.shapes, 0, len(row) - 1)

    def lines(self, row: WordRow, ends: Sequence[bool]) -> Chosen:
        """Return what :meth:`line_ends` does, with the probability of each line end."""
        scored = self.scored_lines(row, ends)
        last = len(row) - 1
        breaks = best_lines(scored, self.shapes, 0, last)
        chances = line_chances(scored, self.shapes, 0, last) if len(breaks) == 1 else [0.0] * len(row)
        return Chosen([(0, last, breaks)], chances, [0.0] * last + [1.0])


def _append(whole: Chosen, part: Chosen, cues: Sequence[tuple[int, int, tuple[int, ...]]], shift: int) -> None:
    stop = cues[-1][1] + 1
    whole.cues += [(a + shift, b + shift, tuple(k + shift for k in breaks)) for a, b, breaks in cues]
    whole.p_line += part.p_line[:stop]
    whole.p_cue += part.p_cue[:stop]


def _pause_bonus(row: WordRow, count: int, shots: Sequence[int]) -> list[float]:
    """Return what pauses and shot changes add to the log odds of a cue end after each word of a block."""
    bonus = [0.0] * count
    starts, ends = times_of(row)
    bounded = [word.timing.bounded for word in row.words]
    for at in range(count - 1):
        pause = starts[at + 1] - ends[at]
        if pause > 0 and bounded[at] and bounded[at + 1]:
            bonus[at] = PAUSE * min(pause, 1000) / 1000
        if shots:
            near = bisect_left(shots, ends[at] - 100)
            if near < len(shots) and shots[near] <= starts[at + 1] + 100:
                bonus[at] += SHOT
    return bonus


def engine_for(profile: Profile, options: SegmentOptions, language: str) -> Engine:
    """Return the engine of a style guide in a language.

    Raises UnknownNameError for an unknown preset.
    """
    limits = profile.in_language(language).limits(options.rate)
    style = break_style(options.style or str(profile.style.get("break_preset") or ""))
    if not options.style and profile.style.get("one_line_if_fits") is False:
        style = style.replace(one_line_until=min(style.one_line_until, 0.75))
    model = break_model(language)
    hang, early = (profile.time(key, options.rate) or 0 for key in ("out_extension", "max_early"))
    marks = pause_marks(profile, options.rate) if options.pauses else None
    shapes, shots = shapes_for(model, limits, style), tuple(sorted(options.shots))
    return Engine(model, limits, shapes, shots, hang, early, marks, _dashes(profile))


def _dashes(profile: Profile) -> tuple[str, str]:
    """Return what a guide writes before the first and before the second speaker of a cue."""
    mark = str(profile.style.get("dialog_mark") or "-")
    first, others = DIALOGUE[str(profile.style.get("dialog_style") or "both-space")]
    return first.replace("-", mark), others.replace("-", mark)
