"""Decoration that a reply wears and its text does not: taken off where it is certain what was meant.

A mark is undone only where the text has no such mark. What is left is judged as any reply; a mark that is seen but
cannot be taken off for certain makes the reply one that is asked for again.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import unquote

from captionkit.translation.proof.text import cleaned, links_in, words_of

__all__ = ["decoration", "uncounted", "undone"]

_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)?|[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]"
)
#: Zero-width spaces, soft hyphens, bidi embeddings, overrides and isolates, variation tags.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\u2061-\u2064\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_JOINERS = re.compile(
    "(?<![\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\U0001f000-\U0001faff\ufe0f\u2600-\u27bf])[\u200c\u200d]"
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00d0\u00d1][\u0080-\u00bf\u0152-\u0178\u2013-\u203a\u20ac\u2122]|\u00e2[\u0080\u20ac]|"
    "[\u221a\u00ac\u251c\u252c][\u0080-\u00ff\u0192-\u0394\u2020-\u25ca]"
)
_PAIRS = (
    ("```", "```"), ("**", "**"), ("__", "__"), ("``", "``"), ("''", "''"), ('""', '""'), ("`", "`"), ("*", "*"),
    ("_", "_"), ("~", "~"), ('"', '"'), ("'", "'"), ("\u201c", "\u201d"), ("\u201e", "\u201c"), ("\u00ab", "\u00bb"),
    ("\u2018", "\u2019"), ("<<", ">>"),
)  # fmt: skip
_NUMBERING = re.compile(
    r"(?:\(?\d{1,4}(?:\.\d{1,3})?[.):\]|]|\[\d{1,4}(?:\.\d{1,3})?\]:?|#\d{1,4}[:.)]?|[A-Za-z][.)](?=\s)|"
    r"\u2116 ?\d{1,4}[.:]?|id[: ]\d+[:.]?)\s*"
    r"(?=\S)|(?:[\u2022\u25cf\u25e6\u2023\u2043\u00b7*+>\u2192\u27a4\u2794\u25b6]|->|=>|\u2013>|--)\s+",
    re.IGNORECASE,
)
_COUNT = re.compile(r"[\[(<#]?(\d{1,5})\b[\s.:)\]|>-]{0,3}(?=[^\W\d_]|[\u00bf\u00a1\"\u00ab(])")
_DASH = re.compile(r"[-\u2010-\u2015]\s+")
_LABEL = re.compile(r"(?:\*\*|\[)?([^\W\d_][\w ()\-]{1,28}?)(?:\*\*|\])?\s?[:\uff1a](?:\*\*)?\s+(?=\S)")
#: Brackets at the end, before the last stop.
_TAIL = re.compile(r"\s*[\[(]([^\[\]()]{0,300})[\])](?=[.!?]?$)|\s*[\[(](?=[.!?]$)")
_LINKED = re.compile(r"\[([^\[\]]{1,200})\]\((?:https?:)?[^()\s]{1,300}\)")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2700-\u27bf\u2b50\u2b55\u231a\u231b]\ufe0f?")
_BREAKS = re.compile(r"\\[nNrth]|<\s*br\s*/?\s*>|\{\\[^{}]{0,60}\}|[\u2028\u2029]|\u23ce|\u21b5", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[A-Za-z][\w.:-]{0,20})(?:\s[^<>]{0,200})?/?>")
_WHOLE_TAG = re.compile(r"<([A-Za-z][\w.:-]{0,20})(?:\s[^<>]{0,200})?>(.*)</\1>", re.DOTALL)

#: Labels that speak of the task: of a translation, an answer, a subtitle.
_TASK = frozenset(
    ("translation", "translated", "translate", "output", "answer", "result", "response", "reply", "target", "text",
     "subtitle", "caption", "assistant", "model", "traduccion", "traducción", "tradução", "traducao", "traduction",
     "übersetzung", "traduzione", "vertaling", "översättning", "oversættelse", "traducció", "tłumaczenie", "перевод",
     "respuesta", "resposta", "réponse", "antwort", "risposta", "subtítulo", "legenda", "sous-titre")
)  # fmt: skip
_LANGUAGES = frozenset(
    ("english", "spanish", "portuguese", "french", "italian", "german", "dutch", "swedish", "danish", "catalan",
     "polish", "russian", "español", "espanol", "castellano", "português", "portugues", "français", "francais",
     "italiano", "deutsch", "nederlands", "svenska", "dansk", "català", "catala", "polski", "русский", "inglés",
     "ingles", "inglês", "anglais", "englisch", "inglese", "brazilian")
)  # fmt: skip
_CODES = frozenset(
    ["en", "es", "pt", "fr", "it", "de", "nl", "sv", "da", "ca", "pl", "ru", "pt-br", "en-us", "es-es", "fr-fr"]
)


#: Letters with which no wrong decoding begins.
_SAFE = r"[A-Za-z\u00c0\u00c1\u00c4-\u00cf\u00d2-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+"
#: A reply of words, blanks and the usual marks between them: no step below finds anything to take off.
_PLAIN = re.compile(rf"(?![A-Za-z]\.)[\u00bf\u00a1]?{_SAFE}(?:(?:['\u2019-]|[.,;!?]? )[\u00bf\u00a1]?{_SAFE})*[.!?]?")


def undone(text: str, reply: str) -> tuple[str, list[str]]:
    r"""Return a reply without the decoration its text does not have, and the kinds of what was taken off.

    A label goes only where it names the task or a language.

    >>> undone("Good evening.", '1. "Buenas noches."')
    ('Buenas noches.', ['numbering', 'quotes'])
    >>> undone("Two: who?", "Dos: ¿quién?")
    ('Dos: ¿quién?', [])
    """
    kinds: list[str] = []
    if " " in reply and _PLAIN.fullmatch(reply):
        return reply, kinds
    for _ in range(6):  # one mark may hide another
        for kind, step in _STEPS:
            changed = step(text, reply)
            if changed != reply and (words_of(changed) or not words_of(reply)):
                kinds += [kind] if kind not in kinds else []
                reply = changed
                break
        else:
            break
    return cleaned(reply), kinds


def _unseen(text: str, reply: str) -> str:
    return _JOINERS.sub("", _UNSEEN.sub("", _CONTROL.sub("", reply)))


def _composed(text: str, reply: str) -> str:
    if reply.isascii():
        return reply
    reply = unicodedata.normalize("NFC", reply)
    wide = sum(0xFF01 <= ord(c) <= 0xFF5E and c.isalnum() for c in reply)
    return unicodedata.normalize("NFKC", reply) if wide * 3 > len(words_of(reply)) and wide >= 2 else reply


def _decoded(text: str, reply: str) -> str:
    if _MOJIBAKE.search(reply) and not _MOJIBAKE.search(text):
        for encoding in ("latin-1", "cp1252", "mac_roman", "cp437", "cp850"):
            try:
                better = reply.encode(encoding).decode("utf-8")
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
            if len(better) < len(reply):
                return better
    return reply


def _entities(text: str, reply: str) -> str:
    return html.unescape(reply) if _ENTITY.search(reply) and not _ENTITY.search(text) else reply


def _joined(text: str, reply: str) -> str:
    """Put blanks back for which another sign stands throughout."""
    blanks = text.count(" ")
    if " " in reply or blanks < 2 or links_in(text):
        return reply
    sign = re.match(r"\W{0,2}[^\W\d_]+(?:['\u2019][^\W\d_]+)?[,.;:!?]?([+_.|/~\u00b7-])\W?\w", reply)
    if not sign or re.search(rf"\w\{sign[1]}\w", text):
        return reply
    count, usual = reply.count(sign[1]) - reply.endswith(sign[1]), sign[1] in "/-"  # these stand inside words too
    if count < (2 if usual else 1) or (count + 1) * 3 < blanks or (sign[1] == "-" and count < 4):
        return reply
    return cleaned(re.sub(re.escape(sign[1]) + r"(?=\S)", " ", reply))


def _breaks(text: str, reply: str) -> str:
    if _BREAKS.search(reply) and "\\" not in text and not _BREAKS.search(text):
        return cleaned(_BREAKS.sub(" ", reply))
    if "%20" in reply and "%" not in text:
        return unquote(reply)
    return reply


def _wrapped(text: str, reply: str) -> str:
    """Take a JSON value or one element of XML off."""
    fenced = re.fullmatch(r"```[a-z]{0,8}\s*(.*?)\s*```", reply, re.DOTALL)
    if fenced:
        return fenced[1]
    if (reply[:1] in "{[" or (reply[:1] == '"' and "\\" in reply)) and len(reply) < 20_000 and reply[:1] != text[:1]:
        try:
            found = json.loads(reply)
        except (ValueError, RecursionError):
            found = None
        while isinstance(found, dict | list) and len(found) == 1:
            found = next(iter(found.values() if isinstance(found, dict) else found))
        if isinstance(found, str):
            return found
    element = _WHOLE_TAG.fullmatch(reply.strip()) if "<" not in text else None
    return element[2] if element and "<" not in element[2] else reply


def _quotes(text: str, reply: str) -> str:
    for opening, closing in _PAIRS:
        size = len(opening) + len(closing)
        if len(reply) > size and reply.startswith(opening) and reply.endswith(closing):
            inner = reply[len(opening) : -len(closing)]
            if opening == closing and reply.startswith(opening * 2) and not text.startswith(opening * 2):
                return inner.strip()
            if (opening in inner and opening == closing) or text.lstrip()[
                :1
            ] in "\"\u201c\u201e\u00ab\u2018'*_`~<\u2039":
                continue
            return inner.strip()
    return re.sub(r"(\*\*|__)(\S(?:.*?\S)?)\1", r"\2", reply) if "**" not in text and "__" not in text else reply


def _numbering(text: str, reply: str) -> str:
    found = _NUMBERING.match(reply)
    if found and not _NUMBERING.match(text) and not re.match(r"\W*\d", text) and text[:1] not in "([":
        return reply[found.end() :]
    dash = _DASH.match(reply)
    if dash and not re.match(r"\s*[-\u2010-\u2015>]", text):
        return reply[dash.end() :]
    return reply


def _labels(text: str, reply: str) -> str:
    found = _LABEL.match(reply)
    if not found or _LABEL.match(text):
        return reply
    words = {word.casefold() for word in re.split(r"[ ()]+", found[1]) if word}
    if words & (_TASK | _LANGUAGES) or found[1].casefold() in _CODES:
        return reply[found.end() :]
    return reply


def _tokens(text: str, reply: str) -> str:
    """Take the marks of models off: ends, languages, pieces of words."""
    if "\u2581" in reply and "\u2581" not in text:
        reply = cleaned(reply.replace(" ", "").replace("\u2581", " ") if reply.count("\u2581") > 1 else reply[1:])
    if "@@ " in reply and "@@" not in text:
        reply = reply.replace("@@ ", "")
    if re.search(r"(?<=\w) ##(?=\w)", reply) and "##" not in text:
        reply = reply.replace(" ##", "")
    if "<" not in text:
        reply = re.sub(r"<\|[^|<>]{1,40}\|>(?:(?:assistant|user|system)\b)?|</?s>|<(?:pad|eos|bos)>", "", reply)
    if not _LANGUAGE_TOKEN.match(text):
        reply = _LANGUAGE_TOKEN.sub("", reply)
    return reply.strip()


def _stops(text: str, reply: str) -> str:
    """Take a second stop at the end off, a stop in front, and a quote that is opened or closed alone."""
    if re.match(r"[.,;:!?]\s+[^\W\d_]", reply) and text[:1].isalnum():
        reply = reply[1:].lstrip()
    if re.search(r"(?<!\.)\.\.$", reply) and not text.endswith(".."):
        reply = reply[:-1]
    if re.search(r"[!?\u2026]\.$", reply) and not re.search(r"[!?\u2026]\.$", text):
        reply = reply[:-1]
    for mark in ('"', "\u201c", "\u201d", "\u00ab", "\u00bb"):
        if sum(reply.count(c) for c in _QUOTE_MARKS) == 1 and not any(c in text for c in _QUOTE_MARKS):
            reply = reply.removeprefix(mark).removesuffix(mark)
    return reply


def _brackets(text: str, reply: str) -> str:
    """Take a bracket at the end off that only says the text again, a letter for the gender or a language."""
    found = _TAIL.search(reply)
    if not found or _TAIL.search(text):
        return reply
    own = {word.casefold() for word in words_of(text)}
    inside = [word.casefold() for word in words_of(found[1] or "") if not (word.isupper() and len(word) <= 6)]
    aside = _LANGUAGES | {"in", "en", "em", "auf", "på", "the", "im"}
    if all(word in own or len(word) == 1 or word in aside for word in inside):
        left = reply[: found.start()] + reply[found.end() :]
        return left + text.rstrip()[-1] if text.rstrip()[-1:] in tuple(".!?") and left[-1:].isalnum() else left
    return reply


def _links(text: str, reply: str) -> str:
    return _LINKED.sub(r"\1", reply) if not _LINKED.search(text) else reply


def _emoji(text: str, reply: str) -> str:
    if _EMOJI.search(reply) and not _EMOJI.search(text):
        return cleaned(_EMOJI.sub("", reply))
    return reply


def _hyphens(text: str, reply: str) -> str:
    """Join what was divided as at the end of a line."""
    if re.search(r"\w- \w", text):
        return reply
    return (
        re.sub(r"(?<=[^\W\d_])- (?=[^\W\d_])", "", reply)
        if re.search(r"[^\W\d_]- [a-z\u00df-\u00ff]", reply)
        else reply
    )


def _doubled_marks(text: str, reply: str) -> str:
    """Halve quotes doubled as in CSV."""
    for mark in ('"', "'"):
        if mark * 2 in reply and mark * 2 not in text:
            return reply.replace(mark * 2, mark)
    return reply


_QUOTE_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
_LANGUAGE_TOKEN = re.compile(
    r">>[A-Za-z_-]{2,10}<<\s*|<2[A-Za-z_-]{2,10}>\s*|__[A-Za-z]{2,3}(?:_[A-Za-z]{2,4})?__\s*|\[[a-z]{2}\]\s+(?=\S)"
)

_STEPS = (
    ("encoding", _decoded),
    ("control", _unseen),
    ("tokens", _tokens),
    ("composed", _composed),
    ("entities", _entities),
    ("breaks", _breaks),
    ("blanks", _joined),
    ("wrapping", _wrapped),
    ("links", _links),
    ("brackets", _brackets),
    ("numbering", _numbering),
    ("label", _labels),
    ("quotes", _quotes),
    ("doubled-marks", _doubled_marks),
    ("emoji", _emoji),
    ("hyphens", _hyphens),
    ("stops", _stops),
)


def uncounted(texts: Sequence[str], replies: Sequence[str]) -> list[str]:
    """Return the replies of a call without the numbers in front by which they count up, which their texts have not.

    >>> uncounted(["One.", "Two.", "Three."], ["007 Uno.", "008 Dos.", "009 Tres."])
    ['Uno.', 'Dos.', 'Tres.']
    """
    found = [_COUNT.match(reply) for reply in replies]
    numbers = [int(match[1]) for match in found if match]
    counting = len(numbers) == len(replies) >= 3 and all(b - a == 1 for a, b in pairwise(numbers))
    if not counting or sum(bool(_COUNT.match(text)) for text in texts) > 1:
        return list(replies)
    return [reply[match.end() :] for reply, match in zip(replies, found, strict=True) if match]


#: Signs of which every decoration has one.
_DECORATED = re.compile(r"[\[(\u3010{<>*`|#=_~\\}^%$/&]|XXX|TODO")


def decoration(text: str, reply: str) -> str:
    """Return what decoration a reply still has that its text lacks, ``""`` for none.

    >>> decoration("It is late.", "Es tarde (nota: formal)")
    'a remark in brackets'
    """
    if not _DECORATED.search(reply):
        return ""
    brackets = re.search(r"[\[(\u3010{]", reply), re.search(r"[\[(\u3010{]", text)
    if brackets[0] and not brackets[1]:
        return "a remark in brackets"
    if (
        ("<" not in text and _TAG.search(reply))
        or ("-->" in reply and "-->" not in text)
        or ("{\\" in reply and "{\\" not in text)
    ):
        return "timing or markup"
    for mark, name in (
        ("*", "asterisks"), ("`", "code marks"), ("|", "bars"), ("#", "number signs"), ("=", "equals signs"),
        ("_", "underscores"), ("~", "tildes"), ("\\", "backslashes"), ("{", "braces"), ("}", "braces"), ("^", "carets"),
        ("%s", "a placeholder"), ("$$", "a placeholder"),
    ):  # fmt: skip
        if mark in reply and mark not in text:
            return name
    if re.search(r"(?<=[^\s/]) ?/ ?(?=[^\s/])", reply) and "/" not in text:
        return "alternatives with a slash"
    if _ENTITY.search(reply) and not _ENTITY.search(text):
        return "entities"
    if re.search(r"\bX{3,}\b|\bTODO\b|\bN/A\b", reply) and not re.search(r"\bX{3,}\b|\bTODO\b|\bN/A\b", text):
        return "a placeholder"
    return ""
