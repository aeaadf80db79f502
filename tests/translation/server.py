"""A server on this machine that speaks the documented protocols of translation services, and can be told to misbehave.

Requests are answered from what the services' references say about them; what a vendor's server does beyond that is not
tested here. Each answer is made by ``fake``, so that a test can tell which text it belongs to.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.translation.model_servers import MODEL_SERVERS, ProtocolError, Reply, model_server
from tests.translation.support import fake

#: What a fault does: gets (the request's texts, the right replies) and returns the replies, or a Reply to send instead.
Fault = Callable[[list[str], list[str]], Any]


@dataclass
class Seen:
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any
    raw: bytes


class Service:
    """``faults`` are used up one a request; after them, ``always`` (if any) holds. ``broken`` are requests that do not
    follow their protocol; ``loaded`` the models that a server of models has.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.always: Fault | None = None
        self.seen: list[Seen] = []
        self.broken: list[str] = []
        self.loaded = ["small"]
        self.url = ""

    def replies(self, texts: list[str]) -> Any:
        fault = self.faults.pop(0) if self.faults else self.always
        right = [fake(text) for text in texts]
        return right if fault is None else fault(texts, right)

    def answer(self, seen: Seen) -> Any:
        protocol = next(make for start, make in PROTOCOLS if seen.path.startswith(start))
        return protocol(self, seen)


def _deepl(service: Service, seen: Seen) -> Any:
    assert seen.headers["authorization"].startswith("DeepL-Auth-Key ")
    assert isinstance(seen.body["text"], list)
    assert len(seen.body["text"]) <= 50
    made = service.replies(seen.body["text"])
    wrap = lambda text: {"detected_source_language": "EN", "text": text}  # noqa: E731
    return made if isinstance(made, Reply) else {"translations": [wrap(t) for t in made]}


def _google2(service: Service, seen: Seen) -> Any:
    assert seen.headers["x-goog-api-key"]
    assert "key" not in seen.query
    assert seen.body["format"] == "text"
    made = service.replies(seen.body["q"])
    return made if isinstance(made, Reply) else {"data": {"translations": [{"translatedText": t} for t in made]}}


def _google3(service: Service, seen: Seen) -> Any:
    assert seen.path == "/v3/projects/film/locations/global:translateText"
    assert seen.headers["authorization"].startswith("Bearer ")
    assert seen.body["mimeType"] == "text/plain"
    made = service.replies(seen.body["contents"])
    return made if isinstance(made, Reply) else {"translations": [{"translatedText": t} for t in made]}


def _azure_or_libre(service: Service, seen: Seen) -> Any:
    if "api-version" in seen.query:
        assert seen.query["api-version"] == ["3.0"]
        assert seen.headers["ocp-apim-subscription-key"]
        made = service.replies([row["Text"] for row in seen.body])
        to = seen.query["to"][0]
        return made if isinstance(made, Reply) else [{"translations": [{"text": t, "to": to}]} for t in made]
    if isinstance(seen.body, dict) and "langpair" in seen.body:
        made = service.replies(seen.body["q"][0].split("\n\n"))
        text = "\n\n".join(made) if isinstance(made, list) else ""
        if isinstance(made, Reply):
            return made
        return {"responseData": {"translatedText": text}, "responseDetails": None, "responseStatus": 200}
    assert seen.body["format"] == "text"
    made = service.replies(seen.body["q"])
    return made if isinstance(made, Reply) else {"translatedText": made}


def _amazon(service: Service, seen: Seen) -> Any:
    assert seen.headers["x-amz-target"] == "AWSShineFrontendService_20170701.TranslateText"
    assert seen.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    made = service.replies([seen.body["Text"]])
    if isinstance(made, Reply):
        return made
    return {"TranslatedText": made[0], "SourceLanguageCode": "en", "TargetLanguageCode": "xx"} if made else {}


PROTOCOLS = (
    ("/v2/translate", _deepl),
    ("/language/translate/v2", _google2),
    ("/v3/", _google3),
    ("/translate", _azure_or_libre),
    ("/v1/chat/completions", model_server("chat")),
    *((f"/{name}/", model_server(name)) for name in MODEL_SERVERS),
    ("/", _amazon),
)


@contextmanager
def serving() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 1 << 16

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            parts = urlsplit(self.path)
            is_form = "x-www-form" in self.headers.get("content-type", "")
            body = parse_qs(raw.decode()) if is_form else json.loads(raw)
            headers = {key.lower(): value for key, value in self.headers.items()}
            seen = Seen(parts.path, parse_qs(parts.query), headers, body, raw)
            service.seen.append(seen)
            try:
                answer = service.answer(seen)
            except ProtocolError as error:
                service.broken.append(f"{seen.path}: {error}")
                answer = Reply(400, json.dumps({"error": {"message": f"Invalid: {error}", "code": 400}}).encode())
            self.send(answer)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            tagged = path == "/ollama/api/tags"
            assert tagged or path.endswith("/models")
            found: dict[str, Any] = {"models": [{"name": name, "size": 1} for name in service.loaded]}
            listed = {"object": "list", "data": [{"id": name, "object": "model"} for name in service.loaded]}
            self.send(found if tagged else listed)

        def send(self, answer: Any) -> None:
            reply = answer if isinstance(answer, Reply) else Reply(body=json.dumps(answer).encode())
            if reply.stall is not None:
                reply.stall.wait(30)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for key, value in reply.headers.items():
                self.send_header(key, value)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
