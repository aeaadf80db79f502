"""What each address of the workbench does: a session, its film and its listeners behind plain dictionaries.

The table of addresses is ``docs/review-interface.md``. Nothing of a request ever becomes the name of a file but the
bare name of an export, which the session looks at.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from captionkit.errors import CaptionkitError
from captionkit.fitting import json_text
from captionkit.review.events import Events
from captionkit.review.refusals import gone, impossible

if TYPE_CHECKING:
    from fractions import Fraction

    from captionkit.review.material import Material
    from captionkit.review.session import Session

__all__ = ["GETS", "POSTS", "Workbench"]

Query = Mapping[str, str]
Body = dict[str, Any]


class Workbench:
    """What the server serves: a session, the film where there is one, and the pages that listen.

    ``open_session`` and ``open_film`` are called in threads of their own, so that a page can be shown meanwhile; what
    wants the session waits for it. ``rate`` is said instead of the film's, ``shot_changes`` (ms) are those of a list;
    without one they are looked for.
    """

    def __init__(
        self,
        open_session: Callable[[], Session],
        open_film: Callable[[], Material] | None = None,
        *,
        rate: Fraction | None = None,
        shot_changes: tuple[int, ...] = (),
    ) -> None:
        self.rate, self.shot_changes = rate, shot_changes
        self.events = Events()
        self.stop: Callable[[], None] = lambda: None
        self.error: Exception | None = None
        self._open_session, self._open_film = open_session, open_film
        self._session: Session | None = None
        self._film: Material | None = None
        self._ready, self._closing = threading.Event(), threading.Event()

    @property
    def session(self) -> Session:
        """The session, once it is open; raises what kept it from opening."""
        self.wait()
        assert self._session is not None  # noqa: S101 - wait() raises else
        return self._session

    @property
    def film(self) -> Material:
        """The film; raises EditError where there is none."""
        self.wait()
        if self._film is None:
            raise gone("the film")
        return self._film

    @property
    def has_film(self) -> bool:
        """Whether there is a film."""
        self.wait()
        return self._film is not None

    @property
    def is_ready(self) -> bool:
        """Whether asking for the session would not have to wait."""
        return self._ready.is_set()

    def wait(self) -> None:
        """Wait until the session is open; raise what kept it from opening."""
        self._ready.wait()
        if self.error is not None:
            raise self.error

    def failed_within(self, seconds: float) -> bool:
        """Whether opening has failed, which is waited for so long at most."""
        return self._ready.wait(seconds) and self.error is not None

    def begin(self) -> None:
        """Open the session and the film, then start what goes on beside editing."""
        threading.Thread(target=self._begin, name="opening", daemon=True).start()

    def _begin(self) -> None:
        try:
            with ThreadPoolExecutor(1) as pool:  # ffprobe and the reading of the tracks go on together
                probing = pool.submit(self._begin_film)
                self._session = self._open_session()
                probing.result()
            self._session.listen(self.events.send)
            self._tell(self._session)
        except Exception as error:
            self.error = error
            self.stop()
            return
        finally:
            self._ready.set()
        self._watch()

    def _begin_film(self) -> None:
        if self._open_film is not None:
            self._film = self._open_film()
            self._film.listen(self._heard)
            self._film.begin(shots=not self.shot_changes)

    def close(self) -> None:
        """End everything; what was edited is in the journal."""
        self._closing.set()
        self._ready.wait()
        self.events.close()
        if self._film is not None:
            self._film.close()
        if self._session is not None:
            self._session.close()

    def _watch(self) -> None:
        """Look each two seconds whether a file was changed outside."""
        while not self._closing.wait(2.0):
            with suppress(CaptionkitError, OSError):
                self.session.check_outside()

    def _tell(self, session: Session) -> None:
        """Tell the session what is known of the film: rules want shot changes and the programme's end."""
        facts = self._film.facts if self._film else None
        found = self._film.evidence("shots", "times") if self._film else ()
        session.set_media(
            {"start_timecode": facts.start_timecode or None, "drop": facts.drop} if facts else {},
            rate=self.rate or (facts.rate if facts else None),
            shot_changes=self.shot_changes or found,
            duration=facts.duration or None if facts else None,
        )

    def _heard(self, event: str, body: Mapping[str, Any]) -> None:
        """Pass on how work on the film goes; shot changes that were found are something to judge by."""
        self.events.send(event, body)
        if event == "shots" and body["state"] == "ready" and not self.shot_changes:
            self._ready.wait()
            if self._session is not None:
                self._tell(self._session)
                self.events.send("findings", {"again": True})


