"""What the label of one row costs there: the evidence on the name, and on this use of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from captionkit.text.letters import LETTERS
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.families import STOPS, Candidate, Family, Item
from captionkit.transcripts.layout.people import (
    BRACKETS,
    MARKS_BEFORE,
    Facts,
    Name,
    clean,
    is_plain,
    key_of,
    name_cost,
    shape_of,
)
from captionkit.transcripts.layout.words import ABOUT_TEXT, FUNCTION, PARTICLES, ROLES, SENTENCE_OPENERS

__all__ = ["counted", "ends_sentence", "name_costs", "use_costs", "uses_of"]


#: What each word is worth that a name shares with the beginning of names that recur; and brackets, as they have them.
_ALIKE = 6.0
#: What it is worth on a line of its own that a name has the words around it that all which recur have: "You said:".
_AFFIXED = 8.0

#: What it is worth that a name is built as those that recur: "Un señor DIPUTADO" as "La señora PRESIDENTA".
_BUILT = 4.0

#: Where this share of the names that recur has a sign before it, one without costs so much.
_MARKED, _UNMARKED = 0.8, 8.0

_LEADING = re.compile(r"(?:\s*(?:\([^()]{0,80}\)|\[[^\[\]]{0,80}\]))+(?=\s*\S)")

_SENTENCE_END = re.compile(rf"(?<=[{TERMINATORS}])\s")

#: What is neither letter nor digit in ASCII.
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}

_TIMELIKE = re.compile(r"[\[(]?\d{1,2}:\d\d")


def _shared(key: str, beginnings: set[tuple[str, ...]]) -> int:
    """Return with how many words a name begins that names which recur begin with."""
    words = tuple(key.split())
    return next((n for n in range(len(words) - 1, 0, -1) if words[:n] in beginnings), 0)


def _build(name: str) -> tuple[str, ...]:
    """Return how the words of a name are written, one after another: capitalised, in lower case, in capitals."""
    shapes = [shape_of(word) for word in name.split()]
    return tuple(shape for at, shape in enumerate(shapes) if not at or shape != shapes[at - 1])


def _inner(key: str, words: set[str]) -> int:
    """Return how many words a name shares with names that recur, wherever they stand: "An hon. member"."""
    return sum(word in words for word in key.split())


def _tells(word: str) -> bool:
    return len(word) > 2 and word not in FUNCTION and word not in PARTICLES


def _shared_words(names: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the words in lower case that all these names begin with, and those that they end with."""
    split = [name.split() for name in names]
    lead, tail = _ending([words[::-1] for words in split])[::-1], _ending(split)
    return lead if all(map(is_plain, lead)) else [], tail if all(map(is_plain, tail)) else []


def _without(name: Name, shared: tuple[list[str], list[str]]) -> Name:
    """Return a name without the words that it shares with those that recur."""
    lead, tail = shared
    words = name.speaker.split()
    if lead and words[: len(lead)] == lead and len(words) > len(lead):
        words = words[len(lead) :]
    if tail and words[-len(tail) :] == tail and len(words) > len(tail):
        words = words[: -len(tail)]
    bare = " ".join(words)
    return name._replace(speaker=bare) if any(map(str.isalpha, bare)) else name


def _ending(names: Sequence[Sequence[str]]) -> list[str]:
    """Return the words that all of two names and more end with, less than the whole of any."""
    size = min(map(len, names), default=0) - 1 if len(names) > 1 else 0
    while size > 0 and len({tuple(name[-size:]) for name in names}) > 1:
        size -= 1
    return list(names[0][-size:]) if size > 0 else []


