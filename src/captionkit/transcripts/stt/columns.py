"""Tokens as they stand in the JSON -> columns of texts, times, scores and speakers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING, Any

from captionkit.text.scripts import has_unspaced, is_unspaced
from captionkit.transcripts.stt.values import FAR, SpeakerNames, first_of, score_of, string_of, time_of
from captionkit.transcripts.tokens import TokenColumns

if TYPE_CHECKING:
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["Keys", "closed_up", "columns_of", "without_piece_signs"]


#: What SentencePiece and byte-level tokenisers write for the blank in front of a word.
_BLANK_SIGNS = "▁Ġ"


@dataclass(frozen=True, slots=True)
class Keys:
    """By which keys (or dotted paths) an object says what; of several the first that is there counts.

    ``unit`` is what times count, in ms; ``length`` is read where there is no ``end``; ``log`` marks a confidence that
    is the logarithm of a probability; ``words`` is where a segment keeps its tokens.
    """

    text: tuple[str, ...] = ("text",)
    start: tuple[str, ...] = ("start",)
    end: tuple[str, ...] = ("end",)
    length: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ("confidence",)
    speaker: tuple[str, ...] = ("speaker",)
    language: tuple[str, ...] = ("language",)
    words: tuple[str, ...] = ("words",)
    unit: float = 1000.0
    log: bool = False


def columns_of(items: Any, keys: Keys, notes: Notes, labels: SpeakerNames) -> TokenColumns:
    """Return the tokens' columns; what is not a token is left out and noted."""
    if not items:
        return TokenColumns()
    if not isinstance(items, list):
        notes.malformed("tokens", items)
        return TokenColumns()
    texts = _texts(items, keys)
    if texts is None:
        items, texts = _salvaged(items, keys, notes)
        if not items:
            return TokenColumns()
    starts = _times(items, keys.start, keys.unit)
    ends = _times(items, keys.end, keys.unit)
    if keys.length:
        ends = _lengthened(items, keys, starts, ends)
    return TokenColumns(texts, starts, ends, _scores(items, keys), _speakers(items, keys, labels))


def _present(items: Sequence[Any], keys: tuple[str, ...]) -> str:
    """Return the key that the first item has: all usually have the same."""
    first = items[0]
    for key in keys:
        if key in first:
            return key
    return keys[0] if keys else ""


def _texts(items: list[Any], keys: Keys) -> list[str] | None:
    try:
        key = _present(items, keys.text)
        texts = [item[key] for item in items]
        "".join(texts)
    except (TypeError, KeyError, IndexError):
        return None
    return texts


def _salvaged(items: list[Any], keys: Keys, notes: Notes) -> tuple[list[Any], list[str]]:
    kept, texts = [], []
    for item in items:
        text = string_of(first_of(item, *keys.text)) if isinstance(item, dict) else None
        if text is None:
            notes.malformed("token", item)
            continue
        kept.append(item)
        texts.append(text)
    return kept, texts


def _times(items: list[Any], keys: tuple[str, ...], unit: float) -> list[int | None]:
    key = _present(items, keys)
    try:
        if unit == 1.0:
            raw = [item[key] for item in items]
            if set(map(type, raw)) == {int}:
                return raw if -FAR < min(raw) <= max(raw) < FAR else [time_of(value, 1.0) for value in raw]
        return [floor(item[key] * unit + 0.5) for item in items]
    except (KeyError, TypeError, ValueError, OverflowError):
        return [time_of(first_of(item, *keys), unit) for item in items]


def _lengthened(items: list[Any], keys: Keys, starts: list[int | None], ends: list[int | None]) -> list[int | None]:
    lengths = _times(items, keys.length, keys.unit)
    return [
        start + length if end is None and start is not None and length is not None else end
        for start, end, length in zip(starts, ends, lengths, strict=True)
    ]


def _scores(items: list[Any], keys: Keys) -> list[float | None]:
    if not keys.confidence:
        return [None] * len(items)
    key = _present(items, keys.confidence)
    if keys.log or "." in key:
        return [score_of(first_of(item, *keys.confidence), log=keys.log) for item in items]
    raw = [item.get(key) for item in items]
    return [score if type(score) is float and 0.0 <= score <= 1.0 else score_of(score) for score in raw]


def _speakers(items: list[Any], keys: Keys, labels: Callable[[Any], str]) -> list[str] | None:
    if not keys.speaker:
        return None
    key = _present(items, keys.speaker)
    raw = [item.get(key) for item in items]
    try:
        kinds = set(raw)
    except TypeError:
        return [labels(value) for value in raw]
    if kinds <= {None}:
        return None
    known = {value: labels(value) for value in kinds}
    return [known[value] for value in raw]


def without_piece_signs(columns: TokenColumns) -> bool:
    """Turn a tokeniser's signs (``▁the``, ``Ġthe``, ``wait ##s``) into blanks; return whether any stood there.

    >>> columns = TokenColumns(["wait", "##s", "."], [None] * 3, [None] * 3, [None] * 3)
    >>> without_piece_signs(columns), columns.texts
    (True, [' wait', 's', '.'])
    """
    joined = "".join(columns.texts)
    if "##" not in joined and (joined.isascii() or not any(sign in joined for sign in _BLANK_SIGNS)):
        return False
    texts = columns.texts
    if any(text.startswith("##") and text[2:3].isalnum() for text in texts):
        columns.texts = [
            text[2:] if text.startswith("##") else text if not any(map(str.isalnum, text)) else " " + text.strip()
            for text in texts
        ]
        return True
    if not any(text[:1] in _BLANK_SIGNS and len(text) > 1 for text in texts):
        return False
    columns.texts = [" " + text[1:] if text[:1] in _BLANK_SIGNS else text for text in texts]
    return True


def closed_up(text: str, notes: Notes) -> str:
    """Take out the blanks that an aligner of characters has put between those of a script without blanks.

    >>> from captionkit.transcripts.stt.notes import Notes
    >>> closed_up("今 天 早 上", Notes("x")), closed_up("行く のか いいね 何時", Notes("x"))
    ('今天早上', '行く のか いいね 何時')
    """
    if " " not in text or text.isascii() or not has_unspaced(text):
        return text
    parts = text.split()
    alone = sum(len(part) <= 2 and is_unspaced(part[0]) and not part[1:2].isalnum() for part in parts)
    if len(parts) < 4 or alone < 0.8 * len(parts):
        return text
    notes.count("stt.closed-up", text)
    made = parts[0]
    for before, part in pairwise(parts):
        made += part if is_unspaced(before[-1]) or is_unspaced(part[0]) else " " + part
    return made
