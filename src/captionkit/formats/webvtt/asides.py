"""Blocks that are not cues: notes, styles, regions, and unknown ones."""

from __future__ import annotations

from captionkit.model.track import Block

__all__ = ["aside_of", "aside_text", "is_note", "note_of", "note_text"]

_KEYWORDS = (("STYLE", "style"), ("REGION", "region"))


def aside_of(text: str) -> Block:
    r"""Return the block that ``text`` (without ``-->``) is; ``other`` keeps its whole text.

    >>> aside_of("STYLE\n::cue { color: lime }").kind
    'style'
    """
    if is_note(text):
        return Block("note", note_of(text))
    first, _, rest = text.partition("\n")
    for keyword, kind in _KEYWORDS:
        if first.startswith(keyword) and not first[len(keyword) :].strip(" \t\f\r"):
            return Block(kind, rest)
    return Block("other", text)


def is_note(text: str) -> bool:
    """Whether a block is a comment (https://www.w3.org/TR/webvtt1/#webvtt-comment-block)."""
    return text.startswith("NOTE") and text[4:5] in ("", " ", "\t", "\n")


def note_of(text: str) -> str:
    r"""Return the text of a comment block. What begins on the keyword's next line begins with ``\n`` here.

    >>> note_of("NOTE checked"), note_of("NOTE\nby two people")
    ('checked', '\nby two people')
    """
    return text[5:] if text[4:5] == " " and len(text) > 5 and not text[5].isspace() else text[4:]


def note_text(note: str) -> str:
    r"""Return the comment block that says ``note``: what :func:`note_of` undoes.

    >>> note_text("checked"), note_text("\nby two people")
    ('NOTE checked', 'NOTE\nby two people')
    """
    return f"NOTE {note}" if note and not note[0].isspace() else f"NOTE{note}"


def aside_text(block: Block) -> str:
    """Return a block as it stands in a file; "" for a section of another format's script."""
    if block.kind == "section":
        return ""
    if block.kind == "note":
        return note_text(block.text)
    if block.kind in ("style", "region"):
        return f"{block.kind.upper()}\n{block.text}" if block.text else block.kind.upper()
    return block.text
