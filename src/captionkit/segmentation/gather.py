"""From segments to rows of timed words, ready to be put into cues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from captionkit.diagnostics import Collector
from captionkit.model.transcript import Kind, Segment, Timing, Word, make_words, share_time
from captionkit.profiles.model import Profile
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.row import Origin, WordRow
from captionkit.text.marks import ends_sentence
from captionkit.text.phrases import phrases
from captionkit.text.scripts import has_unspaced
from captionkit.text.words import split_blanks
from captionkit.text.writing import Writing, label_written
from captionkit.values import replace

__all__ = ["gather"]

#: Speech without any time: characters a second, to have an order at all.
_FALLBACK_CPS = 15
#: A direction that lasts less (ms) has no cue of its own.
_MOMENT = 500
#: Speech of one voice that goes on within this time (ms) may go on in one cue.
_NEAR = 1000


def gather(
    segments: Iterable[Segment], profile: Profile, options: SegmentOptions, language: str, notes: Collector
) -> Iterator[WordRow]:
    """Yield the words of what is captioned, segment by segment; what is left out is noted (``segment.left-out``)."""
    kinds = {Kind.SPEECH.value, *options.include}
    writing = Writing.of(profile.style).replace(capitals=False)
    previous: Segment | None = None
    last: Word | None = None
    clock = 0
    aside = ""
    for index, (segment, following) in enumerate(_followed(segments)):
        if segment.kind.value not in kinds:
            _left_out(segment, notes)
            continue
        if _leads(segment, following):
            aside = segment.text.strip("()[]\uff08\uff09 ")
            continue
        words = _timed_words(segment, clock, segment.language or language, profile, notes)
        if not words:
            continue
        if aside:
            segment, aside = segment.replace(extras={"text.manner": aside, **segment.extras}), ""
        origin = Origin(index, segment.speaker)
        row = WordRow(words, [origin] * len(words))
        forced = _forces(words[0], last, segment, previous)
        new = options.speakers == "label" and bool(segment.speaker) and _new_voice(segment, previous)
        head = _head(segment, writing, options, notes, labelled=new)
        if head:
            label = [Word(part, words[0].start, words[0].start, timing=words[0].timing) for part in split_blanks(head)]
            row = WordRow(label + words, [origin.replace(label=True)] * len(label) + row.origins)
            forced = True
        change = bool(segment.extras.get("text.change"))
        if forced or change:
            row.origins[0] = row.origins[0].replace(forced=True, change=change)
        previous, last = segment, words[-1]
        clock = max(clock, last.end or 0)
        yield row


def _followed(segments: Iterable[Segment]) -> Iterator[tuple[Segment, Segment | None]]:
    """Yield each segment with the one behind it."""
    waiting: Segment | None = None
    for segment in segments:
        if waiting is not None:
            yield waiting, segment
        waiting = segment
    if waiting is not None:
        yield waiting, None


def _leads(segment: Segment, following: Segment | None) -> bool:
    """Whether a direction says how the words behind it are spoken: it opens their turn and takes hardly any time."""
    return (
        segment.kind is Kind.DIRECTION
        and (segment.timing in (Timing.NONE, Timing.ESTIMATED) or (segment.end or 0) - (segment.start or 0) < _MOMENT)
        and segment.turn
        and following is not None
        and following.kind is Kind.SPEECH
        and following.speaker == segment.speaker
        and not following.turn
    )


def _left_out(segment: Segment, notes: Collector) -> None:
    text = " ".join(segment.text.split()) or " ".join(word.text for word in segment.words)
    notes.add(
        "segment.left-out",
        f"{segment.kind.value} not captioned: {text[:60]}{'…' if len(text) > 60 else ''}",
        line=segment.line,
        data={"kind": segment.kind.value, "text": text},
    )


def _forces(first: Word, last: Word | None, segment: Segment, previous: Segment | None) -> bool:
    """Whether a new cue must begin with this segment.

    Speech recognisers end segments where they please: words with times of their own are parted by pauses and
    sentences, not by segments; so are timed captions that stop in mid-sentence.
    """
    if previous is None or last is None or previous.kind is not segment.kind or previous.speaker != segment.speaker:
        return True
    if _heard(last) and _heard(first):
        return False
    bounded = first.timing.bounded and last.timing.bounded
    near = bounded and (first.start or 0) - (last.end or 0) < _NEAR
    return segment.turn and not (near and not ends_sentence(last.text))


def _heard(word: Word) -> bool:
    """Whether a word and its time are the recogniser's own; phrases of scripts without blanks are ours."""
    return word.timing.heard and not has_unspaced(word.text)


def _new_voice(segment: Segment, previous: Segment | None) -> bool:
    return previous is None or previous.speaker != segment.speaker or previous.kind is not segment.kind


