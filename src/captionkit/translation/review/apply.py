"""A sheet that comes back from a person: row by row into the track, and every row judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from captionkit.diagnostics import Collector, Result, Severity
from captionkit.model.cue import Cue
from captionkit.model.text import Line, lines_of
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.text.width import width
from captionkit.translation.layout import layout_of
from captionkit.translation.review.model import Pair, Sheet, ids_of
from captionkit.translation.review.tags import base_of, tagged, tags_in, untagged, without_tags
from captionkit.translation.units import passages_of
from captionkit.translation.writing import in_language

__all__ = ["apply_sheet"]

_FILL_IN = "fill the row in, then take the sheet back once more"


def apply_sheet(sheet: Sheet, track: Track, profile: Profile | None = None) -> Result[Track]:
    """Return the track with the sheet's translations, cue by cue and by id; times and positioning are the track's.

    Reported as errors: cues without a row or a translation (they keep their text in marks), rows for no cue, ids that
    come twice (the first counts). A translation in one line that is longer than ``profile`` allows is broken into
    lines; line breaks that the sheet has are kept. A row that nobody edited gives the cue that the sheet was made of.
    """
    found = Collector(sheet.name)
    found.extend(sheet.noticed)
    rows = _rows(sheet.pairs, found)
    ids = ids_of(track)
    known = set(ids)
    for key, pair in rows.items():
        if key not in known:
            message = f"row {pair.row}: the id {key!r} belongs to no cue"
            found.add("translate.id-unknown", message, data={"id": key, "row": pair.row})
    cues = []
    for number, (cue, key) in enumerate(zip(track.cues, ids, strict=True), start=1):
        cues.append(_Row(number, cue, rows.get(key), found).cue(sheet.target_lang, profile))
    return Result(in_language(track.replace(cues=cues), sheet.target_lang or track.language), found.all)


def _rows(pairs: Sequence[Pair], found: Collector) -> dict[str, Pair]:
    rows: dict[str, Pair] = {}
    for pair in pairs:
        rows.setdefault(pair.id, pair)
    for key, count in Counter(pair.id for pair in pairs).items():
        if count > 1:
            numbers = [pair.row for pair in pairs if pair.id == key]
            message = f"rows {', '.join(map(str, numbers))} have the id {key!r}; the first was taken"
            found.add("translate.id-twice", message, data={"id": key, "rows": numbers})
    return rows


class _Row:
    """One cue and the row of the sheet that is its own, if there is one."""

    def __init__(self, number: int, cue: Cue, pair: Pair | None, found: Collector) -> None:
        self.number, self.old, self.pair, self.found = number, cue, pair, found
        self.base = base_of(cue.lines)

    def _add(self, slug: str, message: str, **more: Any) -> None:
        row = self.pair.row if self.pair else 0
        message = f"row {row}: {message}" if row else message
        self.found.add(f"translate.{slug}", message, cue=self.number, data={"row": row}, **more)

    def cue(self, language: str, profile: Profile | None) -> Cue:
        """Return the translated cue."""
        pair, cue = self.pair, self.old
        if pair is None:
            self._add("id-missing", "the sheet has no row for this cue")
            return self._marked()
        self._compare(pair)
        if pair.spoilt:
            self._add("untranslated", f"{pair.spoilt}: {pair.target!r}", hint=_FILL_IN)
            return self._marked()
        if not pair.target.strip():
            if not cue.text.strip():
                return cue
            self._add("untranslated", "the sheet has no translation for this cue", hint=_FILL_IN)
            return self._marked()
        if pair.target == tagged(cue.lines, self.base) and not any(p.tokens for p in passages_of([cue])):
            return cue  # no word in it: no translator has touched it either
        return cue.replace(lines=self._lines(pair.target, language, profile), words=())

    def _marked(self) -> Cue:
        text = "\n".join(" ".join(line.split()) for line in self.old.text.split("\n"))
        lines = lines_of(f"\u27e6{text}\u27e7", self.base)
        return self.old.replace(lines=lines, words=()) if text.strip() else self.old

    def _compare(self, pair: Pair) -> None:
        cue = self.old
        shown, text = _squeezed(without_tags(pair.source)), _squeezed(cue.text)
        if shown != text and _decayed(text, shown):
            message = "characters of the text came back as question marks: those of the translation may be lost as well"
            self._add("sheet-encoding", message, severity=Severity.ERROR)
        elif shown != text:
            self._add("source-changed", "the text is not the one that was translated")
        if (pair.start or pair.end) and (pair.start, pair.end) != (cue.start, cue.end):
            self._add("times-changed", "the sheet has other times; the track's were kept")

    def _lines(self, text: str, language: str, profile: Profile | None) -> tuple[Line, ...]:
        lines, sound = untagged(text, self.base)
        if not sound:
            self._add("tags-broken", "its tags are not closed in turn")
        lost = tags_in(tagged(self.old.lines, self.base)) - tags_in(text)
        if lost and not tags_in(text):
            self._add("style-lost", f"{', '.join(sorted(lost))} came back without it")
        if profile is None or len(lines) > 1 or self._fits(lines, profile):
            return lines
        return layout_of(profile, language).breaker(lines)

    def _fits(self, lines: Sequence[Line], profile: Profile) -> bool:
        limits = profile.limits()
        return not limits.max_cpl or all(width(line.text, limits.counting) <= limits.max_cpl for line in lines)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _decayed(text: str, shown: str) -> bool:
    """Whether ``shown`` is ``text`` with question marks for some of its characters."""
    return len(text) == len(shown) and all(two in (one, "?") for one, two in zip(text, shown, strict=True))
