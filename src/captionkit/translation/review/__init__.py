"""Translations on their way to a person and back: sheets (CSV, XLSX, HTML), XLIFF 1.2 and 2.0, gettext PO.

One model, :class:`~captionkit.translation.review.model.Sheet`, one row a cue; each format writes it and reads it.
"""

from captionkit.translation.review.files import read_sheet, write_sheet
from captionkit.translation.review.model import Pair, Sheet, apply_sheet, sheet_of

__all__ = ["Pair", "Sheet", "apply_sheet", "read_sheet", "sheet_of", "write_sheet"]
