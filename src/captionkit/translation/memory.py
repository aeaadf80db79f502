"""The translation memory: what was answered is written down at once, and never asked for again.

One SQLite file serves as the journal of a run (a killed run goes on where it stopped) and as the memory over many. Rows
are keyed by a hash of everything that decides a translation: text, languages, translator and its settings, glossary
terms in the text, formality and, for translators that read it, the context.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path

from captionkit.errors import InputError, OutputError, UsageError
from captionkit.folders import cache_folder

__all__ = ["Forgotten", "Memory", "MemoryEntry", "MemoryMatch", "default_path", "key_of"]

#: The layout of the file; a file with a higher number was made by a newer captionkit.
SCHEMA = 3
#: SQLite's name for a database without a file.
_NO_FILE = ":memory:"
#: Days for which answers are kept word for word.
KEPT_DAYS = 30

_TABLE = """
CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL, translator TEXT NOT NULL, letters INTEGER NOT NULL, run TEXT NOT NULL DEFAULT '',
    made TEXT NOT NULL DEFAULT (datetime('now')), session TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, answer TEXT NOT NULL, made TEXT NOT NULL DEFAULT (datetime('now'))
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS near ON entry (source_lang, target_lang, letters);
CREATE INDEX IF NOT EXISTS same ON entry (source, source_lang, target_lang);
"""
_PUT = (
    "INSERT OR REPLACE INTO entry (key, source, target, source_lang, target_lang, translator, letters, run, session)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


#: Marks what this process puts in; those of later ones sort after it.
_SESSION = f"{time.time_ns():020d}-{os.getpid()}"


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """One text and its translation; ``translator`` says who made it (``tmx`` for what was imported)."""

    source: str
    target: str
    source_lang: str
    target_lang: str
    translator: str = "tmx"


@dataclass(frozen=True, slots=True)
class MemoryMatch:
    """An entry like the text asked for; ``score`` is 0..1, 1 for the same text."""

    entry: MemoryEntry
    score: float


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Which entries of a memory are to be dropped: those that meet every condition given.

    ``since`` is a date or time (UTC, ``2026-11-28`` or ``2026-11-28 14:00:00``) from which they were made, ``last``
    means those of the last process before this one, ``text`` is a part of the text or of its translation, in any case,
    and ``sources`` are the only texts meant.
    """

    source_lang: str = ""
    target_lang: str = ""
    translator: str = ""
    since: str = ""
    last: bool = False
    text: str = ""
    sources: frozenset[str] | None = None

    @classmethod
    def parse(cls, conditions: Iterable[str], source_lang: str, target_lang: str, texts: Iterable[str]) -> Forgotten:
        """Return what words of a command line say.

        They are ``all``, ``last``, ``track`` (these ``texts``), ``since=2026-11-28``, ``translator=NAME``,
        ``text=WORDS``.

        Raises UsageError for another word, or a time that is none.

        >>> Forgotten.parse(["last", "translator=apertium"], "en", "es", ()).translator
        'apertium'
        """
        found = cls(source_lang, target_lang)
        for condition in conditions:
            name, _, value = condition.partition("=")
            if condition == "track":
                found = replace(found, sources=frozenset(texts))
            elif condition == "last":
                found = replace(found, last=True)
            elif name == "since" and value:
                found = replace(found, since=_moment(value))
            elif name == "translator" and value:
                found = replace(found, translator=value)
            elif name == "text" and value:
                found = replace(found, text=value)
            elif condition != "all":
                raise UsageError(f"--forget {condition}: not known", hint=_FORGET)
        return found


_FORGET = "all, last, track, since=2026-11-28, translator=NAME, text=WORDS; several narrow it down"


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date or time", hint="since=2026-11-28 or since=2026-11-28T14:00 (UTC)"
        ) from None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M:%S")


