"""The text of a cue as it stood in its file, and the readings of it that formats register."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from captionkit.model.positioning import Positioning
from captionkit.model.text import Line
from captionkit.model.transcript import Word
from captionkit.values import value

__all__ = ["PARSERS", "PLAIN", "STANDS", "Body", "Raw", "parser_of", "raw_format"]

#: What a raw text means: lines, positioning, speaker, words.
Body = tuple[tuple[Line, ...], Positioning | None, str, tuple[Word, ...]]

#: A format's reading of (payload, settings): a module-level function, because pickled cues name it.
Parser = Callable[[str, str], Body]

P = TypeVar("P", bound=Parser)

PARSERS: dict[str, Parser] = {}
#: Whether the characters of a payload are the text: no mark of any kind is in it.
PLAIN: dict[str, Callable[[str], bool]] = {}
#: Whether the times in a payload may be in a cue of a start and end (ms).
STANDS: dict[str, Callable[[str, int, int], bool]] = {}


@value
class Raw:
    """A cue's text as it stood in its file.

    ``format`` names the reading of it (``"srt"``, ``"vtt"``, ``"sbv"``; ``"srt-loose"`` is SRT that no file may hold as
    it is, because there is a blank line in it). ``settings`` is what stood beside the times.
    """

    format: str
    payload: str
    settings: str = ""

    def parse(self) -> Body:
        """Return what the text means: lines, positioning, speaker, words.

        Raises LookupError where no module that reads this format has been imported.
        """
        return parser_of(self.format)(self.payload, self.settings)


def raw_format(
    name: str, *, plain: Callable[[str], bool] | None = None, stands: Callable[[str, int, int], bool] | None = None
) -> Callable[[P], P]:
    """Make a module-level function the parser of the raw text of cues of format ``name``.

    ``plain`` says whether a payload's characters are the text that is shown, all in no style, and nobody is named: it
    saves writers the parsing. ``stands`` says whether the times in a payload may be in a cue of a start and end.

    >>> @raw_format("shouted")
    ... def parse(payload: str, settings: str) -> Body:
    ...     return lines_of(payload.lower()), None, "", ()
    >>> from captionkit.model.cue import raw_cue
    >>> from captionkit.model.text import lines_of
    >>> raw_cue(0, 900, Raw("shouted", "GOOD EVENING")).text
    'good evening'
    """

    def register(parser: P) -> P:
        PARSERS[name] = parser
        if plain is not None:
            PLAIN[name] = plain
        if stands is not None:
            STANDS[name] = stands
        return parser

    return register


def parser_of(name: str) -> Parser:
    """Return the reading of a format's raw text; LookupError where no module of that format has been imported."""
    try:
        return PARSERS[name]
    except KeyError:
        known = ", ".join(sorted(PARSERS)) or "none"
        raise LookupError(f"no reader of raw text is called {name!r} (imported so far: {known})") from None
