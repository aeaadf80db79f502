"""Remake what in samples/ is derived from harbour_news.txt: speech, true word times, two transcripts.

    python scripts/make_samples.py [--check]

Needs espeak-ng's library (Debian: libespeak-ng1, espeak-ng-data) and ffmpeg with libopus. The word times are those of
the synthesiser's own events, so they are true by construction; ``--check`` measures them against the sound itself.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import re
import subprocess
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SOURCE = SAMPLES / "harbour_news.txt"
BEGINS = "Here is the transcript of the evening bulletin:"
HANDOVER = re.compile(r"\. ([A-Z]\w+ [A-Z]\w+) has the details:\Z")
INSERTION = re.compile(r" ?\( WOW!\)")
VOICES = {"PRESENTER": ("en-us+f3", 150), "*": ("en-gb", 156)}
LEAD_IN, AFTER_PARAGRAPH, AFTER_SPEAKER, TAIL = 1000, 450, 1100, 1500

#: espeak-ng says "of the" as one word: the phoneme with which the second begins.
JOINED_ONSETS = {
    "the": "D", "a": "@", "of": "@", "it": "I", "not": "n", "have": "a#", "more": "m", "been": "b", "longer": "l",
}  # fmt: skip
#: A full stop after these is no end of a sentence; espeak-ng would pause.
TITLES = re.compile(r"\b(Dr|St)\.")

#: Kind, place in the text from 1, ms from its beginning, phoneme.
SynthEvent = tuple[int, int, int, str]

WORD_EVENT, PHONEME_EVENT, END_EVENT = 1, 7, 0
RETRIEVAL, PHONEME_EVENTS, UTF8, RATE_PARAMETER = 1, 1, 1, 1


class EventId(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", EventId),
    ]


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


@dataclass
class Spoken:
    """One word with the ms between which it sounds."""

    text: str
    start: int
    end: int
    speaker: str
    paragraph: int


class Voice:
    """espeak-ng through its C library, which alone tells where in the sound each word begins."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("espeak-ng")
        if name is None:
            sys.exit("libespeak-ng is not installed (Debian: apt-get install libespeak-ng1 espeak-ng-data)")
        self.lib = ctypes.CDLL(name)
        self.rate = self.lib.espeak_Initialize(RETRIEVAL, 0, None, PHONEME_EVENTS)
        self.callback = CALLBACK(self._take)
        self.lib.espeak_SetSynthCallback(self.callback)
        self.sound: array[int] = array("h")
        self.events: list[SynthEvent] = []

    def _take(self, samples: object, count: int, events: object) -> int:
        if samples and count:
            self.sound.extend(samples[:count])  # type: ignore[index]
        index = 0
        while events[index].type != END_EVENT:  # type: ignore[index]
            event = events[index]  # type: ignore[index]
            name = event.id.string.decode("utf-8", "replace") if event.type == PHONEME_EVENT else ""
            self.events.append((event.type, event.text_position, event.audio_position, name))
            index += 1
        return 0

    def say(self, text: str, voice: str, words_per_minute: int) -> tuple[array[int], list[SynthEvent]]:
        """Return the samples and the events."""
        self.sound, self.events = array("h"), []
        self.lib.espeak_SetVoiceByName(voice.encode())
        self.lib.espeak_SetParameter(RATE_PARAMETER, words_per_minute, 0)
        data = TITLES.sub(r"\1 ", text).encode()
        self.lib.espeak_Synth(data, ctypes.c_size_t(len(data) + 1), 0, 1, 0, UTF8, None, None)
        self.lib.espeak_Synchronize()
        return self.sound, self.events


def turns(text: str) -> list[tuple[str, str]]:
    """Return (speaker, paragraph) of the transcript inside the article."""
    found, speaker = [], "PRESENTER"
    for paragraph in re.split(r"\n\s*\n", text.partition(BEGINS)[2].strip()):
        found.append((speaker, paragraph))
        handover = HANDOVER.search(paragraph)
        if handover:
            speaker = handover.group(1).upper()
    return found


def token_times(text: str, events: list[SynthEvent], length: int) -> list[tuple[str, int, int]]:
    """Return (token, start, end) in ms for each blank-separated token; it ends where the next or a pause begins."""
    tokens = [(match.group(), match.start() + 1) for match in re.finditer(r"\S+", text)]
    starts: list[int] = []
    for token, place in tokens:
        starts.append(_start(events, token, place, starts[-1] if starts else 0))
    timed = []
    for index, (token, _) in enumerate(tokens):
        following = starts[index + 1] if index + 1 < len(starts) else length
        timed.append((token, starts[index], _end(events, starts[index], following)))
    return timed


def _start(events: list[SynthEvent], token: str, place: int, before: int) -> int:
    """Return where a token begins: at its word event, or at its first phoneme where espeak-ng joined two words."""
    times = [ms for kind, at, ms, _ in events if kind == WORD_EVENT and place <= at < place + len(token)]
    if times:
        return times[0]
    limit = min(ms for kind, at, ms, _ in events if kind == WORD_EVENT and at >= place + len(token))
    onset = JOINED_ONSETS[token.lower()]
    return [ms for kind, _, ms, name in events if kind == PHONEME_EVENT and before < ms < limit and name == onset][-1]


def _end(events: list[SynthEvent], start: int, following: int) -> int:
    """Return where the run of pauses begins that stands before the next word, or that word's start."""
    end = following
    for kind, _, ms, name in reversed(events):
        if kind == PHONEME_EVENT and start < ms < following:
            if not name.startswith("_"):
                break
            end = ms
    return end