def key_of(*what: object) -> str:
    """Return the content hash of anything JSON can hold.

    >>> key_of("a", ["b"]) == key_of("a", ["b"]) != key_of("a", "b")
    True
    """
    return hashlib.sha256(json.dumps(what, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:40]


def default_path() -> Path:
    """Return where the command line keeps its memory: the user's cache folder, named by XDG_CACHE_HOME."""
    return Path(cache_folder()) / "translations.sqlite"


def _private(path: Path) -> None:
    """Make a memory's folder and file for their owner alone; what others can read of an own one is closed to them.

    SQLite gives its journals the rights of the file.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path == default_path():
        path.parent.chmod(0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return
    if path == default_path():
        path.chmod(0o600)


class Memory:
    """Translations on disk (without a path, or with SQLite's ``:memory:``, for this run only); for a ``with`` block.

    ``kept`` says whether there is a file.

    Each :meth:`put` is one transaction: it is all there or not at all, whenever the process ends.

    >>> with Memory() as memory:
    ...     memory.put([("k", MemoryEntry("Yes.", "Sí.", "en", "es", "me"))])
    ...     memory.get(["k", "other"])["k"]
    'Sí.'
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = str(path or _NO_FILE)
        self.kept = self.path != _NO_FILE
        self.session = _SESSION
        try:
            if self.kept:
                _private(Path(self.path))
            self._open()
        except OSError as error:
            raise OutputError(f"{self.path}: {error.strerror or error}") from None
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise InputError(f"{self.path}: not a translation memory: {error}", hint="name another file") from None

    def _open(self) -> None:
        try:
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        except sqlite3.OperationalError as error:
            raise OutputError(f"{self.path}: {error}") from None
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            self._db.close()
            raise UsageError(f"{self.path}: made by a newer captionkit (layout {version}, known: {SCHEMA})")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        if version == 1:  # nothing in it was proven
            self._db.execute("DROP TABLE IF EXISTS entry")
        if version == 2:
            self._db.execute("ALTER TABLE entry ADD COLUMN session TEXT NOT NULL DEFAULT ''")
        self._db.executescript(_TABLE)
        self._db.execute("DELETE FROM reply WHERE made < datetime('now', ?)", (f"-{KEPT_DAYS} days",))
        self._db.execute(f"PRAGMA user_version={SCHEMA}")

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM entry").fetchone()[0])

    def put(self, entries: Iterable[tuple[str, MemoryEntry]], run: str = "") -> None:
        """Write (key, entry) pairs down, in one transaction.

        With a ``run`` they count as unverified: only the same run finds them again, until it confirms them. Raises
        OutputError where the disk will not have it.
        """
        rows = [
            (k, e.source, e.target, e.source_lang, e.target_lang, e.translator, len(e.source), run, self.session)
            for k, e in entries
        ]
        self._transaction(_PUT, rows)

    def confirm(self, run: str, good: Iterable[str]) -> None:
        """Count the entries of a run with a key among ``good`` as verified, and drop its others."""
        kept = set(good)
        mine = [key for (key,) in self._db.execute("SELECT key FROM entry WHERE run=?", (run,))]
        self._transaction("UPDATE entry SET run='' WHERE key=?", [(key,) for key in mine if key in kept])
        self._transaction("DELETE FROM entry WHERE key=?", [(key,) for key in mine if key not in kept])

    def forget(self, what: Forgotten) -> int:
        """Drop the entries that meet every condition; return how many there were.

        Raises OutputError where the disk will not have it.

        >>> with Memory() as memory:
        ...     memory.put([("k", MemoryEntry("Yes.", "Si.", "en", "es", "me"))])
        ...     memory.forget(Forgotten(target_lang="es", text="si"))
        1
        """
        given: list[tuple[str, object]] = [
            (f"{name}=?", value)
            for name, value in (
                ("source_lang", what.source_lang), ("target_lang", what.target_lang), ("translator", what.translator),
            )
            if value
        ]  # fmt: skip
        given += [("made>=?", what.since)] if what.since else []
        if what.last:
            newest = "SELECT session FROM entry WHERE session<>'' AND session<>? ORDER BY session DESC LIMIT 1"
            given.append((f"session=coalesce(({newest}), '?')", self.session))
        where = " AND ".join(condition for condition, _ in given) or "1"
        rows = self._db.execute(f"SELECT key, source, target FROM entry WHERE {where}", [value for _, value in given])  # noqa: S608
        wanted = what.text.casefold()
        keys = [
            key
            for key, source, target in rows
            if (what.sources is None or source in what.sources)
            and (wanted in source.casefold() or wanted in target.casefold())
        ]
        self._transaction("DELETE FROM entry WHERE key=?", [(key,) for key in keys])
        return len(keys)

    def _transaction(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if not rows:
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(statement, rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise OutputError(f"{self.path}: the memory could not be written: {error}") from None

    def get(self, keys: Sequence[str], run: str = "") -> dict[str, str]:
        """Return the verified translations for some keys, and those that this ``run`` has put in before."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, target FROM entry WHERE key IN ({marks}) AND run IN ('', ?)"  # noqa: S608  only marks
            found.update(self._db.execute(query, [*part, run]))
        return found

    def put_reply(self, key: str, answer: str) -> None:
        """Keep what a translator answered, word for word; older answers to the same request go.

        Raises OutputError where the disk will not have it.
        """
        self._transaction("INSERT OR REPLACE INTO reply (key, answer) VALUES (?, ?)", [(key, answer)])

    def reply(self, key: str) -> str | None:
        """Return what was answered to a request, None where that was not kept."""
        row = self._db.execute("SELECT answer FROM reply WHERE key=?", (key,)).fetchone()
        return row[0] if row else None

    def imported(self, text: str, source_lang: str, target_lang: str) -> str | None:
        """Return the imported (TMX) translation of exactly this text, None where there is none."""
        row = self._db.execute(
            "SELECT target FROM entry WHERE source=? AND source_lang=? AND target_lang=? AND translator='tmx'",
            (text, source_lang, target_lang),
        ).fetchone()
        return row[0] if row else None

    def near(self, text: str, source_lang: str, target_lang: str, least: float = 0.85) -> MemoryMatch | None:
        """Return the entry most like a text, None where none reaches ``least``.

        The score is difflib's ratio; only texts whose length lets them reach it are looked at, 2,000 at most.
        """
        low, high = len(text) * least / (2 - least), len(text) * (2 - least) / least
        rows = self._db.execute(
            "SELECT source, target, source_lang, target_lang, translator FROM entry"
            " WHERE source_lang=? AND target_lang=? AND run='' AND letters BETWEEN ? AND ?"
            " ORDER BY abs(letters - ?), key LIMIT 2000",
            (source_lang, target_lang, low, high, len(text)),
        )
        best: MemoryMatch | None = None
        matcher = SequenceMatcher(b=text, autojunk=False)
        for row in rows:
            matcher.set_seq1(row[0])
            floor = best.score if best else least
            if matcher.real_quick_ratio() < floor or matcher.quick_ratio() < floor:
                continue
            score = matcher.ratio()
            if score >= least and (best is None or score > best.score):
                best = MemoryMatch(MemoryEntry(*row), score)
        return best

    def entries(self, *, verified: bool = False) -> Iterator[MemoryEntry]:
        """Yield every entry, or every ``verified`` one, in order of languages and text."""
        only = "WHERE run=''" if verified else ""
        query = (
            f"SELECT source, target, source_lang, target_lang, translator FROM entry {only} ORDER BY 3, 4, 1, 5, key"  # noqa: S608
        )
        for row in self._db.execute(query):
            yield MemoryEntry(*row)
