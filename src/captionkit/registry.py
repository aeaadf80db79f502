"""Lazy tables of what can be named: formats, readers, translators, profiles, transforms, rules.

A table row names a module and an attribute; nothing is imported until the name is asked for. Plugins come from entry
points and load only when they are named, and only where ``CAPTIONKIT_PLUGINS`` lets them: unset or ``all`` lets any
named plugin load, ``none`` lets none, a comma-separated list lets those distributions only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from captionkit.errors import MissingExtraError, UnknownNameError
from captionkit.values import value

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["Entry", "Registry", "need"]

T = TypeVar("T")


@value
class Entry:
    """One builtin: where it lives (``"package.module:ATTRIBUTE"``), what it is, which file suffixes it is known by."""

    target: str
    summary: str
    suffixes: tuple[str, ...] = ()


class Registry(Generic[T]):
    """A table of builtins plus the plugins of one entry-point group.

    ``kind`` is the word used in messages (``"format"``).
    """

    def __init__(self, kind: str, group: str, rows: Mapping[str, Entry]) -> None:
        self.kind = kind
        self.group = group
        self.rows = dict(rows)
        self._loaded: dict[str, T] = {}

    def get(self, name: str) -> T:
        """Return the entry called ``name``, importing it now.

        Raises UnknownNameError, with the nearest known names, for anything else.
        """
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> T:
        row = self.rows.get(name)
        if row is not None:
            return load_target(row.target)  # type: ignore[no-any-return]
        for point in self._points(name):
            return point.load()  # type: ignore[no-any-return]
        raise self.unknown(name)

    def unknown(self, name: str) -> UnknownNameError:
        """Return the error for a name that is in no table."""
        from difflib import get_close_matches  # only on the way to an error

        near = get_close_matches(name.lower(), self.names(), n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(self.names())}"
        return UnknownNameError(f"there is no {self.kind} called {name!r}", hint=hint)

    def names(self) -> list[str]:
        """Return the builtins' names in the table's order."""
        return list(self.rows)

    def by_suffix(self, suffix: str) -> list[str]:
        """Return the names of builtins known by a file suffix (``".srt"``, any case)."""
        wanted = suffix.lower()
        return [name for name, row in self.rows.items() if wanted in row.suffixes]

    def plugins(self) -> list[tuple[str, str]]:
        """Return (name, distribution) of every plugin installed, without loading any."""
        return [(point.name, point.dist.name if point.dist else "") for point in self._points()]

    def _points(self, name: str | None = None) -> Iterator[EntryPoint]:
        allowed = os.environ.get("CAPTIONKIT_PLUGINS", "all").strip()
        if allowed == "none":
            return
        from importlib.metadata import entry_points  # 36 ms: only when a name is not built in

        for point in entry_points(group=self.group):
            if name is not None and point.name != name:
                continue
            if allowed == "all" or (point.dist and point.dist.name in allowed.split(",")):
                yield point


def load_target(target: str) -> Any:
    """Return the object that ``"package.module:ATTRIBUTE"`` names."""
    module, _, attribute = target.partition(":")
    return getattr(import_module(module), attribute)


def need(module: str, extra: str, why: str) -> ModuleType:
    """Import an optional dependency where it is used.

    Raises MissingExtraError, naming the extra to install, where it is absent.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            f"{why} needs the Python package {error.name or module}", hint=f"pip install 'captionkit[{extra}]'"
        ) from None