def speak(voice: Voice) -> tuple[array[int], list[Spoken], list[int]]:
    """Return the whole bulletin's samples, its words, and the ms at which each paragraph begins."""
    sound, words, begins, before = _silence(LEAD_IN, voice.rate), [], [], ""
    for number, (speaker, paragraph) in enumerate(turns(SOURCE.read_text(encoding="utf-8"))):
        if before:
            sound += _silence(AFTER_PARAGRAPH if speaker == before else AFTER_SPEAKER, voice.rate)
        offset = round(len(sound) * 1000 / voice.rate)
        text = INSERTION.sub("", paragraph)
        samples, events = voice.say(text, *VOICES.get(speaker, VOICES["*"]))
        for token, start, end in token_times(text, events, round(len(samples) * 1000 / voice.rate)):
            words.append(Spoken(token, offset + start, offset + end, speaker, number))
        begins.append(offset)
        sound += samples
        before = speaker
    return sound + _silence(TAIL, voice.rate), words, begins


def _silence(ms: int, rate: int) -> array[int]:
    return array("h", bytes(2 * (ms * rate // 1000)))


def write_audio(sound: array[int], rate: int) -> int:
    """Write samples/harbour_news.ogg (Opus, mono) and return its length in ms."""
    target = SAMPLES / "harbour_news.ogg"
    pcm = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "-"]
    codec = ["-c:a", "libopus", "-b:a", "24k", "-fflags", "+bitexact", "-flags", "+bitexact", str(target)]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *pcm, *codec], input=sound.tobytes(), check=True)
    return round(len(sound) * 1000 / rate)


def write_words(words: list[Spoken], duration: int) -> None:
    """Write the true word times, one word a line."""
    lines = [json.dumps(vars(word), ensure_ascii=False) for word in words]
    head = f'{{"audio": "harbour_news.ogg", "unit": "ms", "duration": {duration}, "words": [\n'
    (SAMPLES / "harbour_news.words.json").write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def write_timed(begins: list[int]) -> None:
    """Write the transcript as timed text: the second in which each paragraph begins."""
    blocks = []
    for (speaker, paragraph), begin in zip(turns(SOURCE.read_text(encoding="utf-8")), begins, strict=True):
        minutes, seconds = divmod(begin // 1000, 60)
        blocks.append(f"[00:{minutes:02d}:{seconds:02d}] {speaker}: {paragraph}\n")
    (SAMPLES / "harbour_news.timed.txt").write_text("\n".join(blocks), encoding="utf-8")


def write_whisper(words: list[Spoken]) -> None:
    """Write the shape of openai-whisper's JSON, a sentence a segment."""
    segments, held = [], []
    for index, word in enumerate(words):
        held.append(word)
        last = index + 1 == len(words) or words[index + 1].paragraph != word.paragraph
        if last or _ends_sentence(word.text, words[index + 1].text):
            segments.append(_whisper_segment(len(segments), held))
            held = []
    document = {"text": "".join(s["text"] for s in segments), "segments": segments, "language": "en"}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (SAMPLES / "harbour_news.whisper.json").write_text(text + "\n", encoding="utf-8")


def _ends_sentence(word: str, following: str) -> bool:
    bare = word.rstrip('"')
    return bare.endswith((".", "?", "!", ":")) and bare not in ("Dr.", "St.", "U.N.") and following[0] in _STARTERS


_STARTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ"'


def _whisper_segment(number: int, words: list[Spoken]) -> dict[str, object]:
    timed = [
        {"word": f" {w.text}", "start": round(w.start / 1000, 2), "end": round(w.end / 1000, 2), "probability": 1.0}
        for w in words
    ]
    return {
        "id": number, "seek": 0, "start": timed[0]["start"], "end": timed[-1]["end"],
        "text": "".join(str(word["word"]) for word in timed), "tokens": [], "temperature": 0.0, "avg_logprob": 0.0,
        "compression_ratio": 1.0, "no_speech_prob": 0.0, "words": timed,
    }  # fmt: skip


def check() -> None:
    """Print how far the word times lie from where the sound begins after each silence, and the sound inside words."""
    document = json.loads((SAMPLES / "harbour_news.words.json").read_text(encoding="utf-8"))
    decode = ["ffmpeg", "-v", "error", "-i", str(SAMPLES / "harbour_news.ogg"), "-f", "s16le", "-ar", "16000", "-"]
    pcm = array("h", subprocess.run(decode, capture_output=True, check=True).stdout)
    level = [max(map(abs, pcm[i : i + 80])) for i in range(0, len(pcm) - 80, 80)]  # 5 ms windows
    loud = [value > 200 for value in level]
    onsets = [i * 5 for i in range(40, len(loud)) if loud[i] and not any(loud[i - 40 : i])]
    starts = [word["start"] for word in document["words"]]
    errors = sorted(min((abs(o - s), s - o) for s in starts) for o in onsets)
    silent = [w for w in document["words"] if not any(loud[w["start"] // 5 : w["end"] // 5])]
    print(f"{len(starts)} words, {len(onsets)} onsets after 200 ms of silence")
    print(f"onset to nearest word start: median {errors[len(errors) // 2][0]} ms, worst {errors[-1][0]} ms")
    print(f"words without sound: {len(silent)}; length {len(pcm) / 16:.0f} ms, declared {document['duration']} ms")


def main() -> None:
    voice = Voice()
    sound, words, begins = speak(voice)
    write_words(words, write_audio(sound, voice.rate))
    write_timed(begins)
    write_whisper(words)


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        main()
    check()
