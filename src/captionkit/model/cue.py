r"""One cue: what is shown, from when to when.

A :class:`Cue` is made in two ways. By hand, from lines; or by a reader, from the payload as it stood in the file
(:func:`raw_cue`): then markup is parsed when ``lines``, ``positioning``, ``speaker`` or ``words`` are first asked for,
and a writer of the same format may write the payload back untouched. Cues exist by the hundred thousand, so they are
slotted and frozen by class: readers fill a :class:`_Draft` and turn it into a Cue, which costs a third of what a frozen
dataclass costs (measured: 0.22 against 0.67 us).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

from captionkit.model.text import Line, lines_of, plain_text
from captionkit.model.transcript import Timing, Word
from captionkit.values import replace, value

__all__ = ["Body", "Cue", "Positioning", "raw_cue"]

NO_EXTRAS: Mapping[str, Any] = MappingProxyType({})


@value
class Positioning:
    r"""Where a cue is shown; ``None`` and ``""`` mean not said.

    The fields are WebVTT's cue settings (https://www.w3.org/TR/webvtt1/#webvtt-cue-settings): ``line`` is a line
    number or, with ``line_percent``, a percentage; ``position`` and ``size`` are percentages. ``anchor`` is the
    numeric-keypad place of ``{\\an1}`` .. ``{\\an9}``; ``box`` the SRT coordinates (x1, x2, y1, y2) in pixels;
    ``other`` keeps settings no specification knows, as written.
    """

    vertical: str = ""
    line: float | None = None
    line_percent: bool = False
    line_align: str = ""
    position: float | None = None
    position_align: str = ""
    size: float | None = None
    align: str = ""
    region: str = ""
    anchor: int | None = None
    box: tuple[int, int, int, int] | None = None
    other: tuple[str, ...] = ()

    def replace(self, **changes: Any) -> Positioning:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


#: What a payload means: lines, positioning, speaker, words.
Body = tuple[tuple[Line, ...], "Positioning | None", str, tuple[Word, ...]]

#: A format's reading of (payload, settings); a module-level function, so that cues can be pickled.
Parser = Callable[[str, str], Body]

_LAZY = frozenset(("lines", "positioning", "speaker", "words"))
_DEFAULTS: dict[str, Any] = {
    "id": "", "payload": None, "settings": "", "parser": None, "notes": (), "extras": NO_EXTRAS, "timing": Timing.GIVEN,
}  # fmt: skip


class _Draft:
    """A cue being filled by a reader; assigning ``draft.__class__ = Cue`` freezes it."""

    __slots__ = (
        "end",
        "extras",
        "id",
        "lines",
        "notes",
        "parser",
        "payload",
        "positioning",
        "settings",
        "speaker",
        "start",
        "timing",
        "words",
    )  # fmt: skip

    start: int
    end: int
    id: str
    payload: str | None
    settings: str
    parser: Parser | None
    notes: tuple[str, ...]
    extras: Mapping[str, Any]
    timing: Timing
    lines: tuple[Line, ...]
    positioning: Positioning | None
    speaker: str
    words: tuple[Word, ...]


_put = object.__setattr__


class Cue(_Draft):
    """One subtitle: from ``start`` to ``end`` (ms) its ``lines`` are shown.

    ``id`` is the identifier as written (an SRT index, a WebVTT identifier); ``notes`` are the comment blocks that stand
    before the cue; ``words`` carry word times where they are known; ``timing`` tells how start and end came about.
    ``payload``, ``settings`` and ``parser`` hold the text as read (None for a cue made by hand). Any times are allowed:
    a file must be opened before it can be mended.

    >>> cue = Cue(0, 1500, "Good evening.")
    >>> cue.text, cue.duration
    ('Good evening.', 1500)
    >>> cue.replace(end=2000).end
    2000
    """

    __slots__ = ()

    def __init__(
        self,
        start: int,
        end: int,
        lines: Sequence[Line] | str = (),
        *,
        id: str = "",
        speaker: str = "",
        positioning: Positioning | None = None,
        words: Sequence[Word] = (),
        notes: Sequence[str] = (),
        extras: Mapping[str, Any] | None = None,
        timing: Timing = Timing.GIVEN,
    ) -> None:
        _put(self, "start", start)
        _put(self, "end", end)
        _put(self, "lines", lines_of(lines) if isinstance(lines, str) else tuple(lines))
        _put(self, "id", id)
        _put(self, "speaker", speaker)
        _put(self, "positioning", positioning)
        _put(self, "words", tuple(words))
        _put(self, "notes", tuple(notes))
        _put(self, "extras", NO_EXTRAS if not extras else MappingProxyType(dict(extras)))
        _put(self, "timing", timing)

    def __getattr__(self, name: str) -> Any:
        """Supply a slot that the reader left unset: parse the payload, or give the default."""
        if name in _LAZY:
            parser = self.parser
            body: Body = ((), None, "", ()) if parser is None else parser(self.payload or "", self.settings)
            for slot, part in zip(("lines", "positioning", "speaker", "words"), body, strict=True):
                _put(self, slot, part)
            return object.__getattribute__(self, name)
        try:
            return _DEFAULTS[name]
        except KeyError:
            raise AttributeError(f"a cue has no {name!r}") from None

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a cue is never edited in place: use cue.replace({name}=...)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a cue is never edited in place")

    @property
    def text(self) -> str:
        r"""The characters shown, lines joined with ``\n``, without markup."""
        return plain_text(self.lines)

    @property
    def duration(self) -> int:
        """End minus start in ms (negative where the file has them reversed)."""
        return self.end - self.start

    def replace(self, **changes: Any) -> Cue:
        """Return a copy with some fields changed; ``lines`` may be given as a string.

        The payload as read is kept only where nothing that it says is changed.
        """
        if self.parser is not None and not (changes.keys() & _LAZY):
            return self._retimed(changes)
        fields: dict[str, Any] = {name: getattr(self, name) for name in _PUBLIC}
        unknown = changes.keys() - fields.keys()
        if unknown:
            raise TypeError(f"a cue has no {', '.join(sorted(unknown))}")
        return Cue(**(fields | changes))

    def _retimed(self, changes: dict[str, Any]) -> Cue:
        draft = _Draft()
        for name in _Draft.__slots__:
            try:
                setattr(draft, name, object.__getattribute__(self, name))
            except AttributeError:
                continue
        for name, new in changes.items():
            setattr(draft, name, new)
        draft.__class__ = Cue
        return draft  # type: ignore[return-value]

    def _key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in _PUBLIC)

    def __eq__(self, other: object) -> bool:
        """Compare what the cues say and show, however they came about."""
        return self._key() == other._key() if isinstance(other, Cue) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.text))

    def __repr__(self) -> str:
        return f"Cue({self.start}, {self.end}, {self.text!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        state: dict[str, Any] = {}
        for name in _Draft.__slots__:
            try:
                item = object.__getattribute__(self, name)
            except AttributeError:
                continue
            state[name] = dict(item) if name == "extras" else item
        return (_restore, (state,))


_PUBLIC = ("start", "end", "lines", "id", "speaker", "positioning", "words", "notes", "extras", "timing")


def _restore(state: dict[str, Any]) -> Cue:
    draft = _Draft()
    for name, item in state.items():
        setattr(draft, name, MappingProxyType(item) if name == "extras" else item)
    draft.__class__ = Cue
    return draft  # type: ignore[return-value]


def raw_cue(start: int, end: int, payload: str, parser: Parser, settings: str = "", id: str = "") -> Cue:
    """Return a cue that keeps its payload as read and parses it on demand.

    Readers in a hot loop do the same by hand with :class:`_Draft`.
    """
    draft = _Draft()
    draft.start = start
    draft.end = end
    draft.payload = payload
    draft.parser = parser
    draft.settings = settings
    draft.id = id
    draft.__class__ = Cue
    return draft  # type: ignore[return-value]
