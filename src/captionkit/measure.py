"""Width, reading speed, gaps: ONE definition each, used by segmentation, rules and transforms alike."""

from __future__ import annotations

__all__ = ["speed", "width"]


def width(text: str, counting: str = "graphemes") -> float:
    """Return how wide one line is, in characters as ``counting`` counts them."""
    return len(text)


def speed(text: str, duration: int, counting: str = "graphemes") -> float:
    """Return the reading speed in characters per second of ``text`` (lines joined with newlines, which do not count)
    shown for ``duration`` ms; infinite where the duration is not positive.
    """
    return width(text.replace("\n", ""), counting) * 1000 / duration if duration > 0 else float("inf")
