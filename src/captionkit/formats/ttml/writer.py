"""Writing Timed Text: one ``p`` a cue, what a head must hold for it, in the way of one member of the family."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from captionkit.diagnostics import Collector, Result
from captionkit.fitting import xml_text
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.classes import class_styles, dressed
from captionkit.formats.srt.markup import bracketed
from captionkit.formats.srt.writer import encoded
from captionkit.formats.ttml.body import TTML
from captionkit.formats.ttml.head import Head
from captionkit.formats.ttml.variants import Variant
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.timecode import RATES, Labels, can_drop, frames_of, nominal, parse_rate
from captionkit.model.track import FileLayout, Track

__all__ = ["escape", "is_right_to_left", "write"]

_SECOND = [f"{n:02d}." for n in range(60)]
_THOUSANDTH = [f"{n:03d}" for n in range(1000)]
#: What text that means the same in SRT, WebVTT and TTML does not hold: markup, characters that XML does not have,
#: letters that run from right to left; then blanks that would collapse.
_SPECIAL = re.compile(
    r"[<>&{\\\0-\x09\x0b-\x1f\u0590-\u08ff\ud800-\udfff\ufb1d-\ufdff\ufe70-\ufeff\ufffe\uffff"
    r"\U00010800-\U00010fff\U0001e800-\U0001efff]"
).search
_COLLAPSING = ("  ", " \n", "\n ", "\n\n")
#: Blanks that a reader would take away or make one.
_BLANKS = re.compile(r"[\t\r]|[ ]{2}|^ | $|^\Z", re.MULTILINE).search
_RIGHT_TO_LEFT = re.compile(
    r"[^\W\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]|"
    r"([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff])"
)
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search


class _TtmlMinutes(dict[int, str]):
    """Minute -> ``"hh:mm:"``."""

    def __missing__(self, minute: int) -> str:
        made = self[minute] = f"{minute // 60:02d}:{minute % 60:02d}:"
        return made


_MINUTES = _TtmlMinutes()


def escape(text: str) -> str:
    r"""Return text as it stands between tags; what XML cannot hold is U+FFFD.

    >>> escape("Fish & <chips>\r\x01")
    'Fish &amp; &lt;chips&gt;&#13;\ufffd'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\r", "&#13;") if "\r" in text else text
    return xml_text(text) if _NOT_XML(text) else text


def _is_plain(payload: str) -> bool:
    """Whether text as read means the same between tags as it stands."""
    if not payload or payload.isspace() or _SPECIAL(payload) is not None or payload[0] in " \n" or payload[-1] in " \n":
        return False
    return "  " not in payload and ("\n" not in payload or not any(pair in payload for pair in _COLLAPSING))


def is_right_to_left(text: str) -> bool:
    """Whether a text's first letter is of a script that runs from right to left.

    >>> is_right_to_left("שלום, world"), is_right_to_left("world, שלום")
    (True, False)
    """
    strong = _RIGHT_TO_LEFT.search(text)
    return strong is not None and strong[1] is not None


def write(track: Track, options: WriteOptions, variant: Variant) -> Result[bytes]:
    """Return a track as a document of one member of the family.

    ``options.rate`` is the film's, for the members that count frames.

    Raises OutputError where a character does not exist in the encoding asked for.
    """
    notes = Collector()
    body = _Body(track, options, variant, notes)
    paragraphs = list(body.paragraphs())
    out = [*body.head.around(track, body.parameters(), paragraphs), ""]
    layout = track.layout if options.preserve and track.format == variant.name else None
    if layout is None:
        layout = FileLayout(options.encoding, options.bom and not variant.frames, options.eol)
    return Result(encoded("\n".join(out), layout, notes), notes.all)


