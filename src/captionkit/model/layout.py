"""What stands in a file around its cues: blocks of text, and how the bytes were laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from captionkit.values import field, value

__all__ = ["Block", "FileLayout", "noted"]


@value
class Block:
    """A block of a file that is not a cue: ``kind`` is ``style``, ``region``, ``note``, ``header``, ``section``
    (a section of an ASS script, its line in brackets included) or ``other``.

    ``text`` is the block's content without its keyword line.
    """

    kind: str
    text: str


def noted(footer: Iterable[Block], notes: Iterable[str]) -> tuple[Block, ...]:
    """Return what stands behind a file's last cue, with notes before it that no cue has any more."""
    return (*(Block("note", note) for note in notes), *footer)


@value
class FileLayout:
    """How the bytes of a file were laid out, for ``--preserve``; ``blank_tail`` counts the blank lines at its end,
    ``details`` is what only its format understands.
    """

    encoding: str = "utf-8"
    bom: bool = False
    eol: str = "\n"
    final_newline: bool = True
    blank_tail: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)
