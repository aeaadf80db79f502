"""What an editor does to cues by hand: split where the caret is, merge, move a word across, set times.

These do as they are asked, where :mod:`captionkit.transforms.structure` decides by itself; what is lost or beyond a
limit is reported. Times of words decide where they are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import StageError
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word
from captionkit.profiles import Limits, Profile
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.rewrap import rewrap
from captionkit.text.marks import DASH
from captionkit.transforms.dashes import voices_of
from captionkit.transforms.lines import joined, slice_line, spans_of, stripped
from captionkit.transforms.structure import divided, within
from captionkit.transforms.time import timed

__all__ = ["merge_cues", "move_word", "retimed", "split_at"]


def split_at(cue: Cue, line: int, offset: int, *, counting: str = "graphemes", gap: int = 0) -> tuple[Cue, Cue]:
    """Return a cue as two; the second begins with the character ``offset`` of line ``line`` (both from 0).

    It starts with the time of its first word where that is known, else at a time computed from the lengths of the two
    texts, marked as such. ``gap`` ms are left between the two where there is time.

    Raises StageError where a part would be empty, and for a cue too short to be divided.

    >>> [part.text for part in split_at(Cue(0, 2000, "Good evening. Come in."), 0, 14)]
    ['Good evening.', 'Come in.']
    """
    if not 0 <= line < len(cue.lines) or not 0 <= offset <= len(cue.lines[line].text):
        raise StageError(f"the cue has no line {line + 1} with {offset} characters: {cue.text!r}")
    here = cue.lines[line]
    before, after = (stripped(spans_of(slice_line(here, a, b))) for a, b in ((0, offset), (offset, len(here.text))))
    groups = [_shown([*cue.lines[:line], before]), _shown([after, *cue.lines[line + 1 :]])]
    for group, where in zip(groups, ("before", "after"), strict=True):
        if not group:
            raise StageError(f"nothing stands {where} the caret in {cue.text!r}")
    for space in (gap, 0):
        parts = divided(cue, groups, counting=counting, gap=space)
        if len(parts) == 2:
            return parts[0], parts[1]
    raise StageError(f"the cue lasts {cue.duration} ms: too short to be divided")


def _shown(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.text.strip()]


def merge_cues(cues: Sequence[Cue], profile: Profile, options: SegmentOptions | None = None) -> Result[Cue]:
    """Return cues as one, from the earliest start to the latest end, whatever limits that breaks.

    Text of one speaker flows together and is broken again; lines of a dialogue stay. Different speakers' names stay
    with their words (as voices), the first cue's position counts; that, and a limit that the whole does not keep, is
    reported.

    Raises StageError for fewer than two cues.

    >>> from captionkit.profiles import load
    >>> merge_cues([Cue(0, 900, "Good evening."), Cue(1000, 2000, "Come in.")], load("default")).value.text
    'Good evening. Come in.'
    """
    if len(cues) < 2:
        raise StageError("it takes two cues to merge")
    options = options or SegmentOptions()
    speakers = list(dict.fromkeys(cue.speaker for cue in cues))
    lines = [line for cue in cues for line in _voiced(cue, named=len(speakers) > 1)]
    whole = cues[0].replace(
        start=min(cue.start for cue in cues), end=max(cue.end for cue in cues), lines=_shown(lines) or cues[0].lines,
        speaker=speakers[0] if len(speakers) == 1 else "", words=_all_words(cues),
        notes=[note for cue in cues for note in cue.notes], timing=Timing.weakest(cue.timing for cue in cues),
    )  # fmt: skip
    limits = profile.limits(options.rate)
    if whole.lines and not _dialogue(whole.lines):
        flowing = whole.replace(lines=(joined(whole.lines),))
        whole = flowing if within(flowing.lines, limits) else _broken(flowing, profile, options)
    return Result(whole, tuple(_merge_reports(cues, whole, speakers, limits)))


def _voiced(cue: Cue, *, named: bool) -> Sequence[Line]:
    """Return a cue's lines, its speaker named on each span where several cues are to be put together."""
    if not named or not cue.speaker:
        return cue.lines
    return [
        Line(tuple(s if s.style.voice else Span(s.text, s.style.replace(voice=cue.speaker)) for s in line.spans))
        for line in cue.lines
    ]


def _all_words(cues: Sequence[Cue]) -> tuple[Word, ...]:
    return tuple(word for cue in cues for word in cue.words) if all(cue.words for cue in cues) else ()


def _dialogue(lines: Sequence[Line]) -> bool:
    return any(DASH.match(line.text) for line in lines) or len({frozenset(voices_of(line)) for line in lines}) > 1


