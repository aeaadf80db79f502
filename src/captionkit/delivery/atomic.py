"""Writing a file so that nobody ever sees half of it.

The bytes go to a temporary file in the target's folder, are flushed to the disk, checked, and only then take the
target's name. Without ``force`` an existing target stays; that holds against another process too, because the name is
taken with a hard link, which fails where the name exists.

Plain :mod:`os` calls: pathlib and tempfile cost more to import than a file of a thousand cues to convert.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from captionkit.errors import OutputError, TargetExistsError

__all__ = ["TEMPORARY_SUFFIX", "write_atomic"]

#: Suffix of files being written; one that a killed process left behind can be removed.
TEMPORARY_SUFFIX = ".ckit-part"


def write_atomic(
    target: str | os.PathLike[str],
    data: bytes,
    *,
    force: bool = False,
    check: Callable[[str], None] | None = None,
    sync: bool = True,
) -> None:
    """Write ``data`` to ``target``; ``check`` sees the finished temporary file first and may raise.

    Missing folders are made. An existing target's permissions are kept. ``sync`` waits until the disk has the file.

    Raises TargetExistsError, OutputError (disk full, no permission), and whatever ``check`` raises; in each case the
    target is as it was.
    """
    name = os.fspath(target)
    if not force and os.path.lexists(name):
        raise _exists(name)
    folder, base = os.path.split(name)
    temporary = os.path.join(folder, f".{base}.{os.getpid():x}-{os.urandom(4).hex()}{TEMPORARY_SUFFIX}")
    try:
        if folder:
            os.makedirs(folder, exist_ok=True)
        _fill(temporary, data, _mode_of(name), sync=sync)
        if check is not None:
            check(temporary)
        _take_name(temporary, name, force=force)
    except OSError as error:
        raise OutputError(f"{name}: cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _fill(temporary: str, data: bytes, mode: int | None, *, sync: bool) -> None:
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with open(handle, "wb") as file:
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(handle, mode)
        file.write(data)
        if sync:
            file.flush()
            os.fsync(handle)


def _mode_of(name: str) -> int | None:
    """Return the permissions of a target that is there; None where the file gets those of any new one."""
    try:
        return os.stat(name).st_mode & 0o7777
    except OSError:
        return None


def _take_name(temporary: str, name: str, *, force: bool) -> None:
    if force:
        os.replace(temporary, name)
        return
    try:
        os.link(temporary, name)
    except FileExistsError:
        raise _exists(name) from None
    except OSError:  # a file system without hard links: the check at the start has to do
        os.replace(temporary, name)


def _exists(name: str) -> TargetExistsError:
    return TargetExistsError(f"{name}: exists already", hint="give --force to overwrite it")
