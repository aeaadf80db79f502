"""Over the whole registry: times of words stay inside their cues, what a format changes of a time is reported, and
what a reader left as text alone is written as its lines are.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from captionkit.diagnostics import Diagnostic
from captionkit.formats import FORMATS, Feature, WriteOptions
from captionkit.formats.loss import losses
from captionkit.formats.webvtt.writer import cue_text
from captionkit.model.cue import Cue, Positioning, raw_cue
from captionkit.model.raw import Raw
from captionkit.model.text import Line, Span, Style
from captionkit.model.timecode import RATES, Labels, can_drop, label_of_frame
from captionkit.model.track import Track
from captionkit.model.transcript import Word, share_time, shared_edges
from captionkit.sources import ReadOptions, Source
from tests.formats.test_pairs import GRAIN, RATE
from tests.strategies import texts

WRITTEN = [name for name in FORMATS.names() if FORMATS.get(name).write]
#: Formats into which a payload goes by ways of their own, with tests of their own.
KEEPING = {"srt": ("srt", "vtt"), "vtt": ("vtt", "srt"), "sbv": ()}


def _written(name: str, track: Track, **options: object) -> tuple[bytes, tuple[Diagnostic, ...]]:
    result = FORMATS.get(name).write(track, WriteOptions(rate=RATE.get(name, "25"), **options))  # type: ignore[arg-type]
    return result.value, result.diagnostics


# --- text alone


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(texts(1), min_size=1, max_size=3).map("\n".join), min_size=1, max_size=4),
    form=st.sampled_from(["srt", "vtt", "sbv"]), speakers=st.sampled_from(["none", "label", "dash"]),
)  # fmt: skip
@example(rows=["  two  blanks \n\n | and [br] ", '"quotes" \'and\'\tmore\x85', "00:00:01.00,00:00:02.00"], form="sbv",
         speakers="none")  # fmt: skip
@example(rows=["^Bold", "/slash", "{y:i}", "a\n<begin subtitles>", "@x"], form="vtt", speakers="none")
def test_what_a_reader_left_as_text_alone_is_written_as_its_lines(rows: list[str], form: str, speakers: str) -> None:
    """A payload with markup is parsed in any case; the shortcut for text alone may not write anything else."""
    raw = [raw_cue(n * 4000 + 2000, n * 4000 + 5000, Raw(form, text)) for n, text in enumerate(rows)]
    parsed = [cue.replace(lines=cue.lines) for cue in raw]
    for name in WRITTEN:
        if name not in KEEPING[form]:
            one, other = (_written(name, Track(cues, "en"), speakers=speakers) for cues in (raw, parsed))
            assert one[0] == other[0], name
            assert one[1] == other[1], name


@given(payload=texts(1), form=st.sampled_from(["srt", "vtt", "sbv"]))
@settings(deadline=None)
def test_text_is_the_same_before_and_after_parsing(payload: str, form: str) -> None:
    before, after = (raw_cue(0, 900, Raw(form, payload)) for _ in range(2))
    assert after.lines is not None
    assert before.text == after.text


@pytest.mark.parametrize(
    "payload", ["<i>a\nb</i>", "<b></b>", "<u>a\n\nb</u>", "<i>a</i>b", "<i>{\\an8}a</i>", "<i>a<i>"]
)
def test_a_text_in_one_tag_is_read_as_by_the_whole_grammar(payload: str) -> None:
    """A tag more, which says nothing, takes the way of all other markup."""
    assert raw_cue(0, 1, Raw("srt", payload)).lines == raw_cue(0, 1, Raw("srt", f"{payload}<s></s>")).lines


# --- times of words

_TIME = st.integers(0, 6000)
_STAMPED = st.lists(st.tuples(st.sampled_from(["Low ", "tide", " now", ""]), st.none() | _TIME), min_size=1, max_size=6)


def _cue(said: list[tuple[str, int | None]], start: int, end: int) -> Cue:
    return Cue(start, end, (Line(tuple(Span(text, Style(time=time)) for text, time in said if text)),))


@settings(max_examples=200, deadline=None)
@given(said=_STAMPED, start=_TIME, end=_TIME)
@example(said=[("Low ", 1000), ("tide", 1500)], start=1000, end=3000).via("ASS has a length for the first word too")
@example(said=[("Low ", 1500), ("tide", 1200)], start=1000, end=3000)
@example(said=[("Low ", 1500), ("tide", 3000)], start=1000, end=3000)
def test_times_in_webvtt_are_inside_their_cue(said: list[tuple[str, int | None]], start: int, end: int) -> None:
    """https://www.w3.org/TR/webvtt1/#webvtt-timestamp; a time that says another than what holds is reported."""
    track = Track([_cue(said, start, end)])
    data, notes = _written("vtt", track)
    for payload in (data.decode().rpartition("-->")[2], cue_text(track[0])):
        kept = [_ms(found) for found in re.findall(r"<(\d\d:\d\d:\d\d\.\d{3})>", payload)]
        assert [start, *kept] == sorted({start, *kept})
        assert all(time < end for time in kept)
    asked = [time for text, time in said if text and time is not None]
    lost = _says_another(asked, kept, start)
    assert bool(lost) == any(note.code == "vtt.stamp-outside" for note in notes)


