"""What services and the tools between them do to their own formats, one test a habit."""

from __future__ import annotations

import json
import math

import pytest

from captionkit.errors import InputError, LimitError, StrictError
from captionkit.model.transcript import Kind, Timing
from captionkit.sources import ReadOptions, Source
from captionkit.testing import check_transcript
from captionkit.transcripts import READERS
from captionkit.transcripts.sniff import recognise


def read(data, name="x.json", **options):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    source = Source(raw, name)
    result = READERS.get(recognise(source).name).read(source, ReadOptions(**options))
    check_transcript(result.value)
    return result


def rows(result):
    return [(s.speaker, s.text, s.start, s.end) for s in result.value.segments]


def codes(result):
    return {diagnostic.code for diagnostic in result.diagnostics}


def segment(start, end, text, **more):
    return {"id": 0, "start": start, "end": end, "text": text, "tokens": [], "avg_logprob": -0.1, **more}


def word(text, start=None, end=None, **more):
    return {
        "word": text,
        **({} if start is None else {"start": start}),
        **({} if end is None else {"end": end}),
        **more,
    }


# --- the Whisper family ---


def test_nan_and_infinity_are_no_times():
    data = b'{"segments": [{"start": NaN, "end": Infinity, "text": " Rain", "tokens": [], "avg_logprob": NaN}]}'
    assert rows(read(data)) == [("", "Rain", None, None)]


def test_times_as_strings_and_whole_numbers():
    data = {"segments": [segment("1", 2, " Rain", words=[word(" Rain", "1.0", 2, probability="0.5")])]}
    result = read(data)
    assert rows(result) == [("", "Rain", 1000, 2000)]
    assert result.value.segments[0].words[0].confidence == 0.5


def test_null_words_and_broken_items_are_reported():
    data = {
        "segments": [
            segment(0, 1, " Rain again", words=[word(" Rain", 0, 0.5), None, word(None), word(" again", 0.5, 1)]),
            None,
            7,
        ]
    }
    result = read(data)
    assert rows(result) == [("", "Rain again", 0, 1000)]
    found = next(d for d in result.diagnostics if d.code == "stt.malformed-item")
    assert found.data["count"] == 4
    with pytest.raises(StrictError):
        read(data, strict=True)


def test_words_null_or_empty_leave_the_segment():
    assert rows(read({"segments": [segment(0, 1, " Rain", words=None), segment(1, 2, " Sun", words=[])]})) == [
        ("", "Rain", 0, 1000), ("", "Sun", 1000, 2000),
    ]  # fmt: skip


def test_zero_length_and_overlapping_words_stay_as_given():
    words = [word(" It", 0, 0.5), word(" rains", 0.4, 0.4), word(" now", 0.3, 0.9)]
    read_words = read({"segments": [segment(0, 1, " It rains now", words=words)]}).value.segments[0].words
    assert [(w.start, w.end) for w in read_words] == [(0, 500), (400, 400), (300, 900)]
    assert {w.timing for w in read_words} == {Timing.GIVEN}


def test_reversed_segment_is_reported():
    assert "stt.reversed-times" in codes(read({"segments": [segment(2, 1, " Rain")]}))


def test_missing_time_is_none_never_zero():
    result = read(
        {"segments": [segment(0, 1, "Room 7 now", words=[word("Room", 0, 0.3), word("7"), word("now", 0.6, 1)])]}
    )
    seven = result.value.segments[0].words[1]
    assert (seven.start, seven.end, seven.timing) == (None, None, Timing.NONE)
    assert "stt.untimed-words" in codes(result)


def test_empty_files_hold_no_speech():
    for data in ({"text": "", "segments": [], "language": "fr"}, {"segments": [], "language": "en"}):
        result = read(data)
        assert result.value.segments == ()
        assert codes(result) == {"stt.no-speech"}


def test_faster_whisper_with_its_info():
    data = [[segment(0, 1, " Pluie")], {"language": "fr", "duration": 1.5}]
    result = read(data)
    assert (result.value.language, result.value.duration, result.value.source) == ("fr", 1500, "whisper")


