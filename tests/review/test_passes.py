"""Findings that are let pass: in the track's waiver file, as check reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from captionkit import check
from captionkit.errors import InputError
from captionkit.review.session import Session

SRT = b"".join(b"%d\n00:00:0%d,000 --> 00:00:0%d,400\nYes.\n\n" % (n, n, n) for n in (1, 3, 5))


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.srt"
    path.write_bytes(SRT)
    return path


def _short(session: Session) -> dict[str, str | None]:
    found = session.findings()["findings"]
    return {name: one.get("waived") for name, some in found.items() for one in some if one["key"] == "min-duration"}


def test_what_is_let_pass_here_passes_a_check_after_saving(talk: Path) -> None:
    with Session([talk]) as session:
        session.op({"do": "waive", "id": "c3", "key": "min-duration", "reason": 'a "flash", on purpose'})
        session.op({"do": "insert", "after": None, "start": 0, "end": 900, "lines": ["First."]})
        session.save()
        report = check(str(talk))
        assert [(one.finding.cue, one.reason) for one in report.waived] == [(4, 'a "flash", on purpose')]
        session.undo()
        session.undo()
        session.save()
    assert check(str(talk)).waived == ()


def test_what_the_waiver_file_says_is_shown_and_stays_with_its_cue(talk: Path) -> None:
    beside = talk.with_name("talk.srt.waivers.toml")
    beside.write_text(
        '[[waive]]\nrule = "min-duration"\ncue = 2\nreason = "meant"\n\n'
        '[[waive]]\nrule = "reading-speed"\nreason = "read aloud"\n'
    )
    with Session([talk]) as session:
        assert _short(session) == {"c1": None, "c2": "meant", "c3": None}
        session.op({"do": "delete", "ids": ["c1"]})
        session.save()
        assert _short(session) == {"c2": "meant", "c3": None}
        assert "cue = 1" in beside.read_text()
        assert "read aloud" in beside.read_text()
        session.op({"do": "waive", "id": "c2", "key": "min-duration", "reason": ""})
        assert _short(session) == {"c2": None, "c3": None}
        session.save()
        assert "meant" not in beside.read_text()
    with Session([talk]) as session:
        assert _short(session) == {"c2": None, "c3": None}


def test_a_waiver_file_that_is_not_needed_is_not_touched(talk: Path) -> None:
    beside = talk.with_name("talk.srt.waivers.toml")
    text = '# why\n[[waive]]\nrule = "min-duration"\ntext = "Yes"\nreason = "meant"\n'
    beside.write_text(text)
    with Session([talk]) as session:
        assert set(_short(session).values()) == {"meant"}
        session.op({"do": "time", "id": "c1", "end": 1500})
        session.save()
    assert beside.read_text() == text


def test_a_waiver_file_at_fault_is_said(talk: Path) -> None:
    talk.with_name("talk.srt.waivers.toml").write_text("[[waive]]\nrule = 5\n")
    with pytest.raises(InputError, match="waivers at fault"):
        Session([talk])
