"""Is this reply a translation of this text? Every reply is asked that before it is used.

A *hard* fault means the reply is no translation: it is asked for again and, in the end, the cue is reported as not
translated. A *soft* fault means something is missing from a translation (a number, a name): it is asked for again,
and kept with an error that names the cue.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from captionkit.text.scripts import count_unspaced, has_unspaced
from captionkit.translation.base import Term
from captionkit.translation.numerals import numbers_in

__all__ = [
    "Fault",
    "batch_faults",
    "cleaned",
    "count_tokens",
    "faults_of",
    "leaked",
    "nothing_to_translate",
    "swollen",
    "words_of",
]

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w|(?<!\w)(?:@\w{2,}|#[^\W\d]\w+)"
)
_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff]")
_CHATTER = re.compile(
    r"^(?:sure[,!.]|certainly[,!.]|here (?:is|are) (?:the|your) translat|as an ai\b|i(?:'m| am) sorry, but i|"
    r"i cannot (?:help|assist|translate)|translation\s*:|```)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</?[a-z][^>]{0,200}>|\{\\", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one reply: ``kind`` is a slug, ``detail`` a clause for people."""

    kind: str
    detail: str
    hard: bool = True


def words_of(text: str) -> list[str]:
    """Return the words of letters in a text.

    >>> words_of("It's 5 o'clock, John.")
    ["It's", "o'clock", 'John']
    """
    return _WORD.findall(text)


def links_in(text: str) -> list[str]:
    """Return the addresses, handles and tags in a text, which no translation may change."""
    return _LINK.findall(text)


def count_tokens(text: str) -> int:
    """Return roughly how many tokens a language model makes of a text: four characters each, one a character in scripts
    without spaces. An estimate, for costs.
    """
    dense = count_unspaced(text)
    return dense + (len(text) - dense + 3) // 4


def nothing_to_translate(text: str) -> bool:
    """Tell whether a text holds no word: a number, a note, an address.

    >>> nothing_to_translate("12:30"), nothing_to_translate("No.")
    (True, False)
    """
    return not words_of(_LINK.sub(" ", text))


def cleaned(reply: object) -> str:
    r"""Return a reply as one line without control characters; ``""`` for what is no text.

    >>> cleaned(" Buenas\n tardes. "), cleaned(None)
    ('Buenas tardes.', '')
    """
    return _BLANKS.sub(" ", _CONTROL.sub("", reply)).strip() if isinstance(reply, str) else ""


def faults_of(text: str, reply: str, target: str, terms: Sequence[Term] = (), source: str = "") -> list[Fault]:
    """Return what is wrong with one reply, gravest first; nothing where it may be used.

    >>> [f.kind for f in faults_of("Good evening, all of you.", "", "es")]
    ['empty']
    """
    hard = _no_translation(text, reply, target)
    if hard:
        return [hard]
    numbers = (*_missing_numbers(text, reply, target), *_added_numbers(text, reply, source))
    return [*numbers, *_missing_terms(text, reply, terms), *_missing_links(text, reply)]


def _no_translation(text: str, reply: str, target: str) -> Fault | None:
    if not reply:
        return Fault("empty", "the reply is empty")
    if "-->" in reply or ("<" not in text and _MARKUP.search(reply)):
        return Fault("markup", "the reply holds timing or markup")
    if "\ufffd" in reply:
        return Fault("mojibake", "the reply holds replacement characters")
    if _CHATTER.search(reply) and not _CHATTER.search(text):
        return Fault("chatter", "the reply talks about the task instead of translating")
    return _length(text, reply) or _loop(text, reply) or _unchanged(text, reply)


def _length(text: str, reply: str) -> Fault | None:
    before, after = _weight(text), _weight(reply)
    if after > 3.5 * before + 25:
        return Fault("too-long", f"the reply has {len(reply)} characters for {len(text)}")
    if after * 4.5 + 8 < before:
        return Fault("too-short", f"the reply has {len(reply)} characters for {len(text)}")
    return None


