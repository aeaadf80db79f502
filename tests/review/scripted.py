"""Random editing: requests that may or may not be possible, for a session of any tracks."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from captionkit.review.refusals import EditError
from captionkit.review.session import Session

WORDS = (
    "No", "but", "you", "evening.", "<b>", "&", "a > b", "-->", "\U0001f600", "\u05e9\u05dc\u05d5\u05dd", "- Yes.", "1",
    "",
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)


def lines() -> st.SearchStrategy[list[Any]]:
    run = st.fixed_dictionaries({"t": texts()}, optional={key: st.sampled_from((0, 1)) for key in "ibu"})
    return st.lists(texts() | st.lists(run, max_size=3), max_size=3)


def requests(ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Requests about some cues, by identifiers that may be gone."""
    one = st.sampled_from(ids)
    some = st.lists(one, min_size=1, max_size=3)
    time = st.integers(-500, 30_000)
    small = st.integers(0, 12)

    def op(do: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({"do": st.just(do), **fields})

    return st.one_of(
        op("text", id=one, lines=lines()),
        op("text", id=one, lines=lines(), join=st.just(True)),
        op("time", id=one, start=time, end=time),
        op("times", times=st.lists(st.fixed_dictionaries({"id": one, "end": time}), min_size=1, max_size=3)),
        op("insert", track=st.integers(0, 1), after=one | st.none(), start=time, end=time, lines=lines()),
        op("delete", ids=some),
        op("split", id=one, line=st.integers(0, 2), offset=small),
        op("merge", ids=some),
        op("merge", ids=st.integers(0, len(ids) - 1).map(lambda n: ids[n : n + 2])),
        op("move_word", id=one, to=st.sampled_from(("next", "previous"))),
        op("wrap", ids=some),
        op("speaker", ids=some, name=st.sampled_from(("", "Ann", "Bob"))),
        op("place", ids=some, place=st.sampled_from(("", "top", "bottom", "middle-left"))),
        op("style", ids=some, style=st.sampled_from("ibu"), on=st.booleans()),
        op(
            "style",
            **{"id": one, "line": small, "from": small, "to": small, "style": st.just("i"), "on": st.booleans()},
        ),
        op("shift", **{"from": one}, by=st.integers(-800, 800)),
        op("state", ids=some, value=st.sampled_from(("open", "corrected", "approved", "redo"))),
        op("note", id=one, text=st.just("look")),
        op("waive", id=one, key=st.sampled_from(("min-duration", "lines")), reason=st.sampled_from(("", "meant"))),
        op("answer", note=st.sampled_from(("n1", "n2")), text=st.just("done")),
        op("unnote", note=st.sampled_from(("n1", "n2"))),
    )


def ask(session: Session, request: dict[str, Any]) -> dict[str, Any] | None:
    """Return the answer to a request, None where it is refused."""
    try:
        return session.op(request)
    except EditError:
        return None


def shown(session: Session) -> tuple[Any, ...]:
    """Return what a page would show, revision and time of saving left out."""
    state = session.state()
    return state["rows"], state["states"], state["notes"]
