"""What is wrong with translations that a person made: the same proof as for a translator, and the lengths of a guide.

Nobody can be asked again, so nothing is put right: what cannot be a translation, a changed number and a cue that does
not fit are errors, what is odd in a way that good translations may be is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from captionkit.diagnostics import Collector, Diagnostic, Severity
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Limits
from captionkit.text.sentences import sentence_ends
from captionkit.text.width import width
from captionkit.translation.base import Term
from captionkit.translation.lengths import over_limits
from captionkit.translation.proof import Crowd, Fault, concepts_for, faults_of, order_of
from captionkit.translation.proof.text import nothing_to_translate
from captionkit.translation.review.model import Sheet, ids_of
from captionkit.translation.units import Joining, join_tokens, passages_of, units_of

__all__ = ["judged"]

#: Texts from which the order of a whole sheet is judged.
_ORDERED_FROM = 10
#: Kinds of fault with a code, and so a severity, of their own.
_CODED = ("number", "number-added", "term", "link", "unchanged")


def judged(
    sheet: Sheet,
    source: Track,
    target: Track,
    limits: Limits,
    *,
    missing: Sequence[int] = (),
    terms: Sequence[Term] = (),
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the translations of a sheet, each finding with its row and cue.

    Cues (from 1) that are ``missing`` have been reported already. Sentences are judged whole, over the cues they run
    across; lengths and speeds cue by cue, as an error where the lines cannot hold what a cue has, and could hold the
    original.
    """
    found = Collector(sheet.name)
    rows = {pair.id: pair.row for pair in sheet.pairs}
    places = [rows.get(key, 0) for key in ids_of(source)]
    groups = [group for group in _groups(source) if not {cue + 1 for cue in group} & set(missing)]
    texts = [_spoken(source, group) for group in groups]
    replies = [_spoken(target, group) for group in groups]
    kept = [n for n, text in enumerate(texts) if text and not nothing_to_translate(text)]
    pairs = [(texts[n], replies[n]) for n in kept]
    for n, faults in zip(kept, _faults(pairs, sheet, terms), strict=True):
        for fault in faults:
            _report(found, fault, groups[n], places)
    known = concepts_for(sheet.source_lang, sheet.target_lang)
    if len(pairs) >= _ORDERED_FROM:
        said, replied = [text for text, _ in pairs], [reply for _, reply in pairs]
        verdict = order_of(said, replied, known, sheet.source_lang, sheet.target_lang)
        if verdict.kind == "disproved":
            found.add("translate.rows-moved", "the translations fit the texts of other rows better than their own")
    for number, (old, new) in enumerate(zip(source, target, strict=True), start=1):
        if number not in missing:
            _report_lengths(found, number, old, new, limits, places[number - 1])
    return found.all


def _groups(track: Track) -> Iterator[tuple[int, ...]]:
    """Yield the cues (from 0) that sentences hold together, each cue in one group."""
    units = units_of(track.cues, passages_of(track.cues), lambda w: sentence_ends(w, track.language), Joining())
    tied = {cue for unit in units for cue in unit.cues[:-1] if cue + 1 in unit.cues}
    group: list[int] = []
    for cue in range(len(track.cues)):
        group.append(cue)
        if cue not in tied:
            yield tuple(group)
            group = []


def _spoken(track: Track, group: Sequence[int]) -> str:
    """Return the text of some cues without dashes, labels and brackets, as a translator would get it."""
    cues = [track.cues[cue] for cue in group]
    tokens = [passage.tokens for passage in passages_of(cues)]
    return " ".join(join_tokens(part) for part in tokens if part) or " ".join(" ".join(c.text.split()) for c in cues)


def _faults(pairs: Sequence[tuple[str, str]], sheet: Sheet, terms: Sequence[Term]) -> list[list[Fault]]:
    crowd = Crowd(sheet.source_lang, sheet.target_lang)
    crowd.add(pairs)
    habits = {  # people shorten and rephrase as they like
        place: replace(fault, hard=False) if fault.kind == "habit" else fault
        for place, fault in crowd.habits(pairs).items()
    }
    all_faults = []
    for number, (text, reply) in enumerate(pairs):
        faults = faults_of(text, reply, sheet.target_lang, terms, sheet.source_lang)
        faults += [] if any(fault.hard for fault in faults) else crowd.faults_of(text, reply)
        kinds = {fault.kind for fault in faults}
        all_faults.append(faults + ([habits[number]] if number in habits and habits[number].kind not in kinds else []))
    return all_faults


def _report(found: Collector, fault: Fault, group: Sequence[int], places: Sequence[int]) -> None:
    rows = sorted({places[cue] for cue in group if places[cue]})
    where = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} to {rows[-1]}" if rows else ""
    slug = fault.kind if fault.kind in _CODED else "rejected" if fault.hard else "suspicious"
    detail = fault.detail.replace("the reply", "the translation")
    message = f"{where}: {detail}" if where else detail
    found.add(f"translate.{slug}", message, cue=group[0] + 1, data={"rows": rows, "cues": [cue + 1 for cue in group]})


def _report_lengths(found: Collector, number: int, old: Cue, new: Cue, limits: Limits, row: int) -> None:
    grave = not _has_room(new, limits) and _has_room(old, limits)
    for slug, message in over_limits(new, limits):
        severity = Severity.ERROR if slug == "too-long" and grave else None
        text = f"row {row}: {message}" if row else message
        found.add(f"translate.{slug}", text, cue=number, data={"row": row}, severity=severity)


def _has_room(cue: Cue, limits: Limits) -> bool:
    """Whether the lines that a guide allows can hold a cue's characters, however they are broken."""
    if not limits.max_cpl or not limits.max_lines:
        return True
    return sum(width(line.text, limits.counting) for line in cue.lines) <= limits.max_cpl * limits.max_lines
