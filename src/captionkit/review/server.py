"""The workbench's server: on this machine's own address alone, until Ctrl-C or the page stops it."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from types import FrameType
from typing import Any

from captionkit.errors import OutputError
from captionkit.registry import need
from captionkit.review.guard import Guard
from captionkit.review.routes import Workbench

__all__ = ["Serving", "demand_extra", "listening"]


def demand_extra() -> None:
    """Raise MissingExtraError, which says what to install, where the extra ``review`` is not there."""
    need("starlette", "review", "the workbench")
    need("uvicorn", "review", "the workbench")


def listening(port: int = 0) -> socket.socket:
    """Return a socket that listens on this machine's own address alone; port 0 is any free one.

    Raises OutputError where the port is taken.
    """
    # the protocol is named, or asyncio does not know that it may turn Nagle's waiting off: 40 ms for each answer
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there it would let another program have the port too
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
    except OSError as error:
        taken.close()
        raise OutputError(f"port {port}: {error.strerror}", hint="--port 0 takes any free one") from None
    taken.listen(128)
    return taken


class Serving:
    """A workbench on its socket, from :meth:`run` until :meth:`stop`, Ctrl-C or SIGTERM.

    ``address`` is where the page is; the token in it is the only key to it.
    Raises MissingExtraError where the extra ``review`` is not installed.
    """

    def __init__(self, bench: Workbench, taken: socket.socket, token: str) -> None:
        demand_extra()
        from captionkit.review.application import application

        self.bench, self._socket = bench, taken
        port = taken.getsockname()[1]
        self.token = token
        self.address = f"http://127.0.0.1:{port}/t/{self.token}/"
        self._guard = Guard(application(bench), self.token, port)
        self._server = _server(self._guard, bench)
        bench.stop = self.stop

    def run(self) -> int:
        """Serve until the page, :meth:`stop`, SIGTERM or Ctrl-C stops it; return how many steps are not in the files.

        ``interrupted`` says whether it was Ctrl-C. Raises what kept the session from opening.
        """
        self.bench.begin()
        try:
            self._server.run(sockets=[self._socket])
            self.bench.wait()
            return int(self.bench.session.mark["unsaved"])
        finally:
            self.bench.close()

    def once(self) -> str:
        """Return an address that leads to the page once: for the command line of a browser, which others may see."""
        return self.address.replace(f"/t/{self.token}/", self._guard.ticket())

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C stopped it."""
        return bool(self._server.interrupted)

    def stop(self) -> None:
        """Stop soon, from any thread: what is being answered still is."""
        self._server.should_exit = True


def _server(guarded: Guard, bench: Workbench) -> Any:
    import uvicorn

    class Ending(uvicorn.Server):
        """Ends the streams of events first, which would be waited for, and comes back from signals."""

        interrupted = False

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            bench.events.close()
            await super().shutdown(sockets)

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            self.force_exit = self.should_exit
            self.should_exit = True
            self.interrupted |= sig == signal.SIGINT

    for name in ("uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logging.getLogger(name).disabled = True  # what there is to say is said in answers
    config: Any = uvicorn.Config(
        guarded, http="h11", ws="none", loop="asyncio", lifespan="off", log_config=None, access_log=False,
        server_header=False, proxy_headers=False, timeout_graceful_shutdown=2, timeout_keep_alive=75,
    )  # fmt: skip
    return Ending(config)