def uses_of(candidates: Sequence[Candidate], items: Sequence[Item]) -> dict[str, set[str]]:
    """Return the texts that each name heads, as far as their first sentence: a refrain is one text.

    What several names begin with is an address and tells nothing: "Mr. Speaker, ...", "Fru talman! ...".
    """
    texts: list[tuple[str, str, str]] = []
    heard: dict[str, set[frozenset[str]]] = defaultdict(set)
    words = {key: frozenset(key.split()) for key in {c.key for c in candidates}}
    for c in candidates:
        text = c.rest
        if not text:
            below = (item.text for item in items[c.at + 1 : c.at + 4] if item.text)
            text = next((text for text in below if not BRACKETS.fullmatch(text)), "") or f"#{c.at}"
        text = text[:120].casefold()
        end = _SENTENCE_END.search(text)
        first = _letters(text if end is None else text[: end.start()])
        texts.append((c.key, text, first))
        heard[first].add(words[c.key])
    uses: dict[str, set[str]] = defaultdict(set)
    for key, text, first in texts:
        mine = words[key]
        shared = any(not (mine <= other or other <= mine) for other in heard[first])
        uses[key].add((_letters(text) if shared else first)[:60])
    return uses


def _letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return text.translate(_SIGNS) if text.isascii() else "".join(filter(str.isalnum, text))


def counted(uses: dict[str, set[str]]) -> dict[str, int]:
    """Return how often each name heads different texts; a surname counts for the one longer name that ends with it."""
    counts = {key: len(texts) for key, texts in uses.items()}
    ends: dict[str, list[str]] = defaultdict(list)
    for key in counts:
        words = key.split()
        if len(words) > 1 and ABOUT_TEXT.isdisjoint(words):
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


def name_costs(
    candidates: Sequence[Candidate], items: Sequence[Item], facts: Facts, family: Family, recurring: set[str]
) -> dict[str, float]:
    """Return what each name costs in a family, in bits; those that have the shape of the names that recur cost less."""
    speakers = Counter(c.name.speaker for c in candidates if c.key in recurring)
    shapes: Counter[str] = Counter()
    for speaker, count in speakers.items():
        shapes[shape_of(speaker)] += count
    main = shapes.most_common(1)[0][0] if shapes else ""
    heads: Counter[str] = Counter()
    for key, count in Counter(c.key for c in candidates).items():
        for word in set(key.split()):
            heads[word] += count
    again = {c.key: c.name.manner for c in candidates if c.key in recurring}
    beginnings = {tuple(words[:n]) for key in again for words in (key.split(),) for n in range(1, len(words))}
    first = [c.raw[0] in MARKS_BEFORE for c in candidates if c.key in recurring]
    marked = len(first) > 2 and sum(first) >= _MARKED * len(first)
    builds = {build for speaker in speakers if len(build := _build(speaker)) > 2}
    words = {word for key in again for word in key.split() if _tells(word)}
    shared = _shared_words(speakers)
    manners = sum(1 for manner in again.values() if manner) * 2 >= len(again)
    costs: dict[str, float] = {}
    for c in candidates:
        if c.key in costs:
            continue
        row = items[c.at].row
        bold = family.name.startswith("bold") or bool(row.bold and c.raw.startswith(row.bold.rstrip(": ：")))
        bracketed = family.name in ("square", "round", "corner")
        most = max((heads[word] for word in c.key.split()), default=1)
        cost = name_cost(_without(c.name, shared), facts, heads=most, bold=bold, bracketed=bracketed)
        if again and c.key not in recurring:
            cost -= _ALIKE * max(_shared(c.key, beginnings), _inner(c.key, words))
            cost -= _ALIKE if manners and c.name.manner else 0.0
            cost -= _BUILT if _build(c.name.speaker) in builds else 0.0
        if main:
            cost += -4.0 if shape_of(c.name.speaker) == main else 0.0 if c.key in recurring else 1.0
        cost -= 3.0 if c.raw[0] in MARKS_BEFORE else 0.0
        cost += _UNMARKED if marked and c.key not in recurring and c.raw[0] not in MARKS_BEFORE else 0.0
        cost -= _AFFIXED if family.own and any(shared) and _without(c.name, shared) is not c.name else 0.0
        costs[c.key] = -2.0 if family.name == "hash" else cost
    return costs


#: Families whose text must end as a sentence, in a text of sentences; and those whose name must not be common words.
_STOPLESS = frozenset(("dash", "square", "round", "gap", "number", "sign", "capitals"))
_QUIET = frozenset(("dash", "square", "round", "gap", "dot", "stop", "line", "sign", "capitals"))


