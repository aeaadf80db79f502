"""Types of option values: one for lengths of time, one for timecodes, one for each kind of name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = [
    "DURATION",
    "FAIL_ON",
    "LANGUAGE",
    "LANGUAGES",
    "MASK",
    "PROFILE",
    "RATE",
    "READ_FORMAT",
    "SIZE",
    "TIMECODE",
    "WRITE_FORMAT",
]


class _Rate(click.ParamType):  # type: ignore[type-arg]
    """A frame rate, as an exact fraction."""

    name = "fps"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the rate.

        Raises UsageError for text that is not one.
        """
        from captionkit.model.timecode import parse_rate

        return parse_rate(value) if isinstance(value, str) else value


class _Time(click.ParamType):  # type: ignore[type-arg]
    """A time in ms: a clock time, a timecode (at ``--rate``, else 25 frames a second), or a length as ``3m25s``."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the ms.

        Raises UsageError for text that is not a time.
        """
        if not isinstance(value, str):
            return int(value)
        from fractions import Fraction

        from captionkit.model.timecode import RATES, parse_length, parse_smpte

        if value.count(":") + value.count(";") == 3:
            rate = ctx.params.get("rate") if ctx else None  # --rate is eager: it is there before any time is read
            return parse_smpte(value, rate if isinstance(rate, Fraction) else RATES["25"])
        return parse_length(value)


class _Name(click.ParamType):  # type: ignore[type-arg]
    """A name out of a registry; shells complete it."""

    name = "name"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Return the known names that begin as typed."""
        return [click.shell_completion.CompletionItem(n) for n in self._names() if n.startswith(incomplete)]

    def _names(self) -> list[str]:
        if self.kind == "profile":
            from captionkit.profiles import names

            return list(names())
        from captionkit.formats import FORMATS

        if self.kind == "write":
            return FORMATS.names()
        from captionkit.transcripts import READERS

        return [*FORMATS.names(), *READERS.names()]


class _WriteFormat(_Name):
    """The name of a caption format; one that captionkit does not have gets the true answer."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name.

        Raises UsageError for a format that is not there, with the nearest or with what to use instead.
        """
        from captionkit.delivery.names import absent_format, instead_of
        from captionkit.errors import UsageError
        from captionkit.formats import FORMATS

        name = str(value)
        absent = absent_format(name)
        if absent:
            raise UsageError(absent, hint=instead_of(name))
        FORMATS.get(name)
        return name


class _FailOn(click.ParamType):  # type: ignore[type-arg]
    """A severity, a diagnostic code or the beginning of one, or ``never``."""

    name = "what"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word.

        Raises UsageError for one that means nothing: a gate that never fires is worse than none.
        """
        from captionkit.diagnostics import demand_known

        return demand_known(str(value))


class _Mask(click.ParamType):  # type: ignore[type-arg]
    """Words to cover: a list with commas, or a file."""

    name = "words"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the words.

        Raises InputError where a file of words cannot be read.
        """
        from captionkit.transcripts.clean import words_to_mask

        return tuple(words_to_mask(value)) if isinstance(value, str) else tuple(value)


class _Size(click.ParamType):  # type: ignore[type-arg]
    """The size of a picture, as ``1920x1080``."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return width and height in pixels.

        Raises UsageError for text that is not a size.
        """
        from captionkit.formats.base import parse_size

        return parse_size(value) if isinstance(value, str) else value


class _Language(click.ParamType):  # type: ignore[type-arg]
    """One language: a BCP 47 tag, or its English name."""

    name = "tag"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the tag.

        Raises UsageError for what is neither.
        """
        from captionkit.errors import UsageError
        from captionkit.sources.options import as_language

        try:
            return as_language(str(value))
        except UsageError:
            from captionkit.transcripts.languages import language_tag  # people type "spanish", services write it

            named = language_tag(value)
            if named:
                return named
            raise


class _Languages(click.ParamType):  # type: ignore[type-arg]
    """Languages with commas between, as ``es,pt-BR``."""

    name = "tags"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the tags.

        Raises UsageError for one that is not a BCP 47 tag.
        """
        if not isinstance(value, str):
            return tuple(value)
        from captionkit.errors import UsageError

        tags = dict.fromkeys(LANGUAGE.convert(part, param, ctx) for part in value.split(",") if part.strip())
        if not tags:
            raise UsageError(f"{value!r} is not a language", hint="BCP 47 tags, as es, pt-BR, zh-Hant")
        return tuple(tags)


RATE = _Rate()
DURATION = _Time()
TIMECODE = _Time()
WRITE_FORMAT = _WriteFormat("write")
READ_FORMAT = _Name("read")
PROFILE = _Name("profile")
FAIL_ON = _FailOn()
LANGUAGE = _Language()
LANGUAGES = _Languages()
MASK = _Mask()
SIZE = _Size()
