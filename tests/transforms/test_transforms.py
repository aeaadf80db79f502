"""Transforms: what each does, on its own good cases and on the traps that others fell into."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit import profiles
from captionkit.errors import InputError, UnknownNameError, UsageError
from captionkit.model.cue import Cue, Positioning
from captionkit.model.layout import Block
from captionkit.model.text import Line, Span, Style, lines_of
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word
from captionkit.transforms import TRANSFORMS, Options, Step, apply, parse_step
from captionkit.transforms.base import options_of
from captionkit.transforms.dashes import is_dialogue
from captionkit.transforms.labels import labels_of
from captionkit.transforms.lines import edited, joined, slice_line, spans_of, stripped, substitute
from captionkit.transforms.reading import needed_time, table_time
from captionkit.transforms.shot_changes import aligned, parse_shot_changes, read_shot_changes
from tests.strategies import tracks

ITALIC = Style(italic=True)


def run(step, *cues, profile="default", language="en", **options):
    track = Track(tuple(Cue(*cue) if isinstance(cue, tuple) else cue for cue in cues), language=language)
    return apply(track, [step], profiles.load(profile), Options(**options)).value


def text(step, one, **options):
    return run(step, (0, 4000, one), **options).text


def times(track):
    return [(cue.start, cue.end) for cue in track]


# --- every transform


@pytest.mark.parametrize("name", TRANSFORMS.names())
def test_each_loads_and_says_what_it_takes(name):
    transform = TRANSFORMS.get(name)
    assert transform.__doc__
    assert all(meaning for meaning in options_of(transform).values())
    assert TRANSFORMS.rows[name].summary


NEEDS = {
    "shift": "shift:by=0", "scale": "scale:by=1", "retime": "retime:from=25,to=25",
    "snap-frames": "snap-frames:rate=25",
    "replace": "replace:from=zzzz,to=y", "snap-shots": None, "sync": "sync:points=0:10>0:10.5",
    "position": "position:at=8",
}  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([n for n in TRANSFORMS.names() if NEEDS.get(n, n)]), tracks())
def test_each_takes_any_track(name, track):
    profile = profiles.load("netflix-en")
    result = apply(track, [NEEDS.get(name, name)], profile, Options(rate=Fraction(25), shot_changes=(1000,)))
    assert isinstance(result.value, Track)


IDEMPOTENT = (
    "sort", "repair", "shorten", "gaps", "close-gaps", "snap-frames:rate=25", "dedupe", "drop-empty", "spaces",
    "ellipsis",
    "brackets:to=[]", "music:to=\u266a", "dashes:style=both", "characters", "styles:drop=all", "quotes:style=curly",
    "wrap",
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(IDEMPOTENT), tracks())
def test_each_fix_changes_nothing_the_second_time(step, track):
    profile, options = profiles.load("netflix-en"), Options(language="en")
    once = apply(track, [step], profile, options).value
    assert apply(once, [step], profile, options).value.text == once.text
    assert times(apply(once, [step], profile, options).value) == times(once)


# --- the parser


def test_a_step_reads_back_as_it_was_written():
    step = parse_step("replace:from=a\\,b,to=c")
    assert step == Step("replace", {"from": "a,b", "to": "c"})
    assert parse_step(str(step)) == step
    assert parse_step("casing:all") == Step("casing", {"all": "yes"})


@pytest.mark.parametrize(
    ("step", "error", "hint"),
    [
        ("shfit:by=1", UnknownNameError, "shift"),
        ("shift:bye=1", UsageError, "by"),
        ("shift:=1", UsageError, "name:key=value"),
        ("sort:by=1", UsageError, "no options"),
        ("shift:by=2,5s", UsageError, "by=2.5s"),
        ("retime:from=23,976,to=25", UsageError, "from=23.976"),
        ("shift:-2s", UsageError, "shift:by=-2s"),
        ("gaps:side=later,2s", UsageError, "gaps:side=2s"),
    ],
)
def test_what_is_no_step(step, error, hint):
    with pytest.raises(error) as caught:
        parse_step(step)
    assert hint in caught.value.hint


@pytest.mark.parametrize("step", ["shift", "scale", "scale:by=0", "scale:by=x", "retime:from=24", "snap-frames",
                                  "snap-shots",
                                  "shift:by=soon", "gaps:side=left", "casing:all=perhaps", "replace"])  # fmt: skip
def test_what_a_transform_cannot_do_is_refused(step):
    with pytest.raises(UsageError):
        run(step, (0, 1000, "x"))


# --- time


def test_shift_moves_words_and_spans_along_and_tells_what_is_before_zero():
    cue = Cue(1000, 2000, (Line((Span("Yes", Style(time=1200)),)),), words=(Word("Yes", 1000, 1900),))
    result = apply(Track((cue,)), ["shift:by=-1.5s"], profiles.load("default"), Options())
    (moved,) = result.value
    assert (moved.start, moved.end, moved.words[0].start, moved.lines[0].spans[0].style.time) == (-500, 500, -500, -300)
    assert [d.code for d in result.diagnostics] == ["transform.before-zero"]


def test_shift_of_a_part():
    moved = run("shift:by=10s,from=0:02,to=0:04", (1000, 1500, "a"), (2000, 2500, "b"), (4000, 4500, "c"))
    assert [cue.start for cue in moved] == [1000, 12_000, 4000]


def test_a_part_that_is_moved_into_what_stays_is_told():
    track = Track((Cue(1000, 2800, "a"), Cue(3000, 4000, "b"), Cue(5000, 6000, "c"), Cue(5500, 7000, "d")))
    for step, told in (("shift:by=-500ms,from=0:02.9", [2]), ("shift:by=-200ms,from=0:02.9", []),
                       ("shift:by=500ms,from=0:02.9", []), ("scale:by=2,to=0:02.9", [2])):  # fmt: skip
        found = apply(track, [step], profiles.load("default"), Options()).diagnostics
        assert [d.cue for d in found if d.code == "transform.moved-into"] == told, step


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("shift:by=2", "seconds or ms"), ("shift:by=-2.5", "seconds or ms"), ("cut:from=10,to=20", "seconds or ms"),
        ("sync:points=10>12", "seconds or ms"), ("position:at=top,from=3", "seconds or ms"),
        ("shift:by=2s,from=3:75", "seconds go to 59"), ("shift:by=1:60:00", "minutes go to 59"),
    ],
)  # fmt: skip
def test_a_time_that_may_mean_two_things_is_refused(step, said):
    with pytest.raises(UsageError, match=said):
        run(step, (0, 1000, "x"))
    assert times(run("shift:by=0", (0, 1000, "x"))) == [(0, 1000)]
    assert times(run("cut:from=0,to=90:00", (0, 1000, "x"))) == [(0, 1000)]


def test_a_shift_is_as_long_as_it_is_stated_whatever_the_frame_rate():
    assert times(run("shift:by=1.5s", (0, 1000, "x"), rate=Fraction(25))) == [(1500, 2500)]
    assert times(run("shift:by=80 ms", (0, 1000, "x"), rate=Fraction(24000, 1001))) == [(80, 1080)]
    assert times(run("shift:by=-12 frames", (960, 1960, "x"), rate=Fraction(25))) == [(480, 1480)]


@pytest.mark.parametrize("step", ["shift:by=12 frames", "cut:from=2 frames", "merge:max_gap=2 frames"])
def test_frames_have_no_length_without_a_rate(step):
    with pytest.raises(UsageError, match="without a frame rate") as caught:
        run(step, (0, 1000, "x"))
    assert "--rate" in caught.value.hint


@given(
    st.integers(0, 10**8),
    st.sampled_from(["24", "25", "23.976", "29.97"]),
    st.sampled_from(["24", "25", "23.976", "29.97"]),
)
def test_retime_there_and_back_is_the_same_within_a_millisecond(start, one, other):
    there = run(f"retime:from={one},to={other}", (start, start + 1000, "x"))
    (back,) = apply(there, [f"retime:from={other},to={one}"], profiles.load("default"), Options()).value
    assert abs(back.start - start) <= 1


def test_pal_speed_up():
    assert times(run("retime:from=24,to=25", (3_600_000, 3_602_000, "x"))) == [(3_456_000, 3_457_920)]


def test_scale_rounds_once_and_half_up():
    assert times(run("scale:by=1001/1000", (500, 3_600_000, "x"))) == [(501, 3_603_600)]


def test_sort_is_stable():
    assert run("sort", (5, 6, "c"), (1, 2, "a"), (1, 3, "b")).text == "a\nb\nc"


# --- durations and gaps


def test_repair():
    fixed = run("repair", (-500, 800, "Early."), (3000, 1500, "Swapped."), (5000, 5000, "None."), (9000, 9500, "Fine."))
    assert times(fixed) == [(0, 800), (1500, 3000), (5000, 6000), (9000, 9500)]


def test_extend_takes_free_room_then_an_early_start_then_from_neighbours():
    assert times(run("extend", (1000, 1500, "Yes."))) == [(1000, 2000)]
    assert times(run("extend", (0, 1000, "Yes."), (2000, 2900, "Well."), (2980, 5000, "No."))) == [
        (0, 1000), (1900, 2900), (2980, 5000),
    ]  # fmt: skip
    borrowed = run("extend:lead=0", (0, 1000, "Yes."), (1080, 1980, "Well."), (2060, 5000, "No."))
    assert times(borrowed) == [(0, 1000), (1080, 2080), (2160, 5000)]
    assert times(run("extend:lead=0,borrow=0", (0, 1000, "Yes."), (1080, 1980, "Well."), (2060, 5000, "No.")))[1] == (
        1080,
        1980,
    )


def test_extend_never_beyond_the_media_nor_the_longest_duration():
    assert times(run("extend", (1000, 1500, "Yes."), duration=1600)) == [(900, 1600)]
    assert run("extend", (0, 6500, "x" * 200), profile="ted").cues[0].duration == 7000


def test_shorten_does_not_cut_speech():
    cue = Cue(0, 9000, "Yes, we know.", words=(Word("Yes,", 0, 300), Word("we", 300, 400), Word("know.", 400, 8500)))
    assert times(run("shorten", cue)) == [(0, 9000)]
    assert times(run("shorten", (0, 9000, "Yes."))) == [(0, 7000)]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("gaps", [(0, 1920), (2000, 4000)]),
        ("gaps:side=later", [(0, 2010), (2090, 4000)]),
        ("gaps:side=both", [(0, 1965), (2045, 4000)]),
    ],
)
def test_gaps(step, expected):
    assert times(run(step, (0, 2010, "a"), (2000, 4000, "b"))) == expected


def test_an_overlap_goes_before_the_shortest_duration_and_the_gap():
    assert times(run("gaps", (0, 1050, "a"), (1000, 4000, "b"))) == [(0, 1000), (1000, 4000)]
    assert times(run("gaps", (0, 1050, "a"), (100, 4000, "b"))) == [(0, 1050), (100, 4000)]


def test_close_gaps_leaves_pauses_and_the_longest_duration():
    closed = run("close-gaps", (0, 1000, "a"), (1200, 2000, "b"), (2500, 3000, "c"), profile="netflix-en")
    assert times(closed) == [(0, 1117), (1200, 2000), (2500, 3000)]
    assert times(run("close-gaps", (0, 6950, "a"), (7200, 8000, "b"), profile="netflix-en"))[0] == (0, 6950)


def test_fill():
    assert times(run("fill:most=1s", (0, 1000, "a"), (1500, 2000, "b"), (9000, 9500, "c")))[:2] == [
        (0, 1420),
        (1500, 3000),
    ]


# --- frames and cuts


def test_snap_to_frames_keeps_a_frame():
    assert times(run("snap-frames:rate=25", (11, 12, "a"), (1019, 2021, "b"))) == [(0, 40), (1000, 2040)]


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ((2000, 4000), (2000, 4000)),  # on the cut
        ((2125, 4000), (2000, 4000)),  # 3 frames after it
        ((2458, 4000), (2000, 4000)),  # 11 frames after it
        ((2500, 4000), (2500, 4000)),  # 12 frames: half a second
        ((1667, 4000), (2000, 4000)),  # 8 frames before it: on to it
        ((1625, 4000), (1500, 4000)),  # 9 frames before it: half a second before
        ((1500, 4000), (1500, 4000)),  # 12 frames before it
        ((0, 2000), (0, 1917)),  # an end on the cut: two frames before it
        ((0, 1917), (0, 1917)),
        ((0, 1700), (0, 1917)),
        ((0, 2300), (0, 1917)),
        ((0, 2500), (0, 2500)),
    ],
)
def test_snap_to_shots_at_24_frames(cue, expected):
    snapped = run("snap-shots", (*cue, "x"), profile="netflix-en", rate=Fraction(24), shot_changes=(2000,))
    assert times(snapped) == [expected]


def test_snap_to_shots_leaves_a_neighbour_its_time():
    snapped = run(
        "snap-shots", (0, 1950, "a"), (2100, 4000, "b"), profile="netflix-en", rate=Fraction(24), shot_changes=(2000,)
    )
    assert snapped.cues[0].end <= snapped.cues[1].start


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("1.5\n3\n", (1500, 3000)),
        ("# cuts\n0:01.500 first\n00:00:03.000,second\n\n1.5\n", (1500, 3000)),
        ("00:00:01:12\n75f\n", (1480, 3000)),
        ("TITLE: X\n001 AX V C 00:00:00:00 00:00:02:00 00:00:01:00 00:00:03:00\n"
         "002 AX V C 00:00:00:00 00:00:02:00 00:00:03:00 00:00:05:00\n* FROM CLIP NAME: A\n", (1000, 3000)),
    ],
)  # fmt: skip
def test_cut_lists(given_text, expected):
    assert parse_shot_changes(given_text, Fraction(25)) == expected


def test_cut_lists_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="shot changes:2"):
        parse_shot_changes("1.5\nsoon\n")
    with pytest.raises(UsageError, match="frame rate"):
        parse_shot_changes("00:00:01:12\n")
    with pytest.raises(InputError):
        read_shot_changes(str(tmp_path / "none.txt"))


# --- structure


def test_dedupe_keeps_what_is_said_again_after_a_pause():
    cues = (0, 1000, "Yes."), (1050, 2000, "Yes."), (2000, 3000, "Yes."), (3500, 4000, "Yes.")
    assert times(run("dedupe:gap=100", *cues)) == [(0, 3000), (3500, 4000)]
    assert times(run("dedupe", *cues)) == [(0, 1000), (1050, 3000), (3500, 4000)]


def test_drop_empty_keeps_notes():
    made = run("drop-empty", Cue(0, 1, " ", notes=("a",)), Cue(5, 6, "x", notes=("b",)))
    assert [cue.notes for cue in made] == [("a", "b")]


def test_merge_joins_short_cues_of_one_speaker():
    made = run("merge", (0, 800, "The ferry leaves"), (880, 2500, "at seven."))
    assert [(cue.text, cue.start, cue.end) for cue in made] == [("The ferry leaves at seven.", 0, 2500)]


@pytest.mark.parametrize(
    "cues",
    [
        ((0, 800, "- Yes."), (880, 2500, "- No.")),
        ((0, 800, "Yes."), (2500, 3500, "No.")),
        ((0, 5000, "x" * 40), (5080, 9000, "y" * 40)),
        ((0, 3000, "x" * 40 + "\n" + "y" * 40), (3080, 5000, "z")),
    ],
)
def test_merge_leaves_apart_what_does_not_belong_together(cues):
    assert len(run("merge", *cues)) == 2


def test_merge_leaves_speakers_apart():
    assert len(run("merge", Cue(0, 800, "Yes.", speaker="Ann"), Cue(880, 2500, "No.", speaker="Bob"))) == 2


def test_split_uses_word_times_where_they_are_known():
    words = tuple(Word(w, i * 1000, i * 1000 + 900) for i, w in enumerate(["One", "two", "three", "four."]))
    made = run("split", Cue(0, 4000, "One\ntwo\nthree four.", words=words))
    assert [(c.text, c.start, c.end) for c in made] == [("One\ntwo", 0, 1920), ("three four.", 2000, 4000)]
    assert [w.text for w in made.cues[1].words] == ["three", "four."]
    assert made.cues[0].timing is Timing.GIVEN


def test_split_marks_computed_times():
    made = run("split", (0, 4000, "aaaa\nbbbb\ncccc\ndddd"))
    assert [(c.text, c.start, c.end) for c in made] == [("aaaa\nbbbb", 0, 1920), ("cccc\ndddd", 2000, 4000)]
    assert {c.timing for c in made} == {Timing.INTERPOLATED}


def test_split_does_not_end_a_cue_at_an_abbreviation():
    made = run("split", (0, 9000, "We had waited all that day for Dr. Miller, who came late."))
    assert [c.text for c in made] == ["We had waited all that day for Dr. Miller,", "who came late."]
    assert len(run("split", (0, 9000, "We all waited for Dr. Miller and Mrs. Lee."))) == 1


def test_split_at_a_clause_where_a_cue_stands_too_long():
    made = run("split", (0, 9000, "We waited until midnight, but nobody called."))
    assert [c.text for c in made] == ["We waited until midnight,", "but nobody called."]


# --- sounds and labels: the traps


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[whistles] Come on. [whistles]", "Come on."),  # brackets at both ends do not take what is between
        ("- [sighs] Hello.\n- Hi.", "- Hello.\n- Hi."),  # a dialogue keeps its dashes
        ("- [door slams]\n- Hello.", "Hello."),  # one speaker remains: no dash
        ("[door slams]\nHello.", "Hello."),  # and none is invented
        ("ANN: Are you in?\nBOB: Yes.", "- Are you in?\n- Yes."),  # two labelled lines become two dashes
        ("ANN: Are you in? BOB: Yes.", "- Are you in?\n- Yes."),
        ("ANN: Are you in?\nANN: Yes.", "Are you in?\nYes."),  # one speaker: none
        (">> Are you in?\n>> Yes.", "- Are you in?\n- Yes."),
        (">> JOHN: We wait.", "We wait."),
        ("HONDO [over comm]: We wait.", "We wait."),
        ("HONDO [over comm]:\n--and wait.", "--and wait."),
        ("[Ann]: Hi.", "Hi."),
        ("(ANN): Hi.", "Hi."),
        ("ANN (whispering): Hush.", "Hush."),
        ("Ann (whispering): Hush.", "Hush."),
        ("[men 1]: Come on!", "Come on!"),
        ("We row. (MASTER): Faster now.", "We row. Faster now."),
        ("\uff08\u54b2\u592a\uff09\n\u5f85\u3063\u3066\u3002", "\u5f85\u3063\u3066\u3002"),
        ("\uff08\u62cd\u624b\uff09\u5f85\u3063\u3066\u3002", "\u5f85\u3063\u3066\u3002"),
        ("*sighs* All right.", "All right."),
        ("All right. (sighs)", "All right."),
        ("I *really* mean it.", "I *really* mean it."),
        ("What the [bleep] is it?", "What the [bleep] is it?"),
        ("Wait [thud], please.", "Wait, please."),
        ("-[sighs] Hello.\n-Hi.", "-Hello.\n-Hi."),
        ("DR. MILLER (ON PHONE): Come in.", "Come in."),
        ("- ANN: Are you in?\n- BOB: Yes.", "- Are you in?\n- Yes."),
        ("[door] ANN: Yes.", "Yes."),
        ("- [door] ANN: Yes.\n- No.", "- Yes.\n- No."),
        ("It is 10:30 now.", "It is 10:30 now."),
        ("See HTTP://EXAMPLE.ORG", "See HTTP://EXAMPLE.ORG"),
        ("He said: wait.", "He said: wait."),
        ("A: first.", "A: first."),
        ("Wait [never closed", "Wait [never closed"),
        ("(sighs) All right.", "All right."),
        ("All right (as they say).", "All right (as they say)."),
        ("[man\nshouting] Come on!", "Come on!"),
        ("What is [static] that?", "What is that?"),
        ("\u266a Row the boat \u266a", "\u266a Row the boat \u266a"),
        ("\u266a\u266a\nHello.", "Hello."),
        ("Hello.", "Hello."),
        ("NOTE:", "NOTE:"),
    ],
)
def test_clean(before, after):
    assert text("clean", before) == after


@pytest.mark.parametrize(
    "only_sound",
    [
        "(glass shatters)",
        "(cat meows)",
        "\u266c\uff5e",
        "\uff08\u62cd\u624b\uff09",
        "[bleep]",
        "*sighs*",
        "[door slams]",
        "(sighs)",
        "\u266a\u266a\u266a",
        "- [door]\n- [bell]",
        "[a] [b]",
    ],
)
def test_clean_drops_cues_that_are_only_sounds_and_says_so(only_sound):
    result = apply(Track((Cue(0, 1000, only_sound),)), ["clean"], profiles.load("default"), Options())
    assert not result.value.cues
    assert [d.code for d in result.diagnostics] == ["transform.dropped"]


def test_clean_options():
    assert text("clean:labels=no", "ANN: [sighs] Yes.") == "ANN: Yes."
    assert text("clean:sounds=no", "ANN: [sighs] Yes.") == "[sighs] Yes."
    assert text("clean:music=drop", "\u266a Row the boat \u266a\nYes.") == "Yes."
    assert text("clean:music=drop", "\u266a Row the boat\nto shore \u266a\nYes.") == "Yes."
    assert text("clean:music=drop", "# Row the boat #\nYes.") == "Yes."
    assert text("clean:bleeps=mark", "What the [bleep] is it?") == "What the \u2026 is it?"
    assert text("clean:bleeps=drop", "What the [bleep] is it?") == "What the is it?"
    assert text("clean", "ANN: Are you in?\nBOB: Yes.", profile="netflix-en") == "-Are you in?\n-Yes."
    assert text("clean:brackets=()", "All right (sighs) then.") == "All right then."


def test_clean_keeps_styles():
    line = Line((Span("[sighs] ", ITALIC), Span("Yes", ITALIC), Span(", no.")))
    (cue,) = run("clean", Cue(0, 1000, (line,)))
    assert cue.lines == (Line((Span("Yes", ITALIC), Span(", no."))),)


def test_sdh_only_is_the_reverse():
    made = run("sdh-only", (0, 1000, "[door slams]\nHello."), (2000, 3000, "Yes."), (4000, 5000, "\u266a Row \u266a"))
    assert [cue.text for cue in made] == ["[door slams]", "\u266a Row \u266a"]


@given(
    st.lists(st.sampled_from(["[a]", "(b)", "ANN:", "yes", "- ", "\n", " ", "\u266a", "[", "]", ":"]), max_size=12).map(
        "".join
    )
)
def test_clean_takes_only_what_it_names(source):
    left = run("clean", (0, 1000, source)).text
    assert left.count("yes") == source.count("yes") or "(b)" in source or "[" in source


# --- text


@pytest.mark.parametrize(
    ("step", "before", "after", "language"),
    [
        ("spaces", " Well ,  then .", "Well, then.", "en"),
        ("spaces", "Vraiment ?  Oui !", "Vraiment ? Oui !", "fr"),
        ("spaces", "Oui , non .", "Oui, non.", "fr"),
        ("spaces", "He has .5 left ...", "He has .5 left...", "en"),
        ("spaces", "So :) it is", "So :) it is", "en"),
        ("ellipsis:to=\u2026", "Wait... what....", "Wait\u2026 what....", "en"),
        ("ellipsis:to=...", "Wait\u2026", "Wait...", "en"),
        ("brackets:to=[]", "(sighs)", "[sighs]", "en"),
        ("brackets:to=()", "- [sighs]", "- (sighs)", "en"),
        ("brackets:to=[]", "Yes (sighs)", "Yes (sighs)", "en"),
        ("music:to=\u266a", "# Row the boat #", "\u266a Row the boat \u266a", "en"),
        ("music:to=#", "\u266b Row \u266b", "# Row #", "en"),
        ("music:to=\u266a", "#1 in the charts", "#1 in the charts", "en"),
        ("quotes:style=curly", 'He said "no" to it.', "He said \u201cno\u201d to it.", "en"),
        ("quotes:style=straight", "\u201cNo,\u201d he said.", '"No," he said.', "en"),
        ("quotes:style=guillemets", '"Non", dit-il.', "\u00ab\u00a0Non\u00a0\u00bb, dit-il.", "fr"),
        ("quotes:style=low-high", '"Nein", sagte er.', "\u201eNein\u201c, sagte er.", "de"),
        ("quotes:style=curly", 'a 12" record', 'a 12" record', "en"),
        ("encoding", "caf\u00c3\u00a9 \u00e2\u20ac\u201d d\u00c3\u00a9", "caf\u00e9 \u2014 d\u00e9", "en"),
        ("encoding", "\u00c2 propos, \u00c0 bient\u00f4t", "\u00c2 propos, \u00c0 bient\u00f4t", "fr"),
        ("markup", "The <i>ferry</i> {\\an8}left &amp; we &#8212; so", "The ferry left & we \u2014 so", "en"),
        ("markup", "if a < b and b > c", "if a < b and b > c", "en"),
        ("markup", "&#0; &#99999999;", "&#0; &#99999999;", "en"),
        ("dashes:style=both", "- Yes.\n- No.", "-Yes.\n-No.", "en"),
        ("dashes:style=both-space", "-Yes.\n-No.", "- Yes.\n- No.", "en"),
        ("dashes:style=second", "- Yes.\n- No.", "Yes.\n-No.", "nl"),
        ("dashes:style=both", "Yes.\n- No.", "-Yes.\n-No.", "en"),
        ("dashes:style=both", "the harbour\n- what is left of it", "the harbour\n- what is left of it", "en"),
        ("dashes:style=both-space", "- Yes, I am.", "- Yes, I am.", "en"),
        ("dashes:style=both-space", "Wait --\n-- what?", "Wait --\n-- what?", "en"),
        ("numbers", "3 ferries and 11 boats.", "Three ferries and 11 boats.", "en"),
        ("numbers", "at 3:15, 3.5 km, 3 km, $3, 3%, 3 p.m., 1-3", "at 3:15, 3.5 km, 3 km, $3, 3%, 3 p.m., 1-3", "en"),
        ("numbers", "Ich sah 3 Boote und 1 Schiff.", "Ich sah drei Boote und 1 Schiff.", "de"),
        ("numbers", "N\u00e4in 3 laivaa.", "N\u00e4in 3 laivaa.", "fi"),
        ("replace:from=colour,to=color", "Colour, COLOUR, colours.", "Color, COLOR, colours.", "en"),
        ("replace:from=a b,to=b a", "a b a b", "b a b a", "en"),
        ("replace:from=Colour,to=X,case=exact", "Colour colour", "X colour", "en"),
    ],
)  # fmt: skip
def test_text(step, before, after, language):
    assert text(step, before, language=language, profile="netflix-en") == after


def test_characters_become_equivalents_that_are_allowed():
    assert text("characters", "Oui\u202f! a\u200bb\tc", profile="netflix-fr") == "Oui\u00a0! ab c"
    assert text("characters", "\u201cNo\u201d \u2013 yes\u2026", profile="bbc-broadcast") == '"No" - yes...'
    assert text("characters", "\U0001f600", profile="netflix-en") == "\U0001f600"


def test_two_voices_get_dashes_and_one_does_not():
    def voiced(*voices):
        return Cue(0, 3000, tuple(Line((Span(f"{v}!", Style(voice=v)),)) for v in voices))

    assert run("dashes:style=both", voiced("Ann", "Bob")).text == "-Ann!\n-Bob!"
    assert run("dashes:style=both", voiced("Ann", "Ann")).text == "Ann!\nAnn!"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["- A.", "- B."], True), (["A.", "- B."], True), (["A,", "- B."], False), (["A.", "B."], False),
        (["- A."], False),
        (["\u2013 A", "\u2013 B"], True), (["-- A", "-- B"], False),
    ],
)  # fmt: skip
def test_dialogues(lines, expected):
    assert is_dialogue(lines) is expected


def test_casing_learns_names_and_carries_sentences_over():
    made = run(
        "casing:keep=NATO", (0, 1, "We met Ann Miller and"), (2, 3, "SHE SAID THAT ANN MILLER"),
        (4, 5, "JOINED NATO. I'M SURE, SO AM I."), (6, 7, "OK."),
    )  # fmt: skip
    assert [cue.text for cue in made][1:] == ["she said that Ann Miller", "joined NATO. I'm sure, so am I.", "OK."]


def test_casing_up_and_down():
    assert text("casing:to=upper", "stra\u00dfe") == "STRASSE"
    assert text("casing:to=lower", "ANN") == "ann"


def test_replacement_lists_from_files(tmp_path):
    (tmp_path / "a.tsv").write_text("colour\tcolor\nlorry\ttruck\n")
    (tmp_path / "b.toml").write_text('"colour" = "color"\n')
    (tmp_path / "c.tsv").write_text("no tab here\n")
    assert text(f"replace:file={tmp_path / 'a.tsv'}", "Lorry colour") == "Truck color"
    assert text(f"replace:file={tmp_path / 'b.toml'}", "colour") == "color"
    with pytest.raises(InputError):
        text(f"replace:file={tmp_path / 'c.tsv'}", "x")
    with pytest.raises(InputError):
        text(f"replace:file={tmp_path / 'none'}", "x")


def test_speakers_there_and_back():
    voiced = run("speakers:show=voice", (0, 3000, "ANN: Are you in?\nBOB: Yes."))
    assert [line.spans[0].style.voice for line in voiced.cues[0].lines] == ["ANN", "BOB"]
    assert voiced.text == "Are you in?\nYes."
    back = apply(voiced, ["speakers:show=label"], profiles.load("default"), Options()).value
    assert back.text == "ANN: Are you in?\nBOB: Yes."
    assert run("speakers:show=label,rename=ANN>ANNE", (0, 3000, "ANN: Yes.")).text == "ANNE: Yes."


def test_styles_can_be_dropped():
    cue = Cue(0, 1000, lines_of("x", Style(italic=True, bold=True, color="red", voice="Ann")))
    assert run("styles", cue).cues[0].lines[0].spans[0].style == Style(bold=True, color="red", voice="Ann")
    assert run("styles:drop=all", cue).cues[0].lines[0].spans[0].style == Style(voice="Ann")


# --- editing lines

SPANS = st.lists(
    st.builds(Span, st.text("ab .", min_size=1, max_size=4), st.sampled_from([Style(), ITALIC])), max_size=5
)


@given(SPANS, st.data())
def test_an_edit_of_spans_is_the_edit_of_their_text(spans, data):
    line = spans_of(spans)
    size = len(line.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    changed = edited(line, [(start, end, "XY")])
    assert changed.text == line.text[:start] + "XY" + line.text[end:]
    assert "".join(span.text for span in slice_line(line, start, end)) == line.text[start:end]


@given(SPANS)
def test_stripping_and_joining_and_substituting_nothing(spans):
    line = spans_of(spans)
    assert stripped(line).text == line.text.strip()
    assert joined([line]) == line
    import re

    assert substitute(line, re.compile("z"), "y") == line


# --- reading time


def test_the_needed_time_is_the_longest_of_what_is_asked():
    bbc = profiles.load("bbc")
    assert needed_time("one two three four", bbc.published(), bbc) == 1334  # 180 words a minute
    ted = profiles.load("ted")
    assert needed_time("Yes.", ted.published(), ted) == 1000
    assert needed_time("x" * 42, ted.published(), ted) == 2000


@given(st.integers(0, 300))
def test_a_reading_table_rises(count):
    table = [[1, 12], [2, 20], [3, 36], [4, 60]]
    assert table_time(count, table) <= table_time(count + 1, table)
    assert table_time(count, table, Fraction(1, 5)) <= table_time(count, table)


def test_the_reading_table_at_its_rows():
    table = [[1, 12], [2, 20], [3, 36], [4, 60]]
    assert [table_time(c, table) for c in (12, 20, 36, 60, 84)] == [1000, 2000, 3000, 4000, 5000]


# --- parts, direction, time, positions


def test_sdh_is_written_in_the_profiles_style():
    said = "OLAF (whispering): Hush.\n(door slams)"
    assert text("sdh-style", said, profile="netflix-en") == "[Olaf whispering] Hush.\n[door slams]"
    assert text("sdh-style", "Olaf (whispering): Hush.") == "OLAF (whispering): Hush."
    assert text("sdh-style:label=none", said) == "OLAF (whispering): Hush.\n[door slams]"


def test_speakers_keep_how_words_are_spoken():
    made = run("speakers:show=voice", (0, 3000, "HONDO [over comm]: We wait."))
    assert made.text == "[over comm] We wait."
    assert made.cues[0].lines[0].spans[0].style.voice == "HONDO"


def test_a_label_inside_a_line_begins_a_line_of_its_own():
    made = run("speakers:show=voice", (0, 3000, "ANN: Are you in? BOB: Yes."))
    assert made.text == "Are you in?\nYes."
    assert [line.spans[0].style.voice for line in made.cues[0].lines] == ["ANN", "BOB"]


def test_labels_in_mixed_case_are_known_from_the_track():
    said = [(0, 1, "Ann: Hi."), (2, 3, "Bob: Yes."), (4, 5, "Ann: No."), (6, 7, "Bob: So."), (8, 9, "Note: late.")]
    assert run("clean", *said).text.split("\n\n")[-1].endswith("Note: late.")
    assert [cue.text for cue in run("clean", *said)] == ["Hi.", "Yes.", "No.", "So.", "Note: late."]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- I broke it! - I never did.", "-I broke it!\n-I never did."),
        ("Where is he? -Here.", "-Where is he?\n-Here."),
        ("- Are you in?\n-", "Are you in?"),
        ("We left. - and came back.", "We left. - and came back."),
    ],
)
def test_each_speaker_starts_a_line(before, after):
    assert text("dashes", before, profile="netflix-en") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"Fresh fish. "', '"Fresh fish."'),
        ('He said "fish " and left', 'He said "fish" and left'),
        ('He said "fish"', 'He said "fish"'),
        ("what 's that", "what's that"),
        ("back in the '80s", "back in the '80s"),
        ("he said 's' twice", "he said 's' twice"),
    ],
)
def test_blanks_beside_quotes(before, after):
    assert text("spaces", before) == after


def test_direction_marks_and_stops_of_right_to_left_lines():
    said = "\u05e9\u05dc\u05d5\u05dd!"
    assert text("direction-marks", said) == f"\u202b{said}\u202c"
    assert text("direction-marks:to=none", f"\u200f{said}") == said
    assert text("direction-marks", "Hello!") == "Hello!"
    assert text("stop-last", "!\u05e9\u05dc\u05d5\u05dd") == said
    assert text("stop-last", said) == said


def test_adverts_go_and_speech_about_sites_stays():
    made = run("adverts", (0, 1, "Subtitles by Gull24\nwww.gull-subs.com"), (2, 3, "We met on boats.com, you know."))
    assert [cue.text for cue in made] == ["We met on boats.com, you know."]


def test_sync_by_one_two_and_many_points():
    assert times(run("sync:points=0:01>0:02", (1000, 2000, "a"))) == [(2000, 3000)]
    two = "sync:points=0:00>0:10+1:40>3:30"
    assert times(run(two, (0, 1000, "a"), (50_000, 100_000, "b"))) == [(10_000, 12_000), (110_000, 210_000)]
    many = "sync:points=0:00>0:00+0:10>0:10+0:20>0:40"
    assert times(run(many, (5000, 10_000, "a"), (15_000, 30_000, "b"))) == [(5000, 10_000), (25_000, 70_000)]
    for wrong in ("sync", "sync:points=1:00", "sync:points=0:10>0:20+0:20>0:10"):
        with pytest.raises(UsageError):
            run(wrong, (0, 1, "a"))


def test_cut_keeps_what_is_shown_between_two_times():
    said = [(1000, 2000, "a"), (9000, 11_000, "b"), (12_000, 13_000, "c")]
    assert times(run("cut:from=10s", *said)) == [(0, 1000), (2000, 3000)]
    assert times(run("cut:from=10s,to=12s,times=kept", *said)) == [(10_000, 11_000)]


def test_positions_are_set_and_moved():
    assert run("position:at=top", (0, 1, "a")).cues[0].positioning.line == 0
    assert run("position:at=none", run("position:at=top", (0, 1, "a")).cues[0]).cues[0].positioning is None
    assert run("position:by=-10%", (0, 1, "a")).cues[0].positioning.line == 90
    with pytest.raises(UsageError):
        run("position:at=outside", (0, 1, "a"))


REGION = Block("region", "id:low\nlines:3\nviewportanchor:10%,95%")


def test_a_region_is_moved_with_its_cues_or_copied_where_others_stay():
    cues = [Cue(n * 2000, n * 2000 + 1000, "a", positioning=Positioning(region="low")) for n in range(2)]
    track = Track(tuple(cues), blocks=(REGION,))
    moved = lambda step, of=track: apply(of, [step], profiles.load("default"), Options()).value  # noqa: E731
    whole = moved("position:by=-20%")
    assert [block.text for block in whole.blocks] == ["id:low\nlines:3\nviewportanchor:10%,75%"]
    assert whole.cues == track.cues
    part = moved("position:by=-3 lines,from=1s")
    assert [block.text for block in part.blocks] == [REGION.text, "id:low-2\nlines:3\nviewportanchor:10%,75%"]
    assert [cue.positioning.region for cue in part] == ["low", "low-2"]
    bare = moved("position:by=-10%", track.replace(blocks=(Block("region", "id:low"),)))
    assert bare.blocks[0].text == "id:low\nviewportanchor:0%,90%"
    assert moved("position:at=top").cues[0].positioning.region == ""


def test_two_texts_of_one_time_stand_one_above_the_other():
    assert run("merge", (0, 3000, "Hurry up."), (0, 3000, "\u5feb\u70b9\u3002")).text == "Hurry up.\n\u5feb\u70b9\u3002"


def test_casing_leaves_sounds_and_knows_the_language():
    assert (
        text("casing", "[ Newsreel ] CLOUDS OF WAR\nMAY BE GATHERING,")
        == "[ Newsreel ] Clouds of war\nmay be gathering,"
    )
    assert text("casing", "\u0130STANBUL I\u015eIKLARI. \u0130Y\u0130.", language="tr").startswith(
        "\u0130stanbul \u0131\u015f\u0131klar\u0131"
    )
    assert text("casing:to=upper", "istanbul \u0131l\u0131k", language="tr") == "\u0130STANBUL ILIK"


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (["ANN: I DON'T KNOW WHAT TO SAY."], ["ANN: I don't know what to say."]),
        (["MARLOW (off): COME HERE AT ONCE!", "WE LOST MARLOW AT SEA."],
         ["MARLOW (off): Come here at once!", "We lost Marlow at sea."]),
        (["MAN: NO MAN LEAVES THE SHIP."], ["MAN: No man leaves the ship."]),
        (["[GULLS CRY]", "[HORN BLOWS] THE FOG IS COMING IN."], ["[Gulls cry]", "[Horn blows] The fog is coming in."]),
        (["THE FOG IS COMING IN.", "We sail.", "[GULLS CRY]", "Not in fog."],
         ["The fog is coming in.", "We sail.", "[GULLS CRY]", "Not in fog."]),
        (["\u266a SAILING HOME\nOVER THE SEA \u266a"], ["\u266a Sailing home\nOver the sea \u266a"]),
        (["- WHERE IS THE BOAT?\n- BOSUN [over radio]: IN THE DOCK, SIR."],
         ["- Where is the boat?\n- BOSUN [over radio]: In the dock, sir."]),
        (["ANN BAKER: OK."], ["ANN BAKER: OK."]),
        (["WE SAW MR. BAKER ON MONDAY.", "STOP!", "NATO?", "COPY THAT."],
         ["We saw Mr. Baker on Monday.", "Stop!", "NATO?", "Copy that."]),
        (["We sail.", "STOP!", "COPY THAT."], ["We sail.", "STOP!", "COPY THAT."]),
    ],
)  # fmt: skip
def test_casing_reads_the_parts_of_a_cue(cues, expected):
    made = run("casing", *((n * 3000, n * 3000 + 2000, text) for n, text in enumerate(cues)))
    assert [cue.text for cue in made] == expected


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("We saw the old\nligthouse, then.", "old lighthouse", "We saw the old\nlighthouse, then."),
        ("The Old\nLigthouse.", "beacon of the isle", "The Beacon of\nthe isle."),
        ("We saw the old\nligthouse, then.", "beacon", "We saw the\nbeacon, then."),
        ("We saw the old  ligthouse.", "old lighthouse", "We saw the old lighthouse."),
        ("the old\n- ligthouse", "old lighthouse", "the old\n- ligthouse"),
    ],
)  # fmt: skip
def test_a_phrase_is_replaced_over_a_line_break(before, new, after):
    assert text(f"replace:from=old ligthouse,to={new}", before) == after


@pytest.mark.parametrize(
    ("before", "profile", "after"),
    [
        ("- Where were you?\n- In the harbour, with the men,\nby the boat.", "netflix-en",
         ["Where were you?", "In the harbour, with the men,\nby the boat."]),
        ("- No. - Yes. - Not now.", "netflix-en", ["-No.\n-Yes.", "Not now."]),
        ("- Is it late?\n- It is.\n- So we go.\n- We do.", "default",
         ["- Is it late?\n- It is.", "- So we go.\n- We do."]),
    ],
)  # fmt: skip
def test_a_dialogue_is_split_between_turns(before, profile, after):
    assert [cue.text for cue in run("split", (0, 7000, before), profile=profile)] == after


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("dashes:style=both", "\u202b- \u05e9\u05dc\u05d5\u05dd? - \u05db\u05df.\u202c",
         "\u202b-\u05e9\u05dc\u05d5\u05dd?\u202c\n\u202b-\u05db\u05df.\u202c"),
        ("dashes:style=second", "\u200f- \u05db\u05df.\n\u200f- \u05dc\u05d0.",
         "\u200f\u05db\u05df.\n\u200f-\u05dc\u05d0."),
        ("wrap", "\u202b" + "\u05e9\u05dc\u05d5\u05dd " * 9 + "\u05db\u05df.\u202c",
         "\u202b" + "\u05e9\u05dc\u05d5\u05dd " * 4 + "\u05e9\u05dc\u05d5\u05dd\u202c\n"
         "\u202b" + "\u05e9\u05dc\u05d5\u05dd " * 4 + "\u05db\u05df.\u202c"),
    ],
)  # fmt: skip
def test_lines_that_are_parted_keep_their_marks_of_direction(step, before, after):
    assert text(step, before, language="he") == after


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("dashes:style=both", "- I broke it! - I never\nliked it.", "-I broke it!\n-I never liked it."),
        ("spaces", "It cost 1 ,000 , did n't it ?", "It cost 1,000, didn't it?"),
        ("encoding", "C'est l\u00c3 , \u00c3  c\u00c3\u00b4t\u00c3\u00a9.", "C'est l\u00e0, \u00e0 c\u00f4t\u00e9."),
        ("encoding", "\u00c3 noite", "\u00c3 noite"),
        ("clean:bleeps=drop", "That's [bleep]ing odd.", "That's odd."),
        ("clean:bleeps=drop", "Oh, [bleep].", "Oh."),
        ("clean", "\u266a (man): Oh, the sea \u266a", "\u266a (man): Oh, the sea \u266a"),
        ("clean:music=drop", "Go.\n\u266a I sail the sea\n\u266a and come to thee", "Go."),
        ("clean:music=drop", "It is six. \u266a", "It is six. \u266a"),
        ("clean:music=drop", "- \u266a La\nla \u266a\n- Stop.", "Stop."),
        ("clean", ">> ANN: Here. >> BO: Me too.", "- Here.\n- Me too."),
        ("spaces", '" Fresh fish " ( he sighs )', '"Fresh fish" (he sighs)'),
        ("clean", "No! (door slams) Who is it?", "No! Who is it?"),
        ("clean", "Stop! (LAUGHTER)", "Stop!"),
        ("clean", "Go. (We won.) Yes.", "Go. (We won.) Yes."),
        ("clean", "\u266a [hums]\nLa la \u266a", "\u266a [hums]\nLa la \u266a"),
        ("clean", "\u226a\uff08\u58f0\uff09\u8ab0\u3060\uff1f", "\u226a\u8ab0\u3060\uff1f"),
    ],
)  # fmt: skip
def test_texts_as_they_come(step, before, after):
    assert text(step, before) == after


def test_a_dash_alone_is_no_cue():
    assert [cue.text for cue in run("drop-empty", (0, 1, "-"), (2, 3, "Yes."))] == ["Yes."]


def test_shot_changes_of_a_programme_are_counted_from_its_start():
    cues = (Cue(1000, 9000, "a"),)
    moved, found = aligned((3_600_000, 3_605_000), cues)
    assert moved == (0, 5000)
    assert [d.code for d in found] == ["transform.shot-changes-aligned"]
    assert [d.code for d in aligned((20_000,), cues)[1]] == ["transform.shot-changes-outside"]
    assert aligned((4000, 20_000), cues) == ((4000, 20_000), ())


# --- letters of languages


@pytest.mark.parametrize(
    ("language", "text", "to", "expected"),
    [
        ("tr", "istanbul ışık", "upper", "İSTANBUL IŞIK"),
        ("tr", "İZMİR'İN IŞIĞI. İYİ.", "sentence", "İzmir'in ışığı. İyi."),
        ("az", "İKİ QIZ GƏLİR", "lower", "iki qız gəlir"),
        ("en", "WE SAILED TO ICELAND", "sentence", "We sailed to iceland"),
        ("nl", "IJZER IS STERK. IJS NIET.", "sentence", "IJzer is sterk. IJs niet."),
        ("el", "Ο ΟΔΟΣ ΕΙΝΑΙ ΣΟΦΟΣ", "lower", "ο οδος ειναι σοφος"),
        ("el", "ΠΟΥ ΕΙΝΑΙ; ΕΔΩ.", "sentence", "Που ειναι; Εδω."),
        ("nl", "HET REGENT. 'S AVONDS NIET.", "sentence", "Het regent. 's Avonds niet."),
        ("el", "μάιος ή νερό", "upper", "ΜΑΪΟΣ Ή ΝΕΡΟ"),
        ("en", "[ Old Radio ] THE TIDE IS TURNING.", "sentence", "[ Old Radio ] The tide is turning."),
    ],
)  # fmt: skip
def test_casing_knows_the_language(language, text, to, expected):
    assert run(f"casing:to={to},all", (0, 4000, text), language=language).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Hindi
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala
        "\u202b\u05e9\u05dc\u05d5\u05dd (\u05e2\u05d5\u05dc\u05dd)!\u202c",  # Hebrew with marks
        "\u200f\u05db\u05df?!",
        "\u1780\u200b\u1781",  # Khmer: a zero-width space between words
        "\U0001f469\u200d\U0001f680",
    ],
)
def test_joiners_and_direction_marks_are_spelling(text):
    """They are on Netflix's list of characters without a glyph, and were taken out of words once."""
    assert run("characters", (0, 4000, text), profile="netflix-en").text == text


