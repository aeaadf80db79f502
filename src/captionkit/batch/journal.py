"""The journal: what was planned, what is done, what failed; a killed run continues from it.

One SQLite file (write-ahead log). Only the process that runs the batch writes it. An output is noted as planned before
its job starts, so that what a killed run left behind is known as ours and may be replaced; a name that is in no journal
is somebody else's and is never overwritten without ``force``. Outputs are claimed by their run while it lives
(:mod:`captionkit.batch.holders`), so that two runs at once do not do the same file; ``force`` breaks claims.

How jobs ended is noted some at a time, a quarter of a second's worth at most: what a killed run had not noted yet it
does again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from captionkit import __version__
from captionkit.batch.holders import Holder, SignsOfLife, this_process
from captionkit.errors import OutputError
from captionkit.fitting import json_text, utf8

if TYPE_CHECKING:
    from captionkit.batch.plan import Job
    from captionkit.batch.recipe import Recipe

__all__ = ["Claim", "Journal", "Past"]

_TABLES = """
CREATE TABLE IF NOT EXISTS jobs (
  source TEXT NOT NULL, recipe TEXT NOT NULL, status TEXT NOT NULL, size INTEGER, changed INTEGER, content TEXT,
  report TEXT, finished REAL, PRIMARY KEY (source, recipe));
CREATE TABLE IF NOT EXISTS outputs (
  path TEXT PRIMARY KEY, source TEXT NOT NULL, run TEXT NOT NULL, pid INTEGER, host TEXT, claimed REAL, live INTEGER);
CREATE TABLE IF NOT EXISTS runs (
  run TEXT PRIMARY KEY, pid INTEGER, started TEXT, space TEXT, boot TEXT, host TEXT, seen REAL);
