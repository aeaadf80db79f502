"""Finding text in the cues: letter by letter or by pattern, with what each hit would become."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from captionkit.review.bench import wanted_text
from captionkit.review.document import OpenTrack
from captionkit.review.refusals import impossible
from captionkit.review.units import utf16_length

__all__ = ["find"]

#: As many hits are answered; nobody looks through more.
_MOST = 10_000
#: What matters of a pattern: letters after a backslash and classes are one token each.
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|.", re.DOTALL)
#: A pattern of more letters is none.
_LONGEST = 1000


def find(opened: OpenTrack, request: dict[str, Any]) -> dict[str, Any]:
    """Return the hits in a track, and whether there are more than these.

    Raises EditError for no text and for a pattern that is none.
    """
    pattern = _pattern(request)
    new = wanted_text(request, "with") if "with" in request else None
    regex = bool(request.get("regex"))
    hits = list(islice(_hits(opened, pattern, new, regex=regex), _MOST + 1))
    return {"hits": hits[:_MOST], "more": len(hits) > _MOST}


def _pattern(request: dict[str, Any]) -> re.Pattern[str]:
    text = wanted_text(request, "text", "")
    if not text:
        raise impossible("there is nothing to look for")
    if len(text) > _LONGEST:
        raise impossible(f"{len(text)} characters to look for, limit {_LONGEST}")
    if request.get("regex") and _may_take_for_ever(text):
        raise impossible(
            f"{text!r} repeats what repeats or chooses: that can take for ever", "leave one of the two out"
        )
    source = text if request.get("regex") else re.escape(text)
    if request.get("whole"):
        source = rf"(?<!\w)(?:{source})(?!\w)"
    try:
        return re.compile(source, 0 if request.get("case") else re.IGNORECASE)
    except re.error as error:
        raise impossible(f"{text!r} is not a pattern: {error}") from None


def _may_take_for_ever(pattern: str) -> bool:
    r"""Whether a group that repeats, or has branches, is repeated itself: on some texts such a search never ends.

    >>> [_may_take_for_ever(pattern) for pattern in ("(a+)+b", "(a|b)*", "(ab)+c*", r"\(a+\)+", "[(+)]+")]
    [True, True, False, False, False]
    """
    open_groups = [False]
    inside = False  # a group that was closed just now and repeats or has branches
    for part in _TOKEN.findall(pattern):
        if part in ("*", "+") or part.startswith("{"):
            if inside:
                return True
            open_groups[-1] = True
        elif part == "|":
            open_groups[-1] = True
        inside = False
        if part == "(":
            open_groups.append(False)
        elif part == ")" and len(open_groups) > 1:
            inside = open_groups.pop()
            open_groups[-1] |= inside
    return False


def _hits(opened: OpenTrack, pattern: re.Pattern[str], new: str | None, *, regex: bool) -> Iterator[dict[str, Any]]:
    for name, cue in zip(opened.ids, opened.cues, strict=True):
        for number, line in enumerate(cue.lines):
            text = line.text
            for match in pattern.finditer(text):
                if match[0]:
                    start, end = (utf16_length(text[:at]) for at in match.span())
                    hit: dict[str, Any] = {"id": name, "line": number, "start": start, "end": end, "text": match[0]}
                    yield hit if new is None else {**hit, "with": _expanded(match, new) if regex else new}


def _expanded(match: re.Match[str], new: str) -> str:
    try:
        return match.expand(new)
    except (re.error, IndexError) as error:
        raise impossible(f"{new!r} cannot be put in: {error}") from None
