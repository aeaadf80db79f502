"""Sound and picture: the only package that runs ffmpeg. What it hands on is evidence as plain data."""

from captionkit.media.activity import Activity, find_activity

__all__ = ["Activity", "find_activity"]
