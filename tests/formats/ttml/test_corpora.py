"""The suite of IMSC documents, the cases after public reports, and ttconv as an independent reader."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from ttconv.imsc import reader as imsc_reader
from ttconv.isd import ISD
from ttconv.model import Br, Span, Text

import captionkit
from captionkit.errors import InputError
from captionkit.formats import WriteOptions
from captionkit.formats.ttml import DFXP, EBU_TT_D, ITT, SMPTE_TT, TTML
from captionkit.formats.ttml.document import Document
from captionkit.formats.ttml.elements import Element
from captionkit.formats.ttml.moments import Moment, Sight
from captionkit.formats.ttml.place import box_of
from captionkit.sources import ReadOptions, Source
from tests.formats.ttml.test_ttml import RICH, SAMPLE
from tests.strategies import tracks
from tests.support import CORPORA, corpora

SUITE = CORPORA / "imsc-tests"
CASES = CORPORA.parent / "cases" / "broadcast"
#: Properties of a run in the golden's order.
PROPERTIES = ("color", "fontStyle", "fontWeight", "textDecoration", "visibility")


@cache
def golden(name: str) -> dict[str, dict]:
    return json.loads((CORPORA / name).read_text("utf-8"))


@cache
def moments(name: str) -> tuple[Document, list[tuple[Moment, Element]]]:
    """Return a document of the suite, and all that it shows."""
    found: list[tuple[Moment, Element]] = []
    document = Document(
        lambda paragraph: found.extend((moment, paragraph.element) for moment in sight.moments(paragraph)),
        lambda *odd: None,
    )
    sight = Sight(document.regions)
    document.parse_bytes((SUITE / name).read_bytes())
    return document, found


def shown(name: str, time: str) -> Iterator[tuple[Moment, Element, Sight, int]]:
    """Yield what is shown at a time by the rule: nothing in two regions, or in none where there are some."""
    document, found = moments(name)
    # the golden's times are floating point: a microsecond later is inside
    at = int((Fraction(time) + Fraction(1, 10**6)) * document.clock.unit)
    for moment, element in found:
        lost = moment.region is None and document.regions
        if moment.begin <= at < moment.end and not lost and not any(p.element.conflict for p in moment.pieces):
            yield moment, element, Sight(document.regions), at


def tidy(text: str) -> str:
    """Return text without the blanks at the ends of lines, which the golden keeps after a break."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


@corpora
def test_text_and_times_of_the_suite():
    wrong = []
    for name, want in golden("imsc-tests/golden.json").items():
        for time, regions in want["isds"].items():
            expected = sorted(tidy(text) for region in regions for text in region["paras"] if text.strip())
            found = ["".join(piece.text for piece in moment.pieces) for moment, *_ in shown(name, time)]
            if sorted(tidy(text) for text in found if text.strip()) != expected:
                wrong.append((name, time))
    assert wrong == [], wrong


def said(values: dict[str, str], name: str) -> str:
    value = values[name]
    return " ".join(sorted(value.replace("none", "").split())) if name == "textDecoration" else value


@corpora
def test_styles_sides_and_regions_of_the_suite():
    wrong = []
    for name, times in golden("golden/imsc-styles.golden.json").items():
        for time, regions in times.items():
            expected, found = [], []
            for region in regions:
                for paragraph in region["paras"]:
                    letters = [
                        (letter, *run[1:4], " ".join(sorted(run[4].replace("none", "").split())), run[5])
                        for run in paragraph["runs"]
                        if len(run) > 1
                        for letter in run[0]
                        if not letter.isspace()
                    ]
                    box = [round(float(number), 2) for number in (*region["origin"], *region["extent"])]
                    place = (paragraph["align"], paragraph["direction"], region["displayAlign"], box)
                    expected += [(letters, place)] if letters else []
            for moment, element, sight, at in shown(name, time):
                letters = [
                    (letter, *(said(piece.look.values, prop) for prop in PROPERTIES))
                    for piece in moment.pieces
                    for letter in piece.text
                    if not letter.isspace()
                ]
                found += [(letters, placed(name, moment, element, sight, at))] if letters else []
            if sorted(map(repr, expected)) != sorted(map(repr, found)):
                wrong.append((name, time))
    assert wrong == [], wrong


def placed(name: str, moment: Moment, element: Element, sight: Sight, at: int) -> tuple[object, ...]:
    document, _ = moments(name)
    values = element.look(sight.look(moment.region, at), at).values
    spec = moment.region.at(at) if moment.region is not None else {}
    cells = document.parameters.get("cellResolution", "32 15")
    box = box_of(spec, "", values["direction"], document.extent, cells)
    # the golden turns left into start and right into end whatever the direction
    align = {"left": "start", "right": "end", "": "start"}.get(values["textAlign"], values["textAlign"])
    # the golden says how far down before how far across
    numbers = [round(float(number), 2) for number in (box.y, box.x, box.height, box.width)]
    return align, box.direction or "ltr", box.display, numbers


