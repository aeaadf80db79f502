"""What a phoneme model hears, and how a script would be pronounced: the two sides of an alignment.

The model comes with the package ``hama`` (Apache-2.0, numpy only, no torch; wheels hold libraries for Linux and macOS):
every 20 ms a log-probability for each of 191 labels. The pronunciation comes from the command ``espeak-ng``, a child
process. One phoneme stands for a *set* of labels, the likeliest first: that lets the model, which learned English and
Korean, follow other languages, which it hears as odd English.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from captionkit.errors import EngineError, MissingExtraError, StageError
from captionkit.media.sound import RATE, blocks
from captionkit.registry import need
from captionkit.timing.viterbi import Heard, Spoken

__all__ = ["has_model", "hear", "pronounce", "spelled", "voice_of"]

#: ms of a frame; ms by which the model shows a phoneme after it begins (hama 1.7: 70 to 94 for all voices measured).
#: With 85 festival's words, whose times are known, are off by -2 in the median (benchmarks/timing_sound.py).
#: A first sound after a pause shows SOONER (sentences of festival, ru and pl are off by 4, 6 and -21 with it).
FRAME, LAG, SOONER = 20, 85, 20
#: Samples of a frame. ms of a piece that is heard at once, and of overlap on either side that is thrown away: its
#: cost for a second grows with the piece (a quarter from 6 to 22 s), the share thrown away shrinks; 12 s cost least.
HOP, PIECE, OVERLAP = RATE * FRAME // 1000, 12_000, 700
#: ms before and after speech that are heard with it; a pause of more is not heard where it would be.
AROUND, SKIPPED = 240, 600
#: Labels of the model; the logarithm of all but the blank where nothing is heard.
LABELS, SILENT = 191, -14.0

#: IPA as espeak-ng writes it -> labels of the model. A lone label needs no row. What sounds alike stands in.
_SETS = {
    "p": "p pʰ b", "b": "b p v", "t": "t tʰ d ɾ", "d": "d t ð", "k": "k kʰ g", "g": "g k", "ɡ": "g k", "f": "f v",
    "v": "v f b w", "s": "s z ʃ", "z": "z s", "ʃ": "ʃ ʒ s", "ʒ": "ʒ ʃ d͡ʒ z", "θ": "θ s f t", "ð": "ð d z",
    "h": "h x", "x": "x h k ʃ", "ç": "ʃ h x", "χ": "x h k", "ɣ": "g h k", "ɕ": "ʃ s", "ʑ": "ʒ z", "ʂ": "ʃ s",
    "ʐ": "ʒ z", "t͡ʃ": "t͡ʃ ʃ t", "d͡ʒ": "d͡ʒ ʒ d", "ts": "s t z", "dz": "z d", "tɕ": "t͡ʃ ʃ", "dʑ": "d͡ʒ ʒ",
    "tʂ": "t͡ʃ ʃ", "m": "m n", "n": "n m ŋ", "ŋ": "ŋ n g", "ɲ": "n j", "l": "l w", "ɫ": "l w", "ʎ": "l j",
    "r": "ɹ ɾ l r", "ɹ": "ɹ r l", "ɾ": "ɾ ɹ d t l", "ʁ": "ɹ h g x r", "ʀ": "ɹ h g x", "ɻ": "ɹ r", "β": "b v w",
    "j": "j i", "w": "w u", "ʋ": "v w", "ɥ": "w j", "ɬ": "l ʃ", "ɭ": "l w", "ɺ": "l ɾ",
    "ʈ": "t d", "ɖ": "d t", "ɳ": "n", "ɽ": "ɾ ɹ", "ɱ": "m n", "ɴ": "ŋ n", "c": "k t͡ʃ t", "ɟ": "g d͡ʒ d", "ʝ": "j",
    "ɸ": "f h", "ɦ": "h", "ɰ": "g w", "ʍ": "w h", "q": "k g", "ħ": "h", "ʕ": "ɑ", "ʔ": "t k",
    "i": "i ɪ j", "ɪ": "ɪ i ə ɛ", "y": "u i ɪ", "ʏ": "ʊ ɪ u", "ɨ": "ɪ i ə", "ʉ": "u ʊ", "u": "u ʊ oʊ w",
    "ʊ": "ʊ u ə ɔ", "e": "eɪ ɛ e ɪ", "ɛ": "ɛ e æ eɪ", "ø": "ɝ ə ʊ ɛ", "œ": "ɝ ə ʌ ɛ", "ə": "ə ʌ ɪ ɛ",
    "ɐ": "ə ʌ ɝ ɑ", "ʌ": "ʌ ə ɑ", "ɘ": "ə ɪ", "ɜ": "ɝ ə", "ɝ": "ɝ ɹ ə", "ɚ": "ɝ ə ɹ", "a": "ɑ æ a ʌ aɪ",
    "æ": "æ ɛ a", "ɑ": "ɑ ɔ ʌ a", "ɒ": "ɑ ɔ", "o": "oʊ ɔ o u", "ɔ": "ɔ ɑ oʊ o", "ɵ": "ʊ oʊ", "ɯ": "ʊ u ɪ",
    "ɤ": "ə ʌ oʊ", "ᵻ": "ɪ ə", "aɪ": "aɪ ɑ æ", "aʊ": "aʊ æ ɑ", "eɪ": "eɪ ɛ e", "oʊ": "oʊ ɔ o", "ɔɪ": "ɔɪ oʊ ɔ",
    "ai": "aɪ ɑ", "au": "aʊ ɑ", "ei": "eɪ ɛ", "oi": "ɔɪ oʊ", "ɔø": "ɔɪ oʊ", "ɔʏ": "ɔɪ oʊ", "əʊ": "oʊ ə",
    "ɪə": "ɪ ə ɹ", "eə": "ɛ ə ɹ", "ʊə": "ʊ ə ɹ", "tʃ": "t͡ʃ ʃ t", "dʒ": "d͡ʒ ʒ d", "əl": "l ə",
}  # fmt: skip
_LONGEST = max(map(len, _SETS))
_LANGUAGE = re.compile(r"\([a-z-]+\)")
#: Written otherwise than said: symbol -> (languages: word said behind the number).
_MONEY = {
    "£": {"en": "pounds", "de": "Pfund", "fr": "livres", "es": "libras", "it": "sterline", "pt": "libras"},
    "$": {"en": "dollars", "de": "Dollar", "fr": "dollars", "es": "dólares", "it": "dollari", "pt": "dólares"},
    "€": {"en": "euros", "de": "Euro", "fr": "euros", "es": "euros", "it": "euro", "pt": "euros", "pl": "euro"},
}
_PRICE = re.compile(r"([£$€])\s?(\d[\d.,]*)")
_YEAR = re.compile(r"(?<!\d)(1[1-9]|20)(\d\d)(?!\d)")


def hear(
    path: str | os.PathLike[str],
    stretches: Sequence[tuple[int, int]],
    *,
    progress: Callable[[float], None] | None = None,
) -> Heard:
    """Return what the model hears in a media file. ``progress`` is called with the seconds that are done.

    Only the ``stretches`` (start, end in ms, rising and apart) in which somebody may speak are given to the model; the
    rest is silence to it. Memory is bounded but for the result, 19 kB for a second.

    Raises StageError where nobody speaks, MissingExtraError without the extra ``align``, EngineError where its library
    does not run on this machine or is another version than the one known.
    """
    numpy: Any = need("numpy", "align", "aligning")
    model = _model()
    silence = numpy.full((1, LABELS), SILENT, numpy.float16)
    silence[0, -1] = 0
    logs: list[Any] = []
    done = 0
    sound = _Sound(numpy, path)
    for first, part in _parts(model, numpy, sound, stretches):
        logs += [numpy.repeat(silence, first - done, axis=0), part]
        done = first + len(part)
        if progress is not None:
            progress(done * FRAME / 1000)
    if not done:
        raise StageError(f"{os.fspath(path)}: nobody is heard to speak in it", hint="give the whole recording")
    logs.append(numpy.repeat(silence, max(0, sound.length() // HOP - done), axis=0))

    def alone(spans: Sequence[tuple[int, int]]) -> list[Any]:
        again = _Sound(numpy, path)
        return [_alone(model, numpy, again, first, last) for first, last in spans]

    return Heard(numpy.concatenate(logs), tuple(model.decoder_tokens), FRAME, LAG, SOONER, alone)


def _parts(model: Any, numpy: Any, sound: _Sound, stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Any]]:
    """Yield the first frame of each piece of the stretches and what is heard in it."""
    for first, last, before, after in _pieces(stretches):
        samples = sound.cut((first - before) * HOP, (last + after) * HOP)
        last = min(last, first - before + len(samples) // HOP)
        if last <= first:
            return
        yield first, _heard(model, numpy, samples, before, before + last - first)


def _alone(model: Any, numpy: Any, sound: _Sound, first: int, last: int) -> Any:
    """Return the frames ``first`` to ``last``, heard with no more than a moment of what is around them."""
    parts = list(_parts(model, numpy, sound, [(first * FRAME, last * FRAME)]))
    begin = parts[0][0] if parts else first
    logs = [part for _, part in parts]
    return numpy.concatenate(logs)[first - begin : last - begin] if logs else numpy.zeros((0, LABELS), numpy.float16)


def _pieces(stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (first, last, before, after) in frames: what is heard at once, and the overlap to be thrown away.

    Pieces are cut in pauses, where they need no overlap; speech without a pause is cut with one.
    """
    spans: list[list[int]] = []
    for start, end in stretches:
        first, last = max(0, start - AROUND) // FRAME, (end + AROUND) // FRAME
        if spans and first <= spans[-1][1]:
            spans[-1][1] = last
        else:
            spans.append([first, last])
    most, overlap = PIECE // FRAME, OVERLAP // FRAME
    held: list[int] = []
    for first, last in spans:
        if held and (last - held[0] > most or first - held[1] > SKIPPED // FRAME):
            yield held[0], held[1], 0, 0
            held = []
        held = [held[0] if held else first, last]
        before = 0
        while held[1] - held[0] + before > most:
            cut = held[0] + most - before - overlap
            yield held[0], cut, before, overlap
            held, before = [cut, last], overlap
        if before:
            yield held[0], held[1], before, 0
            held = []
    if held:
        yield held[0], held[1], 0, 0


class _Sound:
    """A file's samples, read once from its beginning to its end."""

    def __init__(self, numpy: Any, path: str | os.PathLike[str]) -> None:
        self.numpy = numpy
        self.blocks = blocks(path, RATE)
        self.at = 0
        self.held = numpy.zeros(0, numpy.float32)

    def cut(self, start: int, end: int) -> Any:
        """Return the samples from ``start`` to ``end``, fewer where the file ends; no start before the one above."""
        parts, size = [self.held], len(self.held)
        while self.at + size < end and (block := next(self.blocks, None)) is not None:
            if self.at + size + len(block) <= start:
                parts, self.at, size = [], self.at + size + len(block), 0
                continue
            parts.append(self.numpy.asarray(block, self.numpy.float32) / 32768)
            size += len(block)
        self.held = self.numpy.concatenate(parts) if parts else self.numpy.zeros(0, self.numpy.float32)
        drop = max(0, min(start - self.at, len(self.held)))
        self.held, self.at = self.held[drop:], self.at + drop
        return self.held[: end - start]

    def length(self) -> int:
        """Return how many samples there are; there is nothing to cut afterwards."""
        return self.at + len(self.held) + sum(map(len, self.blocks))


def has_model() -> bool:
    """Whether the phoneme model is installed and runs on this machine."""
    try:
        return _model() is not None
    except (MissingExtraError, EngineError):
        return False


def _model() -> Any:
    need("hama", "align", "aligning words with sound")
    from hama import ASRModel, _engine

    if not _engine.available():
        raise MissingExtraError(
            "the phoneme model's library does not run on this machine (it is built for Linux and macOS)",
            hint="--engine voice does without it",
        )
    model = ASRModel()
    if len(model.decoder_tokens) != LABELS or model.decoder_tokens[-1] != "<blank>":
        raise EngineError("the phoneme model is not the one known", hint="pip install 'hama>=1.7,<1.8'")
    return model


def _heard(model: Any, numpy: Any, samples: Any, first: int, last: int) -> Any:
    """Return the frames ``first`` to ``last`` of what is heard in some samples, silence added where they end early."""
    padded = numpy.zeros((1, max(len(samples), RATE)), numpy.float32)
    padded[0, : len(samples)] = samples
    feeds = {"waveform": padded, "waveform_lengths": numpy.array([padded.shape[1]], numpy.int64)}
    logs = model.session.run(["log_probs", "out_lengths"], feeds)[0][0]
    if len(logs) < last:
        logs = numpy.concatenate([logs, numpy.repeat(logs[-1:], last - len(logs), axis=0)])
    return numpy.asarray(logs[first:last], numpy.float16)


def pronounce(words: Iterable[str], language: str) -> dict[str, Spoken]:
    """Return how each distinct word is said in ``language`` (BCP 47), as espeak-ng has it.

    Raises EngineError where espeak-ng is missing or has no voice of that language.
    """
    distinct = list(dict.fromkeys(words))
    spoken = [spelled(word, language) for word in distinct]
    asked = [n for n, text in enumerate(spoken) if text]
    answers = _espeak([spoken[n] for n in asked], voice_of(language))
    said = dict.fromkeys(range(len(distinct)), "") | dict(zip(asked, answers, strict=True))
    return {
        word: Spoken(
            _phonemes(said[n]), any(c.isdigit() for c in word) or (len(word) < 3 and not all(map(_is_written, word)))
        )
        for n, word in enumerate(distinct)
    }


def spelled(word: str, language: str) -> str:
    """Return a word as it is to be read: money with its name behind the number, years in two halves in English."""
    tongue = language.partition("-")[0].lower()
    text = _PRICE.sub(lambda m: f"{m[2]} {_MONEY[m[1]].get(tongue, '')}", word)
    if tongue == "en":
        text = _YEAR.sub(lambda m: m[0] if m[2] == "00" or m[0].startswith("200") else f"{m[1]} {m[2]}", text)
    text = "".join(c if _is_written(c) or c in "'’.,:%-/ &+" else " " for c in text)
    return " ".join(text.split()) if any(c.isalnum() for c in text) else ""


def _is_written(character: str) -> bool:
    """Whether a character belongs to a word: vowel signs of Indic scripts are marks that combine with nothing."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def voice_of(language: str) -> str:
    """Return espeak-ng's name of a language; an unknown one would be read silently with other rules."""
    known = _run(["espeak-ng", "--voices"], "")
    names = {line.split()[1].lower() for line in known.splitlines()[1:] if len(line.split()) > 1}
    tag = language.lower() or "en"
    bare = tag.partition("-")[0]
    # some languages have voices of their regions only: fr-fr, fr-be
    regions = sorted(name for name in names if name.partition("-")[0] == bare)
    for name in ("en-us" if tag in ("en", "en-us") else tag, bare, f"{bare}-{bare}", *regions[:1]):
        if name in names:
            return name
    raise EngineError(
        f"espeak-ng has no voice for the language {language!r}", hint="give --language, as en, de or pt-BR"
    )


def _espeak(texts: Sequence[str], voice: str) -> list[str]:
    """Return the pronunciation of each text; where one gives several answers, each is asked for alone."""
    if not texts:
        return []
    command = ["espeak-ng", "-q", "--ipa", "-v", voice, "--stdin"]
    answers = [line.strip() for line in _run(command, "\n\n".join(texts) + "\n").splitlines() if line.strip()]
    if len(answers) == len(texts):
        return answers
    if len(texts) == 1:
        return [" ".join(answers)]
    half = len(texts) // 2
    return [*_espeak(texts[:half], voice), *_espeak(texts[half:], voice)]


def _run(command: list[str], text: str) -> str:
    import subprocess

    try:
        answer = subprocess.run(command, input=text.encode(), capture_output=True, timeout=300, check=False)
    except FileNotFoundError:
        raise EngineError(
            "the pronunciation of a script comes from espeak-ng, which is not installed",
            hint="install espeak-ng (Debian: apt-get install espeak-ng; macOS: brew install espeak-ng)",
        ) from None
    except subprocess.TimeoutExpired:
        raise EngineError("espeak-ng gave no answer in 300 s", hint="align a shorter script") from None
    if answer.returncode != 0:
        raise EngineError(f"espeak-ng failed: {answer.stderr.decode('utf-8', 'replace').strip():.200}")
    return answer.stdout.decode("utf-8", "replace")


def _phonemes(ipa: str) -> tuple[tuple[str, ...], ...]:
    """Return the label sets of IPA as espeak-ng writes it.

    >>> _phonemes("tʃˈɜː")
    (('t͡ʃ', 'ʃ', 't'), ('ɝ', 'ə'))
    """
    text = unicodedata.normalize("NFD", _LANGUAGE.sub("", ipa)).replace("̃", "n")
    text = "".join(
        c for c in unicodedata.normalize("NFC", text) if c not in "ˈˌː‍ʲʰ -_|" and not unicodedata.combining(c)
    )
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        for size in range(_LONGEST, 0, -1):
            labels = _SETS.get(text[at : at + size])
            if labels:
                found.append(tuple(labels.split()))
                at += size
                break
        else:
            at += 1
    return tuple(found)
