"""What all HTTP translators share: one client with time-outs, a pace, backoff, and errors that say what to do.

Network weather (no connection, time-outs, 429, 5xx) is ridden out here, with tenacity and the server's own
``Retry-After``; bad replies are the engine's business. Redirects are not followed: a key goes to the host it was meant
for and to no other. Keys travel in headers only, because libraries log addresses.
"""

from __future__ import annotations

import json
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from captionkit.errors import CaptionkitError, EngineError, RetryableError, StageError, UsageError
from captionkit.registry import need
from captionkit.translation.keys import has_secret

if TYPE_CHECKING:
    import httpx

__all__ = ["HTTP_OPTIONS", "Client", "Pace", "client_of", "missing_for", "text_of"]

HTTP_OPTIONS = {
    "timeout": "seconds to wait for an answer, 60 by default",
    "rate": "requests a second at most, 5 by default",
    "tries": "how often a request is made that may pass later, 5 by default",
}
#: Bytes an answer may have.
MAX_ANSWER = 32 * 1024 * 1024
#: Seconds the server may make us wait with Retry-After; more is reported instead of waited for.
MAX_WAIT = 120.0

_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504, 529))


@dataclass(slots=True)
class Pace:
    """Keeps requests ``interval`` seconds apart."""

    interval: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0)

    def wait(self) -> None:
        """Wait until the next request may go."""
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + self.interval


def text_of(found: object) -> str:
    """Return a text of an answer; ``""`` (a missing reply) for JSON's null and whatever else is not text.

    >>> text_of("Hola."), text_of(None)
    ('Hola.', '')
    """
    return found if isinstance(found, str) else ""


class _Passing(Exception):  # noqa: N818  never leaves this module
    """A failure that may pass; ``after`` is the pause the server asks for, in seconds."""

    def __init__(self, said: str, after: float | None = None) -> None:
        super().__init__(said)
        self.after = after


class Client:
    """Posts JSON and returns JSON.

    ``name`` is the service's name in messages; ``headers`` may hold keys and are never shown.
    """

    def __init__(self, name: str, headers: Mapping[str, str], options: Mapping[str, str]) -> None:
        self.name = name
        library = need("httpx", "http", f"the translator {name}")
        need("tenacity", "http", f"the translator {name}")
        self.tries = int(options.get("tries", "5"))
        self.pace = Pace(1.0 / float(options.get("rate", "5")))
        timeout = library.Timeout(float(options.get("timeout", "60")), connect=15.0)
        self._http: httpx.Client = library.Client(headers=dict(headers), timeout=timeout, follow_redirects=False)
        weakref.finalize(self, self._http.close)
        self.sleep: Callable[[float], None] = time.sleep
        #: What a service's own error bodies mean: the error, the seconds after which it may pass, None: not known.
        self.explain: Callable[[int, Any], CaptionkitError | float | None] = lambda status, body: None
        #: What must not show in a message, whoever says it.
        self.hidden = [part for value in headers.values() for part in value.split() if len(part) >= 6]

    def post(self, url: str, body: Any = None, *, form: Mapping[str, str] | None = None, **extra: Any) -> Any:
        """Send a request until it succeeds or may not, and return the JSON of the answer.

        ``extra``: ``headers`` for this request, ``content`` instead of JSON, and ``known``, what whoever keeps answers
        knows the request by.

        Raises UsageError where key or address are refused, StageError where the quota is used up, EngineError where
        the request is refused, RetryableError where it kept failing in ways that may pass.
        """
        given: dict[str, Any] = {"data": dict(form)} if form is not None else {"json": body}
        if "content" in extra:
            given = {"content": extra["content"]}
        return self._until("POST", url, given | {"headers": extra.get("headers")})

    def get(self, url: str) -> Any:
        """Fetch the JSON at an address; raises as :meth:`post`, but asks once only."""
        try:
            return self._once("GET", url, {})
        except _Passing as error:
            raise RetryableError(f"{self.name}: {error}") from None

    def _until(self, method: str, url: str, given: Mapping[str, Any]) -> Any:
        from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt

        attempts = Retrying(
            stop=stop_after_attempt(self.tries),
            wait=_pause,
            retry=retry_if_exception_type(_Passing),
            sleep=self.sleep,
        )
        try:
            return attempts(self._once, method, url, given)
        except RetryError as error:
            last = error.last_attempt.exception()
            raise RetryableError(f"{self.name}: {last} (tried {self.tries} times)") from None

    def _once(self, method: str, url: str, given: Mapping[str, Any]) -> Any:
        import httpx

        self.pace.wait()
        try:
            with self._http.stream(method, url, **given) as answer:
                data = _read(answer)
                status, headers = answer.status_code, answer.headers
        except httpx.TimeoutException:
            raise _Passing("no answer in time") from None
        except httpx.TransportError as error:
            raise _Passing(f"no connection: {type(error).__name__}") from None
        except httpx.InvalidURL:
            raise UsageError(f"{self.name}: not an address: {url}") from None
        return self._judged(status, headers.get("retry-after"), data)

    def _judged(self, status: int, after: str | None, data: bytes) -> Any:
        known = self.explain(status, _json(self._unkeyed(data))) if status >= 300 else None
        if isinstance(known, CaptionkitError):
            raise known
        if status in _PASSING or known is not None:
            wait = _seconds(after)
            wait = known or None if wait is None else wait
            if wait is not None and wait > MAX_WAIT:
                raise StageError(f"{self.name} asks to wait {wait:.0f} s", hint="run the same command again after that")
            raise _Passing(f"HTTP {status}", wait)
        if status >= 300:
            raise self._refused(status, data)
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise _Passing("an answer that is not JSON") from None

    def _unkeyed(self, data: bytes) -> bytes:
        """Return a body without the keys that it may repeat."""
        for secret in self.hidden:
            data = data.replace(secret.encode(), b"***")
        return data

    def _refused(self, status: int, data: bytes) -> CaptionkitError:
        said = f"{self.name} refused the request: HTTP {status}{_said(self._unkeyed(data))}"
        if status in (401, 403):
            return UsageError(said, hint="check the key, and that it may be used for translation")
        if status in (301, 302, 303, 307, 308, 404, 405):
            return UsageError(said, hint="check the address (option url)")
        if status in (402, 456):
            return StageError(said, hint="the quota is used up; what was translated is in the memory")
        return EngineError(said)


