"""Operations: whatever is done can be undone, all of it, and done again; each does what editors expect."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit import check
from captionkit.quality.live import LiveCheck
from captionkit.review.judging import passed
from captionkit.review.operations import OPERATIONS
from captionkit.review.refusals import EditError
from captionkit.review.session import Session
from tests.review.scripted import ask, requests, shown

ENGLISH = (
    b"1\n00:00:01,000 --> 00:00:01,400\nGood  evening, <i>dear</i> friends.\n\n2\n00:00:02,000 --> 00:00:04,000\n"
    b"- Come in & sit.\n- No.\n\n3\n00:00:05,000 --> 00:00:06,000\nThanks.\n\n4\n00:00:06,000 --> 00:00:09,000\n"
    b"{\\an8}We waited until midnight and\nnobody called us from home.\n"
)
GERMAN = (
    b"WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n<v Ann>Guten <b>Abend</b>\n\nNOTE hier\n\n00:03.000 --> 00:04.500\n"
    b"<00:03.000>Kommen <00:03.700>Sie &amp; essen\n"
)


@contextmanager
def opened(**files: bytes) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name.replace("_", ".")) for name in files]
        for path, data in zip(paths, files.values(), strict=True):
            path.write_bytes(data)
        yield paths


@settings(max_examples=30)
@given(st.data())
def test_all_that_is_done_can_be_undone_and_done_again(data: st.DataObject) -> None:
    with opened(en_srt=ENGLISH, de_vtt=GERMAN) as paths:
        with Session(paths, language="en") as session:
            first = shown(session)
            states = [first]
            for _ in range(data.draw(st.integers(1, 10))):
                ids = [f"c{n}" for n in range(1, session._desk.document.next_id)]
                before = len(session._desk.history.done)
                ask(session, data.draw(requests(ids)))
                after = len(session._desk.history.done)
                states = [*states, shown(session)] if after > before else [*states[:-1], shown(session)]
            for state in reversed(states[:-1]):
                session.undo()
                assert shown(session) == state
            session.save()
            assert [path.read_bytes() for path in paths] == [ENGLISH, GERMAN]
            for state in states[1:]:
                session.redo()
                assert shown(session) == state
        with Session(paths, language="en") as session:
            assert shown(session) == states[-1]
            while session.state()["undo"]:
                session.undo()
            assert shown(session) == first


@settings(max_examples=30)
@given(st.data())
def test_a_page_that_follows_the_answers_shows_what_is_there(data: st.DataObject) -> None:
    with opened(en_srt=ENGLISH, de_vtt=GERMAN) as paths, Session(paths, language="en") as session:
        page = Page(session)
        for _ in range(data.draw(st.integers(1, 10))):
            ids = [f"c{n}" for n in range(1, session._desk.document.next_id)]
            what = data.draw(st.sampled_from(("op", "op", "op", "undo", "redo")))
            if what == "op":
                page.hear(ask(session, data.draw(requests(ids))))
            elif session.state()[what]:
                page.hear(getattr(session, what)())
            assert page.rows == [{row[0]: row for row in rows} for rows in session.state()["rows"]]
            assert [list(rows) for rows in page.order] == [[row[0] for row in rows] for rows in session.state()["rows"]]
            assert page.states == session.state()["states"]
            assert page.notes == {note["id"]: note for note in session.state()["notes"]}
            assert page.findings == all_findings(session)


class Page:
    """What a page keeps: rows in order, states, notes, findings; changed by answers alone."""

    def __init__(self, session: Session) -> None:
        state = session.state()
        self.rows = [{row[0]: row for row in rows} for rows in state["rows"]]
        self.order = [[row[0] for row in rows] for rows in state["rows"]]
        self.states = dict(state["states"])
        self.notes = {note["id"]: note for note in state["notes"]}
        self.findings = all_findings(session)

    def hear(self, answer: dict[str, Any] | None) -> None:
        if answer is None:
            return
        for name in answer["gone"]:
            for rows, order in zip(self.rows, self.order, strict=True):
                if name in rows:
                    del rows[name]
                    order.remove(name)
            self.findings.pop(name, None)
        track = answer["track"]
        for row in answer["rows"]:
            where = next((n for n, rows in enumerate(self.rows) if row[0] in rows), track)
            if row[0] in answer["placed"]:
                before = answer["placed"][row[0]]
                self.order[where].insert(self.order[where].index(before) + 1 if before else 0, row[0])
            self.rows[where][row[0]] = row
        for name, state in answer["states"].items():
            self.states[name] = state
            if state == "open":
                del self.states[name]
        self.notes |= {note["id"]: note for note in answer["notes"]}
        for name in answer["gone_notes"]:
            self.notes.pop(name, None)
        self.findings |= answer["findings"]


def all_findings(session: Session) -> dict[str, Any]:
    """Return the findings of all cues, by a session of its own eyes: a whole check."""
    found = {}
    for number, opened_track in enumerate(session._desk.document.tracks):
        for at, name in enumerate(opened_track.ids):
            found[name] = session._desk.check(number) and _found(session, number, at, name)
    return found


def _found(session: Session, number: int, at: int, name: str) -> list[dict[str, Any]]:
    desk = session._desk
    fresh = LiveCheck(desk.track(number).track, desk.bench.profile, desk.bench.options(number))
    return passed(fresh.found(at), partial(desk.reason, number, name))


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "talk.srt"
    path.write_bytes(ENGLISH)
    with Session([path], language="en") as session:
        yield session


def _rows(session: Session) -> dict[str, list[Any]]:
    return {row[0]: row for row in session.state()["rows"][0]}


def test_two_neighbours_where_they_meet_are_one_step(talk: Session) -> None:
    talk.op({"do": "times", "times": [{"id": "c2", "end": 4420}, {"id": "c3", "start": 4500}]})
    assert (_rows(talk)["c2"][2], _rows(talk)["c3"][1]) == (4420, 4500)
    talk.undo()
    assert (_rows(talk)["c2"][2], _rows(talk)["c3"][1]) == (4000, 5000)


def test_an_approved_cue_that_is_edited_is_corrected_and_undo_approves_it_again(talk: Session) -> None:
    talk.op({"do": "state", "ids": ["c1", "c2"], "value": "approved"})
    assert talk.op({"do": "time", "id": "c1", "end": 1900})["states"] == {"c1": "corrected"}
    assert talk.undo()["states"] == {"c1": "approved"}


def test_a_cue_to_be_redone_stays_so_until_somebody_says_otherwise(talk: Session) -> None:
    talk.op({"do": "state", "ids": ["c1"], "value": "redo"})
    assert talk.op({"do": "time", "id": "c1", "end": 1900})["states"] == {}


def test_typing_is_one_step_until_the_page_says_otherwise(talk: Session) -> None:
    for text, join in (("T", False), ("Th", True), ("Tha", True)):
        talk.op({"do": "text", "id": "c3", "lines": [text], "join": join, "tab": "a"})
    talk.op({"do": "text", "id": "c3", "lines": ["Thank you."], "tab": "a"})
    talk.undo()
    assert _rows(talk)["c3"][3] == ["Tha"]
    talk.undo()
    assert _rows(talk)["c3"][3] == ["Thanks."]


def test_typing_does_not_join_what_was_saved(talk: Session) -> None:
    talk.op({"do": "text", "id": "c3", "lines": ["T"]})
    talk.save()
    talk.op({"do": "text", "id": "c3", "lines": ["Th"], "join": True})
    talk.undo()
    assert _rows(talk)["c3"][3] == ["T"]
    assert talk.state()["unsaved"] == 0


def test_plain_text_keeps_styles_and_runs_set_them(talk: Session) -> None:
    lines = talk.op({"do": "text", "id": "c1", "lines": ["Good night, dear friends."]})["rows"][0][3]
    assert lines == [[{"t": "Good night, "}, {"t": "dear", "i": 1}, {"t": " friends."}]]
    lines = talk.op({"do": "text", "id": "c1", "lines": [[{"t": "Good", "b": 1}, {"t": " night."}]]})["rows"][0][3]
    assert lines == [[{"t": "Good", "b": 1}, {"t": " night."}]]


def test_offsets_are_counted_as_a_page_counts(talk: Session) -> None:
    talk.op({"do": "text", "id": "c3", "lines": ["\U0001f600\U0001f600 yes no"]})
    talk.op({"do": "style", "id": "c3", "line": 0, "from": 5, "to": 8, "style": "i", "on": True})
    assert _rows(talk)["c3"][3] == [[{"t": "\U0001f600\U0001f600 "}, {"t": "yes", "i": 1}, {"t": " no"}]]
    hit = next(one for one in talk.find({"text": "NO"})["hits"] if one["id"] == "c3")
    assert (hit["start"], hit["end"], hit["text"]) == (9, 11, "no")
    talk.op({"do": "split", "id": "c3", "line": 0, "offset": 9})
    assert _rows(talk)["c5"][3] == ["no"]


def test_replacing_keeps_styles_and_refuses_what_is_there_no_longer(talk: Session) -> None:
    hits = talk.find({"text": r"(\w+) friends", "regex": True, "with": r"old \1 friends"})["hits"]
    assert hits[0]["with"] == "old dear friends"
    stale = talk.find({"text": "Thanks"})["hits"]
    talk.op({"do": "replace", "hits": hits, "with": ""})
    assert "".join(run["t"] for run in _rows(talk)["c1"][3][0]) == "Good  evening, old dear friends."
    talk.op({"do": "text", "id": "c3", "lines": ["No thanks."]})
    with pytest.raises(EditError) as refused:
        talk.op({"do": "replace", "hits": stale, "with": "Cheers"})
    assert refused.value.as_dict()["row"][3] == ["No thanks."]


def test_a_text_for_a_cue_that_another_tab_changed_is_refused(talk: Session) -> None:
    rev = talk.state()["rev"]
    talk.op({"do": "text", "id": "c3", "lines": ["Mine."], "tab": "a", "base": rev})
    with pytest.raises(EditError) as refused:
        talk.op({"do": "text", "id": "c3", "lines": ["Yours."], "tab": "b", "base": rev})
    assert (refused.value.kind, refused.value.as_dict()["row"][3]) == ("changed", ["Mine."])
    talk.op({"do": "time", "id": "c3", "end": 5900, "tab": "b", "base": rev})  # a time stands beside it
    talk.op({"do": "text", "id": "c3", "lines": ["More."], "tab": "a", "base": rev})  # and one's own text


def test_a_shift_before_the_beginning_is_refused(talk: Session) -> None:
    with pytest.raises(EditError, match="before the film"):
        talk.op({"do": "shift", "from": "c1", "by": -1001})
    assert talk.op({"do": "shift", "from": "c2", "by": -1000})["rows"][0][1] == 1000


def test_a_merge_does_as_told_and_says_what_it_breaks(talk: Session) -> None:
    answer = talk.op({"do": "merge", "ids": ["c3", "c4", "c2"]})
    assert (answer["gone"], answer["rows"][0][:3]) == (["c3", "c4"], ["c2", 2000, 9000])
    assert "lines" in answer["message"]
    assert "positions" in answer["message"]
    talk.undo()
    with pytest.raises(EditError, match="follow"):
        talk.op({"do": "merge", "ids": ["c1", "c3"]})


def test_nothing_that_is_refused_changes_anything(talk: Session) -> None:
    before = shown(talk)
    for request in (
        {"do": "nonsense"}, {"do": "delete", "ids": []}, {"do": "delete", "ids": ["c9"]},
        {"do": "time", "id": "c1", "end": 900}, {"do": "shift", "from": "c1"},
        {"do": "split", "id": "c3", "line": 0, "offset": 0}, {"do": "split", "id": "c3", "line": 0, "offset": 99},
        {"do": "split", "id": "c3", "line": -1, "offset": 1}, {"do": "text", "id": "c1", "lines": "no list"},
        {"do": "text", "id": "c1", "lines": [{"t": "x"}]}, {"do": "insert", "start": 5, "end": 1, "lines": []},
        {"do": "move_word", "id": "c3", "to": "next"}, {"do": "place", "ids": ["c1"], "place": "left"}, {"do": 5},
        {"do": "time", "id": "c1", "start": "0"}, {"do": "time", "id": ["c1"]}, {"do": "accept", "keys": ["p1"]},
        {"do": "text", "id": "c1", "lines": ["x" * 200_000]}, {"do": "note", "text": "  "},
    ):  # fmt: skip
        with pytest.raises(EditError):
            talk.op(request)
    assert shown(talk) == before
    assert talk.state()["rev"] == 0


def test_a_waived_finding_is_settled_and_counts_again(talk: Session) -> None:
    answer = talk.op({"do": "waive", "id": "c1", "key": "min-duration", "reason": "a flash, on purpose"})
    found = {one["key"]: one.get("waived") for one in answer["findings"]["c1"]}
    assert found["min-duration"] == "a flash, on purpose"
    assert found["reading-speed"] is None
    talk.undo()
    assert not any("waived" in one for one in talk.findings()["findings"]["c1"])


def test_a_note_sticks_to_its_cue_and_says_when_that_has_another_text(talk: Session) -> None:
    note = talk.op({"do": "note", "id": "c3", "text": "Really?"})["notes"][0]
    assert (note["cue"], note["ms"], note["was"], note["earlier"]) == ("c3", 5000, "Thanks.", False)
    assert talk.op({"do": "text", "id": "c3", "lines": ["No."]})["notes"][0]["earlier"]
    talk.op({"do": "answer", "note": "n1", "text": "Yes.", "who": "Ann"})
    assert talk.op({"do": "settle", "note": "n1"})["notes"][0]["settled"]
    assert talk.op({"do": "delete", "ids": ["c3"]})["notes"][0]["gone"]
    assert talk.op({"do": "unnote", "note": "n1"})["gone_notes"] == ["n1"]


def test_accepting_proposals_makes_the_track_pass(talk: Session) -> None:
    heard: list[dict[str, Any]] = []
    talk.listen(lambda event, body: heard.append(body) if event == "proposal" else None)
    talk.start_proposals()
    talk.wait_for_proposals()
    before = len(check(talk.tracks[0], language="en").findings)
    answer = talk.op({"do": "accept", "keys": [one["key"] for one in heard]})
    assert answer["message"] == ""
    assert len(check(talk.tracks[0], language="en").findings) < before
    talk.undo()
    assert len(check(talk.tracks[0], language="en").findings) == before


def test_a_proposal_that_no_longer_fits_is_left_out(talk: Session) -> None:
    (one,) = talk.proposals("c1")["proposals"]
    assert talk.proposals("c1")["proposals"] == [one]
    talk.op({"do": "text", "id": "c1", "lines": ["Evening."]})
    with pytest.raises(EditError, match="changed since"):
        talk.op({"do": "accept", "keys": [one["key"]]})


KEYS = (
    "id", "ids", "lines", "start", "end", "times", "track", "after", "line", "offset", "to", "from", "by", "name", "t",
    "place", "style", "on", "hits", "with", "keys", "value", "text", "ms", "note", "key", "reason", "base", "op", "cue",
)  # fmt: skip


def _json() -> st.SearchStrategy[Any]:
    leaf = (
        st.none() | st.booleans() | st.integers(-5, 10**14) | st.floats(allow_nan=False) | st.text(max_size=5)
        | st.sampled_from(("c1", "c2", "c9", "n1", "next", "i", "top"))
    )  # fmt: skip
    return st.recursive(
        leaf,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
        max_leaves=12,
    )


@settings(max_examples=100)
@given(st.sampled_from([*OPERATIONS, "nonsense"]), st.dictionaries(st.sampled_from(KEYS), _json(), max_size=8))
def test_whatever_a_page_sends_is_made_or_refused(do: str, request: dict[str, Any]) -> None:
    with opened(en_srt=ENGLISH, de_vtt=GERMAN) as paths, Session(paths, language="en") as session:
        for ask, asked in ((session.op, {**request, "do": do}), (session.find, request), (session.measure, request)):
            with suppress(EditError):
                ask(asked)
        state = session.state()
        json.dumps(state)
        assert state["rev"] <= 1
        for rows in state["rows"]:
            assert all(isinstance(row[1], int) and isinstance(row[2], int) for row in rows)
