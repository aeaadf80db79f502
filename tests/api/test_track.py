"""A track as a value and a sequence: what scripts rely on, and what is refused."""

from __future__ import annotations

import copy
import io
import pickle
import sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import captionkit as ck
from captionkit.errors import InputError, MissingExtraError, TargetExistsError, UsageError

#: Any machine may be busy.
EASY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CUES = (ck.Cue(0, 1500, "Good evening."), ck.Cue(2000, 3000, "Hello."), ck.Cue(4000, 4900, "Goodbye."))
TRACK = ck.Track(CUES, language="en")

times = st.integers(0, 10_000_000)
cues = st.builds(
    lambda start, length, text: ck.Cue(start, start + length, text),
    times,
    st.integers(1, 8000),
    st.text("abc de\u00e9\u6f22", min_size=1, max_size=12).map(lambda text: text.strip() or "x"),
)
tracks = st.lists(cues, max_size=8).map(lambda found: ck.Track(sorted(found, key=lambda cue: cue.start)))


def test_a_track_of_a_list_equals_its_tuple_twin_and_is_hashable() -> None:
    """Once it was neither."""
    twin = ck.Track(list(CUES), language="en")
    assert twin == TRACK
    assert {twin, TRACK} == {TRACK}
    assert isinstance(ck.Track(iter(CUES)).cues, tuple)


def test_diagnostics_do_not_count_in_comparisons() -> None:
    repaired = ck.loads("1\n00:00:01.000 -> 00:00:02,000\nHello.\n")
    assert repaired.diagnostics
    assert repaired == ck.loads("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    assert hash(repaired) == hash(repaired.replace(diagnostics=()))


def test_it_is_a_sequence() -> None:
    assert TRACK[-1] is CUES[-1]
    assert CUES[1] in TRACK
    assert TRACK.index(CUES[1]) == 1
    assert list(reversed(TRACK)) == list(reversed(CUES))
    assert TRACK[::2].cues == (CUES[0], CUES[2])
    assert TRACK[:2].language == "en"
    with pytest.raises(IndexError):
        TRACK[3]


@EASY
@given(tracks, tracks)
def test_adding_puts_the_cues_after_each_other(a: ck.Track, b: ck.Track) -> None:
    assert (a + b).cues == a.cues + b.cues


def test_adding_keeps_styles_regions_and_notes_of_both() -> None:
    red, blue = ck.Block("style", "::cue(.red) {color: red}"), ck.Block("style", "::cue(.blue) {color: blue}")
    both = ck.Track(CUES, blocks=[red], footer=[red]) + ck.Track(CUES, blocks=[red, blue], footer=[blue])
    assert both.blocks == (red, blue)
    assert both.footer == (red, blue)
    with pytest.raises(TypeError):
        TRACK + CUES  # type: ignore[operator]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: TRACK.replace(langauge="de"), "'langauge': did you mean 'language'"),
        (lambda: CUES[0].replace(strat=1), "strat"),
        (lambda: CUES[0].replace(text="Hi"), "text"),
        (lambda: ck.ReadOptions(strikt=True), "'strikt': did you mean 'strict'"),
        (lambda: ck.WriteOptions(speaker="label"), "'speaker': did you mean 'speakers'"),
        (lambda: ck.TranslateOptions(formalty="formal"), "'formalty': did you mean 'formality'"),
        (lambda: ck.Cue(0, 1.5, "Hi"), "1.5"),
        (lambda: ck.load("a.srt", langauge="en"), r"load\(\) has no field 'langauge': did you mean 'language'"),
        (lambda: ck.translate(TRACK, "de", tranlator="echo"), "'translator'"),
        (lambda: ck.caption("a.txt", profil="ted"), "'profile'"),
    ],
)
def test_a_misspelt_field_is_refused_by_name(wrong: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        wrong()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ck.WriteOptions(speakers="bogus"),
        lambda: ck.caption(b"Anna: Hello.\n", speakers="bogus"),
        lambda: ck.convert(TRACK, "x.srt", write_options=ck.WriteOptions(eol="\t")),
        lambda: ck.translate(TRACK, "de", bilingual="sideways"),
        lambda: ck.TranslateOptions(on_failure="cry"),
        lambda: ck.cut(TRACK, 1, across="neither"),
        lambda: ck.merge(TRACK, TRACK, "mixed"),
        lambda: ck.ReadOptions(rate="fast"),
        lambda: ck.wrap(TRACK, style="pretty"),
    ],
)
def test_a_word_outside_a_closed_set_is_refused(wrong: Any) -> None:
    with pytest.raises(UsageError):
        wrong()


