"""Where captionkit keeps what it can make again: the user's cache folder."""

from __future__ import annotations

import os

__all__ = ["cache_folder"]


def cache_folder() -> str:
    """Return captionkit's folder in the user's cache, which XDG_CACHE_HOME names where it is not ``~/.cache``.

    The folder need not be there.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    return os.path.join(base, "captionkit")
