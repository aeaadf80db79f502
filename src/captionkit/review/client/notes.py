"""What a client gives back: ``notes.json``, read within limits, and brought into a session.

The file comes from somebody's browser by mail: it is text and numbers or nothing. A note is known by who wrote it and
when, so that the same file twice changes nothing, and a second file with a note written otherwise replaces it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.errors import InputError, LimitError
from captionkit.sources.jsontext import parse_json
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.review.session import Session

__all__ = ["ClientNote", "Imported", "NotesFile", "read_notes", "take_notes"]

#: A notes file is no longer than this (bytes), has no more notes, and none has more letters.
MOST_BYTES, MOST_NOTES, MOST_LETTERS = 5_000_000, 20_000, 20_000
_FIELDS = frozenset(("captionkit", "version", "export", "track", "who", "notes"))
_NOTE_FIELDS = frozenset(("cue", "ms", "was", "text", "suggest", "state", "written"))
_STATES = ("approved", "redo")
#: What can become of notes, with the words for it.
_SAID = {"new": "new", "updated": "written otherwise", "known": "known already", "approved": "approved",
         "redo": "to be redone", "earlier": "about an earlier text"}  # fmt: skip
#: Controls, but line ends and tabs; and halves of a character.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{5,16}Z?", re.ASCII)


@value
class ClientNote:
    """What was said of a cue, or of a moment (``cue`` is ``""``): ``was`` is the text as it was seen, ``state`` is
    ``approved``, ``redo`` or ``""``.
    """

    cue: str
    ms: int
    was: str = ""
    text: str = ""
    suggest: str = ""
    state: str = ""
    written: str = ""


@value
class NotesFile:
    """A notes file: which track it is about, who wrote it, the notes, and what was odd about it."""

    track: str
    who: str
    notes: tuple[ClientNote, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@value
class Imported:
    """What became of a notes file: how many notes are new, were written otherwise before, were known already; how many
    cues are approved, or to be redone, now; how many notes and approvals are about an earlier text.
    """

    new: int = 0
    updated: int = 0
    known: int = 0
    approved: int = 0
    redo: int = 0
    earlier: int = 0
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, int]:
        """Return the JSON shape."""
        return {name: getattr(self, name) for name in _SAID}

    @property
    def summary(self) -> str:
        """What became of the file, in words."""
        counts = self.as_dict()
        return ", ".join(f"{counts[name]} {said}" for name, said in _SAID.items() if counts[name]) or "no notes"


def read_notes(data: bytes, name: str = "") -> NotesFile:
    """Return the notes in a file, text without control characters. What is no note is reported and left out.

    Raises InputError for what is no notes file of this version, LimitError for one that is too large.

    >>> read_notes(b'{"captionkit":"notes","version":1,"notes":[{"cue":"c1","ms":0,"text":"Typo"}]}').notes[0].text
    'Typo'
    """
    if len(data) > MOST_BYTES:
        raise LimitError(f"{name}: {len(data)} bytes, limit {MOST_BYTES}", hint="a notes file holds notes alone")
    try:
        values = parse_json(data.decode("utf-8-sig"), name).values
    except UnicodeDecodeError:
        raise InputError(f"{name}: this is not UTF-8 text") from None
    found = values[0] if len(values) == 1 and isinstance(values[0], dict) else {}
    if found.get("captionkit") != "notes" or not isinstance(found.get("notes"), list):
        raise InputError(f"{name}: these are no notes of captionkit", hint='the page\'s "Save notes" makes them')
    if found.get("version") != 1:
        raise InputError(f"{name}: version {found.get('version')!r:.20}, known is 1", hint="update captionkit")
    if len(found["notes"]) > MOST_NOTES:
        raise LimitError(f"{name}: {len(found['notes'])} notes, limit {MOST_NOTES}")
    noticed = Collector(name)
    notes = tuple(_notes(found["notes"], noticed))
    _report_fields(found, noticed)
    track = found.get("track")
    return NotesFile(
        _text(track.get("name")) if isinstance(track, dict) else "", _text(found.get("who"))[:200], notes, noticed.all
    )


def _report_fields(found: Mapping[str, Any], noticed: Collector) -> None:
    unknown = set(found) - _FIELDS
    for note in found["notes"]:
        unknown |= set(note) - _NOTE_FIELDS if isinstance(note, dict) else set()
    if unknown:
        names = ", ".join(sorted(_text(name)[:30] for name in unknown)[:8])
        noticed.add("review.notes-field", f"{len(unknown)} fields that are not read: {names}")


def _notes(rows: Iterable[object], noticed: Collector) -> Iterator[ClientNote]:
    for number, row in enumerate(rows, 1):
        note = _note(row) if isinstance(row, dict) else "an object is wanted"
        if isinstance(note, str):
            noticed.add("review.note-left-out", f"note {number}: {note}")
        else:
            yield note


def _note(row: Mapping[str, Any]) -> ClientNote | str:
    """Return a note, or why it is none."""
    cue, ms = row.get("cue"), row.get("ms")
    if not (cue is None or (isinstance(cue, str) and len(cue) <= 40)):
        return f"cue {cue!r:.40}: not an identifier"
    if type(ms) is not int or not 0 <= ms < 10**10:
        return f"ms {ms!r:.40}: not a time"
    wrong = [key for key in ("was", "text", "suggest", "state", "written") if not isinstance(row.get(key, ""), str)]
    if wrong:
        return f"{wrong[0]}: text is wanted"
    texts = {key: _text(row.get(key, "")) for key in ("was", "text", "suggest")}
    longest = max(len(text) for text in texts.values())
    if longest > MOST_LETTERS:
        return f"{longest} characters, limit {MOST_LETTERS}"
    state, written = row.get("state", ""), row.get("written", "")
    if state and state not in _STATES:
        return f"state {_text(state):.20}: approved and redo are known"
    text, suggest = texts["text"].strip(), texts["suggest"].strip()
    if not (text or suggest or state):
        return "it says nothing"
    stamp = written if _WRITTEN.fullmatch(written) else ""
    return ClientNote(_text(cue or ""), ms, texts["was"], text, suggest, state, stamp)


def _text(given: object) -> str:
    """Return text without controls, whatever its line ends; of anything else nothing."""
    return _NO_TEXT.sub("", given.replace("\r\n", "\n").replace("\r", "\n")) if isinstance(given, str) else ""


def take_notes(session: Session, file: NotesFile) -> Imported:
    """Bring the notes of a file into a session, each a step that can be undone; states as one.

    A note finds its cue by its identifier; where the cue has another text by now it is marked as being about an earlier
    one; where it is not there any more, the note goes to the cue that is shown at its time, or to the time alone. A cue
    is approved only with the text that was seen, and never where it was set to be redone here.

    Raises InputError where the file is about another track, EditError where somebody else has the journal.
    """
    taking = _Taking(session, file)
    for note in file.notes:
        if note.text or note.suggest:
            taking.note(note)
        if note.state:
            taking.state(note)
    taking.finish()
    return Imported(**taking.counts, diagnostics=(*file.diagnostics, *taking.noticed.all))


class _Taking:
    """What is known of a session while notes come in."""

    def __init__(self, session: Session, file: NotesFile) -> None:
        self.session, self.who = session, file.who
        state = session.state()
        names = [about["name"] for about in state["tracks"]]
        at = names.index(file.track) if file.track in names else 0
        self.texts: dict[str, str] = {}
        self.rows = state["rows"][at]
        for track, rows in zip(session.tracks, state["rows"], strict=True):
            self.texts |= {row[0]: _text(cue.text) for row, cue in zip(rows, track.cues, strict=True)}
        self.states: dict[str, str] = dict(state["states"])
        #: notes that are there, by who wrote them and when, about what
        self.known: dict[tuple[str, str, int, str], list[dict[str, Any]]] = {}
        for note in state["notes"]:
            key = note["who"], note["written"], note["ms"], note["was"]
            self.known.setdefault(key, []).append(note)
        #: and what was said by whom
        self.said = {(n["who"], n["ms"], n["was"], n["text"], n.get("suggest", "")) for n in state["notes"]}
        self.counts = Counter[str]()
        self.noticed = Collector()
        self.wanted: dict[str, list[str]] = {name: [] for name in _STATES}
        if file.track not in names and file.notes and not any(self._fits(note) for note in file.notes):
            raise InputError(
                f"these notes are about {file.track or 'another track'}: no cue has the text that they saw",
                hint="open the track that the page was made of",
            )

    def _fits(self, note: ClientNote) -> bool:
        return bool(note.was) and self.texts.get(note.cue) == note.was

    def note(self, note: ClientNote) -> None:
        """Take a note, if it is not there already."""
        says = self.who, note.ms, note.was, note.text, note.suggest
        if says in self.said:
            self.counts["known"] += 1
            return
        self.said.add(says)
        old = self.known.setdefault((self.who, note.written, note.ms, note.was), [])
        replaced = next((one for one in old if note.written and not one["answers"]), None)
        if replaced is not None:
            self.session.op({"do": "unnote", "note": replaced["id"]})
            old.remove(replaced)
        self.counts["updated" if replaced else "new"] += 1
        about = self._about(note)
        request = {"do": "note", "id": about, "ms": note.ms, "text": note.text, "who": self.who, "was": note.was}
        request |= {"suggest": note.suggest} if note.suggest else {}
        old += self.session.op({**request, "written": note.written})["notes"]

    def _about(self, note: ClientNote) -> str | None:
        """Return the cue that a note is about as things are now, None for a time alone."""
        if self._fits(note) or not note.cue:
            return note.cue or None
        if note.cue in self.texts:
            self.counts["earlier"] += 1
            self.noticed.add("review.note-earlier", f"note at {note.ms} ms: {note.cue} has another text by now")
            return note.cue
        at = next((row[0] for row in self.rows if row[1] <= note.ms < row[2]), None)
        where = f"it is at {at} now" if at else "it stands at its time"
        self.counts["earlier"] += 1
        self.noticed.add("review.note-gone", f"note at {note.ms} ms: {note.cue[:40]} is not there any more; {where}")
        return at

    def state(self, note: ClientNote) -> None:
        """Note how far a cue is, if it still says what was seen."""
        now = self.states.get(note.cue, "open")
        if now in (note.state, "redo"):
            return
        if self._fits(note):
            self.wanted[note.state].append(note.cue)
            self.states[note.cue] = note.state
        else:
            self.counts["earlier"] += 1
            what = f"{note.cue[:40] or 'a moment'} at {note.ms} ms"
            self.noticed.add("review.state-earlier", f"{what} was {note.state} with a text that it has not any more")

    def finish(self) -> None:
        """Set the states."""
        for state, names in self.wanted.items():
            if names:
                self.session.op({"do": "state", "ids": names, "value": state})
                self.counts[state] += len(names)
