"""Changing words on request: replacement lists, casing, small numbers in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from unicodedata import normalize

from captionkit.diagnostics import Result
from captionkit.errors import InputError, UsageError
from captionkit.model.text import Line
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.sources.tomltext import parse_toml
from captionkit.transforms.base import Options, language_of, takes
from captionkit.transforms.lines import map_lines, substitute

__all__ = [
    "NUMBER_WORDS",
    "capital",
    "casing",
    "lower",
    "number_pattern",
    "numbers",
    "replace_words",
    "shouts",
    "upper",
]


@takes(
    file='a list: TOML (wrong = "right") or lines of wrong, tab, right',
    **{"from": "one word or phrase", "to": "what it becomes"},
    case="keep: the case of what is found is carried over; exact: only this case is found",
)
def replace_words(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Replace whole words and phrases; a replacement is never replaced again.

    Raises UsageError without ``file`` or ``from``, InputError for a list that cannot be read.
    """
    table = _table(options)
    exact = options.choice("case", ("keep", "exact")) == "exact"
    longest = sorted(table, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", 0 if exact else re.IGNORECASE)
    folded = {key.casefold(): value for key, value in table.items()}

    def change(match: re.Match[str]) -> str:
        found = match[0]
        return table[found] if exact else _like(found, table.get(found) or folded.get(found.casefold(), found))

    return Result(map_lines(track, lambda line: substitute(line, pattern, change)))


def _like(found: str, new: str) -> str:
    """Return ``new`` in the case of ``found``: all capitals, or a capital first."""
    if found.isupper() and len(found) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if found[:1].isupper() else new


def _table(options: Options) -> dict[str, str]:
    if path := options.text("file"):
        table = _read_list(path)
    elif word := options.text("from"):
        table = {word: options.text("to")}
    else:
        raise UsageError("replace needs file= or from= and to=", hint="--do replace:from=colour,to=color")
    if not table:
        raise InputError(f"{path}: the replacement list is empty")
    return table


def _read_list(path: str) -> dict[str, str]:
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not path.endswith(".toml"):
        rows = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
        for number, row in enumerate(rows, 1):
            if len(row) != 2:
                raise InputError(f"{path}: entry {number} is not two columns parted by a tab")
        return {wrong.strip(): right.strip() for wrong, right in rows}
    try:
        table = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML: {error}") from None
    if not all(isinstance(value, str) for value in table.values()):
        raise InputError(f'{path}: every entry must be wrong = "right"')
    return table


# a mark (an accent, a vowel sign) belongs to the letter before it; \w knows no marks
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u200c\u200d])*"
_WORD = re.compile(rf"{_LETTERS}(?:['\u2019]{_LETTERS})*")
#: A sound or a label in brackets, which is not what somebody shouts.
_BRACKETED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_AFTER_BRACKET = re.compile(r"^[^\w\[(]*(?:\[[^\[\]]*\]|\([^()]*\))[^\w]*([^\W\d_][^\W\d_]?)")
_SENTENCE_START = re.compile(r"(?:^|[.!?\u2026]['\"\u201d\u2019)]*\s+)[^\w]*([^\W\d_][^\W\d_]?)")
_PRONOUN = re.compile(r"(?<![\w'\u2019])i(?=['\u2019](?:m|ve|ll|d|s)\b|(?![\w'\u2019]|\.\w))")


def shouts(text: str) -> bool:
    """Tell whether a text is all capitals: more than one word, and more letters than an abbreviation has.

    What is in brackets does not count, unless there is nothing else.
    """
    if "[" in text or "(" in text:
        text = _BRACKETED.sub(" ", text)
    return text.isupper() and len(_WORD.findall(text)) > 2 and sum(map(str.isalpha, text)) > 8


