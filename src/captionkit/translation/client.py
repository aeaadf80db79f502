"""RequestPolicy a translator until every text has a translation that passes, or is known to have none.

A text is looked up in the memory first. What is left goes out in batches; a bad reply is asked for once more, then in
halves, then alone; what still fails is handed back as such. Each good reply is written to the memory before the next
call. A translation is never the text itself because nothing better came.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from captionkit.errors import EngineError, MissingExtraError, RetryableError, StageError, UsageError
from captionkit.translation.base import Request, Term, Translator, ability_of
from captionkit.translation.memory import Memory, MemoryEntry, key_of
from captionkit.translation.verify import (
    Fault,
    batch_faults,
    cleaned,
    faults_of,
    has_term,
    leaked,
    nothing_to_translate,
    swollen,
)

__all__ = ["Answer", "Progress", "Query", "RequestPolicy", "TranslationClient", "Usage"]

#: Texts that fail alone, one after the other, with an error of the translator, before it counts as broken.
BREAKER = 5


@dataclass(frozen=True, slots=True)
class Query:
    """One text to translate; ``budget`` and ``speaker`` as in :class:`Request`; ``shorter`` asks for a shorter one."""

    id: str
    text: str
    budget: int | None = None
    speaker: str = ""
    shorter: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one query: ``text`` is None where there is no translation, ``faults`` then say why.

    ``origin`` is ``asked``, ``memory``, ``tmx``, ``fuzzy`` or ``kept`` (there was nothing to translate); ``score`` is a
    fuzzy match's.
    """

    text: str | None
    origin: str = "asked"
    faults: tuple[Fault, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: texts done of all, and characters sent so far."""

    done: int
    total: int
    sent: int


@dataclass(frozen=True, slots=True)
class RequestPolicy:
    """How to ask.

    ``tries`` is how often a call that may pass later is made, with pauses between (``wait`` seconds before try n, with
    jitter). ``max_chars`` and ``max_cost`` stop the run before it sends more; ``price`` is the cost of a call's texts.
    ``fuzzy`` accepts memory entries at least so much alike (0..1, None: never).
    """

    source: str
    target: str
    glossary: tuple[Term, ...] = ()
    formality: str = ""
    tries: int = 3
    max_chars: int | None = None
    max_cost: float | None = None
    price: Callable[[Sequence[str]], float] | None = None
    fuzzy: float | None = None
    wait: Callable[[int], float] = lambda n: min(60.0, 2.0**n) * (0.5 + random.random() / 2)  # noqa: S311  jitter
    sleep: Callable[[float], None] = time.sleep
    progress: Callable[[Progress], None] | None = None


@dataclass(slots=True)
class Usage:
    """What a run has used so far."""

    calls: int = 0
    texts: int = 0
    chars: int = 0
    cost: float = 0.0
    reused: int = 0
    asked: set[str] = field(default_factory=set)


class TranslationClient:
    """Asks one translator, through one memory."""

    def __init__(self, translator: Translator, policy: RequestPolicy, memory: Memory) -> None:
        self.translator = translator
        self.ability = ability_of(translator)
        self.policy = policy
        self.memory = memory
        self.usage = Usage()
        self._broken = self._failed = 0
        self._all: Sequence[Query] = ()
        self._place: dict[str, int] = {}
        self._answers: dict[str, Answer] = {}

    def ask(self, queries: Sequence[Query]) -> dict[str, Answer]:
        """Return the answer to every query, by id.

        Raises UsageError and MissingExtraError from the translator, EngineError where it is broken, StageError before a
        limit on characters or cost would be passed. What was answered until then is in the memory.
        """
        self._all, self._answers = queries, {}
        self._place = {query.id: index for index, query in enumerate(queries)}
        keys = {query.id: self._key(query) for query in queries}
        self._answers.update(self._known(queries, keys))
        first: dict[str, Query] = {}
        for query in queries:
            if query.id not in self._answers:
                first.setdefault(keys[query.id], query)
        for batch in self._batches(list(first.values())):
            self._settle(batch, keys)
        for query in queries:
            if query.id not in self._answers:
                self._answers[query.id] = self._answers[first[keys[query.id]].id]
        return self._answers

    def pending(self, queries: Sequence[Query]) -> list[Query]:
        """Return the queries that would be sent: neither in the memory nor the same as one before."""
        keys = {query.id: self._key(query) for query in queries}
        known = self._known(queries, keys)
        return list({keys[q.id]: q for q in reversed(queries) if q.id not in known}.values())[::-1]

    # -- looking up -------------------------------------------------------------------------------------------------

    def _key(self, query: Query) -> str:
        ability, policy = self.ability, self.policy
        terms = [(t.source, t.target) for t in self._terms([query.text])]
        context = self._around(query) if ability.context else ()
        return key_of(
            policy.source, policy.target, ability.name, ability.version, dict(ability.settings), policy.formality,
            terms, context, query.budget if query.shorter else None, query.text,
        )  # fmt: skip

    def _around(self, query: Query) -> tuple[tuple[str, ...], tuple[str, ...]]:
        place = self._place.get(query.id, 0)
        before = tuple(q.text for q in self._all[max(0, place - 3) : place])
        return before, tuple(q.text for q in self._all[place + 1 : place + 3])

    def _known(self, queries: Sequence[Query], keys: Mapping[str, str]) -> dict[str, Answer]:
        rows = self.memory.get(list(dict.fromkeys(keys.values())))
        found: dict[str, Answer] = {}
        for query in queries:
            answer = self._recalled(query, rows.get(keys[query.id]))
            if answer is not None:
                found[query.id] = answer
        self.usage.reused += sum(answer.origin != "kept" for answer in found.values())
        return found

    def _recalled(self, query: Query, remembered: str | None) -> Answer | None:
        if nothing_to_translate(query.text):
            return Answer(query.text, "kept")
        if remembered is not None:
            return self._checked(query, remembered, "memory")
        policy = self.policy
        imported = self.memory.imported(query.text, policy.source, policy.target)
        if imported is not None and not query.shorter:
            return self._checked(query, imported, "tmx")
        if policy.fuzzy is not None and not query.shorter:
            match = self.memory.near(query.text, policy.source, policy.target, policy.fuzzy)
            if match and not self._faults(query.text, match.entry.target):
                return Answer(match.entry.target, "fuzzy", score=match.score)
        return None

    def _checked(self, query: Query, text: str, origin: str) -> Answer | None:
        faults = self._faults(query.text, text)
        return None if any(f.hard for f in faults) else Answer(text, origin, tuple(faults))

    def _faults(self, text: str, reply: str) -> list[Fault]:
        return faults_of(text, reply, self.policy.target, self._terms([text]), self.policy.source)

    def _terms(self, texts: Sequence[str]) -> tuple[Term, ...]:
        return tuple(t for t in self.policy.glossary if any(has_term(text, t.source, t.exact) for text in texts))

    # -- sending ----------------------------------------------------------------------------------------------------

    def _batches(self, queries: list[Query]) -> Iterator[list[Query]]:
        batch: list[Query] = []
        size = 0
        for query in queries:
            full = len(batch) >= self.ability.batch or size + len(query.text) > self.ability.max_chars
            if batch and full:
                yield batch
                batch, size = [], 0
            batch.append(query)
            size += len(query.text)
        if batch:
            yield batch

    def _settle(self, batch: list[Query], keys: Mapping[str, str]) -> None:
        """Ask a batch; what comes back bad once more, then in halves, down to one by one.

        Translations that only lack a number or a name are asked for alone at once: halving would not help.
        """
        work: list[tuple[list[Query], int]] = [(batch, 1)]
        while work:
            part, attempt = work.pop()
            bad = self._round(part, attempt, keys)
            if not bad:
                continue
            if attempt == 1:
                work.append((bad, 2))
            elif len(part) > 1:
                missing = [query for query in bad if self._answers[query.id].text is None]
                soft = [query for query in bad if self._answers[query.id].text is not None]
                parts = [*self._parted(missing), *([query] for query in soft)]
                work.extend((again, attempt + 1) for again in reversed(parts) if again)

    def _parted(self, missing: list[Query]) -> list[list[Query]]:
        """Halve; but a translator that got the order wrong twice is asked one by one: a few texts would not show it."""
        kinds = {fault.kind for query in missing for fault in self._answers[query.id].faults}
        if kinds & {"order", "shifted", "same-twice", "merged"}:
            return [[query] for query in missing]
        middle = (len(missing) + 1) // 2
        return [missing[:middle], missing[middle:]]

    def _round(self, part: list[Query], attempt: int, keys: Mapping[str, str]) -> list[Query]:
        """Make one call and sort its replies; return the queries to ask again."""
        answers = self._replies(part, attempt)
        bad = [query for query, answer in zip(part, answers, strict=True) if answer.faults]
        good: list[tuple[Query, Answer]] = []
        for query, answer in zip(part, answers, strict=True):
            before = self._answers.get(query.id)
            best = answer if before is None or before.text is None or _better(answer, before) else before
            self._answers[query.id] = best
            if best.text is not None and (not best.faults or _last(part, bad, attempt)):
                good.append((query, best))
        self._remember(good, keys)
        self._report_progress()
        return [query for query in bad if self._answers[query.id].faults]

    def _replies(self, part: list[Query], attempt: int) -> list[Answer]:
        texts = [query.text for query in part]
        try:
            replies = self._call(part, texts, attempt)
        except (UsageError, MissingExtraError, StageError):
            raise
        except Exception as error:  # a translator is foreign code: whatever it raises is a failed call
            self._trip(part, error)
            return [Answer(None, faults=(Fault("error", _said(error)),))] * len(part)
        self._broken = self._failed = 0
        whole = batch_faults(texts, replies, self.policy.target)
        if whole:
            return [Answer(None, faults=(whole,))] * len(part)
        answers = [self._answer(query, reply) for query, reply in zip(part, replies, strict=True)]
        for index in swollen(texts, replies) | leaked(texts, replies, self.policy.target):
            answers[index] = Answer(None, faults=(Fault("merged", "the reply seems to hold its neighbour's text too"),))
        return answers

    def _answer(self, query: Query, reply: str) -> Answer:
        faults = tuple(self._faults(query.text, reply))
        return Answer(None if any(f.hard for f in faults) else reply, faults=faults)

    def _call(self, part: list[Query], texts: list[str], attempt: int) -> list[str]:
        tries = 1 if self.ability.patient else self.policy.tries
        for number in range(1, tries + 1):
            self._charge(texts)
            try:
                replies = self.translator(texts, self._request(part, texts, attempt))
                break
            except RetryableError:
                if number == tries:
                    raise
                self.policy.sleep(self.policy.wait(number))
        if isinstance(replies, str) or not hasattr(replies, "__iter__"):
            raise EngineError(f"the translator returned {type(replies).__name__}, not a list of texts")
        return [cleaned(reply) for reply in replies]

    def _request(self, part: list[Query], texts: list[str], attempt: int) -> Request:
        first, last = self._place[part[0].id], self._place[part[-1].id]
        done = [(q.text, a.text) for q in self._all[max(0, first - 12) : first] if (a := self._answers.get(q.id))]
        return Request(
            self.policy.source, self.policy.target,
            ids=tuple(q.id for q in part), budgets=tuple(q.budget for q in part),
            speakers=tuple(q.speaker for q in part),
            before=tuple(q.text for q in self._all[max(0, first - 3) : first]),
            after=tuple(q.text for q in self._all[last + 1 : last + 3]),
            so_far=tuple((source, target) for source, target in done if target is not None),
            glossary=self._terms(texts), formality=self.policy.formality,
            shorter=all(q.shorter for q in part), attempt=attempt,
        )  # fmt: skip

    def _charge(self, texts: list[str]) -> None:
        policy, usage = self.policy, self.usage
        chars = sum(map(len, texts))
        cost = policy.price(texts) if policy.price else 0.0
        if policy.max_chars is not None and usage.chars + chars > policy.max_chars:
            raise StageError(f"stopped before sending more than {policy.max_chars:,} characters", hint=self._resume())
        if policy.max_cost is not None and usage.cost + cost > policy.max_cost:
            raise StageError(f"stopped before spending more than {policy.max_cost:g}", hint=self._resume())
        usage.calls, usage.texts = usage.calls + 1, usage.texts + len(texts)
        usage.chars, usage.cost = usage.chars + chars, usage.cost + cost

    def _trip(self, part: list[Query], error: Exception) -> None:
        self._failed += 1
        self._broken += len(part) == 1
        if self._broken >= BREAKER or (self._failed >= 2 * BREAKER and isinstance(error, RetryableError)):
            raise EngineError(f"{self.ability.name} keeps failing: {_said(error)}", hint=self._resume()) from error

    def _resume(self) -> str:
        done = sum(answer.text is not None for answer in self._answers.values())
        return f"{done} of {len(self._all)} texts are in the memory; the same command goes on from there"

    def _remember(self, good: list[tuple[Query, Answer]], keys: Mapping[str, str]) -> None:
        policy, name = self.policy, self.ability.name
        rows = [(keys[q.id], MemoryEntry(q.text, a.text or "", policy.source, policy.target, name)) for q, a in good]
        if rows:
            self.memory.put(rows)

    def _report_progress(self) -> None:
        if self.policy.progress:
            done = sum(answer.text is not None for answer in self._answers.values())
            self.policy.progress(Progress(done, len(self._all), self.usage.chars))


def _better(new: Answer, old: Answer) -> bool:
    """Prefer a translation over none, and fewer faults over more; the earlier one where they are equal."""
    return new.text is not None and len(new.faults) < len(old.faults)


def _last(part: list[Query], bad: list[Query], attempt: int) -> bool:
    """Return whether nothing more will be asked of this part."""
    return attempt > 1 and len(bad) <= 1 and len(part) == 1


def _said(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text if isinstance(error, EngineError) else f"{type(error).__name__}: {text}"
