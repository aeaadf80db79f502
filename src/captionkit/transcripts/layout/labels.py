"""The label layer: in which ways the rows of a text name who speaks, and what each way explains.

A *family* is one way to write a label. Its expression only proposes; the name is judged by what it costs to describe and
by how often it heads different texts, which is what makes a string at the beginning of rows a name.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from captionkit.transcripts.layout.people import Facts, Name, clean, key_of, name_cost, shape_of, text_bits
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.words import PARTICLES, ROLES, SENTENCE_OPENERS, TITLES

__all__ = ["FAMILIES", "Candidate", "Family", "Item", "Layer", "candidates_of", "label_layer", "openings_of", "weigh"]

_END = (".", "!", "?", "…", "。", "！", "？", "।", "؟", ":", "：", '"', "”", "»", ")", "]", "'", "’", "~", "♪")


@dataclass(slots=True)
class Item:
    """A row as the label layer sees it: its ``text`` less its time, the name ``beside`` the time, and what is open.

    ``timed`` is 1 where a time begins the row, 2 where it is alone on it; ``mark`` is ``>>`` or ``>>>`` or another sign
    of a new speaker that was taken off; ``opens`` tells that a paragraph begins here.
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
    frozenset(("bold", "colon")),
    frozenset(("bold-line", "colon")),
    frozenset(("bold", "bold-line")),
    frozenset(("dot-dash", "colon")),
    frozenset(("colon", "colon-line")),
    frozenset(("colon", "beside")),
    frozenset(("line", "beside")),
)

_COLON = re.compile(
    r"(?P<name>[^:：\n]{1,110}?)[ \t\u00a0\u202f]*[:：](?!//|\d|\)|[/\\])[ \t\u00a0\u3000]*(?P<rest>\S.*)\Z", re.S
)
_COLON_LINE = re.compile(r"(?P<name>[^:：\n]{1,110}?)[ \t\u00a0\u202f]*[:：]\Z")
_HEADER = re.compile(r"(?P<key>[^\W\d_][^\W\d_ ]{1,20})[ \t]*[:：][ \t]*(?P<name>[^:：]{1,60})\Z")
_DOT_DASH = re.compile(
    r"(?P<name>[^\n.]{1,60}(?:\.[^\n.]{1,60}){0,4}?)[ ]?\.[ ]?[-–—―]{1,2}[ \t]*(?P<rest>\S.*)\Z", re.S
)
_TAB = re.compile(r"(?P<name>[^\t]{1,80}?)[ ]*\t[\t ]*(?P<rest>\S.*)\Z", re.S)
_IDEO = re.compile(r"(?P<name>[^\u3000\s]{1,24}(?: [^\u3000\s]{1,24}){0,3})\u3000+(?P<rest>\S.*)\Z", re.S)
_HASH = re.compile(r"(?P<name>#[ ]?\d{1,2})[.:)]?[ \t]+(?P<rest>\S.*)\Z", re.S)
_STOP_GAP = re.compile(r"\.[ \t\u3000]+(?=\S)")
_GAP = re.compile(r"(?P<name>[^\t\n]{1,60}?)[ \u00a0]{3,}(?P<rest>\S.*)\Z", re.S)
_DASH = re.compile(
    r"(?P<name>[^\n–—―]{1,60}?)(?:[ \t\u00a0]+(?:-{1,2}|–)[ \t\u00a0]+|[ \t\u00a0]*(?:—|―|——)[ \t\u00a0]*)(?P<rest>\S.*)\Z",
    re.S,
)
_SQUARE = re.compile(r"(?P<name>\[[^\[\]]{1,60}\])[ \t]*[-–—:：]?[ \t]*(?P<rest>\S.*)\Z", re.S)
_CORNER = re.compile(
    r"(?P<name>【[^【】]{1,40}】|〔[^〔〕]{1,40}〕|《[^《》]{1,40}》|〈[^〈〉]{1,40}〉|［[^［］]{1,40}］)[ \t\u3000]*[:：]?[ \t\u3000]*(?P<rest>\S.*)\Z",
    re.S,
)
_NUMBER = re.compile(
    r"(?P<name>(?:[^\W\d_]+[ ]){0,2}[^\W\d_]+[ _#-]{0,2}\d{1,3})[ \t]+(?P<rest>[^\W\d].*|[\"“«¿¡].*)\Z", re.S
)
_ROUND = re.compile(
    r"(?P<name>\([^()]{1,60}\)|<[^<>/]{1,60}>|（[^（）]{1,40}）|\{[^{}]{1,60}\})[ \t\u3000]*[:：]?[ \t\u3000]*(?P<rest>\S.*)\Z",
    re.S,
)
_CAPITALS = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿа-я][^\W\d_a-zß-ÿа-я.'’-]*(?:[ ][^\W\d_a-zß-ÿа-я][^\W\d_a-zß-ÿа-я.'’-]*|[ ]\d{1,2}){0,3})"
    r"[ \t]+(?P<rest>\S.*)\Z",
    re.S,
)
#: A sign nobody listed: one to three marks of the same kind between a name and the text, or before and after the name.
_NO_SIGN = r"\w\s\"“”'‘’«»„‹›.,;:：!?()\[\]<>{}…$%°&/+#♪♫，、；。！？·「」『』（）《》【】¿¡"
_SIGN = re.compile(
    rf"(?P<lead>(?:[^{_NO_SIGN}-]{{1,3}}[ ]?)?)(?P<name>\w[\w .'’&/()-]{{0,46}}?)"
    rf"(?P<sep>[ ]?(?:[^{_NO_SIGN}-][^{_NO_SIGN}]{{0,2}}|->|=>|-->|::|//|>>)|[ ][+&/][ ])[ \t]*(?P<rest>\S.*)\Z",
    re.S,
)
_LEADING = re.compile(r"(?:\s*(?:\([^()]{0,80}\)|\[[^\[\]]{0,80}\]))+(?=\s*\S)")
_ALL_BRACKETS = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\])\Z")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s")
_TIMELIKE = re.compile(r"[\[(]?\d{1,2}:\d\d")
_NUMBERED_NAME = re.compile(r"#?\D{0,24}?[ _#-]{0,2}\d{1,3}")


