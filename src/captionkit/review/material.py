"""The film of a session and what is made of it while people work: waveform, speech, shot changes, a copy that plays.

Each is made once per film, in a process of its own, and kept in the cache; the waveform is served while it grows.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from captionkit.media.cache import HALF, film_folder, trim
from captionkit.media.facts import FilmFacts, facts_of
from captionkit.media.film import probe
from captionkit.media.peaks import STEP

__all__ = ["Material", "Work"]

Tell = Callable[[str, Mapping[str, Any]], None]
#: What is made without being asked for, in this order, and how each file is called.
_UNASKED = ("peaks", "speech", "shots")
_FILES = {"peaks": "peaks.s8", "speech": "speech.json", "shots": "shots.json", "proxy": "proxy.mp4"}
#: Seconds between two events about one piece of work.
_OFTEN = 0.4


class Work:
    """One thing that is made of a film: ``state`` is ``none``, ``making``, ``ready`` or ``failed``."""

    def __init__(self, kind: str, film: str, facts: FilmFacts, target: Path) -> None:
        self.kind, self.film, self.facts, self.target = kind, film, facts, target
        self.state = "ready" if target.is_file() else "none"
        self.done = 1.0 if self.state == "ready" else 0.0
        self.error = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._part = target

    def run(self, tell: Callable[[], None]) -> None:
        """Make it, unless it is there; ``tell`` is called as it goes on and when it has ended."""
        if self.target.is_file():  # by now, perhaps, made by another session
            self.state, self.done = "ready", 1.0
            tell()
            return
        self.state, self.done, self.error = "making", 0.0, ""
        part = Path(tempfile.mkdtemp(prefix=HALF, dir=self.target.parent), self.target.name)
        self._part = part
        try:
            self._follow(part, tell)
        finally:
            shutil.rmtree(part.parent, ignore_errors=True)
            tell()

    def read(self) -> bytes:
        """Return what is made so far."""
        for path in (self.target, self._part, self.target):  # it may take its name between two looks
            with suppress(FileNotFoundError):
                return path.read_bytes()
        return b""

    def size(self) -> int:
        """Return how many bytes are made so far."""
        for path in (self.target, self._part, self.target):
            with suppress(FileNotFoundError):
                return path.stat().st_size
        return 0

    def stop(self) -> None:
        """End the process that makes it, and what works for that."""
        process = self._process
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()

    def _follow(self, part: Path, tell: Callable[[], None]) -> None:
        command = [sys.executable, "-P", "-m", "captionkit.media.work", self.kind, self.film, str(part)]
        told = 0.0
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            self._process = process
            assert process.stdin is not None  # noqa: S101 - asked for
            with suppress(BrokenPipeError):
                process.stdin.write(pickle.dumps(self.facts))
                process.stdin.flush()
            for line in process.stdout or ():
                word, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
                if word == "error":
                    self.error = rest
                elif word == "done":
                    self.done = min(0.99, float(rest))  # it is done when it has its name
                if time.monotonic() - told > _OFTEN:
                    told = time.monotonic()
                    tell()
        if process.returncode == 0 and part.is_file():
            part.replace(self.target)
            self.state, self.done = "ready", 1.0
        else:
            self.state, self.error = "failed", self.error or "the work was stopped"


class Material:
    """A film that is worked on.

    Raises InputError for a file that is no film, EngineError where ffprobe is missing.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)  # noqa: PTH100
        self.facts: FilmFacts = facts_of(probe(path))
        self._tell: Tell = lambda event, body: None
        self._own: str | None = None
        self._closed = False
        self._threads: list[threading.Thread] = []
        self.folder = self._folder()
        self.works = {kind: Work(kind, self.path, self.facts, self.folder / name) for kind, name in _FILES.items()}
        self._proxy_start: float | None = None

    def listen(self, listener: Tell) -> None:
        """Have a function called with an event's name and body, from any thread, as work goes on."""
        self._tell = listener

    def begin(self, *, shots: bool = True) -> None:
        """Start to make what is not there yet: first the waveform, at last the shot changes."""
        unasked = [kind for kind in _UNASKED if shots or kind != "shots"]
        self._start(lambda: self._unasked(unasked))

    def make_proxy(self) -> str:
        """Start to make a copy that a browser plays; return the state of it."""
        work = self.works["proxy"]
        if work.state in ("none", "failed"):
            work.state = "making"
            self._start(lambda: self._run("proxy"))
        return work.state

    def state(self) -> dict[str, Any]:
        """Return the film as the page is given it."""
        proxy = self.works["proxy"].state
        return {
            **self.facts.as_dict(), "proxy": "none" if proxy == "failed" else proxy, "proxy_start": self.proxy_start(),
        }  # fmt: skip

    def proxy_start(self) -> float | None:
        """Return when (s) the first picture of the copy is shown, None while there is none."""
        if self._proxy_start is None and self.works["proxy"].state == "ready":
            self._proxy_start = float(facts_of(probe(self.works["proxy"].target)).start)
        return self._proxy_start

    def peaks_state(self) -> dict[str, Any]:
        """Return how far the waveform is."""
        work = self.works["peaks"]
        return {
            "step": STEP,
            "bytes": work.size(),
            "ready": work.state in ("ready", "failed"),
            "error": work.error,
        }

    def evidence(self, kind: str, key: str) -> list[Any]:
        """Return ``speech`` or ``shots``, an empty list while they are not there."""
        work = self.works[kind]
        found: list[Any] = json.loads(work.read())[key] if work.state == "ready" else []
        return found

    def close(self) -> None:
        """Stop all work, and leave nothing that is half made."""
        self._closed = True
        for work in self.works.values():
            work.stop()
        for thread in self._threads:
            thread.join(3)
        if self._own:
            shutil.rmtree(self._own, ignore_errors=True)

    def _start(self, do: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=do, name="film", daemon=True))
        self._threads[-1].start()

    def _folder(self) -> Path:
        try:
            folder = film_folder(self.path)
            trim(besides=folder)
        except OSError:  # a cache that cannot be written is made again the next time
            self._own = tempfile.mkdtemp(prefix="captionkit-")
            return Path(self._own)
        return folder

    def _unasked(self, kinds: list[str]) -> None:
        for kind in kinds:
            needed = self.facts.video if kind == "shots" else self.facts.audio
            if needed and not self._closed:
                self._run(kind)
            elif not self._closed:
                self.works[kind].state = "failed"
                self._report(kind)

    def _run(self, kind: str) -> None:
        self.works[kind].run(lambda: self._report(kind))

    def _report(self, kind: str) -> None:
        work = self.works[kind]
        if self._closed:
            return
        more = {"start": self.proxy_start()} if kind == "proxy" else {}
        self._tell(kind, {"done": round(work.done, 4), "state": work.state, "error": work.error, **more})
