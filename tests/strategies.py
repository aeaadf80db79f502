"""Hypothesis strategies that several rooms share: text, spans, lines, cues, tracks, transcripts.

``tracks(can=...)`` makes tracks that use no feature outside ``can``, so that a format's write-read identity can be
tested on exactly what the format says it carries.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from captionkit.formats.base import Feature
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.track import Block, FileLayout, Track
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word

__all__ = ["cues", "lines", "places", "spans", "styles", "texts", "times", "tracks", "transcripts", "words"]

ALL = frozenset(Feature)

#: Text that breaks naive readers, mixed with anything else.
AWKWARD = (
    "<i>",
    "</i>",
    "<b",
    "a < b",
    "c > d",
    "&amp;",
    "&",
    "&lt;",
    "-->",
    "->",
    "{brace}",
    "{\\an8}",
    "{\\i1}",
    "{\\",
    "\\N",
    "1",
    "42",
    "00:00:01,000 --> 00:00:02,000",
    "00:01.000 --> 00:02.000",
    "NOTE",
    "STYLE",
    "WEBVTT",
    "é",
    "日本",
    "שלום",
    "👩‍👩‍👧",
    "\u2028",
    "\x85",
    "\u200b",
    "\u00a0",
    "- ",
    "<c.x>",
    "<v Ann>",
    "<00:00:01.000>",
    "<font color=red>",
    "</font>",
    '"',
    "'",
    "\t",
    " ",
)

#: No line ends, no surrogates, no control characters but the tab.
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\t\x85")


def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Return text for one span: no line end, no control characters."""
    words = st.lists(
        st.one_of(st.sampled_from(AWKWARD), st.text(_CHARACTERS, max_size=8)), min_size=min_size, max_size=4
    )
    return words.map("".join) if not min_size else words.map("".join).filter(bool)


def times() -> st.SearchStrategy[int]:
    """Return ms from 0 to beyond 100 hours."""
    return st.one_of(
        st.integers(0, 10_000), st.integers(0, 400 * 3_600_000), st.sampled_from((0, 999, 1000, 359_999_999))
    )


_NAMES = st.sampled_from(("Ann", "Bob Ross", "Zoë", "Müller"))
_FLAGS = {Feature.ITALIC: "italic", Feature.BOLD: "bold", Feature.UNDERLINE: "underline", Feature.STRIKE: "strike"}


def styles(can: Iterable[Feature] = ALL) -> st.SearchStrategy[Style]:
    """Return styles that use only features in ``can``."""
    allowed = frozenset(can)
    fields: dict[str, st.SearchStrategy[object]] = {
        name: st.booleans() for feature, name in _FLAGS.items() if feature in allowed
    }
    if Feature.COLOR in allowed:
        fields["color"] = st.sampled_from(("", "#ff0000", "yellow"))
    if Feature.FONT in allowed:
        fields["font"] = st.sampled_from(("", "Arial", "DejaVu Sans"))
    if Feature.CLASSES in allowed:
        fields["classes"] = st.sampled_from(((), ("loud",), ("loud", "first")))
    if Feature.LANG in allowed:
        fields["lang"] = st.sampled_from(("", "en-GB", "ja"))
    if Feature.VOICE in allowed:
        fields["voice"] = st.one_of(st.just(""), _NAMES)
    return st.one_of(st.just(PLAIN), st.builds(Style, **fields))  # type: ignore[arg-type]


def spans(can: Iterable[Feature] = ALL) -> st.SearchStrategy[Span]:
    """Return a span of at least one character."""
    return st.builds(Span, texts(min_size=1), styles(can))


def lines(can: Iterable[Feature] = ALL, *, empty: bool = True) -> st.SearchStrategy[Line]:
    """Return a line in which neighbouring spans differ in style; with ``empty`` it may hold nothing."""
    runs = st.lists(spans(can), min_size=0 if empty else 1, max_size=4)
    return runs.map(_merged)


def _merged(runs: list[Span]) -> Line:
    kept: list[Span] = []
    for span in runs:
        if kept and kept[-1].style == span.style:
            kept[-1] = Span(kept[-1].text + span.text, span.style)
        else:
            kept.append(span)
    return Line(tuple(kept))


