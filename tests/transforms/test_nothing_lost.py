"""Nothing vanishes unsaid: text that hardly shows, comments and times of words, through every transform and writer."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import captionkit
from captionkit import profiles
from captionkit.diagnostics import Diagnostic
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.segmentation import resegment, rewrap
from captionkit.sources import ReadOptions, Source
from captionkit.text.marks import MARKS
from captionkit.transforms import TRANSFORMS, Options, apply
from tests.formats.test_pairs import RATE

GUIDES = ("default", "netflix-en", "bbc")
NEEDS = {
    "shift": "shift:by=1s", "scale": "scale:by=2", "retime": "retime:from=25,to=24", "cut": "cut:from=0,to=99s",
    "snap-frames": "snap-frames:rate=25", "replace": "replace:from=zzzz,to=y", "position": "position:at=8",
    "sync": "sync:points=0:10>0:10.5+0:20>0:21",
}  # fmt: skip
#: Those whose work is to write other signs, or to take some out.
REWRITES = frozenset((
    "adverts", "brackets", "characters", "clean", "dashes", "dedupe", "direction-marks", "ellipsis", "encoding",
    "markup", "music", "numbers", "quotes", "replace", "sdh-only", "sdh-style", "spaces", "speakers", "stop-last",
    "fix",
))  # fmt: skip

Run = Callable[[Track, str], tuple[Track, tuple[object, ...]]]


def _step(name: str) -> Run:
    def run(track: Track, guide: str) -> tuple[Track, tuple[object, ...]]:
        options = Options(rate=Fraction(25), shot_changes=(1200,), language=track.language)
        made = apply(track, [NEEDS.get(name, name)], profiles.load(guide), options)
        return made.value, made.diagnostics

    return run


def _fix(track: Track, guide: str) -> tuple[Track, tuple[object, ...]]:
    made = captionkit.fix(track, profile=guide)
    return made.track, (*made.changes, *made.remaining)


def _resegment(track: Track, guide: str) -> tuple[Track, tuple[object, ...]]:
    made = resegment(track, profiles.load(guide))
    return made.value, made.diagnostics


def _rewrap(track: Track, guide: str) -> tuple[Track, tuple[object, ...]]:
    made = rewrap(track, profiles.load(guide))
    return made.value, made.diagnostics


def _translate(track: Track, guide: str) -> tuple[Track, tuple[object, ...]]:
    made = captionkit.translate(track, "es", source_language="en", translator="echo")
    return made.track, made.diagnostics


def _merge(track: Track, guide: str) -> tuple[Track, tuple[object, ...]]:
    made = captionkit.merge(track, Track((Cue(0, 9000, "Aye."),)))
    return made, made.diagnostics


def _same(track: Track, guide: str) -> tuple[Track, tuple[object, ...]]:
    return track.map(lambda cue: cue.with_text(cue.text)), ()


RUNS: dict[str, Run] = {name: _step(name) for name in TRANSFORMS.names()} | {
    "fix": _fix, "resegment": _resegment, "rewrap": _rewrap, "translate": _translate, "merge tracks": _merge,
    "map": _same,
}  # fmt: skip

#: Marks of direction, joiners, zero-width and hard blanks, hyphens, combining marks, selectors, single punctuation.
_HARDLY = st.one_of(
    st.text(st.characters(categories=("Cf", "Mn", "Me", "Mc", "Zs", "Pd", "Po", "Ps", "Pe", "Pi", "Pf")), min_size=1,
            max_size=3),
    st.sampled_from(("\u202a", "\u202b\u202c", "\u200f", "\u200b", "\u00a0", "\u00ad", "\u0301", "\ufe0f", "-", "--",
                     "...", "[]", "\u266a", "\u3164", "\u2800", "1")),
)  # fmt: skip


_AROUND = ("{}", "Good {} evening.", "{} Good evening,", "and so {}", "Good day.\n{}", "Yes.")


@st.composite
def hardly_shown(draw: st.DrawFn) -> Track:
    """Draw a track in which cues, lines or words are such texts."""
    cues, at = [], 0
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(_AROUND)).format(draw(_HARDLY))
        length = draw(st.integers(400, 4000))
        cues.append(Cue(at, at + length, text, notes=draw(st.sampled_from(((), (f"note {at}",))))))
        at += length + draw(st.integers(0, 900))
    return Track(cues, language="en")


def letters(track: Track) -> Counter[str]:
    """Return all but blanks, and of each mark of direction that there is one: lines that are joined have one frame."""
    found = Counter(char for cue in track for char in cue.text if not char.isspace())
    return Counter({char: 1 if char in MARKS else count for char, count in found.items()})


def comments(track: Track) -> Counter[str]:
    return Counter([note for cue in track for note in cue.notes] + [b.text for b in track.footer if b.kind == "note"])


def alone(*texts: str) -> Track:
    return Track([Cue(n * 2000, n * 2000 + 1500, text) for n, text in enumerate(texts)], language="en")


@pytest.mark.parametrize("name", sorted(RUNS))
@settings(max_examples=25, deadline=None)
@given(track=hardly_shown(), guide=st.sampled_from(GUIDES))
@example(track=alone("\u202a"), guide="default")
@example(track=alone("Good evening", "\u200f", "to all."), guide="default")
@example(track=alone("\u202a Good evening", "and so \u202a"), guide="default")
@example(track=alone("\u202c"), guide="default")
@example(track=Track([Cue(0, 400, "\u202a Good day,"), Cue(400, 800, "\u202a Good day,")], "en"), guide="default")
@example(track=alone("Good evening", "\u00a0", "-"), guide="netflix-en")
def test_no_transform_loses_text_that_hardly_shows(name: str, track: Track, guide: str) -> None:
    made, said = RUNS[name](track, guide)
    if name not in REWRITES:
        assert said or not letters(track) - letters(made)
    if len(made) <= len(track) and name != "dedupe":
        shown = sum(bool(cue.text.strip(" \n")) for cue in track) - sum(bool(cue.text.strip(" \n")) for cue in made)
        assert said or shown <= 0 or not letters(track) - letters(made)


@pytest.mark.parametrize("name", sorted(set(RUNS) - {"translate"}))
@settings(max_examples=15, deadline=None)
@given(track=hardly_shown(), guide=st.sampled_from(GUIDES))
@example(track=Track([Cue(0, 900, "-", notes=["shot 4"])]), guide="default")
@example(track=Track([Cue(0, 900, "[door]", notes=["a"]), Cue(900, 1800, "[door]", notes=["b"])]), guide="default")
@example(track=Track([Cue(n * 400, n * 400 + 400, "Yes.", notes=[f"note {n}"]) for n in range(3)]), guide="default")
@example(track=Track([Cue(0, 1400, "We waited for the", notes=["a"]), Cue(1480, 2900, "pilot.", notes=["b"])]),
         guide="default")  # fmt: skip
def test_no_transform_loses_a_comment(name: str, track: Track, guide: str) -> None:
    """A cue that is dropped or joined leaves the notes that stand before it."""
    assert comments(RUNS[name](track, guide)[0]) == comments(track)


WRITTEN = [name for name in FORMATS.names() if FORMATS.get(name).write and FORMATS.get(name).read]


def saved(track: Track, name: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    header = {"display": "open"} if name == "stl" else None
    file = io.BytesIO()
    options = WriteOptions(rate=RATE.get(name, "25"), header=header)
    return file, captionkit.save(track, file, name, options=options).diagnostics  # type: ignore[return-value]


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=25, deadline=None)
@given(track=hardly_shown())
@example(track=alone("a\x01b", "\u202a", "\u200b"))
def test_no_writer_loses_text_that_hardly_shows(name: str, track: Track) -> None:
    ended = Track(
        [*track.replace(cues=[cue.replace(notes=()) for cue in track]), Cue(90_000, 92_000, "The end.")], "en"
    )
    file, said = saved(ended, name)
    rate = RATE.get(name, "25")
    read = FORMATS.get(name).read(Source(file.getvalue(), f"t.{name}"), ReadOptions(rate=rate))  # type: ignore[attr-defined, misc]
    reported = {one.code for one in (*said, *read.diagnostics)} - {"loss.language", "loss.summary"}
    assert reported or not letters(ended) - letters(read.value)


@pytest.mark.parametrize("name", ["fcpxml", "sami", "podcast", "chapters-mkv", "markers-avid", "markers-premiere"])
def test_what_xml_cannot_hold_is_named(name: str) -> None:
    """U+FFFD once took its place in silence."""
    assert "delivery.control" in {one.code for one in saved(alone("Set\x01 sail.", "Bye."), name)[1]}


def test_direction_marks_alone_are_left_to_themselves() -> None:
    """They once ended in an IndexError."""
    assert [cue.text for cue in RUNS["direction-marks"](alone("\u200f", "\u061c"), "default")[0]] == [
        "\u200f",
        "\u061c",
    ]


def test_a_blank_cue_keeps_its_place_when_others_are_cut_anew() -> None:
    made = resegment(alone("We waited for the", "\u00a0", "pilot."), profiles.load("default")).value
    assert [cue.text for cue in made] == ["We waited for the", "\u00a0", "pilot."]


@pytest.mark.parametrize(("step", "text"), [("spaces", "\u00a0"), ("characters", "\u200b")])
def test_a_cue_that_a_step_empties_is_named(step: str, text: str) -> None:
    said = apply(alone("Yes.", text), [step], profiles.load("netflix-en"), Options()).diagnostics
    assert [(one.code, one.cue) for one in said] == [("transform.emptied", 2)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[laughs] \U0001f602\nYes.", "\U0001f602\nYes."),
        ("ANN: \u2764\ufe0f\nBOB: Yes.", "- \u2764\ufe0f\n- Yes."),
        ("(sighs) \u2192", "\u2192"),
        ("[typing] \ue000", "\ue000"),
        ("- [door]\n- Yes.", "Yes."),
        (">> [door]\n>> Yes.", "Yes."),
        ("~ [song] ~\nYes.", "Yes."),
    ],
)
def test_bug_clean_dropped_what_was_said_in_signs(text: str, left: str) -> None:
    """A line with an emoji or a sign alone went with the sound beside it, unreported; marks go with it still."""
    assert [cue.text for cue in RUNS["clean"](alone(text), "default")[0]] == [left]


@pytest.mark.parametrize("show", ["voice", "label", "none"])
def test_bug_a_sign_of_speakers_own_was_left_in_a_text(show: str) -> None:
    """A label at a line's end, above another label: U+FDD0, which stands for labels in between, stayed in the text."""
    track = alone("- Yes. ANN:\nANN: 5.", "ANN: Aye.")
    made = apply(track, [f"speakers:show={show}"], profiles.load("default"), Options()).value
    assert "\ufdd0" not in made[0].text
    assert made[0].lines[0].text == "- Yes. ANN:"
    assert made[0].text.endswith("5.")


