"""The memory: what was put in comes out, files of others come in, and what is no memory is refused."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.errors import InputError, OutputError, UsageError
from captionkit.translation.memory import Forgotten, Memory, MemoryEntry, default_path, key_of
from captionkit.translation.tmx import import_tmx, read_tmx, write_tmx

XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(XML_TEXT, XML_TEXT), max_size=8))
def test_tmx_round_trip(pairs: list[tuple[str, str]]) -> None:
    entries = [MemoryEntry(source, target, "en", "pt-BR") for source, target in pairs]
    assert list(read_tmx(write_tmx(entries), "en", "pt-BR")) == entries


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=8))
def test_put_and_get(texts: dict[str, str]) -> None:
    with Memory() as memory:
        memory.put((key, MemoryEntry(key, text, "en", "es", "h")) for key, text in texts.items())
        assert memory.get([*texts, "\ud7ff none"]) == texts
        assert len(memory) == len(texts)


def test_what_was_put_is_there_for_the_next(tmp_path: Path) -> None:
    with Memory(tmp_path / "new" / "tm.sqlite") as memory:
        memory.put([("k", MemoryEntry("Yes.", "Sí.", "en", "es", "h"))])
        with Memory(tmp_path / "new" / "tm.sqlite") as another:
            assert another.get(["k"]) == {"k": "Sí."}


def test_the_nearest_entry_wins() -> None:
    with Memory() as memory:
        for n, text in enumerate(
            ["The boat leaves at dawn.", "The boat leaves at noon.", "Something else altogether."]
        ):
            memory.put([(str(n), MemoryEntry(text, text.upper(), "en", "es", "h"))])
        match = memory.near("The boat leaves at noon!", "en", "es", 0.8)
        assert match is not None
        assert match.entry.source == "The boat leaves at noon."
        assert 0.9 < match.score < 1
        assert memory.near("The boat leaves at noon!", "en", "fr", 0.8) is None
        assert memory.near("Nothing like it.", "en", "es", 0.8) is None


def test_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    path.write_bytes(b"not a database at all, but long enough to be looked at " * 30)
    with pytest.raises(InputError, match="not a translation memory"):
        Memory(path)


def test_a_file_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(UsageError, match="newer captionkit"):
        Memory(path)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        Memory(tmp_path / "file" / "tm.sqlite")
    with pytest.raises(OutputError):
        Memory(tmp_path)


def test_the_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path() == tmp_path / "captionkit" / "translations.sqlite"


def test_keys_tell_every_part_apart() -> None:
    assert len({key_of("a", "b"), key_of("ab"), key_of("a", ["b"]), key_of("b", "a"), key_of("a", None)}) == 5


FOREIGN = """<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header/><body>
<tu><tuv xml:lang="EN-GB"><seg>The <bpt i="1">&lt;b&gt;</bpt>old<ept i="1">&lt;/b&gt;</ept> wall</seg></tuv>
<tuv xml:lang="es-ES"><seg>El muro viejo</seg></tuv><tuv xml:lang="fr"><seg>Le mur</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Only one</seg></tuv></tu></body></tmx>""".encode("utf-16")


def test_a_tmx_of_another_tool() -> None:
    entries = list(read_tmx(FOREIGN, "en", "es"))
    assert [(" ".join(e.source.split()), e.target) for e in entries] == [("The old wall", "El muro viejo")]
    assert [e.target for e in read_tmx(FOREIGN, "en", "fr-CA")] == ["Le mur"]
    with Memory() as memory:
        assert import_tmx(memory, FOREIGN, "en", "es") == 1
        assert memory.imported(entries[0].source, "en", "es") == "El muro viejo"


HOSTILE = {
    "billion laughs": b'<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><tmx>&b;</tmx>',
    "outside file": b'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]><tmx>&a;</tmx>',
    "cut off": b"<tmx><body><tu>",
    "not xml": b"hello",
    "nothing": b"",
    "unknown encoding": b'<?xml version="1.0" encoding="x-klingon"?><tmx/>',
    "another root": b"<xliff/>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        list(read_tmx(HOSTILE[name], "en", "es", "x.tmx"))


def test_deeply_nested_xml_is_read() -> None:
    depth = 20_000
    inner = b"<hi>" * depth + b"x" + b"</hi>" * depth
    data = (
        b'<tmx><tu><tuv xml:lang="en"><seg>' + inner + b'</seg></tuv><tuv xml:lang="es"><seg>y</seg></tuv></tu></tmx>'
    )
    assert [e.source for e in read_tmx(data, "en", "es")] == ["x"]


def filled_memory(path: Path | None = None) -> Memory:
    memory = Memory(path)
    for session, rows in (("1", ("one", "two")), ("2", ("three",))):
        memory.session = session
        memory.put((text, MemoryEntry(text, text.upper(), "en", "es", f"by {session}")) for text in rows)
    memory.session = "3"
    memory.put([("un", MemoryEntry("un", "UN", "fr", "es", "by 3"))])
    memory.session = "4"
    return memory


@pytest.mark.parametrize(
    ("what", "dropped"),
    [
        (["all"], {"one", "two", "three"}), (["last"], set()), (["track"], {"two"}), (["text=T"], {"two", "three"}),
        (["text=HREE"], {"three"}), (["translator=by 1"], {"one", "two"}), (["translator=by 1", "text=on"], {"one"}),
        (["since=2000-01-01"], {"one", "two", "three"}), (["since=2999-01-01T00:00+02:00"], set()),
    ],
)  # fmt: skip
def test_what_is_forgotten(what: list[str], dropped: set[str]) -> None:
    with filled_memory() as memory:
        assert memory.forget(Forgotten.parse(what, "en", "es", ["two", "four"])) == len(dropped)
        assert {entry.source for entry in memory.entries()} == {"one", "two", "three", "un"} - dropped


def test_the_last_run_alone_is_forgotten() -> None:
    with filled_memory() as memory:
        memory.put([("more", MemoryEntry("more", "MORE", "fr", "es", "by 4"))])
        assert memory.forget(Forgotten(last=True)) == 1  # run 3; what this run has put in stays
        assert memory.forget(Forgotten(last=True)) == 1
        assert {entry.source for entry in memory.entries()} == {"one", "two", "more"}


@pytest.mark.parametrize("word", ["", "yesterday", "since=", "since=noon", "text="])
def test_what_cannot_be_forgotten(word: str) -> None:
    with pytest.raises(UsageError):
        Forgotten.parse([word], "en", "es", ())


def test_a_memory_of_the_version_before_stays(tmp_path: Path) -> None:
    path = tmp_path / "tm.sqlite"
    with filled_memory(path):
        pass
    old = sqlite3.connect(path)
    old.executescript("ALTER TABLE entry DROP COLUMN session; PRAGMA user_version=2;")
    old.close()
    with Memory(path) as memory:
        assert memory.get(["one"]) == {"one": "ONE"}
        memory.put([("four", MemoryEntry("four", "FOUR", "en", "es", "h"))])
        assert len(memory) == 5


@pytest.mark.skipif(os.name != "posix", reason="not run: rights of files as on POSIX")
def test_a_memory_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.umask(0o022)
    try:
        with filled_memory(tmp_path / "new" / "tm.sqlite"):
            files = sorted((tmp_path / "new").iterdir())
            assert len(files) > 1  # the journal as well
            assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
        # captionkit's own, made by a version that left it open, is closed; another folder is its owner's business
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        default_path().parent.mkdir()
        default_path().touch(0o644)
        with Memory(default_path()):
            assert default_path().stat().st_mode & 0o777 == 0o600
            assert default_path().parent.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)
