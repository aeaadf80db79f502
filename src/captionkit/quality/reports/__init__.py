"""A report in one form or another: each a function from Report to text."""

from captionkit.quality.reports.table import FORMS, render

__all__ = ["FORMS", "render"]
