"""Which elements of a page say who speaks and when: found by what recurs in them, with their names as a help.

What stands in a kind of element (a tag, one class of its class list, an ``aria-label``) a few times over, short and
before a block of text, is a speaker; what is a time each time is a time; what goes with the name wherever it stands
(initials, a badge) is neither, nor is a short line of a rare kind between texts that are sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from captionkit.text.marks import SENTENCE_ENDS
from captionkit.transcripts.html_outline import ENOUGH, Element, Outline, around, kinds_of
from captionkit.transcripts.html_page import BLOCKS
from captionkit.transcripts.html_tokens import Tag, Text
from captionkit.transcripts.layout.people import clean, facts_of, key_of, name_cost
from captionkit.transcripts.layout.rows import count_words, tidy
from captionkit.transcripts.layout.stamps import RANGED, read_stamp
from captionkit.transcripts.layout.times import Ruler

__all__ = ["Roles", "attribute_time", "roles_of", "written_time"]

_SURE = re.compile(r"cite\Z|.*\.(?:.*[_-])?(?:speaker|speaker-?name|author-?name)(?:[_-].*)?\Z", re.I)
_HINT = re.compile(
    r".*[.=\[](?:.*[_-])?(?:speaker|who|author|name|from|sender|user|nick\w*|person|sprecher\w*)(?:[_-].*)?\]?\Z", re.I
)
_STAMPED = re.compile(r".*\.(?:.*[_-])?(?:timestamp|time-?code|cue-?time)(?:[_-].*)?\Z", re.I)
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?\Z", re.ASCII)
_PERIOD = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,3})M)?(?:(\d{1,6})(?:\.(\d{1,9}))?S)?\Z", re.I)
_ZONE = re.compile(r"\s*(?:Z|(?:UTC|GMT)?\s?[+-]\d\d:?\d\d|UTC|GMT)\Z")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T]")
_STAMP = re.compile(rf"(?<=\S)[\s,;·|–-]*[\[(]?{RANGED}[\])]?\s*\Z")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")

#: Attributes that say a time, and what they count, in ms.
_TIMES = (("data-timestamp", 1000), ("data-start", 1000), ("data-time", 1000), ("data-begin", 1000), ("data-m", 1))
#: The longest name in words, and the fewest names that show a habit.
_NAME, _HABIT = 8, 3
#: What a name may cost (bits), and the share of names that must not cost more where the kind is called so.
_NAME_BITS, _HINTED = 12.0, 0.5
#: Share of the names that must have the form of one, and of those that text must follow.
_SHARE = 0.8
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Share of the texts that must end a sentence before a line that ends none stands out.
_SENTENCES = 0.6
#: Share of the words of the usual kind of text below which another is rare, and its longest line in words.
_RARE, _LINE = 0.4, 8


@dataclass(slots=True)
class Roles:
    """Kinds of elements by what they say; ``beside`` are the places of tokens that are no speech, though in its midst.

    ``begin`` and ``end`` are the tokens between which all of the speakers and times stand. ``late``: a time stands
    after the text that it is the time of. ``speakers`` hold one kind, but for those that their names make sure.
    """

    speakers: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    beside: frozenset[int] = frozenset()
    begin: int = 0
    end: int = 1 << 60
    late: bool = False

    def of(self, tag: Tag) -> str:
        """Return ``"speaker"``, ``"time"`` or ``""``."""
        kinds = kinds_of(tag.name, tag.attributes)
        if not self.speakers.isdisjoint(kinds):
            return "speaker"
        return "time" if not self.times.isdisjoint(kinds) or "data-timestamp" in tag.attributes else ""


def written_time(text: str) -> tuple[int, bool] | None:
    """Return (ms, whether it is a time of a day) of a time as text or as HTML writes it; None for anything else.

    Durations are those of the ``time`` element (HTML, 2.3.5.6): ``PT1M9S``.

    >>> written_time("PT1M9S"), written_time("2031-04-01T09:10:00+02:00"), written_time("noon")
    ((69000, False), (33000000, True), None)
    """
    text = text.strip("[]()<> \t\r\n\u00a0")
    period = _PERIOD.match(text)
    if period is not None and len(text) > 2:
        hours, minutes, seconds = (int(part or 0) for part in period.groups()[:3])
        fraction = int((period[4] or "0").ljust(3, "0")[:3])
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction, False
    dated = _DAY.match(text) is not None
    stamp = read_stamp(_ZONE.sub("", text) if dated else text)
    if stamp is None:
        return None
    return Ruler().ms(stamp), dated


def attribute_time(attributes: Mapping[str, str]) -> tuple[int, bool] | None:
    """Return (ms, whether it is a time of a day) that the attributes of an element say, or None."""
    for key, unit in _TIMES:
        value = attributes.get(key, "").strip()
        if _SECONDS.match(value):
            return int(float(value) * unit + 0.5), False
        if value and (found := written_time(value)) is not None:
            return found
    return None


@dataclass(slots=True)
class _Page:
    """A page with its elements by kind, and the words before each token, times left out."""

    page: Sequence[Tag | Text]
    elements: list[Element]
    owners: list[int]
    kinds: dict[str, list[Element]] = field(default_factory=dict)
    words: list[int] = field(default_factory=list)

    def said(self, begin: int, end: int) -> int:
        """Return how many words stand between two tokens."""
        return self.words[min(end, len(self.words) - 1)] - self.words[min(begin, len(self.words) - 1)]


def roles_of(page: Sequence[Tag | Text], outline: Outline) -> Roles:
    """Return what the elements of a page say, none of it where nothing recurs and no name of an element says so."""
    elements, owners = outline
    seen = _Page(page, elements, owners)
    for element in elements:
        for kind in element.kinds:
            seen.kinds.setdefault(kind, []).append(element)
    times = frozenset(kind for kind, found in seen.kinds.items() if _are_times(kind, found))
    timed = [element for kind in times for element in seen.kinds[kind]]
    seen.words = _counted(page, timed)
    sure = frozenset(kind for kind in seen.kinds if _SURE.match(kind) and kind not in times)
    names = frozenset() if sure else _recurring(seen, times)
    speakers = sure or frozenset(sorted(names, key=lambda kind: _rank(seen, kind))[-1:])
    named = [element for kind in speakers for element in seen.kinds[kind]]
    marked = [*named, *timed, *(element for element in elements if _is_marked(element))]
    roles = Roles(speakers, times)
    roles.begin, roles.end = around(elements, marked, seen.words)
    if speakers:
        roles.late = _are_late(seen, timed, named)
        roles.beside = frozenset(_beside(seen, roles, [*named, *timed], names - speakers))
    return roles


def _is_marked(element: Element) -> bool:
    """Tell whether attributes of an element say who speaks in it or when."""
    return "data-speaker" in element.attributes or attribute_time(element.attributes) is not None


def _counted(page: Sequence[Tag | Text], timed: Sequence[Element]) -> list[int]:
    """Return for each token the words before it, those of times left out."""
    out = {at for element in timed for at in range(element.begin, min(element.end, element.begin + ENOUGH))}
    total, words = 0, [0]
    for at, token in enumerate(page):
        total += count_words(token.text) if isinstance(token, Text) and at not in out else 0
        words.append(total)
    return words


def _are_times(kind: str, found: Sequence[Element]) -> bool:
    filled = [element for element in found if element.text.strip() or attribute_time(element.attributes)]
    if kind == "time" or _STAMPED.match(kind):
        return kind == "time" or bool(filled)
    times = [element for element in filled if _time_of(element) is not None]
    return len(times) >= _HABIT and len(times) == len(filled)


def _time_of(element: Element) -> tuple[int, bool] | None:
    return written_time(element.text) if _DIGIT.search(element.text) else None


def _recurring(seen: _Page, times: frozenset[str]) -> frozenset[str]:
    """Return the kinds of element whose texts are names by all evidence."""
    free = {kind: elements for kind, elements in seen.kinds.items() if kind not in times}
    return frozenset(kind for kind, elements in free.items() if _are_names(seen, kind, elements))


def _rank(seen: _Page, kind: str) -> tuple[bool, int, int, str]:
    """Return how much speaks for one kind of several: what it is called, then how much of a name it holds."""
    names = {_name_in(element) for element in seen.kinds[kind]}
    return _HINT.match(kind) is not None, sum(map(len, names)), len(seen.kinds[kind]), kind


def _name_in(element: Element) -> str:
    """Return the text of an element less the time that it may end with."""
    return tidy(_STAMP.sub("", element.text)).rstrip(" :：")


def _are_names(seen: _Page, kind: str, elements: Sequence[Element]) -> bool:
    """Tell whether the elements of a kind hold names: short, recurring, each before a text, over most of the page."""
    filled = [element for element in elements if element.text.strip()]
    names = [key_of(_name_in(element)) for element in filled]
    hinted = _HINT.match(kind) is not None
    if len(names) < (2 if hinted else _HABIT) or len(set(names)) < 2 - hinted:
        return False
    if not hinted and 2 * len(set(names)) > len(names) + 1:
        return False
    if any(len(e.text) > 60 or count_words(e.text) > _NAME or e.text.rstrip()[-1:] in "?!;" for e in filled):
        return False
    facts = facts_of([])
    written = Counter(map(_name_in, filled))
    likely = sum(count for name, count in written.items() if name_cost(clean(name), facts) < _NAME_BITS)
    if likely < (_HINTED if hinted else _SHARE) * len(filled) or any(a.end > b.begin for a, b in pairwise(filled)):
        return False
    if sum(_leads(seen, element) for element in filled) < _SHARE * len(filled):
        return False
    bounds = [element.end for element in filled]
    after = [element.begin for element in filled[1:]] + [len(seen.page)]
    said = [seen.said(begin, end) for begin, end in zip(bounds, after, strict=True)]
    own = sum(count_words(element.text) for element in filled)
    if sum(words > 0 for words in said) < _SHARE * len(said) or sum(said) < own:
        return False
    # the turns hold most of what the page says: names over comments below an article are not its speakers
    return 2 * (seen.said(filled[0].begin, filled[-1].end) + min(said)) >= seen.words[-1]


def _leads(seen: _Page, element: Element) -> bool:
    """Tell whether no text stands before an element in its block: words set off in sentences are not names."""
    at = element.parent
    if element.name in BLOCKS or at < 0:
        return True
    while seen.elements[at].name not in BLOCKS and seen.elements[at].parent >= 0:
        at = seen.elements[at].parent
    begin = max(seen.elements[at].begin, element.begin - ENOUGH)
    between = ((seen.page[n], seen.owners[n]) for n in range(begin, element.begin))
    return not any(isinstance(token, Text) and owner == at and _LETTER.search(token.text) for token, owner in between)


def _are_late(seen: _Page, timed: Sequence[Element], named: Sequence[Element]) -> bool:
    """Tell whether times stand below what is said at them: no text between a time and the next name."""
    places = sorted(element.begin for element in (*timed, *named))
    early = late = 0
    for element in timed:
        at = bisect_left(places, element.begin)
        after = places[at + 1] if at + 1 < len(places) else len(seen.page)
        before = places[at - 1] if at else 0
        early += seen.said(element.end, after) > 0
        late += seen.said(element.end, after) == 0 and seen.said(before, element.begin) > 0
    names = {element.begin for element in named}
    first = next((place for place in places), 0)
    return late > early and first in names and len(timed) > 1 and _said_between(seen, named, timed)


def _said_between(seen: _Page, named: Sequence[Element], timed: Sequence[Element]) -> bool:
    """Tell whether text, not only the name, stands between a name and the time after it."""
    begins = sorted(element.begin for element in timed)
    held = 0
    for element in named:
        at = bisect_left(begins, element.end)
        held += at < len(begins) and seen.said(element.end, begins[at]) > 0
    return held >= _SHARE * len(named)


def _beside(seen: _Page, roles: Roles, marked: Sequence[Element], names: frozenset[str]) -> Iterator[int]:
    """Yield the tokens of elements that go with the names, and of short lines of a rare kind between sentences."""
    taken = {id(element) for element in marked}
    beside = {id(element) for kind in names for element in seen.kinds[kind]} - taken
    lines: dict[str, list[tuple[int, Element]]] = {}
    for at, token in enumerate(seen.page[roles.begin : roles.end], roles.begin):
        if isinstance(token, Tag) or not token.text.strip():
            continue
        element = _holder(seen, at)
        if element is None or id(element) in taken:
            continue
        if id(element) in beside:
            yield at
        else:
            kind = f"{element.name}.{element.attributes.get('class', '').lower()}"
            lines.setdefault(kind, []).append((at, element))
    words = {kind: sum(seen.said(at, at + 1) for at, _ in found) for kind, found in lines.items()}
    main = max(words, key=lambda kind: words[kind], default="")
    texts = [tidy(e.text) for _, e in lines.get(main, ()) if len(e.text) < ENOUGH]
    ended = sum(text.endswith(SENTENCE_ENDS) for text in texts) >= _SENTENCES * max(1, len(texts))
    for kind, found in lines.items():
        recurs = len(found) >= _HABIT and 2 * len({element.text for _, element in found}) <= len(found)
        rare = ended and words[kind] < _RARE * words[main]
        for at, element in found if kind != main and (recurs or rare or kind[:2] in _TITLES) else ():
            text = tidy(element.text)
            if text and count_words(text) <= _LINE and not text.endswith(SENTENCE_ENDS):
                yield at


def _holder(seen: _Page, at: int) -> Element | None:
    """Return the element that a text is the text of: the innermost that begins a block or has a kind."""
    owner = seen.owners[at]
    while owner >= 0 and not (seen.elements[owner].kinds or seen.elements[owner].name in BLOCKS):
        owner = seen.elements[owner].parent
    return seen.elements[owner] if owner >= 0 else None