def test_sdh_only_says_what_it_drops() -> None:
    said = RUNS["sdh-only"](alone("Yes.", "[door]", "No."), "default")[1]
    assert [str(one.message) for one in said] == ["2 cues described no sound; dropped"]  # type: ignore[attr-defined]


# --- times of words

KARAOKE = b"""WEBVTT

00:01.000 --> 00:05.000
<v Ann>Low <00:02.000>tide <00:03.000>at <00:04.900>nine.

00:05.040 --> 00:05.400
So <00:05.100>it <00:05.300>is.

00:05.500 --> 00:14.000
We <00:06.000>leave <00:07.000>before <00:08.000>it <00:09.000>turns, <00:10.000>and <00:11.000>we <00:13.500>row.
"""
_CUE = re.compile(rb"([\d:.]+) --> ([\d:.]+)[^\n]*\n((?:[^\n]+\n?)*)")


def _ms(clock: bytes) -> int:
    *hours, minutes, seconds = clock.split(b":")
    return (int(hours[0] if hours else 0) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def stamps_are_inside(data: bytes) -> bool:
    for start, end, text in _CUE.findall(data):
        stamps = [_ms(stamp) for stamp in re.findall(rb"<([\d:.]+)>", text)]
        times = [_ms(start), *stamps, _ms(end)]
        if stamps and times != sorted(set(times)):
            return False
    return True


@pytest.mark.parametrize("name", sorted(set(RUNS) - {"translate"}))
@settings(max_examples=10, deadline=None)
@given(end=st.integers(1000, 14_000), cut=st.integers(500, 5000), guide=st.sampled_from(GUIDES))
def test_bug_times_of_words_stood_outside_a_cue_that_was_shortened(name: str, end: int, cut: int, guide: str) -> None:
    """https://www.w3.org/TR/webvtt1/#webvtt-timestamp: whatever moves a start or an end, the file is valid."""
    track = captionkit.load(KARAOKE)
    moved = track.replace(cues=[cue.replace(end=min(cue.end, max(cue.start + 1, end))) for cue in track])
    moved = moved.replace(cues=[moved[0].replace(start=cut), *moved.cues[1:]])
    for given_track in (track, moved):
        file, said = saved(RUNS[name](given_track, guide)[0], "vtt")
        assert stamps_are_inside(file.getvalue()), said  # type: ignore[attr-defined]
        lost = len(re.findall(rb"<\d", KARAOKE)) > len(re.findall(rb"<\d", file.getvalue()))  # type: ignore[attr-defined]
        if lost and name in ("snap-frames", "gaps", "shorten", "pad", "repair"):
            assert "vtt.stamp-outside" in {one.code for one in said}


def test_times_of_words_that_stay_inside_keep_their_bytes() -> None:
    track = captionkit.load(KARAOKE)
    longer = track.replace(cues=[cue.replace(end=cue.end + 10) for cue in track])
    file, said = saved(longer, "vtt")
    assert b"<v Ann>Low <00:02.000>tide" in file.getvalue()  # type: ignore[attr-defined]
    assert "vtt.stamp-outside" not in {one.code for one in said}
