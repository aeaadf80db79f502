"""A session: tracks open in the workbench. What a page, a script or a test asks, in plain dictionaries."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction
from functools import partial
from threading import RLock
from typing import Any
from uuid import uuid4

from captionkit.errors import InputError, StageError, UsageError
from captionkit.formats.base import gc_paused
from captionkit.model.track import Track
from captionkit.profiles import Profile, load
from captionkit.quality.statistics import statistics
from captionkit.review import judging
from captionkit.review.answers import answer_of, profile_of, state_of
from captionkit.review.bench import wanted_int, wanted_text
from captionkit.review.desk import Desk
from captionkit.review.document import Delta
from captionkit.review.files import Stamp, bring_up_to_date, outside_of, settle_outside, stamp_of, write_all
from captionkit.review.heap import here_to_stay, released
from captionkit.review.journal import ReviewJournal, journal_path
from captionkit.review.lossy import said_of
from captionkit.review.operations import perform
from captionkit.review.passes import read_passes, write_passes
from captionkit.review.proposer import Proposer
from captionkit.review.proposing import offer_row
from captionkit.review.refusals import EditError, impossible
from captionkit.review.remarks import with_states
from captionkit.review.rows import cue_with_lines, row_of
from captionkit.review.searching import find
from captionkit.sources.options import as_rate

__all__ = ["Session"]


class Session:
    """Tracks that are open for editing, with their journal.

    ``paths`` are the files, the first of which gives the journal its name; ``profile`` is a style guide, ``rate`` the
    film's frame rate, ``language`` that of the first track where its file says none. All methods may be called from any
    thread.

    Raises InputError for a file that cannot be read, OutputError for a journal that cannot be used.
    """

    def __init__(
        self,
        paths: Sequence[str | os.PathLike[str]],
        *,
        profile: str | Profile = "default",
        rate: Fraction | str | None = None,
        language: str = "",
    ) -> None:
        if not paths:
            raise InputError("there is no track to open", hint="name a caption file")
        names = [os.fspath(path) for path in paths]
        guide = load(profile) if isinstance(profile, str) else profile
        self._lock = RLock()
        self._listeners: list[Callable[[str, dict[str, Any]], None]] = []
        self._about: dict[str, Any] = {}
        self._noticed: dict[int, Stamp | None] = {}
        journal = ReviewJournal(journal_path(names[0]))
        self._desk = Desk(journal, guide)
        self._desk.bench.rate, self._desk.bench.language = as_rate(rate), language
        self._proposer = Proposer(self._desk, self._lock, self._say)
        try:
            with here_to_stay():
                self._desk.open(names, language)
                if not journal.holder:
                    bring_up_to_date(self._desk)
                read_passes(self._desk)
        except BaseException:
            journal.close()
            raise

    def close(self) -> None:
        """Close the journal; everything is in it already."""
        self.stop_proposals()
        with self._lock:
            self._desk.journal.close()
        released()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what others hear

    def listen(self, listener: Callable[[str, dict[str, Any]], None]) -> None:
        """Have a function called with what happens: ``op``, ``proposal``, ``proposals``, ``saved``, ``outside``.

        It is called in whatever thread it happens in, and must not take long.
        """
        self._listeners.append(listener)

    def _say(self, event: str, body: dict[str, Any]) -> None:
        for listener in self._listeners:
            listener(event, body)

    # --- what is open

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks as they are now."""
        with self._lock:
            return tuple(opened.track for opened in self._desk.document.tracks)

    @property
    def origins(self) -> tuple[Track, ...]:
        """The tracks as their files came in."""
        return tuple(opened.origin for opened in self._desk.document.tracks)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of the tracks, whole names."""
        return tuple(self._desk.paths)

    @property
    def mark(self) -> dict[str, Any]:
        """How far the session is: ``rev`` and the journal's identity, by which a page knows whether it missed any."""
        desk = self._desk
        return {"rev": desk.rev, "journal": desk.journal.name(), "unsaved": desk.history.unsaved}

    def state(self) -> dict[str, Any]:
        """Return everything that the page shows at first, but for findings."""
        with self._lock:
            if self._desk.journal.holder:
                self._desk.catch_up()
            with gc_paused(ages=False):
                return state_of(self._desk, self._about)

    def set_media(
        self,
        about: dict[str, Any] | None = None,
        *,
        rate: Fraction | None = None,
        shot_changes: Sequence[int] = (),
        duration: int | None = None,
    ) -> None:
        """Say what is known of the film: ``about`` goes to the page as it is, the rest (times in ms) to the rules."""
        with self._lock:
            self._about = dict(about or {})
            bench = self._desk.bench
            bench.rate = rate or bench.rate
            bench.shot_changes, bench.duration = tuple(shot_changes), duration
            self._desk.judge_again()

    def set_profile(self, profile: str | Profile) -> dict[str, Any]:
        """Judge by another style guide from now on; return it as the page shows it.

        Raises UnknownNameError, ProfileError.
        """
        guide = load(profile) if isinstance(profile, str) else profile
        with self._lock:
            self._desk.bench.profile = guide
            self._desk.judge_again()
            return profile_of(self._desk)

    # --- changes

    def op(self, request: dict[str, Any]) -> dict[str, Any]:
        """Make a change; the answer says what is different now, and so does the event ``op``.

        A request whose ``op`` is known already is not made again: the answer says how what it changed is now.

        Raises EditError for what cannot be done, OutputError where the journal cannot be written.
        """
        with self._lock:
            name, tab = _sender(request)
            if name in self._desk.seen:
                return self._answered(name, tab)
            self._demand_writable()
            do = wanted_text(request, "do", "")
            if do in ("text", "split", "style") and "id" in request:
                self._demand_fresh(request, tab)
            with gc_paused(ages=False):
                delta, message = self._made(request, do, name, tab)
                deltas = [] if delta.empty else [delta]
                answer = answer_of(self._desk, name, tab, deltas, at=delta.at, message=message)
            return self._told(answer) if deltas else answer

    def _made(self, request: dict[str, Any], do: str, name: str, tab: str) -> tuple[Delta, str]:
        """Make what a request asks; identifiers are given back where nothing comes of it."""
        document = self._desk.document
        before = document.next_id, document.next_note
        try:
            made = perform(self._desk.bench, request)
            delta = with_states(document, made.delta, do)
            if not delta.empty:
                self._desk.do(delta, do, name, tab, join=request.get("join") is True)
        except BaseException as error:
            document.next_id, document.next_note = before
            if isinstance(error, UsageError | StageError):
                raise impossible(error.message, error.hint) from None
            raise
        return delta, "; ".join(filter(None, (made.message, said_of(document, delta))))

    def _answered(self, name: str, tab: str) -> dict[str, Any]:
        deltas = self._desk.seen[name]
        return answer_of(self._desk, name, tab, deltas, at=deltas[-1].at)

    def _told(self, answer: dict[str, Any]) -> dict[str, Any]:
        self._say("op", answer)
        return answer

    def _demand_writable(self) -> None:
        if self._desk.journal.holder:
            raise EditError(
                "locked", f"the journal is held by {self._desk.journal.holder}", hint="close it there first"
            )

    def _demand_fresh(self, request: dict[str, Any], tab: str) -> None:
        """Refuse a text, or positions in one, for a cue that somebody else changed since."""
        name = wanted_text(request, "id")
        rev, by = self._desk.texts.get(name, (0, ""))
        if by != tab and wanted_int(request, "base", self._desk.rev) < rev:
            row = row_of(name, self._desk.document.cue(name))
            raise EditError("changed", "this cue was changed elsewhere meanwhile", hint="choose a text", row=row)

    def undo(self, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """Take the last step back; as :meth:`op`, with the cue where it happened as ``at``.

        Raises EditError where there is none.
        """
        return self._step("undo", request or {})

    def redo(self, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make the step again that was taken back last; as :meth:`undo`."""
        return self._step("redo", request or {})

    def _step(self, what: str, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            name, tab = _sender(request)
            if name in self._desk.seen:
                return self._answered(name, tab)
            self._demand_writable()
            deltas = self._desk.step(what, name, tab)
            return self._told(answer_of(self._desk, name, tab, deltas, at=deltas[-1].at))

    # --- judging

    def findings(self, first: int = 0, count: int = 500, track: int = 0) -> dict[str, Any]:
        """Return the findings of some cues by their position; fewer where that would keep others waiting.

        ``next`` says where to go on, None at the end; only then ``whole`` says what the whole track breaks.
        """
        with self._lock:
            opened, live = self._desk.track(track), self._desk.check(track)
            size = len(opened.ids)
            why = partial(self._desk.reason, track)
            with here_to_stay():
                found, at = judging.slice_of(live, opened.ids, max(0, first), count, why)
            end = first >= size or at >= size <= judging.FEW  # a long track's whole is a slice of its own
            return {
                "rev": self._desk.rev,
                "track": track,
                "findings": found,
                "next": None if end else at,
                "done": at / size if size else 1.0,
                "whole": judging.whole_of(live, opened.ids, why) if end else [],
            }

    def measure(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return counters and findings that a cue would have with other lines or times; nothing changes.

        Raises EditError for a cue that is not there, and for what are no lines or times.
        """
        with self._lock:
            name = wanted_text(request, "id")
            track, at = self._desk.document.find(name)
            cue = self._desk.document.cue(name)
            if "lines" in request:
                cue = cue_with_lines(cue, request["lines"])
            cue = cue.replace(start=wanted_int(request, "start", cue.start), end=wanted_int(request, "end", cue.end))
            view, found = self._desk.check(track).trial(at, cue)
            return {
                "counters": judging.counters_of(view, self._desk.bench.limits),
                "findings": judging.passed(found, partial(self._desk.reason, track, name)),
            }

    def statistics(self, track: int = 0) -> dict[str, Any]:
        """Return how reading speed, length and gap go over the programme, and the numbers of the whole."""
        with self._lock:
            opened = self._desk.track(track)
            now, counting = opened.track, self._desk.bench.limits.counting
        return {**judging.curves(now.cues, counting), "numbers": statistics(now, counting).as_dict()}

    def find(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return where a text or a pattern stands, and what each hit would become.

        Raises EditError for a pattern that is none.
        """
        with self._lock:
            return find(self._desk.track(wanted_int(request, "track", 0)), request)

    # --- proposals

    def proposals(self, name: str) -> dict[str, Any]:
        """Return what a fix would change a cue to.

        Raises EditError for a cue that is not there.
        """
        with self._lock:
            return {"proposals": [offer_row(offer) for offer in self._proposer.near(name)]}

    def start_proposals(self, track: int = 0, codes: Sequence[str] | None = None) -> None:
        """Have a whole track looked through for proposals, in a process of its own.

        Events say what is found: ``proposal`` for each, ``proposals`` with the share that is done and, at last,
        ``ended``. ``codes`` limits them to those of some findings. Work that is under way is stopped first.
        """
        self._proposer.start(track, codes)

    def stop_proposals(self) -> None:
        """End the work on proposals; what was found stays."""
        self._proposer.stop()

    def wait_for_proposals(self) -> None:
        """Wait until the work on proposals is done: for scripts."""
        self._proposer.wait()

    # --- files

    def save(self, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """Write what has changed to the files, in their own formats and encodings.

        ``resolve`` decides conflicts with what somebody else wrote (``{id: "here" or "outside"}``), ``force`` writes
        over it (its bytes stay in the journal), ``encoding`` is another than the file's.

        Raises EditError ``outside`` where a file is another since, or cannot be written as it should be; OutputError,
        VerificationError; the files are then as they were.
        """
        request = request or {}
        with self._lock:
            self._demand_writable()
            taken, refused = settle_outside(self._desk, request)
            for delta in taken:
                self._told(answer_of(self._desk, "", "", [delta], at=delta.at))
            if refused is not None:
                raise refused
            losses = write_all(self._desk, wanted_text(request, "encoding", ""), force=request.get("force") is True)
            write_passes(self._desk)
            self._desk.saved(datetime.now().strftime("%H:%M"))
            answer = {"saved": self._desk.saved_at, "name": self._desk.track(0).name, "losses": losses}
            self._say("saved", answer)
            return answer

    def check_outside(self) -> dict[str, Any] | None:
        """Return which files somebody else wrote since this was asked last, None for none; the event says it too."""
        with self._lock:
            new = {
                n: name for n, name in outside_of(self._desk).items() if self._noticed.get(n) != stamp_of(self._desk, n)
            }
            self._noticed |= {n: stamp_of(self._desk, n) for n in new}
        if not new:
            return None
        body = {"tracks": list(new), "names": list(new.values())}
        self._say("outside", body)
        return body


def _sender(request: dict[str, Any]) -> tuple[str, str]:
    """Return the name of a request and the tab that it came from."""
    return wanted_text(request, "op", "") or uuid4().hex, wanted_text(request, "tab", "")
