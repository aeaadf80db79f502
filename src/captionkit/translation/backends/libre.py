"""LibreTranslate (https://docs.libretranslate.com/api/operations/translate/) and Apertium's web service APy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from captionkit.errors import EngineError, UsageError
from captionkit.translation.backends.apertium import codes_of
from captionkit.translation.backends.http import HTTP_OPTIONS, client_of, missing_for, text_of
from captionkit.translation.base import Ability, Backend, Request, Translator
from captionkit.translation.keys import find_secret

__all__ = ["APY", "BACKEND", "apy", "libretranslate"]

_VARIABLES = ("CAPTIONKIT_LIBRETRANSLATE_KEY", "LIBRETRANSLATE_API_KEY")


class _Libre:
    def __init__(self, options: Mapping[str, str]) -> None:
        self.url = options.get("url", "http://localhost:5000").rstrip("/") + "/translate"
        self.client = client_of("libretranslate", {}, options)
        self.key = find_secret("libretranslate", _VARIABLES, needed=False)
        self.client.hidden += [self.key.reveal()] if self.key else []
        self.ability = Ability(
            name="libretranslate", version="1", batch=25, max_chars=2000, patient=True, settings={"url": self.url}
        )

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        body = {"q": list(texts), "source": _code(request.source) or "auto", "target": _code(request.target)}
        body["format"] = "text"
        if self.key:
            body["api_key"] = self.key.reveal()
        answer = self.client.post(self.url, body)
        try:
            return [text_of(text) for text in answer["translatedText"]]
        except (TypeError, KeyError):
            raise EngineError("libretranslate: the answer has no translatedText") from None


def _code(language: str) -> str:
    lower = language.lower()
    return {"zh-hant": "zt", "zh-tw": "zt", "pt-br": "pt-BR"}.get(lower, lower.partition("-")[0])


def libretranslate(options: Mapping[str, str]) -> Translator:
    """Return the translator for a LibreTranslate server; the key is optional: most local servers need none."""
    return _Libre(options)


class _Apy:
    def __init__(self, options: Mapping[str, str]) -> None:
        self.url = options.get("url", "http://localhost:2737").rstrip("/") + "/translate"
        self.client = client_of("apertium-apy", {}, options)
        self.ability = Ability(
            name="apertium-apy", version="1", batch=50, max_chars=5000, patient=True, settings={"url": self.url}
        )

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        form = {"q": "\n\n".join(texts), "langpair": "", "markUnknown": "no"}
        for source in codes_of(request.source)[::-1]:
            for target in codes_of(request.target)[::-1]:
                form["langpair"] = f"{source}|{target}"
                try:
                    answer = self.client.post(self.url, form=form)
                except EngineError as error:
                    if "not installed" not in error.message:
                        raise
                    refused = error
                    continue
                return re.split(r"\n[ \t]*\n", str(answer["responseData"]["translatedText"]).rstrip("\n"))
        raise UsageError(
            f"{refused.message} ({request.source} to {request.target})", hint="see /listPairs of the server"
        )


def apy(options: Mapping[str, str]) -> Translator:
    """Return the translator for an Apertium APy server (https://wiki.apertium.org/wiki/Apertium-apy)."""
    return _Apy(options)


_URL = {"url": "where the server listens"}
BACKEND = Backend(
    "libretranslate",
    "LibreTranslate and servers like it",
    libretranslate,
    options=_URL | HTTP_OPTIONS,
    missing=missing_for,
)
APY = Backend("apertium-apy", "Apertium's web service", apy, options=_URL | HTTP_OPTIONS, missing=missing_for)
