"""Neural models of the user's own, by path: Firefox/Bergamot, Argos Translate, CTranslate2. Nothing is downloaded.

``fxtranslate``  a folder of Firefox Translations files (https://pypi.org/project/fxtranslate/).
``argos``  a folder of installed Argos packages (https://argos-translate.readthedocs.io).
``ctranslate2``  a converted model with its SentencePiece files (https://opennmt.net/CTranslate2/python/overview.html).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from captionkit.errors import UsageError
from captionkit.registry import need
from captionkit.translation.base import Ability, Backend, Request, Translator

__all__ = ["ARGOS", "CTRANSLATE2", "FXTRANSLATE", "argos", "ctranslate2", "fxtranslate"]


def _folder(options: Mapping[str, str], name: str) -> Path:
    path = Path(options.get("model", ""))
    if not options.get("model") or not path.is_dir():
        raise UsageError(
            f"the translator {name} needs a folder with a model, not {options.get('model') or 'nothing'!r}",
            hint="--translator-option model=FOLDER",
        )
    return path


def _one(folder: Path, *patterns: str) -> Path:
    for pattern in patterns:
        found = sorted(folder.glob(pattern))
        if found:
            return found[0]
    raise UsageError(f"{folder}: no file like {' or '.join(patterns)}")


def _print_of(path: Path) -> str:
    """A model is known by its bytes: another one under the same name is another translator."""
    digest = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()[:16]


class _Fx:
    def __init__(self, options: Mapping[str, str]) -> None:
        folder = _folder(options, "fxtranslate")
        library = need("fxtranslate", "fxtranslate", "the translator fxtranslate")
        model = _one(folder, "model.*.bin", "*.bin")
        shared = sorted(folder.glob("vocab.*.spm"))
        source = shared[0] if shared else _one(folder, "srcvocab.*.spm")
        target = shared[0] if shared else _one(folder, "trgvocab.*.spm")
        self._engine: Any = library.Translator(
            model=model.read_bytes(), src_vocab=source.read_bytes(), trg_vocab=target.read_bytes()
        )
        self.ability = Ability(name="fxtranslate", version="1", batch=32, settings={"model": _print_of(model)})

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        return [str(self._engine.translate_long(text)) for text in texts]


class _Argos:
    ability = Ability(name="argos", version="1", batch=16)

    def __init__(self, options: Mapping[str, str]) -> None:
        if options.get("model"):
            os.environ["ARGOS_PACKAGES_DIR"] = str(_folder(options, "argos"))  # read when the package is imported
        need("argostranslate", "argos", "the translator argos")
        self._translate: Any = need("argostranslate.translate", "argos", "the translator argos")

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        codes = [language.partition("-")[0].lower() for language in (request.source, request.target)]
        try:
            engine = self._translate.get_translation_from_codes(*codes)
        except AttributeError:  # what it raises for a language it has no package for
            engine = None
        if engine is None:
            raise UsageError(f"argos has no package from {codes[0] or 'unknown'} to {codes[1]}")
        return [str(engine.translate(text)) for text in texts]


class _CTranslate2:
    def __init__(self, options: Mapping[str, str]) -> None:
        folder = _folder(options, "ctranslate2")
        library = need("ctranslate2", "ctranslate2", "the translator ctranslate2")
        pieces = need("sentencepiece", "ctranslate2", "the translator ctranslate2")
        shared = ("sentencepiece*.model", "*.model", "spm*.model")
        self._in: Any = pieces.SentencePieceProcessor(model_file=str(_one(folder, "source.spm", *shared)))
        self._out: Any = pieces.SentencePieceProcessor(model_file=str(_one(folder, "target.spm", *shared)))
        self._engine: Any = library.Translator(str(folder), device="cpu")
        self._before = options.get("source_prefix", "").split()
        self._first = options.get("target_prefix", "").split()
        settings = {"model": _print_of(_one(folder, "model.bin")), "prefix": " ".join(self._before + self._first)}
        self.ability = Ability(name="ctranslate2", version="1", batch=32, settings=settings)

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        words = [[*self._before, *self._in.encode(text, out_type=str), "</s>"] for text in texts]
        prefix = [self._first] * len(texts) if self._first else None
        results = self._engine.translate_batch(words, target_prefix=prefix, beam_size=4)
        return [self._out.decode(row.hypotheses[0][len(self._first) :]) for row in results]


def fxtranslate(options: Mapping[str, str]) -> Translator:
    """Return the translator for a folder with ``model.*.bin`` and ``vocab.*.spm``. Raises UsageError without them."""
    return _Fx(options)


def argos(options: Mapping[str, str]) -> Translator:
    """Return the translator for installed Argos packages. Raises MissingExtraError without the library."""
    return _Argos(options)


def ctranslate2(options: Mapping[str, str]) -> Translator:
    """Return the translator for a CTranslate2 folder with its SentencePiece files. Raises UsageError without them."""
    return _CTranslate2(options)


def _without(module: str) -> Callable[[], str]:
    return lambda: "" if find_spec(module) else f"pip install {module}"


_MODEL = {"model": "the folder of the model"}
FXTRANSLATE = Backend(
    "fxtranslate", "a Firefox/Bergamot model", fxtranslate, options=_MODEL, missing=_without("fxtranslate")
)
ARGOS = Backend("argos", "an Argos Translate package", argos, options=_MODEL, missing=_without("argostranslate"))
CTRANSLATE2 = Backend(
    "ctranslate2",
    "a CTranslate2 model",
    ctranslate2,
    options=_MODEL
    | {
        "source_prefix": "tokens before the text, as multilingual models want",
        "target_prefix": "tokens the translation starts with (a language's token)",
    },
    missing=_without("ctranslate2"),
)
