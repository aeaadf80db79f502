"""What the page of a chat puts among the messages: day dividers, counts of replies and reactions, apps, "(edited)".

The words are priors; that it is a chat at all is said by the file: names beside dated times, or times under names
together with lines that only such pages have.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from captionkit.transcripts.layout.rows import Row

__all__ = ["ChatPage", "chat_page"]

_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \u00a0\u202f]?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?"
_DAY = (
    rf"(?:{_DATE}|(?:today|yesterday|heute|gestern|hoy|ayer|aujourd[’']hui|hier|oggi|ieri|hoje|ontem)"
    r"(?:[ ][^\W\d_]{1,4})?)"
)
#: A name and a time with its day; a time alone, or that of an app; a name and a time.
_DATED = re.compile(rf"\S.{{0,60}}?[ \t]*[-–—|·•]?[ \t]+{_DAY}[ ]{_TIME}\Z", re.I)
_ALONE = re.compile(rf"(?P<app>APP[ \t]+|BOT[ \t]+)?{_TIME}\Z")
_BESIDE = re.compile(rf"[^\W\d_][^\d:]{{0,50}}?(?P<app>[ \t]+(?:APP|BOT))?[ \t]{{1,6}}{_TIME}\Z")
#: What only such a page has.
_SIGN = re.compile(
    r"\d{1,3} (?:repl(?:y|ies)|antwort(?:en)?|réponses?|respuestas?|rispost[ae]|respostas?|svar|odpowied\w+|ответ\w*)"
    r"|(?:view|show) thread|last reply .{3,40}|thread anzeigen|letzte antwort .{3,40}|jump to (?:present|date|message)"
    r"|(?:joined|left) #\S{1,60}|(?:has )?pinned a message.{0,60}|click to see attachment.{0,10}|:[a-z0-9_+-]{2,40}:",
    re.I,
)
#: What stands alone there and could be said elsewhere.
_WEAK = re.compile(
    r"new|new messages|today|yesterday|heute|gestern|hoy|ayer|oggi|ieri|hier|image|gif|video|attachment|bild|imagen?"
    r"|immagine|imagem|also sent to the channel",
    re.I,
)
_DIVIDER = re.compile(
    r"[-–—─ ]*(?:[^\W\d_]+, )?(?:[^\W\d_]+ \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?"
    r"|\d{1,2}\.? (?:de )?[^\W\d_]+(?: (?:de )?\d{4})?)"
    r"[-–—─ ]*"
)
_SURELY = re.compile(r"\d(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b|, |^[-–—─]{3}")
_COUNT = re.compile(r"[^\w]*\d{1,3}")
_EDITED = re.compile(
    r"[ \t]+\((?:edited|bearbeitet|modifié|editado|modificato|redigeret|redigerad|edytowano)\)\Z", re.I
)
#: The longest line that a page of a chat writes, in characters.
_SHORT = 110
_NOON = re.compile(r"[AaPp]\.?[Mm]\.?\Z")
_WHY = "what the page of a chat puts among the messages"


class ChatPage(NamedTuple):
    """The places of lines that nobody says, each with the reason, and of each edited line what says so."""

    out: dict[int, str]
    edited: dict[int, str]


def chat_page(rows: Sequence[Row], reactions: Collection[int]) -> ChatPage | None:
    """Return what a page of a chat puts among its messages; None where the rows are no such page.

    ``reactions`` are the numbers of lines of reactions that were taken out before.
    """
    short = [row.text if len(row.text) <= _SHORT else "" for row in rows]
    heads = _heads(rows)
    signs = len(reactions)
    signs += sum(1 for text in filter(None, short) if _SIGN.fullmatch(text.rstrip(".")))
    signs += sum(1 for row in rows if row.text[-1] == ")" and _EDITED.search(row.text))
    dated = sum(1 for row in rows if _timed(row.text) and _DATED.match(row.text))
    if not (dated >= 2 or (signs and len(heads) >= 3)):
        return None
    out: dict[int, str] = {}
    counted = frozenset(reactions)
    for at, row in enumerate(rows):
        text = short[at].rstrip(".")
        if not text:
            continue
        divides = _DIVIDER.fullmatch(text) and _SURELY.search(text) and at not in heads
        if (
            _SIGN.fullmatch(text)
            or _WEAK.fullmatch(text)
            or divides
            or (_COUNT.fullmatch(row.text) and (row.number - 1 in counted or not row.text[0].isdigit()))
        ):
            out[at] = _WHY
    for begin, (end, is_app) in heads.items():
        said = [at for at in range(begin, end) if at not in out]
        empty = len(said) < end - begin and all(_is_head(rows, at, heads) for at in said)
        if is_app or empty:
            out |= dict.fromkeys(range(begin, end), "a message of an app" if is_app else _WHY)
    edited = {at: found[0] for at, row in enumerate(rows) if at not in out and (found := _EDITED.search(row.text))}
    return ChatPage(out, edited)


def _timed(text: str) -> bool:
    """Tell whether a short line ends with digits, or with AM or PM behind them."""
    return len(text) <= _SHORT and text[-1] in "0123456789mM." and any(map(str.isdigit, text[-8:]))


def _is_head(rows: Sequence[Row], at: int, heads: Collection[int]) -> bool:
    return at in heads or (at - 1 in heads and _ALONE.match(rows[at].text) is not None)


def _heads(rows: Sequence[Row]) -> dict[int, tuple[int, bool]]:
    """Return, by the place of each head, the place where its message ends and whether an app wrote it."""
    found: dict[int, tuple[bool, bool]] = {}
    for at, row in enumerate(rows):
        if not _timed(row.text):
            continue
        alone, beside = _ALONE.match(row.text), _BESIDE.match(row.text)
        app = next((match["app"] is not None for match in (alone, beside) if match is not None), False)
        if alone is not None and at and not _ALONE.match(rows[at - 1].text):
            found[at - 1] = app, _NOON.search(row.text) is not None
        elif alone is None and (beside is not None or _DATED.match(row.text)):
            found[at] = app, _NOON.search(row.text) is not None
    noon = [at for at, (_, late) in found.items() if late]
    places = noon if 2 * len(noon) > len(found) else list(found)
    return {at: (after, found[at][0]) for at, after in pairwise([*places, len(rows)])}
