"""TOML of unknown origin: what makes Python's own parser fail in other ways is not valid TOML either."""

from __future__ import annotations

import tomllib
from typing import Any

__all__ = ["parse_toml"]


def parse_toml(text: str) -> dict[str, Any]:
    """Return the table that a TOML text holds.

    Raises tomllib.TOMLDecodeError for what is not TOML, for a number with more digits than Python reads, and for values
    nested deeper than it can follow.

    >>> parse_toml("a = 1")
    {'a': 1}
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("values are nested too deeply") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:
        raise tomllib.TOMLDecodeError(str(error)) from None
