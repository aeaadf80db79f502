"""The garbage collector, kept from walking all cues again and again: a third of a second at a time with 100,000 of
them, for nothing to collect.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["here_to_stay", "released"]


@contextmanager
def here_to_stay() -> Iterator[None]:
    """Have what is made inside left alone by the collector until :func:`released`."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def released() -> None:
    """Let the collector look at everything again."""
    gc.unfreeze()
