"""What is asked of a translator, how, and what came of it: plain values."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from captionkit.errors import EngineError
from captionkit.translation.base import Ability, Term, Tokens
from captionkit.translation.proof import Fault

__all__ = ["FAMILIES", "Answer", "Progress", "Query", "RequestPolicy", "Usage", "batches_of", "better", "said"]


@dataclass(frozen=True, slots=True)
class Query:
    """One text to translate; ``budget`` and ``speaker`` as in :class:`Request`; ``pause`` is the silence before it, in
    ms. ``previous`` is a translation that was too long (``""``: none): a shorter one is then asked for. ``known`` is a
    translation that is certain (``""``: none): nothing is asked.
    """

    id: str
    text: str
    budget: int | None = None
    speaker: str = ""
    pause: int = 0
    previous: str = ""
    known: str = ""

    @property
    def shorter(self) -> bool:
        """Whether a shorter text is asked for."""
        return bool(self.previous)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one query: ``text`` is None where there is no translation, ``faults`` then say why.

    ``origin`` is ``asked``, ``memory``, ``tmx``, ``fuzzy`` or ``kept`` (there was nothing to translate, or nothing to
    ask); ``score`` is a
    fuzzy match's; ``reply`` is what was answered, translation or not.
    """

    text: str | None
    origin: str = "asked"
    faults: tuple[Fault, ...] = ()
    score: float = 1.0
    reply: str = ""


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
    ``fuzzy`` accepts memory entries at least so much alike (0..1, None: never). ``probes`` is how many texts of a
    batch in doubt are asked again alone. ``terms`` are names and expressions that earlier runs settled;
    ``token_price`` is the cost of the tokens that a call took. ``dictionaries`` has the proof read those that are
    installed.
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
    terms: tuple[Term, ...] = ()
    token_price: Callable[[Tokens], float] | None = None
    probes: int = 2
    dictionaries: bool = False
    wait: Callable[[int], float] = lambda n: min(60.0, 2.0**n) * (0.5 + random.random() / 2)  # noqa: S311  jitter
    sleep: Callable[[float], None] = time.sleep
    progress: Callable[[Progress], None] | None = None


@dataclass(slots=True)
class Usage:
    """What a run has used so far; how many replies wore which decoration that was taken off; words that the translator
    itself marked as unknown to it; ``tokens`` that services say they took; ``terms`` settled on the way, by source.
    """

    calls: int = 0
    texts: int = 0
    chars: int = 0
    cost: float = 0.0
    reused: int = 0
    undone: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    tokens: Tokens = field(default_factory=Tokens)
    terms: dict[str, Term] = field(default_factory=dict)


#: Silence (ms) that ends a scene, and one that ends a batch which is nearly full; the share of a full batch from which
#: a scene may end it, and from which a pause or another speaker may.
SCENE, PAUSE = 10_000, 2_000
SCENE_FROM, PAUSE_FROM = 1 / 3, 2 / 3


def batches_of(queries: Sequence[Query], ability: Ability) -> list[list[Query]]:
    """Return the queries in the batches in which they are asked.

    For translators that read context a batch ends with a scene (ten seconds of silence) once it is a third full, and
    where it has to end, at the longest pause or change of speaker in its last third.

    >>> queries = [Query(str(n), "Yes.", pause=20_000 if n == 3 else 0) for n in range(6)]
    >>> [len(batch) for batch in batches_of(queries, Ability(batch=6, context=True))]
    [3, 3]
    """
    made: list[list[Query]] = []
    start = 0
    while start < len(queries):
        end = _full(queries, start, ability)
        if ability.context:
            end = _scene_end(queries, start, end)
        made.append(list(queries[start:end]))
        start = end
    return made


def _full(queries: Sequence[Query], start: int, ability: Ability) -> int:
    """Return where a batch that starts somewhere is full; it holds one query at least."""
    size, end = len(queries[start].text), start + 1
    while end < len(queries) and end - start < ability.batch and size + len(queries[end].text) <= ability.max_chars:
        size += len(queries[end].text)
        end += 1
    return end


def _scene_end(queries: Sequence[Query], start: int, full: int) -> int:
    if full - start < 3:
        return full
    for end in range(start + round((full - start) * SCENE_FROM), full):
        if queries[end].pause >= SCENE:
            return end
    if full == len(queries):
        return full
    late = range(start + round((full - start) * PAUSE_FROM), full + 1)
    pause, end = max((queries[i].pause, i) for i in late)
    if pause >= PAUSE:
        return end
    return max((i for i in late if queries[i].speaker != queries[i - 1].speaker), default=full)


#: Soft faults of different families: two of them on one reply are as good as a hard one.
FAMILIES = frozenset(("length", "unlike", "language", "ending"))


def better(new: Answer, old: Answer) -> bool:
    """Prefer a translation over none, and fewer faults over more; the earlier one where they are equal."""
    return new.text is not None and len(new.faults) < len(old.faults)


def said(error: BaseException) -> str:
    """Return what an error of a translator says, in one line."""
    text = str(error).strip() or type(error).__name__
    return text if isinstance(error, EngineError) else f"{type(error).__name__}: {text}"
