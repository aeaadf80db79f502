"""Fountain: a screenplay as plain text, with a title page, scene headings, cues in capitals and dialogue below them.

Syntax: https://fountain.io/syntax. What is dialogue is said; action, transitions, centred text and lyrics' marks are
not, notes ``[[ ]]`` and the boneyard ``/* */`` are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from captionkit.model.transcript import Kind
from captionkit.transcripts.layout.rows import tidy
from captionkit.transcripts.syntax.script import Script, syntax_reader

__all__ = ["FOUNTAIN"]

_KEY = re.compile(r"(?P<key>[A-Za-z][\w ]{0,30}):(?P<value>.*)\Z")
_KEYS = frozenset(("title", "credit", "author", "authors", "source", "draft date", "contact", "copyright", "notes"))
_SCENE = re.compile(r"(?:(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)[. ]|\.(?=[^.\s]))", re.I)
_NUMBER = re.compile(r"[ \t]*#[\w.-]{1,12}#[ \t]*\Z")
_CENTRED = re.compile(r">(?P<text>.*)<\Z")
_HEADING = re.compile(r"#{1,6}[ \t]*(?=[^#\s])")
_CUE = re.compile(
    r"(?P<name>[^a-z()\n]*[^\W\d_a-z][^a-z()\n]*?)[ \t]*(?P<more>(?:\([^()\n]{1,40}\)[ \t]*)*)(?P<dual>\^?)\Z"
)
_FORCED = re.compile(r"@(?P<name>[^()\n]+?)[ \t]*(?P<more>(?:\([^()\n]{1,40}\)[ \t]*)*)(?P<dual>\^?)\Z")
#: The longest cue, in characters.
_LONGEST = 80
_GONE = re.compile(r"\[\[.*?\]\]|/\*.*?\*/", re.S)
_EMPHASIS = re.compile(r"(?<![\\*_])(\*{1,3}|_)(?=\S)(.+?)(?<=[^\s\\])\1(?![*\w])")


def _blanked(lines: Sequence[str], script: Script) -> list[str]:
    """Return the lines without notes and boneyard, which may go over several; lines of a note count as not there.

    A note must have no empty line in it (Fountain: a blank line ends it unless it holds two blanks).
    """
    text = "\n".join(lines)
    done = list(lines)
    for match in _GONE.finditer(text):
        if match[0][0] == "[" and "\n\n" in match[0]:
            continue
        first = text.count("\n", 0, match.start())
        start = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        for at, part in enumerate(match[0].split("\n")):
            if part.strip():
                script.markup[first + at + 1].append(part.strip())
            begin = start if not at else 0
            line = done[first + at]
            # stand-ins keep the places of what comes later in the line; a line of them is not a blank one
            done[first + at] = line[:begin] + "\x01" * len(part) + line[begin + len(part) :]
    return done


def _title_page(lines: Sequence[str]) -> int:
    """Return how many lines are the title page: keys, values below them indented, until the first blank line."""
    if not lines or (first := _KEY.match(lines[0])) is None or first["key"].strip().lower() not in _KEYS:
        return 0
    for at, line in enumerate(lines):
        if not line.strip():
            return at
        if line[0] not in " \t" and _KEY.match(line) is None:
            return 0
    return len(lines)


def _cue(lines: Sequence[str], at: int) -> re.Match[str] | None:
    """Return the cue at a line: capitals (or ``@``) below a blank line, with text right below."""
    text = _bare(lines[at])
    below = _bare(lines[at + 1]) if at + 1 < len(lines) else ""
    above = at > 0 and lines[at - 1].strip("\x01 \t")
    if not text or len(text) > _LONGEST or not below or above or _SCENE.match(text) or text[0] in "!>.#=~":
        return None
    return _FORCED.match(text) or (None if text.endswith(("TO:", ".")) and text[-1] == ":" else _CUE.match(text))


def _bare(line: str) -> str:
    return line.replace("\x01", "").strip()


def _sniff(lines: Sequence[str]) -> float:
    """Score what only Fountain writes: a title page, scene headings, marks of its own, with cues that come again."""
    lines = lines[:2000]
    title = _title_page(lines) > 0
    scenes = sum(1 for at, line in enumerate(lines) if _is_scene(lines, at) and line[:1] != ".")
    own = any(map(_own, lines)) if title or scenes else False
    if not (scenes and (title or own)) and not (title and own) and not (scenes >= 2 and _is_flat(lines)):
        return 0.0
    return 0.94 if sum(1 for _ in _cues(lines)) >= 2 else 0.0


def _is_flat(lines: Sequence[str]) -> bool:
    """Tell whether cues stand at the margin, as in Fountain, and not at an indent of their own, as on a page."""
    cues = [lines[at] for at in _cues(lines)]
    return sum(line[:1] not in " \t" for line in cues) * 2 > len(cues)


def _cues(lines: Sequence[str]) -> Iterator[int]:
    return (at for at in range(len(lines)) if lines[at].strip() and _cue(lines, at) is not None)


def _own(line: str) -> bool:
    text = line.strip()
    return bool(
        text.startswith(("[[", "/*", "@"))
        or (text.endswith("^") and text.upper() == text)
        or _CENTRED.match(text)
        or (text.startswith(">") and text.endswith("TO:"))
    )


def _is_scene(lines: Sequence[str], at: int) -> bool:
    text = lines[at].strip()
    if not text or len(text) > 120 or not _SCENE.match(text):
        return False
    return not (at and lines[at - 1].strip()) and not (at + 1 < len(lines) and lines[at + 1].strip() and text[0] != ".")


def _parse(lines: Sequence[str], script: Script) -> None:
    lines = _blanked(lines, script)
    first = _title_page(lines)
    for number, line in enumerate(lines[:first], 1):
        script.leave(number, _bare(line), "the title page")
    at = first
    while at < len(lines):
        text = _bare(lines[at])
        cue = _cue(lines, at) if text else None
        if cue is not None:
            at = _dialogue(lines, at, cue, script)
            continue
        if text:
            _other(lines, at, text, script)
        at += 1


def _other(lines: Sequence[str], at: int, text: str, script: Script) -> None:
    """Take a line outside dialogue: a heading, or action, a transition, a page break, which nobody says."""
    number = at + 1
    heading = _HEADING.match(text)
    if heading is not None or _is_scene(lines, at):
        script.mark(number, text[heading.end() :] if heading is not None else text.removeprefix("."), Kind.TITLE)
    elif text.strip("=") == "":
        script.leave(number, text, "a page break")
    elif text[0] == "=":
        script.leave(number, text, "a synopsis")
    elif text[0] == "~":
        script.say(number, "", text[1:].strip())
    elif text.startswith(">"):
        script.leave(number, text, "centred text" if text.endswith("<") else "a transition")
    else:
        script.leave(number, text, "action")


def _dialogue(lines: Sequence[str], at: int, cue: re.Match[str], script: Script) -> int:
    """Take a cue and the lines below it, up to the first blank one; return the line behind them.

    A line of two blanks is an empty line that does not end the dialogue.
    """
    speaker, manner = tidy(cue["name"]), tidy(cue["more"]).strip("()")
    script.labels.append(_bare(lines[at]))
    said: list[str] = []
    begun = at + 2
    at += 1
    while at < len(lines) and (lines[at].strip() or lines[at] == "  "):
        text = _bare(lines[at])
        aside = text[:1] == "(" and text[-1:] == ")"
        if text and (aside or not said):
            _spoken(script, begun, speaker, said, manner)
            manner = "" if said else manner
            said, begun = [], at + 1
        if aside:
            script.mark(at + 1, text)
            begun = at + 2
        elif text:
            said.append(_plain(text.removeprefix("~").strip()))
        at += 1
    _spoken(script, begun, speaker, said, manner)
    return at


def _spoken(script: Script, line: int, speaker: str, said: Sequence[str], manner: str) -> None:
    if said:
        script.say(line, speaker, " ".join(said), manner=manner)


def _plain(text: str) -> str:
    return _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text)).replace("\\*", "*").replace("\\_", "_")


FOUNTAIN = syntax_reader("fountain", "Fountain screenplay", (".fountain", ".spmd"), _sniff, _parse)
