"""What changed since the file came in, as the workbench shows it."""

from __future__ import annotations

import pytest

from captionkit.model.track import Track
from captionkit.review.changed import changed, changes_of
from captionkit.review.refusals import EditError
from captionkit.review.session import Session
from tests.quality.changes.test_revisions import TALK


@pytest.fixture
def session(tmp_path):
    Track(TALK, "en").save(tmp_path / "talk.srt")
    with Session([tmp_path / "talk.srt"], rate="25") as opened:
        yield opened


def test_nothing_at_first(session):
    assert changed(session)["changes"] == []


def test_edits_are_found_by_the_cues_they_were_made_on(session):
    session.op({"do": "text", "id": "c2", "lines": ["Nobody had seen the pilot's boat."]})
    session.op({"do": "time", "id": "c4", "start": 9080})
    session.op({"do": "delete", "ids": ["c5"]})
    session.op({"do": "merge", "ids": ["c6", "c7"]})
    rows = changed(session)["changes"]
    assert [(row["kind"], row["fields"], row["ids"][:1]) for row in rows[:3]] == [
        ("changed", ["text"], ["c2"]), ("changed", ["start"], ["c4"]), ("deleted", [], []),
    ]  # fmt: skip
    assert (rows[3]["kind"], rows[3]["old"], len(rows[3]["ids"])) == ("merged", [6, 7], 1)
    assert [cue["text"] for cue in rows[0]["after"]] == ["Nobody had seen the pilot's boat."]
    assert rows[1]["start"] == [9000, 9080]
    assert rows[1]["moved"] == "start +2 f"


def test_cues_that_moved_together_are_one_change_without_their_texts(session):
    session.op({"do": "shift", "from": "c1", "by": 40})
    rows = changed(session)["changes"]
    assert [(row["kind"], row["moved"], row["before"], len(row["ids"])) for row in rows] == [
        ("shifted", "+1 f", [], 12)
    ]


def test_undone_is_not_changed(session):
    session.op({"do": "text", "id": "c2", "lines": ["Other."]})
    session.undo()
    assert changed(session)["changes"] == []


def test_saving_does_not_make_the_changes_forgotten(session):
    session.op({"do": "text", "id": "c2", "lines": ["Other words here."]})
    session.save()
    assert len(changes_of(session)) == 1
    assert "talk.srt" in changes_of(session).render("html")


def test_a_track_that_is_not_open_is_gone(session):
    with pytest.raises(EditError):
        changed(session, 3)


def test_the_server_hands_out_the_page_and_the_table(tmp_path):
    pytest.importorskip("starlette", reason="not run: the extra review is not installed")
    from tests.review.support_server import served

    with served(tmp_path) as client:
        client.post("op", {"do": "text", "id": "c1", "lines": ["<b>Nobody</b> at all."]})
        page = client.get("changes.html")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert b"script" not in page.body.partition(b"</head>")[2]
        assert b"&lt;b&gt;Nobody&lt;/b&gt; at all" in page.body
        assert client.get("changes.csv").body.startswith(b"change,")
        assert client.get("changes").json["changes"][0]["ids"] == ["c1"]
        assert client.get("changes.csv?track=x").status == 400
