"""A session: what an editor does to a file, and what the page is answered."""

from __future__ import annotations

from pathlib import Path

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
