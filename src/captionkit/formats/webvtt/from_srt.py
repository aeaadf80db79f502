"""SRT payloads to WebVTT payloads where tags correspond one to one, without building spans.

Most marked-up cues hold one balanced pair of tags: the shape of a payload's tags is judged once and remembered.
Whatever is not plainly balanced goes the long way, through spans, with the same meaning.
"""

from __future__ import annotations

import re

from captionkit.formats.webvtt.render import escape

__all__ = ["payload_of_srt"]

_TAGS = re.compile(r"(</?[a-z][^<>{}\n]*>)")
_FONT = r"<font color=\"?([#a-zA-Z0-9]+)\"?>\Z"
_SAME = {"<i>": "i", "<b>": "b", "<u>": "u"}
_MAX_KNOWN = 4096

_known: dict[tuple[str, ...], tuple[str, ...] | None] = {}


def payload_of_srt(payload: str) -> str | None:
    """Return the WebVTT payload of an SRT payload; None where only its spans tell.

    >>> payload_of_srt('<font color="#ffff00">Fish</font> & <i>chips</i>')
    '<c.yellow>Fish</c> &amp; <i>chips</i>'
    """
    if "{" in payload or "<i></i>" in payload:
        return None
    parts = _TAGS.split(payload)
    shape = tuple(parts[1::2])
    if shape not in _known:
        if len(_known) >= _MAX_KNOWN:
            _known.clear()
        _known[shape] = _translated(shape)
    tags = _known[shape]
    texts = parts[::2]
    if tags is None or any("<" in text for text in texts):
        return None
    if "&" in payload or "-->" in payload:
        texts = [escape(text) for text in texts]
        parts[::2] = texts
    parts[1::2] = tags
    joined = "".join(parts)
    return None if "-->" in joined else joined


def _translated(shape: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the WebVTT tags for SRT tags; None where they do not nest or mean more."""
    opened: list[str] = []
    tags: list[str] = []
    for tag in shape:
        if tag in _SAME and _SAME[tag] not in opened:
            opened.append(_SAME[tag])
            tags.append(tag)
        elif tag.startswith("<font") and "c" not in opened:
            font = re.match(_FONT, tag)
            from captionkit.formats.webvtt.colors import class_of_color

            name = class_of_color(font[1]) if font else ""
            if not name:
                return None
            opened.append("c")
            tags.append(f"<c.{name}>")
        elif opened and tag == ("</font>" if opened[-1] == "c" else f"</{opened[-1]}>"):
            tags.append(f"</{opened.pop()}>")
        else:
            return None
    return None if opened else tuple(tags)
