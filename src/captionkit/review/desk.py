"""What a session has before it: the document with its journal, its steps, and its judging, always in step.

Nothing is made before it is in the journal; what is read back from the journal is made in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from captionkit.delivery.names import fitting_language, language_in_name
from captionkit.errors import InputError
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality.live import LiveCheck
from captionkit.quality.waivers import Waiver
from captionkit.review.bench import Bench
from captionkit.review.codec import packed, read_delta, unpacked, write_delta
from captionkit.review.document import Delta, Document, OpenTrack
from captionkit.review.heap import released
from captionkit.review.history import History
from captionkit.review.journal import Entry, KeptTrack, ReviewJournal
from captionkit.review.operations import LABELS
from captionkit.review.refusals import EditError, impossible
from captionkit.review.saving import format_of, read_bytes

__all__ = ["Desk"]

#: So many cues at the beginning show whether a track is in the language that its name says.
_LOOKED_AT = 1000
_FAR = 1_000_000_000


class Desk:
    """The document, and what belongs to it. Not for several threads at once: the session sees to that.

    ``seen`` are the requests that were made, with what each changed; ``texts`` says for a cue at which revision and by
    which tab its text was changed last. ``asked`` are the tracks that were asked for: the journal may know others.
    ``general`` are a track's waivers of no single cue.
    """

    def __init__(self, journal: ReviewJournal, profile: Profile) -> None:
        self.journal = journal
        self.document = Document()
        self.history = History()
        self.bench = Bench(self.document, profile)
        self.paths: list[str] = []
        self.asked: set[int] = set()
        self.rev = 0
        self.seen: dict[str, list[Delta]] = {}
        self.texts: dict[str, tuple[int, str]] = {}
        self.saved_at: str | None = None
        self.general: dict[int, list[Waiver]] = {}
        self.stamps: dict[int, tuple[int, int, int]] = {}
        self._entry = 0
        self._live: dict[int, LiveCheck] = {}

    # --- opening

    def open(self, paths: Sequence[str], language: str) -> None:
        """Open the tracks that the journal knows, and others of these paths; make what the journal says.

        Raises InputError for a file that cannot be read, and for another track's journal.
        """
        first = str(Path(paths[0]).resolve())
        for kept in self.journal.tracks():
            if kept.n == 0 and kept.path != first:
                what = f"{self.journal.path} is the journal of another track: {kept.path}"
                raise InputError(what, hint="move it away to begin a new one")
            track = read_bytes(self.journal.origin(kept.n), kept.path, kept.format, kept.language)
            if _digest(track) != kept.digest:
                raise InputError(
                    f"{self.journal.path}: another version of captionkit read {kept.path} otherwise",
                    hint="save with that version, or move the journal away",
                )
            self._add(kept.path, track, kept.first, kept.format)
        self.catch_up()  # before others come, which must not get identifiers that are in use
        for path in paths:
            whole = str(Path(path).resolve())
            if whole not in self.paths:
                self._new(whole, "" if self.paths else language)
            self.asked.add(self.paths.index(whole))

    def _new(self, path: str, language: str) -> None:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None
        format = format_of(data, path, language)
        track = read_bytes(data, path, format, language)
        named = "" if track.language else language_in_name(path)
        if named:
            language, doubts = fitting_language(path, named, [cue.text for cue in track.cues[:_LOOKED_AT]])
            track = track.replace(language=language).with_diagnostics(doubts)
        first = self.document.next_id
        if self.journal.holder:
            first += _FAR  # the holder goes on giving identifiers
        else:
            self.journal.add_track(path, format, language, _digest(track), data, first)
        self._add(path, track, first, format)

    def _add(self, path: str, track: Track, first: int, format: str) -> None:
        self.paths.append(path)
        self.document.add(track, Path(path).name, first, format)

    def catch_up(self) -> None:
        """Make the changes that the journal knows and the document has not."""
        for entry in self.journal.entries(self._entry):
            self._entry = entry.n
            self._replay(entry)

    def _replay(self, entry: Entry) -> None:
        if entry.what == "saved":
            self._saved(entry.name)
        elif entry.what in ("disk", "written"):
            opened = self.document.tracks[int(entry.name)]
            opened.disk = tuple(json.loads(unpacked(entry.delta)) if entry.what == "disk" else opened.ids)
        elif entry.what == "waivers":
            self.document.remarks["waiver"] |= json.loads(unpacked(entry.delta))
        elif entry.what == "do":
            delta = read_delta(entry.delta, self.document)
            self._count(delta)
            self._did(entry, delta)
        else:
            self._stepped(entry)

    def _count(self, delta: Delta) -> None:
        """Keep identifiers that the journal knows from being given again."""
        ids = [int(name[1:]) for one in delta.splices for name, _ in one.new]
        notes = [int(one.key[1:]) for one in delta.remarks if one.kind == "note"]
        self.document.next_id = max([self.document.next_id - 1, *ids]) + 1
        self.document.next_note = max([self.document.next_note - 1, *notes]) + 1

    def files(self) -> list[KeptTrack]:
        """Return the tracks whose files may be read and written: those that were asked for.

        A journal comes from anywhere, and may name any file.
        """
        return [kept for kept in self.journal.tracks() if kept.n in self.asked]

    # --- changing

    def do(self, delta: Delta, name: str, op: str, tab: str, *, join: bool) -> None:
        """Make a change: in the journal first.

        Raises OutputError where it cannot be written; then nothing has changed.
        """
        joined = join and self.history.joins(name, tab, delta.at)
        entry = Entry("do", op, tab, name, joined, write_delta(delta))
        self._write(entry)
        self._did(entry, delta)

    def _did(self, entry: Entry, delta: Delta) -> None:
        self._make([delta], entry)
        label = LABELS.get(entry.name, entry.name)
        self.history.add(label, delta, do=entry.name, tab=entry.tab, join=entry.joined)

    def step(self, what: str, op: str, tab: str) -> list[Delta]:
        """Take the last step back (``undo``) or make it again (``redo``); return what that changed.

        Raises EditError where there is none, OutputError where the journal cannot be written.
        """
        if not (self.history.done if what == "undo" else self.history.undone):
            raise impossible(f"there is nothing to {what}")
        entry = Entry(what, op, tab)
        self._write(entry)
        return self._stepped(entry)

    def _stepped(self, entry: Entry) -> list[Delta]:
        if entry.what == "undo":
            deltas = [delta.inverse for delta in reversed(self.history.undo().deltas)]
        else:
            deltas = list(self.history.redo().deltas)
        self._make(deltas, entry)
        return deltas

    def _write(self, entry: Entry) -> None:
        self._entry = self.journal.add(entry)

    def _make(self, deltas: list[Delta], entry: Entry) -> None:
        self.rev += 1
        if entry.op:
            self.seen[entry.op] = deltas
        for delta in deltas:
            self.document.apply(delta)
            for one in delta.splices:
                old = dict(one.old)
                for name, cue in one.new:
                    if (was := old.get(name)) is None or was.lines != cue.lines:
                        self.texts[name] = (self.rev, entry.tab)
                if one.track in self._live:
                    self._live[one.track].splice(one.at, len(one.old), [cue for _, cue in one.new])

    def saved(self, at: str) -> None:
        """Note that the files are as the document is."""
        self._write(Entry("saved", "", name=at))
        self._saved(at)

    def waivers_are(self, remarks: dict[str, Any]) -> None:
        """Note which findings of single cues a waiver file lets pass."""
        self._write(Entry("waivers", "", delta=packed(json.dumps(remarks).encode())))
        self.document.remarks["waiver"] |= remarks

    def reason(self, track: int, name: str, rule: str) -> str:
        """Return why a finding of a cue is let pass, ``""`` where it is not."""
        remark = self.document.remarks["waiver"].get(f"{name} {rule}")
        if remark is not None:
            return str(remark["reason"])
        for one in self.general.get(track, ()):
            if one.rule == rule and one.text in self.document.cue(name).text.replace("\n", " "):
                return one.reason
        return ""

    def written(self, track: int) -> None:
        """Note that a file holds a track as it is now."""
        self._write(Entry("written", "", name=str(track)))
        self.document.tracks[track].disk = tuple(self.document.tracks[track].ids)

    def disk_is(self, track: int, ids: Sequence[str]) -> None:
        """Note which cues a file holds that somebody else wrote."""
        self._write(Entry("disk", "", name=str(track), delta=packed(json.dumps(ids).encode())))
        self.document.tracks[track].disk = tuple(ids)

    def _saved(self, at: str) -> None:
        self.history.saved()
        self.saved_at = at

    # --- looking

    def track(self, number: int) -> OpenTrack:
        """Return an open track.

        Raises EditError where there is none.
        """
        if not 0 <= number < len(self.document.tracks):
            raise impossible(f"there is no track {number}")
        return self.document.tracks[number]

    def check(self, number: int) -> LiveCheck:
        """Return the judging of a track."""
        opened = self.track(number)
        if number not in self._live:
            self._live[number] = LiveCheck(opened.track, self.bench.profile, self.bench.options(number))
        return self._live[number]

    def judge_again(self) -> None:
        """Forget all findings: the style guide, or what is known of the film, is another."""
        self._live.clear()
        released()
        self.bench.offers.clear()

    def present(self, ids: Iterable[str]) -> tuple[list[tuple[int, int, str]], list[str]]:
        """Return which of some cues are there, as (track, position, identifier) in order, and which are not."""
        here, gone = [], []
        for name in ids:
            try:
                here.append((*self.document.find(name), name))
            except EditError:
                gone.append(name)
        return sorted(here), sorted(gone)


def _digest(track: Track) -> str:
    """Return what a reading is known by: the journal's changes are about these cues."""
    whole = sha256()
    for cue in track.cues:
        whole.update(f"{cue.start} {cue.end} {cue.payload or cue.text}\0".encode("utf-8", "surrogatepass"))
    return f"{len(track)}-{whole.hexdigest()[:16]}"
