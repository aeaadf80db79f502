"""Operations that change no cue: states, notes and their answers, findings that are let pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from captionkit.review.bench import Bench, Made, named_ids, wanted_int, wanted_text
from captionkit.review.document import Delta, Document, Remark
from captionkit.review.refusals import gone, impossible
from captionkit.values import check_choice

__all__ = ["STATES", "answer", "note", "settle", "state", "unnote", "waive", "with_states"]

#: What a cue may be, ``open`` where nothing else was set.
STATES = ("open", "corrected", "approved", "redo")
#: A note of more letters than this is none.
_MOST = 20_000


def state(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Say how far cues are."""
    value = wanted_text(request, "value", "")
    check_choice("value", value, STATES)
    names = named_ids(request, bench.document)
    found = [remark for name in names if (remark := _state(bench.document, name, value)) is not None]
    return Made.of(remarks=found, at=names[0])


def _state(document: Document, name: str, value: str) -> Remark | None:
    old = document.remarks["state"].get(name)
    new = None if value == "open" else value
    return None if old == new else Remark("state", name, old, new)


def with_states(document: Document, delta: Delta, do: str) -> Delta:
    """Return a change with what it makes of the cues' states: what was approved and is edited becomes corrected.

    So does what was open, but where all cues are shifted: nobody looked at each of them.
    """
    states = document.remarks["state"]
    wanted = ("approved",) if do == "shift" else ("open", "approved")
    changed = [name for name in delta.edited if states.get(name, "open") in wanted]
    remarks = [Remark("state", name, states.get(name), "corrected") for name in changed]
    return Delta(delta.splices, (*delta.remarks, *remarks), delta.at)


def note(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Leave a note on a cue or a time. ``who``, ``was`` and ``written`` may come along from somebody's notes file."""
    document = bench.document
    about = request.get("id")
    cue = document.cue(about) if about is not None else None
    key = f"n{document.next_note}"
    document.next_note += 1
    made: dict[str, Any] = {
        "id": key,
        "cue": about,
        "ms": wanted_int(request, "ms", cue.start if cue else None),
        "text": _said(request),
        "who": wanted_text(request, "who", ""),
        "written": wanted_text(request, "written", "") or _now(),
        "was": wanted_text(request, "was", cue.text if cue else ""),
        "settled": False,
        "answers": [],
    }
    if "suggest" in request:
        made["suggest"] = wanted_text(request, "suggest")
    return Made.of(remarks=[Remark("note", key, None, made)], at=str(about or ""))


def _said(request: Mapping[str, Any]) -> str:
    text = wanted_text(request, "text").strip()
    if not text and not request.get("suggest"):
        raise impossible("the note says nothing")
    if len(text) > _MOST:
        raise impossible(f"{len(text)} characters in one note, limit {_MOST}")
    return text


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _changed(bench: Bench, request: Mapping[str, Any], **changes: Any) -> Made:
    """Return what changes a note."""
    key = wanted_text(request, "note")
    old = bench.document.remarks["note"].get(key)
    if old is None:
        raise gone(f"the note {key:.40}")
    return Made.of(remarks=[Remark("note", key, old, {**old, **changes})], at=old["cue"] or "")


def answer(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Answer a note."""
    said = {"who": wanted_text(request, "who", ""), "text": _said(request), "written": _now()}
    old = bench.document.remarks["note"].get(wanted_text(request, "note"), {})
    return _changed(bench, request, answers=[*old.get("answers", ()), said])


def settle(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Say that a note is done with, or is not."""
    return _changed(bench, request, settled=bool(request.get("on", True)))


def unnote(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Take a note away."""
    made = _changed(bench, request)
    one = made.delta.remarks[0]
    return Made.of(remarks=[Remark("note", one.key, one.old, None)], at=made.delta.at)


def waive(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Let a finding of a cue pass, for a reason; without a reason it counts again."""
    name, rule = wanted_text(request, "id"), wanted_text(request, "key").partition("#")[0]
    bench.document.find(name)
    reason = wanted_text(request, "reason", "").strip()
    key = f"{name} {rule}"
    old = bench.document.remarks["waiver"].get(key)
    # without a reason: not even where the waiver file says so of a text or of the whole file
    new = {"id": name, "rule": rule, "reason": reason}
    return Made.of(
        remarks=[Remark("waiver", key, old, new)] if (old or {"reason": ""})["reason"] != reason else [], at=name
    )