def test_the_error_names_the_set_and_the_nearest_word() -> None:
    with pytest.raises(UsageError, match="speakers='lable': must be one of none, label, dash, voice") as caught:
        ck.WriteOptions(speakers="lable")  # type: ignore[arg-type]
    assert caught.value.hint == "did you mean label?"


def test_copy_replace_pickle_and_deepcopy() -> None:
    assert pickle.loads(pickle.dumps(TRACK)) == TRACK
    assert copy.deepcopy(TRACK) == TRACK
    assert TRACK.__replace__(language="de").language == "de"
    options = ck.ReadOptions(rate="29.97", strict=True)
    assert pickle.loads(pickle.dumps(options)) == options
    assert options.rate == Fraction(30000, 1001)


@EASY
@given(tracks, st.integers(-5000, 100_000))
def test_shifting_there_and_back(track: ck.Track, by: int) -> None:
    assert track.shift(ms=by).shift(ms=-by) == track
    assert [c.start - by for c in track.shift(ms=by)] == [c.start for c in track]


def test_the_parts_of_a_shift_are_added_up() -> None:
    assert TRACK.shift(1, ms=500, frames=25, rate="25")[0].start == 2500
    assert TRACK.shift(frames=24, rate="23.976")[0].start == 1001
    assert TRACK.shift(Fraction(1, 3))[0].start == 333
    with pytest.raises(UsageError, match="frame rate"):
        TRACK.shift(frames=2)


def test_what_begins_before_zero_is_reported_on_the_track() -> None:
    assert [d.code for d in TRACK.shift(-1).diagnostics] == ["transform.before-zero"]


@pytest.mark.parametrize("factor", [0, -1])
def test_a_factor_is_above_zero(factor: int) -> None:
    with pytest.raises(UsageError):
        TRACK.scale(factor)


def test_scale_is_exact_over_hours() -> None:
    track = ck.Track([ck.Cue(0, 36_000_000, "x")])
    assert track.scale(1001, 1000).scale(1000, 1001) == track


@pytest.mark.parametrize("time", [2.5, Fraction(5, 2), "00:00:02,500", "0:02.5", timedelta(seconds=2.5)])
def test_times_in_every_manner(time: Any) -> None:
    assert TRACK.at(time).cues == (CUES[1],)
    assert TRACK.at(ms=2500).cues == (CUES[1],)


def test_at_the_borders() -> None:
    assert TRACK.at(ms=2000).cues == (CUES[1],)
    assert TRACK.at(ms=3000).cues == ()
    assert TRACK.between(start_ms=1500, end_ms=2000).cues == ()
    assert TRACK.between(start_ms=1499, end_ms=2001).cues == CUES[:2]


def test_a_time_is_given_once() -> None:
    with pytest.raises(TypeError):
        TRACK.at()
    with pytest.raises(TypeError):
        TRACK.at(1, ms=1000)
    with pytest.raises(UsageError):
        TRACK.at("soon")


def test_repr_is_short() -> None:
    assert len(repr(ck.Track(CUES * 1000))) < 80
    assert repr(ck.Track()) == "Track(0 cues)"
    made = ck.caption(b"Anna: Good evening.\n" * 100)
    for value in (made, made.transcript, ck.fix(ck.Track(CUES * 100)), ck.translate(TRACK, "es", translator="echo")):
        assert len(repr(value)) < 120


@EASY
@given(tracks, st.sampled_from(["srt", "vtt", "sbv"]))
def test_to_string_and_back(track: ck.Track, format: str) -> None:
    if track:
        back = ck.loads(track.to_string(format), format)
        assert [(c.start, c.end, c.text) for c in back] == [(c.start, c.end, c.text) for c in track]


