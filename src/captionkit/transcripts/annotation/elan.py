"""ELAN (EAF): annotations on tiers, times in slots that may be empty, translations hanging on other annotations.

Format: https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf. A slot without a time is placed between
its neighbours that have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from captionkit.model.transcript import Timing
from captionkit.transcripts.annotation.tiers import Mark, Tier, stretches_of_tiers
from captionkit.transcripts.annotation.xmlbase import load_xml, local, root_is, text_inside
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, reader_of
from captionkit.transcripts.stt.values import time_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["ELAN"]


def _slots(root: Element) -> dict[str, tuple[int | None, Timing]]:
    rows = [(row.get("TIME_SLOT_ID") or "", time_of(row.get("TIME_VALUE"), 1.0)) for row in root.iter("TIME_SLOT")]
    slots: dict[str, tuple[int | None, Timing]] = {}
    at = 0
    while at < len(rows):
        stop = at
        while stop < len(rows) and rows[stop][1] is None:
            stop += 1
        before = rows[at - 1][1] if at else None
        after = rows[stop][1] if stop < len(rows) else None
        for index in range(at, stop):
            if before is None or after is None:
                slots[rows[index][0]] = (None, Timing.NONE)
            else:
                share = (after - before) * (index - at + 1) // (stop - at + 1)
                slots[rows[index][0]] = (before + share, Timing.INTERPOLATED)
        if stop < len(rows):
            slots[rows[stop][0]] = (rows[stop][1], Timing.GIVEN)
        at = stop + 1
    return slots


def _tiers(root: Element) -> Iterator[Tier]:
    slots = _slots(root)
    languages = {row.get("LANG_ID"): row.get("LANG_DEF") for row in root.iter("LANGUAGE")}
    for tier in root.iter("TIER"):
        language = tier.get("LANG_REF") or tier.get("DEFAULT_LOCALE")
        yield Tier(
            name=tier.get("TIER_ID") or "",
            marks=[*_marks(tier, slots)],
            speaker=tier.get("PARTICIPANT") or None,
            parent=tier.get("PARENT_REF") or "",
            language=language_tag(language) or language_tag((languages.get(language) or "").rpartition("/")[2]),
        )


def _marks(tier: Element, slots: dict[str, tuple[int | None, Timing]]) -> Iterator[Mark]:
    unknown: tuple[int | None, Timing] = (None, Timing.NONE)
    for annotation in tier.iter():
        if local(annotation) not in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            continue
        value = annotation.find("ANNOTATION_VALUE")
        text = text_inside(value).strip() if value is not None else ""
        start, how = slots.get(annotation.get("TIME_SLOT_REF1") or "", unknown)
        end, how_end = slots.get(annotation.get("TIME_SLOT_REF2") or "", unknown)
        if text:
            guessed = Timing.INTERPOLATED in (how, how_end)
            yield Mark(text, start, end, Timing.INTERPOLATED if guessed else Timing.GIVEN)


def _shape(context: Context) -> Iterator[Stretch]:
    media = context.data.find("HEADER/MEDIA_DESCRIPTOR")
    if media is not None:
        context.meta["media"] = media.get("MEDIA_URL") or ""
    yield from stretches_of_tiers([*_tiers(context.data)], context)


ELAN = reader_of(
    Service(
        name="elan",
        machine=False,
        carries="words segments speakers language",
        title="ELAN annotation (EAF)",
        test=lambda data: False,
        token=Keys(),
        shape=_shape,
        suffixes=(".eaf",),
        languages=(),
        load=load_xml,
    ),
    sniff=root_is("ANNOTATION_DOCUMENT"),
)
