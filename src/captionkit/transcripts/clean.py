"""Cleaning a transcript: what machines add to speech, and what people ask to have taken out.

Always done and reported: words stretched over silence are shortened, ends after the recording's are drawn in, loops of
a recogniser are pointed out. On request: ``loops`` keeps each loop's first round only, ``fillers`` takes out
hesitations of the language, ``mask`` covers given words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, UsageError
from captionkit.model.transcript import Kind, Segment, Transcript, Word
from captionkit.text.letters import WHOLE_WORD
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.loops import clock_of, kept_of, texts_of, without_loops
from captionkit.transcripts.slicing import squash

__all__ = ["CLEANINGS", "Cleaning", "clean_transcript", "tidy_times", "words_to_mask"]

Cleaning = Literal["fillers", "loops"]

#: What can be taken out on request.
CLEANINGS: tuple[Cleaning, ...] = ("fillers", "loops")

#: Words are stretched from this duration on, in ms, and from this many times the expected duration on.
_LONG, _TIMES = 3000, 5
#: Words beyond the recording's end keep at least this duration, in ms.
_LEAST = 40
_QUOTES = "\"'”’»)]"
_EDGE = re.compile(WHOLE_WORD)

#: Hesitations by language, as patterns of a whole word; German ``um`` and Spanish ``eh`` in questions are words.
_FILLERS = {
    "en": r"u+h+|u+h*m+|e+r+m*|a+h+m+|h+m+|m+h*m{2,}",
    "de": r"ä+h*m*|ä+hm+|ö+h*m*|e+hm+|h+m{2,}",
    "fr": r"e+u+h+|h+e+u+|h+u+m+|h+m{2,}",
    "es": r"e+h*m+|m{3,}|e{3,}h*",
    "it": r"e+h*m+|u+h*m+|m{3,}",
    "pt": r"h+u+m+|h+ã+|a+h+n+|m{3,}|e{3,}h*",
    "nl": r"e+h+m*|u+h+m*|e+u+h+m*|h+m{2,}",
    "sv": r"ö+h+m*|e+h+m*|h+m{2,}|ä+h+m*",
    "da": r"ø+h+m*|e+h+m*|h+m{2,}",
    "nb": r"ø+h+m*|e+h+m*|h+m{2,}",
    "no": r"ø+h+m*|e+h+m*|h+m{2,}",
    "fi": r"ö{2,}h*m*|h+m{2,}|ä{2,}h*m*",
    "pl": r"y{2,}h*m*|e{3,}h*m*|h+m{2,}",
    "cs": r"e+h*m+|h+m{2,}|e{3,}",
    "ru": r"э{1,}-?м*|э+-э+|х+м{2,}|м{3,}",
    "uk": r"е{2,}м*|х+м{2,}|м{3,}",
    "tr": r"ı{2,}h*|e{3,}|h+m{2,}",
    "ja": r"え[えぇー〜]*[とっ]+[とおー〜]*|えっとー*|あのー+|う[ーう〜]*ん+",
    "zh": r"呃+|嗯{2,}",
    "ko": r"음+|으음+",
}


def tidy_times(transcript: Transcript, notes: Collector) -> Transcript:
    """Shorten what lasts over a silence or beyond the recording; nothing else is touched.

    >>> words = (Word("We", 0, 200), Word("go", 200, 400), Word("now.", 400, 16000))
    >>> made = tidy_times(Transcript((Segment("We go now.", start=0, end=16000, words=words),)), Collector("x"))
    >>> made.segments[0].end < 2000
    True
    """
    segments = _within(_without_stretches(transcript.segments, notes), transcript.duration, notes)
    return transcript if segments is transcript.segments else transcript.replace(segments=tuple(segments))


def clean_transcript(
    transcript: Transcript, cleanings: Collection[str] = (), *, mask: Collection[str] = (), file: str = ""
) -> Result[Transcript]:
    """Return the transcript with its times in order and without what ``cleanings`` names.

    ``mask`` holds words to cover, without regard to capitals; a ``*`` at the end covers every word that begins so.

    Raises UsageError for a cleaning that is not known.

    >>> from captionkit import Segment, Transcript
    >>> made = clean_transcript(Transcript((Segment("Um, so we, uh, sail."),), "en"), ["fillers"], mask=["sail"])
    >>> made.value.segments[0].text
    'So we s***.'
    """
    unknown = [name for name in cleanings if name not in CLEANINGS]
    if unknown:
        raise UsageError(f"{unknown[0]!r} is not a cleaning", hint=f"one of {', '.join(CLEANINGS)}")
    notes = Collector(file)
    made = without_loops(tidy_times(transcript, notes), notes, remove="loops" in cleanings)
    if "fillers" in cleanings:
        made = _without_fillers(made, notes)
    if mask:
        made = _masked(made, mask, notes)
    return Result(made, notes.all)


# --- times ---


def _without_stretches(segments: Sequence[Segment], notes: Collector) -> Sequence[Segment]:
    if not any(_lasts(word) > _LONG for segment in segments for word in segment.words):
        return segments
    pace = _pace(segments)
    return [_shortened(segment, pace, notes) if segment.kind is Kind.SPEECH else segment for segment in segments]


def _lasts(word: Word) -> int:
    return word.end - word.start if word.start is not None and word.end is not None else 0


def _pace(segments: Iterable[Segment]) -> float:
    """Return the ms a letter lasts in this file: the median over its words, 80 where it has few."""
    rates = sorted(_lasts(w) / max(2, len(w.text)) for s in segments for w in s.words if _lasts(w) > 0)
    return min(150.0, max(50.0, rates[len(rates) // 2])) if len(rates) >= 5 else 80.0


def _shortened(segment: Segment, pace: float, notes: Collector) -> Segment:
    """Let a sentence's first word begin later, any other end earlier."""
    words = list(segment.words)
    start: int | None
    end: int | None
    for place, word in enumerate(words):
        usual = round(150 + pace * len(word.text))
        if word.start is None or word.end is None or _lasts(word) <= max(_LONG, _TIMES * usual):
            continue
        notes.add(
            "stt.stretched-word",
            f"{word.text!r} lasts {_lasts(word) / 1000:.1f} s, from {clock_of(word.start)}; shortened to {usual} ms",
            data={"start": word.start, "end": word.end},
        )
        opening = place == 0 or _ended(words[place - 1].text)
        closing = place == len(words) - 1 or _ended(word.text)
        start, end = (word.end - usual, word.end) if opening and not closing else (word.start, word.start + usual)
        words[place] = Word(word.text, start, end, word.confidence, word.timing, word.glue)
    if all(new is old for new, old in zip(words, segment.words, strict=True)):
        return segment
    old, new = segment.words, tuple(words)
    start = segment.start if old[0] is new[0] else max(segment.start or 0, new[0].start or 0)
    end = segment.end if old[-1] is new[-1] else new[-1].end
    return segment.replace(words=new, start=start, end=end)


