"""What was made of films once: waveforms, previews, shot changes, speech. It can be thrown away at any time.

A film is known by its size, its time of change and a hash of its first and last MiB: one that was moved or renamed is
found again, one that was changed is not.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from captionkit.folders import cache_folder

__all__ = ["HALF", "KEPT", "film_folder", "films_folder", "forget", "identity", "trim"]

#: Bytes that are kept over all films; those not opened for longest go first.
KEPT = 20 * 1024**3
_MIB = 1024**2
#: How the folders of what is half made begin, and seconds after which nobody works in them any more.
HALF, _LONG = "part-", 24 * 3600
#: A file in each film's folder: what the film is called, and by its time of change when it was last opened.
_LABEL = "film.json"


def identity(film: str | os.PathLike[str]) -> str:
    """Return what a film is known by."""
    with Path(film).open("rb") as file:
        about = os.fstat(file.fileno())
        seen = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns} ".encode())
        seen.update(file.read(_MIB))
        file.seek(max(0, about.st_size - _MIB))
        seen.update(file.read(_MIB))
    return seen.hexdigest()[:32]


def films_folder() -> Path:
    """Return the folder that holds one folder for each film."""
    return Path(cache_folder()) / "films"


def film_folder(film: str | os.PathLike[str]) -> Path:
    """Return the folder for what is made of a film; it is there, for its owner alone.

    Raises OSError where it cannot be made.
    """
    folder = films_folder() / identity(film)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for half in folder.glob(f"{HALF}*"):
        if half.stat().st_mtime < time.time() - _LONG:  # of a run that was killed
            shutil.rmtree(half, ignore_errors=True)
    (folder / _LABEL).write_text(json.dumps({"name": os.path.basename(os.fspath(film))}), "utf-8")  # noqa: PTH119
    return folder


def trim(limit: int = KEPT, *, besides: Path | None = None) -> int:
    """Remove what was made of the films not opened for longest until ``limit`` bytes are left; return bytes removed.

    The folder ``besides`` stays.
    """
    folders = sorted(((_opened(folder), _size(folder), folder) for folder in _folders()), key=lambda row: row[0])
    total = sum(size for _, size, _ in folders)
    removed = 0
    for _, size, folder in folders:
        if total - removed <= limit:
            break
        if folder != besides:
            shutil.rmtree(folder, ignore_errors=True)
            removed += size
    return removed


def forget(film: str | os.PathLike[str] | None = None) -> int:
    """Remove what was made of a film, or of all films; return the bytes that were removed.

    Raises OSError where the film cannot be read.
    """
    folders = list(_folders()) if film is None else [films_folder() / identity(film)]
    removed = sum(_size(folder) for folder in folders)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return removed


def _folders() -> Iterator[Path]:
    with suppress(FileNotFoundError):
        yield from (entry for entry in films_folder().iterdir() if entry.is_dir() and not entry.is_symlink())


def _opened(folder: Path) -> float:
    with suppress(OSError):
        return (folder / _LABEL).stat().st_mtime
    return 0.0


def _size(folder: Path) -> int:
    found = 0
    for entry in folder.rglob("*"):
        with suppress(OSError):
            found += entry.stat().st_size
    return found
