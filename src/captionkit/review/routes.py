"""What each address of the workbench does: a session, its film and its listeners behind plain dictionaries.

The table of addresses is ``docs/review-interface.md``. Nothing of a request ever becomes the name of a file but the
bare name of an export, which the session looks at.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from captionkit.errors import CaptionkitError
from captionkit.review.events import Events
from captionkit.review.material import Material
from captionkit.review.refusals import gone, impossible
from captionkit.review.session import Session

__all__ = ["GETS", "POSTS", "Workbench"]

Query = Mapping[str, str]
Body = dict[str, Any]


class Workbench:
    """What the server serves: a session, the film where there is one, and the pages that listen.

    ``shot_changes`` are those of a list, in ms; without one they are looked for in the film.
    """

    def __init__(self, session: Session, film: Material | None = None, *, shot_changes: tuple[int, ...] = ()) -> None:
        self.session, self.film, self.shot_changes = session, film, shot_changes
        self.events = Events()
        self.stop: Callable[[], None] = lambda: None
        self._closing = threading.Event()
        session.listen(self.events.send)
        if film is not None:
            film.listen(self._heard)
            self._tell_session()

    def _tell_session(self) -> None:
        """Tell the session what is known of the film: rules want shot changes and the programme's end."""
        if self.film is not None:
            facts = self.film.facts
            about = {"start_timecode": facts.start_timecode or None, "drop": facts.drop}
            shots = self.shot_changes or tuple(self.film.evidence("shots", "times"))
            self.session.set_media(about, shot_changes=shots, duration=facts.duration or None)

    def _heard(self, event: str, body: Mapping[str, Any]) -> None:
        """Pass on how work on the film goes; shot changes that were found are something to judge by."""
        self.events.send(event, body)
        if event == "shots" and body["state"] == "ready" and not self.shot_changes:
            self._tell_session()
            self.events.send("findings", {"again": True})

    def begin(self) -> None:
        """Start what goes on beside editing: work on the film, and a look at the files each two seconds."""
        if self.film is not None:
            self.film.begin(shots=not self.shot_changes)
        threading.Thread(target=self._watch, name="files", daemon=True).start()

    def close(self) -> None:
        """End everything; what was edited is in the journal."""
        self._closing.set()
        self.events.close()
        if self.film is not None:
            self.film.close()
        self.session.close()

    def _watch(self) -> None:
        while not self._closing.wait(2.0):
            with suppress(CaptionkitError, OSError, AttributeError):
                self.session.outside()


def _state(bench: Workbench, query: Query) -> Any:
    state = bench.session.state()
    return state if bench.film is None else {**state, "film": bench.film.state()}


def _findings(bench: Workbench, query: Query) -> Any:
    return bench.session.findings(_number(query, "from"), _number(query, "count", 500), _number(query, "track"))


def _proposals(bench: Workbench, query: Query) -> Any:
    return bench.session.proposals(query.get("id", ""))


def _statistics(bench: Workbench, query: Query) -> Any:
    return bench.session.statistics(_number(query, "track"))


def _changes(bench: Workbench, query: Query) -> Any:
    return bench.session.changes()


def _peaks(bench: Workbench, query: Query) -> Any:
    return _film(bench).peaks_state()


def _speech(bench: Workbench, query: Query) -> Any:
    return _film(bench).evidence("speech", "stretches")


def _shots(bench: Workbench, query: Query) -> Any:
    return list(bench.shot_changes) or (bench.film.evidence("shots", "times") if bench.film else [])


def _proxy(bench: Workbench, body: Body) -> Any:
    return {"proxy": _film(bench).make_proxy()}


def _profile(bench: Workbench, body: Body) -> Any:
    made = bench.session.set_profile(str(body.get("name", "")))
    bench.events.send("profile", made)
    return made


def _stop(bench: Workbench, body: Body) -> Any:
    bench.events.send("stopped", {})
    bench.stop()
    return {"stopped": True}


#: What is read: an address and what it answers; and what does something, with the object that was sent.
GETS: Mapping[str, Callable[[Workbench, Query], Any]] = {
    "state": _state, "findings": _findings, "proposals": _proposals, "statistics": _statistics, "changes": _changes,
    "peaks.json": _peaks, "speech.json": _speech, "shots.json": _shots,
}  # fmt: skip
POSTS: Mapping[str, Callable[[Workbench, Body], Any]] = {
    "op": lambda bench, body: bench.session.op(body),
    "undo": lambda bench, body: bench.session.undo(body),
    "redo": lambda bench, body: bench.session.redo(body),
    "measure": lambda bench, body: bench.session.measure(body),
    "find": lambda bench, body: bench.session.find(body),
    "proposals": lambda bench, body: bench.session.start_proposals(body),
    "proposals/stop": lambda bench, body: bench.session.stop_proposals(),
    "save": lambda bench, body: bench.session.save(body),
    "export": lambda bench, body: bench.session.export(body),
    "profile": _profile,
    "proxy": _proxy,
    "stop": _stop,
}  # fmt: skip


def _film(bench: Workbench) -> Material:
    if bench.film is None:
        raise gone("the film")
    return bench.film


def _number(query: Query, key: str, otherwise: int = 0) -> int:
    text = query.get(key, str(otherwise))
    if not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise impossible(f"{key}={text!r:.40}: must be a whole number")
    return int(text)
