"""A translator whose dictionary is known, so that a test can tell exactly which text went where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.translation.base import Ability, Request
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions

#: Twelve cues, one sentence each, all different; some with numbers and names.
TEXTS = (
    "The ferry leaves the harbour at 7 in the morning.",
    "Nobody on the quay has seen the old lighthouse keeper.",
    "She carries two baskets of bread up the hill.",
    "On Monday Captain Torres counted 41 gulls.",
    "The fog lifts slowly over the fishing boats.",
    "Rain is expected before the evening tide comes in.",
    "We paid 350 for the rope and the new lantern.",
    "His brother Wilbur mends the nets behind the chapel.",
    "A dog sleeps under the table of the little cafe.",
    "The market opens again in 12 days.",
    "Children throw flat stones across the quiet water.",
    "Then the bell rings and everybody walks home.",
)


def word_for(word: str) -> str:
    """Return the made-up translation of a word: its letters reversed, so that no word stays the same."""
    core = word.strip(".,;:!?")
    if not core or core[0].isupper() or any(c.isdigit() for c in core):
        return word
    at = word.index(core)
    return word[:at] + "x" + core[::-1] + word[at + len(core) :]


def fake(text: str) -> str:
    return " ".join(word_for(word) for word in text.split())


def track_of(texts: Sequence[str] = TEXTS, duration: int = 4000, gap: int = 500) -> Track:
    cues = []
    for number, text in enumerate(texts):
        start = number * (duration + gap)
        cues.append(Cue(start, start + duration, text, id=f"c{number + 1}"))
    return Track(tuple(cues), language="en")


def options(**changes: object) -> TranslationOptions:
    policy = {"tries": 3, "sleep": lambda _: None, **changes}
    return TranslationOptions(RequestPolicy("en", "xx", **policy))  # type: ignore[arg-type]


class FakeTranslator:
    """Answers rightly, save where ``spoil`` changes the replies; keeps a log of everything it was asked."""

    def __init__(self, spoil: Callable[[int, list[str], list[str]], object] | None = None, **ability: object) -> None:
        self.spoil = spoil
        self.calls: list[list[str]] = []
        self.requests: list[Request] = []
        self.ability = Ability(**{"name": "test", "batch": 12, **ability})  # type: ignore[arg-type]

    def __call__(self, texts: Sequence[str], request: Request) -> Sequence[str]:
        self.calls.append(list(texts))
        self.requests.append(request)
        replies = [fake(text) for text in texts]
        return replies if self.spoil is None else self.spoil(len(self.calls), list(texts), replies)  # type: ignore[return-value]

    @property
    def asked(self) -> list[str]:
        return [text for call in self.calls for text in call]


HOUSE = load("default")
