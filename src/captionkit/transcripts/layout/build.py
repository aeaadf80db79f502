"""From entries and turns to segments: paragraphs, marks, handovers, times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from typing import Any

from captionkit.diagnostics import Collector
from captionkit.model.transcript import Kind, Segment, Timing
from captionkit.transcripts.layout.handover import hand_over, hands_back
from captionkit.transcripts.layout.marks import label_kind, pieces_of
from captionkit.transcripts.layout.rows import Row, blocks_of, flow, tidy
from captionkit.transcripts.layout.times import Ruler, Stamp

__all__ = ["PRESENTER", "Builder", "Turn", "heard", "name_by_handover", "notes_of"]

#: What an unnamed presenter is called: an identity, never a word on the screen.
PRESENTER = "Presenter"

#: Kinds that somebody utters or does; one on a line of its own is nobody's.
_VOICED = frozenset({Kind.SPEECH, Kind.SOUND, Kind.MUSIC, Kind.INAUDIBLE, Kind.DIRECTION})

_CLIP_BEGINS = ("(begin video", "(begin audio", "[begin video", "[begin audio")
_CLIP_ENDS = ("(end video", "(end audio", "[end video", "[end audio")


@dataclass(slots=True)
class Turn:
    """Rows by one speaker or under one time.

    ``speaker`` is None where the text does not say, so that the one before goes on; ``line`` is where it begins,
    ``named`` the line of the speaker's name; ``glued`` that it begins inside a line; ``change`` that a mark says that
    somebody else speaks, ``story`` that another story begins.
    """

    line: int = 0
    speaker: str | None = None
    role: str = ""
    manner: str = ""
    start: Stamp | None = None
    end: Stamp | None = None
    rows: list[Row] = field(default_factory=list)
    named: int = 0
    change: bool = False
    story: bool = False
    glued: bool = False


@dataclass(slots=True)
class Builder:
    """Makes the segments of one text; speakers go on from one turn to the next until another is named.

    ``whole`` says that lines that no blank line divides are one paragraph wherever a time stands over them; ``joined``
    that they are everywhere; ``marks`` are those that the text repeats.
    """

    ruler: Ruler
    notes: Collector
    joined: bool = False
    segments: list[Segment] = field(default_factory=list)
    speaker: str = ""
    clip: bool = False
    whole: bool = False
    marks: frozenset[str] = frozenset()

    def add(self, turn: Turn) -> None:
        """Append the segments of one turn."""
        if turn.speaker is not None:
            self.speaker = turn.speaker
        start = None if turn.start is None else self.ruler.ms(turn.start)
        end = None if turn.end is None else self.ruler.ms(turn.end)
        if not turn.rows:
            self._empty(turn, start)
            return
        first = len(self.segments)
        self.whole = turn.start is not None or turn.end is not None
        extras, named = _extras(turn), bool(turn.speaker)
        for block in blocks_of(turn.rows):
            for paragraph in self._paragraphs(block):
                self._paragraph(paragraph, extras, named=named)
                extras, named = {}, False
        if first == len(self.segments):
            return
        if turn.glued:
            self.segments[first] = self.segments[first].replace(turn=False)
        if start is not None:
            self.segments[first] = self.segments[first].replace(start=start, timing=Timing.GIVEN)
            speech = next(
                (at for at in range(first, len(self.segments)) if self.segments[at].kind is Kind.SPEECH), first
            )
            self.segments[speech] = self.segments[speech].replace(start=start, timing=Timing.GIVEN)
        if end is not None:
            self.segments[-1] = self.segments[-1].replace(end=end, timing=Timing.GIVEN)

    def _empty(self, turn: Turn, start: int | None) -> None:
        """A name with nothing to say is reported; a time with nothing to say ends what was said before it."""
        if turn.speaker:
            self.notes.add(
                "text.empty-entry",
                f"the name {turn.speaker!r}, but nothing that they say",
                line=turn.named or turn.line,
            )
        elif turn.change:
            self.notes.add("text.empty-entry", "a speaker change with no text", line=turn.line)
        before = self.segments[-1] if self.segments else None
        if start is None:
            if turn.end is not None:
                self.notes.add("text.empty-entry", "a time with no text", line=turn.line)
            return
        if before is None or before.end is not None or before.start is None or start < before.start:
            self.notes.add("text.empty-entry", "a time with no text after it", line=turn.line)
            return
        self.segments[-1] = before.replace(end=start)
        self.notes.add(
            "text.empty-entry", "a time with no text: taken as the end of what stands before it", line=turn.line
        )

    def _paragraphs(self, block: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """Yield the paragraphs of a block; a line that is nothing but a mark is one of its own."""
        for is_mark, run in groupby(block, key=_is_mark):
            rows = list(run)
            if is_mark:
                yield from ([row] for row in rows)
            elif self.whole or self.joined:
                yield rows
            else:
                yield from flow(rows)

    def _paragraph(self, rows: Sequence[Row], extras: dict[str, Any], *, named: bool) -> None:
        parts = [tidy(row.text) for row in rows]
        text = " ".join(parts)
        ends = list(accumulate(len(part) + 1 for part in parts))
        low = text.lower()
        self.clip = self.clip or low.startswith(_CLIP_BEGINS)
        turn, at = True, 0
        for piece in pieces_of(text, self.marks):
            at = max(at, text.find(piece.text, at))
            more = {**extras, "text.clip": True} if self.clip else extras
            alone = piece.text == text and piece.kind is not Kind.SPEECH
            speaker = self.speaker if named or (piece.kind in _VOICED and not alone) else ""
            line = rows[min(bisect_right(ends, at), len(rows) - 1)].number
            self.segments.append(Segment(piece.text, speaker, piece.kind, line=line, turn=turn, extras=more))
            turn, extras = False, {}
            at += len(piece.text)
        self.clip = self.clip and not low.startswith(_CLIP_ENDS)


def _is_mark(row: Row) -> bool:
    if row.text[0] not in "[(♪♫♬（【〔":
        return False
    pieces = list(pieces_of(row.text))
    return len(pieces) == 1 and pieces[0].kind is not Kind.SPEECH


def _extras(turn: Turn) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    if turn.role:
        extras["text.role"] = turn.role
    if turn.manner:
        extras["text.manner"] = turn.manner
    if turn.change:
        extras["text.change"] = True
    if turn.story:
        extras["text.story"] = True
    return extras


def heard(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments with those of "SFX:", "MUSIC:" as sounds and music where they alone are in capitals."""
    spoken = [s for s in segments if s.kind is Kind.SPEECH]
    names = {name for name in {s.speaker for s in spoken} if label_kind(name) is not None}
    others = [s for s in spoken if s.speaker not in names and s.text.lower() != s.text.upper()]
    if sum(s.text.isupper() for s in others) * 2 > len(others):
        return list(segments)
    loud = {name for name in names if all(s.text.isupper() for s in spoken if s.speaker == name)}
    return [_heard(s, loud) if s.kind is Kind.SPEECH else s for s in segments]