def _ended(text: str) -> bool:
    return text.rstrip(_QUOTES)[-1:] in TERMINATORS and bool(text)


def _within(segments: Sequence[Segment], duration: int | None, notes: Collector) -> Sequence[Segment]:
    """End segments no later than the recording, where its stated duration can be believed."""
    if not duration or all(s.end is None or s.end <= duration for s in segments):
        return segments
    if any(s.start is not None and s.start >= duration for s in segments):
        notes.add("stt.duration", f"segments begin after the stated duration of {duration} ms; it was not believed")
        return segments
    return [s if s.end is None or s.end <= duration else _cut(s, duration, notes) for s in segments]


def _cut(segment: Segment, duration: int, notes: Collector) -> Segment:
    notes.add(
        "stt.end-after-recording",
        f"a segment ends at {segment.end} ms, the recording at {duration} ms; the segment was shortened",
    )
    words: list[Word] = []
    limit = duration
    for word in reversed(segment.words):
        if word.end is None or word.end <= limit:
            words.append(word)
            continue
        start = None if word.start is None else max(0, min(word.start, limit - _LEAST))
        words.append(Word(word.text, start, limit, word.confidence, word.timing, word.glue))
        limit = limit if start is None else start
    return segment.replace(end=duration, words=tuple(reversed(words)))


# --- fillers ---


