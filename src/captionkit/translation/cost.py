"""What a run would take, before anything is sent: segments, characters, tokens, money."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from captionkit.errors import InputError, UsageError
from captionkit.sources.tomltext import parse_toml
from captionkit.translation.base import Ability, Tokens
from captionkit.translation.policy import Query, batches_of
from captionkit.translation.proof.text import count_tokens

__all__ = ["Estimate", "Price", "estimate", "load_prices", "price_of", "probes_expected"]

#: Tokens that a request to a language model has besides its texts: about 300 of instructions, 150 of the reply's form,
#: 350 of context (twelve translations, the texts around, the summary); of an id and a limit for each text. The reply
#: has about 100 of summary and terms, and an id and an anchor for each text. Rough figures.
_SENT_A_CALL, _SENT_A_TEXT, _BACK_A_CALL, _BACK_A_TEXT = 800, 10, 100, 13
#: Share of the texts that the proof asks for once more, and what it is where they are short: under so many characters.
_PROBED, _PROBED_SHORT, _SHORT = 0.02, 0.04, 20


@dataclass(frozen=True, slots=True)
class Price:
    """What a service charges, in ``currency``: for a million characters, or for a million tokens in and out."""

    currency: str
    characters: float = 0.0
    tokens_in: float = 0.0
    tokens_out: float = 0.0
    source: str = ""
    date: str = ""

    def of(self, texts: Sequence[str]) -> float:
        """Return the cost of one call with these texts; translations are taken to be as long as the texts."""
        chars = sum(map(len, texts))
        if self.characters:
            return chars * self.characters / 1e6
        return self.of_tokens(_tokens_expected(texts))

    def of_tokens(self, tokens: Tokens) -> float:
        """Return the cost of the tokens that a call took.

        >>> Price("USD", tokens_in=1.0, tokens_out=4.0).of_tokens(Tokens(1000, 500))
        0.003
        """
        return (tokens.sent * self.tokens_in + tokens.back * self.tokens_out) / 1e6


def _tokens_expected(texts: Sequence[str]) -> Tokens:
    """Return what one call to a language model with these texts is expected to take."""
    tokens = sum(map(count_tokens, texts))
    sent = tokens + _SENT_A_CALL + _SENT_A_TEXT * len(texts)
    return Tokens(sent, round(tokens * 1.2) + _BACK_A_CALL + _BACK_A_TEXT * len(texts))


@dataclass(frozen=True, slots=True)
class Estimate:
    """What would be sent: texts in all, of these to send (the rest is in the memory), calls, characters, tokens
    (estimated; of language models all that are sent and come back, instructions and context included), cost where a
    price is known.

    ``probes`` are the characters of these that the proof is expected to ask for once more.
    """

    segments: int
    to_send: int
    calls: int
    characters: int
    tokens: int
    cost: float | None
    currency: str
    price: str
    probes: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {name: getattr(self, name) for name in self.__slots__}


def load_prices(path: str | Path | None = None) -> dict[str, Price]:
    """Return the price of each service (``"chat:MODEL"`` for a model), from captionkit's table and a file of yours.

    Raises InputError where the file is not TOML or a number is none.
    """
    builtin = files("captionkit.translation").joinpath("data/prices.toml").read_text("utf-8")
    table = _prices(parse_toml(builtin), "prices.toml")
    if path is None:
        return table
    try:
        own = parse_toml(Path(path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: no price table: {error}") from None
    return table | _prices(own, str(path))


def _prices(table: Mapping[str, Any], name: str) -> dict[str, Price]:
    try:
        return {service: Price(**row) for service, row in table.items()}
    except TypeError as error:
        raise InputError(
            f"{name}: {error}", hint="a table has currency, characters or tokens_in and tokens_out"
        ) from None


def price_of(ability: Ability, prices: Mapping[str, Price]) -> Price | None:
    """Return a translator's price; free translators cost 0, None means that nobody has said."""
    if not ability.charges:
        return Price("", source="free of charge")
    model = ability.settings.get("model", "")
    return prices.get(f"{ability.name}:{model}") or prices.get(ability.name)


def demand_price(ability: Ability, price: Price | None) -> Price:
    """Return the price. Raises UsageError where a limit on cost is asked for and no price is known."""
    if price is None:
        raise UsageError(
            f"no price is known for {ability.name}, so a limit on cost cannot be kept",
            hint="give one with --prices FILE, or use --max-chars",
        )
    return price


def probes_expected(texts: Sequence[str]) -> list[str]:
    """Return as many texts, evenly over a track, as the proof is expected to ask for once more, each alone.

    The shares are a little above what honest translators took: 0 to 2 % of the characters of films and lectures, 1 to
    4 % of short dialogue (docs/translation.md). A translator that errs takes more.

    >>> len(probes_expected(["Nobody has seen the lighthouse keeper."] * 100)), len(probes_expected(["No."] * 100))
    (2, 4)
    """
    if not texts:
        return []
    short = sum(map(len, texts)) / len(texts) < _SHORT
    number = round(len(texts) * (_PROBED_SHORT if short else _PROBED))
    return [texts[len(texts) * n // number] for n in range(number)]


def _tokens_of(calls: Sequence[Sequence[str]]) -> int:
    expected = [_tokens_expected(call) for call in calls]
    return sum(one.sent + one.back for one in expected)


def estimate(queries: Sequence[Query], pending: Sequence[Query], ability: Ability, price: Price | None) -> Estimate:
    """Return what asking for the pending queries would take, the proof's probes included. Nothing is sent."""
    again = [] if ability.trial else probes_expected([query.text for query in pending])
    batches = ([query.text for query in batch] for batch in batches_of(pending, ability))
    calls = [*batches, *([text] for text in again)]
    texts = [text for call in calls for text in call]
    return Estimate(
        segments=len(queries),
        to_send=len(pending),
        calls=len(calls),
        characters=sum(map(len, texts)),
        tokens=_tokens_of(calls) if ability.context else sum(map(count_tokens, texts)),
        cost=sum(price.of(call) for call in calls) if price else None,
        currency=price.currency if price else "",
        price=" ".join(part for part in (price.source, price.date) if part) if price else "",
        probes=sum(map(len, again)),
    )
