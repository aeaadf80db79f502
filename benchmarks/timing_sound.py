"""Times from the sound against the truth: aligned words, sentences fitted to speech, and the plain estimate.

    python benchmarks/timing_sound.py                            speech made here, and what is asked of it
    python benchmarks/timing_sound.py FILM --truth words.json    any recording: [{"text": ..., "start": ms}, ...]
    python benchmarks/timing_sound.py --hour                     an hour of varied narration, with the memory it takes
    python benchmarks/timing_sound.py --only "noise"             recordings whose name has that
    python benchmarks/timing_sound.py --page out.html            the errors as a plot too

The recordings are those of :mod:`benchmarks.speech`. In the truth of a recording the start of a word may be null; that
of a sentence's first may not. At the end stands what each line of the acceptance list came out at. CPU is that of the
process and its children: on a busy machine it comes out up to twice as high.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.speech import Recording, an_hour, made_here, save
from benchmarks.speech_texts import OTHERS, PLAIN, TALK, WRONG
from benchmarks.timing_page import made_page
from captionkit.api.sound import Engine, align_with
from captionkit.diagnostics import Diagnostic
from captionkit.errors import CaptionkitError
from captionkit.media import find_activity
from captionkit.model.transcript import Segment, Timing, Transcript
from captionkit.timing import estimate, probe_duration
from captionkit.timing.listen import listen

METHODS = ("model", "voice", "activity", "estimate")
NEVER = float("inf")


@dataclass
class Found:
    """What a method makes of a recording: errors in ms (signed), CPU as a share of its length, what it lists.

    ``sentences`` has (error, whether it is doubted) of each sentence that is said.
    """

    words: list[float] = field(default_factory=list)
    sentences: list[tuple[float, bool]] = field(default_factory=list)
    cpu: float = 0.0
    unspoken: int = 0
    false: int = 0
    unwritten: int = 0
    refused: str = ""

    @property
    def away(self) -> list[float]:
        """How far the sentences are off."""
        return [abs(off) for off, _ in self.sentences]


def seconds_used() -> float:
    """Return the CPU seconds of this process and its children."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in both)


def by_engine(engine: Engine, script: Transcript, film: Path, one: Recording) -> Found:
    """Return what an engine makes of a recording."""
    begun = seconds_used()
    try:
        aligned = align_with(script, film, language=one.language, engine=engine)
    except CaptionkitError as error:
        lost = [(NEVER, True)] * len(one.sentences)
        return Found(sentences=lost, cpu=(seconds_used() - begun) / one.length, refused=error.message)
    cpu = (seconds_used() - begun) / one.length
    made = aligned.value
    found = compared(made.transcript, one, doubted(aligned.diagnostics))
    found.cpu = cpu
    found.unspoken = len(set(made.unspoken) & set(one.unspoken))
    found.false = len(set(made.unspoken) - set(one.unspoken))
    found.unwritten = sum(any(a < d and c < b for c, d in made.unwritten) for a, b in one.unwritten)
    return found


def by_activity(script: Transcript, film: Path, one: Recording) -> Found:
    """Return what fitting to speech makes of a recording; sentences without sound get an estimate, as in captions."""
    begun = seconds_used()
    activity = find_activity(film)
    fitted = listen(script, activity.stretches, language=one.language)
    made = estimate(fitted.value, duration=activity.duration).value
    cpu = (seconds_used() - begun) / one.length
    marked = doubted(fitted.diagnostics)
    found = compared(made, one, marked)
    found.cpu = cpu
    found.unspoken = sum(any(f'"{text:.60}"' in mark for mark in marked) for text in one.unspoken)
    return found


def doubted(notes: Iterable[Diagnostic]) -> list[str]:
    """Return the messages that doubt a sentence."""
    return [note.message for note in notes if note.code == "timing.sentence-doubtful"]


def compared(made: Transcript, truth: Recording, marked: Sequence[str] = ()) -> Found:
    """Return how far words and sentences are off; a text that comes twice is compared in order."""
    said = list(truth.sentences)
    found = Found()
    for text, segment in zip(truth.script, made.segments, strict=True):
        at = next((n for n, (known, _) in enumerate(said) if known == text), None)
        if at is None:
            continue
        true = said.pop(at)[1]
        starts = [None if w.timing is Timing.NONE else w.start for w in segment.words]
        first = starts[0] if starts else None
        off = NEVER if first is None else first - (true[0] or 0.0)
        found.sentences.append((off, any(f'"{text:.60}"' in mark for mark in marked)))
        if len(true) == len(starts):
            found.words += [a - b for a, b in zip(starts, true, strict=True) if a is not None and b is not None]
    return found


