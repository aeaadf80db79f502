"""Handovers in running text: "<Name> has the details:" names who speaks next; a sign-off or thanks hands back."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from captionkit.transcripts.layout.names import plausible_name
from captionkit.transcripts.layout.words import INSTITUTIONS, INTRODUCING, NOT_NAMES

__all__ = ["HandBack", "hand_over", "hands_back"]


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})".replace(" ", r"[ \t]+")


_FIRST = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄ][\w'’.-]*)"
_OF = r"(?:(?:de|del|della|di|da|dos|van|von|der|den|el|al|bin|la|le)[ \t]+)"
_NAME = rf"(?P<name>{_FIRST}(?:[ \t]+{_OF}{{0,2}}{_FIRST}){{1,3}})"
_WHERE = r"(?:[ \t]+(?:is|was|in|from|at|on)[^.:!?]{0,60}?)?"

#: What follows the name in a handover.
_WHAT = (
    _any(
        r"(?:has|have|had|with|brings(?: us)?|tells(?: us)?|takes up) "
        r"(?:(?:the|more|all|this|some|further|her|his|our|full) )*"
        r"(?:details?|story|stories|report|latest|more|facts|background|update|account|rest)\b",
        r"(?:reports?|explains|investigates|looks (?:at|into)|went (?:to|there))\b",
        r"(?:reporting|live) (?:from|in)\b",
        r"is (?:there|on the (?:ground|line|spot|scene))\b",
        r"(?:joins us|tells us more|knows more|finds out|found out)\b",
        r"(?:berichtet|hat (?:die|mehr|weitere)|weiß mehr|mit (?:den|dem|einzelheiten)|informiert|fasst zusammen)\b",
        r"(?:nous (?:explique|raconte|en dit)|(?:a|avec) les détails|raconte|explique|rapporte)\b",
        r"(?:informa|tiene (?:los|más|la)|nos cuenta|nos amplía|con (?:los|más)|reporta|cuenta)\b",
        r"(?:ha i dettagli|ci racconta|riferisce|il servizio)\b",
        r"(?:tem (?:os|mais|a)|traz|conta|explica)\b",
        r"(?:с подробностями|расскажет|рассказывает|выяснил[аи]?|сообщает|переда[её]т|подробнее)\b",
        r"(?:heeft (?:de|meer|het)|ma szczegóły|har (?:mer|detaljerna))\b",
    )
    + r"[^.:!?]{0,60}"
)

#: What stands before the name in a handover.
_TO = _any(
    r"\bover to",
    r"\blet['’]s (?:go|cross) (?:over )?to",
    r"\bwe (?:go|cross) (?:now |live )*to",
    r"\bhere(?:['’]s| is)",
    r"\b(?:more|details|this|a) (?:report )?(?:from|by)",
    r"\b(?:reported|report|story) by",
    r"\b(?:einzelheiten|näheres|mehr|ein bericht|bericht) von",
    r"\b(?:les détails|reportage|récit) (?:avec|de)",
    r"\b(?:los detalles|el reporte|el informe) (?:con|de)",
    r"\b(?:репортаж|подробности|подробнее|слово)\b\s*[—–-]?(?: у)?",
)
_WHOSE = r"(?:(?:our|the|unsere[mr]?|notre|nuestr[oa])[ \t]+[\w-]+[ \t]+(?:[\w-]+[ \t]+)?)?"
_STOP = r"(?P<stop>[:.…]|\Z)[\"”’)]*\s*\Z"

_BEFORE = rf"(?<!\w){_NAME},?{_WHERE}[ \t]+{_WHAT}\s*{_STOP}"
_AFTER = rf"(?i:{_TO}[ \t]+{_WHOSE}){_NAME}(?P<tail>[^.:!?]{{0,60}}){_STOP}"
_THANKS = re.compile(
    r"(?:thank[ \t]+you|thanks)(?:[ \t]+(?:very|so)[ \t]+much)?,?[ \t]+"
    r"(?P<name>[^\W\d_][\w'’-]*(?:[ \t]+[^\W\d_][\w'’-]*)?)\b",
    re.I,
)
_STUDIO = re.compile(
    _any(r"\bback to (?:you|the studio)", r"\bzurück ins studio", r"\bretour (?:en|au) (?:plateau|studio)")
    + r"\b[^.!?]{0,40}[.!?]?\s*\Z",
    re.I,
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a long pattern when it is first needed: texts with labels have no handovers."""
    return re.compile(pattern)


class HandBack(NamedTuple):
    """How a paragraph ends a report: ``before`` where it is itself spoken by the presenter again, else after it."""

    before: bool


def hand_over(text: str) -> str:
    """Return who speaks after this paragraph, or ``""``.

    >>> hand_over("The reason is now known. Marta Lindqvist has the details:")
    'Marta Lindqvist'
    >>> hand_over("Everybody has the details.")
    ''
    """
    tail = text[-240:]
    match = _compiled(_BEFORE).search(tail) or _compiled(_AFTER).search(tail)
    if match is None or (match["stop"] != ":" and not _leads(tail, match.start("name"))):
        return ""
    words = match["name"].split()
    while words and words[0].lower() in NOT_NAMES:
        words.pop(0)
    name = " ".join(words).rstrip(".")
    if not 2 <= len(words) <= 5 or not plausible_name(name):
        return ""
    return "" if INSTITUTIONS & {word.lower().rstrip("s.") for word in words} else name


def _leads(text: str, at: int) -> bool:
    """Whether the name opens its sentence, or follows nothing but who the person is ("Our correspondent ...")."""
    before = re.split(r"[.!?…:]\s+", text[:at])[-1].split()
    return len(before) <= 6 and (not before or before[0].lower() in INTRODUCING)


def hands_back(text: str, reporter: str) -> HandBack | None:
    """Tell whether a paragraph in ``reporter``'s report ends it: a sign-off, or the presenter's thanks."""
    thanks = _THANKS.match(text)
    if thanks is not None and thanks["name"].split()[0].casefold() in reporter.casefold().split():
        return HandBack(before=True)
    last = re.split(r"(?<=[.!?])\s+", text[-200:])[-1]
    signed = last.casefold().startswith(
        (f"{reporter.casefold()},", f"this is {reporter.casefold()}", f"for channel {reporter}")
    )
    if (signed and len(last.split()) <= len(reporter.split()) + 8) or _STUDIO.search(text[-120:]):
        return HandBack(before=False)
    return None
