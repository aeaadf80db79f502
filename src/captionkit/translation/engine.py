"""The engine around a translator: from a track to a track in another language, no cue lost, shifted or faked.

Sentences are joined over cues (:mod:`.units`), asked for and checked (:mod:`.client`), repaired where a name or an
address suffered (:mod:`.align`), spread over the cues they came from (:mod:`.spread`, :mod:`.cuts`) and wrapped for the
target language (:mod:`.reflow`). Labels and sounds have a table (:mod:`.sounds`). Ids, order, times and positioning
stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from captionkit.diagnostics import Collector, Result
from captionkit.errors import EngineError, StageError, UsageError
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span
from captionkit.model.track import Track
from captionkit.profiles import Limits, Profile
from captionkit.text.labels import label_of
from captionkit.translation.align import force_terms, restore_links, tidied
from captionkit.translation.base import Translator, ability_of
from captionkit.translation.client import Answer, Query, RequestPolicy, TranslationClient, Usage
from captionkit.translation.layout import TargetLayout, layout_of
from captionkit.translation.lengths import over_limits
from captionkit.translation.memory import Memory
from captionkit.translation.proof import faults_of
from captionkit.translation.proof.text import has_term, words_of
from captionkit.translation.reflow import Reflowed, budget_of, reflow, sizes_of
from captionkit.translation.sounds import in_form_of, is_known, translated_label, translated_sound
from captionkit.translation.units import Joining, Unit, UnitPassage, passages_of, units_of
from captionkit.translation.writing import (
    in_capitals,
    in_language,
    is_rtl,
    lacks_opening,
    lowered,
    mark_direction,
    mostly_capitals,
    raised,
)

__all__ = ["TrackQueries", "Translated", "TranslationOptions", "prepare", "translate_track"]


#: Kinds of decoration, in words.
_UNDONE = {
    "control": "control or invisible characters were", "composed": "signs in another form were",
    "encoding": "a wrong decoding was", "entities": "character entities were", "breaks": "written-out line breaks were",
    "wrapping": "JSON or an element around the text was", "links": "link markup was",
    "brackets": "brackets with the original were", "numbering": "numbering was",
    "label": "a label or remark was", "quotes": "quotes or emphasis around the text were",
    "doubled-marks": "doubled quotes were", "emoji": "emoji were", "hyphens": "hyphens of line ends were",
"tokens": "marks of models were", "stops": "a second stop or a quote alone was",
    "banner": "lines before the translations were",
}  # fmt: skip

#: Faults of a translation that is kept which have a code of their own.
_CODED = frozenset(("number", "number-added", "term", "link", "unchanged"))


@dataclass(frozen=True, slots=True)
class TranslationOptions:
    """How to translate: whom to ask and how (:class:`RequestPolicy`), how to join, what to show where nothing came.

    ``direction_marks`` puts right-to-left marks around lines of right-to-left languages. ``shorten`` asks translators
    that can for a shorter text where a cue is read too fast.
    """

    policy: RequestPolicy
    joining: Joining = field(default_factory=Joining)
    on_failure: str = "mark"
    direction_marks: bool = True
    shorten: bool = True


@dataclass(frozen=True, slots=True)
class Translated:
    """A translated track, the cues (from 1) that are not translated, and what it took.

    ``units`` are what was asked for, each with its translation (None where there is none).
    """

    track: Track
    untranslated: tuple[int, ...]
    usage: Usage
    units: Sequence[tuple[Unit, str | None]] = ()

    @property
    def sources(self) -> dict[str, tuple[str, str | None]]:
        """Each unit's text and translation, by its id."""
        return {unit.id: (unit.text, text) for unit, text in self.units}

    @property
    def cues_of(self) -> dict[str, tuple[int, ...]]:
        """Each unit's cues (from 1), by its id."""
        return {unit.id: tuple(cue + 1 for cue in unit.cues) for unit, _ in self.units}


@dataclass(frozen=True, slots=True)
class TrackQueries:
    """A track cut into what will be asked, before anything is; ``loud`` are the units that are all in capitals."""

    passages: Sequence[UnitPassage]
    units: Sequence[Unit]
    queries: Sequence[Query]
    loud: frozenset[str] = frozenset()


