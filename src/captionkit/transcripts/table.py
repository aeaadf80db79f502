"""The table of transcript readers. Adding one: a module or a row of the JSON core, a row here, data under tests."""

from __future__ import annotations

from captionkit.registry import Registry, Row
from captionkit.transcripts.base import Reader

__all__ = ["READERS"]

READERS: Registry[Reader] = Registry(
    "transcript format",
    "captionkit.transcripts",
    {
        # text
        "text": Row(
            "captionkit.transcripts.text.reader:READER",
            "plain text, timed or untimed, any dialect",
            (".txt", ".md", ".text"),
        ),
        # speech-to-text services and tools
        # meeting tools, editors, annotation tools
        # caption tracks and captionkit's own
    },
)
