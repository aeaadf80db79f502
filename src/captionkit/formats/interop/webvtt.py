"""webvtt-py objects (webvtt-py 0.6) to tracks and back, and webvtt-py as a witness of what was written.

Objects are made with ``__new__`` and filled: their constructors parse strings that are known to be right, which costs
five times as much. This is the only module that knows webvtt-py's private names (``Caption._settings``,
``CueSettings._settings``, ``WebVTT._has_bom``, and of its modules ``vtt`` and ``models``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from captionkit.formats.base import WriteOptions, gc_paused
from captionkit.formats.webvtt.body import VTT, is_plain
from captionkit.formats.webvtt.render import format_time
from captionkit.formats.webvtt.writer import payloads, settings_of
from captionkit.model.cue import Cue, raw_cues
from captionkit.model.track import Block, FileLayout, Track

if TYPE_CHECKING:
    from pathlib import Path

    import webvtt

__all__ = ["from_webvtt", "read_webvtt", "to_webvtt", "witness_vtt"]


def to_webvtt(track: Track) -> webvtt.WebVTT:
    """Return the track as a ``webvtt.WebVTT``: its captions, styles, regions, comments and header.

    >>> str(to_webvtt(Track((Cue(0, 1500, "Good evening."),))).captions[0].start_time)
    '00:00:00.000'
    """
    import webvtt

    with gc_paused():
        captions = _captions(track)
    document = webvtt.WebVTT(captions=captions, header_text=track.title)
    document.encoding = "utf-8"
    document._has_bom = track.layout.bom
    _add_blocks(document, track)
    return document


def _captions(track: Track) -> list[webvtt.Caption]:
    from webvtt.models import Caption, CueSettings, Timestamp

    new = object.__new__
    captions = []
    for cue, payload in zip(track.cues, payloads(track, WriteOptions()), strict=True):
        caption, start, end, settings = new(Caption), new(Timestamp), new(Timestamp), new(CueSettings)
        minutes, rest = divmod(max(cue.start, 0), 60_000)
        start.hours, start.minutes = divmod(minutes, 60)
        start.seconds, start.milliseconds = divmod(rest, 1000)
        minutes, rest = divmod(max(cue.end, 0), 60_000)
        end.hours, end.minutes = divmod(minutes, 60)
        end.seconds, end.milliseconds = divmod(rest, 1000)
        said = cue.settings if cue.raw_format == VTT else settings_of(cue)
        settings._settings = said.split() if said else []
        caption.start_time = start
        caption.end_time = end
        caption.identifier = cue.id or None
        caption._settings = settings
        caption.lines = payload.split("\n") if payload else []
        caption.comments = [note.lstrip("\n") for note in cue.notes] if cue.notes else []
        captions.append(caption)
    return captions


def _add_blocks(document: webvtt.WebVTT, track: Track) -> None:
    """Styles, regions and comments; a comment before a style or region belongs to it, those before all to the file."""
    from webvtt.models import Region, Style

    waiting: list[str] = []
    for block in track.blocks:
        first = not (document.styles or document.regions)
        comments = [] if first else waiting
        if block.kind == "header":
            document.metadata = block.text.split("\n")
        elif block.kind == "note":
            waiting.append(block.text.lstrip("\n"))
        elif block.kind in ("style", "region"):
            if first:
                document.header_comments = waiting
            waiting = []
            if block.kind == "style":
                style = Style(block.text)
                style.comments = comments
                document.styles.append(style)
            else:
                region = Region.from_string(" ".join(block.text.split()))
                region.comments = comments
                document.regions.append(region)
    _hand_out(document, waiting)
    document.footer_comments = [block.text.lstrip("\n") for block in track.footer if block.kind == "note"]


def _hand_out(document: webvtt.WebVTT, waiting: list[str]) -> None:
    """Give the comments before the first cue to it, or to the file where nothing stands before them."""
    if document.styles or document.regions:
        if document.captions:
            document.captions[0].comments = waiting + document.captions[0].comments
    else:
        document.header_comments = waiting


def from_webvtt(document: webvtt.WebVTT) -> Track:
    r"""Return a track of a ``webvtt.WebVTT``.

    >>> import webvtt
    >>> from_webvtt(webvtt.from_string("WEBVTT\n\n00:01.000 --> 00:02.000\nHi <i>there</i>\n")).cues[0].text
    'Hi there'
    """
    with gc_paused():
        cues = _cues(document.captions)
    header = [Block("header", "\n".join(document.metadata))] if document.metadata else []
    blocks = [*header, *_notes(document.header_comments)]
    for region in document.regions:
        blocks += [*_notes(region.comments), Block("region", "\n".join(region))]
    for style in document.styles:
        blocks += [*_notes(style.comments), Block("style", style.text)]
    return Track(
        cues=tuple(cues),
        format="vtt",
        title=document.header_text.strip(),
        blocks=tuple(blocks),
        footer=tuple(_notes(document.footer_comments)),
        layout=FileLayout(bom=bool(document._has_bom)),
    )


def _notes(comments: Iterable[str]) -> list[Block]:
    return [Block("note", _note(comment)) for comment in comments]


def _note(comment: str) -> str:
    return f"\n{comment}" if "\n" in comment else comment


def _cues(captions: Iterable[webvtt.Caption]) -> list[Cue]:
    rows: list[tuple[int, int, str, str, str, tuple[str, ...]]] = []
    for caption in captions:
        start, end = caption.start_time, caption.end_time
        rows.append((
            ((start.hours * 60 + start.minutes) * 60 + start.seconds) * 1000 + start.milliseconds,
            ((end.hours * 60 + end.minutes) * 60 + end.seconds) * 1000 + end.milliseconds,
            "\n".join(caption.lines),
            " ".join(caption._settings._settings),
            caption.identifier or "",
            tuple([_note(comment) for comment in caption.comments]) if caption.comments else (),
        ))  # fmt: skip
    return raw_cues(VTT, rows)


def read_webvtt(path: str | PurePath, *, encoding: str | None = None) -> webvtt.WebVTT:
    """Read a file as ``webvtt.read`` does, several times faster and without its losses.

    Raises InputError where it cannot be read.
    """
    from captionkit.formats.webvtt.reader import read
    from captionkit.sources import ReadOptions, open_source

    track = read(open_source(path, encoding=encoding), ReadOptions(encoding=encoding)).value
    document = to_webvtt(track)
    document.file = str(path)
    return document


def witness_vtt(path: Path, track: Track) -> list[str]:
    """Return a line for each cue that webvtt-py reads from ``path`` otherwise than ``track`` has it; none when equal.

    Times and text are compared. What webvtt-py does by design is accounted for, one by one:

    * it leaves character references in the text: they are decoded here;
    * it removes tags line by line, so a tag with a line end inside stays: such text is read by our own cue text parser;
    * WebVTT has no negative times and no empty lines in a cue: the writer made them 0 and left them out, and said so;
    * a speaker that the text does not name may have been written before it ("NAME: ", "- ").
    """
    from webvtt import vtt

    with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - as webvtt-py opens it
        # a file opened for text ends its lines at CR, LF and CRLF, as webvtt-py does; a million cues are never held
        lines = (line.removesuffix("\n") for line in file)
        first = list(islice(lines, 1))
        if not vtt.is_valid_content(first):
            return ["webvtt-py does not take the file for WebVTT"]
        return _differences(_cue_blocks(chain(first, lines)), track)


def _cue_blocks(lines: Iterable[str]) -> Iterator[Any]:
    """Yield the cues as webvtt-py's parser finds them, before it makes objects of their settings.

    These are the steps of its ``vtt.parse_items``; the settings objects it leaves out are half of the cost.
    """
    from webvtt import vtt

    block_class = vtt.WebVTTCueBlock
    for block in vtt._iter_blocks_of_lines(lines):
        if block_class.is_valid(block):
            yield block_class.from_lines(block)


def _differences(blocks: Iterable[Any], track: Track) -> list[str]:
    found = []
    number = 0
    for number, block in enumerate(blocks, 1):
        if number > len(track.cues):
            continue
        cue = track.cues[number - 1]
        start, end = format_time(cue.start), format_time(cue.end)
        if (block.start != start and _ms(block.start) != max(cue.start, 0)) or (
            block.end != end and _ms(block.end) != max(cue.end, 0)
        ):
            found.append(
                f"cue {number}: {start} --> {end} was to be written, webvtt-py reads {block.start} --> {block.end}"
            )
        raw = "\n".join(block.payload)
        verbatim = raw == cue.payload and (
            cue.raw_format == VTT or (cue.raw_format != "" and is_plain(raw) and "{" not in raw)
        )
        if not verbatim and not _same_text(raw, cue):
            found.append(f"cue {number}: the text was to be {cue.text!r}, webvtt-py reads {_stripped(raw)!r}")
    if number != len(track.cues):
        found.insert(0, f"{len(track.cues)} cues were to be written, webvtt-py reads {number}")
    return found


def _ms(time: str) -> int | None:
    """Return the ms of a time as webvtt-py reads it; None where it refuses it."""
    from webvtt.errors import MalformedCaptionError
    from webvtt.models import Timestamp

    try:
        return int(Timestamp.from_string(time).in_milliseconds())
    except MalformedCaptionError:
        return None


def _stripped(raw: str) -> str:
    from webvtt.models import _strip_cue_text_tags

    return "\n".join([_strip_cue_text_tags(line) for line in raw.split("\n")])


def _same_text(raw: str, cue: Cue) -> bool:
    from captionkit.formats.webvtt.cuetext import parse, text_of, unescape

    wanted = _shown(cue.text)
    if wanted == (raw if is_plain(raw) else unescape(_stripped(raw))):
        return True
    read = _shown(text_of(parse(raw)))
    labelled = cue.speaker and read in (f"{cue.speaker}: {wanted}", f"- {wanted}")
    return wanted == read or bool(labelled)


def _shown(text: str) -> str:
    """Return text as a cue can hold it: no empty lines, no CR, no NUL."""
    text = re.sub(r"\r\n?", "\n", text).replace("\0", "\ufffd") if "\r" in text or "\0" in text else text
    return "\n".join([line for line in text.split("\n") if line]) if "\n\n" in f"\n{text}\n" else text
