"""The journal: what was acknowledged is there after any end, and leads back to the bytes that came in."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.errors import InputError, OutputError
from captionkit.formats import FORMATS
from captionkit.model.cue import Cue
from captionkit.review.codec import read_delta, write_delta
from captionkit.review.document import Delta, Document, Remark, Splice
from captionkit.review.journal import ReviewJournal, journal_path
from captionkit.review.lock import JournalLock, on_network
from captionkit.review.refusals import EditError
from captionkit.review.session import Session
from tests.strategies import cues, tracks

SRT = b"".join(
    b"%d\n00:00:%02d,000 --> 00:00:%02d,900\nLine <i>%d</i>  of the talk.\n\n" % (n + 1, n, n, n) for n in range(40)
)
#: What a process does until it is killed: edits, undoing, saving; each number is written once the answer is there.
EDITOR = """
import random, sys
from captionkit.review.refusals import EditError
from captionkit.review.session import Session
pick = random.Random(int(sys.argv[2]))
with Session([sys.argv[1]]) as session:
    print("ready", flush=True)
    for number in range(100_000):
        ids = [row[0] for row in session.state()["rows"][0]]
        one = pick.choice(ids)
        op = f"op{number}"
        try:
            what = pick.choice(["text", "text", "time", "split", "merge", "delete", "insert", "undo", "redo", "save"])
            if what == "text":
                session.op({"op": op, "do": what, "id": one, "lines": [f"Edit {number}", "of a cue"]})
            elif what == "time":
                session.op({"op": op, "do": what, "id": one, "end": pick.randrange(100_000)})
            elif what == "split":
                session.op({"op": op, "do": what, "id": one, "line": 0, "offset": 4})
            elif what == "merge":
                session.op({"op": op, "do": what, "ids": ids[:2]})
            elif what == "delete" and len(ids) > 20:
                session.op({"op": op, "do": what, "ids": [one]})
            elif what == "insert":
                session.op({"op": op, "do": what, "after": one, "start": 1000, "end": 2000, "lines": ["New."]})
            elif what == "save":
                session.save()
            elif what in ("undo", "redo"):
                getattr(session, what)({"op": op})
        except EditError:
            continue
        state = session.state()
        print(state['rev'], len(state['rows'][0]), flush=True)