"""


@dataclass(frozen=True, slots=True)
class Past:
    """What the journal knows of a job: ``status`` is ``done``, ``failed`` or ``planned``."""

    status: str
    size: int
    changed: int
    content: str
    report: dict[str, Any]


_JOBS_OF = "SELECT recipe, status, size, changed, content, report FROM jobs WHERE source = ?"
#: Names in one question: SQLite takes no more than 999 in versions before 3.32.
_ASKED = 500
#: How many seconds another run may keep the journal to itself.
_PATIENCE = 60.0
#: Jobs that ended are noted at the latest when so many wait, or when the last noting is so many seconds ago.
_WAITING, _SECONDS = 64, 0.25


def _recipe_hash(recipe: Recipe) -> str:
    parts = [
        __version__, recipe.profile, dict(recipe.read), [(s.name, dict(s.options)) for s in recipe.steps],
        dict(recipe.write), recipe.fail_on,
    ]  # fmt: skip
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Claim:
    """What the journal knew of a job when it was claimed: how it ended last, and which outputs some run noted.

    ``holder`` is the other run, still living, that has claimed it: then this one has not.
    """

    past: Past | None = None
    ours: frozenset[str] = frozenset()
    holder: Holder | None = None


class _Row(NamedTuple):
    """A job by the names that the journal keeps: absolute paths and the hash of its recipe."""

    source: str
    key: str
    outputs: list[str]


class Journal:
    """An open journal; use it as a context manager.

    Raises OutputError where the file cannot be opened as one.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._recipes: dict[int, tuple[Recipe, str]] = {}
        self._claimed: dict[str, _Row] = {}
        self._ended: list[tuple[tuple[Any, ...], list[str]]] = []
        self._noted = time.monotonic()
        self.me = this_process()
        self.run = f"{self.me.host}-{self.me.pid}-{time.time_ns()}"
        self._signs: SignsOfLife | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = _opened(self.path)
            self._file = _identity(self.path)
        except (sqlite3.Error, OSError) as error:
            hint = "delete it if it is damaged (unchanged files are then done again), or --journal FILE"
            raise OutputError(f"{path}: cannot be used as a journal: {error}", hint=hint) from None

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.save()
        if self._signs is not None:
            self._signs.__exit__()
        with suppress(sqlite3.Error):  # a full disk: the claims of a run that has ended do not stand anyway
            self._base.execute("UPDATE outputs SET live = 0 WHERE run = ?", (self.run,))
            self._base.execute("DELETE FROM runs WHERE run = ?", (self.run,))
        self._base.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs with this journal waiting (a minute at most) while something is read and written back."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise

    def key(self, job: Job) -> str:
        """Return the hash of everything but the input that decides a job's result: steps, options, names, version."""
        known = self._recipes.get(id(job.recipe))
        if known is None:  # kept with its recipe, so that no other can get this identity
            known = self._recipes[id(job.recipe)] = (job.recipe, _recipe_hash(job.recipe))
        names = "".join(f"\0{o.path}\0{o.format}\0{o.language}" for o in job.outputs)
        return sha256((known[1] + names).encode("utf-8", "surrogatepass")).hexdigest()

    def claim(self, jobs: Iterable[Job], *, force: bool = False) -> dict[str, Claim]:
        """Claim the outputs of the jobs for this run; return what is known of each, by its source.

        A job that another living run is doing is not claimed, unless ``force``. Claimed first and looked at then: what
        another run has just ended is seen as done.

        Raises OutputError where the journal cannot be written.
        """
        claims: dict[str, Claim] = {}
        mine: list[tuple[Job, _Row]] = []
        try:
            with self.alone():
                taken = {} if force else self._taken()
                for job in jobs:
                    row = self._row(job)
                    holder = next((taken[path] for path in row.outputs if path in taken), None)
                    if holder is not None:
                        claims[job.source] = Claim(holder=holder)
                        continue
                    mine.append((job, row))
                rows = [row for _, row in mine]
                new = self._all_new(rows)
                for job, row in mine:
                    self._claimed[job.source] = row
                    claims[job.source] = Claim() if new else self._known(job, row)
                self._note(rows)
        except (sqlite3.DatabaseError, ValueError) as error:
            hint = "--journal FILE keeps it elsewhere; delete it if it is damaged"
            raise OutputError(f"{self.path}: cannot be used: {error}", hint=hint) from None
        if self._signs is None:
            self._signs = SignsOfLife(self.path, self.run).__enter__()
        return claims

    def _row(self, job: Job) -> _Row:
        return _Row(_absolute(job.source), self.key(job), [_absolute(output.path) for output in job.outputs])

    def _taken(self) -> dict[str, Holder]:
        """Return the outputs that other runs, still living, have claimed, and who has."""
        runs = self._base.execute(
            "SELECT run, pid, started, space, boot, host, seen FROM runs WHERE run != ?", (self.run,)
        ).fetchall()
        living = {run: holder for run, *known in runs if (holder := Holder(*known)).lives()}
        self._base.executemany("DELETE FROM runs WHERE run = ?", [(run,) for run, *_ in runs if run not in living])
        return {
            path: holder
            for run, holder in living.items()
            for (path,) in self._base.execute("SELECT path FROM outputs WHERE live = 1 AND run = ?", (run,))
        }

    def _all_new(self, rows: list[_Row]) -> bool:
        """Whether the journal knows nothing of any of these jobs, as in a first run: asked at once for all of them."""
        asked = (("outputs", "path", [path for row in rows for path in row.outputs]),
                 ("jobs", "source", [row.source for row in rows]))  # fmt: skip
        for table, column, names in asked:
            for start in range(0, len(names), _ASKED):
                part = names[start : start + _ASKED]
                query = f"SELECT 1 FROM {table} WHERE {column} IN ({','.join('?' * len(part))}) LIMIT 1"  # noqa: S608
                if self._base.execute(query, part).fetchone():
                    return False
        return True

    def _known(self, job: Job, row: _Row) -> Claim:
        """Return what is known of a job. No other job stays done whose outputs this one will write."""
        owners: dict[str, str] = {}
        for output, path in zip(job.outputs, row.outputs, strict=True):
            owner = self._base.execute("SELECT source FROM outputs WHERE path = ?", (path,)).fetchone()
            if owner is not None:
                owners[output.path] = owner[0]
        past = None
        for source in {row.source, *owners.values()}:
            for recipe, status, size, changed, content, report in self._base.execute(_JOBS_OF, (source,)).fetchall():
                if (source, recipe) == row[:2]:
                    past = Past(status, size, changed, content, json.loads(report or "{}"))
                elif status == "done" and _writes(report, row.outputs):
                    again = "UPDATE jobs SET status = 'planned' WHERE source = ? AND recipe = ?"
                    self._base.execute(again, (source, recipe))
        return Claim(past, frozenset(owners))

    def _note(self, rows: list[_Row]) -> None:
        now, me = time.time(), self.me
        self._base.execute(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.run, me.pid, me.started, me.space, me.boot, me.host, now),
        )
        mark = (self.run, me.pid, me.host, now, 1)
        self._base.executemany(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((path, row.source, *mark) for row in rows for path in row.outputs),
        )
        self._base.executemany(
            "INSERT OR IGNORE INTO jobs (source, recipe, status) VALUES (?, ?, 'planned')", (row[:2] for row in rows)
        )

    def finish(self, job: Job, status: str, size: int, changed: int, content: str, report: dict[str, Any]) -> None:
        """Note how a job ended, soon: see the module."""
        row = self._claimed.pop(job.source, None) or self._row(job)
        ended = (row.source, row.key, status, size, changed, content, json_text(report), time.time())
        self._ended.append((ended, row.outputs))
        if len(self._ended) >= _WAITING or time.monotonic() - self._noted > _SECONDS:
            self.save()

    def save(self) -> str:
        """Note what has ended and is not noted yet; return why that cannot be done now (a full disk), or "".

        What cannot be noted is kept and tried again with what ends next.
        """
        try:
            self._save()
        except (sqlite3.DatabaseError, OSError) as error:
            self._noted = time.monotonic()
            return str(error)
        return ""

    def _save(self) -> None:
        if _identity(self.path) != self._file:
            self._put_back()
        with self.alone():
            self._base.executemany(
                "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [row for row, _ in self._ended]
            )
            self._base.executemany(
                "UPDATE outputs SET live = 0 WHERE path = ?", [(path,) for _, paths in self._ended for path in paths]
            )
        self._ended.clear()
        self._noted = time.monotonic()

    def _put_back(self) -> None:
        """Write the journal again where its folder was deleted while it was open: what it knows is still true."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        base = _opened(self.path)
        self._base.backup(base)
        self._base.close()
        self._base, self._file = base, _identity(self.path)


def _writes(report: str | None, outputs: Collection[str]) -> bool:
    """Whether a job that ended with this report wrote one of these outputs."""
    return any(_absolute(made.get("path", "")) in outputs for made in json.loads(report or "{}").get("outputs", ()))


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file a path leads to; None where it leads to none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _opened(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    last = time.monotonic() + _PATIENCE
    while True:
        try:
            base.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:  # two runs that make it at once: SQLite does not wait by itself here
            if "locked" not in str(error) or time.monotonic() > last:
                raise
            time.sleep(0.01)
    base.execute("PRAGMA synchronous=NORMAL")
    base.executescript(_TABLES)
    return base


def _absolute(path: str) -> str:
    return utf8(path if "://" in path else os.path.abspath(path))
