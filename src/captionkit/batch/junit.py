"""A batch's summary as JUnit XML, which build servers show."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from captionkit.fitting import xml_text

if TYPE_CHECKING:
    from captionkit.batch.run import Summary
    from captionkit.batch.work import JobReport

__all__ = ["junit"]


def junit(summary: Summary) -> bytes:
    """Return the summary as one test suite with a case for each input."""
    cases = "\n".join(_case(report) for report in summary.ends)
    failures, skipped = summary.count("failed") + summary.count("busy"), summary.count("skipped")
    head = f'<testsuite name="captionkit" tests="{len(summary.ends)}" failures="{failures}" skipped="{skipped}">'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{cases}\n</testsuite>\n'
    return xml_text(text).encode()


def _case(report: JobReport) -> str:
    head = f'<testcase classname="captionkit.batch" name={quoteattr(report.source)} time="{report.seconds:.3f}"'
    if report.status in ("failed", "busy"):
        return f"{head}><failure message={quoteattr(report.error)}>{escape(report.hint)}</failure></testcase>"
    if report.status == "skipped":
        return f"{head}><skipped/></testcase>"
    return f"{head}/>"
