"""A session: what an editor does to a file, and what the page is answered."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from threading import Thread

import pytest

from captionkit.review.refusals import EditError
from captionkit.review.session import Session

SRT = (
    "1\n00:00:01,000 --> 00:00:01,400\nGood  evening, <i>dear</i> friends.\n\n"
    "2\n00:00:02,000 --> 00:00:04,000\nCome in & sit.\n\n"
    "3\n00:00:05,000 --> 00:00:06,000\nThanks.\n"
)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT.encode())
    return path


def test_a_session_edits_undoes_saves_and_goes_on_where_it_stopped(talk: Path) -> None:
    with Session([talk]) as session:
        answer = session.op({"op": "u1", "do": "text", "id": "c1", "lines": ["Good evening, dear friends."]})
        assert answer["rows"][0][3] == [[{"t": "Good evening, "}, {"t": "dear", "i": 1}, {"t": " friends."}]]
        assert answer["states"] == {"c1": "corrected"}
        session.op({"do": "split", "id": "c2", "line": 0, "offset": 7})
        session.save()
    assert talk.read_text().count("-->") == 4
    with Session([talk]) as session:
        assert session.state()["undo"] == "split"
        session.undo()
        session.undo()
        session.save()
    assert talk.read_text() == SRT


def test_a_request_sent_again_is_not_made_again(talk: Path) -> None:
    with Session([talk]) as session:
        request = {"op": "u1", "do": "delete", "ids": ["c2"]}
        assert session.op(request)["rev"] == session.op(request)["rev"] == 1


def test_a_second_session_reads_and_does_not_write(talk: Path) -> None:
    with Session([talk]), Session([talk]) as second:
        assert "process" in second.state()["locked"]
        with pytest.raises(EditError) as refused:
            second.op({"do": "delete", "ids": ["c1"]})
        assert refused.value.status == 423


def test_a_name_says_the_language_and_the_direction(tmp_path: Path) -> None:
    path = tmp_path / "talk.he.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\n\u05e9\u05dc\u05d5\u05dd\n", "utf-8")
    for _ in range(2):
        with Session([path]) as session:
            about = session.state()["tracks"][0]
            assert (about["language"], about["direction"]) == ("he", "rtl")


def test_a_request_sent_again_answers_what_it_changed(talk: Path) -> None:
    with Session([talk]) as session:
        request = {"op": "u1", "do": "split", "id": "c2", "line": 0, "offset": 7}
        first = session.op(request)
        assert session.op(request) == {**first, "message": ""}
    with Session([talk]) as session:
        again = session.op(request)
        assert (again["rows"], again["placed"]) == (first["rows"], first["placed"])


def test_media_and_another_style_guide_are_judged_by_from_then_on(talk: Path) -> None:
    with Session([talk]) as session:
        assert not any(f["key"] == "shot-change" for f in session.findings()["findings"].get("c2", ()))
        session.set_media({"film": {"name": "talk.mp4"}}, rate=Fraction(25), shot_changes=[1960], duration=60_000)
        shown = session.set_profile("netflix-en")
        assert shown["name"] == "netflix-en"
        assert session.state()["film"]["name"] == "talk.mp4"
        assert session.state()["rate"] == {"num": 25, "den": 1, "text": "25"}
        assert any(f["key"] == "shot-change" for f in session.findings()["findings"]["c2"])


def test_two_tracks_have_identifiers_of_their_own_and_one_order_of_steps(talk: Path, tmp_path: Path) -> None:
    other = tmp_path / "talk.de.srt"
    other.write_bytes(SRT.encode())
    with Session([talk, other]) as session:
        first = [row[0] for rows in session.state()["rows"] for row in rows]
        assert first == ["c1", "c2", "c3", "c4", "c5", "c6"]
        session.op({"do": "delete", "ids": ["c5"]})
        session.op({"do": "delete", "ids": ["c1"]})
        assert session.undo()["track"] == 0
        assert session.undo()["track"] == 1
        session.op({"do": "text", "id": "c4", "lines": ["Nur hier."]})
        session.save()
    assert talk.read_bytes() == SRT.encode()
    assert "Nur <i>hier</i>." in other.read_text()


def test_a_track_that_is_opened_later_joins_the_journal(talk: Path, tmp_path: Path) -> None:
    other = tmp_path / "talk.de.srt"
    other.write_bytes(SRT.encode())
    with Session([talk]) as session:
        session.op({"do": "insert", "after": "c3", "start": 7000, "end": 8000, "lines": ["New."]})
    with Session([talk, other]) as session:
        rows = session.state()["rows"]
        assert [row[0] for row in rows[0]] == ["c1", "c2", "c3", "c4"]
        assert [row[0] for row in rows[1]] == ["c5", "c6", "c7"]
        session.undo()
        assert [row[0] for row in session.state()["rows"][1]] == ["c5", "c6", "c7"]
    with Session([talk, other]) as session:
        assert [row[0] for row in session.state()["rows"][1]] == ["c5", "c6", "c7"]


def test_threads_may_edit_at_once(talk: Path) -> None:
    with Session([talk]) as session:

        def edit(tab: str) -> None:
            for number in range(10):
                session.op({"do": "insert", "after": "c1", "start": 1500, "end": 1900, "lines": [f"{tab} {number}"]})
                session.findings()
                session.undo()
                session.op({"do": "text", "id": "c3", "lines": [f"{tab} {number}"], "tab": tab})

        threads = [Thread(target=edit, args=(tab,)) for tab in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        state = session.state()
        assert state["rev"] == 120
    with Session([talk]) as session:
        assert session.state()["rows"] == state["rows"]
