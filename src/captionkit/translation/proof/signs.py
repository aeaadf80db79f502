"""What a reply is written with, and neither its text nor its language has: signs, letters, capitals, words, accents.

Honest translations hold none of it (0 to 0.4 in 1,000 of 9,900 pairs by engines, 0 to 4 of 270 by people), whatever
program wrote it there: a wrong decoding, pseudo letters, an unknown word's stand-in, a case that was lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from captionkit.languages import common_words
from captionkit.text.scripts import has_unspaced
from captionkit.translation.proof.facts import Fault
from captionkit.translation.proof.language import ordinary_words, own_words, stray_word, unusual
from captionkit.translation.proof.text import fold, folded_words, word_row

__all__ = ["ACCENTED", "foreign_signs", "hints_of", "odd_writing", "unaccented"]

#: Letters beyond a to z of languages in Latin script, those of usual loanwords included.
_LETTERS = {
    "ca": "àèéíïòóúüçŀ", "cs": "áčďéěíňóřšťúůýž", "da": "æøåéä", "de": "äöüßéàê", "en": "áàâäãçéèêëíîïñóòôöõúùûüæœåø",
    "es": "áéíóúüñ", "et": "äöõüšž", "fi": "äöåšžé", "fr": "àâæçéèêëîïôœùûüÿ", "gl": "áéíóúüïñ", "hr": "čćđšž",
    "hu": "áéíóöőúüű", "is": "áðéíóúýþæö", "it": "àèéìíîòóù", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž",
    "nl": "áàâäéèêëíïóöúüûç", "no": "æøåéèêóòôà", "nb": "æøåéèêóòôà", "pl": "ąćęłńóśźżé", "pt": "áàâãçéêíóôõúü",
    "ro": "ăâîșşțţ", "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čšž", "sv": "åäöéàü", "tr": "çğıöşüâîû",
}  # fmt: skip
#: Marks and signs that a translation may have though its text has none; all of ASCII is judged elsewhere.
_USUAL = frozenset(
    "\u20ac\u00a3\u00a5\u00a7\u00b0\u00ba\u00aa\u2116\u2026\u201c\u201d\u2018\u2019\u00ab\u00bb\u2039\u203a\u201e\u201a"
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00d7\u00bf\u00a1\u2032\u2033\u00a0\u202f\u00bd\u00bc\u00be\u00b2\u00b3"
    "\u00a9\u00ae\u2122\u02bc\u02bb\u00b4"
)
#: Kinds of signs: symbols, marks, figures that are no digits, private and unassigned ones.
_ODD = ("S", "Co", "Cn", "No", "Po")
_RUN_ON = re.compile(r"\b\w*[^\W\d_A-Z\u00c0-\u00de][A-Z\u00c0-\u00de]\w*")
#: Begins with what is rare, so that the rest of a text is passed over at once; so do the two around it.
_CAPITALS = re.compile(r"[A-Z\u00c0-\u00de](?<!\w.)[A-Z\u00c0-\u00de]+\b")
_RUNS_ON = re.compile(r"[A-Z\u00c0-\u00de](?<=[^\W\d_A-Z\u00c0-\u00de].)")
_CAPITALS_NEAR = re.compile(r"[A-Z\u00c0-\u00de]\W?[A-Z\u00c0-\u00de]")
_ROMAN = re.compile(r"[IVXLCDM]+")
_STUTTER = re.compile(r"(?<![\w-])(\w{1,3})-\1\w", re.IGNORECASE)
_SENTENCE = re.compile(
    r"[.!?](?<!\..)(?<!\b\w.)(?<!\b[MSDJ]r.)(?<!\bMs.)(?<!\bSt.)(?<!\bMrs.)(?<!\b[SD]ra.)(?<!\bSta.)"
    r"[\"'\u201d\u2019\u00bb)]*\s+"
    r"[\"'\u201c\u2018\u00ab(\u00bf\u00a1-]*[^\W\d_a-z\u00df-\u00ff]"
)
#: Languages whose ordinary texts have accents in every few sentences.
ACCENTED = frozenset(
    ("es", "pt", "fr", "ca", "sv", "da", "no", "cs", "sk", "pl", "hu", "ro", "tr",
     "vi", "is", "lt", "lv", "hr", "sl", "fi", "de", "gl")
)  # fmt: skip
#: Letters of some replies without one accent from which that is no chance.
_LETTERS_BARE = 400
#: Words that are right without the accent that another, commoner one has.
_BARE_TOO = frozenset(
    ("anos", "pais", "aun", "tenia", "agua", "sera", "meme", "tete", "pero", "esta",
     "ware", "video", "lange", "manga", "over", "saga", "satt", "star")
)  # fmt: skip
#: Languages of which the accented words were looked through for such.
_LOOKED_THROUGH = frozenset(("es", "pt", "fr", "ca", "it"))


def odd_writing(text: str, reply: str, source: str, target: str) -> list[Fault]:
    """Return what a reply is written with that neither its text nor its language has.

    >>> [fault.detail for fault in odd_writing("The world is small.", "El mundo es peque\u00b1o.", "en", "es")]
    ['the reply holds signs that its text does not: \u00b1']
    >>> odd_writing("The world is small.", "El mundo es pequeño.", "en", "es")
    []
    """
    signs = foreign_signs(text, reply)
    if signs:
        return [Fault("signs", f"the reply holds signs that its text does not: {' '.join(sorted(signs)[:4])}")]
    alphabet = _LETTERS.get(target.partition("-")[0].lower())
    if alphabet is None:  # nothing is known of the language
        return []
    words = own_words(text, reply, source)
    return [
        fault
        for fault in (
            _letters(text, words, alphabet), _run_on(text, reply), _capitals(text, reply), _stuttered(text, reply),
            _accents(text, words, target), _sentences(text, reply), _stray(text, reply, source, target),
        )
        if fault is not None
    ]  # fmt: skip


def foreign_signs(text: str, reply: str) -> set[str]:
    """Return the signs of a reply, beyond ASCII, that no translation of its text has."""
    if reply.isascii() or has_unspaced(reply):
        return set()
    return {
        c
        for c in reply
        if c > "\x7f" and c not in _USUAL and not c.isalnum() and c not in text
        and unicodedata.category(c).startswith(_ODD)
        and not (c == "\u00b7" and re.search(r"l\u00b7l", reply))
        and unicodedata.name(c, "").split(" ")[0] not in _OF_SCRIPTS
    }  # fmt: skip


#: Marks of scripts with letters: their own full stops and commas.
_OF_SCRIPTS = frozenset(
    ("ARABIC", "DEVANAGARI", "GREEK", "ARMENIAN", "HEBREW", "ETHIOPIC", "KHMER",
     "LAO", "THAI", "TIBETAN", "BENGALI", "TAMIL", "SINHALA", "MYANMAR")
)  # fmt: skip


def _stray(text: str, reply: str, source: str, target: str) -> Fault | None:
    word = stray_word(text, reply, source, target)
    return Fault("language", f"{word!r} is not a word of the language, nor of the text", hard=False) if word else None


def _letters(text: str, words: Sequence[str], alphabet: str) -> Fault | None:
    own = text.casefold()
    odd = [
        word
        for word in words
        if not word.isascii() and any(c > "\x7f" and c.isalpha() and c not in alphabet and c not in own for c in word)
    ]
    if not odd:
        return None
    return Fault("letters", f"{odd[0]!r} is written with letters that the language does not have", hard=len(odd) > 1)


def _run_on(text: str, reply: str) -> Fault | None:
    """Capitals inside words: joined words, or a case turned round."""
    if not _RUNS_ON.search(reply):
        return None
    plain = text.casefold()
    odd = [word for word in _RUN_ON.findall(reply) if word.casefold() not in plain]
    return Fault("capitals", f"{odd[0][:40]!r} has a capital inside", hard=len(odd) > 1) if odd else None


def _capitals(text: str, reply: str) -> Fault | None:
    """A word in capitals where the text has none: a stand-in for one that a translator did not know."""
    found = _CAPITALS.findall(reply)
    if not found or _CAPITALS_NEAR.search(text):
        return None
    words = word_row(reply)
    plain = text.casefold()
    odd = [w for w in found if not _ROMAN.fullmatch(w) and w.casefold() not in plain]
    return Fault("capitals", f"{odd[0]!r} is in capitals", hard=False) if odd and len(words) > 1 else None


def _stuttered(text: str, reply: str) -> Fault | None:
    found = _STUTTER.search(reply)
    return Fault("loop", "the reply stutters", hard=False) if found and not _STUTTER.search(text) else None


@lru_cache(maxsize=2048)
def _ends_inside(text: str) -> int:
    """Return how many sentences end inside a text."""
    return len(_SENTENCE.findall(text))


def _sentences(text: str, reply: str) -> Fault | None:
    """A sentence more than the text has: an apology, an offer, an explanation, a credit."""
    more = _ends_inside(reply) - _ends_inside(text)
    return Fault("added", "the reply has a sentence more than the text", hard=False) if more > 0 else None


@cache
def _accented(target: str) -> dict[str, frozenset[str]]:
    """Return the common words that are never written without their accents, by their letters alone."""
    base = target.partition("-")[0].lower()
    if base not in _LOOKED_THROUGH:
        return {}
    common = common_words(base)
    forms: dict[str, set[str]] = {}
    for word in common:
        bare = fold(word)
        if len(bare) >= 4 and bare not in common and bare not in _BARE_TOO:
            forms.setdefault(bare, set()).add(word)
    return {bare: frozenset(words) for bare, words in forms.items()}


def _accents(text: str, words: Sequence[str], target: str) -> Fault | None:
    """A common word without its accent, or with another one."""
    forms = _accented(target)
    odd = [word for word in words if (right := forms.get(fold(word))) and word not in right]
    return Fault("accents", f"{odd[0]!r} has not its accents", hard=len(set(odd)) > 1) if odd else None


def unaccented(replies: Sequence[str], target: str) -> bool:
    """Return whether replies have so many letters and no accent among them that their accents must be lost."""
    if target.partition("-")[0].lower() not in ACCENTED:
        return False
    if sum(sum(map(str.isalpha, reply)) for reply in replies) < _LETTERS_BARE:
        return False
    beyond = {c for reply in replies if not reply.isascii() for c in reply if c > "\x7f" and c.isalpha()}
    return all(fold(c) == c.casefold() for c in beyond)


def hints_of(text: str, reply: str, source: str, target: str) -> set[str]:
    """Return what is unusual about a reply but not wrong by itself; :class:`.crowd.Crowd` counts it over a run.

    >>> hints_of("He is our man.", "Nota: es nuestro hombre", "en", "es")
    {'a colon is added'}
    """
    found = {
        f"a {name} is added"
        for name, sign in (("colon", ":"), ("semicolon", ";"), ("dash", " - "), ("slash", "/"), ("bracket", "("))
        if sign in reply and reply.count(sign) > text.count(sign)
    }
    if sum(map(reply.count, _QUOTES)) > sum(map(text.count, _QUOTES)) + 1:
        found.add("quotes are added")
    if _bare_of_small_words(text, reply, source, target):
        found.add("the small words are missing")
    if _ends_inside(reply) < _ends_inside(text):
        found.add("a sentence is lost")
    if unusual(own_words(text, reply, source), target):
        found.add("words are not written as in the language")
    return found


_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'


def _bare_of_small_words(text: str, reply: str, source: str, target: str) -> bool:
    """Return whether a text has ordinary words of its language and the reply, of four words and more, has none."""
    ours, theirs = ordinary_words(source), ordinary_words(target)
    words, own = folded_words(reply), folded_words(text)
    if not ours or not theirs or len(words) < 4:
        return False
    count = sum(word in theirs for word in words)
    before = sum(word in ours for word in own)
    return (count == 0 and before >= 2) or (count == 1 and len(words) >= 7 and before >= 4)
