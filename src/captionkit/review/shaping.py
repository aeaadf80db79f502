"""Operations that make other cues of some: split, merge, a word moved across, proposals accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from captionkit.errors import StageError
from captionkit.review.bench import (
    Bench,
    Made,
    Offer,
    demand_one_track,
    named_ids,
    wanted_int,
    wanted_text,
)
from captionkit.review.document import Delta, Named, Splice
from captionkit.review.refusals import EditError, impossible
from captionkit.review.units import utf16_offset
from captionkit.transforms.byhand import merge_cues, move_word, split_at
from captionkit.values import check_choice

__all__ = ["accept", "merge", "move", "split", "stands"]

T = TypeVar("T")


def _done(make: Callable[[], T]) -> T:
    """Return what is made; what cannot be made is refused with the reason."""
    try:
        return make()
    except StageError as error:
        raise impossible(error.message, error.hint) from None


def split(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Divide a cue where the caret is."""
    name, number = wanted_text(request, "id"), wanted_int(request, "line", 0)
    track, at = bench.document.find(name)
    cue = bench.document.tracks[track].cues[at]
    shown = cue.lines[number].text if 0 <= number < len(cue.lines) else ""
    offset = utf16_offset(shown, wanted_int(request, "offset"))
    counting = bench.limits.counting
    first, second = _done(lambda: split_at(cue, number, offset, counting=counting, gap=bench.gap))
    other = bench.document.new_ids(1)[0]
    return Made.of([bench.document.splice(track, at, 1, [(name, first), (other, second)])], at=name)


def merge(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Make one cue of neighbours, as told; what that loses or breaks is said."""
    names = named_ids(request, bench.document)
    where = [bench.document.find(name) for name in names]
    track, first = where[0]
    demand_one_track(one for one, _ in where)
    if len(names) > 1 and where != [(track, first + n) for n in range(len(names))]:
        raise impossible("the cues do not follow one another", "merge neighbours")
    cues = bench.document.tracks[track].cues[first : first + len(names)]
    made = _done(lambda: merge_cues(cues, bench.profile, bench.breaking(track)))
    said = "; ".join(diagnostic.message for diagnostic in made.diagnostics)
    splice = bench.document.splice(track, first, len(names), [(names[0], made.value)])
    return Made.of([splice], at=names[0], message=said)


def move(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Move a cue's last word to the next cue, or its first word to the one before."""
    name, to = wanted_text(request, "id"), wanted_text(request, "to", "next")
    check_choice("to", to, ("next", "previous"))
    track, at = bench.document.find(name)
    opened = bench.document.tracks[track]
    first = at if to == "next" else at - 1
    if first < 0 or first + 1 >= len(opened.cues):
        raise impossible(f"there is no {to} cue")
    pair = opened.cues[first], opened.cues[first + 1]
    made = _done(lambda: move_word(*pair, on=to == "next", gap=bench.gap))
    new = zip(opened.ids[first : first + 2], made, strict=True)
    return Made.of([bench.document.splice(track, first, 2, new)], at=name)


def accept(bench: Bench, request: Mapping[str, Any]) -> Made:
    """Make proposed changes; those whose cues are others by now are left out, and counted."""
    keys = request.get("keys")
    if not isinstance(keys, list) or not keys:
        raise impossible("keys is a list of proposals")
    offers = [offer for key in keys if (offer := bench.offers.get(key)) is not None and stands(bench, offer)]
    demand_one_track(offer.track for offer in offers)
    chosen = _apart(bench, offers)
    if not chosen:
        raise EditError("changed", "the cues have changed since this was proposed", hint="ask for proposals again")
    left = len(keys) - len(chosen)
    said = f"{left} of {len(keys)} proposals no longer fit" if left else ""
    splices = [_accepted(bench, at, offer) for at, offer in chosen]
    return Made(Delta(tuple(splices), (), chosen[-1][1].ids[0]), said)


def stands(bench: Bench, offer: Offer) -> bool:
    """Whether the cues that a proposal is about are there as they were."""
    try:
        track, at = bench.document.find(offer.ids[0])
    except EditError:
        return False
    opened = bench.document.tracks[track]
    end = at + len(offer.ids)
    return tuple(opened.ids[at:end]) == offer.ids and tuple(opened.cues[at:end]) == offer.before


def _apart(bench: Bench, offers: list[Offer]) -> list[tuple[int, Offer]]:
    """Return proposals with their positions, the last first, without those about cues of another one."""
    taken: set[str] = set()
    chosen = []
    for offer in offers:
        if taken.isdisjoint(offer.ids):
            taken.update(offer.ids)
            chosen.append((bench.document.find(offer.ids[0])[1], offer))
    return sorted(chosen, key=lambda one: -one[0])


def _accepted(bench: Bench, at: int, offer: Offer) -> Splice:
    """Return the splice of a proposal: its cues keep their identifiers as far as they go."""
    more = bench.document.new_ids(max(0, len(offer.after) - len(offer.ids)))
    named: list[Named] = list(zip([*offer.ids, *more], offer.after, strict=False))
    return bench.document.splice(offer.track, at, len(offer.ids), named)
