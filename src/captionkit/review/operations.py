"""The operations: what each edit makes of the document. A function takes the bench and the request, and changes
nothing itself: what it returns is written to the journal first, and made then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from captionkit.formats.anchor import positioning_of
from captionkit.model.cue import Cue
from captionkit.model.text import Span
from captionkit.model.track import Track
from captionkit.review.bench import Bench, Made, demand_one_track, named_ids, wanted_int, wanted_text
from captionkit.review.document import Document, Splice
from captionkit.review.refusals import EditError, impossible
from captionkit.review.remarks import answer, note, settle, state, unnote, waive
from captionkit.review.rows import PLACES, STYLES, clean_text, cue_with_lines, row_of
from captionkit.review.shaping import accept, merge, move, split
from captionkit.review.units import utf16_offset
from captionkit.segmentation.rewrap import rewrap
from captionkit.transforms.byhand import retimed
from captionkit.transforms.lines import edited, slice_line, spans_of
from captionkit.values import check_choice

__all__ = ["LABELS", "OPERATIONS", "perform"]

Request = Mapping[str, Any]


def text(bench: Bench, request: Request) -> Made:
    """Give a cue other lines."""
    name = wanted_text(request, "id")
    cue = bench.document.cue(name)
    return Made.of(bench.document.replaced({name: cue_with_lines(cue, request.get("lines") or [])}), at=name)


def time(bench: Bench, request: Request) -> Made:
    """Move a cue's start, end or both."""
    return _times(bench, [request])


def times(bench: Bench, request: Request) -> Made:
    """Move starts and ends of several cues at once: two neighbours where they meet, above all."""
    rows = request.get("times")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise impossible("times is a list of cues with their start or end")
    return _times(bench, rows)


def _times(bench: Bench, rows: list[Request]) -> Made:
    changes: dict[str, Cue] = {}
    for row in rows:
        name = wanted_text(row, "id")
        cue = changes.get(name) or bench.document.cue(name)
        start, end = wanted_int(row, "start", cue.start), wanted_int(row, "end", cue.end)
        _demand_times(start, end, cue)
        changes[name] = retimed(cue, start, end)
    return Made.of(bench.document.replaced(changes), at=wanted_text(rows[0], "id"))


def _demand_times(start: int, end: int, was: Cue | None = None) -> None:
    if start < 0 and (was is None or start < was.start):
        raise impossible(f"the cue would begin {-start} ms before the film does")
    if end <= start and (was is None or was.duration > end - start):
        raise impossible("the cue would end before it begins" if end < start else "the cue would have no length")


def insert(bench: Bench, request: Request) -> Made:
    """Put in a cue, after another or where its start belongs."""
    track = wanted_int(request, "track", 0)
    if not 0 <= track < len(bench.document.tracks):
        raise impossible(f"there is no track {track}")
    opened = bench.document.tracks[track]
    start, end = wanted_int(request, "start"), wanted_int(request, "end")
    _demand_times(start, end)
    after = request.get("after")
    if after is None:
        at = next((n for n, cue in enumerate(opened.cues) if cue.start > start), len(opened.cues))
    else:
        where, at = bench.document.find(after)
        if where != track:
            raise impossible(f"the cue {after} is in another track")
        at += 1
    cue = cue_with_lines(Cue(start, end), request.get("lines") or [])
    name = bench.document.new_ids(1)[0]
    return Made.of([bench.document.splice(track, at, 0, [(name, cue)])], at=name)


def delete(bench: Bench, request: Request) -> Made:
    """Take cues out; what comments stood before one go to the next."""
    document = bench.document
    splices: list[Splice] = []
    runs = _runs(bench, named_ids(request, document))
    demand_one_track(track for track, _, _ in runs)
    for track, first, last in reversed(runs):
        opened = document.tracks[track]
        notes = [note for cue in opened.cues[first : last + 1] for note in cue.notes]
        count, kept = last - first + 1, []
        if notes and last + 1 < len(opened.cues):
            following = opened.cues[last + 1]
            kept = [(opened.ids[last + 1], following.replace(notes=(*notes, *following.notes)))]
        splices.append(document.splice(track, first, count + len(kept), kept))
    return Made.of(splices, at=_beside(document, splices[-1]))


