"""What the quality tests share."""

from __future__ import annotations

from dataclasses import replace

from captionkit import profiles
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality import RuleContext
from captionkit.transforms import Options


def profile_of(name: str) -> Profile:
    """Return a profile by name; ``tests:quotes`` is a profile with straight quotation marks."""
    if name == "tests:quotes":
        base = profiles.load("default")
        return replace(base, style={**base.style, "quotes": "straight"})
    return profiles.load(name)


def context_of(track: Track, profile: str = "default", **options: object) -> RuleContext:
    """Return the context of a track."""
    return RuleContext.of(track, profile_of(profile), Options(**options))  # type: ignore[arg-type]
