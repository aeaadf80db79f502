"""Documents that other programs judge by a grammar: Timed Text of every kind that is written, and FCPXML.

No package carries the published schemas. What they say of the elements that are written here stands below; where the
schemas themselves lie in a folder that ``CAPTIONKIT_SCHEMAS`` names (``schemas`` beside the corpora where it does not),
``ttml1.xsd`` and ``ebutt_d.xsd`` with what they include and ``FCPXMLv1_8.dtd`` and later ones each in a folder of its
own, documents are held against them too, else that is reported as not run.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

import captionkit
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from tests.formats.ttml.rules import faults_of
from tests.strategies import tracks
from tests.support import CORPORA, corpora

SCHEMAS = Path(os.environ.get("CAPTIONKIT_SCHEMAS") or CORPORA / "schemas")
TT, XML = "{http://www.w3.org/ns/ttml}", "{http://www.w3.org/XML/1998/namespace}"
TTS, TTP = "{http://www.w3.org/ns/ttml#styling}", "{http://www.w3.org/ns/ttml#parameter}"
TTM, EBUTTS = "{http://www.w3.org/ns/ttml#metadata}", "{urn:ebu:tt:style}"

_ROLES = {f"{TTM}agent", f"{TTM}role"}
#: EBU-TT-D 1.0.1 (Tech 3380; the schema of ebu/ebu-tt-d-xsd): element -> what it holds, in order, must say, may say.
EBU_TT_D: dict[str, tuple[str, set[str], set[str]]] = {
    "tt": ("head body?", {f"{XML}lang", f"{TTP}timeBase"}, {f"{XML}space", f"{TTP}cellResolution"}),
    "head": ("copyright? metadata? styling layout", set(), set()),
    "styling": ("metadata? style+", set(), set()),
    "style": (
        "",
        {f"{XML}id"},
        {f"{TTS}{name}" for name in (
            "direction", "fontFamily", "fontSize", "lineHeight", "textAlign", "color", "backgroundColor", "fontStyle",
            "fontWeight", "textDecoration", "unicodeBidi", "wrapOption",
        )} | {f"{EBUTTS}multiRowAlign", f"{EBUTTS}linePadding"},
    ),
    "layout": ("metadata? region+", set(), set()),
    "region": (
        "metadata?",
        {f"{XML}id", f"{TTS}origin", f"{TTS}extent"},
        {"style", f"{TTS}displayAlign", f"{TTS}padding", f"{TTS}writingMode", f"{TTS}showBackground", f"{TTS}overflow"},
    ),
    "body": ("metadata? div+", set(), {"style", *_ROLES}),
    "div": ("metadata? p+", set(), {f"{XML}id", "region", "style", f"{XML}lang", *_ROLES}),
    "p": (
        "metadata? (br|span)*",
        {f"{XML}id"},
        {f"{XML}space", f"{XML}lang", "region", "style", "begin", "end", *_ROLES},
    ),
    "span": (
        "metadata? br*", set(), {f"{XML}id", f"{XML}space", f"{XML}lang", "style", "begin", "end", *_ROLES},
    ),
    "br": ("metadata?", set(), {f"{TTM}role"}),
}  # fmt: skip
_TIME = re.compile(r"\d{2,}:[0-5]\d:[0-5]\d(?:\.\d+)?|\d+(?:\.\d+)?(?:h|m|s|ms)")


def faults(element: Any) -> list[str]:
    """Return what is wrong with an EBU-TT-D document."""
    found = []
    ids = [one.get(f"{XML}id") for one in element.iter() if one.get(f"{XML}id")]
    known = set(ids)
    if len(known) < len(ids):
        found.append("an identifier stands twice")
    for one in element.iter(f"{TT}*"):
        name = one.tag.removeprefix(TT)
        if name == "metadata":
            continue
        holds, must, may = EBU_TT_D[name]
        said = set(one.attrib)
        if not must <= said <= must | may:
            found.append(f"{name}: {sorted(must - said)} lacking, {sorted(said - must - may)} not allowed")
        inside = " ".join(child.tag.removeprefix(TT) for child in one if isinstance(child.tag, str))
        if not re.fullmatch(_grammar(holds), inside):
            found.append(f"{name} holds {inside!r}")
        if name not in ("p", "span") and (one.text or "").strip():
            found.append(f"text in {name}")
        references = [*one.get("style", "").split(), *([one.get("region")] if one.get("region") else [])]
        found += [f"no {reference}" for reference in references if reference not in known]
        found += [f"time {one.get(at)}" for at in ("begin", "end") if at in said and not _TIME.fullmatch(one.get(at))]
    return found


def _grammar(holds: str) -> str:
    parts = re.findall(r"\(([^)]*)\)([*+?]?)|(\w+)([*+?]?)", holds)
    return " ?".join(f"(?:(?:{many or one})(?: |$))*" if (often := how or how2) == "*" else
                     f"(?:(?:{many or one})(?: |$))+" if often == "+" else
                     f"(?:(?:{many or one})(?: |$))?" if often == "?" else f"(?:{many or one})(?: |$)"
                     for many, how, one, how2 in parts) if parts else ""  # fmt: skip


@given(track=tracks())
@settings(max_examples=60, deadline=None)
def test_ebu_tt_d_has_what_its_schema_asks_and_nothing_else(track: Track) -> None:
    data = FORMATS.get("ebu-tt-d").write(track, WriteOptions()).value
    root = etree.fromstring(data)
    assert root.find(f".//{TT}p") is None or faults(root) == []


def test_the_grammar_finds_faults() -> None:
    data = FORMATS.get("ebu-tt-d").write(_track(), WriteOptions()).value.decode()
    assert faults(etree.fromstring(data.encode())) == []
    for wrong in (
        data.replace(' xml:id="', ' tts:extent="1% 1%" xml:id="', 1), data.replace("<tt:div>", "<tt:div><tt:span/>"),
        data.replace('begin="00', 'begin="0'), data.replace('xml:lang="en"', ""),
        re.sub(r"<tt:layout>.*</tt:layout>", "", data, flags=re.DOTALL),
    ):  # fmt: skip
        assert wrong != data
        assert faults(etree.fromstring(wrong.encode()))


_PROFILES = ("ttml", "dfxp", "smpte-tt", "itt")


@pytest.mark.parametrize("profile", _PROFILES)
@given(track=tracks(), rate=st.sampled_from(["23.976", "25", "29.97", "30"]))
@example(track=Track((Cue(21, 21, "One."), Cue(0, 0, ""), Cue(21, 21, "Two."))), rate="23.976").via(
    "neighbours alone were asked"
)
@settings(max_examples=60, deadline=None)
def test_timed_text_has_what_the_recommendations_ask(profile: str, track: Track, rate: str) -> None:
    written = FORMATS.get(profile).write(track, WriteOptions(rate=rate))
    said = {diagnostic.code for diagnostic in written.diagnostics}
    if profile == "itt":
        assert not written.value.startswith(b"\xef\xbb\xbf")
        most = max((len(one.findall(f"{TT}br")) for one in etree.fromstring(written.value).iter(f"{TT}p")), default=0)
        assert most < 2 or "ttml.lines" in said, "at most two lines"
    found = faults_of(etree.fromstring(written.value), profile)
    assert [fault for fault in found if _REPORTED.get(fault.partition(":")[0]) not in said] == []


#: What the track itself breaks and the writer says: the fault -> the code.
_REPORTED = {"no language": "ttml.language", "order": "ttml.unsorted", "overlap": "ttml.overlap"}


@pytest.mark.parametrize("profile", _PROFILES)
def test_the_rules_of_timed_text_find_faults(profile: str) -> None:
    data = FORMATS.get(profile).write(_track(), WriteOptions(rate="25")).value.decode()
    assert faults_of(etree.fromstring(data.encode()), profile) == []
    clock = "00:00:01:00" if profile == "itt" else "00:00:01.000"
    for wrong in (
        data.replace("<body", "<body frame='1'", 1), data.replace("<br/>", "<br/><p/>", 1),
        data.replace(' xml:lang="en"', "", 1), data.replace('region="top"', 'region="side"', 1),
        data.replace(f'begin="{clock}"', 'begin="1"', 1), data.replace("<p ", '<p ttm:agent="nobody" ', 1),
        data.replace('tts:fontStyle="italic"', 'tts:fontStyle="slanted"', 1), data.replace("<div>", "<div>loose", 1),
        re.sub('tts:color="[^"]*"', 'tts:color="ffff00"', data), data.replace(' tts:origin="', ' tts:origin="-', 1),
        re.sub(r"<style [^>]*/>", "", data, count=1), data.replace("<layout>", "<layout/><layout>", 1),
        re.sub(r'tts:extent="[^"]*"', 'tts:extent="120% 80%"', data), data.replace("ttp:timeBase=", "ttp:timebase=", 1),
    ):  # fmt: skip
        assert wrong != data
        assert faults_of(etree.fromstring(wrong.encode()), profile), wrong


@pytest.mark.parametrize("name", ["ttml", "dfxp", "smpte-tt", "itt"])
@corpora
def test_what_is_written_of_the_suite_is_of_the_rules(name: str) -> None:
    """Every document of the suite that is read with a text, written again."""
    wrong, count = [], 0
    for path in sorted((CORPORA / "imsc-tests").rglob("*.ttml")):
        try:
            track = captionkit.load(str(path))
        except captionkit.CaptionkitError:
            continue
        count += bool(track.cues)
        written = FORMATS.get(name).write(track, WriteOptions(rate="25"))
        said = {diagnostic.code for diagnostic in written.diagnostics}
        found = faults_of(etree.fromstring(written.value), name)
        wrong += [(path.name, fault) for fault in found if _REPORTED.get(fault.partition(":")[0]) not in said]
    assert count > 100
    assert wrong == []


def _track() -> Track:
    return Track(
        [
            Cue(
                1000, 2000, [Line((Span("One "), Span("two", Style(italic=True, color="yellow")))), Line((Span("3"),))]
            ),
            Cue(2000, 3000, 'A "name" & <tag>', positioning=Positioning(anchor=8)),
        ],
        "en",
    )


#: The part of FCPXML 1.8 that captions in a project use.
FCPXML = """
<!ELEMENT fcpxml (resources?, library?)> <!ATTLIST fcpxml version CDATA #REQUIRED>
<!ELEMENT resources (format*)>
<!ELEMENT format EMPTY>
<!ATTLIST format id ID #REQUIRED name CDATA #IMPLIED frameDuration CDATA #IMPLIED width CDATA #IMPLIED
  height CDATA #IMPLIED>