def places(can: Iterable[Feature] = ALL) -> st.SearchStrategy[Positioning | None]:
    """Return where a cue stands, or None."""
    allowed = frozenset(can)
    choices: list[st.SearchStrategy[Positioning | None]] = [st.none()]
    if Feature.ANCHOR in allowed:
        choices.append(st.builds(Positioning, anchor=st.integers(1, 9)))
    if Feature.BOX in allowed:
        pixel = st.integers(0, 1920)
        choices.append(st.builds(Positioning, box=st.tuples(pixel, pixel, pixel, pixel)))
    if Feature.POSITION in allowed:
        choices.append(
            st.builds(
                Positioning,
                line=st.integers(-5, 20),
                position=st.integers(0, 100),
                size=st.one_of(st.none(), st.integers(1, 100)),
                align=st.sampled_from(("", "start", "center", "end", "left", "right")),
                vertical=st.sampled_from(("", "rl", "lr")),
            )
        )
    return st.one_of(choices)


def words() -> st.SearchStrategy[Word]:
    """Return a word, with times or without."""
    moment = st.one_of(st.none(), times())
    text = st.text(_CHARACTERS.filter(lambda c: not c.isspace()), min_size=1, max_size=6)
    return st.builds(
        Word, text, moment, moment, st.one_of(st.none(), st.floats(0, 1)), st.sampled_from(Timing), st.booleans()
    )


_EXTRAS = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.one_of(
            st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False), st.text(max_size=5)
        ),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
        max_leaves=4,
    ),
    max_size=2,
)


@st.composite
def cues(draw: st.DrawFn, can: Iterable[Feature] = ALL) -> Cue:
    """Draw a cue that uses only features in ``can``; its end is not before its start."""
    allowed = frozenset(can)
    start = draw(times())
    more: dict[str, object] = {}
    if Feature.ID in allowed:
        more["id"] = draw(st.sampled_from(("", "7", "intro", "cue 2")))
    if Feature.VOICE in allowed:
        more["speaker"] = draw(st.one_of(st.just(""), _NAMES))
    if Feature.WORD_TIMES in allowed:
        more["words"] = draw(st.lists(words(), max_size=3))
    if Feature.NOTES in allowed:
        more["notes"] = draw(st.lists(st.sampled_from(("a note", "two\nlines")), max_size=2))
    if allowed == ALL:
        more["extras"] = draw(_EXTRAS)
        more["timing"] = draw(st.sampled_from(Timing))
    blanks = Feature.BLANK_LINES in allowed
    body = draw(st.lists(lines(allowed, empty=blanks), min_size=0 if blanks else 1, max_size=3))
    return Cue(start, start + draw(st.integers(0, 20_000)), body, positioning=draw(places(allowed)), **more)  # type: ignore[arg-type]


@st.composite
def tracks(draw: st.DrawFn, can: Iterable[Feature] = ALL, *, min_size: int = 1, max_size: int = 5) -> Track:
    """Draw a track that uses only features in ``can``; without ``can`` it uses everything the model has."""
    allowed = frozenset(can)
    found = draw(st.lists(cues(allowed), min_size=min_size, max_size=max_size))
    track = Track(tuple(found))
    if allowed != ALL:
        return track
    block = st.builds(Block, st.sampled_from(("style", "region", "note", "header", "other")), st.text(max_size=10))
    layout = st.builds(FileLayout, st.sampled_from(("utf-8", "cp1250")), st.booleans(), st.sampled_from(("\n", "\r\n")))
    return track.replace(
        language=draw(st.sampled_from(("", "en", "pt-BR"))),
        format=draw(st.sampled_from(("", "srt", "vtt"))),
        title=draw(st.text(max_size=5)),
        blocks=tuple(draw(st.lists(block, max_size=2))),
        footer=tuple(draw(st.lists(block, max_size=1))),
        timing=draw(st.sampled_from(Timing)),
        meta=draw(_EXTRAS),
        layout=draw(layout),
    )


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Draw a transcript that uses everything the model has."""
    moment = st.one_of(st.none(), times())
    segment = st.builds(
        Segment,
        st.text(max_size=12),
        st.one_of(st.just(""), _NAMES),
        st.sampled_from(Kind),
        moment,
        moment,
        st.lists(words(), max_size=3).map(tuple),
        st.sampled_from(Timing),
        st.one_of(st.none(), st.floats(0, 1)),
        st.sampled_from(("", "en")),
        st.one_of(st.none(), st.integers(1, 99)),
        st.booleans(),
        _EXTRAS,
    )
    return Transcript(
        tuple(draw(st.lists(segment, max_size=4))),
        draw(st.sampled_from(("", "en"))),
        draw(st.sampled_from(("", "text"))),
        draw(st.text(max_size=5)),
        draw(moment),
        draw(_EXTRAS),
    )
