r"""One cue: what is shown, from when to when.

A :class:`Cue` is made in two ways. By hand, from lines; or by a reader, from the text as it stood in the file
(:func:`raw_cue`, :func:`raw_cues`): then markup is parsed when ``lines``, ``positioning``, ``speaker`` or ``words`` are
first asked for, and a writer of the same format may write the text back untouched. Cues exist by the hundred thousand,
so they are slotted, and frozen by class: the builders here, and nothing else, fill a :class:`_Draft` and turn it into a
Cue, which costs a third of what a frozen dataclass costs (measured: 0.22 against 0.67 us).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Never, NoReturn

from captionkit.model.positioning import Positioning
from captionkit.model.raw import PARSERS, PLAIN, STANDS, Body, Raw, parser_of
from captionkit.model.text import Line, lines_of, plain_text
from captionkit.model.transcript import Timing, Word
from captionkit.values import unknown_field

__all__ = ["Cue", "Positioning", "cues_of", "plain_text_of", "raw_cue", "raw_cues"]

NO_EXTRAS: Mapping[str, Any] = MappingProxyType({})


class _Draft:
    """A cue being filled by a builder; assigning ``draft.__class__ = Cue`` freezes it."""

    __slots__ = (
        "_body", "end", "extras", "id", "notes", "payload", "raw_format", "settings", "start", "timing",
    )  # fmt: skip

    start: int
    end: int
    id: str
    payload: str
    settings: str
    raw_format: str
    notes: tuple[str, ...]
    extras: Mapping[str, Any]
    timing: Timing
    _body: Body | None


_put = object.__setattr__
_KEEP: Any = object()


class Cue(_Draft):
    """One subtitle: from ``start`` to ``end`` (ms) its ``lines`` are shown.

    ``id`` is the identifier as written (an SRT index, a WebVTT identifier); ``notes`` are the comment blocks that stand
    before the cue; ``words`` carry word times where they are known; ``timing`` says how start and end came about.
    ``lines`` may be given as text: it is taken character by character, never read as markup. Any times are allowed,
    because a file must be opened before it can be fixed, but they are whole milliseconds.

    ``raw`` is the text as read (None for a cue made by hand); ``raw_format``, ``payload`` and ``settings`` are its
    parts, for loops that count every nanosecond (``""`` for a cue made by hand).

    Raises TypeError for a time that is not an int.

    >>> cue = Cue(0, 1500, "Good evening.")
    >>> cue.text, cue.duration, cue.width, round(cue.cps, 1)
    ('Good evening.', 1500, 13, 8.7)
    >>> cue.replace(end=2000).end
    2000
    """

    __slots__ = ()

    def __init__(
        self,
        start: int,
        end: int,
        lines: Iterable[Line] | str = (),
        *,
        id: str = "",
        speaker: str = "",
        positioning: Positioning | None = None,
        words: Iterable[Word] = (),
        notes: Iterable[str] = (),
        extras: Mapping[str, Any] | None = None,
        timing: Timing = Timing.GIVEN,
    ) -> None:
        if start.__class__ is not int or end.__class__ is not int:
            raise _no_time(start, end)
        shown = lines_of(lines) if isinstance(lines, str) else tuple(lines)
        _put(self, "start", start)
        _put(self, "end", end)
        _put(self, "id", id)
        _put(self, "payload", "")
        _put(self, "settings", "")
        _put(self, "raw_format", "")
        _put(self, "notes", tuple(notes))
        _put(self, "extras", MappingProxyType(dict(extras)) if extras else NO_EXTRAS)
        _put(self, "timing", timing)
        _put(self, "_body", (shown, positioning, speaker, tuple(words)))

    def _parsed(self) -> Body:
        body = parser_of(self.raw_format)(self.payload, self.settings)
        _put(self, "_body", body)
        return body

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines shown, top to bottom."""
        return (self._body or self._parsed())[0]

    @property
    def positioning(self) -> Positioning | None:
        """Where the cue is shown; None where nothing says so."""
        return (self._body or self._parsed())[1]

    @property
    def speaker(self) -> str:
        """Who speaks; ``""`` where that is not known."""
        return (self._body or self._parsed())[2]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words with their times; none where no word has one."""
        return (self._body or self._parsed())[3]

    @property
    def raw(self) -> Raw | None:
        """The text as it stood in the file, with the format that reads it; None for a cue made or changed by hand."""
        return Raw(self.raw_format, self.payload, self.settings) if self.raw_format else None

    @property
    def text(self) -> str:
        r"""The characters shown, lines joined with ``\n``, without markup."""
        said = plain_text_of(self) if self._body is None else None
        return plain_text(self.lines) if said is None else said

    @property
    def duration(self) -> int:
        """End minus start in ms (negative where the file has them reversed)."""
        return self.end - self.start

    @property
    def width(self) -> float:
        """The width of the longest line in characters (:func:`captionkit.text.width.width`); 0 without text."""
        from captionkit.text.width import width

        return max((width(line.text) for line in self.lines), default=0)

    @property
    def cps(self) -> float:
        """The reading speed in characters a second; infinite where the duration is not positive."""
        from captionkit.text.width import speed

        return speed(self.text, self.duration)

    def replace(
        self,
        *,
        start: int = _KEEP,
        end: int = _KEEP,
        lines: Iterable[Line] = _KEEP,
        id: str = _KEEP,
        speaker: str = _KEEP,
        positioning: Positioning | None = _KEEP,
        words: Iterable[Word] = _KEEP,
        notes: Iterable[str] = _KEEP,
        extras: Mapping[str, Any] | None = _KEEP,
        timing: Timing = _KEEP,
        **unknown: Never,
    ) -> Cue:
        """Return a copy with some fields changed.

        The raw text is kept only where nothing that it says is changed and the times in it stay inside the cue. Text is
        changed by :meth:`with_text`, which keeps the styles of the words that stay.

        Raises TypeError for a field that a cue has not, text where lines are wanted, and a time that is not an int.
        """
        if unknown:
            raise _unknown(unknown)
        draft = _Draft()
        draft.start = new_start = self.start if start is _KEEP else start
        draft.end = new_end = self.end if end is _KEEP else end
        if new_start.__class__ is not int or new_end.__class__ is not int:
            raise _no_time(new_start, new_end)
        draft.id = self.id if id is _KEEP else id
        draft.notes = self.notes if notes is _KEEP else tuple(notes)
        draft.extras = self.extras if extras is _KEEP else MappingProxyType(dict(extras)) if extras else NO_EXTRAS
        draft.timing = self.timing if timing is _KEEP else timing
        same = lines is _KEEP and speaker is _KEEP and positioning is _KEEP and words is _KEEP
        if same and self._stands(new_start, new_end):
            draft.raw_format = self.raw_format
            draft.payload = self.payload
            draft.settings = self.settings
            draft._body = self._body
        else:
            if isinstance(lines, str):
                raise TypeError("lines are Line values; for text use cue.with_text(...), which keeps styles")
            was = self._body or self._parsed()
            draft.raw_format = draft.payload = draft.settings = ""
            draft._body = (
                was[0] if lines is _KEEP else tuple(lines),
                was[1] if positioning is _KEEP else positioning,
                was[2] if speaker is _KEEP else speaker,
                was[3] if words is _KEEP else tuple(words),
            )
        draft.__class__ = Cue
        return draft  # type: ignore[return-value]

    __replace__ = replace

    def _stands(self, start: int, end: int) -> bool:
        stands = STANDS.get(self.raw_format)
        return stands is None or (start, end) == (self.start, self.end) or stands(self.payload, start, end)

    def with_text(self, text: str) -> Cue:
        r"""Return a copy that shows ``text``: its words in the styles and with the times that they had.

        A word that is new takes the style of the one whose place it takes, or what its neighbours share. Speaker and
        positioning stay. ``text`` is text, character by character: ``"<i>"`` in it is shown, not obeyed
        (:func:`captionkit.parse_markup` reads markup into lines, for :meth:`replace`).

        >>> from captionkit.model.text import Span, Style
        >>> cue = Cue(0, 1500, [Line((Span("A "), Span("grey", Style(italic=True)), Span(" day.")))])
        >>> [(span.text, span.style.italic) for span in cue.with_text("A gray day.").lines[0].spans]
        [('A ', False), ('gray', True), (' day.', False)]
        """
        from captionkit.model.retext import retext

        lines, words = retext(self.lines, self.words, text)
        return self if lines == self.lines else self.replace(lines=lines, words=words)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        instead = "with_text(...)" if name == "text" else f"replace({name}=...)"
        raise AttributeError(f"a cue is never edited in place: use cue.{instead}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a cue is never edited in place")

    def _key(self) -> tuple[Any, ...]:
        return (*(self._body or self._parsed()), self.start, self.end, self.id, self.notes, self.extras, self.timing)

    def __eq__(self, other: object) -> bool:
        """Compare what the cues say and show, however they came about."""
        return self._key() == other._key() if isinstance(other, Cue) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.text))

    def __repr__(self) -> str:
        text = self.text
        return f"Cue({self.start}, {self.end}, {text if len(text) <= 60 else text[:59] + '…'!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        about = (self.start, self.end, self.id, self.notes, dict(self.extras), self.timing)
        if not self.raw_format:
            return _restore, (about, self._body, None, None)
        # the parser goes along by name: unpickling imports its module, which registers it
        raw = (self.raw_format, self.payload, self.settings)
        return _restore, (about, None, raw, PARSERS.get(self.raw_format))


_FIELDS = ("start", "end", "lines", "id", "speaker", "positioning", "words", "notes", "extras", "timing")


def _no_time(*times: object) -> TypeError:
    wrong = next(f"{time!r} ({type(time).__name__})" for time in times if time.__class__ is not int)
    return TypeError(f"{wrong} is not a time: a cue's start and end are whole milliseconds (int)")


def _unknown(unknown: Mapping[str, object]) -> TypeError:
    if "text" in unknown:
        return TypeError("a cue has no field 'text' to replace: use cue.with_text(...), which keeps styles")
    return unknown_field("Cue", next(iter(unknown)), _FIELDS)


def _restore(about: tuple[Any, ...], body: Body | None, raw: tuple[str, str, str] | None, _parser: Any) -> Cue:
    draft = _Draft()
    draft.start, draft.end, draft.id, draft.notes, extras, draft.timing = about
    draft.extras = MappingProxyType(dict(extras)) if extras else NO_EXTRAS
    draft.raw_format, draft.payload, draft.settings = raw or ("", "", "")
    draft._body = body
    draft.__class__ = Cue
    return draft  # type: ignore[return-value]


def cues_of(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return the cues of a track; TypeError for what is none, as what is given to ``Track.map`` may return."""
    found = tuple(cues)
    for wrong in {kind for kind in set(map(type, found)) if not issubclass(kind, Cue)}:
        raise TypeError(f"a track holds cues, not {wrong.__name__}: cue.with_text(...) and cue.replace(...) make one")
    return found


