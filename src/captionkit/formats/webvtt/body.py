"""What a WebVTT payload means: lines of spans, positioning, speaker, words with times."""

from __future__ import annotations

import re
from itertools import pairwise

from captionkit.model.raw import Body, raw_format
from captionkit.model.text import Line, Span

__all__ = ["VTT", "is_plain", "parse_body", "stamps_stand"]

#: The raw format of WebVTT cue text.
VTT = "vtt"
_STAMP = re.compile("<([0-9][^<>]*)>").findall


def is_plain(payload: str) -> bool:
    """Whether a payload is text alone: no tag, no character reference."""
    return "<" not in payload and "&" not in payload


def stamps_stand(payload: str, start: int, end: int) -> bool:
    """Whether the times in a payload are in order after a cue's start and before its end (ms).

    https://www.w3.org/TR/webvtt1/#webvtt-timestamp

    >>> [stamps_stand("Low <00:01.500>tide", 1000, end) for end in (3000, 1400)]
    [True, False]
    """
    stamps = _STAMP(payload) if "<" in payload else None
    if not stamps:
        return True
    from captionkit.formats.webvtt.cuetext import parse_timestamp

    times = [time for stamp in stamps if (time := parse_timestamp(stamp)) is not None]
    return not times or all(a < b for a, b in pairwise((max(start, 0), *times, end)))


@raw_format(VTT, plain=is_plain, stands=stamps_stand)
def parse_body(payload: str, settings: str = "") -> Body:
    """Return lines, positioning, speaker and words of a WebVTT payload and its cue settings.

    The speaker is the voice that the whole text is in, where there is exactly one.

    >>> lines, positioning, speaker, words = parse_body("<v Ann>Good <i>evening</i>", "line:0")
    >>> lines[0].text, positioning.line, speaker
    ('Good evening', 0.0, 'Ann')
    """
    positioning = None
    if settings:
        from captionkit.formats.webvtt.settings import positioning_of_settings

        positioning = positioning_of_settings(settings)
    if is_plain(payload):
        lines = tuple([Line((Span(part),)) if part else Line() for part in payload.split("\n")]) if payload else ()
        return lines, positioning, "", ()
    from captionkit.formats.webvtt.spans import parse_marked

    return parse_marked(payload, positioning)
