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
from captionkit.translation.base import Ability
from captionkit.translation.client import Query
from captionkit.translation.proof.text import count_tokens

__all__ = ["Estimate", "Price", "estimate", "load_prices", "price_of", "probes_expected"]

#: Tokens of instructions, context and JSON that a chat request has besides its texts:
#: the instructions are about 170, the twelve translations before and the texts around about 250. A rough figure.
OVERHEAD_A_CALL = 420
OVERHEAD_A_TEXT = 12
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
        tokens = sum(count_tokens(text) for text in texts)
        sent = tokens + OVERHEAD_A_CALL + OVERHEAD_A_TEXT * len(texts)
        back = tokens * 1.2 + OVERHEAD_A_TEXT * len(texts)
        return (sent * self.tokens_in + back * self.tokens_out) / 1e6


@dataclass(frozen=True, slots=True)
class Estimate:
    """What would be sent: texts in all, of these to send (the rest is in the memory), calls, characters, tokens (for
    services that charge by them, estimated), cost where a price is known.

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


def estimate(queries: Sequence[Query], pending: Sequence[Query], ability: Ability, price: Price | None) -> Estimate:
    """Return what asking for the pending queries would take, the proof's probes included. Nothing is sent."""
    batches: list[list[str]] = []
    size = 0
    for query in pending:
        if not batches or len(batches[-1]) >= ability.batch or size + len(query.text) > ability.max_chars:
            batches.append([])
            size = 0
        batches[-1].append(query.text)
        size += len(query.text)
    again = [] if ability.trial else probes_expected([query.text for query in pending])
    calls = [*batches, *([text] for text in again)]
    texts = [text for call in calls for text in call]
    return Estimate(
        segments=len(queries),
        to_send=len(pending),
        calls=len(calls),
        characters=sum(map(len, texts)),
        tokens=sum(map(count_tokens, texts)),
        cost=sum(price.of(call) for call in calls) if price else None,
        currency=price.currency if price else "",
        price=" ".join(part for part in (price.source, price.date) if part) if price else "",
        probes=sum(map(len, again)),
    )
