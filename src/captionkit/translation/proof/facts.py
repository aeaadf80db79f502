"""What a translation must keep: numbers, names of currencies, addresses, terms, signs, questions, negation.

Nothing here says that a reply is not a translation; each is a *soft* fault (see :mod:`.reply`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from captionkit.text.scripts import has_unspaced
from captionkit.translation.base import Term
from captionkit.translation.proof.concepts import concepts_for, negatives, same_word
from captionkit.translation.proof.language import odds_of, ordinary_words
from captionkit.translation.proof.numbers import has_number_words, numbers_in
from captionkit.translation.proof.text import fold, folded_words, has_term, links_in, word_row

__all__ = ["Fault", "ends_sentence", "exact_faults", "known_words_missing", "oddities"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one reply: ``kind`` is a slug, ``detail`` a clause for people."""

    kind: str
    detail: str
    hard: bool = True


#: Numbers in words that a translation may say otherwise: a thousand millions, "both", a dozen.
_LOOSE_NUMBERS = frozenset(("100", "1000"))
#: Words for tens: with them a number may be one word in the other language.
_COMPOUND = re.compile(
    r"\b(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty|vein?t[ei]|vinte|vingt|venti|treinta|trinta|trente|trenta|"
    r"(?:[cq]uar|cinq?u?|[sz]e|och|oit|nov|nin|set|seix|vuit)\w{1,6}(?:nta|nte|nti))\b",
    re.IGNORECASE,
)
#: Log odds (source over target) from which a word is plainly of the source.
_PLAINLY = 6.5
_PAIRED = re.compile(r"\b(?:both|twice|once|dozen)\b", re.IGNORECASE)
_STOPS = ".!?\u2026\u3002\uff01\uff1f\u061f"
_CLOSERS = "\"'\u201d\u2019\u00bb)]\u266a\u266b "
_SIGNS = re.compile(
    "[\u266a\u266b\u266c\u2669%\u20ac\u00a3$\u00a5\u00b0\u2122\u00ae\u00a9&@\U0001f000-\U0001faff\u2600-\u27bf]"
)
_CURRENCY = {
    "$": "dollar dolar dolares dolares dollaro dollari dollars dollarn usd us", "\u20ac": "euro euros eur eura evro",
    "\u00a3": "libra libras livre livres pound pounds sterlina sterline pfund pond pund esterlinas gbp funt funtow",
    "\u00a5": "yen yenes ienes jpy yuan",
}  # fmt: skip
_MONEY_WORDS = {
    "$": ("dollar", "dollars", "bucks"), "\u20ac": ("euro", "euros"), "\u00a3": ("pound", "pounds", "quid"),
}  # fmt: skip
#: Words that may stand twice at the beginning (French "nous nous", a repeated answer).
_TWICE = frozenset(("nous", "vous", "no", "si", "nao", "sim", "non", "oui", "nein", "ja", "nej", "si", "muy", "muito"))
_FIGURE = re.compile(r"\d")
_MIXED_CASE = re.compile(r"[^\W\d_]*[A-Z\d.@/]")
#: Spanish and Portuguese have no apostrophe inside a word but in a few names, the others none behind a vowel.
_APOSTROPHE = {
    **dict.fromkeys(("es", "pt", "gl"), re.compile(r"[a-z]['\u00b4`](\w*)")),
    **dict.fromkeys(("fr", "sv", "da", "no", "nb", "pl", "cs", "ro"), re.compile(r"(?<![qQ])[aeiou]['\u00b4`](\w*)")),
}
_YES = frozenset(["yes", "yeah", "si", "sim", "oui", "ja", "jo", "da", "tak"])
_WITHOUT = frozenset(("without", "sin", "sans", "sem", "senza", "ohne", "zonder", "utan", "uden", "sense", "bez"))
_NO = frozenset(["no", "nao", "non", "nein", "nee", "nej", "nei", "nie", "нет"])
_SIGN_WORDS = {
    "%": "percent por cien ciento cento pour prozent procent", "&": "and y e et und en och og i",
    "\u00b0": "grad grados graus degres",
    "@": "arroba at",
}  # fmt: skip


def oddities(text: str, reply: str, source: str, target: str) -> list[Fault]:
    """Return what is odd about a reply that may well be right."""
    found = [
        fault for check in (_signs, _money, _polarity, _times, _begun) if (fault := check(text, reply)) is not None
    ]
    found += [*_raised(text, reply, target), *_apostrophes(text, reply, target)]
    ending = _ending(text, reply, target)
    found += [ending] if ending else []
    if re.fullmatch(r"\W*\w{10,}\W*", reply) and len(text.split()) >= 3 and not has_unspaced(reply):
        found.append(Fault("spacing", "one word stands for several", hard=False))
    missing = known_words_missing(text, reply, source, target)
    if missing >= 4:
        found.append(Fault("unlike", f"none of {missing} words that are known of the text is in the reply", hard=False))
    lost = _negation(text, reply, source, target)
    return [*found, *([lost] if lost else [])]


