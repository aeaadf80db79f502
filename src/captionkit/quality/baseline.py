"""A baseline: the findings of one day, so that only what is new is reported afterwards.

A finding is known again by its file, its rule and its cue's text, not by numbers: inserting a cue changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePath

from captionkit.diagnostics import Diagnostic
from captionkit.errors import InputError
from captionkit.quality.report import FileReport

__all__ = ["fingerprint", "read_baseline", "subtract", "write_baseline"]

_SCHEMA = 1


def fingerprint(file: FileReport, finding: Diagnostic) -> str:
    """Return what a finding is known by again."""
    what = "\0".join((PurePath(file.name).name, finding.code, file.text_of(finding)))
    return sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def write_baseline(files: Iterable[FileReport]) -> str:
    """Return the baseline of several files, as JSON."""
    counts = Counter(fingerprint(file, finding) for file in files for finding in file.findings)
    return json.dumps({"captionkit-baseline": _SCHEMA, "findings": dict(sorted(counts.items()))}, indent=1) + "\n"


def read_baseline(path: str) -> Counter[str]:
    """Return the findings of a baseline, each with how often it was there.

    Raises InputError for a file that is not one.
    """
    try:
        data = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as a baseline: {getattr(error, 'strerror', None) or error}") from None
    rows = data.get("findings") if isinstance(data, dict) and data.get("captionkit-baseline") == _SCHEMA else None
    if not isinstance(rows, dict) or not all(isinstance(count, int) for count in rows.values()):
        raise InputError(f"{path}: not a baseline of captionkit", hint="--write-baseline makes one")
    return Counter(rows)


def subtract(file: FileReport, known: Counter[str]) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Return the findings that are new and those that are known; each known one is used up."""
    new, old = [], []
    for finding in file.findings:
        key = fingerprint(file, finding)
        if known[key] > 0:
            known[key] -= 1
            old.append(finding)
        else:
            new.append(finding)
    return tuple(new), tuple(old)
