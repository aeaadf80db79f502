r"""Joining recognisers' tokens into words as displayed, with the times that belong to them.

Services hand out tokens in three conventions: blanks belong to the token (``" Hello"``, ``" there,"``), bare tokens
with punctuation glued on (``"Hello"``, ``"there,"``), and punctuation as tokens of its own (``"there"``, ``","``).
Which one holds is decided by evidence: where the segment's own text is at hand, blanks stand where the text has them;
the service's convention decides only where there is no text. Scripts written without spaces are joined without them.

Times are kept as given; a token without times makes a word without times (:data:`Timing.NONE`). Only where one token
holds several words are the inner times shared out, by characters, and marked :data:`Timing.INTERPOLATED`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import repeat
from operator import is_not

from captionkit.model.transcript import Timing, Word, make_words
from captionkit.text.scripts import has_unspaced, is_unspaced
from captionkit.text.words import split_blanks
from captionkit.transcripts.slicing import Occurrence, match_words, share, slice_text

__all__ = ["Join", "Joined", "TokenColumns", "join_tokens"]

#: Marks that some languages set off by a blank (French) and that yet belong to the word before them.
_BLANK_THEN = frozenset("!?:;»%")
#: The same for the word after them.
_THEN_BLANK = frozenset("«")
_LONE = _BLANK_THEN | _THEN_BLANK


class Join(StrEnum):
    """A service's convention, used where no text of the segment decides."""

    AUTO = "auto"
    """Verbatim if any token has a blank at its edge, else spaced."""
    VERBATIM = "verbatim"
    """Blanks belong to the tokens."""
    SPACED = "spaced"
    """Bare tokens: a blank between any two, save in scripts without spaces."""
    PIECES = "pieces"
    """Like verbatim, but a token may be a part of a word (byte pairs)."""


@dataclass(slots=True)
class TokenColumns:
    """Tokens of one stretch, column by column; all columns are equally long.

    ``attach`` says where a token clings without blank: ``"previous"``, ``"next"``, ``"both"`` or ``""``; None where
    the service has no such rule. ``marks`` are the tokens' kinds or labels, for the reader's own use.
    """

    texts: list[str] = field(default_factory=list)
    starts: list[int | None] = field(default_factory=list)
    ends: list[int | None] = field(default_factory=list)
    confidences: list[float | None] = field(default_factory=list)
    speakers: list[str] | None = None
    attach: list[str] | None = None


@dataclass(slots=True)
class Joined:
    """Words; for each the index of the token it began with; how far the display text had to be left or bent.

    ``differs`` is true where the text was given up for the tokens, ``unshown`` counts tokens that the text has in
    another form or not at all.
    """

    words: tuple[Word, ...]
    origins: list[int]
    differs: bool = False
    unshown: int = 0


def join_tokens(columns: TokenColumns, join: Join = Join.AUTO, display: str | None = None) -> Joined:
    """Return the words that the tokens make.

    ``display`` is the segment's own text where the source gives one: blanks, and any punctuation or capitals that the
    tokens lack, are taken from it.

    >>> tokens = TokenColumns(["hello", "bob"], [0, 400], [400, 900], [None, None])
    >>> [word.text for word in join_tokens(tokens, display="Hello, Bob!").words]
    ['Hello,', 'Bob!']
    """
    texts = columns.texts
    if columns.attach is not None:
        return _build(columns, texts, _clinging(texts, columns.attach), join)
    shown = split_blanks(display) if display else []
    if not shown and join is not Join.VERBATIM and join is not Join.PIECES and _bare(texts):
        return _plain(columns, texts)
    stripped = [text.strip() for text in texts]
    if not shown or display is None:
        return _build(columns, texts, _convention(texts, stripped, join), join)
    if stripped == shown:
        if _LONE.isdisjoint(shown):
            return _plain(columns, shown)
        return _build(columns, shown, [False] * len(shown), join)
    if "".join(texts).split() == shown:
        return _build(columns, texts, _verbatim(texts), join)
    sliced = slice_text(display, texts)
    if sliced is not None:
        return _build(columns, *sliced, join)
    return _bent(columns, shown, join)


