"""Writing WebVTT: a payload read from WebVTT goes back as it was, everything else is rendered; the result is valid.

Validity is proven on the whole text by counting: as many arrows as cues, as many blank lines as places between blocks,
no CR, no NUL. Where a count is off, the track is made safe first (:mod:`.careful`), which reports what it changed.
"""

from __future__ import annotations

import re

from captionkit.diagnostics import Collector, Diagnostic, Result, report
from captionkit.formats.base import WriteOptions
from captionkit.formats.srt import markup
from captionkit.formats.stamps import cue_with_times_inside, with_times_inside
from captionkit.formats.webvtt.asides import aside_text, note_text
from captionkit.formats.webvtt.body import VTT
from captionkit.formats.webvtt.from_srt import payload_of_srt
from captionkit.formats.webvtt.render import escape, render_body
from captionkit.model.cue import Cue
from captionkit.model.track import Block, Track

__all__ = [
    "Parts",
    "cue_settings",
    "cue_text",
    "missing_rules",
    "parts_of",
    "payloads",
    "pieces_of",
    "settings_of",
    "write",
]

#: Classes that spell a colour, wherever they stand in a tag.
_SPELLED_COLOR = r"<c(?:\.[^\s.<>]+)*?\.(color_[0-9a-z]+)"


class _VttMinutes(dict[int, str]):
    """Minutes -> ``HH:MM:``, filled as met; refuses what WebVTT cannot say."""

    def __missing__(self, minutes: int) -> str:
        if minutes < 0:
            raise KeyError(minutes)
        value = self[minutes] = f"{minutes // 60:02d}:{minutes % 60:02d}:"
        return value


_MINUTES = _VttMinutes()
_SECONDS = [f"{second:02d}." for second in range(60)]
_MS = [f"{ms:03d}" for ms in range(1000)]


#: The code of times that WebVTT does not allow where they stand.
_OUTSIDE = "vtt.stamp-outside"

#: Blocks that are joined at a time.
_PIECE = 2048


