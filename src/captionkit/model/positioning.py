"""Where a cue is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.values import replace, value

__all__ = ["Positioning"]

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    class PositioningFields(TypedDict, total=False):
        """What ``Positioning.replace`` takes."""

        vertical: str
        line: float | None
        line_percent: bool
        line_align: str
        position: float | None
        position_align: str
        size: float | None
        align: str
        region: str
        anchor: int | None
        box: tuple[int, int, int, int] | None
        other: tuple[str, ...]


@value
class Positioning:
    r"""Where a cue is shown; ``None`` and ``""`` mean not said.

    The fields are WebVTT's cue settings (https://www.w3.org/TR/webvtt1/#webvtt-cue-settings): ``line`` is a line
    number or, with ``line_percent``, a percentage; ``position`` and ``size`` are percentages. ``anchor`` is the
    numeric-keypad position of ``{\\an1}`` .. ``{\\an9}``; ``box`` the SRT coordinates (x1, x2, y1, y2) in pixels;
    ``other`` keeps settings no specification knows, as written.
    """

    vertical: str = ""
    line: float | None = None
    line_percent: bool = False
    line_align: str = ""
    position: float | None = None
    position_align: str = ""
    size: float | None = None
    align: str = ""
    region: str = ""
    anchor: int | None = None
    box: tuple[int, int, int, int] | None = None
    other: tuple[str, ...] = ()

    def replace(self, **changes: Unpack[PositioningFields]) -> Positioning:
        """Return a copy with some fields changed."""
        return replace(self, **changes)
