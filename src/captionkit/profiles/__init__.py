"""House styles: loading them by name or from a file."""

from captionkit.profiles.model import Limits, Profile, Sourced

__all__ = ["Limits", "Profile", "Sourced"]
