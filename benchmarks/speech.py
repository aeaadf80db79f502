"""Speech whose times are known, made on the spot: what :mod:`benchmarks.timing_sound` measures with.

Festival tells when each of its words begins, and so does espeak-ng's library; flite's sentences begin where their
silence, taken off, ended. The voices are none that captionkit uses itself. From the same sentences come clean
narration, noise (10 dB; all along or by turns), a bed of chords (-12 dB), a room with an echo, pauses of 2 to 9 s, fast
speech without pauses, text that nobody says, speech that nobody wrote, free talk of which the script has only the
sense, and other languages.
"""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.speech_texts import FIGURES, OTHERS, PLAIN, TALK, sentence
from captionkit.media import _speak

RATE = 16_000
#: Festival's voices by language and by name; the first is the one that it has by itself.
VOICES = {"en": "kal_diphone", "ked": "ked_diphone", "it": "lp_diphone", "ru": "msu_ru_nsh_clunits"}
FESTIVAL = """({voice})
(Parameter.set 'Duration_Stretch {stretch})
(set! u (utt.synth (Utterance Text {text})))
(utt.save.wave u "{path}" 'riff)
(mapcar (lambda (k) (let ((d (item.daughters k))) (if d
  (format t "%s\\t%f\\n" (item.name k) (item.feat (car d) "word_start"))))) (utt.relation.items u 'Token))
"""


@dataclass
class Spoken:
    """One sentence as a voice said it: samples, and the starts of its words in ms (None where only the first is known).

    ``script`` is what the script has for it, where that is something else.
    """

    text: str
    samples: Any
    words: list[float | None] | None
    script: str | None = None


def festival(text: str, folder: Path, voice: str = "en", stretch: float = 1.0) -> Spoken:
    """Return a sentence that festival says, with the starts of its tokens."""
    path, script = folder / "f.wav", folder / "f.scm"
    lisp = FESTIVAL.format(
        voice=f"voice_{VOICES[voice]}", stretch=stretch, path=path, text=json.dumps(text, ensure_ascii=False)
    )
    script.write_text(lisp, "latin-1" if voice == "it" else "utf-8")
    said = subprocess.run(["festival", "-b", str(script)], capture_output=True, check=True).stdout
    starts = [
        float(line.split("\t")[1]) * 1000 for line in said.decode("utf-8", "replace").splitlines() if "\t" in line
    ]
    return Spoken(text, load(path), [*starts] if len(starts) == len(text.split()) else None)


def flite(text: str, folder: Path, voice: str = "slt") -> Spoken:
    """Return a sentence that flite says, its silence taken off."""
    path = folder / "o.wav"
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
    samples, _ = trimmed(load(path))
    return Spoken(text, samples, None)


def espeak(text: str, folder: Path, language: str, speed: int = 150) -> Spoken:
    """Return a sentence in a voice that captionkit does not use, with the starts of words that the library tells."""
    path = folder / "e.wav"
    command = [sys.executable, _speak.__file__, f"{language}+f3", str(speed)]
    made = subprocess.run(command, input=json.dumps([text]).encode(), capture_output=True, check=True).stdout
    rate, count, words = struct.unpack_from("<III", made)
    marks = dict(struct.iter_unpack("<II", made[12 : 12 + 8 * words]))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(made[12 + 8 * words : 12 + 8 * words + 2 * count])
    samples, before = trimmed(load(path))
    starts: list[float | None] = []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        starts.append(marks[at] * 1000 / rate - before * 1000 / RATE if at in marks else None)
        at += len(word)
    starts[0] = 0.0
    return Spoken(text, samples, starts)


def load(path: Path) -> Any:
    """Return a file's samples, -1 to 1, at 16 kHz."""
    made = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    return np.frombuffer(made, np.int16).astype(np.float32) / 32768


def save(samples: Any, path: Path) -> None:
    """Write samples as a wave file."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def trimmed(samples: Any) -> tuple[Any, int]:
    """Return samples without the silence around them, and how many were before."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1], int(loud[0])


@dataclass
class Recording:
    """A film's sound and what is true of it: (sentence, start of its words in ms, or of its first alone)."""

    name: str
    samples: Any
    sentences: list[tuple[str, list[float | None]]]
    script: list[str]
    length: float = 0.0
    language: str = "en"
    unspoken: list[str] = field(default_factory=list)
    unwritten: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.length = self.length or len(self.samples) / RATE


def recording(name: str, spoken: Sequence[Spoken], pause: tuple[float, float] = (0.3, 0.9), **more: Any) -> Recording:
    """Join sentences with pauses of so many seconds."""
    rng = random.Random(name)
    parts, truth, at = [np.zeros(RATE)], [], RATE
    for one in spoken:
        begin = at * 1000 / RATE
        truth.append((one.script or one.text, [None if s is None else begin + s for s in one.words or [0.0]]))
        gap = np.zeros(int(rng.uniform(*pause) * RATE))
        parts += [one.samples, gap]
        at += len(one.samples) + len(gap)
    return Recording(name, np.concatenate(parts), truth, [text for text, _ in truth], **more)


