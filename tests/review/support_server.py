"""A workbench served in a thread, and requests to it as a browser, or somebody else, would make them."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from captionkit.review.server import Serving
from captionkit.review.start import opened

__all__ = ["SRT", "Answer", "Client", "served"]

SRT = (
    "1\n00:00:00,500 --> 00:00:01,500\nGood evening.\n\n"
    "2\n00:00:01,600 --> 00:00:02,400\nThe harbour lights are going out one by one tonight.\n"
)
JSON = {"Content-Type": "application/json", "X-Captionkit": "1"}


class Answer:
    """Status, headers (lower case) and body of an answer."""

    def __init__(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        self.status = status
        self.headers = {key.lower(): value for key, value in headers}
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Asks a server; by default as its own page would."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.port = int(serving.address.split(":")[2].split("/")[0])
        self.base = f"/t/{serving.token}/"

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None,
    ) -> Answer:  # fmt: skip
        """Send one request with exactly these headers (and Host, unless it is among them)."""
        given = dict(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", given.pop("Host", f"127.0.0.1:{self.port}"))
            for name, value in given.items():
                connection.putheader(name, value)
            if body is not None and "Transfer-Encoding" not in given and "Content-Length" not in given:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def get(self, name: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.ask("GET", self.base + name, headers)

    def post(self, name: str, value: Any) -> Answer:
        return self.ask("POST", self.base + name, JSON, json.dumps(value).encode())

    def raw(self, data: bytes) -> bytes:
        """Send bytes as they are, and return what comes back until the other side closes or says no more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as link:
            link.sendall(data)
            link.shutdown(socket.SHUT_WR)
            got = b""
            while piece := link.recv(65536):
                got += piece
            return got

    def wait(self, name: str, found: Any, seconds: float = 60.0) -> Any:
        """Ask until the answer is as wished, and return it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = self.get(name).json
            if found(value):
                return value
            time.sleep(0.05)
        raise AssertionError(f"{name} did not become what it should: {value!r:.300}")


@contextmanager
def served(folder: Path, film: Path | None = None, text: str = SRT, **options: Any) -> Iterator[Client]:
    """Serve a track, and a film where there is one, until the block ends."""
    track = folder / "talk.srt"
    if not track.exists():
        track.write_text(text, "utf-8")
    serving = opened(str(film) if film else None, [str(track)], **{"port": 0, **options})
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    try:
        yield Client(serving)
    finally:
        serving.stop()
        thread.join(20)
        assert not thread.is_alive()
