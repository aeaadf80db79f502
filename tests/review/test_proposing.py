"""Proposals: sums of what a fix would do, for a cue and for a track, in a process that can be stopped."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.quality.fix import fix
from captionkit.review.proposing import near, offers_in, pieces
from captionkit.review.session import Session
from captionkit.transforms import Options

TEXTS = (
    "Yes.",
    "Good  evening.",
    "",
    "- No.\n- Why?",
    "A text of a length that one line of it cannot hold, really not",
    "Yes.",
)


@st.composite
def some_cues(draw: st.DrawFn) -> list[Cue]:
    cues, at = [], 0
    for _ in range(draw(st.integers(1, 9))):
        at += draw(st.integers(-900, 2500))
        length = draw(st.integers(0, 3000))
        cues.append(Cue(max(0, at), max(0, at) + length, draw(st.sampled_from(TEXTS))))
        at += length
    return cues


@given(some_cues())
def test_all_proposals_together_are_what_a_fix_does(cues: list[Cue]) -> None:
    ids = [f"c{n}" for n in range(len(cues))]
    offers = offers_in(0, ids, cues, load("default"), Options(language="en"))
    made: list[Cue] = list(cues)
    for offer in sorted(offers, key=lambda one: -ids.index(one.ids[0])):
        first = ids.index(offer.ids[0])
        assert offer.before == tuple(cues[first : first + len(offer.ids)])
        made[first : first + len(offer.ids)] = offer.after
    assert made == list(fix(Track(cues, language="en"), load("default"), Options(language="en")).track.cues)


@given(some_cues(), st.data())
def test_proposals_of_a_cue_are_about_it(cues: list[Cue], data: st.DataObject) -> None:
    ids = [f"c{n}" for n in range(len(cues))]
    at = data.draw(st.integers(0, len(cues) - 1))
    for offer in near(0, ids, cues, at, load("default"), Options(language="en")):
        assert ids[at] in offer.ids
        assert offer.why
        assert offer.code.startswith("quality.")


@given(st.lists(st.integers(0, 3000), max_size=400))
def test_pieces_cover_a_track_once(gaps: list[int]) -> None:
    cues, at = [], 0
    for gap in gaps:
        cues.append(Cue(at + gap, at + gap + 1000, "Yes."))
        at += gap + 1000
    ids = [f"c{n}" for n in range(len(cues))]
    parts = list(pieces(ids, cues))
    assert [n for _, part in parts for n in range(part.start, part.stop)] == list(range(len(cues)))
    assert all(around.start <= part.start and around.stop >= part.stop for around, part in parts)


def _bad(count: int) -> bytes:
    pick = random.Random(1)
    rows, at = [], 1000
    for number in range(count):
        end = at + pick.choice((300, 900, 2000))
        rows.append(f"{number + 1}\n{_clock(at)} --> {_clock(end)}\n{pick.choice(TEXTS[:2])}\n")
        at = end + pick.choice((0, 20, 900))
    return "\n".join(rows).encode()


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "talk.srt"
    path.write_bytes(_bad(300))
    with Session([path], language="en") as session:
        yield session


def test_proposals_for_a_track_arrive_while_it_is_edited(talk: Session) -> None:
    heard: list[tuple[str, dict[str, Any]]] = []
    talk.listen(lambda event, body: heard.append((event, body)))
    talk.start_proposals()
    talk.op({"do": "delete", "ids": ["c2"]})
    talk.wait_for_proposals()
    found = [body for event, body in heard if event == "proposal"]
    done = [body["done"] for event, body in heard if event == "proposals"]
    assert len(found) > 50
    assert len({one["key"] for one in found}) == len(found)
    assert done == sorted(done)
    assert heard[-1][1] == {"track": 0, "done": 1.0, "count": len(found), "ended": True}


def test_proposals_of_one_kind_of_finding(talk: Session) -> None:
    heard: list[dict[str, Any]] = []
    talk.listen(lambda event, body: heard.append(body) if event == "proposal" else None)
    talk.start_proposals(codes=["quality.double-space"])
    talk.wait_for_proposals()
    assert {one["code"] for one in heard} == {"quality.double-space"}


def test_work_on_proposals_is_stopped_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "long.srt"
    path.write_bytes(_bad(20_000))
    heard: list[dict[str, Any]] = []
    with Session([path], language="en") as session:
        session.listen(lambda event, body: heard.append(body) if event == "proposals" else None)
        session.start_proposals()
        while not heard:
            time.sleep(0.01)
        work = session._proposer._work
        session.stop_proposals()
        assert work is not None
        work.wait()
    assert heard[-1]["ended"]
    assert heard[-1]["done"] < 1


def test_a_script_without_a_guard_may_ask_for_proposals(tmp_path: Path) -> None:
    """What starts the process must not run the user's own script once more."""
    import subprocess
    import sys

    path = tmp_path / "talk.srt"
    path.write_bytes(_bad(5))
    script = tmp_path / "script.py"
    script.write_text(
        "from captionkit.review.session import Session\n"
        f"with Session([{str(path)!r}]) as session:\n"
        "    session.start_proposals()\n    session.wait_for_proposals()\n    print('done')\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=100)
    assert done.stdout == "done\n"


def test_looking_again_shows_the_same_proposals_and_leaves_those_of_a_cue(talk: Session) -> None:
    heard: list[str] = []
    talk.listen(lambda event, body: heard.append(body["key"]) if event == "proposal" else None)
    (own, *_) = talk.proposals("c1")["proposals"]
    for _ in range(2):
        talk.start_proposals()
        talk.wait_for_proposals()
    assert heard[: len(heard) // 2] == heard[len(heard) // 2 :]
    assert talk.op({"do": "accept", "keys": [own["key"]]})["message"] == ""
