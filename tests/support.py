"""What several test rooms share: where the corpora are, and which outside engines this machine has."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

__all__ = ["CORPORA", "DATA", "ROOT", "corpora", "needs"]

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
