"""Premiere: its transcript as JSON ("Import Static Transcript"), and titles and markers in Final Cut Pro 7's XML.

Adobe's transcript schema 1.0.0 wants every key and no other; a speaker's identifier is a UUID, languages are of a
closed list. Words without times of their own share their cue's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple
from uuid import UUID

from captionkit.diagnostics import Collector, Result
from captionkit.fitting import number_of, xml_text
from captionkit.formats.ass.styles import ass_color
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.classes import class_styles, style_of
from captionkit.formats.edit.rows import (
    Row,
    encoded_lines,
    header_lines,
    in_xml,
    on_one_line,
    rate_of,
    rows_of,
    shown_lines,
    sound_times,
    title_of,
    with_text,
    write_only,
)  # fmt: skip
from captionkit.model.cue import Cue, plain_text_of
from captionkit.model.text import PLAIN, Line, Style, plain_text
from captionkit.model.timecode import can_drop, nominal
from captionkit.model.track import Track
from captionkit.model.transcript import Word, shared_edges
from captionkit.text.sentences import sentence_ends

__all__ = ["MARKERS", "TITLES", "TRANSCRIPT"]

#: The languages of Adobe's schema 1.0.0, by what a BCP 47 tag begins with; the first of a language is its usual one.
_LANGUAGES = {
    "en": "en-us", "en-gb": "en-gb", "zh-hk": "zh-hk", "zh": "cmn-hans", "cmn": "cmn-hans", "zh-hans": "cmn-hans",
    "zh-cn": "cmn-hans", "zh-hant": "cmn-hant", "zh-tw": "cmn-hant", "es": "es-es", "de": "de-de", "fr": "fr-fr",
    "ja": "ja-jp", "pt": "pt-pt", "pt-br": "pt-br", "ko": "ko-kr", "it": "it-it", "ru": "ru-ru", "hi": "hi-in",
    "nb": "nb-no", "no": "nb-no", "sv": "sv-se", "nl": "nl-nl", "da": "da-dk", "id": "id-id", "th": "th-th",
    "vi": "vi-vn", "ms": "ms-my", "tr": "tr-tr", "pl": "pl-pl", "fil": "fil-ph", "te": "te-in", "ml": "ml-in",
    "pa": "pa-in",
}  # fmt: skip
_UNKNOWN = "??-??"


def write_transcript(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as a transcript for Premiere's Text panel: a segment a cue, its words with their times."""
    notes = Collector()
    language = _language(track.language, notes)
    numbered = with_text(track, notes)
    spoken = [cue for _, cue in numbered]
    times = [sound_times(cue, number, notes) for number, cue in numbered]
    said = [_said(cue, *held) for cue, held in zip(spoken, times, strict=True)]
    for (number, _), row in zip(numbered, said, strict=True):
        if row.moved:
            message = f"{number_of(row.moved, 'word')} with times outside the cue; moved into it"
            notes.add("edit.stamp-outside", message, cue=number, data={"times": row.moved})
    ends = sentence_ends([text for row in said for text in row.texts], track.language)
    names = {name: _identifier(name) for name in dict.fromkeys([_speaker(cue) for cue in spoken])}
    tag = _quoted(language)
    # a segment a line: easy to compare; put together from its parts, because words are many and their keys are known
    segments: list[bytes] = []
    at = 0
    for cue, (start, end), row in zip(spoken, times, said, strict=True):
        words = _shapes(row, ends[at : at + len(row.texts)])
        at += len(row.texts)
        segments.append(
            f'{{"duration": {(end - start) / 1000}, "language": {tag}, '
            f'"speaker": "{names[_speaker(cue)]}", "start": {start / 1000}, '
            f'"words": [{", ".join(words)}]}}'.encode("utf-8", "replace")
        )
    speakers = [{"id": known, "name": xml_text(name) or "Unknown"} for name, known in names.items()]
    people = json.dumps(speakers, ensure_ascii=False)
    before = f'{{\n "language": {tag},\n "segments": [\n  '.encode("utf-8", "replace")
    behind = f'\n ],\n "speakers": {people}\n}}\n'.encode("utf-8", "replace")
    return Result(before + b",\n  ".join(segments) + behind, notes.all)


def _language(tag: str, notes: Collector) -> str:
    said = tag.lower()
    found = _LANGUAGES.get(said) or _LANGUAGES.get(said.partition("-")[0])
    if found is None:
        if tag:
            notes.add("edit.language", f"Premiere's transcripts have no {tag!r}; the language is {_UNKNOWN}")
        return _UNKNOWN
    return found


def _identifier(name: str) -> str:
    """Return a speaker's identifier: a UUID of version 4 by its form, the same for the same name."""
    return str(UUID(bytes=sha256(name.encode("utf-8", "replace")).digest()[:16], version=4))


