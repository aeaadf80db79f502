"""IRC logs: what irssi, HexChat, mIRC, WeeChat and ZNC write, messages ``<nick> text``, all else is not said.

Forms: https://irssi.org (``20:59 <@nick> text``, ``-!-``), https://hexchat.readthedocs.io (tabs), mIRC (``[20:59]``,
``* nick``), https://weechat.org/files/doc/ (three columns), https://wiki.znc.in/Log (``*** Joins: nick``). A sign
before a nick is its rank in the channel (RFC 2812, section 3.3.2; ``%``, ``&`` and ``~`` are later ones).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from captionkit.transcripts.syntax.messages import Clock
from captionkit.transcripts.syntax.script import Script, syntax_reader

__all__ = ["IRC"]

_TIME = re.compile(
    r"[\[(]?(?:(?P<date>\d{4}-\d\d-\d\d|[A-Z][a-z]{2} [ \d]?\d(?: \d{4})?)[ T])?"
    r"(?P<time>\d{1,2}:\d\d(?::\d\d)?)[\])]?(?P<gap>[ \t]+)"
)
_SAID = re.compile(r"<(?P<nick>[ @+%&~!]{0,3}[^\s<>@+%&~!][^\s<>]{0,40})>[ \t](?P<text>.*)\Z")
_COLUMNS = re.compile(r"(?P<nick>[ @+%&~!]?[^\s<>*=@+%&~!-][^\t]{0,40})\t(?P<text>.*)\Z")
_NOT_SAID = re.compile(r"-!-|\*|-->|<--|--[ \t]|=!=|-[^\s-]{1,40}-[ \t]|---|\*{3,4}|Session |>>")
_RANKS = " @+%&~!"


def _sniff(lines: Sequence[str]) -> float:
    """Score messages by nicks, most lines with a time before them, or with lines that only a log of IRC has."""
    texts = [line.strip("\ufeff") for line in lines[:2000] if line.strip()]
    said = sum(1 for text in texts if _message(text) is not None)
    other = sum(1 for text in texts if _message(text) is None and _NOT_SAID.match(_TIME.sub("", text, count=1).strip()))
    timed = sum(1 for text in texts if _TIME.match(text))
    columns = sum(1 for text in texts if (found := _TIME.match(text)) and found["gap"] == "\t")
    if said < 2 or said + other < 0.8 * len(texts) or (columns and not other):
        return 0.0
    return 0.93 if timed >= 0.6 * len(texts) or other else 0.0


def _message(line: str) -> tuple[str, str, str, str] | None:
    """Return (date, time, nick, text) of a line that is a message."""
    time = _TIME.match(line)
    rest = line[time.end() :] if time is not None else line
    found = _SAID.match(rest.lstrip(" \t"))
    if found is None and time is not None and time["gap"] == "\t":
        found = _COLUMNS.match(rest)
    if found is None:
        return None
    date, clock = (time["date"] or "", time["time"]) if time is not None else ("", "")
    return date, clock, found["nick"].strip(_RANKS), found["text"]


def _parse(lines: Sequence[str], script: Script) -> None:
    clock = Clock()
    script.of_day = True
    for number, line in enumerate(lines, 1):
        line = line.strip("\ufeff\r\n")
        if not line.strip():
            continue
        message = _message(line)
        if message is None:
            script.leave(number, line.strip(), "nobody says it: a line of the log, or what somebody does")
            continue
        date, time, nick, text = message
        script.labels += [date, time, nick]
        start = clock.read(date, time) if time else None
        if text.strip():
            script.say(number, nick, text.strip(), start=start)


IRC = syntax_reader("irc", "IRC log", (".log", ".weechatlog"), _sniff, _parse, timed=True)
