"""What the suites share: samples, damage done to them, files of other kinds, and demands."""

from __future__ import annotations

import contextlib
import io
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from captionkit.diagnostics import Result, code_info
from captionkit.sources import ReadOptions

__all__ = ["STRANGERS", "Sample", "check_codes", "damaged", "demand", "letters", "quietly"]

#: How many damaged copies are made of a sample.
DAMAGES = 80

#: Files of other kinds, which no reader of a particular format may claim.
STRANGERS = (
    b"",
    b"\xef\xbb\xbf",
    b"\x00" * 64,
    b"Just a line of prose, with a full stop.\n",
    b"{}",
    b"[]",
    b"null",
    b'{"unrelated": {"keys": [1, 2, 3]}, "list": ["a", null]}',
    b"<html><body><p>Hello</p></body></html>",
    b"<?xml version='1.0'?><unrelated><row a='1'/></unrelated>",
    b"name,colour,size\nrope,red,12\n",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to read.

    ``words`` is what must be read of it, blanks and punctuation aside; ``speakers`` the speakers in order; ``start``
    and ``end`` the times of the whole in ms. What is left None is not checked.
    """

    name: str
    data: bytes
    words: str | None = None
    speakers: tuple[str, ...] | None = None
    start: int | None = None
    end: int | None = None
    options: ReadOptions = field(default_factory=ReadOptions)


def letters(text: str) -> str:
    """Return the letters and digits of a text, caseless and without accents' spelling: what no stage may lose.

    >>> letters("It's 5 o'clock!")
    'its5oclock'
    """
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def damaged(data: bytes, count: int = DAMAGES, seed: int = 1) -> Iterator[bytes]:
    """Yield damaged copies of ``data``: cut, flipped, doubled, emptied, with hostile values in place of good ones."""
    rng = random.Random(seed)  # noqa: S311 - repeatable damage, no secrets
    for _ in range(count):
        yield rng.choice(_DAMAGES)(data, rng)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _flip(data: bytes, rng: random.Random) -> bytes:
    copy = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        if copy:
            copy[rng.randrange(len(copy))] = rng.randrange(256)
    return bytes(copy)


def _drop(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randrange(1, 24) :]


def _double(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[max(0, at - rng.randrange(1, 40)) :]


_HOSTILE = (
    b"null", b"NaN", b"-Infinity", b"1e400", b"-5", b'"\\ud800"', b"[]", b"{}", b"[[[]]]", b"true", b'"x"', b'""',
    b"9" * 40,
)  # fmt: skip


def _replace(data: bytes, rng: random.Random) -> bytes:
    """Put a hostile value where a value stands: after a colon, an equals sign or a quote."""
    places = [index for index, byte in enumerate(data) if byte in b":=\"'>,"]
    if not places:
        return _flip(data, rng)
    at = rng.choice(places) + 1
    stop = min((p for p in (data.find(mark, at) for mark in (b",", b"}", b"]", b"<", b"\n")) if p >= 0), default=at)
    return data[:at] + rng.choice(_HOSTILE) + data[stop:]


_DAMAGES = (_cut, _flip, _drop, _double, _replace, _replace)


def demand(holds: bool, message: str) -> None:
    """Raise AssertionError with the message where something does not hold."""
    if not holds:
        raise AssertionError(message)


def quietly(work: Iterator[None]) -> None:
    """Run the steps of ``work``; nothing may be printed on the way."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        for _ in work:
            pass
    demand(not out.getvalue() and not err.getvalue(), f"printed: {out.getvalue()!r} {err.getvalue()!r}")


def check_codes(result: Result[T]) -> None:
    """Demand that each diagnostic has a code that is known, or a plugin's own, and says something."""
    for diagnostic in result.diagnostics:
        code_info(diagnostic.code)
        demand(bool(diagnostic.message), f"{diagnostic.code} says nothing")