def test_openai_words_land_in_their_segments():
    data = {
        "task": "transcribe", "language": "german", "duration": "4.25", "text": "Es regnet. Schon wieder.",
        "segments": [segment(0, 2, " Es regnet."), segment(2, 4, " Schon wieder.")],
        "words": [word("Es", 0.1, 0.4), word("regnet", 0.4, 1), word("Schon", 2.0, 2.5), word("wieder", 2.5, 3)],
    }  # fmt: skip
    result = read(data)
    assert [[w.text for w in s.words] for s in result.value.segments] == [["Es", "regnet."], ["Schon", "wieder."]]
    assert (result.value.language, result.value.duration) == ("de", 4250)


def test_whisperx_segment_of_two_speakers_is_split():
    words = [
        word("Rain?", 0, 0.4, speaker="SPEAKER_00", score=0.9),
        word("7", score=None),
        word("Yes.", 0.5, 0.9, speaker="SPEAKER_01"),
    ]
    result = read(
        {
            "segments": [{"start": 0, "end": 1, "text": "Rain? 7 Yes.", "speaker": "SPEAKER_00", "words": words}],
            "word_segments": [],
        }
    )
    assert rows(result) == [("SPEAKER_00", "Rain? 7", 0, 400), ("SPEAKER_01", "Yes.", 500, 900)]
    assert [s.turn for s in result.value.segments] == [True, True]


def test_stable_ts_original_is_not_read_twice():
    data = {
        "segments": [segment(0, 1, " Rain now")],
        "ori_dict": {"segments": [segment(0, 1, " Rain now")]},
        "language": "en",
    }
    assert rows(read(data)) == [("", "Rain now", 0, 1000)]


def test_bracketed_segments_are_no_speech():
    data = {
        "segments": [
            segment(0, 1, " [Music]"),
            segment(1, 2, " (applause)"),
            segment(2, 3, " ♪ la la ♪"),
            segment(3, 4, " Rain."),
        ]
    }
    assert [s.kind for s in read(data).value.segments] == [Kind.MUSIC, Kind.SOUND, Kind.MUSIC, Kind.SPEECH]


def test_whisper_cpp_characters_cut_in_two():
    """A character's bytes may be split over two tokens, which makes the file invalid UTF-8."""
    char = "日".encode()
    token = b'{"text": "%s", "offsets": {"from": %d, "to": %d}, "p": 0.5}'
    tokens = b", ".join([token % (char[:2], 0, 100), token % (char[2:], 100, 200), token % ("本".encode(), 200, 400)])
    item = b'{"offsets": {"from": 0, "to": 400}, "text": "%s", "tokens": [%s]}'
    data = b'{"result": {"language": "ja"}, "transcription": [' + item + b"]}"
    result = READERS.get("whisper-cpp").read(Source(data % ("日本".encode(), tokens), "x.json"), ReadOptions())
    (only,) = result.value.segments
    assert only.text == "日本"
    assert [(w.text, w.start, w.end) for w in only.words] == [("日", 0, 200), ("本", 200, 400)]
    assert "stt.repaired-file" in codes(result)


def test_whisper_cpp_raw_control_characters():
    data = b'{"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " Rain\x01 and\ttabs"}], "result": {}}'
    result = read(data)
    assert "stt.repaired-file" in codes(result)
    with pytest.raises(StrictError):
        read(data, strict=True)


def test_whisper_cpp_speakers_of_stereo():
    item = {"offsets": {"from": 0, "to": 900}, "text": " Rain", "speaker": "1"}
    assert rows(read({"transcription": [item, {**item, "speaker": "?"}]})) == [
        ("Speaker 1", "Rain", 0, 900), ("", "Rain", 0, 900),
    ]  # fmt: skip


def test_transformers_word_chunks_and_open_end():
    chunks = [{"text": " Rain", "timestamp": [0.0, 0.5]}, {"text": " now.", "timestamp": [0.5, None]}]
    (only,) = read({"text": " Rain now.", "chunks": chunks}).value.segments
    assert [(w.text, w.start, w.end) for w in only.words] == [("Rain", 0, 500), ("now.", 500, None)]


def test_whisper_cpp_a_word_a_segment():
    items = [
        {"text": t, "offsets": {"from": i * 100, "to": i * 100 + 90}}
        for i, t in enumerate((" Rain", " and", " wi", "nd", ".", ""))
    ]
    (only,) = read({"transcription": items, "result": {"language": "en"}}).value.segments
    assert [(w.text, w.start, w.end) for w in only.words] == [("Rain", 0, 90), ("and", 100, 190), ("wind.", 200, 490)]


# --- cloud services ---