def _head(segment: Segment, writing: Writing, options: SegmentOptions, notes: Collector, *, labelled: bool) -> str:
    """Return what is shown before a segment's words: who speaks and how, as the profile writes it.

    How somebody speaks is shown beside the name, or as a sound where sounds or directions are captioned.
    """
    manner = str(segment.extras.get("text.manner", ""))
    if labelled:
        return label_written(segment.speaker, manner, writing)
    if not manner:
        return ""
    if options.speakers == "label" or {Kind.SOUND.value, Kind.DIRECTION.value} & set(options.include):
        return f"{writing.brackets[:1]}{manner}{writing.brackets[1:]}"
    notes.add(
        "segment.left-out",
        f"manner not captioned: {manner[:60]}",
        line=segment.line,
        data={"kind": "manner", "text": manner},
    )
    return ""


def _timed_words(segment: Segment, clock: int, language: str, profile: Profile, notes: Collector) -> list[Word]:
    """Return the segment's words as they are to be shown, each free of blanks and with its times."""
    words = list(_whole_words(segment))
    if words and segment.kind is not Kind.SPEECH:
        words = _dressed(words, segment.kind, profile)
    if any(word.start is None or word.end is None for word in words):
        if any(word.start is None for word in words):
            notes.add("segment.times-filled", f"{len(words)} words had no times of their own", line=segment.line)
        words = _filled(words, segment, clock)
    return list(_rephrased(words, language)) if any(has_unspaced(word.text) for word in words) else words


def _whole_words(segment: Segment) -> Iterator[Word]:
    """Yield the segment's words, each free of blanks."""
    if not segment.words:
        yield from map(Word, split_blanks(segment.text))
        return
    for word in segment.words:
        parts = split_blanks(word.text)
        if len(parts) == 1 and parts[0] == word.text:
            yield word
            continue
        known = word.start is not None and word.end is not None
        spans = share_time(word.start or 0, word.end or 0, [len(part) + 1 for part in parts])
        for at, (part, (start, end)) in enumerate(zip(parts, spans, strict=True)):
            yield Word(
                part,
                start if known else None,
                end if known else None,
                word.confidence,
                Timing.INTERPOLATED if known and len(parts) > 1 else word.timing,
                word.glue and at == 0,
            )


def _dressed(words: list[Word], kind: Kind, profile: Profile) -> list[Word]:
    """Put brackets, or notes for music, around what is not speech."""
    brackets = str(profile.style.get("sdh_brackets") or "[]")
    middle = len(brackets) // 2
    opening, closing = ("♪\u00a0", "\u00a0♪") if kind is Kind.MUSIC else (brackets[:middle], brackets[middle:])
    text = " ".join(word.text for word in words)
    if text[:1] + text[-1:] in ("()", "[]") and profile.style.get("sdh_brackets") and kind is not Kind.TITLE:
        words[0] = replace(words[0], text=opening + words[0].text[1:])
        words[-1] = replace(words[-1], text=words[-1].text[:-1] + closing)
        return words
    if kind is Kind.TITLE or text.startswith((opening[:1], "[", "(", "♪")):
        return words
    words[0] = replace(words[0], text=opening + words[0].text)
    words[-1] = replace(words[-1], text=words[-1].text + closing)
    return words


def _filled(words: list[Word], segment: Segment, clock: int) -> list[Word]:
    """Give times to words that lack them, from those around them."""
    begin = segment.start if segment.start is not None else clock
    untimed = segment.start is None and all(word.start is None for word in words)
    need = sum(len(word.text) + 1 for word in words) * 1000 // _FALLBACK_CPS
    end = segment.end if segment.end is not None else begin + need
    mark = Timing.ESTIMATED if untimed else segment.timing.between
    filled: list[Word] = []
    at = 0
    while at < len(words):
        stop = at
        while stop < len(words) and (words[stop].start is None or words[stop].end is None):
            stop += 1
        before = max(begin, filled[-1].end or 0) if filled else begin
        after = words[stop].start if stop < len(words) else max(end, before)
        run = words[at:stop]
        spans = share_time(before, max(after or 0, before), [len(word.text) + 1 for word in run])
        filled += make_words(
            [word.text for word in run], [a for a, _ in spans], [b for _, b in spans],
            [word.confidence for word in run], repeat(mark), [word.glue for word in run],
        )  # fmt: skip
        filled += words[stop : stop + 1]
        at = stop + 1
    return filled


def _rephrased(words: list[Word], language: str) -> Iterator[Word]:
    """Join glued words of a script without blanks and part them where a line may end."""
    at = 0
    while at < len(words):
        stop = at + 1
        while stop < len(words) and words[stop].glue:
            stop += 1
        run = words[at:stop]
        text = "".join(word.text for word in run)
        yield from _phrased(run, phrases(text, language)) if has_unspaced(text) else run
        at = stop


def _phrased(run: Sequence[Word], pieces: list[str]) -> Iterator[Word]:
    spans = [
        span for word in run for span in share_time(word.start or 0, word.end or 0, [2] * len(word.text))
    ]  # a time for each character
    at = 0
    first = run[0]
    for number, piece in enumerate(pieces):
        stop = at + len(piece)
        yield Word(piece, spans[at][0], spans[stop - 1][1], None, first.timing, first.glue or number > 0)
        at = stop
