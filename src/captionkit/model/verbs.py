"""The model's one look upwards: a method of a value that does what a package above the model does.

``Track.to_pysrt()``, ``Track.save()`` and the like are offered by the value they work on, because that is where people
look for them; the code stands where the layers want it. :func:`public` finds it among the package's public names, so
that nothing here names a module above the model.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["public"]


def public(name: str) -> Any:
    """Return the public object ``captionkit.<name>``, importing its module now.

    Raises AttributeError for a name that is not public.
    """
    return getattr(import_module("captionkit"), name)
