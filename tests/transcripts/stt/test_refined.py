"""What recognisers write between and around the words: marks, labels, loops of order, units, edges of turns."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit import ReadOptions, read_transcript
from captionkit.model.transcript import Kind
from captionkit.sources import Source
from captionkit.testing import check_transcript
from captionkit.transcripts.slicing import squash


def read(data, **options):
    raw = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    transcript = read_transcript(raw, options=ReadOptions(**options))
    check_transcript(transcript)
    return transcript


def rows(data, **options):
    return [(s.kind.value, s.text) for s in read(data, **options).segments]


def codes(transcript):
    return {d.code for d in transcript.diagnostics}


def whisper(*texts, words=False, step=4.0, **more):
    segments = []
    for number, text in enumerate(texts):
        start = number * step
        segment = {"id": number, "start": start, "end": start + step - 0.5, "text": f" {text}", "tokens": []}
        if words:
            parts = text.split()
            each = (step - 0.5) / max(1, len(parts))
            segment["words"] = [
                {"word": f" {part}", "start": round(start + each * n, 3), "end": round(start + each * (n + 1), 3)}
                for n, part in enumerate(parts)
            ]
        segments.append(segment)
    return {"segments": segments, "language": "en", **more}


# --- marks ---

MARKS = [
    ("We won. [laughs] It is late.", [("speech", "We won."), ("sound", "[laughs]"), ("speech", "It is late.")]),
    ("We won [*] the race.", [("speech", "We won the race.")]),
    ("[BLANK_AUDIO]", [("note", "[BLANK_AUDIO]")]),
    ("[BLANK_AUDIO] The tide is in.", [("speech", "The tide is in.")]),
    ("<|en|><|NEUTRAL|><|Speech|>The tide is in.", [("speech", "The tide is in.")]),
    ("<|0.00|> The tide is in.<|2.40|>", [("speech", "The tide is in.")]),
    ("<|Applause|> The tide is in.", [("sound", "<|Applause|>"), ("speech", "The tide is in.")]),
    ("♪ sail away ♪ And now we talk.", [("music", "♪ sail away ♪"), ("speech", "And now we talk.")]),
    ("♪ And now we talk about the tide.", [("music", "♪"), ("speech", "And now we talk about the tide.")]),
    ("Go on. *coughs*", [("speech", "Go on."), ("sound", "*coughs*")]),
    ("I *really* mean it.", [("speech", "I *really* mean it.")]),
    ("The lamp (a small one at that) is lit.", [("speech", "The lamp (a small one at that) is lit.")]),
    ("My name is [PERSON_NAME] and I sail.", [("speech", "My name is [PERSON_NAME] and I sail.")]),
    ("You [ __ ] liar.", [("speech", "You [ __ ] liar.")]),
    ("It was <i>so</i> late.", [("speech", "It was <i>so</i> late.")]),
    ("It was <unk> late.", [("speech", "It was"), ("inaudible", "<unk>"), ("speech", "late.")]),
]


@pytest.mark.parametrize("words", [False, True], ids=["text", "words"])
@pytest.mark.parametrize(("text", "parts"), MARKS, ids=[text for text, _ in MARKS])
def test_marks_are_kept_apart_from_words(text, parts, words):
    assert rows(whisper("The boats are here.", text, words=words))[1:] == parts


def test_a_mark_that_recurs_is_a_mark_wherever_it_stands():
    data = whisper("We (drumroll) go.", "They (drumroll) stay.", "All (drumroll) wait.")
    assert [kind for kind, text in rows(data) if text == "(drumroll)"] == ["sound"] * 3


def test_lines_of_a_song_with_a_note_in_front_only():
    assert [kind for kind, _ in rows(whisper("♪ blue is the sea", "♪ green is the land", "We talk now."))] == [
        "music", "music", "speech",
    ]  # fmt: skip


def test_a_mark_of_a_new_speaker_begins_a_turn_and_is_not_shown():
    transcript = read(whisper("Is it in? [SPEAKER_TURN] It is.", "Good."))
    assert [(s.text, s.turn) for s in transcript.segments][:2] == [("Is it in?", True), ("It is.", True)]
    assert "stt.ignored-markers" in codes(transcript)


def test_a_bleep_in_a_sentence_stands_for_a_word_however_often():
    texts = ["What the [bleep] is that?", "No [bleep] way.", "Oh, [bleep].", "You [bleep] liar.", "Go. [bleep] Now."]
    found = rows(whisper(*texts))
    assert found[:4] == [("speech", text) for text in texts[:4]]
    assert [kind for kind, _ in found[4:]] == ["speech", "sound", "speech"]


def test_a_segment_of_full_stops_is_not_captioned():
    transcript = read(whisper("We wait.", ". . .", "...", "It comes."))
    assert [s.text for s in transcript.spoken] == ["We wait.", "It comes."]
    assert "stt.ignored-signs" in codes(transcript)


# --- speakers in the text ---


@pytest.mark.parametrize("words", [False, True], ids=["text", "words"])
@pytest.mark.parametrize("shape", ["[{}]: ", "{}: ", "({}) ", "[{}] "])
def test_labels_of_a_machine_are_speakers(shape, words):
    texts = [shape.format(who) + text for who, text in [("SPEAKER_00", "Come in."), ("SPEAKER_01", "I will sit.")]]
    found = [(s.speaker, s.text) for s in read(whisper(*texts, words=words)).segments]
    assert found == [("SPEAKER_00", "Come in."), ("SPEAKER_01", "I will sit.")]


def test_names_in_front_of_nearly_all_texts_are_speakers_and_a_colon_alone_is_not():
    named = read(whisper("Ann: Come in.", "Ben: I will.", "Ann: Sit down.", "Ben: Thank you."))
    assert [s.speaker for s in named.segments] == ["Ann", "Ben", "Ann", "Ben"]
    plain = read(whisper("At noon: tea.", "We drink it.", "It is hot.", "We wait."))
    assert plain.speakers == ()
    assert plain.segments[0].text == "At noon: tea."


# --- the edges of turns ---


def turns(*said):
    """Return WhisperX segments; each word is (text, start, end, speaker)."""
    return {
        "segments": [
            {
                "start": words[0][1], "end": words[-1][2], "text": " ".join(w[0] for w in words), "speaker": who,
                "words": [{"word": t, "start": a, "end": b, "speaker": s, "score": 0.9} for t, a, b, s in words],
            }
            for who, words in said
        ],
        "word_segments": [], "language": "en",
    }  # fmt: skip


EDGE = turns(
    ("A", [("What", 0.0, 0.2, "A"), ("are", 0.2, 0.4, "A"), ("you", 0.4, 0.6, "A"), ("cooking?", 0.6, 1.1, "B")]),
    ("B", [("Soup.", 2.0, 2.4, "B"), ("And", 2.5, 2.7, "A"), ("bread.", 2.7, 3.0, "B")]),
)


def test_an_answer_at_the_edge_of_the_turn_that_asks_goes_to_whoever_answers():
    asked = [("Is", 0.0, 0.2, "A"), ("it", 0.2, 0.4, "A"), ("cold?", 0.4, 0.7, "A")]
    rest = [("Very", 1.6, 1.8, "B"), ("cold.", 1.8, 2.2, "B")]
    late = read(turns(("A", [*asked, ("Yes.", 1.2, 1.5, "A")]), ("B", rest)))
    assert [(s.speaker, s.text) for s in late.segments] == [("A", "Is it cold?"), ("B", "Yes. Very cold.")]
    assert "stt.turn-realigned" in codes(late)
    prompt = read(turns(("A", [*asked, ("Yes.", 0.75, 1.0, "A")]), ("B", rest)))
    assert [(s.speaker, s.text) for s in prompt.segments] == [("A", "Is it cold? Yes."), ("B", "Very cold.")]


def test_a_word_at_the_edge_goes_to_the_speaker_of_its_sentence_unless_told_otherwise():
    transcript = read(EDGE)
    assert next((s.speaker, s.text) for s in transcript.segments) == ("A", "What are you cooking?")
    assert "stt.turn-realigned" in codes(transcript)
    given_turns = read(EDGE, turns="given")
    assert next((s.speaker, s.text) for s in given_turns.segments) == ("A", "What are you")
    assert "stt.turn-realigned" not in codes(given_turns)


def test_an_answer_of_one_word_stays_with_its_speaker():
    data = turns(("A", [("Ready?", 0.0, 0.4, "A")]), ("B", [("Yes.", 0.5, 0.8, "B")]), ("A", [("Go.", 1.0, 1.2, "A")]))
    assert [(s.speaker, s.text) for s in read(data).segments] == [("A", "Ready?"), ("B", "Yes."), ("A", "Go.")]


def test_no_word_is_torn_between_speakers():
    data = turns(
        ("A", [("H", 0.0, 0.1, "A"), ("ow", 0.1, 0.3, "B"), (" are", 0.3, 0.5, "B"), (" you?", 0.5, 0.8, "B")])
    )
    data["segments"][0]["text"] = "How are you?"
    assert [s.text for s in read(data).segments] == ["How are you?"]


# --- order and units ---


def test_segments_out_of_order_are_sorted_and_that_is_reported():
    data = whisper("One.", "Two.", "Three.")
    data["segments"].reverse()
    transcript = read(data)
    assert [s.text for s in transcript.segments] == ["One.", "Two.", "Three."]
    assert "stt.sorted" in codes(transcript)


TALK = [
    "It is a garden and not a park at all.",
    "People ask us why we do not sell apples.",
    "The birds eat them first.",
]


@given(unit=st.sampled_from([("s", 1.0), ("ms", 1000.0), ("cs", 100.0)]), cps=st.floats(6, 22), keys=st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_unit_of_time_is_the_one_in_which_people_speak(unit, cps, keys):
    name, factor = unit
    items, at = [], 0.0
    for text in TALK:
        end = at + len(text) / cps
        start_shown, end_shown = (round(t * factor) if name != "s" else round(t, 2) for t in (at, end))
        items.append({"from": start_shown, "to": end_shown, "text": text})
        at = end + 0.37
    transcript = read({"result": {"rows": items}})
    assert transcript.segments[0].end == pytest.approx(1000 * len(TALK[0]) / cps, abs=12)
    assert ("stt.unit" in codes(transcript)) == (name == "cs")


def test_half_a_minute_with_two_words_is_still_seconds():
    assert [s.end for s in read([{"start": 0, "end": 30, "text": "Thank you."}]).segments] == [30000]


# --- toolkits ---


def test_funasr_times_each_character_and_word():
    text = "我们去 Hafen，好。"
    data = [{"key": "x", "text": text, "timestamp": [[100 * n, 100 * n + 90] for n in range(5)]}]
    transcript = read(data)
    words = [(w.text, w.start) for s in transcript.segments for w in s.words]
    assert "".join(w for w, _ in words) == text.replace(" ", "")
    assert [start for _, start in words] == [0, 100, 200, 300, 400]


def test_funasr_sentences_with_speakers():
    info = [
        {"text": "The tide is in.", "start": 100, "end": 900, "spk": 0,
         "timestamp": [[100, 300], [300, 500], [500, 700], [700, 900]]},
        {"text": "We sail.", "start": 1000, "end": 1500, "spk": 1, "timestamp": [[1000, 1200], [1200, 1500]]},
    ]  # fmt: skip
    transcript = read([{"key": "x", "text": "The tide is in. We sail.", "sentence_info": info}])
    assert [(s.speaker, s.text, s.start, s.end) for s in transcript.segments] == [
        ("Speaker 0", "The tide is in.", 100, 900), ("Speaker 1", "We sail.", 1000, 1500),
    ]  # fmt: skip


def test_funasr_times_that_do_not_fit_are_reported_not_guessed():
    transcript = read([{"key": "x", "text": "The tide is in.", "timestamp": [[0, 100]]}])
    assert transcript.segments[0].text == "The tide is in."
    assert "stt.times-unused" in codes(transcript)


@pytest.mark.parametrize("sign", ["▁", "Ġ"])
def test_pieces_of_words_are_joined(sign):
    tokens = [f"{sign}The", f"{sign}light", "house", f"{sign}is", f"{sign}lit", "."]
    data = {"text": " The lighthouse is lit.", "tokens": tokens, "timestamps": [0.1 * n for n in range(6)]}
    words = [w.text for s in read(data).segments for w in s.words]
    assert words == ["The", "lighthouse", "is", "lit."]


def test_blanks_between_characters_are_closed_up():
    transcript = read(whisper("今 天 早 上 我 们 去 看 海"))
    assert transcript.segments[0].text == "今天早上我们去看海"
    assert "stt.closed-up" in codes(transcript)


@pytest.mark.parametrize("key", ["text", "w", "word", "punctuated_word"])
def test_words_at_the_top_level_keep_their_times(key):
    words = [{key: w, "start": n * 0.5, "end": n * 0.5 + 0.4} for n, w in enumerate(["The", "tide", "is", "in."])]
    transcript = read({"text": "The tide is in.", "words": words, "duration": 3.0})
    assert [(w.text, w.start) for s in transcript.segments for w in s.words] == [
        ("The", 0), ("tide", 500), ("is", 1000), ("in.", 1500),
    ]  # fmt: skip


# --- JSON as it is found ---


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_last_line_that_is_cut_off_is_left_out_and_quoted(cut):
    lines = [json.dumps({"start": n, "end": n + 0.9, "text": f"Boat {n} sails to the sea today."}) for n in range(3)]
    transcript = read("\n".join([*lines[:2], lines[2][:cut]]).encode())
    assert [s.text for s in transcript.segments] == [f"Boat {n} sails to the sea today." for n in range(2)]
    assert any("cut off" in d.message for d in transcript.diagnostics)


def test_json_in_a_fence_is_read():
    raw = f"Here you are:\n\n```json\n{json.dumps(whisper('The tide is in.'), indent=1)}\n```\nThat is all.\n".encode()
    assert [s.text for s in read(raw).segments] == ["The tide is in."]


# --- the law: every word of a text that was read is in a segment, or its loss is reported ---

_WORD = st.sampled_from(
    ["tide", "boat", "late", "we", "sail", "at", "noon", "the", "is", "and", "3", "o'clock", "well-known", "naïve"]
)
_SENTENCES = st.lists(st.lists(_WORD, min_size=1, max_size=8), min_size=2, max_size=6)


@st.composite
def _files(draw):
    """Return (JSON of segments in some shape, the words in it)."""
    sentences = draw(_SENTENCES)
    text_key = draw(st.sampled_from(["text", "transcript", "content", "sentence", "utterance"]))
    start_key, end_key = draw(
        st.sampled_from([("start", "end"), ("start_time", "end_time"), ("from", "to"), ("begin", "stop")])
    )
    shuffle = random.Random(draw(st.integers(0, 10**6)))
    with_words, speakers = draw(st.booleans()), draw(st.booleans())
    mark = draw(st.sampled_from(["", "[laughs] ", "[BLANK_AUDIO] ", "<|1.00|>"]))
    segments, at = [], 0.0
    for number, words in enumerate(sentences):
        each = 0.35
        row = {
            "id": number,
            text_key: mark + " ".join(words),
            start_key: round(at, 2),
            end_key: round(at + each * len(words), 2),
        }
        if with_words:
            row["words"] = [
                {"word": w, start_key: round(at + each * n, 2), end_key: round(at + each * (n + 1), 2)}
                for n, w in enumerate(words)
            ]
        if speakers:
            row["speaker"] = f"S{number % 2}"
        items = list(row.items())
        shuffle.shuffle(items)
        segments.append(dict(items))
        at += each * len(words) + 0.4
    path = draw(
        st.lists(st.sampled_from(["result", "data", "output", "response", "segments"]), max_size=3, unique=True)
    )
    data = segments
    for key in path:
        data = {"version": 2, key: data, "status": "done"}
    return data, [squash(word) for words in sentences for word in words]


@given(_files())
@settings(max_examples=300, deadline=None)
def test_every_word_of_any_shape_is_in_a_segment(file):
    data, words = file
    transcript = read(data)
    found = [squash(word) for s in transcript.segments if s.kind is not Kind.NOTE for word in s.text.split()]
    missing = list(words)
    for word in found:
        if word in missing:
            missing.remove(word)
    assert missing == [] or codes(transcript) & {"stt.text-differs", "stt.ignored-text", "stt.malformed-item"}
    spoken = [squash(w) for s in transcript.spoken for w in s.text.split() if squash(w)]
    assert spoken == words or codes(transcript) & {"stt.text-differs", "stt.ignored-text"}


def test_the_source_says_its_first_character_inside_a_fence():
    assert Source(b'```\n[{"a": 1}]\n```').opening == "["
    assert Source(b"Hello").opening == "H"


def test_whisper_text_with_time_marks():
    text = "<|startoftranscript|><|en|><|transcribe|><|0.00|> Boats sail.<|2.40|><|2.80|> It is late.<|29.00|>"
    text += "<|0.50|> Good night.<|2.00|><|endoftext|>"
    transcript = read(text.encode())
    assert [(s.text, s.start, s.end) for s in transcript.segments] == [
        ("Boats sail.", 0, 2400), ("It is late.", 2800, 29000), ("Good night.", 30500, 32000),
    ]  # fmt: skip
    assert transcript.language == "en"


def test_a_guessed_encoding_is_reported_for_transcripts_too():
    raw = json.dumps(whisper("Die Tür zum Café am Hafen ist für alle geöffnet, schöne Grüße."), ensure_ascii=False)
    assert any(code.startswith("read.encoding") for code in codes(read(raw.encode("cp1252"))))