def test_aws_job_that_failed_is_reported():
    data = {"jobName": "x", "status": "FAILED", "results": {"transcripts": [{"transcript": ""}], "items": []}}
    assert {"stt.job-status", "stt.no-speech"} <= codes(read(data))


def test_aws_filtered_and_redacted_words_stay():
    item = {
        "type": "pronunciation",
        "start_time": "0.0",
        "end_time": "0.4",
        "alternatives": [{"content": "***", "confidence": "1.0"}],
    }
    again = {
        **item,
        "start_time": "0.4",
        "end_time": "0.8",
        "alternatives": [{"content": "[PII]", "confidence": "1.0"}],
    }
    data = {"results": {"transcripts": [{"transcript": "*** [PII]"}], "items": [item, again]}}
    assert rows(read(data)) == [("", "*** [PII]", 0, 800)]


def test_google_map_of_files_and_snake_case():
    result = {
        "alternatives": [{"transcript": "rain", "words": [{"word": "rain", "end_time": "0.500s"}]}],
        "language_code": "en-us",
    }
    for data in (
        {"results": {"gs://b/a.wav": {"transcript": {"results": [result]}}}},
        {"results": [result]},
        {"gs://b/a.wav": {"results": [result]}},
    ):
        assert rows(read(data)) == [("", "rain", 0, 500)]


def test_google_text_without_words():
    data = {
        "results": [{"alternatives": [{"transcript": "rain now"}], "resultEndTime": "1.5s", "languageCode": "en-us"}]
    }
    assert rows(read(data)) == [("", "rain now", None, 1500)]


def test_google_speaker_words_only():
    words = [
        {"word": "rain", "startTime": "0s", "endTime": "1s", "speakerTag": 1},
        {"word": "yes", "startTime": "1s", "endTime": "2s", "speakerTag": 2},
    ]
    assert rows(read({"results": [{"alternatives": [{"words": words}]}]})) == [
        ("Speaker 1", "rain", 0, 1000), ("Speaker 2", "yes", 1000, 2000),
    ]  # fmt: skip


def test_azure_interleaved_channels_are_sorted_and_named():
    def phrase(channel, start, text):
        return {
            "recognitionStatus": "Success",
            "channel": channel,
            "offsetInTicks": start * 1e7,
            "durationInTicks": 1e7,
            "nBest": [{"display": text}],
        }

    data = {"recognizedPhrases": [phrase(0, 0, "One."), phrase(0, 4, "Three."), phrase(1, 2, "Two.")]}
    assert [row[:2] for row in rows(read(data))] == [
        ("Channel 0", "One."),
        ("Channel 1", "Two."),
        ("Channel 0", "Three."),
    ]


def test_azure_numbers_take_the_time_of_their_words():
    words = [
        {"word": w, "offsetInTicks": i * 5e6, "durationInTicks": 5e6}
        for i, w in enumerate(["it", "is", "twenty", "five", "now"])
    ]
    data = {
        "recognizedPhrases": [
            {
                "recognitionStatus": "Success",
                "offsetInTicks": 0,
                "durationInTicks": 2.5e7,
                "nBest": [{"display": "It is 25 now.", "words": words}],
            }
        ]
    }
    (only,) = read(data).value.segments
    assert [(w.text, w.start, w.end) for w in only.words][2] == ("25", 1000, 2000)


def test_azure_part_that_was_not_recognised_is_reported():
    data = {
        "recognizedPhrases": [{"recognitionStatus": "NoMatch", "offsetInTicks": 0, "durationInTicks": 1e7, "nBest": []}]
    }
    assert "stt.failed-part" in codes(read(data))


def test_deepgram_speakers_of_two_channels_are_four_people():
    words = [{"word": "hi", "start": 0, "end": 1, "speaker": 0}, {"word": "yes", "start": 1, "end": 2, "speaker": 1}]
    data = {"results": {"channels": [{"alternatives": [{"words": words}]}, {"alternatives": [{"words": words}]}]}}
    assert sorted(read(data).value.speakers) == [
        "Channel 0 Speaker 0", "Channel 0 Speaker 1", "Channel 1 Speaker 0", "Channel 1 Speaker 1",
    ]  # fmt: skip


def test_deepgram_utterances_that_miss_words_are_not_followed():
    words = [word("one", 0, 1), word("two", 1, 2)]
    data = {
        "results": {
            "channels": [{"alternatives": [{"transcript": "one two", "words": words}]}],
            "utterances": [{"start": 0, "end": 1, "transcript": "one", "words": words[:1]}],
        }
    }
    assert rows(read(data)) == [("", "one two", 0, 2000)]


