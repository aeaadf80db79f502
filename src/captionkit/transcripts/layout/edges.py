"""Labels by signs that nobody listed: before, behind or around a name, at either edge of a text, and behind a key.

Most of these signs stand in sentences too, so that only their repetition in nearly every paragraph makes them labels.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile

from captionkit.transcripts.layout.families import SPACE, STOPS, Candidate, Item, candidate_of
from captionkit.transcripts.layout.people import clean, key_of

__all__ = ["COMBINED", "drop_rare", "edged", "ended", "keyed", "signed"]

#: Marks that combine with letters, and letters of scripts that have many of them: no signs.
COMBINED = r"\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u200b-\u200f\ufe00-\ufe0f"

#: A sign nobody listed: one to three marks of the same kind between a name and the text, or before and after the name.
_NO_SIGN = COMBINED + r"\w\s\"“”'‘’«»„‹›.,;:：!?()\[\]<>{}…$%°&/+#♪♫，、；。！？·「」『』（）《》【】¿¡"

_SIGN = re.compile(
    rf"(?P<lead>(?:[^{_NO_SIGN}-]{{1,3}}[ ]?)?)(?P<name>\w[\w{COMBINED} .'’&/()-]{{0,46}}?)"
    rf"(?P<sep>[ ]?(?:[^{_NO_SIGN}-][^{_NO_SIGN}]{{0,2}}|->|=>|-->|::|//|>>|[>›»;](?=[ \t]))|[ ][+&/][ ])"
    r"[ \t]*(?P<rest>\S.*)\Z",
    re.S,
)

#: A sign before and after the name.
_BETWEEN_SIGNS = re.compile(r"(?P<sign>[%_~^|=+*])(?P<name>\w[\w .'’-]{0,40})(?P=sign)[ \t]+(?P<rest>\S.*)\Z", re.S)

_NAME_CHAR = rf"(?:[\w{COMBINED}'’&/]|\.(?!\.))"
_NAME = rf"[^\W\d_]{_NAME_CHAR}*(?:[ -](?=[^\W_]){_NAME_CHAR}+){{0,3}}?(?<=[\w{COMBINED}])"
#: Signs with a family of their own; signs that sentences have too.
_HAVE_OWN, _SAID = (".", ":", "："), ",.!?;…，、。！？；"
_OPENING = frozenset("([{（【「『")
_ANY_SIGN = rf"[^\w\s{COMBINED}]"

#: Any signs before a name and behind it, and a blank on some side: what no other family has.
_EDGE = re.compile(
    rf"(?P<lead>{_ANY_SIGN}{{0,2}}[ ]?)(?P<name>{_NAME})(?P<sep>[ ]?{_ANY_SIGN}{{1,3}}[ ]|[ ]{_ANY_SIGN}{{1,3}}(?=\w))"
    r"(?P<rest>\S.*)\Z",
    re.S,
)

#: A name behind the text, after a dash or in brackets.
_ENDED = re.compile(rf"(?P<open>[\[(<{{（【]|[-–—―~|/]{{1,2}}[ ]?)(?P<name>{_NAME})(?P<close>[\])>}}）】]?)\Z")
_CLOSED = {"[": "]", "(": ")", "<": ">", "{": "}", "（": "）", "【": "】"}

#: A key before a name, ``speaker=Ann Yes.``: so many rows at least have it, and a name has so many words less one.
_KEYED = re.compile(
    r"(?P<key>[^\W\d_]\w{1,20})=(?=[\"']?\w)(?P<rest>(?P<quoted>\"[^\"]{1,60}\"|'[^']{1,60}')?.*\S.*)\Z", re.S
)
_NEXT_KEY = re.compile(r"\A[ \t;,:|]*(?:[^\W\d_]\w{1,20}=(?=\S))?")
_RECORDS, _KEYED_WORDS = 4, 5

#: So much of the end of a row is looked at for a name.
_ENDING = 64

#: The share of the paragraphs, and how many at least, that have a label of a certain family before it is weighed.
_EVERYWHERE, _OFTEN = 0.6, 6


def signed(at: int, item: Item) -> Iterable[Candidate]:
    """Propose what stands before, behind or between signs that no sentence has there."""
    between = _BETWEEN_SIGNS.match(item.text)
    if between is not None:
        yield candidate_of(at, f"sign {between['sign']} {between['sign']}", between["name"], between["rest"])
    match = None if between is not None else _SIGN.match(item.text)
    if match is not None:
        name = clean(match["name"])
        lead, sep = match["lead"].strip(), match["sep"].strip()
        family = f"sign {lead} {sep}"
        raw = item.text[: match.start("rest")].strip()
        yield Candidate(at, family, raw, name, key_of(name.speaker), match["rest"].strip())


def edged(at: int, item: Item) -> Iterable[Candidate]:
    """Propose what stands before any sign; before one that sentences have too, only what begins with a capital."""
    match = _EDGE.match(item.text)
    sep = "" if match is None else match["sep"].strip()
    if (
        match is None
        or sep in _HAVE_OWN
        or not _OPENING.isdisjoint(sep)
        or (sep[0] in _SAID and not match["name"][0].isupper())
    ):
        return
    family = " ".join(("edge", *(match[part].replace(" ", SPACE) for part in ("lead", "sep"))))
    yield candidate_of(at, family, match["name"], match["rest"])._replace(raw=item.text[: match.start("rest")].strip())


def ended(at: int, item: Item) -> Iterable[Candidate]:
    """Propose what stands behind a text: a name after a dash, or in brackets."""
    match = _ENDED.search(item.text, max(1, len(item.text) - _ENDING))
    if match is None or match["close"] != _CLOSED.get(match["open"], ""):
        return
    rest = item.text[: match.start()].rstrip()
    if rest.endswith(STOPS):
        family = f"end {match['open'].strip()} {match['close']}"
        yield candidate_of(at, family, match["name"], rest)._replace(raw=match[0])


def keyed(items: Sequence[Item]) -> dict[str, list[Candidate]]:
    """Return the names behind a key that most paragraphs begin with: as many words as the texts of a name share."""
    rows = {at: match for at, item in enumerate(items) if (match := _KEYED.match(item.text)) is not None}
    if len(rows) < _RECORDS or len({match["key"] for match in rows.values()}) > 1:
        return {}
    groups: dict[str, list[list[str]]] = defaultdict(list)
    for match in rows.values():
        words = match["rest"].split(None, _KEYED_WORDS)[:_KEYED_WORDS]
        groups[words[0]].append(words)
    shared = {first: _alike(rows) for first, rows in groups.items()}
    usual = Counter(shared[first] for first, rows in groups.items() if len(rows) > 1).most_common(1)
    done: list[Candidate] = []
    for at, match in rows.items():
        quoted = match["quoted"]
        if quoted is None:
            first = match["rest"].split(None, 1)[0]
            size = shared[first] if len(groups[first]) > 1 else usual[0][0] if usual else 1
            name = match["rest"].split(None, size)[: size if size < _KEYED_WORDS else 1]
            raw = match["rest"][: match["rest"].index(name[-1], sum(map(len, name[:-1]))) + len(name[-1])]
        else:
            raw = quoted
        rest = _NEXT_KEY.sub("", match["rest"][len(raw) :])
        if rest:
            label = items[at].text.removesuffix(rest)
            said = rest[1:-1] if rest[0] in "\"'" and rest[-1] == rest[0] else rest
            done.append(candidate_of(at, "keyed", raw.rstrip(";,:|"), said)._replace(raw=label))
    return {"keyed": done} if len({c.key for c in done}) > 1 else {}


def _alike(rows: Sequence[Sequence[str]]) -> int:
    """Return with how many same words these rows begin."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*rows, strict=False)))


def drop_rare(items: Sequence[Item], found: dict[str, list[Candidate]]) -> None:
    """Drop the candidates of families found in the text that stand in too few paragraphs to be weighed."""
    openings = sum(1 for item in items if item.opens and item.text)
    for family in [name for name in found if name.startswith(("edge ", "end "))]:
        if len(found[family]) < max(_OFTEN, _EVERYWHERE * openings):
            del found[family]
