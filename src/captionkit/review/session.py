"""A session: tracks open in the workbench. What a page, a script or a test asks, in plain dictionaries."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import uuid4

from captionkit.errors import InputError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Profile, load, names
from captionkit.quality.live import LiveCheck
from captionkit.review import judging
from captionkit.review.bench import Bench, wanted_int, wanted_text
from captionkit.review.codec import read_delta, write_delta
from captionkit.review.document import Delta, Document, OpenTrack, Splice
from captionkit.review.history import History
from captionkit.review.journal import Entry, ReviewJournal, journal_path
from captionkit.review.operations import LABELS, perform
from captionkit.review.refusals import EditError, impossible
from captionkit.review.remarks import after_edit
from captionkit.review.rows import cue_with_lines, row_of
from captionkit.review.saving import bytes_of, read_bytes, write_file
from captionkit.sources.options import as_rate
from captionkit.translation.writing import is_rtl

__all__ = ["Session"]

#: Operations that change what is said and when: they change the state of a cue, too.
_EDITS = frozenset(LABELS) - {"state", "note", "answer", "settle", "unnote", "waive"}
#: Of an edit of more cues than this the answer tells no findings and counters; they are asked for in slices.
_MANY = 200


class Session:
    """Tracks that are open for editing, with their journal.

    ``paths`` are the files, the first of which gives the journal its name; ``profile`` is a style guide, ``rate`` the
    film's frame rate, ``language`` that of the first track where its file says none. All methods may be called from any
    thread. ``media`` is what a server knows of the film, shown to the page as it is.

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
        self._lock = RLock()
        self.paths: list[str] = []
        self.journal = ReviewJournal(journal_path(os.fspath(paths[0])))
        self.document = Document()
        self.history = History()
        self.rev = 0
        self.media: dict[str, Any] = {}
        self._seen: dict[str, str] = {}
        self._entry = 0
        self._text_revs: dict[str, tuple[int, str]] = {}
        self._saved_at: str | None = None
        self._listeners: list[Callable[[str, dict[str, Any]], None]] = []
        try:
            self._open([os.fspath(path) for path in paths], language)
            guide = load(profile) if isinstance(profile, str) else profile
            self.bench = Bench(self.document, guide, as_rate(rate), language=language)
            self._live: list[LiveCheck | None] = [None] * len(self.document.tracks)
            self._catch_up()
        except BaseException:
            self.journal.close()
            raise

    # --- opening

    def _open(self, paths: Iterable[str], language: str) -> None:
        known = {kept.path: kept for kept in self.journal.tracks()}
        for kept in known.values():
            track = read_bytes(kept.origin, kept.path, kept.format, kept.language)
            if _digest(track) != kept.digest:
                raise InputError(
                    f"{self.journal.path}: another version of captionkit read {kept.path} otherwise",
                    hint="save with that version, or move the journal away",
                )
            self._add(kept.path, track)
        for number, path in enumerate(paths):
            whole = str(Path(path).resolve())
            if whole not in known:
                self._new(whole, language if number == 0 else "")

    def _new(self, path: str, language: str) -> None:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None
        track = read_bytes(data, path, None, language)
        if not self.journal.holder:
            self.journal.add_track(path, track.format, language, _digest(track), data)
        self._add(path, track)

    def _add(self, path: str, track: Track) -> None:
        self.paths.append(path)
        self.document.add(track, Path(path).name)

    def _catch_up(self) -> None:
        """Make the changes that the journal knows and this session does not."""
        for entry in self.journal.entries(self._entry):
            self._entry = entry.n
            self._replay(entry)

    def _replay(self, entry: Entry) -> None:
        if entry.what == "saved":
            self.history.saved()
            self._saved_at = entry.name
            return
        if entry.what == "do":
            delta = read_delta(entry.delta, self.document)
            self._count(delta)
            self._make(delta)
            self.history.add(LABELS[entry.name], delta, do=entry.name, tab=entry.tab, join=entry.joined)
            at = delta.at
        else:
            at = self._step(entry.what)[1]
        self._noted(entry.op, at)

    def _count(self, delta: Delta) -> None:
        """Keep identifiers that the journal knows from being given again."""
        ids = [int(name[1:]) for one in delta.splices for name, _ in one.new]
        notes = [int(one.key[1:]) for one in delta.remarks if one.kind == "note"]
        self.document.next_id = max([self.document.next_id - 1, *ids]) + 1
        self.document.next_note = max([self.document.next_note - 1, *notes]) + 1

    def close(self) -> None:
        """Close the journal; everything is in it already."""
        with self._lock:
            self.journal.close()

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

    # --- the document

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks as they are now."""
        with self._lock:
            return tuple(opened.track for opened in self.document.tracks)

    @property
    def origins(self) -> tuple[Track, ...]:
        """The tracks as their files came in."""
        return tuple(opened.origin for opened in self.document.tracks)

    def state(self) -> dict[str, Any]:
        """Return everything that the page shows at first, but for findings."""
        with self._lock:
            if self.journal.holder:
                self._catch_up()
            remarks, limits = self.document.remarks, self.bench.limits
            profile = {"name": self.bench.profile.name, "title": self.bench.profile.title}
            return {
                "rev": self.rev,
                "journal": self.journal.name(),
                "title": self.document.tracks[0].name,
                "locked": self.journal.holder or None,
                "tracks": [self._about(number) for number in range(len(self.document.tracks))],
                "profile": {**profile, "limits": judging.limits_of(limits)},
                "profiles": list(names()),
                "rate": _rate(self.bench.rate),
                "start_timecode": None,
                "drop": False,
                "film": None,
                **self.media,
                "rows": [list(map(row_of, opened.ids, opened.cues)) for opened in self.document.tracks],
                "states": dict(remarks["state"]),
                "notes": [self._note(note) for note in remarks["note"].values()],
                "losses": [],
                "diagnostics": self._noticed(),
                **self._steps(),
                "saved": self._saved_at,
            }

    def _about(self, number: int) -> dict[str, Any]:
        opened = self.document.tracks[number]
        language = self.bench.language_of(number)
        return {
            "name": opened.name, "language": language, "format": opened.origin.format,
            "direction": "rtl" if language and is_rtl(language) else "ltr", "count": len(opened.cues),
        }  # fmt: skip

    def _noticed(self) -> list[dict[str, Any]]:
        """Return what was noticed when the files were read; cues by the identifiers they had then."""
        found, first = [], 1
        for number, opened in enumerate(self.document.tracks):
            ids = [f"c{first + at}" for at in range(len(opened.origin))]
            first += len(ids)
            found += [{"track": number, **judging.noticed(d, ids)} for d in opened.origin.diagnostics]
        return found

    def _note(self, note: dict[str, Any]) -> dict[str, Any]:
        """Return a note as the page shows it: with whether its cue is still there and says what it said."""
        try:
            earlier = note["cue"] is not None and self.document.cue(note["cue"]).text != note["was"]
        except EditError:
            return {**note, "earlier": True, "gone": True}
        return {**note, "earlier": earlier, "gone": False}

    def _steps(self) -> dict[str, Any]:
        done, undone = self.history.done, self.history.undone
        return {
            "undo": done[-1].label if done else None,
            "redo": undone[-1].label if undone else None,
            "unsaved": self.history.unsaved,
        }

    # --- changes

    def op(self, request: dict[str, Any]) -> dict[str, Any]:
        """Make a change; the answer says what is different now, and so does the event ``op``.

        A request whose ``op`` is known already is not made again: the answer says how things are.

        Raises EditError for what cannot be done, OutputError where the journal cannot be written.
        """
        with self._lock:
            name, tab = wanted_text(request, "op", "") or uuid4().hex, wanted_text(request, "tab", "")
            if name in self._seen:
                return self._answer(name, tab, [], self._seen[name], "")
            self._demand_writable()
            do = wanted_text(request, "do", "")
            if do == "text":
                self._demand_fresh(request, tab)
            before = self.document.next_id, self.document.next_note
            try:
                made = perform(self.bench, request)
                delta = self._with_states(made.delta, do)
                if delta.empty:
                    return self._answer(name, tab, [], delta.at, made.message)
                joined = request.get("join") is True and self.history.joins(do, tab, delta.at)
                self._write(Entry("do", name, tab, do, joined, write_delta(delta)))
            except BaseException:
                self.document.next_id, self.document.next_note = before
                raise
            self._make(delta)
            self.history.add(LABELS[do], delta, do=do, tab=tab, join=joined)
            self._noted(name, delta.at)
            self._remember(delta, tab)
            return self._told(self._answer(name, tab, [delta], delta.at, made.message))

    def _told(self, answer: dict[str, Any]) -> dict[str, Any]:
        self._say("op", answer)
        return answer

    def _demand_writable(self) -> None:
        if self.journal.holder:
            raise EditError("locked", f"the journal is held by {self.journal.holder}", hint="close it there first")

    def _demand_fresh(self, request: dict[str, Any], tab: str) -> None:
        """Refuse a text for a cue that somebody else changed since."""
        name = wanted_text(request, "id")
        rev, by = self._text_revs.get(name, (0, ""))
        if by != tab and wanted_int(request, "base", self.rev) < rev:
            row = row_of(name, self.document.cue(name))
            raise EditError("changed", "this cue was changed elsewhere meanwhile", hint="choose a text", row=row)

    def _remember(self, delta: Delta, tab: str) -> None:
        for one in delta.splices:
            old = dict(one.old)
            for name, cue in one.new:
                was = old.get(name)
                if was is None or was.lines != cue.lines:
                    self._text_revs[name] = (self.rev, tab)

    def _with_states(self, delta: Delta, do: str) -> Delta:
        if do not in _EDITS or not delta.splices:
            return delta
        edited = _edited(delta)
        return Delta(delta.splices, (*delta.remarks, *after_edit(self.document, edited)), delta.at)

    def _write(self, entry: Entry) -> None:
        self._entry = self.journal.add(entry, _now())

    def _make(self, delta: Delta) -> None:
        self.document.apply(delta)
        for one in delta.splices:
            live = self._live[one.track]
            if live is not None:
                live.splice(one.at, len(one.old), [cue for _, cue in one.new])

    def _noted(self, op: str, at: str) -> None:
        self.rev += 1
        if op:
            self._seen[op] = at

    def undo(self, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """Take the last step back; as :meth:`op`, with the cue where it happened as ``at``.

        Raises EditError where there is none.
        """
        return self._back_or_forth("undo", request or {})

    def redo(self, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make the step again that was taken back last; as :meth:`undo`."""
        return self._back_or_forth("redo", request or {})

    def _back_or_forth(self, what: str, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            name, tab = wanted_text(request, "op", "") or uuid4().hex, wanted_text(request, "tab", "")
            if name in self._seen:
                return self._answer(name, tab, [], self._seen[name], "")
            self._demand_writable()
            if not (self.history.done if what == "undo" else self.history.undone):
                raise impossible(f"there is nothing to {what}")
            self._write(Entry(what, name, tab))
            deltas, at = self._step(what)
            self._noted(name, at)
            for delta in deltas:
                self._remember(delta, tab)
            return self._told(self._answer(name, tab, deltas, at, ""))

    def _step(self, what: str) -> tuple[list[Delta], str]:
        """Take a step back or make it again; return what that changed, and where."""
        if what == "undo":
            step = self.history.undo()
            deltas = [delta.inverse for delta in reversed(step.deltas)]
        else:
            step = self.history.redo()
            deltas = step.deltas
        for delta in deltas:
            self._make(delta)
        return deltas, step.at

    # --- answers

    def _answer(self, op: str, tab: str, deltas: Sequence[Delta], at: str, message: str) -> dict[str, Any]:
        splices = [one for delta in deltas for one in delta.splices]
        remarks = [one for delta in deltas for one in delta.remarks]
        here, gone = self._present({name for one in splices for name, _ in (*one.old, *one.new)})
        new = {name for one in splices for name, _ in one.new} - _always(splices)
        beside = self._beside(splices)
        notes = [one.key for one in remarks if one.kind == "note"]
        return {
            "rev": self.rev,
            "op": op,
            "tab": tab,
            "track": splices[0].track if splices else 0,
            "rows": [row_of(name, self.document.tracks[track].cues[n]) for track, n, name in here],
            "placed": {name: self._before(track, n) for track, n, name in here if name in new},
            "gone": gone,
            **self._judged(beside if len(beside) <= _MANY else []),
            "rejudge": len(beside) > _MANY,
            "states": {one.key: self.document.state_of(one.key) for one in remarks if one.kind == "state"},
            "notes": [self._note(note) for key in notes if (note := self.document.remarks["note"].get(key))],
            "gone_notes": [key for key in notes if key not in self.document.remarks["note"]],
            "at": at or None,
            **self._steps(),
            "message": message,
        }

    def _present(self, ids: set[str]) -> tuple[list[tuple[int, int, str]], list[str]]:
        """Return the cues of some that are there, in order, and those that are not."""
        here, gone = [], []
        for name in ids:
            try:
                here.append((*self.document.find(name), name))
            except EditError:
                gone.append(name)
        return sorted(here), sorted(gone)

    def _before(self, track: int, at: int) -> str | None:
        return self.document.tracks[track].ids[at - 1] if at else None

    def _beside(self, splices: Sequence[Splice]) -> list[tuple[int, int]]:
        """Return the positions whose findings may be others after splices: one more on each side."""
        found: set[tuple[int, int]] = set()
        for one in splices:
            names = [name for name, _ in one.new]
            here, _ = self._present(set(names))
            first, last = (here[0][1], here[-1][1]) if here else (one.at, one.at - 1)
            size = len(self.document.tracks[one.track].ids)
            found |= {(one.track, at) for at in range(max(0, first - 1), min(size, last + 2))}
        return sorted(found)

    def _judged(self, where: Sequence[tuple[int, int]]) -> dict[str, Any]:
        findings, counters = {}, {}
        for track, at in where:
            live, name = self._check(track), self.document.tracks[track].ids[at]
            findings[name] = judging.findings_of(live, at, name, self.document)
            counters[name] = judging.counters_of(live.place(at), self.bench.limits)
        return {"findings": findings, "counters": counters}

    def _check(self, track: int) -> LiveCheck:
        live = self._live[track]
        if live is None:
            now = self.document.tracks[track].track
            live = self._live[track] = LiveCheck(now, self.bench.profile, self.bench.options(track))
        return live

    def findings(self, first: int = 0, count: int = 500, track: int = 0) -> dict[str, Any]:
        """Return the findings of some cues by their position; fewer where that would keep others waiting.

        ``next`` says where to go on, None at the end; only then ``whole`` says what the whole track breaks.
        """
        with self._lock:
            opened, live = self._opened(track), self._check(track)
            found, at = judging.slice_of(live, opened.ids, self.document, max(0, first), count)
            end = at >= len(opened.ids)
            whole = judging.whole_of(live, opened.ids, self.document) if end else []
            done = at / len(opened.ids) if opened.ids else 1.0
            return {
                "rev": self.rev, "track": track, "findings": found, "next": None if end else at, "done": done,
                "whole": whole,
            }  # fmt: skip

    def _opened(self, track: int) -> OpenTrack:
        if not 0 <= track < len(self.document.tracks):
            raise impossible(f"there is no track {track}")
        return self.document.tracks[track]

    def measure(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return counters and findings that a cue would have with other lines or times; nothing changes."""
        with self._lock:
            name = wanted_text(request, "id")
            track, at = self.document.find(name)
            cue: Cue = self.document.tracks[track].cues[at]
            if "lines" in request:
                cue = cue_with_lines(cue, request["lines"])
            cue = cue.replace(start=wanted_int(request, "start", cue.start), end=wanted_int(request, "end", cue.end))
            view, found = self._check(track).trial(at, cue)
            return {
                "counters": judging.counters_of(view, self.bench.limits),
                "findings": judging.passed(found, name, self.document.remarks["waiver"]),
            }

    # --- files

    def save(self, request: dict[str, Any] | None = None) -> dict[str, Any]:
        """Write what has changed to the files, in their own formats and encodings.

        Raises OutputError, VerificationError; the files are then as they were.
        """
        with self._lock:
            self._demand_writable()
            losses: list[dict[str, Any]] = []
            for kept in self.journal.tracks():
                opened = self.document.tracks[kept.n]
                made = bytes_of(opened, kept.origin)
                self.journal.writes(kept.n, made.value)
                write_file(kept.path, opened, made.value)
                self.journal.seen(kept.n, made.value)
                losses += [judging.noticed(diagnostic, opened.ids) for diagnostic in made.diagnostics]
            self._saved_at = datetime.now().strftime("%H:%M")
            self._write(Entry("saved", "", name=self._saved_at))
            self.history.saved()
            answer = {"saved": self._saved_at, "name": self.document.tracks[0].name, "losses": losses}
            self._say("saved", answer)
            return answer


def _always(splices: Sequence[Splice]) -> set[str]:
    """Return the cues that were there before the splices."""
    there: set[str] = set()
    added: set[str] = set()
    for one in splices:
        there |= {name for name, _ in one.old} - added
        added |= {name for name, _ in one.new} - there
    return there


def _edited(delta: Delta) -> list[str]:
    """Return the cues that are new or others than they were."""
    found: list[str] = []
    for one in delta.splices:
        old = dict(one.old)
        found += [name for name, cue in one.new if old.get(name) is not cue]
    return found


def _digest(track: Track) -> str:
    """Return what a reading is known by: the journal's changes are about these cues."""
    whole = sha256()
    for cue in track.cues:
        whole.update(f"{cue.start} {cue.end} {cue.payload or cue.text}\0".encode("utf-8", "surrogatepass"))
    return f"{len(track)}-{whole.hexdigest()[:16]}"


def _rate(rate: Fraction | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    return {"num": rate.numerator, "den": rate.denominator, "text": f"{float(rate):.5g}"}


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
