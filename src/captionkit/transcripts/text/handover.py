"""Handovers in running text: "<Name> has the details:" names who speaks next; a sign-off or thanks hands back."""

from __future__ import annotations

import re
from typing import NamedTuple

from captionkit.transcripts.text.names import plausible_name

__all__ = ["HandBack", "hand_over", "hands_back"]

_FIRST = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄ][\w'’.-]*)"
_NAME = rf"(?P<name>{_FIRST}(?:[ \t]+(?:(?:de|del|della|di|da|dos|van|von|der|den|el|al|bin|la|le)[ \t]+){{0,2}}{_FIRST}){{1,3}})"
_WHERE = r"(?:[ \t]+(?:is|was|in|from|at|on)[^.:!?]{0,60}?)?"
_WHAT = (
    r"(?:(?:has|have|had|with|brings(?:[ \t]+us)?|tells(?:[ \t]+us)?|takes[ \t]+up)[ \t]+(?:(?:the|more|all|this|some|further|her|his|our|full)[ \t]+)*"
    r"(?:details?|story|stories|report|latest|more|facts|background|update|account|rest)\b[^.:!?]{0,60}"
    r"|(?:reports?|explains|investigates|looks[ \t]+(?:at|into)|went[ \t]+(?:to|there)|is[ \t]+(?:there|on[ \t]+the[ \t]+(?:ground|line|spot|scene))"
    r"|joins[ \t]+us|has[ \t]+more|tells[ \t]+us[ \t]+more|knows[ \t]+more|finds[ \t]+out|found[ \t]+out)\b[^.:!?]{0,60}"
    r"|(?:berichtet|hat[ \t]+(?:die|mehr|weitere)|weiß[ \t]+mehr|mit[ \t]+(?:den|dem|einzelheiten)|informiert|fasst[ \t]+zusammen)\b[^.:!?]{0,60}"
    r"|(?:nous[ \t]+(?:explique|raconte|en[ \t]+dit)|a[ \t]+les[ \t]+détails|avec[ \t]+les[ \t]+détails|raconte|explique|rapporte)\b[^.:!?]{0,60}"
    r"|(?:informa|tiene[ \t]+(?:los|más|la)|nos[ \t]+cuenta|nos[ \t]+amplía|con[ \t]+(?:los|más)|reporta|cuenta)\b[^.:!?]{0,60}"
    r"|(?:ha[ \t]+i[ \t]+dettagli|ci[ \t]+racconta|riferisce|il[ \t]+servizio)\b[^.:!?]{0,60}"
    r"|(?:tem[ \t]+(?:os|mais|a)|traz|conta|explica)\b[^.:!?]{0,60}"
    r"|(?:с[ \t]+подробностями|расскажет|рассказывает|выяснил[аи]?|разбирал(?:ся|ась)|сообщает|передаёт|передает|подробнее)\b[^.:!?]{0,60}"
    r"|(?:heeft[ \t]+(?:de|meer|het)|ma[ \t]+szczegóły|har[ \t]+(?:mer|detaljerna))\b[^.:!?]{0,60})"
)
_BEFORE = re.compile(rf"(?<!\w){_NAME},?{_WHERE}[ \t]+{_WHAT}\s*(?P<stop>[:.…]|\Z)[\"”’)]*\s*\Z")
_AFTER = re.compile(
    r"(?i:\b(?:over[ \t]+to|let['’]s[ \t]+(?:go|cross)[ \t]+(?:over[ \t]+)?to|we[ \t]+(?:go|cross)[ \t]+(?:now[ \t]+|live[ \t]+)*to|here(?:['’]s|[ \t]+is)"
    r"|(?:more|details|this|a)[ \t]+(?:report[ \t]+)?(?:from|by)|(?:reported[ \t]+by))"
    r"|\b(?:Einzelheiten|Näheres|mehr|ein[ \t]+Bericht|Bericht)[ \t]+von|\b(?:les[ \t]+détails|reportage|récit)[ \t]+(?:avec|de)"
    r"|\b(?:los[ \t]+detalles|el[ \t]+reporte|el[ \t]+informe)[ \t]+(?:con|de)|\b(?:репортаж|подробности|подробнее|слово)\b[ \t]*[—–-]?[ \t]*(?:у)?)"
    r"[ \t]+(?:(?:our|the|unsere[mr]?|notre|nuestr[oa])[ \t]+[\w-]+[ \t]+(?:[\w-]+[ \t]+)?)?"
    + _NAME
    + r"(?P<tail>[^.:!?]{0,60})(?P<stop>[:.…]|\Z)[\"”’)]*\s*\Z"
)
_THANKS = re.compile(
    r"(?:thank[ \t]+you|thanks)(?:[ \t]+(?:very|so)[ \t]+much)?,?[ \t]+(?P<name>[^\W\d_][\w'’-]*(?:[ \t]+[^\W\d_][\w'’-]*)?)\b",
    re.I,
)
_STUDIO = re.compile(
    r"\b(?:back[ \t]+to[ \t]+(?:you|the[ \t]+studio)|zurück[ \t]+ins[ \t]+studio|retour[ \t]+(?:en|au)[ \t]+(?:plateau|studio))\b[^.!?]{0,40}[.!?]?\s*\Z",
    re.I,
)

#: Words that a capital letter does not make part of a name.
_NOT_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "but",
        "so",
        "now",
        "here",
        "today",
        "tonight",
        "yesterday",
        "our",
        "this",
        "that",
        "these",
        "then",
        "meanwhile",
        "correspondent",
        "reporter",
        "channel",
        "however",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "i",
        "our",
        "in",
        "on",
        "at",
        "from",
        "with",
        "for",
    ]
)


