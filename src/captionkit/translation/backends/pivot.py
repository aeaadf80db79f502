"""Through a third language: the first translator into it, the second out of it."""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.errors import EngineError
from captionkit.translation.base import Ability, Request, Translator, ability_of
from captionkit.translation.proof.text import cleaned

__all__ = ["pivot"]


class _Pivot:
    """Two translators in a row. The engine checks the result against the text, numbers and names included."""

    def __init__(self, first: Translator, second: Translator, via: str) -> None:
        self.first, self.second, self.via = first, second, via
        one, two = ability_of(first), ability_of(second)
        self.ability = Ability(
            name=f"{one.name}>{via}>{two.name}",
            version=f"{one.version}>{two.version}",
            batch=min(one.batch, two.batch),
            max_chars=min(one.max_chars, two.max_chars),
            context=one.context,
            formality=two.formality,
            join=one.join and two.join,
            charges=one.charges or two.charges,
            patient=one.patient and two.patient,
            trial=one.trial or two.trial,
            settings={f"1.{k}": v for k, v in one.settings.items()} | {f"2.{k}": v for k, v in two.settings.items()},
        )

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        names = tuple(term for term in request.glossary if term.source == term.target)
        middle = [cleaned(reply) for reply in self.first(texts, request.replace(target=self.via, glossary=names))]
        if len(middle) != len(texts):
            raise EngineError(f"{len(middle)} replies for {len(texts)} texts on the way through {self.via}")
        places = [index for index, text in enumerate(middle) if text]
        onward = request.replace(
            source=self.via, before=(), after=(), so_far=(),
            ids=tuple(request.ids[i] for i in places) if request.ids else (),
            budgets=tuple(request.budgets[i] for i in places) if request.budgets else (),
            speakers=tuple(request.speakers[i] for i in places) if request.speakers else (),
        )  # fmt: skip
        last = list(self.second([middle[i] for i in places], onward)) if places else []
        if len(last) != len(places):
            raise EngineError(f"{len(last)} replies for {len(places)} texts on the way out of {self.via}")
        replies = [""] * len(texts)
        for index, text in zip(places, last, strict=True):
            replies[index] = text
        return replies


def pivot(first: Translator, second: Translator, via: str) -> Translator:
    """Return the translator that goes from the source to ``via`` with ``first`` and on to the target with ``second``.

    >>> from captionkit.translation.backends.echo import echo
    >>> pivot(echo({}), echo({}), "pt")(["Yes."], Request("en", "es"))
    ['[es] [pt] Yes.']
    """
    return _Pivot(first, second, via)
