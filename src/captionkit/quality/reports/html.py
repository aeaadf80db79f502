"""One self-contained page: timeline, table that filters, plots. It loads nothing from anywhere, and says so (CSP)."""

from __future__ import annotations

import html
import json
from importlib.resources import files
from typing import Any

from captionkit import measure
from captionkit.model.cue import Cue
from captionkit.quality.report import FileReport, Report

__all__ = ["render"]


def render(report: Report) -> str:
    """Return the page. Everything from the tracks is data in it, never markup."""
    page = (files("captionkit.quality.reports") / "page.html").read_text("utf-8")
    data = json.dumps(_data(report), ensure_ascii=False, separators=(",", ":"))
    # inside a script element only "<" can end it, and U+2028/9 are line ends to old readers
    safe = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return page.replace("{{profile}}", html.escape(report.profile)).replace("{{data}}", safe)


def _data(report: Report) -> dict[str, Any]:
    files = [_file(file, report.counting) for file in report.files]
    return {"version": report.version, "profile": report.profile, "maxSpeed": report.max_cps, "files": files}


def _file(file: FileReport, counting: str) -> dict[str, Any]:
    track = file.track
    return {
        "name": file.name,
        "error": file.error,
        "cues": [_cue(cue, counting) for cue in track.cues] if track else [],
        "findings": [
            [d.cue or 0, d.severity.label, d.code.partition(".")[2], d.message, d.hint] for d in file.findings
        ],
        "waived": [[w.finding.cue or 0, w.finding.code.partition(".")[2], w.reason] for w in file.waived],
        "known": len(file.known),
        "statistics": file.statistics.as_dict() if file.statistics else None,
    }


def _cue(cue: Cue, counting: str) -> list[Any]:
    speed = measure.speed(cue.text, cue.duration, counting) if cue.duration > 0 else 0
    return [cue.start, cue.end, cue.text, round(speed, 2)]
