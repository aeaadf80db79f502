"""Right-to-left lines: marks of direction around them, and punctuation at the end where it is read."""

from __future__ import annotations

import re
from unicodedata import bidirectional

from captionkit.diagnostics import Result
from captionkit.model.text import Line, Span
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.text.marks import BIDI
from captionkit.transforms.base import Options, takes
from captionkit.transforms.lines import edited, map_lines, substitute

__all__ = ["STOP_FIRST", "direction_marks", "right_to_left", "stop_last"]

_MARKS = re.compile(f"[{BIDI}]")
_PAIRS = {
    "embedding": ("\u202b", "\u202c"),
    "isolate": ("\u2067", "\u2069"),
    "mark": ("\u200f", "\u200f"),
    "none": ("", ""),
}
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
#: A stop before the first word of a right-to-left line that has none at its end: where a left-to-right player shows the
#: end of the line.
STOP_FIRST = re.compile(
    rf"^(?P<head>[{BIDI}]*(?:[-\u2013] ?)?)(?P<stop>[.!?,\u060c\u061f\u061b\u2026:]{{1,3}})[ ]?"
    rf"(?P<rest>[\"'(\[]?[{_RIGHT}].*[{_RIGHT}\w][\"')\]]?)(?P<tail>[{BIDI}]*)$"
)


def right_to_left(text: str) -> bool:
    """Tell whether the first letter of a text is of a script that runs from right to left.

    >>> right_to_left("- \u05e9\u05dc\u05d5\u05dd!"), right_to_left("OK, \u05e9\u05dc\u05d5\u05dd")
    (True, False)
    """
    return not text.isascii() and next((d for d in map(bidirectional, text) if d in ("L", "R", "AL")), "L") != "L"


@takes(to="embedding: U+202B and U+202C; isolate: U+2067 and U+2069; mark: U+200F at both ends; none (embedding)")
def direction_marks(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Put marks of direction around right-to-left lines, for players that take every line for left-to-right.

    Marks that a line has are replaced; ``none`` takes them away. Lines that run from left to right stay as they are.
    """
    kind = options.choice("to", ("embedding", "isolate", "mark", "none"))
    first, last = _PAIRS[kind]

    def change(line: Line) -> Line:
        if not right_to_left(line.text):
            return line
        bare = substitute(line, _MARKS, "")
        if not bare.text:  # marks around nothing
            return line if first else bare
        return _around(bare, first, last) if first else bare

    return Result(map_lines(track, change))


def _around(line: Line, first: str, last: str) -> Line:
    spans = list(line.spans)
    spans[0] = Span(first + spans[0].text, spans[0].style)
    spans[-1] = Span(spans[-1].text + last, spans[-1].style)
    return Line(tuple(spans))


@takes()
def stop_last(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Put the stop of a right-to-left line at its end where it was written at its beginning."""

    def change(line: Line) -> Line:
        match = STOP_FIRST.match(line.text)
        if match is None:
            return line
        end = match.end("rest")
        return edited(line, [(match.start("stop"), match.start("rest"), ""), (end, end, match["stop"])])

    return Result(map_lines(track, change))
