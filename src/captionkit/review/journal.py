"""The journal: every change is on disk before it counts, in a SQLite file beside the track.

It holds the bytes of the files as they came in, and what was changed since, in order. Opened again, it leads to where
the session stopped, and all steps can be undone down to those bytes. One transaction a change, write-ahead log,
``synchronous=FULL``: a change that was acknowledged outlives a killed process and a power cut.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from captionkit.errors import InputError, OutputError
from captionkit.folders import cache_folder
from captionkit.review.codec import packed, unpacked
from captionkit.review.lock import JournalLock, on_network

__all__ = ["SUFFIX", "Entry", "KeptTrack", "ReviewJournal", "hash_of", "journal_path"]

SUFFIX = ".ckreview"
#: Seconds in which a session makes its journal.
_PATIENCE = 5.0
_VERSION = "1"
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS track (
  n INTEGER PRIMARY KEY, path TEXT NOT NULL, format TEXT, language TEXT, digest TEXT, origin BLOB, disk BLOB,
  hash TEXT, writing TEXT, first INTEGER);
CREATE TABLE IF NOT EXISTS log (
  n INTEGER PRIMARY KEY, what TEXT NOT NULL, op TEXT UNIQUE, at TEXT, tab TEXT, name TEXT, joined INTEGER, delta BLOB);
CREATE TABLE IF NOT EXISTS kept (n INTEGER PRIMARY KEY, at TEXT, track INTEGER, data BLOB);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log: ``what`` is ``do``, ``undo`` or ``redo``, ``name`` the operation's.

    Or it is ``saved`` (``name``: when), ``written`` (``name``: which track's file), ``disk``: ``delta`` says which cues
    the file of the track ``name`` holds, or ``waivers``: what a waiver file says.
    """

    what: str
    op: str
    tab: str = ""
    name: str = ""
    joined: bool = False
    delta: bytes = b""
    n: int = 0


@dataclass(frozen=True, slots=True)
class KeptTrack:
    """A track that the journal knows: its file and how it was read.

    ``hash`` is that of the file as it was last seen by us, ``writing`` that of a file that was about to be written;
    ``first`` is the number of the first cue's identifier.
    """

    n: int
    path: str
    format: str
    language: str
    digest: str
    hash: str
    writing: str
    first: int