"""


def _edit_until_killed(path: Path, seed: int) -> tuple[int, int]:
    """Return the revision and the number of cues that were acknowledged last."""
    command = [sys.executable, "-c", EDITOR, str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        time.sleep(random.Random(seed).uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        said = [line.split() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return (int(said[-1][0]), int(said[-1][1])) if said else (0, 40)


@pytest.mark.parametrize("start", [0, 10])
def test_what_was_acknowledged_outlives_a_killed_process(tmp_path: Path, start: int) -> None:
    for seed in range(start, start + 10):
        path = tmp_path / f"talk{seed}.srt"
        path.write_bytes(SRT)
        rev, count = _edit_until_killed(path, seed)
        with Session([path]) as session:
            state = session.state()
            assert state["rev"] in (rev, rev + 1)  # one more may have been written and not said
            if state["rev"] == rev:
                assert len(state["rows"][0]) == count
            assert session.check_outside() is None
            while session.state()["undo"]:
                session.undo()
            session.save()
        assert path.read_bytes() == SRT


def test_a_copy_made_in_the_middle_of_writing_opens(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    with Session([path]) as session:
        for number in range(20):
            session.op({"do": "text", "id": "c1", "lines": [f"Edit {number}"]})
        other = tmp_path / "copy"
        other.mkdir()
        for file in tmp_path.glob("talk.srt*"):
            if not file.name.endswith("-lock"):
                shutil.copy(file, other)
        before = session.state()
    with Session([other / "talk.srt"]) as session:
        assert session.state()["rows"] == before["rows"]
        assert session.state()["rev"] == 20


def test_a_second_session_reads_follows_and_does_not_write(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    with Session([path]) as first:
        with Session([path]) as second:
            first.op({"do": "text", "id": "c1", "lines": ["Edited."]})
            assert second.state()["rows"] == first.state()["rows"]
            asked: list[Callable[[], Any]] = [
                second.undo,
                second.save,
                partial(second.op, {"do": "delete", "ids": ["c1"]}),
            ]
            for ask in asked:
                with pytest.raises(EditError) as refused:
                    ask()
                assert refused.value.kind == "locked"
        first.op({"do": "delete", "ids": ["c2"]})
    with Session([path]) as third:
        assert third.state()["locked"] is None
    assert sorted(file.name for file in tmp_path.iterdir()) == ["talk.srt", "talk.srt.ckreview"]


def test_a_lock_goes_with_its_process_and_a_left_over_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    _edit_until_killed(path, 3)
    assert (tmp_path / "talk.srt.ckreview-lock").exists()
    with Session([path]) as session:
        assert session.state()["locked"] is None


def test_a_journal_that_is_none_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    beside = tmp_path / "talk.srt.ckreview"
    beside.write_bytes(b"something else of some length" * 100)
    with pytest.raises(OutputError, match="cannot be used as a journal"):
        Session([path])
    assert beside.read_bytes() == b"something else of some length" * 100


def test_a_damaged_row_is_said_and_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Edited."]})
    with sqlite3.connect(tmp_path / "talk.srt.ckreview") as base:
        base.execute("UPDATE log SET delta = ?", (b'{"splices":[[0,70,1,[]]]}',))
    with pytest.raises(InputError, match="damaged"):
        Session([path])


def test_a_folder_that_cannot_be_written_has_its_journals_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("os.access", lambda *_: False)
    assert journal_path(str(path)).parent == tmp_path / "cache" / "captionkit" / "review"


def test_a_journal_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)

    def full(*_: object) -> int:
        raise OutputError("disk full")

    with Session([path]) as session:
        monkeypatch.setattr(ReviewJournal, "add", full)
        before = session.state()
        with pytest.raises(OutputError):
            session.op({"do": "insert", "after": "c1", "start": 1, "end": 2, "lines": []})
        assert session.state() == before
        monkeypatch.undo()
        assert session.op({"do": "insert", "after": "c1", "start": 1, "end": 2, "lines": []})["placed"] == {"c41": "c1"}


def test_a_journal_goes_with_its_track_to_another_folder(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Line 0 edited."]})
    other = tmp_path / "other"
    other.mkdir()
    for file in list(tmp_path.glob("talk.srt*")):
        file.rename(other / file.name)
    with Session([other / "talk.srt"]) as session:
        assert len(session.state()["tracks"]) == 1
        session.save()
    assert "Line <i>0</i> edited." in (other / "talk.srt").read_text()
    assert not path.exists()


def test_network_shares_get_no_write_ahead_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not on_network(tmp_path)
    monkeypatch.setattr("captionkit.review.journal.on_network", lambda _: True)
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    with Session([path]) as session:
        session.op({"do": "text", "id": "c1", "lines": ["Edited."]})
        assert not list(tmp_path.glob("*-wal"))
    with Session([path]) as session:
        assert session.tracks[0][0].text == "Edited."


def test_a_journal_from_elsewhere_leads_to_no_file_that_was_not_asked_for(tmp_path: Path) -> None:
    path, other = tmp_path / "talk.srt", tmp_path / "other.srt"
    path.write_bytes(SRT)
    other.write_bytes(SRT)
    with Session([path, other]) as session:
        session.op({"do": "text", "id": "c41", "lines": ["Not here."]})
    with sqlite3.connect(tmp_path / "talk.srt.ckreview") as base:
        base.execute("UPDATE track SET path = ? WHERE n = 1", (str(tmp_path / "victim"),))
    (tmp_path / "victim").write_text("precious")
    with Session([path]) as session:
        session.save({"force": True})
        assert session.check_outside() is None
    assert (tmp_path / "victim").read_text() == "precious"
    with sqlite3.connect(tmp_path / "talk.srt.ckreview") as base:
        base.execute("UPDATE track SET path = ? WHERE n = 0", (str(tmp_path / "victim"),))
    with pytest.raises(InputError, match="another track"):
        Session([path])


def test_a_journal_that_cannot_be_used_is_not_kept_locked(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    beside = tmp_path / "talk.srt.ckreview"
    beside.write_bytes(b"something else" * 100)
    with pytest.raises(OutputError):
        Session([path])
    beside.unlink()
    with Session([path]) as session:
        assert session.state()["locked"] is None


# --- changes as bytes


@given(tracks(min_size=0), st.lists(cues(), max_size=3), st.data())
def test_a_delta_read_again_is_the_delta(track: Any, new: list[Cue], data: st.DataObject) -> None:
    document = Document()
    opened = document.add(track, "x")
    at = data.draw(st.integers(0, len(track)))
    count = data.draw(st.integers(0, len(track) - at))
    named = list(zip(document.new_ids(len(new)), new, strict=True))
    remark = Remark("note", "n1", None, {"text": "\ud800 half"})
    delta = Delta((document.splice(0, at, count, named),), (remark,), opened.ids[0] if opened.ids else "")
    assert read_delta(write_delta(delta), document) == delta


@given(st.integers(-500, 500))
def test_times_alone_are_kept_as_times(by: int) -> None:
    for name, data in (("srt", SRT), ("vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n<v Ann>One <b>two</b>\n")):
        from captionkit import loads

        document = Document()
        opened = document.add(loads(data, FORMATS.get(name).name), "x")
        new = [(one, cue.replace(start=cue.start + by, end=cue.end + by)) for one, cue in opened.named]
        delta = Delta((Splice(0, 0, tuple(opened.named), tuple(new)),))
        again = read_delta(write_delta(delta), document)
        assert again == delta
        assert [cue.raw for _, cue in again.splices[0].new] == [cue.raw for _, cue in new]
        assert json.loads(_plain(write_delta(delta)))["splices"][0][3] == by


def _plain(data: bytes) -> bytes:
    from captionkit.review.codec import unpacked

    return data if data[:1] == b"{" else unpacked(data)


def test_a_journal_that_another_session_is_making_at_this_moment_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt.ckreview"
    lock = JournalLock(path.with_name(path.name + "-lock"))
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(lambda: ReviewJournal(path).holder)
        time.sleep(0.2)
        assert not opening.done()
        lock.release()
        ReviewJournal(path).close()  # as the first session goes on
        assert opening.result(5)
