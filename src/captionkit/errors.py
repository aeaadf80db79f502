"""Every exception captionkit raises on purpose, and nothing else.

::

    CaptionkitError                     base; carries message, hint and the exit code it amounts to
    ├── InputError              (1)     a file could not be read as what it should be
    │   ├── UnknownFormatError          no reader recognises the content
    │   ├── DecodeError                 bytes could not be turned into text
    │   ├── StrictError                 ``strict`` was asked for and a repair was needed
    │   └── LimitError                  the input is larger or deeper than the limits allow
    ├── OutputError             (1)     a file could not be written
    │   ├── TargetExistsError           the target is there and ``force`` was not given
    │   └── VerificationError           what was written reads back differently
    ├── UsageError              (2)     an option or name that means nothing
    │   ├── UnknownNameError            no format, profile, ... of that name; suggests the nearest
    │   ├── ProfileError                a profile file has faults (all of them are listed)
    │   └── MissingExtraError           an optional dependency is not installed; names the extra
    ├── EngineError             (1)     an outside engine (ffmpeg, a translator) failed
    │   └── RetryableError              ... and the same call may succeed later
    └── StageError              (1)     a stage cannot do what was asked of it with this input

The number is the process exit code of the command line (DESIGN: 0 fine, 1 failed, 2 usage, 3 bug).
This module imports nothing, so that anything may import it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it, without importing typing
if TYPE_CHECKING:
    pass


class CaptionkitError(Exception):
    """Base of all expected failures.

    ``message`` says what is wrong (naming file, line and cue where known); ``hint`` says what to do next.
    Instances survive pickling, so that worker processes can hand them back.

    >>> str(InputError("talk.srt:3: no cue found", hint="try --format"))
    'talk.srt:3: no cue found'
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, dict(self.__dict__)))


def _rebuild(cls: type[CaptionkitError], message: str, state: dict[str, object]) -> CaptionkitError:
    error = cls.__new__(cls, message)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error


class InputError(CaptionkitError):
    """A file could not be read as what it should be."""


class UnknownFormatError(InputError):
    """No reader recognises the content."""


class DecodeError(InputError):
    """The bytes could not be turned into text."""


class StrictError(InputError):
    """A repair was needed although ``strict`` forbids repairs."""


class LimitError(InputError):
    """The input is larger or deeper than the limits allow."""


class OutputError(CaptionkitError):
    """A file could not be written."""


class TargetExistsError(OutputError):
    """The target exists and overwriting was not allowed."""


class VerificationError(OutputError):
    """What was written reads back differently; the target was left alone."""


class UsageError(CaptionkitError):
    """An option, name or setting that means nothing."""

    exit_code = 2


class UnknownNameError(UsageError):
    """No entry of that name; the message suggests the nearest known one."""


class ProfileError(UsageError):
    """A profile has faults; the message lists every one with its path."""


class MissingExtraError(UsageError):
    """An optional dependency is not installed; the hint names the extra."""


class EngineError(CaptionkitError):
    """An outside engine failed."""


class RetryableError(EngineError):
    """An outside engine failed in a way that may pass (time-out, rate limit)."""


class StageError(CaptionkitError):
    """A stage cannot do what was asked of it with this input."""
