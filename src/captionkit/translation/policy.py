"""What is asked of a translator, how, and what came of it: plain values."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from captionkit.errors import EngineError
from captionkit.translation.base import Term
from captionkit.translation.proof import Fault

__all__ = ["FAMILIES", "Answer", "Progress", "Query", "RequestPolicy", "Usage", "better", "said"]


@dataclass(frozen=True, slots=True)
class Query:
    """One text to translate; ``budget`` and ``speaker`` as in :class:`Request`; ``previous`` is a translation that was
    too long (``""``: none): a shorter one is then asked for. ``known`` is a translation that is certain (``""``: none):
    nothing is asked.
    """

    id: str
    text: str
    budget: int | None = None
    speaker: str = ""
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
    batch in doubt are asked again alone.
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
    probes: int = 2
    wait: Callable[[int], float] = lambda n: min(60.0, 2.0**n) * (0.5 + random.random() / 2)  # noqa: S311  jitter
    sleep: Callable[[float], None] = time.sleep
    progress: Callable[[Progress], None] | None = None


@dataclass(slots=True)
class Usage:
    """What a run has used so far; how many replies wore which decoration that was taken off; words that the translator
    itself marked as unknown to it.
    """

    calls: int = 0
    texts: int = 0
    chars: int = 0
    cost: float = 0.0
    reused: int = 0
    undone: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)


#: Soft faults of different families: two of them on one reply are as good as a hard one.
FAMILIES = frozenset(("length", "unlike", "language", "ending"))


def better(new: Answer, old: Answer) -> bool:
    """Prefer a translation over none, and fewer faults over more; the earlier one where they are equal."""
    return new.text is not None and len(new.faults) < len(old.faults)


def said(error: BaseException) -> str:
    """Return what an error of a translator says, in one line."""
    text = str(error).strip() or type(error).__name__
    return text if isinstance(error, EngineError) else f"{type(error).__name__}: {text}"
