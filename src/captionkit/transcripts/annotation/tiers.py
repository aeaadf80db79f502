"""Tiers: what is said on one, its words on another, sounds of single letters on a third, glosses hanging on all.

A tier of words times the words of the tier of utterances that belongs to it. Which tiers hold speech shows in their
names (forced aligners: ``words``, ``phones``, ``Ann - words``, ``ORT-MAU``); ``tier`` in the options names them
instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from captionkit.errors import UsageError
from captionkit.model.transcript import Kind, Timing
from captionkit.transcripts.slicing import squash
from captionkit.transcripts.stt.core import Context, Stretch, by_time
from captionkit.transcripts.tokens import TokenColumns

__all__ = ["Mark", "Tier", "stretches_of_tiers"]

_PARTS = re.compile(
    r"(?:^|[\s_/-])(?:phone?s?|phonemes?|phonetics?|mau|segs?|segments?|syll?(?:able)?s?|kan(?:-mau)?|ipa|pitch|tones?|"
    r"tobi|breaks?|pos|gloss(?:es)?|lemmas?|morph(?:s|emes)?|f0)$",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:^|[\s_/-])(?:words?|wd|wrd|ort(?:-mau)?|tokens?|tok|mot|wort|wörter|palabras?)$", re.IGNORECASE
)
_PLAIN = re.compile(
    r"(?:utt(?:erances?)?|trans(?:cript(?:ion)?s?)?|text|sentences?|sents?|orthography|speech|default|tier ?\d*|"
    r"ipus?)\Z",
    re.IGNORECASE,
)
#: What aligners write for silence and for what they could not place.
_SILENCE = frozenset(("", "sil", "sp", "<p:>", "<p>", "<sil>", "<eps>", "#", "_", "<#>", "pau", "{sl}", "<silence>"))


@dataclass(slots=True)
class Mark:
    """Text from ``start`` to ``end`` (ms); ``timing`` where the times are not the file's own."""

    text: str
    start: int | None
    end: int | None
    timing: Timing = Timing.GIVEN


@dataclass(slots=True)
class Tier:
    """A tier; ``points`` where its marks have no length; ``parent`` is the tier it hangs on."""

    name: str
    marks: list[Mark] = field(default_factory=list)
    points: bool = False
    speaker: str | None = None
    parent: str = ""
    language: str = ""

    @property
    def owner(self) -> str:
        """Who speaks on it: as the file says, else the tier's name without what aligners add to it."""
        if self.speaker is not None:
            return self.speaker
        name = _WORDS.sub("", self.name).rstrip(" -_/")
        return "" if _PLAIN.match(name) else name


def stretches_of_tiers(tiers: Sequence[Tier], context: Context, *, point_kind: Kind = Kind.NOTE) -> list[Stretch]:
    """Return the speech on the tiers, by time; tiers that hold none are reported.

    Raises UsageError where the options name a tier that is not there.
    """
    chosen, words = _choose(tiers, context)
    stretches: list[Stretch] = []
    for tier in chosen:
        own = [other for other in words if other.owner == tier.owner or other.parent == tier.name]
        tokens = [mark for other in own for mark in other.marks if mark.text.lower() not in _SILENCE]
        stretches.extend(_speech(tier, tokens, point_kind))
    alone = [tier for tier in words if not any(t.owner == tier.owner or tier.parent == t.name for t in chosen)]
    for tier in alone:
        stretches.extend(_run(tier, run) for run in _runs(tier.marks))
    return by_time(stretches)


def _choose(tiers: Sequence[Tier], context: Context) -> tuple[list[Tier], list[Tier]]:
    """Return the tiers of utterances (or points) and the tiers of words."""
    wanted = [name.strip() for name in context.options.extras.get("tier", "").split(",") if name.strip()]
    if wanted:
        missing = [name for name in wanted if name not in {tier.name for tier in tiers}]
        if missing:
            known = ", ".join(tier.name for tier in tiers)
            raise UsageError(f"{context.notes.file}: there is no tier {missing[0]!r}", hint=f"tiers: {known}")
        tiers = [tier for tier in tiers if tier.name in wanted]
    by_name = {tier.name: tier for tier in tiers}
    words = [tier for tier in tiers if _WORDS.search(tier.name) and not tier.points]
    left_out = [] if wanted else [t for t in tiers if t not in words and (_PARTS.search(t.name) or t.parent in by_name)]
    chosen = [tier for tier in tiers if tier not in words and tier not in left_out]
    if not words and not any(tier.marks for tier in chosen):
        chosen, left_out = [tier for tier in tiers if tier not in words], []
    for tier in left_out:
        if tier.marks:
            context.notes.count("stt.ignored-tier", f"{tier.name!r} ({len(tier.marks)} texts)")
    return chosen, words


def _speech(tier: Tier, tokens: list[Mark], point_kind: Kind) -> Iterator[Stretch]:
    place = 0
    tokens.sort(key=lambda mark: mark.start or 0)
    for mark in tier.marks:
        if mark.text.lower() in _SILENCE:
            continue
        own = []
        while place < len(tokens) and mark.end is not None and (tokens[place].start or 0) < mark.end:
            own.append(tokens[place])
            place += 1
        yield Stretch(
            text=mark.text,
            columns=_columns(own) if own and _alike(mark.text, own) else None,
            start=mark.start,
            end=mark.end,
            label=None if tier.points else tier.owner,
            kind=point_kind if tier.points else Kind.SPEECH,
            timing=mark.timing,
            language=tier.language,
        )


def _alike(text: str, tokens: list[Mark]) -> bool:
    said = {squash(word) for word in text.split()}
    return sum(squash(token.text) in said for token in tokens) * 2 >= len(tokens)


def _runs(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Split a tier of words at its silences."""
    run: list[Mark] = []
    for mark in marks:
        silent = mark.text.lower() in _SILENCE
        gap = bool(run) and mark.start is not None and run[-1].end is not None and mark.start - run[-1].end > 500
        if (silent or gap) and run:
            yield run
            run = []
        if not silent:
            run.append(mark)
    if run:
        yield run


def _run(tier: Tier, run: list[Mark]) -> Stretch:
    start = run[0].start
    return Stretch(columns=_columns(run), start=start, label=tier.owner, language=tier.language, turn=False)


def _columns(marks: list[Mark]) -> TokenColumns:
    return TokenColumns(
        [mark.text for mark in marks],
        [mark.start for mark in marks],
        [mark.end for mark in marks],
        [None] * len(marks),
    )
