"""One row or line a finding: CSV for spreadsheets, annotations for GitHub Actions."""

from __future__ import annotations

import csv
import io

from captionkit.diagnostics import Severity
from captionkit.model.timecode import format_clock
from captionkit.quality.report import Report

__all__ = ["cell", "render", "render_github"]

_COLUMNS = ("file", "cue", "start", "end", "severity", "rule", "message", "text", "state", "reason")
#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COMMANDS = {Severity.INFO: "notice", Severity.WARNING: "warning", Severity.ERROR: "error"}


def render(report: Report) -> str:
    """Return a row a finding; an apostrophe is put before text that a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for file in report.files:
        rows = [(finding, "", "") for finding in file.findings]
        rows += [(waived.finding, "waived", waived.reason) for waived in file.waived]
        rows += [(finding, "known", "") for finding in file.known]
        for finding, state, reason in rows:
            times = [
                format_clock(finding.data[key]) if key in finding.data and finding.cue else ""
                for key in ("start", "end")
            ]
            text = file.text_of(finding)
            name = finding.code.partition(".")[2]
            cells = (
                file.name,
                finding.cue or "",
                *times,
                finding.severity.label,
                name,
                finding.message,
                text,
                state,
                reason,
            )
            writer.writerow([cell(one) for one in cells])
        if file.error:
            writer.writerow([cell(file.name), "", "", "", "error", "read", cell(file.error), "", "", ""])
    return out.getvalue()


def cell(value: object) -> str:
    """Return text for a cell: lines joined by bars, and an apostrophe before what would be taken for a formula."""
    text = " | ".join(str(value).splitlines())
    return f"'{text}" if text.startswith(_FORMULA) else text


def render_github(report: Report) -> str:
    """Return a workflow command a finding, which GitHub shows beside the file."""
    lines = []
    for file in report.files:
        for finding in file.findings:
            where = f"file={_property(file.name)}" + (f",line={finding.line}" if finding.line else "")
            cue = f"cue {finding.cue}: " if finding.cue else ""
            title = _property(f"captionkit {finding.code.partition('.')[2]}")
            lines.append(f"::{_COMMANDS[finding.severity]} {where},title={title}::{_data(cue + finding.message)}")
        if file.error:
            lines.append(f"::error file={_property(file.name)},title=captionkit::{_data(file.error)}")
    return "\n".join(lines) + "\n" if lines else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