def _of(family: str, pattern: re.Pattern[str]) -> Callable[[int, Item], Iterable[Candidate]]:
    def propose(at: int, item: Item) -> Iterable[Candidate]:
        match = pattern.match(item.text)
        if match is not None:
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
        if words[-1].casefold() in TITLES or (len(words) > 1 and len(words[-1]) == 1) or words[-1].count("."):
            continue
        plain = " ".join(w for w in words if w.rstrip(".").casefold() not in TITLES | {"the", "hon", "a"}) or name
        titled = words[0].rstrip(".").casefold() in TITLES and len(words) > 1
        shouted = plain.upper() == plain and plain.lower() != plain
        if titled or (shouted and (len(name) > 1 or name.isupper())):
            yield _candidate(at, "dot", name, item.text[match.end() :])
        return


def _line(at: int, item: Item) -> Iterable[Candidate]:
    text = item.text
    if (
        not text
        or len(text) > 110
        or (text[-1] in ".!?…。！？,;:：，、" and not re.search(r"\b[A-Z]\.\Z|(?:Jr|Sr)\.\Z", text))
    ):
        return
    if item.row.heading and not item.gap and at:
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
        and (match["rest"][0].isalpha() or match["rest"][0] in "“\"«¿¡")
    ):
        yield _candidate(at, "capitals", match["name"], match["rest"])


