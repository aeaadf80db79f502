"""DeepL (https://developers.deepl.com/api-reference/translate): up to 50 texts and 128 KiB a request, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from captionkit.errors import EngineError
from captionkit.translation.backends.http import HTTP_OPTIONS, client_of, missing_for, text_of
from captionkit.translation.base import Ability, Backend, Request, Translator
from captionkit.translation.keys import find_secret

__all__ = ["BACKEND", "deepl"]

_VARIABLES = ("CAPTIONKIT_DEEPL_KEY", "DEEPL_AUTH_KEY", "DEEPL_API_KEY")
#: Targets that DeepL wants with a region, and what it calls Chinese scripts.
_TARGETS = {"en": "EN-US", "pt": "PT-BR", "zh": "ZH-HANS", "zh-cn": "ZH-HANS", "zh-tw": "ZH-HANT", "no": "NB"}
_FORMALITY = {"formal": "prefer_more", "informal": "prefer_less"}


class _DeepL:
    def __init__(self, options: Mapping[str, str]) -> None:
        key = find_secret("deepl", _VARIABLES)
        # keys of the free plan end in ":fx" and have a host of their own
        host = "https://api-free.deepl.com" if key.reveal().endswith(":fx") else "https://api.deepl.com"
        self.url = options.get("url", host).rstrip("/") + "/v2/translate"
        self.client = client_of("deepl", {"Authorization": f"DeepL-Auth-Key {key.reveal()}"}, options)
        self.glossary_id = options.get("glossary_id", "")
        settings = {"glossary_id": self.glossary_id} if self.glossary_id else {}
        self.ability = Ability(
            name="deepl", version="v2", batch=50, max_chars=30_000, formality=True, charges="characters", patient=True,
            settings=settings,
        )  # fmt: skip

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        body: dict[str, object] = {"text": list(texts), "target_lang": _target(request.target), "split_sentences": "0"}
        if request.source:
            body["source_lang"] = request.source.partition("-")[0].upper()
        if request.formality:
            body["formality"] = _FORMALITY[request.formality]
        if request.before or request.after:
            body["context"] = "\n".join((*request.before, *request.after))
        if self.glossary_id:
            body["glossary_id"] = self.glossary_id
        answer = self.client.post(self.url, body)
        try:
            return [text_of(row["text"]) for row in answer["translations"]]
        except (TypeError, KeyError):
            raise EngineError("deepl: the answer has no translations") from None


def _target(language: str) -> str:
    return _TARGETS.get(language.lower(), language.upper())


def deepl(options: Mapping[str, str]) -> Translator:
    """Return the translator. Raises UsageError where no key is set."""
    return _DeepL(options)


BACKEND = Backend(
    "deepl",
    "DeepL API, free and pro",
    deepl,
    options={"url": "another host", "glossary_id": "a glossary stored at DeepL"} | HTTP_OPTIONS,
    missing=lambda: missing_for("deepl", *_VARIABLES),
    can=("formality", "charges by characters"),
)
