"""What may be a label in each row: every family of labels proposes candidates by one expression and decides nothing.

The names in them are judged by ``labels``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from captionkit.text.letters import COMBINED, LETTERS
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.edges import keyed, signed
from captionkit.transcripts.layout.families import Candidate, Item, candidate_of
from captionkit.transcripts.layout.people import BRACKETS, clean, key_of
from captionkit.transcripts.layout.words import FUNCTION, ROLES, TITLES

__all__ = ["candidates_of"]

#: Brackets within a label are one piece: what divides label and text does not stand in them.
_PIECE = r"\([^()\n]{0,100}\)|\[[^\[\]\n]{0,100}\]"

_COLON = re.compile(
    rf"(?P<name>(?:[^:：\n(\[]++|{_PIECE})++)[:：](?!//|\d|\)|[/\\])[ \t\u00a0\u3000]*(?P<rest>\S.*)\Z", re.S
)

#: Blanks that divide a label from its text.
_APART = re.compile(r"[^\s.]\.?[ \u00a0]{3,}[^\s(\[]")

_COLON_LINE = re.compile(rf"(?P<name>(?:[^:：\n(\[]++|{_PIECE})++)[:：]\Z")

#: A label has so many characters at most.
_LONGEST = 112

#: A name has so many words at most before its stop, and with an office behind a comma so many.
_NAME, _OFFICE = 9, 18

_HEADER = re.compile(r"(?P<key>[^\W\d_][^\d_ :：]{1,20})[ \t]*[:：][ \t]*(?P<name>[^:：]{1,60})\Z")

#: A name stands so often behind a word that heads names and is not known for it.
_AGAIN = 2

_DOT_DASH = re.compile(
    r"(?P<name>[^\n.]{1,100}(?:\.[^\n.]{1,60}){0,4}?)[ ]?\.[ ]?[-–—―]{1,2}[ \t]*(?P<rest>\S.*)\Z", re.S
)

_TAB = re.compile(r"(?:\d{1,5}[.):]?[ ]?\t[ ]*)?(?P<name>[^\t]{1,80}?)[ ]*\t[\t ]*(?P<rest>\S.*)\Z", re.S)

_WIDE = "\u2001\u2003\u3000"
_IDEO = re.compile(rf"(?P<name>[^\s]{{1,24}}(?: [^\s]{{1,24}}){{0,3}})[{_WIDE}]+(?P<rest>\S.*)\Z", re.S)

_HASH = re.compile(r"(?P<name>#[ ]?\d{1,2})[.:)]?[ \t]+(?P<rest>\S.*)\Z", re.S)

#: Signs that begin the items of a list.
_ITEM = "-–—*•●○◦▪■·+>"

#: What ends a sentence or a part of one, and no name.
_NO_NAME = TERMINATORS + ",;:：，、،؛՝፣፥၊"

#: What a recogniser puts where nobody speaks: ``[BLANK_AUDIO]``.
_MACHINE = re.compile(r"[\[(]\s*[A-Z]+(?:_[A-Z]+)+\s*[\])]\Z")

_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")

_INITIAL_NEXT = re.compile(r"[^\W\d_]\.\s")

_STOP = re.compile(
    rf"(?P<name>[^\W\d_][\w{COMBINED}'’-]+(?: [^\W\d_][\w{COMBINED}'’-]*){{0,2}})\.[ \t]+(?P<rest>\S.*)\Z", re.S
)

_QUOTE = re.compile(
    r"(?P<name>[^\s「」『』:：。、，]{1,20}(?: [^\s「」『』:：。、，]{1,20})?)[「『](?P<rest>.{2,})\Z", re.S
)

_HANDLE = re.compile(rf"(?P<name>@[\w{COMBINED}.-]{{2,40}})[ \t]+(?P<rest>\S.*)\Z", re.S)

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
    rf"(?P<name>(?:{LETTERS}[ ]){{0,2}}{LETTERS}[ _#-]{{0,2}}\d{{1,3}})[ \t]+(?P<rest>[^\W\d].*|[\"“«¿¡].*)\Z", re.S
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


def _of(
    family: str, pattern: re.Pattern[str], begins: str = "", holds: Sequence[str] = (), *, apart: bool = False
) -> Callable[[int, Item], Iterable[Candidate]]:
    """Return what proposes candidates by a pattern, where a row begins with one of some signs or holds one of some.

    ``apart``: what wide blanks divide is not a name.
    """

    def propose(at: int, item: Item) -> Iterable[Candidate]:
        text = item.text
        if (begins and text[:1] not in begins) or (holds and not any(sign in text for sign in holds)):
            return
        match = pattern.match(text)
        if match is not None and len(match["name"]) <= _LONGEST and not (apart and _APART.search(match["name"])):
            rest = match["rest"] if "rest" in pattern.groupindex else ""
            yield candidate_of(at, family, match["name"], rest)

    return propose


def _bold(at: int, item: Item) -> Iterable[Candidate]:
    bold = item.row.bold
    if not bold or not item.text.startswith(bold):
        return
    rest = item.text[len(bold) :].lstrip(" \t:：-–—.")
    yield candidate_of(at, "bold" if rest else "bold-line", bold.rstrip(".") if rest else bold, rest)


def _dot(at: int, item: Item) -> Iterable[Candidate]:
    """Propose what stands before a stop: capitals, perhaps with a title before them, a titled name, or one letter."""
    text = item.text[:_LONGEST]
    for match in _STOP_GAP.finditer(text):
        name = text[: match.start()]
        words = name.split()
        long = len(name.partition(",")[0].split()) > _NAME or len(words) > (_OFFICE if "," in name else _NAME)
        if ":" in name or long or not words or not words[0][0].isalpha():
            return
        if "," in name and not clean(name).role:
            return
        if len(words[-1]) <= 4 and words[-1].casefold() in TITLES:
            continue
        initials = len(words) > 1 and _INITIALS.fullmatch(words[-1]) is not None
        if initials and _INITIAL_NEXT.match(text, match.end()):
            continue
        if initials and words[0][1:] and words[0].casefold() not in FUNCTION and words[0] == words[0].capitalize():
            yield candidate_of(at, "dot", f"{name}.", item.text[match.end() :])
        written, name = name, name.partition(",")[0]
        words = name.split()
        plain = " ".join(w for w in words if w.rstrip(".").casefold() not in TITLES | {"the", "hon", "a"}) or name
        titled = words[0].rstrip(".").casefold() in TITLES and len(words) > 1
        shouted = plain.upper() == plain and plain.lower() != plain
        shouted = shouted or any(len(word) > 3 and word.isalpha() and word.isupper() for word in words)
        if titled or (shouted and (len(name) > 1 or name.isupper())):
            whole = f"{name}." if initials and "." in words[-1] else written
            yield candidate_of(at, "dot", whole, item.text[match.end() :])
        if not initials:
            return


def _stop(at: int, item: Item) -> Iterable[Candidate]:
    """Propose a name in mixed case before a stop."""
    match = _STOP.match(item.text)
    if match is not None and match["name"].split()[-1].casefold() not in TITLES and not match["name"].isupper():
        yield candidate_of(at, "stop", match["name"], match["rest"])


def _quote(at: int, item: Item) -> Iterable[Candidate]:
    match = _QUOTE.match(item.text)
    if match is not None:
        yield candidate_of(
            at, "quote", match["name"], match["rest"][:-1] if match["rest"][-1] in "」』" else match["rest"]
        )


def _line(at: int, item: Item) -> Iterable[Candidate]:
    text = item.text
    if not text or len(text) > 110 or (text[-1] in _NO_NAME and not re.search(r"\b[A-Z]\.\Z|(?:Jr|Sr)\.\Z", text)):
        return
    if (item.row.heading and not item.gap and at) or _MACHINE.match(text) or BRACKETS.fullmatch(text):
        return
    name = clean(text)
    if len(name.speaker) <= 60 and any(c.isalpha() for c in name.speaker):
        yield Candidate(at, "line", text, name, key_of(name.speaker), "")


_in_dash = _of("dash", _DASH, holds="-–—―─")


def _dash(at: int, item: Item) -> Iterable[Candidate]:
    """Propose what stands before a dash, unless a stop divides it too: ``Ann Lee (North). - Yes``."""
    return (c for c in _in_dash(at, item) if not c.raw.rstrip().endswith((").", "].", '".')))


_in_round = _of("round", _ROUND, begins="(<（{")


def _round(at: int, item: Item) -> Iterable[Candidate]:
    """Propose a name in brackets; where it is written as a tag, the text ends before the closing one."""
    for candidate in _in_round(at, item):
        closing = f"</{candidate.raw[1:-1]}>"
        if candidate.rest.endswith(closing):
            rest = candidate.rest.removesuffix(closing).rstrip()
            candidate = candidate._replace(raw=f"{candidate.raw}{closing}", rest=rest)
        yield candidate


def _beside(at: int, item: Item) -> Iterable[Candidate]:
    if item.beside:
        yield candidate_of(at, "beside", item.beside, item.text)


def _capitals(at: int, item: Item) -> Iterable[Candidate]:
    match = _CAPITALS.match(item.text)
    if match is None:
        return
    words = takewhile(
        lambda word: word.isdigit() or (word.upper() == word and word.lower() != word), match["name"].split()
    )
    name = " ".join(words)
    rest = item.text[len(name) :].strip()
    if rest[:1].islower() and name[-2:-1] == " " and name[-1].isalpha():  # "ANN LEE A boat came."
        name, rest = name[:-2], f"{name[-1]} {rest}"
    if len(name) > 1 and rest.upper() != rest and (rest[0].isalpha() or rest[0] in '“"«¿¡'):
        yield candidate_of(at, "capitals", name, rest)


def _header(at: int, item: Item) -> Iterable[Candidate]:
    match = _HEADER.match(item.text)
    if match is not None and match["name"][-1] not in TERMINATORS:
        name = clean(match["name"])
        yield Candidate(at, "header", item.text, name, key_of(name.speaker), "")


_PROPOSERS: dict[str, Callable[[int, Item], Iterable[Candidate]]] = {
    "colon": _of("colon", _COLON, holds=":：", apart=True),
    "colon-line": _of("colon-line", _COLON_LINE, holds=":："),
    "header": _header,
    "beside": _beside,
    "bold": _bold,
    "dot-dash": _of("dot-dash", _DOT_DASH),
    "tab": _of("tab", _TAB, holds="\t"),
    "wide-blank": _of("wide-blank", _IDEO, holds=_WIDE),
    "hash": _of("hash", _HASH, begins="#"),
    "handle": _of("handle", _HANDLE, begins="@"),
    "dot": _dot,
    "stop": _stop,
    "quote": _quote,
    "gap": _of("gap", _GAP, holds=("  ", "\u00a0\u00a0", " \u00a0", "\u00a0 ")),
    "dash": _dash,
    "square": _of("square", _SQUARE, begins="["),
    "corner": _of("corner", _CORNER),
    "number": _of("number", _NUMBER),
    "line": _line,
    "round": _round,
    "capitals": _capitals,
    "sign": signed,
}


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
    if wanted is None or "keyed" in wanted:
        found |= keyed(items)
        places = {c.at for c in found.get("keyed", ())}
        for family in [name for name in found if places and name.startswith("sign ")]:
            found[family] = [c for c in found[family] if c.at not in places]
    _one_header(items, found)
    _no_list_items(items, found)
    return found


def _one_header(items: Sequence[Item], found: dict[str, list[Candidate]]) -> None:
    """Let "SPEAKER: S1" above the text be a header, no label and no name, where the same word heads them all.

    A word that is not known for it is one where the few names behind it come again and again.
    """
    headers = found.pop("header", [])
    headers = [c for c in headers if _key(c) in ROLES] or headers
    words = {_key(c) for c in headers}
    followed = [c for c in headers if c.at + 1 < len(items) and items[c.at + 1].text and not items[c.at + 1].gap]
    if len(headers) < 2 or len(words) != 1 or len(followed) < len(headers):
        return
    names = len({c.key for c in headers})
    if not words <= ROLES and not 1 < names * _AGAIN <= len(headers):
        return
    places = {c.at for c in headers}
    for family in {"colon", "line"} & found.keys():
        found[family] = [c for c in found[family] if c.at not in places]
    found["header"] = headers


def _no_list_items(items: Sequence[Item], found: dict[str, list[Candidate]]) -> None:
    """Take back names on lines of their own whose text would begin with the same sign: both are items of a list."""
    if "line" in found:
        found["line"] = [
            c
            for c in found["line"]
            if c.raw[0] not in _ITEM or c.at + 1 == len(items) or items[c.at + 1].text[:1] != c.raw[0]
        ]


def _key(candidate: Candidate) -> str:
    return re.split("[:：]", candidate.raw, maxsplit=1)[0].strip().casefold()
