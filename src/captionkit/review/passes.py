"""Findings that are let pass: those of the track's waiver file and those let pass here, which go there on saving.

What the file says of one cue becomes a remark on that cue when the track is opened, so that it stays with the cue when
numbers change, and can be taken back. What it says of a text or of the whole file stays as it is.
"""

from __future__ import annotations

import json
from typing import Any

from captionkit.delivery.atomic import write_atomic
from captionkit.quality.waivers import Waiver, read_waivers, sidecar
from captionkit.review.desk import Desk
from captionkit.review.journal import hash_of

__all__ = ["read_passes", "write_passes"]


def read_passes(desk: Desk) -> None:
    """Read the waiver files of the open tracks.

    Raises InputError for a file that is at fault.
    """
    for number in sorted(desk.asked):
        beside = sidecar(desk.paths[number])
        if not beside.is_file():
            continue
        waivers = read_waivers(beside)
        desk.general[number] = [one for one in waivers if one.cue is None]
        known = hash_of(beside.read_bytes())
        if not desk.journal.holder and desk.journal.note(_key(number)) != known:
            desk.waivers_are(_bound(desk, number, waivers))
            desk.journal.set_note(_key(number), known)


def _key(track: int) -> str:
    return f"waivers {track}"


def _bound(desk: Desk, number: int, waivers: tuple[Waiver, ...]) -> dict[str, Any]:
    """Return remarks for what a file says of single cues."""
    ids = desk.track(number).disk
    found: dict[str, Any] = {}
    for one in waivers:
        if one.cue is not None and 0 < one.cue <= len(ids):
            name = ids[one.cue - 1]
            found[f"{name} {one.rule}"] = {"id": name, **{k: v for k, v in _row(one).items() if k != "cue"}}
    return found


def write_passes(desk: Desk) -> None:
    """Write what is let pass to the tracks' waiver files, where that is something else than they say.

    Raises OutputError where a file cannot be written.
    """
    for number in sorted(desk.asked):
        beside = sidecar(desk.paths[number])
        wanted = _rows(desk, number)
        there = beside.is_file()
        if not wanted and not there:
            continue
        held = [_row(one) for one in read_waivers(beside)] if there else []
        if _sorted(wanted) != _sorted(held):
            data = "\n".join(_entry(row) for row in wanted).encode()
            write_atomic(str(beside), data, force=True)
            desk.journal.set_note(_key(number), hash_of(data))


def _rows(desk: Desk, number: int) -> list[dict[str, Any]]:
    """Return the entries that a track's waiver file should have."""
    rows = [_row(one) for one in desk.general.get(number, ())]
    here, _ = desk.present(one["id"] for one in desk.document.remarks["waiver"].values())
    positions = {name: at + 1 for track, at, name in here if track == number}
    bound = [one for one in desk.document.remarks["waiver"].values() if one["id"] in positions and one["reason"]]
    rows += [{**{k: v for k, v in one.items() if k != "id"}, "cue": positions[one["id"]]} for one in bound]
    return sorted(rows, key=lambda row: row.get("cue", 0))


def _row(one: Waiver) -> dict[str, Any]:
    fields = {"rule": one.rule, "cue": one.cue, "text": one.text, "reason": one.reason}
    return {key: value for key, value in fields.items() if value}


def _sorted(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def _entry(row: dict[str, Any]) -> str:
    # JSON's strings are TOML's, but for DEL
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()]
    return "\n".join(["[[waive]]", *lines]).replace("\x7f", "\\u007f") + "\n"