class Parts:
    """A file in its parts, none of which ends in a line end; ``notes`` holds for a cue's index the notes before it."""

    def __init__(self, head: list[str], cues: list[str], notes: dict[int, list[str]], tail: list[str]) -> None:
        self.head = head
        self.cues = cues
        self.notes = notes
        self.tail = tail

    def blocks(self) -> list[str]:
        """All parts in order."""
        if not self.notes:
            return [*self.head, *self.cues, *self.tail]
        blocks = list(self.head)
        at = 0
        for index, notes in self.notes.items():
            blocks += self.cues[at:index]
            blocks += notes
            at = index
        return [*blocks, *self.cues[at:], *self.tail]


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return the bytes of ``track`` as WebVTT: always UTF-8, which is the only encoding WebVTT has.

    >>> write(Track((Cue(0, 1500, "Fish & chips"),)), WriteOptions()).value
    b'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nFish &amp; chips\n'
    """
    track, diagnostics = with_times_inside(track, _OUTSIDE, keep=VTT)
    if track.footer or any(block.kind == "other" for block in track.blocks):
        from captionkit.formats.webvtt.careful import commented

        track, changed = commented(track)
        diagnostics += changed
    found = _valid(track, options)
    if found is None:
        from captionkit.formats.webvtt.careful import made_safe

        track, changed = made_safe(track)
        diagnostics += changed
        found = _valid(track, options)
        if found is None:
            raise AssertionError("a track that was made safe is still not valid WebVTT")
    blocks, data = found
    if options.preserve and track.layout.details and track.format == "vtt":
        from captionkit.formats.webvtt.careful import laid_out

        data = laid_out(track, blocks).encode("utf-8", "replace")
    notes = (*diagnostics, *_order_report(track), *_encoding_report(track, options))
    return Result(_finished(data, track, options), notes)


def _order_report(track: Track) -> tuple[Diagnostic, ...]:
    """Report starts that decrease and ends before starts; a track read from WebVTT has been reported cue by cue."""
    if track.format == "vtt":
        return ()
    found: dict[str, list[int]] = {}
    last = 0
    for number, cue in enumerate(track.cues, 1):
        if cue.start < last:
            found.setdefault("vtt.unsorted", []).append(number)
        if cue.end < cue.start:
            found.setdefault("vtt.reversed-times", []).append(number)
        last = cue.start
    says = {
        "vtt.unsorted": "begin before the one before them; the order is kept",
        "vtt.reversed-times": "end before they begin",
    }
    return tuple(
        report(code, f"{len(cues)} cues {says[code]}", cue=cues[0], data={"cues": cues}) for code, cues in found.items()
    )


def _encoding_report(track: Track, options: WriteOptions) -> tuple[Diagnostic, ...]:
    wanted = track.layout.encoding if options.preserve else options.encoding
    if wanted.lower().replace("_", "-") in ("utf-8", "utf8", "ascii"):
        return ()
    return (report("vtt.utf-8", f"WebVTT is always UTF-8; written so, not as {wanted}"),)


def _valid(track: Track, options: WriteOptions) -> tuple[list[str], bytes] | None:
    """Return the blocks and the whole text in UTF-8, or None where some part would be read as something else."""
    try:
        blocks = parts_of(track, options).blocks()
    except KeyError:
        return None
    # in pieces: one emoji would make a string of the whole file four bytes a character
    pieces = ["\n\n".join(blocks[at : at + _PIECE]).encode("utf-8", "replace") for at in range(0, len(blocks), _PIECE)]
    data = b"\n\n".join(pieces) + b"\n"
    sound = (
        data.count(b"-->") == len(track.cues)
        and data.count(b"\n\n") == len(blocks) - 1
        and b"\n\n\n" not in data
        and b"\r" not in data
        and b"\0" not in data
    )
    return (blocks, data) if sound else None


def parts_of(track: Track, options: WriteOptions) -> Parts:
    """Return the parts of the file that ``track`` makes.

    Raises KeyError for a time before zero.
    """
    cues, notes = _cues(track, payloads(track, options))
    headers = [block.text for block in track.blocks if block.kind == "header" and block.text]
    first = f"WEBVTT {track.title}" if track.title else "WEBVTT"
    head = ["\n".join([first, *headers])]
    head += _asides(track.blocks)
    rules = missing_rules(head, cues)
    if rules:
        head.insert(1, "STYLE\n" + "\n".join(rules))
    return Parts(head, cues, notes, _asides(track.footer))


def pieces_of(track: Track, options: WriteOptions) -> Result[list[str]]:
    """Return each cue as a part of several files: notes before it, an identifier in any case, so that it is one cue."""
    track, said = with_times_inside(track, _OUTSIDE, keep=VTT)
    if _valid(track, options) is None:
        from captionkit.formats.webvtt.careful import made_safe

        track, changed = made_safe(track)
        said += changed
    parts = parts_of(track, options)
    made = []
    for at, cue in enumerate(parts.cues):
        named = "-->" not in cue.partition("\n")[0]
        made.append("\n\n".join([*parts.notes.get(at, ()), cue if named else f"{at + 1}\n{cue}"]))
    return Result(made, said)


def _asides(blocks: tuple[Block, ...]) -> list[str]:
    texts = [aside_text(block) for block in blocks if block.kind != "header"]
    return [text for text in texts if text]


def _cues(track: Track, texts: list[str]) -> tuple[list[str], dict[int, list[str]]]:
    minutes, seconds, thousandths = _MINUTES, _SECONDS, _MS
    own, srt = VTT, (markup.SRT, markup.LOOSE)
    numbered = track.format == "srt"
    out: list[str] = []
    append = out.append
    notes: dict[int, list[str]] = {}
    for cue, text in zip(track.cues, texts, strict=True):
        start, end = cue.start, cue.end
        rest, left = start % 60_000, end % 60_000
        if cue.raw_format == own:
            name, settings = cue.id, cue.settings
        else:
            name, settings = cue.id, settings_of(cue)[1:]
            if (numbered or cue.raw_format in srt) and name == str(len(out) + 1):
                name = ""
        if cue.notes:
            notes[len(out)] = [note_text(note) for note in cue.notes]
        if text and not name and not settings:
            append(
                f"{minutes[start // 60_000]}{seconds[rest // 1000]}{thousandths[rest % 1000]} --> "
                f"{minutes[end // 60_000]}{seconds[left // 1000]}{thousandths[left % 1000]}\n{text}"
            )
        else:
            timing = (
                f"{minutes[start // 60_000]}{seconds[rest // 1000]}{thousandths[rest % 1000]} --> "
                f"{minutes[end // 60_000]}{seconds[left // 1000]}{thousandths[left % 1000]}"
            )
            append("\n".join(filter(None, (name, f"{timing} {settings}" if settings else timing, text))))
    return out, notes


def settings_of(cue: Cue) -> str:
    """Return the cue settings, with a leading blank, of a cue that no WebVTT file gave."""
    # the places that SRT marks stand in its payload
    if cue.raw_format == markup.SRT and not cue.settings and "{" not in cue.payload:
        return ""
    positioning = cue.positioning
    if positioning is None:
        return ""
    if (
        positioning.anchor is not None
        and positioning.line is None
        and positioning.position is None
        and not positioning.align
    ):
        from captionkit.formats.anchor import positioning_of

        meant = positioning_of(positioning.anchor)
        positioning = positioning.replace(line=meant.line, line_percent=meant.line_percent, align=meant.align)
    from captionkit.formats.webvtt.settings import render_settings

    return render_settings(positioning)


def payloads(track: Track, options: WriteOptions) -> list[str]:
    """Return the text of each cue as WebVTT."""
    if options.speakers in ("label", "dash"):
        from captionkit.formats.speakers import with_speakers

        lines = with_speakers(track.cues, options.speakers, voices=True)
        return [
            cue.payload if cue.raw_format == VTT else render_body(said)
            for cue, said in zip(track.cues, lines, strict=True)
        ]
    own = VTT
    voiced = options.speakers == "voice"
    return [cue.payload if cue.raw_format == own else _rendered(cue, voiced) for cue in track.cues]


def cue_text(cue: Cue) -> str:
    r"""Return the WebVTT text of one cue, as a player takes it: what a file would hold below the times.

    >>> cue_text(Cue(0, 900, "Fish & <chips>"))
    'Fish &amp; &lt;chips>'
    """
    if cue.raw_format == VTT:
        return cue.payload
    return _rendered(cue_with_times_inside(cue, 1, Collector(), _OUTSIDE), voiced=False)


def cue_settings(cue: Cue) -> str:
    """Return the WebVTT settings of one cue, without a leading blank: what a file would hold after the times.

    >>> from captionkit.model.positioning import Positioning
    >>> cue_settings(Cue(0, 900, "Hello.", positioning=Positioning(anchor=8)))
    'line:0'
    """
    return cue.settings if cue.raw_format == VTT else settings_of(cue)[1:]


def _rendered(cue: Cue, voiced: bool) -> str:
    payload = cue.payload
    if cue.raw_format == markup.SRT:
        if markup.is_plain(payload):
            return escape(payload)
        translated = payload_of_srt(payload)
        if translated is not None:
            return translated
    return render_body(cue.lines, cue.speaker if voiced else "")


def missing_rules(head: list[str], cues: list[str]) -> list[str]:
    """Return the style rules that spelled colour classes need and no STYLE block gives."""
    names: dict[str, None] = {}
    for cue in cues:
        if "color_" in cue:
            names.update(dict.fromkeys(re.findall(_SPELLED_COLOR, cue)))
    if not names:
        return []
    from captionkit.formats.webvtt.colors import rule_of_class

    rules = [rule_of_class(name) for name in names]
    styles = "\n".join(block for block in head if block.startswith("STYLE"))
    return [rule for rule, name in zip(rules, names, strict=True) if rule and f".{name})" not in styles]


def _finished(data: bytes, track: Track, options: WriteOptions) -> bytes:
    """Return the text with the line ends, the end and the mark that it is to have."""
    layout = track.layout
    eol, bom = (layout.eol, layout.bom) if options.preserve else (options.eol, options.bom)
    if options.preserve:
        data = data.rstrip(b"\n") + b"\n" * (layout.final_newline + layout.blank_tail)
    if eol != "\n":
        data = data.replace(b"\n", eol.encode())
    return b"\xef\xbb\xbf" + data if bom else data