def _sign(at: int, item: Item) -> Iterable[Candidate]:
    match = _SIGN.match(item.text)
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
    "colon": _of("colon", _COLON),
    "colon-line": _of("colon-line", _COLON_LINE),
    "header": _header,
    "beside": _beside,
    "bold": _bold,
    "dot-dash": _of("dot-dash", _DOT_DASH),
    "tab": _of("tab", _TAB),
    "wide-blank": _of("wide-blank", _IDEO),
    "hash": _of("hash", _HASH),
    "dot": _dot,
    "gap": _of("gap", _GAP),
    "dash": _of("dash", _DASH),
    "square": _of("square", _SQUARE),
    "corner": _of("corner", _CORNER),
    "number": _of("number", _NUMBER),
    "line": _line,
    "round": _of("round", _ROUND),
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
    """Let "SPEAKER: S1" on a row of its own be a header, not a label, where the same word heads them all and text follows."""
    headers = found.get("header", [])
    words = {c.raw.partition(":")[0].casefold() for c in headers}
    followed = [c for c in headers if c.at + 1 < len(items) and items[c.at + 1].text and not items[c.at + 1].gap]
    if len(headers) < 2 or len(words) != 1 or len(followed) < len(headers):
        found.pop("header", None)
        return
    places = {c.at for c in headers}
    if "colon" in found:
        found["colon"] = [c for c in found["colon"] if c.at not in places]


def openings_of(items: Sequence[Item], facts: Facts) -> None:
    """Mark the items at which a paragraph opens."""
    tight = not facts.blanks
    before: Item | None = None
    for item in items:
        stop = before is None or not before.text or before.text.endswith(_END)
        deeper = before is not None and item.row.indent > before.row.indent + 1
        item.opens = before is None or bool(item.gap) or bool(item.timed) or bool(item.mark) or deeper
        if (
            item.text
            and item.text[0] in "[("
            and item.text[-1] in ")]"
            and _ALL_BRACKETS.match(item.text)
            and not item.timed
        ):
            item.opens = False
        elif not item.opens:
            item.opens = (stop or not facts.wrapped) if tight else stop
        before = item


@dataclass(slots=True)
class Layer:
    """The labels of a text in one reading: ``heads`` by place among the items, their ``gains`` in bits, in all ``gain``."""

    heads: dict[int, Candidate] = field(default_factory=dict)
    gains: dict[int, float] = field(default_factory=dict)
    families: list[str] = field(default_factory=list)
    gain: float = 0.0
    coverage: float = 0.0
    rest: dict[str, list[Candidate]] = field(default_factory=dict)


def label_layer(
    items: Sequence[Item],
    facts: Facts,
    *,
    only: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
    stated: bool = False,
) -> Layer:
    """Return the labels of these items: the family that explains most, then those that still gain on what is left.

    ``only`` restricts the families, ``without`` excludes some, ``stated`` says that the user named them.
    """
    found = {name: list(c) for name, c in candidates_of(items, only).items() if name not in without}
    layer = Layer(rest=found)
    openings = [at for at, item in enumerate(items) if item.opens and (item.text or item.beside)]
    while found and len(layer.families) < 4:
        best: tuple[float, str, dict[int, tuple[Candidate, float]]] | None = None
        for name, candidates in found.items():
            if len(candidates) < 1:
                continue
            free = [c for c in candidates if c.at not in layer.heads]
            total, taken = weigh(free, items, facts, family_of(name), openings, layer, stated=stated)
            if taken and (best is None or total > best[0]):
                best = (total, name, taken)
        if best is None or best[0] <= (_wanted(best[1], layer) if layer.families else 0.0):
            break
        total, name, taken = best
        layer.families.append(name)
        layer.gain += total
        for at, (candidate, gain) in taken.items():
            layer.heads[at] = candidate
            layer.gains[at] = gain
        found.pop(name)
    labelled = sum(1 for at in openings if at in layer.heads)
    layer.coverage = labelled / len(openings) if openings else 0.0
    return layer


def _wanted(family: str, layer: Layer) -> float:
    """Return how much a further family must gain: little where it often stands beside one that is in use."""
    return 1.0 if any(frozenset((family, other)) in TOGETHER for other in layer.families) else 4.0


