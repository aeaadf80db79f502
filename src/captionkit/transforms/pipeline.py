"""Steps named by a user, and running them one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import UsageError
from captionkit.fitting import number_of
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, demand_known
from captionkit.transforms.table import TRANSFORMS

__all__ = ["Step", "apply", "parse_step"]

_COMMA = re.compile(r"(?<!\\),")
#: What every editor shows as nothing; other blanks and marks somebody put there.
_SEEN_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Step:
    """A transform by name, with its options as written."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        options = ",".join(f"{key}={value.replace(',', chr(92) + ',')}" for key, value in self.values.items())
        return f"{self.name}:{options}" if options else self.name


def parse_step(text: str) -> Step:
    r"""Return the step that ``name:key=value,key=value`` names; ``\,`` is a comma in a value, a bare key means yes.

    Raises UnknownNameError for a transform that is not there, UsageError for options it does not take.

    >>> parse_step("shift:by=1.5s")
    Step(name='shift', values={'by': '1.5s'})
    """
    name, _, rest = text.strip().partition(":")
    values: dict[str, str] = {}
    for part in _COMMA.split(rest) if rest else ():
        key, sign, value = part.partition("=")
        if not key.strip():
            raise UsageError(f"--do {text}: an option has no name", hint="write name:key=value,key=value")
        values[key.strip()] = value.replace("\\,", ",") if sign else "yes"
    demand_known(name, TRANSFORMS.get(name), values)
    return Step(name, values)


def apply(track: Track, steps: Iterable[Step | str], profile: Profile, options: Options) -> Result[Track]:
    """Run the steps in order; each sees what the one before made.

    Raises what :func:`parse_step` and the transforms raise.
    """
    result = Result(track)
    for step in steps:
        named = parse_step(step) if isinstance(step, str) else step
        transform = TRANSFORMS.get(named.name)
        demand_known(named.name, transform, named.values)
        following = transform(result.value, profile, options.replace(values=named.values))
        emptied = _emptied(result.value, following.value, named.name)
        result = Result(following.value, result.diagnostics + following.diagnostics + emptied)
    return result


def _emptied(before: Track, after: Track, name: str) -> tuple[Diagnostic, ...]:
    """Report the cues that a step left without anything to show; a step that drops cues reports that itself."""
    if len(before) != len(after):
        return ()
    pairs = enumerate(zip(before.cues, after.cues, strict=True), 1)
    found = [at for at, (was, now) in pairs if now is not was and not now.text.strip() and was.text.strip(_SEEN_BLANK)]
    if not found:
        return ()
    message = f"{name} left {number_of(len(found), 'cue')} without text"
    return (report("transform.emptied", message, cue=found[0], data={"cues": found}),)