def use_costs(
    candidates: Sequence[Candidate], items: Sequence[Item], facts: Facts, family: Family, recurring: set[str]
) -> dict[int, float]:
    """Return what speaks against each candidate in its place, in bits."""
    slots = _slots(candidates, items) if family.name == "line" else {}
    kind = family.name.split(" ")[0]
    often = Counter(c.key for c in candidates)
    firsts = {key.split()[0] for key in recurring if " " in key}
    inner = {word for key in recurring for word in key.split() if _tells(word)}
    extra: dict[int, float] = {}
    for c in candidates:
        cost = _rest_cost(c, items, facts, kind, again=c.key in recurring) if c.rest else 0.0
        if kind in _QUIET and _is_common(c, facts, often[c.key]):
            cost += 5.0
        if kind == "stop" and c.at and facts.blanks and facts.wrapped and not items[c.at].gap:
            cost += 20.0
        words = c.key.split()
        if words and words[0] in SENTENCE_OPENERS and len(c.name.speaker) > 2 and ROLES.isdisjoint(words):
            cost += 0.0 if len(words) > 1 and (words[0] in firsts or _inner(c.key, inner)) else 5.0
        if kind == "line":
            cost += _line_cost(c, items, recurring, slots, facts)
        elif family.own:
            cost += _own_cost(c, items)
        if items[c.at].row.heading and not items[c.at].timed and c.key not in recurring:
            cost += 4.0
        extra[c.at] = cost
    return extra


def _rest_cost(c: Candidate, items: Sequence[Item], facts: Facts, kind: str, *, again: bool) -> float:
    """Return what the text after a label says against it: lower-case, no letters, a time, no end of a sentence."""
    rest, cost = c.rest, 0.0
    bare = (_LEADING.sub("", rest) if "(" in rest or "[" in rest else rest).lstrip()
    first = next((letter for letter in bare if letter.isalpha()), "")
    if first and first.islower() and facts.upper and not facts.quiet and not bare[:1].isdigit():
        cost += 5.0
    if not first and rest[0] not in "[(（【♪" and kind != "beside":
        cost += 4.0 if again else 12.0  # an answer may be a number
    if _TIMELIKE.match(rest):
        cost += 10.0
    if (
        (kind in _STOPLESS or (kind == "colon" and len(rest) <= 50))
        and facts.stops
        and not ends_sentence(rest, items, c.at)
    ):
        titled = _is_titled(rest)
        if kind in _STOPLESS:
            cost += 30.0 if kind == "dash" and titled else 10.0
        else:
            cost += 4.0 if titled else 0.0
    return cost


def _is_common(c: Candidate, facts: Facts, heads: int) -> bool:
    words = re.findall(LETTERS, c.name.speaker)
    return (
        bool(words) and all(facts.is_common(w, heads) for w in words) and ROLES.isdisjoint(w.casefold() for w in words)
    )


def _is_titled(rest: str) -> bool:
    """Tell whether a text is a heading, a role or a name: few words, each with a capital or a number."""
    words = [word for word in rest.split() if word[0].isalnum()]
    return 1 < len(words) <= 9 and all(
        word[0].isupper() or word[0].isdigit() or word.casefold() in PARTICLES or len(word) <= 3 for word in words
    )


def ends_sentence(rest: str, items: Sequence[Item], at: int) -> bool:
    """Tell whether a text that begins in the row at this place ends a sentence, there or before the paragraph ends."""
    if rest.endswith(STOPS) or rest[-1] in "-–—,":
        return True
    for item in items[at + 1 : at + 12]:
        if item.gap or item.opens:
            return False
        if item.text.endswith(STOPS):
            return True
    return False


def _next(items: Sequence[Item], at: int) -> Item | None:
    return next((item for item in items[at + 1 : at + 4] if item.text), None)


def _own_cost(c: Candidate, items: Sequence[Item]) -> float:
    after = _next(items, c.at)
    if after is None:
        return 20.0
    short = len(after.text) <= 60 and not after.text.endswith(STOPS) and not after.timed
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
    if after.text.endswith((":", "：")) and after.gap:
        cost += 12.0  # it announces what follows
    if len(after.text) <= 60 and not after.text.endswith(STOPS) and (facts.stops or after.gap):
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