def weigh(
    candidates: Sequence[Candidate],
    items: Sequence[Item],
    facts: Facts,
    family: Family,
    openings: Sequence[int],
    before: Layer,
    *,
    stated: bool = False,
) -> tuple[float, dict[int, tuple[Candidate, float]]]:
    """Return (gain in bits, the candidates taken with their gains) of one family on what earlier families left."""
    if not candidates:
        return 0.0, {}
    uses = _uses(candidates, items, family)
    known = {c.key for c in before.heads.values()}
    counts = _counted(uses, known)
    recurring = {key for key, count in counts.items() if count >= 2} | (known & counts.keys())
    shapes = Counter(shape_of(c.name.speaker) for c in candidates if c.key in recurring)
    main = shapes.most_common(1)[0][0] if shapes else ""
    heads = Counter(word for c in candidates for word in set(c.key.split()))
    costs = _costs(candidates, items, facts, family, recurring, main, heads)
    if family.name == "dot" and not _letters_recur(candidates, recurring):
        candidates = [c for c in candidates if len(c.name.speaker) > 1]
    extra = _uses_cost(candidates, items, facts, family, recurring)
    total_count = len(candidates)
    cost = 0.0 if stated else family.cost
    if before.families and not stated:
        cost = 2.0 + max(0.0, family.cost - 6.0) / 2
        friends = any(frozenset((family.name, other)) in TOGETHER for other in before.families)
    else:
        friends = True
    share, taken = 0.95, dict[int, tuple[Candidate, float]]()
    opens = set(openings)
    for _ in range(3):
        reg = min(5.0, max(-4.0, math.log2(share / (1 - share)))) if 0 < share < 1 else (5.0 if share else -4.0)
        taken = {}
        for c in candidates:
            count = max(1, counts[c.key])
            rarity = math.log2(max(1.0, total_count / count)) + 1
            bits = text_bits(c.name.speaker)
            gain = reg if c.at in opens else min(reg, 0.0) - 3.0
            gain += 5.0 if items[c.at].mark and family.name == "colon" else 0.0
            if c.key in known:
                gain += bits - rarity
            else:
                gain += (count - 1) / count * (bits - rarity)
                if not friends and known:
                    gain -= 6.0
            d = costs[c.key]
            gain -= d / count + (0.5 * (d - 8) if d > 8 else 0.0) + extra.get(c.at, 0.0)
            if gain > 0 or (stated and d < 40):
                taken[c.at] = (c, max(gain, 0.1))
        share = _share(taken, openings, items, before, recurring)
    if not taken:
        return 0.0, {}
    names = {c.key for c, _ in taken.values()}
    twice = any(counts[key] >= 2 for key in names) or bool(names & known)
    if not twice and not before.families and not stated:
        taken = _sure(taken, items, facts, family, openings, costs)
        if not taken:
            return 0.0, {}
        cost = min(cost, 2.0)
        taken = {at: (c, g + 2.0) for at, (c, g) in taken.items()}
    gain = sum(g for _, g in taken.values()) - cost
    labelled = _share(taken, openings, items, Layer(), recurring)
    if stated:
        return gain, taken
    marked = any(item.mark for item in items)
    if len(names | known) == 1 and labelled < 0.7 and not marked:
        gain -= 12.0 + sum(min(4.0, g) for _, g in taken.values())
    if labelled < 0.3 and not before.families and not marked:
        gain -= (0.3 - labelled) / 0.3 * 8.0 * len(taken)
    if family.name in ("number", "hash") and _only_grows([c for c, _ in taken.values()]):
        return 0.0, {}
    return gain, taken


def _uses(candidates: Sequence[Candidate], items: Sequence[Item], family: Family) -> dict[str, set[str]]:
    uses: dict[str, set[str]] = defaultdict(set)
    for c in candidates:
        text = c.rest
        if not text:
            text = next((item.text for item in items[c.at + 1 : c.at + 4] if item.text), "") or f"#{c.at}"
        uses[c.key].add("".join(filter(str.isalnum, _SENTENCE_END.split(text[:120], maxsplit=1)[0].casefold()))[:60])
    return uses


