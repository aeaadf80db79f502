"""The addresses of the workbench over HTTP (an ASGI application); the guard stands before it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from captionkit.media.sound import samples
from captionkit.review.guard import Refused
from captionkit.review.refusals import gone
from captionkit.review.routes import GETS, POSTS, Workbench
from captionkit.review.wire import answer, body_of, refusal

__all__ = ["application", "part"]

Answering = Callable[[Request], Awaitable[Response]]

#: ms of sound that one request may have.
LONGEST = 20_000
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})", re.ASCII)
_BYTES = "application/octet-stream"
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


def application(bench: Workbench) -> Starlette:
    """Return the application that serves a workbench."""
    served = _Served(bench)
    routes = [
        ("", served.page, "GET"), ("page/{name}", served.page, "GET"), ("events", served.events, "GET"),
        ("film", served.film, "GET"), ("proxy", served.proxy, "GET"), ("peaks", served.peaks, "GET"),
        ("samples", served.samples, "GET"), ("changes.csv", served.report("csv"), "GET"),
        ("changes.html", served.report("html"), "GET"),
        *((name, served.getting(do), "GET") for name, do in GETS.items()),
        *((name, served.posting(do), "POST") for name, do in POSTS.items()),
    ]  # fmt: skip
    made = Starlette(routes=[Route(f"/{name}", served.safe(do), methods=[method]) for name, do, method in routes])
    made.router.redirect_slashes = False
    return made


class _Served:
    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        folder = files("captionkit.review") / "page"
        self.parts = {entry.name: entry for entry in folder.iterdir() if entry.is_file()} if folder.is_dir() else {}
        self.parts["parts.css"] = files("captionkit.pages") / "parts.css"

    def safe(self, do: Answering) -> Answering:
        """Return what answers with a refusal where something is raised; all but the page waits for the session."""

        async def safe(request: Request) -> Response:
            try:
                if not self.bench.is_ready and do != self.page:
                    await run_in_threadpool(self.bench.wait)
                return await do(request)
            except Exception as error:
                return refusal(error)

        return safe

    def getting(self, do: Callable[[Workbench, Mapping[str, str]], Any]) -> Answering:
        """Return what answers with a value."""

        async def get(request: Request) -> Response:
            return await run_in_threadpool(lambda: answer(do(self.bench, request.query_params)))

        return get

    def posting(self, do: Callable[[Workbench, dict[str, Any]], Any]) -> Answering:
        """Return what answers with what was done."""

        async def post(request: Request) -> Response:
            body = await body_of(request)
            return await run_in_threadpool(lambda: answer(do(self.bench, body)))

        return post

    def report(self, form: str) -> Answering:
        """Return what answers with a report of what changed; one that is a page comes with its own style, no script."""

        async def report(request: Request) -> Response:
            from captionkit.review.changed import changes_of

            track = request.query_params.get("track", "0")
            if not re.fullmatch(r"\d{1,4}", track, re.ASCII):
                raise Refused(400, "track is a whole number")
            text = await run_in_threadpool(lambda: changes_of(self.bench.session, int(track)).render(form))
            kept = "inline" if form == "html" else "attachment"
            headers = {
                "content-disposition": f'{kept}; filename="changes.{form}"',
                "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
            }
            return Response(text.encode(), media_type=f"text/{form}", headers=headers)

        return report

    async def page(self, request: Request) -> Response:
        """The page and its parts, by the names of a table made at start; kept by a browser while they are the same."""
        name = request.path_params.get("name", "index.html")
        if name not in self.parts:
            raise Refused(404, "there is nothing here")
        data = self.parts[name].read_bytes()
        tag = f'"{sha256(data).hexdigest()[:24]}"'
        headers = {"etag": tag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers, media_type=_KINDS.get(name[name.rfind(".") :], _BYTES))

    async def events(self, request: Request) -> Response:
        """What happens, as it happens; first where things stand."""

        async def now() -> dict[str, Any]:
            return await run_in_threadpool(lambda: self.bench.session.mark)

        return StreamingResponse(self.bench.events.stream("hello", now), media_type="text/event-stream")

    async def film(self, request: Request) -> Response:
        """The film, or the range of it that is asked for."""
        film = self.bench.film
        return FileResponse(film.path, media_type=film.facts.media_type)

    async def proxy(self, request: Request) -> Response:
        """The copy of the film that a browser plays."""
        work = self.bench.film.works["proxy"]
        if work.state != "ready":
            raise gone("the copy of the film")
        return FileResponse(work.target, media_type="video/mp4")

    async def peaks(self, request: Request) -> Response:
        """The waveform as far as it is made."""
        data = await run_in_threadpool(self.bench.film.works["peaks"].read)
        return part(data, request.headers.get("range", ""))

    async def samples(self, request: Request) -> Response:
        """Some of the sound itself, for views narrower than the waveform's steps."""
        film, given = self.bench.film, request.query_params
        at, length = given.get("at", ""), given.get("len", "")
        if not (re.fullmatch(r"\d{1,9}", at, re.ASCII) and re.fullmatch(r"\d{1,5}", length, re.ASCII)):
            raise Refused(400, "at and len are whole numbers of ms")
        if not 0 < int(length) <= LONGEST:
            raise Refused(400, f"len is 1 to {LONGEST} ms")
        data = await run_in_threadpool(samples, film.path, int(at) + film.facts.before, int(length))
        return Response(data, media_type=_BYTES)


def part(data: bytes, asked: str) -> Response:
    """Return the range of some bytes that a request asks for, or all of them."""
    match = _RANGE.fullmatch(asked)
    if match is None:
        return Response(data, media_type=_BYTES, headers={"accept-ranges": "bytes"})
    first, size = int(match[1]), len(data)
    last = min(int(match[2]) if match[2] else size, size - 1)
    if first > last:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    headers = {"content-range": f"bytes {first}-{last}/{size}", "accept-ranges": "bytes"}
    return Response(data[first : last + 1], 206, headers=headers, media_type=_BYTES)
