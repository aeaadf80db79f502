"""What a WebVTT payload means: lines of spans, positioning, speaker, words with times."""

from __future__ import annotations

from captionkit.model.cue import Body, raw_format
from captionkit.model.text import Line, Span

__all__ = ["VTT", "is_plain", "parse_body"]

#: The raw format of WebVTT cue text.
VTT = "vtt"


def is_plain(payload: str) -> bool:
    """Whether a payload is text alone: no tag, no character reference."""
    return "<" not in payload and "&" not in payload


@raw_format(VTT, plain=is_plain)
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
