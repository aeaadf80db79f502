"""A transcript as text for people: speaker paragraphs, a sentence a line, or paragraphs with their times.

Text, Markdown, HTML and Word; every word of the kinds asked for is written, in order, escaped where a format needs it.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from captionkit.errors import UsageError
from captionkit.fitting import xml_text
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Transcript
from captionkit.text.marks import ends_sentence
from captionkit.text.scripts import is_unspaced
from captionkit.text.sentences import split_sentences

__all__ = ["FORMATS", "SHAPES", "Shape", "TextFormat", "transcript_bytes"]

Shape = Literal["paragraphs", "sentences", "timed"]
TextFormat = Literal["txt", "md", "html", "docx"]
Role = Literal["speech", "aside", "heading"]
SHAPES: tuple[Shape, ...] = ("paragraphs", "sentences", "timed")
FORMATS: tuple[TextFormat, ...] = ("txt", "md", "html", "docx")

#: A paragraph of one speaker ends at a sentence's end after this many words, or after a pause of so many ms.
_WORDS, _PAUSE = 120, 3000
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")
_BLOCK = re.compile(r"^(\s*)(#{1,6}\s|[-+]\s|>|=+\s*$|\d{1,9}[.)]\s)")


class Paragraph(NamedTuple):
    """What one speaker says without a break, from ``start`` (ms) where it is known, or what else stands between turns.

    ``role``: ``speech``, ``aside`` for what is not speech, ``heading`` for what heads a part of the talk.
    """

    speaker: str
    start: int | None
    text: str
    role: Role = "speech"


def paragraphs_of(transcript: Transcript, include: Collection[str] = ()) -> Iterator[Paragraph]:
    """Yield the paragraphs of a transcript: a speaker's segments together, long ones divided at a sentence's end.

    ``include`` names kinds of segments besides speech. What is not speech is a paragraph of its own, and so is a
    heading between two turns.

    >>> talk = Transcript((Segment("Good", "Ann"), Segment("evening.", "Ann", turn=False), Segment("Hello.", "Ben")))
    >>> [(p.speaker, p.text) for p in paragraphs_of(talk)]
    [('Ann', 'Good evening.'), ('Ben', 'Hello.')]
    """
    group: list[Segment] = []
    spoken = [at for at, segment in enumerate(transcript.segments) if segment.kind is Kind.SPEECH]
    first, last = (spoken[0], spoken[-1]) if spoken else (0, -1)
    for at, segment in enumerate(transcript.segments):
        is_heading = segment.kind is Kind.TITLE and first < at < last
        if segment.kind is Kind.SPEECH:
            if group and _divides(group, segment):
                yield _paragraph(group)
                group = []
            group.append(segment)
        elif is_heading or segment.kind.value in include:
            if group:
                yield _paragraph(group)
                group = []
            role: Role = "heading" if is_heading else "aside"
            yield Paragraph(segment.speaker, segment.start, _flat(segment.text), role)
    if group:
        yield _paragraph(group)


def _divides(group: Sequence[Segment], segment: Segment) -> bool:
    last = group[-1]
    if segment.speaker != last.speaker:
        return True
    if not ends_sentence(last.text):
        return False
    pause = None if segment.start is None or last.end is None else segment.start - last.end
    if pause is not None:
        return pause > _PAUSE or sum(len(s.text.split()) for s in group) >= _WORDS
    return segment.turn


def _paragraph(group: Sequence[Segment]) -> Paragraph:
    text = ""
    for part in map(_flat, (segment.text for segment in group)):
        glued = not text or (is_unspaced(text[-1]) and is_unspaced(part[:1]))
        text += part if glued else f" {part}"
    return Paragraph(group[0].speaker, group[0].start, text)


def _flat(text: str) -> str:
    return " ".join(text.split())


def transcript_bytes(
    transcript: Transcript, format: TextFormat, shape: Shape = "paragraphs", include: Collection[str] = ()
) -> bytes:
    """Return the transcript as a file of this format.

    Raises UsageError for a format or shape that is not one.

    >>> talk = Transcript((Segment("Good evening. Welcome.", "Ann", start=61000), Segment("Hello.", "Ben")))
    >>> print(transcript_bytes(talk, "txt", "timed").decode(), end="")
    [0:01:01] Ann: Good evening. Welcome.
    <BLANKLINE>
    Ben: Hello.
    """
    if format not in FORMATS:
        raise UsageError(f"{format!r} is not a format of text", hint=f"one of {', '.join(FORMATS)}")
    if shape not in SHAPES:
        raise UsageError(f"{shape!r} is not a shape of text", hint=f"one of {', '.join(SHAPES)}")
    rows = [_rows(p, shape, transcript.language) for p in paragraphs_of(transcript, include)]
    maker = {"txt": _plain, "md": _markdown, "html": _html, "docx": _docx}[format]
    return maker(rows, transcript)


class _Row(NamedTuple):
    """A paragraph as shown: the time and name in front, and its lines."""

    time: str
    name: str
    lines: list[str]
    role: Role

    @property
    def aside(self) -> bool:
        """Whether it is something else than speech."""
        return self.role == "aside"

    @property
    def heading(self) -> bool:
        """Whether it heads a part of the talk."""
        return self.role == "heading"


def _rows(paragraph: Paragraph, shape: Shape, language: str) -> _Row:
    time = f"{format_clock(paragraph.start)[:-4].removeprefix('0')}" if paragraph.start is not None else ""
    lines = [paragraph.text]
    if shape == "sentences":
        lines = split_sentences(paragraph.text, language)
    return _Row(time if shape == "timed" else "", paragraph.speaker, lines, paragraph.role)


def _heads(row: _Row) -> tuple[str, str]:
    return f"[{row.time}] " if row.time else "", f"{row.name}: " if row.name else ""


def _plain(rows: Sequence[_Row], transcript: Transcript) -> bytes:
    blocks = []
    for row in rows:
        time, name = _heads(row)
        blocks.append("\n".join([f"{time}{name}{row.lines[0]}", *row.lines[1:]]))
    return ("\n\n".join(blocks) + "\n").encode() if blocks else b""


def _markdown(rows: Sequence[_Row], transcript: Transcript) -> bytes:
    blocks = [f"# {_escaped(transcript.title)}"] if transcript.title else []
    for row in rows:
        time = f"\\[{row.time}\\] " if row.time else ""
        name = f"**{_escaped(row.name)}:** " if row.name else ""
        lines = [_escaped(line) for line in row.lines]
        if not time and not name:
            lines[0] = _BLOCK.sub(r"\1\\\2", lines[0])
        lines[1:] = [_BLOCK.sub(r"\1\\\2", line) for line in lines[1:]]
        body = "  \n".join(lines)
        if row.heading:
            blocks.append(f"## {_escaped(' '.join(row.lines))}")
            continue
        blocks.append(f"{time}{name}*{body}*" if row.aside else f"{time}{name}{body}")
    return ("\n\n".join(blocks) + "\n").encode() if blocks else b""


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _html(rows: Sequence[_Row], transcript: Transcript) -> bytes:
    title = html.escape(transcript.title or "Transcript")
    language = f' lang="{html.escape(transcript.language)}"' if transcript.language else ""
    body = []
    for row in rows:
        time = f'<time datetime="PT{_iso(row.time)}">[{row.time}]</time> ' if row.time else ""
        name = f"<cite>{html.escape(row.name)}:</cite> " if row.name else ""
        text = "<br>\n".join(html.escape(line) for line in row.lines)
        if row.heading:
            body.append(f"<h2>{text}</h2>")
            continue
        body.append(f"<p>{time}{name}{f'<em>{text}</em>' if row.aside else text}</p>")
    page = f'<!doctype html>\n<html{language}>\n<head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n'
    return (page + "\n".join(body) + "\n</body>\n</html>\n").encode()


def _iso(clock: str) -> str:
    hours, minutes, seconds = clock.split(":")
    return f"{int(hours)}H{int(minutes)}M{int(seconds)}S"


_SPACE = "http://schemas.openxmlformats.org"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_SPACE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_SPACE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}


def _docx(rows: Sequence[_Row], transcript: Transcript) -> bytes:
    """Return a Word document; the same transcript gives the same bytes."""
    body = [_word_paragraph([(transcript.title, "b")])] if transcript.title else []
    for row in rows:
        time, name = _heads(row)
        look = {"aside": "i", "heading": "b"}.get(row.role, "")
        runs = [(time, ""), (name, "b"), *((line, look) for line in row.lines)]
        body.append(_word_paragraph([run for run in runs if run[0]], breaks=len(row.lines) - 1))
    document = (
        f'<w:document xmlns:w="{_SPACE}/wordprocessingml/2006/main"><w:body>{"".join(body)}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in {**_PARTS, "word/document.xml": document}.items():
            info = zipfile.ZipInfo(part)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return data.getvalue()


def _word_paragraph(runs: Sequence[tuple[str, str]], breaks: int = 0) -> str:
    made = []
    for place, (text, style) in enumerate(runs):
        look = f"<w:rPr><w:{style}/></w:rPr>" if style else ""
        line_break = "<w:br/>" if place >= len(runs) - breaks else ""
        made.append(
            f'<w:r>{look}{line_break}<w:t xml:space="preserve">{html.escape(xml_text(text), quote=False)}</w:t></w:r>'
        )
    return f"<w:p>{''.join(made)}</w:p>"
