"""Servers that batches meet: a Dask cluster of processes, a server that speaks S3, a connection that breaks off."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support import free_port, wait_for

__all__ = ["breaking_off", "dask_cluster", "s3_server", "s3_settings"]

_SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextmanager
def dask_cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and three workers, each a process of its own; give its URL and the workers."""
    port = free_port()
    quiet = {**_SILENT, "cwd": folder, "env": {**os.environ, "PYTHONWARNINGS": "ignore"}}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--no-dashboard"]
    scheduler = subprocess.Popen([*dask, "--port", str(port)], **quiet)  # type: ignore[call-overload]
    workers: list[subprocess.Popen[bytes]] = []
    try:
        wait_for(port)
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1"]
        extra = ["--no-dashboard", "--no-nanny", "--local-directory", str(folder)]
        workers += [subprocess.Popen([*worker, *extra], **quiet) for _ in range(3)]  # type: ignore[call-overload]
        yield f"dask://127.0.0.1:{port}", workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


@contextmanager
def s3_server(folder: Path) -> Iterator[int]:
    """Start a server that speaks S3 and make the bucket ``captions`` in it; give its port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        cwd=folder, **_SILENT,  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        wait_for(port)
        made = urllib.request.Request(f"http://127.0.0.1:{port}/captions", method="PUT")
        urllib.request.urlopen(made, timeout=20).close()
        yield port
    finally:
        server.kill()
        server.wait()


def s3_settings(port: int) -> dict[str, str]:
    """Return the environment in which programs find the server at a port."""
    return {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_EC2_METADATA_DISABLED": "true",
    }  # fmt: skip


@contextmanager
def breaking_off(port: int, share: float, dice: random.Random) -> Iterator[int]:
    """Listen at another port and hand on what comes to this one, but break off a share of the connections at once."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, port, share, dice), daemon=True).start()
        yield int(server.getsockname()[1])


def _serve(server: socket.socket, port: int, share: float, dice: random.Random) -> None:
    with suppress(OSError):
        while True:
            near, _ = server.accept()
            if dice.random() < share:
                near.close()
                continue
            threading.Thread(target=_connect, args=(near, port), daemon=True).start()


def _connect(near: socket.socket, port: int) -> None:
    """Hand on what comes from either side until both have said all."""
    with near, suppress(OSError), socket.create_connection(("127.0.0.1", port)) as far:
        back = threading.Thread(target=_hand_on, args=(far, near), daemon=True)
        back.start()
        _hand_on(near, far)
        back.join()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
