"""Azure AI Translator v3 (https://learn.microsoft.com/azure/ai-services/translator/text-translation/reference/v3/)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from captionkit.errors import EngineError
from captionkit.translation.backends.http import HTTP_OPTIONS, client_of, missing_for, text_of
from captionkit.translation.base import Ability, Backend, Request, Translator
from captionkit.translation.keys import find_secret

__all__ = ["BACKEND", "azure"]

_VARIABLES = ("CAPTIONKIT_AZURE_KEY", "AZURE_TRANSLATOR_KEY")
_TARGETS = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "pt-br": "pt", "no": "nb"}


class _Azure:
    def __init__(self, options: Mapping[str, str]) -> None:
        key = find_secret("azure", _VARIABLES)
        headers = {"Ocp-Apim-Subscription-Key": key.reveal()}
        if options.get("region"):
            headers["Ocp-Apim-Subscription-Region"] = options["region"]
        self.url = options.get("url", "https://api.cognitive.microsofttranslator.com").rstrip("/") + "/translate"
        self.category = options.get("category", "")
        self.client = client_of("azure", headers, options)
        self.ability = Ability(
            name="azure", version="3.0", batch=100, max_chars=10_000, charges="characters", patient=True,
            settings={"category": self.category} if self.category else {},
        )  # fmt: skip

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        query = {"api-version": "3.0", "to": _TARGETS.get(request.target.lower(), request.target), "textType": "plain"}
        if request.source:
            query["from"] = request.source.partition("-")[0]
        if self.category:
            query["category"] = self.category
        answer = self.client.post(f"{self.url}?{urlencode(query)}", [{"Text": text} for text in texts])
        try:
            return [text_of(row["translations"][0]["text"]) for row in answer]
        except (TypeError, KeyError, IndexError):
            raise EngineError("azure: the answer has no translations") from None


def azure(options: Mapping[str, str]) -> Translator:
    """Return the translator. Raises UsageError where no key is set."""
    return _Azure(options)


BACKEND = Backend(
    "azure",
    "Azure AI Translator",
    azure,
    options={"url": "another host", "region": "the resource's region", "category": "a custom model"} | HTTP_OPTIONS,
    missing=lambda: missing_for("azure", *_VARIABLES),
    can=("charges by characters",),
)
