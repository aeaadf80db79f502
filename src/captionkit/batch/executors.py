"""Executors by name: this machine's processes, or a cluster that is there already."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from captionkit.errors import EngineError, UsageError
from captionkit.registry import need

__all__ = ["executor_of"]


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