def _counted(uses: dict[str, set[str]], known: set[str]) -> dict[str, int]:
    """Return how often each name heads different texts; a surname counts for the one longer name that ends with it."""
    counts = {key: len(texts) for key, texts in uses.items()}
    ends: dict[str, list[str]] = defaultdict(list)
    for key in counts:
        words = key.split()
        if len(words) > 1:
            ends[words[-1]].append(key)
            if words[0] != words[-1]:
                ends[words[0]].append(key)
    joined = dict(counts)
    for key in counts:
        full = ends.get(key, [])
        if len(full) == 1:
            joined[full[0]] += counts[key]
            joined[key] += counts[full[0]]
        for part in re.split(r"\s*(?:&|/|,|\+)\s*|\s+(?:and|und|et|y|e|og|och|и)\s+", key):
            if part != key and part in counts:
                joined[part] += counts[key]
                joined[key] += 1
    return joined


def _costs(
    candidates: Sequence[Candidate],
    items: Sequence[Item],
    facts: Facts,
    family: Family,
    recurring: set[str],
    main: str,
    heads: Counter[str],
) -> dict[str, float]:
    costs: dict[str, float] = {}
    for c in candidates:
        if c.key in costs:
            continue
        row = items[c.at].row
        bold = family.name.startswith("bold") or bool(row.bold and c.raw.startswith(row.bold.rstrip(": ：")))
        bracketed = family.name in ("square", "round", "corner")
        most = max((heads[word] for word in c.key.split()), default=1)
        cost = name_cost(c.name, facts, heads=most, bold=bold, bracketed=bracketed)
        if main and c.key not in recurring:
            cost += -4.0 if shape_of(c.name.speaker) == main else 1.0
        elif main:
            cost += -4.0 if shape_of(c.name.speaker) == main else 0.0
        if family.name == "hash":
            cost = -2.0
        costs[c.key] = cost
    return costs


def _uses_cost(
    candidates: Sequence[Candidate], items: Sequence[Item], facts: Facts, family: Family, recurring: set[str]
) -> dict[int, float]:
    extra: dict[int, float] = {}
    slots = _slots(candidates, items) if family.name == "line" else {}
    stopless = ("dash", "square", "round", "gap", "number", "sign", "capitals")
    quiet = ("dash", "square", "round", "gap", "dot", "line", "sign", "capitals")
    kind = family.name.split(" ")[0]
    for c in candidates:
        e = 0.0
        item = items[c.at]
        rest = c.rest
        if rest:
            first = next((ch for ch in _LEADING.sub("", rest) if ch.isalpha()), "")
            if first and first.islower() and facts.upper and not facts.quiet:
                e += 5.0
            if not first:
                e += 0.0 if rest[0] in "[(（【♪" or kind == "beside" else 12.0
            if _TIMELIKE.match(rest):
                e += 10.0
            if kind in stopless and facts.stops and not _ends(rest, items, c.at):
                e += 30.0 if kind == "dash" and _is_titled(rest) else 10.0
            elif (
                kind == "colon"
                and facts.stops
                and len(rest) <= 50
                and not _ends(rest, items, c.at)
                and _is_titled(rest)
            ):
                e += 4.0
        if kind in quiet:
            words = [w for w in re.findall(r"[^\W\d_]+", c.name.speaker)]
            if (
                words
                and all(w.casefold() in facts.lower for w in words)
                and not any(w.casefold() in ROLES for w in words)
            ):
                e += 5.0
        first_word = c.key.split()[0] if c.key else ""
        if first_word in SENTENCE_OPENERS and len(c.name.speaker) > 2 and not any(w in ROLES for w in c.key.split()):
            e += 5.0
        if kind == "line":
            e += _line_cost(c, items, recurring, slots, facts)
        elif family.own:
            e += _own_cost(c, items, recurring)
        if item.row.heading and not item.timed:
            e += 4.0 if c.key not in recurring else 0.0
        extra[c.at] = e
    return extra


