"""The journal: what was planned, what is done, what failed; a killed run continues from it.

One SQLite file (write-ahead log). Only the process that runs the batch writes it. An output is noted as planned before
its job starts, so that what a killed run left behind is known as ours and may be replaced; a name that is in no journal
is somebody else's and is never overwritten without ``force``. Outputs are claimed by their run while it lives, so that
two runs at once do not do the same file.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captionkit import __version__
from captionkit.errors import OutputError

if TYPE_CHECKING:
    from captionkit.batch.plan import Job

__all__ = ["Journal", "Past", "job_key"]

_TABLES = """
CREATE TABLE IF NOT EXISTS jobs (
  source TEXT NOT NULL, recipe TEXT NOT NULL, status TEXT NOT NULL, size INTEGER, changed INTEGER, content TEXT,
  report TEXT, finished REAL, PRIMARY KEY (source, recipe));
CREATE TABLE IF NOT EXISTS outputs (
  path TEXT PRIMARY KEY, source TEXT NOT NULL, run TEXT NOT NULL, pid INTEGER, host TEXT, claimed REAL, live INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Past:
    """What the journal knows of a job: ``status`` is ``done``, ``failed`` or ``planned``."""

    status: str
    size: int
    changed: int
    content: str
    report: dict[str, Any]


def job_key(job: Job) -> str:
    """Return the hash of everything but the input that decides a job's result: steps, options, version."""
    recipe = job.recipe
    parts = [
        __version__, recipe.profile, dict(recipe.read), [(s.name, dict(s.options)) for s in recipe.steps],
        dict(recipe.write), [(o.path, o.format, o.language) for o in job.outputs],
    ]  # fmt: skip
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


class Journal:
    """An open journal; use it as a context manager.

    Raises OutputError where the file cannot be opened as one.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.run = f"{socket.gethostname()}-{os.getpid()}-{time.time_ns()}"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.path, timeout=60, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.executescript(_TABLES)
        except (sqlite3.Error, OSError) as error:
            raise OutputError(f"{path}: cannot be used as a journal: {error}") from None

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.execute("UPDATE outputs SET live = 0 WHERE run = ?", (self.run,))
        self._base.close()

    def past(self, job: Job) -> Past | None:
        """Return what is known of a job with this very recipe."""
        row = self._base.execute(
            "SELECT status, size, changed, content, report FROM jobs WHERE source = ? AND recipe = ?",
            (_absolute(job.source), job_key(job)),
        ).fetchone()
        return Past(row[0], row[1], row[2], row[3], json.loads(row[4] or "{}")) if row else None

    def ours(self, paths: Iterable[str]) -> set[str]:
        """Return those of ``paths`` that some run noted as its output."""
        return {
            p for p in paths if self._base.execute("SELECT 1 FROM outputs WHERE path = ?", (_absolute(p),)).fetchone()
        }

    def claim(self, jobs: Iterable[Job]) -> set[str]:
        """Claim the jobs' outputs for this run; return the sources of jobs that another living run is doing."""
        busy: set[str] = set()
        self._base.execute("BEGIN IMMEDIATE")
        try:
            for job in jobs:
                if any(self._taken(output.path) for output in job.outputs):
                    busy.add(job.source)
                    continue
                self._note(job)
        finally:
            self._base.execute("COMMIT")
        return busy

    def _taken(self, path: str) -> bool:
        row = self._base.execute(
            "SELECT run, pid, host FROM outputs WHERE path = ? AND live = 1", (_absolute(path),)
        ).fetchone()
        return row is not None and row[0] != self.run and _alive(row[1], row[2])

    def _note(self, job: Job) -> None:
        rows = [
            (_absolute(o.path), _absolute(job.source), self.run, os.getpid(), socket.gethostname(), time.time(), 1)
            for o in job.outputs
        ]
        self._base.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._base.execute(
            "INSERT OR IGNORE INTO jobs (source, recipe, status) VALUES (?, ?, 'planned')",
            (_absolute(job.source), job_key(job)),
        )

    def finish(self, job: Job, status: str, size: int, changed: int, content: str, report: dict[str, Any]) -> None:
        """Note how a job ended."""
        self._base.execute(
            "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                _absolute(job.source), job_key(job), status, size, changed, content,
                json.dumps(report, ensure_ascii=False), time.time(),
            ),
        )  # fmt: skip
        paths = [(_absolute(o.path),) for o in job.outputs]
        self._base.executemany("UPDATE outputs SET live = 0 WHERE path = ?", paths)


def _absolute(path: str) -> str:
    return path if "://" in path else str(Path(path).absolute())


def _alive(pid: int, host: str) -> bool:
    if host != socket.gethostname():
        return True  # another machine: it cannot be asked, so its claim stands
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
