"""A track: cues in order, with what their format says around them.

A :class:`Track` is a sequence of cues and never edited in place: each method that changes something returns another
track. What stands above the model (files, style guides, other libraries' objects) is offered by name: the package's
public names resolve it when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, Never, overload

from captionkit.errors import MissingExtraError, UsageError
from captionkit.model.cue import Cue, cues_of
from captionkit.model.layout import Block, FileLayout
from captionkit.model.transcript import Timing
from captionkit.model.verbs import public
from captionkit.values import field, replace, value

if TYPE_CHECKING:
    import os
    from datetime import timedelta
    from fractions import Fraction
    from pathlib import PurePath
    from typing import IO

    import pandas
    import pysrt
    import webvtt

    from captionkit.api.fix import Allowance, Fixed
    from captionkit.api.save import Written
    from captionkit.diagnostics import Diagnostic
    from captionkit.formats.base import WriteOptions
    from captionkit.profiles import Profile
    from captionkit.quality.report import FileReport

    #: A time: seconds, a clock time like ``"00:01:02,500"``, or a timedelta.
    Time = float | Fraction | str | timedelta

__all__ = ["Block", "FileLayout", "Track"]


#: Stands for a field that is left as it is.
_SAME: Any = type("Same", (), {"__repr__": lambda self: "..."})()
_USUAL_LAYOUT = FileLayout()


# what counts in fractions is imported where it is used: it costs as much as reading a short file
@value
class Track(Sequence[Cue]):
    """Cues in order, with the file's language, header and layout.

    ``blocks`` are what stands before the first cue (styles, regions, notes, header lines), ``footer`` the notes after
    the last. ``title`` is the text on WebVTT's first line. ``format`` names what it was read from. ``timing`` says how
    the cues' times came about: an estimated track says so. ``diagnostics`` are what was reported while the track was
    read and changed; they do not count when tracks are compared.

    A track is a sequence: ``track[0]`` is a cue, ``track[2:5]`` a track, ``a + b`` has the cues of both.

    >>> track = Track([Cue(0, 1500, "Good evening."), Cue(2000, 3000, "Hello.")], language="en")
    >>> track
    Track(2 cues, 00:00:00.000 to 00:00:03.000, en)
    >>> track[1].text, len(track[:1]), [cue.start for cue in track]
    ('Hello.', 1, [0, 2000])
    """

    cues: tuple[Cue, ...]
    language: str
    format: str
    title: str
    blocks: tuple[Block, ...]
    footer: tuple[Block, ...]
    timing: Timing
    layout: FileLayout = field(compare=False)
    meta: Mapping[str, Any]
    diagnostics: tuple[Diagnostic, ...] = field(compare=False)

    def __init__(
        self,
        cues: Iterable[Cue] = (),
        language: str = "",
        format: str = "",
        title: str = "",
        blocks: Iterable[Block] = (),
        footer: Iterable[Block] = (),
        timing: Timing = Timing.GIVEN,
        layout: FileLayout | None = None,
        meta: Mapping[str, Any] | None = None,
        diagnostics: Iterable[Diagnostic] = (),
    ) -> None:
        put = object.__setattr__
        put(self, "cues", cues_of(cues))
        put(self, "language", language)
        put(self, "format", format)
        put(self, "title", title)
        put(self, "blocks", tuple(blocks))
        put(self, "footer", tuple(footer))
        put(self, "timing", timing)
        put(self, "layout", _USUAL_LAYOUT if layout is None else layout)
        put(self, "meta", {} if meta is None else meta)
        put(self, "diagnostics", tuple(diagnostics))

    def __len__(self) -> int:
        return len(self.cues)

    def __iter__(self) -> Iterator[Cue]:
        return iter(self.cues)

    @overload
    def __getitem__(self, index: int) -> Cue: ...
    @overload
    def __getitem__(self, index: slice) -> Track: ...
    def __getitem__(self, index: int | slice) -> Cue | Track:
        """Return a cue, or the track of a slice of the cues."""
        return self.replace(cues=self.cues[index]) if isinstance(index, slice) else self.cues[index]

    def __contains__(self, cue: object) -> bool:
        return cue in self.cues

    def __add__(self, other: Track) -> Track:
        """Return the cues of both tracks, one after the other, their times as they are.

        Language, title and the like are this track's; styles, regions and notes come from both. To play one after the
        other, with the second one's times moved, use :func:`captionkit.join`.
        """
        if not isinstance(other, Track):
            return NotImplemented
        return self.replace(
            cues=self.cues + other.cues,
            blocks=(*self.blocks, *(block for block in other.blocks if block not in self.blocks)),
            footer=self.footer + other.footer,
            diagnostics=self.diagnostics + other.diagnostics,
        )

    def __hash__(self) -> int:
        return hash((self.cues, self.language, self.title))

    def __repr__(self) -> str:
        from captionkit.model.timecode import format_clock

        count = f"{len(self)} cue" if len(self) == 1 else f"{len(self)} cues"
        span = (
            f", {format_clock(min(c.start for c in self.cues))} to {format_clock(max(c.end for c in self.cues))}"
            if self.cues
            else ""
        )
        about = "".join(f", {part}" for part in (self.language, self.format) if part)
        return f"Track({count}{span}{about})"

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        from captionkit.model.html import table_of

        return table_of(self)

    @property
    def text(self) -> str:
        r"""All cues' text, joined with ``\n``."""
        return "\n".join(cue.text for cue in self.cues)

    def replace(
        self,
        *,
        cues: Iterable[Cue] = _SAME,
        language: str = _SAME,
        format: str = _SAME,
        title: str = _SAME,
        blocks: Iterable[Block] = _SAME,
        footer: Iterable[Block] = _SAME,
        timing: Timing = _SAME,
        layout: FileLayout = _SAME,
        meta: Mapping[str, Any] = _SAME,
        diagnostics: Iterable[Diagnostic] = _SAME,
        **unknown: Never,
    ) -> Track:
        """Return a copy with some fields changed; ``copy.replace`` does the same.

        Raises TypeError, with the nearest name, for a field that a track has not.
        """
        if unknown:
            return replace(self, **unknown)  # which names the nearest field
        return Track(
            self.cues if cues is _SAME else cues, self.language if language is _SAME else language,
            self.format if format is _SAME else format, self.title if title is _SAME else title,
            self.blocks if blocks is _SAME else blocks, self.footer if footer is _SAME else footer,
            self.timing if timing is _SAME else timing, self.layout if layout is _SAME else layout,
            self.meta if meta is _SAME else meta, self.diagnostics if diagnostics is _SAME else diagnostics,
        )  # fmt: skip

    __replace__ = replace

    def with_diagnostics(self, more: Iterable[Diagnostic]) -> Track:
        """Return the track with ``more`` reported of it."""
        return self.replace(diagnostics=(*self.diagnostics, *more))

    def map(self, change: Callable[[Cue], Cue]) -> Track:
        """Return the track with ``change`` made to each cue.

        >>> Track([Cue(0, 900, "Hello.")]).map(lambda cue: cue.replace(end=cue.end + 100))[0].end
        1000
        """
        return self.replace(cues=[change(cue) for cue in self.cues])

    def filter(self, keep: Callable[[Cue], object]) -> Track:
        """Return the track of the cues for which ``keep`` is true."""
        return self.replace(cues=[cue for cue in self.cues if keep(cue)])

    def sorted(self) -> Track:
        """Return the track with its cues in order of their starts; those that start together stay as they stood."""
        return self.replace(cues=sorted(self.cues, key=lambda cue: cue.start))

    def shift(
        self, seconds: float | Fraction = 0, *, ms: int = 0, frames: int = 0, rate: Fraction | str | None = None
    ) -> Track:
        """Return the track with all times moved, later or (below zero) earlier; word times move along.

        The parts are added up. ``frames`` need the frame ``rate``.

        Raises UsageError for frames without a rate, and for what is not a rate.

        >>> Track([Cue(1000, 2000, "Hello.")]).shift(seconds=0.5)[0].start
        1500
        """
        from captionkit.model.timecode import frames_to_ms, ms_of, parse_rate

        by = ms_of(seconds) + ms
        if frames:
            if rate is None:
                raise UsageError(f"{frames} frames have no length without a frame rate", hint='rate="25"')
            by += frames_to_ms(frames, parse_rate(rate) if isinstance(rate, str) else rate)
        return public("transform")(self, do=[f"shift:by={by}ms"]).track  # type: ignore[no-any-return]

    def scale(self, by: float | Fraction, over: int = 1) -> Track:
        """Return the track with all times multiplied by ``by / over``, exactly, and rounded once.

        ``scale(1001, 1000)`` slows down from 24 to 23.976 frames a second, ``scale(24, 25)`` is the PAL speed-up.

        Raises UsageError for a factor that is not above zero.

        >>> Track([Cue(1000, 2000, "Hello.")]).scale(1001, 1000)[0].end
        2002
        """
        from fractions import Fraction

        return public("transform")(self, do=[f"scale:by={Fraction(by) / over}"]).track  # type: ignore[no-any-return]

    def split(self, index: int, word: int | str) -> Track:
        """Return the track with the cue ``track[index]`` divided in two; the second begins with ``word``.

        ``word`` counts from 0, or is the word's text where the cue has it once. The second cue starts with the word's
        own time where that is known, else at a time computed from the lengths of the two texts and marked as such.

        Raises IndexError for a cue that is not there, UsageError for a word that is not, or that leaves one half empty.

        >>> [cue.text for cue in Track([Cue(0, 2000, "Good evening. Come in.")]).split(0, "Come")]
        ['Good evening.', 'Come in.']
        """
        return public("split_cue")(self, index, word)  # type: ignore[no-any-return]

    def cut(self, *at: Time) -> tuple[Track, ...]:
        """Return the track in parts that begin at 0, cut at one time or several; as :func:`captionkit.cut`."""
        return public("cut")(self, *at)  # type: ignore[no-any-return]

    def at(self, time: Time | None = None, *, ms: int | None = None) -> Track:
        """Return the cues that are shown at a time: in seconds, as ``"00:01:02,500"``, as a timedelta, or in ms.

        Raises UsageError for text that is not a time.

        >>> Track([Cue(0, 1500, "Good evening."), Cue(2000, 3000, "Hello.")]).at("00:00:02,500").text
        'Hello.'
        """
        from captionkit.model.timecode import ms_of

        moment = ms_of(time, ms)
        return self.filter(lambda cue: cue.start <= moment < cue.end)

    def between(
        self,
        start: Time | None = None,
        end: Time | None = None,
        *,
        start_ms: int | None = None,
        end_ms: int | None = None,
    ) -> Track:
        """Return the cues that are shown at some time from ``start`` until ``end``; their times stay.

        Raises UsageError for text that is not a time.

        >>> len(Track([Cue(0, 1500, "Good evening."), Cue(2000, 3000, "Hello.")]).between(1, 2))
        1
        """
        from captionkit.model.timecode import ms_of

        first, last = ms_of(start, start_ms), ms_of(end, end_ms)
        return self.filter(lambda cue: cue.start < last and cue.end > first)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dictionary for each cue: ``cue`` (from 1), ``start``, ``end`` (ms), ``speaker``, ``text``, ``id``.

        >>> Track([Cue(0, 1500, "Good evening.", speaker="Ann")]).to_dicts()
        [{'cue': 1, 'start': 0, 'end': 1500, 'speaker': 'Ann', 'text': 'Good evening.', 'id': ''}]
        """
        return [
            {"cue": n, "start": c.start, "end": c.end, "speaker": c.speaker, "text": c.text, "id": c.id}
            for n, c in enumerate(self.cues, 1)
        ]

    def to_dataframe(self) -> pandas.DataFrame:
        """Return :meth:`to_dicts` as a pandas DataFrame.

        Raises MissingExtraError where pandas is not installed.
        """
        try:
            from pandas import DataFrame
        except ImportError:
            hint = "pip install 'captionkit[dataframe]'"
            raise MissingExtraError("a data frame needs the Python package pandas", hint=hint) from None
        return DataFrame(self.to_dicts(), columns=["cue", "start", "end", "speaker", "text", "id"])

    def check(
        self,
        profile: str | Profile = "default",
        *,
        rule: Sequence[str] = (),
        ignore: Sequence[str] = (),
        language: str = "",
        rate: Fraction | str | None = None,
        shot_changes: str | PurePath | Sequence[int] = (),
        duration: int | None = None,
    ) -> FileReport:
        """Return what the track breaks of a style guide; as :func:`captionkit.check`."""
        return public("check")(  # type: ignore[no-any-return]
            self, profile=profile, rule=rule, ignore=ignore, language=language, rate=rate, shot_changes=shot_changes,
            duration=duration,
        )  # fmt: skip

    def fix(
        self,
        profile: str | Profile = "default",
        *,
        rule: Sequence[str] = (),
        ignore: Sequence[str] = (),
        allow: Sequence[Allowance] = (),
        language: str = "",
        rate: Fraction | str | None = None,
        shot_changes: str | PurePath | Sequence[int] = (),
        duration: int | None = None,
    ) -> Fixed:
        """Return the track with what it breaks of a style guide fixed, as far as that does no harm.

        As :func:`captionkit.fix`.
        """
        return public("fix")(  # type: ignore[no-any-return]
            self, profile=profile, rule=rule, ignore=ignore, allow=allow, language=language, rate=rate,
            shot_changes=shot_changes, duration=duration,
        )  # fmt: skip

    def save(
        self,
        target: str | os.PathLike[str] | IO[bytes] | IO[str],
        format: str | None = None,
        *,
        force: bool = False,
        options: WriteOptions | None = None,
    ) -> Written:
        """Write the track to a file, in the format that its suffix stands for; see :func:`captionkit.save`."""
        return public("save")(self, target, format, force=force, options=options)  # type: ignore[no-any-return]

    def to_string(self, format: str = "srt", *, options: WriteOptions | None = None) -> str:
        r"""Return the track as the text of a file.

        Raises UnknownNameError for a format that is not there.

        >>> Track([Cue(0, 1500, "Good evening.")]).to_string("srt")
        '1\n00:00:00,000 --> 00:00:01,500\nGood evening.\n'
        """
        text = StringIO()
        public("save")(self, text, format, options=options)
        return text.getvalue()

    def to_pysrt(self) -> pysrt.SubRipFile:
        """Return the track as a ``pysrt.SubRipFile``."""
        return public("to_pysrt")(self)

    @classmethod
    def from_pysrt(cls, subs: Iterable[pysrt.SubRipItem]) -> Track:
        """Return a track of a ``pysrt.SubRipFile`` or of any iterable of its items."""
        return public("from_pysrt")(subs)  # type: ignore[no-any-return]

    def to_webvtt(self) -> webvtt.WebVTT:
        """Return the track as a ``webvtt.WebVTT``."""
        return public("to_webvtt")(self)  # type: ignore[no-any-return]

    @classmethod
    def from_webvtt(cls, document: webvtt.WebVTT) -> Track:
        """Return a track of a ``webvtt.WebVTT``."""
        return public("from_webvtt")(document)  # type: ignore[no-any-return]