def _beside(document: Document, splice: Splice) -> str:
    """Return the cue that follows those taken out, else the one before them."""
    ids = document.tracks[splice.track].ids
    after = splice.at + len(splice.old) - len(splice.new)
    return ids[after] if after < len(ids) else ids[splice.at - 1] if splice.at else ""


def _runs(bench: Bench, names: list[str]) -> list[tuple[int, int, int]]:
    """Return runs of neighbours as (track, first, last)."""
    runs: list[tuple[int, int, int]] = []
    for name in names:
        track, at = bench.document.find(name)
        if runs and runs[-1][0] == track and runs[-1][2] + 1 == at:
            runs[-1] = (track, runs[-1][1], at)
        else:
            runs.append((track, at, at))
    return runs


def shift(bench: Bench, request: Request) -> Made:
    """Move a cue and all after it."""
    name, by = wanted_text(request, "from"), wanted_int(request, "by")
    track, at = bench.document.find(name)
    opened = bench.document.tracks[track]
    first = min(cue.start for cue in opened.cues[at:])
    if by < 0 and first + by < 0:
        raise impossible(f"a cue would begin {-first - by} ms before the film does", f"move by {-first} ms at most")
    moved = [retimed(cue, cue.start + by, cue.end + by) for cue in opened.cues[at:]]
    new = list(zip(opened.ids[at:], moved, strict=True))
    return Made.of([bench.document.splice(track, at, len(moved), new)] if by else [], at=name)


def wrap(bench: Bench, request: Request) -> Made:
    """Break the lines of cues again."""
    names = named_ids(request, bench.document)
    changes: dict[str, Cue] = {}
    for track in {bench.document.find(name)[0] for name in names}:
        some = [name for name in names if bench.document.find(name)[0] == track]
        cues = Track([bench.document.cue(name) for name in some])
        changes |= zip(some, rewrap(cues, bench.profile, bench.breaking(track)).value.cues, strict=True)
    splices = bench.document.replaced(changes)
    return Made.of(splices, at=names[0], message="" if splices else "the lines are broken as they should be")


def speaker(bench: Bench, request: Request) -> Made:
    """Name who speaks."""
    name = " ".join(clean_text(wanted_text(request, "name", "")).split())
    return _each(bench, request, lambda _, cue: cue if cue.speaker == name else cue.replace(speaker=name))


def place(bench: Bench, request: Request) -> Made:
    """Show cues at one of nine positions, or where the format shows them by itself."""
    wanted = wanted_text(request, "place", "")
    check_choice("place", wanted, ("", *PLACES))
    # what a file says of one of the nine positions; bottom centre is where cues stand by themselves
    new = positioning_of(PLACES.index(wanted) + 1) if wanted and wanted != "bottom" else None
    return _each(bench, request, lambda _, cue: cue if cue.positioning == new else cue.replace(positioning=new))


def style(bench: Bench, request: Request) -> Made:
    """Set or take away italics, bold or underlining: of whole cues, or of a part of a line."""
    mark = wanted_text(request, "style", "i")
    check_choice("style", mark, tuple(STYLES))
    changes: Any = {STYLES[mark]: bool(request.get("on", True))}

    def styled(name: str, cue: Cue) -> Cue:
        lines = list(cue.lines)
        for number, line in enumerate(lines):
            start, end = 0, len(line.text)
            if "line" in request:
                if number != wanted_int(request, "line"):
                    continue
                start, end = (utf16_offset(line.text, wanted_int(request, key, end)) for key in ("from", "to"))
            marked = [Span(s.text, s.style.replace(**changes)) for s in slice_line(line, start, end)]
            lines[number] = spans_of([*slice_line(line, 0, start), *marked, *slice_line(line, end, len(line.text))])
        return cue if tuple(lines) == cue.lines else cue.replace(lines=lines)

    return _each(bench, request, styled)


