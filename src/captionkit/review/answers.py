"""What the page is answered: everything at first, and after a change what is different."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from captionkit.profiles import names
from captionkit.review import judging
from captionkit.review.desk import Desk
from captionkit.review.document import Delta, Splice
from captionkit.review.lossy import losses_of
from captionkit.review.refusals import EditError
from captionkit.review.rows import row_of
from captionkit.translation.writing import is_rtl

__all__ = ["answer_of", "profile_of", "state_of"]

#: Of a change of more cues than this the answer has no findings and counters; they are asked for in slices.
_MANY = 200


def state_of(desk: Desk, media: dict[str, Any]) -> dict[str, Any]:
    """Return everything that the page shows at first, but for findings."""
    document = desk.document
    return {
        "rev": desk.rev,
        "journal": desk.journal.name(),
        "title": document.tracks[0].name,
        "locked": desk.journal.holder or None,
        "tracks": [_about(desk, number) for number in range(len(document.tracks))],
        "profile": profile_of(desk),
        "profiles": list(names()),
        "rate": _rate(desk.bench.rate),
        "start_timecode": None,
        "drop": False,
        "film": None,
        **media,
        "rows": [list(map(row_of, opened.ids, opened.cues)) for opened in document.tracks],
        "states": dict(document.remarks["state"]),
        "notes": [_note(desk, note) for note in document.remarks["note"].values()],
        "losses": [{"track": n, **loss} for n, opened in enumerate(document.tracks) for loss in losses_of(opened)],
        "diagnostics": _noticed(desk),
        **_steps(desk),
        "saved": desk.saved_at or None,
    }


def profile_of(desk: Desk) -> dict[str, Any]:
    """Return the style guide as the page shows it."""
    profile = desk.bench.profile
    return {"name": profile.name, "title": profile.title, "limits": judging.limits_of(desk.bench.limits)}


def _about(desk: Desk, number: int) -> dict[str, Any]:
    opened, language = desk.document.tracks[number], desk.bench.language_of(number)
    return {
        "name": opened.name, "language": language, "format": opened.format,
        "direction": "rtl" if language and is_rtl(language) else "ltr", "count": len(opened.cues),
    }  # fmt: skip


def _rate(rate: Fraction | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    return {"num": rate.numerator, "den": rate.denominator, "text": f"{float(rate):.5g}"}


def _noticed(desk: Desk) -> list[dict[str, Any]]:
    """Return what was noticed when the files were read; cues by the identifiers that they got then."""
    return [
        {"track": number, **judging.noticed(diagnostic, opened.came)}
        for number, opened in enumerate(desk.document.tracks)
        for diagnostic in opened.origin.diagnostics
    ]


def _note(desk: Desk, note: dict[str, Any]) -> dict[str, Any]:
    """Return a note as the page shows it: with whether its cue is still there and says what it said."""
    if note["cue"] is None:
        return {**note, "earlier": False, "gone": False}
    try:
        return {**note, "earlier": desk.document.cue(note["cue"]).text != note["was"], "gone": False}
    except EditError:
        return {**note, "earlier": True, "gone": True}


def _steps(desk: Desk) -> dict[str, Any]:
    done, undone = desk.history.done, desk.history.undone
    return {
        "undo": done[-1].label if done else None,
        "redo": undone[-1].label if undone else None,
        "unsaved": desk.history.unsaved,
    }


def answer_of(
    desk: Desk, op: str, tab: str, deltas: Sequence[Delta], *, at: str = "", message: str = ""
) -> dict[str, Any]:
    """Return what is different after changes."""
    document = desk.document
    splices = [one for delta in deltas for one in delta.splices]
    remarks = [one for delta in deltas for one in delta.remarks]
    touched = {name for one in splices for name, _ in (*one.old, *one.new)}
    here, gone = desk.present(touched)
    new = {name for *_, name in here} - _there_before(splices)
    notes = [one.key for one in remarks if one.kind == "note"]
    notes += [key for key, note in document.remarks["note"].items() if note["cue"] in touched and key not in notes]
    return {
        "rev": desk.rev,
        "op": op,
        "tab": tab,
        "track": splices[0].track if splices else 0,
        "rows": [row_of(name, document.tracks[track].cues[n]) for track, n, name in here],
        "placed": {name: document.tracks[track].ids[n - 1] if n else None for track, n, name in here if name in new},
        "gone": gone,
        **_judged(desk, splices, {one.key.partition(" ")[0] for one in remarks if one.kind == "waiver"}),
        "states": {one.key: document.state_of(one.key) for one in remarks if one.kind == "state"},
        "notes": [_note(desk, note) for key in notes if (note := document.remarks["note"].get(key))],
        "gone_notes": [key for key in notes if key not in document.remarks["note"]],
        "at": at or None,
        **_steps(desk),
        "message": message,
    }


def _there_before(splices: Sequence[Splice]) -> set[str]:
    """Return the cues of splices that were there before them."""
    there: set[str] = set()
    added: set[str] = set()
    for one in splices:
        there |= {name for name, _ in one.old} - added
        added |= {name for name, _ in one.new} - there
    return there


def _judged(desk: Desk, splices: Sequence[Splice], passed: set[str]) -> dict[str, Any]:
    """Return findings and counters of what was changed, and of one more cue on each side."""
    where = {(track, at) for track, at, _ in desk.present(passed)[0]}
    for one in splices:
        here = [at for track, at, _ in desk.present(name for name, _ in one.new)[0] if track == one.track]
        first, last = (here[0], here[-1]) if here else (one.at, one.at - 1)
        size = len(desk.document.tracks[one.track].ids)
        where |= {(one.track, at) for at in range(max(0, first - 1), min(size, last + 2))}
    if len(where) > _MANY:
        return {"findings": {}, "counters": {}, "rejudge": True}
    findings, counters = {}, {}
    for track, at in sorted(where):
        live, name = desk.check(track), desk.document.tracks[track].ids[at]
        findings[name] = judging.passed(live.found(at), partial(desk.reason, track, name))
        counters[name] = judging.counters_of(live.place(at), desk.bench.limits)
    return {"findings": findings, "counters": counters, "rejudge": False}
