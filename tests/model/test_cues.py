"""Cues: what may be changed how, what stays, what is refused, what a raw text says of itself."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.interop import from_pysrt, from_webvtt, to_pysrt, to_webvtt
from captionkit.formats.table import parse_markup
from captionkit.model.cue import Cue, Positioning, raw_cue, raw_cues
from captionkit.model.raw import Raw, raw_format
from captionkit.model.retext import retext
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word
from captionkit.sources import ReadOptions, Source
from captionkit.text.width import speed, width
from tests.strategies import cues, lines, texts

ITALIC = Style(italic=True)


def styled(cue: Cue) -> list[tuple[str, bool]]:
    return [(span.text, span.style.italic) for line in cue.lines for span in line.spans]


# --- with_text


@given(cues())
def test_the_same_text_changes_nothing(cue: Cue) -> None:
    assert cue.with_text(cue.text) is cue


@given(cues(), texts())
def test_the_text_given_is_the_text_shown(cue: Cue, text: str) -> None:
    changed = cue.with_text(text)
    assert changed.text == text
    assert (changed.speaker, changed.positioning, changed.notes) == (cue.speaker, cue.positioning, cue.notes)


_WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=5), min_size=1, max_size=8)
_STYLES = st.sampled_from((PLAIN, ITALIC, Style(bold=True), Style(color="red"), Style(voice="Ann")))


@given(_WORDS, st.data())
def test_words_that_stay_keep_style_and_times(tokens: list[str], data: st.DataObject) -> None:
    """One word is taken for another that the text has not: every other word is as it was."""
    styles = [data.draw(_STYLES) for _ in tokens]
    spans = [part for word, style in zip(tokens, styles, strict=True) for part in (Span(word, style), Span(" "))][:-1]
    words = [Word(word, 100 * n, 100 * n + 90, timing=Timing.GIVEN) for n, word in enumerate(tokens)]
    cue = Cue(0, 1000, [Line(tuple(spans))], words=words)
    at = data.draw(st.integers(0, len(tokens) - 1))
    changed = cue.with_text(" ".join([*tokens[:at], "XYZ", *tokens[at + 1 :]]))
    shown = [(span.text, span.style) for span in changed.lines[0].spans if span.text.strip()]
    flat = [(word, style) for text, style in shown for word in text.split()]
    assert flat == [(w if n != at else "XYZ", s) for n, (w, s) in enumerate(zip(tokens, styles, strict=True))]
    assert [w for n, w in enumerate(changed.words) if n != at] == [w for n, w in enumerate(words) if n != at]
    assert (changed.words[at].text, changed.words[at].start, changed.words[at].end) == ("XYZ", at * 100, at * 100 + 90)


@given(st.lists(lines(), max_size=3), texts())
def test_lines_and_words_of_new_text_hold_all_of_it(given_lines: list[Line], text: str) -> None:
    assume(text != "\n".join(line.text for line in given_lines))
    shown, words = retext(given_lines, [Word("a", 1, 2)], text)
    assert "\n".join(line.text for line in shown) == text
    assert "".join(word.text for word in words) == "".join(text.split())
    assert all(span.text for line in shown for span in line.spans)


@pytest.mark.parametrize(
    ("spans", "text", "expected"),
    [
        ([("All in italics.", True)], "All of it.", [("All of it.", True)]),
        ([("All in italics.", True)], "All in big italics.", [("All in big italics.", True)]),
        ([("One ", False), ("two", True)], "One two three", [("One ", False), ("two", True), (" three", True)]),
        ([("One ", False), ("two", True), (" three", False)], "One three", [("One three", False)]),
        ([("One ", False), ("two", True), (" six", False)], "One ten two six",
         [("One ten ", False), ("two", True), (" six", False)]),
        ([("grey", True), (" day", False)], "Gray day", [("Gray", True), (" day", False)]),
        ([("Hi", True)], "<i>Hi</i>", [("<i>Hi</i>", True)]),
        # a new word that stands for two is in one style, and letters that were styled one by one stay so
        ([("Line ", False), ("0", True), (" of it", False)], "Edited.", [("Edited.", False)]),
        ([("un", True), ("likely", False)], "unlikelier", [("un", True), ("likelier", False)]),
        ([("Hi", True)], "", []),
        ([], "Hi", [("Hi", False)]),
    ],
)  # fmt: skip
def test_styles_of_changed_text(spans: list[tuple[str, bool]], text: str, expected: list[tuple[str, bool]]) -> None:
    cue = Cue(0, 900, [Line(tuple(Span(t, ITALIC if on else PLAIN) for t, on in spans))] if spans else ())
    merged: list[tuple[str, bool]] = []
    for part, on in styled(cue.with_text(text)):
        if merged and merged[-1][1] == on:
            part = merged.pop()[0] + part
        merged.append((part, on))
    wanted: list[tuple[str, bool]] = []
    for part, on in expected:
        if wanted and wanted[-1][1] == on:
            part = wanted.pop()[0] + part
        wanted.append((part, on))
    assert merged == wanted


def test_text_is_text_and_markup_is_asked_for() -> None:
    """``"<i>Hi</i>"`` given as text became ``<<i></i>i>`` in the file without anybody having asked for either."""
    cue = Cue(0, 900, "Hi").with_text("<i>Hi</i>")
    assert cue.text == "<i>Hi</i>"
    (again,) = read("srt", write("srt", Track((cue,))))
    assert again.text == "<i>Hi</i>"
    asked = cue.replace(lines=parse_markup("<i>Hi</i>"))
    assert (asked.text, asked.lines[0].spans[0].style) == ("Hi", ITALIC)
    assert parse_markup("<v Ann>Hi &amp; bye", "vtt")[0].text == "Hi & bye"


def test_times_of_words_that_are_divided_joined_and_put_in() -> None:
    words = [Word("can", 0, 100), Word("not", 100, 200), Word("go", 300, 400)]
    cue = Cue(0, 900, "can not go", words=words)
    assert [(w.text, w.start, w.end, w.glue) for w in cue.with_text("cannot go").words] == [
        ("can", 0, 100, False), ("not", 100, 200, True), ("go", 300, 400, False),
    ]  # fmt: skip
    assert [(w.text, w.start) for w in cue.with_text("can not really go").words][2:] == [("really", None), ("go", 300)]
    assert cue.with_text("").words == ()


def test_a_timestamp_stands_before_one_word() -> None:
    line = Line((Span("Good "), Span("evening all", Style(time=500))))
    (changed,) = Cue(0, 900, [line]).with_text("Good evenings to all").lines
    assert [span.style.time for span in changed.spans].count(500) == 1
    assert changed.text == "Good evenings to all"


def test_hostile_lengths_stay_quick() -> None:
    cue = Cue(0, 900, "a b " * 20_000)
    assert cue.with_text("b a " * 20_000).width == 80_000


# --- replace


def test_replace_refuses_text_and_says_what_to_use() -> None:
    cue = Cue(0, 900, [Line((Span("Hi", ITALIC),))])
    with pytest.raises(TypeError, match="with_text"):
        cue.replace(text="Bye")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="with_text"):
        cue.replace(lines="Bye")  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "near"), [("strat", "start"), ("speeker", "speaker"), ("line", "lines")])
def test_replace_names_the_nearest_field(name: str, near: str) -> None:
    with pytest.raises(TypeError, match=f"{name!r}: did you mean {near!r}"):
        Cue(0, 900, "Hi").replace(**{name: 1})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="did you mean 'italic'"):
        PLAIN.replace(itallic=True)


@pytest.mark.parametrize("time", [1.0, 1.5, True, "1", None])
def test_times_are_whole_milliseconds_when_a_cue_is_made(time: object) -> None:
    for make in (
        lambda: Cue(time, 900), lambda: Cue(0, time), lambda: Cue(0, 900).replace(end=time),  # type: ignore[arg-type]
        lambda: raw_cue(0, time, Raw("srt", "Hi")),  # type: ignore[arg-type]
    ):  # fmt: skip
        with pytest.raises(TypeError, match="whole milliseconds"):
            make()


@given(cues())
def test_replace_with_what_is_there_is_the_same_cue(cue: Cue) -> None:
    assert cue.replace(start=cue.start, lines=cue.lines, words=cue.words, speaker=cue.speaker) == cue
    assert cue.__replace__(end=cue.end) == cue


@pytest.mark.skipif(not hasattr(copy, "replace"), reason="Python 3.13")
def test_copy_replace() -> None:
    assert copy.replace(Cue(0, 900, "Hi"), end=5) == Cue(0, 5, "Hi")  # type: ignore[attr-defined]


def test_all_values_answer_copy_replace() -> None:
    for value, change in (
        (Cue(0, 900), {"end": 5}), (Track((Cue(0, 900),)), {"language": "en"}), (Style(), {"italic": True}),
        (Positioning(), {"anchor": 8}), (Line(), {"spans": (Span("x"),)}), (Word("x"), {"start": 3}),
    ):  # fmt: skip
        ((name, new),) = change.items()
        assert getattr(value.__replace__(**change), name) == new


def test_lists_are_as_good_as_tuples() -> None:
    line = Line([Span("Hi")])  # type: ignore[arg-type]
    assert line == Line((Span("Hi"),))
    cue, twin = Cue(0, 1, [line], notes=["n"]), Cue(0, 1, (line,), notes=("n",))
    assert (cue, hash(cue)) == (twin, hash(twin))
    assert (Track([cue]), hash(Track([cue]))) == (Track((twin,)), hash(Track((twin,))))


def test_values_show_themselves_briefly() -> None:
    assert repr(Line((Span("Hi", ITALIC),))) == "Line(spans=(Span(text='Hi', style=Style(italic=True)),))"
    assert repr(Cue(0, 5, "word " * 40)).startswith("Cue(0, 5, 'word word")
    assert len(repr(Cue(0, 5, "word " * 40))) < 90


@given(cues())
def test_width_and_speed_are_the_one_definition(cue: Cue) -> None:
    assert cue.width == max([width(line.text) for line in cue.lines], default=0)
    assert cue.cps == speed(cue.text, cue.duration)


# --- raw text


def read(name: str, data: bytes) -> Track:
    reader = FORMATS.get(name).read
    assert reader is not None
    return reader(Source(data), ReadOptions()).value


def write(name: str, track: Track) -> bytes:
    writer = FORMATS.get(name).write
    assert writer is not None
    return writer(track, WriteOptions()).value


SAMPLES = {
    "srt": (b"1\n00:00:01,000 --> 00:00:02,000\n<i>Hi</i>\n", Raw("srt", "<i>Hi</i>")),
    "srt, tolerant": (b"1\n0:0:1.0 -> 0:0:2\n<i>Hi</i>\n", Raw("srt", "<i>Hi</i>")),
    "srt, with a blank line": (b"1\n00:00:01,000 --> 00:00:02,000\nHi\n\nyou\n", Raw("srt-loose", "Hi\n\nyou")),
    "srt, coordinates": (
        b"1\n00:00:01,000 --> 00:00:02,000 X1:1 X2:2 Y1:3 Y2:4\nHi\n", Raw("srt", "Hi", "X1:1 X2:2 Y1:3 Y2:4"),
    ),
    "vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n<v Ann>Hi\n", Raw("vtt", "<v Ann>Hi", "line:0")),
    "vtt, tolerant": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\nyou\n", Raw("vtt", "Hi\nyou")),
    "sbv": (b"0:00:01.000,0:00:02.000\nHi[br]you\n", Raw("sbv", "Hi[br]you")),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_every_reader_says_what_its_raw_text_is(name: str) -> None:
    data, raw = SAMPLES[name]
    (cue,) = read(name.partition(",")[0], data)
    assert cue.raw == raw
    assert (cue.raw_format, cue.payload, cue.settings) == (raw.format, raw.payload, raw.settings)
    assert cue.raw.parse() == (cue.lines, cue.positioning, cue.speaker, cue.words)
    assert cue.replace(end=9000).raw == raw
    assert cue.with_text("Bye").raw is None
    assert Cue(0, 900, "Hi").raw is None


def test_objects_of_other_libraries_say_it_too() -> None:
    track = Track((Cue(0, 900, [Line((Span("Hi", ITALIC),))]),))
    assert from_pysrt(to_pysrt(track)).cues[0].raw == Raw("srt", "<i>Hi</i>")
    assert from_webvtt(to_webvtt(track)).cues[0].raw == Raw("vtt", "<i>Hi</i>")


def test_a_format_nobody_reads_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="'teletext'"):
        raw_cue(0, 900, Raw("teletext", "Hi"))


def test_a_format_of_ones_own() -> None:
    @raw_format("loud")
    def parse(payload: str, settings: str) -> tuple[tuple[Line, ...], None, str, tuple[Word, ...]]:
        return (Line((Span(payload.lower()),)),), None, "", ()

    one, two = raw_cues("loud", [(0, 1, "HI", "", "", ()), (1, 2, "BYE", "x", "7", ("n",))])
    assert (one.text, two.text, two.id, two.notes, two.raw) == ("hi", "bye", "7", ("n",), Raw("loud", "BYE", "x"))


@pytest.mark.parametrize("name", SAMPLES)
def test_raw_cues_survive_pickling_into_a_fresh_process(name: str) -> None:
    """The process that unpickles has imported nothing that reads the format."""
    (cue,) = read(name.partition(",")[0], SAMPLES[name][0])
    code = (
        "import pickle, sys\n"
        "assert not any(name.startswith('captionkit') for name in sys.modules)\n"
        "cue = pickle.loads(sys.stdin.buffer.read())\n"
        "sys.stdout.buffer.write(pickle.dumps((cue.text, cue.raw.payload, cue)))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(cue), capture_output=True, check=True)
    assert pickle.loads(done.stdout) == (cue.text, cue.payload, cue)
