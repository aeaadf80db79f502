"""Files that look like transcripts and cannot be read: refused with what to do instead."""

from __future__ import annotations

from typing import NoReturn

from captionkit.errors import InputError
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader

__all__ = ["PRTRANSCRIPT"]


def _sniff(source: Source) -> float:
    """Tell Premiere's binary transcript: undocumented, so its name and that it is no text must do."""
    return 0.9 if source.suffix == ".prtranscript" and b"\x00" in source.data[:4096] else 0.0


def _refuse(source: Source, options: ReadOptions) -> NoReturn:
    del options
    raise InputError(
        f"{source.name}: Premiere's own transcript file, a binary that is not documented",
        hint="in Premiere's Text panel choose Export > Text file or CSV, or give the JSON transcript",
    )


PRTRANSCRIPT = Reader(
    name="prtranscript",
    title="Adobe Premiere's binary transcript (refused)",
    suffixes=(".prtranscript",),
    sniff=_sniff,
    read=_refuse,
)