def noisy(samples: Any, seed: int = 1, below: float = 10) -> Any:
    """Add noise so many dB below the speech."""
    noise = np.random.default_rng(seed).standard_normal(len(samples))
    speech = samples[np.abs(samples) > 0.01]
    return samples + noise * np.sqrt(np.mean(speech**2)) / 10 ** (below / 20)


def noisy_by_turns(one: Recording) -> Recording:
    """Add noise (10 dB) to every other pair of sentences: reports from the street, cut between those of the studio."""
    noise = noisy(one.samples)
    starts = [int((times[0] or 0.0) * RATE / 1000) for _, times in one.sentences]
    for begin, end in zip(starts[2::4], [*starts[4::4], len(noise)], strict=False):
        one.samples[begin:end] = noise[begin:end]
    return one


def over_music(samples: Any, below: float = 12) -> Any:
    """Add slow chords of three notes with overtones."""
    time = np.arange(len(samples)) / RATE
    bed = np.zeros(len(samples))
    for number, base in enumerate((220.0, 174.6, 261.6, 196.0)):
        on = (time // 2.5).astype(int) % 4 == number
        for ratio in (1, 1.26, 1.5, 2, 3):
            bed += on * np.sin(2 * np.pi * base * ratio * time) / ratio
    speech = samples[np.abs(samples) > 0.01]
    return samples + bed / np.sqrt(np.mean(bed**2)) * np.sqrt(np.mean(speech**2)) / 10 ** (below / 20)


def in_a_room(samples: Any) -> Any:
    """Add the echo of a room whose sound dies away within 0.4 s."""
    rng = np.random.default_rng(4)
    echo = rng.standard_normal(int(0.4 * RATE)) * np.exp(-np.arange(int(0.4 * RATE)) / (0.06 * RATE)) * 0.08
    echo[0] = 1.0
    size = 1 << (len(samples) + len(echo)).bit_length()
    return np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(echo, size), size)[: len(samples)]


def without(one: Recording, unspoken: int = 0, unwritten: int = 0) -> Recording:
    """Take sentences out of a recording's sound, and others out of its script; never its first or last two."""
    rng = random.Random(one.name)
    chosen = rng.sample(range(2, len(one.script) - 2), unspoken + unwritten)
    one.unspoken = [one.script[n] for n in sorted(chosen[:unspoken])]
    starts = [times[0] or 0.0 for _, times in one.sentences]
    cuts = [(int(starts[n] * RATE / 1000), int(starts[n + 1] * RATE / 1000)) for n in sorted(chosen[:unspoken])]
    gone = set(chosen[:unspoken])

    def moved(time: float | None) -> float | None:
        return None if time is None else time - sum(min(b, max(a, time * 16)) - a for a, b in cuts) * 1000 / RATE

    one.unwritten = [(moved(starts[n]) or 0.0, moved(starts[n + 1]) or 0.0) for n in sorted(chosen[unspoken:])]
    one.script = [text for n, text in enumerate(one.script) if n not in chosen[unspoken:]]
    one.sentences = [(t, [moved(s) for s in w]) for n, (t, w) in enumerate(one.sentences) if n not in {*chosen, *gone}]
    kept = np.ones(len(one.samples), bool)
    for a, b in cuts:
        kept[a:b] = False
    one.samples = one.samples[kept]
    one.length = len(one.samples) / RATE
    return one


