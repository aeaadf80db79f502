"""Who holds a claim, and whether that run still lives.

A run is known by its process number, when that process started, in which process namespace, and since which boot of
which machine. Where all but the process number cannot be asked (another machine, another container), only its signs of
life count: a run that works gives one every ten seconds, and a claim without one for a minute has expired.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread

from captionkit.values import value

__all__ = ["EXPIRES", "Holder", "SignsOfLife", "this_process"]

#: Seconds between signs of life, and without one after which a claim has expired.
_EVERY, EXPIRES = 10.0, 60.0


@value
class Holder:
    """A run that holds claims. ``space`` and ``boot`` are ``""`` where the system does not say; ``seen`` is in
    seconds since the epoch.
    """

    pid: int
    started: str
    space: str
    boot: str
    host: str
    seen: float

    def lives(self) -> bool:
        """Whether the run is at work: its process is there as it was, and has given a sign of life lately."""
        if time.time() - self.seen > EXPIRES:
            return False
        here = this_process()
        if (self.host, self.boot, self.space) != (here.host, here.boot, here.space):
            return True  # cannot be asked from here: it has the benefit of its last sign of life
        return _exists(self.pid) and _started(self.pid) == self.started

    def __str__(self) -> str:
        ago = max(0, round(time.time() - self.seen))
        return f"process {self.pid} on {self.host}, last sign of life {ago} s ago"


def this_process() -> Holder:
    """Return this process as a holder of claims."""
    pid = os.getpid()
    return Holder(pid, _started(pid), _link("/proc/self/ns/pid"), _boot(), socket.gethostname(), time.time())


def _started(pid: int) -> str:
    """Return when a process started, in ticks since the machine did; ``""`` where that cannot be known."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return fields[19] if len(fields) > 19 else ""  # field 22, counted from the state (field 3), see proc(5)


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


class SignsOfLife:
    """Notes in a journal, beside the work, that a run goes on; use it as a context manager."""

    def __init__(self, path: Path, run: str) -> None:
        self.path, self.run = path, run
        self._end = Event()
        self._thread = Thread(target=self._go, daemon=True)

    def __enter__(self) -> SignsOfLife:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _go(self) -> None:
        while not self._end.wait(_EVERY):
            with suppress(sqlite3.Error), closing(sqlite3.connect(self.path, timeout=_EVERY)) as base, base:
                base.execute("UPDATE runs SET seen = ? WHERE run = ?", (time.time(), self.run))
