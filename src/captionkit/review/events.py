"""Server-sent events: what one page or a thread did, told to every page that is open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

__all__ = ["Events", "frame"]

#: Seconds after which a line without meaning shows whether the page is still there.
PULSE = 15.0
#: Events that may wait for a page; one that takes no more is let go, and asks for the state when it comes back.
WAITING = 1_000


def frame(kind: str, body: Mapping[str, Any]) -> bytes:
    r"""Return one event as it goes over the wire.

    >>> frame("saved", {"saved": "12:04"})
    b'event: saved\ndata: {"saved": "12:04"}\n\n'
    """
    return f"event: {kind}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


class Events:
    """The pages that listen. :meth:`send` may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[bytes | None], asyncio.AbstractEventLoop] = {}
        self._closed = False

    def send(self, kind: str, body: Mapping[str, Any]) -> None:
        """Tell every page."""
        if not self._listeners:
            return
        data = frame(kind, body)
        for queue, loop in list(self._listeners.items()):
            with suppress(RuntimeError):  # its loop has ended
                loop.call_soon_threadsafe(self._put, queue, data)

    def close(self) -> None:
        """End every stream; a stream that is asked for later ends at once."""
        self._closed = True
        for queue, loop in list(self._listeners.items()):
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._end, queue)

    async def stream(self, kind: str, first: Callable[[], Awaitable[Mapping[str, Any]]]) -> AsyncIterator[bytes]:
        """Yield a first event, then all that are sent, until the page leaves or :meth:`close`.

        What ``first`` says is asked for when the page is listening already, so that nothing falls between the two.
        """
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)
        self._listeners[queue] = asyncio.get_running_loop()
        try:
            yield frame(kind, await first())
            while not self._closed:
                try:
                    data = await asyncio.wait_for(queue.get(), PULSE)
                except TimeoutError:
                    data = b": still here\n\n"
                if data is None:
                    return
                yield data
        finally:
            self._listeners.pop(queue, None)

    def _put(self, queue: asyncio.Queue[bytes | None], data: bytes) -> None:
        try:
            queue.put_nowait(data)
        except asyncio.QueueFull:
            self._listeners.pop(queue, None)
            self._end(queue)

    @staticmethod
    def _end(queue: asyncio.Queue[bytes | None]) -> None:
        while queue.full():
            queue.get_nowait()
        queue.put_nowait(None)