def test_assemblyai_failed_job():
    result = read({"id": "x", "status": "error", "error": "no audio", "audio_url": "", "words": None, "text": None})
    assert {"stt.job-status", "stt.no-speech"} <= codes(result)
    # a batch must not take the empty track for a film in which nobody speaks
    assert {d.severity.label for d in result.diagnostics if d.code == "stt.job-status"} == {"error"}


def test_elevenlabs_channels():
    def part(channel, *words):
        return {
            "language_code": "eng",
            "channel_index": channel,
            "text": "",
            "words": [{"text": t, "start": s, "end": s + 0.4, "type": "word"} for t, s in words],
        }

    data = {"transcripts": [part(0, ("Rain?", 0.0), ("Good.", 4.0)), part(1, ("Yes.", 2.0))]}
    assert [row[:2] for row in rows(read(data))] == [
        ("Channel 0", "Rain?"),
        ("Channel 1", "Yes."),
        ("Channel 0", "Good."),
    ]


def test_speechmatics_without_word_delimiter():
    def token(text, at):
        return {
            "type": "word",
            "start_time": at,
            "end_time": at + 0.4,
            "alternatives": [{"content": text, "confidence": 1}],
        }

    data = {
        "format": "2.9",
        "metadata": {"language_pack_info": {"word_delimiter": ""}, "transcription_config": {"language": "ja"}},
        "results": [token("雨", 0), token("です", 0.4)],
    }
    assert rows(read(data)) == [("", "雨です", 0, 800)]


def test_speechmatics_speaker_change_marks_are_reported():
    data = {"format": "2.1", "metadata": {}, "results": [
        {"type": "word", "start_time": 0, "end_time": 1, "alternatives": [{"content": "Hello"}]},
        {"type": "speaker_change", "start_time": 1, "end_time": 1, "score": 0.9},
        {"type": "word", "start_time": 1, "end_time": 2, "alternatives": [{"content": "Hey"}]},
    ]}  # fmt: skip
    result = read(data)
    assert [w.text for s in result.value.segments for w in s.words] == ["Hello", "Hey"]
    assert "stt.ignored-markers" in codes(result)


def test_watson_asynchronous_job_and_interim_results():
    final = {"final": True, "alternatives": [{"transcript": "rain ", "timestamps": [["rain", 0, 1]]}]}
    interim = {"final": False, "alternatives": [{"transcript": "ray "}]}
    result = read({"id": "x", "status": "completed", "results": [{"result_index": 0, "results": [interim, final]}]})
    assert rows(result) == [("", "rain", 0, 1000)]
    assert "stt.ignored-interim" in codes(result)


def test_vosk_concatenated_listed_and_with_alternatives():
    one = {"result": [{"conf": 1, "start": 0, "end": 1, "word": "rain"}], "text": "rain"}
    two = {
        "alternatives": [
            {"confidence": 200.5, "text": "yes", "result": [{"start": 1, "end": 2, "word": "yes"}]},
            {"text": "guess"},
        ]
    }
    expected = [("", "rain", 0, 1000), ("", "yes", 1000, 2000)]
    pretty = "\n".join(json.dumps(value, indent=2) for value in (one, two)).encode()
    assert (
        rows(read(pretty))
        == rows(read([one, two]))
        == rows(read((json.dumps(one) + json.dumps(two)).encode()))
        == expected
    )


def test_premiere_punctuation_tokens_cling():
    words = [
        {"text": t, "start": s, "duration": 0.4, "type": k, "confidence": 1, "eos": False, "tags": []}
        for t, s, k in (("Rain", 0, "word"), (",", 0.4, "punctuation"), ("yes", 1, "word"))
    ]
    data = {
        "language": "??-??",
        "segments": [{"start": 0, "duration": 2, "speaker": "u", "language": "de-de", "words": words}],
        "speakers": [{"id": "u", "name": "Ann"}],
    }
    result = read(data)
    assert rows(result) == [("Ann", "Rain, yes", 0, 2000)]
    assert result.value.language == "de-DE"


