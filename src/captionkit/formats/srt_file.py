"""Faults of a whole SRT file: a web page around it, a blank line after every line."""

from __future__ import annotations

import html
import re

from captionkit.diagnostics import Collector
from captionkit.formats.srt_timing import find_timing

__all__ = ["mend"]

_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|pre)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/pre)[ \t]*/?>\n?", re.IGNORECASE)
_KEPT = re.compile(r"</?(?:[ibus]|strike|font)\b", re.IGNORECASE)
_ELEMENT = re.compile(r"<[!/]?[a-zA-Z][^<>]*>")


def mend(text: str, notes: Collector) -> tuple[str, int, bool]:
    """Return the text mended, how many of the file's lines one of its lines stands for, and whether it was changed."""
    if _PAGE.match(text):
        return _unwrapped(text, notes), 1, True
    lines = text.split("\n")
    if _is_double_spaced(lines):
        notes.add("srt.double-spaced", "every second line is blank; those lines were left out", repair=True, line=2)
        return "\n".join(lines[::2]), 2, True
    return text, 1, False


def _is_double_spaced(lines: list[str]) -> bool:
    if len(lines) < 8 or any(line.strip() for line in lines[1::2]):
        return False
    return any(find_timing(line) for line in lines[:20:2])


def _unwrapped(text: str, notes: Collector) -> str:
    """Return what a page shows, a line for a line as far as the page lets us."""
    elements: list[str] = []

    def drop(match: re.Match[str]) -> str:
        if _KEPT.match(match[0]):
            return match[0]
        elements.append(match[0])
        return "\n" * match[0].count("\n")

    shown = html.unescape(_ELEMENT.sub(drop, _BREAK.sub("\n", text)))
    message = f"a web page; its text was read and its elements left out: {' '.join(elements)[:120]!r}"
    notes.add("srt.html", message, repair=True, line=1, data={"elements": elements[:1000]})
    return shown
