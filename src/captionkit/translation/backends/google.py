"""Google Cloud Translation: Basic (v2, an API key) and Advanced (v3, a project and an access token).

https://cloud.google.com/translate/docs/reference/rest
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from captionkit.errors import EngineError
from captionkit.translation.backends.http import HTTP_OPTIONS, client_of, missing_for, text_of
from captionkit.translation.base import Ability, Backend, Request, Translator
from captionkit.translation.keys import find_secret

__all__ = ["BACKEND", "google"]

_KEY = ("CAPTIONKIT_GOOGLE_KEY", "GOOGLE_API_KEY")
_TOKEN = ("CAPTIONKIT_GOOGLE_TOKEN", "GOOGLE_OAUTH_ACCESS_TOKEN")
_HOST = "https://translation.googleapis.com"


class _Basic:
    def __init__(self, options: Mapping[str, str]) -> None:
        key = find_secret("google", _KEY)
        self.url = options.get("url", _HOST).rstrip("/") + "/language/translate/v2"
        self.client = client_of("google", {"X-goog-api-key": key.reveal()}, options)
        self.ability = Ability(
            name="google", version="v2", batch=100, max_chars=5000, charges="characters", patient=True
        )

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        body = {"q": list(texts), "target": request.target, "format": "text"}
        if request.source:
            body["source"] = request.source
        answer = self.client.post(self.url, body)
        return _texts(answer.get("data") if isinstance(answer, dict) else None)


class _Advanced:
    def __init__(self, options: Mapping[str, str]) -> None:
        token = find_secret("google-token", _TOKEN)
        place = f"projects/{options['project']}/locations/{options.get('location', 'global')}"
        self.url = f"{options.get('url', _HOST).rstrip('/')}/v3/{place}:translateText"
        headers = {"Authorization": f"Bearer {token.reveal()}", "x-goog-user-project": options["project"]}
        self.client = client_of("google", headers, options)
        self.model = options.get("model", "")
        self.ability = Ability(
            name="google", version="v3", batch=100, max_chars=5000, charges="characters", patient=True,
            settings={"model": self.model} if self.model else {},
        )  # fmt: skip

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        body: dict[str, Any] = {"contents": list(texts), "targetLanguageCode": request.target, "mimeType": "text/plain"}
        if request.source:
            body["sourceLanguageCode"] = request.source
        if self.model:
            body["model"] = self.model
        return _texts(self.client.post(self.url, body))


def _texts(answer: Any) -> list[str]:
    try:
        return [text_of(row["translatedText"]) for row in answer["translations"]]
    except (TypeError, KeyError):
        raise EngineError("google: the answer has no translations") from None


def google(options: Mapping[str, str]) -> Translator:
    """Return the translator: v3 with a ``project``, else v2. Raises UsageError where no key or token is set."""
    return _Advanced(options) if options.get("project") else _Basic(options)


BACKEND = Backend(
    "google",
    "Google Cloud Translation v2 and v3",
    google,
    options={
        "url": "another host",
        "project": "the project's id: uses v3 with an access token instead of v2 with a key",
        "location": "v3: global, or a region",
        "model": "v3: a model's resource name",
    }
    | HTTP_OPTIONS,
    missing=lambda: missing_for("google", *_KEY, *_TOKEN),
    can=("charges by characters",),
)
