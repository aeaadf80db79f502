"""The report for people, and the whole of it as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from captionkit.diagnostics import Severity
from captionkit.fitting import number_of
from captionkit.model.timecode import format_clock
from captionkit.quality.report import FileReport, Report
from captionkit.quality.statistics import Spread, sparkline

__all__ = ["render", "render_json"]


def render_json(report: Report) -> str:
    """Return the report as one JSON document."""
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n"


def render(report: Report) -> str:
    """Return the report for a terminal: findings by file, numbers with sparklines, a summary."""
    lines = [line for file in report.files for line in _file(file)]
    return "\n".join([*lines, *_summary(report)]) + "\n"


def _file(file: FileReport) -> Iterator[str]:
    if file.error:
        yield f"{file.name}: could not be checked: {file.error}"
        yield ""
        return
    cues = number_of(len(file.track.cues) if file.track else 0, "cue")
    yield f"{file.name}: {cues}, {number_of(len(file.findings), 'finding')}"
    for finding in file.findings:
        where = f"{format_clock(finding.data['start'])} cue {finding.cue}" if finding.cue else "whole track"
        yield f"  {where:<22} {finding.severity.label:<7} {finding.code.partition('.')[2]}: {finding.message}"
    for waived in file.waived:
        yield f"  waived: {waived.finding.code.partition('.')[2]} (cue {waived.finding.cue}): {waived.reason}"
    if file.known:
        yield f"  {len(file.known)} more are in the baseline"
    yield from _numbers(file)
    yield ""


def _numbers(file: FileReport) -> Iterator[str]:
    found = file.statistics
    if found is None:
        return
    for label, unit, spread in (
        ("reading speed", "characters/s", found.speed), ("duration", "s", found.duration), ("gap", "s", found.gap)
    ):  # fmt: skip
        if spread:
            yield f"  {label:<13} {_spread(spread)} {unit:<12} {sparkline(spread.bins)}"


def _spread(spread: Spread) -> str:
    return f"{spread.least:g} .. {spread.median:g} .. {spread.greatest:g} (95 %: {spread.high:g})"


def _summary(report: Report) -> Iterator[str]:
    for code, count in report.by_rule().most_common():
        yield f"{count:>6}  {code.partition('.')[2]}"
    counts = ", ".join(
        number_of(report.count(severity), severity.label)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    )
    unreadable = sum(bool(file.error) for file in report.files)
    tail = f", {number_of(unreadable, 'file')} could not be checked" if unreadable else ""
    yield f"{number_of(len(report.files), 'file')} against {report.profile}: {counts}{tail}"