def prepare(track: Track, limits: Limits, options: TranslationOptions, *, join: bool = True) -> TrackQueries:
    """Return the units of a track and the queries they make."""
    from captionkit.text.sentences import sentence_ends

    cues = track.cues
    passages = passages_of(cues)
    joining = options.joining if join else replace(options.joining, sentences=False)
    units = units_of(cues, passages, lambda words: sentence_ends(words, options.policy.source), joining)
    sizes = sizes_of(passages)
    shouted = mostly_capitals(unit.text for unit in units)
    loud = frozenset(unit.id for unit in units if in_capitals(unit.text, single=shouted or passages[unit.index].sound))
    policy = options.policy
    queries = [
        Query(
            unit.id,
            lowered(unit.text, policy.source, policy.glossary) if unit.id in loud else unit.text,
            budget_of(cues, sizes, unit, limits),
            unit.speaker,
            pause=cues[unit.cues[0]].start - cues[before.cues[-1]].end if before else 0,
            known=_known_sound(unit, passages, policy),
        )
        for before, unit in zip([None, *units], units, strict=False)
    ]
    return TrackQueries(passages, units, queries, loud)


def _known_sound(unit: Unit, passages: Sequence[UnitPassage], policy: RequestPolicy) -> str:
    """Return the table's translation of a sound in brackets; ``""`` for other texts and where the glossary has it."""
    if not passages[unit.index].sound or any(has_term(unit.text, t.source, t.exact) for t in policy.glossary):
        return ""
    return translated_sound(unit.text, policy.source, policy.target)


def translate_track(
    track: Track, translator: Translator, profile: Profile, options: TranslationOptions, memory: Memory | None = None
) -> Result[Translated]:
    """Translate a track with one translator.

    Each cue that has no translation is reported as an error (``translate.untranslated``) and shown as
    ``options.on_failure`` says. ``memory`` is the journal; without it, one for this call only.

    Raises UsageError where no target language is given, what the translator raises for good, and StageError at a limit
    on characters or cost, or for a missing translation where ``on_failure`` is ``stop``.

    >>> from captionkit.translation.backends.echo import echo
    >>> from captionkit.profiles import load
    >>> track = Track((Cue(0, 2000, "Good evening."),), language="en")
    >>> options = TranslationOptions(RequestPolicy("en", "es"))
    >>> translate_track(track, echo({}), load("default"), options).value.track.cues[0].text
    '[es] Good evening.'
    """
    if not options.policy.target:
        raise UsageError("no target language was given", hint="--target-language es")
    if memory is not None:
        return _Run(track, translator, profile, options, memory).result()
    with Memory() as own:
        return _Run(track, translator, profile, options, own).result()


