"""Quotation marks, by profile and language."""

from __future__ import annotations

import re

from captionkit.diagnostics import Result
from captionkit.model.text import Line
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, language_of, takes
from captionkit.transforms.lines import map_lines, substitute

__all__ = ["QUOTES", "quote_pattern", "quotes"]

#: style -> (opening, closing)
QUOTES = {
    "straight": ('"', '"'),
    "curly": ("\u201c", "\u201d"),
    "guillemets": ("\u00ab", "\u00bb"),
    "low-high": ("\u201e", "\u201c"),
}
_ALL = '"\u201c\u201d\u201e\u00ab\u00bb'
_PATTERNS = {
    "straight": re.compile("[\u201c\u201d\u201e]|\u00ab[ \u00a0\u202f]?|[ \u00a0\u202f]?\u00bb"),
    "curly": re.compile('["\u201e]|\u00ab[ \u00a0\u202f]?|[ \u00a0\u202f]?\u00bb'),
    "guillemets": re.compile('["\u201c\u201d\u201e]'),
    "low-high": re.compile('["\u201d]|\u00ab[ \u00a0\u202f]?|[ \u00a0\u202f]?\u00bb|(?:(?<=^)|(?<=[\\s(\\[-]))\u201c'),
}


def quote_pattern(style: str) -> re.Pattern[str] | None:
    """Return the pattern of quotation marks that are not of ``style``."""
    return _PATTERNS.get(style)


@takes(style="straight, curly, guillemets, low-high (the profile's)")
def quotes(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write quotation marks in the profile's style; inches and seconds after a numeral stay."""
    style = options.text("style", profile.style.get("quotes", ""))
    pattern = quote_pattern(style)
    if pattern is None:
        return Result(track)
    first, last = QUOTES[style]
    blank = "\u00a0" if style == "guillemets" and language_of(track, profile, options) == "fr" else ""

    def change(match: re.Match[str]) -> str:
        text, at = match.string, match.start()
        mark = match[0].strip(" \u00a0\u202f")
        if mark == '"' and style != "straight" and at and text[at - 1].isdigit() and text.count('"') % 2:
            return match[0]
        return first + blank if _opens(text, at, match.end(), mark) else blank + last

    def line_change(line: Line) -> Line:
        return substitute(line, pattern, change)

    return Result(map_lines(track, line_change))


def _opens(text: str, start: int, end: int, mark: str) -> bool:
    """Tell whether a mark opens: by its own shape, else by the side on which a word touches it."""
    if mark in "\u201e\u00ab":
        return True
    if mark in "\u201d\u00bb":
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before.isspace() or before in "([-\u2013\u2014\u00bf\u00a1") and not after.isspace()