def _is_titled(rest: str) -> bool:
    """Tell whether a text is a heading, a role or a name rather than speech: few words, each with a capital or a number."""
    words = [word for word in rest.split() if word[0].isalnum()]
    return 1 < len(words) <= 9 and all(
        word[0].isupper() or word[0].isdigit() or word.casefold() in PARTICLES or len(word) <= 3 for word in words
    )


def _ends(rest: str, items: Sequence[Item], at: int) -> bool:
    if rest.endswith(_END) or rest[-1] in "-–—,":
        return True
    for item in items[at + 1 : at + 12]:
        if item.gap or item.opens:
            return False
        if item.text.endswith(_END):
            return True
    return False


def _next(items: Sequence[Item], at: int) -> Item | None:
    return next((item for item in items[at + 1 : at + 4] if item.text), None)


def _own_cost(c: Candidate, items: Sequence[Item], recurring: set[str]) -> float:
    after = _next(items, c.at)
    if after is None:
        return 20.0
    short = len(after.text) <= 60 and not after.text.endswith(_END) and not after.timed
    return 6.0 if short else 0.0


def _line_cost(c: Candidate, items: Sequence[Item], recurring: set[str], slots: dict[int, str], facts: Facts) -> float:
    item = items[c.at]
    cost = 0.0
    slot = slots.get(c.at, "")
    main = Counter(slots.values()).most_common(1)[0][0] if slots else ""
    if main:
        cost += -5.0 if slot == main else 6.0
        if slot == main:
            return cost
    if not item.gap and not item.timed and c.at and not facts.shouted and items[c.at - 1].text:
        cost += 3.0 if facts.blanks else 0.0
    after = _next(items, c.at)
    if after is None:
        return cost + 20.0
    if len(after.text) <= 60 and not after.text.endswith(_END) and (facts.stops or after.gap):
        cost += 12.0 if facts.stops and after.gap else 6.0
        if key_of(clean(after.text).speaker) in recurring:
            cost += 20.0
    return cost


def _slots(candidates: Sequence[Candidate], items: Sequence[Item]) -> dict[int, str]:
    """Return where names stand beside times that have rows of their own: above, below, or on the row of the time."""
    slots: dict[int, str] = {}
    for c in candidates:
        item = items[c.at]
        if item.timed == 1:
            after = items[c.at + 1] if c.at + 1 < len(items) else None
            if after is not None and after.text and not after.timed and not after.gap:
                slots[c.at] = "same"
        elif c.at and items[c.at - 1].timed == 2 and not item.gap:
            after = items[c.at + 1] if c.at + 1 < len(items) else None
            if after is not None and after.text and not after.timed:
                slots[c.at] = "below"
        elif (
            c.at + 1 < len(items) and items[c.at + 1].timed == 2 and (item.gap or not c.at or not items[c.at - 1].timed)
        ):
            slots[c.at] = "above"
    return slots


def _letters_recur(candidates: Sequence[Candidate], recurring: set[str]) -> bool:
    return len({c.key for c in candidates if len(c.name.speaker) == 1 and c.key in recurring}) >= 2


def _share(
    taken: dict[int, tuple[Candidate, float]],
    openings: Sequence[int],
    items: Sequence[Item],
    before: Layer,
    recurring: set[str],
) -> float:
    """Return the share of the openings that are labelled, of those between the first and the last head.

    The first and last are those of names that recur, if any do; openings that a label on the row above accounts for do
    not count.
    """
    ends = [at for at, (c, _) in taken.items() if c.key in recurring] or list(taken)
    ends += before.heads
    if not ends:
        return 0.0
    openings = openings[bisect_left(openings, min(ends)) : bisect_right(openings, max(ends))]
    done = {at for at, (c, _) in taken.items() if not c.rest} | {at for at, c in before.heads.items() if not c.rest}
    heads = taken.keys() | before.heads.keys()
    free = labelled = 0
    last = -1
    for at in openings:
        if at in heads:
            labelled += 1
            free += 1
        elif last not in done or _spoken_between(items, last, at):
            free += 1
        if at in heads or items[at].text:
            last = at
    return min(0.97, labelled / free) if free else 0.0


