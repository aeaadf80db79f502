"""Files by path or URL: what a batch asks of a file system, local or (with the extra ``remote``) any that fsspec knows.

An object store shows an object only when it is whole, so one call is atomic there; on other remote systems the bytes
go to a temporary name and are moved. Local files go through :mod:`captionkit.delivery.atomic`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from captionkit.delivery.atomic import TEMPORARY_SUFFIX, PreparedFile
from captionkit.errors import InputError, LimitError, OutputError, TargetExistsError
from captionkit.registry import need

__all__ = ["Coming", "Stamp", "exists", "expand", "is_url", "join", "prepare", "put", "read", "stamp"]

#: Size in bytes and a number that changes when the file does; (-1, -1) for a file that is not there.
Stamp = tuple[int, int]

#: Windows translates line ends where it is not asked to leave them.
_BINARY = getattr(os, "O_BINARY", 0)
#: Bytes that are asked for at a time of a file that grows while it is read.
_PIECE = 1 << 20

_STORES = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory")


def is_url(name: str) -> bool:
    """Return whether a name is a URL of a remote file system (``s3://...``)."""
    return "://" in name


def join(folder: str, name: str) -> str:
    """Return ``name`` below ``folder``, either a path or a URL."""
    if is_url(folder):
        scheme, _, rest = folder.partition("://")
        return f"{scheme}://{os.path.normpath(f'{rest}/{name}').lstrip('/')}"
    return os.path.normpath(os.path.join(folder, name))


def _system(url: str) -> tuple[Any, str]:
    fsspec = need("fsspec", "remote", f"{url.partition('://')[0]}:// files")
    _without_stray_stacks()
    try:
        return fsspec.core.url_to_fs(url)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as error:
        raise InputError(
            f"{url}: {error}", hint="pip install 'captionkit[remote]' or the file system's own package"
        ) from None


@cache
def _without_stray_stacks() -> None:
    """Keep the stacks off stderr that asyncio prints for requests which the file system gave up and asked again."""
    import logging

    logging.getLogger("asyncio").addFilter(lambda row: "exception was never retrieved" not in row.getMessage())


def expand(pattern: str) -> list[str]:
    """Return the files that a URL or pattern of URLs means; a folder means every file in it."""
    system, path = _system(pattern)
    scheme = pattern.partition("://")[0]
    found = system.glob(path) if any(mark in path for mark in "*?[") else [path]
    files = [name for one in found for name in (system.find(one) if system.isdir(one) else [one])]
    return sorted(f"{scheme}://{str(name).lstrip('/')}" for name in files if system.exists(name))


def read(name: str, limit: int = sys.maxsize) -> tuple[bytes, Stamp]:
    """Return a file's bytes and its stamp.

    Raises InputError where it cannot be read, LimitError where it is larger than ``limit`` bytes.
    """
    try:
        data, found = _remote(name, limit) if is_url(name) else _local(name, limit)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error or type(error).__name__}") from None
    if max(found[0], len(data)) > limit:
        raise LimitError(f"{name}: {max(found[0], len(data)):,} bytes, {limit:,} allowed", hint="split the file")
    return data, found


def _remote(name: str, limit: int) -> tuple[bytes, Stamp]:
    found = stamp(name)
    if found[0] > limit:
        return b"", found
    system, path = _system(name)
    return bytes(system.cat_file(path)), found


def _local(name: str, limit: int) -> tuple[bytes, Stamp]:
    """Return a file's bytes, one more than ``limit`` where it has them: it may grow meanwhile.

    Plain :mod:`os` calls: a file object costs as much as all else that is done to read a small file.
    """
    handle = os.open(name, os.O_RDONLY | _BINARY)
    try:
        found = _stamp_of(os.fstat(handle))
        parts: list[bytes] = []
        left, asked = limit + 1, found[0] + 1
        while found[0] <= limit and left > 0:
            parts.append(os.read(handle, min(left, asked)))
            left -= len(parts[-1])
            if not parts[-1] or (len(parts) == 1 and len(parts[0]) == found[0]):
                break
            asked = _PIECE
        return parts[0] if len(parts) == 1 else b"".join(parts), found
    finally:
        os.close(handle)


def _stamp_of(found: os.stat_result) -> Stamp:
    return found.st_size, found.st_mtime_ns


def stamp(name: str) -> Stamp:
    """Return a file's stamp."""
    try:
        if not is_url(name):
            return _stamp_of(os.stat(name))
        system, path = _system(name)
        info = system.info(path)
    except (OSError, InputError):
        return -1, -1
    mark = next((info[key] for key in ("ETag", "etag", "LastModified", "mtime", "created") if info.get(key)), "")
    return int(info.get("size") or 0), int(sha256(str(mark).encode()).hexdigest()[:12], 16)


def exists(name: str) -> bool:
    """Return whether a file is there."""
    return stamp(name) != (-1, -1) if is_url(name) else os.access(name, os.F_OK)


class Coming(Protocol):
    """A file that is checked and not to be seen yet."""

    def place(self) -> None:
        """Let it be seen."""

    def drop(self) -> None:
        """Give it up."""


def prepare(
    name: str, data: bytes, *, force: bool, check: Callable[[str], None] | None = None, sync: bool = True
) -> Coming:
    """Prepare a file that is then placed in one step; it is checked before.

    Raises TargetExistsError, OutputError and whatever ``check`` raises, here or when it is placed; the target is then
    as it was.
    """
    if not is_url(name):
        return PreparedFile(name, data, force=force, check=check, sync=sync)
    if check is not None:
        _check_here(name, data, check)
    return _Remote(name, data, force=force)


def put(name: str, data: bytes, *, force: bool) -> None:
    """Write a file in one step. Raises as :func:`prepare` does."""
    prepare(name, data, force=force).place()


class _Remote:
    """A file that is sent when it is placed."""

    def __init__(self, name: str, data: bytes, *, force: bool) -> None:
        self.name = name
        self.data = data
        self.force = force

    def place(self) -> None:
        system, path = _system(self.name)
        if not self.force and system.exists(path):
            raise TargetExistsError(f"{self.name}: exists already", hint="give --force to overwrite it")
        try:
            _put(system, path, self.data, whole=self.name.partition("://")[0] in _STORES)
        except OSError as error:
            raise OutputError(f"{self.name}: cannot be written: {error}") from None

    def drop(self) -> None:
        """Nothing has been sent."""


def _check_here(name: str, data: bytes, check: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder, name.rpartition("/")[2])
        local.write_bytes(data)
        check(str(local))


def _put(system: Any, path: str, data: bytes, *, whole: bool) -> None:
    if whole:
        system.pipe_file(path, data)
        return
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    temporary = f"{path}.{os.urandom(4).hex()}{TEMPORARY_SUFFIX}"
    system.pipe_file(temporary, data)
    system.mv(temporary, path)
