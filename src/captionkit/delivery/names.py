"""Names of output files."""

from __future__ import annotations

import os
from collections.abc import Sequence

from captionkit.errors import UsageError
from captionkit.formats import FORMATS

__all__ = ["format_of_name", "is_folder", "output_name"]


def is_folder(output: str) -> bool:
    """Tell whether an ``-o`` value means a folder: it ends in a separator or is one."""
    return output.endswith(("/", "\\")) or os.path.isdir(output)


def output_name(source: str, suffix: str, language: str = "") -> str:
    """Return the file name for a track made from ``source``.

    >>> output_name("talks/opening.txt", ".srt", "pt-BR")
    'opening.pt-BR.srt'
    """
    stem = "captions" if source in ("-", "<stdin>", "<bytes>", "") else os.path.splitext(os.path.basename(source))[0]
    stem = stem.removesuffix(".ckit")
    return f"{stem}.{language}{suffix}" if language else f"{stem}{suffix}"


def format_of_name(name: str, known: Sequence[str] | None = None) -> str:
    """Return the name of the caption format that a file name's suffix stands for.

    Raises UsageError where the suffix is none's.
    """
    if name.endswith(".ckit.json"):
        return "ckit"
    suffix = os.path.splitext(name)[1]
    names = FORMATS.by_suffix(suffix)
    if not names:
        raise UsageError(
            f"{name}: the suffix {suffix or '(none)'} stands for no caption format",
            hint=f"name the format with --to; known: {', '.join(known or FORMATS.names())}",
        )
    return names[0]
