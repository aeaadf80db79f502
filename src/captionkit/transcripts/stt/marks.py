"""Marks among a recogniser's words: ``[Music]``, ``(laughs)``, ``[BLANK_AUDIO]``, ``<|2.40|>``, ``♪``.

A mark is known by its shape (brackets of a machine), by where it stands (alone, between sentences) and by recurring in
the file; lists of words are priors. What a mark says of the sound becomes a segment of its own kind; what it says of
the machine is left out of the text and counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from captionkit.model.transcript import Kind, Segment, Timing, Word, text_of
from captionkit.text.letters import LETTERS
from captionkit.text.marks import TERMINATORS
from captionkit.text.parts import hides_word
from captionkit.transcripts.layout.marks import kind_of_mark
from captionkit.transcripts.layout.words import MARKS

if TYPE_CHECKING:
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["kind_of_text", "kind_of_token", "kinds_of_tokens", "separate_marks"]

_NOTES = "♪♫🎵🎶"
_BRACKETED = re.compile(r"(?:\[[^\[\]]{1,80}\]|\([^()]{1,80}\)|\*[^*]{1,80}\*|<[^<>]{1,80}>|\{[^{}]{1,80}\})[.!,]?\Z")
_MUSIC = re.compile(rf"music|song|singing|melody|musik|musique|música|musica|[{_NOTES}]", re.IGNORECASE)
_UNCLEAR = re.compile(r"<?\[?\(?(?:unk(?:nown)?|inaudible|unintelligible|indistinct|xxx|unclear)\b", re.IGNORECASE)
_HESITATION = re.compile(r"[(%\[<]*%?(?:hesitation|fill(?:er)?|uh|um)[)\]>]*\Z", re.IGNORECASE)

_SIGNS = re.compile(rf"[\[(*<{{（【{_NOTES}]")
_MARK = re.compile(
    r"<\|[^|<>]{0,60}\|>|\[[^\[\]]{0,120}\]|\([^()]{1,120}\)|（[^（）]{1,120}）|【[^【】]{1,120}】|\{[^{}]{1,80}\}"
    rf"|\*[^*\s](?:[^*\n]{{0,60}}[^*\s])?\*|<[^<>]{{1,40}}>|[{_NOTES}][^{_NOTES}]{{1,400}}[{_NOTES}]+|[{_NOTES}]+"
)
#: What only a machine writes: signs without letters, an underscore in front; capitals with an underscore between them.
_SIGNED = re.compile(r"\[_[^\[\]]*[^\s_\]][^\[\]]*\]|\[\s*[*#]+\s*\]")
_MACHINE = re.compile(r"<\|[^|]*\|>|[\[(]\s*[A-Z0-9]+_[A-Z0-9_]*\s*[\])]")
_TURN = re.compile(r"speaker[ _-]?(?:turn|change)", re.IGNORECASE)
#: What stands for a word that was said and is not shown, as YouTube writes it.
_BLANKED = re.compile(r"\[[\s_]+\]")
_TAG = re.compile(r"</?(?:i|b|u|s|em|strong|font|span|c|v|br|ruby|rt|lang)\b[^<>]*>", re.IGNORECASE)
_STOP = re.compile(rf"[{TERMINATORS}]['\"”’»)\]]*\s*\Z")
_LOOSE = re.compile(r"[.,;:!?…。，、！？]+(?=\s|\Z)")
#: How much of the text on either side of a mark is looked at, in characters.
_NEAR = 40
#: From this number on the same bracketed text of few words is a mark wherever it stands.
_AGAIN = 3


def kind_of_text(text: str) -> Kind:
    """Return the kind of a whole segment: only bracketed text and text between notes is anything but speech.

    Words in parentheses that are lower-case prose of four words or more are speech, and so is what follows a single
    note sign.

    >>> kind_of_text("[Applause]"), kind_of_text("♪ la la ♪"), kind_of_text("(as I said before)")
    (<Kind.SOUND: 'sound'>, <Kind.MUSIC: 'music'>, <Kind.SPEECH: 'speech'>)
    """
    if text[:1] not in f"[(*<{{{_NOTES}":
        return Kind.SPEECH
    if text[:1] in _NOTES:
        inner = text.strip(f"{_NOTES} ")
        whole = not inner or (text.rstrip()[-1] in _NOTES and not set(_NOTES) & set(inner))
        return Kind.MUSIC if whole else Kind.SPEECH
    if not _BRACKETED.match(text):
        return Kind.SPEECH
    if _MACHINE.match(text) or _SIGNED.match(text):
        return Kind.NOTE
    inner = text.strip("[](){}<>*., !")
    if text[0] == "(" and len(inner.split()) >= 4 and not inner.isupper():
        return Kind.SPEECH
    if _UNCLEAR.match(text):
        return Kind.INAUDIBLE
    return Kind.MUSIC if _MUSIC.search(inner) else Kind.SOUND


def kind_of_token(text: str) -> Kind:
    """Return the kind of one token of a recogniser that writes markers among its words.

    >>> kind_of_token("[noise]"), kind_of_token("<unk>"), kind_of_token("%HESITATION"), kind_of_token("rain")
    (<Kind.SOUND: 'sound'>, <Kind.INAUDIBLE: 'inaudible'>, <Kind.NOTE: 'note'>, <Kind.SPEECH: 'speech'>)
    """
    if text[:1] not in f"[(<%{{*{_NOTES}":
        return Kind.SPEECH
    if text[0] in "%(<[" and _HESITATION.match(text):
        return Kind.NOTE
    return Kind.MUSIC if text[0] in _NOTES else kind_of_text(text)


def kinds_of_tokens(texts: Sequence[str]) -> list[Kind]:
    """Return the kind of each token; a mark that stands for a word of the sentence around it is speech.

    >>> [kind.value for kind in kinds_of_tokens(["What", "the", "[bleep]", "is", "that?", "[noise]"])]
    ['speech', 'speech', 'speech', 'speech', 'speech', 'sound']
    """
    kinds = list(map(kind_of_token, texts))
    for at, text in enumerate(texts):
        mark = text.rstrip(".,;:!?")
        before, after = (texts[at - 1] if at else ""), "".join(texts[at + 1 : at + 2])
        if kinds[at] is not Kind.SPEECH and hides_word(mark, f"{before} ", text[len(mark) :] or f" {after}"):
            kinds[at] = Kind.SPEECH
    return kinds


class _Mark(NamedTuple):
    begin: int
    end: int
    kind: Kind
    turn: bool


@dataclass(slots=True)
class _Stretch:
    """A stretch of a segment: speech, or a mark of one kind."""

    kind: Kind
    spans: list[tuple[int, int]]
    turn: bool


def separate_marks(segments: Sequence[Segment], notes: Notes) -> list[Segment]:
    """Give each mark inside spoken segments a segment of its kind, or leave a machine's mark out and count it.

    >>> from captionkit.transcripts.stt.notes import Notes
    >>> [(s.kind.value, s.text) for s in separate_marks([Segment("We won. [laughs] Truly [*] so.")], Notes("x"))]
    [('speech', 'We won.'), ('sound', '[laughs]'), ('speech', 'Truly so.')]
    """
    marked = [s for s in segments if s.kind is Kind.SPEECH and _SIGNS.search(s.text)]
    if not marked:
        return list(segments)
    counts = Counter(mark.casefold() for s in marked for mark in _MARK.findall(s.text))
    sung = _sung(marked)
    made: list[Segment] = []
    turn = False
    for segment in segments:
        if segment.kind is not Kind.SPEECH or not _SIGNS.search(segment.text):
            made.append(_changed(segment) if turn else segment)
            turn = False
            continue
        if sung and segment.text.lstrip()[:1] in _NOTES and not _STOP.search(segment.text):
            made.append(segment.replace(kind=Kind.MUSIC))
            continue
        parts, turn = _separated(segment, counts, notes, turn=turn)
        made.extend(parts)
    return made


def _sung(segments: Iterable[Segment]) -> bool:
    """Whether lines of a song carry a note in front only: so it is where several do and no note ever closes one."""
    noted = [s.text.strip() for s in segments if s.text.lstrip()[:1] in _NOTES]
    opened = [text for text in noted if not set(text.lstrip(f"{_NOTES} ")) & set(_NOTES)]
    return len(opened) >= 2 and len(opened) == len(noted)


def _separated(segment: Segment, counts: Counter[str], notes: Notes, *, turn: bool) -> tuple[list[Segment], bool]:
    """Return the parts of a segment, and whether what comes after it is a new turn."""
    shown = text_of(segment.words) if segment.words else segment.text
    marks = list(_marks(shown, counts))
    if not marks and segment.words and any(True for _ in _marks(segment.text, counts)):
        notes.leave_out("stt.ignored-markers", segment.text)
        return [segment.replace(text=shown)], turn
    if not marks:
        return [_changed(segment) if turn else segment], False
    stretches, after = _stretches(shown, marks, notes, turn=segment.turn or turn)
    if not stretches:
        return [segment.replace(kind=Kind.NOTE)], after
    words = list(_placed(segment.words))
    parts = [_part(segment, shown, words, stretch) for stretch in stretches]
    marked = [stretch.turn and (turn or at > 0) for at, stretch in enumerate(stretches)]
    parts = [_changed(part) if new else part for part, new in zip(parts, marked, strict=True)]
    return _timed(segment, parts), after


def _changed(segment: Segment) -> Segment:
    """Return a segment of which a mark says that another speaker begins here."""
    extras = segment.extras if segment.speaker else {**segment.extras, "text.change": True}
    return segment.replace(turn=True, extras=extras)


def _marks(text: str, counts: Counter[str]) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        mark = match[0]
        before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
        kind = _kind(mark, before, after, counts[mark.casefold()])
        if kind is not Kind.SPEECH:
            yield _Mark(match.start(), match.end(), kind, turn=bool(_TURN.search(mark)))


def _kind(mark: str, before: str, after: str, count: int) -> Kind:
    """Return a mark's kind: NOTE for what says nothing of the sound, SPEECH for words that merely stand in brackets."""
    if _BLANKED.match(mark) or _TAG.match(mark) or hides_word(mark, before, after):
        return Kind.SPEECH
    if mark[0] in _NOTES:
        return Kind.MUSIC
    apart = (not before.strip() or _STOP.search(before)) and (not after.strip() or not after.lstrip()[:1].islower())
    if mark.startswith("<|"):
        named = mark[2:-2].isalpha() and kind_of_mark(f"[{mark[2:-2].lower()}]")
        return named if named in (Kind.SOUND, Kind.MUSIC) and _known(mark) else Kind.NOTE
    if _SIGNED.match(mark) or _TURN.search(mark) or (apart and _MACHINE.match(mark)):
        return Kind.NOTE
    if mark[0] in "*<":
        return _kind_of_starred(mark, count, apart=bool(apart))
    kind = kind_of_mark(mark, before, after)
    if kind in (Kind.SOUND, Kind.EDITORIAL, Kind.NOTE) and not apart and not _known(mark):
        return Kind.SPEECH if mark.upper() == mark or count < _AGAIN else Kind.SOUND
    if kind is Kind.SPEECH and len(mark.split()) <= 3 and count >= _AGAIN and not mark[1:-1].strip().isdecimal():
        return Kind.SOUND
    return Kind.SOUND if kind is Kind.EDITORIAL and mark[0] == "[" else kind