def _state(bench: Workbench, query: Query) -> Any:
    state = bench.session.state()
    return {**state, "film": bench.film.state()} if bench.has_film else state


def _findings(bench: Workbench, query: Query) -> Any:
    return bench.session.findings(_number(query, "from"), _number(query, "count", 500), _number(query, "track"))


def _proposals(bench: Workbench, query: Query) -> Any:
    return bench.session.proposals(query.get("id", ""))


def _statistics(bench: Workbench, query: Query) -> Any:
    return bench.session.statistics(_number(query, "track"))


def _changes(bench: Workbench, query: Query) -> Any:
    from captionkit.review.changed import changed

    return changed(bench.session, _number(query, "track"))


def _peaks(bench: Workbench, query: Query) -> Any:
    return bench.film.peaks_state()


def _speech(bench: Workbench, query: Query) -> Any:
    return bench.film.evidence("speech", "stretches")


def _shots(bench: Workbench, query: Query) -> Any:
    return list(bench.shot_changes) or bench.film.evidence("shots", "times")


def _proxy(bench: Workbench, body: Body) -> Any:
    return {"proxy": bench.film.make_proxy()}


def _start_proposals(bench: Workbench, body: Body) -> Any:
    from captionkit.review.bench import wanted_int

    codes = body.get("codes")
    if codes is not None and not (isinstance(codes, list) and all(isinstance(code, str) for code in codes)):
        raise impossible("codes is a list of names, or null for all")
    bench.session.start_proposals(wanted_int(body, "track", 0), codes)
    return {}


def _stop_proposals(bench: Workbench, body: Body) -> Any:
    bench.session.stop_proposals()
    return {}


def _export(bench: Workbench, body: Body) -> Any:
    from captionkit.review.exporting import export

    return export(bench.session, body, bench.film.path if bench.has_film else None)


def _take_notes(bench: Workbench, body: Body) -> Any:
    """Bring in what a client gave back; tabs hear of each note as of any other edit."""
    from captionkit.review.client.notes import read_notes, take_notes

    taken = take_notes(bench.session, read_notes(json_text(body).encode()))
    noticed = [{"code": d.code, "severity": d.severity.label, "text": d.message} for d in taken.diagnostics]
    return {**taken.as_dict(), "message": taken.summary, "diagnostics": noticed}


def _formats(bench: Workbench, query: Query) -> Any:
    from captionkit.review.exporting import formats

    return formats()


def _profile(bench: Workbench, body: Body) -> Any:
    from captionkit.review.bench import wanted_text

    made = bench.session.set_profile(wanted_text(body, "name"))
    bench.events.send("profile", made)
    return made


def _stop(bench: Workbench, body: Body) -> Any:
    bench.events.send("stopped", {})
    bench.stop()
    return {"stopped": True}


#: What is read: an address and what it answers; and what does something, with the object that was sent.
GETS: Mapping[str, Callable[[Workbench, Query], Any]] = {
    "state": _state, "findings": _findings, "proposals": _proposals, "statistics": _statistics, "changes": _changes,
    "formats": _formats, "peaks.json": _peaks, "speech.json": _speech, "shots.json": _shots,
}  # fmt: skip
POSTS: Mapping[str, Callable[[Workbench, Body], Any]] = {
    "op": lambda bench, body: bench.session.op(body),
    "undo": lambda bench, body: bench.session.undo(body),
    "redo": lambda bench, body: bench.session.redo(body),
    "measure": lambda bench, body: bench.session.measure(body),
    "find": lambda bench, body: bench.session.find(body),
    "proposals": _start_proposals,
    "proposals/stop": _stop_proposals,
    "save": lambda bench, body: bench.session.save(body),
    "export": _export,
    "notes": _take_notes,
    "profile": _profile,
    "proxy": _proxy,
    "stop": _stop,
}  # fmt: skip


def _number(query: Query, key: str, otherwise: int = 0) -> int:
    text = query.get(key, str(otherwise))
    if not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise impossible(f"{key}={text!r:.40}: must be a whole number")
    return int(text)
