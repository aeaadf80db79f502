"""What a translator is: texts in, the same number of texts out. Everything else belongs to the engine around it.

A *translator* is any callable ``(texts, request) -> texts``. It never sees a time or a tag, never batches or retries
and never remembers: the engine (:mod:`captionkit.translation.engine`) does, and checks every reply. A translator that
wants to say what it can do carries an :class:`Ability` in its attribute ``ability``; the decorator :func:`translator`
puts it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar, runtime_checkable

__all__ = [
    "Ability",
    "Backend",
    "Replies",
    "Request",
    "Term",
    "Tokens",
    "Translator",
    "ability_of",
    "features",
    "translator",
]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: ``source`` is always rendered as ``target`` (the same text for a name that stays).

    ``exact`` matches upper and lower case as written; otherwise case does not matter.
    """

    source: str
    target: str
    exact: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What goes with the texts of one call.

    ``source`` and ``target`` are BCP 47 tags (``source`` is ``""`` where unknown). ``ids``, ``budgets``, ``speakers``
    run parallel to the texts: a stable id, the number of characters that can be read in the time the text is shown
    (None: no limit) and who speaks (``""``: unknown). ``before`` and ``after`` are the texts around this batch in the
    source language, ``so_far`` the last translations made; they are for reading, not for translating. ``glossary``
    holds the terms that occur in these texts, ``terms`` what earlier replies settled of names and expressions in them,
    ``summary`` what the last reply said of what has happened so far. ``formality`` is ``""``, ``"formal"`` or
    ``"informal"``. ``attempt`` counts from 1; ``reasons`` (parallel to the texts, ``""``: none) say what was wrong with
    the reply before.

    ``shorter`` is true when earlier translations of these texts did not fit: each is wanted again in at most its budget
    of characters. ``previous`` then runs parallel to the texts and holds those translations. A reply that is not
    shorter than the one before, or fails a check, is not used. Only translators whose :class:`Ability` says ``budget``
    are asked so.

    >>> request = Request("en", "es", ids=("1",), budgets=(12,), shorter=True, previous=("Buenas noches a todos.",))
    >>> request.budget(0), request.too_long(0)
    (12, 'Buenas noches a todos.')
    >>> Request("en", "es").budget(0) is None, Request("en", "es").too_long(0)
    (True, '')
    """

    source: str
    target: str
    ids: tuple[str, ...] = ()
    budgets: tuple[int | None, ...] = ()
    speakers: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    so_far: tuple[tuple[str, str], ...] = ()
    glossary: tuple[Term, ...] = ()
    formality: str = ""
    shorter: bool = False
    previous: tuple[str, ...] = ()
    attempt: int = 1
    reasons: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    summary: str = ""

    def budget(self, index: int) -> int | None:
        """Return the character budget of one text, None where there is none."""
        return self.budgets[index] if index < len(self.budgets) else None

    def too_long(self, index: int) -> str:
        """Return the earlier translation of one text that did not fit, ``""`` where there is none."""
        return self.previous[index] if index < len(self.previous) else ""

    def replace(self, **changes: Any) -> Request:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call to a language model took: tokens sent and got back, and what the service says it charges (None where
    it does not say).

    >>> Tokens(10, 5) + Tokens(1, 1, 0.5)
    Tokens(sent=11, back=6, cost=0.5)
    """

    sent: int = 0
    back: int = 0
    cost: float | None = None

    def __add__(self, other: Tokens) -> Tokens:
        """Return the sum; the cost of what says none counts 0 beside one that does."""
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Tokens(self.sent + other.sent, self.back + other.back, sum(costs) if costs else None)


