"""Looking a text up before it is asked for: in the memory of verified translations, in imported ones, in like ones."""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.translation.base import Ability, Term
from captionkit.translation.memory import Memory, key_of
from captionkit.translation.policy import Answer, Query, RequestPolicy, Usage
from captionkit.translation.proof import Fault, faults_of
from captionkit.translation.proof.concepts import same_word
from captionkit.translation.proof.text import folded_words, has_term, nothing_to_translate

__all__ = ["Lookup"]


class Lookup:
    """What is known of some texts for one translator: its keys in the memory and the answers found there."""

    def __init__(self, ability: Ability, policy: RequestPolicy, memory: Memory) -> None:
        self.ability, self.policy, self.memory = ability, policy, memory
        self.usage = Usage()
        self._all: Sequence[Query] = ()
        self._place: dict[str, int] = {}
        self._keys: dict[str, str] = {}
        self._run = ""

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

    def _look_up(self, queries: Sequence[Query]) -> dict[str, Answer]:
        rows = self.memory.get(list(dict.fromkeys(self._keys[query.id] for query in queries)), self._run)
        found: dict[str, Answer] = {}
        for query in queries:
            answer = self._recalled(query, rows.get(self._keys[query.id]))
            if answer is not None:
                found[query.id] = answer
        self.usage.reused += sum(answer.origin != "kept" for answer in found.values())
        return found

    def _recalled(self, query: Query, remembered: str | None) -> Answer | None:
        if query.known:
            return Answer(query.known, "kept")
        if nothing_to_translate(query.text):
            return Answer(query.text, "kept")
        if remembered is not None and self._keeps_terms(query.text, remembered):
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

    def _keeps_terms(self, text: str, reply: str) -> bool:
        """Return whether a reply has the terms settled for its text, in any form: a person may have changed one."""
        there = folded_words(reply)
        return all(
            has_term(reply, term.target, exact=False)
            or all(any(same_word(word, other) for other in there) for word in folded_words(term.target))
            for term in self.policy.terms
            if has_term(text, term.source, term.exact)
        )

    def _checked(self, query: Query, text: str, origin: str) -> Answer | None:
        faults = self._faults(query.text, text)
        return None if any(f.hard for f in faults) else Answer(text, origin, tuple(faults))

    def _faults(self, text: str, reply: str) -> list[Fault]:
        if self.ability.trial:
            return [] if reply else [Fault("empty", "the reply is empty")]
        return faults_of(text, reply, self.policy.target, self._terms([text]), self.policy.source)

    def _terms(self, texts: Sequence[str]) -> tuple[Term, ...]:
        return tuple(t for t in self.policy.glossary if any(has_term(text, t.source, t.exact) for text in texts))
