"""Changing words on request: replacement lists, casing, small numbers in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from unicodedata import normalize

from captionkit.diagnostics import Result
from captionkit.errors import InputError, UsageError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.sources.tomltext import parse_toml
from captionkit.text.lexicon import lexicon
from captionkit.text.marks import TERMINATORS
from captionkit.text.parts import PartKind, parts_of
from captionkit.transforms.base import Options, language_of, takes
from captionkit.transforms.labels import names_of
from captionkit.transforms.lines import Edit, edited, flat, map_lines, relined, stripped, substitute, unflat

__all__ = [
    "NUMBER_WORDS",
    "capital",
    "casing",
    "follows",
    "in_capitals",
    "lower",
    "number_pattern",
    "numbers",
    "replace_words",
    "said",
    "shouts",
    "upper",
]


@takes(
    file='a list: TOML (wrong = "right") or lines of wrong, tab, right',
    **{"from": "one word or phrase", "to": "what it becomes"},
    case="keep: the case of what is found is carried over; exact: only this case is found",
)
def replace_words(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Replace whole words and phrases, also over a line break; a replacement is never replaced again.

    Raises UsageError without ``file`` or ``from``, InputError for a list that cannot be read.
    """
    table = _table(options)
    exact = options.choice("case", ("keep", "exact")) == "exact"
    longest = sorted(table, key=len, reverse=True)
    phrases = (r"\s+".join(map(re.escape, key.split())) for key in longest)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", 0 if exact else re.IGNORECASE)
    folded = {_folded(key): value for key, value in table.items()}

    def change(match: re.Match[str]) -> str:
        found = " ".join(match[0].split())
        new = table[found] if exact and found in table else folded.get(_folded(found), found)
        return _over_lines(match[0], new if exact else _like(found, new))

    return Result(track.replace(cues=[_replaced(cue, pattern, change) for cue in track.cues]))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _replaced(cue: Cue, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> Cue:
    line = flat(cue.lines)
    made = substitute(line, pattern, change)
    return cue if made is line else relined(cue, [stripped(part) for part in unflat(made)])


def _over_lines(found: str, new: str) -> str:
    """Return what replaces a phrase, with its line break: between the same words, or in the same share of them."""
    if "\n" not in found:
        return new
    words, count = new.split(" "), len(found.split())
    if len(words) < 2:
        return "\n" + new
    before = len(found[: found.index("\n")].split())
    at = min(max(1, round(before * len(words) / count)), len(words) - 1)
    return " ".join(words[:at]) + "\n" + " ".join(words[at:])


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
#: What is in every text that has parts besides speech.
_SDH_SIGNS = (":", "\uff1a", "[", "(", "\uff08", "\uff3b", "\u3010", ">", "*", "-", "\u2013", "\u2014")
_SPOKEN = frozenset((PartKind.SPEECH, PartKind.SONG, PartKind.PLACE))
#: The runs of signs are bounded, or each of many stops would look for its letter through all the others.
_SENTENCE_START = re.compile(
    r"(?:^|[.!?\u2026\u0589\u037e]['\"\u201d\u2019)]{0,20}\s{1,20})[^\w]{0,40}([^\W\d_][^\W\d_]?)"
)
#: A question ends so in Greek.
_GREEK_START = re.compile(_SENTENCE_START.pattern.replace("[.!?", "[.!?;"))
#: In a song every line begins so.
_VERSE_START = re.compile(_SENTENCE_START.pattern + r"|\n[^\w\n]{0,40}([^\W\d_][^\W\d_]?)")
_CUT_SHORT = re.compile(r"(?<![^\W_])(['\u2019](?:S|T|N|K)\s+)([^\W\d_]{1,2})")
_PRONOUN = re.compile(r"(?<![\w'\u2019])i(?=['\u2019](?:m|ve|ll|d|s)\b|(?![\w'\u2019]|\.\w))")


def said(text: str, names: Collection[str] = ()) -> str:
    """Return what of a cue's text is spoken or sung: without labels, sounds and dashes.

    >>> said("ANN (off): We sail. [horn blows]")
    'We sail.'
    """
    if not any(sign in text for sign in _SDH_SIGNS):
        return text.strip()
    return " ".join(text[part.start : part.end] for part in parts_of(text, names) if part.kind in _SPOKEN)


def shouts(text: str, names: Collection[str] = ()) -> bool:
    """Tell whether a text is all capitals: more than one word, and more letters than an abbreviation has.

    Labels and sounds do not count. ``names`` are the speakers that the track names.

    >>> shouts("[horn blows] WE SAIL AT NOON."), shouts("ANN BAKER: OK.")
    (True, False)
    """
    spoken = said(text, names)
    return spoken.isupper() and len(_WORD.findall(spoken)) > 2 and sum(map(str.isalpha, spoken)) > 8


@takes(
    to="sentence, upper, lower",
    keep="words that stay as written: NATO+BBC",
    all="every cue, not only those in capitals",
)
def casing(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Turn text in capitals into sentence case (or all text into upper or lower case).

    Labels stay as they are; sounds in capitals follow where most of the speech was in capitals too. Names are learnt
    from cues of the same track that are not in capitals, and from labels; ``keep`` adds others. What is a name nowhere
    in the track cannot be known and comes out lower-case: read the result.
    """
    to = options.choice("to", ("sentence", "upper", "lower"))
    language = language_of(track, profile, options)
    if to != "sentence":
        convert = upper if to == "upper" else lower
        return Result(map_lines(track, lambda line: substitute(line, _WORD, lambda m: convert(m[0], language))))
    speakers = names_of(track)
    kept = {lower(word, language): word for word in options.text("keep").split("+") if word}
    known = _ALWAYS.get(language, {}) | _names(track, language, speakers) | kept
    every = options.flag("all")
    # sounds are in capitals as the speech is, or by the style of the track
    whole = every or in_capitals(track)
    case = _Sentences(known, speakers, language, sounds=whole)
    cues, before = [], ""
    for cue in track.cues:
        change = every or shouts(cue.text, speakers) or (whole and follows(cue.text, language, speakers))
        cues.append(case.cue(cue, opens=_ended(before)) if change else cue)
        before = said(cue.text, speakers) or before
    return Result(track.replace(cues=cues))


def in_capitals(track: Track) -> bool:
    """Whether most of what is said in a track is in capitals."""
    cues = track.cues
    first = cues[:40]
    if 4 * sum(not any(map(str.islower, cue.text)) for cue in first) < len(first):  # a glance is enough for most tracks
        return False
    speakers = names_of(track)
    spoken = [text for cue in cues if (text := said(cue.text, speakers))]
    return 2 * sum(map(str.isupper, spoken)) > len(spoken) and any(shouts(cue.text, speakers) for cue in cues)


def follows(text: str, language: str, names: Collection[str] = ()) -> bool:
    """Whether a text goes along where the track is in capitals, though it does not shout by itself.

    Such are short calls, but for a word that may be an abbreviation; and sounds.

    >>> [follows(text, "en") for text in ("STOP!", "NATO?", "COPY THAT.", "[HORN BLOWS]")]
    [True, False, True, True]
    """
    spoken = said(text, names)
    if not spoken:
        return text.isupper()
    words = _WORD.findall(spoken) if spoken.isupper() else []
    if len(words) != 1:
        return bool(words)
    common, word = lexicon(language), lower(words[0], language)
    return len(word) > 4 or word in common.classes or word in common.open


def _ended(text: str) -> bool:
    return not text or text.rstrip("\"'\u201d\u2019)]\u266a ").endswith((*TERMINATORS, ":"))


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


#: Words that English writes with a capital wherever they stand (May, march and polish are words as well).
_CAPITALISED = """
    OK TV Mr Mrs Ms Dr Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July
    September October November December Christmas Easter English French German Spanish Italian Russian Chinese
    Japanese Dutch American British European African
"""
_ALWAYS = {"en": {word.lower(): word for word in _CAPITALISED.split()}}


def _names(track: Track, language: str, speakers: Collection[str]) -> dict[str, str]:
    """Return words known to be names: lower-case form -> as written.

    They are capitalised inside sentences of cues in mixed case, or name a speaker and are no common words.
    """
    names: dict[str, str] = {}
    common = lexicon(language)
    for speaker in speakers:
        for match in _WORD.finditer(speaker) if common.language else ():
            word = lower(match[0], language)
            if word not in common.classes and word not in common.open and len(word) > 1:
                names.setdefault(word, match[0] if not match[0].isupper() else capital(word, language))
    for cue in track.cues:
        text = said(cue.text, speakers).replace("\n", " ")
        if not text.isupper():
            starts = {match.start(1) for match in _SENTENCE_START.finditer(text)}
            for match in _WORD.finditer(text):
                if match[0][0].isupper() and match.start() not in starts:
                    names[lower(match[0], language)] = match[0]
    return names


class _Sentences:
    """Sentence case for cues: labels stay, sounds in capitals go along where ``sounds`` says so."""

    def __init__(self, known: Mapping[str, str], speakers: Collection[str], language: str, *, sounds: bool) -> None:
        self.known = known
        self.speakers = speakers
        self.language = language
        self.sounds = sounds

    def cue(self, cue: Cue, *, opens: bool) -> Cue:
        """Return the cue in sentence case; ``opens`` says whether its first word begins a sentence."""
        text = cue.text
        edits: list[Edit] = []
        for part in parts_of(text, self.speakers):
            old = text[part.start : part.end]
            if part.kind in (PartKind.LABEL, PartKind.MARK):
                opens = True
                continue
            spoken = part.kind in _SPOKEN
            if not spoken and not (self.sounds and old.isupper()):
                continue
            new = self._case(old, opens=opens, verses=part.kind is PartKind.SONG)
            if new != old:
                edits.append((part.start, part.end, new))
            opens = _ended(old) if part.kind in (PartKind.SPEECH, PartKind.SONG) else opens and not spoken
        return relined(cue, unflat(edited(flat(cue.lines), edits))) if edits else cue

    def _case(self, text: str, *, opens: bool, verses: bool) -> str:
        def small(match: re.Match[str]) -> str:
            word = lower(match[0], self.language)
            return self.known.get(word, word)

        def raised(match: re.Match[str]) -> str:
            if match.start() == 0 and not opens and match[0][:1] not in ".!?\u2026":
                return match[0]
            first = match.lastindex or 1
            return match[0][: match.start(first) - match.start()] + capital(match[first], self.language)

        made = _WORD.sub(small, text)
        if self.language == "en":
            made = _PRONOUN.sub("I", made)
        greek = self.language == "el"
        made = (_VERSE_START if verses else _GREEK_START if greek else _SENTENCE_START).sub(raised, made)
        if self.language == "nl":  # 's Avonds: the word cut short stays small, the next one opens the sentence
            made = _CUT_SHORT.sub(lambda m: m[1].lower() + capital(m[2], "nl"), made)
        return made


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
    language, bounds = language_of(track, profile, options), profile.style.get("spell_out_numbers")
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