<!ELEMENT library (event*)> <!ATTLIST library location CDATA #IMPLIED>
<!ELEMENT event (project*)> <!ATTLIST event name CDATA #IMPLIED>
<!ELEMENT project (sequence)> <!ATTLIST project name CDATA #IMPLIED>
<!ELEMENT sequence (note?, spine)>
<!ATTLIST sequence format IDREF #REQUIRED duration CDATA #IMPLIED tcStart CDATA #IMPLIED tcFormat (DF|NDF) #IMPLIED>
<!ELEMENT spine (gap*)>
<!ELEMENT gap (note?, caption*)>
<!ATTLIST gap name CDATA #IMPLIED offset CDATA #IMPLIED start CDATA #IMPLIED duration CDATA #REQUIRED>
<!ELEMENT caption (text*, text-style-def*, note?)>
<!ATTLIST caption lane CDATA #IMPLIED offset CDATA #IMPLIED name CDATA #IMPLIED start CDATA #IMPLIED
  duration CDATA #REQUIRED role CDATA #REQUIRED>
<!ELEMENT text (#PCDATA|text-style)*>
<!ATTLIST text display-style (pop-on|paint-on|roll-up) #IMPLIED placement (left|right|top|bottom) #IMPLIED
  alignment (left|center|right) #IMPLIED position CDATA #IMPLIED>
<!ELEMENT text-style (#PCDATA)>
<!ATTLIST text-style ref IDREF #IMPLIED font CDATA #IMPLIED fontSize CDATA #IMPLIED fontFace CDATA #IMPLIED
  fontColor CDATA #IMPLIED backgroundColor CDATA #IMPLIED bold (0|1) #IMPLIED italic (0|1) #IMPLIED
  underline (0|1) #IMPLIED>
<!ELEMENT text-style-def (text-style)> <!ATTLIST text-style-def id ID #REQUIRED name CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)>
"""


@given(track=tracks(), rate=st.sampled_from(["23.976", "24", "25", "29.97", "30", "50", "59.94", "60"]))
@settings(max_examples=60, deadline=None)
def test_fcpxml_is_of_its_grammar_at_every_rate(track: Track, rate: str) -> None:
    grammar = etree.DTD(io.StringIO(FCPXML))
    root = etree.fromstring(FORMATS.get("fcpxml").write(track, WriteOptions(rate=rate)).value)
    assert root.get("version") == "1.8"
    assert grammar.validate(root), grammar.error_log


#: Formats and the published schemas of what they write. That of TTML1 leaves room for attributes of TTML2; of FCPXML
#: the DTD of the version that is written, and those of two later ones, which say the same of what captions use.
_PUBLISHED = [
    ("ttml", "ttml1.xsd"), ("dfxp", "ttml1.xsd"), ("smpte-tt", "ttml1.xsd"), ("itt", "ttml1.xsd"),
    ("ebu-tt-d", "ebutt_d.xsd"), ("fcpxml", "FCPXMLv1_8.dtd"), ("fcpxml", "FCPXMLv1_10.dtd"),
    ("fcpxml", "FCPXMLv1_14.dtd"),
]  # fmt: skip


def _published(file: str) -> Callable[[bytes], str]:
    """Return what tells the faults of a document by a published schema."""
    found = sorted(SCHEMAS.rglob(file)) if SCHEMAS.is_dir() else []
    if not found:
        pytest.skip(f"not run: no {file} in {SCHEMAS}")
    if file.endswith(".xsd"):
        schema = etree.XMLSchema(etree.parse(found[0]))
        return lambda data: "" if schema.validate(etree.fromstring(data)) else str(schema.error_log)
    grammar = etree.DTD(str(found[0]))
    [version] = re.findall(rb'<!ATTLIST fcpxml version CDATA #FIXED "([\d.]+)">', found[0].read_bytes())

    def faults_by_dtd(data: bytes) -> str:
        # a DTD takes documents of its own version only; 1.8's is given the document as it is written
        data = data.replace(b'<fcpxml version="1.8">', b'<fcpxml version="' + version + b'">')
        return "" if grammar.validate(etree.fromstring(data)) else str(grammar.error_log)

    return faults_by_dtd


#: What no track should hold: words for a language, characters that XML lacks, times that no film has.
_ODD = [
    Track(
        (
            Cue(0, 86_399_999, [Line((Span("a\x01b"), Span("x", Style(ruby="base")), Span("y", Style(ruby="text"))))],
                id="1 bad id", speaker='A & "B" <c>', notes=("note -- with dashes\x02",)),
            Cue(-500, 200, ""), Cue(5, 5, "z", id="p1"), Cue(359_999_999, 999_999_999, "שלום"),
        ),
        language, title="T <&> \x03",
    )
    for language in ("", "pt_BR", "zh-Hant-TW", "a language unheard of", "日本語")
]  # fmt: skip


@pytest.mark.corpora
@pytest.mark.parametrize(("name", "file"), _PUBLISHED)
def test_what_is_written_is_valid_by_the_published_schema(name: str, file: str) -> None:
    faults_by_schema, written = _published(file), FORMATS.get(name).write

    @given(track=tracks(), rate=st.sampled_from(["23.976", "25", "29.97", "60"]))
    @settings(max_examples=60, deadline=None)
    def check(track: Track, rate: str) -> None:
        assert faults_by_schema(written(track, WriteOptions(rate=rate)).value) == ""

    check()
    for track in (Track(()), *_ODD):
        assert faults_by_schema(written(track, WriteOptions(rate="25")).value) == ""


@pytest.mark.corpora
@pytest.mark.parametrize(("name", "file"), _PUBLISHED)
def test_the_published_schema_finds_faults(name: str, file: str) -> None:
    faults_by_schema = _published(file)
    data = FORMATS.get(name).write(_track(), WriteOptions(rate="25")).value
    wrong = [(b' begin="', b' start="'), (b'displayAlign="after', b'displayAlign="low')]
    if name == "fcpxml":
        wrong = [(b' lane="', b' row="'), (b"</text>", b"</text><gap/>")]
    assert faults_by_schema(data) == ""
    for old, new in wrong:
        assert old in data
        assert faults_by_schema(data.replace(old, new, 1))


@corpora
@pytest.mark.parametrize(("name", "file"), _PUBLISHED)
def test_what_is_written_of_the_corpora_is_valid_by_the_published_schema(name: str, file: str) -> None:
    faults_by_schema = _published(file)
    count = 0
    for path in sorted(CORPORA.glob("imsc-tests/**/*.ttml")) + sorted(CORPORA.glob("ebu-stl/**/*.stl")):
        try:
            track = captionkit.load(str(path))
        except captionkit.CaptionkitError:
            continue
        count += 1
        assert faults_by_schema(FORMATS.get(name).write(track, WriteOptions(rate="29.97")).value) == "", path.name
    assert count > 150
