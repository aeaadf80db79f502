"""A sheet that nobody edited gives the bytes of the translation it was made of: styles, voices, positions and all."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.api.translate import translate
from captionkit.model.text import Line, Span, Style
from captionkit.translation.base import Request, Translator, translator
from captionkit.translation.review import SUFFIXES, Pair, Sheet, read_sheet, write_sheet
from captionkit.translation.review.tags import base_of, joined, pieces_of, tagged, tags_in, untagged, without_tags
from tests.support import CORPORA, corpora

#: Without openpyxl five formats are left.
XLSX = find_spec("openpyxl") is not None
EXAMPLES = 10
WORDS = st.sampled_from(
    ["boat", "Boats", "harbour", "12", "&amp;", "&lt;", "é", "- ", "=", "@home", "'", "it's", "«no»", ".", "?",
     "a\u00a0b", "a<b", "&lt;i>", "{x}", "_x0041_", "ANN:", "[bell]", "♪", "\u05e9\u05dc\u05d5\u05dd", "日本"]
)  # fmt: skip
TEXT = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
VTT_TAGS = ("i", "b", "u", "c.loud", "c.yellow.bg_blue", "v Ann", "v.quiet Mr. Bo &amp; co", "lang fr", "ruby")
SRT_TAGS = ("i", "b", "u", "s", 'font color="#ffff00"', 'font face="Arial"', 'font color="red" face="A B"')
SETTINGS = ("", " align:start", " line:10% position:20%,line-left size:50%", " vertical:rl")


def enclosed(pair: tuple[str, str]) -> str:
    tag, text = pair
    return f"<{tag}>{text}</{tag.split('.')[0].split(' ')[0]}>"


def wrapped(tags: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return texts with tags in tags, over lines too."""
    inner = st.recursive(
        TEXT,
        lambda more: st.one_of(
            st.tuples(st.sampled_from(tags), more).map(enclosed),
            st.tuples(more, st.sampled_from([" ", "\n"]), more).map("".join),
        ),
        max_leaves=5,
    )
    return inner.map(lambda text: text.replace("<ruby>", "<ruby>漢<rt>").replace("</ruby>", "</rt></ruby>"))


@st.composite
def vtt(draw: st.DrawFn) -> bytes:
    out = ["WEBVTT\nLanguage: en\n\n"]
    for number in range(draw(st.integers(1, 4))):
        label = draw(st.sampled_from(["", f"c{number}\n"]))
        body = draw(wrapped(VTT_TAGS))
        out.append(
            f"{label}00:{number:02d}:00.000 --> 00:{number:02d}:04.000{draw(st.sampled_from(SETTINGS))}\n{body}\n\n"
        )
    return "".join(out).encode()


@st.composite
def srt(draw: st.DrawFn) -> bytes:
    out = []
    for number in range(1, draw(st.integers(2, 5))):
        place = draw(st.sampled_from(["", "{\\an8}"]))
        body = draw(wrapped(SRT_TAGS))
        out.append(f"{number}\n00:{number:02d}:00,000 --> 00:{number:02d}:04,000\n{place}{body}\n\n")
    return "".join(out).encode()


@translator(trial=True)
def turned(texts: Sequence[str], request: Request) -> list[str]:
    """Translate by turning the words round: other places for every style."""
    return [" ".join(word.swapcase() for word in reversed(text.split(" "))) for text in texts]


@translator(trial=True)
def kept(texts: Sequence[str], request: Request) -> list[str]:
    """Translate nothing: voices, rubies and spaces come back as they were."""
    return list(texts)


def there_and_back(data: bytes, kind: str, folder: Path, asked: Translator) -> None:
    """Translate, write a sheet in each format, take each back: always the same bytes."""
    sheets = [folder / f"sheet{suffix}" for suffix in SUFFIXES if suffix != ".xlsx" or XLSX]
    source, made, again = (folder / f"{name}.{kind}" for name in ("talk", "made", "again"))
    source.write_bytes(data)
    more: dict[str, Any] = {"source_language": "en", "force": True}
    translate(source, "xx", made, translator=asked, review=sheets, **more)
    for sheet in sheets:
        translate(source, "xx", again, apply=sheet, **more)
        assert again.read_bytes() == made.read_bytes(), sheet.suffix


