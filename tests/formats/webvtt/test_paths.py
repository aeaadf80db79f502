"""The fast path and the tolerant path say the same, whatever the chunks."""

from __future__ import annotations

from html import unescape
from unittest.mock import patch

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from captionkit.diagnostics import Result
from captionkit.formats.base import WriteOptions
from captionkit.formats.webvtt import FORMAT, fast, reader
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source

TIMES = st.integers(0, 7_300_000)
WORDS = st.sampled_from(
    [
        "tide",
        "a < b",
        "AT&T",
        "<i>low</i>",
        "<v Ann>gulls",
        "</v>",
        "<b>unclosed",
        "&amp;",
        " ",
        "4",
        "5",
        "é",
        "灯台",
        "NOTE",
        "STYLE",
        "<00:00:01.000>",
        "<c.red.loud>x</c>",
        "<ruby>a<rt>b</ruby>",
        "<font color=red>",
        "\x0b",
        "-->",
        "\ufffd",
    ]
)
SETTINGS = st.sampled_from(
    ["", "", "", " line:0", " align:start position:10%", "  line:0 ", " region:top", " x", "\tsize:5%"]
)
NAMES = st.sampled_from(["", "", "1", "2", "3", "cue-7", "STYLE", "NOTE", "NOTE x", " ", "12:34:56.789 > "])


@st.composite
def timings(draw: st.DrawFn) -> str:
    def clock(ms: int, hours: bool, dot: str) -> str:
        text = f"{ms // 3_600_000:02d}:" if hours or ms >= 3_600_000 else ""
        return f"{text}{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{dot}{ms % 1000:03d}"

    hours = draw(st.booleans())
    dot = draw(st.sampled_from([".", ".", ".", ","]))
    arrow = draw(st.sampled_from([" --> ", " --> ", " --> ", "-->", " -> "]))
    return clock(draw(TIMES), hours, dot) + arrow + clock(draw(TIMES), hours, dot)


@st.composite
def blocks(draw: st.DrawFn) -> str:
    text = "\n".join(draw(st.lists(st.lists(WORDS, max_size=3).map(" ".join), max_size=3)))
    kind = draw(st.sampled_from(["cue"] * 6 + ["note", "note", "style", "region", "text"]))
    if kind == "cue":
        name = draw(NAMES)
        return (name + "\n" if name else "") + draw(timings()) + draw(SETTINGS) + "\n" + text
    return {"note": "NOTE " + text, "style": "STYLE\n" + text, "region": "REGION\nid:top", "text": text}[kind]


@st.composite
def files(draw: st.DrawFn) -> str:
    head = draw(
        st.sampled_from(
            ["WEBVTT", "WEBVTT", "WEBVTT - tides", "WEBVTT\nKind: captions\nLanguage: en-GB", "", "\ufeffWEBVTT"]
        )
    )
    parts = [head]
    for block in draw(st.lists(blocks(), max_size=7)):
        parts.append(draw(st.sampled_from(["\n\n", "\n\n", "\n\n", "\n\n\n", "\n"])))
        parts.append(block)
    if not head.startswith("WEBVTT"):
        parts.append("\n\n00:00:01.000 --> 00:00:02.000\nthe last")
    return "".join(parts) + draw(st.sampled_from(["", "\n", "\n\n"]))


