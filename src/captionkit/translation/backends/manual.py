"""A person as translator: nothing is asked, a blank sheet is written, and ``--apply`` takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from captionkit.errors import UsageError
from captionkit.translation.base import Ability, Backend, Request, Translator

__all__ = ["MANUAL", "NAME", "manual"]

NAME = "manual"


class _Manual:
    ability = Ability(name=NAME, version="1", context=True, budget=True, formality=True, glossary=True)

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        raise UsageError(
            "a person translates sheets, not texts one by one", hint="captionkit translate writes the sheet: -t manual"
        )


def manual(options: Mapping[str, str]) -> Translator:
    """Return the translator that stands for a person.

    >>> manual({}).ability.name
    'manual'
    """
    return _Manual()


_CAN = ("context", "formality", "glossary", "shorter texts")
MANUAL = Backend(NAME, "A person: writes a blank sheet, see --apply", manual, can=_CAN)