def at_share(values: Iterable[float], share: float) -> float:
    """Return the value below which a share of them lies."""
    ranked = sorted(abs(value) for value in values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else NEVER


def within(values: Iterable[float], limit: float) -> float:
    """Return the share that is at most a limit."""
    known = [abs(value) <= limit for value in values]
    return sum(known) / len(known) if known else 0.0


def shown(off: Sequence[float], limit: int) -> str:
    """Return the median, 90th percentile and share within a limit."""
    return f"{at_share(off, 0.5):.0f} / {at_share(off, 0.9):.0f} / {within(off, limit):.0%}" if off else "-"


HEAD = """ms: median / 90 % / share within 60 (words), 200 (aligned sentences), 300 (the others); CPU: share of time
| sound | model: words | sentences | voice: words | sentences | fitted to speech | estimate | CPU: model | voice | fit |
|---|---|---|---|---|---|---|---|---|---|"""


def measure(one: Recording, film: Path) -> dict[str, Found]:
    """Print one recording's row, and return what each method made of it."""
    script = Transcript(tuple(Segment(text) for text in one.script), one.language)
    model, voice = (by_engine(engine, script, film, one) for engine in ("model", "voice"))
    fit = by_activity(script, film, one)
    guess = compared(estimate(script, duration=probe_duration(film)).value, one)
    cells = [
        one.name, shown(model.words, 60), shown(model.away, 200), shown(voice.words, 60), shown(voice.away, 200),
        shown(fit.away, 300), shown(guess.away, 300), f"{model.cpu:.3f}", f"{voice.cpu:.3f}", f"{fit.cpu:.3f}",
    ]  # fmt: skip
    print(f"| {' | '.join(cells)} |", flush=True)
    if one.unspoken or one.unwritten:
        for name, found in (("model", model), ("voice", voice)):
            print(f"  {name}: unspoken {found.unspoken} of {len(one.unspoken)}, false {found.false};"
                  f" unwritten {found.unwritten} of {len(one.unwritten)}")  # fmt: skip
    return {"model": model, "voice": voice, "activity": fit, "estimate": guess}


Row = tuple[Recording, dict[str, Found]]


def accepted(rows: Sequence[Row]) -> None:
    """Print what is asked and what came out."""

    def of(method: str, *names: str, missing: bool | None = None) -> list[Found]:
        return [
            found[method] for one, found in rows
            if (not names or any(name in one.name for name in names)) and "talk" not in one.name
            and (missing is None or bool(one.unspoken or one.unwritten) == missing)
        ]  # fmt: skip

    def sentences(found: Iterable[Found]) -> list[float]:
        return [off for one in found for off in one.away]

    def words(found: Iterable[Found]) -> list[float]:
        return [off for one in found for off in one.words]

    clean = of("model", "festival, clean", "ked, clean")
    line("words, clean: median <= 20, 90 % <= 60 ms", shown(words(clean), 60), at_share(words(clean), 0.5) <= 20
         and at_share(words(clean), 0.9) <= 60)  # fmt: skip
    for language in ("ru", "pl"):
        its = words(of("model", f", {language}"))
        line(f"words, {language}: 90 % <= 80 ms", shown(its, 80), at_share(its, 0.9) <= 80)
    agree = sentences(of("model", missing=False))
    line("sentences where script and sound agree: 100 % <= 200 ms", shown(agree, 200), within(agree, 200) == 1)
    differ = sentences(of("model", missing=True))
    line("sentences where some are missing: >= 97 %", shown(differ, 200), within(differ, 200) >= 0.97)
    for language in OTHERS:
        its = sentences(of("model", f", {language}"))
        line(f"sentences, {language}: median <= 45 ms", shown(its, 200), at_share(its, 0.5) <= 45)
    figures = sentences(of("model", "numbers"))
    line("numbers and names: no worse", shown(figures, 200), within(figures, 200) >= within(agree, 200))
    for method in ("model", "voice"):
        lists(method, [(one, found[method]) for one, found in rows if "talk" not in one.name])
    read = sentences(of("voice", missing=False))
    line("voice, read speech: >= 95 % <= 200 ms", shown(read, 200), within(read, 200) >= 0.95)
    parted = sentences(of("activity", missing=False))
    line("fitted to speech: median <= 100, 90 % <= 300 ms", shown(parted, 300), at_share(parted, 0.5) <= 100
         and at_share(parted, 0.9) <= 300)  # fmt: skip
    doubt = [(abs(off) > 300, mark) for _, found in rows for off, mark in found["activity"].sentences]
    wrong = [mark for far, mark in doubt if far]
    right = [mark for far, mark in doubt if not far]
    line("fitted to speech: sentences > 300 ms off are marked", f"{sum(wrong)} of {len(wrong)}; of the others"
         f" {sum(right)} of {len(right)}", sum(wrong) >= 0.95 * len(wrong))  # fmt: skip
    worse = [
        one.name for one, found in rows
        if any(at_share(found["activity"].away, s) > at_share(found["estimate"].away, s) for s in (0.5, 0.9))
    ]  # fmt: skip
    line("fitted to speech: never worse than the spread", f"{len(worse)} of {len(rows)} {worse or ''}", not worse)
    length = sum(one.length for one, _ in rows)
    for method, limit in (("model", 0.13), ("voice", 0.03), ("activity", 0.02)):
        cpu = sum(found[method].cpu * one.length for one, found in rows) / length
        most = max((found[method].cpu, one.name) for one, found in rows)
        line(f"CPU, {method}: <= {limit}", f"{cpu:.3f} of {length:.0f} s; most {most[0]:.3f} ({most[1]})", cpu <= limit)


def lists(method: str, rows: Sequence[tuple[Recording, Found]]) -> None:
    """Print what was listed of unspoken sentences and unwritten speech."""
    unspoken, unwritten = (sum(len(getattr(one, kind)) for one, _ in rows) for kind in ("unspoken", "unwritten"))
    said = sum(len(one.sentences) for one, _ in rows)
    found, false, heard = (sum(getattr(f, kind) for _, f in rows) for kind in ("unspoken", "false", "unwritten"))
    line(f"{method}: unspoken >= 95 %", f"{found} of {unspoken}", found >= 0.95 * unspoken)
    line(f"{method}: false <= 3 %", f"{false} of {said}", false <= 0.03 * said)
    line(f"{method}: unwritten >= 85 %", f"{heard} of {unwritten}", heard >= 0.85 * unwritten)


def line(asked: str, came: str, holds: bool) -> None:
    """Print a line of the acceptance list, unless no recording says anything about it."""
    if came == "-" or came.startswith(("0 of 0", "of 0 ")):
        return
    print(f"{'yes' if holds else 'NO ':4} {asked}: {came}", flush=True)


def refusals(rows: Sequence[Row], folder: Path) -> None:
    """Print how many wrong scripts are refused or doubted, and that the right ones are not."""
    films = {one.name: (n, one) for n, (one, _) in enumerate(rows)}
    offered: list[tuple[str, str, list[str], str]] = []
    if "festival, clean" in films:
        offered += [("another script", "festival, clean", [text] * 6, "en") for text in WRONG]
        offered += [("another narration", "festival, clean", TALK, "en")]
        offered += [("words backwards", "festival, clean", [backwards(text) for text in PLAIN], "en")]
        offered += [("sentences backwards", "festival, clean", PLAIN[::-1], "en")]
    for language, others in {
        "es": "pt",
        "pt": "es",
        "it": "es",
        "fr": "it",
        "ru": "pl",
        "pl": "ru",
        "de": "en",
    }.items():
        film = f"espeak-ng, {language}"
        if film in films:
            offered += [("words backwards", film, [backwards(text) for text in OTHERS[language]], language)]
            offered += [("a translation", film, OTHERS[others], others)] if others in OTHERS else []
    for engine in ("model", "voice"):
        refused, marked, silent = dict[str, int](), dict[str, int](), list[str]()
        for kind, film, script, language in offered:
            text = Transcript(tuple(Segment(part) for part in script), language)
            try:
                made = align_with(text, folder / f"{films[film][0]}.wav", language=language, engine=engine)
            except CaptionkitError:
                refused[kind] = refused.get(kind, 0) + 1
                continue
            if "timing.script-doubtful" in {note.code for note in made.diagnostics}:
                marked[kind] = marked.get(kind, 0) + 1
            else:
                silent.append(f"{kind} ({film})")
        given, wrong = sum(kind == "another script" for kind, *_ in offered), refused.get("another script", 0)
        line(f"{engine}: five wrong scripts refused", f"{wrong} of {given}", wrong == given)
        line(f"{engine}: nothing wrong placed silently", f"of {len(offered)} refused {refused}, doubted {marked},"
             f" silent {silent}", not silent)  # fmt: skip
        right = [one.name for one, found in rows if found[engine].refused]
        line(f"{engine}: right scripts not refused", f"{len(right)} of {len(rows)} refused {right or ''}", not right)


def backwards(text: str) -> str:
    """Return a sentence with its words in the opposite order."""
    return " ".join(text.rstrip(".").split()[::-1]) + "."


def known(film: Path, truth: Path, language: str) -> Recording:
    """Return a recording whose words' starts are in a file; those of words within sentences may be null."""
    marks = json.loads(truth.read_text("utf-8"))
    marks = marks["words"] if isinstance(marks, dict) else marks
    text: list[str] = []
    starts: list[float | None] = []
    sentences: list[tuple[str, list[float | None]]] = []
    for number, mark in enumerate(marks):
        text.append(mark["text"])
        starts.append(None if mark["start"] is None else float(mark["start"]))
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
    parser.add_argument("--only", default="")
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
    rows: list[Row] = []
    if given.film:
        one = known(given.film, given.truth, given.language)
        rows.append((one, measure(one, given.film)))
        accepted(rows)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        line("memory: <= 500 MB", f"{most} MB for {one.length:.0f} s", most <= 500)
    else:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number, one in enumerate(made_here(folder, given.only)):
                film = folder / f"{number}.wav"
                save(one.samples, film)
                one.samples = ()
                rows.append((one, measure(one, film)))
            accepted(rows)
            refusals(rows, folder)
    if given.page:
        page = [(one.name, {method: found[method].away for method in METHODS}) for one, found in rows]
        given.page.write_text(made_page(page), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
