"""SARIF 2.1.0 (OASIS), the form that code-scanning tools read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from captionkit.diagnostics import Diagnostic, Severity
from captionkit.errors import UnknownNameError
from captionkit.quality.baseline import fingerprint
from captionkit.quality.report import FileReport, Report
from captionkit.quality.table import CODES, rule_called

__all__ = ["render"]

_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


def render(report: Report) -> str:
    """Return the report as one SARIF log; waived findings are suppressed results, known ones unchanged."""
    found = {d.code: d for file in report.files for d in _all(file)}
    codes = {code: at for at, code in enumerate(sorted(found))}
    results = [result for file in report.files for result in _results(file, codes)]
    rules = [_rule(found[code]) for code in codes]
    run = {
        "tool": {"driver": {"name": "captionkit", "version": report.version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.failed,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": f"{file.name}: {file.error}"}}
                    for file in report.files
                    if file.error
                ],
            }
        ],
        "properties": {"profile": report.profile},
        "results": results,
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _all(file: FileReport) -> Iterator[Diagnostic]:
    yield from file.findings
    yield from (waived.finding for waived in file.waived)
    yield from file.known


def _rule(finding: Diagnostic) -> dict[str, Any]:
    shape: dict[str, Any] = {"id": finding.code}
    info = CODES.get(finding.code)
    try:
        rule = rule_called(finding.code)
    except UnknownNameError:
        rule = None
    if rule:
        info = rule.meaning
        shape["fullDescription"] = {"text": f"{rule.why} Source: {rule.source}."}
    if info:
        shape |= {
            "shortDescription": {"text": info.summary},
            "defaultConfiguration": {"level": _LEVELS[info.severity]},
        }
    if finding.hint:
        shape["help"] = {"text": finding.hint}
    return shape


def _results(file: FileReport, codes: dict[str, int]) -> Iterator[dict[str, Any]]:
    for finding in file.findings:
        yield _result(file, finding, codes)
    for waived in file.waived:
        result = _result(file, waived.finding, codes)
        yield result | {"suppressions": [{"kind": "external", "justification": waived.reason}]}
    for finding in file.known:
        yield _result(file, finding, codes) | {"baselineState": "unchanged"}


def _result(file: FileReport, finding: Diagnostic, codes: dict[str, int]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(file.name.replace("\\", "/"))}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": place}
    if finding.cue:
        location["logicalLocations"] = [{"name": f"cue {finding.cue}", "kind": "element"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": codes[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"captionkit/v1": fingerprint(file, finding)},
    }
