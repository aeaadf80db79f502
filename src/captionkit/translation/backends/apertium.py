"""Apertium, the rule-based translator of Debian and others: free, offline, instant, many pairs of related languages.

https://www.apertium.org; ``apt-get install apertium apertium-es-pt ...``; ``apertium -l`` lists what is installed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from functools import cached_property

from captionkit.errors import CaptionkitError, EngineError, MissingExtraError, UsageError
from captionkit.languages.codes import three_letters
from captionkit.translation.backends.command import run
from captionkit.translation.base import Ability, Backend, Request, Translator

__all__ = ["BACKEND", "apertium", "codes_of"]

#: What Apertium calls languages that it has as one with others; its newer pairs use three letters.
_JOINED = {"hr": "hbs_HR", "sr": "hbs_SR"}


class _Apertium:
    ability = Ability(name="apertium", version="1", batch=200, max_chars=60_000)

    def __init__(self, options: Mapping[str, str]) -> None:
        program = shutil.which(options.get("program", "apertium"))
        if program is None:
            raise MissingExtraError(
                "the program apertium is not installed", hint="apt-get install apertium apertium-es-pt"
            )
        self.program = program
        self.data = ["-d", options["data"]] if options.get("data") else []
        self.timeout = float(options.get("timeout", "120"))

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        mode = self._mode(request)
        # A blank line is where Apertium's text format ends a sentence whatever its punctuation; a line end is not.
        try:
            out = run([self.program, *self.data, "-f", "txt", mode], "\n\n".join(texts) + "\n\n", self.timeout)
        except EngineError as error:
            raise _part_missing(error, mode) from None
        parts = re.split(r"\n[ \t]*\n", out.rstrip("\n"))
        own = texts if len(parts) == len(texts) else ["\n".join(texts)] * len(parts)
        return [_unmarked(part, sent) for part, sent in zip(parts, own, strict=True)]

    @cached_property
    def modes(self) -> list[str]:
        listed = run([self.program, *self.data, "-l"], "", 30)
        return [line.strip() for line in listed.splitlines() if line.strip()]

    def _mode(self, request: Request) -> str:
        for source in codes_of(request.source):
            for target in codes_of(request.target):
                if f"{source}-{target}" in self.modes:
                    return f"{source}-{target}"
        raise UsageError(
            f"Apertium has no pair {request.source or 'unknown'} to {request.target} here",
            hint=f"installed: {', '.join(self.modes) or 'none'}; more with apt-get install apertium-...",
        )


class Marked(str):
    """A reply with the words that Apertium marked as unknown to it."""

    __slots__ = ("unknown",)
    unknown: tuple[str, ...]


def _unmarked(reply: str, sent: str) -> Marked:
    """Take Apertium's marks off: ``*`` unknown word, ``@`` and ``#`` a word it could not render or inflect."""
    marks = {mark for mark in "*@#" if mark not in sent}
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        if match[1] not in marks:
            return match[0]
        if match[1] != "#":
            found.append(match[2])
        return match[2]

    plain = Marked(re.sub(r"(?<!\w)([*@#])([^\W\d_][\w'\u2019-]*)", take, reply))
    plain.unknown = tuple(word for word in found if word[:1].islower())
    return plain


def _part_missing(error: EngineError, mode: str) -> CaptionkitError:
    """A pair may need a program of another package, which Apertium's shell script does not find."""
    part = re.search(r"([\w-]+): (?:command )?not found", error.message)
    if part is None:
        return error
    package = {"cg-proc": "cg3", "hfst-proc": "hfst", "lsx-proc": "apertium-separable"}.get(part[1], part[1])
    return MissingExtraError(
        f"Apertium's pair {mode} needs {part[1]}, which is not here", hint=f"apt-get install {package}"
    )


def codes_of(language: str) -> list[str]:
    """Return what a language may be called in the name of an Apertium mode, the closest first.

    >>> codes_of("pt-BR")
    ['pt_BR', 'por_BR', 'pt', 'por']
    """
    base, _, rest = language.replace("_", "-").partition("-")
    base = base.lower()
    long = _JOINED.get(base) or three_letters(base)
    names = list(dict.fromkeys((base, long))) if long else [base]
    region = rest.upper() if len(rest) == 2 else rest
    return [f"{name}_{region}" for name in names if region] + names


def apertium(options: Mapping[str, str]) -> Translator:
    """Return the translator. Raises MissingExtraError where the program is not installed."""
    return _Apertium(options)


BACKEND = Backend(
    "apertium",
    "Apertium: rule-based, offline, many pairs",
    apertium,
    options={
        "program": "the program's name or path",
        "data": "folder of language data (apertium -d)",
        "timeout": "seconds a call may take, 120 by default",
    },
    missing=lambda: "" if shutil.which("apertium") else "apt-get install apertium apertium-es-pt",
)