def test_unknown_speaker_inside_a_turn_is_the_one_before():
    words = [
        {"text": t, "start": i * 100, "end": i * 100 + 90, "speaker": s, "confidence": 1}
        for i, (t, s) in enumerate((("Rain", "A"), ("now", None), ("Yes", "B")))
    ]
    data = {"audio_url": "", "status": "completed", "text": "Rain now Yes", "words": words}
    assert [row[:2] for row in rows(read(data))] == [("A", "Rain now"), ("B", "Yes")]


def test_bbc_kaldi_with_speakers_beside_the_words():
    words = [
        {"start": s, "end": s + 0.4, "word": w, "punct": p, "confidence": 0.9, "index": 0}
        for w, p, s in (("rain", "Rain.", 0), ("yes", "Yes.", 2))
    ]
    parts = [
        {"start": 0, "duration": 1, "speaker": {"@id": "S0"}},
        {"start": 1.9, "duration": 1, "speaker": {"@id": "S1"}},
    ]
    data = {"action": "x", "retval": {"status": True, "words": words}, "segmentation": {"segments": parts}}
    assert rows(read(data)) == [("S0", "Rain.", 0, 400), ("S1", "Yes.", 2000, 2400)]


def test_trint_struck_out_words_are_reported():
    words = [
        {"time": i * 100, "duration": 90, "value": t, "paragraphId": p, "speaker": "Ana", "strikethrough": struck}
        for i, (t, p, struck) in enumerate((("So", "p0", True), ("chove", "p0", False), ("Sim.", "p1", False)))
    ]
    result = read({"title": "a.mp3", "words": words})
    assert rows(result) == [("Ana", "chove", 100, 190), ("Ana", "Sim.", 200, 290)]
    assert result.value.source == "trint"
    assert "stt.ignored-struck" in codes(result)


# --- YouTube ---


def test_json3_confidence_zero_means_not_computed():
    data = {
        "wireMagic": "pb3",
        "events": [
            {
                "tStartMs": 0,
                "dDurationMs": 900,
                "segs": [{"utf8": "rain", "acAsrConf": 0}, {"utf8": " now", "tOffsetMs": 400, "acAsrConf": 204}],
            }
        ],
    }
    (only,) = read(data).value.segments
    assert [w.confidence for w in only.words] == [None, 0.8]


def test_json3_named_speaker_after_its_mark():
    data = {
        "events": [
            {"tStartMs": 0, "dDurationMs": 900, "segs": [{"utf8": ">> ANNA LEE: Rain."}]},
            {"tStartMs": 900, "dDurationMs": 900, "segs": [{"utf8": "Again."}]},
        ]
    }
    result = read(data)
    assert rows(result) == [("Anna Lee", "Rain.", 0, 900), ("", "Again.", 900, 1800)]
    assert [s.turn for s in result.value.segments] == [True, False]


def test_youtube_transcript_api_dumps():
    snippets = [
        {"text": "Rain\nagain.", "start": 0.21, "duration": 1.5},
        {"text": "[Music]", "start": 2, "duration": 1},
    ]
    for data in (snippets, {"video_id": "x", "language_code": "en", "snippets": snippets}):
        result = read(data)
        assert rows(result) == [("", "Rain\nagain.", 210, 1710), ("", "[Music]", 2000, 3000)]
        assert [s.kind for s in result.value.segments] == [Kind.SPEECH, Kind.MUSIC]
        assert result.diagnostics == ()


def test_premieres_binary_is_refused_with_advice():
    with pytest.raises(InputError, match="Premiere") as refusal:
        read(b"\x10\x00\x00\x00PRTR\x00\x00", "talk.prtranscript")
    assert "Export" in refusal.value.hint


def test_json_that_is_cut_off_is_no_prose():
    for data in (b'{"segments": [{"start": 0, "end": 1, "text": " Rain', b'[{"word": "rain", "start"'):
        with pytest.raises(InputError, match="not valid JSON") as refusal:
            read(data, "x.txt")
        assert refusal.value.hint


# --- unknown JSON ---


