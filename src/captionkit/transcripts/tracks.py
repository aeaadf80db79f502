"""A caption track as a transcript: what its cues say, once, by whom, with sounds and music apart from speech."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from captionkit.diagnostics import Collector, Result
from captionkit.formats.webvtt.youtube import FREEZE, deroll
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style, line_of
from captionkit.model.timecode import format_clock
from captionkit.model.track import Track
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
from captionkit.text.marks import CHEVRONS, TERMINATORS, TURN_DASH
from captionkit.transcripts.layout.marks import pieces_of
from captionkit.transcripts.layout.names import Labels, find_labels
from captionkit.transcripts.layout.rows import Row, tidy
from captionkit.transcripts.stt.turns import label_in_front

__all__ = ["said_once", "transcript_of"]

#: A cue that goes on showing the one before it begins within this many ms of its end.
_NEXT = 60
_SENTENCE_END = re.compile(rf"[{TERMINATORS}♪][\"'”’»)\]]*\Z")


@dataclass(slots=True)
class _Part:
    """A stretch of a cue by one speaker: ``speaker`` None where the cue does not say."""

    text: str
    speaker: str | None = None
    change: bool = False


def transcript_of(track: Track, *, file: str = "", offset: int = 0) -> Result[Transcript]:
    """Return what the cues of a track say, in order.

    Lines that a rolling caption repeats are read once; labels, dashes, ``>>`` and voices name the speakers; what stands
    in brackets or between notes is classified, never dropped. Every segment keeps the number of its cue (from 1) in
    ``extras["cue"]``. ``offset`` (ms) is taken from every time.
    """
    notes = Collector(file)
    early = sum(cue.start < offset for cue in track.cues) if offset else 0
    if early:
        message = f"{early} of {len(track)} cues begin before {format_clock(offset)}; they were put at 0"
        notes.add("transcript.before-start", message)
    shown = (cue if not offset else _earlier(cue, offset) for cue in track.cues)
    cues = [(number, cue, _lines(cue)) for number, cue in _collapsed(list(enumerate(shown, 1)), notes)]
    labels = find_labels([Row(n, _bare(t), 1) for n, t in _openings(cues)])
    segments: list[Segment] = []
    speaker = ""
    for number, cue, lines in _unrolled(cues, notes):
        parts = list(_parts(lines, cue, labels))
        if not parts:
            notes.add("transcript.empty-cue", "a cue without text", cue=number)
        first = len(segments)
        for part in parts:
            new = part.change or (part.speaker is not None and part.speaker != speaker)
            speaker = part.speaker if part.speaker is not None else "" if part.change else speaker
            segments.extend(_segments(part.text, speaker, number, turn=new or not segments or _ended(segments[-1])))
        _time(segments, first, cue, whole=len(parts) == 1)
    return Result(
        Transcript(tuple(segments), track.language, track.format, track.title, meta=dict(track.meta)), notes.all
    )


def said_once(track: Track) -> Result[Track]:
    """Return a track that shows each word once, where its cues repeat one another; any other track as it is.

    So are rolling lines, a cue a word that shows the whole sentence with the word set off, and text that grows word by
    word. The times of the words are taken from the cues that brought or set them off.

    >>> grown = Track((Cue(0, 400, "We"), Cue(400, 700, "We sail"), Cue(700, 1500, "We sail now.")))
    >>> [(cue.text, [word.start for word in cue.words]) for cue in said_once(grown).value]
    [('We sail now.', [0, 400, 700])]
    """
    notes = Collector()
    cues = _collapsed(list(enumerate(track.cues, 1)), notes)
    if len(cues) < len(track.cues):
        track = track.replace(cues=[cue for _, cue in cues])
    return Result(track, notes.all).map(deroll)


def _collapsed(cues: Sequence[tuple[int, Cue]], notes: Collector) -> Sequence[tuple[int, Cue]]:
    """Make one cue of each run of cues that show the same words, or the same and more, where most of the track does."""
    runs: list[list[tuple[int, Cue]]] = []
    for number, cue in cues:
        last = runs[-1][-1][1] if runs else None
        if last is not None and cue.text.strip() and cue.start - last.end <= _NEXT and _goes_on(last, cue):
            runs[-1].append((number, cue))
        else:
            runs.append([(number, cue)])
    repeated = sum(len(run) for run in runs if sum(cue.end - cue.start > FREEZE for _, cue in run) >= 3)
    if 2 * repeated < len(cues) or not repeated:
        return cues
    notes.add("transcript.rolling", f"{len(cues)} cues show the same words again and again: read as {len(runs)}")
    return [(run[0][0], _one([cue for _, cue in run])) for run in runs]


def _goes_on(before: Cue, cue: Cue) -> bool:
    old, new = before.text.split(), cue.text.split()
    return len(new) > 1 and bool(old) and new[: len(old)] == old


def _one(run: Sequence[Cue]) -> Cue:
    """Return the last cue of a run over the time of all, each word from the cue that brought it or set it off."""
    if len(run) == 1:
        return run[0]
    last = run[-1]
    texts = last.text.split()
    times: list[tuple[int, int] | None] = [None] * len(texts)
    known = 0
    for cue in run:
        count = len(cue.text.split())
        marked = _set_off(cue) or range(known, count)
        known = count
        for place in marked:
            if place < len(texts) and times[place] is None:
                times[place] = (cue.start, cue.end)
    if None in times:
        return last.replace(start=run[0].start)
    plain = [line_of(line.text) for line in last.lines]
    words = [Word(t, span[0], span[1], timing=Timing.GIVEN) for t, span in zip(texts, times, strict=True) if span]
    return last.replace(start=run[0].start, lines=plain, words=words)


def _set_off(cue: Cue) -> range:
    """Return the places of the words that stand in another style than the cue's other words."""
    spans = [span for line in cue.lines for span in (*line.spans, Span(" "))]
    letters: Counter[Style] = Counter()
    for span in spans:
        letters[span.style] += len(span.text.strip())
    dressed = [style for style, count in letters.items() if count and style != Style()]
    odd = dressed[0] if len(dressed) == 1 else min(letters, key=letters.__getitem__)
    if len(+letters) < 2 and len(cue.text.split()) > 1:
        return range(0)
    before = ""
    for span in spans:
        if span.style == odd and span.text.strip():
            first = len(before.split())
            return range(first, first + len(span.text.split()))
        before += span.text
    return range(0)