@corpora
def test_cues_of_the_suite_say_what_is_shown():
    """Where text is seen, in one region, the track has it at that time, by the short way or the long."""
    wrong = []
    for name, want in golden("imsc-tests/golden.json").items():
        if not any(text.strip() for regions in want["isds"].values() for region in regions for text in region["paras"]):
            continue
        track = captionkit.load(str(SUITE / name))
        hidden = {d.code for d in track.diagnostics} & {"ttml.hidden", "ttml.no-region", "ttml.region-conflict"}
        if hidden:
            continue
        endless = any(d.code == "ttml.no-end" for d in track.diagnostics)
        for time, regions in want["isds"].items():
            at = Fraction(time) * 1000
            if endless and at >= max(cue.end for cue in track):
                continue
            expected = sorted("".join(text.split()) for region in regions for text in region["paras"] if text.strip())
            found = sorted("".join(c.text.split()) for c in track if c.start <= at + 1 < c.end)
            if found != expected:
                wrong.append((name, time, expected, found))
    assert wrong == [], wrong


def held_out(name: str) -> bool:
    return zlib.crc32(name.encode()) % 5 == 0


@corpora
def test_cases_after_reports():
    wrong = []
    for folder in sorted(CASES.glob("t*")):
        case = json.loads((folder / "expected.json").read_text("utf-8"))
        if held_out(folder.name) or "cues" not in case.get("read", {}):
            continue
        try:
            track = captionkit.load(str(next(folder.glob("input.*"))))
            reported = " ".join(map(str, track.diagnostics)).lower()
        except InputError as error:
            track, reported = captionkit.Track(), str(error).lower()
        found = [(c.start, c.end, base_text(c)) for c in track]
        if len(found) != len(case["read"]["cues"]) or any(
            text != said or abs(start * 1000 - begin) > 2 or abs(end * 1000 - stop) > 2
            for (start, end, text), (begin, stop, said) in zip(case["read"]["cues"], found, strict=True)
        ):
            wrong.append((folder.name, found))
        wrong += [(folder.name, word) for word in case.get("must_report", []) if word not in reported]
    assert wrong == [], wrong


def base_text(cue: captionkit.Cue) -> str:
    return "\n".join("".join(s.text for s in line.spans if s.style.ruby != "text") for line in cue.lines)


# ttconv


def seen_by_ttconv(document: bytes) -> list[tuple[int, int, str]]:
    """Return (start, end, text) in ms of each stretch in which ttconv shows the same text."""
    doc = imsc_reader.to_model(ElementTree.ElementTree(ElementTree.fromstring(document)))
    found: list[tuple[int, int, str]] = []
    times = ISD.significant_times(doc)
    for number, at in enumerate(times):
        isd = ISD.from_model(doc, at)
        texts = []
        for region in isd.iter_regions():
            for element in region.dfs_iterator():
                if isinstance(element, Text) and isinstance(element.parent(), Span):
                    texts.append(element.get_text())
                elif isinstance(element, Br):
                    texts.append("\n")
        text = "".join(texts)
        end = times[number + 1] if number + 1 < len(times) else at
        if text.strip():
            found.append((round(at * 1000), round(end * 1000), text))
    return found


@pytest.mark.parametrize("format", [TTML, DFXP, EBU_TT_D, SMPTE_TT], ids=lambda format: format.name)
def test_ttconv_reads_what_is_written(format):
    sample = TTML.read(Source(SAMPLE.encode()), ReadOptions()).value
    for track in (sample, RICH.replace(language="pt-BR")):
        data = format.write(track, WriteOptions()).value
        expected = [(cue.start, cue.end, cue.text.strip("\n")) for cue in track]
        assert [(start, end, text.strip("\n")) for start, end, text in seen_by_ttconv(data)] == expected


@given(tracks(can=TTML.can - {"ruby"}, max_size=3))
@settings(max_examples=15, deadline=None)
def test_ttconv_reads_any_text(track):
    start = 0
    cues = []
    for cue in track:
        if cue.text.strip():
            cues.append(cue.replace(start=start, end=start + 900))
            start += 1000
    data = TTML.write(track.replace(cues=cues, language="en"), WriteOptions()).value
    expected = [(cue.start, cue.end, " ".join(cue.text.split())) for cue in cues]
    assert [(a, b, " ".join(text.split())) for a, b, text in seen_by_ttconv(data)] == expected


def test_ttconv_reads_labels_of_frames():
    track = captionkit.loads(
        "1\n00:10:00,600 --> 00:10:01,601\nOne.\n\n2\n00:10:02,602 --> 00:10:03,603\nTwo.\n", "srt"
    ).replace(language="en")
    data = ITT.write(track, WriteOptions(rate="29.97")).value
    found = seen_by_ttconv(data.replace(b"999 1000", b"1000 1001"))
    assert [text for _, _, text in found] == ["One.", "Two."]
    back = ITT.read(Source(data), ReadOptions()).value
    assert [(cue.start, cue.end) for cue in back] == [(600_600, 601_601), (602_602, 603_603)]