def _begun(text: str, reply: str) -> Fault | None:
    """How a reply begins: with a capital where the text does, and with no word twice."""
    one, two = (re.search(r"[^\W\d_]", part) for part in (text, reply))
    if one and two and one[0].isupper() and two[0].islower() and not _MIXED_CASE.match(reply, two.start()):
        return Fault("begun", "the reply begins in lower case", hard=False)
    words, own = word_row(reply), folded_words(text)
    twice = len(words) > 2 and words[0].casefold() == words[1].casefold() and own[:1] != own[1:2]
    if twice and (words[0].casefold() not in _TWICE or words[1][0].isupper()):
        return Fault("loop", "the reply begins with a word twice", hard=False)
    return None


def _raised(text: str, reply: str, target: str) -> list[Fault]:
    """Every word of a short reply has a capital, and in the text only the first: not in languages that write more."""
    if target.partition("-")[0].lower() in ("en", "de", "lb"):
        return []
    words, own = word_row(reply), word_row(text)
    if len(words) < 2 or any(word[0].isupper() for word in own[1:]) or not all(word[0].isupper() for word in words):
        return []
    return [Fault("capitals", "every word of the reply begins with a capital", hard=False)]


def _apostrophes(text: str, reply: str, target: str) -> list[Fault]:
    """Accents that became apostrophes: in languages where none stands there."""
    pattern = _APOSTROPHE.get(target.partition("-")[0].lower())
    if pattern is None:
        return []
    plain = text.replace("\u2019", "'").casefold()
    found = any("'" + match[1].casefold() not in plain for match in pattern.finditer(reply))
    return [Fault("accents", "an accent of the reply became an apostrophe", hard=False)] if found else []