@pytest.mark.parametrize(
    ("items", "first"),
    [
        (
            [
                {"caption": "One two.", "startMs": 1500, "endMs": 2500},
                {"caption": "Three four.", "startMs": 2500, "endMs": 4000},
            ],
            (1500, 2500),
        ),
        (
            [
                {"sentence": "One two.", "start_time": 1.5, "end_time": 2.5},
                {"sentence": "Three four.", "start_time": 3, "end_time": 4},
            ],
            (1500, 2500),
        ),
        ([{"Text": "One two.", "StartTime": 1500, "EndTime": 2500}, {"Text": "x y", "StartTime": 2500}], (1500, 2500)),
        (
            [{"text": "One two.", "start": 1500, "end": 2500}, {"text": "Three four.", "start": 2500, "end": 9000}],
            (1500, 2500),
        ),
        (
            [
                {"text": "One two.", "start": "00:00:01,500", "duration": "1.0"},
                {"text": "x y", "start": "00:00:02,500"},
            ],
            (1500, 2500),
        ),
        (
            [
                {"text": "One two.", "timestamp": 1500},
                {"text": "Three four.", "timestamp": 4500},
                {"text": "x", "timestamp": 9000},
            ],
            (1500, None),
        ),
    ],
)
def test_unknown_lists_are_guessed_with_their_unit(items, first):
    data = {"export": {"rows": items, "version": 3}}
    source = Source(json.dumps(data).encode(), "x.json")
    assert READERS.get("json").sniff(source) < 0.5
    result = READERS.get("json").read(source, ReadOptions())
    assert (result.value.segments[0].text, result.value.segments[0].start, result.value.segments[0].end) == (
        "One two.",
        *first,
    )
    assert "stt.guessed-shape" in codes(result)


def test_unknown_holders_of_words():
    words = [{"text": t, "start": s, "end": s + 0.4} for t, s in (("Rain", 0.0), ("again.", 0.5))]
    data = {
        "result": {
            "turns": [{"speaker": {"name": "Ann"}, "words": words}, {"speaker": {"name": "Bob"}, "words": words[:1]}]
        }
    }
    assert rows(read(data)) == [("Ann", "Rain again.", 0, 900), ("Bob", "Rain", 0, 400)]


def test_assemblyai_words_alone():
    words = [{"text": "Rain", "start": 100, "end": 500, "confidence": 0.9}]
    assert read({"words": words, "text": "Rain"}).value.source == "assemblyai"


# --- hostile ---


@pytest.mark.parametrize("data", [b"[" * 200_000, b'{"a":' * 200_000, b'{"segments": ' + b"[" * 100_000])
def test_deep_json_is_refused(data):
    source = Source(data, "deep.json")
    assert {name for name in READERS.names() if READERS.get(name).sniff(source) >= 0.5} <= {"broken-json"}
    with pytest.raises(LimitError, match="nested too deeply"):
        READERS.get("whisper").read(source, ReadOptions())


def test_giant_numbers_are_refused():
    data = b'{"segments": [{"start": ' + b"9" * 10_000 + b', "end": 1, "text": "x", "tokens": []}]}'
    with pytest.raises(LimitError, match="too long"):
        READERS.get("whisper").read(Source(data, "x.json"), ReadOptions())


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"   ", b"{", b"[1,", b'{"a" 1}', b"\x00\x01", b"not json"])
def test_no_json_is_an_input_error(data):
    for name in ("whisper", "aws", "vosk", "json"):
        with pytest.raises(InputError):
            READERS.get(name).read(Source(data, "x.json"), ReadOptions())


def test_wrong_shape_is_an_error_or_empty_never_a_crash():
    for data in (
        b"[]",
        b"{}",
        b"null",
        b"3",
        b'"text"',
        b'{"results": 3}',
        b'{"segments": {"a": 1}}',
        b'{"monologues": [[]]}',
    ):
        for name in READERS.names():
            if READERS.rows[name].target.startswith("captionkit.transcripts.stt"):
                try:
                    result = READERS.get(name).read(Source(data, "x.json"), ReadOptions())
                except InputError:
                    continue
                assert result.value.segments == ()
                assert result.diagnostics


def test_halves_of_characters_are_replaced():
    data = b'{"segments": [{"start": 0, "end": 1, "text": " Rain \\ud800 now \\ud83c\\udf27 \\\\ud800", "tokens": []}]}'
    result = read(data)
    text = result.value.segments[0].text
    assert text == "Rain \ufffd now \U0001f327 \\ud800"
    assert text.encode()
    assert "stt.repaired-file" in codes(result)


def test_far_times_are_no_times():
    assert rows(read({"segments": [segment(1e300, math.inf, " Rain")]})) == [("", "Rain", None, None)]


def test_a_million_blanks_take_no_time_to_speak_of():
    text = " " * 300_000 + "rain" + "\n" * 300_000
    assert rows(read({"segments": [segment(0, 1, text)]}))[0][1] == "rain"