def test_files_that_are_open(tmp_path: Path) -> None:
    with open(tmp_path / "a.srt", "wb") as file:
        written = TRACK.save(file)
    assert (written.format, written.cues) == ("srt", 3)
    with open(tmp_path / "a.srt", encoding="utf-8") as text:
        assert ck.load(text).text == TRACK.text
    with open(tmp_path / "a.srt", "rb") as data:
        assert ck.load(data).text == TRACK.text
    latin, buffer = TRACK.replace(cues=[ck.Cue(0, 900, "Caf\u00e9")]), io.StringIO()
    latin.save(buffer, "srt", options=ck.WriteOptions(encoding="latin-1"))
    assert "Caf\u00e9" in buffer.getvalue()
    assert ck.load(io.StringIO(buffer.getvalue()))[0].text == "Caf\u00e9"


def test_half_a_character_in_a_text_is_named() -> None:
    with pytest.raises(InputError, match=r"surrogate.*U\+D83D"):
        ck.loads("1\n00:00:01,000 --> 00:00:02,000\nHi \ud83d\n")


def test_a_text_given_as_a_path_is_pointed_to_loads() -> None:
    with pytest.raises(InputError) as caught:
        ck.load("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    assert "loads" in caught.value.hint


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    target = tmp_path / "a.srt"
    TRACK.save(target)
    with pytest.raises(TargetExistsError):
        TRACK[:1].save(target)
    assert TRACK[:1].save(target, force=True).cues == 1
    assert TRACK.save(tmp_path / "b.srt", options=ck.WriteOptions(dry_run=True)).bytes > 0
    assert not (tmp_path / "b.srt").exists()


def test_what_a_format_cannot_carry_is_in_the_result(tmp_path: Path) -> None:
    track = ck.loads("WEBVTT\n\n00:01.000 --> 00:02.000 line:0\nHello.\n")
    assert "loss.position" in [d.code for d in track.save(tmp_path / "a.sbv").diagnostics]


def test_objects_of_other_libraries() -> None:
    theirs = TRACK.to_pysrt()
    assert ck.load(theirs).text == TRACK.text
    assert ck.load(TRACK.to_webvtt()).text == TRACK.text
    with pytest.raises(UsageError, match="int is not a caption track"):
        ck.load(17)  # type: ignore[arg-type]


def test_data_frames_need_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError) as caught:
        TRACK.to_dataframe()
    assert "captionkit[dataframe]" in caught.value.hint


def test_data_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("pandas")
    library.DataFrame = lambda rows, columns: (rows, columns)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", library)
    rows, columns = TRACK.to_dataframe()
    assert rows == TRACK.to_dicts()
    assert list(rows[0]) == columns


def test_importing_the_package_loads_nothing_of_it() -> None:
    import subprocess

    code = "import sys, captionkit; print(*[m for m in sys.modules if m.startswith('captionkit.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("change", [lambda cue: cue.text.upper(), lambda cue: None])
def test_what_is_no_cue_does_not_get_into_a_track(change: Any) -> None:
    with pytest.raises(TypeError, match=r"a track holds cues, not (str|NoneType): cue\.with_text"):
        TRACK.map(change)
    with pytest.raises(TypeError, match="not str"):
        ck.Track(["Good evening."])  # type: ignore[list-item]


@pytest.mark.parametrize("length", ["3:10", 190.0])
def test_a_length_that_is_not_in_ms_is_refused_by_every_verb(length: Any) -> None:
    calls: list[Any] = [
        lambda: ck.caption(b"Good evening.\n", duration=length), lambda: TRACK.check(duration=length),
        lambda: TRACK.fix(duration=length), lambda: ck.transform(TRACK, do=["fill"], duration=length),
        lambda: ck.speakers(b"ANN: Good evening.\n\nBEN: Good night.\n", duration=length),
        lambda: ck.join([TRACK, TRACK], durations=[length]),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(TypeError, match=r"is not in whole ms \(int\): 3:10 is 190_000"):
            call()
    with pytest.raises(TypeError, match=r"shot_changes=5\.5"):
        TRACK.check(shot_changes=[5.5])  # type: ignore[list-item]


@pytest.mark.parametrize("seconds", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_time(seconds: float) -> None:
    with pytest.raises(UsageError, match="is not a time"):
        TRACK.shift(seconds)