def _weight(text: str) -> float:
    """Characters, one of a script without spaces counting as two and a half: it carries about that much."""
    return len(text) + 1.5 * count_unspaced(text)


def _loop(text: str, reply: str) -> Fault | None:
    """A neural model that repeats itself: the same three words four times over, and the source does not."""
    words = [w.casefold() for w in words_of(reply)]
    if len(words) < 12:
        return None
    for size in (1, 2, 3, 4):
        run = longest = 1
        for i in range(size, len(words) - size + 1, size):
            run = run + 1 if words[i : i + size] == words[i - size : i] else 1
            longest = max(longest, run)
        if longest >= 5 and longest * size >= len(words) * 0.4 and len(words) > 1.3 * len(words_of(text)):
            return Fault("loop", "the reply repeats itself")
    return None


def _unchanged(text: str, reply: str) -> Fault | None:
    source, target = ([w.casefold() for w in words_of(t)] for t in (text, reply))
    common = [w for w in words_of(text) if not w[0].isupper() and len(w) > 1]
    if not source:
        return None
    if source == target:
        return Fault("unchanged", "the reply is the text itself", hard=len(common) >= 2)
    run = _longest_common_run(source, target)
    if run >= 6 and run >= 0.75 * len(source) and len(common) >= 4:
        return Fault("half-done", f"{run} words in a row are left as they were")
    return None


def _longest_common_run(one: list[str], two: list[str]) -> int:
    best = 0
    row = [0] * (len(two) + 1)
    for word in one[:400]:
        above = 0
        for j, other in enumerate(two[:400], start=1):
            above, row[j] = row[j], (above + 1 if word == other else 0)
            best = max(best, row[j])
    return best


def _missing_numbers(text: str, reply: str, target: str) -> list[Fault]:
    missing = numbers_in(text, "") - numbers_in(reply, target)
    squashed = re.sub(r"\D", "", reply)
    missing = {n for n in missing if len(n) < 3 or n not in squashed}
    return [Fault("number", f"{', '.join(sorted(missing))} is missing", hard=False)] if missing else []


def _added_numbers(text: str, reply: str, source: str) -> list[Fault]:
    added = numbers_in(reply, "") - numbers_in(text, source)
    squashed = re.sub(r"\D", "", text)
    added = {n for n in added if n not in squashed}
    told = ", ".join(sorted(added))
    return [Fault("number-added", f"{told} is not in the text", hard=False)] if added else []


def _missing_terms(text: str, reply: str, terms: Sequence[Term]) -> list[Fault]:
    missing = [t for t in terms if has_term(text, t.source, t.exact) and not has_term(reply, t.target, False)]
    return [Fault("term", f"{t.source!r} is not rendered as {t.target!r}", hard=False) for t in missing]


def has_term(text: str, term: str, exact: bool) -> bool:
    """Tell whether a glossary term stands in a text as a word of its own (inside one, in scripts without spaces)."""
    edge = "" if has_unspaced(term) else r"(?!\w)"
    flags = 0 if exact else re.IGNORECASE
    return re.search(("" if not edge else r"(?<!\w)") + re.escape(term) + edge, text, flags) is not None


def _missing_links(text: str, reply: str) -> list[Fault]:
    return [Fault("link", f"{link} is missing", hard=False) for link in links_in(text) if link not in reply]


def batch_faults(texts: Sequence[str], replies: Sequence[str], target: str) -> Fault | None:
    """Tell whether the replies as a whole look merged, shifted or shuffled.

    Checked are the number of replies, the same reply for different texts, numbers and names that turn up in a
    neighbour's reply, and whether the lengths fit better one place off (after Gale and Church, 1993: lengths of
    translations go together).
    """
    if len(replies) != len(texts):
        return Fault("count", f"{len(replies)} replies for {len(texts)} texts")
    return _same_twice(texts, replies) or _strayed(texts, replies, target) or _slipped(texts, replies)


