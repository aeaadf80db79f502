"""Numbers in texts, written in figures or (the small ones) in words, so that "two" may become "2" and back."""

from __future__ import annotations

import re
from functools import cache, lru_cache

__all__ = ["has_number_words", "numbers_in"]

_FIGURES = re.compile(r"\d+")
#: French numbers of two words.
_JOINED = {"dix-sept": "17", "dix-huit": "18", "dix-neuf": "19"}
_WORD = re.compile(r"[^\W\d_]+")

#: Cardinal numbers by language, from 0 on. A language that is not here has its figures compared only.
_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve"
    " thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce"
    " trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze"
    " treze catorze quinze dezesseis dezessete dezoito dezenove vinte",
    "ca": "zero un dos tres quatre cinc sis set vuit nou deu onze dotze"
    " tretze catorze quinze setze disset divuit dinou vint",
    "gl": "cero un dous tres catro cinco seis sete oito nove dez once doce"
    " trece catorce quince dezaseis dezasete dezaoito dezanove vinte",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici"
    " tredici quattordici quindici sedici diciassette diciotto diciannove venti",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    " dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf"
    " dertien veertien vijftien zestien zeventien achttien negentien twintig",
    "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv"
    " tretton fjorton femton sexton sjutton arton nitton tjugo",
    "da": "nul en to tre fire fem seks syv otte ni ti elleve tolv"
    " tretten fjorten femten seksten sytten atten nitten tyve",
}
_ALSO = {
    "es": {"un": 1, "una": 1, "mil": 1000, "cien": 100}, "pt": {"uma": 1, "duas": 2, "mil": 1000, "cem": 100},
    "ca": {"una": 1, "dues": 2, "mil": 1000, "cent": 100}, "gl": {"unha": 1, "dúas": 2, "mil": 1000},
    "fr": {"une": 1, "vingt": 20, "mille": 1000, "cent": 100}, "it": {"un": 1, "una": 1, "mille": 1000, "cento": 100},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "tausend": 1000, "hundert": 100},
    "en": {"hundred": 100, "thousand": 1000, "twice": 2, "both": 2, "once": 1, "dozen": 12},
    "sv": {"en": 1}, "da": {"et": 1}, "nl": {"één": 1},
}  # fmt: skip


@lru_cache(maxsize=8192)
def numbers_in(text: str, language: str) -> frozenset[str]:
    """Return the runs of figures in a text without leading zeros, and small numbers in words of ``language``.

    Marks inside a number do not matter, as languages differ in them. Figures of any script count.

    >>> numbers_in("Elle a dix-sept ans.", "fr")
    frozenset({'17'})
    >>> sorted(numbers_in("Two of 1,250 at 8:05", "en"))
    ['1', '2', '250', '5', '8']
    """
    found = {str(int(run)) for run in _FIGURES.findall(text) if len(run) <= 30}
    table = _table(language.partition("-")[0].lower())
    if table:
        for words, figure in _JOINED.items():
            if words in text:
                text, found = text.replace(words, ""), found | {figure}
        found |= {str(table[w]) for w in (word.lower() for word in _WORD.findall(text)) if w in table}
    return frozenset(found)


def has_number_words(language: str) -> bool:
    """Return whether small numbers in words are known of a language."""
    return bool(_table(language.partition("-")[0].lower()))


@cache
def _table(language: str) -> dict[str, int]:
    words = _WORDS.get(language, "")
    return {word: number for number, word in enumerate(words.split())} | _ALSO.get(language, {})
