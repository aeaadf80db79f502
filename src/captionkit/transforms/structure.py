"""Cues put together and taken apart: merge, split, doubled cues, empty cues, filling gaps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from captionkit import measure
from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.timecode import snap_to_frame
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word, share_time
from captionkit.profiles import Limits, Profile
from captionkit.segmentation.styled import frame_of, framed, turns_apart, unframed
from captionkit.text.marks import DASH, ends_sentence
from captionkit.transforms.base import Options, language_of, takes
from captionkit.transforms.dashes import LONE_DASH, dashes, is_dialogue, speakers_of
from captionkit.transforms.lines import edited, joined, left_of, slice_line, spans_of, stripped
from captionkit.transforms.reading import needed_time

__all__ = ["dedupe", "divided", "doubled", "drop_empty", "fill", "fits_one_line", "merge", "merged", "split", "within"]


#: As long as this (ms) no single word stays. Our own choice.
LONG = 4000


def doubled(cue: Cue, following: Cue, gap: int = 0) -> bool:
    """Tell whether the next cue repeats this one's text while it is shown, or so soon that nobody sees a change.

    Where there is a gap of two frames between them, somebody says it twice.
    """
    return (
        following.start - cue.end <= max(gap, 1)
        and following.start >= cue.start
        and (said := cue.text.split()) != []
        and said == following.text.split()
    )


@takes(gap="longest gap between two cues that are one (0)")
def dedupe(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Make one cue of cues that repeat the same text at the same time or back to back.

    The same words after a gap, however short, are speech and stay, unless ``gap`` says how long it may be.
    """
    gap = options.time("gap", 0)
    cues: list[Cue] = []
    for cue in track.cues:
        if cues and doubled(cues[-1], cue, gap):
            if cue.end > cues[-1].end or cue.notes:
                cues[-1] = cues[-1].replace(end=max(cue.end, cues[-1].end), notes=cues[-1].notes + cue.notes)
            continue
        cues.append(cue)
    return Result(track if len(cues) == len(track.cues) else track.replace(cues=cues))


