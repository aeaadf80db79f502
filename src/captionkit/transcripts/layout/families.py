"""The families of labels: in which ways a row may name who speaks.

Each family proposes candidates by one expression and decides nothing: the name is judged by ``labels``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from captionkit.transcripts.layout.people import Name, clean, key_of
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.words import FUNCTION, ROLES, TITLES

__all__ = ["FAMILIES", "STOPS", "TOGETHER", "Candidate", "Family", "Item", "candidates_of", "family_of"]


STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", ":", "：", '"', "”", "»", ")", "]", "'", "’", "~", "♪")


@dataclass(slots=True)
class Item:
    """A row as the label layer sees it: its ``text`` less its time, the name ``beside`` the time, and what is open.

    ``timed`` is 1 where a time begins the row, 2 where it is alone on it; ``mark`` is ``>>`` or ``>>>`` or another sign
    of a new speaker that was taken off; ``opens`` says that a paragraph begins here.
    """

    row: Row
    text: str
    timed: int = 0
    beside: str = ""
    mark: str = ""
    gap: int = 0
    opens: bool = False


class Candidate(NamedTuple):
    """What may be a label: where, in which family, the ``raw`` text of the label, the name in it, and the ``rest``."""

    at: int
    family: str
    raw: str
    name: Name
    key: str
    rest: str


class Family(NamedTuple):
    """A way to write labels: ``cost`` (bits) is what it takes to say that a text uses it.

    ``twice``: some name must come twice. ``own``: the label stands on a row of its own. ``example`` shows it.
    """

    name: str
    cost: float
    twice: bool
    example: str
    own: bool = False


FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family("colon", 6, False, "NAME: TEXT"),
        Family("colon-line", 10, False, "NAME:\nTEXT", own=True),
        Family("beside", 4, False, "NAME TIME"),
        Family("bold", 8, False, "**NAME** TEXT"),
        Family("bold-line", 10, False, "**NAME**\nTEXT", own=True),
        Family("dot-dash", 8, False, "NAME.- TEXT"),
        Family("tab", 8, True, "NAME\tTEXT"),
        Family("wide-blank", 10, True, "NAME\u3000TEXT"),
        Family("header", 8, False, "SPEAKER: NAME\nTEXT", own=True),
        Family("hash", 10, False, "#1 TEXT"),
        Family("dot", 12, True, "NAME. TEXT"),
        Family("handle", 14, True, "@NAME TEXT"),
        Family("stop", 18, True, "NAME. TEXT"),
        Family("quote", 12, True, "NAME「TEXT」"),
        Family("gap", 12, True, "NAME    TEXT"),
        Family("dash", 14, True, "NAME - TEXT"),
        Family("square", 14, True, "[NAME] TEXT"),
        Family("corner", 10, True, "【NAME】TEXT"),
        Family("number", 14, True, "NAME 1 TEXT"),
        Family("line", 18, True, "NAME\nTEXT", own=True),
        Family("round", 18, True, "(NAME) TEXT"),
        Family("capitals", 14, True, "NAME Text"),
        Family("sign", 16, True, "NAME | TEXT"),
    )
}

#: Families that live together although each has names of its own.
TOGETHER = (
    frozenset(("dot", "colon")),
    frozenset(("gap", "colon")),
    frozenset(("dot", "gap")),
    frozenset(("dot", "stop")),
    frozenset(("bold", "colon")),
    frozenset(("bold-line", "colon")),
    frozenset(("bold", "bold-line")),
    frozenset(("dot-dash", "colon")),
    frozenset(("colon", "colon-line")),
    frozenset(("colon", "beside")),
    frozenset(("line", "beside")),
)

#: Brackets within a label are one piece: what divides label and text does not stand in them.
_PIECE = r"\([^()\n]{0,100}\)|\[[^\[\]\n]{0,100}\]"

_COLON = re.compile(
    rf"(?P<name>(?:[^:：\n(\[]++|{_PIECE})++)[:：](?!//|\d|\)|[/\\])[ \t\u00a0\u3000]*(?P<rest>\S.*)\Z", re.S
)

_COLON_LINE = re.compile(rf"(?P<name>(?:[^:：\n(\[]++|{_PIECE})++)[:：]\Z")

#: A label has so many characters at most.
_LONGEST = 112

_HEADER = re.compile(r"(?P<key>[^\W\d_][^\W\d_ ]{1,20})[ \t]*[:：][ \t]*(?P<name>[^:：]{1,60})\Z")

_DOT_DASH = re.compile(
    r"(?P<name>[^\n.]{1,60}(?:\.[^\n.]{1,60}){0,4}?)[ ]?\.[ ]?[-–—―]{1,2}[ \t]*(?P<rest>\S.*)\Z", re.S
)

_TAB = re.compile(r"(?:\d{1,5}[.):]?[ ]?\t[ ]*)?(?P<name>[^\t]{1,80}?)[ ]*\t[\t ]*(?P<rest>\S.*)\Z", re.S)

_IDEO = re.compile(r"(?P<name>[^\u3000\s]{1,24}(?: [^\u3000\s]{1,24}){0,3})\u3000+(?P<rest>\S.*)\Z", re.S)

_HASH = re.compile(r"(?P<name>#[ ]?\d{1,2})[.:)]?[ \t]+(?P<rest>\S.*)\Z", re.S)

#: What a recogniser puts where nobody speaks: ``[BLANK_AUDIO]``.
_MACHINE = re.compile(r"[\[(]\s*[A-Z]+(?:_[A-Z]+)+\s*[\])]\Z")

_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")

_INITIAL_NEXT = re.compile(r"[^\W\d_]\.\s")

_STOP = re.compile(r"(?P<name>[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]*){0,2})\.[ \t]+(?P<rest>\S.*)\Z", re.S)

_QUOTE = re.compile(
    r"(?P<name>[^\s「」『』:：。、，]{1,20}(?: [^\s「」『』:：。、，]{1,20})?)[「『](?P<rest>.{2,})\Z", re.S
)

_HANDLE = re.compile(r"(?P<name>@[\w.-]{2,40})[ \t]+(?P<rest>\S.*)\Z", re.S)

_STOP_GAP = re.compile(r"\.[ \t\u3000]+(?=\S)")

_GAP = re.compile(r"(?P<name>[^\t\n]{1,60}?)(?:[ \u00a0]{3,}|(?<![.:!?,;])[ \u00a0]{2})(?P<rest>\S.*)\Z", re.S)

_DASH = re.compile(
    rf"(?P<name>(?:[^\n–—―(\[]|{_PIECE})(?:[^\n–—―(\[ \t]|{_PIECE}|[ \t](?!-{{1,2}}[ \t]|[–—―─])){{0,59}}+)"
    r"(?:[ \t\u00a0]+(?:-{1,2}|–)[ \t\u00a0]+|[ \t\u00a0]*[—―─]{1,2}[ \t\u00a0]*)(?P<rest>\S.*)\Z",
    re.S,
)

_SQUARE = re.compile(r"(?P<name>\[[^\[\]]{1,60}\])[ \t]*[-–—:：]?[ \t]*(?P<rest>\S.*)\Z", re.S)

_CORNER = re.compile(
    r"(?P<name>【[^【】]{1,40}】|〔[^〔〕]{1,40}〕|《[^《》]{1,40}》|〈[^〈〉]{1,40}〉|［[^［］]{1,40}］)"
    r"[ \t\u3000]*[:：]?[ \t\u3000]*(?P<rest>\S.*)\Z",
    re.S,
)

_NUMBER = re.compile(
    r"(?P<name>(?:[^\W\d_]+[ ]){0,2}[^\W\d_]+[ _#-]{0,2}\d{1,3})[ \t]+(?P<rest>[^\W\d].*|[\"“«¿¡].*)\Z", re.S
)

_ROUND = re.compile(
    r"(?P<name>\([^()]{1,60}\)|<[^<>/]{1,60}>|（[^（）]{1,40}）|\{[^{}]{1,60}\})"
    r"[ \t\u3000]*[:：]?[ \t\u3000]*(?P<rest>\S.*)\Z",
    re.S,
)

_CAPITALS = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿа-я][^\W\d_a-zß-ÿа-я.'’-]*(?:[ ][^\W\d_a-zß-ÿа-я][^\W\d_a-zß-ÿа-я.'’-]*|[ ]\d{1,2}){0,3})"
    r"[ \t]+(?P<rest>\S.*)\Z",
    re.S,
)

#: Marks that combine with letters, and letters of scripts that have many of them: no signs.
_COMBINED = r"\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u200b-\u200f\ufe00-\ufe0f"

#: A sign nobody listed: one to three marks of the same kind between a name and the text, or before and after the name.
_NO_SIGN = _COMBINED + r"\w\s\"“”'‘’«»„‹›.,;:：!?()\[\]<>{}…$%°&/+#♪♫，、；。！？·「」『』（）《》【】¿¡"

_SIGN = re.compile(
    rf"(?P<lead>(?:[^{_NO_SIGN}-]{{1,3}}[ ]?)?)(?P<name>\w[\w{_COMBINED} .'’&/()-]{{0,46}}?)"
    rf"(?P<sep>[ ]?(?:[^{_NO_SIGN}-][^{_NO_SIGN}]{{0,2}}|->|=>|-->|::|//|>>|[>›»;](?=[ \t]))|[ ][+&/][ ])"
    r"[ \t]*(?P<rest>\S.*)\Z",
    re.S,
)

#: A sign before and after the name.
_BETWEEN_SIGNS = re.compile(r"(?P<sign>[%_~^|=+*])(?P<name>\w[\w .'’-]{0,40})(?P=sign)[ \t]+(?P<rest>\S.*)\Z", re.S)


def _of(
    family: str, pattern: re.Pattern[str], begins: str = "", holds: Sequence[str] = ()
) -> Callable[[int, Item], Iterable[Candidate]]:
    """Return what proposes candidates by a pattern, where a row begins with one of some signs or holds one of some."""

    def propose(at: int, item: Item) -> Iterable[Candidate]:
        text = item.text
        if (begins and text[:1] not in begins) or (holds and not any(sign in text for sign in holds)):
            return
        match = pattern.match(text)
        if match is not None and len(match["name"]) <= _LONGEST:
            rest = match["rest"] if "rest" in pattern.groupindex else ""
            yield _candidate(at, family, match["name"], rest)

    return propose


def _candidate(at: int, family: str, raw: str, rest: str) -> Candidate:
    name = clean(raw)
    return Candidate(at, family, raw, name, key_of(name.speaker), rest.strip())


def _bold(at: int, item: Item) -> Iterable[Candidate]:
    bold = item.row.bold
    if not bold or not item.text.startswith(bold):
        return
    rest = item.text[len(bold) :].lstrip(" \t:：-–—.")
    yield _candidate(at, "bold" if rest else "bold-line", bold.rstrip(".") if rest else bold, rest)


def _dot(at: int, item: Item) -> Iterable[Candidate]:
    """Propose what stands before a stop: capitals, perhaps with a title before them, a titled name, or one letter."""
    text = item.text[:90]
    for match in _STOP_GAP.finditer(text):
        name = text[: match.start()]
        words = name.split()
        if ":" in name or "," in name or len(words) > 7 or not words or not words[0][0].isalpha():
            return
        if len(words[-1]) <= 4 and words[-1].casefold() in TITLES:
            continue
        initials = len(words) > 1 and _INITIALS.fullmatch(words[-1]) is not None
        if initials and _INITIAL_NEXT.match(text, match.end()):
            continue
        if initials and words[0][1:] and words[0].casefold() not in FUNCTION and words[0] == words[0].capitalize():
            yield _candidate(at, "dot", f"{name}.", item.text[match.end() :])
        plain = " ".join(w for w in words if w.rstrip(".").casefold() not in TITLES | {"the", "hon", "a"}) or name
        titled = words[0].rstrip(".").casefold() in TITLES and len(words) > 1
        shouted = plain.upper() == plain and plain.lower() != plain
        if titled or (shouted and (len(name) > 1 or name.isupper())):
            whole = f"{name}." if initials and "." in words[-1] else name
            yield _candidate(at, "dot", whole, item.text[match.end() :])
        if not initials:
            return


def _stop(at: int, item: Item) -> Iterable[Candidate]:
    """Propose a name in mixed case before a stop."""
    match = _STOP.match(item.text)
    if match is not None and match["name"].split()[-1].casefold() not in TITLES and not match["name"].isupper():
        yield _candidate(at, "stop", match["name"], match["rest"])


def _quote(at: int, item: Item) -> Iterable[Candidate]:
    match = _QUOTE.match(item.text)
    if match is not None:
        yield _candidate(
            at, "quote", match["name"], match["rest"][:-1] if match["rest"][-1] in "」』" else match["rest"]
        )


def _line(at: int, item: Item) -> Iterable[Candidate]:
    text = item.text
    if (
        not text
        or len(text) > 110
        or (text[-1] in ".!?…。！？।؟,;:：，、" and not re.search(r"\b[A-Z]\.\Z|(?:Jr|Sr)\.\Z", text))
    ):
        return
    if (item.row.heading and not item.gap and at) or _MACHINE.match(text):
        return
    name = clean(text)
    if len(name.speaker) <= 60 and any(c.isalpha() for c in name.speaker):
        yield Candidate(at, "line", text, name, key_of(name.speaker), "")


def _beside(at: int, item: Item) -> Iterable[Candidate]:
    if item.beside:
        yield _candidate(at, "beside", item.beside, item.text)


def _capitals(at: int, item: Item) -> Iterable[Candidate]:
    match = _CAPITALS.match(item.text)
    if (
        match is not None
        and match["rest"].upper() != match["rest"]
        and len(match["name"]) > 1
        and (match["rest"][0].isalpha() or match["rest"][0] in '“"«¿¡')
    ):
        yield _candidate(at, "capitals", match["name"], match["rest"])


def _sign(at: int, item: Item) -> Iterable[Candidate]:
    between = _BETWEEN_SIGNS.match(item.text)
    if between is not None:
        yield _candidate(at, f"sign {between['sign']} {between['sign']}", between["name"], between["rest"])
    match = None if between is not None else _SIGN.match(item.text)
    if match is not None:
        name = clean(match["name"])
        lead, sep = match["lead"].strip(), match["sep"].strip()
        family = f"sign {lead} {sep}"
        raw = item.text[: match.start("rest")].strip()
        yield Candidate(at, family, raw, name, key_of(name.speaker), match["rest"].strip())


def _header(at: int, item: Item) -> Iterable[Candidate]:
    match = _HEADER.match(item.text)
    if match is not None and match["key"].casefold() in ROLES and match["name"][-1] not in ".!?…。！？":
        name = clean(match["name"])
        yield Candidate(at, "header", item.text, name, key_of(name.speaker), "")


_PROPOSERS: dict[str, Callable[[int, Item], Iterable[Candidate]]] = {
    "colon": _of("colon", _COLON, holds=":："),
    "colon-line": _of("colon-line", _COLON_LINE, holds=":："),
    "header": _header,
    "beside": _beside,
    "bold": _bold,
    "dot-dash": _of("dot-dash", _DOT_DASH),
    "tab": _of("tab", _TAB, holds="\t"),
    "wide-blank": _of("wide-blank", _IDEO, holds="\u3000"),
    "hash": _of("hash", _HASH, begins="#"),
    "handle": _of("handle", _HANDLE, begins="@"),
    "dot": _dot,
    "stop": _stop,
    "quote": _quote,
    "gap": _of("gap", _GAP, holds=("  ", "\u00a0\u00a0", " \u00a0", "\u00a0 ")),
    "dash": _of("dash", _DASH, holds="-–—―─"),
    "square": _of("square", _SQUARE, begins="["),
    "corner": _of("corner", _CORNER),
    "number": _of("number", _NUMBER),
    "line": _line,
    "round": _of("round", _ROUND, begins="(<（{"),
    "capitals": _capitals,
    "sign": _sign,
}


def family_of(name: str) -> Family:
    """Return the family of this name; a sign found in the text makes one of its own."""
    if name.startswith("sign "):
        _, lead, sep = name.split(" ")
        return FAMILIES["sign"]._replace(name=name, example=f"{lead}{' ' if lead else ''}NAME {sep} TEXT")
    return FAMILIES[name]


def candidates_of(items: Sequence[Item], only: frozenset[str] | None = None) -> dict[str, list[Candidate]]:
    """Return the candidates by family, of every family or of ``only`` some."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    wanted = (
        None
        if only is None
        else {name.split(" ")[0].removesuffix("-line") if name == "bold-line" else name.split(" ")[0] for name in only}
    )
    for name, propose in _PROPOSERS.items():
        if wanted is not None and name not in wanted:
            continue
        for at, item in enumerate(items):
            if item.text or item.beside:
                for candidate in propose(at, item):
                    if only is None or candidate.family in only:
                        found[candidate.family].append(candidate)
    _one_header(items, found)
    return found


def _one_header(items: Sequence[Item], found: dict[str, list[Candidate]]) -> None:
    """Let "SPEAKER: S1" above the text be a header, not a label, where the same word heads them all."""
    headers = found.get("header", [])
    words = {c.raw.partition(":")[0].casefold() for c in headers}
    followed = [c for c in headers if c.at + 1 < len(items) and items[c.at + 1].text and not items[c.at + 1].gap]
    if len(headers) < 2 or len(words) != 1 or len(followed) < len(headers):
        found.pop("header", None)
        return
    places = {c.at for c in headers}
    if "colon" in found:
        found["colon"] = [c for c in found["colon"] if c.at not in places]
