"""What one file may cost: time and memory, so that a file that never ends does not hold up ten thousand.

The time is kept by the system's timer where the work is in a process's main thread (this machine's processes), and by a
thread that interrupts it elsewhere (a cluster's workers). The memory is what the process may grow by meanwhile; it is
kept in a main thread on systems that limit address space, a cluster's workers have limits of their own.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from captionkit.errors import LimitError

__all__ = ["limited"]

#: Seconds between reminders: whatever the file is at might take an interruption for a fault of its own and go on.
_AGAIN = 1.0


class _TimeIsUpError(BaseException):
    """Interrupts work; nothing that handles errors takes it for one."""


@contextmanager
def limited(name: str, seconds: float, megabytes: float) -> Iterator[None]:
    """Let the work inside take so many seconds, and let this process grow by so much memory; 0 sets none.

    Raises LimitError where it takes more.
    """
    try:
        with _in_time(seconds), _in_memory(megabytes):
            yield
    except _TimeIsUpError:
        raise LimitError(
            f"{name}: not ready after {seconds:g} s", hint="policy.max-seconds in the recipe is the limit for a file"
        ) from None
    except MemoryError:
        raise LimitError(
            f"{name}: takes more than {megabytes:g} MB of memory",
            hint="policy.max-memory in the recipe is the limit for a file, in MB",
        ) from None


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    if not seconds:
        yield
    elif threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        before = signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    else:
        with _interrupted_by_a_thread(seconds):
            yield


def _interrupt(*_: Any) -> None:
    raise _TimeIsUpError


@contextmanager
def _interrupted_by_a_thread(seconds: float) -> Iterator[None]:
    worker, ended, lock = threading.get_ident(), threading.Event(), threading.Lock()
    sent = threading.Event()

    def interrupt() -> None:
        if ended.wait(seconds):
            return
        while True:
            with lock:  # never after the work has ended
                if ended.is_set():
                    return
                sent.set()
                _raise_in(worker)
            if ended.wait(_AGAIN):
                return

    watcher = threading.Thread(target=interrupt, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            ended.set()
        if sent.is_set():
            _take_what_is_on_its_way(worker)
        watcher.join()


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


@contextmanager
def _in_memory(megabytes: float) -> Iterator[None]:
    if not megabytes or threading.current_thread() is not threading.main_thread():
        yield
        return
    try:
        import resource

        with open("/proc/self/statm", "rb", buffering=0) as file:
            pages = int(file.read(100).split(None, 1)[0])
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    except (ImportError, OSError, ValueError):  # no such limits on this system
        yield
        return
    wanted = pages * resource.getpagesize() + int(megabytes * 1_000_000)
    kept = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted, *kept) if kept else wanted, hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