def _heard(segment: Segment, loud: Collection[str]) -> Segment:
    if segment.speaker in loud:
        return segment.replace(kind=label_kind(segment.speaker) or Kind.SOUND, speaker="")
    label, colon, rest = segment.text.partition(":")
    kind = label_kind(label) if colon and rest.isupper() else None
    return segment if kind is None else segment.replace(text=rest.strip(), kind=kind, speaker="")


def notes_of(rows: Iterable[Row], kind: Kind = Kind.NOTE) -> Iterator[Segment]:
    """Yield a segment of a kind that is never captioned for each row."""
    for row in rows:
        yield Segment(row.text, "", kind, line=row.number)


def name_by_handover(segments: Sequence[Segment], notes: Collector) -> list[Segment]:
    """Return the segments of a text without labels, with the speakers that its handovers name.

    Before the first handover, and after a report ends, the presenter speaks; the words that hand over are theirs. A
    text without a handover is returned as it is.
    """
    if any(s.speaker for s in segments) or not any(_hands_over(s) for s in segments):
        return list(segments)
    speaker, first = PRESENTER, segments[0].line
    notes.add(
        "article.presenter", f"the speaker before the first handover is not named: called {PRESENTER!r}", line=first
    )
    named: list[Segment] = []
    for segment in segments:
        back = hands_back(segment.text, speaker) if speaker != PRESENTER and segment.kind is Kind.SPEECH else None
        if back is not None and back.before:
            speaker = PRESENTER
        said = segment.kind is Kind.SPEECH
        named.append(segment.replace(speaker=speaker) if said else segment)
        if back is not None:
            speaker = PRESENTER
        following = hand_over(segment.text) if said else ""
        if following:
            speaker = following
            notes.add("article.handover", f"{following} speaks from here on", line=segment.line)
    return named


def _hands_over(segment: Segment) -> bool:
    return segment.kind is Kind.SPEECH and bool(hand_over(segment.text))