class _Said(NamedTuple):
    """A cue's words: their texts, when each begins and ends (ms), and what only words with times of their own have."""

    texts: list[str]
    starts: list[int]
    ends: list[int]
    own: list[tuple[bool, float]] | None = None
    """Whether it is a mark that clings, how sure it is."""
    moved: int = 0
    """How many had times outside the cue."""


def _speaker(cue: Cue) -> str:
    return "" if plain_text_of(cue) is not None else cue.speaker


def _said(cue: Cue, first: int, last: int) -> _Said:
    """Return a cue's words with times from ``first`` to ``last`` (ms): their own, or shares of the cue's."""
    timed = [] if plain_text_of(cue) is not None else [word for word in cue.words if word.text.strip()]
    if timed and all(word.start is not None and word.end is not None for word in timed):
        times = [(word.start or 0, word.end or 0) for word in timed]
        held = [(min(max(start, first), last), min(max(end, first), last)) for start, end in times]
        return _Said(
            [word.text.strip() for word in timed], [start for start, _ in held], [end for _, end in held],
            [_sure(word) for word in timed], sum(was != now for was, now in zip(times, held, strict=True)),
        )  # fmt: skip
    texts = cue.text.split()
    edges = shared_edges(first, last, [len(text) + 1 for text in texts])
    return _Said(texts, edges[:-1], edges[1:])


def _sure(word: Word) -> tuple[bool, float]:
    clings = word.glue and not any(map(str.isalnum, word.text))
    return clings, 1.0 if word.confidence is None else round(min(max(word.confidence, 0.0), 1.0), 4)


def _shapes(said: _Said, ends: Sequence[bool]) -> list[str]:
    """Return a cue's words as the transcript has them; ``ends`` says which end a sentence."""
    fraction = _FRACTIONS
    words = zip(said.texts, said.starts, said.ends, ends, strict=True)
    if said.own is None:
        # words that share a cue's time, nearly all: their seconds are put together, in a third of a division's time
        return [
            f'{{"confidence": 1.0, "duration": {(end - start) // 1000}{fraction[(end - start) % 1000]}, '
            f'"eos": {"true" if last else "false"}, "start": {start // 1000}{fraction[start % 1000]}, "tags": [], '
            f'"text": {_quoted(text)}, "type": "word"}}'
            for text, start, end, last in words
        ]
    return [
        f'{{"confidence": {confidence}, "duration": {max(0, end - start) / 1000}, '
        f'"eos": {"true" if last else "false"}, "start": {start / 1000}, "tags": [], '
        f'"text": {_quoted(text)}, "type": "{"punctuation" if clings else "word"}"}}'
        for (text, start, end, last), (clings, confidence) in zip(words, said.own, strict=True)
    ]


#: What of a number of seconds stands behind the whole ones, by its milliseconds.
_FRACTIONS = [repr(ms / 1000)[1:] for ms in range(1000)]


