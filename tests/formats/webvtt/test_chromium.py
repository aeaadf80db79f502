"""WebVTT against Chromium on generated files: equal, or different for a reason that a diagnostic names."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import cache
from typing import Any

from captionkit.diagnostics import Result
from captionkit.errors import InputError
from captionkit.formats.base import WriteOptions
from captionkit.formats.webvtt.reader import read
from captionkit.formats.webvtt.writer import write
from captionkit.model.cue import Cue, Positioning
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from tests.support import needs
from tests.support_chromium import CHROMIUM, chromium_cues

#: Where captionkit shows more than a browser, and says so: text after a blank line, identifiers that a missing or extra
#: blank line cut off, timing lines in another notation, files without a signature.
KINDER = {
    "vtt.blank-line-in-cue",
    "vtt.id-cut-off",
    "vtt.timing-repaired",
    "vtt.missing-blank-line",
    "vtt.no-signature",
    "vtt.bad-signature",
    "vtt.arrow-in-text",
}

TEXTS = (
    "Low tide at dawn.",
    "<i>The gulls</i> again",
    "<v Ann>Who is there?",
    "<v.loud Bob>Me</v>",
    "a < b then c > d",
    "AT&T &amp; sons",
    "&lt;tag&gt; &copy &notit; &#233; &nbsp;x",
    "<b><i>both</b></i> ends",
    "<ruby>ka<rt>k</rt>n<rt>a</ruby> out",
    "<c.red.x>r</c>",
    "<lang ja>灯台</lang>",
    "<00:00:01.500>timed <00:99:00.000>word",
    "<font color=red>red</font>",
    "</v>stray",
    "two\nlines",
    "<",
    "<i",
    "x</",
    "  padded  ",
    "tab\there",
    "<c></\nc>x",
    "<u.a.b  note >u",
    "NOTE not one",
    "STYLE",
    "\u2028 separator",
    "",
    "-- >",
)
SETTINGS = (
    "",
    "",
    "",
    " line:0",
    " line:85%,end position:10%,line-left size:35% align:start",
    " align:middle",
    " line:-1",
    " line:1.5",
    " position:50",
    " size:101%",
    " vertical:rl line:3",
    " region:top",
    " region:none",
    "  line:2   align:right ",
    " foo bar:baz :x y:",
    "\tline:4",
    "line:7",
    " LINE:5",
    " align:end align:left",
)
TIMINGS = (
    "{a} --> {b}",
    "{a} --> {b}",
    "{a} --> {b}",
    "{a}-->{b}",
    " {a}\t-->  {b}",
    "{sa} --> {sb}",
    "{b} --> {a}",
    "{a} --> {b}x",
    "{ca} --> {cb}",
    "{a} -> {b}",
    "{a} -->",
    "00:00:61.000 --> {b}",
    "1{a} --> 1{b}",
    "0:00:01.000 --> {b}",
)
BLOCKS = (
    "NOTE one\nmore",
    "NOTE",
    "NOTEx",
    "STYLE\n::cue { color: lime }",
    "REGION\nid:top lines:2",
    "stray text",
    "7",
    "REGION \nid:low",
)
HEADS = (
    "WEBVTT",
    "WEBVTT",
    "WEBVTT - harbour",
    "WEBVTT\tx",
    "\ufeffWEBVTT",
    "WEBVTT\nKind: captions",
    "WEBVTT\nKind: captions\nLanguage: en",
    "WEBVTTx",
    "webvtt",
    "WEBVTT\r\nX: y",
)
GAPS = ("\n\n", "\n\n", "\n\n", "\n\n\n", "\n", "\r\n\r\n", "\r\r")


def clock(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def one_file(r: random.Random) -> bytes:
    parts = [r.choice(HEADS)]
    start = 0
    for number in range(r.randint(0, 6)):
        parts.append(r.choice(GAPS))
        if r.random() < 0.2:
            parts.append(r.choice(BLOCKS))
            continue
        start += r.randint(0, 1_500_000)
        a, b = clock(start), clock(start + r.randint(1, 5000))
        timing = r.choice(TIMINGS if r.random() < 0.3 else TIMINGS[:3])
        timing = timing.format(a=a, b=b, sa=a[3:], sb=b[3:], ca=a.replace(".", ","), cb=b.replace(".", ","))
        name = r.choice(("", "", f"{number}\n", "cue x\n", "NOTE\n", "-->\n" if r.random() < 0.1 else ""))
        parts.append(f"{name}{timing}{r.choice(SETTINGS)}\n{r.choice(TEXTS)}")
    return ("".join(parts) + r.choice(("", "\n", "\n\n"))).encode()


@cache
def compared(seed: int, count: int) -> tuple[dict[str, bytes], dict[str, list[dict[str, Any]] | None]]:
    r = random.Random(seed)
    files = {f"{number}": one_file(r) for number in range(count)}
    return files, chromium_cues(files)


def ours(cue: Cue) -> dict[str, Any]:
    place = cue.positioning or Positioning()
    return {
        "id": cue.id,
        "start": cue.start,
        "end": cue.end,
        "text": cue.payload,
        "shown": cue.text,
        "vertical": place.vertical,
        "snapToLines": not place.line_percent,
        "line": "auto" if place.line is None else place.line,
        "position": "auto" if place.position is None else place.position,
        "size": 100 if place.size is None else place.size,
        "align": place.align or "center",
    }


def in_order(cues: Iterable[Cue]) -> list[dict[str, Any]]:
    """Cues as a page sees them: by start, then the longer first (text track cue order); a file's order is kept else."""
    return [ours(cue) for cue in sorted(cues, key=lambda cue: (cue.start, -cue.end))]


def result_of(data: bytes) -> Result[Track]:
    try:
        return read(Source(data, "t.vtt"), ReadOptions())
    except InputError:
        return Result(Track())


@needs(CHROMIUM)
def test_generated_files_read_as_in_chromium_or_with_a_diagnostic_that_says_why_not() -> None:
    files, browser = compared(20240611, 600)
    equal = explained = 0
    for name, data in files.items():
        result = result_of(data)
        theirs = browser[name] or []
        mine = in_order(result.value)
        keys = list(mine[0]) if mine else []
        if mine == [{key: cue[key] for key in keys} for cue in theirs]:
            equal += 1
        else:
            codes = {d.code for d in result.diagnostics}
            assert codes & KINDER, (data.decode(), mine, theirs, codes)
            explained += 1
    assert equal > 2 * explained


@needs(CHROMIUM)
def test_what_captionkit_writes_chromium_reads_the_same() -> None:
    files, _ = compared(20240611, 600)
    tracks = {name: result_of(data).value for name, data in files.items()}
    written = {name: write(track, WriteOptions()).value for name, track in tracks.items()}
    browser = chromium_cues(written)
    for name, track in tracks.items():
        theirs = browser[name]
        assert theirs is not None
        mine = in_order(track)
        assert mine == [{key: cue[key] for key in (mine or theirs)[0]} for cue in theirs], written[name].decode()
