"""Keys of paid services: from the environment or the system's keyring, from nowhere else, and never shown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module

from captionkit.errors import UsageError

__all__ = ["Secret", "find_secret", "has_secret", "nothing_sent", "sends"]

_SENDS: ContextVar[bool] = ContextVar("captionkit_sends", default=True)


class Secret:
    """A key that does not print itself; :meth:`reveal` gives it to the one request that needs it.

    >>> print(Secret("abc"), [Secret("abc")])
    *** [***]
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the key."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a key is never pickled")


@contextmanager
def nothing_sent() -> Iterator[None]:
    """Let translators be made that will not be asked anything: what they need only to send is not demanded.

    >>> with nothing_sent():
    ...     bool(find_secret("deepl", ("CAPTIONKIT_NO_SUCH_KEY",)))
    False
    """
    before = _SENDS.set(False)
    try:
        yield
    finally:
        _SENDS.reset(before)


def sends() -> bool:
    """Whether translators that are made now will be asked anything."""
    return _SENDS.get()


def find_secret(service: str, variables: Sequence[str], *, needed: bool = True) -> Secret:
    """Return the first key found: in the environment under one of ``variables``, then in the keyring under ``service``.

    The keyring is asked where the package ``keyring`` is installed, for the service ``captionkit``.

    Raises UsageError, naming the variables, where there is none and one is ``needed``.
    """
    for variable in variables:
        if os.environ.get(variable):
            return Secret(os.environ[variable].strip())
    found = _from_keyring(service)
    if not found and needed and sends():
        raise UsageError(
            f"no key for {service}",
            hint=f"set {' or '.join(variables)} in the environment, or: keyring set captionkit {service}",
        )
    return Secret(found)


def has_secret(service: str, variables: Sequence[str]) -> bool:
    """Return whether a key is set, without a word about it."""
    return bool(find_secret(service, variables, needed=False))


def _from_keyring(service: str) -> str:
    try:
        keyring = import_module("keyring")
    except ImportError:
        return ""
    try:
        return str(keyring.get_password("captionkit", service) or "")
    except Exception:  # a keyring without a desktop raises what it likes; the environment is the other way
        return ""
