"""Where a workbench is found again: the same port and token for the same track.

What a page keeps in the browser (keys, options, changes that were not answered) is kept for its address. So the first
free one of a few ports is taken, and a server that was killed comes back where its open pages look for it. Port and
token are noted in the cache folder, for their owner alone.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from captionkit.errors import OutputError
from captionkit.folders import cache_folder
from captionkit.review.server import listening

__all__ = ["PORTS", "taken"]

#: Ports that are tried where none is asked for: not registered for anything.
PORTS = range(47217, 47227)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def taken(track: str, port: int | None = None) -> tuple[socket.socket, str]:
    """Return a socket for the workbench of a track, and its token; ``port`` says which, 0 any free one.

    Raises OutputError where the port that is asked for is taken.
    """
    if port is not None:
        return listening(port), secrets.token_urlsafe(32)
    note = Path(cache_folder()) / "review" / f"{_name(track)}.json"
    known, token = _noted(note)
    for wanted in (known, *PORTS, 0):
        with suppress(OutputError):
            if wanted is not None:
                found = listening(wanted)
                break
    else:
        raise OutputError("no port is free", hint="--port says which to take")
    if known is None:
        _keep(note, found.getsockname()[1], token)
    return found, token


def _name(track: str) -> str:
    return sha256(os.fsencode(Path(track).resolve())).hexdigest()[:32]


def _noted(note: Path) -> tuple[int | None, str]:
    """Return the port and token that were noted; a new token, and no port, where there are none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(note.read_text("utf-8"))
        port, token = kept["port"], kept["token"]
        if type(port) is int and 0 < port < 65536 and _TOKEN.fullmatch(token):
            return port, token
    return None, secrets.token_urlsafe(32)


def _keep(note: Path, port: int, token: str) -> None:
    """Note port and token; where that cannot be, the next server is somewhere else."""
    with suppress(OSError):
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        note.unlink(missing_ok=True)
        with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({"port": port, "token": token}, file)
