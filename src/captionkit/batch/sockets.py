"""The folder in the temporary folder that holds the sockets by which processes are started, and what a kill left of it.

:mod:`multiprocessing` makes the folder and removes it when the process ends; a process that is killed removes nothing.
So a worker that outlives its run removes it, and each run those of runs that went with all their workers. A folder is
marked by a file that its run keeps locked: the system lets go of a lock with whoever held it, however that ended and in
whichever container, so that a folder whose mark can be locked is nobody's.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from glob import escape, glob

__all__ = ["remove", "socket_folder"]

#: The name of the file that says whose the folder is.
MARK = "captionkit-batch"


@cache
def socket_folder() -> str:
    """Return the folder of this process's sockets, marked as its own; those that killed runs left are gone afterwards.

    ``""`` on systems that have no such locks; they keep no sockets in folders either.
    """
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:
        return ""
    from multiprocessing.util import get_temp_dir

    folder: str = get_temp_dir()
    with suppress(OSError):
        draft = os.path.join(folder, f".{MARK}")
        flock(
            os.open(draft, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600), LOCK_EX
        )  # stays open as long as this process
        os.rename(draft, os.path.join(folder, MARK))  # nobody sees it before it is locked
    for mark in glob(os.path.join(escape(os.path.dirname(folder)), "pymp-*", MARK)):
        if os.path.dirname(mark) != folder:
            _remove_dead(mark)
    return folder


def _remove_dead(mark: str) -> None:
    from fcntl import LOCK_EX, LOCK_NB, flock

    with suppress(OSError):
        handle = os.open(mark, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            if os.fstat(handle).st_uid == os.getuid():
                flock(handle, LOCK_EX | LOCK_NB)
                remove(os.path.dirname(mark))
        finally:
            os.close(handle)


def remove(folder: str) -> None:
    """Remove a folder of sockets, if it is still there."""
    if folder:
        from shutil import rmtree

        rmtree(folder, ignore_errors=True)