class _Run:
    """One track, one target language."""

    def __init__(
        self, track: Track, translator: Translator, profile: Profile, options: TranslationOptions, memory: Memory
    ) -> None:
        self.track, self.profile, self.options = track, profile, options
        self.limits = limits = profile.limits()
        self.client = TranslationClient(translator, options.policy, memory)
        self.probing = TranslationClient(translator, replace(options.policy, progress=None), memory)
        self.probing.usage = self.client.usage
        self.ability = ability_of(translator)
        self.found = Collector()
        self.ready = prepare(track, limits, options, join=self.ability.join)
        self.passages = self.ready.passages
        self._places = {unit.id: index for index, unit in enumerate(self.ready.units)}

    def result(self) -> Result[Translated]:
        answers = {unit: self._repaired(unit, answer) for unit, answer in self._asked().items()}
        units = {unit.id: unit for unit in self.ready.units}
        layout = layout_of(self.profile, self.options.policy.target)
        self.passages = self._labelled()
        cues, reflowed = self._cues(answers, layout)
        if self.options.shorten and self.ability.budget:
            answers = self._shortened(cues, answers)
            cues, reflowed = self._cues(answers, layout)
        for unit_id, answer in answers.items():
            self._report(units[unit_id], answer)
        self._report_opening(answers)
        self._report_layout(cues, reflowed)
        missing = sorted({cue + 1 for i, a in answers.items() if a.text is None for cue in units[i].cues})
        if missing and self.options.on_failure == "stop":
            raise StageError(
                f"no translation came for cue{'s' if len(missing) > 1 else ''} {', '.join(map(str, missing))}",
                hint="run the same command again: everything else is in the memory",
            )
        target = self.options.policy.target
        track = in_language(self.track.replace(cues=cues), target)
        value = Translated(
            track, tuple(missing), self.client.usage, [(u, answers[u.id].text) for u in self.ready.units]
        )
        return Result(value, self.found.all)

    # -- texts ------------------------------------------------------------------------------------------------------

    def _asked(self) -> dict[str, Answer]:
        found = self.client.ask(self.ready.queries)
        return {query.id: found[query.id] for query in self.ready.queries}

    def _probe(self, text: str) -> str | None:
        text = lowered(text, self.options.policy.source) if in_capitals(text) else text
        try:
            return self.probing.ask([Query("probe", text)])["probe"].text
        except (StageError, EngineError):  # a limit on cost, or a translator of whole texts alone: guessed instead
            return None

    def _repaired(self, unit_id: str, answer: Answer) -> Answer:
        query = self.ready.queries[self._places[unit_id]]
        if answer.text is None:
            return answer
        tidy = tidied(query.text, answer.text, self.options.policy.target)
        answer = answer if tidy == answer.text else replace(answer, text=tidy)
        if answer.text is None or not answer.faults:
            return answer
        terms = self.options.policy.glossary
        text = restore_links(query.text, answer.text)
        text, forced = force_terms(query.text, text, terms, self._probe)
        policy = self.options.policy
        exact = faults_of(query.text, text, policy.target, terms, policy.source)
        kept = [fault for fault in answer.faults if fault.kind not in _CODED]
        faults = [*(fault for fault in exact if fault.kind in _CODED), *kept]
        for term in forced:
            self.found.add("translate.term-forced", f"{term.target!r} was put in for {term.source!r}",
                           cue=self.ready.units[self._places[unit_id]].cues[0] + 1)  # fmt: skip
        return replace(answer, text=text, faults=tuple(faults))

    def _shortened(self, cues: Sequence[Cue], answers: dict[str, Answer]) -> dict[str, Answer]:
        """Ask once more, for a shorter text, where a cue is read too fast; keep it where it is shorter and sound."""
        fast = {index for index, cue in enumerate(cues) if "too-fast" in dict(over_limits(cue, self.limits))}
        again = [
            replace(query, previous=answers[unit.id].text or "")
            for query, unit in zip(self.ready.queries, self.ready.units, strict=True)
            if fast & set(unit.cues) and answers[unit.id].text is not None and query.budget
        ]
        if not again:
            return answers
        try:
            shorter = self.probing.ask(again)
        except StageError:
            return answers
        better = {
            key: answer
            for key, answer in shorter.items()
            if answer.text and not answer.faults and len(answer.text) < len(answers[key].text or "")
        }
        return answers | better

    # -- cues -------------------------------------------------------------------------------------------------------

    def _cues(self, answers: Mapping[str, Answer], layout: TargetLayout) -> tuple[list[Cue], Reflowed]:
        texts = {unit.id: self._shown(unit, answers[unit.id]) for unit in self.ready.units}
        source = self.options.policy.source
        reflowed = reflow(self.track.cues, self.passages, self.ready.units, texts, layout, self._probe, source)
        return [self._cue(index, cue, reflowed) for index, cue in enumerate(self.track.cues)], reflowed

    def _labelled(self) -> list[UnitPassage]:
        """Return the passages with their speakers' labels translated: by the table, or asked for where no name."""
        policy, made = self.options.policy, dict[str, str]()
        words = {word for unit in self.ready.units if unit.id not in self.ready.loud for word in words_of(unit.text)}
        for prefix in dict.fromkeys(passage.prefix for passage in self.ready.passages if passage.prefix):
            new = translated_label(prefix, policy.source, policy.target)
            label = label_of(prefix.rstrip() + " a") if new == prefix else None
            if (
                label
                and not self.ability.trial
                and (is_known(label.name, policy.source) or _is_common(label.name, words))
            ):
                reply = self._probe(label.name.lower()) or ""
                if words_of(reply) and len(reply) <= 2 * len(label.name) + 8 and ":" not in reply:
                    new = prefix.replace(label.name, in_form_of(label.name, reply, policy.target), 1)
            if new != prefix:
                made[prefix] = new
        return [replace(p, prefix=made[p.prefix]) if p.prefix in made else p for p in self.ready.passages]

    def _shown(self, unit: Unit, answer: Answer) -> str:
        if answer.text is not None:
            target = self.options.policy.target
            if self.ready.passages[unit.index].sound:
                return in_form_of(unit.text, answer.text, target)
            return raised(answer.text, target) if unit.id in self.ready.loud else answer.text
        return f"\u27e6{unit.text}\u27e7" if self.options.on_failure != "blank" else ""

    def _cue(self, index: int, cue: Cue, reflowed: Reflowed) -> Cue:
        lines = reflowed.lines.get(index)
        if lines is None:
            return cue
        if self.options.direction_marks and is_rtl(self.options.policy.target):
            lines = tuple(_marked(line) for line in lines)
        return cue.replace(lines=lines, words=())

    # -- reporting ----------------------------------------------------------------------------------------------------

    def _report(self, unit: Unit, answer: Answer) -> None:
        where: dict[str, Any] = {"cue": unit.cues[0] + 1, "data": {"unit": unit.id, "source": unit.text[:200]}}
        if answer.text is None:
            why = answer.faults[0].detail if answer.faults else "no reply"
            span = f"cues {unit.cues[0] + 1} to {unit.cues[-1] + 1}" if len(unit.cues) > 1 else "this cue"
            self.found.add("translate.untranslated", f"no translation came for {span}: {why}", **where)
            return
        for fault in answer.faults:
            code = f"translate.{fault.kind}" if fault.kind in _CODED else "translate.suspicious"
            self.found.add(code, fault.detail, **where)
        if answer.origin == "fuzzy":
            self.found.add("translate.fuzzy", f"taken from a text that is {answer.score:.0%} the same", **where)

    def _report_opening(self, answers: Mapping[str, Answer]) -> None:
        """Name each Spanish question or exclamation without its opening mark; a translator's habit only once."""
        target = self.options.policy.target
        texts = [(unit, answers[unit.id].text or "") for unit in self.ready.units]
        lacking = [(unit, mark) for unit, text in texts if (mark := lacks_opening(text, target))]
        opened = sum("\u00bf" in text or "\u00a1" in text for _, text in texts)
        if len(lacking) <= opened:
            for unit, mark in lacking:
                where: dict[str, Any] = {"cue": unit.cues[0] + 1, "data": {"unit": unit.id, "source": unit.text[:200]}}
                self.found.add("translate.opening-mark", f"{mark} is missing", **where)
            return
        cues = [unit.cues[0] + 1 for unit, _ in lacking]
        listed = ", ".join(map(str, cues[:10])) + (f" and {len(cues) - 10} more" if len(cues) > 10 else "")
        message = f"questions and exclamations without their opening mark (\u00bf, \u00a1): cues {listed}"
        self.found.add("translate.opening-mark", message, data={"cues": cues})

    def _report_layout(self, cues: Sequence[Cue], reflowed: Reflowed) -> None:
        for unit in reflowed.repeated:
            span = f"cues {unit.cues[0] + 1} to {unit.cues[-1] + 1}"
            self.found.add("translate.repeated", f"the translation has fewer words than {span}", cue=unit.cues[0] + 1)
        for unit, stretch in reflowed.guessed:
            self.found.add("translate.style-guessed", f"guessed which words render {stretch!r}", cue=unit.cues[0] + 1)
        for kind, count in sorted(self.client.usage.undone.items()):
            message = f"{_UNDONE.get(kind, kind)} taken off {count} {'reply' if count == 1 else 'replies'}"
            self.found.add("translate.undone", message, data={"kind": kind, "replies": count})
        unknown = self.client.usage.unknown
        if unknown:
            listed = ", ".join(word for word, _ in unknown.most_common(10))
            message = f"{len(unknown)} words that the translator does not know stay as they are: {listed}"
            self.found.add("translate.unknown-words", message, data={"words": sorted(unknown)[:200]})
        self._report_usage()
        if any(cue.words for cue in self.track.cues):
            self.found.add("translate.words-dropped", "the word times of the original were left out")
        if self.ready.loud:
            message = f"{len(self.ready.loud)} texts in capitals were sent in lower case and set in capitals again"
            self.found.add("translate.capitals", message)
        for number, cue in enumerate(cues, start=1):
            self._report_cue(number, cue)

    def _report_usage(self) -> None:
        usage = self.client.usage
        if usage.terms:
            listed = ", ".join(f"{term.source} = {term.target}" for term in list(usage.terms.values())[:10])
            more = f" and {len(usage.terms) - 10} more" if len(usage.terms) > 10 else ""
            data: dict[str, Any] = {"terms": {term.source: term.target for term in usage.terms.values()}}
            self.found.add("translate.terms", f"{len(usage.terms)} terms were settled: {listed}{more}", data=data)
        if usage.tokens.sent or usage.tokens.back:
            tokens = usage.tokens
            message = f"{tokens.sent:,} tokens sent and {tokens.back:,} back in {usage.calls} calls"
            cost = f", cost {usage.cost:.4f}" if usage.cost else ""
            data = {"tokens_sent": tokens.sent, "tokens_back": tokens.back, "cost": usage.cost}
            self.found.add("translate.used", message + cost, data=data)

    def _report_cue(self, number: int, cue: Cue) -> None:
        for slug, message in over_limits(cue, self.limits):
            self.found.add(f"translate.{slug}", message, cue=number)


def _is_common(name: str, words: Collection[str]) -> bool:
    """Whether a label is a common noun of its track: the dialogue has each of its words in lower case."""
    parts = words_of(name)
    return bool(parts) and all(part.lower() in words for part in parts)


def _marked(line: Line) -> Line:
    """Put direction marks at the ends of a line without touching its styles."""
    text = line.text
    marked = mark_direction(text)
    if marked == text or not line.spans:
        return line
    at = marked.index(text)
    spans = list(line.spans)
    spans[0] = Span(marked[:at] + spans[0].text, spans[0].style)
    spans[-1] = Span(spans[-1].text + marked[at + len(text) :], spans[-1].style)
    return Line(tuple(spans))
