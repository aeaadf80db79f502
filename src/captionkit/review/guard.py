"""Who may ask the server anything: looked at before a request is routed, read or acted upon.

Pages of other sites can send requests to this machine's addresses, and the requests arrive: a browser hides the answer,
not the act. Under DNS rebinding such a page counts as this server's own; another port of this machine counts as the
same site. So, in this order: the host is this server's by name, the path begins with its token, the browser says that
the page is its own, and a request that changes something has a header and a type that no foreign form can send.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

__all__ = ["HEADERS", "MARK", "MAX_BODY", "Guard", "Refused", "policy"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Bytes of a request's body.
MAX_BODY = 8 * 1024 * 1024
#: The header that a request with a body carries; a page of another origin cannot send it without being asked first.
MARK = (b"x-captionkit", b"1")

#: What a page may load and do: nothing that does not come from this server.
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data: blob:",
    "media-src": "'self' blob:", "connect-src": "'self'", "base-uri": "'none'", "form-action": "'none'",
    "frame-ancestors": "'none'", "require-trusted-types-for": "'script'",
}  # fmt: skip


def policy() -> str:
    """Return the content security policy of every answer."""
    return "; ".join(f"{name} {sources}" for name, sources in POLICY.items())


#: Headers of every answer.
HEADERS: Mapping[bytes, bytes] = {
    b"content-security-policy": policy().encode(),
    b"x-content-type-options": b"nosniff",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cache-control": b"no-store",
}


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A request is not answered; ``status`` is HTTP's number for the reason, ``location`` where to ask instead."""

    def __init__(self, status: int, reason: str, location: bytes = b"") -> None:
        super().__init__(reason)
        self.status, self.location = status, location


class Guard:
    """An application (ASGI) whose own page alone gets through to the one behind it, the token taken off the path."""

    def __init__(self, application: Application, token: str, port: int) -> None:
        self.application = application
        self.prefix = f"/t/{token}/".encode()
        self._ticket = b""
        self.hosts = (f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode())

    def ticket(self) -> str:
        """Return a path that leads to the page once.

        A browser is started with an address that others on the machine can see in its list of processes.
        """
        self._ticket = f"/t/{secrets.token_urlsafe(32)}/".encode()
        return self._ticket.decode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        marked = _marked(send)
        try:
            self.check(scope)
        except Refused as refused:
            await _refuse(refused, marked)
            return
        path = scope["path"][len(self.prefix) - 1 :]
        await self.application({**scope, "path": path, "raw_path": path.encode()}, receive, marked)

    def check(self, scope: Scope) -> None:
        """Raise Refused for a request that is not this server's page's own."""
        headers = _Headers(scope["headers"])
        if headers.one(b"host") not in self.hosts:
            raise Refused(421, "this is not the host that you are looking for")
        self._take_ticket(scope, headers)
        self._check_path(scope)
        is_page = len(scope["raw_path"]) == len(self.prefix) and scope["method"] != "POST"
        _check_origin(headers, by_hand=is_page)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            raise Refused(405, "GET, HEAD and POST only")
        if scope["method"] == "POST":
            _check_body(headers)

    def _take_ticket(self, scope: Scope, headers: _Headers) -> None:
        if self._ticket and scope["method"] == "GET" and hmac.compare_digest(scope["raw_path"], self._ticket):
            _check_origin(headers, by_hand=True)
            self._ticket = b""
            raise Refused(303, "the page is at its own address", self.prefix)

    def _check_path(self, scope: Scope) -> None:
        """A wrong token and a wrong path get the same answer, in the same time; a path is taken as it was sent."""
        raw = bytes(scope.get("raw_path") or b"")
        given = raw[: len(self.prefix)]
        plain = raw.isascii() and b"%" not in raw and scope["path"].encode() == raw
        if not (hmac.compare_digest(given, self.prefix) and plain):
            raise Refused(404, "there is nothing here")


def _check_origin(headers: _Headers, *, by_hand: bool) -> None:
    """Only the page asks, but for the page itself, whose address people type (``by_hand``)."""
    site = headers.one(b"sec-fetch-site")
    own = b"http://" + (headers.one(b"host") or b"")
    if site not in (None, b"same-origin", *([b"none"] if by_hand else ())) or headers.one(b"origin") not in (None, own):
        raise Refused(403, "this is for the workbench's own page")


def _check_body(headers: _Headers) -> None:
    name, wanted = MARK
    if headers.one(name) != wanted:
        raise Refused(403, "the header X-Captionkit is missing")
    kind = (headers.one(b"content-type") or b"").split(b";")[0].strip().lower()
    if kind != b"application/json":
        raise Refused(415, "JSON only")
    said = headers.one(b"content-length")
    if said is not None and (not said.isdigit() or len(said) > 12 or int(said) > MAX_BODY):
        raise Refused(413, f"a request has at most {MAX_BODY} bytes")


class _Headers:
    def __init__(self, rows: list[tuple[bytes, bytes]]) -> None:
        self._rows = rows

    def one(self, name: bytes) -> bytes | None:
        """Return a header's value, None where it is not there.

        Raises Refused where it is there twice: the guard and what is behind it might see different ones.
        """
        found = [value for key, value in self._rows if key.lower() == name]
        if len(found) > 1:
            raise Refused(400, f"{name.decode()} is there twice")
        return found[0] if found else None


def _marked(send: Send) -> Send:
    """Return ``send`` with the headers of every answer put in; an answer's own value of one of them stays."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            there = {key.lower() for key, _ in own}
            message = {**message, "headers": own + [row for row in HEADERS.items() if row[0] not in there]}
        await send(message)

    return sending


async def _refuse(refused: Refused, send: Send) -> None:
    body = str(refused).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    headers += [(b"location", refused.location)] if refused.location else []
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
