"""One self-contained page: timeline, cues with their findings, what a fix would make of them, statistics.

It loads nothing from anywhere, and says so (Content-Security-Policy).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Any

from captionkit import measure
from captionkit.diagnostics import Diagnostic
from captionkit.model.cue import Cue
from captionkit.pages import page, part
from captionkit.quality.fix import FixOutcome
from captionkit.quality.report import FileReport, Report

__all__ = ["render"]

#: What of a text goes beyond a limit: first and last offset, the kind of limit, a title.
_Span = tuple[int, int, str, str]


_BODY = """<header class="sheet"><h1>Caption check</h1><p class="soft" id="about"></p>
<ul class="totals" id="totals"></ul></header>
<main class="sheet" id="files"></main>
<noscript><p>This page draws its report with a script that is part of the page.</p></noscript>"""


def render(report: Report) -> str:
    """Return the page. Everything from the tracks is data in it, never markup."""
    here = "captionkit.quality.reports"
    title = f"Caption check: {report.profile}"
    return page(title, _BODY, style=part(here, "page.css"), scripts=[part(here, "page.js")], data=_data(report))


def _data(report: Report) -> dict[str, Any]:
    return {
        "version": report.version,
        "profile": report.profile,
        "maxSpeed": report.max_cps,
        "files": [_file(file, report) for file in report.files],
    }


def _file(file: FileReport, report: Report) -> dict[str, Any]:
    track = file.track
    cues = track.cues if track else ()
    return {
        "name": file.name,
        "error": file.error,
        "cues": [_cue(cue, report.counting) for cue in cues],
        "marked": _marked(file.findings, cues, report),
        "findings": [
            [d.cue or 0, d.severity.label, d.code.partition(".")[2], d.message, d.hint] for d in file.findings
        ],
        "fixes": _fixes(file.fixed, cues) if file.fixed else [],
        "waived": [[w.finding.cue or 0, w.finding.code.partition(".")[2], w.reason] for w in file.waived],
        "known": len(file.known),
        "statistics": file.statistics.as_dict() if file.statistics else None,
    }


def _cue(cue: Cue, counting: str) -> list[Any]:
    speed = measure.speed(cue.text, cue.duration, counting) if cue.duration > 0 else 0
    return [cue.start, cue.end, cue.text, round(speed, 2)]


def _marked(findings: tuple[Diagnostic, ...], cues: tuple[Cue, ...], report: Report) -> dict[int, list[list[str]]]:
    """Return by cue number the text in parts, each with what is wrong with it: what goes beyond a limit."""
    wrong: dict[int, list[_Span]] = {}
    for finding in findings:
        if finding.cue and finding.cue <= len(cues):
            spans = _spans(finding, cues[finding.cue - 1], report)
            if spans:
                wrong.setdefault(finding.cue, []).extend(spans)
    return {number: _parts(cues[number - 1].text, spans) for number, spans in wrong.items()}


def _spans(finding: Diagnostic, cue: Cue, report: Report) -> list[_Span]:
    """Return what of a cue's text goes beyond the limit of a finding."""
    text = cue.text
    kind = finding.code.partition(".")[2]
    if kind == "line-length":
        limit = float(finding.data.get("limit") or 0)
        return [
            (first + _reached(line, limit, report.counting), first + len(line), "width", f"beyond {limit:g} characters")
            for first, line in _lines(text)
            if measure.width(line, report.counting) > limit > 0
        ]
    if kind == "lines":
        limit = int(finding.data.get("limit") or 0)
        extra = _lines(text)[limit:] if limit else []
        return [(first, first + len(line), "lines", f"beyond {limit} lines") for first, line in extra]
    if kind == "reading-speed" and report.max_cps and cue.duration > 0:
        time = report.max_cps * cue.duration / 1000
        at = _reached(text, time, report.counting)
        title = f"not read in {cue.duration / 1000:g} s at {report.max_cps:g} characters a second"
        return [(at, len(text), "speed", title)]
    return []


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text with their offsets."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


def _reached(text: str, limit: float, counting: str) -> int:
    """Return the offset up to which a text keeps within a width."""

    def measured(end: int) -> float:
        return sum(measure.width(line, counting) for line in text[:end].split("\n"))

    return max(0, bisect_right(range(len(text) + 1), limit, key=measured) - 1)


def _parts(text: str, spans: list[_Span]) -> list[list[str]]:
    """Cut a text where a span begins or ends; each part with the kinds of its spans and their titles."""
    edges = sorted({0, len(text), *(edge for first, last, _, _ in spans for edge in (first, last))})
    parts = []
    for first, last in pairwise(edges):
        inside = [span for span in spans if span[0] <= first and last <= span[1]]
        kinds, titles = (dict.fromkeys(span[at] for span in inside) for at in (2, 3))
        parts.append([text[first:last], " ".join(map(str, kinds)), "; ".join(map(str, titles))])
    return parts


def _fixes(fixed: FixOutcome, cues: tuple[Cue, ...]) -> list[list[Any]]:
    """Return what a fix would make of cues: their numbers, the cues after it, and the transforms that do it.

    Cues that are joined or divided are one entry; a cue that a fix would drop has nothing after it.
    """
    if not fixed.changes:
        return []
    first = _joined(fixed, len(cues))
    members: dict[int, list[int]] = {}
    for number, head in first.items():
        members.setdefault(head, []).append(number)
    after: dict[int, list[Cue]] = {}
    for cue, numbers in zip(fixed.track.cues, fixed.numbers, strict=True):
        if numbers:
            after.setdefault(first[numbers[0]], []).append(cue)
    by: dict[int, dict[str, None]] = {}
    for change in fixed.changes:
        for number in change.cues:
            by.setdefault(first[number], {})[change.transform] = None
    return [
        [numbers, [[cue.start, cue.end, cue.text] for cue in after.get(head, [])], list(by.get(head, ()))]
        for head, numbers in members.items()
        if [cues[number - 1] for number in numbers] != after.get(head, [])
    ]


def _joined(fixed: FixOutcome, count: int) -> dict[int, int]:
    """Return for each cue the first of those that it is joined with."""
    group = list(range(count + 1))

    def first(number: int) -> int:
        while group[number] != number:
            group[number] = number = group[group[number]]
        return number

    for numbers in fixed.numbers:
        for number in numbers[1:]:
            low, high = sorted((first(numbers[0]), first(number)))
            group[high] = low
    return {number: first(number) for number in range(1, count + 1)}
