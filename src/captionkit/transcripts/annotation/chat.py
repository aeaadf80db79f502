"""CHAT (TalkBank): main lines with codes, media times between control characters, dependent tiers below.

Format: https://talkbank.org/0info/manuals/CHAT.html. What was said is kept, fillers and broken-off words too;
codes about it are taken out and counted; sounds and comments become segments of their own kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from captionkit.model.transcript import Kind
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, reader_of
from captionkit.transcripts.tokens import TokenColumns

if TYPE_CHECKING:
    from captionkit.sources import Source
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["CHAT"]

_BULLET = re.compile("[\x15•](\\d{1,9})_(\\d{1,9})[\x15•]")
_HEAD = re.compile(r"\s*(?:@UTF8|@Begin|@Font|@Window|@PID|@Color words)\b")
_CODE = re.compile(r"\[[^\[\]]*\]|\((?:\.{1,3}|\d*[:.]\d*)\)|\+[\"^,+<≋≈]+|[⌈⌉⌊⌋↑↓↗↘→∙∆∇°▁▔☺♋Ϋ∬]|&\*\w+[:=]\S+")
_SOUND = re.compile(r"&=(\S+)")
_WORD_CODE = re.compile(r"(?:&[-+~]?|0(?=[a-z]))|(?<=\w)@[\w:$+&]+|(?<=\w):+|[ˈˌ^/](?=\w)|(?<=\w)≠")
_ENDS = {
    "+...": "…",
    "+..?": "…?",
    "+/.": "–",
    "+//.": "–",
    "+/?": "–?",
    "+//?": "–?",
    "+!?": "!?",
    '+".': ".",
    "+.": ".",
}
_MARKS = re.compile(r"\s+([.,!?;:…–]+)(?=\s|\Z)")
_ASIDES = {"%com": Kind.NOTE, "%act": Kind.DIRECTION, "%sit": Kind.DIRECTION, "%gpx": Kind.DIRECTION, "%exp": Kind.NOTE}
_UNCLEAR = frozenset(("xxx", "yyy", "www", "xx", "yy"))


@dataclass(slots=True)
class _Line:
    """A main line with the tiers below it."""

    code: str
    text: str
    number: int
    tiers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[_Line] = field(default_factory=list)


def _load(source: Source, notes: Notes) -> _File:
    file = _File()
    for number, text in _logical(source.lines):
        head, _, rest = text.partition("\t")
        name = head.rstrip(":")
        if text.startswith("@"):
            file.headers.setdefault(name, rest.strip())
        elif text.startswith("*"):
            file.lines.append(_Line(name[1:], rest.strip() or head.partition(":")[2].strip(), number))
        elif text.startswith("%") and file.lines:
            file.lines[-1].tiers.append((name, rest.strip()))
        elif text.strip():
            notes.malformed(f"line {number}:", text)
    return file


def _logical(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Join continuation lines, which begin with a tab, to the line they continue."""
    begun: tuple[int, list[str]] | None = None
    for number, line in enumerate(lines, 1):
        if line.startswith("\t") and begun is not None:
            begun[1].append(line.strip())
            continue
        if begun is not None:
            yield begun[0], " ".join(begun[1])
        begun = (number, [line.strip("\ufeff\x00\x1a")])
    if begun is not None:
        yield begun[0], " ".join(begun[1])


def _people(header: str) -> dict[str, str]:
    """Return code -> name; a participant without a name is known by the code."""
    people = {}
    for entry in header.split(","):
        words = entry.split()
        if words:
            people[words[0]] = words[1].replace("_", " ") if len(words) > 2 else words[0]
    return people


def _shape(context: Context) -> Iterator[Stretch]:
    file: _File = context.data
    context.labels.names.update(_people(file.headers.get("@Participants", "")))
    for line in file.lines:
        yield from _utterance(line, context)
    context.meta["language"] = language_tag(file.headers.get("@Languages", "").split(",")[0].strip())
    if "@Media" in file.headers:
        context.meta["media"] = file.headers["@Media"].partition(",")[0].strip()


def _utterance(line: _Line, context: Context) -> Iterator[Stretch]:
    start, end = _times(line.text)
    text = _plain(line.text, context)
    if text:
        kind = Kind.INAUDIBLE if all(w.strip(".,!?…") in _UNCLEAR for w in text.split()) else Kind.SPEECH
        words = next((tier for name, tier in line.tiers if name == "%wor"), None)
        yield Stretch(text=text, columns=_words(words), start=start, end=end, label=line.code, kind=kind)
    for sound in _SOUND.findall(line.text):
        yield Stretch(
            text=f"[{sound.replace(':', ' ')}]", start=start, end=end, label=line.code, kind=Kind.SOUND, turn=False
        )
    for name, tier in line.tiers:
        if name in _ASIDES:
            yield Stretch(text=_BULLET.sub("", tier).strip(), start=start, end=end, kind=_ASIDES[name], turn=False)
        elif name != "%wor" and tier:
            context.notes.count("stt.ignored-tier", name)


def _times(text: str) -> tuple[int | None, int | None]:
    spans = [(int(a), int(b)) for a, b in _BULLET.findall(text)]
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else (None, None)


def _plain(text: str, context: Context) -> str:
    """Return what was said: codes out, punctuation back to the word before."""
    bare = _SOUND.sub(" ", _BULLET.sub(" ", text))
    codes = _CODE.findall(bare)
    if codes:
        context.notes.count("stt.ignored-code", codes[0], len(codes))
    bare = _CODE.sub(" ", bare).replace("<", " ").replace(">", " ")
    words = (_ENDS.get(word) or _WORD_CODE.sub("", word).replace("(", "").replace(")", "") for word in bare.split())
    joined = " ".join(word for word in words if word).replace("„", ",").replace("‡", ",")
    return _MARKS.sub(r"\1", f" {joined}").strip().replace("_", " ")


def _words(tier: str | None) -> TokenColumns | None:
    """Return the words of a ``%wor`` tier: each with its own bullet."""
    if not tier:
        return None
    columns, at = TokenColumns(), 0
    for bullet in _BULLET.finditer(tier):
        before = tier[at : bullet.start()].split()
        if before:
            columns.texts.append(before[-1])
            columns.starts.append(int(bullet[1]))
            columns.ends.append(int(bullet[2]))
            columns.confidences.append(None)
        at = bullet.end()
    return columns if columns.texts else None


def _sniff(source: Source) -> float:
    head = source.head
    if _HEAD.match(head.lstrip("\ufeff")):
        return 0.95 if ("@" in head[1:] and "\n*" in source.text[:65536]) or "@Begin" in head else 0.6
    return 0.0


CHAT = reader_of(
    Service(
        name="chat",
        machine=False,
        carries="words segments speakers language kinds",
        title="CHAT (TalkBank)",
        test=lambda data: False,
        token=Keys(),
        shape=_shape,
        suffixes=(".cha",),
        languages=(),
        load=_load,
    ),
    sniff=_sniff,
)
