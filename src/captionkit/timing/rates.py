"""The speaking-rate model: how long words and pauses naturally take, in ms.

Sources
    * Syllables a second of connected reading without its pauses, per language: F. Pellegrino, C. Coupé, E. Marsico,
      "Across-language perspective on speech information rate", Language 87 (2011). Other languages take the mean of the
      17 languages in C. Coupé, Y. Oh, D. Dediu, F. Pellegrino, "Different languages, similar encoding efficiency",
      Science Advances 5 (2019), who found speakers between 4.3 and 9.1.
    * Pauses: A. Kazlauskienė, E. Kalašinskaitė, "The duration of pauses between phrases in reading language",
      Respectus Philologicus 37 (2020): between sentences 200-980 ms for fast readers and 340-1360 ms for slow ones,
      between paragraphs 400-1340 and 750-1800 ms. Inside sentences E. Campione and
      J. Véronis, Speech Prosody 2002, found pauses below 200 ms and between 200 and 1000 ms.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from captionkit.text.marks import CLOSERS, TERMINATORS
from captionkit.timing.syllables import syllables

__all__ = ["BEAT", "SPEAKER_PAUSE", "TURN_PAUSE", "Atom", "natural", "rate_of"]

#: Syllables a second while speaking.
RATES = {"en": 6.19, "fr": 7.18, "de": 5.97, "it": 6.99, "ja": 7.84, "zh": 5.18, "es": 7.82, "vi": 5.22}
MEAN_RATE = 6.63

#: Bulletins and narrated films are spoken at this share of those laboratory rates (measured: docs/timing.md).
NARRATED = 0.8

#: ms of silence.
COMMA_PAUSE, CLAUSE_PAUSE, SENTENCE_PAUSE, TURN_PAUSE, SPEAKER_PAUSE = 200.0, 350.0, 600.0, 1000.0, 1000.0

#: ms that a sound, music or an inaudible stretch takes where the transcript merely mentions it. A convention.
BEAT = 1000.0

#: Consonants take time too: this share of a word's length goes by its letters instead of its syllables. With this
#: share, and the lengthening below, word times came out nearest the truth (docs/timing.md).
LETTER_SHARE, LETTERS_PER_SYLLABLE = 0.25, 2.9

#: Before a pause the last syllable is lengthened, by about half of one (C. Wightman and others, "Segmental durations in
#: the vicinity of prosodic phrase boundaries", J. Acoust. Soc. Am. 91, 1992).
FINAL = 0.5

#: The least that a word takes, in syllables; and in ms for each character, the blank after it counted (measured, too).
LEAST, MS_PER_CHARACTER = 0.6, 50.0

#: Longer words are worked out each time, so that a file of endless words cannot fill the memory.
LONGEST_REMEMBERED = 60

_SENTENCE, _CLAUSE, _COMMA = frozenset(TERMINATORS), frozenset(";:؛；：-‐‑–—―"), frozenset(",،、，")
_TITLES = frozenset((
    "dr.", "mr.", "mrs.", "ms.", "st.", "prof.", "gen.", "sen.", "gov.", "capt.", "lt.", "sgt.", "col.", "rep.", "no.",
    "nr.", "vs.", "jr.", "sr.", "u.s.", "u.n.", "u.k.", "e.g.", "i.e.", "hr.", "fr.", "bzw.", "z.b.", "d.h.", "ca.",
    "mme.", "mlle.", "m.", "sra.", "srta.", "ing.", "dott.", "sig.",
))  # fmt: skip


class Atom(NamedTuple):
    """What one word naturally takes: ms of sound, then ms of silence."""

    speech: float
    pause: float


def rate_of(language: str) -> float:
    """Return the syllables a second that narrators in ``language`` (a BCP 47 tag) say between pauses."""
    return RATES.get(language.partition("-")[0].lower(), MEAN_RATE) * NARRATED


def natural(word: str, language: str = "") -> Atom:
    """Return how long ``word`` naturally takes in ``language``, and the pause that its punctuation calls for.

    >>> natural("evening.", "en").pause
    600.0
    """
    return _remembered(word, language) if len(word) <= LONGEST_REMEMBERED else _natural(word, language)


def _natural(word: str, language: str) -> Atom:
    pause = pause_after(word)
    spoken = syllables(word, language)
    if any(c.isalnum() for c in word):
        letters = sum(c.lower() != c.upper() for c in word)  # alphabets only
        if letters >= spoken:
            spoken += LETTER_SHARE * (letters / LETTERS_PER_SYLLABLE - spoken)
        spoken = max(LEAST, spoken) + (FINAL if pause else 0.0)
    return Atom(max(spoken * 1000 / rate_of(language), MS_PER_CHARACTER * (len(word) + 1)), pause)


_remembered = lru_cache(maxsize=20_000)(_natural)


def pause_after(word: str) -> float:
    """Return the ms of silence that the punctuation at the end of ``word`` calls for."""
    if word[-1:].isalnum():
        return 0.0
    mark = word.rstrip(CLOSERS)[-1:]
    if mark in _SENTENCE:
        return 0.0 if word.lower() in _TITLES else SENTENCE_PAUSE
    if mark in _CLAUSE:
        return CLAUSE_PAUSE
    return COMMA_PAUSE if mark in _COMMA else 0.0
