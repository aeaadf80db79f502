"""Changing words on request: replacement lists, casing, small numbers in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from captionkit.diagnostics import Result
from captionkit.errors import InputError, UsageError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.sources.tomltext import parse_toml
from captionkit.text.casing import capitalised, lower, upper
from captionkit.text.parts import Part, PartKind, parts_of
from captionkit.transforms.base import Options, language_of, takes
from captionkit.transforms.clean import flat, unflat
from captionkit.transforms.lines import Edit, edited, map_lines, relined, substitute

__all__ = ["NUMBER_WORDS", "casing", "number_pattern", "numbers", "replace_words", "shouts"]


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


_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?\u2026]['\"\u201d\u2019)]*\s+)[^\w]*([^\W\d_])")
_BREAK = re.compile(r"[.!?\u2026]['\"\u201d\u2019)]*\s")
_PRONOUN = re.compile(r"i(?:['\u2019](?:m|ve|ll|d|s))?\Z")
_LETTERED = re.compile(r"\.\w")


def shouts(text: str) -> bool:
    """Tell whether a text is all capitals: more than one word, and more letters than an abbreviation has."""
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
        cues.append(_sentence_case(cue, known, language, opens=_ended(before), every=every))
        before = cue.text
    return Result(track.replace(cues=cues))


def _sentence_case(cue: Cue, names: Mapping[str, str], language: str, *, opens: bool, every: bool) -> Cue:
    """Return a cue with what is said and sung in sentence case; labels and sounds stay as they are written."""
    text = cue.text
    parts = parts_of(text)
    said = [part for part in parts if part.kind in (PartKind.SPEECH, PartKind.SONG)]
    if not every and not shouts("\n".join(text[part.start : part.end] for part in said)):
        return cue
    edits: list[Edit] = []
    for part in parts:
        if part in said:
            found, opens = _cased(text, part, names, language, opens=opens)
            edits += found
        elif part.kind in (PartKind.MARK, PartKind.LABEL):
            opens = True
    return relined(cue, unflat(edited(flat(cue.lines), edits))) if edits else cue


def _cased(text: str, part: Part, names: Mapping[str, str], language: str, *, opens: bool) -> tuple[list[Edit], bool]:
    """Return the edits that put a part of a text into sentence case, and whether a sentence begins after it."""
    edits: list[Edit] = []
    at = part.start
    for match in _WORD.finditer(text, part.start, part.end):
        word = lower(match[0], language)
        new = names.get(word, word)
        if language == "en" and _PRONOUN.match(word) and not _LETTERED.match(text, match.end()):
            new = "I" + word[1:]
        if opens or _BREAK.search(text[at : match.start()]):
            new = capitalised(new, language)
        if new != match[0]:
            edits.append((match.start(), match.end(), new))
        opens, at = False, match.end()
    return edits, opens or _ended(text[at : part.end], nothing=False)


def _ended(text: str, *, nothing: bool = True) -> bool:
    return (nothing and not text) or text.rstrip("\"'\u201d\u2019)]\u266a ").endswith((".", "!", "?", "\u2026", ":"))


def _names(track: Track, language: str) -> dict[str, str]:
    """Return words that are capitalised inside sentences of cues in mixed case: lower-case form -> as written."""
    names: dict[str, str] = {}
    for cue in track.cues:
        text = cue.text
        for part in parts_of(text):
            said = text[part.start : part.end].replace("\n", " ")
            if part.kind is PartKind.SPEECH and not said.isupper():
                starts = {match.start(1) for match in _SENTENCE_START.finditer(said)}
                for match in _WORD.finditer(said):
                    if match[0][0].isupper() and match.start() not in starts:
                        names.setdefault(lower(match[0], language), match[0])
    return names


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