def _spoken_between(items: Sequence[Item], a: int, b: int) -> bool:
    return any(item.text for item in items[a + 1 : b])


def _sure(
    taken: dict[int, tuple[Candidate, float]],
    items: Sequence[Item],
    facts: Facts,
    family: Family,
    openings: Sequence[int],
    costs: dict[str, float],
) -> dict[int, tuple[Candidate, float]]:
    """Return those that are names although none comes twice: beside every time, behind a mark, or each one sure."""
    timed = [at for at, item in enumerate(items) if item.timed]
    if len(timed) >= 2:
        near = sum(1 for at in timed if at in taken or at + 1 in taken or at - 1 in taken)
        if near >= 0.8 * len(timed) and all(costs[c.key] <= 6 for c, _ in taken.values()):
            return taken
    marked = {at: entry for at, entry in taken.items() if items[at].mark and costs[entry[0].key] <= 2}
    if marked and family.name == "colon":
        return marked
    if family.name not in ("colon", "colon-line", "bold", "bold-line", "dot-dash", "header"):
        return {}
    sure = {at: entry for at, entry in taken.items() if _sure_name(entry[0].name.speaker, facts)}
    shapes = Counter(shape_of(c.name.speaker) for c, _ in sure.values())
    if len(sure) == 1 == len(openings) and shapes["UPPER"]:
        return sure
    for shape in ("", *(shape for shape, _ in shapes.most_common(1))):
        mine = {at: entry for at, entry in sure.items() if not shape or shape_of(entry[0].name.speaker) == shape}
        if len(mine) >= 2 and _share(mine, openings, items, Layer(), set()) >= 0.8:
            return mine
    if family.name in ("colon", "bold") and len(taken) >= 2 and _share(taken, openings, items, Layer(), set()) >= 0.95:
        rows = sum(1 for item in items if item.opens and item.text and not item.row.heading)
        bold = family.name == "bold" or all(items[at].row.bold for at in taken)
        if len(taken) >= (0.6 if bold else 0.95) * rows and all(_spoken(c, items, costs) for c, _ in taken.values()):
            return taken
    return {}


def _spoken(c: Candidate, items: Sequence[Item], costs: dict[str, float]) -> bool:
    """Tell whether a label that comes once may head speech: a likely name, a sentence after it."""
    first = next((letter for letter in c.rest if letter.isalpha()), "")
    return costs[c.key] <= 3 and not first.islower() and _ends(c.rest, items, c.at)


def _sure_name(name: str, facts: Facts) -> bool:
    words = name.split()
    if any(word.casefold().rstrip(".") in ROLES for word in words) or re.fullmatch(r"[A-Z]{1,2}", name):
        return True
    if name.upper() == name.lower():
        return 2 <= sum(c.isalpha() for c in name) <= (14 if " " in name else 6)
    if name.upper() == name and len(words) <= 4 and not facts.shouted:
        return all(word.casefold() not in SENTENCE_OPENERS for word in words)
    return (
        2 <= len(words) <= 4
        and all(word[0].isupper() for word in words)
        and not any(word.casefold() in facts.lower or word.casefold() in SENTENCE_OPENERS for word in words)
    )


def _only_grows(taken: Sequence[Candidate]) -> bool:
    """Tell whether numbers in labels only grow: then they number a list."""
    numbers = [int(found[0]) for c in taken if (found := re.findall(r"\d+", c.name.speaker))]
    return len(numbers) >= 2 and all(a < b for a, b in zip(numbers, numbers[1:], strict=False))
