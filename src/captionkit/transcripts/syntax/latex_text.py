"""LaTeX's ways to write characters, and the definitions that a file makes: comments off, accents and signs as text.

Sources: the LaTeX2e reference manual (https://latexref.xyz: accents, special insertions, definitions).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Macro", "argument", "definitions", "readable"]

_MARKS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:(?P<sign>['`^\"~=.])[ ]?|(?P<letter>[cvuHkrd])(?:[ ]+|(?=\{)))"
    r"(?:\{\\?(?P<braced>[^\W\d_])\}|\\?(?P<bare>[^\W\d_]))"
)
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquotedblleft": "“", "textquotedblright": "”", "guillemotleft": "«", "guillemotright": "»", "og": "«",
    "fg": "»", "textbackslash": "\\\\", "pounds": "£", "texteuro": "€", "S": "§", "copyright": "©", "degree": "°",
}  # fmt: skip
_LETTER = re.compile(
    r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|[ ]+(?=\w)|[ ]?)"
)
_QUOTES = (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"))
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
_DEFINITION = re.compile(
    r"\\(?:new|renew|provide)command\*?[ ]*\{?\\(?P<new>[A-Za-z]+)\}?[ ]*"
    r"(?:\[(?P<count>\d)\])?[ ]*(?P<default>\[[^\[\]]*\])?[ ]*(?=\{)"
    r"|\\(?:New|Renew|Provide)DocumentCommand[ ]*\{?\\(?P<doc>[A-Za-z]+)\}?[ ]*\{(?P<spec>[^{}]*)\}[ ]*(?=\{)"
    r"|\\g?def[ ]*\\(?P<plain>[A-Za-z]+)(?P<hashes>(?:#\d)*)[ ]*(?=\{)"
)


class Macro(NamedTuple):
    """What a file defines: how many arguments a command takes, what the first is if left out, and its body.

    ``default`` is None where the first argument must be there.
    """

    arguments: int
    default: str | None
    body: str


def readable(lines: Sequence[str]) -> tuple[list[str], dict[int, str]]:
    """Return the lines with accents and signs as characters, and the comments taken off, by number from 1."""
    done: list[str] = []
    comments: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        comment = _COMMENT.search(line)
        if comment is not None:
            comments[number] = line[comment.end(1) :]
            line = line[: comment.end(1)]
            # a line that is nothing but a comment does not end a paragraph
            line = line if line.strip() else "\x02"
        line = _ACCENT.sub(_accented, line)
        line = _LETTER.sub(lambda match: _LETTERS[match[1]], line)
        for written, sign in _QUOTES:
            line = line.replace(written, sign)
        done.append(line)
    return done, comments


def _accented(match: re.Match[str]) -> str:
    letter = match["braced"] or match["bare"]
    return unicodedata.normalize("NFC", letter + _MARKS[match["sign"] or match["letter"]])


def argument(text: str, at: int, opening: str = "{") -> tuple[str, int] | None:
    """Return the argument in brackets that begins at or behind blanks from ``at``, and the place behind it.

    >>> argument(r"x {a {b} c} d", 1)
    ('a {b} c', 11)
    """
    while at < len(text) and text[at] in " \t\n\x02":
        at += 1
    if at >= len(text) or text[at] != opening:
        return None
    closing = {"{": "}", "[": "]"}[opening]
    depth, braces, start = 0, 0, at
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            at += 2
            continue
        braces += (sign == "{") - (sign == "}") if opening == "[" else 0
        depth += (sign == opening) - (sign == closing) if not braces else 0
        if depth == 0 and not braces:
            return text[start + 1 : at], at + 1
        at += 1
    return None


def definitions(text: str) -> tuple[dict[str, Macro], list[tuple[int, int]]]:
    """Return the commands that a text defines, and the (start, end) of each definition in it."""
    found: dict[str, Macro] = {}
    spans: list[tuple[int, int]] = []
    for match in _DEFINITION.finditer(text):
        body = argument(text, match.end())
        if body is None:
            continue
        name = match["new"] or match["doc"] or match["plain"]
        default = match["default"]
        count = int(match["count"] or 0) or (match["hashes"] or "").count("#")
        count = count or len(re.findall(r"[mvo]", match["spec"] or ""))
        default = default[1:-1] if default else "" if (match["spec"] or "").lstrip().startswith("o") else None
        found[name] = Macro(count, default, body[0])
        spans.append((match.start(), body[1]))
    return found, spans