def _earlier(cue: Cue, offset: int) -> Cue:
    words = (replace(word, start=_less(word.start, offset), end=_less(word.end, offset)) for word in cue.words)
    return cue.replace(start=max(0, cue.start - offset), end=max(0, cue.end - offset), words=tuple(words))


def _less(time: int | None, offset: int) -> int | None:
    return None if time is None else max(0, time - offset)


def _lines(cue: Cue) -> list[Line]:
    return [line for line in cue.lines if line.text.strip()]


def _openings(cues: Sequence[tuple[int, Cue, list[Line]]]) -> Iterator[tuple[int, str]]:
    """Yield (cue number, text) of the lines that may begin with a label: the first, and those with a dash or ``>>``."""
    for number, _, lines in cues:
        for at, line in enumerate(lines):
            text = tidy(line.text)
            if not at or TURN_DASH.match(text) or CHEVRONS.match(text):
                yield number, text


def _bare(text: str) -> str:
    return CHEVRONS.sub("", TURN_DASH.sub("", text, count=1), count=1)


def _ended(segment: Segment) -> bool:
    return segment.kind is Kind.SPEECH and segment.speaker == "" and bool(_SENTENCE_END.search(segment.text))


def _unrolled(cues: Sequence[tuple[int, Cue, list[Line]]], notes: Collector) -> Iterator[tuple[int, Cue, list[Line]]]:
    """Drop from each cue the lines that the cue before it showed last, where the whole track rolls up."""
    if not _rolls(cues):
        yield from cues
        return
    shown: list[str] = []
    for number, cue, lines in cues:
        texts = [tidy(line.text) for line in lines]
        known = next((n for n in range(min(len(texts), len(shown)), 0, -1) if shown[-n:] == texts[:n]), 0)
        if known:
            notes.add("transcript.rolling", f"{known} line(s) repeated from the cue before, read once", cue=number)
        shown = texts or shown
        if len(lines) > known or not lines:
            yield number, cue, lines[known:]


