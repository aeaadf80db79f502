"""The manifest: what a batch wrote, with checksums, and checking it later."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from captionkit import __version__
from captionkit.batch.files import exists, is_url, join, put, read
from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import InputError
from captionkit.fitting import json_text
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.batch.run import Summary

__all__ = ["MANIFEST", "add_to_manifest", "relative_name", "verify_folder", "write_manifest"]

#: The manifest's name, in the output folder.
MANIFEST = "captionkit-manifest.json"

_SCHEMA = "captionkit.manifest/1"


def write_manifest(folder: str, summary: Summary) -> str:
    """Write the manifest of everything that this and earlier runs put into ``folder``; return its path."""
    path = join(folder, MANIFEST)
    files = _old_files(folder, path)
    seen_from = _seen_from(folder)
    for job in summary.ends:
        for output in job.outputs:
            name = relative_name(folder, output["path"])
            files[name] = {key: output[key] for key in ("sha256", "bytes", "cues", "format")}
            files[name]["source"] = seen_from(job.source)
    put(path, _document(files).encode(), force=True)
    return path


def add_to_manifest(folder: str, name: str, data: bytes) -> None:
    """Note a file of ``folder`` that is no caption file: a report."""
    path = join(folder, MANIFEST)
    files = _old_files(folder, path)
    files[name] = {"sha256": sha256(data).hexdigest(), "bytes": len(data)}
    put(path, _document(files).encode(), force=True)


def _document(files: dict[str, Any]) -> str:
    """Return the manifest as JSON, a line a file: easy to compare, and far quicker to write than with an indent."""
    lines = ",\n".join(f"  {json_text(name)}: {json_text(entry)}" for name, entry in sorted(files.items()))
    return f'{{\n "schema": "{_SCHEMA}",\n "captionkit": "{__version__}",\n "files": {{\n{lines}\n }}\n}}\n'


def _entries(path: str) -> dict[str, dict[str, Any]]:
    """Return the entries of a manifest.

    Raises InputError where it cannot be read or is none.
    """
    try:
        files = json.loads(read(path)[0])["files"]
        if all(isinstance(entry, dict) for entry in files.values()):
            return dict(files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise InputError(f"{path}: is not a manifest of captionkit")


def _old_files(folder: str, path: str) -> dict[str, Any]:
    try:
        files = _entries(path)
    except InputError:
        return {}
    return {name: entry for name, entry in files.items() if exists(_place(folder, name))}


def _place(folder: str, name: str) -> str:
    return name if is_url(name) or os.path.isabs(name) else join(folder, name)


def _is_inside(folder: str, path: str) -> bool:
    if is_url(folder):
        return path.startswith(folder.rstrip("/") + "/") and ".." not in path.split("/")
    if is_url(path):
        return False
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))


def _seen_from(folder: str) -> Callable[[str], str]:
    """Return what says where a source is, as seen from the folder: whoever is handed that has no use for a path of this
    machine.
    """

    @cache
    def way(beside: str) -> str:  # many sources share one
        try:
            return "" if is_url(folder) else os.path.relpath(beside or os.curdir, folder).replace(os.sep, "/")
        except ValueError:  # another drive
            return ""

    def seen(source: str) -> str:
        if is_url(source):
            return source
        beside, name = os.path.split(source)
        before = way(beside)
        return f"{before}/{name}" if before not in ("", os.curdir) else name

    return seen


def relative_name(folder: str, path: str) -> str:
    """Return a file's name within a folder; the whole name of one that is outside."""
    base = folder if is_url(folder) else os.path.abspath(folder)
    whole = path if is_url(path) else os.path.abspath(path)
    return whole[len(base) :].lstrip("/" + os.sep).replace(os.sep, "/") if whole.startswith(base) else whole


@value
class Verified:
    """How many files of a folder were compared with its manifest, and how many are missing or changed."""

    folder: str
    files: int
    bad: int
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {"folder": self.folder, "files": self.files, "bad": self.bad}


def verify_folder(folder: str | os.PathLike[str]) -> Verified:
    """Hold the files of a folder (a path or URL) against its manifest; a missing or changed file is an error.

    Only files in the folder are looked at, whatever a manifest names.

    Raises InputError where there is no manifest that can be read.
    """
    base = os.fspath(folder)
    path = join(base, MANIFEST)
    if not exists(path):
        raise InputError(f"{path}: not found", hint="captionkit batch writes manifests")
    files = _entries(path)
    found = tuple(d for name, entry in files.items() for d in _check(base, name, entry))
    return Verified(base, len(files), len(found), found)


def _check(folder: str, name: str, entry: dict[str, Any]) -> Iterator[Diagnostic]:
    path = _place(folder, name)
    if not _is_inside(folder, path):
        yield report("batch.outside", f"{name}: is not in the folder; it is not looked at", file=join(folder, MANIFEST))
        return
    try:
        data, _ = read(path)
    except InputError as error:
        yield report("batch.missing-output", error.message, file=path)
        return
    if sha256(data).hexdigest() != entry.get("sha256"):
        yield report("batch.changed-output", f"{name}: is not what was written", file=path)