@takes()
def drop_empty(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Drop cues that show nothing, or a dash alone; the notes that stand before one go to the next."""
    return left_of(track, (cue if _shows(cue.text.strip()) else None for cue in track.cues), "showed nothing")


def _shows(text: str) -> bool:
    return bool(text) and not (len(text) < 4 and LONE_DASH.match(text))


@takes(most="longest time to add to a cue (2 s)")
def fill(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Let each cue stay until the next one begins (less the smallest gap), for at most ``most`` longer."""
    most = options.time("most", 2000)
    gap = profile.limits(options.rate).min_gap or 0
    cues = list(track.cues)
    for i in range(len(cues) - 1):
        end = min(cues[i].end + most, cues[i + 1].start - gap)
        if end > cues[i].end:
            cues[i] = cues[i].replace(end=end)
    return Result(track.replace(cues=cues))


def fits_one_line(cue: Cue, limits: Limits) -> bool:
    """Tell whether a cue's lines, of one speaker, would fit on one."""
    lines = cue.lines
    if (
        limits.max_cpl is None
        or any(DASH.match(line.text) for line in lines)
        or not all(line.text.strip() for line in lines)
    ):
        return False
    if any(line.text.lstrip()[:1] in "\u266a\u266b#[(" for line in lines) or len(set(map(speakers_of, lines))) > 1:
        return False
    total = sum(measure.width(line.text, limits.counting) for line in lines) + (len(lines) - 1) * measure.width(
        " ", limits.counting
    )
    return total <= limits.max_cpl


@takes(max_gap="longest gap between the two (500 ms)", short="only where one of the two is too short to read (no)")
def merge(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Put neighbouring cues of one speaker together where the whole obeys the profile.

    Dialogues, cues positioned elsewhere, and cues that begin a new sentence after a pause stay apart.
    """
    limits = profile.limits(options.rate)
    max_gap = options.time("max_gap", 500)
    short = options.flag("short")
    cues: list[Cue] = []
    for cue in track.cues:
        if cues and cue.start - cues[-1].end <= max_gap and (not short or _too_short((cues[-1], cue), limits, profile)):
            whole = merged(cues[-1], cue, limits)
            if whole is not None and whole.duration >= needed_time(whole.text, limits, profile):
                cues[-1] = whole
                continue
        cues.append(cue)
    return Result(track if len(cues) == len(track.cues) else track.replace(cues=cues))


def _too_short(pair: Sequence[Cue], limits: Limits, profile: Profile) -> bool:
    return any(cue.duration < needed_time(cue.text, limits, profile) for cue in pair)


def merged(cue: Cue, following: Cue, limits: Limits) -> Cue | None:
    """Return two cues as one, None where they do not belong together or would be too wide, high or long."""
    if cue.speaker != following.speaker or cue.positioning != following.positioning or cue.start > following.start:
        return None
    lines = (*cue.lines, *following.lines)
    if any(DASH.match(line.text) for line in lines) or not all(line.text for line in lines):
        return None
    if len(set(map(speakers_of, lines))) > 1 or cue.end > following.end:
        return None
    if following.start - cue.end <= 1 and not {line.text for line in cue.lines}.isdisjoint(
        line.text for line in following.lines
    ):
        return None  # it repeats a line that is still seen: it was not said twice
    if limits.max_duration and following.end - cue.start > limits.max_duration:
        return None
    whole = (joined(lines),)
    # two texts shown together, as in two languages, stand one above the other
    together = (cue.start, cue.end) == (following.start, following.end)
    shape = whole if within(whole, limits) and not together else lines
    if not within(shape, limits):
        return None
    words = cue.words + following.words if cue.words and following.words else ()
    return cue.replace(end=following.end, lines=shape, words=words, notes=cue.notes + following.notes)


def within(lines: Sequence[Line], limits: Limits) -> bool:
    """Tell whether lines keep the limits on lines, width and characters."""
    if limits.max_lines and len(lines) > limits.max_lines:
        return False
    widths = [measure.width(line.text, limits.counting) for line in lines]
    if limits.max_chars and sum(widths) > limits.max_chars:
        return False
    return not limits.max_cpl or max(widths) <= limits.max_cpl


@takes(at="lines: after as many lines as allowed; sentences: at sentence ends too")
def split(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Take apart cues with more lines, characters or time than the profile allows.

    A cue is divided between lines; where it has one line, at the end of a sentence or clause; and where the parts would
    not keep to the limits, where the break model ends cues. Words with times give the new times; else they are computed
    by characters and marked as such. No part is left with a dash alone, or with one word that is not a sentence.
    """
    limits = profile.published(options.rate)
    language = language_of(track, profile, options)
    sentences = options.choice("at", ("lines", "sentences")) == "sentences"
    cues: list[Cue] = []
    for cue in track.cues:
        cues.extend(_parts(cue, profile, limits, options, language, sentences=sentences))
    return Result(track if len(cues) == len(track.cues) else track.replace(cues=cues))


def _parts(
    cue: Cue, profile: Profile, limits: Limits, options: Options, language: str, *, sentences: bool
) -> list[Cue]:
    frame = frame_of(cue.lines)
    bare = cue.replace(lines=unframed(cue.lines, frame)) if any(frame) else cue
    parts = [part.replace(lines=framed(part.lines, frame)) if any(frame) else part
             for part in _split(bare, limits, language, sentences=sentences)]  # fmt: skip
    if _overfull(cue, limits) and not (len(parts) > 1 and all(within(part.lines, limits) for part in parts)):
        parts = _segmented(cue, profile, limits, options, language) or parts
    if len(parts) < 2 or any(map(_lonely, parts)):
        return [cue]
    if profile.style.get("dialog_style") and any(is_dialogue([line.text for line in part.lines]) for part in parts):
        parts = list(dashes(Track(tuple(parts)), profile, Options()).value.cues)
    return parts if options.rate is None else _on_frames(parts, options.rate)


def _overfull(cue: Cue, limits: Limits) -> bool:
    """Whether a cue has more text than its lines can hold."""
    if not cue.lines or cue.duration <= 0 or within(cue.lines, limits):
        return False
    whole = sum(measure.width(line.text, limits.counting) for line in cue.lines)
    return len(cue.lines) > (limits.max_lines or len(cue.lines)) or whole > (limits.max_cpl or whole)


def _segmented(cue: Cue, profile: Profile, limits: Limits, options: Options, language: str) -> list[Cue]:
    """Return a cue's words in as many cues as they need, by the break model, in its own time; none where that does not
    do.
    """
    from captionkit.segmentation.options import SegmentOptions
    from captionkit.segmentation.resegment import resegment

    chosen = SegmentOptions(language=language, rate=options.rate)
    made = resegment(Track((cue,), language=language), profile, chosen).value.cues
    # what is free around the cue is not known here, nor how much of it may be taken
    parts = [part.replace(start=max(part.start, cue.start), end=min(part.end, cue.end)) for part in made]
    return parts if all(part.duration > 0 and within(part.lines, limits) for part in parts) else []


def _lonely(part: Cue) -> bool:
    """Whether a part of a cue has nothing but a dash, or one word (of a script with blanks) that is not a sentence."""
    text = DASH.sub("", part.text.strip(), count=1)
    if sum(map(str.isalnum, text)) < 2:
        return True
    alone = len(text.split()) < 2 and measure.width(text, "halfwidth") * 2 == measure.width(text)
    return alone and (not ends_sentence(text) or part.duration > LONG)


def _on_frames(parts: Sequence[Cue], rate: Fraction) -> list[Cue]:
    """Return parts whose inner starts and ends are on frames."""
    made = list(parts)
    for i in range(len(made) - 1):
        start = snap_to_frame(made[i + 1].start, rate)
        end = snap_to_frame(made[i].end - (made[i + 1].start - start), rate)
        if made[i].start < end <= start < made[i + 1].end:
            made[i], made[i + 1] = made[i].replace(end=end), made[i + 1].replace(start=start)
    return made


def _split(cue: Cue, limits: Limits, language: str, *, sentences: bool) -> list[Cue]:
    return divided(
        cue, _groups(cue, limits, language, sentences=sentences), counting=limits.counting, gap=limits.min_gap or 0
    )


def divided(cue: Cue, groups: Sequence[Sequence[Line]], *, counting: str = "graphemes", gap: int = 0) -> list[Cue]:
    """Return a cue as several, one for each group of its lines, with ``gap`` ms between them.

    Each begins with the time of its first word where that is known; else its time is computed from the lengths of the
    texts and marked as such. A cue too short to be divided stays whole.
    """
    if len(groups) < 2 or cue.duration <= 0:
        return [cue]
    texts = [" ".join(line.text for line in group) for group in groups]
    bounds, computed = _bounds(cue, texts, counting)
    counts = [len(text.split()) for text in texts]
    known = cue.words if len(cue.words) == sum(counts) else ()
    parts, at = [], 0
    for i, (group, count) in enumerate(zip(groups, counts, strict=True)):
        end = bounds[i + 1] if i + 1 == len(groups) else bounds[i + 1] - gap
        words = known[at : at + count]
        timing = Timing.INTERPOLATED if computed else cue.timing
        part = cue.replace(start=bounds[i], end=end, lines=group, words=words, timing=timing)
        parts.append(part.replace(notes=(), id="") if i else part)
        at += count
    return parts if all(part.duration > 0 for part in parts) else [cue]


def _turns(cue: Cue, most: int) -> list[list[Line]]:
    """Return the lines of a dialogue of more lines than ``most`` in groups of whole turns; none of what is none.

    A turn that is alone in its group has no dash.
    """
    turns: list[list[Line]] = []
    for line in turns_apart(cue.lines):
        if not turns or DASH.match(line.text):
            turns.append([])
        turns[-1].append(line)
    if len(turns) < 2 or sum(map(len, turns)) <= most or not is_dialogue([turn[0].text for turn in turns]):
        return []
    groups: list[list[list[Line]]] = []
    for turn in turns:
        if groups and len(groups[-1]) < 2 and sum(map(len, groups[-1])) + len(turn) <= most:
            groups[-1].append(turn)
        else:
            groups.append([turn])
    found = []
    for group in groups:
        lines = [line for turn in group for line in turn]
        dash = DASH.match(lines[0].text) if len(group) == 1 else None
        found.append([edited(lines[0], [(0, dash.end(), "")]), *lines[1:]] if dash else lines)
    return found


def _groups(cue: Cue, limits: Limits, language: str, *, sentences: bool) -> list[list[Line]]:
    lines = list(cue.lines)
    most = limits.max_lines or len(lines)
    if turns := _turns(cue, most):
        return turns
    wide = sum(measure.width(line.text, limits.counting) for line in lines)
    if len(lines) > most:
        pieces = -(-len(lines) // most)
        size, extra = divmod(len(lines), pieces)
        rest = iter(lines)
        return [list(islice(rest, size + (i < extra))) for i in range(pieces)]
    too_much = (limits.max_chars and wide > limits.max_chars) or (
        limits.max_duration and cue.duration > limits.max_duration
    )
    if not (too_much or sentences) or not lines:
        return [lines]
    if len(lines) > 1:
        middle = len(lines) // 2
        return [lines[:middle], lines[middle:]]
    at = _clause_end(lines[0].text, language)
    if not at:
        return [lines]
    return [[stripped(spans_of(slice_line(lines[0], a, b)))] for a, b in ((0, at), (at, len(lines[0].text)))]


def _clause_end(text: str, language: str) -> int:
    """Return the position after the clause that ends nearest to the middle, 0 where none ends inside.

    An abbreviation's stop ends nothing: the sentence splitter decides.
    """
    from captionkit.text.sentences import sentence_ends

    tokens = text.split(" ")
    ends = sentence_ends(tokens, language)
    found, at = [], 0
    for token, end in zip(tokens[:-1], ends[:-1], strict=True):
        at += len(token) + 1
        if token and (end or token[-1] in ";:,\u3002\uff0c\u3001"):
            found.append(at)
    return min(found, key=lambda i: (abs(i - len(text) / 2), i), default=0)


def _bounds(cue: Cue, texts: Sequence[str], counting: str) -> tuple[list[int], bool]:
    """Return where each part begins, and the cue's end; and whether that was computed."""
    counts = [len(text.split()) for text in texts]
    words = cue.words
    starts = _word_starts(words, counts) if len(words) == sum(counts) else None
    if starts and all(cue.start < start < cue.end for start in starts):
        return [cue.start, *starts, cue.end], False
    widths = [max(1.0, measure.width(text, counting)) for text in texts]
    return [cue.start, *(end for _, end in share_time(cue.start, cue.end, widths))], True


def _word_starts(words: Sequence[Word], counts: Sequence[int]) -> list[int] | None:
    at, starts = 0, []
    for count in counts[:-1]:
        at += count
        if at == len(words) or words[at].start is None:  # a part without words has no first one
            return None
        starts.append(words[at].start)
    return starts  # type: ignore[return-value]
