"""What only many replies show: the same one for unlike texts, the same beginning or ending, the run's own habits."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from captionkit.text.scripts import has_unspaced
from captionkit.translation.proof.concepts import concepts_for
from captionkit.translation.proof.language import against, odds_for_track, ordinary_words, strange
from captionkit.translation.proof.omission import Omission, known_in
from captionkit.translation.proof.reply import Fault, ends_sentence
from captionkit.translation.proof.signs import hints_of, unaccented
from captionkit.translation.proof.text import fold, folded_words, names_in, unlike, weight

__all__ = ["Crowd"]

_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
#: A label in front of a reply, and brackets at its end.
_LABEL = re.compile(r"^[^\W\d_][\w -]{1,28}?:\s")
_TAIL = re.compile(r"\s*(?:\[[^\[\]]{1,80}\]|\([^()]{1,80}\))(?=[.!?]?$)")
#: Words of a reply, of its beginning or of its ending -> unlike texts behind it from which it is flagged.
_SAME = ((3, 2), (1, 5))
_EDGES = ((4, 3), (3, 3), (2, 5), (1, 8))
_MOST_BEHIND = dict(_EDGES)
#: Texts around one among which its beginning and ending are compared.
_NEAR = 13
#: Replies from which the middle of the run's lengths is known, and how far ln of a ratio may lie above and below it.
_KNOWN, _LONG, _LONG_SHORT, _SHORT, _SHORT_LEAST = 8, 0.55, 0.9, 0.7, 0.4
#: Replies in a window whose log odds are added up, and the sum above which they are in another language.
_WINDOW, _SUM = 10, 8.0
#: Replies from which lost words show by the run's habits; log odds from which a reply is flagged, and counted.
_OMISSION_KNOWN, _OMITTED, _OMITTED_HINT = 12, 7.0, 3.0
#: Hints of one kind, and their share of a batch or a track, that honest replies never reach (they give 0.01, people
#: 0.03, of the commonest kind).
_MANY, _MANY_SHARE = 4, 0.1

_Mark = tuple[str, tuple[str, ...]]


class Crowd:
    """The replies of a run so far, batch and alone; two texts that are alike count once.

    ``known`` are the words that translate each other: the table's, and a dictionary's where one is read.
    """

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target
        self._ordinary = ordinary_words(target)  # loads the statistics before the first call, not after it
        self._pairs: dict[str, str] = {}
        self._at: dict[str, int] = {}
        self._run: list[str] = []  # the texts by their place
        self._behind: dict[_Mark, dict[str, int]] = defaultdict(dict)  # and when each came
        self._strange: set[_Mark] = set()
        self._names: set[str] = set()
        self._lower: set[str] = set()
        self._ratios: list[float] = []
        self._ratio_of: dict[str, float] = {}
        self._ended = self._stopped = 0
        self.known = concepts_for(source, target)
        self._version = 0
        self._measured: tuple[int, Omission | None, float] = (-1, None, 0.0)

    @property
    def state(self) -> tuple[int, int]:
        """Changes whenever the same question might get another answer."""
        return self._version, len(self._strange)

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Note replies; a text's later reply takes the place of its earlier one."""
        for text, reply in pairs:
            before = self._pairs.get(text, "")
            if not reply or before == reply:
                continue
            self.withdraw([text])
            self._pairs[text] = reply
            if text not in self._at:
                self._at[text] = len(self._run)
                self._run.append(text)
            self._names |= names_in(text)
            self._lower.update(word for word in _LONG_WORD.findall(text) if word.islower())
            for mark in _marks_of(text, reply):
                self._behind[mark].setdefault(text, self._version)
            self._count(text, reply, 1)

    def withdraw(self, texts: Iterable[str]) -> None:
        """Forget the replies to some texts: they are asked for again."""
        for text in texts:
            reply = self._pairs.pop(text, "")
            if reply:
                for mark in _marks_of(text, reply):
                    self._behind[mark].pop(text, None)
                self._count(text, reply, -1)

    def _count(self, text: str, reply: str, step: int) -> None:
        """Count a reply among the habits of the run, or take it out again."""
        self._version += 1
        if ends_sentence(text):
            self._ended += step
            self._stopped += step * ends_sentence(reply)
        if len(text) >= 8:
            ratio = _ratio(text, reply)
            if step > 0:
                insort(self._ratios, ratio)
                self._ratio_of[text] = ratio
            else:
                self._ratios.pop(bisect_left(self._ratios, ratio))
                self._ratio_of.pop(text)

    def _unlike(self, mark: _Mark, near: int | None = None) -> list[str]:
        """Return the texts behind a mark that are unlike each other; ``near``: those around a place in the run."""
        behind = self._behind.get(mark, {})
        latest: Iterable[str] = reversed(behind)
        if near is not None:  # whatever the run's length, these are few
            around = self._run[max(0, near - _NEAR + 1) : near + _NEAR]
            latest = sorted((text for text in around if text in behind), key=behind.__getitem__, reverse=True)
        found: list[str] = []
        for text in latest:
            if all(unlike(text, other) for other in found):
                found.append(text)
            if len(found) >= 12:
                break
        return found

    def trimmed(self, text: str, reply: str) -> str:
        """Return a reply without the label or the bracket at its end that replies to three unlike texts have.

        >>> crowd = Crowd("en", "es")
        >>> crowd.add([("One.", "Texto: Uno."), ("A dog?", "Texto: Un perro?"), ("Go home!", "Texto: Vete!")])
        >>> crowd.trimmed("One.", "Texto: Uno.")
        'Uno.'
        """
        for pattern in (_LABEL, _TAIL):
            extra = pattern.search(reply)
            if extra and len(self._unlike(("extra", (extra[0].strip(),)))) >= 3 and not pattern.search(text):
                reply = (reply[: extra.start()] + reply[extra.end() :]).strip()
        return reply

    def faults_of(self, text: str, reply: str) -> list[Fault]:
        """Return what the other replies say against this one."""
        same: _Mark = ("same", (fold(reply),))
        behind = self._unlike(same) if len(self._behind.get(same, ())) > 1 else []
        count = len(folded_words(reply))
        for words, most in _SAME:
            if count >= words and len(behind) >= most and any(unlike(text, other) for other in behind):
                return [Fault("same-reply", f"{len(behind)} different texts got the same reply")]
        here = self._at.get(text, 0)
        for edge in _edges_of(reply):
            most = _MOST_BEHIND[len(edge[1])]
            if edge in self._strange:
                return [Fault("same-edge", "the reply begins or ends as those of other texts did")]
            if len(self._behind.get(edge, ())) < most:
                continue
            if len(edge[1]) <= 3 and self._ordinary.issuperset(edge[1]):
                continue
            texts = self._unlike(edge, here)
            if len(texts) >= most and not _edge_of_text(text, edge[0], texts):
                where = "begin" if edge[0] == "begin" else "end"
                self._strange |= {edge} if len(edge[1]) > 1 else set()
                return [Fault("same-edge", f"{len(texts)} replies to different texts {where} alike")]
        return [
            *self._length(text, reply),
            *self._name(text, reply),
            *self._stop(text, reply),
        ]

    def _stop(self, text: str, reply: str) -> list[Fault]:
        if not ends_sentence(text) or ends_sentence(reply) or self._ended < _KNOWN:
            return []
        if self._stopped < 0.5 * self._ended:
            return []
        return [Fault("ending", "the reply does not end its sentence", hard=False)]

    def _length(self, text: str, reply: str) -> list[Fault]:
        middle = self.middle()
        if middle is None:
            return []
        if len(text) < 8:
            return []
        ratio = _ratio(text, reply)
        off = ratio - middle
        if off > (_LONG if len(text) >= 20 else _LONG_SHORT):
            return [Fault("length", "the reply is longer than this translator's others are", hard=False)]
        if off < -(self._habit()[2] if len(text) >= 40 else _SHORT) and len(text) >= 12:
            return [Fault("length", "the reply is shorter than this translator's others are", hard=False)]
        if self._lost(text, reply) > _OMITTED:
            return [Fault("omitted", "the reply seems to leave out part of the text", hard=False)]
        return []

    def _lost(self, text: str, reply: str) -> float:
        """Return the log odds that part of a text is lost in its reply; none where the run is too short to tell."""
        omission = self._habit()[1]
        if omission is None or len(text) < 12:
            return -99.0
        return omission.odds(text, _ratio(text, reply), *known_in(text, reply, self.known))

    def _habit(self) -> tuple[int, Omission | None, float]:
        """Return the habits of the replies so far: measured again when a twenty-fifth of them has come or gone."""
        if self._version - self._measured[0] > len(self._pairs) // 25 or self._measured[0] < 0:
            middle, omission, shortest = self.middle(), None, _SHORT
            if middle is not None:
                off = sorted(abs(ratio - middle) for ratio in self._ratios)
                shortest = min(_SHORT, max(_SHORT_LEAST, 6.0 * off[len(off) // 2]))
                ratios = {text: ratio for text, ratio in self._ratio_of.items() if len(text) >= 8}
                if len(ratios) >= _OMISSION_KNOWN:
                    words = (known_in(text, reply, self.known) for text, reply in self._pairs.items())
                    omission = Omission(ratios, middle, words)
            self._measured = (self._version, omission, shortest)
        return self._measured

    def hints(self, text: str, reply: str) -> set[str]:
        """Return what may be wrong with a reply, as with one honest reply in a hundred: many of a kind are a fault."""
        found = {"part of the text is lost"} if self._lost(text, reply) > _OMITTED_HINT else set()
        return found | hints_of(text, reply, self.source, self.target)

    def many(self, pairs: Sequence[tuple[str, str]]) -> tuple[str, list[int]]:
        """Return the hint that too many replies give, and their places; ``""`` where none is so frequent."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, (text, reply) in enumerate(pairs):
            for hint in self.hints(text, reply):
                places[hint].append(index)
        hint = max(sorted(places), key=lambda name: len(places[name]), default="")
        return (hint, places[hint]) if hint and len(places[hint]) >= max(_MANY, _MANY_SHARE * len(pairs)) else ("", [])

    def _name(self, text: str, reply: str) -> list[Fault]:
        """A name of another text stands where one of this text is missing."""
        own = names_in(text)
        here = set(folded_words(text))
        added = {n for n in names_in(reply) - own if n in self._names and not here & set(folded_words(n))}
        missing = {n for n in own if n not in folded_words(reply) and n not in self._lower}
        return (
            [Fault("name", f"{min(added)!r} stands for {min(missing)!r}", hard=False)]
            if added and missing and len(own) <= 3
            else []
        )

    def middle(self) -> float | None:
        """Return the middle of ln (length of reply over length of text), None while too few replies are known."""
        return self._ratios[len(self._ratios) // 2] if len(self._ratios) >= _KNOWN else None

    def habits(self, pairs: Sequence[tuple[str, str]]) -> dict[int, Fault]:
        """Return, by place, what is wrong with a whole track: its language in stretches, accents that are all gone,
        replies that hold their text, say everything twice or lack their stop again and again.
        """
        found = self._strange_stretches(pairs)
        if unaccented([reply for _, reply in pairs], self.target):
            fault = Fault("accents", "no reply of the run has an accent")
            found = {i: fault for i, (_, reply) in enumerate(pairs) if len(reply) > 12} | found
        if self._ended >= 10 and self._stopped < 0.5 * self._ended:
            fault = Fault("ending", "the replies do not end their sentences", hard=False)
            cut = (i for i, (text, reply) in enumerate(pairs) if ends_sentence(text) and not ends_sentence(reply))
            found = dict.fromkeys(cut, fault) | found
        rare = [i for i, (text, reply) in enumerate(pairs) if strange(text, reply, self.source, self.target)]
        if len(rare) >= 4 and len(rare) >= 0.12 * len(pairs):
            odd = Fault("gibberish", "the letters of many replies follow each other as in no text", hard=False)
            found = dict.fromkeys(rare, odd) | found
        hint, places = self.many(pairs)
        if hint:
            found = (
                dict.fromkeys(places, Fault("habit", f"{hint}, as in {len(places)} of {len(pairs)} replies")) | found
            )
        beside = [i for i, (text, reply) in enumerate(pairs) if _beside(text, reply)]
        if len(beside) >= 5 and len(beside) >= 0.3 * len(pairs):
            found |= dict.fromkeys(beside, Fault("source-inside", "the reply holds the text beside its translation"))
        twice = [i for i, (text, reply) in enumerate(pairs) if _twice(reply) and not _twice(text)]
        if len(twice) >= 3 and len(twice) >= 0.2 * len(pairs):
            found |= dict.fromkeys(twice, Fault("doubled", "the reply says everything twice"))
        return found

    def _strange_stretches(self, pairs: Sequence[tuple[str, str]]) -> dict[int, Fault]:
        """Add the log odds of ten replies running up: together they separate even sister languages."""
        found: dict[int, Fault] = {}
        odds = [against(text, reply, self.source, self.target)[0] for text, reply in pairs]
        for start in range(max(1, len(pairs) - _WINDOW + 1)):
            window = range(start, min(len(pairs), start + _WINDOW))
            if len(window) < 5 or sum(odds[i] > 0 for i in window) * 2 < len(window):
                continue
            total, tag = odds_for_track([pairs[i] for i in window], self.source, self.target)
            if total > _SUM * (1 if len(window) >= _WINDOW else 1.5):
                fault = Fault("language", f"this stretch seems to be in another language ({tag})")
                found = dict.fromkeys((i for i in window if odds[i] > -1.0), fault) | found
        return found


def _marks_of(text: str, reply: str) -> list[_Mark]:
    """Return what may be compared of a reply: all of it, its edges, a label or bracket that its text has not."""
    marks: list[_Mark] = [("same", (fold(reply),)), *_edges_of(reply)]
    for pattern in (_LABEL, _TAIL):
        extra = pattern.search(reply)
        if extra and not pattern.search(text):
            marks.append(("extra", (extra[0].strip(),)))
    return marks


@lru_cache(maxsize=1024)
def _edges_of(reply: str) -> tuple[_Mark, ...]:
    words = folded_words(reply)
    sizes = [size for size, _ in _EDGES if len(words) > size]
    return (*(("begin", words[:size]) for size in sizes), *(("end", words[-size:]) for size in sizes))


def _edge_of_text(text: str, side: str, texts: Sequence[str]) -> bool:
    """Return whether the texts themselves begin or end alike, or share a word."""

    def edge(one: str, size: int) -> tuple[str, ...]:
        words = folded_words(one)
        return words[:size] if side == "begin" else words[-size:]

    together = {text, *texts}
    shared = Counter(chain.from_iterable(map(_stems, together)))
    if shared and max(shared.values()) * 3 >= 2 * len(together):
        return True  # a word that they share is rendered the same way
    for size in (1, 2):
        alike = sum(edge(other, size) == edge(text, size) for other in texts)
        if alike * 3 >= len(texts) and len(texts) < 12 and alike > 1:
            return True
    return False


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    return frozenset([word[:6] for word in folded_words(text) if len(word) > 3])


def _beside(text: str, reply: str) -> bool:
    one, two = folded_words(text), folded_words(reply)
    return 0 < len(one) < len(two) and (two[: len(one)] == one or two[-len(one) :] == one)


def _twice(text: str) -> bool:
    words = folded_words(text)
    half = len(words) // 2
    return half > 0 and len(words) % 2 == 0 and words[:half] == words[half:]


@lru_cache(maxsize=4096)
def _ratio(text: str, reply: str) -> float:
    return math.log((weight(reply) + 3) / (weight(text) + 3)) if not has_unspaced(text) else 0.0
