"""Executors by name: this machine's processes, or a cluster that is there already."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

from captionkit.batch.sockets import remove, socket_folder
from captionkit.errors import EngineError, UsageError
from captionkit.registry import need

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

__all__ = ["Processes", "executor_of"]

#: What nearly every job imports.
_WORK = ["captionkit.api.load", "captionkit.api.save", "captionkit.batch.work", "captionkit.formats.sniff"]


class Processes:
    """Makes executors of so many processes of this machine; as a context manager it starts the first ahead of use."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._ahead: Executor | None = None

    def __enter__(self) -> Processes:
        self._ahead = self._make()
        self._ahead.submit(_warm)  # a pool starts its processes with its first task
        return self

    def __exit__(self, *_: object) -> None:
        if self._ahead is not None:
            self._ahead.shutdown(wait=True)

    def __call__(self) -> Executor:
        """Return the executor that was started ahead, or a new one."""
        made, self._ahead = self._ahead or self._make(), None
        return made

    def _make(self) -> Executor:
        from concurrent.futures import ProcessPoolExecutor

        context = _context()
        sockets = socket_folder() if context.get_start_method() == "forkserver" else ""
        return ProcessPoolExecutor(self.count, mp_context=context, initializer=_warm, initargs=(sockets,))


def _context() -> BaseContext:
    """Return how processes start: as copies of a server that has paid for the imports, where there is such a thing.

    A plain fork of this process could copy a lock that some thread of it holds.
    """
    from multiprocessing import get_all_start_methods, get_context

    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    from multiprocessing.forkserver import ensure_running

    context = get_context("forkserver")
    context.set_forkserver_preload(_WORK)
    try:
        ensure_running()
    except OSError:  # its socket has no place: the temporary folder's name is too long, or there is none
        return get_context("spawn")
    return context


def _warm(sockets: str = "") -> None:
    """Pay for the imports that nearly every job needs once per worker; leave interrupts to the parent, go with it.

    ``sockets`` is the folder that a parent which is killed leaves to be removed.
    """
    import signal
    from importlib import import_module
    from multiprocessing import parent_process
    from threading import Thread

    for name in _WORK:
        import_module(name)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_go_with, args=(parent, sockets), daemon=True).start()


def _go_with(parent: BaseProcess, sockets: str) -> None:
    """End this process when its parent has ended: the pool's own workers would wait for a killed one for ever."""
    parent.join()
    remove(sockets)
    os._exit(1)


def executor_of(url: str) -> Callable[[], Executor]:
    """Return what makes the executor that ``url`` names: ``dask://scheduler:8786`` is an existing Dask cluster.

    Its workers need captionkit and see the same files (a shared folder, or ``s3://`` and the like).

    Raises UsageError for another scheme, MissingExtraError where distributed is not installed.
    """
    scheme, mark, address = url.partition("://")
    if scheme != "dask" or not mark or not address:
        raise UsageError(f"{url}: no executor of that kind", hint="dask://host:8786, or --jobs N for processes here")
    distributed = need("distributed", "dask", "a Dask cluster")
    client: Any = None

    def make() -> Executor:
        nonlocal client
        if client is None or client.status != "running":
            try:
                client = distributed.Client(f"tcp://{address}", timeout="10s", set_as_default=False)
            except OSError as error:
                raise EngineError(f"{url}: no scheduler answers: {error}", hint="start one: dask scheduler") from None
        executor: Executor = client.get_executor(pure=False, retries=0)
        return executor

    return make