def test_what_cannot_be_seen_and_spells_nothing_is_taken_out():
    text = "The\u200b fer\u200dry\u200e leaves\u202c.\ufeff"
    assert run("characters", (0, 4000, text), profile="netflix-en").text == "The ferry leaves."


SAID_LIKE_LABELS = [
    (("MARTA: Who ate it?", "NOTE TO SELF: buy a rope.", "MARTA: The gull."), {"MARTA"}, {"NOTE TO SELF"}),
    (("We wait here.", "WAIT: there is a boat.", "It is not ours."), set(), {"WAIT"}),
    ((*(f"Row {n}, and sing." for n in range(9)), "LISTEN: Nothing."), set(), {"LISTEN"}),
    (("MARTA: Who ate it?", "A man is coming.", "MAN: Help!", "MARTA: No."), {"MARTA", "MAN"}, set()),
    (("ANN: Yes.", "BEN: No."), {"ANN", "BEN"}, set()),
    (("ANN: Yes.",), {"ANN"}, set()),
]


@pytest.mark.parametrize(("texts", "names", "said"), SAID_LIKE_LABELS)
def test_a_track_tells_names_from_words_in_capitals(texts: tuple[str, ...], names: set[str], said: set[str]) -> None:
    track = Track(tuple(Cue(n * 2000, n * 2000 + 1500, text) for n, text in enumerate(texts)))
    found = labels_of(track)
    assert (set(found.names), set(found.said)) == (names, said)
    cleaned = " ".join(cue.text for cue in apply(track, ["clean"], profiles.load("default"), Options()).value)
    assert all(f"{word}:" in cleaned for word in said)
    assert not any(f"{name}:" in cleaned for name in names)


@pytest.mark.parametrize(
    "said",
    ['He said (and I quote) "no".', "(coughs) Yes.", "[door] Who? (sighs)", "\u266a Oh \u266a", "ANN: Hi."],
)
def test_a_track_of_sounds_holds_what_a_clean_one_lacks(said):
    """Speech in round brackets was once in both."""
    clean, sounds = (run(step, (0, 3000, said)).text for step in ("clean:music=drop", "sdh-only"))
    letters = Counter(filter(str.isalpha, said))
    assert Counter(filter(str.isalpha, clean)) + Counter(filter(str.isalpha, sounds)) == letters
