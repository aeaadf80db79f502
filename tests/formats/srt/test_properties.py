"""The two reading paths agree, and no line that holds anything is lost."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.strategies import texts

from captionkit.diagnostics import Collector
from captionkit.errors import InputError
from captionkit.formats.srt import FORMAT
from captionkit.formats.srt.fast import SrtReadingState, fast_cues
from captionkit.formats.srt.reader import CUT, read_cues, stretches
from captionkit.formats.srt.timing import clean, find_timing
from captionkit.formats.srt.tolerant import Tolerant
from captionkit.sources import ReadOptions, Source

TIMINGS = (
    "00:00:01,000 --> 00:00:02,000",
    "00:00:03,500 --> 00:00:04,000",
    "00:00:01.5 -> 00:02",
    "1:2:3,4-->1:2:4,5",
    "00:00:05,0",
    "00:00:01:12 --> 00:00:02:20",
    "-00:00:01,000 --> 00:00:01,000",
    "00:00:09,000 --> 00:00:08,000",
    "100:00:00,000 --> 100:00:01,000",
    "00:00:01,000 --> 00:00:02,000 X1:1 X2:2 Y1:3 Y2:4",
    "00:00:01,000 --> 00:00:02,000 line:0",
    "00:00:01,000 --> 00:00:02,000 text",
    "\u200e00:00:01,000 --> 00:00:02,000",
    "00:00:0x,000 --> 00:00:02,000",
    "00:00:01,000 –> 00:00:02,000",
    "00:00:01,000 --&gt; 00:00:02,000",
)

line = st.one_of(
    st.sampled_from(
        ("", "", "", " ", "\t", "1", "2", "3", "10", "x2", "4.", "\ufeff5", "WEBVTT", "NOTE it", "<i>open", "</b>")
    ),
    st.sampled_from(TIMINGS),
    texts(),
)
messes = st.lists(line, max_size=14).map("\n".join)
stamps = st.integers(0, 59).map("00:00:{0:02d},{0:03d}".format)
blocks = st.tuples(st.integers(1, 3), stamps, stamps, texts()).map(lambda b: f"{b[0]}\n{b[1]} --> {b[2]}\n{b[3]}")
nearly = st.lists(st.one_of(blocks, blocks, blocks, texts()), min_size=1, max_size=5).map("\n\n".join)


def as_tuple(cue):
    return (cue.start, cue.end, cue.payload, cue.id, cue.settings, cue.raw_format)


@given(st.one_of(nearly, messes))
@settings(max_examples=400, deadline=None)
@example("1\n00:00:01,000 --> 00:00:02,000\n\n\n2\n00:00:03,000 --> 00:00:04,000")
def test_fast_path_reads_as_the_tolerant_path_does(text):
    found = fast_cues(text, SrtReadingState())
    if found is None:
        return
    notes = Collector()
    reader = Tolerant(text.split("\n"), lambda n: n + 1, notes).run()
    assert [as_tuple(cue) for cue in found] == [as_tuple(cue) for cue in reader.cues]
    assert notes.all == ()


def quoted(result):
    return "\n".join(f"{d.message}\n{d.data}" for d in result.diagnostics)


@given(st.one_of(messes, nearly))
@settings(max_examples=400, deadline=None)
def test_no_line_is_lost(text):
    try:
        result = FORMAT.read(Source(text.encode("utf-8", "surrogatepass"), "t.srt"), ReadOptions())
    except InputError:
        assert not any(find_timing(line) for line in text.split("\n"))
        return
    kept = "\n".join(f"{cue.id}\n{cue.payload}\n{cue.settings}" for cue in result.value)
    told = quoted(result)
    for number, content in enumerate(text.split("\n"), 1):
        said = content.strip(" \t")
        if not said or find_timing(content) is not None:
            continue
        told_here = any(d.line == number for d in result.diagnostics)
        assert said in kept or clean(said).strip() in kept or repr(said)[1:-1] in told or said in told or told_here


@given(st.lists(blocks, min_size=1, max_size=6).map("\n\n".join), st.integers(1, 80))
@settings(max_examples=200, deadline=None)
def test_stretches_do_not_matter(text, size):
    whole = fast_cues(text, SrtReadingState())
    pieces = list(stretches(text, size))
    assert "".join(piece for _, piece in pieces).replace("\n", "") == text.replace("\n", "")
    if whole is not None:
        cues = [cue for _, piece in pieces for cue in fast_cues(piece, SrtReadingState()) or []]
        assert [as_tuple(cue) for cue in cues] == [as_tuple(cue) for cue in whole]


def test_line_numbers_over_many_stretches():
    blocks = [
        f"{n}\n00:{n // 60:02d}:{n % 60:02d},000 --> 00:{n // 60:02d}:{n % 60:02d},900\nText of cue {n}"
        for n in range(1, 3000)
    ]
    blocks[2500] = blocks[2500].replace("2501\n", "77\n", 1)
    text = "\n\n".join(blocks) + "\n"
    cues, _, line_of = read_cues(text, Collector(), None)
    lines = text.split("\n")
    assert len(CUT.findall(text)) == 2998
    assert all(" --> " in lines[line_of(n) - 1] for n in range(len(cues)))
    assert re.search("^77$", cues[2500].id)
