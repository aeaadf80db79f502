"""Labels of speakers in captions: ``ANN:``, ``[Ann]:``, ``(ANN):``, ``>> JOHN:``, ``HONDO [over comm]:``, ``（咲太）``.

One grammar for every part that reads, removes or writes labels::

    label   = { dash | chevrons } ( named | bracketed | full-width )
    named   = [ manner ] NAME [ manner ] ":"
    bracketed = "[" NAME [ ", " manner ] "]" ":"        (round brackets alike)
    full-width = "（" NAME "）" before speech on the same line, or "NAME：" / "NAME「"
    manner  = "[over comm]" | "(whispering)"

A name is in capitals, or in a script that has none, or one of the names that the caller knows; inside brackets before a
colon it may be written as names are. A clock time, an address or a sentence with a colon is not a label.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from captionkit.text.marks import BIDI, CHEVRONS, DASH, NOTES
from captionkit.text.scripts import SCRIPTS
from captionkit.values import value

__all__ = ["SpeakerLabel", "label_of"]

#: Characters and words that a name has at most.
_LONGEST, _MOST_WORDS = 40, 5
#: Characters of a name in full-width brackets; what is longer describes a sound.
_LONGEST_WIDE = 12

_MANNER = r"(?:\[[^\[\]\n]{1,60}\]|\([^()\n]{1,60}\))"
_NAME = rf"[^\W_](?:[^:：\n\[\](){{}}<>{NOTES}\"“”!?;]{{0,{_LONGEST - 1}}}[^\s:：\[\](){{}}<>,;!?\"“”])?"
_NAMED = re.compile(
    rf"(?P<before>{_MANNER})?[ \t]*(?P<name>{_NAME})[ \t]*(?P<after>{_MANNER})?[ \t]*[:：](?![\d/])[ \t\u3000]*"
)
_BRACKETED = re.compile(r"(?:\[(?P<square>[^\[\]\n]{1,60})\]|\((?P<round>[^()\n]{1,60})\))[ \t]*[:：](?!/)[ \t]*")
_WIDE = re.compile(rf"[（［【](?P<name>[^（）［］【】\n]{{1,{_LONGEST_WIDE}}})[）］】][ \t\u3000]*(?=[^\s{NOTES}])")
_MARGIN = re.compile(rf"[\s{BIDI}]*")
_CASELESS = re.compile("[" + "".join(SCRIPTS[s] for s in ("Han", "Kana", "Hangul", "Arabic", "Hebrew", "Thai")) + "]")
#: Verbs that tell who says what follows, where a script has no capitals to tell a name by: he said, she asks.
_SAYS = re.compile(
    "[说說道问問答曰喊]\\Z|(?:^|\\s)(?:قال|قالت|قالوا|قلت|يقول|تقول|אמר|אמרה|אמרתי|אמרו|אומר|אומרת|שאל|שאלה)\\Z"
)
#: What stands before a colon in capitals and is nobody: a time of day, a heading, a sign.
_NOBODY = re.compile(
    r"\d{1,2}(?:[.:]\d\d)? ?[AP]\.?M\.?|(?:WARNING|CAUTION|DANGER|ATTENTION|NOTE|N\.?B\.?|P\.? ?S\.?|FYI|RE|SUBJECT|"
    r"DATE|ACHTUNG|HINWEIS|ATENCI\u00d3N|ATTENZIONE|NOTA|(?:CHAPTER|EPISODE|PART|KAPITEL|TEIL|CHAPITRE|\u00c9PISODE|PARTIE|"
    r"CAP\u00cdTULO|CAPITOLO|EPISODIO|PARTE)(?: (?:\d+|[IVXLC]+|[A-Z]+))?)"
)
#: Words of what was measured or listed before a colon, in capitals too: not persons.
_WRITTEN = re.compile(r"[A-Z]{2,}[:.]|\d")


@value
class SpeakerLabel:
    """A label at the start of a line.

    ``name`` is the speaker, ``manner`` how the words are spoken (without its brackets), ``mark`` the dash or ``>>``
    before it; the label's text is that from ``start`` to ``end``, mark and blanks after it included.
    """

    name: str
    start: int
    end: int
    manner: str = ""
    mark: str = ""


def label_of(line: str, names: Collection[str] = ()) -> SpeakerLabel | None:
    """Return the speaker's label that a line begins with, None where it begins with none.

    ``names`` are speakers known from elsewhere, whose labels may be written in any case.

    >>> for text in ("HONDO [over comm]: We wait.", "- [Ann]: Hi", ">> JOHN: Yes.", "（咲太） 待って", "At 12:30"):
    ...     label = label_of(text)
    ...     print(label and (label.name, label.manner, text[label.end :]))
    ('HONDO', 'over comm', 'We wait.')
    ('Ann', '', 'Hi')
    ('JOHN', '', 'Yes.')
    ('咲太', '', '待って')
    None
    """
    start = _blank_end(line, 0)
    at, mark = _after_mark(line, start)
    found = _bracketed(line, at) or _named(line, at, names) or _wide(line, at)
    if found is None:
        return None
    name, manner, end = found
    return SpeakerLabel(name, start, end, manner, mark)


def _blank_end(line: str, at: int) -> int:
    match = _MARGIN.match(line, at)
    return match.end() if match else at


def _after_mark(line: str, at: int) -> tuple[int, str]:
    """Return where the label begins behind a dash or ``>>``, and that mark."""
    match = CHEVRONS.match(line, at) or DASH.match(line, at)
    return (match.end(), match[0].strip()) if match else (at, "")


def _bracketed(line: str, at: int) -> tuple[str, str, int] | None:
    match = _BRACKETED.match(line, at)
    if match is None:
        return None
    name, _, manner = (match["square"] or match["round"]).partition(",")
    return (name.strip(), manner.strip(), match.end()) if _named_so(name.strip(), ()) else None


def _named(line: str, at: int, names: Collection[str]) -> tuple[str, str, int] | None:
    match = _NAMED.match(line, at)
    if match is None:
        return None
    name = match["name"].strip()
    manner = match["before"] or match["after"]
    # what says how the words are spoken stands only by a name: it may be in any case
    known = _shouted(name) or _caseless(name) or name in names or (match["after"] and _capitalised(name))
    if not known or (match["before"] and match["after"]):
        return None
    if (not line[match.end() :].strip() and _WRITTEN.search(name)) or (name not in names and _NOBODY.fullmatch(name)):
        return None
    return name, (manner or "")[1:-1].strip(), match.end()


def _wide(line: str, at: int) -> tuple[str, str, int] | None:
    match = _WIDE.match(line, at)
    return (match["name"].strip(), "", match.end()) if match and _caseless(match["name"]) else None


def _shouted(name: str) -> bool:
    return name.isupper() and sum(map(str.isalpha, name)) > 1 and len(name.split()) <= _MOST_WORDS


def _caseless(name: str) -> bool:
    short = len(name) <= _LONGEST_WIDE and len(name.split()) <= 2
    return short and _CASELESS.match(name) is not None and _SAYS.search(name) is None


def _capitalised(name: str) -> bool:
    words = name.split()
    return len(words) < 4 and all(word[:1].isupper() or word[:1].isdigit() for word in words)


def _named_so(name: str, names: Collection[str]) -> bool:
    """Tell whether a text in brackets is written as a name is: each word begins with a capital or a digit."""
    words = name.split()
    if name in names or _shouted(name) or _caseless(name):
        return True
    lead = bool(words) and words[0][:1].isupper()
    return lead and len(words) <= _MOST_WORDS and all(w[:1].isupper() or w[:1].isdigit() or len(w) < 4 for w in words)