def plain_text_of(cue: Cue) -> str | None:
    """Return the text of a cue that is as it was read and text alone, without parsing it; else None.

    For writers in a hot loop: nine cues in ten are text alone, and their lines and spans cost more than writing them.

    >>> from captionkit.formats.srt import FORMAT
    >>> plain_text_of(raw_cue(0, 900, Raw("srt", "Hi."))), plain_text_of(raw_cue(0, 900, Raw("srt", "<i>Hi.</i>")))
    ('Hi.', None)
    """
    is_plain = PLAIN.get(cue.raw_format)
    return cue.payload if is_plain is not None and is_plain(cue.payload) else None


def raw_cue(start: int, end: int, raw: Raw, *, id: str = "", notes: Iterable[str] = ()) -> Cue:
    """Return a cue that keeps its text as read and parses it on demand.

    Raises TypeError for a time that is not an int, LookupError for a format whose module has not been imported.
    """
    if start.__class__ is not int or end.__class__ is not int:
        raise _no_time(start, end)
    parser_of(raw.format)
    return raw_cues(raw.format, ((start, end, raw.payload, raw.settings, id, tuple(notes)),))[0]


def raw_cues(format: str, rows: Iterable[tuple[int, int, str, str, str, tuple[str, ...]]]) -> list[Cue]:
    """Return a cue for each (start, end, payload, settings, id, notes), all of one format: for readers in a hot loop.

    Times are in ms and are not looked at: a reader computes them as ints.
    """
    made: list[Any] = []
    add = made.append
    draw, cue, extras, timing = _Draft, Cue, NO_EXTRAS, Timing.GIVEN
    for start, end, payload, settings, name, notes in rows:
        draft = draw()
        draft.start = start
        draft.end = end
        draft.payload = payload
        draft.settings = settings
        draft.id = name
        draft.notes = notes
        draft.raw_format = format
        draft.extras = extras
        draft.timing = timing
        draft._body = None
        draft.__class__ = cue
        add(draft)
    return made
