"""Writing a file so that nobody ever sees half of it.

The bytes go to a draft in the target's folder, are flushed to the disk, checked, and only then take the target's name.
Without ``force`` an existing target stays; that holds against another process too, because the name is taken with a
hard link, which fails where the name exists.

A draft has no name at all where the system knows such files (Linux ``O_TMPFILE``): it goes with its process, however
that ends, so that a killed run leaves nothing behind. Elsewhere it is a hidden file.

Links, devices and pipes are never replaced by a file: with ``force`` a link stays and the file that it leads to is
written, and a device or a pipe is written into once everything has been checked.

Plain :mod:`os` calls: pathlib and tempfile cost more to import than a file of a thousand cues to convert.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from captionkit.errors import OutputError, TargetExistsError

__all__ = ["TEMPORARY_SUFFIX", "PreparedFile", "write_atomic", "written_by"]

#: Suffix of hidden drafts; one that a killed process left behind can be removed.
TEMPORARY_SUFFIX = ".ckit-part"

#: Linux shows open files by their number in /proc, so that a file without a name can be read and named.
_CAN_BE_NAMELESS = hasattr(os, "O_TMPFILE") and os.path.isdir("/proc/self/fd")
_BINARY = getattr(os, "O_BINARY", 0)


def write_atomic(
    target: str | os.PathLike[str],
    data: bytes,
    *,
    force: bool = False,
    check: Callable[[str], None] | None = None,
    sync: bool = True,
) -> None:
    """Write ``data`` to ``target``; ``check`` sees the finished draft first, by a path, and may raise.

    Missing folders are made. An existing target's permissions are kept. ``sync`` waits until the disk has the file.

    Raises TargetExistsError, OutputError (disk full, no permission), and whatever ``check`` raises; in each case the
    target is as it was.
    """
    PreparedFile(target, data, force=force, check=check, sync=sync).place()


class PreparedFile:
    """A file that is written and checked but has not its name yet: ``place`` gives it, ``drop`` gives it up.

    Waiting for the disk is most of the cost of a small file, and several can be waited for at once: each is on its way
    to the disk as soon as it is prepared.

    Raises what :func:`write_atomic` raises, on being made and on being placed.
    """

    def __init__(
        self,
        target: str | os.PathLike[str],
        data: bytes,
        *,
        force: bool = False,
        check: Callable[[str], None] | None = None,
        sync: bool = True,
    ) -> None:
        self.name = os.fspath(target)
        self._force = force
        self._sync = sync
        if not force and os.path.lexists(self.name):
            raise _exists(self.name)
        with _errors_named(self.name):
            if force and os.path.islink(self.name):
                self.name = os.path.realpath(self.name)
            self._draft = _Into(self.name) if force and _is_stream(self.name) else _draft(self.name)
            try:
                self._draft.fill(data, _mode_of(self.name) if force else None, sync=sync)
                if check is not None:
                    check(self._draft.path)
            except BaseException:
                self._draft.close()
                raise

    def place(self) -> None:
        """Wait until the disk has the file, then give it its name."""
        with _errors_named(self.name):
            try:
                self._draft.take(self.name, force=self._force, sync=self._sync)
            finally:
                self._draft.close()

    def drop(self) -> None:
        """Give the file up; nothing of it stays."""
        self._draft.close()


@contextmanager
def written_by(target: str | os.PathLike[str], *, force: bool = False) -> Iterator[str]:
    """Give a hidden path beside ``target`` for another program to write to; afterwards it takes the target's name.

    Where the block raises, nothing stays and the target is as it was.

    Raises TargetExistsError, OutputError.
    """
    name = os.fspath(target)
    if not force and os.path.lexists(name):
        raise _exists(name)
    with _errors_named(name):
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        draft = _Hidden(name)
        try:
            yield draft.path
            draft.take(name, force=force, sync=True)
        finally:
            draft.close()


@contextmanager
def _errors_named(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{name}: cannot be written: {error.strerror or error}") from None


class _DraftFile(Protocol):
    """A file on its way: ``path`` opens it, ``take`` gives it its name once the disk has it.

    ``close`` removes what has no name then; closing twice is allowed.
    """

    path: str

    def fill(self, data: bytes, mode: int | None, *, sync: bool) -> None: ...

    def take(self, name: str, *, force: bool, sync: bool) -> None: ...

    def close(self) -> None: ...


def _draft(name: str) -> _DraftFile:
    try:
        return _opened(name)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(name), exist_ok=True)
        return _opened(name)


def _opened(name: str) -> _DraftFile:
    if _CAN_BE_NAMELESS:
        try:
            return _Nameless(os.path.dirname(name) or os.curdir)
        except FileNotFoundError:
            raise
        except OSError:  # a file system without them (NFS, FAT), or a fault that a hidden draft meets as well
            pass
    return _Hidden(name)


class _Open:
    """What both kinds of draft are: an open file."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def fill(self, data: bytes, mode: int | None, *, sync: bool) -> None:
        """Write everything; with ``sync`` the disk begins to take it."""
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(self._handle, mode)
        rest = memoryview(data)
        while rest:  # the system may take less than it was given
            rest = rest[os.write(self._handle, rest) :]
        if sync and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_DONTNEED)  # Linux writes back what it shall not keep

    def shut(self, *, sync: bool = False) -> None:
        """Close the file; with ``sync`` once the disk has it."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            try:
                if sync:
                    os.fsync(handle)
            finally:
                os.close(handle)


class _Nameless(_Open):
    """A draft without a name."""

    def __init__(self, folder: str) -> None:
        super().__init__(os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666))
        self.path = f"/proc/{os.getpid()}/fd/{self._handle}"  # for a checker that is another process, too

    def take(self, name: str, *, force: bool, sync: bool) -> None:
        if sync:
            os.fsync(self._handle)
        try:
            self._link(name)
        except FileExistsError:
            if not force:
                raise _exists(name) from None
            hidden = _hidden_name(name)
            self._link(hidden)
            _replace(hidden, name)

    def _link(self, name: str) -> None:
        # os.link follows the link that /proc shows only where it is given a folder, which an absolute path does not use
        os.link(self.path, name, src_dir_fd=self._handle, follow_symlinks=True)

    def close(self) -> None:
        self.shut()


class _Hidden(_Open):
    """A draft under a hidden name beside its target."""

    def __init__(self, name: str) -> None:
        self.path = _hidden_name(name)
        super().__init__(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666))

    def take(self, name: str, *, force: bool, sync: bool) -> None:
        self.shut(sync=sync)  # Windows moves no file that is open
        if force:
            os.replace(self.path, name)
            return
        try:
            os.link(self.path, name)
        except FileExistsError:
            raise _exists(name) from None
        except OSError:  # a file system without hard links: the check at the start has to do
            os.replace(self.path, name)

    def close(self) -> None:
        self.shut()
        with suppress(OSError):
            os.unlink(self.path)


class _Into:
    """What goes into a device or a pipe: kept in the temporary folder until it has been checked."""

    def __init__(self, name: str) -> None:
        from tempfile import mkstemp

        handle, self.path = mkstemp(suffix=os.path.basename(name)[-20:])
        self._draft = _Open(handle)

    def fill(self, data: bytes, mode: int | None, *, sync: bool) -> None:
        self._draft.fill(data, None, sync=False)

    def take(self, name: str, *, force: bool, sync: bool) -> None:
        from shutil import copyfileobj

        with open(self.path, "rb") as data, open(name, "wb") as stream:
            copyfileobj(data, stream)

    def close(self) -> None:
        self._draft.shut()
        with suppress(OSError):
            os.unlink(self.path)


def _is_stream(name: str) -> bool:
    """Whether a name is a device's, a pipe's or a socket's."""
    try:
        mode = os.stat(name).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


#: The longest name that file systems take, in bytes.
_LONGEST = 255


def _hidden_name(name: str) -> str:
    folder, base = os.path.split(name)
    tail = f".{os.getpid():x}-{os.urandom(4).hex()}{TEMPORARY_SUFFIX}"
    kept = os.fsencode(base)[: _LONGEST - 1 - len(tail)].decode("utf-8", "ignore")
    return os.path.join(folder, f".{kept}{tail}")


def _replace(hidden: str, name: str) -> None:
    try:
        os.replace(hidden, name)
    except OSError:
        with suppress(OSError):
            os.unlink(hidden)
        raise


def _mode_of(name: str) -> int | None:
    """Return the permissions of a target that is there; None where the file gets those of any new one."""
    try:
        return os.stat(name).st_mode & 0o7777
    except OSError:
        return None


def _exists(name: str) -> TargetExistsError:
    return TargetExistsError(f"{name}: exists already", hint="give --force to overwrite it")
