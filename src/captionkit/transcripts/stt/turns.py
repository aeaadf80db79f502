"""Who speaks, where the text says it (``[SPEAKER_00]: text``) or a word at a turn's edge went to the wrong speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from captionkit.model.transcript import Kind, Segment, Word, text_of
from captionkit.text.marks import TERMINATORS
from captionkit.text.scripts import has_unspaced
from captionkit.transcripts.stt.values import SpeakerNames

if TYPE_CHECKING:
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["label_in_front", "realigned", "smoothed", "with_labels"]

_MACHINE = r"(?:speaker|spk|spkr|sprecher|locuteur|hablante|orador|parlante|говорящий|s)[ _-]?(?:\d{1,3}|[a-z])"
_LABEL = re.compile(
    rf"\s*(?:[\[(（【](?P<closed>[^\[\]()（）【】:：]{{1,40}})[\])）】]\s*[:：]"
    rf"|[\[(](?P<machine>{_MACHINE})[\])]|(?P<bare>{_MACHINE})\s*[:：]"
    r"|(?P<name>[^\W\d_][^:：\[\]().!?,]{0,38})[:：])(?!\S*//)\s*",
    re.IGNORECASE,
)
#: Of spoken segments, how many must begin with a label for names without a machine's shape to count.
_SHARE = 0.8
_QUOTES = "\"'”’»)]"
#: Up to so many words at a turn's edge may belong to the neighbour.
_EDGE = 2
#: An answer begins so long, in ms, after a question that another speaker asked.
_APART = 200


def label_in_front(text: str) -> tuple[str, int, bool]:
    """Return the label in front of a text (or ``""``), where the text after it begins, whether a machine made it.

    >>> label_in_front("[SPEAKER_00]: Come in."), label_in_front("At noon: tea.")[2]
    (('SPEAKER_00', 14, True), False)
    """
    match = _LABEL.match(text)
    if match is None:
        return "", 0, False
    label = match["closed"] or match["machine"] or match["bare"] or match["name"] or ""
    known = match["machine"] or match["bare"] or (match["closed"] and re.fullmatch(_MACHINE, label.strip(), re.I))
    return label.strip(), match.end(), bool(known)


def with_labels(segments: Sequence[Segment], labels: SpeakerNames) -> list[Segment]:
    """Take speakers out of the texts, where no segment names one and the texts of the file begin with labels.

    >>> made = with_labels([Segment("[SPEAKER_00]: Come in."), Segment("[SPEAKER_01]: I will.")], SpeakerNames())
    >>> [(s.speaker, s.text) for s in made]
    [('SPEAKER_00', 'Come in.'), ('SPEAKER_01', 'I will.')]
    """
    spoken = [s for s in segments if s.kind is Kind.SPEECH or s.text.startswith(("[", "("))]
    if (
        not spoken
        or any(s.speaker for s in segments)
        or not any(":" in s.text[:44] or s.text[:1] in "[(" for s in spoken)
    ):
        return list(segments)
    found = {id(s): label_in_front(s.text) for s in spoken}
    said = [s for s in spoken if s.kind is Kind.SPEECH or found[id(s)][2]]
    named = Counter(found[id(s)][0] for s in said if found[id(s)][0])
    usual = sum(named.values()) >= _SHARE * len(said) and len(said) >= 2 and len(named) <= max(2, len(said) // 2)
    made = []
    for segment in segments:
        label, at, machine = found.get(id(segment), ("", 0, False))
        if label and at < len(segment.text) and (machine or usual):
            segment = _labelled(segment, labels(label), at)
        made.append(segment)
    return made


def _labelled(segment: Segment, speaker: str, at: int) -> Segment:
    text = segment.text[at:].strip()
    if not segment.words:
        return segment.replace(text=text, speaker=speaker, kind=Kind.SPEECH)
    left = sum(not c.isspace() for c in segment.text[:at])
    words: list[Word] = []
    for word in segment.words:
        cut = min(left, len(word.text))
        left -= cut
        if cut < len(word.text):
            whole = not cut and (words or not word.glue)
            words.append(word if whole else Word(word.text[cut:], word.start, word.end, word.confidence, word.timing))
    return segment.replace(text=text_of(words), words=tuple(words), speaker=speaker, kind=Kind.SPEECH)


def smoothed(owners: Sequence[str], words: Sequence[Word], label: str, notes: Notes | None) -> list[str]:
    """Return each word's speaker so that no word is torn, and no sentence of the segment's own speaker at its edges.

    ``label`` is whom the file gives the whole segment; one or two words at its edge that went to somebody else while
    the sentence goes on are the label's. With ``notes`` None only torn words are put right.

    >>> smoothed(["A", "B"], [Word("Hello,"), Word("mum.")], "B", None)
    ['A', 'B']
    """
    owners = _untorn(owners, words)
    if notes is None or not label or label not in owners:
        return owners
    first = next((n for n, owner in enumerate(owners) if owner == label), 0)
    if 0 < first <= _EDGE and words[first].text[:1].islower() and not any(_ended(word) for word in words[:first]):
        notes.count("stt.turn-realigned", f"{text_of(words[:first])!r} ({owners[0]})")
        owners[:first] = [label] * first
    last = next((n for n, owner in enumerate(reversed(owners)) if owner == label), 0)
    if 0 < last <= _EDGE and words[-last].text[:1].islower() and not _ended(words[-last - 1]) and _ended(words[-1]):
        notes.count("stt.turn-realigned", f"{text_of(words[-last:])!r} ({owners[-1]})")
        owners[-last:] = [label] * last
    return owners


def _untorn(owners: Sequence[str], words: Sequence[Word]) -> list[str]:
    """Give the pieces of one word to the speaker who has most of its letters, the later one of equals."""
    made = list(owners)
    if not any(map(attrgetter("glue"), words)):
        return made
    begin = 0
    for place in range(1, len(words) + 1):
        if (
            place < len(words)
            and words[place].glue
            and not has_unspaced(words[place].text[:1] + words[place - 1].text[-1:])
        ):
            continue
        if place - begin > 1:
            letters: Counter[str] = Counter()
            for owner, word in zip(owners[begin:place], words[begin:place], strict=True):
                letters[owner] += len(word.text)
            owner = max(reversed(letters), key=letters.__getitem__)
            made[begin:place] = [owner] * (place - begin)
        begin = place
    return made


def realigned(segments: Sequence[Segment], notes: Notes) -> list[Segment]:
    """Give one or two words at the edge of a turn to the neighbour whose sentence they begin or end.

    A word is moved only where the turn before it stops inside a sentence, and never away from the word it was said next
    to: the pause must lie on the other side. So is the answer that ends the turn of whoever asked ("Is it cold? Yes."),
    where it is heard well apart from the question and next to what the other goes on to say.

    >>> from captionkit.transcripts.stt.notes import Notes
    >>> first = Segment("What are you", "A", start=0, end=600, words=(Word("What", 0, 200), Word("are", 200, 400),
    ...     Word("you", 400, 600)))
    >>> second = Segment("cooking? Soup.", "B", start=620, end=2400, words=(Word("cooking?", 620, 900),
    ...     Word("Soup.", 2000, 2400)))
    >>> [(s.speaker, s.text) for s in realigned([first, second], Notes("x"))]
    [('A', 'What are you cooking?'), ('B', 'Soup.')]
    """
    made = list(segments)
    for place in range(len(made) - 1):
        a, b = made[place], made[place + 1]
        if a.kind is not Kind.SPEECH or b.kind is not Kind.SPEECH or not (a.words and b.words):
            continue
        if not a.speaker or not b.speaker or a.speaker == b.speaker:
            continue
        moved = _answered(a, b) or (None if _ended(a.words[-1]) else _moved(a, b))
        if moved is not None:
            made[place], made[place + 1] = moved
            shown = a if len(moved[0].words) < len(a.words) else b
            notes.count("stt.turn-realigned", f"{shown.text!r} ({shown.speaker})")
    return made


def _ended(word: Word) -> bool:
    return word.text.rstrip(_QUOTES)[-1:] in TERMINATORS


def _moved(a: Segment, b: Segment) -> tuple[Segment, Segment] | None:
    head = next((n for n, word in enumerate(b.words[:_EDGE], 1) if _ended(word)), 0)
    tail = next((n for n in range(1, _EDGE + 1) if n < len(a.words) and _ended(a.words[-n - 1])), 0)
    begins_low = b.words[0].text[:1].islower() or not any(map(str.isalnum, b.words[0].text))
    if head and head < len(b.words) and begins_low and _nearer(a.words[-1], b.words[:head], b.words[head]):
        return _with(a, (*a.words, *b.words[:head])), _with(b, b.words[head:])
    starts_high = tail and a.words[-tail].text[:1].isupper()
    if tail and starts_high and begins_low and _nearer(b.words[0], a.words[-tail:], a.words[-tail - 1]):
        return _with(a, a.words[:-tail]), _with(b, (*a.words[-tail:], *b.words))
    return None


def _answered(a: Segment, b: Segment) -> tuple[Segment, Segment] | None:
    """Return the turns with one or two words behind a question given to whoever answers it."""
    size = next((n for n in range(1, _EDGE + 1) if n < len(a.words) and _asked(a.words[-n - 1])), 0)
    if not size:
        return None
    answer = a.words[-size:]
    if not answer[0].text[:1].isupper() or _asked(answer[-1]):
        return None
    near, far = _gap(b.words[0], answer), _gap(a.words[-size - 1], answer)
    if near is None or far is None or far < _APART or near * 2 > far:
        return None
    return _with(a, a.words[:-size]), _with(b, (*answer, *b.words))


def _asked(word: Word) -> bool:
    return word.text.rstrip(_QUOTES).endswith(("?", "？", "؟"))


def _nearer(to: Word, words: Sequence[Word], away: Word) -> bool:
    """Whether the words were said nearer to one word than to the other; unknown times speak neither way."""
    near, far = _gap(to, words), _gap(away, words)
    return near is None or far is None or near <= far


def _gap(word: Word, words: Sequence[Word]) -> int | None:
    start, end = words[0].start, words[-1].end
    if start is None or end is None or word.start is None or word.end is None:
        return None
    return max(start - word.end, word.start - end, 0)


def _with(segment: Segment, words: Sequence[Word]) -> Segment:
    first = words[0]
    if first.glue:
        words = (Word(first.text, first.start, first.end, first.confidence, first.timing), *words[1:])
    start = segment.start if words[0] is segment.words[0] else words[0].start
    end = segment.end if words[-1] is segment.words[-1] else words[-1].end
    return segment.replace(
        text=text_of(words), words=tuple(words), start=segment.start if start is None else start,
        end=segment.end if end is None else end,
    )  # fmt: skip