def disfluent(text: str, rng: random.Random) -> tuple[str, list[int]]:
    """Return a sentence as somebody might say it who thinks while talking, and where the script's words are in it.

    Fillers, words said twice, words begun and begun again, and half sentences given up at the start.
    """
    said: list[str] = []
    places: list[int] = []
    words = text.split()
    if rng.random() < 0.25:
        said += [*words[: rng.randint(1, min(3, len(words)))], rng.choice(("no,", "well,", "I mean,"))]
    for word in words:
        chance = rng.random()
        if chance < 0.10:
            said.append(rng.choice(("um,", "uh,", "er,", "you know,", "like,")))
        elif chance < 0.17:
            said.append(word)
        elif chance < 0.21 and len(word) > 5:
            said.append(word[: len(word) // 2])
        places.append(sum(len(part.split()) for part in said))
        said.append(word)
    return " ".join(said), places


def talk(name: str, folder: Path, rng: random.Random) -> Recording:
    """Return free talk: uneven in pace, with what people say and no script has; the script is the clean text."""
    spoken = []
    for text in TALK:
        said, places = disfluent(text, rng)
        one = festival(said, folder, stretch=rng.uniform(0.75, 1.35))
        words = None if one.words is None else [one.words[n] for n in places]
        spoken.append(Spoken(said, one.samples, words, script=text))
    return recording(name, spoken, (0.0, 1.2))


def made_here(folder: Path, only: str = "") -> Iterator[Recording]:
    """Yield every recording whose name has ``only`` in it."""

    @cache
    def plain(voice: str = "en") -> list[Spoken]:
        return [festival(text, folder, voice) for text in PLAIN]

    @cache
    def long(voice: str) -> list[Spoken]:
        rng = random.Random(voice)
        texts = list(dict.fromkeys(sentence(rng) for _ in range(60)))
        return [festival(t, folder, voice) if voice in VOICES else flite(t, folder, voice) for t in texts]

    def changed(name: str, change: Callable[[Any], Any]) -> Recording:
        clean = recording("festival, clean", plain())
        return Recording(name, change(clean.samples), clean.sentences, clean.script)

    def missing(name: str, voice: str, unspoken: int, unwritten: int, noise: bool = False) -> Recording:
        one = without(recording(name, long(voice)), unspoken, unwritten)
        one.samples = noisy(one.samples) if noise else one.samples
        return one

    def foreign(name: str, language: str, speak: Callable[[str], Spoken]) -> Recording:
        return recording(name, [speak(text) for text in OTHERS[language]], language=language)

    table: dict[str, Callable[[str], Recording]] = {
        "festival, clean": lambda name: recording(name, plain()),
        "festival ked, clean": lambda name: recording(name, plain("ked")),
        "festival, noise 10 dB": lambda name: changed(name, noisy),
        "festival, music -12 dB": lambda name: changed(name, over_music),
        "festival, echo": lambda name: changed(name, in_a_room),
        "festival, pauses of 2-9 s": lambda name: recording(name, plain()[::2], (2.0, 9.0)),
        "festival, fast, no pauses": lambda name: recording(
            name, [festival(text, folder, stretch=0.75) for text in PLAIN], (0.0, 0.05)
        ),
        "festival, numbers and names": lambda name: recording(name, [festival(text, folder) for text in FIGURES]),
        "festival, 10 % unspoken": lambda name: missing(name, "en", 6, 0),
        "festival, 10 % unwritten": lambda name: missing(name, "en", 0, 6),
        "flite rms, 10 % unspoken": lambda name: missing(name, "rms", 6, 0),
        "flite rms, 10 % unwritten": lambda name: missing(name, "rms", 0, 6),
        "festival ked, 10 % both, noise": lambda name: missing(name, "ked", 5, 5, noise=True),
        "flite slt": lambda name: recording(name, [flite(text, folder) for text in PLAIN[::2]]),
        "flite slt, noise by turns": lambda name: noisy_by_turns(
            recording(name, [flite(text, folder) for text in PLAIN], (0.2, 0.5))
        ),
        "festival, free talk": lambda name: talk(name, folder, random.Random(7)),
        "festival, it": lambda name: foreign(name, "it", lambda text: festival(text, folder, "it")),
        "festival, ru": lambda name: foreign(name, "ru", lambda text: festival(text, folder, "ru")),
    }

    def by_espeak(language: str) -> Callable[[str], Recording]:
        return lambda name: foreign(name, language, lambda text: espeak(text, folder, language))

    for language in OTHERS:
        table[f"espeak-ng, {language}"] = by_espeak(language)
    for name, make in table.items():
        if only in name:
            yield make(name)


def an_hour(folder: Path, seconds: int = 3600) -> tuple[Path, Path]:
    """Write narration in four voices, with pauses of 0.2 to 4 s and noise in every fifth minute, and its truth."""
    rng, seen, marks = random.Random(60), set[str](), list[dict[str, Any]]()
    film, truth = folder / "hour.wav", folder / "hour.json"
    noise = np.random.default_rng(60)
    with wave.open(str(film), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        at = 0
        while at < seconds * RATE:
            text = sentence(rng)
            if text in seen:
                continue
            seen.add(text)
            said = flite(text, folder, ("slt", "rms", "awb", "kal16")[at // (RATE * 240) % 4]).samples
            pause = np.zeros(int(rng.choice((0.2, 0.5, 0.9, 4.0)) * RATE), np.float32)
            part = np.concatenate([pause, said])
            marks += [{"text": word, "start": None} for word in text.split()]
            marks[-len(text.split())]["start"] = (at + len(pause)) * 1000 / RATE
            if at // (RATE * 60) % 5 == 4:
                part = part + 0.02 * noise.standard_normal(len(part))
            file.writeframes((np.clip(part, -1, 1) * 32767).astype("<i2").tobytes())
            at += len(part)
    truth.write_text(json.dumps(marks), "utf-8")
    return film, truth