def _broken(cue: Cue, profile: Profile, options: SegmentOptions) -> Cue:
    return rewrap(Track((cue,)), profile, options).value.cues[0]


def _merge_reports(cues: Sequence[Cue], whole: Cue, speakers: Sequence[str], limits: Limits) -> list[Diagnostic]:
    found = []
    if len(speakers) > 1:
        names = ", ".join(name or "nobody named" for name in speakers)
        found.append(report("transform.merged-speakers", f"one cue of several speakers: {names}"))
    if len({str(cue.positioning) for cue in cues}) > 1:
        found.append(report("transform.merged-positions", "the cues stood at different positions: the first one's"))
    if whole.lines and not within(whole.lines, limits):
        shape = f"{len(whole.lines)} lines, widest {whole.width:g}"
        allowed = f"{limits.max_lines or 'any'} lines of {limits.max_cpl or 'any'}"
        found.append(report("transform.merged-beyond", f"the merged cue has {shape} characters, allowed {allowed}"))
    if limits.max_duration and whole.duration > limits.max_duration:
        what = f"the merged cue lasts {whole.duration} ms, limit {limits.max_duration}"
        found.append(report("transform.merged-beyond", what))
    return found


def move_word(first: Cue, second: Cue, *, on: bool, gap: int = 0) -> tuple[Cue, Cue]:
    """Return two neighbours with the first one's last word moved ``on``, or the second one's first word moved back.

    The word goes to the line beside it. Where its times are known, the times at which the two meet follow it; the far
    ends stay.

    Raises StageError for the only word of a cue.

    >>> one, two = move_word(Cue(0, 900, "Good evening. Come"), Cue(1000, 2000, "in."), on=True)
    >>> one.text, two.text
    ('Good evening.', 'Come in.')
    """
    giver, taker = (first, second) if on else (second, first)
    match = re.search(r"\S+\s*\Z" if on else r"\S+", giver.text)
    if match is None or match[0].strip() == giver.text.strip():
        raise StageError(f"the cue has no other word than this: {giver.text!r}", hint="merge the two cues instead")
    lines, word = _without_word(_shown(giver.lines), last=on)
    kept = _shown(taker.lines)
    taken = [joined([word, *kept[:1]]), *kept[1:]] if on else [*kept[:-1], joined([*kept[-1:], word])]
    timed_words = _moved_words(giver, taker, on=on)
    giver = giver.replace(lines=lines, words=timed_words[0])
    taker = taker.replace(lines=taken, words=timed_words[1])
    return _met(*((giver, taker) if on else (taker, giver)), on=on, gap=gap)


def _without_word(lines: Sequence[Line], *, last: bool) -> tuple[list[Line], Line]:
    """Return lines without their last or first word, and that word as a line."""
    at = -1 if last else 0
    line = lines[at]
    match = re.search(r"\S+\s*\Z" if last else r"\s*\S+", line.text)
    start, end = match.span() if match else (0, len(line.text))
    rest = (0, start) if last else (end, len(line.text))
    kept, word = (stripped(spans_of(slice_line(line, *part))) for part in (rest, (start, end)))
    others = list(lines)
    others[at] = kept
    return _shown(others), word


def _moved_words(giver: Cue, taker: Cue, *, on: bool) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return the words of both after the move; none where they do not answer the text one by one."""
    if len(giver.words) != len(giver.text.split()) or len(taker.words) != len(taker.text.split()):
        return (), ()
    if on:
        return giver.words[:-1], (giver.words[-1], *taker.words)
    return giver.words[1:], (*taker.words, giver.words[0])


def _met(first: Cue, second: Cue, *, on: bool, gap: int) -> tuple[Cue, Cue]:
    """Return two cues that meet where the word that was moved says; as they are where nothing does."""
    moved = second.words[0] if on and second.words else first.words[-1] if first.words and not on else None
    if moved is None or moved.start is None or moved.end is None:
        return first, second
    following = second.words[0].start if second.words else None
    start = moved.start if on else following if following is not None else moved.end + gap
    end = min(first.end if on else moved.end, start - gap)
    if first.start < end <= start < second.end:
        return first.replace(end=end), second.replace(start=start)
    return first, second


def retimed(cue: Cue, start: int, end: int) -> Cue:
    """Return the cue with times set by hand; words move along where the whole cue is moved.

    >>> retimed(Cue(0, 900, "Hello."), 100, 1000).start
    100
    """
    by = start - cue.start
    if by and by == end - cue.end:
        return timed(cue, partial(int.__add__, by))
    return cue.replace(start=start, end=end, timing=Timing.GIVEN)
