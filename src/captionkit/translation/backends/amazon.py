"""Amazon Translate (https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html).

One text a request, at most 10,000 bytes. Requests are signed here (Signature Version 4, about thirty lines): botocore
would be a hundred times the size of everything else it is needed for.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from captionkit.errors import EngineError
from captionkit.translation.backends.http import HTTP_OPTIONS, client_of, missing_for, text_of
from captionkit.translation.base import Ability, Backend, Request, Translator
from captionkit.translation.keys import Secret, find_secret

__all__ = ["BACKEND", "amazon", "signed"]

_ID = ("AWS_ACCESS_KEY_ID",)
_SECRET = ("AWS_SECRET_ACCESS_KEY",)
_SESSION = ("AWS_SESSION_TOKEN",)


class _Amazon:
    def __init__(self, options: Mapping[str, str]) -> None:
        self.region = options.get("region", "us-east-1")
        self.url = options.get("url", f"https://translate.{self.region}.amazonaws.com").rstrip("/") + "/"
        self.id, self.secret = find_secret("amazon-id", _ID), find_secret("amazon", _SECRET)
        self.session = find_secret("amazon-session", _SESSION, needed=False)
        self.client = client_of("amazon", {}, {"rate": "10"} | dict(options))
        self.client.hidden += [key.reveal() for key in (self.id, self.secret, self.session) if key]
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.ability = Ability(
            name="amazon", version="2017-07-01", batch=25, max_chars=10_000, formality=True, charges="characters",
            patient=True,
        )  # fmt: skip

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        return [self._one(text, request) for text in texts]

    def _one(self, text: str, request: Request) -> str:
        body: dict[str, object] = {"Text": text, "SourceLanguageCode": request.source or "auto"}
        body["TargetLanguageCode"] = request.target
        if request.formality:
            body["Settings"] = {"Formality": request.formality.upper()}
        content = json.dumps(body).encode()
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "host": urlsplit(self.url).netloc,
            "x-amz-target": "AWSShineFrontendService_20170701.TranslateText",
        }
        if self.session:
            headers["x-amz-security-token"] = self.session.reveal()
        headers = signed("POST", self.url, headers, content, (self.id, self.secret), self.region, self.clock())
        answer = self.client.post(self.url, content=content, headers=headers)
        try:
            return text_of(answer["TranslatedText"])
        except (TypeError, KeyError):
            raise EngineError("amazon: the answer has no TranslatedText") from None


def signed(
    method: str,
    url: str,
    headers: Mapping[str, str],
    content: bytes,
    keys: tuple[Secret, Secret],
    region: str,
    now: datetime,
    service: str = "translate",
) -> dict[str, str]:
    """Return the headers with date and ``authorization`` of Signature Version 4, for a URL without a query.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    """
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    every = {name.lower(): value.strip() for name, value in headers.items()} | {"x-amz-date": stamp}
    names = ";".join(sorted(every))
    listed = "".join(f"{name}:{every[name]}\n" for name in sorted(every))
    asked = "\n".join((method, urlsplit(url).path or "/", "", listed, names, hashlib.sha256(content).hexdigest()))
    scope = f"{day}/{region}/{service}/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(asked.encode()).hexdigest()))
    key = f"AWS4{keys[1].reveal()}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"Credential={keys[0].reveal()}/{scope}"
    every["authorization"] = f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={signature}"
    return every


def amazon(options: Mapping[str, str]) -> Translator:
    """Return the translator. Raises UsageError where no key is set."""
    return _Amazon(options)


BACKEND = Backend(
    "amazon",
    "Amazon Translate",
    amazon,
    options={"url": "another host", "region": "us-east-1 by default"} | HTTP_OPTIONS,
    missing=lambda: missing_for("amazon", *_SECRET),
    can=("formality", "charges by characters"),
)
