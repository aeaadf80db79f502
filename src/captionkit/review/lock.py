"""One session at a time has a journal: a lock of the operating system, which goes with its process however that ends.

The lock is on a file of its own beside the journal, because SQLite's own locks go when the journal is closed twice in
one process. What stands in it names the holder for those who come second.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["JournalLock", "on_network"]

#: File systems whose files other machines may have open.
_SHARED = frozenset(("9p", "afs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"))

#: The byte that is locked where locks are of bytes: beyond what names the holder, which others may read.
_BYTE = 1 << 20


class JournalLock:
    """A lock held for as long as the object is; ``held`` says whether it was free, ``holder`` who has it if not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held = False
        self.holder = ""
        self._file = -1
        for _ in range(20):
            try:
                self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
            except PermissionError:
                self.holder = "another user"
                return
            if not _lock(self._file):
                self.holder = self._read()
                os.close(self._file)
                self._file = -1
                return
            if self._is_the_one():
                self.held = True
                self._write()
                return
            os.close(self._file)  # somebody took it away between the two: once more

    def _is_the_one(self) -> bool:
        """Whether the file that is locked is the one of that name."""
        try:
            there, here = self.path.stat(), os.fstat(self._file)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)

    def _write(self) -> None:
        about = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%H:%M")}
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.write(self._file, json.dumps(about).encode())

    def _read(self) -> str:
        try:
            about = json.loads(os.read(self._file, 1000))
            return f"process {int(about['pid'])} on {str(about['host'])[:60]}, since {str(about['since'])[:10]}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"

    def release(self) -> None:
        """Give the lock up; the file goes with it."""
        if self._file < 0:
            return
        with suppress(OSError):
            self.path.unlink()
        os.close(self._file)
        self._file, self.held = -1, False


def on_network(path: Path) -> bool:
    """Tell whether a file is on a network share, as far as the system says (Linux does)."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()]
    except OSError:
        return False
    whole = str(path.resolve())
    over = [(len(at), kind) for _, at, kind, *_ in mounts if whole.startswith(at.rstrip("/") + "/")]
    return max(over, default=(0, ""))[1] in _SHARED


def _lock(file: int) -> bool:
    """Lock an open file, if nobody has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, _BYTE, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
