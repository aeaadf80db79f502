"""What a caller may ask of any reader, of tracks and of transcripts alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, get_args

from captionkit.errors import UsageError
from captionkit.values import Named, check_choice, value

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["ROLL_UP", "TIME_BASES", "ReadOptions", "RollUp", "TimeBase", "Turns"]

#: Whether a word at the edge of a turn goes to the speaker of its sentence or stays where the file has it.
Turns = Literal["sentences", "given"]
#: What roll-up captions are read as: each line once, or what stood on the screen.
RollUp = Literal["lines", "screen"]
ROLL_UP: tuple[RollUp, ...] = get_args(RollUp)
#: What times with frames mean in Timed Text, whatever the document says: "" leaves that to it.
TimeBase = Literal["", "media", "smpte"]
TIME_BASES: tuple[TimeBase, ...] = get_args(TimeBase)

_put = object.__setattr__


@value
class ReadOptions(Named):
    """How a file is read.

    ``encoding`` overrides detection; ``language`` (BCP 47) is a prior for it and the language of the result where the
    file says none; ``strict`` turns repairs into errors; ``rate`` is the frame rate of frame-based timecodes
    (``"29.97"`` or an exact fraction) and ``start_timecode`` the ms that its first timecode stands for; ``layout``
    states the layout of a text transcript, by example (``"NAME (TIME): TEXT"``) or by name; ``from_line``, ``to_line``
    (1-based, inclusive) and ``after`` (the transcript starts after the line holding this text) override where a
    transcript stands in its file. Of a transcript ``clean`` names what to
    take out (``fillers``, ``loops``), ``mask`` words to cover (``*`` at the end of one covers all that begin so), and
    ``turns`` says whether a word at the edge of a turn goes to the speaker of its sentence (``sentences``) or stays
    where the file has it (``given``). Roll-up captions (CEA-608) are read with each line once (``roll_up="lines"``) or
    as what stood on the screen (``"screen"``). ``time_base`` says whether times with frames in Timed Text are clock
    times (``media``) or labels (``smpte``), whatever the document says. ``track`` is the number, from 1, of a text
    track in a film. ``extras`` are for single readers.

    Raises UsageError for what is not a language tag, not a frame rate or outside a closed set, TypeError, with the
    nearest name, for an option that is not there.

    >>> ReadOptions(rate="29.97").rate
    Fraction(30000, 1001)
    """

    encoding: str | None
    language: str
    strict: bool
    rate: Fraction | None
    start_timecode: int
    layout: str
    from_line: int | None
    to_line: int | None
    after: str
    clean: tuple[str, ...]
    mask: tuple[str, ...]
    turns: Turns
    roll_up: RollUp
    time_base: TimeBase
    track: int | None
    extras: Mapping[str, str]

    def __init__(
        self,
        encoding: str | None = None,
        language: str = "",
        strict: bool = False,
        rate: Fraction | str | None = None,
        start_timecode: int = 0,
        layout: str = "",
        from_line: int | None = None,
        to_line: int | None = None,
        after: str = "",
        clean: Iterable[str] = (),
        mask: Iterable[str] = (),
        turns: Turns = "sentences",
        roll_up: RollUp = "lines",
        time_base: TimeBase = "",
        track: int | None = None,
        extras: Mapping[str, str] | None = None,
    ) -> None:
        _put(self, "encoding", encoding)
        _put(self, "language", as_language(language))
        _put(self, "strict", strict)
        _put(self, "rate", as_rate(rate))
        _put(self, "start_timecode", start_timecode)
        _put(self, "layout", layout)
        _put(self, "from_line", from_line)
        _put(self, "to_line", to_line)
        _put(self, "after", after)
        _put(self, "clean", tuple(clean))
        _put(self, "mask", tuple(mask))
        _put(self, "turns", turns)
        check_choice("roll_up", roll_up, ROLL_UP)
        _put(self, "roll_up", roll_up)
        check_choice("time_base", time_base, TIME_BASES)
        _put(self, "time_base", time_base)
        _put(self, "track", track)
        _put(self, "extras", dict(extras or {}))


#: BCP 47: two or three letters (longer ones are reserved and name no language), or private (x-) or grandfathered (i-).
_TAG = re.compile(r"(?:[A-Za-z]{2,3}|[XIxi](?=-))(?:-[A-Za-z0-9]{1,8})*")


def as_language(tag: str) -> str:
    """Return a BCP 47 tag as it is typed, its parts with hyphens between; ``""`` is none.

    Raises UsageError for text that names no language: it would stand in the file that is written.

    >>> as_language("pt_BR")
    'pt-BR'
    """
    parted = tag.strip().replace("_", "-")
    if parted and not _TAG.fullmatch(parted):
        raise UsageError(f"{tag!r} is not a language", hint="BCP 47 tags, as es, pt-BR, zh-Hant")
    return parted


def as_rate(rate: Fraction | str | None) -> Fraction | None:
    """Return the exact frame rate, from a fraction or as a user types it.

    Raises UsageError for text that is not a frame rate.
    """
    if not isinstance(rate, str):
        return rate
    from captionkit.model.timecode import parse_rate

    return parse_rate(rate)
