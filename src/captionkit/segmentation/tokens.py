"""From segments to one row of timed tokens, ready to be cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from captionkit.diagnostics import Collector
from captionkit.model.text import Span
from captionkit.model.transcript import Kind, Segment, Timing, Word
from captionkit.profiles.model import Profile
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.sentences import CLOSERS, TERMINATORS
from captionkit.segmentation.unspaced import is_unspaced, phrases

__all__ = ["Token", "gather", "split_text"]

#: Speech without any time: characters a second, to have an order at all.
_FALLBACK_CPS = 15
_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")
#: Speech of one voice that goes on within this time (ms) may go on in one cue.
_NEAR = 1000
_HEARD = frozenset((Timing.GIVEN, Timing.ALIGNED))
_TRUSTED = frozenset((Timing.GIVEN, Timing.ALIGNED, Timing.INTERPOLATED))


@dataclass(slots=True)
class Token:
    """One word to be placed. ``forced`` demands that a cue begins here; ``label`` marks a speaker's name, which is
    shown but not said; ``spans`` are its styles, where it has any; ``edges`` says how its start and its end came about
    where they differ from ``timing``; ``made_up`` that its times are for cutting only and are not handed on.
    """

    text: str
    start: int
    end: int
    glue: bool = False
    speaker: str = ""
    forced: bool = False
    label: bool = False
    timing: Timing = Timing.GIVEN
    word: Word | None = None
    segment: int = 0
    spans: tuple[Span, ...] = ()
    edges: tuple[Timing, Timing] | None = None
    made_up: bool = False

    @property
    def measured(self) -> bool:
        """Whether its times come from the sound or the source."""
        return self.timing in _TRUSTED


def split_text(text: str) -> list[str]:
    """Return the words of a text; no-break blanks stay inside their word."""
    return [part for part in _BLANKS.split(text) if part]


def gather(
    segments: Iterable[Segment], profile: Profile, options: SegmentOptions, language: str, notes: Collector
) -> Iterator[Token]:
    """Yield the tokens of what is captioned; what is left out is noted (``segment.left-out``)."""
    kinds = {Kind.SPEECH.value, *options.include}
    previous: Segment | None = None
    row: list[Token] = []
    clock = 0
    for index, segment in enumerate(segments):
        if segment.kind.value not in kinds:
            _left_out(segment, notes)
            continue
        before, row = row, _tokens_of(segment, index, clock, segment.language or language, profile, notes)
        if not row:
            row = before
            continue
        row[0].forced = _forces(row, before, segment, previous)
        if options.speakers == "label" and segment.speaker and _new_voice(segment, previous):
            row[0].forced = False
            row = [*_labels(segment.speaker, row[0]), *row]
            row[0].forced = True
        previous = segment
        clock = max(clock, row[-1].end)
        yield from row


def _left_out(segment: Segment, notes: Collector) -> None:
    text = " ".join(segment.text.split()) or " ".join(word.text for word in segment.words)
    notes.add(
        "segment.left-out",
        f"{segment.kind.value} not captioned: {text[:60]}{'…' if len(text) > 60 else ''}",
        line=segment.line,
        data={"kind": segment.kind.value, "text": text},
    )


def _forces(row: list[Token], before: list[Token], segment: Segment, previous: Segment | None) -> bool:
    """Whether a new cue must begin with this segment.

    Speech recognisers cut segments where they please: words with times of their own are cut by pauses and sentences,
    not by segments; so are timed captions that stop in mid-sentence.
    """
    if previous is None or previous.kind is not segment.kind or previous.speaker != segment.speaker:
        return True
    last, first = before[-1], row[0]
    if all(t.word is not None and t.word.timing in _HEARD for t in (last, first)):
        return False
    near = first.measured and last.measured and first.start - last.end < _NEAR
    return segment.turn and not (near and last.text.rstrip(CLOSERS)[-1:] not in TERMINATORS)


def _new_voice(segment: Segment, previous: Segment | None) -> bool:
    return previous is None or previous.speaker != segment.speaker or previous.kind is not segment.kind


def _labels(speaker: str, first: Token) -> list[Token]:
    parts = split_text(f"{speaker}:")
    return [
        Token(p, first.start, first.start, speaker=speaker, label=True, timing=first.timing, segment=first.segment)
        for p in parts
    ]


def _tokens_of(
    segment: Segment, index: int, clock: int, language: str, profile: Profile, notes: Collector
) -> list[Token]:
    words = list(_whole_words(segment))
    if not words:
        return []
    if segment.kind is not Kind.SPEECH:
        words = _dressed(words, segment.kind, profile)
    times = _times(words, segment, clock)
    if times is None:
        times = [(w.start or 0, w.end or 0, w.timing) for w in words]
    elif any(word.start is None for word in words):
        notes.add("segment.times-filled", f"{len(words)} words had no times of their own", line=segment.line)
    tokens = [
        Token(w.text, a, b, w.glue, segment.speaker, timing=t, word=w, segment=index)
        for w, (a, b, t) in zip(words, times, strict=True)
    ]
    return list(_recut(tokens, language)) if any(is_unspaced(t.text) for t in tokens) else tokens


def _whole_words(segment: Segment) -> Iterator[Word]:
    """Yield the segment's words, each free of blanks."""
    if not segment.words:
        for text in split_text(segment.text):
            yield Word(text)
        return
    for word in segment.words:
        parts = split_text(word.text)
        if len(parts) == 1 and parts[0] == word.text:
            yield word
            continue
        known = word.start is not None and word.end is not None
        spans = _shared(parts, word.start or 0, word.end or 0)
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
    """Put brackets, or notes for music, around what is no speech."""
    brackets = str(profile.style.get("sdh_brackets") or "[]")
    opening, closing = (
        ("♪ ", " ♪") if kind is Kind.MUSIC else (brackets[: len(brackets) // 2], brackets[len(brackets) // 2 :])
    )
    text = " ".join(word.text for word in words)
    if kind is Kind.TITLE or text.startswith((opening.strip(), "[", "(", "♪")):
        return words
    first, last = words[0], words[-1]
    words[0] = Word(opening.strip() + ("\u00a0" if " " in opening else "") + first.text, first.start, first.end,
                    first.confidence, first.timing, first.glue)  # fmt: skip
    last = words[-1]
    words[-1] = Word(last.text + ("\u00a0" if " " in closing else "") + closing.strip(), last.start, last.end,
                     last.confidence, last.timing, last.glue)  # fmt: skip
    return words


def _times(words: list[Word], segment: Segment, clock: int) -> list[tuple[int, int, Timing]] | None:
    """Return times for words that lack them, from those around them; None where none is missing."""
    if all(word.start is not None and word.end is not None for word in words):
        return None
    begin = segment.start if segment.start is not None else clock
    untimed = segment.start is None and all(word.start is None for word in words)
    need = sum(len(word.text) + 1 for word in words) * 1000 // _FALLBACK_CPS
    end = segment.end if segment.end is not None else begin + need
    mark = Timing.ESTIMATED if untimed or segment.timing is Timing.ESTIMATED else Timing.INTERPOLATED
    times: list[tuple[int, int, Timing]] = []
    at = 0
    while at < len(words):
        stop = at
        while stop < len(words) and (words[stop].start is None or words[stop].end is None):
            stop += 1
        before = max([begin] + [b for _, b, _ in times[-1:]])
        after = words[stop].start if stop < len(words) else max(end, before)
        spans = _shared([w.text for w in words[at:stop]], before, max(after or 0, before))
        times += [(a, b, mark) for a, b in spans]
        if stop < len(words):
            times.append((words[stop].start or 0, words[stop].end or 0, words[stop].timing))
        at = stop + 1
    return times


def _shared(parts: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Share a time among words by their characters."""
    total = sum(len(part) + 1 for part in parts) or 1
    spans, done = [], 0
    for part in parts:
        a = start + (end - start) * done // total
        done += len(part) + 1
        spans.append((a, start + (end - start) * done // total))
    return spans


def _recut(tokens: list[Token], language: str) -> Iterator[Token]:
    """Join glued tokens of a script without blanks and cut them anew where a line may end."""
    at = 0
    while at < len(tokens):
        stop = at + 1
        while stop < len(tokens) and tokens[stop].glue:
            stop += 1
        run = tokens[at:stop]
        text = "".join(token.text for token in run)
        yield from _cut_run(run, phrases(text, language)) if is_unspaced(text) else run
        at = stop


def _cut_run(run: list[Token], pieces: list[str]) -> Iterator[Token]:
    starts: list[int] = []
    ends: list[int] = []
    for token in run:
        for a, b in _shared(list(token.text), token.start, token.end):
            starts.append(a)
            ends.append(b)
    at = 0
    first = run[0]
    for number, piece in enumerate(pieces):
        stop = at + len(piece)
        yield Token(piece, starts[at], ends[stop - 1], first.glue or number > 0, first.speaker, timing=first.timing,
                    segment=first.segment)  # fmt: skip
        at = stop
