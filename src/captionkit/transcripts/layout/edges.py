"""Labels by signs that nobody listed: before, behind or around a name, where no sentence has them, and behind a key."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile

from captionkit.text.letters import COMBINED
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.families import Candidate, Item, candidate_of
from captionkit.transcripts.layout.people import clean, key_of

__all__ = ["keyed", "signed"]

#: A sign nobody listed: one to three marks of the same kind between a name and the text, or before and after the name.
_NO_SIGN = COMBINED + TERMINATORS + r"\w\s\"“”'‘’«»„‹›.,;:：!?()\[\]<>{}…$%°&/+#♪♫，、；。！？·「」『』（）《》【】¿¡"

_SIGN = re.compile(
    rf"(?P<lead>(?:[^{_NO_SIGN}-]{{1,3}}[ ]?)?)(?P<name>\w[\w{COMBINED} .'’&/()-]{{0,46}}?)"
    rf"(?P<sep>[ ]?(?:[^{_NO_SIGN}-][^{_NO_SIGN}]{{0,2}}|->|=>|-->|::|//|>>|[>›»;](?=[ \t]))|[ ][+&/][ ])"
    r"[ \t]*(?P<rest>\S.*)\Z",
    re.S,
)

#: What stands between a name and its number, where it divides no name from what is said: "Ученик № 1".
_NUMBER_SIGNS = ("\u2116", "\uff03")

#: A sign before and after the name.
_BETWEEN_SIGNS = re.compile(
    rf"(?P<sign>[%_~^|=+*])(?P<name>\w[\w{COMBINED} .'’-]{{0,40}})(?P=sign)[ \t]+(?P<rest>\S.*)\Z", re.S
)

#: A key before a name, ``speaker=Ann Yes.``: so many rows at least have it, and a name has so many words less one.
_KEYED = re.compile(
    r"(?P<key>[^\W\d_]\w{1,20})=(?=[\"']?\w)(?P<rest>(?P<quoted>\"[^\"]{1,60}\"|'[^']{1,60}')?.*\S.*)\Z", re.S
)
_NEXT_KEY = re.compile(r"\A[ \t;,:|]*(?:[^\W\d_]\w{1,20}=(?=\S))?")
_RECORDS, _KEYED_WORDS = 4, 5


def signed(at: int, item: Item) -> Iterable[Candidate]:
    """Propose what stands before, behind or between signs that no sentence has there."""
    between = _BETWEEN_SIGNS.match(item.text)
    if between is not None:
        yield candidate_of(at, f"sign {between['sign']} {between['sign']}", between["name"], between["rest"])
    match = None if between is not None else _SIGN.match(item.text)
    if match is not None and not (match["sep"].strip() in _NUMBER_SIGNS and match["rest"][0].isdigit()):
        name = clean(match["name"])
        lead, sep = match["lead"].strip(), match["sep"].strip()
        family = f"sign {lead} {sep}"
        raw = item.text[: match.start("rest")].strip()
        yield Candidate(at, family, raw, name, key_of(name.speaker), match["rest"].strip())


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
