"""Names written surname first ("Quist, Nora"), apart from names with a role behind a comma, by all labels of a file.

A role stands behind a full name, or once, where somebody first speaks; a given name stands behind a surname each time.
"""

from __future__ import annotations

import re

from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.model.transcript import Segment, Transcript
from captionkit.transcripts.layout.words import INSTITUTIONS, PARTICLES, ROLES, TITLES

__all__ = ["with_given_names"]

_JOINS = re.compile(r"[-'’]")
_ROLE = "text.role"
#: The most words of a given name; so many turns show that what stands behind the comma stands there each time.
_GIVEN, _TURNS = 3, 2


def with_given_names(transcript: Transcript) -> Result[Transcript]:
    """Return the transcript with given names, which were taken for roles, back beside the surnames.

    That they were is reported (``text.joined-name``).

    >>> from captionkit import Segment, Transcript
    >>> said = [Segment(text, "Quist", extras={"text.role": "Nora"}) for text in ("The tide is in.", "We sail.")]
    >>> [s.speaker for s in with_given_names(Transcript(tuple(said))).value.segments]
    ['Quist, Nora', 'Quist, Nora']
    """
    roles: dict[str, list[str]] = {}
    for segment in transcript.segments:
        if segment.speaker and segment.turn:
            roles.setdefault(segment.speaker, []).append(segment.extras.get(_ROLE, ""))
    whole = _whole_names(roles)
    if not whole:
        return Result(transcript)
    segments = tuple(_renamed(segment, whole) for segment in transcript.segments)
    return Result(transcript.replace(segments=segments), tuple(_said(name) for name in whole.values()))


def _whole_names(roles: dict[str, list[str]]) -> dict[str, str]:
    """Return the surnames of a file with the names that they stand for, none where its commas divide off roles."""
    behind = {name: found for name, found in roles.items() if any(found)}
    habit = False
    for name, found in behind.items():
        if not (_is_surname(name) and len(set(found)) == 1 and _is_given(found[0])):
            return {}
        habit = habit or len(found) >= _TURNS
    return {name: f"{name}, {found[0]}" for name, found in behind.items()} if habit else {}


def _is_surname(name: str) -> bool:
    words = [word for word in name.split() if word not in PARTICLES]
    return len(words) == 1 and words[0][0].isupper() and all(map(str.isalpha, _JOINS.split(words[0])))


def _is_given(text: str) -> bool:
    known = ROLES | TITLES | INSTITUTIONS
    words = [word.rstrip(".") for word in text.split()]
    named = all(word[:1].isupper() and all(map(str.isalpha, _JOINS.split(word))) for word in words)
    return 0 < len(words) <= _GIVEN and named and known.isdisjoint(word.casefold() for word in words)


def _renamed(segment: Segment, whole: dict[str, str]) -> Segment:
    name = whole.get(segment.speaker)
    if name is None:
        return segment
    return segment.replace(speaker=name, extras={key: value for key, value in segment.extras.items() if key != _ROLE})


def _said(name: str) -> Diagnostic:
    return report("text.joined-name", f"{name!r} is read as a surname and a given name", data={"name": name})
