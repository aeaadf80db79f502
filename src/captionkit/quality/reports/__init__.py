"""A report in one form or another: each a function from Report to text.

Adding one: a module with ``render(report) -> str``, a row here, tests.
"""

from __future__ import annotations

from collections.abc import Callable

from captionkit.fitting import utf8
from captionkit.quality.report import Report
from captionkit.registry import Entry, Registry

__all__ = ["FORMS", "render"]

_HERE = "captionkit.quality.reports"

FORMS: Registry[Callable[[Report], str]] = Registry(
    "report form",
    "captionkit.reports",
    {
        "text": Entry(f"{_HERE}.plain:render", "for people"),
        "json": Entry(f"{_HERE}.plain:render_json", "everything, for programs"),
        "sarif": Entry(f"{_HERE}.sarif:render", "SARIF 2.1.0, for code-scanning tools"),
        "junit": Entry(f"{_HERE}.junit:render", "JUnit XML, for build servers"),
        "csv": Entry(f"{_HERE}.tabular:render", "one row a finding, for spreadsheets"),
        "github": Entry(f"{_HERE}.tabular:render_github", "annotations of GitHub Actions"),
        "html": Entry(f"{_HERE}.html:render", "one page with timeline, table and plots"),
    },
)


def render(report: Report, form: str) -> str:
    """Return a report in a form, as text that UTF-8 holds whatever the names of the files.

    Raises UnknownNameError for a form that is not there.
    """
    return utf8(FORMS.get(form)(report))
