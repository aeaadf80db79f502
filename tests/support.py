"""What several test rooms share: where the corpora are, and which outside engines this machine has."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

__all__ = ["CORPORA", "DATA", "ROOT", "corpora", "free_port", "needs", "wait_for"]

#: The project's root.
ROOT = Path(__file__).resolve().parent.parent

#: Files that the format tests read.
DATA = ROOT / "tests" / "formats" / "data"

#: Material that nobody on this project wrote; absent on most machines.
CORPORA = Path(os.environ.get("CAPTIONKIT_CORPORA") or ROOT.parent / "shared" / "corpora")


def corpora(test: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a test that reads the shared corpora: it is reported as not run where they are absent."""
    skip = pytest.mark.skipif(not CORPORA.is_dir(), reason=f"not run: no corpora at {CORPORA}")
    return pytest.mark.corpora(skip(test))


def needs(*programs: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator for a test that runs outside programs.

    Where one is missing the test is reported as not run; with ``CAPTIONKIT_REQUIRE_ENGINES=1`` (CI) it fails instead.
    """
    missing = [program for program in programs if shutil.which(program) is None]

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        for program in programs:
            test = pytest.mark.engine(program)(test)
        if missing and os.environ.get("CAPTIONKIT_REQUIRE_ENGINES") != "1":
            return pytest.mark.skip(reason=f"not run: no {', '.join(missing)} on this machine")(test)
        return test

    return decorate


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    """Wait until something listens on a port; raises TimeoutError after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")