class _Body:
    """The paragraphs of a track, and what they need in the head."""

    def __init__(self, track: Track, options: WriteOptions, variant: Variant, notes: Collector) -> None:
        self.track, self.options, self.variant, self.notes = track, options, variant, notes
        self.head = Head(track, variant, notes)
        self._classes = class_styles(track)
        said = track.meta.get("ttml", {})
        given = options.rate or (parse_rate(str(said["rate"])) if variant.frames and "rate" in said else None)
        if given is None and variant.frames:
            notes.add("ttml.rate-assumed", "no frame rate was given: the frames are those of 25 a second")
        self.rate: Fraction = given or RATES["25"]
        self._base = nominal(self.rate)
        self.drop = variant.frames and can_drop(self.rate) and said.get("drop") == "dropNTSC"
        self._tags: dict[Style, tuple[str, str]] = {}

    def parameters(self) -> str:
        """Return what the root says of frames."""
        if not self.variant.frames:
            return ""
        multiplier = "1 1" if self.rate.denominator == 1 else "999 1000"
        drop = "dropNTSC" if self.drop else "nonDrop"
        return f' ttp:frameRate="{self._base}" ttp:frameRateMultiplier="{multiplier}" ttp:dropMode="{drop}"'

    def paragraphs(self) -> Iterator[str]:
        """Yield a ``p`` for each cue that shows something."""
        minute, second, thousandth = _MINUTES, _SECOND, _THOUSANDTH
        variant, tt = self.variant, self.variant.tt
        raw = frozenset(("srt", "vtt", TTML))
        plain_cues = self.options.speakers not in ("label", "dash")
        head = self.head
        # text of its own stands in spans only where all text does
        open_, close = self._tagged(PLAIN, 0) if variant.references else ("", "")
        br = f"{close}<{tt}br/>{open_}"
        numbered = variant.numbered
        usual = ""
        said = self._spoken()
        frames = self._frames() if variant.frames else None
        empty = 0
        most = 2 * variant.lines if self._is_japanese() else variant.lines
        for number, cue in enumerate(self.track.cues, 1):
            lines = next(said) if said is not None else None
            start, end = cue.start, cue.end
            if start < 0 or end < 0:
                self.notes.add("ttml.time-clamped", "TTML has no times before zero", cue=number)
                start, end = max(0, start), max(0, end)
            if frames is not None:
                times = next(frames)
            else:
                s = start // 1000
                m = s // 60
                t = end // 1000
                n = t // 60
                times = (
                    f'begin="{minute[m]}{second[s - m * 60]}{thousandth[start - s * 1000]}" '
                    f'end="{minute[n]}{second[t - n * 60]}{thousandth[end - t * 1000]}"'
                )
            payload = cue.payload
            if (
                plain_cues and cue.raw_format in raw and not cue.settings and not cue.notes
                and _is_plain(payload) and (not cue.id or cue.id.isdecimal())
            ):  # fmt: skip
                usual = usual or head.region(None)
                name = f' xml:id="{head.number(number)}"' if numbered else ""
                text = payload.replace("\n", br) if "\n" in payload else payload
                if most and payload.count("\n") >= most:
                    self._too_many_lines(number, payload.count("\n") + 1, most)
                yield f"   <{tt}p{name} {times}{usual}>{open_}{text}{close}</{tt}p>"
                continue
            shown = cue.lines if lines is None else lines
            if not any(line.text.strip() for line in shown):
                empty += 1
                continue
            if most and len(shown) > most:
                self._too_many_lines(number, len(shown), most)
            yield self._paragraph(cue, number, times, shown)
        if empty:
            self.notes.add("ttml.empty", f"{empty} cues without text were left out")

    def _is_japanese(self) -> bool:
        return self.track.language.lower().startswith("ja")

    def _too_many_lines(self, number: int, lines: int, most: int) -> None:
        message = f"it has {lines} lines, and {self.variant.title} takes {most}; all were written"
        self.notes.add("ttml.lines", message, cue=number, data={"lines": lines, "most": most})

    def _spoken(self) -> Iterator[tuple[Line, ...]] | None:
        if self.options.speakers not in ("label", "dash"):
            return None
        from captionkit.formats.speakers import with_speakers

        return with_speakers(self.track.cues, self.options.speakers)

    def _paragraph(self, cue: Cue, number: int, times: str, lines: Sequence[Line]) -> str:
        variant, head, tt = self.variant, self.head, self.variant.tt
        text = "\n".join(line.text for line in lines)
        if _NOT_XML(text):
            self.notes.add("ttml.character", "characters that XML cannot hold were written as U+FFFD", cue=number)
        styles: list[str] = []
        said = ""
        if _BLANKS(text):
            said += ' xml:space="preserve"'
        rtl = is_right_to_left(text)
        if rtl:
            if variant.references:
                styles.append(head.paragraph_style("rtl"))
            else:
                said += ' tts:direction="rtl"'
        region = head.region(cue.positioning, number, styles, rtl=rtl)
        speaker = cue.speaker if Feature.VOICE in variant.can else ""
        if speaker and lines is cue.lines:
            said += f' ttm:agent="{head.agent(speaker)}"'
        name = head.name(cue.id, number)
        style = f' style="{" ".join(styles)}"' if styles else ""
        notes = self._notes(cue)
        body = f"<{tt}br/>".join([self._line(line.spans, number) for line in lines])
        return f"   <{tt}p{name} {times}{region}{style}{said}>{notes}{body}</{tt}p>"

    def _notes(self, cue: Cue) -> str:
        if not cue.notes or Feature.NOTES not in self.variant.can:
            return ""
        tt = self.variant.tt
        texts = "".join(f"<ttm:desc>{escape(note)}</ttm:desc>" for note in cue.notes)
        return f"<{tt}metadata>{texts}</{tt}metadata>"

    def _line(self, spans: Sequence[Span], number: int) -> str:
        if Feature.RUBY in self.variant.can:
            return "".join(self._with_ruby(spans, number))
        return "".join([self._span(span, number) for span in bracketed(spans)])

    def _with_ruby(self, spans: Sequence[Span], number: int) -> list[str]:
        """Return the spans' markup; a base with the ruby text after it stands in one container."""
        made: list[str] = []
        at = 0
        while at < len(spans):
            kind = spans[at].style.ruby
            if kind not in ("base", "text"):
                made.append(self._span(spans[at], number))
                at += 1
                continue
            parts = []
            for wanted in ("base", "text"):
                start = at
                while at < len(spans) and spans[at].style.ruby == wanted:
                    at += 1
                inner = "".join(self._span(span, number) for span in spans[start:at])
                parts.append(f'<span tts:ruby="{wanted}">{inner}</span>')
            made.append(f'<span tts:ruby="container">{"".join(parts)}</span>')
        return made

    def _span(self, span: Span, number: int) -> str:
        style = span.style
        open_, close = self._tags.get(style) or self._tagged(style, number)
        return f"{open_}{escape(span.text)}{close}"

    def _tagged(self, style: Style, number: int) -> tuple[str, str]:
        """Return the tags around text in a style; text of its own needs a span only where all text does."""
        [span] = dressed((Span("", style),), self._classes)
        said = self.head.attributes(span.style, number)
        tt = self.variant.tt
        made = (f"<{tt}span{said}>", f"</{tt}span>") if said or self.variant.references else ("", "")
        self._tags[style] = made
        return made

    # frames

    def _together(self, number: int, start: int, following: tuple[int, int]) -> None:
        """Report a cue that the next one comes before, or is shown with."""
        after, end = following
        if max(after + 1, end) > start:
            self.notes.add("ttml.overlap", "it is shown together with the next; both were written", cue=number)
        if after < start:
            self.notes.add("ttml.unsorted", f"the next begins {start - after} frames before it", cue=number)

    def _frames(self) -> Iterator[str]:
        """Yield the times of each cue as labels: a frame long at least, and never over the next but in Japanese."""
        cues = self.track.cues
        apart = not self._is_japanese()
        starts = frames_of([max(0, cue.start) for cue in cues], self.rate)
        ends = frames_of([cue.end for cue in cues], self.rate)
        labels = Labels(self.rate, drop=self.drop)
        shown: list[tuple[int, int, int]] = []
        for number, (cue, start, end) in enumerate(zip(cues, starts, ends, strict=True), 1):
            if end <= start:
                end = start + 1
                self.notes.add("ttml.too-short", f"{_length(cue)}; written a frame long", cue=number)
            after = starts[number] if number < len(starts) else end
            if after < end and start < after and apart:
                if cue.end > cues[number].start:
                    self.notes.add("ttml.overlap", f"it ended {end - after} frames after the next begins", cue=number)
                end = after
            elif after < end and apart:
                self._together(number, start, (after, ends[number]))
            shown.append((start, end, number))
        if apart and any(b < a for a, b in pairwise(starts)):
            self._overlapping(shown)
        return (f'begin="{labels[start]}" end="{labels[end]}"' for start, end, _ in shown)

    def _overlapping(self, shown: list[tuple[int, int, int]]) -> None:
        """Report cues that are shown together with others than their neighbours, in a track that is not in order."""
        last, before = -1, 0
        for start, end, number in sorted(shown):
            if start < last and abs(number - before) > 1:
                self.notes.add("ttml.overlap", f"it is shown together with cue {before}; both were written", cue=number)
            if end > last:
                last, before = end, number


def _length(cue: Cue) -> str:
    length = cue.end - cue.start
    return f"{length} ms long" if length >= 0 else f"ends {-length} ms before it starts"