def _says_another(asked: list[int], kept: list[int], start: int) -> bool:
    left, last = list(kept), start
    for time in asked:
        if left and time == left[0] and time > last:
            last = left.pop(0)
        elif time != last:
            return True
    return False


def _ms(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def test_times_that_webvtt_was_read_with_stay_but_where_the_cue_no_longer_holds_them() -> None:
    file = b"WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Low <00:01.500>tide</v> <b><00:02.900>now</b> &amp;\n"
    track = FORMATS.get("vtt").read(Source(file), ReadOptions()).value  # type: ignore[misc]
    assert _written("vtt", track)[1] == ()
    cut = track.replace(cues=[track[0].replace(end=2000)])
    data, notes = _written("vtt", cut)
    assert data.decode().endswith("<v Ann>Low <00:00:01.500>tide</v> <b>now</b> &amp;\n")
    assert [(note.code, note.cue) for note in notes] == [("vtt.stamp-outside", 1)]
    data, notes = _written("vtt", track.replace(cues=[track[0].replace(end=3100)]))  # it still holds them
    assert data.decode().endswith("<v Ann>Low <00:01.500>tide</v> <b><00:02.900>now</b> &amp;\n")
    assert notes == ()
    wrong = FORMATS.get("vtt").read(Source(file.replace(b"2.900", b"0.900")), ReadOptions()).value  # type: ignore[misc]
    data, notes = _written("vtt", wrong)  # nobody touched it: it is kept as read, and named
    assert data.decode().endswith("<b><00:00.900>now</b> &amp;\n")
    assert [(note.code, note.cue) for note in notes] == [("vtt.stamp-outside", 1)]
    edited = cut.replace(cues=[cut[0].replace(lines=cut[0].lines)])
    assert re.findall(rb"<(\d\S+?)>", _written("vtt", edited)[0]) == [b"00:00:01.500"]


@settings(max_examples=60, deadline=None)
@given(said=_STAMPED, start=_TIME, length=st.integers(1, 6000))
def test_times_of_words_are_inside_their_cue_in_every_format_that_has_them(
    said: list[tuple[str, int | None]], start: int, length: int
) -> None:
    cue = _cue(said, start, start + length)
    words = [Word(text.strip(), time, (time or 0) + 200) for text, time in said if text.strip()]
    track = Track([cue.replace(words=words)])
    for name in WRITTEN:
        if Feature.WORD_TIMES not in FORMATS.get(name).can or name == "ckit":
            continue
        data, notes = _written(name, track)
        outside = any(word.start is not None and not start <= word.start <= start + length for word in words)
        if outside and cue.text.strip() and all(word.start is not None for word in words):
            assert any(note.code.endswith(".stamp-outside") for note in notes), name
        if name == "lrc":
            stamps = [int(m) * 60_000 + int(s) * 1000 + int(h) * 10
                      for m, s, h in re.findall(rb"<(\d\d):(\d\d)\.(\d\d)>", data)]  # fmt: skip
            assert stamps == sorted(stamps)
            assert all(start - 10 < time < start + length for time in stamps)
        if name == "premiere":
            for segment in json.loads(data)["segments"]:
                last = segment["start"] + segment["duration"]
                assert all(segment["start"] <= word["start"] for word in segment["words"])
                assert all(word["start"] + word["duration"] <= last + 1e-9 for word in segment["words"])
        if name == "ass":
            lengths = [int(hundredths) for hundredths in re.findall(rb"\\k(\d+)", data)]
            assert sum(lengths) <= length // 10 + 5


# --- times of cues

_EDGES = (-3000, -1, 0, 1, 4000, 4005, 4019, 4021, 8000, 86_400_000, 360_000_000, 3_600_000_000, 14_400_000_000)


@pytest.mark.parametrize("name", [name for name in WRITTEN if FORMATS.get(name).read])
@settings(max_examples=40, deadline=None)
@given(start=st.sampled_from(_EDGES), end=st.sampled_from(_EDGES))
@example(4000, 4000)
@example(8000, 4000)
@example(4000, 4005)
@example(14_400_000_000, 14_400_002_000)
def test_a_time_that_a_format_changes_by_more_than_it_counts_in_is_reported(name: str, start: int, end: int) -> None:
    data, notes = _written(name, Track([Cue(start, end, "Hi.")], "en"))
    codes = [note.code for note in notes if note.cue == 1 or note.code == "stl.frames"]
    try:
        found = FORMATS.get(name).read(Source(data), ReadOptions(rate=RATE.get(name, "25"))).value.cues  # type: ignore[misc]
    except Exception:
        assert codes, "the file is not read again, and nothing was said"
        return
    grain = GRAIN.get(name, 1)
    same = len(found) == 1 and abs(found[0].start - start) <= grain and abs(found[0].end - end) <= grain
    assert same or codes


_FRAMED = ("fcpxml", "xmeml", "avid", "markers-premiere", "markers-resolve", "markers-avid", "markers-xmeml")
_CLOCKED = ("premiere", "podcast", "lrc", "ffmetadata", "chapters-mkv", "chapters-podcast", "chapters-youtube")


@pytest.mark.parametrize("name", [*_FRAMED, *_CLOCKED])
def test_so_it_is_where_nothing_is_read(name: str) -> None:
    def codes(start: int, end: int) -> set[str]:
        return {note.code for note in _written(name, Track([Cue(start, end, "Hi.")]))[1] if note.cue == 1}

    assert codes(4000, 8000) == set()
    assert "edit.time-clamped" in codes(-3000, 4000)
    assert "edit.times-reversed" in codes(8000, 4000)
    if name in _FRAMED:
        assert codes(4000, 4005) == {"edit.too-short"}
        # a marker of a moment is what markers are for
        assert codes(4000, 4000) == (set() if name.startswith("markers") else {"edit.too-short"})


def test_the_top_and_the_bottom_are_no_loss_in_final_cut() -> None:
    form = FORMATS.get("fcpxml")

    def lost(where: Positioning) -> list[str]:
        return [note.code for note in losses(Track([Cue(0, 900, "Hi.", positioning=where)]), form)]

    for anchor in range(1, 10):
        assert lost(Positioning(anchor=anchor)) == ([] if anchor in (2, 8) else ["loss.anchor", "loss.summary"])
    assert lost(Positioning(line=0)) == []
    assert lost(Positioning(line=50, line_percent=True)) == ["loss.position", "loss.summary"]
    high = raw_cue(0, 900, Raw("srt", "{\\an8}Hi."))
    assert b'placement="top"' in _written("fcpxml", Track([high]))[0]
    assert losses(Track([high]), form) == ()


# --- what writers in a hot loop share


@given(frames=st.lists(st.integers(0, 10**7), max_size=30), name=st.sampled_from(sorted(RATES)))
def test_labels_of_many_frames_are_those_of_each(frames: list[int], name: str) -> None:
    rate = RATES[name]
    for drop in {False, can_drop(rate)}:
        parts = [label_of_frame(frame, rate, drop=drop) for frame in frames]
        assert Labels(rate, drop=drop).of(frames) == [":".join(f"{part:02d}" for part in label) for label in parts]


@given(start=_TIME, length=_TIME, weights=st.lists(st.integers(0, 9), max_size=8))
def test_shares_lie_end_to_end(start: int, length: int, weights: list[int]) -> None:
    edges = shared_edges(start, start + length, weights)
    assert share_time(start, start + length, weights) == list(pairwise(edges))
    assert edges == sorted(edges)
    assert edges[0] == start
    assert edges[-1] == (start + length if any(weights) else start)