class ReviewJournal:
    """An open journal. Where another session has it, it can be read and not written: ``holder`` says who.

    Raises OutputError where the file cannot be opened as one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = JournalLock(path.with_name(path.name + "-lock"))
            self._base = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        except (sqlite3.Error, OSError) as error:
            raise _unusable(path, error) from None
        try:
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise _unusable(path, error) from None

    def _prepare(self) -> None:
        # a write-ahead log wants memory that all its readers share, which no network has
        self._base.execute(f"PRAGMA journal_mode={'TRUNCATE' if on_network(self.path) else 'WAL'}")
        self._base.execute("PRAGMA synchronous=FULL")
        if self._lock.held:
            self._base.executescript(_TABLES)
            self._base.execute("INSERT OR IGNORE INTO meta VALUES ('version', ?)", (_VERSION,))
        found = self._version()
        if found != _VERSION:
            raise OSError(f"it was written by another version of captionkit ({found})")

    def _version(self) -> str:
        """Return the version of the journal; one that another session is making at this moment is waited for."""
        end = time.monotonic() + _PATIENCE
        while True:
            with suppress(sqlite3.OperationalError):
                found = self._base.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
                if found is not None:
                    return str(found[0])
            if self._lock.held or time.monotonic() > end:
                raise OSError("it holds no journal")
            time.sleep(0.02)

    @property
    def holder(self) -> str:
        """Who has the journal, ``""`` where this session has."""
        return "" if self._lock.held else self._lock.holder

    def close(self) -> None:
        """Close the journal and give up the lock."""
        with suppress(sqlite3.Error):
            self._base.close()
        self._lock.release()

    def name(self) -> str:
        """Return the identity of the journal: the same as long as the file lives."""
        found = self._base.execute("SELECT value FROM meta WHERE key = 'name'").fetchone()
        if found is None and self._lock.held:
            found = (os.urandom(8).hex(),)
            self._base.execute("INSERT INTO meta VALUES ('name', ?)", found)
        return str(found[0]) if found else ""

    def note(self, key: str) -> str:
        """Return what was noted under a key, ``""`` for nothing."""
        found = self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def set_note(self, key: str, value: str) -> None:
        """Note something under a key."""
        self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def tracks(self) -> list[KeptTrack]:
        """Return the tracks that the journal knows."""
        rows = self._base.execute(
            "SELECT n, path, format, language, digest, hash, ifnull(writing, ''), first FROM track ORDER BY n"
        )
        # a name alone is beside the journal, wherever both are by now
        return [KeptTrack(n, str(self.path.parent / path), *rest) for n, path, *rest in rows.fetchall()]

    def add_track(self, path: str, format: str, language: str, digest: str, origin: bytes, first: int) -> None:
        """Keep a track's bytes as they came in."""
        data = packed(origin)
        beside = Path(path).parent == self.path.parent
        row = (Path(path).name if beside else path, format, language, digest, data, data, hash_of(origin), first)
        self._run(
            "INSERT INTO track (n, path, format, language, digest, origin, disk, hash, first)"
            " VALUES ((SELECT count(*) FROM track), ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )

    def origin(self, track: int) -> bytes:
        """Return the bytes of a track as they came in."""
        return unpacked(self._base.execute("SELECT origin FROM track WHERE n = ?", (track,)).fetchone()[0])

    def disk(self, track: int) -> bytes:
        """Return the bytes of a track's file as it was last seen by us."""
        return unpacked(self._base.execute("SELECT disk FROM track WHERE n = ?", (track,)).fetchone()[0])

    def writes(self, track: int, data: bytes) -> None:
        """Note that a file is about to be written: a process killed meanwhile may have written it or not."""
        self._run("UPDATE track SET writing = ? WHERE n = ?", (hash_of(data), track))

    def seen(self, track: int, data: bytes) -> None:
        """Note what a track's file holds now."""
        row = (packed(data), hash_of(data), track)
        self._run("UPDATE track SET disk = ?, hash = ?, writing = NULL WHERE n = ?", row)

    def keep(self, track: int, data: bytes) -> None:
        """Keep the bytes of a file that somebody else wrote and that is about to be overwritten."""
        self._run("INSERT INTO kept (at, track, data) VALUES (?, ?, ?)", (_now(), track, packed(data)))

    def add(self, entry: Entry) -> int:
        """Write one row of the log; it is on disk when this returns.

        Raises OutputError where it cannot be written (a full disk): then nothing has changed.
        """
        row = (entry.what, entry.op or None, _now(), entry.tab, entry.name, int(entry.joined), entry.delta)
        return self._run("INSERT INTO log (what, op, at, tab, name, joined, delta) VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield the rows of the log after one, in order."""
        rows = self._base.execute(
            "SELECT what, op, tab, name, joined, delta, n FROM log WHERE n > ? ORDER BY n", (after,)
        )
        for what, op, tab, name, joined, delta, n in rows:
            yield Entry(what, op or "", tab or "", name or "", bool(joined), delta or b"", n)

    def _run(self, statement: str, row: tuple[object, ...]) -> int:
        try:
            return self._base.execute(statement, row).lastrowid or 0
        except (sqlite3.Error, OverflowError, UnicodeEncodeError) as error:
            hint = "its disk is full or may not be written; nothing was changed"
            raise OutputError(f"{self.path}: the journal cannot be written: {error}", hint=hint) from None


def _unusable(path: Path, error: Exception) -> OutputError:
    return OutputError(f"{path}: cannot be used as a journal: {error}", hint="move it away")


def _now() -> str:
    """Return this moment as the journal writes it."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def hash_of(data: bytes) -> str:
    """Return what bytes are known by."""
    return sha256(data).hexdigest()


def journal_path(track: str) -> Path:
    """Return where the journal of a track is: beside it, in the user's cache folder where that cannot be written.

    Raises InputError where there is no such file.
    """
    path = Path(track).resolve()
    if not path.is_file():
        raise InputError(f"{track}: there is no such file")
    beside = path.with_name(path.name + SUFFIX)
    if beside.exists() or os.access(path.parent, os.W_OK):
        return beside
    return Path(
        cache_folder(), "review", sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:24] + SUFFIX
    )