def _bare(texts: list[str]) -> bool:
    """Whether each token is one word already, in a script with blanks, and no mark that belongs to its neighbour."""
    joined = " ".join(texts)
    return joined.split() == texts and _LONE.isdisjoint(texts) and (joined.isascii() or not has_unspaced(joined))


def _plain(columns: TokenColumns, shown: list[str]) -> Joined:
    """Build words of tokens that are words already: the hot loop."""
    words = make_words(shown, columns.starts, columns.ends, columns.confidences, _timings(columns), repeat(False))
    return Joined(tuple(words), list(range(len(words))))


def _timings(columns: TokenColumns) -> Iterable[Timing]:
    if all(map(is_not, columns.starts, repeat(None))):
        return repeat(Timing.GIVEN)
    return [
        Timing.GIVEN if start is not None or end is not None else Timing.NONE
        for start, end in zip(columns.starts, columns.ends, strict=True)
    ]


def _clinging(texts: list[str], attach: list[str]) -> list[bool]:
    glues, cling = [], False
    for index, how in enumerate(attach):
        glues.append(cling or how in ("previous", "both") or (not how and _unspaced(texts, index)))
        cling = how in ("next", "both")
    return glues


def _unspaced(texts: list[str], index: int) -> bool:
    return index > 0 and is_unspaced(texts[index][:1]) and is_unspaced(texts[index - 1][-1:])


def _convention(texts: list[str], stripped: list[str], join: Join) -> list[bool]:
    if join is Join.SPACED or (join is Join.AUTO and texts == stripped):
        if not has_unspaced("".join(texts)):
            return [False] * len(texts)
        return [_unspaced(texts, index) for index in range(len(texts))]
    return _verbatim(texts)


def _verbatim(texts: list[str]) -> list[bool]:
    glues, blank = [], False
    for text in texts:
        glues.append(not (blank or text[:1].isspace()))
        blank = text[-1:].isspace() or (blank and not text)
    return glues


def _build(columns: TokenColumns, pieces: list[str], glues: list[bool], join: Join) -> Joined:
    builder = _WordBuilder(merging=join is Join.PIECES)
    rows = zip(pieces, glues, columns.starts, columns.ends, columns.confidences, strict=True)
    given, none, opened = Timing.GIVEN, Timing.NONE, False
    for index, (piece, glue, start, end, confidence) in enumerate(rows):
        if glue or opened or not piece.isalnum():
            builder.add(index, piece, glue, start, end, confidence)
            opened = builder.opened
            continue
        timing = given if start is not None or end is not None else none
        builder.words.append(Word(piece, start, end, confidence, timing))
        builder.origins.append(index)
    return Joined(tuple(builder.words), builder.origins)


#: Marks without end make words of this length, in letters, which stand side by side; each costs its length to look at.
_LONGEST = 200


class _WordBuilder:
    """Makes words of pieces: marks go to the word they belong to, several words in one piece share its time."""

    def __init__(self, *, merging: bool) -> None:
        self.words: list[Word] = []
        self.origins: list[int] = []
        self.merging = merging

    @property
    def opened(self) -> bool:
        """Whether the last word is a mark that the next one clings to."""
        return bool(self.words) and self.words[-1].text in _THEN_BLANK

    def add(
        self, index: int, piece: str, glue: bool, start: int | None, end: int | None, confidence: float | None
    ) -> None:
        parts = split_blanks(piece)
        if not parts:
            return
        if len(parts) > 1 and sum(map(_lettered, parts)) > 1:
            spans = share(start, end, [len(part) for part in parts])
            for part, (begin, stop) in zip(parts, spans, strict=True):
                timing = Timing.NONE if begin is None and stop is None else Timing.INTERPOLATED
                self._put(index, Word(part, begin, stop, confidence, timing, glue))
                glue = False
            return
        timing = Timing.NONE if start is None and end is None else Timing.GIVEN
        self._put(index, Word(piece.strip(), start, end, confidence, timing, glue))

    def _put(self, index: int, word: Word) -> None:
        last = self.words[-1] if self.words else None
        if last is not None and self._belong(last, word):
            self.words[-1] = _merged(last, word)
            return
        if word.glue and last is None:
            word = Word(word.text, word.start, word.end, word.confidence, word.timing)
        self.words.append(word)
        self.origins.append(index)

    def _belong(self, last: Word, word: Word) -> bool:
        if len(last.text) > _LONGEST:
            return False
        if not word.glue:
            return word.text in _BLANK_THEN or last.text in _THEN_BLANK
        if not _lettered(word.text) or not _lettered(last.text):
            return True
        return self.merging and not (is_unspaced(word.text[:1]) and is_unspaced(last.text[-1:]))


