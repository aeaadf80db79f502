"""Shotlists of news agencies: numbered shots, of which soundbites name who speaks, in which language, and quote it.

As the agencies that serve broadcasters write them (AP: ``3. SOUNDBITE (English) Name, role:``; Reuters:
``3. (SOUNDBITE) (English) NAME, ROLE, SAYING:``; AFP: ``- SOUNDBITE 1 - Name (man), role (English, 12 sec):``), the
text beside the colon or below it. Shots, the storyline and what else stands around are described, not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from captionkit.transcripts.layout.rows import Row, rows_of, tidy
from captionkit.transcripts.syntax.script import Script, syntax_reader

__all__ = ["SHOTLIST"]

_SHOT = re.compile(r"(?P<number>\d{1,3})[.)]?[ \t]+\S|[-–—•*][ \t]*\S")
_CUE = re.compile(
    r"(?P<shot>\d{1,3}[.)]?[ \t]+|[-–—•*][ \t]*)?\(?(?:SOUND ?BITE|UPSOUND|SOT|BITE)\)?[ \t]*"
    r"(?P<count>\d{1,2}[ \t]*)?[-–—:,]?[ \t]*"
    r"(?P<who>[^:：\n]{2,200})[:：][ \t]*(?P<text>.*)\Z",
    re.S,
)
_BRACKETS = re.compile(r"\(([^()]{1,60})\)")
_SAYING = re.compile(r",?[ \t]+(?:SAYING|saying)\Z")
_HEAD = re.compile(r"[^\W\d_a-z][^a-z:]{2,40}:(?:\s|\Z)")
_QUOTES = "\"“„«‘'»"
_CLOSING = "\"”“»«’'"


def _cue(text: str) -> re.Match[str] | None:
    return _CUE.match(text)


def _sniff(lines: Sequence[str]) -> float:
    """Score soundbites among shots that are numbered by ones, or in a list."""
    rows = rows_of(lines[:1500])
    cues = [row for row in rows if _cue(row.text)]
    shots = [found for row in rows if (found := _SHOT.match(row.text)) is not None]
    numbers = [int(found["number"]) for found in shots if found["number"]]
    counted = sum(b == a + 1 for a, b in pairwise(numbers))
    listed = [row for row in cues if (found := _cue(row.text)) is not None and (found["shot"] or row.text[0] == "(")]
    if not listed or len(shots) < len(listed) + 1:
        return 0.0
    return 0.94 if counted >= 2 or len(listed) >= 2 else 0.0


def _parse(lines: Sequence[str], script: Script) -> None:
    rows = rows_of(lines)
    at = 0
    while at < len(rows):
        cue = _cue(rows[at].text)
        if cue is None:
            script.leave(rows[at].number, rows[at].text, "a shot, or what stands around the list")
            at += 1
            continue
        at = _soundbite(rows, at, cue, script)


def _soundbite(rows: Sequence[Row], at: int, cue: re.Match[str], script: Script) -> int:
    """Take a soundbite, and what is quoted below it; return the place behind it."""
    number = rows[at].number
    said, line = ([cue["text"]], number) if cue["text"] else ([], 0)
    at += 1
    while at < len(rows) and not (said and _is_closed(said)):
        text = rows[at].text
        ends = rows[at].gap and said and not said[0].startswith(tuple(_QUOTES))
        if ends or _cue(text) or _SHOT.match(text) or _HEAD.match(text):
            break
        line = line or rows[at].number
        said.append(text)
        at += 1
    name, manner = _named(cue["who"])
    script.labels.append(cue.string[: cue.start("text")])
    if said:
        script.say(line, name, " ".join(said), manner=manner)
    else:
        script.doubts[number] = f"{name!r} speaks here, but nothing that they say stands below"
    return at


def _is_closed(said: Sequence[str]) -> bool:
    """Tell whether a quotation that was opened is closed."""
    return (
        said[0].startswith(tuple(_QUOTES)) and tidy(said[-1]).rstrip(".,")[-1:] in _CLOSING and len(" ".join(said)) > 1
    )


def _named(who: str) -> tuple[str, str]:
    """Return the name, and the language and the role beside it.

    >>> _named("(English) Ann Lee, harbour master, SAYING")
    ('Ann Lee', 'English, harbour master')
    """
    beside = [found[1].strip() for found in _BRACKETS.finditer(who)]
    name, _, role = tidy(_SAYING.sub("", _BRACKETS.sub(" ", who).strip(" ,"))).partition(",")
    return name.strip(" ,-–—"), ", ".join(filter(None, (*beside, role.strip())))


SHOTLIST = syntax_reader("shotlist", "shotlist of a news agency", (".txt",), _sniff, _parse)
