"""What a caption format is: a value holding functions and the list of what it can carry."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args

from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.values import Named, check_choice, value

if TYPE_CHECKING:
    from fractions import Fraction

    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions, Source

__all__ = [
    "LONGEST", "SPEAKERS", "WORD_TIMES", "Feature", "Format", "Speakers", "WordTimes", "WriteOptions", "clamped",
    "gc_paused", "only_last_is_empty", "parse_size",
]  # fmt: skip


class Feature(StrEnum):
    """What a track may use and a format may lack; the names are those of ``loss.*`` diagnostics."""

    ITALIC = "italic"
    BOLD = "bold"
    UNDERLINE = "underline"
    STRIKE = "strike"
    COLOR = "color"
    FONT = "font"
    CLASSES = "classes"
    LANG = "lang"
    VOICE = "voice"
    RUBY = "ruby"
    WORD_TIMES = "word-times"
    POSITION = "position"
    """Line, position, size, vertical text."""
    ANCHOR = "anchor"
    """One of nine positions on the screen."""
    BOX = "box"
    REGION = "region"
    ID = "id"
    NOTES = "notes"
    STYLESHEET = "stylesheet"
    HEADER = "header"
    LANGUAGE = "language"
    MILLISECONDS = "milliseconds"
    SCRIPT = "script"
    """What only an ASS script says: sections, layers, margins, effects, drawings."""
    GRID = "grid"
    """Rows of line-21 captions that stand apart, or begin at columns of their own."""
    BLANK_LINES = "blank-lines"
    """An empty line inside a cue."""


#: How speakers that the text does not name are shown.
Speakers = Literal["none", "label", "dash", "voice"]
SPEAKERS: tuple[Speakers, ...] = get_args(Speakers)

#: The last time (ms) that SRT and SBV are read with: one of a thousand hours is a slip of somebody's keyboard.
LONGEST = 1000 * 3_600_000 - 1
#: How times of words are shown: not at all, as stamps before them, as a highlight that goes along, a word a cue.
WordTimes = Literal["none", "times", "highlight", "single"]
WORD_TIMES: tuple[WordTimes, ...] = get_args(WordTimes)

_put = object.__setattr__


@value
class WriteOptions(Named):
    r"""How a file is written.

    ``preserve`` writes the layout (encoding, BOM, line ends, final newline) that the track was read with; otherwise
    ``encoding``, ``bom`` and ``eol`` (``"\n"``, ``"\r\n"``, ``"\r"``) hold. ``speakers`` shows speakers that the text
    does not name: ``none``, ``label`` ("NAME: "), ``dash``, or ``voice`` (WebVTT only). ``verify`` reads what was
    written back with an independent library before it takes the target's name; ``dry_run`` writes nothing; ``sync``
    waits until the disk has the file.

    ``rate`` is the film's frame rate (``"29.97"`` or an exact fraction) and ``size`` its width and height in pixels;
    ``profile`` names a style guide for what a format asks beside the text; ``word_times`` shows words at their own
    times; ``header`` sets fields of a format's header by name (EBU STL).

    Raises UsageError for a value outside a closed set, TypeError, with the nearest name, for an option that is not
    there.

    >>> WriteOptions(speakers="label").preserve
    False
    """

    preserve: bool
    encoding: str
    bom: bool
    eol: str
    speakers: Speakers
    verify: bool
    dry_run: bool
    sync: bool
    rate: Fraction | None
    size: tuple[int, int] | None
    profile: str
    word_times: WordTimes
    header: Mapping[str, str]

    def __init__(
        self,
        preserve: bool = False,
        encoding: str = "utf-8",
        bom: bool = False,
        eol: Literal["\n", "\r\n", "\r"] = "\n",
        speakers: Speakers = "none",
        verify: bool = True,
        dry_run: bool = False,
        sync: bool = True,
        rate: Fraction | str | None = None,
        size: tuple[int, int] | str | None = None,
        profile: str = "",
        word_times: WordTimes = "none",
        header: Mapping[str, str] | None = None,
    ) -> None:
        check_choice("speakers", speakers, SPEAKERS)
        check_choice("eol", eol, ("\n", "\r\n", "\r"))
        _put(self, "preserve", preserve)
        _put(self, "encoding", encoding)
        _put(self, "bom", bom)
        _put(self, "eol", eol)
        _put(self, "speakers", speakers)
        _put(self, "verify", verify)
        _put(self, "dry_run", dry_run)
        _put(self, "sync", sync)
        _put(self, "rate", _exact(rate) if isinstance(rate, str) else rate)
        _put(self, "size", parse_size(size) if isinstance(size, str) else size)
        _put(self, "profile", profile)
        check_choice("word_times", word_times, WORD_TIMES)
        _put(self, "word_times", word_times)
        _put(self, "header", dict(header or {}))


def _exact(rate: str) -> Fraction:
    from captionkit.model.timecode import parse_rate

    return parse_rate(rate)


def parse_size(text: str) -> tuple[int, int]:
    """Return width and height (pixels) of ``"1080x1920"``.

    Raises UsageError for anything else.

    >>> parse_size("1080x1920")
    (1080, 1920)
    """
    width, by, height = text.lower().partition("x")
    if by and all(part.isascii() and part.isdigit() and 0 < int(part) < 100_000 for part in (width, height)):
        return int(width), int(height)
    raise UsageError(f"{text!r} is not a size of a picture", hint="write width x height in pixels: 1920x1080")


@value
class Format:
    """A caption format.

    ``sniff`` scores 0..1 how much a source looks like this format and knows no other; ``read`` and ``write`` are None
    where the format is write-only or read-only. ``binary`` files hold bytes and have no encoding. ``anchors`` are
    those of the nine positions that a format without ``Feature.ANCHOR`` can say all the same.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_type: str
    sniff: Callable[[Source], float]
    read: Callable[[Source, ReadOptions], Result[Track]] | None
    write: Callable[[Track, WriteOptions], Result[bytes]] | None
    can: frozenset[Feature]
    binary: bool = False
    anchors: frozenset[int] = frozenset()


def clamped(time: int) -> int:
    """Return the nearest time (ms) that SRT and SBV can hold.

    >>> clamped(-5), clamped(4000 * 3_600_000)
    (0, 3599999999)
    """
    return min(max(time, 0), LONGEST)


def only_last_is_empty(texts: Sequence[object]) -> bool:
    """Whether the last of a file's texts is empty and no other: the file may have been cut off before it.

    >>> only_last_is_empty(["One.", ""]), only_last_is_empty(["", ""])
    (True, False)
    """
    return bool(texts) and not texts[-1] and all(texts[:-1])


@contextmanager
def gc_paused(*, ages: bool = True) -> Iterator[None]:
    """Keep the garbage collector from walking a growing heap that holds no cycles (a fifth of the time, measured).

    Afterwards what was made counts as old, so that the next small object made does not set off a walk over all of it:
    freezing and thawing moves everything to the oldest generation at once. Where the program has frozen objects of its
    own that is left out; to ask whether it has costs a walk over those, so that what makes little and runs often, as an
    edit among 100,000 frozen cues does, says ``ages=False``.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if ages and gc.get_freeze_count() == 0:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