def swollen(texts: Sequence[str], replies: Sequence[str]) -> set[int]:
    """Return the places of replies that stand beside an empty or very short one and are long for their text.

    A hook that puts two texts into one reply leaves a blank where the other was.
    """
    ratios = [(_weight(r) + 4) / (_weight(t) + 4) for t, r in zip(texts, replies, strict=True)]
    hollow = {i for i, (t, r) in enumerate(zip(texts, replies, strict=True)) if not r or _length(t, r)}
    beside = {i for h in hollow for i in (h - 1, h + 1) if 0 <= i < len(ratios)} - hollow
    others = sorted(ratio for i, ratio in enumerate(ratios) if i not in hollow | beside)
    middle = others[len(others) // 2] if len(others) >= 3 else 1.1
    return {i for i in beside if ratios[i] > 1.4 * middle}


def leaked(texts: Sequence[str], replies: Sequence[str], target: str) -> set[int]:
    """Return the places of replies that hold a number or name which the text next to them lacks in its own reply."""
    anchors = [(_anchors(text, ""), _anchors(reply, target)) for text, reply in zip(texts, replies, strict=True)]
    found: set[int] = set()
    for one, two in pairwise(range(len(anchors))):
        for loser, holder in ((one, two), (two, one)):
            lost = anchors[loser][0] - anchors[loser][1]
            if lost & (anchors[holder][1] - anchors[holder][0]):
                found |= {loser, holder}
    return found


def _same_twice(texts: Sequence[str], replies: Sequence[str]) -> Fault | None:
    seen: dict[str, str] = {}
    for text, reply in zip(texts, replies, strict=True):
        key = reply.casefold()
        first = seen.setdefault(key, text)
        if len(words_of(reply)) >= 4 and first.casefold() != text.casefold() and not _alike(first, text):
            return Fault("same-twice", "two different texts got the same reply")
    return None


def _alike(one: str, two: str) -> bool:
    first, second = ({w.casefold() for w in words_of(t)} for t in (one, two))
    return len(first & second) * 2 >= len(first | second)


def _strayed(texts: Sequence[str], replies: Sequence[str], target: str) -> Fault | None:
    """Two anchors (numbers, names) that miss their own reply and stand in another's show a wrong order."""
    owners = [_anchors(reply, target) for reply in replies]
    strays = 0
    for index, text in enumerate(texts):
        own = _anchors(text, "") - owners[index]
        others = set().union(*(owners[j] for j in range(max(0, index - 12), min(len(texts), index + 13)) if j != index))
        strays += bool(own & others) and not (own - others)
    return Fault("order", f"{strays} texts find their numbers or names in another's reply") if strays >= 2 else None


def _anchors(text: str, language: str) -> set[str]:
    names = {w.casefold() for w in re.findall(r"(?<=[\w,;] )[A-Z\u00c0-\u00de][\w-]{3,}", text)}
    return numbers_in(text, language) | names


def _slipped(texts: Sequence[str], replies: Sequence[str]) -> Fault | None:
    """Compare the lengths with those one place off, and with the best order there is (longest to longest)."""
    if len(texts) < 2:
        return None
    straight = _misfit(texts, replies)
    if straight <= (0.35 if len(texts) >= 6 else 0.5):
        return None
    others = [_misfit(sorted(texts, key=_weight), sorted(replies, key=_weight))]
    if len(texts) >= 6:
        others += [_misfit(texts[1:], replies[:-1]), _misfit(texts[:-1], replies[1:])]
    if min(others) < 0.6 * straight:
        return Fault("shifted", "the lengths fit the texts in another order much better")
    return None


def _misfit(texts: Sequence[str], replies: Sequence[str]) -> float:
    ratios = [math.log((_weight(r) + 4) / (_weight(t) + 4)) for t, r in zip(texts, replies, strict=True)]
    middle = sorted(ratios)[len(ratios) // 2]
    return sum(abs(ratio - middle) for ratio in ratios) / len(ratios)
