"""Findings that somebody let pass: waivers in a file beside the track, each with its reason.

::

    # interview.srt.waivers.toml
    [[waive]]
    rule = "reading-speed"
    cue = 12                       # or text = "...", or neither for the whole file
    reason = "read out at speed on purpose"
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import CaptionkitError, InputError
from captionkit.model.track import Track
from captionkit.quality.report import Waived
from captionkit.quality.table import rule_called
from captionkit.sources.tomltext import parse_toml

__all__ = ["Waiver", "read_waivers", "sidecar", "waive"]

SUFFIX = ".waivers.toml"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver: a rule's name, why it is waived, and where: in a cue by number or by a part of its text."""

    rule: str
    reason: str
    cue: int | None = None
    text: str = ""

    def covers(self, finding: Diagnostic, text: str) -> bool:
        """Tell whether a finding about a cue of ``text`` is meant."""
        if finding.code != f"quality.{self.rule}" or (self.cue is not None and finding.cue != self.cue):
            return False
        return not self.text or self.text in text.replace("\n", " ")


def sidecar(path: str) -> Path:
    """Return where the waivers of a file are: its own name with ``.waivers.toml`` after it."""
    return Path(path + SUFFIX)


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Return the waivers in a file.

    Raises InputError, naming every entry that is at fault.
    """
    try:
        data = parse_toml(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML: {error}") from None
    rows = data.get("waive", [])
    rows = rows if isinstance(rows, list) else [rows]
    faults = [f"  entry {number}: {fault}" for number, row in enumerate(rows, 1) if (fault := _fault(row))]
    faults += [f"  {key}: no such key; write [[waive]]" for key in data if key != "waive"]
    if faults:
        raise InputError(
            f"{path}: waivers at fault:\n" + "\n".join(faults), hint="an entry has rule, reason, and cue or text"
        )
    return tuple(
        Waiver(rule_called(row["rule"]).name, row["reason"].strip(), row.get("cue"), row.get("text", ""))
        for row in rows
    )


def _fault(row: Any) -> str:
    if not isinstance(row, dict) or not isinstance(row.get("rule"), str):
        return "has no rule"
    if not isinstance(row.get("reason"), str) or not row["reason"].strip():
        return "has no reason"
    if unknown := row.keys() - {"rule", "reason", "cue", "text"}:
        return f"has unknown keys: {', '.join(sorted(unknown))}"
    if not isinstance(row.get("cue", 0), int) or not isinstance(row.get("text", ""), str):
        return "cue must be a number, text must be text"
    try:
        rule_called(row["rule"])
    except CaptionkitError as error:
        return f"{error.message} ({error.hint})"
    return ""


def waive(
    findings: Sequence[Diagnostic], waivers: Sequence[Waiver], track: Track
) -> tuple[tuple[Diagnostic, ...], tuple[Waived, ...]]:
    """Return the findings that stand, and those that are waived; a waiver that covers nothing is a finding itself."""
    kept: list[Diagnostic] = []
    waived: list[Waived] = []
    used: set[int] = set()
    for finding in findings:
        text = track.cues[finding.cue - 1].text if finding.cue else ""
        at = next((i for i, waiver in enumerate(waivers) if waiver.covers(finding, text)), None)
        if at is None:
            kept.append(finding)
        else:
            used.add(at)
            waived.append(Waived(finding, waivers[at].reason))
    for i, waiver in enumerate(waivers):
        if i not in used:
            kept.append(report("quality.waiver-unused", f"the waiver of {waiver.rule} covers nothing: {waiver.reason}"))
    return tuple(kept), tuple(waived)
