"""Sending a batch to a translator: what goes with it, what it may cost, what comes back besides the texts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from captionkit.errors import EngineError, RetryableError, StageError
from captionkit.translation.base import Replies, Request, Term, Translator, ability_of
from captionkit.translation.lookup import Lookup
from captionkit.translation.memory import Memory
from captionkit.translation.policy import Answer, Query, RequestPolicy
from captionkit.translation.proof.text import cleaned, has_term

__all__ = ["Sender"]

#: Terms that are settled on the way, at most.
MOST_TERMS = 500
#: Faults of a call, not of one reply.
_OF_CALLS = frozenset(("error", "count", "order", "not-believed"))


class Sender(Lookup):
    """Makes the calls to one translator and counts what they take."""

    def __init__(self, translator: Translator, policy: RequestPolicy, memory: Memory) -> None:
        super().__init__(ability_of(translator), policy, memory)
        self.translator = translator
        self._answers: dict[str, Answer] = {}
        self._charged, self._summary = 0.0, ""
        self._whys: tuple[str, ...] = ()

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
        self._heed(replies)
        made = list(islice(replies, 2 * len(texts) + 100))
        for reply in made:
            self.usage.unknown.update(getattr(reply, "unknown", ()))
        return [cleaned(reply) for reply in made]

    def _heed(self, replies: object) -> None:
        """Note what came besides the texts: tokens used, a summary, terms settled."""
        self._whys = ()
        if not isinstance(replies, Replies):
            return
        usage, policy = self.usage, self.policy
        usage.tokens += replies.tokens
        actual = replies.tokens.cost
        if actual is None and policy.token_price is not None and replies.tokens.sent:
            actual = policy.token_price(replies.tokens)
        if actual is not None:
            usage.cost += actual - self._charged
        self._summary = replies.summary or self._summary
        self._whys = replies.whys
        settled = {term.source for term in (*policy.terms, *policy.glossary)}
        for term in replies.terms:
            if term.source not in settled and len(usage.terms) < MOST_TERMS:
                usage.terms.setdefault(term.source, term)

    def _settled(self, texts: Sequence[str]) -> tuple[Term, ...]:
        """Return the terms of some texts that earlier replies or runs have settled."""
        terms = (*self.policy.terms, *self.usage.terms.values())
        return tuple(t for t in terms if any(has_term(text, t.source, exact=False) for text in texts))

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
            shorter=all(q.shorter for q in part), previous=tuple(q.previous for q in part),
            attempt=attempt, reasons=self._reasons(part),
            terms=self._settled(texts) if self.ability.context else (), summary=self._summary,
        )  # fmt: skip

    def _reasons(self, part: list[Query]) -> tuple[str, ...]:
        """Return why the reply that each text had before was not good enough."""
        faults = [answer.faults if (answer := self._answers.get(q.id)) else () for q in part]
        return tuple("; ".join(f.detail for f in found if f.kind not in _OF_CALLS) for found in faults)

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
        self._charged = cost

    def _resume(self) -> str:
        done = sum(answer.text is not None for answer in self._answers.values())
        count = f"{done} of {len(self._all)} texts"
        if not self.memory.kept:
            return f"{count} are in the memory of this run alone: without --no-memory the next one goes on from there"
        return f"{count} are in the memory; the same command goes on from there"