_INTRODUCING = frozenset(
    [
        "our",
        "my",
        "with",
        "more",
        "details",
        "here",
        "here's",
        "over",
        "let's",
        "we",
        "this",
        "a",
        "the",
        "reporter",
        "correspondent",
        "einzelheiten",
        "näheres",
        "mehr",
        "unser",
        "unsere",
        "les",
        "notre",
        "los",
        "nuestro",
        "nuestra",
        "il",
        "la",
        "репортаж",
        "подробности",
        "наш",
        "наша",
        "корреспондент",
    ]
)

#: Words (without a plural s) that make capitals the name of a body, which reports without ever speaking.
_INSTITUTIONS = frozenset(
    [
        "ministry",
        "agency",
        "department",
        "authority",
        "company",
        "army",
        "force",
        "government",
        "police",
        "new",
        "time",
        "post",
        "network",
        "television",
        "tv",
        "council",
        "union",
        "house",
        "court",
        "committee",
        "commission",
        "bank",
        "group",
        "party",
        "office",
        "state",
        "nation",
        "president",
        "minister",
        "secretary",
        "parliament",
        "senate",
        "congres",
        "pentagon",
        "kremlin",
        "reuter",
        "interfax",
        "association",
        "organization",
        "organisation",
        "institute",
        "university",
        "centre",
        "center",
        "service",
        "fund",
        "team",
        "staff",
        "navy",
        "guard",
        "command",
        "journal",
        "herald",
        "guardian",
        "monitor",
        "observatory",
        "embassy",
        "intelligence",
        "министерство",
        "агентство",
        "ministerium",
        "ministère",
        "ministerio",
        "ministero",
        "agence",
        "agencia",
    ]
)


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
    match = _BEFORE.search(tail) or _AFTER.search(tail)
    if match is None or (match["stop"] != ":" and not _leads(tail, match.start("name"))):
        return ""
    words = match["name"].split()
    while words and words[0].lower() in _NOT_NAMES:
        words.pop(0)
    name = " ".join(words).rstrip(".")
    if not 2 <= len(words) <= 5 or not plausible_name(name):
        return ""
    return "" if _INSTITUTIONS & {word.lower().rstrip("s.") for word in words} else name


def _leads(text: str, at: int) -> bool:
    """Whether the name opens its sentence, or follows nothing but who the person is ("Our correspondent ...")."""
    before = re.split(r"[.!?…:]\s+", text[:at])[-1].split()
    return len(before) <= 6 and (not before or before[0].lower() in _INTRODUCING)


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
