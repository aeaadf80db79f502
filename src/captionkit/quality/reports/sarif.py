"""SARIF 2.1.0 (OASIS), the form that code-scanning tools read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from captionkit.diagnostics import Diagnostic, Severity, all_codes
from captionkit.quality.baseline import fingerprint
from captionkit.quality.report import FileReport, Report
from captionkit.quality.table import all_rules

__all__ = ["render"]

_LEVELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}


def render(report: Report) -> str:
    """Return the report as one SARIF log; waived findings are suppressed results, known ones unchanged."""
    codes = sorted({d.code for file in report.files for d in _all(file)})
    results = [result for file in report.files for result in _results(file, codes)]
    run = {
        "tool": {"driver": {"name": "captionkit", "version": report.version, "rules": [_rule(code) for code in codes]}},
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


def _rule(code: str) -> dict[str, Any]:
    info = all_codes()[code]
    rule = next((rule for rule in all_rules() if rule.code == code), None)
    shape: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": info.summary},
        "defaultConfiguration": {"level": _LEVELS[info.severity]},
    }
    if rule:
        shape["fullDescription"] = {"text": f"{rule.why} Source: {rule.source}."}
    if info.hint:
        shape["help"] = {"text": info.hint}
    return shape


def _results(file: FileReport, codes: list[str]) -> Iterator[dict[str, Any]]:
    for finding in file.findings:
        yield _result(file, finding, codes)
    for waived in file.waived:
        result = _result(file, waived.finding, codes)
        yield result | {"suppressions": [{"kind": "external", "justification": waived.reason}]}
    for finding in file.known:
        yield _result(file, finding, codes) | {"baselineState": "unchanged"}


def _result(file: FileReport, finding: Diagnostic, codes: list[str]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(file.name.replace("\\", "/"))}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": place}
    if finding.cue:
        location["logicalLocations"] = [{"name": f"cue {finding.cue}", "kind": "element"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {"captionkit/v1": fingerprint(file, finding)},
    }
