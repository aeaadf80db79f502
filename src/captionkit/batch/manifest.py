"""The manifest: what a batch wrote, with checksums, and checking it later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captionkit import __version__
from captionkit.delivery.atomic import write_atomic
from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import InputError

if TYPE_CHECKING:
    from captionkit.batch.run import Summary

__all__ = ["MANIFEST", "verify_folder", "write_manifest"]

#: The manifest's name, in the output folder.
MANIFEST = "captionkit-manifest.json"

_SCHEMA = "captionkit.manifest/1"


def write_manifest(folder: Path, summary: Summary) -> str:
    """Write the manifest of everything that this and earlier runs put into ``folder``; return its path."""
    path = folder / MANIFEST
    files = _old_files(path)
    for job in summary.reports:
        for output in job.outputs:
            name = _relative(folder, output["path"])
            files[name] = {key: output[key] for key in ("sha256", "bytes", "cues", "format")} | {"source": job.source}
    document = {"schema": _SCHEMA, "captionkit": __version__, "files": dict(sorted(files.items()))}
    write_atomic(path, json.dumps(document, ensure_ascii=False, indent=1).encode(), force=True)
    return str(path)


def _old_files(path: Path) -> dict[str, Any]:
    try:
        files: dict[str, Any] = json.loads(path.read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: entry for name, entry in files.items() if (path.parent / name).exists()}


def _relative(folder: Path, path: str) -> str:
    absolute = Path(path).absolute()
    base = folder.absolute()
    return absolute.relative_to(base).as_posix() if absolute.is_relative_to(base) else absolute.as_posix()


def verify_folder(folder: str | Path) -> Result[dict[str, Any]]:
    """Hold the files of a folder against its manifest; a missing or changed file is an error.

    Raises InputError where there is no manifest that can be read.
    """
    path = Path(folder, MANIFEST)
    try:
        files: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))["files"]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", hint="captionkit batch writes manifests") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path}: is not a manifest of captionkit") from None
    found = tuple(d for name, entry in files.items() for d in _check(Path(folder), name, entry))
    return Result({"folder": str(folder), "files": len(files), "bad": len(found)}, found)


def _check(folder: Path, name: str, entry: dict[str, Any]) -> Iterator[Diagnostic]:
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        yield report("batch.missing-output", f"{name}: {error.strerror or error}", file=str(path))
        return
    if sha256(data).hexdigest() != entry.get("sha256"):
        yield report("batch.changed-output", f"{name}: is not what was written", file=str(path))
