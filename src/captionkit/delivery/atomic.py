"""Writing a file so that nobody ever sees half of it.

The bytes go to a temporary file in the target's folder, are flushed to the disk, checked, and only then take the
target's name. Without ``force`` an existing target stays; that holds against another process too, because the name is
taken with a hard link, which fails where the name exists.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from captionkit.errors import OutputError, TargetExistsError

__all__ = ["TEMPORARY_SUFFIX", "write_atomic"]

#: Suffix of files being written; one that a killed process left behind can be removed.
TEMPORARY_SUFFIX = ".ckit-part"


def write_atomic(
    target: Path, data: bytes, *, force: bool = False, check: Callable[[Path], None] | None = None, sync: bool = True
) -> None:
    """Write ``data`` to ``target``; ``check`` sees the finished temporary file first and may raise.

    Missing folders are made. An existing target's permissions are kept.

    Raises TargetExistsError, OutputError (disk full, no permission), and whatever ``check`` raises; in each case the
    target is as it was.
    """
    if not force and target.exists():
        raise exists_error(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(TEMPORARY_SUFFIX, f".{target.name}.", target.parent)
    except OSError as error:
        raise _failed(target, error) from None
    temporary = Path(name)
    try:
        _fill(handle, data, sync=sync)
        _copy_mode(target, temporary)
        if check is not None:
            check(temporary)
        _take_name(temporary, target, force=force)
    except OSError as error:
        raise _failed(target, error) from None
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _fill(handle: int, data: bytes, *, sync: bool) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        if sync:
            file.flush()
            os.fsync(file.fileno())


def _copy_mode(target: Path, temporary: Path) -> None:
    """Give the file the mode that a plain open() would have given it, or the old target's."""
    try:
        mode = target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)


def _take_name(temporary: Path, target: Path, *, force: bool) -> None:
    if force:
        temporary.replace(target)
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise exists_error(target) from None
    except OSError:  # a file system without hard links: the check at the start has to do
        temporary.replace(target)


def exists_error(target: Path) -> TargetExistsError:
    """Return the error for a target that is there already."""
    return TargetExistsError(f"{target}: exists already", hint="give --force to overwrite it")


def _failed(target: Path, error: OSError) -> OutputError:
    return OutputError(f"{target}: cannot be written: {error.strerror or error}")
