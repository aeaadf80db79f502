"""HTML as a transcript: Podcasting 2.0 transcripts, oTranscribe and Trint exports, pages with text in any layout.

Where elements say times and speakers (``<time>``, ``<cite>``, ``data-timestamp``, ``data-m``) they are believed; else
the page is turned to lines, a heading being a heading and a name in bold type a name, and read as text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from captionkit.diagnostics import Collector, Result
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.documents import read_blocks, report_outside
from captionkit.transcripts.html_outline import Outline, elements_of, turns_in
from captionkit.transcripts.html_page import BLOCKS, blocks_from, content, flat
from captionkit.transcripts.html_roles import Roles, attribute_time, roles_of, written_time
from captionkit.transcripts.html_tokens import Tag, Text
from captionkit.transcripts.layout.marks import pieces_of
from captionkit.transcripts.layout.names import find_labels, split_role
from captionkit.transcripts.layout.rows import Row, tidy
from captionkit.transcripts.layout.stamps import RANGED
from captionkit.transcripts.layout.times import early_times

__all__ = ["HTML", "read_html"]

_OUTSIDE = "outside the part of the page with the turns"
#: A time that ends the text of an element with a name.
_STAMPED = re.compile(rf"[\s,;·|–-]*[\[(]?{RANGED}[\])]?\Z")
#: So many turns in what is no content of a page are worth a warning.
_TURNS = 3
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?\Z", re.ASCII)


@dataclass(slots=True)
class _Said:
    """What elements say of one utterance; ``words`` where each has its time."""

    line: int
    speaker: str = ""
    start: int | None = None
    parts: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    turn: bool = True

    @property
    def text(self) -> str:
        return tidy("".join(self.parts))


class _Listener:
    """Gathers what elements say: a speaker or time element's text is taken for that, all other text is said."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        self.of_day = 0
        self.said: list[_Said] = []
        self.named = 0
        self.speaker = ""
        self.start: int | None = None
        self.now: _Said | None = None
        self.turn = True
        self.taking: tuple[str, str] | None = None
        self.taken: list[str] = []
        self.word: tuple[int, int | None] | None = None

    def tag(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self.close(turn=True)
        if tag.end:
            if self.taking is not None and tag.name == self.taking[0]:
                self._take()
            elif tag.name == "span":
                self.word = None
        elif tag.name == "br" and self.now is not None:
            self.now.parts.append(" ")
        else:
            self._open(tag)

    def _open(self, tag: Tag) -> None:
        what, at = self.roles.of(tag), self._time_in(tag, ("title", "datetime"))
        if at is not None and "data-m" in tag.attributes:
            length = tag.attributes.get("data-d", "").strip()
            self.word = (at, at + int(float(length) + 0.5) if _SECONDS.match(length) else None)
        elif at is not None or what == "time":
            self.close(turn=False)
            self._begin(at)
        if tag.attributes.get("data-speaker") and tag.name in BLOCKS:
            self.speaker, self.named = tag.attributes["data-speaker"], self.named + 1
        if what and self.taking is None:
            self.taking, self.taken = (tag.name, what), []

    def _time_in(self, tag: Tag, named: Sequence[str]) -> int | None:
        """Return the time (ms) that the attributes of a tag say; those in ``named`` only where it is one of times."""
        found = attribute_time(tag.attributes)
        if found is None and self.roles.of(tag) == "time":
            written = (written_time(tag.attributes.get(name, "")) for name in named)
            found = next((time for time in written if time is not None), None)
        if found is None:
            return None
        self.of_day += found[1]
        return found[0]

    def _begin(self, at: int | None) -> None:
        """Take a time (ms) for that of the text to come, or of the text above where times stand below it."""
        if not self.roles.late:
            self.start = at
        elif self.said and self.said[-1].start is None:
            self.said[-1].start = at

    def _take(self) -> None:
        what, text = (self.taking or ("", ""))[1], tidy(flat("".join(self.taken)))
        self.taking, self.named = None, self.named + 1
        if what == "speaker":
            self.close(turn=True)
            if (stamped := _STAMPED.search(text)) is not None and stamped.start():
                self._begin((written_time(stamped["a"]) or (self.start, False))[0])
                text = text[: stamped.start()]
            self.speaker = text.rstrip(" :：")
        elif self.start is None and (found := written_time(text)) is not None:
            self.of_day += found[1]
            self._begin(found[0])

    def text(self, token: Text) -> None:
        if self.taking is not None:
            self.taken.append(token.text)
            return
        shown = flat(token.text)
        if self.now is None:
            if not shown.strip():
                return
            line = token.line + token.text.count("\n", 0, len(token.text) - len(token.text.lstrip()))
            self.now = _Said(line, self.speaker, self.start, turn=self.turn)
            self.start = None
        if self.word is not None and shown.strip():
            glue = bool(self.now.parts) and not (self.now.parts[-1][-1:].isspace() or shown[:1].isspace())
            self.now.words.append(Word(shown.strip(), *self.word, timing=Timing.GIVEN, glue=glue))
        self.now.parts.append(shown)

    def close(self, *, turn: bool) -> None:
        if self.now is not None:
            self.said.append(self.now)
            self.turn = turn
        else:
            self.turn = self.turn or turn
        self.now = None


def _listen(page: Sequence[Tag | Text], roles: Roles) -> _Listener:
    listener = _Listener(roles)
    for at, token in enumerate(page[roles.begin : roles.end], roles.begin):
        if isinstance(token, Tag):
            listener.tag(token)
        elif at not in roles.beside:
            listener.text(token)
    listener.close(turn=True)
    return listener


def read_html(html: str, options: ReadOptions, notes: Collector) -> Transcript:
    """Return the transcript that a page carries, reporting to ``notes``."""
    skipped: list[tuple[int, str]] = []
    title: list[str] = []
    page = list(content(html, skipped, title))
    for line, text in skipped:
        notes.add("text.note", f"outside the page's content: {text[:80]!r}", line=line)
    _report_turns([Row(line, text, 1) for line, text in skipped], notes)
    outline = elements_of(page)
    roles = roles_of(page, outline)
    heard = _listen(page, roles)
    timed = sum(1 for said in heard.said if said.start is not None or said.words)
    asked = options.layout or options.after or options.from_line or options.to_line
    if (heard.named or timed) and timed * 3 >= len(heard.said) > 0 and not asked:
        transcript = _as_elements(page, roles, heard, options, notes)
    else:
        transcript = (
            _as_text(page, outline, options, notes) if not asked else read_blocks(blocks_from(page), options, notes)
        )
    return transcript.replace(title=tidy(flat("".join(title))) or transcript.title)


def _report_turns(skipped: Sequence[Row], notes: Collector) -> None:
    """Tell of labelled turns in parts of a page that are no content, as of a transcript in a panel beside it."""
    labels = find_labels(skipped)
    found = [(row, label.speaker) for row in skipped if (label := labels.of(row.text)) is not None]
    counts = Counter(speaker for _, speaker in found)
    again = [row for row, speaker in found if counts[speaker] > 1]
    if len(again) >= _TURNS:
        text = f"{len(again)} turns by {len(+counts)} names stand in a part of the page that is not read as its content"
        notes.add("text.outside", text, line=again[0].number)


def _as_text(page: Sequence[Tag | Text], outline: Outline, options: ReadOptions, notes: Collector) -> Transcript:
    """Return the transcript in the text of a page, what stands outside the element with the turns as notes."""
    blocks = blocks_from(page)
    begin, end = turns_in(page, outline, blocks)
    inside = [block for block in blocks if begin <= block.token < end]
    transcript = read_blocks(inside, options, notes)
    left = [block for block in blocks if not begin <= block.token < end]
    outside = report_outside(left, _OUTSIDE, list(transcript.spoken), notes)
    segments = sorted((*transcript.segments, *outside), key=lambda segment: segment.line or 0)
    return transcript.replace(segments=tuple(segments))


def _as_elements(
    page: Sequence[Tag | Text], roles: Roles, heard: _Listener, options: ReadOptions, notes: Collector
) -> Transcript:
    """Return what elements say, what stands outside them or beside it as notes."""
    first = min((said.start for said in heard.said if said.start is not None), default=0)
    if heard.of_day and first and not options.start_timecode:
        notes.add("text.wall-clock", f"times of the day: {format_clock(first)} is taken as 0", data={"first": first})
        for said in heard.said:
            said.start = None if said.start is None else said.start - first
    early_times((said.start for said in heard.said), options.start_timecode, notes)
    segments = list(_segments(heard.said, options))
    around = [*page[: roles.begin], *page[roles.end :]]
    segments += report_outside(blocks_from(around), _OUTSIDE, list(segments), notes)
    for at in sorted(roles.beside):
        token = page[at]
        notes.add("text.note", f"beside what is said: {tidy(flat(str(token[0])))[:80]!r}", line=token.line)
        segments.append(Segment(tidy(flat(str(token[0]))), "", Kind.NOTE, line=token.line))
    segments.sort(key=lambda segment: segment.line or 0)
    return Transcript(tuple(segments), options.language, "html", meta={"layout": "elements"})


def _segments(heard: list[_Said], options: ReadOptions) -> Iterator[Segment]:
    labels = find_labels([Row(said.line, said.text, 1) for said in heard if not said.speaker and said.text])
    speaker = ""
    for said in heard:
        text = said.text
        label = labels.of(text) if not said.speaker else None
        if label is not None:
            speaker, role, manner, text = label
        elif said.speaker:
            speaker, role, manner = split_role(said.speaker)
        else:
            role = manner = ""
        extras = {key: value for key, value in (("text.role", role), ("text.manner", manner)) if value}
        yield from _pieces(replace(said, speaker=speaker, parts=[text]), extras, options)


def _pieces(said: _Said, extras: dict[str, str], options: ReadOptions) -> Iterator[Segment]:
    first = True
    for piece in pieces_of(said.text):
        speaker = "" if piece.kind in (Kind.EDITORIAL, Kind.NOTE) else said.speaker
        segment = Segment(piece.text, speaker, piece.kind, line=said.line, turn=first and said.turn)
        if first:
            start = None if said.start is None else max(0, said.start - options.start_timecode)
            segment = segment.replace(start=start, timing=Timing.NONE if start is None else Timing.GIVEN, extras=extras)
        yield _worded(segment, [_moved(word, options.start_timecode) for word in said.words])
        first = False


def _moved(word: Word, offset: int) -> Word:
    if not offset or word.start is None:
        return word
    end = None if word.end is None else max(0, word.end - offset)
    return replace(word, start=max(0, word.start - offset), end=end)


def _worded(segment: Segment, words: list[Word]) -> Segment:
    if not words or "".join(word.text for word in words) != segment.text.replace(" ", ""):
        return segment
    return segment.replace(words=tuple(words), start=words[0].start, end=words[-1].end, timing=Timing.GIVEN)


_TAGS = "cite|time|p|div|h[1-6]|table|article|section|main|body|head|span|b|strong|ul|ol|dl"
_SNIFF = re.compile(rf"\s*(?:<!--.{{0,2000}}?-->\s*)?(?:<!doctype html|<html[\s>]|<(?:{_TAGS})[\s>])", re.I | re.S)


def _sniff(source: Source) -> float:
    return 0.85 if _SNIFF.match(source.head) else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    transcript = read_html("\n".join(source.lines), options, notes)
    return Result(transcript.replace(source="html"), notes.all)


HTML = Reader(
    "html",
    "HTML: Podcasting 2.0, Trint, or a page with a transcript",
    (".html", ".htm", ".xhtml"),
    _sniff,
    _read,
    frozenset({"words", "segments", "speakers", "kinds"}),
)
