"""Recognisers: what turns a film's sound into words. captionkit has none of its own; these are ways to run one.

A recogniser is a function of a file's name and a language (BCP 47, ``""`` for unknown) that returns a transcript, or
the text of one in any format that captionkit reads. A package offers one as an entry point ``captionkit.recognisers``:
a function of file, language and model (what a user writes behind the name and a colon, ``""`` for nothing).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from captionkit.errors import EngineError, MissingExtraError, UnknownNameError, UsageError
from captionkit.media.activity import find_activity
from captionkit.media.sound import RATE, blocks
from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.registry import Entry, Registry, need

__all__ = ["RECOGNISERS", "Recogniser", "find_recogniser"]

Recogniser = Callable[[str, str], Transcript | str | bytes]

#: Name -> function of (path, language, model). The model is what follows the name and a colon.
RECOGNISERS: Registry[Callable[[str, str, str], Transcript | str | bytes]] = Registry(
    "recogniser",
    "captionkit.recognisers",
    {
        "faster-whisper": Entry("captionkit.media.recognise:faster_whisper", "Whisper models: faster-whisper:MODEL"),
        "vosk": Entry("captionkit.media.recognise:vosk", "Vosk models of yours: vosk:FOLDER"),
        "whisper.cpp": Entry(
            "captionkit.media.recognise:whisper_cpp", "the command whisper-cli: whisper.cpp:MODEL.bin"
        ),
        "pocketsphinx": Entry("captionkit.media.recognise:pocketsphinx", "US English, small, its model comes with it"),
    },
)
_FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*\Z")
#: The packages of those that run in Python.
_PACKAGES = {"faster-whisper": "faster_whisper", "vosk": "vosk", "pocketsphinx": "pocketsphinx"}
#: Stretches of speech that are nearer than this (ms) are recognised together, up to so many ms.
JOIN, LONGEST = 500, 30_000


def find_recogniser(spec: str) -> Recogniser:
    """Return the recogniser that ``spec`` names: ``NAME`` or ``NAME:MODEL``, ``module:function``, ``cmd:PROGRAM ...``.

    In a command ``{media}`` and ``{language}`` are filled in; without ``{media}`` the file's name comes last. What it
    writes to its standard output is the transcript. ``auto`` takes the first of those that are installed.

    Raises UnknownNameError for a name in no table, UsageError for ``auto`` where none is there and for a function that
    cannot be imported.
    """
    name, _, rest = spec.partition(":")
    if name == "cmd":
        return partial(_command, line=rest)
    if spec == "auto":
        return partial(_with_model, name=_installed(), model="")
    if name not in RECOGNISERS.names() and _FUNCTION.match(spec):
        return _imported(name, rest)
    RECOGNISERS.get(name)
    return partial(_with_model, name=name, model=rest)


def _with_model(path: str, language: str, *, name: str, model: str) -> Transcript | str | bytes:
    return RECOGNISERS.get(name)(path, language, model)


def _installed() -> str:
    from importlib.util import find_spec

    for name, package in _PACKAGES.items():
        if name != "vosk" and find_spec(package):  # vosk needs a model that only the user has
            return name
    raise UsageError(
        "no recogniser is installed",
        hint="pip install faster-whisper (or pocketsphinx, US English only), or --recogniser 'cmd:PROGRAM {media}'",
    )


def _imported(module: str, function: str) -> Recogniser:
    try:
        found: Any = getattr(import_module(module), function)
    except ModuleNotFoundError:
        raise UnknownNameError(
            f"there is no recogniser and no module called {module!r}",
            hint=f"known: {', '.join(RECOGNISERS.names())}; a module must stand in the Python path",
        ) from None
    except AttributeError:
        raise UsageError(f"the module {module} has no {function}") from None
    if not callable(found):
        raise UsageError(f"{module}:{function} is not a function", hint="it takes the file's name and the language")
    return found  # type: ignore[no-any-return]


def _command(path: str, language: str, *, line: str) -> bytes:
    """Return what a program says about a file; no shell is involved."""
    import shlex

    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UsageError(f"cmd:{line}: {error}") from None
    if not words:
        raise UsageError("cmd: names no program", hint="--recogniser 'cmd:PROGRAM {media}'")
    if not any("{media}" in word for word in words):
        words.append("{media}")
    return _run([word.replace("{media}", path).replace("{language}", language) for word in words])


def _run(command: list[str]) -> bytes:
    import subprocess

    try:
        answer = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        raise EngineError(
            f"the recogniser {command[0]} is not installed", hint="install it, or give its whole path"
        ) from None
    except OSError as error:
        raise EngineError(f"{command[0]} could not be run: {error.strerror}") from None
    if answer.returncode != 0:
        tail = answer.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
        raise EngineError(f"{command[0]} ended with exit code {answer.returncode}{': ' * bool(tail)}{tail}")
    return answer.stdout


def whisper_cpp(path: str, language: str, model: str) -> bytes:
    """Return the JSON that whisper.cpp's ``whisper-cli`` writes with the model in the file ``model``."""
    if not model:
        raise UsageError("whisper.cpp needs a model", hint="--recogniser whisper.cpp:ggml-base.bin")
    import wave

    with tempfile.TemporaryDirectory() as folder:
        sound, made = Path(folder, "sound.wav"), Path(folder, "words")
        with wave.open(str(sound), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            for block in blocks(path, RATE * 60):
                file.writeframes(block.tobytes())
        _run([
            "whisper-cli", "-m", model, "-f", str(sound), "-l", language.partition("-")[0] or "auto", "-ojf", "-of",
            str(made), "-np",
        ])  # fmt: skip
        try:
            return made.with_suffix(".json").read_bytes()
        except OSError:
            raise EngineError(f"whisper-cli wrote no words about {path}") from None


def faster_whisper(path: str, language: str, model: str) -> Transcript:
    """Return what a Whisper model hears; ``model`` is its name or folder (``small``)."""
    package: Any = _need("faster_whisper", "faster-whisper")
    engine = package.WhisperModel(model or "small")
    segments, info = engine.transcribe(path, language=language.partition("-")[0] or None, word_timestamps=True)
    made = [
        _segment([(w.word.strip(), w.start, w.end, w.probability) for w in s.words or ()], s.text.strip())
        for s in segments
    ]
    return Transcript(tuple(made), language or getattr(info, "language", ""), "faster-whisper")


def vosk(path: str, language: str, model: str) -> Transcript:
    """Return what a Vosk model hears; ``model`` is its folder."""
    if not Path(model).is_dir() or not model:
        raise UsageError(f"vosk needs a model's folder, and {model!r} is none", hint="--recogniser vosk:FOLDER")
    import json

    package: Any = _need("vosk", "vosk")
    engine = package.KaldiRecognizer(package.Model(model), RATE)
    engine.SetWords(True)
    heard: list[str] = []
    for block in blocks(path, RATE // 4):
        if engine.AcceptWaveform(block.tobytes()):
            heard.append(engine.Result())
    heard.append(engine.FinalResult())
    rows = [json.loads(text).get("result", []) for text in heard]
    made = [_segment([(w["word"], w["start"], w["end"], w.get("conf")) for w in row]) for row in rows if row]
    return Transcript(tuple(made), language, "vosk")


def pocketsphinx(path: str, language: str, model: str) -> Transcript:
    """Return what the US English model that comes with pocketsphinx hears; ``model`` is the folder of another."""
    if not model and language and language.partition("-")[0].lower() != "en":
        raise UsageError(
            f"pocketsphinx knows English only, not {language!r}", hint="--recogniser faster-whisper, or vosk:FOLDER"
        )
    package: Any = _need("pocketsphinx", "pocketsphinx")
    options = {"hmm": str(Path(model, "acoustic-model"))} if model else {}
    engine = package.Decoder(samprate=float(RATE), loglevel="FATAL", **options)
    made: list[Segment] = []
    for start, samples in _spoken(path):
        engine.start_utt()
        engine.process_raw(samples, full_utt=True)
        engine.end_utt()
        words = [
            (re.sub(r"\(\d+\)$", "", s.word), start + s.start_frame / 100, start + (s.end_frame + 1) / 100, None)
            for s in engine.seg()
            if s.word[:1] not in "<["
        ]
        if words:
            made.append(_segment(words))
    return Transcript(tuple(made), language or "en", "pocketsphinx")


def _spoken(path: str) -> Iterator[tuple[float, bytes]]:
    """Yield the speech of a file: when each piece begins (s) and its samples."""
    pieces: list[tuple[int, int]] = []
    for start, end in find_activity(path).stretches:
        begin = max(0, start - 100)
        if pieces and begin - pieces[-1][1] < JOIN and end - pieces[-1][0] < LONGEST:
            pieces[-1] = (pieces[-1][0], end + 100)
        else:
            pieces.append((max(begin, pieces[-1][1] if pieces else 0), end + 100))
    at, held, step = 0, bytearray(), RATE // 10
    for block in blocks(path, step):
        held += block.tobytes()
        at += len(block)
        while pieces and at * 1000 >= pieces[0][1] * RATE:
            yield _cut(held, at, *pieces.pop(0))
        keep = pieces[0][0] * RATE // 1000 if pieces else at
        del held[: max(0, 2 * (keep - (at - len(held) // 2)))]
    for start, end in pieces:
        yield _cut(held, at, start, end)


def _cut(held: bytearray, at: int, start: int, end: int) -> tuple[float, bytes]:
    first = at - len(held) // 2
    return start / 1000, bytes(held[2 * (start * RATE // 1000 - first) : 2 * (end * RATE // 1000 - first)])


def _segment(words: Sequence[tuple[str, float, float, float | None]], text: str = "") -> Segment:
    timed = tuple(Word(w, round(a * 1000), round(b * 1000), sure, Timing.GIVEN) for w, a, b, sure in words if w)
    return Segment(
        text or " ".join(word.text for word in timed),
        start=timed[0].start if timed else None,
        end=timed[-1].end if timed else None,
        words=timed,
        timing=Timing.GIVEN if timed else Timing.NONE,
    )


def _need(package: str, name: str) -> Any:
    try:
        return need(package, "", "")
    except MissingExtraError:
        raise MissingExtraError(
            f"the recogniser {name} needs the Python package {package}", hint=f"pip install {name}"
        ) from None