def _known(mark: str) -> bool:
    """Whether a word in the brackets is one that marks hold; what is redacted (``[PII]``) was said."""
    return any(word in words for word in re.findall(LETTERS, mark.lower()) for words in MARKS.values())


def _kind_of_starred(mark: str, count: int, *, apart: bool) -> Kind:
    """Stars and angle brackets may merely stress a word: a mark is known, recurs, or stands between sentences."""
    inner = mark[1:-1].strip()
    if _UNCLEAR.match(mark):
        return Kind.INAUDIBLE
    kind = kind_of_mark(f"({inner})")
    if kind in (Kind.MUSIC, Kind.INAUDIBLE) or (kind is Kind.SOUND and _known(mark)):
        return kind
    return Kind.SOUND if inner.islower() and (count >= _AGAIN or (apart and mark[0] == "*")) else Kind.SPEECH


def _stretches(text: str, marks: Sequence[_Mark], notes: Notes, *, turn: bool) -> tuple[list[_Stretch], bool]:
    """Return speech and marks in order; speech goes on across a mark that is left out."""
    made: list[_Stretch] = []
    speech: _Stretch | None = None  # which what is said next belongs to
    spoken: _Stretch | None = None  # the last one
    at = 0
    for mark in [*marks, _Mark(len(text), len(text), Kind.NOTE, turn=False)]:
        begin = at
        loose = _LOOSE.match(text, at) if at else None
        last = spoken or (made[-1] if made else None)
        if loose and last is not None and not text[at - 1].isspace():
            last.spans.append((at, loose.end()))
            begin = loose.end()
        if any(map(str.isalnum, text[begin : mark.begin])):
            if speech is None:
                spoken = speech = _Stretch(Kind.SPEECH, [], turn)
                made.append(speech)
                turn = False
            speech.spans.append((begin, mark.begin))
        at = mark.end
        if mark.kind is not Kind.NOTE:
            made.append(_Stretch(mark.kind, [(mark.begin, mark.end)], turn))
            speech, turn = None, False
        elif mark.end > mark.begin:
            notes.leave_out("stt.ignored-markers", text[mark.begin : mark.end])
            if mark.turn:
                speech, turn = None, True
    return made, turn


