"""Translations on their way to a person and back: sheets (CSV, XLSX, HTML), XLIFF 1.2 and 2.0, gettext PO.

One model, :class:`~captionkit.translation.review.model.Sheet`, one row a cue; each format writes it and reads it.
:mod:`.tags` carries styles as text, :mod:`.apply` puts a sheet into a track, :mod:`.judge` says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from captionkit.errors import UsageError
from captionkit.translation.review.apply import apply_sheet
from captionkit.translation.review.judge import judged
from captionkit.translation.review.model import Pair, Sheet, sheet_of

__all__ = ["SUFFIXES", "Pair", "Sheet", "apply_sheet", "judged", "read_sheet", "sheet_of", "write_sheet"]

#: suffix -> (module, writer, reader). ``.xlf`` is written as XLIFF 1.2, the version every tool reads.
SUFFIXES = {
    ".csv": ("sheets", "write_csv", "read_csv"),
    ".xlsx": ("sheets", "write_xlsx", "read_xlsx"),
    ".html": ("html", "write_html", "read_html"),
    ".xlf": ("xliff", "write_xliff12", "read_xliff"),
    ".xliff": ("xliff", "write_xliff20", "read_xliff"),
    ".po": ("po", "write_po", "read_po"),
}


def _function(name: str, which: int) -> Callable[..., Any]:
    row = SUFFIXES.get(Path(name).suffix.lower())
    if row is None:
        raise UsageError(
            f"{name}: the suffix stands for no review format", hint=f"one of {', '.join(SUFFIXES)} (.xliff is 2.0)"
        )
    function: Callable[..., Any] = getattr(import_module(f"captionkit.translation.review.{row[0]}"), row[which])
    return function


def write_sheet(sheet: Sheet, name: str) -> bytes:
    """Return a sheet in the format that a file name's suffix stands for.

    Raises UsageError for another suffix, MissingExtraError for XLSX without openpyxl.
    """
    data: bytes = _function(name, 1)(sheet)
    return data


def read_sheet(data: bytes, name: str) -> Sheet:
    """Return the sheet in a file's bytes. Raises InputError, with the line, where it cannot be read."""
    sheet: Sheet = _function(name, 2)(data, name)
    return sheet
