"""Candidates that are less than they seem: a name with an office beside it, a heading that is numbered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

from captionkit.transcripts.layout.families import Candidate
from captionkit.transcripts.layout.people import key_of

__all__ = ["qualified"]

_BESIDE = re.compile(r",? ?[(\[]|, ")
#: A sign between blanks, as between a name and an office: "Ann Lee -- minister", "Ann Lee | ministre".
_SIGN = re.compile(r"\s+(?:[-\u2013\u2014]{1,3}|[|/\\~\u00b7\u2022>\u203a*:=]{1,2})\s+")
_NUMBER = re.compile(r"\d+")
#: So many labels at least, and this share, are in capitals where what is in lower case behind capitals is an office.
_LEAST, _SHARE = 4, 0.8
#: An office has so many words at most.
_OFFICE = 8


def qualified(family: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, those that are the name of another and go on beside it as that name; no headings.

    What is said beside a name may have any form: ``Ann Lee (North), answering "a question"``, ``ANN LEE (North) to the
    minister``. Where names are in capitals, so is ``ANN LEE minister of roads``. Behind a sign between blanks the
    name may be one word.
    """
    names = {c.key for c in candidates if " " in c.key and '"' not in c.key and "," not in c.key}
    bare = {c.key for c in candidates if not _SIGN.search(c.raw)}
    upper = sum(c.name.speaker.isupper() for c in candidates)
    capitals = upper >= _LEAST and upper >= _SHARE * len(candidates)
    done: list[Candidate] = []
    for c in candidates:
        name = c.name.speaker
        cuts = () if c.raw.rstrip().endswith(".") else (match.start() for match in _BESIDE.finditer(name))
        cut = next((cut for cut in cuts if key_of(name[:cut]) in names), 0)
        sign = _SIGN.search(name)
        if not cut and sign is not None and _is_office(name, sign, bare, done):
            c = _with_office(c, name[: sign.start()], name[sign.end() :])
            name = c.name.speaker
        if capitals and not cut:
            cut = _behind_capitals(name)
        if cut:
            c = _with_office(c, name[:cut], name[cut:].strip(" ,()[]"))
        done.append(c)
    return _without_numbered(done) if family == "dot" else done


def _is_office(name: str, sign: re.Match[str], bare: Collection[str], above: Sequence[Candidate]) -> bool:
    """Tell whether a name that stands alone elsewhere is before a sign, and no second speaker behind it.

    An office is said when somebody speaks first; "Ann / Ben" later on is two.
    """
    key = key_of(name[: sign.start()])
    if key not in bare or key_of(name[sign.end() :]) in bare:
        return False
    return "/" not in sign[0] or all(c.key != key for c in above)


def _with_office(candidate: Candidate, name: str, office: str) -> Candidate:
    """Return a candidate whose label is a name and an office beside it, before any that the label has already."""
    role = ", ".join(part for part in (office.strip(), candidate.name.role) if part)
    return candidate._replace(name=candidate.name._replace(speaker=name, role=role), key=key_of(name))


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