def missing_for(service: str = "", *variables: str) -> str:
    """Return what an HTTP translator still needs here: packages, a key; ``""`` where nothing."""
    if not (find_spec("httpx") and find_spec("tenacity")):
        return "pip install 'captionkit[http]'"
    return f"set {variables[0]}" if variables and not has_secret(service, variables) else ""


def client_of(name: str, headers: Mapping[str, str], options: Mapping[str, str]) -> Client:
    """Return a client.

    Raises MissingExtraError without httpx and tenacity, UsageError for options that are not numbers.
    """
    try:
        return Client(name, headers, options)
    except (ValueError, ZeroDivisionError):
        raise UsageError(f"{name}: timeout, rate and tries must be numbers over 0") from None


def _read(answer: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > MAX_ANSWER:
            raise EngineError(f"the answer is larger than {MAX_ANSWER:,} bytes")
        parts.append(part)
    return b"".join(parts)


def _pause(state: Any) -> float:
    """What the server asks for, else exponential backoff with jitter: 1, 2, 4 ... s, at most 60."""
    from tenacity import wait_exponential_jitter

    error = state.outcome.exception() if state.outcome else None
    after = getattr(error, "after", None)
    return float(after) if after is not None else float(wait_exponential_jitter(initial=1, max=60)(state))


def _seconds(after: str | None) -> float | None:
    """Read Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3)."""
    if after is None:
        return None
    if after.strip().isdigit():
        return float(after)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(after).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _json(data: bytes) -> Any:
    """Return the JSON of a body, None where it is not JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _said(data: bytes) -> str:
    """Return the error message in an answer, where one is found in the usual places; never the whole body."""
    body = _json(data)
    for key in ("explanation", "message", "error", "Message", "detail"):
        value = body.get(key) if isinstance(body, dict) else None
        if isinstance(value, dict):
            value = value.get("message")
        if isinstance(value, str):
            return f": {' '.join(value.split())[:200]}"
    return ""