@st.composite
def tidy_files(draw: st.DrawFn) -> str:
    """Files in which everything is as the specification wants it."""
    cues, start = [], 0
    short = draw(st.booleans())
    for number in range(draw(st.integers(0, 6))):
        start += draw(st.integers(0, 2_000_000))
        end = start + draw(st.integers(0, 9000))
        clocks = [
            f"{t // 3_600_000:02d}:{t // 60_000 % 60:02d}:{t // 1000 % 60:02d}.{t % 1000:03d}" for t in (start, end)
        ]
        if short:
            clocks = [clock[3:] if clock.startswith("00:") else clock for clock in clocks]
        words = [word for word in draw(st.lists(WORDS, min_size=1, max_size=3)) if word.isalnum()]
        name = draw(st.sampled_from(["", f"{number}\n", f"cue-{number}\n"]))
        note = draw(st.sampled_from(["", "", "NOTE seen\n\n", "NOTE\nby two\npeople\n\n"]))
        setting = draw(st.sampled_from(["", " line:0", " align:left size:40%"]))
        cues.append(f"{note}{name}{clocks[0]} --> {clocks[1]}{setting}\n{' '.join(words) or 'quiet'}")
    head = draw(st.sampled_from(["WEBVTT", "WEBVTT - tides", "WEBVTT\nKind: captions\n\nSTYLE\n::cue { color: lime }"]))
    return "\n\n".join([head, *cues]) + draw(st.sampled_from(["\n", "", "\n\n"]))


def read(text: str, *, fast_path: bool = True, chunk: int = 1 << 18) -> Result[Track]:
    refusal = patch.object(fast, "read_chunk", side_effect=fast.Refused)
    with patch.object(reader, "CHUNK", chunk):
        if fast_path:
            return reader.read_text(text, ReadOptions(), "t.vtt")
        with refusal:
            return reader.read_text(text, ReadOptions(), "t.vtt")


def outcome(result: Result[Track]) -> object:
    track = result.value
    raw = [(cue.payload, cue.settings, cue.notes, cue.id, cue.start, cue.end) for cue in track.cues]
    return raw, track, track.layout, result.diagnostics


@given(files() | tidy_files())
@settings(max_examples=300)
@example("WEBVTT\n\n00:01.000 --> 00:02.000\n\nlost?")
@example("WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\na\n2\n00:00:03.000 --> 00:00:04.000\nb")
def test_both_paths_read_the_same(text: str) -> None:
    assert outcome(read(text)) == outcome(read(text, fast_path=False))


@given(files() | tidy_files(), st.integers(0, 200))
@settings(max_examples=200)
def test_the_size_of_chunks_does_not_matter(text: str, chunk: int) -> None:
    assert outcome(read(text)) == outcome(read(text, chunk=chunk))


@given(tidy_files())
@settings(max_examples=200)
def test_tidy_files_take_the_fast_path_and_come_back_byte_for_byte(text: str) -> None:
    with patch.object(reader.blocks, "read_chunk", side_effect=AssertionError("the tolerant path was taken")):
        result = read(text)
    assert result.diagnostics == ()
    assert FORMAT.write is not None
    assert FORMAT.write(result.value, WriteOptions(preserve=True)).value.decode() == text


@given(files())
@settings(max_examples=200)
def test_every_line_is_in_the_track_or_in_a_diagnostic(text: str) -> None:
    result = read(text)
    assert FORMAT.write is not None
    written = FORMAT.write(result.value, WriteOptions()).value.decode()
    kept = written + unescape(written)
    told = "\n".join(str(d.data.get("dropped", "")) + d.message for d in result.diagnostics)
    for line in text.removeprefix("\ufeff").split("\n"):
        words = [word for word in line.replace("-->", " ").split() if word not in ("->", "WEBVTT", "\x0b")]
        if "," not in line and ":" not in line:
            assert all(word in kept or word in told for word in words), line


@given(files(), st.booleans())
@settings(max_examples=200)
def test_what_is_written_is_valid_and_reads_back_the_same(text: str, preserve: bool) -> None:
    track = read(text).value
    # a block kept as it is may hold a line that is a timing to the tolerant reader once nothing else is wrong
    assume(not any(block.kind == "other" and ">" in block.text for block in (*track.blocks, *track.footer)))
    assert FORMAT.write is not None
    written = FORMAT.write(track, WriteOptions(preserve=preserve)).value
    again = reader.read(Source(written, "t.vtt"), ReadOptions(strict=False))
    assert again.value.cues == track.cues
    assert reader.is_webvtt(written.decode("utf-8-sig"))
    assert not [
        d for d in again.diagnostics if d.code in ("vtt.bad-timing", "vtt.missing-blank-line", "vtt.no-signature")
    ]
