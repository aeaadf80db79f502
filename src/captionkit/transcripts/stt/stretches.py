"""A stretch: a piece of speech as a file has it, and the ways of cutting and sorting stretches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from captionkit.model.transcript import Kind, Timing
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.values import first_of, score_of, string_of, time_of
from captionkit.transcripts.tokens import Join, TokenColumns

__all__ = ["Stretch", "by_time", "channel_name", "runs", "share_words", "stretch_of"]


@dataclass(slots=True)
class Stretch:
    """A piece of speech as the file has it: its own text, its tokens, and what is said about the whole.

    ``items`` are the tokens as they stand; ``columns`` the same already taken apart, where a service nests them.
    Times are ms; ``timing`` says how they came about. ``label`` is the speaker as written; ``channel`` is put before it
    where several channels were recorded. ``keys`` and ``join`` replace the service's own for these tokens.
    """

    text: str | None = None
    items: Any = None
    columns: TokenColumns | None = None
    start: int | None = None
    end: int | None = None
    label: Any = None
    channel: str = ""
    language: str = ""
    confidence: float | None = None
    kind: Kind = Kind.SPEECH
    turn: bool = True
    timing: Timing = Timing.GIVEN
    keys: Keys | None = None
    join: Join | None = None


def stretch_of(segment: Mapping[str, Any], by: Keys, **more: Any) -> Stretch:
    """Return the stretch that one object says, read by the keys ``by``; ``more`` are fields to set otherwise."""
    start = time_of(first_of(segment, *by.start), by.unit)
    end = time_of(first_of(segment, *by.end), by.unit)
    if end is None and start is not None and by.length:
        length = time_of(first_of(segment, *by.length), by.unit)
        end = None if length is None else start + length
    stretch = Stretch(
        text=string_of(first_of(segment, *by.text)),
        items=first_of(segment, *by.words),
        start=start,
        end=end,
        label=first_of(segment, *by.speaker),
        language=language_tag(first_of(segment, *by.language)) if by.language else "",
        confidence=score_of(first_of(segment, *by.confidence), log=by.log),
    )
    for name, value in more.items():
        setattr(stretch, name, value)
    return stretch


def by_time(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Sort by start time; a stretch without one stays behind the one before it."""
    timed: list[tuple[int, Stretch]] = []
    last = 0
    for stretch in stretches:
        last = stretch.start if stretch.start is not None else last
        timed.append((last, stretch))
    return [stretch for _, stretch in sorted(timed, key=lambda pair: pair[0])]


def share_words(units: Sequence[Mapping[str, Any]], words: Any, keys: Keys) -> list[list[Any]]:
    """Share a flat list of words out to the units (utterances, paragraphs) in whose time they start."""
    shares: list[list[Any]] = [[] for _ in units]
    if not isinstance(words, list) or not units:
        return shares
    begins, last = [], 0
    for unit in units:
        last = max(last, time_of(first_of(unit, *keys.start), keys.unit) or 0)
        begins.append(last)
    place = 0
    for word in words:
        start = time_of(first_of(word, *keys.start), keys.unit) if isinstance(word, dict) else None
        place = place if start is None else max(0, bisect_right(begins, start) - 1)
        shares[place].append(word)
    return shares


def runs(items: Sequence[Any], keys: Keys, pause: int = 1000) -> Iterator[list[Any]]:
    """Split tokens where more than ``pause`` ms pass between two: so channels can be merged by time."""
    run: list[Any] = []
    last: int | None = None
    for item in items:
        start = time_of(first_of(item, *keys.start), keys.unit)
        if run and start is not None and last is not None and start - last > pause:
            yield run
            run = []
        run.append(item)
        end = time_of(first_of(item, *keys.end), keys.unit)
        last = end if end is not None else start if start is not None else last
    if run:
        yield run


def channel_name(channel: Any, channels: int) -> str:
    """Return what a channel is called before a speaker's name; nothing where there is only one."""
    return f"Channel {string_of(channel) or 0}" if channels > 1 else ""
