"""Reading what was said: text in any layout, articles, speech-to-text JSON, meetings, caption tracks."""

from captionkit.transcripts.base import Reader
from captionkit.transcripts.table import READERS

__all__ = ["READERS", "Reader"]