@takes(
    to="sentence, upper, lower",
    keep="words that stay as written: NATO+BBC",
    all="every cue, not only those in capitals",
)
def casing(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Turn text in capitals into sentence case (or all text into upper or lower case).

    Names are learnt from cues of the same track that are not in capitals; ``keep`` adds others. What is a name nowhere
    in the track cannot be known and comes out lower-case: read the result.
    """
    to = options.choice("to", ("sentence", "upper", "lower"))
    language = language_of(track, profile, options)
    if to != "sentence":
        convert = upper if to == "upper" else lower
        return Result(map_lines(track, lambda line: substitute(line, _WORD, lambda m: convert(m[0], language))))
    known = _names(track, language) | {lower(word, language): word for word in options.text("keep").split("+") if word}
    every = options.flag("all")
    cues, before = [], ""
    for cue in track.cues:
        if every or shouts(cue.text):
            changed = map_lines(Track((cue,)), _sentence_case(known, language, opens=_ended(before)))
            cues.append(changed.cues[0])
        else:
            cues.append(cue)
        before = cue.text
    return Result(track.replace(cues=cues))


def _ended(text: str) -> bool:
    return not text or text.rstrip("\"'\u201d\u2019)]\u266a ").endswith((".", "!", "?", "\u2026", ":"))


def lower(text: str, language: str = "") -> str:
    """Return a word in small letters, as its language writes them.

    >>> lower("İSTANBUL IŞIK", "tr"), lower("\u039f\u0394\u039f\u03a3", "el")
    ('istanbul ışık', 'οδος')
    """
    if language in _DOTLESS:
        text = text.replace("\u0130", "i").replace("I\u0307", "i").replace("I", "\u0131")
    return text.lower()


def upper(text: str, language: str = "") -> str:
    """Return a word in capitals, as its language writes them; Greek capitals have no accent.

    >>> upper("istanbul", "tr"), upper("\u03ac\u03bd\u03b8\u03c1\u03c9\u03c0\u03bf\u03c2", "el")
    ('İSTANBUL', 'ΑΝΘΡΩΠΟΣ')
    """
    if language in _DOTLESS:
        text = text.replace("i", "\u0130")
    if language == "el" and len(text) > 1:  # a word of one letter keeps its accent: it says which word it is
        parted = _HIATUS.sub("\\1\\2\u0308", normalize("NFD", text))
        text = normalize("NFC", parted.replace("\u0301", ""))
    return text.upper()


def capital(text: str, language: str = "") -> str:
    """Return a word with a capital first; Dutch has two of them in IJ.

    >>> capital("ijzer", "nl"), capital("iyi", "tr")
    ('IJzer', 'İyi')
    """
    size = 2 if language == "nl" and text[:2] == "ij" else 1
    first = text[:size].upper() if language not in _DOTLESS else upper(text[:1], language)
    return first + text[size:]


#: Turkish, Azerbaijani and others, where i and \u0131 are two letters, each with its capital.
_DOTLESS = frozenset(("tr", "az", "crh", "tt", "gag", "kk-latn"))
#: An accent on the first of two Greek vowels parts them; without it the second needs a diaeresis.
_HIATUS = re.compile(
    "([\u03b1\u03b5\u03bf\u03c5\u0391\u0395\u039f\u03a5]\u0301)([\u03b9\u03c5\u0399\u03a5])(?![\u0308\u0301])"
)


def _names(track: Track, language: str) -> dict[str, str]:
    """Return words that are capitalised inside sentences of cues in mixed case: lower-case form -> as written."""
    names: dict[str, str] = {}
    for cue in track.cues:
        text = cue.text.replace("\n", " ")
        if not text.isupper() and not shouts(text):
            starts = {match.start(1) for match in _SENTENCE_START.finditer(text)}
            for match in _WORD.finditer(text):
                if match[0][0].isupper() and match.start() not in starts:
                    names.setdefault(lower(match[0], language), match[0])
    return names


def _sentence_case(names: Mapping[str, str], language: str, *, opens: bool) -> Callable[[Line], Line]:
    """Return the change for one cue's lines, in order: it remembers whether a sentence is still open."""
    state = [opens]

    def change(line: Line) -> Line:
        kept = [m.span() for m in _BRACKETED.finditer(line.text) if not m[0].isupper()]

        def small(match: re.Match[str]) -> str:
            if any(a < match.start() < b for a, b in kept):
                return match[0]
            word = lower(match[0], language)
            return names.get(word, word)

        lowered = substitute(line, _WORD, small)
        if language == "en":
            lowered = substitute(lowered, _PRONOUN, "I")
        opening, state[0] = state[0], _ended(line.text)

        def raise_first(match: re.Match[str]) -> str:
            if match.start() == 0 and not opening and match[0][:1] not in ".!?\u2026":
                return match[0]
            return match[0][: match.start(1) - match.start()] + capital(match[1], language)

        raised = substitute(lowered, _SENTENCE_START, raise_first)
        return substitute(raised, _AFTER_BRACKET, raise_first) if opening else raised

    return change


NUMBER_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "de": ("eins", "zwei", "drei", "vier", "f\u00fcnf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zw\u00f6lf"),
    "fr": ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    "es": ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    "it": ("uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"),
    "pt": ("um", "dois", "tr\u00eas", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze"),
    "nl": ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"),
}
#: A whole number of one or two digits that is no part of a time, date, amount, decimal, unit or list.
_NUMBER = re.compile(
    r"(?<![\w.,:/%$\u20ac\u00a3#+\u2212-])(?<![$\u20ac\u00a3#/] )([1-9]|1[0-2])(?=[ ,.!?;\u2026]|$)"
    r"(?![.,:]\d)(?! ?(?:%|\u00b0|[ap]\.?m\b|[kcm]?m\b|kg\b|km|k?Hz\b|\d|[-\u2013/] ?\d|\u20ac|\$))"
)


def number_pattern(language: str, bounds: list[int] | None) -> re.Pattern[str] | None:
    """Return the pattern of numerals that ``bounds`` (from, to) has in words; None where the language has no list."""
    return _NUMBER if bounds and language in NUMBER_WORDS else None


@takes()
def numbers(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write small numbers in words, in the range and language of the profile; times, amounts and units stay.

    In German and the Romance languages 1 agrees with its noun, so it stays a numeral.
    """
    language = language_of(track, profile, options)
    bounds = profile.style.get("spell_out_numbers")
    pattern = number_pattern(language, bounds)
    if pattern is None or bounds is None:
        return Result(track)

    def change(match: re.Match[str]) -> str:
        number = int(match[1])
        if not spelled_out(number, language, bounds):
            return match[0]
        word = NUMBER_WORDS[language][number - 1]
        before = match.string[: match.start()].rstrip(" -\u2013\"'\u201c\u00bf\u00a1")
        return word.capitalize() if _ended(before) else word

    return Result(map_lines(track, lambda line: substitute(line, pattern, change)))


def spelled_out(number: int, language: str, bounds: list[int]) -> bool:
    """Tell whether a guide that has ``bounds`` in words has ``number`` so, as far as a word can be chosen blindly."""
    return bounds[0] <= number <= bounds[1] and (number > 1 or language in ("en", "nl"))