@pytest.mark.parametrize("asked", [turned, kept])
@pytest.mark.parametrize("kind", ["vtt", "srt"])
def test_no_edit_no_change(kind: str, asked: Translator, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sheets")

    @settings(max_examples=EXAMPLES)
    @given(data=vtt() if kind == "vtt" else srt())
    def check(data: bytes) -> None:
        there_and_back(data, kind, folder, asked)

    check()


VOICES = b"""WEBVTT

STYLE
::cue(.narrator) { color: cyan }

intro
00:00:00.000 --> 00:00:03.000 line:0 align:start
<v Ann>Nobody <i>ever</i> comes here & stays.</v>

00:00:03.000 --> 00:00:06.000
<v Ann>- Who said that?</v>
<v Mr. Bo>- I did, <c.loud>twice</c>.</v>

00:00:06.000 --> 00:00:09.000
<v Ann><i>One &lt; two,</i></v> <v Bo><b>and
three</b> &amp;amp; four.</v>

00:00:09.000 --> 00:00:12.000
<c.narrator.bg_blue>The <lang fr>bateau</lang></c> is <ruby>late<rt>again</rt></ruby>.
"""


@pytest.mark.parametrize("asked", [turned, kept])
def test_voices_italics_classes_and_positions(asked: Translator, tmp_path: Path) -> None:
    there_and_back(VOICES, "vtt", tmp_path, asked)
    text = (tmp_path / "again.vtt").read_text()
    assert all(
        mark in text for mark in ("<v Ann>", "<v Mr. Bo>", "<v Bo>", "<i>", "<b>", "<c.loud>", "line:0", "<lang")
    )


@corpora
def test_files_of_the_corpora(tmp_path: Path) -> None:
    """A slice of real files, those with markup first."""
    found = sorted(path for kind in ("vtt", "srt") for path in CORPORA.rglob(f"*.{kind}") if path.stat().st_size < 6000)
    marked = [path for path in found if b"<" in path.read_bytes()]
    for path in [*marked[::12], *found[::40]]:
        there_and_back(path.read_bytes(), path.suffix[1:], tmp_path, kept)


# -- tags -------------------------------------------------------------------------------------------------------------

NAMES = st.text("ab<>& .\"'é-#;1\u00a0", max_size=5)
STYLES = st.builds(
    Style, italic=st.booleans(), bold=st.booleans(), underline=st.booleans(), strike=st.booleans(), color=NAMES,
    font=NAMES, classes=st.lists(NAMES.filter(bool), max_size=2, unique=True).map(tuple), lang=NAMES, voice=NAMES,
    ruby=st.sampled_from(["", "", "base", "text"]), time=st.none() | st.integers(0, 10**8),
)  # fmt: skip
SPANS = st.builds(Span, st.text("ab<>&;/i.c \"'=lt#1v\u00a0é", min_size=1, max_size=8), STYLES)
LINES = st.lists(st.lists(SPANS, max_size=3).map(lambda spans: Line(tuple(spans))), min_size=1, max_size=3)


def flat(lines: Sequence[Line]) -> list[tuple[str, Style]]:
    """Return each character with its style; a time counts for the first character alone."""
    out: list[tuple[str, Style]] = []
    for line in lines:
        out.append(("\n", Style()))
        for span in line.spans:
            out += [(c, span.style if n == 0 else span.style.replace(time=None)) for n, c in enumerate(span.text)]
    return out


@given(lines=LINES, other=STYLES, own=st.booleans())
def test_every_style_comes_back_from_its_tags(lines: list[Line], other: Style, own: bool) -> None:
    base = base_of(lines) if own else base_of([Line((Span("x", other),))])
    text = tagged(lines, base)
    back, sound = untagged(text, base)
    assert sound
    assert flat(back or [Line()]) == flat(lines)
    assert without_tags(text) == "\n".join(line.text for line in lines)
    assert joined(pieces_of(text)) == text


@given(st.text("<>/ibcv .&;lt#1\n", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    lines, _ = untagged(text)
    assert "\n".join(line.text for line in lines) == without_tags(text)


def test_tags_that_cross_or_stay_open() -> None:
    lines, sound = untagged("<i>one <b>two</i> three</b> <u>four")
    assert not sound
    assert [(s.text, s.style.italic, s.style.bold, s.style.underline) for s in lines[0].spans] == [
        ("one ", True, False, False), ("two", True, True, False), (" three", False, True, False),
        (" ", False, False, False), ("four", False, False, True),
    ]  # fmt: skip


def test_hostile_nesting_is_linear() -> None:
    text = "<i>" * 50_000 + "x" + "</i>" * 50_000
    lines, sound = untagged(text)
    assert lines[0].text == "x"
    assert not sound


def test_what_a_cue_shares_is_no_tag() -> None:
    lines = (Line((Span("No, ", Style(voice="Ann", italic=True)), Span("no", Style(voice="Ann")))),)
    assert tagged(lines, base_of(lines)) == "<i>No, </i>no"
    assert tags_in("<i>No, </i><c.a>no</c>") == {"<i>": 1, "<c.a>": 1}


@pytest.mark.parametrize("suffix", [".xlf", ".xliff"])
def test_inline_codes_of_xliff(suffix: str) -> None:
    pair = Pair("1", "He <i>never</i> <c.loud>came</c>", "No <c.loud>vino</c> <i>nunca</i>\n<00:00:01.000>ja")
    data = write_sheet(Sheet("en", "es", (pair,)), f"t{suffix}")
    assert b"&lt;i&gt;never" not in data  # a code, no text
    back = read_sheet(data, f"t{suffix}").pairs[0]
    assert (back.source, back.target) == (pair.source, pair.target)