class Replies(list[str]):
    """The texts that a translator returns, with what it has to say besides: a plain list serves as well.

    ``tokens`` is what the call took, ``summary`` what has happened so far in the film (it comes back in the next
    :class:`Request`, and so do the ``terms`` settled). ``whys`` run parallel to the texts: why one is ``""``.
    """

    def __init__(
        self,
        texts: Iterable[str] = (),
        *,
        tokens: Tokens = Tokens(),
        summary: str = "",
        terms: Sequence[Term] = (),
        whys: Sequence[str] = (),
    ) -> None:
        super().__init__(texts)
        self.tokens, self.summary, self.terms, self.whys = tokens, summary, tuple(terms), tuple(whys)


@dataclass(frozen=True, slots=True)
class Ability:
    """What a translator can do and how it wants to be asked.

    ``name`` and ``version`` identify it in the translation memory: another version is another translator. ``batch`` and
    ``max_chars`` bound one call. ``context``: it reads ``before``, ``after``, ``so_far``, ``terms`` and ``summary``,
    and a call ends with a scene where it can; ``budget``: it can make a
    text shorter; ``formality``, ``glossary``: it honours them. ``join`` false asks for cue by cue instead of whole
    sentences. ``charges`` is ``""`` (free), ``"characters"`` or ``"tokens"``. ``patient``: it waits and tries
    again by itself where a call may pass later. ``trial``: it marks texts instead of
    translating them, so that its replies are not judged. ``settings`` are what else decides the
    result (a model, a URL); they must not hold secrets.
    """

    name: str = ""
    version: str = ""
    batch: int = 50
    max_chars: int = 8000
    context: bool = False
    budget: bool = False
    formality: bool = False
    glossary: bool = False
    join: bool = True
    charges: str = ""
    patient: bool = False
    trial: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)

    def replace(self, **changes: Any) -> Ability:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


@runtime_checkable
class Translator(Protocol):
    """The one thing a translator does.

    Raise :class:`captionkit.errors.RetryableError` where the same call may succeed later, EngineError where it will
    not; anything else that is raised counts as a failed call.
    """

    def __call__(self, texts: Sequence[str], request: Request) -> Sequence[str]:
        """Return the translation of each text, in the same order, as many as there were."""
        ...


@dataclass(frozen=True, slots=True)
class Backend:
    """A translator that can be named.

    ``make`` takes the options given for it (``url``, ``model`` ...) and returns the translator; ``options`` says what
    each one means; ``missing`` returns why it cannot run here (a package, a program, a key), ``""`` where it can;
    ``can`` is what its translators can do, in the words of :func:`features`.
    """

    name: str
    title: str
    make: Callable[[Mapping[str, str]], Translator]
    options: Mapping[str, str] = field(default_factory=dict)
    missing: Callable[[], str] = lambda: ""
    can: tuple[str, ...] = ()


def translator(**ability: Any) -> Callable[[F], F]:
    """Return a decorator that states a function's :class:`Ability`.

    >>> @translator(batch=10)
    ... def shout(texts, request):
    ...     return [text.upper() for text in texts]
    >>> ability_of(shout).batch
    10
    """

    def mark(function: F) -> F:
        function.ability = Ability(**{"name": function.__qualname__, **ability})  # type: ignore[attr-defined]
        return function

    return mark


def features(ability: Ability) -> tuple[str, ...]:
    """Return in words what a translator can do besides translating, and what it charges by.

    >>> features(Ability(formality=True, charges="characters"))
    ('formality', 'charges by characters')
    """
    words = (
        (ability.context, "context"), (ability.formality, "formality"), (ability.glossary, "glossary"),
        (ability.budget, "shorter texts"),
    )  # fmt: skip
    charges = (f"charges by {ability.charges}",) if ability.charges else ()
    return (*(word for there, word in words if there), *charges)


def ability_of(translator: Callable[..., Any]) -> Ability:
    """Return what a translator says it can do, with a name in any case."""
    ability: Ability = getattr(translator, "ability", None) or Ability()
    if ability.name:
        return ability
    module = getattr(translator, "__module__", "")
    name = getattr(translator, "__qualname__", type(translator).__qualname__)
    return ability.replace(name=f"{module}:{name}")