def _lettered(text: str) -> bool:
    return text.isalnum() or any(map(str.isalnum, text))


def _merged(last: Word, word: Word) -> Word:
    """Return one word of two; time and confidence come from the parts with letters, the end from the later one."""
    text = last.text + ("" if word.glue else " ") + word.text
    head = last if _lettered(last.text) or not _lettered(word.text) else word
    start = head.start if head.start is not None else last.start
    known = [end for end in (last.end, word.end) if end is not None]
    end = max(known) if known and (last.end is not None or not _lettered(last.text)) else last.end
    scores = [w.confidence for w in (last, word) if w.confidence is not None and _lettered(w.text)]
    confidence = min(scores) if scores else head.confidence
    timing = head.timing if head.timing is not Timing.NONE else last.timing
    if timing is Timing.NONE and end is not None:
        timing = word.timing
    return Word(text, start, end, confidence, timing, last.glue)


def _bent(columns: TokenColumns, shown: list[str], join: Join) -> Joined:
    """Time the display words by the tokens they stand for; keep the tokens where too few agree."""
    matches = match_words(shown, columns.texts)
    agreeing = sum(match.exact for match in matches)
    if 2 * agreeing < min(len(shown), len(columns.texts)):
        stripped = [text.strip() for text in columns.texts]
        joined = _build(columns, columns.texts, _convention(columns.texts, stripped, join), join)
        return Joined(joined.words, joined.origins, differs=True)
    bent = TokenColumns()
    origins: list[int] = []
    timings: list[Timing] = []
    for match in matches:
        _bend(match, columns, shown, bent, origins, timings)
    words = make_words(bent.texts, bent.starts, bent.ends, bent.confidences, timings, repeat(False))
    return Joined(tuple(words), origins, unshown=_unshown(matches, columns.texts))


def _unshown(matches: list[Occurrence], texts: list[str]) -> int:
    """Count the tokens with letters that the text has in another form, or not at all."""
    return sum(_lettered(text) for m in matches if not m.exact for text in texts[m.token_first : m.token_last])


def _bend(
    match: Occurrence,
    columns: TokenColumns,
    shown: list[str],
    bent: TokenColumns,
    origins: list[int],
    timings: list[Timing],
) -> None:
    words, tokens = shown[match.first : match.last], slice(match.token_first, match.token_last)
    starts = [time for time in columns.starts[tokens] if time is not None]
    ends = [time for time in columns.ends[tokens] if time is not None]
    scores = [score for score in columns.confidences[tokens] if score is not None]
    start, end = (min(starts) if starts else None), (max(ends) if ends else None)
    for word, (begin, stop) in zip(words, share(start, end, [len(word) for word in words]), strict=True):
        known = begin is not None or stop is not None
        bent.texts.append(word)
        bent.starts.append(begin)
        bent.ends.append(stop)
        bent.confidences.append(min(scores) if scores else None)
        origins.append(min(match.token_first, len(columns.texts) - 1))
        timings.append(Timing.NONE if not known else Timing.GIVEN if len(words) == 1 else Timing.INTERPOLATED)
