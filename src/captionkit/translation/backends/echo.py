"""Two translators that translate nothing, honestly: ``echo`` marks the text, ``pseudo`` stretches and accents it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from captionkit.translation.base import Ability, Backend, Request, Translator

__all__ = ["ECHO", "PSEUDO", "echo", "pseudo"]

_ACCENTS = str.maketrans("AEIOUCNSYaeiouclnsy", "ÀÉÎÕÜÇÑŠÝàéîõüçļñšý")
_KEPT = re.compile(r"https?://\S+|\S+@\S+|\S*\d\S*")
_VOWEL = re.compile(r"[àéîõüÀÉÎÕÜ]")


class _Echo:
    ability = Ability(name="echo", version="1", trial=True)

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        return [f"[{request.target}] {text}" for text in texts]


class _Pseudo:
    """Accents and lengthens, as translations into longer languages do; words with digits and addresses stay."""

    def __init__(self, stretch: float = 0.35) -> None:
        self.stretch = stretch
        self.ability = Ability(name="pseudo", version="1", trial=True, settings={"stretch": str(stretch)})

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        kept = {term.target for term in request.glossary}
        return [" ".join(self._word(word, kept) for word in text.split(" ")) for text in texts]

    def _word(self, word: str, kept: set[str]) -> str:
        if _KEPT.fullmatch(word) or word.strip(".,;:!?") in kept:
            return word
        accented = word.translate(_ACCENTS)
        extra = round(len(word) * self.stretch)
        return _VOWEL.sub(lambda m: m[0] * (1 + extra), accented, count=1) if extra else accented


def echo(options: Mapping[str, str]) -> Translator:
    """Return the translator that puts the target language's tag before each text.

    >>> echo({})(["Good evening."], Request("en", "es"))
    ['[es] Good evening.']
    """
    return _Echo()


def pseudo(options: Mapping[str, str]) -> Translator:
    """Return the translator for pseudo-localisation: a third longer, accented, still readable.

    >>> pseudo({})(["Good evening at 8:30."], Request("en", "es"))
    ['Gõõõd ééévéñîñg ààt 8:30.']
    """
    return _Pseudo(float(options.get("stretch", "0.35")))


ECHO = Backend("echo", "Echo: marks the text with the target language", echo)
PSEUDO = Backend(
    "pseudo", "Pseudo-localisation", pseudo, options={"stretch": "how much longer words get, 0.35 for a third"}
)