def write_titles(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as a sequence of text generators: titles in Premiere, Resolve and Final Cut Pro 7.

    ``options.rate`` is the sequence's; ``options.size`` its pictures' (1920 x 1080 where not given).
    """
    notes = Collector()
    rate = rate_of(options, notes)
    rows = rows_of(track, rate, notes, apart=True)
    said = None if options.speakers == "none" else list(shown_lines(track, options))
    made: list[str | bytes] = [*_head(track, rows, rate, options)]
    titles = _Titles(rate, class_styles(track), notes)
    made += [titles.title(row, None if said is None else said[row.number - 1]) for row in rows]
    return Result(_closed([*made, "    </track>", "   </video>", "  </media>"]), notes.all)


def write_markers(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the cues as markers of a sequence: the way markers get into Premiere."""
    notes = Collector()
    rate = rate_of(options, notes)
    rows = rows_of(track, rate, notes, apart=False)
    made = [*_head(track, rows, rate, options), "    </track>", "   </video>", "  </media>"]
    for row in rows:
        comment = in_xml(" ".join(row.cue.speaker.split()))
        made += [
            "  <marker>", f"   <name>{in_xml(title_of(row.cue))}</name>",
            f"   <comment>{comment}</comment>",
            f"   <in>{row.start}</in><out>{row.end}</out>", "  </marker>",
        ]  # fmt: skip
    return Result(_closed(made), notes.all)


def _head(track: Track, rows: Sequence[Row], rate: Fraction, options: WriteOptions) -> list[str]:
    name = in_xml(" ".join(track.title.split())) or "captions"
    width, height = options.size or (1920, 1080)
    return [
        '<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE xmeml>", '<xmeml version="4">',
        *(f" <!-- {re.sub('-(?=-|$)', '- ', line)} -->" for line in header_lines(track)),
        ' <sequence id="captions">', f"  <name>{name}</name>",
        f"  <duration>{max((row.end for row in rows), default=1)}</duration>", f"  {_rate(rate)}",
        f"  <timecode>{_rate(rate)}<string>00:00:00{';' if can_drop(rate) else ':'}00</string><frame>0</frame>"
        f"<displayformat>{'DF' if can_drop(rate) else 'NDF'}</displayformat></timecode>",
        "  <media>", "   <video>",
        f"    <format><samplecharacteristics>{_rate(rate)}<width>{width}</width><height>{height}</height>"
        "<pixelaspectratio>square</pixelaspectratio></samplecharacteristics></format>",
        "    <track>",
    ]  # fmt: skip


def _rate(rate: Fraction) -> str:
    ntsc = "TRUE" if rate.denominator == 1001 else "FALSE"
    return f"<rate><timebase>{nominal(rate)}</timebase><ntsc>{ntsc}</ntsc></rate>"


def _closed(lines: Sequence[str | bytes]) -> bytes:
    return encoded_lines([*lines, " </sequence>", "</xmeml>", ""])


#: What of a title never changes, around its text and its look.
_GENERATOR = b"""      <enabled>TRUE</enabled><anamorphic>FALSE</anamorphic><alphatype>black</alphatype>
      <effect><name>Text</name><effectid>Text</effectid><effectcategory>Text</effectcategory>
       <effecttype>generator</effecttype><mediatype>video</mediatype>
       <parameter><parameterid>str</parameterid><name>Text</name><value>"""
_LOOK = """</value></parameter>
       <parameter><parameterid>fontname</parameterid><name>Font</name><value>Arial</value></parameter>
       <parameter><parameterid>fontsize</parameterid><name>Size</name><value>48</value></parameter>
       <parameter><parameterid>fontstyle</parameterid><name>Style</name><value>{}</value></parameter>
       <parameter><parameterid>fontalign</parameterid><name>Alignment</name><value>2</value></parameter>
       <parameter><parameterid>fontcolor</parameterid><name>Font Color</name><value><alpha>255</alpha>"""
_COLOR = """<red>{}</red><green>{}</green><blue>{}</blue></value></parameter>
      </effect>
     </generatoritem>"""


class _Titles:
    """Text generators, of one rate; how a style looks is said once for all titles that have it."""

    def __init__(self, rate: Fraction, classes: dict[str, Style], notes: Collector) -> None:
        self._rate, self._classes, self._notes = _rate(rate), classes, notes
        self._plain = _look(PLAIN)
        self._looks = {PLAIN: self._plain}

    def title(self, row: Row, said: Sequence[Line] | None) -> bytes:
        """Return one title; ``said`` are its lines where they are not the cue's own."""
        cue = row.cue
        plain, style = plain_text_of(cue) if said is None else None, PLAIN
        if plain is None:
            lines = cue.lines if said is None else said
            text, style, shown = plain_text(lines), self._style(lines, row.number), cue.text
        else:
            text = shown = plain
        look = self._plain if style is PLAIN else self._looks.get(style)
        if look is None:
            look = self._looks[style] = _look(style)
        text = in_xml(text)
        if "\n" in text:
            text = text.replace("\n", "&#13;")
        length = row.end - row.start
        head = (
            f'     <generatoritem id="title{row.number}">\n      <name>{in_xml(on_one_line(shown)[:60])}</name>\n'
            f"      <duration>{length}</duration>{self._rate}\n"
            f"      <in>0</in><out>{length}</out><start>{row.start}</start><end>{row.end}</end>\n"
        )
        # what never changes, four fifths of it, is not encoded again
        return b"".join((head.encode("utf-8", "replace"), _GENERATOR, text.encode("utf-8", "replace"), look))

    def _style(self, lines: Sequence[Line], number: int) -> Style:
        """Return the style of all lines; that of a part of them is reported."""
        style, whole = style_of(Line(tuple([span for line in lines for span in line.spans])), self._classes)
        if not whole:
            self._notes.add("edit.part-style", "a title has one style; that of a part of it was left out", cue=number)
        return style


def _look(style: Style) -> bytes:
    code = ass_color(style.color) or "FFFFFF"
    colors = [int(code[at : at + 2], 16) for at in (4, 2, 0)]
    return (_LOOK.format(1 + style.bold + 2 * style.italic) + _COLOR.format(*colors)).encode()


TRANSCRIPT = write_only(
    "premiere", "Premiere transcript", ".premiere.json", "application/json", write_transcript,
    Feature.MILLISECONDS, Feature.VOICE, Feature.WORD_TIMES, Feature.LANGUAGE,
)  # fmt: skip
TITLES = write_only(
    "xmeml", "Final Cut Pro 7 XML", ".xmeml", "application/xml", write_titles,
    Feature.ITALIC, Feature.BOLD, Feature.COLOR, Feature.BLANK_LINES, Feature.HEADER,
)  # fmt: skip
MARKERS = write_only(
    "markers-xmeml", "markers in Final Cut Pro 7 XML", ".markers.xml", "application/xml", write_markers,
    Feature.VOICE, Feature.HEADER,
)  # fmt: skip
