"""SCC and the receiver behind it: screens, times, styles, places, what files have in odd places."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.errors import InputError, LimitError, StrictError
from captionkit.formats import FORMATS
from captionkit.formats.cea608.characters import CHARACTERS
from captionkit.formats.cea608.codes import CR, EDM, ENM, EOC, PARITY, RCL, RDC, ROLL_UP, Pen, address, address_of, tab
from captionkit.formats.sniff import recognise
from captionkit.model.timecode import RATES, frames_to_ms
from captionkit.sources import ReadOptions, Source
from captionkit.testing import FormatSuite, Sample
from tests.support import CORPORA, corpora

SCC = FORMATS.get("scc")
RATE = RATES["29.97"]
HEAD = "Scenarist_SCC V1.0\n\n"


def hexed(pairs):
    return " ".join(f"{PARITY[first]:02x}{PARITY[second]:02x}" for first, second in pairs)


def twice(*codes):
    return [code for code in codes for _ in (0, 1)]


def letters(text):
    data = text.encode("ascii") + b"\0" * (len(text) % 2)
    return [(data[at], data[at + 1]) for at in range(0, len(data), 2)]


def load(text, row=15, column=0):
    return [*twice(RCL, ENM, address(row, column)), *letters(text)]


def scc(*lines):
    """Return a file of (label, pairs)."""
    return (HEAD + "\n".join(f"{label}\t{hexed(pairs)}\n" for label, pairs in lines)).encode()


def read(data, **options):
    result = SCC.read(Source(data, "talk.scc"), ReadOptions(**options))
    return list(result.value), [d.code for d in result.diagnostics if d.code != "read.layout"]


def shown(data, **options):
    return [(cue.start, cue.end, cue.text) for cue in read(data, **options)[0]]


def at(*frames):
    return [frames_to_ms(frame, RATE) for frame in frames]


# --- the film


@corpora
def test_every_screen_of_the_film():
    golden = json.loads((CORPORA / "golden/Plan9fromOuterSpace.true.json").read_text("utf-8"))
    cues, _ = read((CORPORA / "cea608/Plan9fromOuterSpace.scc").read_bytes())
    assert len(cues) == len(golden) == 663
    for cue, true in zip(cues, golden, strict=True):
        assert cue.text == true["text"]
        assert abs(cue.start - 1000 * true["start_s"]) <= 1
        assert abs(cue.end - 1000 * true["end_s"]) <= 1
        assert cue.extras["cea608"] == true["rows"]


@corpora
@pytest.mark.parametrize(("name", "count"), [("mix-rows-roll-up", 16), ("paint-on", 3), ("pop-on", 3)])
def test_files_made_to_test_parsers(name, count):
    assert len(read((CORPORA / f"cea608/{name}.scc").read_bytes())[0]) == count


# --- pop-on


def test_shown_from_the_swap_to_the_clear():
    data = scc(("00:00:01;00", load("Low tide")), ("00:00:02;00", twice(EOC)), ("00:00:04;15", twice(EDM)))
    cues, codes = read(data)
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [(*at(60, 135), "Low tide")]
    assert not codes


def test_a_swap_within_a_line_has_the_time_of_its_pair():
    assert shown(scc(("00:00:01;00", [*load("Ab"), *twice(EOC)]), ("00:00:03;00", twice(EDM))))[0][0] == at(30 + 7)[0]


def test_a_caption_loaded_over_several_lines():
    lines = [("00:00:01;00", load("Low ")), ("00:00:01;20", letters("tide")), ("00:00:02;00", twice(EOC, EDM))]
    assert shown(scc(*lines)) == [(*at(60, 62), "Low tide")]


def test_a_swap_that_changes_the_screen_ends_what_was_on_it():
    data = scc(
        ("00:00:01;00", load("One")), ("00:00:02;00", twice(EOC)), ("00:00:03;00", load("Two")),
        ("00:00:04;00", twice(EOC)), ("00:00:05;00", twice(EDM)),
    )  # fmt: skip
    assert shown(data) == [(*at(60, 120), "One"), (*at(120, 150), "Two")]


def test_the_same_screen_sent_again_is_one_cue():
    data = scc(
        ("00:00:01;00", load("One")), ("00:00:02;00", twice(EOC)), ("00:00:03;00", load("One")),
        ("00:00:04;00", twice(EOC)), ("00:00:05;00", twice(EDM)),
    )  # fmt: skip
    assert shown(data) == [(*at(60, 150), "One")]


def test_codes_that_are_sent_once_count_twice_when_they_are_repeated():
    note = (0x11, 0x37)
    once = scc(("00:00:01;00", [RCL, ENM, address(15, 0), note, note, EOC]), ("00:00:03;00", [EDM]))
    doubled = scc(("00:00:01;00", [*twice(RCL, ENM, address(15, 0)), note, note, *twice(EOC)]), ("00:00:03;00", [EDM]))
    assert [text for *_, text in shown(once)] == ["♪♪"]
    assert [text for *_, text in shown(doubled)] == ["♪"]


def test_the_last_caption_without_a_clear():
    cues, codes = read(scc(("00:00:01;00", load("One")), ("00:00:02;00", twice(EOC))))
    assert [(cue.start, cue.end) for cue in cues] == [(at(60)[0], at(60)[0] + 4000)]
    assert codes == ["cea608.open-end"]


def test_extended_characters_take_the_place_of_their_stand_in():
    pairs = [*twice(RCL, ENM, address(15, 0)), *letters("A"), *twice((0x12, 0x20)), *letters("rbol"), *twice(EOC)]
    assert shown(scc(("00:00:01;00", pairs)))[0][2] == "Árbol"


def test_backspace_delete_and_tab():
    pairs = [
        *twice(RCL, ENM, address(15, 4)), *letters("Low tiderx"), *twice((0x14, 0x21), (0x14, 0x21)),
        *twice(EOC), *twice(RCL, ENM, address(3, 0)), *letters("abcd"),
        *twice(address(3, 0), tab(2), (0x14, 0x24), EOC),
    ]  # fmt: skip
    cues, _ = read(scc(("00:00:01;00", pairs)))
    assert [(cue.text, cue.extras["cea608"]) for cue in cues] == [("Low tide", [[15, 4]]), ("ab", [[3, 0]])]


# --- roll-up and paint-on


def rolled(text):
    return [*twice(ROLL_UP[2], CR, address(15, 0)), *letters(text)]


ROLLING = scc(
    ("00:00:01;00", rolled("One two")), ("00:00:03;00", rolled("Three")), ("00:00:05;00", rolled("Four")),
    ("00:00:07;00", twice(EDM)),
)  # fmt: skip


def test_rolled_lines_come_once_each():
    cues, codes = read(ROLLING)
    # the return of the next line is the third of its pairs
    assert [(c.start, c.end, c.text) for c in cues] == [
        (*at(36, 92), "One two"), (*at(96, 152), "Three"), (*at(156, 210), "Four")
    ]  # fmt: skip
    assert codes == ["cea608.rolling"]
    assert [(w.text, w.start) for w in cues[0].words] == list(zip(["One", "two"], at(36, 38), strict=True))


def test_what_stood_on_the_screen_while_lines_rolled():
    assert shown(ROLLING, roll_up="screen") == [
        (*at(36, 96), "One two"), (*at(96, 156), "One two\nThree"), (*at(156, 210), "Three\nFour")
    ]  # fmt: skip


def test_a_screen_that_rolled_long_before_the_next_line():
    data = scc(("00:00:01;00", [*rolled("One"), *twice(CR)]), ("00:00:03;00", rolled("Two")), ("00:00:04;00", [EDM]))
    assert [text for *_, text in shown(data, roll_up="screen")] == ["One", "One", "Two"]
    assert [text for *_, text in shown(data)] == ["One", "Two"]


def test_a_new_base_row_moves_what_is_shown():
    data = scc(("00:00:01;00", rolled("One")), ("00:00:02;00", [*twice(address(2, 0)), *letters("!")]))
    assert read(data)[0][0].extras["cea608"] == [[2, 0]]


def test_painted_captions_begin_with_their_first_pair_and_have_times_of_words():
    painted = [*twice(RDC, address(14, 0)), *letters("Low tide")]
    data = scc(("00:00:01;00", painted), ("00:00:02;00", [*twice(address(15, 0)), *letters("at dawn")]),
               ("00:00:04;00", [*twice(address(15, 0)), *letters("at dusk")]), ("00:00:05;00", twice(EDM)))  # fmt: skip
    cues, _ = read(data)
    assert [(c.start, c.end, c.text) for c in cues] == [
        (*at(34, 122), "Low tide\nat dawn"), (*at(122, 150), "Low tide\nat dusk")
    ]  # fmt: skip
    assert [w.start for w in cues[0].words] == at(34, 36, 62, 63)
    assert cues[1].words[0].start == cues[1].start


# --- labels


@pytest.mark.parametrize(
    ("label", "rate", "ms"),
    [
        ("01:00:00:00", None, 3_603_600), ("01:00:00;00", None, 3_599_996), ("00:01:00;02", None, 60_060),
        ("00:00:10:10", "25", 10_400), ("00:00:10:12", "24", 10_500),
    ],
)  # fmt: skip
def test_labels(label, rate, ms):
    assert shown(scc(("00:00:01:00", load("One")), (label, twice(EOC))), rate=rate)[0][0] == ms


def test_lines_that_overlap_wait_for_each_other():
    cues, codes = read(scc(("00:00:01;00", load("One, two, three, four")), ("00:00:01;10", twice(EOC, EDM))))
    assert cues[0].start == at(30 + 6 + 11)[0]
    assert codes == ["scc.overlap"]


def test_lines_out_of_order_and_after_midnight():
    assert read(scc(("00:00:02;00", twice(EOC)), ("00:00:01;00", load("One"))))[1][0] == "scc.unsorted"
    late = scc(("23:59:59;00", load("One")), ("00:00:01;00", twice(EOC)))
    assert shown(late)[0][0] > 86_400_000


# --- places and styles


def test_places():
    cues, _ = read(scc(("00:00:01;00", [*load("Low tide at", 1, 0), *twice(EOC)]),
                       ("00:00:03;00", [*load("Low tide", 15, 12), *twice(EOC)])))  # fmt: skip
    assert (cues[0].positioning.line, cues[0].positioning.position, cues[0].positioning.align) == (10, 23.75, "start")
    assert cues[1].positioning is None


@given(st.integers(1, 15), st.sampled_from(range(0, 32, 4)), st.booleans())
def test_addresses(row, column, underline):
    assert address_of(*address(row, column, Pen(0, False, underline))) == (row, column, Pen(0, False, underline))


@given(st.integers(1, 15), st.integers(1, 6), st.booleans())
def test_addresses_with_a_pen(row, color, underline):
    assert address_of(*address(row, 0, Pen(color, False, underline))) == (row, 0, Pen(color, False, underline))
    assert address_of(*address(row, 0, Pen(0, True, underline))) == (row, 0, Pen(0, True, underline))


def test_styles():
    pairs = [
        *twice(RCL, ENM, address(14, 0, Pen(5))), *letters("Low tide"), *twice((0x11, 0x2E)), *letters("at"),
        *twice((0x11, 0x21)), *letters("dawn"), *twice(EOC),
    ]  # fmt: skip
    spans = read(scc(("00:00:01;00", pairs)))[0][0].lines[0].spans
    assert [(s.text, s.style.color, s.style.italic, s.style.underline) for s in spans] == [
        ("Low tide", "yellow", False, False), (" ", "", False, False), ("at", "yellow", True, False),
        (" ", "", False, False), ("dawn", "", False, True),
    ]  # fmt: skip


def test_there_are_174_characters():
    assert len(CHARACTERS) + len("‘’") + len("\u00a0") == 176 + 1 - 1


# --- oddities


def test_text_before_a_mode():
    cues, codes = read(scc(("00:00:01;00", letters("nothing")), ("00:00:02;00", [*load("Real"), *twice(EOC, EDM)])))
    assert [cue.text for cue in cues] == ["Real"]
    assert codes == ["cea608.before-mode"]


def test_letters_past_the_last_column():
    data = scc(("00:00:01;00", [*load("abcdef", 15, 28), *twice(EOC, EDM)]))
    cues, codes = read(data)
    assert (cues[0].text, codes) == ("abcdef", ["cea608.past-column"])
    assert read(data, strict=True)[0][0].text == "abcf"


def test_wrong_parity_is_read_and_reported_once():
    data = (HEAD + "00:00:01;00\t1420 1420 142e 142e 1470 1470 4869 142f 142f 142c\n").encode()
    cues, codes = read(data)
    assert ([cue.text for cue in cues], codes) == (["Hi"], ["cea608.parity"])
    with pytest.raises(StrictError):
        read(data, strict=True)


def test_the_second_channel_is_left_out_where_there_is_a_first():
    other = [(first | 8 if first < 0x20 else first, second) for first, second in [*load("Two"), *twice(EOC)]]
    both = scc(("00:00:01;00", [*load("One"), *twice(EOC)]), ("00:00:02;00", other))
    assert [text for *_, text in shown(both)] == ["One"]
    assert "cea608.other-channel" in read(both)[1]
    assert [text for *_, text in shown(scc(("00:00:02;00", other)))] == ["Two"]


def test_lines_and_pairs_that_are_none():
    data = b"Scenarist_SCC V1.0\n\nremark\n00:00:01;00\t9420 xyz9 94ae 9470 c8e9 942f\n00:00:02;31\t942c\n"
    cues, codes = read(data)
    assert [cue.text for cue in cues] == ["Hi"]
    assert codes == ["scc.line", "scc.label", "scc.pair"]


def test_files_without_a_line_and_without_a_caption():
    with pytest.raises(InputError):
        read(b"Scenarist_SCC V1.0\n")
    assert read(scc(("00:00:01;00", twice(EDM))))[1] == ["read.no-cues"]


def test_recognised_with_and_without_header():
    data = scc(("00:00:01;00", load("One")))
    assert recognise(Source(data)).format.name == "scc"
    assert recognise(Source(data[len(HEAD) :])).format.name == "scc"


@given(st.lists(st.tuples(st.integers(0, 127), st.integers(0, 127)), max_size=60), st.sampled_from(["lines", "screen"]))
@settings(max_examples=150, deadline=None)
def test_any_pairs_are_read(pairs, roll_up):
    """No pairs break the reader, and what comes out is in order."""
    lines = [("00:00:01;00", [*twice(RCL), *pairs]), ("00:00:05;00", [*twice(ROLL_UP[3]), *pairs, EDM]),
             ("00:00:09;00", [*twice(RDC), *pairs, EOC])]  # fmt: skip
    cues = read(scc(*lines), roll_up=roll_up)[0]
    assert all(cue.start <= cue.end and cue.text.strip() for cue in cues)
    assert [cue.start for cue in cues] == sorted(cue.start for cue in cues)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(InputError):
        read(HEAD.encode() + b"00:00:01;00\t9420 94ae 9470 c8e9 942f\n" + data)


def test_too_many_pairs_are_refused(monkeypatch):
    monkeypatch.setattr("captionkit.formats.cea608.cues.MOST_PAIRS", 10)
    monkeypatch.setattr("captionkit.formats.scc.MOST_PAIRS", 10)
    with pytest.raises(LimitError):
        read(scc(("00:00:01;00", load("Low tide at dawn"))))


class TestSuite(FormatSuite):
    format = SCC
    samples = (
        Sample(
            "talk.scc",
            scc(
                ("00:00:01;00", load("Low tide", 14, 4)), ("00:00:02;00", twice(EOC)), ("00:00:04;15", twice(EDM)),
                ("00:00:05;00", load("at dawn", 3, 8)), ("00:00:06;00", twice(EOC)), ("00:00:08;00", twice(EDM)),
            ),
            words="Low tide at dawn",
        ),
    )  # fmt: skip