def _ending(text: str, reply: str, target: str) -> Fault | None:
    one, two = text.rstrip(_CLOSERS), reply.rstrip(_CLOSERS)
    dots = ("...", "\u2026")
    if not two or not one:
        return None
    if two.endswith(dots) != one.endswith(dots):
        return Fault("ending", "the dots of a broken-off sentence do not agree", hard=False)
    asks = "?" in text
    if asks != any(mark in reply for mark in ("?;\u037e" if target.startswith("el") else "?\u061f\uff1f")):
        return Fault("ending", "one of text and reply is a question", hard=False)
    if one[-1] not in _STOPS and one[-1] != ":" and two[-1] in "?!" and one[-1].isalnum():
        return Fault("ending", "the reply ends with another mark", hard=False)
    return None


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with a full stop or the like.

    >>> ends_sentence('He said "no."'), ends_sentence("He said")
    (True, False)
    """
    bare = text.rstrip(_CLOSERS)
    return bare[-1:] != "" and bare[-1] in _STOPS + ";\u037e\u0964"


def _signs(text: str, reply: str) -> Fault | None:
    for sign in dict.fromkeys(_SIGNS.findall(text)):
        words = set(_SIGN_WORDS.get(sign, "").split()) | set(_CURRENCY.get(sign, "").split())
        if sign not in reply and not any(w[:4] == x[:4] for w in words for x in folded_words(reply)):
            return Fault("sign", f"{sign} is missing", hard=False)
    return None


def _money(text: str, reply: str) -> Fault | None:
    for sign, names in _MONEY_WORDS.items():
        if sign in text or any(name in folded_words(text) for name in names):
            for other in _CURRENCY:
                words = set(_CURRENCY[other].split())
                mine = set(_CURRENCY[sign].split())
                here = set(folded_words(reply))
                named = any(name in folded_words(text) for name in _MONEY_WORDS.get(other, ()))
                there = other in reply or here & words
                if other != sign and there and other not in text and not named and not here & mine:
                    return Fault("sign", "the currency is another one", hard=False)
    return None


def _polarity(text: str, reply: str) -> Fault | None:
    one, two = folded_words(text), folded_words(reply)
    if one and two and ((one[0] in _YES and two[0] in _NO) or (one[0] in _NO and two[0] in _YES)):
        return Fault("polarity", "yes and no are exchanged", hard=False)
    return None


def _times(text: str, reply: str) -> Fault | None:
    """Half of the day, and figures with a slash, are part of a number."""
    if not _FIGURE.search(text):
        return None
    if re.search(r"\d\s?p\.?\s?m\b", text, re.IGNORECASE) and not re.search(
        r"p\.?\s?m\b|tarde|noche|noite|soir|apr[e\u00e8]s|abend|nachmittag|middag|pomeriggio|sera|kv[a\u00e4]ll|aften|vespre|nit\b|\b(?:1[2-9]|2[0-3])\b",
        reply, re.IGNORECASE,
    ):  # fmt: skip
        return Fault("number", "the afternoon of a time of day is missing", hard=False)
    for pair in re.findall(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])", text):
        if pair[0] != pair[1] and f"{pair[1]}/{pair[0]}" in reply and "/".join(pair) not in reply:
            return Fault("number", f"{'/'.join(pair)} is turned round", hard=False)
    return None


def _negation(text: str, reply: str, source: str, target: str) -> Fault | None:
    """The text negates and the reply holds no negative word: often a fault, sometimes only another way to say it."""
    ours, theirs = negatives(source), negatives(target)
    if not ours or not theirs:
        return None
    strong = [word for word in folded_words(text) if word in ours and word not in _WITHOUT and len(word) > 1]
    shortened = re.search(r"n['\u2019]t\b", text, re.IGNORECASE) is not None
    here = folded_words(reply)
    if (strong or shortened) and not any(w in theirs or w[:2] in ("in", "im", "un") for w in here):
        return Fault("negation", "the text negates and the reply does not", hard=False)
    return None


def known_words_missing(text: str, reply: str, source: str, target: str) -> int:
    """Return of how many words of a text a translation is known, if none of them is in the reply; else 0."""
    concepts = concepts_for(source, target)
    here, own = folded_words(reply), dict.fromkeys(folded_words(text))
    whole = set(here)
    if any(not whole.isdisjoint(concepts[word]) for word in own):  # as nearly always
        return 0
    ordinary, heads = ordinary_words(source), {word[:4] for word in here}
    count = 0
    for word in own:
        forms = concepts[word]
        if not forms:
            continue
        if any(same_word(form, other) for form in forms if form[:4] in heads for other in here):
            return 0
        count += word not in ordinary or len(word) > 4
    return count


def _missing_numbers(text: str, reply: str, target: str) -> list[Fault]:
    found = numbers_in(text, "") - numbers_in(reply, target)
    if not found:
        return []
    squashed = re.sub(r"\D", "", reply)
    missing = {n for n in found if len(n) < 3 or n not in squashed}
    return [Fault("number", f"{', '.join(sorted(missing))} is missing", hard=False)] if missing else []


def _added_numbers(text: str, reply: str, source: str) -> list[Fault]:
    found = numbers_in(reply, "") - numbers_in(text, source)
    if not found:
        return []
    squashed = re.sub(r"\D", "", text)
    added = {n for n in found if n not in squashed}
    listed = ", ".join(sorted(added))
    return [Fault("number-added", f"{listed} is not in the text", hard=False)] if added else []


def _other_numbers(text: str, reply: str, source: str, target: str) -> list[Fault]:
    """A number in words is another one in the translation; one is left out, which is an article in many languages."""
    if not source:
        return []
    own, theirs = numbers_in(text, source) - {"1"}, numbers_in(reply, target) - {"1"}
    missing, added = own - theirs - numbers_in(text, ""), theirs - own - numbers_in(reply, "")
    if missing and added:
        return [Fault("number", f"{min(missing)} became {min(added)}", hard=False)]
    if missing and not _COMPOUND.search(text) and has_number_words(target):
        gone = missing & numbers_in(_PAIRED.sub("", text), source) - _LOOSE_NUMBERS
        return [Fault("number", f"{', '.join(sorted(gone))} is missing", hard=False)] if gone else []
    return []


def _number_left(text: str, reply: str, source: str, target: str) -> list[Fault]:
    """A number stands in the reply in words of the source language."""
    if not has_number_words(target) or not numbers_in(reply, source):
        return []
    own, ordinary = set(word_row(text)), ordinary_words(target)
    left = [
        w
        for w in word_row(reply)
        if w.islower() and fold(w) not in ordinary and numbers_in(w, source) and not numbers_in(w, target)
        if w in own or odds_of((w,), source, target) >= _PLAINLY
    ]
    return [Fault("number", f"{left[0]!r} is not a number of the language", hard=False)] if left else []


def _missing_terms(text: str, reply: str, terms: Sequence[Term]) -> list[Fault]:
    missing = [t for t in terms if has_term(text, t.source, t.exact) and not has_term(reply, t.target, False)]
    return [Fault("term", f"{t.source!r} is not rendered as {t.target!r}", hard=False) for t in missing]


def _missing_links(text: str, reply: str) -> list[Fault]:
    return [Fault("link", f"{link} is missing", hard=False) for link in links_in(text) if link not in reply]


def exact_faults(text: str, reply: str, target: str, terms: Sequence[Term], source: str) -> list[Fault]:
    """Return which numbers, terms and addresses are not as they must be."""
    numbers = (
        *_missing_numbers(text, reply, target),
        *_added_numbers(text, reply, source),
        *_other_numbers(text, reply, source, target),
        *_number_left(text, reply, source, target),
    )
    return [*numbers, *_missing_terms(text, reply, terms), *_missing_links(text, reply)]
