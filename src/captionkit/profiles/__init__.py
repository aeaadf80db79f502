"""Style guides: loading them by name or from a file."""

from captionkit.profiles.loader import load, names
from captionkit.profiles.model import Limits, Profile, Sourced

__all__ = ["Limits", "Profile", "Sourced", "load", "names"]
