"""The songs in a cue's text, by the notes around them; one may have begun in the cue before, or go on in the next."""

from __future__ import annotations

import re

from captionkit.text.marks import BIDI, BRACKETS, DASH, DASHES
from captionkit.text.part import BRACKET, ENDED, MUSIC, Part, PartKind
from captionkit.text.turns import last_turn

__all__ = ["songs_in"]

_LONE_NOTES = re.compile(rf"[{MUSIC}][{MUSIC}\s~\uff5e\u301c\u2026.]*")
_NOTE_OPENS = re.compile(
    rf"[\s{BIDI}]*(?:[{DASHES}]\s*)?(?:[^\W\d_][^:\n{MUSIC}]{{0,40}}:[ \t]*(?=[{MUSIC}]))?"
    rf"(?P<note>[{MUSIC}]+|#(?=[ \t]*[^\W\d])|\*(?=[ \t]))"
)
#: A note before words that another one follows.
_NOTE_INSIDE = re.compile(rf"[{MUSIC}][^\n{MUSIC}]*\w[^{MUSIC}]*(?=[{MUSIC}])")


def songs_in(text: str) -> list[Part]:
    """Return the songs, and notes that stand alone on their line."""
    found: list[Part] = []
    lines, at = text.split("\n"), 0
    open_at, sign = -1, ""
    sung = _last_sung(text)
    for line in lines:
        end = at + len(line)
        opens = _NOTE_OPENS.match(line) if open_at < 0 else None
        if opens is not None:
            lone = _LONE_NOTES.match(line, opens.start("note"))
            stop = lone.end() if lone else 0
            if lone and (stop == len(line) or (line[stop] in "[(\uff08" and sung < at + stop)):
                stop = lone.start() + len(lone[0].rstrip())
                found.append(Part(PartKind.SOUND, at + lone.start(), at + stop, lone[0].strip()))
                at = end + 1
                continue
            open_at, sign = at + opens.start("note"), opens["note"][0]
        if open_at >= 0:
            if opens is None and DASH.match(line):
                open_at = -1
            else:
                last = _closing(line, sign, opens.end("note") if opens else 0)
                if last:
                    found.append(Part(PartKind.SONG, open_at, at + last, _sung(text[open_at : at + last])))
                    open_at = -1
        at = end + 1
    if not found and open_at < 0 and text.rstrip()[-1:] in tuple(MUSIC) and not ENDED.search(text.rstrip()[:-1]):
        rest = text[last_turn(text) :].lstrip()  # it began in the cue before, or with a note inside the line
        opening = _NOTE_INSIDE.search(rest)
        if opening and not any(first in BRACKET.sub("", rest[: opening.start()]) for first, _ in BRACKETS):
            rest = rest[opening.start() :]
        found.append(Part(PartKind.SONG, len(text) - len(rest), len(text.rstrip()), _sung(rest)))
    if open_at >= 0 and sign not in "#*":
        stop = len(text.rstrip())
        found.append(Part(PartKind.SONG, open_at, stop, _sung(text[open_at:stop])))
    return found


def _last_sung(text: str) -> int:
    """Return where the last letter outside brackets stands, in a text that ends with a note; else -1."""
    words = BRACKET.sub(lambda match: " " * len(match[0]), text).rstrip()
    if words[-1:] not in tuple(MUSIC):
        return -1
    return next((at for at in range(len(words) - 1, -1, -1) if words[at].isalnum()), -1)


def _closing(line: str, sign: str, start: int) -> int:
    """Return the end of the note that closes a song in this line, 0 where none does."""
    marks = sign if sign in "#*" else MUSIC
    at = max(line.rfind(mark, start) for mark in marks)
    if not line[:at].strip() and any(map(str.isalnum, line[at + 1 :])):
        return 0  # the song goes on: each of its lines begins with a note
    return at + 1 if at >= 0 and (sign not in "#*" or not line[at + 1 :].strip()) else 0


def _sung(text: str) -> str:
    return text.strip(f" \t\n#*{MUSIC}")
