"""Language names and codes as services write them, as BCP 47 tags.

The English names are those that Whisper prints; codes are those of :mod:`captionkit.languages.codes`.
"""

from __future__ import annotations

import re
from typing import Any

from captionkit.languages.codes import two_letters

__all__ = ["language_tag"]

_TABLE = """
af afrikaans|am amharic|ar arabic|as assamese|az azerbaijani|ba bashkir|be belarusian|bg bulgarian|bn bengali|
bo tibetan|br breton|bs bosnian|ca catalan,valencian|cs czech|cy welsh|da danish|de german|el greek|en english|
es spanish,castilian|et estonian|eu basque|fa persian|fi finnish|fo faroese|fr french|ga irish|gl galician|
gu gujarati|ha hausa|haw hawaiian|he hebrew|hi hindi|hr croatian|ht haitian creole,haitian|hu hungarian|hy armenian|
id indonesian|is icelandic|it italian|ja japanese|jw javanese|ka georgian|kk kazakh|km khmer|kn kannada|ko korean|
la latin|lb luxembourgish,letzeburgesch|ln lingala|lo lao|lt lithuanian|lv latvian|mg malagasy|mi maori|mk macedonian|
ml malayalam|mn mongolian|mr marathi|ms malay|mt maltese|my myanmar,burmese|ne nepali|nl dutch,flemish|nn nynorsk|
no norwegian|oc occitan|pa punjabi,panjabi|pl polish|ps pashto,pushto|pt portuguese|ro romanian,moldavian,moldovan|
ru russian|sa sanskrit|sd sindhi|si sinhala,sinhalese|sk slovak|sl slovenian|sn shona|so somali|sq albanian|
sr serbian|su sundanese|sv swedish|sw swahili|ta tamil|te telugu|tg tajik|th thai|tk turkmen|tl tagalog|tr turkish|
tt tatar|uk ukrainian|ur urdu|uz uzbek|vi vietnamese|yi yiddish|yo yoruba|yue cantonese|zh chinese,mandarin|
zh mandarin chinese
"""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}\Z")


def _table() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in _TABLE.replace("\n", "").split("|"):
        short, names = row.split(" ", 1)
        for name in (short, *names.split(",")):
            known.setdefault(name, short)
    return known | {"jw": "jv", "javanese": "jv"}


_KNOWN = _table()


def language_tag(value: Any) -> str:
    """Return the BCP 47 tag of a language as a service names it, ``""`` for what is none.

    >>> [language_tag(name) for name in ("english", "en_us", "eng", "cmn-hans", "??-??")]
    ['en', 'en-US', 'en', 'zh-Hans', '']
    """
    if not isinstance(value, str):
        return ""
    text = value.strip()
    named = _tag(text.lower())
    if named:
        return named
    if not _TAG.match(text):
        return ""
    head, *rest = text.replace("_", "-").split("-")
    return "-".join([_tag(head.lower()) or head.lower(), *map(_subtag, rest)])


def _tag(name: str) -> str:
    """Return the tag of a language's name or code, ``""`` for what is neither."""
    found = _KNOWN.get(name) or two_letters(name)
    return found if name in _KNOWN or found != name else ""


def _subtag(part: str) -> str:
    if len(part) == 2:
        return "GB" if part.lower() == "uk" else part.upper()  # AssemblyAI writes en_uk
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()
