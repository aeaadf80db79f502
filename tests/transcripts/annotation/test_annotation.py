"""TextGrid, ELAN, CHAT, Transcriber, CTM, STM, TEI and YouTube's XML: the suite, then each format's own ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from captionkit.errors import InputError, UsageError
from captionkit.model.transcript import Kind, Timing
from captionkit.sources import ReadOptions, Source
from captionkit.testing import ReaderSuite, Sample
from captionkit.transcripts import READERS

DATA = Path(__file__).parent / "data"
FIRST, SECOND = "The ferry is late, Omar.", "Then we walk, don't we?"
BOTH = f"{FIRST} {SECOND}"
ASIDES = "[sighs] it begins to rain"

FILES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "srv1.xml": ("youtube-xml", BOTH, ()),
    "srv2.xml": ("youtube-xml", BOTH, ()),
    "auto.srv3": ("youtube-xml", BOTH, ()),
    "aligned.TextGrid": ("textgrid", BOTH, ("Lena", "Omar")),
    "aligned_short.TextGrid": ("textgrid", BOTH, ("Lena", "Omar")),
    "aligned_utf16.TextGrid": ("textgrid", BOTH, ("Lena", "Omar")),
    "ferry.eaf": ("elan", BOTH, ("Lena", "Omar")),
    "ferry.cha": ("chat", f"the the ferry is late, Omar. um then we walk don't we? {ASIDES}", ("Lena", "Omar")),
    "ferry.trs": ("transcriber", "The ferry is late, Omar. [rire] Oh. Then we walk, don't we?", ("Léna", "Omar")),
    "ferry.ctm": ("ctm", "the ferry is late omar then we walk don't we", ("lena", "omar")),
    "ferry.stm": ("stm", "the ferry is late omar then we walk don't we", ("lena", "omar")),
    "ferry.tei.xml": ("tei", BOTH, ("Lena", "Omar")),
}


def source(name: str) -> Source:
    return Source((DATA / name).read_bytes(), name)


def read(name: str, **extras: str):
    return READERS.get(FILES[name][0]).read(source(name), ReadOptions(extras=extras))


def suite_of(reader: str) -> type[ReaderSuite]:
    samples = [
        Sample(name, (DATA / name).read_bytes(), words=words, speakers=speakers, start=400, end=3760)
        for name, (own, words, speakers) in FILES.items()
        if own == reader
    ]
    return type(f"Test_{reader.replace('-', '_')}", (ReaderSuite,), {"reader": READERS.get(reader), "samples": samples})


for _name in dict.fromkeys(row[0] for row in FILES.values()):
    _suite = suite_of(_name)
    globals()[_suite.__name__] = _suite
del _suite


def test_every_sample_has_its_row():
    assert {path.name for path in DATA.iterdir()} == set(FILES)


def codes(result):
    return {diagnostic.code for diagnostic in result.diagnostics}


# --- TextGrid ---


def test_textgrid_forms_are_read_alike():
    first = read("aligned.TextGrid").value
    assert read("aligned_short.TextGrid").value == first
    assert read("aligned_utf16.TextGrid").value == first


def test_textgrid_words_tier_times_the_utterances():
    segment = read("aligned.TextGrid").value.segments[0]
    assert [(w.text, w.start, w.end) for w in segment.words][:2] == [("The", 400, 560), ("ferry", 560, 900)]
    assert segment.text == FIRST


def test_textgrid_phones_are_reported_not_read():
    assert "stt.ignored-tier" in codes(read("aligned.TextGrid"))


def test_textgrid_tier_by_name():
    only = read("aligned.TextGrid", tier="Omar").value
    assert [segment.text for segment in only.segments] == [SECOND]
    phones = read("aligned.TextGrid", tier="Lena - phones").value
    assert phones.segments[0].text == "DH"
    with pytest.raises(UsageError, match="no tier 'Anna'"):
        read("aligned.TextGrid", tier="Anna")


def test_textgrid_with_words_alone():
    text = (
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n3\n<exists>\n1\n"IntervalTier"\n"words"\n0\n3\n4\n'
        '0\n0.5\n"sil"\n0.5\n1\n"rain"\n1\n1.5\n"again"\n1.5\n3\n""\n'
    )
    segment = READERS.get("textgrid").read(Source(text.encode(), "w.TextGrid"), ReadOptions()).value.segments[0]
    assert (segment.text, segment.speaker, segment.start, segment.end) == ("rain again", "", 500, 1500)


def test_textgrid_points_are_notes():
    text = (
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n3\n<exists>\n1\n"TextTier"\n"bell"\n0\n3\n1\n'
        '1.25\n"a ""loud"" bell"\n'
    )
    segment = READERS.get("textgrid").read(Source(text.encode(), "p.TextGrid"), ReadOptions()).value.segments[0]
    assert (segment.kind, segment.start, segment.end, segment.text) == (Kind.NOTE, 1250, None, 'a "loud" bell')


GRID = b'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n3\n<exists>\n'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"ooBinaryFile\x08TextGrid\x00", "binary"),
        (b'File type = "ooTextFile"\nObject class = "PitchTier"\n\n0\n1\n', "PitchTier"),
        (GRID + b'1\n"IntervalTier"\n"a"\n0\n3\n9\n0\n1\n', "too early"),
    ],
)
def test_textgrid_refusals(data, message):
    with pytest.raises(InputError, match=message):
        READERS.get("textgrid").read(Source(data, "x.TextGrid"), ReadOptions())


# --- ELAN ---


def test_elan_slot_without_a_time_is_placed_between_its_neighbours():
    first, second, third = read("ferry.eaf").value.segments
    assert (first.end, second.start) == (1120, 1120)
    assert first.timing is second.timing is Timing.INTERPOLATED
    assert third.timing is Timing.GIVEN


def test_elan_translation_tier_is_reported_and_can_be_asked_for():
    assert "stt.ignored-tier" in codes(read("ferry.eaf"))
    glosses = read("ferry.eaf", tier="O-fr").value
    assert [segment.text for segment in glosses.segments] == ["On marche, alors ?"]


# --- CHAT ---


def test_chat_codes_go_words_stay():
    segments = read("ferry.cha").value.segments
    assert segments[1].text == "um then we walk don't we?"
    assert [(s.kind, s.text) for s in segments if s.kind is not Kind.SPEECH] == [
        (Kind.SOUND, "[sighs]"), (Kind.NOTE, "it begins to rain"),
    ]  # fmt: skip
    assert {"stt.ignored-code", "stt.ignored-tier"} <= codes(read("ferry.cha"))


def test_chat_word_tier_times_the_words():
    words = read("ferry.cha").value.segments[0].words
    assert [(w.text, w.start) for w in words][-2:] == [("late,", 1020), ("Omar.", 1400)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<I want> [//] I need it .", "I want I need it."),
        ("he's (be)cause no:: +...", "he's because no…"),
        ("xxx .", "xxx."),
        ("want cookie@s:eng ?", "want cookie?"),
        ("&+fr friend &=laughs !", "fr friend!"),
    ],
)
def test_chat_conventions(line, text):
    data = f"@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tANN Ann Adult\n*ANN:\t{line}\n@End\n"
    segments = READERS.get("chat").read(Source(data.encode(), "x.cha"), ReadOptions()).value.segments
    assert segments[0].text == text
    assert segments[0].start is None


def test_chat_unintelligible_line_is_not_speech():
    data = "@UTF8\n@Begin\n*ANN:\txxx .\n@End\n"
    segments = READERS.get("chat").read(Source(data.encode(), "x.cha"), ReadOptions()).value.segments
    assert segments[0].kind is Kind.INAUDIBLE


# --- Transcriber ---


def test_transcriber_declared_encoding_and_syncs():
    transcript = read("ferry.trs").value
    assert transcript.language == "en"
    rows = [(s.speaker, s.text, s.start, s.end, s.turn) for s in transcript.segments if s.kind is Kind.SPEECH]
    assert rows == [
        ("Léna", "The ferry", 400, 900, True), ("Léna", "is late, Omar.", 900, 1840, False),
        ("Léna", "Oh.", 2320, 3760, True), ("Omar", "Then we walk, don't we?", 2320, 3760, False),
    ]  # fmt: skip


# --- CTM, STM ---


def test_ctm_other_recordings_are_reported_and_can_be_asked_for():
    assert "stt.ignored-recording" in codes(read("ferry.ctm"))
    other = read("ferry.ctm", recording="other").value
    assert [segment.text for segment in other.segments] == ["nothing"]
    with pytest.raises(UsageError, match="no recording 'third'"):
        read("ferry.ctm", recording="third")


def test_ctm_silence_noise_alternatives_and_channels():
    data = (
        b"a 1 0.0 0.4 rain 0.9\na 1 0.4 0.2 <eps>\na 2 0.5 0.4 yes 0.9\na 1 0.6 0.3 [noise]\n"
        b"a 1 * * <ALT_BEGIN>\na 1 1.0 0.3 their\na 1 * * <ALT>\na 1 1.0 0.3 there\na 1 * * <ALT_END>\n"
    )
    result = READERS.get("ctm").read(Source(data, "x.ctm"), ReadOptions())
    rows = [(s.speaker, s.kind, s.text) for s in result.value.segments]
    assert rows == [
        ("Channel 1", Kind.SPEECH, "rain"), ("Channel 1", Kind.SOUND, "[noise]"), ("Channel 1", Kind.SPEECH, "their"),
        ("Channel 2", Kind.SPEECH, "yes"),
    ]  # fmt: skip
    assert {"stt.ignored-markers", "stt.ignored-alternatives"} <= codes(result)


def test_stm_gaps_alternatives_and_codes_are_reported():
    result = read("ferry.stm")
    assert {"stt.ignored-markers", "stt.ignored-alternatives", "stt.ignored-code"} <= codes(result)


def test_damaged_ctm_line_is_reported_and_refused_by_strict():
    data = b"a 1 0.0 0.4 rain\nbroken line\na 1 0.5 0.4 again\n"
    result = READERS.get("ctm").read(Source(data, "x.ctm"), ReadOptions())
    assert "stt.malformed-item" in codes(result)
    with pytest.raises(InputError):
        READERS.get("ctm").read(Source(data, "x.ctm"), ReadOptions(strict=True))


# --- YouTube ---


def test_srv1_is_escaped_twice():
    assert read("srv1.xml").value.segments[1].text == SECOND


def test_srv3_new_speaker_is_a_turn_without_its_mark():
    first, second = read("auto.srv3").value.segments
    assert (first.turn, second.turn) == (False, True)
    assert ">>" not in second.text
    assert first.end == 2320  # the event stays on the screen longer


def test_srv3_uploaded_captions_keep_their_line_breaks():
    rows = '<p t="0" d="900">One line,<br/>two lines.</p><p t="900" d="0">[Music]</p>'
    data = f'<timedtext format="3"><body>{rows}</body></timedtext>'.encode()
    segments = READERS.get("youtube-xml").read(Source(data, "x.xml"), ReadOptions()).value.segments
    assert [(s.text, s.kind) for s in segments] == [("One line,\ntwo lines.", Kind.SPEECH), ("[Music]", Kind.MUSIC)]


# --- hostile XML ---

BOMB = b"""<?xml version="1.0"?><!DOCTYPE transcript [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<transcript><text start="0" dur="1">&b;</text></transcript>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE transcript [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<transcript><text start="0" dur="1">&x;</text></transcript>"""


@pytest.mark.parametrize("data", [BOMB, OUTSIDE])
def test_entities_are_refused(data):
    with pytest.raises(InputError, match="entities"):
        READERS.get("youtube-xml").read(Source(data, "x.xml"), ReadOptions())


def test_deeply_nested_xml_is_read():
    deep = 50_000
    data = b"<transcript>" + b"<i>" * deep + b"</i>" * deep + b'<text start="0" dur="1">rain</text></transcript>'
    segments = READERS.get("youtube-xml").read(Source(data, "x.xml"), ReadOptions()).value.segments
    assert [segment.text for segment in segments] == ["rain"]


def test_named_dtd_is_not_fetched():
    assert b"trans-14.dtd" in (DATA / "ferry.trs").read_bytes()
    assert read("ferry.trs").value.segments
