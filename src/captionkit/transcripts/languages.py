"""Language names and codes as services write them, as BCP 47 tags.

The three-letter codes and their two-letter twins are ISO 639; the English names are those that Whisper prints.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["language_tag"]

_TABLE = """
af afr afrikaans|am amh amharic|ar ara arabic|as asm assamese|az aze azerbaijani|ba bak bashkir|be bel belarusian|
bg bul bulgarian|bn ben bengali|bo bod tibetan|br bre breton|bs bos bosnian|ca cat catalan,valencian|cs ces czech|
cy cym welsh|da dan danish|de deu german|el ell greek|en eng english|es spa spanish,castilian|et est estonian|
eu eus basque|fa fas persian|fi fin finnish|fo fao faroese|fr fra french|ga gle irish|gl glg galician|
gu guj gujarati|ha hau hausa|haw haw hawaiian|he heb hebrew|hi hin hindi|hr hrv croatian|
ht hat haitian creole,haitian|hu hun hungarian|hy hye armenian|id ind indonesian|is isl icelandic|it ita italian|
ja jpn japanese|jw jav javanese|ka kat georgian|kk kaz kazakh|km khm khmer|kn kan kannada|ko kor korean|
la lat latin|lb ltz luxembourgish,letzeburgesch|ln lin lingala|lo lao lao|lt lit lithuanian|lv lav latvian|
mg mlg malagasy|mi mri maori|mk mkd macedonian|ml mal malayalam|mn mon mongolian|mr mar marathi|ms msa malay|
mt mlt maltese|my mya myanmar,burmese|ne nep nepali|nl nld dutch,flemish|nn nno nynorsk|no nor norwegian|
oc oci occitan|pa pan punjabi,panjabi|pl pol polish|ps pus pashto,pushto|pt por portuguese|
ro ron romanian,moldavian,moldovan|ru rus russian|sa san sanskrit|sd snd sindhi|si sin sinhala,sinhalese|
sk slk slovak|sl slv slovenian|sn sna shona|so som somali|sq sqi albanian|sr srp serbian|su sun sundanese|
sv swe swedish|sw swa swahili|ta tam tamil|te tel telugu|tg tgk tajik|th tha thai|tk tuk turkmen|tl tgl tagalog|
tr tur turkish|tt tat tatar|uk ukr ukrainian|ur urd urdu|uz uzb uzbek|vi vie vietnamese|yi yid yiddish|
yo yor yoruba|yue yue cantonese|zh zho chinese,mandarin|zh cmn mandarin chinese
"""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}\Z")


def _table() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in _TABLE.replace("\n", "").split("|"):
        short, long, names = row.split(" ", 2)
        for word in (short, long, *names.split(",")):
            known.setdefault(word, short)
    known |= {"jw": "jv", "ger": "de", "fre": "fr", "dut": "nl", "gre": "el", "chi": "zh", "cze": "cs", "per": "fa"}
    return known | {"javanese": "jv", "jav": "jv", "rum": "ro", "slo": "sk", "baq": "eu", "wel": "cy", "ice": "is"}


_KNOWN = _table()


def language_tag(value: Any) -> str:
    """Return the BCP 47 tag of a language as a service names it, ``""`` for what is none.

    >>> [language_tag(name) for name in ("english", "en_us", "eng", "cmn-hans", "??-??")]
    ['en', 'en-US', 'en', 'zh-Hans', '']
    """
    if not isinstance(value, str):
        return ""
    text = value.strip()
    named = _KNOWN.get(text.lower())
    if named:
        return named
    if not _TAG.match(text):
        return ""
    head, *rest = text.replace("_", "-").split("-")
    return "-".join([_KNOWN.get(head.lower(), head.lower()), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    if len(part) == 2:
        return "GB" if part.lower() == "uk" else part.upper()  # AssemblyAI writes en_uk
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()