def _each(bench: Bench, request: Request, change: Callable[[str, Cue], Cue]) -> Made:
    names = named_ids(request, bench.document)
    return Made.of(
        bench.document.replaced({name: change(name, bench.document.cue(name)) for name in names}), at=names[0]
    )


def replace(bench: Bench, request: Request) -> Made:
    """Replace hits of a search, each by its own text or all by the same."""
    hits = request.get("hits")
    if not isinstance(hits, list) or not hits or not all(isinstance(hit, dict) for hit in hits):
        raise impossible("hits is a list of what find answered")
    otherwise = wanted_text(request, "with", "")
    edits: dict[str, dict[int, list[tuple[int, int, str]]]] = {}
    for hit in hits:
        name, number = wanted_text(hit, "id"), wanted_int(hit, "line", 0)
        lines = bench.document.cue(name).lines
        shown = lines[number].text if 0 <= number < len(lines) else ""
        start, end = (utf16_offset(shown, wanted_int(hit, key)) for key in ("start", "end"))
        if not 0 <= start <= end <= len(shown) or ("text" in hit and shown[start:end] != hit["text"]):
            raise _changed(bench, name)
        edits.setdefault(name, {}).setdefault(number, []).append(
            (start, end, clean_text(wanted_text(hit, "with", otherwise)))
        )
    changes = {name: _replaced(bench.document.cue(name), by_line) for name, by_line in edits.items()}
    count = "1 replacement" if len(hits) == 1 else f"{len(hits)} replacements"
    return Made.of(bench.document.replaced(changes), at=next(iter(edits)), message=count)


def _replaced(cue: Cue, by_line: Mapping[int, list[tuple[int, int, str]]]) -> Cue:
    lines = [edited(line, sorted(by_line.get(number, ()))) for number, line in enumerate(cue.lines)]
    # through the text, so that words keep their times; the lines as edited, so that what replaces keeps its style
    made = cue.with_text("\n".join(line.text for line in lines))
    return made if made.text.count("\n") >= len(lines) or made.lines == tuple(lines) else made.replace(lines=lines)


def _changed(bench: Bench, name: str) -> EditError:
    row = row_of(name, bench.document.cue(name))
    return EditError("changed", f"the cue {name} has another text now", hint="search again", row=row)


#: Name -> (what it is called to people, how it is done).
_TABLE: dict[str, tuple[str, Callable[[Bench, Request], Made]]] = {
    "text": ("typing", text),
    "time": ("time", time),
    "times": ("times", times),
    "insert": ("new cue", insert),
    "delete": ("deleting", delete),
    "split": ("split", split),
    "merge": ("merge", merge),
    "move_word": ("moving a word", move),
    "wrap": ("line breaks", wrap),
    "speaker": ("speaker", speaker),
    "place": ("position", place),
    "style": ("style", style),
    "replace": ("replacing", replace),
    "shift": ("shift", shift),
    "accept": ("proposals", accept),
    "state": ("state", state),
    "note": ("note", note),
    "answer": ("answer", answer),
    "settle": ("settling a note", settle),
    "unnote": ("deleting a note", unnote),
    "waive": ("letting a finding pass", waive),
}
OPERATIONS = {name: function for name, (_, function) in _TABLE.items()}
LABELS = {**{name: label for name, (label, _) in _TABLE.items()}, "outside": "changes from outside"}


def perform(bench: Bench, request: Request) -> Made:
    """Return what a request makes of the document.

    Raises EditError for what cannot be done.
    """
    name = wanted_text(request, "do", "")
    if name not in OPERATIONS:
        raise impossible(f"there is no operation {name!r:.40}", f"known: {', '.join(OPERATIONS)}")
    return OPERATIONS[name](bench, request)
