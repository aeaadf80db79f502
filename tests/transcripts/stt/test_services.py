"""Every speech-to-text reader passes the published suite, on small files that all hold the same dialogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from captionkit.model.transcript import Kind, Timing, text_of
from captionkit.sources import ReadOptions, Source
from captionkit.testing import ReaderSuite, Sample, check_transcript
from captionkit.transcripts import READERS
from tests.support import ROOT

DATA = Path(__file__).parent / "data"
FIRST, SECOND = "The ferry is late, Omar.", "Then we walk, don't we?"
BOTH = f"{FIRST} {SECOND}"
#: The dialogue's words and true times in ms.
WORDS = [
    ("The", 400, 560), ("ferry", 560, 900), ("is", 900, 1020), ("late,", 1020, 1400), ("Omar.", 1400, 1840),
    ("Then", 2320, 2600), ("we", 2600, 2720), ("walk,", 2720, 3160), ("don't", 3240, 3520), ("we?", 3520, 3760),
]  # fmt: skip

#: file -> (reader, speakers, language, what carries times, whether the words are bare and lower-case)
FILES: dict[str, tuple[str, tuple[str, ...], str, str, bool]] = {
    "whisper.json": ("whisper", (), "en", "words", False),
    "faster_whisper_list.json": ("whisper", (), "", "words", False),
    "openai_verbose.json": ("openai", (), "en", "words", False),
    "openai_words.json": ("openai", (), "en", "words", False),
    "openai_diarized.json": ("openai", ("lena", "omar"), "", "segments", False),
    "openai_text.json": ("text-json", (), "", "none", False),
    "whisper_timestamped.json": ("whisper-timestamped", (), "en", "words", False),
    "stable_ts.json": ("stable-ts", (), "en", "words", False),
    "whisperx.json": ("whisperx", ("SPEAKER_00", "SPEAKER_01"), "en", "words", False),
    "whisper_cpp.json": ("whisper-cpp", (), "en", "segments", False),
    "whisper_cpp_full.json": ("whisper-cpp", (), "en", "words", False),
    "transformers.json": ("transformers", (), "", "segments", False),
    "aws.json": ("aws", ("spk_0", "spk_1"), "en-GB", "words", False),
    "aws_old_speakers.json": ("aws", ("spk_0", "spk_1"), "en-GB", "words", False),
    "aws_channels.json": ("aws", ("Channel 0", "Channel 1"), "en-GB", "words", False),
    "aws_call.json": ("aws-call", ("AGENT", "CUSTOMER"), "en-GB", "words", False),
    "google_v1.json": ("google", ("Speaker 1", "Speaker 2"), "en-GB", "words", False),
    "google_v2.json": ("google", ("Speaker 1", "Speaker 2"), "en-GB", "words", False),
    "azure_batch.json": ("azure", ("Speaker 1", "Speaker 2"), "", "words", False),
    "azure_pascal.json": ("azure", ("Speaker 1", "Speaker 2"), "", "words", False),
    "azure_fast.json": ("azure-fast", ("Speaker 1", "Speaker 2"), "en-GB", "words", False),
    "deepgram.json": ("deepgram", ("Speaker 0", "Speaker 1"), "", "words", False),
    "deepgram_utterances.json": ("deepgram", ("Speaker 0", "Speaker 1"), "", "words", False),
    "deepgram_stream.jsonl": ("deepgram", ("Speaker 0", "Speaker 1"), "", "words", False),
    "assemblyai.json": ("assemblyai", ("A", "B"), "en-GB", "words", False),
    "assemblyai_sentences.json": ("assemblyai", ("A", "B"), "", "words", False),
    "elevenlabs.json": ("elevenlabs", ("speaker_0", "speaker_1"), "en", "words", False),
    "gladia.json": ("gladia", ("Speaker 0", "Speaker 1"), "en", "words", False),
    "soniox.json": ("soniox", ("Speaker 1", "Speaker 2"), "", "words", False),
    "revai.json": ("revai", ("Lena", "Speaker 1"), "", "words", False),
    "rev.json": ("revai", ("Lena", "Omar"), "", "words", False),
    "speechmatics.json": ("speechmatics", ("S1", "S2"), "en", "words", False),
    "speechmatics_realtime.jsonl": ("speechmatics", ("S1", "S2"), "", "words", False),
    "speechmatics_v1.json": ("speechmatics-v1", ("M1", "F2"), "en-GB", "words", False),
    "watson.json": ("watson", ("Speaker 0", "Speaker 1"), "", "words", True),
    "vosk.jsonl": ("vosk", (), "", "words", True),
    "vosk_transcriber.json": ("vosk-transcriber", (), "", "words", True),
    "bbc_kaldi.json": ("bbc-kaldi", (), "", "words", False),
    "podcast.json": ("podcast-json", ("Lena", "Omar"), "", "segments", False),
    "podcast_words.json": ("podcast-json", ("Lena", "Omar"), "", "words", False),
    "premiere.json": ("premiere-json", ("Lena", "Omar"), "en-GB", "words", False),
    "sonix.json": ("sonix", ("Lena", "Omar"), "", "words", False),
    "happyscribe.json": ("happyscribe", ("Lena", "Omar"), "", "words", False),
    "aeneas.json": ("aeneas", (), "en", "segments", False),
    "gentle.json": ("gentle", (), "", "words", False),
    "trint.json": ("trint", ("Lena", "Omar"), "", "words", False),
    "words_paragraphs.json": ("words-paragraphs", ("Lena", "Omar"), "", "words", False),
    "youtube.json3": ("youtube-json3", (), "", "words", False),
    "unknown.json": ("json", ("Lena", "Omar"), "", "segments", False),
}
#: Files that share one token's time out, or have none for it: their word times are not the dialogue's.
COARSE = {"rev.json", "soniox.json"}


def sample_of(name: str) -> Sample:
    _, speakers, _, timing, _ = FILES[name]
    extra = {"elevenlabs.json": f"{FIRST} (sighs) {SECOND}", "rev.json": f"{FIRST} [laughter] {SECOND}"}
    timed = timing != "none"
    return Sample(
        name, (DATA / name).read_bytes(), words=extra.get(name, BOTH), speakers=speakers,
        start=400 if timed else None, end=3760 if timed else None,
    )  # fmt: skip


def suite_of(reader: str) -> type[ReaderSuite]:
    names = [name for name, row in FILES.items() if row[0] == reader]
    body = {"reader": READERS.get(reader), "samples": [sample_of(name) for name in names], "claims": reader != "json"}
    return type(f"Test_{reader.replace('-', '_')}", (ReaderSuite,), body)


for _name in dict.fromkeys(row[0] for row in FILES.values()):
    _suite = suite_of(_name)
    globals()[_suite.__name__] = _suite
del _suite


def test_every_sample_has_its_row():
    assert {path.name for path in DATA.iterdir()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_dialogue(name):
    reader, speakers, language, timing, bare = FILES[name]
    transcript = READERS.get(reader).read(Source((DATA / name).read_bytes(), name), ReadOptions()).value
    check_transcript(transcript)
    assert transcript.source == reader
    assert transcript.language == language
    assert transcript.speakers == speakers
    assert transcript.timing == timing
    spoken = [segment.text.replace("\n", " ") for segment in transcript.segments if segment.kind is Kind.SPEECH]
    expected = BOTH.lower().translate(str.maketrans("", "", ",.?")) if bare else BOTH
    assert " ".join(spoken) == expected
    if len(spoken) == 2 and speakers:
        owners = [segment.speaker for segment in transcript.segments if segment.kind is Kind.SPEECH]
        assert tuple(owners) == speakers


@pytest.mark.parametrize("name", [name for name, row in FILES.items() if row[3] == "words" and name not in COARSE])
def test_word_times(name):
    reader, bare = FILES[name][0], FILES[name][4]
    transcript = READERS.get(reader).read(Source((DATA / name).read_bytes(), name), ReadOptions()).value
    words = [word for segment in transcript.segments if segment.kind is Kind.SPEECH for word in segment.words]
    assert len(words) == len(WORDS)
    for word, (text, start, end) in zip(words, WORDS, strict=True):
        assert word.text == (text.lower().strip(",.?") if bare else text)
        if word.timing is Timing.NONE:
            assert (word.start, word.end) == (None, None)
            continue
        assert word.timing is Timing.GIVEN
        assert word.start == start
        assert word.end == end or (word.end is None and name.endswith("json3"))
    missing = [word.text for word in words if word.timing is Timing.NONE]
    assert missing == (["walk,"] if name in ("whisperx.json", "gentle.json") else [])


@pytest.mark.parametrize("name", [name for name, row in FILES.items() if row[3] == "words"])
def test_words_and_text_say_the_same(name):
    transcript = READERS.get(FILES[name][0]).read(Source((DATA / name).read_bytes(), name), ReadOptions()).value
    for segment in transcript.segments:
        assert text_of(segment.words).split() == segment.text.split()


@pytest.mark.parametrize(
    ("name", "score"), [("whisper.json", 0.9), ("elevenlabs.json", 0.951), ("deepgram.json", 0.95), ("aws.json", 0.9)]
)
def test_confidence(name, score):
    transcript = READERS.get(FILES[name][0]).read(Source((DATA / name).read_bytes(), name), ReadOptions()).value
    assert transcript.segments[0].words[0].confidence == pytest.approx(score, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("google_v1.json", "stt.ignored-alternatives"),
        ("google_v1.json", "stt.ignored-repeats"),
        ("azure_batch.json", "stt.ignored-alternatives"),
        ("deepgram_stream.jsonl", "stt.ignored-interim"),
        ("speechmatics_realtime.jsonl", "stt.ignored-interim"),
        ("vosk.jsonl", "stt.ignored-interim"),
        ("assemblyai.json", "stt.ignored-text"),
        ("gladia.json", "stt.ignored-text"),
        ("whisper_cpp_full.json", "stt.ignored-markers"),
        ("aws_channels.json", "stt.channels"),
        ("unknown.json", "stt.guessed-shape"),
        ("whisperx.json", "stt.untimed-words"),
    ],
)
def test_what_is_not_carried_is_reported(name, code):
    result = READERS.get(FILES[name][0]).read(Source((DATA / name).read_bytes(), name), ReadOptions())
    assert code in {diagnostic.code for diagnostic in result.diagnostics}


def test_clean_files_are_quiet():
    quiet = ("whisper.json", "stable_ts.json", "deepgram_utterances.json", "aws.json", "revai.json", "premiere.json")
    for name in quiet:
        result = READERS.get(FILES[name][0]).read(Source((DATA / name).read_bytes(), name), ReadOptions())
        assert result.diagnostics == (), name


def test_the_page_says_what_each_reader_carries():
    page = (ROOT / "docs" / "transcripts" / "speech-to-text.md").read_text("utf-8")
    heading = next(line for line in page.splitlines() if line.startswith("| name |"))
    columns = [cell.strip() for cell in heading.strip("|").split("|")]
    rows = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows[cells[0].strip("`")] = {name for name, cell in zip(columns, cells, strict=True) if cell == "✓"}
    packages = ("captionkit.transcripts.stt", "captionkit.transcripts.annotation")
    ours = [name for name, row in READERS.rows.items() if row.target.startswith(packages)]
    assert rows == {name: set(READERS.get(name).carries) for name in ours}


def test_the_order_of_recognition_names_every_service_once():
    from captionkit.transcripts.stt.services import ORDER, services

    assert [name for names, _ in ORDER.values() for name in names.split()] == [service.name for service in services()]
    assert {name for name, row in READERS.rows.items() if ".stt.services:" in row.target} == {
        service.name for service in services()
    }
