"""RequestPolicy a translator until every text has a translation that passes, or is known to have none.

A text is looked up in the memory first. What is left goes out in batches; a bad reply is asked for once more, then in
halves, then alone; what still fails is handed back as such. Each good reply is written to the memory before the next
call. A translation is never the text itself because nothing better came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from captionkit.errors import EngineError, MissingExtraError, RetryableError, StageError, UsageError
from captionkit.translation.base import Translator
from captionkit.translation.memory import Memory, MemoryEntry, key_of
from captionkit.translation.policy import (
    FAMILIES,
    Answer,
    Progress,
    Query,
    RequestPolicy,
    Usage,
    batches_of,
    better,
    said,
)
from captionkit.translation.proof import (
    Crowd,
    Fault,
    agrees,
    concepts_for,
    learned,
    order_of,
    unaccented,
    uncounted,
    undone,
)
from captionkit.translation.proof.neighbours import holding, leaked, strayed, swollen
from captionkit.translation.proof.order import WINDOW
from captionkit.translation.proof.text import folded_words
from captionkit.translation.replies import NotKeptError
from captionkit.translation.sending import Sender

__all__ = ["Answer", "Progress", "Query", "RequestPolicy", "TranslationClient", "Usage"]

#: Texts that fail alone, one after the other, with an error of the translator, before it counts as broken.
BREAKER = 5
#: Texts of a batch that failed alone, and their share, from which the rest of the batch is not believed either.
UNFIT, UNFIT_SHARE = 4, 0.25
#: Share of a batch that is doubted from which all of it is asked one by one (honest ones: 0.04 at most).
DOUBTED_SHARE = 0.2
#: Share of a track's replies that begin in lower case against their text from which that stays named.
BEGUN = 0.05
#: Texts from which installed dictionaries are read.
DICTIONARIES_FROM = 10
#: Texts from which words are learned from the track itself.
LEARNED_FROM = 60


class TranslationClient(Sender):
    """Asks one translator, through one memory."""

    def __init__(self, translator: Translator, policy: RequestPolicy, memory: Memory) -> None:
        super().__init__(translator, policy, memory)
        self._broken = self._failed = self._done = 0
        self._alone: set[str] = set()
        self._crowd = Crowd(policy.source, policy.target)
        self._known = concepts_for(policy.source, policy.target)
        self._heads: dict[tuple[str, ...], set[str]] = {}
        self._faults("One.", "Two.")  # what is loaded and compiled once is so before the first call, not after it

    def ask(self, queries: Sequence[Query]) -> dict[str, Answer]:
        """Return the answer to every query, by id.

        Raises UsageError and MissingExtraError from the translator, EngineError where it is broken, StageError before a
        limit on characters or cost would be passed. What was answered until then is in the memory.
        """
        self._all, self._answers, self._alone = queries, {}, set()
        self._place = {query.id: index for index, query in enumerate(queries)}
        self._keys = {query.id: self._key(query) for query in queries}
        self._run = key_of("run", [query.text for query in queries])
        self._summary = ""
        self._answers.update(self._look_up(queries))
        self._done = sum(answer.text is not None for answer in self._answers.values())
        self._crowd.add((q.text, a.text) for q in queries if (a := self._answers.get(q.id)) and a.text)
        self._know([query.text for query in queries if query.id not in self._answers])
        first: dict[str, Query] = {}
        for query in queries:
            if query.id not in self._answers:
                first.setdefault(self._keys[query.id], query)
        for batch in batches_of(list(first.values()), self.ability):
            self._settle(batch)
        self._review(
            [q for q in queries if q.id in self._answers and self._answers[q.id].origin in ("asked", "memory")]
        )
        for query in queries:
            if query.id not in self._answers:
                self._answers[query.id] = self._answers[first[self._keys[query.id]].id]
        self._confirm(queries)
        answers, self._answers = self._answers, {}
        self._all, self._place, self._keys = (), {}, {}  # what is made of the answers wants the memory
        return answers

    def _know(self, texts: Sequence[str]) -> None:
        """Take what installed dictionaries know of the words of some texts, where there are enough to compare."""
        if not self.policy.dictionaries or self.ability.trial or len(texts) < DICTIONARIES_FROM:
            return
        from captionkit.translation.proof.dictionaries import dictionary_words

        words = (word for text in texts for word in folded_words(text))
        self._known = self._known.joined(dictionary_words(words, self.policy.source, self.policy.target))
        self._crowd.known = self._known

    def pending(self, queries: Sequence[Query]) -> list[Query]:
        """Return the queries that would be sent: neither in the memory nor the same as one before."""
        self._run = key_of("run", [query.text for query in queries])
        self._keys = {query.id: self._key(query) for query in queries}
        known = self._look_up(queries)
        return list({self._keys[q.id]: q for q in reversed(queries) if q.id not in known}.values())[::-1]

    # -- a batch ----------------------------------------------------------------------------------------------------

    def _settle(self, batch: list[Query]) -> None:
        """Ask a batch; ask again, alone, for what the proof doubts; then judge the order of what was not alone."""
        self._obtain(batch)
        judged = [query for query in batch if query.id not in self._alone]
        doubted = [query for query in judged if self._answers[query.id].faults]
        if len(judged) > 1 and not self.ability.trial:
            doubted = self._disordered(judged, doubted)
        self._ask_alone(doubted)
        self._judge_fitness(batch)
        self._remember(batch)
        self._done += sum(self._answers[query.id].text is not None for query in batch)
        if self.policy.progress:
            self.policy.progress(Progress(self._done, len(self._all), self.usage.chars))

    def _obtain(self, batch: list[Query]) -> None:
        """Make calls until each text has a reply or failed alone: the batch, once more, halves, one by one."""
        work: list[tuple[list[Query], int]] = [(batch, 1)]
        while work:
            part, attempt = work.pop()
            failed = self._call_for(part, attempt)
            if failed is None:
                continue
            for query in part:
                self._answers[query.id] = Answer(None, faults=(failed,))
            if attempt == 1:
                work.append((part, 2))
            elif len(part) > 1:
                middle = (len(part) + 1) // 2
                work += [(part[middle:], attempt + 1), (part[:middle], attempt + 1)]

    def _call_for(self, part: list[Query], attempt: int) -> Fault | None:
        """Ask for a part and note its answers; return what was wrong with the call as a whole."""
        texts = [query.text for query in part]
        try:
            replies = self._counted(texts, self._call(part, texts, attempt))
        except (UsageError, MissingExtraError, StageError):
            raise
        except NotKeptError as error:  # nobody was asked
            return Fault("error", said(error))
        except (Exception, SystemExit) as error:  # a translator is foreign code: whatever it raises is a failed call
            self._trip(part, error)
            return Fault("error", said(error))
        self._broken = self._failed = 0
        if len(replies) != len(texts):
            return Fault("count", f"{len(replies)} replies for {len(texts)} texts")
        if len(part) == 1:
            self._alone.add(part[0].id)
        tidy = self._undone(texts, replies)
        answers = [self._answer(query, reply) for query, reply in zip(part, tidy, strict=True)]
        if not self.ability.trial:
            for index in swollen(texts, tidy) | leaked(texts, tidy, self.policy.target) | holding(texts, tidy):
                answers[index] = Answer(
                    None, faults=(Fault("merged", "the reply seems to hold its neighbour's text"),), reply=tidy[index]
                )
        for index, why in enumerate(self._whys[: len(part)]):
            if why and not tidy[index]:
                answers[index] = Answer(None, faults=(Fault("empty", why),))
        self._answers.update((query.id, answer) for query, answer in zip(part, answers, strict=True))
        self._remember(part)
        return None

    def _counted(self, texts: list[str], replies: list[str]) -> list[str]:
        """Leave out the lines that a program writes before its translations, where it is certain that they are."""
        extra = len(replies) - len(texts)
        if not 0 < extra <= 5:
            return replies
        seen = self._heads.setdefault(tuple(replies[:extra]), set())
        seen.add(texts[0])
        rest = replies[extra:]
        proven = len(texts) >= 5 and order_of(texts, rest, self._known, self.policy.source, self.policy.target)
        if len(seen) >= 2 or (proven and proven.kind == "proven"):
            self.usage.undone["banner"] += 1
            return rest
        return replies

    def _undone(self, texts: Sequence[str], replies: Sequence[str]) -> list[str]:
        """Return the replies without decoration; what the run says of labels and endings counts as well."""
        if self.ability.trial:
            return list(replies)
        counted = uncounted(texts, replies)
        self.usage.undone.update("numbering" for a, b in zip(counted, replies, strict=True) if a != b)
        tidy = [undone(text, reply) for text, reply in zip(texts, counted, strict=True)]
        self._crowd.add((text, reply) for text, (reply, _) in zip(texts, tidy, strict=True))
        made: list[str] = []
        for text, (reply, kinds) in zip(texts, tidy, strict=True):
            trimmed = self._crowd.trimmed(text, reply)
            self.usage.undone.update([*kinds, *(["label"] if trimmed != reply else [])])
            made.append(trimmed)
        self._crowd.add(zip(texts, made, strict=True))
        return made

    def _answer(self, query: Query, reply: str) -> Answer:
        faults = self._faults(query.text, reply)
        if not self.ability.trial and not any(fault.hard for fault in faults):
            faults += self._crowd.faults_of(query.text, reply)
        if sum(not f.hard and f.kind in FAMILIES for f in faults) >= 2:
            faults = [replace(f, hard=True) if f.kind in FAMILIES else f for f in faults]
        return Answer(None if any(f.hard for f in faults) else reply, faults=tuple(faults), reply=reply)

    def _disordered(self, judged: list[Query], doubted: list[Query]) -> list[Query]:
        """Judge the order of a batch; return the texts to ask alone."""
        whole = [query for query in judged if self._answers[query.id].reply]
        texts = [query.text for query in whole]
        replies = [self._answers[query.id].reply for query in whole]
        if len(whole) < 2:
            return doubted
        policy = self.policy
        if len(doubted) >= max(UNFIT, DOUBTED_SHARE * len(judged)):
            return self._condemned(judged, "a fifth of the replies of a batch were doubted")
        if unaccented(replies, policy.target):
            return self._condemned(judged, "no reply of a batch has an accent")
        many, _ = self._crowd.many(list(zip(texts, replies, strict=True)))
        if many:
            return self._condemned(judged, f"too many replies of a batch are alike: {many}")
        if strayed(texts, replies, policy.target) >= 2:
            return self._condemned(judged, "several texts find their numbers or names in another's reply")
        verdict = order_of(texts, replies, self._known, policy.source, policy.target)
        if verdict.kind == "disproved":
            return self._condemned(judged, "the replies fit the texts in another order better")
        if verdict.kind in ("proven", "plausible"):
            return doubted
        asked = {query.id for query in doubted}
        chosen = [place for place in verdict.pointed if whole[place].id not in asked]
        chosen += [place for place in verdict.unsure if place not in chosen and whole[place].id not in asked][
            : policy.probes
        ]
        for place in chosen if policy.probes else []:
            if self._probe(whole[place], place, replies) is False:
                return self._condemned(judged, "a text asked alone got another reply")
        return doubted

    def _condemned(self, judged: list[Query], why: str) -> list[Query]:
        """Give up what a batch brought; its texts are asked one by one."""
        for query in judged:
            if query.id not in self._alone:
                self._answers[query.id] = Answer(None, faults=(Fault("order", why),))
        return [query for query in judged if query.id not in self._alone]

    def _probe(self, query: Query, place: int, replies: Sequence[str]) -> bool | None:
        """Ask one text alone; return whether its reply is the one it had in its batch."""
        answer = self._asked_alone(query)
        agreed = agrees(answer.reply, place, replies) if answer is not None and answer.reply else None
        if agreed is False:
            self._alone.discard(query.id)
        return agreed

    def _asked_alone(self, query: Query) -> Answer | None:
        """Ask one text alone; None where the call failed. What it had before stays."""
        before = self._answers.get(query.id)
        failed = self._call_for([query], 3)
        answer = self._answers.get(query.id)
        if before is not None:
            self._answers[query.id] = before
        self._alone.add(query.id)
        return None if failed else answer

    def _ask_alone(self, queries: Sequence[Query]) -> None:
        self._crowd.withdraw(query.text for query in queries)
        for query in queries:
            before = self._answers[query.id]
            answer = self._asked_alone(query)
            if answer is None:
                continue
            if answer.text is None and before.text is not None and before.faults:
                continue  # only odd before, and not usable now
            self._answers[query.id] = answer if before.text is None or better(answer, before) else before
            self._remember([query])

    def _judge_fitness(self, batch: list[Query]) -> None:
        """Believe nothing of a batch of which a quarter has failed even alone."""
        failed = [query for query in batch if self._answers[query.id].text is None and query.id in self._alone]
        errors = all(fault.kind == "error" for query in failed for fault in self._answers[query.id].faults)
        if len(failed) >= max(UNFIT, UNFIT_SHARE * len(batch)) and not errors:
            why = Fault("not-believed", f"{len(failed)} of the {len(batch)} texts sent together failed even alone")
            for query in batch:
                if self._answers[query.id].text is not None:
                    self._answers[query.id] = Answer(None, faults=(why,))

    # -- the track --------------------------------------------------------------------------------------------------

    def _review(self, queries: list[Query]) -> None:
        """Judge the finished track: what only many replies show, and the order with the words learned from it."""
        if self.ability.trial or len(queries) < 2:
            return
        for query in queries:  # by all that is known now: what was alike may be replaced, and the first knew no habits
            answer = self._answers[query.id]
            alike = answer.text is None and answer.reply and answer.faults[0].kind in ("same-reply", "same-edge")
            if alike or (answer.text and answer.origin == "asked" and query.id in self._alone):
                self._answers[query.id] = self._answer(query, answer.reply)
        state, odd = self._crowd.state, self._odd_in_track(queries)
        again = [query for query, _ in odd if query.id not in self._alone]
        self._answers.update((query.id, condemned) for query, condemned in odd if query.id not in self._alone)
        self._ask_alone(again)
        if again or self._crowd.state != state:  # else looking once more would show the same
            odd = self._odd_in_track(queries)
        for query, condemned in odd:
            self._answers[query.id] = condemned
            self._remember([query])
        self._begin_with_capitals(queries)
        self._review_order([query for query in queries if self._answers[query.id].text])

    def _begin_with_capitals(self, queries: Sequence[Query]) -> None:
        """Put back the capital that a translator loses now and then, as where it leaves a pronoun out.

        Where it is lost again and again more is lost: the first letter, the first word. Then it stays named.
        """
        lost = [query for query in queries if any(fault.kind == "begun" for fault in self._answers[query.id].faults)]
        if len(lost) >= 2 and len(lost) >= BEGUN * len(queries):
            return
        for query in lost:
            answer = self._answers[query.id]
            text = re.sub(r"[^\W\d_]", lambda m: m[0].upper(), answer.text or "", count=1)
            faults = tuple(fault for fault in answer.faults if fault.kind != "begun")
            self._answers[query.id] = replace(answer, text=text or None, faults=faults)
            self.usage.undone["capital"] += 1

    def _odd_in_track(self, queries: Sequence[Query]) -> list[tuple[Query, Answer]]:
        """Note lesser faults that only the whole track shows; return the queries with grave ones, and their answers."""
        there = [query for query in queries if self._answers[query.id].text]
        pairs = [(query.text, self._answers[query.id].text or "") for query in there]
        habits = self._crowd.habits(pairs)
        odd: list[tuple[Query, Answer]] = []
        for index, query in enumerate(there):
            hard = [fault for fault in self._crowd.faults_of(*pairs[index]) if fault.hard]
            habit = habits.get(index)
            if habit is not None and not habit.hard:
                answer = self._answers[query.id]
                if habit not in answer.faults:
                    self._answers[query.id] = replace(answer, faults=(*answer.faults, habit))
                habit = None
            faults = [habit] if habit else hard
            if faults:
                odd.append((query, Answer(None, faults=tuple(faults), reply=pairs[index][1])))
        return odd

    def _review_order(self, queries: list[Query]) -> None:
        """Compare the order again with learned words, where the table of concepts knows nothing of the languages."""
        if self._known or len(queries) < LEARNED_FROM:
            return
        texts = [query.text for query in queries]
        replies = [self._answers[query.id].text or "" for query in queries]
        known = self._known.joined(learned(texts, replies))
        for start in range(0, len(queries), WINDOW):
            part = slice(start, min(len(queries), start + WINDOW))
            window = [query for query in queries[part] if query.id not in self._alone]
            if len(window) < WINDOW // 2:
                continue
            verdict = order_of(texts[part], replies[part], known, self.policy.source, self.policy.target)
            if verdict.kind == "disproved":
                self._ask_alone(self._condemned(window, "the replies fit the texts in another order better"))

    def _confirm(self, queries: Sequence[Query]) -> None:
        """Count what passed as verified, and drop what did not."""
        good = {
            self._keys[q.id]
            for q in queries
            if self._answers[q.id].origin in ("asked", "memory") and self._answers[q.id].text
        }
        self.memory.confirm(self._run, good)

    def _trip(self, part: list[Query], error: BaseException) -> None:
        self._failed += 1
        self._broken += len(part) == 1
        if self._broken >= BREAKER or (self._failed >= 2 * BREAKER and isinstance(error, RetryableError)):
            raise EngineError(f"{self.ability.name} keeps failing: {said(error)}", hint=self._resume()) from error

    def _remember(self, queries: Iterable[Query]) -> None:
        """Write down, as not verified yet, what has a translation without a fault, or one that was asked for alone."""
        policy, name = self.policy, self.ability.name
        good = [(q, a) for q in queries if (a := self._answers.get(q.id)) and a.text and a.origin == "asked"]
        rows = [
            (self._keys[q.id], MemoryEntry(q.text, a.text or "", policy.source, policy.target, name))
            for q, a in good
            if not a.faults or q.id in self._alone
        ]
        if rows:
            self.memory.put(rows, self._run)
