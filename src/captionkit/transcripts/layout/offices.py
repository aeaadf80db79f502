"""Candidates that are less than they seem: a name with an office beside it, a heading that is numbered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from captionkit.transcripts.layout.families import Candidate
from captionkit.transcripts.layout.people import key_of

__all__ = ["qualified"]

_BESIDE = re.compile(r",? ?[(\[]|, ")
_NUMBER = re.compile(r"\d+")
#: So many labels at least, and this share, are in capitals where what is in lower case behind capitals is an office.
_LEAST, _SHARE = 4, 0.8
#: An office has so many words at most.
_OFFICE = 8


def qualified(family: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, those that are the name of another and go on beside it as that name; no headings.

    What is said beside a name may have any form: ``Ann Lee (North), answering "a question"``, ``ANN LEE (North) to the
    minister``. Where names are in capitals, so is ``ANN LEE minister of roads``.
    """
    names = {c.key for c in candidates if " " in c.key and '"' not in c.key and "," not in c.key}
    upper = sum(c.name.speaker.isupper() for c in candidates)
    capitals = upper >= _LEAST and upper >= _SHARE * len(candidates)
    done: list[Candidate] = []
    for c in candidates:
        name = c.name.speaker
        cuts = () if c.raw.rstrip().endswith(".") else (match.start() for match in _BESIDE.finditer(name))
        cut = next((cut for cut in cuts if key_of(name[:cut]) in names), 0)
        if capitals and not cut:
            cut = _behind_capitals(name)
        if cut:
            role = name[cut:].strip(" ,()[]")
            c = c._replace(name=c.name._replace(speaker=name[:cut], role=role), key=key_of(name[:cut]))
        done.append(c)
    return _without_numbered(done) if family == "dot" else done


def _behind_capitals(name: str) -> int:
    """Return where two words in capitals and more end, and a few in lower case follow; 0 where it is not so."""
    words = name.split(" ")
    first = next((at for at, word in enumerate(words) if not word.isupper()), len(words))
    office = words[first:]
    if first < 2 or not 0 < len(office) <= _OFFICE or not all(word.islower() for word in office):
        return 0
    return len(" ".join(words[:first]))


def _without_numbered(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those that number what follows, each time higher: ``QUESTION NO. 2. Roads``."""
    rests: defaultdict[str, list[str]] = defaultdict(list)
    for c in candidates:
        rests[c.key].append(c.rest)
    numbered = set[str]()
    for key, texts in rests.items():
        if len(texts) > 1 and all(text[:1].isdigit() for text in texts):
            numbers = [int(_NUMBER.findall(text)[0]) for text in texts]
            if all(a < b for a, b in pairwise(numbers)):
                numbered.add(key)
    return [c for c in candidates if c.key not in numbered] if numbered else list(candidates)
