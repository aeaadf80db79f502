"""Control characters, none of which has a meaning in a subtitle: reader and writer take out the same ones."""

from __future__ import annotations

from captionkit.diagnostics import Collector

__all__ = ["has_controls", "without_controls"]

#: All but tab, line feed and carriage return.
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_TAKEN_OUT: dict[int, str | None] = {**dict.fromkeys(_CONTROLS), 11: " ", 12: " "}
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32", "iso-2022", "iso2022", "hz")


def has_controls(text: str, data: bytes, encoding: str) -> bool:
    """Whether a text that is ``data`` in an encoding holds control characters; counted in the bytes where it can be."""
    if encoding.lower().startswith(_WIDE):
        return any(chr(code) in text for code in _CONTROLS)
    return len(data.translate(None, _CONTROLS)) != len(data)


def without_controls(text: str, notes: Collector, *, repair: bool = True) -> str:
    r"""Return the text without control characters, reporting which there were and where the first stood.

    >>> without_controls("a\x00b", Collector())
    'ab'
    """
    for code in _CONTROLS:
        count = text.count(chr(code))
        if count:
            line = text.count("\n" if "\n" in text else "\r", 0, text.index(chr(code))) + 1
            made = "replaced by blanks" if code in (11, 12) else "taken out"
            notes.add("srt.control", f"{count} characters U+{code:04X} were {made}", repair=repair, line=line)
    return text.translate(_TAKEN_OUT)
