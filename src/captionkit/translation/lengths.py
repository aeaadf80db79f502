"""How long a translated cue may be by its style guide, and what it breaks of it."""

from __future__ import annotations

from collections.abc import Iterator

from captionkit.measure import shown, speed, too_fast, width
from captionkit.model.cue import Cue
from captionkit.profiles import Limits

__all__ = ["lengths_of", "over_limits"]


def lengths_of(limits: Limits, duration: int) -> tuple[int, int]:
    """Return how many characters a line and a cue of ``duration`` ms may have; 0 where nothing limits them.

    >>> lengths_of(Limits(max_cpl=42, max_lines=2, max_cps=20), 2500)
    (42, 50)
    """
    line = int(limits.max_cpl or 0)
    given = [line * limits.max_lines] if line and limits.max_lines else []
    given += [limits.max_chars] if limits.max_chars else []
    given += [int(limits.max_cps * duration / 1000)] if limits.max_cps else []
    return line, max(1, min(given)) if given else 0


def over_limits(cue: Cue, limits: Limits) -> Iterator[tuple[str, str]]:
    """Yield what a translated cue breaks of its style guide: the code's name and a sentence.

    >>> from captionkit.model.cue import Cue
    >>> dict(over_limits(Cue(0, 1000, "Nobody said that it was far."), Limits(max_cps=20)))
    {'too-fast': '28 characters a second, the profile allows 20'}
    """
    counting = limits.counting
    if limits.max_cps and too_fast(width(cue.text, counting), cue.duration, limits.max_cps):
        rate = shown(speed(cue.text, cue.duration, counting), limits.max_cps)
        yield "too-fast", f"{rate} characters a second, the profile allows {limits.max_cps:g}"
    longest = max((width(line.text, counting) for line in cue.lines), default=0)
    if limits.max_cpl and longest > limits.max_cpl:
        yield "too-long", f"a line of {longest:g}, the profile allows {limits.max_cpl:g}"
    if limits.max_lines and len(cue.lines) > limits.max_lines:
        yield "too-long", f"{len(cue.lines)} lines, the profile allows {limits.max_lines}"
