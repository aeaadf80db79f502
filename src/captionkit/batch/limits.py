"""What one file may cost: time and memory, so that a file that never ends does not hold up ten thousand.

The time is kept by the system's timer where the work is in a process's main thread (this machine's processes), and by a
thread that interrupts it elsewhere (a cluster's workers). The memory is what the process may grow by meanwhile; it is
kept in a main thread on systems that limit address space, a cluster's workers have limits of their own.

Most files are small: what the limits themselves cost is paid once for all files that one :class:`Limits` watches over.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import inf
from typing import Any, Protocol

from captionkit.errors import LimitError

__all__ = ["Limits"]

#: Seconds between reminders: whatever the file is at might take an interruption for a fault of its own and go on.
_AGAIN = 1.0


class _TimeIsUpError(BaseException):
    """Interrupts work; nothing that handles errors takes it for one."""


class Limits:
    """Watches over files, one after the other, in the thread that made it; as a context manager it cleans up.

    >>> with Limits() as limits, limits.on("a.srt", seconds=60, megabytes=2000):
    ...     sum(range(10))
    45
    """

    def __init__(self) -> None:
        here = threading.current_thread() is threading.main_thread()
        self._clock: _Clock = _Alarm() if here and hasattr(signal, "setitimer") else _Reminder()
        self._memory = _Memory() if here else None

    def __enter__(self) -> Limits:
        return self

    def __exit__(self, *_: object) -> None:
        self._clock.close()
        if self._memory is not None:
            self._memory.close()

    @contextmanager
    def on(self, name: str, seconds: float, megabytes: float) -> Iterator[None]:
        """Let the work inside take so many seconds, and let this process grow by so much memory; 0 sets none.

        Raises LimitError where it takes more.
        """
        try:
            try:
                if seconds:
                    self._clock.begin(seconds)
                if megabytes and self._memory is not None:
                    self._memory.begin(megabytes)
                yield
            finally:
                self._end()
        except _TimeIsUpError:
            self._end()  # it may have come while that was being done
            raise LimitError(
                f"{name}: not ready after {seconds:g} s",
                hint="policy.max-seconds in the recipe is the limit for a file",
            ) from None
        except MemoryError:
            raise LimitError(
                f"{name}: takes more than {megabytes:g} MB of memory",
                hint="policy.max-memory in the recipe is the limit for a file, in MB",
            ) from None

    def _end(self) -> None:
        self._clock.end()
        if self._memory is not None:
            self._memory.end()


class _Clock(Protocol):
    """Interrupts this thread with :class:`_TimeIsUpError` when work takes too long; ``end`` may be called twice."""

    def begin(self, seconds: float) -> None: ...

    def end(self) -> None: ...

    def close(self) -> None: ...


class _Alarm:
    """The system's timer.

    It is left running from one file to the next: an alarm that was set for an earlier file finds that it is not time
    yet, and sets itself again. So a file that is ready in time costs no call of the system.
    """

    def __init__(self) -> None:
        self._ends = inf  # when the work at hand is to be interrupted
        self._rings = inf  # when the alarm goes off next
        self._before: Any = None

    def begin(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        if self._before is None:
            self._before = signal.signal(signal.SIGALRM, self._ring) or signal.SIG_DFL
        if self._ends < self._rings:
            self._set(seconds)

    def _set(self, seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        self._rings = self._ends

    def _ring(self, *_: Any) -> None:
        left = self._ends - time.monotonic()
        if 0 < left < inf:
            self._set(max(left, 0.001))
            return
        self._rings = inf  # whatever begins next sets its own
        if left <= 0:
            raise _TimeIsUpError
        signal.setitimer(signal.ITIMER_REAL, 0)

    def end(self) -> None:
        self._ends = inf

    def close(self) -> None:
        if self._before is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
            self._before, self._rings = None, inf


class _Reminder:
    """A thread that interrupts the one which made it."""

    def __init__(self) -> None:
        self._worker, self._lock = threading.get_ident(), threading.Lock()
        self._ended, self._sent = threading.Event(), threading.Event()
        self._watcher: threading.Thread | None = None

    def begin(self, seconds: float) -> None:
        self._ended.clear()
        self._sent.clear()
        self._watcher = threading.Thread(target=self._interrupt, args=(seconds,), daemon=True)
        self._watcher.start()

    def _interrupt(self, seconds: float) -> None:
        if self._ended.wait(seconds):
            return
        while True:
            with self._lock:  # never after the work has ended
                if self._ended.is_set():
                    return
                self._sent.set()
                _raise_in(self._worker)
            if self._ended.wait(_AGAIN):
                return

    def end(self) -> None:
        if self._watcher is None:
            return
        with self._lock:
            self._ended.set()
        if self._sent.is_set():
            _take_what_is_on_its_way(self._worker)
        self._watcher.join()
        self._watcher = None

    def close(self) -> None:
        self.end()


def _raise_in(thread: int) -> None:
    from ctypes import c_ulong, py_object, pythonapi

    pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), py_object(_TimeIsUpError))


def _take_what_is_on_its_way(thread: int) -> None:
    """Let an interruption that may be on its way come out here, and nowhere later.

    It is sent once more, in place of the one that waits, and awaited. To take it back instead would leave the
    interpreter looking for it for ever: slower, and in Python 3.11 without end where something traces it.
    """
    try:
        _raise_in(thread)
        while True:
            time.sleep(0)
    except _TimeIsUpError:
        return


class _Memory:
    """The limit on address space, set to what the process has and may grow by, and lifted again."""

    def __init__(self) -> None:
        self._statm = -1
        self._lifted: tuple[int, int] | None = None
        try:
            import resource

            self._resource: Any = resource
            self._page = resource.getpagesize()
            self._statm = os.open("/proc/self/statm", os.O_RDONLY)
        except (ImportError, OSError):  # no such limits on this system
            self._resource = None

    def begin(self, megabytes: float) -> None:
        if self._statm < 0:
            return
        limits = self._resource
        pages = int(os.pread(self._statm, 100, 0).split(None, 1)[0])
        wanted = pages * self._page + int(megabytes * 1_000_000)
        soft, hard = limits.getrlimit(limits.RLIMIT_AS)
        kept = [limit for limit in (soft, hard) if limit != limits.RLIM_INFINITY]
        self._lifted = (soft, hard)
        limits.setrlimit(limits.RLIMIT_AS, (min(wanted, *kept) if kept else wanted, hard))

    def end(self) -> None:
        if self._lifted is not None:
            with suppress(ValueError, OSError):
                self._resource.setrlimit(self._resource.RLIMIT_AS, self._lifted)
            self._lifted = None

    def close(self) -> None:
        self.end()
        handle, self._statm = self._statm, -1
        if handle >= 0:
            os.close(handle)
