"""Transcripts of every sort: timed, half timed, untimed, and wrongly timed."""

from __future__ import annotations

from hypothesis import strategies as st

from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word

TOKENS = [
    "Good",
    "evening.",
    "Su-25",
    "1,300",
    "km",
    "Dr.",
    "a.m.",
    "–",
    "...",
    "東京へ。",
    "ไปที่",
    "well,",
    "«да»",
    "?",
    "été",
]
texts = st.lists(st.sampled_from(TOKENS), min_size=0, max_size=8).map(" ".join)
wild_times = st.none() | st.integers(-2_000, 60_000)


@st.composite
def timed_words(draw, low=0):
    """Words with rising times."""
    at, words = low, []
    for text in draw(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=8)):
        start = at + draw(st.integers(0, 500))
        at = start + draw(st.integers(1, 900))
        words.append(Word(text, start, at, timing=Timing.GIVEN))
    return tuple(words)


@st.composite
def segments(draw, times=wild_times):
    """A segment whose times, and whose words' times, may be anything."""
    text = draw(texts)
    words = draw(
        st.just(())
        | st.tuples(*[st.builds(Word, st.just(token), times, times) for token in text.split()])
        | st.lists(st.builds(Word, st.sampled_from(TOKENS), times, times), max_size=5).map(tuple)
    )
    return Segment(
        text,
        speaker=draw(st.sampled_from(["", "A", "B"])),
        kind=draw(st.sampled_from([Kind.SPEECH] * 4 + [Kind.EDITORIAL, Kind.SOUND])),
        start=draw(times),
        end=draw(times),
        words=words,
        turn=draw(st.booleans()),
    )


transcripts = st.builds(
    Transcript, st.lists(segments(), max_size=6).map(tuple), language=st.sampled_from(["", "en", "ja", "fr"])
)
untimed = st.builds(
    Transcript,
    st.lists(segments(times=st.none()), max_size=6).map(tuple),
    language=st.sampled_from(["", "en", "de-AT"]),
)


@st.composite
def anchored(draw):
    """A transcript in which some segments have good times, in order, and the others none."""
    at, made = 0, []
    for text in draw(st.lists(texts.filter(str.strip), min_size=1, max_size=8)):
        start = at + draw(st.integers(500, 30_000))
        at = start + draw(st.integers(500, 8_000))
        shape = draw(st.sampled_from(["both", "start", "end", "none"]))
        made.append(
            Segment(
                text,
                start=start if shape in ("both", "start") else None,
                end=at if shape in ("both", "end") else None,
                timing=Timing.NONE if shape == "none" else Timing.GIVEN,
                turn=draw(st.booleans()),
            )
        )
    return Transcript(tuple(made), language="en")
