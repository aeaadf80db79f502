"""Moving a track to a new cut: edit lists, links between cuts, and every cue accounted for."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit import Cue, Track
from captionkit.errors import InputError
from captionkit.model.timecode import label_of_frame
from captionkit.timing.conform import link
from captionkit.timing.editlists.cmx import read_edl

RATE = Fraction(25)


def label(frame: int, rate: Fraction = RATE, drop: bool = False) -> str:
    hours, minutes, seconds, frames = label_of_frame(frame, rate, drop=drop)
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if drop else ':'}{frames:02}"


def edl(events: list[tuple[str, int, int, int]], channels: str = "A", rate: Fraction = RATE, drop: bool = False) -> str:
    """Write events (reel, source in, record in, length)."""
    rows = [
        f"{n:03}  {reel:<8} {channels:<4} C        {label(a, rate, drop)} {label(a + length, rate, drop)}"
        f" {label(b, rate, drop)} {label(b + length, rate, drop)}"
        for n, (reel, a, b, length) in enumerate(events, 1)
    ]
    return "\n".join(["TITLE: TEST", f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}", "", *rows, ""])


def events_of(rng: random.Random, count: int) -> list[tuple[str, int, int, int]]:
    at, made = 90_000, []
    for _ in range(count):
        length = rng.randint(1, 40)
        if rng.random() < 0.85:
            made.append((rng.choice("PQ"), rng.randint(0, 80), at, length))
        at += length
    return made or [("P", 0, 90_000, 10)]


@settings(max_examples=150)
@given(st.integers(0, 10**6))
def test_links_are_what_frame_by_frame_comparison_finds(seed):
    rng = random.Random(seed)
    old, new = events_of(rng, rng.randint(1, 8)), events_of(rng, rng.randint(1, 8))

    def frames(events: list[tuple[str, int, int, int]]) -> dict[int, tuple[str, int]]:
        return {record + n: (reel, source + n) for reel, source, record, length in events for n in range(length)}

    before, after = frames(old), frames(new)
    wanted = {(a, b) for a, x in before.items() for b, y in after.items() if x == y}
    try:
        links = link(read_edl(edl(old), RATE), read_edl(edl(new), RATE))
    except InputError:
        assert wanted == set()
        return
    found = [
        (int(part.start) + n, int(part.new(part.start + n)))
        for part in links
        for n in range(int(part.end - part.start))
    ]
    assert len(found) == len(set(found))
    assert set(found) == wanted
    assert all(a.end != b.start or a.new(a.end) != b.to for a in links for b in links)  # through-edits are joined


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def conformed(track: Track, old: str, new: str, rate: str = "25") -> captionkit.Conformed:
    Path("old.edl").write_text(old, "utf-8")
    Path("new.edl").write_text(new, "utf-8")
    return captionkit.conform(track, "old.edl", "new.edl", rate=rate)


def test_a_worked_example():
    source = 900_000
    old = edl([("INTV", source, 90_000, 200)])
    new = edl([
        ("INTV", source + 10, 90_000, 20), ("INTV", source + 30, 90_020, 44), ("ROLL", 0, 90_064, 25),
        ("INTV", source + 74, 90_089, 26),
    ])  # fmt: skip
    track = Track([
        Cue(520, 1560, "Hello there, Ruth."), Cue(2200, 3200, "Good evening, Olaf. Here it rains."),
        Cue(6000, 7000, "Later."),
    ])  # fmt: skip
    made = conformed(track, old, new)
    assert [(c.start, c.end, c.text) for c in made.track] == [
        (120, 1160, "Hello there, Ruth."),
        (1800, 2633, "Good evening, Olaf. Here"),
        (3560, 4393, "it rains."),
    ]
    assert [row.action for row in made.cues] == ["moved", "split", "dropped"]
    assert [d.code for d in made.diagnostics] == ["timing.conform-split", "timing.conform-dropped"]


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_no_word_is_lost_without_a_report(seed):
    rng = random.Random(seed)
    old = edl([("P", 0, 90_000, 80)])
    new = edl(events_of(rng, rng.randint(1, 6)))
    cues = [Cue(n * 400, n * 400 + 380, f"one{n} two{n} three{n}") for n in range(8)]
    try:
        made = conformed(Track(cues), old, new)
    except InputError:
        return
    shown = {word for cue in made.track for word in cue.text.split()}
    for row, cue in zip(made.cues, cues, strict=True):
        assert set(cue.text.split()) - shown == set(row.lost.split())
        assert (row.action == "dropped") == (not row.new)
    assert all(cue.start < cue.end for cue in made.track)


def test_a_source_used_twice_gives_a_cue_twice():
    made = conformed(
        Track([Cue(0, 1000, "Again.")]),
        edl([("P", 0, 0, 50)]),
        edl([("P", 0, 0, 50), ("Q", 9, 50, 50), ("P", 0, 100, 50)]),
    )
    assert [cue.start for cue in made.track] == [0, 4000]
    assert made.cues[0].action == "duplicated"


def test_audio_is_followed_not_the_picture():
    picture = edl([("P", 0, 0, 100)], "V")
    both = picture + edl([("P", 0, 0, 40), ("P", 60, 40, 40)], "A").replace("TITLE: TEST", "")
    (made,) = conformed(Track([Cue(2600, 3200, "Late.")]), picture, both).track
    assert made.start == 2600 - 800


def test_timecodes_are_told_from_times_that_begin_at_nothing():
    old, new = edl([("P", 0, 90_000, 100)]), edl([("P", 0, 90_100, 100)])
    (absolute,) = conformed(Track([Cue(3_601_000, 3_602_000, "Good evening.")]), old, new).track
    assert absolute.start == 3_605_000
    (relative,) = conformed(Track([Cue(1000, 2000, "Good evening.")]), old, new).track
    assert relative.start == 1000


def test_drop_frame_and_speed_are_read():
    rate = Fraction(30_000, 1001)
    (event,) = read_edl(edl([("P", 1790, 17_980, 40)], rate=rate, drop=True), rate)
    assert (event.source, event.start, event.end) == (1790, 17_980, 18_020)
    slow = edl([("P", 100, 0, 50)]) + "M2   P       012.5                00:00:04:00\n* FROM CLIP NAME: P.MOV\n"
    (event,) = read_edl(slow, RATE)
    assert (event.speed, event.source_end) == (Fraction(1, 2), 125)
    (part,) = link(read_edl(edl([("P", 100, 0, 25)]), RATE), [event])
    assert (part.end, part.speed, part.new(Fraction(10))) == (25, 2, 20)
    backwards = slow.replace("012.5", "-25.0")
    with pytest.raises(InputError, match="share no stretch"):
        link(read_edl(edl([("P", 100, 0, 25)]), RATE), read_edl(backwards, RATE))


def test_dissolves_black_and_clip_names():
    text = (
        "FCM: NON-DROP FRAME\n"
        "001  AX  V  C  00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00\n* FROM CLIP NAME: One.mov\n"
        "002  BL  V  C  00:00:00:00 00:00:01:00 00:00:02:00 00:00:03:00\n"
        "003  AX  V  C  00:00:02:00 00:00:02:00 00:00:03:00 00:00:03:00\n* FROM CLIP NAME: One.mov\n"
        "003  AX  V  D  012 00:00:05:00 00:00:07:00 00:00:03:00 00:00:05:00\n* FROM CLIP NAME: One.mov\n"
        "* TO CLIP NAME: Two.mxf\n"
    )
    assert [(event.names, event.start) for event in read_edl(text, RATE)] == [(("one",), 0), (("two",), 75)]


@pytest.mark.parametrize(
    ("text", "said"),
    [("Good evening.\n", "no event"), ("001 P A C 00:00:00:30 00:00:01:00 00:00:00:00 00:00:01:00", "does not exist")],
)
def test_what_is_no_list_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        read_edl(text, RATE)
