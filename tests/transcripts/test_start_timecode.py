"""Times before the start timecode, and timecodes that are counted in two ways, are told."""

from __future__ import annotations

from fractions import Fraction

import captionkit

HOUR = 3_600_000
SRT = b"1\n00:59:58,000 --> 01:00:01,000\nThe tide is out.\n\n2\n01:00:02,000 --> 01:00:04,000\nWe wait.\n"
TURNS = ("Ann: The tide is out.", "Ben: We wait for the boat.", "Ann: It comes at noon.", "Ben: Then we wait.")


def text(*labels: str) -> bytes:
    return "\n".join(f"[{label}] {turn}" for label, turn in zip(labels, TURNS, strict=True)).encode() + b"\n"


def told(source: bytes, **options: object) -> dict[str, str]:
    made = captionkit.caption(source, read_options=captionkit.ReadOptions(**options))  # type: ignore[arg-type]
    return {d.code: d.message for d in made.diagnostics}


def test_cues_put_at_zero_are_told():
    assert told(SRT, start_timecode=HOUR)["transcript.before-start"].startswith("1 of 2 cues")
    assert "transcript.before-start" not in told(SRT, start_timecode=HOUR - 2000)
    assert "transcript.before-start" not in told(SRT)


def test_times_of_a_text_put_at_zero_are_told():
    source = text("00:59:58:00", "01:00:02:10", "01:00:05:00", "01:00:09:12")
    rate = Fraction(25)
    assert told(source, start_timecode=HOUR, rate=rate)["transcript.before-start"].startswith("1 of 4 times")
    assert "transcript.before-start" not in told(source, rate=rate)


def test_two_ways_of_counting_in_one_file_are_told():
    rate = Fraction(30000, 1001)
    mixed = text("00:01:01;10", "00:01:05:10", "00:01:09;00", "00:01:12;20")
    assert told(mixed, rate=rate)["transcript.mixed-counting"].startswith("3 of 4 timecodes")
    assert "transcript.mixed-counting" not in told(mixed.replace(b";", b":"), rate=rate)
    assert "transcript.mixed-counting" not in told(mixed.replace(b"05:10", b"05;10"), rate=rate)


HTML = (
    b"<html><body><p><cite>Ann:</cite><time>0:59:58</time> Hello.</p>"
    b"<p><cite>Bo:</cite><time>1:00:05</time> Good day.</p></body></html>"
)
NUMBERS = b"start,text\n3598.0,Hello there\n3605.0,Good day\n3609.0,Well then\n"


def test_times_before_the_start_are_told_of_pages_and_plain_numbers():
    for source in (HTML, NUMBERS):
        assert "before 01:00:00.000" in told(source, start_timecode=HOUR)["transcript.before-start"]
        assert "transcript.before-start" not in told(source)
