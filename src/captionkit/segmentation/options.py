"""What a caller may choose, and the style guides of breaking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from captionkit.errors import UnknownNameError, UsageError

__all__ = ["PRESETS", "SPEAKERS", "BreakStyle", "SegmentOptions", "break_style"]

#: How speakers may be shown.
SPEAKERS = ("none", "label", "dash", "voice")


@dataclass(frozen=True, slots=True)
class BreakStyle:
    """A guide's style of shapes, in the model's own unit (natural log of odds).

    ``one_line_until`` is the share of the line limit up to which a cue stays on one line; ``balance`` is the price of
    ten characters' difference between the lines beyond what the learned model charges; ``bottom_heavy`` the price of an
    upper line longer than the lower; ``two_lines`` the price of a cue of more than one line.
    """

    one_line_until: float = 1.0
    balance: float = 0.0
    bottom_heavy: float = 0.0
    two_lines: float = 0.0

    def replace(self, **changes: Any) -> BreakStyle:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


#: Style guides: measured in docs/segmentation.md.
PRESETS: dict[str, BreakStyle] = {
    "ted": BreakStyle(),
    "balanced": BreakStyle(balance=0.5),
    "bottom-heavy": BreakStyle(bottom_heavy=1.0),
    "one-line": BreakStyle(two_lines=1.5),
}


@dataclass(frozen=True, slots=True)
class SegmentOptions:
    """How a transcript is divided into cues.

    ``speakers`` is ``none``, ``label``, ``dash`` or ``voice``; ``language`` overrides the transcript's; ``include``
    names kinds of segments besides speech that are captioned too (``sound``, ``music``, ``direction``, ``title``);
    ``style`` names a preset of :data:`PRESETS` and overrides the profile's; ``explain`` keeps for each break its cost
    and the runner-up in the cues' extras; ``shots`` are the times (ms) of shot changes, near which cues like to end;
    ``rate`` converts limits that the guide states in frames; ``pauses`` writes the marks that the guide wants where a
    sentence pauses between two cues (letters are added then, as nothing else here does).

    Raises UsageError for an unknown way of showing speakers.
    """

    speakers: str = "none"
    language: str = ""
    include: tuple[str, ...] = ()
    style: str = ""
    explain: bool = False
    shots: tuple[int, ...] = ()
    rate: Fraction | None = None
    pauses: bool = False

    def __post_init__(self) -> None:
        if self.speakers not in SPEAKERS:
            raise UsageError(f"speakers are shown as {', '.join(SPEAKERS)}; not as {self.speakers!r}")

    def replace(self, **changes: Any) -> SegmentOptions:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def break_style(name: str) -> BreakStyle:
    """Return a preset by name (the profile's ``break_preset``).

    Raises UnknownNameError for a name in no table.
    """
    try:
        return PRESETS[name or "ted"]
    except KeyError:
        hint = f"known: {', '.join(PRESETS)}"
        raise UnknownNameError(f"there is no break style called {name!r}", hint=hint) from None
