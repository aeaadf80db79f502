"""Saved chats: each message a line that begins with date and time, an author, a text that may go on in further lines.

WhatsApp's two forms (``[11.06.24, 09:00:10] Name: text`` and ``11/6/24, 9:00 AM - Name: text``, its help page "How to
export your chat history"), KakaoTalk's, and what other chats are copied or saved as, are all of that kind. The file's
own form decides: lines that have the date and no author are the tool's, and so is what it marks with U+200E.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from captionkit.transcripts.layout.stamps import read_stamp
from captionkit.transcripts.layout.times import Ruler
from captionkit.transcripts.syntax.script import Script, syntax_reader

__all__ = ["CHAT_LOG", "Clock"]

_LRM = "\u200e\u200f\u202a\u202c\u2068\u2069\ufeff"
_BLANK = r"[ \t\u00a0\u202f]"
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?|\d{4}年\d{1,2}月\d{1,2}日|\d{4}년 \d{1,2}월 \d{1,2}일)"
_NOON = rf"(?:{_BLANK}?(?:[aApP]\.?{_BLANK}?[mM]\.?))"
_EAST = r"(?:오전|오후|上午|下午|午前|午後)"
_STAMP = re.compile(
    rf"(?P<open>\[?)(?P<date>{_DATE}),?(?:{_BLANK}(?:at|um|à|kl\.?))?{_BLANK}(?P<time>(?:{_EAST}{_BLANK}?)?\d{{1,2}}[:.]\d\d(?::\d\d)?{_NOON}?)"
    rf"(?:{_BLANK}?UTC|Z)?(?P<close>\]?)(?P<sep>{_BLANK}[-–—]{_BLANK}|[,:]{_BLANK}?|{_BLANK}+)(?P<rest>\S.*)\Z"
)
_AUTHOR = re.compile(r"(?P<name>[^:：\n]{1,60}?)[ ]?[:：](?:[ \t\u00a0]+|(?=[\u200e\u200f])|\Z)(?P<text>.*)\Z", re.S)
#: What a tool writes in the place of what it leaves out, behind the author: in angle brackets, a file, or in words.
_OMITTED = re.compile(
    r"<[^<>]{2,60}>\Z"
    r"|\S+\.(?:jpe?g|png|gif|webp|mp4|mov|opus|ogg|m4a|mp3|pdf|docx?|xlsx?|vcf)(?: ?\([^()]{3,40}\)| • .{1,40})?\Z"
    r"|(?:\S+ ){0,3}(?:omitted|weggelassen|ausgeschlossen|omitid[oa]s?|omise?s?|omess[oia]|weggelaten"
    r"|pominięt[oeay]|utelämnad|udeladt|생략|省略)\Z"
    r"|(?:this message was|you) deleted(?: this message)?\.?\Z|(?:se )?eliminó este mensaje\.?\Z"
    r"|eliminaste este mensaje\.?\Z|diese nachricht wurde gelöscht\.?\Z|du hast diese nachricht gelöscht\.?\Z"
    r"|ce message a été supprimé\.?\Z|vous avez supprimé ce message\.?\Z|null\Z"
    r"|questo messaggio è stato eliminato\.?\Z|(?:mensagem|esta mensagem foi) apagada\.?\Z"
    r"|(?:missed|silenced) (?:voice|video) call\.?\Z",
    re.I,
)
_EDITED = re.compile(
    r"[ \u200e]*<(?=[^<>]*(?:edit|bearbeitet|modifi|modificat|editad|редакт|bewerkt|edyt))[^<>]{4,60}>\Z", re.I
)
_SECURED = re.compile(
    r"end-to-end|ende-zu-ende|extremo a extremo|bout en bout|crittografia|ponta a ponta|сквозн|端到端|종단간|szyfrowan",
    re.I,
)
#: A tool says that a chat is encrypted among its first messages.
_FIRST = 3


class Message(NamedTuple):
    """A line with date and time: where, when, who ("" where the tool speaks), and what, as lines with their numbers."""

    number: int
    date: str
    time: str
    author: str
    lines: list[tuple[int, str]]


@dataclass(slots=True)
class Clock:
    """Reads the times of messages in order as ms since the first midnight.

    A date that differs from the one before is so many days later as its numbers say, whichever of their orders goes
    forward least far; without dates, a time before the last one is of the next day.
    """

    days: int = 0
    last: int = 0
    date: str = ""
    seen: bool = field(default=False)

    def read(self, date: str, time: str) -> int | None:
        """Return the time (ms) of a message, or None where nothing of the kind stands there."""
        stamp = read_stamp(time.replace("\u202f", " ").replace("\u00a0", " "))
        if stamp is None:
            return None
        if len(stamp.groups) == 2:
            stamp = stamp._replace(groups=(*stamp.groups, 0))
        of_day = Ruler().ms(stamp)
        if date and self.date and date != self.date:
            self.days += days_between(self.date, date)
        elif not date and self.seen and of_day < self.last:
            self.days += 1
        self.date, self.last, self.seen = date, of_day, True
        return self.days * 86_400_000 + of_day


def days_between(first: str, second: str) -> int:
    """Return the days from one date to a later one; 1 where no order of their numbers makes it later.

    >>> days_between("30.6.24", "1.7.24"), days_between("6/11/24", "6/12/24")
    (1, 1)
    """
    numbers = [[int(n) for n in re.findall(r"\d+", text)] for text in (first, second)]
    steps: list[int] = []
    for year, month, day in ((2, 1, 0), (2, 0, 1), (0, 1, 2)):
        try:
            a, b = (
                datetime.date(2000 + n[year] % 100 if n[year] < 100 else n[year], n[month], n[day]) for n in numbers
            )
        except (ValueError, IndexError):
            continue
        steps.append((b - a).days)
    return min((step for step in steps if step > 0), default=1)


def _stamped(lines: Sequence[str]) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """Yield (number, text, what it says of date and time) of each line that is not blank."""
    for number, line in enumerate(lines, 1):
        text = line.strip(f" \t\r\n\x00{_LRM}")
        if text:
            yield number, text, _STAMP.match(text)


def _form(match: re.Match[str]) -> tuple[str, ...]:
    return match["open"], match["close"], match["sep"].strip(), re.sub(r"\d+", "", match["date"])


def _sniff(lines: Sequence[str]) -> float:
    """Score lines in one form of date and time, most of them with authors of whom one comes again."""
    found = [match for _, _, match in _stamped(lines[:1500])]
    forms = Counter(_form(match) for match in found if match is not None)
    if not forms or forms.most_common(1)[0][1] < 3 or found[0] is None:
        return 0.0
    form, count = forms.most_common(1)[0]
    rests = [match["rest"] for match in found if match is not None and _form(match) == form]
    authors = Counter(author["name"] for rest in rests if (author := _AUTHOR.match(rest)) is not None)
    again = sum(n for n in authors.values() if n > 1)
    if len(authors) < 2 or sum(authors.values()) < 0.5 * count or again < 0.4 * count:
        return 0.0
    return 0.93 if count >= 0.4 * len(found) else 0.0


def _messages(lines: Sequence[str]) -> Iterator[Message]:
    """Yield the messages; a line without a date goes on with the one above."""
    stamped = list(_stamped(lines))
    form = Counter(_form(match) for _, _, match in stamped if match is not None).most_common(1)[0][0]
    message: Message | None = None
    for number, text, match in stamped:
        if match is None or _form(match) != form:
            if message is not None:
                message.lines.append((number, text))
            else:
                yield Message(number, "", "", "", [(number, text)])
            continue
        if message is not None:
            yield message
        author = _AUTHOR.match(match["rest"])
        name, rest = (author["name"], author["text"]) if author is not None else ("", match["rest"])
        message = Message(number, match["date"], match["time"], name, [(number, rest)])
    if message is not None:
        yield message


def _parse(lines: Sequence[str], script: Script) -> None:
    messages = list(_messages(lines))
    spoken = Counter(m.author for m in messages if m.author and not _is_tools(m))
    clock = Clock()
    script.of_day = True
    for at, message in enumerate(messages):
        start = clock.read(message.date, message.time) if message.time else None
        why = _why(message, at, spoken)
        if why:
            for number, text in message.lines:
                script.leave(
                    number, f"{message.author}: {text}" if message.author and number == message.number else text, why
                )
            continue
        script.labels += [message.date, message.time, message.author]
        parts: list[str] = []
        for number, text in message.lines:
            edited = _EDITED.search(text)
            if edited is not None:
                script.markup[number].append(edited[0].strip(f" {_LRM}"))
                text = text[: edited.start()]
            parts.append(text.strip(f" {_LRM}"))
        script.say(message.number, message.author.strip("~\u202f\u00a0 "), " ".join(filter(None, parts)), start=start)


def _is_tools(message: Message) -> bool:
    """Tell whether the tool marks a text as its own, with a mark of direction in front of it."""
    return bool(message.author) and message.lines[0][1][:1] in ("\u200e", "\u200f")


def _why(message: Message, at: int, spoken: Counter[str]) -> str:
    """Return why nobody says a message, ``""`` where somebody does."""
    name, text = message.author, message.lines[0][1]
    if not message.time:
        return "above the first message"
    if not name:
        return "a line of the chat's, without an author"
    if _is_tools(message):
        return "what the chat puts in the place of something, or says itself"
    if at < _FIRST and _SECURED.search(text):
        return "the chat says so itself"
    words = name.split()
    for size in range(1, len(words)):
        first = " ".join(words[:size])
        if spoken[first] > spoken[name] and words[size][:1].islower():
            return "a line of the chat's about an author"
    bare = text.strip(f" {_LRM}")
    if len(message.lines) == 1 and (not bare or _OMITTED.match(bare)):
        return "left out by the chat: a picture, a file, a message taken back"
    return ""


CHAT_LOG = syntax_reader(
    "chat-log", "saved chat: WhatsApp, KakaoTalk and the like", (".txt",), _sniff, _parse, timed=True
)
