"""Times from the sound against the truth: aligned words, sentences fitted to speech, and the plain estimate.

    python benchmarks/timing_sound.py                            speech made here, about five minutes
    python benchmarks/timing_sound.py FILM --truth words.json    any recording: [{"text": ..., "start": ms}, ...]
    python benchmarks/timing_sound.py --hour                     an hour of varied narration, with the memory it takes
    python benchmarks/timing_sound.py --page out.html            the errors as a plot too

The truth is festival's, which tells when each of its words begins; flite's and espeak-ng's sentences, whose beginnings
are known because each is made alone and its silence taken off. The sounds are clean, in noise (10 dB), over a bed of
chords (-12 dB), in a room with an echo, with pauses of 2 to 9 s, fast and without pauses, with a tenth of the text
unsaid or a tenth of the speech unwritten; and five scripts are offered that are not what is said.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import resource
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from captionkit.api.sound import Engine, align_with
from captionkit.errors import CaptionkitError
from captionkit.media import find_activity
from captionkit.model.transcript import Segment, Timing, Transcript
from captionkit.timing import estimate, probe_duration
from captionkit.timing.align import Aligned
from captionkit.timing.listen import listen

RATE = 16_000
#: A recording's name, and by method how far its sentences are off in ms.
Measured = tuple[str, dict[str, list[float]]]
PLAIN = """The ferry leaves the harbour at seven in the morning.
Nobody on the quay saw the lights of the trawler that night.
It was cold, and the wind came from the north.
The council votes on the new bridge next week.
Two boats were lost in the storm on Friday.
We asked the minister why nothing had been done.
There was no answer.
The fishermen went home before the evening, and most of them stayed there.
Prices have doubled since the spring, but wages have not.
A lighthouse keeper heard the horn and called the coast guard.
They came within the hour with a helicopter and two boats.
The search went on until morning.
Nothing was found except a broken oar.
On Monday the families will meet again in the village hall.
Many of them have lived here all their lives.
The school has asked its pupils to stay away from the cliffs.
Rain is expected along the coast, with snow on higher ground.
The hospital says that three people are still in its care.
One of them, a young woman, was able to speak to us.
She remembers the wave and then the silence.
Her brother was steering the boat when it struck the rocks.
An inquiry will begin as soon as the weather allows it.
Until then the harbour stays closed to larger ships.
The owner of the trawler did not want to talk.
His lawyer said that the vessel had passed every inspection.
Others in the town are less certain of that.
Old charts show a wreck where the boat went down.
Divers will go there when the sea is calm.
Meanwhile the market opened as usual this morning.
Bread, fish and flowers were sold as on any other day.
Visitors asked for the way to the memorial.
It stands on the hill above the church.
From there you can see the whole bay.
Thank you for listening.""".splitlines()
FIGURES = """The bridge will cost £25,000 and open in 2027.
In 1998 the harbour took 2,300 ships.
Dr. Miller paid $7.50 for the ticket.
About 75% of the 412 houses were built before 1945.
The N.H.S. sent 12 nurses and 3 doctors.
The train at 6:30 p.m. was 45 minutes late.
They flew from São Paulo to Zürich on the 3rd of May.
Mr. Nowak lives at 221 Mill Road.""".splitlines()
OTHERS = {
    "es": "El barco salió del puerto a las siete de la mañana.|Nadie vio las luces aquella noche.|Hacía mucho frío."
    "|El ministro no quiso responder a nuestras preguntas.|Mañana lloverá en toda la costa.|Gracias por escucharnos.",
    "de": "Das Schiff verließ den Hafen um sieben Uhr.|Niemand sah in dieser Nacht die Lichter.|Es war sehr kalt."
    "|Der Minister wollte unsere Fragen nicht beantworten.|Morgen regnet es an der Küste.|Vielen Dank fürs Zuhören.",
    "fr": "Le bateau a quitté le port à sept heures du matin.|Personne n'a vu les lumières.|Il faisait froid."
    "|Le ministre n'a pas voulu répondre à nos questions.|Demain il pleuvra sur la côte.|Merci de votre attention.",
    "it": "La nave ha lasciato il porto alle sette del mattino.|Nessuno ha visto le luci quella notte.|Faceva freddo."
    "|Il ministro non ha voluto rispondere alle domande.|Domani pioverà su tutta la costa.|Grazie per l'ascolto.",
    "pt": "O barco saiu do porto às sete da manhã.|Ninguém viu as luzes naquela noite.|Fazia muito frio."
    "|O ministro não quis responder às nossas perguntas.|Amanhã vai chover em toda a costa.|Obrigado pela atenção.",
    "ru": "Корабль вышел из порта в семь часов утра.|Никто не видел огней этой ночью.|Было очень холодно."
    "|Министр не захотел отвечать на наши вопросы.|Завтра на побережье пойдёт дождь.|Спасибо за внимание.",
    "pl": "Statek opuścił port o siódmej rano.|Nikt nie widział świateł tej nocy.|Było bardzo zimno."
    "|Minister nie chciał odpowiedzieć na nasze pytania.|Jutro na wybrzeżu będzie padać.|Dziękujemy za uwagę.",
}
WRONG = """Every autumn the museum lends its paintings to the schools of the valley, and the pupils choose the best.
A recipe for bread needs flour, water, salt and a great deal of patience on a rainy afternoon.
The committee examined eleven proposals for the garden and rejected nearly all of them without a word.
My uncle collected stamps from islands that no longer exist, and kept them under the kitchen floor.
Good software is tested by people who did not write it, early, often, and without much mercy.""".splitlines()
FESTIVAL = """(Parameter.set 'Duration_Stretch {stretch})
(set! u (utt.synth (Utterance Text {text})))
(utt.save.wave u "{path}" 'riff)
(mapcar (lambda (k) (let ((d (item.daughters k))) (if d
  (format t "%s\\t%f\\n" (item.name k) (item.feat (car d) "word_start"))))) (utt.relation.items u 'Token))
"""


@dataclass
class Spoken:
    """One sentence as a voice said it: samples and the starts of its words in ms (None: only the first is known)."""

    text: str
    samples: Any
    words: list[float] | None


def festival(text: str, folder: Path, stretch: float = 1.0) -> Spoken:
    """Return a sentence that festival says, with the starts of its tokens."""
    path, script = folder / "f.wav", folder / "f.scm"
    script.write_text(FESTIVAL.format(stretch=stretch, text=json.dumps(text, ensure_ascii=False), path=path), "utf-8")
    said = subprocess.run(["festival", "-b", str(script)], capture_output=True, check=True).stdout.decode(
        "utf-8", "replace"
    )
    starts = [float(line.split("\t")[1]) * 1000 for line in said.splitlines() if "\t" in line]
    samples = load(path)
    return Spoken(text, samples, starts if len(starts) == len(text.split()) else None)


def other(command: list[str], text: str, folder: Path) -> Spoken:
    """Return a sentence that a command says into the file that it is given, its silence taken off."""
    path = folder / "o.wav"
    subprocess.run([part.format(path=path, text=text) for part in command], check=True)
    return Spoken(text, trimmed(load(path)), None)


def load(path: Path) -> Any:
    """Return a file's samples, -1 to 1, at 16 kHz."""
    made = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    return np.frombuffer(made, np.int16).astype(np.float32) / 32768


def trimmed(samples: Any) -> Any:
    """Return samples without the silence around them."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1]


@dataclass
class Recording:
    """A film's sound and what is true of it: (sentence, start of its words in ms or of its first alone)."""

    name: str
    samples: Any
    sentences: list[tuple[str, list[float]]]
    script: list[str]
    length: float = 0.0
    language: str = "en"
    unspoken: list[str] = field(default_factory=list)
    unwritten: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.length = self.length or len(self.samples) / RATE


def recording(
    name: str, spoken: Sequence[Spoken], rng: random.Random, pause: tuple[float, float], **more: Any
) -> Recording:
    """Join sentences with pauses of so many seconds."""
    parts, truth, at = [np.zeros(RATE)], [], RATE
    for one in spoken:
        truth.append((one.text, [at * 1000 / RATE + start for start in one.words or [0.0]]))
        gap = np.zeros(int(rng.uniform(*pause) * RATE))
        parts += [one.samples, gap]
        at += len(one.samples) + len(gap)
    return Recording(name, np.concatenate(parts), truth, [one.text for one in spoken], **more)


def noisy(samples: Any, seed: int, below: float = 10) -> Any:
    """Add noise so many dB below the speech."""
    noise = np.random.default_rng(seed).standard_normal(len(samples))
    speech = samples[np.abs(samples) > 0.01]
    return samples + noise * np.sqrt(np.mean(speech**2)) / 10 ** (below / 20)


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


def made_here(folder: Path) -> Iterator[Recording]:
    """Yield every recording."""
    rng = random.Random(16)
    base = [festival(text, folder) for text in PLAIN]
    clean = recording("festival, clean", base, rng, (0.3, 0.9))
    yield clean
    for name, samples in (
        ("festival, noise 10 dB", noisy(clean.samples, 1)), ("festival, music -12 dB", over_music(clean.samples)),
        ("festival, echo", in_a_room(clean.samples)),
    ):  # fmt: skip
        yield Recording(name, samples, clean.sentences, clean.script)
    yield recording("festival, pauses of 2-9 s", base[::2], rng, (2.0, 9.0))
    yield recording("festival, fast, no pauses", [festival(t, folder, 0.75) for t in PLAIN], rng, (0.0, 0.05))
    yield recording("festival, numbers and names", [festival(t, folder) for t in FIGURES * 2], rng, (0.3, 0.9))
    silent = rng.sample(range(len(base)), 4)
    unspoken = recording("festival, 10 % unspoken", [s for n, s in enumerate(base) if n not in silent], rng, (0.3, 0.9))
    unspoken.script, unspoken.unspoken = list(PLAIN), [PLAIN[n] for n in silent]
    yield unspoken
    unwritten = recording("festival, 10 % unwritten", base, rng, (0.3, 0.9))
    gone = sorted(rng.sample(range(2, len(base) - 1), 4))
    unwritten.script = [s for n, s in enumerate(PLAIN) if n not in gone]
    unwritten.unwritten = [(unwritten.sentences[n][1][0], unwritten.sentences[n + 1][1][0]) for n in gone]
    unwritten.sentences = [s for n, s in enumerate(unwritten.sentences) if n not in gone]
    yield unwritten
    flite = [other(["flite", "-voice", "slt", "-t", "{text}", "-o", "{path}"], text, folder) for text in PLAIN[::2]]
    yield recording("flite slt", flite, rng, (0.3, 0.9))
    for language, text in OTHERS.items():
        said = [
            other(["espeak-ng", "-v", f"{language}+f3", "-s", "150", "-w", "{path}", "{text}"], sentence, folder)
            for sentence in text.split("|")
        ]
        yield recording(f"espeak-ng, {language}", said * 2, rng, (0.3, 0.9), language=language)


def save(samples: Any, path: Path) -> None:
    """Write samples as a wave file."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def seconds_used() -> float:
    """Return the CPU seconds of this process and its children."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in both)


def starts_of(transcript: Transcript) -> list[list[int | None]]:
    """Return the starts of the words of each segment, None where they were only computed."""
    return [[None if w.timing is Timing.NONE else w.start for w in s.words] for s in transcript.segments]


def errors(found: list[list[int | None]], truth: Recording) -> tuple[list[float], list[float]]:
    """Return how far words and sentences are off, in ms; a text that comes twice is compared in order."""
    said = list(truth.sentences)
    words, sentences = [], []
    for text, starts in zip(truth.script, found, strict=True):
        at = next((n for n, (known, _) in enumerate(said) if known == text), None)
        if at is None:
            continue
        true = said.pop(at)[1]
        if starts and starts[0] is not None:
            sentences.append(starts[0] - true[0])
        else:
            sentences.append(float("inf"))
        if len(true) == len(starts):
            words += [a - b for a, b in zip(starts, true, strict=True) if a is not None]
    return words, sentences


def shown(off: list[float], within: int) -> str:
    """Return the median, 90th percentile and share within a limit."""
    away = sorted(abs(value) for value in off)
    if not away:
        return "-"
    share = sum(value <= within for value in away) / len(away)
    return f"{away[len(away) // 2]:.0f} / {away[int(len(away) * 0.9)]:.0f} / {share:.0%}"


def listed(made: Aligned, one: Recording) -> str:
    """Return what was found of unspoken sentences and unwritten speech."""
    if not one.unspoken and not one.unwritten:
        return ""
    hit, false = (len(set(made.unspoken) & set(one.unspoken)), len(set(made.unspoken) - set(one.unspoken)))
    heard = sum(any(a < d and c < b for c, d in made.unwritten) for a, b in one.unwritten)
    return f"; unspoken {hit} of {len(one.unspoken)}, false {false}; unwritten {heard} of {len(one.unwritten)}"


def by_engine(engine: Engine, script: Transcript, film: Path, one: Recording) -> tuple[list[float], list[float], str]:
    """Return the errors of words and sentences, and what is to be said of them."""
    begun = seconds_used()
    try:
        made = align_with(script, film, language=one.language, engine=engine).value
        words, sentences = errors(starts_of(made.transcript), one)
        notes = listed(made, one)
    except CaptionkitError as error:
        words, sentences, notes = [], [float("inf")], f"; {error.message:.60}"
    return words, sentences, f"{(seconds_used() - begun) / one.length:.3f}{notes}"


def measure(one: Recording, film: Path, page: list[Measured]) -> list[float]:
    """Print one recording's row, and return the signed errors of its aligned words."""
    script = Transcript(tuple(Segment(text) for text in one.script), one.language)
    words, sentences, cost = by_engine("model", script, film, one)
    voice_words, voice_sentences, voice_cost = by_engine("voice", script, film, one)
    begun = seconds_used()
    fitted = listen(script, find_activity(film).stretches, language=one.language).value
    spent = (seconds_used() - begun) / one.length
    guess = estimate(script, duration=probe_duration(film)).value
    heard_off = errors(starts_of(fitted), one)[1] if fitted.segments[0].words else [float("inf")]
    guessed = errors(starts_of(guess), one)[1]
    print(
        f"| {one.name} | {shown(words, 60)} | {shown(sentences, 200)} | {shown(voice_words, 60)}"
        f" | {shown(voice_sentences, 200)} | {shown(heard_off, 300)} | {shown(guessed, 300)}"
        f" | {cost} | {voice_cost} | {spent:.3f} |",
        flush=True,
    )
    page.append((one.name, {"model": sentences, "voice": voice_sentences, "activity": heard_off, "estimate": guessed}))
    return words


HEAD = """ms: median / 90 % / share within 60 (words), 200 (aligned sentences), 300 (the others); CPU: share of time
| sound | model: words | sentences | voice: words | sentences | fitted to speech | estimate | CPU: model | voice | fit |
|---|---|---|---|---|---|---|---|---|---|"""


def made_page(rows: Sequence[Measured]) -> str:
    """Return a page with a dot for each sentence: how far it is off, by method, on a scale of powers of ten."""
    colours = {"model": "#1769aa", "voice": "#2e7d32", "activity": "#b26a00", "estimate": "#a03030"}

    def across(off: float) -> float:
        return 180 + 700 * min(1.0, max(0.0, (np.log10(max(1.0, min(abs(off), 1e5))) - 0) / 5))

    parts = []
    for number, (name, methods) in enumerate(rows):
        top = 50 + 64 * number
        parts.append(f'<text x="8" y="{top + 28}">{html.escape(name)}</text>')
        for line, (method, offs) in enumerate(methods.items()):
            y = top + 12 * line + 6
            parts += [
                f'<circle cx="{across(off):.1f}" cy="{y}" r="3" fill="{colours[method]}" fill-opacity="0.45"/>'
                for off in offs
            ]
    height = 60 + 64 * len(rows)
    for power, label in enumerate(("1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s")):
        x = 180 + 140 * power
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="40" y2="{height}" stroke="#ccc"/><text x="{x - 12}" y="34">{label}</text>'
        )
    key = " ".join(f'<span style="color:{colour}">&#9679; {name}</span>' for name, colour in colours.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>How far sentences are off</title>'
        "<style>body{font:14px sans-serif;margin:2em}text{font:12px sans-serif}</style>"
        f"<h1>How far the starts of sentences are off</h1><p>{key}; a sentence that was not found stands at 100 s.</p>"
        f'<svg viewBox="0 0 900 {height}" width="900" role="img" aria-label="errors by recording and method">'
        f"{''.join(parts)}</svg></html>\n"
    )


def refusals(folder: Path, right: Recording) -> None:
    """Print how many wrong and right scripts are refused."""
    film = folder / "right.wav"
    save(right.samples, film)
    for engine in ("model", "voice"):
        wrong = 0
        for text in WRONG:
            try:
                align_with(Transcript((Segment(f"{text} " * 6),), "en"), film, language="en", engine=engine)
            except CaptionkitError:
                wrong += 1
        print(f"wrong scripts refused ({engine}): {wrong} of {len(WRONG)}")


NOUNS = " ".join(
    (
        "ferry trawler school market hospital council bridge harbour museum library station farmer pilot teacher baker",
        "sailor doctor judge widow minister painter river forest village",
    )
).split()
DEEDS = " ".join(
    (
        "closed opened moved waited changed vanished returned suffered recovered complained celebrated protested",
        "agreed hesitated",
    )
).split()
WHEN = """on Monday|before the winter|after the storm|last year|in the evening|without warning|for the third time
in silence|near the border|behind the church|under the old bridge|at the end of June""".replace("\n", "|").split("|")
LINKS = ["because", "although", "while", "long after", "just before", "and in the end"]


def an_hour(folder: Path, seconds: int = 3600) -> tuple[Path, Path]:
    """Write narration in five voices, with pauses of 0.2 to 4 s and noise in every fifth minute, and its truth."""
    rng, seen, marks = random.Random(60), set[str](), []
    film, truth = folder / "hour.wav", folder / "hour.json"
    noise = np.random.default_rng(60)
    with wave.open(str(film), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        at = 0
        while at < seconds * RATE:
            a, b = rng.sample(NOUNS, 2)
            text = f"The {a} {rng.choice(DEEDS)} {rng.choice(WHEN)}"
            if rng.random() < 0.7:
                text += f", {rng.choice(LINKS)} the {b} {rng.choice(DEEDS)} {rng.choice(WHEN)}"
            if text in seen:
                continue
            seen.add(text)
            voice = ("slt", "rms", "awb", "kal16")[at // (RATE * 240) % 4]
            said = other(["flite", "-voice", voice, "-t", "{text}", "-o", "{path}"], f"{text}.", folder).samples
            pause = np.zeros(int(rng.choice((0.2, 0.5, 0.9, 4.0)) * RATE), np.float32)
            part = np.concatenate([pause, said])
            marks += [{"text": w, "start": None} for w in f"{text}.".split()]
            marks[-len(text.split())]["start"] = (at + len(pause)) * 1000 / RATE
            if at // (RATE * 60) % 5 == 4:
                part = part + 0.02 * noise.standard_normal(len(part))
            file.writeframes((np.clip(part, -1, 1) * 32767).astype("<i2").tobytes())
            at += len(part)
    truth.write_text(json.dumps(marks), "utf-8")
    return film, truth


def known(film: Path, truth: Path, language: str) -> Recording:
    """Return a recording whose words' starts are in a file; those of words within sentences may be null."""
    marks = json.loads(truth.read_text("utf-8"))
    marks = marks["words"] if isinstance(marks, dict) else marks
    text, starts, sentences = [], [], []
    for number, mark in enumerate(marks):
        text.append(mark["text"])
        starts += [float(mark["start"])] if mark["start"] is not None else []
        if mark["text"].rstrip("\"'”’)")[-1:] in ".?!" or number == len(marks) - 1:
            sentences.append((" ".join(text), starts))
            text, starts = [], []
    length = (probe_duration(film) or 1000) / 1000
    return Recording(film.name, (), sentences, [t for t, _ in sentences], language=language, length=length)


def main(arguments: list[str]) -> None:
    """Measure what is made here, or one recording with its truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", nargs="?", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--hour", action="store_true")
    parser.add_argument("--page", type=Path)
    given = parser.parse_args(arguments)
    if given.hour:
        with tempfile.TemporaryDirectory() as name:
            film, truth = an_hour(Path(name))
            # a process of its own, whose memory is what the alignment takes
            command = [sys.executable, __file__, str(film), "--truth", str(truth)]
            subprocess.run([*command, *(["--page", str(given.page)] if given.page else [])], check=True)
        return
    print(HEAD)
    page: list[Measured] = []
    if given.film:
        measure(known(given.film, given.truth, given.language), given.film, page)
        print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    else:
        bias: list[float] = []
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number, one in enumerate(made_here(folder)):
                film = folder / f"{number}.wav"
                save(one.samples, film)
                off = measure(one, film, page)
                if one.name == "festival, clean":
                    bias, right = off, one
            print(f"bias of words in the clean sound: {sorted(bias)[len(bias) // 2]:+.0f} ms (median)")
            refusals(folder, right)
    if given.page:
        given.page.write_text(made_page(page), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
