"""Every shared sample of a machine-made transcript gives the words, speakers and times that it carries."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind, Timing, text_of
from captionkit.sources import ReadOptions, Source
from captionkit.testing import check_transcript
from captionkit.transcripts import READERS
from captionkit.transcripts.sniff import recognise
from tests.support import CORPORA

SAMPLES = CORPORA.parent / "reference" / "format-samples"
shared = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"not run: no samples at {SAMPLES}")

#: The dialogue all samples share: word -> start, end in ms.
TIMES = {
    "hello": (520, 920), "there": (920, 1280), "bob": (1280, 1600), "hi": (2200, 2480), "ann": (2480, 2880),
    "it's": (3000, 3200), "raining": (3200, 3920),
}  # fmt: skip
ANN, BOB, SAID = "Hello there, Bob.", "Hi Ann.", "Hi Ann. It's raining."
A, B = (520, 1600), (2200, 3920)

#: file -> reader, [(speaker, text, start, end)], words' times: "all", "none", or those that have none
EXPECTED: dict[str, tuple[str, list[tuple[str, str, int | None, int | None]], str]] = {
    "whisper.json": ("whisper", [("", ANN, *A), ("", SAID, *B)], "all"),
    "stable_ts.json": ("stable-ts", [("", ANN, *A)], "all"),
    "whisperx.json": ("whisperx", [("SPEAKER_00", ANN, *A), ("SPEAKER_01", SAID, *B)], "ann"),
    "whispercpp.json": ("whisper-cpp", [("", ANN, *A), ("", SAID, *B)], "none"),
    "whispercpp_full.json": ("whisper-cpp", [("", ANN, *A)], "all"),
    "openai_verbose.json": ("openai", [("", ANN, *A)], "bob"),
    "aws_transcribe.json": ("aws", [("spk_0", ANN, *A), ("spk_1", BOB, 2200, 2880)], "all"),
    "google_v1.json": ("google", [("Speaker 1", ANN, *A), ("Speaker 2", BOB, 2200, 2880)], "all"),
    "google_v2.json": ("google", [("Speaker 1", ANN, *A)], "all"),
    "azure_batch.json": ("azure", [("Speaker 1", ANN, *A)], "there bob"),
    "azure_fast.json": ("azure-fast", [("Speaker 1", ANN, *A), ("Speaker 2", BOB, 2200, 2880)], "all"),
    "deepgram.json": ("deepgram", [("Speaker 0", ANN, *A), ("Speaker 1", BOB, 2200, 2880)], "all"),
    "assemblyai.json": ("assemblyai", [("A", ANN, *A), ("B", BOB, 2200, 2880)], "all"),
    "revai.json": ("revai", [("Speaker 0", ANN, *A), ("Bob", BOB, 2200, 2880)], "all"),
    "speechmatics.json": ("speechmatics", [("S1", ANN, *A)], "all"),
    "gladia.json": ("gladia", [("Speaker 0", ANN, *A)], "all"),
    "elevenlabs.json": ("elevenlabs", [("speaker_0", ANN, *A), ("speaker_1", BOB, 2200, 2480)], "ann"),
    "watson.json": ("watson", [("Speaker 0", "hello there Bob", *A), ("Speaker 1", "hi Ann", 2200, 2880)], "all"),
    "vosk.jsonl": ("vosk", [("", "hello there bob", *A), ("", "hi ann", 2200, 2880)], "all"),
    "vosk_transcriber.json": ("vosk-transcriber", [("", "hello", *A)], "all"),
    "podcast.json": ("podcast-json", [("Ann", ANN, *A), ("Bob", SAID, *B)], "none"),
    "premiere.json": ("premiere-json", [("Ann", ANN, *A), ("Bob", BOB, *B)], "all"),
    "sonix.json": ("sonix", [("Ann", ANN, *A)], "all"),
    "happyscribe.json": ("happyscribe", [("Ann", ANN, *A)], "all"),
    "youtube.json3": ("youtube-json3", [("", "hello there bob", 520, 2200), ("", "hi ann", *B)], "starts"),
    "youtube.srv3": ("youtube-xml", [("", "hello there bob", 520, 2200), ("", "hi ann", *B)], "starts"),
    "youtube_srv1.xml": ("youtube-xml", [("", ANN, *A), ("", SAID, *B)], "none"),
    "youtube_srv2.xml": ("youtube-xml", [("", ANN, *A), ("", SAID, *B)], "none"),
    "kaldi.ctm": ("ctm", [("", "hello there bob hi ann", 520, 2880)], "all"),
    "nist.stm": ("stm", [("ann", "hello there bob", *A), ("bob", "hi ann it's raining", *B)], "none"),
    "praat_long.TextGrid": ("textgrid", [("Ann", 'Hello there, "Bob".', *A)], "none"),
    "elan.eaf": ("elan", [("Ann", ANN, *A)], "none"),
    "chat.cha": ("chat", [("Ann", "hello there, Bob.", *A), ("Bob", "hi Ann.", 2200, 2880)], "none"),
    "tei.xml": ("tei", [("Ann", ANN, *A)], "none"),
    "transcriber.trs": ("transcriber", [("Ann", ANN, *A)], "none"),
}

#: Readers of these packages that no shared sample is for.
OTHERS = {
    "json", "text-json", "bbc-kaldi", "gentle", "trint", "words-paragraphs", "youtube-transcript-api", "transformers",
    "aws-call", "soniox", "speechmatics-v1", "aeneas", "whisper-timestamped", "prtranscript",
    "broken-json",
}  # fmt: skip


@shared
@pytest.mark.parametrize("name", EXPECTED)
def test_sample_gives_the_dialogue(name):
    reader, rows, timed = EXPECTED[name]
    source = Source((SAMPLES / name).read_bytes(), name)
    transcript = READERS.get(reader).read(source, ReadOptions()).value
    check_transcript(transcript)
    spoken = [segment for segment in transcript.segments if segment.kind is Kind.SPEECH]
    assert [(s.speaker, s.text, s.start, s.end) for s in spoken] == rows
    words = [word for segment in spoken for word in segment.words]
    if timed == "none":
        assert not words
        return
    assert text_of(words) == " ".join(segment.text for segment in spoken if segment.words)
    for word in words:
        bare = word.text.lower().strip(",.?")
        if bare in timed.split():
            assert word.timing is Timing.NONE
            continue
        start, end = TIMES[bare]
        assert (word.start, word.end) == (start, None if timed == "starts" else end)
        assert word.timing is Timing.GIVEN


@shared
@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("alias", ["", "file", "file.txt", "file.json", "file.srt", "file.xml", "file.csv"])
def test_sample_is_recognised_whatever_it_is_called(name, alias):
    data = (SAMPLES / name).read_bytes()
    assert recognise(Source(data, alias or name)).name == EXPECTED[name][0]


@shared
def test_exactly_one_reader_claims_a_sample():
    """The confusion matrix over all shared samples: rows are files, each claimed once at most."""
    ours = {row[0] for row in EXPECTED.values()} | OTHERS
    for path in SAMPLES.iterdir():
        source = Source(path.read_bytes(), path.name)
        claims = [name for name in READERS.names() if name in ours and READERS.get(name).sniff(source) > 0.3]
        expected = [EXPECTED[path.name][0]] if path.name in EXPECTED else []
        assert claims == expected, path.name
