"""How many syllables a written word takes to say: vowel groups, numbers as they are read out, letters of abbreviations.

Rules of thumb, not a pronunciation dictionary; ``docs/timing.md`` says how well they do. Time is linear in the length
of the word.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["syllables"]

#: Spoken length in syllables of what is written short. Keys are lower case, without full stops; "" is any language.
SHORT_FORMS: dict[str, dict[str, int]] = {
    "": {
        "km": 4, "cm": 4, "mm": 4, "kg": 3, "mg": 3, "km/h": 6, "kw": 3, "mw": 3, "°c": 4, "°f": 4, "°": 2, "%": 2,
        "&": 1, "+": 1, "=": 2, "@": 1, "§": 3, "/": 0, "-": 0, "–": 0, "—": 0, "…": 0, "$": 2, "€": 2, "£": 1, "¥": 1,
        "dr": 2, "prof": 3, "etc": 4, "no": 1, "nr": 2, "#": 2, "№": 2, "*": 0, "•": 0, "|": 0,
    },
    "en": {
        "mr": 2, "mrs": 2, "ms": 1, "st": 1, "vs": 2, "jr": 2, "sr": 2, "ft": 1, "lb": 1, "lbs": 1, "oz": 1, "mph": 4,
        "gen": 3, "sen": 3, "gov": 3, "capt": 2, "lt": 3, "sgt": 2, "col": 2, "rep": 5, "inc": 4, "ltd": 3, "co": 3,
        "jan": 4, "feb": 4, "aug": 2, "sept": 3, "oct": 3, "nov": 3, "dec": 3, "approx": 5, "dept": 3, "hr": 1,
        "hrs": 2, "min": 2, "sec": 2, "eg": 3, "ie": 2,
    },
    "de": {"bzw": 5, "usw": 5, "zb": 3, "dh": 2, "ca": 2, "hr": 1, "fr": 1, "str": 2, "mio": 3, "mrd": 3, "uhr": 1},
    "fr": {"m": 2, "mme": 2, "mlle": 3, "cf": 3, "h": 1},
    "es": {"sr": 2, "sra": 3, "srta": 4, "ud": 2, "uds": 3, "pág": 3},
}  # fmt: skip

#: Syllables of the names of letters that have more than one, in English.
_LONG_LETTERS = {"w": 3}
#: How much longer than in English numbers are in other languages: espeak-ng's readings of 31 numbers, counted.
_NUMBERS = {
    "ar": 1.5, "cs": 1.2, "de": 1.15, "el": 1.45, "es": 1.15, "fi": 1.95, "fr": 0.85, "hi": 0.85, "id": 1.65, "it": 1.3,
    "ko": 0.8, "nl": 1.15, "pl": 1.3, "pt": 1.2, "ro": 1.25, "ru": 1.25, "tr": 0.9, "uk": 1.35,
}  # fmt: skip
_DIGIT = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1)  # zero one two ...
_TEENS = (1, 3, 1, 2, 2, 2, 2, 3, 2, 2)  # ten eleven twelve thirteen ...
_TENS = (0, 1, 2, 2, 2, 2, 2, 3, 2, 2)  # - ten twenty thirty ...
_SCALES = (0, 2, 2, 2, 2)  # - thousand million billion trillion

_PART = re.compile(
    r"\d+(?:[.,\u00a0\u202f'’]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[%°$€£¥&+=@§#№/][A-Za-z]?"
)
_ORDINAL = "stndrh"
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f'’]\d{3})+\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?\Z")
_EDGES = "\"'“”‘’«»„‚‹›()[]{}<>¿¡!?.,;:…-–—*_"

_VOWELS = {
    "LATIN": "aeiouyæœøı", "CYRILLIC": "аеёиоуыэюяіїєѣ", "GREEK": "αεηιουω",
    "ARMENIAN": "աեէըիօու", "GEORGIAN": "აეიოუ",
}  # fmt: skip
_PER_LETTER = {"HANGUL": 1.0, "HIRAGANA": 1.0, "KATAKANA": 1.0, "ARABIC": 0.55, "HEBREW": 0.55, "THAI": 0.4}
_SMALL_KANA = frozenset("ゃゅょャュョぁぃぅぇぉァィゥェォ")
_EN_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)es?\Z|[^dtaeiouy]ed\Z")
_EN_INNER = re.compile(r"(?<=[^aeiouyl])e(?:ly|ment|less|ful|thing|times?|where|guard|land|work)s?\Z|guages?\Z")
_EN_SOUNDED = ("ses", "ces", "ges", "xes", "zes", "shes", "ches")
_FR_SILENT = re.compile(r"(?:e|es|ent)\Z")
_BREAKS = {
    "en": re.compile(
        r"(?<![ctg])ia|io(?!u|n)|iu|eum\Z|[aeiouy][^aeiouy]+ea\Z|ua(?!r)|[aeiou]ing\Z|iet\Z|scien|crea(?!m|s|t?u)|uo"
    ),
    "es": re.compile(r"[aeo][aeo]|[aeo][íú]|[íú][aeo]"),
    "it": re.compile(r"[aeo][aeo]|[aeo][ìù]|[ìù][aeo]"),
    "pt": re.compile(r"[aeo][aeo](?<!ão)(?<!õe)(?<!ãe)|[aeo][íú]|[íú][aeo]"),
    "de": re.compile(r"io|ia|eo|ea|eue|aue"),
}


def syllables(word: str, language: str = "") -> float:
    """Return about how many syllables ``word`` takes when it is read aloud; 0 for bare punctuation.

    ``language`` is a BCP 47 tag; only its first part matters. Numbers are counted in English and lengthened by what
    the language's numbers take on average.

    >>> [syllables(word, "en") for word in ("harbour", "187", "km", "U.N.", "Su-25")]
    [2.0, 7.0, 4.0, 2.0, 4.0]
    """
    base = language.partition("-")[0].lower()
    bare = word.strip(_EDGES)
    short = _short_form(bare, base)
    if short is not None:
        return float(short)
    if _DOTTED.match(word.strip("\"'“”‘’«»()[],;:?!")):
        return float(sum(_letter(c) for c in bare if c.isalpha()))
    return float(sum(_part(part, base) for part in _PART.findall(bare)))


def _short_form(bare: str, base: str) -> int | None:
    key = bare.lower().replace(".", "")
    found = SHORT_FORMS.get(base, {}).get(key)
    return SHORT_FORMS[""].get(key) if found is None else found


def _part(part: str, base: str) -> float:
    if part[0].isdecimal():
        return _number(part.rstrip(_ORDINAL)) * _NUMBERS.get(base, 1.0)
    short = _short_form(part, base)
    if short is not None:
        return short
    if part.isupper() and 1 < len(part) <= 5 and _spelled(part):
        return sum(_letter(c) for c in part)
    return _word(part.lower(), base)


def _spelled(part: str) -> bool:
    """Tell whether capitals are read letter by letter: up to three of them, or more without a vowel."""
    return part.isascii() and (len(part) <= 3 or not any(c in "AEIOU" for c in part))


def _letter(letter: str) -> int:
    return _LONG_LETTERS.get(letter.lower(), 1)


def _number(text: str) -> int:
    """Return the syllables of a number as English reads it."""
    if _GROUPED.match(text):
        return _cardinal(int(re.sub(r"\D", "", text)[:18]))
    whole, *decimals = re.split(r"\D", text)
    if not decimals:
        return _whole(whole)
    return _whole(whole) + sum(1 + sum(_DIGIT[int(d)] for d in part[:30]) for part in decimals)


def _whole(digits: str) -> int:
    if len(digits) > 15 or (len(digits) > 1 and digits[0] == "0"):
        return sum(_DIGIT[int(d)] for d in digits)
    value = int(digits)
    if 1100 <= value <= 1999 or 2010 <= value <= 2099:
        return _cardinal(value // 100) + (_below_hundred(value % 100) or 2)  # a year, in two pairs
    return _cardinal(value)


def _cardinal(value: int) -> int:
    if value == 0:
        return _DIGIT[0]
    total = 0
    for scale in _SCALES:
        value, rest = divmod(value, 1000)
        if rest:
            total += _below_thousand(rest) + scale
    return total + 4 * (value > 0)


def _below_thousand(value: int) -> int:
    hundreds, rest = divmod(value, 100)
    return (_DIGIT[hundreds] + 2 if hundreds else 0) + _below_hundred(rest)


def _below_hundred(value: int) -> int:
    tens, ones = divmod(value, 10)
    if tens == 1:
        return _TEENS[ones]
    return _TENS[tens] + (_DIGIT[ones] if ones else 0)


def _word(word: str, base: str) -> float:
    letters = [c for c in unicodedata.normalize("NFC", word) if c.isalpha()]
    if not letters:
        return 0.0
    script = unicodedata.name(letters[0], "").partition(" ")[0]
    if script == "CJK":
        return len(letters) * (1.8 if base == "ja" else 1.0)
    if script in ("HIRAGANA", "KATAKANA"):
        return max(1.0, float(sum(c not in _SMALL_KANA for c in letters)))
    if script in _PER_LETTER:
        return max(1.0, len(letters) * _PER_LETTER[script])
    if script in _VOWELS:
        return float(max(1, _vowel_groups(word, script, base)))
    return max(1.0, len(letters) * 0.5)


def _vowel_groups(word: str, script: str, base: str) -> int:
    plain = _strip_accents(word)
    vowels = _VOWELS[script]
    if script == "CYRILLIC":
        return sum(c in vowels for c in word)
    count, inside = 0, False
    for letter in plain:
        vowel = letter in vowels
        count += vowel and not inside
        inside = vowel
    if base in _BREAKS:
        count += len(_BREAKS[base].findall(word))
    return count - _silent_end(word, base, count)


def _silent_end(word: str, base: str, count: int) -> int:
    if count < 2:
        return 0
    if base == "en":
        inner = 1 if _EN_INNER.search(word) and count > 2 else 0
        return inner + 1 if _EN_SILENT.search(word) and not word.endswith(_EN_SOUNDED) else inner
    return 1 if base == "fr" and _FR_SILENT.search(word) else 0


def _strip_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