@lru_cache(maxsize=32)
def _filler(language: str) -> re.Pattern[str] | None:
    pattern = _FILLERS.get(language.split("-")[0].lower())
    return re.compile(rf"(?:{pattern})\Z", re.IGNORECASE) if pattern else None


def _without_fillers(transcript: Transcript, notes: Collector) -> Transcript:
    made: list[Segment] = []
    samples: list[str] = []
    unknown: set[str] = set()
    for segment in transcript.segments:
        language = segment.language or transcript.language
        pattern = _filler(language)
        if segment.kind is not Kind.SPEECH or pattern is None:
            unknown |= {language} if segment.kind is Kind.SPEECH else set()
            made.append(segment)
            continue
        texts = texts_of(segment)
        left = list(_unfilled(texts, pattern))
        lost = [text for text, kept in zip(texts, left, strict=True) if kept is None]
        samples += lost
        if left == texts:
            made.append(segment)
            continue
        kept_segment = kept_of(segment, lambda place, _: left[place])  # noqa: B023 - used at once
        if kept_segment is not None:
            made.append(kept_segment)
    count = len(samples)
    if unknown and not count:
        names = ", ".join(sorted(name or "unknown" for name in unknown))
        notes.add("stt.fillers-unknown", f"fillers are not known in this language ({names}); nothing was taken out")
    if count:
        shown = ", ".join(dict.fromkeys(text.strip(".,!?… ").lower() for text in samples[:100]))
        notes.add("stt.fillers", f"{count} filler word(s) taken out: {shown[:80]}", data={"count": count})
    return transcript.replace(segments=tuple(made)) if count else transcript


def _unfilled(texts: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str | None]:
    """Yield each word, None for a filler; commas, stops and capitals of the words around it are put right."""
    left: list[str | None] = list(texts)
    capital = False
    for place, text in enumerate(texts):
        core = text.strip(".,;:!?…-–—\"'“”„«»¿¡()[]、。")
        if not (core and pattern.match(core)):
            if capital and text[:1].islower():
                left[place] = text[:1].upper() + text[1:]
            capital = False
            continue
        left[place] = None
        before = next((n for n in range(place - 1, -1, -1) if left[n] is not None), None)
        opening = before is None or _ended(left[before] or "")
        capital = capital or (opening and core[:1].isupper())
        if before is not None:
            left[before] = _joined(left[before] or "", text, last=place == len(texts) - 1)
    yield from left


def _joined(before: str, filler: str, *, last: bool) -> str:
    """Return the word before a filler with the punctuation that is right without it."""
    tail = filler.rstrip(_QUOTES)[-1:]
    if tail in TERMINATORS and tail:
        return before if _ended(before) else before.rstrip(",;:-–—") + tail
    if before.endswith(",") and (tail == "," or last):
        return before[:-1]
    return before


# --- words to cover ---


def _masked(transcript: Transcript, mask: Collection[str], notes: Collector) -> Transcript:
    whole = {squash(word) for word in mask if not word.endswith("*")} - {""}
    begins = tuple(squash(word) for word in mask if word.endswith("*") and squash(word))
    count = 0

    def covered(match: re.Match[str]) -> str:
        nonlocal count
        core = squash(match[0])
        if core not in whole and not (begins and core.startswith(begins)):
            return match[0]
        count += 1
        return match[0][0] + "*" * (len(match[0]) - 1)

    made = []
    for segment in transcript.segments:
        before = count
        kept = kept_of(segment, lambda _, text: _EDGE.sub(covered, text))
        made.append(segment if kept is None or count == before else kept)
    if not count:
        return transcript
    notes.add("stt.masked", f"{count} word(s) were covered", data={"count": count})
    return transcript.replace(segments=tuple(made))


def words_to_mask(words: str) -> list[str]:
    """Return the words of a list with commas, or of a file that holds a word a line (``#`` begins a remark).

    Raises InputError where the file cannot be read.

    >>> words_to_mask("darn, heck*")
    ['darn', 'heck*']
    """
    if not words or "," in words or not Path(words).is_file():
        return [word.strip() for word in words.split(",") if word.strip()]
    try:
        lines = Path(words).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{words}: the list of words cannot be read: {error}") from None
    return [line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip()]
