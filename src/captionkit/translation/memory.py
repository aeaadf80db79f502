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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from captionkit.errors import InputError, OutputError, UsageError

__all__ = ["Memory", "MemoryEntry", "MemoryMatch", "default_path", "key_of"]

#: The layout of the file; a file with a higher number was made by a newer captionkit.
SCHEMA = 2

_TABLE = """
CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL, translator TEXT NOT NULL, letters INTEGER NOT NULL, run TEXT NOT NULL DEFAULT '',
    made TEXT NOT NULL DEFAULT (datetime('now'))
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS near ON entry (source_lang, target_lang, letters);
CREATE INDEX IF NOT EXISTS same ON entry (source, source_lang, target_lang);
"""
_PUT = (
    "INSERT OR REPLACE INTO entry (key, source, target, source_lang, target_lang, translator, letters, run)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


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


def key_of(*what: object) -> str:
    """Return the content hash of anything JSON can hold.

    >>> key_of("a", ["b"]) == key_of("a", ["b"]) != key_of("a", "b")
    True
    """
    return hashlib.sha256(json.dumps(what, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:40]


def default_path() -> Path:
    """Return where the command line keeps its memory: the user's cache folder, named by XDG_CACHE_HOME."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(base) / "captionkit" / "translations.sqlite"


class Memory:
    """Translations on disk (or, without a path, for this run only). Use it in a ``with`` block.

    Each :meth:`put` is one transaction: it is all there or not at all, whenever the process ends.

    >>> with Memory() as memory:
    ...     memory.put([("k", MemoryEntry("Yes.", "Sí.", "en", "es", "me"))])
    ...     memory.get(["k", "other"])["k"]
    'Sí.'
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = str(path) if path is not None else ":memory:"
        try:
            if path is not None:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
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
        self._db.executescript(_TABLE)
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
            (k, e.source, e.target, e.source_lang, e.target_lang, e.translator, len(e.source), run) for k, e in entries
        ]
        self._transaction(_PUT, rows)

    def confirm(self, run: str, good: Iterable[str]) -> None:
        """Count the entries of a run with a key among ``good`` as verified, and drop its others."""
        kept = set(good)
        mine = [key for (key,) in self._db.execute("SELECT key FROM entry WHERE run=?", (run,))]
        self._transaction("UPDATE entry SET run='' WHERE key=?", [(key,) for key in mine if key in kept])
        self._transaction("DELETE FROM entry WHERE key=?", [(key,) for key in mine if key not in kept])

    def forget(self, source_lang: str = "", target_lang: str = "", translator: str = "") -> int:
        """Drop every entry of a pair of languages and a translator (``""``: of any); return how many there were.

        >>> with Memory() as memory:
        ...     memory.put([("k", MemoryEntry("Yes.", "Si.", "en", "es", "me"))])
        ...     memory.forget(target_lang="es")
        1
        """
        wanted = (source_lang, source_lang, target_lang, target_lang, translator, translator)
        query = "FROM entry WHERE (?='' OR source_lang=?) AND (?='' OR target_lang=?) AND (?='' OR translator=?)"
        count = int(self._db.execute(f"SELECT count(*) {query}", wanted).fetchone()[0])
        self._transaction(f"DELETE {query}", [wanted])
        return count

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