def _placed(words: Iterable[Word]) -> Iterator[tuple[int, Word]]:
    """Yield (offset in the text as displayed, word)."""
    at = 0
    for index, word in enumerate(words):
        at += 1 if index and not word.glue else 0
        yield at, word
        at += len(word.text)


def _part(segment: Segment, text: str, words: Sequence[tuple[int, Word]], stretch: _Stretch) -> Segment:
    kept = tuple(_inside(words, stretch.spans))
    shown = text_of(kept) if words else " ".join(text[begin:end].strip() for begin, end in stretch.spans)
    if not words:
        shown = re.sub(r" (?=[.,;:!?…。，、！？]+(?:\s|\Z))", "", shown)
    return segment.replace(text=shown, words=kept, kind=stretch.kind, turn=stretch.turn, start=None, end=None)


def _inside(words: Sequence[tuple[int, Word]], spans: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """Yield the words in the spans, each cut to what is inside; the first has nothing to cling to.

    Both are in order, and each is passed once: a text may be thousands of marks.
    """
    first = True
    following = 0
    for index in range(max(0, bisect_right(words, spans[0][0], key=itemgetter(0)) - 1), len(words)):
        at, word = words[index]
        end = at + len(word.text)
        while following < len(spans) and spans[following][1] <= at:
            following += 1
        if following == len(spans):
            return
        text, over = "", following
        while over < len(spans) and spans[over][0] < end:
            text += word.text[max(0, spans[over][0] - at) : spans[over][1] - at]
            over += 1
        if not text:
            continue
        same = text == word.text and not (first and word.glue)
        yield (
            word if same else Word(text, word.start, word.end, word.confidence, word.timing, word.glue and not first)
        )
        first = False


def _timed(segment: Segment, parts: Sequence[Segment]) -> list[Segment]:
    """Give each part the times of its words; the first begins and the last ends with the segment."""
    timed = []
    for place, part in enumerate(parts):
        start = next((word.start for word in part.words if word.start is not None), None)
        end = next((word.end for word in reversed(part.words) if word.end is not None), None)
        start = segment.start if place == 0 and segment.start is not None else start
        end = segment.end if place == len(parts) - 1 and segment.end is not None else end
        timing = segment.timing if start is not None or end is not None else Timing.NONE
        timed.append(part.replace(start=start, end=end, timing=timing))
    return timed