def _rolls(cues: Sequence[tuple[int, Cue, list[Line]]]) -> bool:
    texts = [[tidy(line.text) for line in lines] for _, _, lines in cues if lines]
    pairs = list(itertools.pairwise(texts))
    again = sum(1 for a, b in pairs if a[-1] == b[0] and (len(b) > 1 or len(a) > 1))
    return len(pairs) >= 2 and again * 3 >= len(pairs)


def _parts(lines: Sequence[Line], cue: Cue, labels: Labels) -> Iterator[_Part]:
    dashes = sum(1 for line in lines if TURN_DASH.match(line.text.strip())) > 0
    part: _Part | None = None
    for at, line in enumerate(lines):
        for text, voice in _voices(line):
            begun = _begin(text, voice or (cue.speaker if at == 0 else ""), labels, dashes=dashes)
            if part is not None and (begun is None or (begun.speaker == part.speaker == voice and not begun.change)):
                part.text = f"{part.text} {tidy(text)}"
                continue
            if part is not None and part.text:
                yield part
            part = begun or _Part(tidy(text))
    if part is not None and part.text:
        yield part


def _voices(line: Line) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a line by one voice each."""
    text, voice = "", None
    for span in line.spans:
        if voice is not None and span.style.voice != voice and text.strip():
            yield text, voice
            text = ""
        text, voice = text + span.text, span.style.voice
    if text.strip():
        yield text, voice or ""


def _begin(text: str, voice: str, labels: Labels, *, dashes: bool) -> _Part | None:
    text = tidy(text)
    change = False
    if voice and text.startswith(voice) and text[len(voice) :].lstrip()[:1] in (":", "："):
        return _Part(text[len(voice) :].lstrip()[1:].strip(), voice)  # the voice's name once more, as a label
    for mark in (TURN_DASH if dashes else None, CHEVRONS):
        match = mark.match(text) if mark is not None else None
        if match is not None:
            text, change = text[match.end() :], True
    named, at, machine = label_in_front(text)
    if named and (machine or text[0] in "[("):
        return _Part(text[at:].strip(), tidy(named), change)
    label = labels.of(text)
    if label is not None:
        return _Part(label.rest, label.speaker, change)
    if voice:
        return _Part(text, voice, change)
    return _Part(text, None, True) if change else None


def _segments(text: str, speaker: str, cue: int, *, turn: bool) -> Iterator[Segment]:
    extras: dict[str, Any] = {"cue": cue}
    for piece in pieces_of(text):
        who = "" if piece.kind in (Kind.EDITORIAL, Kind.NOTE) else speaker
        yield Segment(piece.text, who, piece.kind, turn=turn, extras=extras)
        turn = False


def _time(segments: list[Segment], first: int, cue: Cue, *, whole: bool) -> None:
    """Give the cue's times to what was made of it; its word times to its one stretch of speech."""
    if first == len(segments):
        return
    segments[first] = segments[first].replace(start=cue.start, timing=Timing.GIVEN)
    segments[-1] = segments[-1].replace(end=cue.end, timing=Timing.GIVEN)
    speech = [at for at in range(first, len(segments)) if segments[at].kind is Kind.SPEECH]
    if whole and len(speech) == 1:
        segments[speech[0]] = _worded(segments[speech[0]], cue)


def _worded(segment: Segment, cue: Cue) -> Segment:
    """Give a segment the cue's timed words, where these are its text (a rolling cue's words include those repeated)."""
    texts = segment.text.split()
    words = list(cue.words[-len(texts) :])
    if [word.text for word in words] != texts or all(word.start is None for word in words):
        return segment
    if words[0].start is None:
        words[0] = replace(words[0], start=cue.start, timing=Timing.GIVEN)
    return segment.replace(words=tuple(words))
