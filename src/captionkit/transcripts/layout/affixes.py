"""What all labels of a text have around their names: "Ann says", "by Ben", "From Ann to everyone"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from captionkit.transcripts.layout.families import Candidate
from captionkit.transcripts.layout.people import is_plain, key_of
from captionkit.transcripts.layout.words import PARTICLES, ROLES, TITLES

__all__ = ["addressed", "without_shared"]

#: "Says", where it is written behind a name without a blank.
_SAYS = frozenset("说說曰道问問答")
#: So many labels at least say to whom their texts go.
_SENT = 3


def without_shared(heads: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """Return the labels without the words in lower case that all share: "Ann says at" (0:12), "by Ben", "王说"."""
    lead, tail = _shared({c.name.speaker for c in heads.values()})
    if not (lead or tail):
        return dict(heads)
    done: dict[int, Candidate] = {}
    for at, c in heads.items():
        speaker = c.name.speaker
        bare = speaker[len(lead) : len(speaker) - len(tail)]
        name = c.name._replace(speaker=bare.strip(), manner=c.name.manner or f"{lead} {tail}".strip())
        done[at] = c._replace(name=name, key=key_of(name.speaker))
    return done


def addressed(candidates: Sequence[Candidate]) -> dict[int, Candidate]:
    """Return the candidates that say from whom to whom, by place, with the sender as the name.

    In "From Ann to everyone", "Von Ann an alle" the first word is the same in all, so is one in lower case between two
    names, and one addressee at least has several senders. The rest is kept as the manner.
    """
    split = {c.at: c.name.speaker.split() for c in candidates}
    firsts = Counter(words[0] for words in split.values() if len(words) > 3)
    if not firsts or max(firsts.values()) < _SENT:
        return {}
    first = max(firsts, key=firsts.__getitem__)
    mine = {at: words for at, words in split.items() if words[0] == first and len(words) > 3}
    inner = Counter(word for words in mine.values() for word in set(words[2:-1]) if is_plain(word))
    word = max(inner, key=inner.__getitem__, default="")
    if not word or inner[word] < len(mine) or first.casefold().rstrip(".") in TITLES | ROLES:
        return {}
    places = {at: words.index(word, 2) for at, words in mine.items()}
    pairs = {(" ".join(words[places[at] + 1 :]), " ".join(words[1 : places[at]])) for at, words in mine.items()}
    if max(Counter(target for target, _ in pairs).values()) < 2:
        return {}
    return {c.at: _sent(c, mine[c.at], places[c.at]) for c in candidates if c.at in mine}


def _sent(c: Candidate, words: Sequence[str], at: int) -> Candidate:
    sender, target = " ".join(words[1:at]), f"{words[0]} \u2026 {' '.join(words[at:])}"
    manner = f"{target}, {c.name.manner}" if c.name.manner else target
    return c._replace(name=c.name._replace(speaker=sender, manner=manner), key=key_of(sender))


def _shared(names: Collection[str]) -> tuple[str, str]:
    """Return the words before and behind the name in all of two names and more."""
    if len(names) < 2:
        return "", ""
    tail = lead = 0
    split = [name.split() for name in names]
    most = min(map(len, split)) - 1
    while tail < most and len({words[-1 - tail] for words in split}) == 1 and is_plain(split[0][-1 - tail]):
        tail += 1
    while lead < most - tail and len({words[lead] for words in split}) == 1:
        lead += 1
    if lead and not _are_prepositions(split, lead):
        lead = 0
    if not all(any(map(str.isalpha, "".join(words[lead : len(words) - tail]))) for words in split):
        return "", ""  # they are numbered: "발언인 1"
    first, last = " ".join(split[0][:lead]), " ".join(split[0][len(split[0]) - tail :])
    if not tail and len({name[-1] for name in names}) == 1 and split[0][-1][-1] in _SAYS and min(map(len, names)) > 1:
        last = split[0][-1][-1]
    return first, last


def _are_prepositions(split: Sequence[Sequence[str]], count: int) -> bool:
    """Tell whether the words before all names are none of theirs: the last in lower case, no title, no particle."""
    words = [word.casefold().rstrip(".") for word in split[0][:count]]
    known = any(word in PARTICLES or word in TITLES or word in ROLES for word in words)
    caseless = all(word == word.upper() for word in words)
    return (
        is_plain(split[0][count - 1])
        and not known
        and (caseless or not any(name[count][0].islower() for name in split))
    )
