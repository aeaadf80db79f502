"""JUnit XML, the form that build servers read: a suite a file, a case a rule."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from captionkit.fitting import xml_text
from captionkit.quality.report import FileReport, Report

__all__ = ["render"]


def render(report: Report) -> str:
    """Return the report as XML: each rule that was checked is a case, failed where the file breaks it."""
    suites = [list(_suite(file, report)) for file in report.files]
    tests = sum(len(_cases(file, report)) for file in report.files)
    failures = sum(len(_broken(file)) for file in report.files)
    errors = sum(bool(file.error) for file in report.files)
    head = f'<testsuites name="captionkit check" tests="{tests}" failures="{failures}" errors="{errors}">'
    body = [line for suite in suites for line in suite]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *body, "</testsuites>"]) + "\n"


def _text(text: str) -> str:
    return escape(xml_text(text))


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text))


def _broken(file: FileReport) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in file.findings:
        where = f"cue {finding.cue}: " if finding.cue else ""
        found.setdefault(finding.code.partition(".")[2], []).append(
            f"{finding.severity.label}: {where}{finding.message}"
        )
    return found


def _cases(file: FileReport, report: Report) -> list[str]:
    if file.error:
        return ["read"]
    return list(dict.fromkeys((*report.rules, *_broken(file))))


def _suite(file: FileReport, report: Report) -> Iterator[str]:
    broken, cases = _broken(file), _cases(file, report)
    counts = f'tests="{len(cases)}" failures="{len(broken)}" errors="{int(bool(file.error))}" skipped="0"'
    yield f"<testsuite name={_attribute(file.name)} {counts}>"
    for name in cases:
        head = f"<testcase classname={_attribute(file.name)} name={_attribute(name)}"
        if file.error:
            yield f"{head}><error message={_attribute(file.error)}/></testcase>"
        elif name in broken:
            lines = broken[name]
            message = lines[0] if len(lines) == 1 else f"{len(lines)} findings"
            yield f"{head}><failure message={_attribute(message)} type={_attribute(name)}>"
            yield _text("\n".join(lines)) + "</failure></testcase>"
        else:
            yield f"{head}/>"
    yield "</testsuite>"
