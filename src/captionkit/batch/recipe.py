"""A recipe: one reviewable TOML file that says what shall be done to many files.

::

    schema = 1
    inputs = ["in/**/*.srt"]            # globs and names, relative to the recipe; "-" reads names from stdin
    exclude = ["in/old/*"]
    profile = "netflix-en"

    [read]                              # options of reading, as on the command line
    language = "en"

    [[steps]]                           # in order; none at all is a plain conversion
    step = "fix"

    [write]
    to = ["vtt", "srt"]
    output = "out"                      # a folder
    template = "{folder}/{stem}.{language}.{ext}"

    [policy]
    on-failure = "continue"             # or "stop"
    fail-on = ["error"]

    [[override]]                        # for inputs that match
    match = "*.de.*"
    read.language = "de"

    [[package]]                         # what "captionkit deliver" makes, a folder each
    for = "netflix"                     # a client it knows, or name = "..." with a write of its own
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import cached_property, reduce
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captionkit.batch.schema import faults_of
from captionkit.delivery.names import TEMPLATE
from captionkit.errors import UsageError
from captionkit.sources.tomltext import parse_toml

if TYPE_CHECKING:
    from captionkit.formats import WriteOptions
    from captionkit.sources import ReadOptions

__all__ = ["NEW_RECIPE", "Recipe", "RecipeStep", "load_recipe", "overridden", "recipe_from"]

#: The recipe that ``captionkit recipe new`` writes.
NEW_RECIPE = """\
# A captionkit recipe. Run it: captionkit batch THIS_FILE --jobs 2; look first: --dry-run.
schema = 1
inputs = ["in/**/*.srt"]        # globs and names, relative to this file
exclude = []
profile = "default"             # captionkit profiles lists them

[read]
# language = "en"
# encoding = "cp1252"           # default: detected

# Steps run in order; none at all is a plain conversion. "caption" must be the first.
# [[steps]]
# step = "caption"              # transcripts in: time them and cut them into cues
# speakers = "none"
# recogniser = "auto"           # films in: what is said is recognised first
#
# [[steps]]
# step = "fix"                  # fix what the profile's rules find
#
# [[steps]]
# step = "translate"
# to = ["es"]

[write]
to = ["vtt"]
output = "out"
template = "{folder}/{stem}.{language}.{ext}"   # also {name}, {format}

[policy]
on-failure = "continue"         # or "stop"
fail-on = ["error"]

# [[override]]
# match = "*.de.srt"
# read.language = "de"

# Packages for "captionkit deliver THIS_FILE": a folder each below the output, with a manifest and a report.
# [[package]]
# for = "plex"                  # captionkit deliver --list-clients
#
# [[package]]
# name = "broadcaster"
# profile = "ebu-stl"
# write.to = ["stl"]
"""


@dataclass(frozen=True, slots=True)
class RecipeStep:
    """One step of a recipe: its name and options."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


#: What one file may take, where a recipe does not say: an hour (a slow service may translate a film), and MB of memory.
MAX_SECONDS, MAX_MEMORY = 3600.0, 4096.0


@dataclass(frozen=True)
class Recipe:
    """What shall be done to which files, and where the results go.

    ``max_seconds`` and ``max_memory`` (MB) are what one file may take; 0 sets none.
    """

    inputs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    profile: str = "default"
    read: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[RecipeStep, ...] = ()
    to: tuple[str, ...] = ("vtt",)
    output: str = "out"
    template: str = f"{{folder}}/{TEMPLATE}"
    write: Mapping[str, Any] = field(default_factory=dict)
    on_failure: str = "continue"
    fail_on: tuple[str, ...] = ("error",)
    max_seconds: float = MAX_SECONDS
    max_memory: float = MAX_MEMORY
    overrides: tuple[Mapping[str, Any], ...] = ()
    packages: tuple[Mapping[str, Any], ...] = ()
    root: str = "."

    @property
    def recogniser(self) -> str:
        """What recognises the speech of the inputs, which are films then; "" where they are text."""
        return str(self.steps[0].options.get("recogniser", "")) if self.steps else ""

    @property
    def captions(self) -> bool:
        """Whether captions are made of transcripts."""
        return bool(self.steps) and self.steps[0].name == "caption"

    @property
    def format(self) -> str | None:
        """The format that inputs are read as; None where each one's content says it."""
        return self.read.get("format")

    @cached_property
    def reading(self) -> ReadOptions:
        """How inputs are read, whatever their format."""
        from captionkit.sources import ReadOptions

        return ReadOptions(**{k.replace("-", "_"): said for k, said in self.read.items() if k != "format"})

    @cached_property
    def writing(self) -> WriteOptions:
        """How results are written, whatever their format."""
        from captionkit.formats import WriteOptions

        options = {key: self.write[key] for key in ("speakers", "preserve", "size", "header") if key in self.write}
        look = self.write.get("word-times", "none")
        return WriteOptions(**options, rate=self.read.get("rate"), profile=self.profile, word_times=look)

    def formats_in(self, language: str) -> tuple[str, ...]:
        """Return the formats that are written in a language ("" for one that is not known)."""
        chosen = self.write.get("to-by-language", {})
        return tuple(chosen.get(language) or chosen.get(language.partition("-")[0]) or self.to)

    def for_input(self, name: str) -> Recipe:
        """Return the recipe with the overrides whose pattern matches ``name`` laid over it, later ones winning."""
        return next(self.for_inputs([name]))

    def for_inputs(self, names: Iterable[str]) -> Iterator[Recipe]:
        """Return :meth:`for_input` of each name; names with the same overrides share one recipe."""
        made: dict[tuple[bool, ...], Recipe] = {}
        for name in names:
            which = tuple(fnmatch(name, override["match"]) for override in self.overrides)
            if which not in made:
                made[which] = reduce(overridden, compress(self.overrides, which), self)
            yield made[which]


def overridden(recipe: Recipe, override: Mapping[str, Any]) -> Recipe:
    """Return a recipe with other settings laid over it."""
    changes: dict[str, Any] = {}
    if "profile" in override:
        changes["profile"] = override["profile"]
    if "read" in override:
        changes["read"] = {**recipe.read, **override["read"]}
    if "steps" in override:
        changes["steps"] = _steps(override["steps"])
    written = dict(override.get("write", {}))
    for key in ("to", "output", "template"):
        if key in written:
            said = written.pop(key)
            changes[key] = tuple(said) if key == "to" else said
    if written:
        changes["write"] = {**recipe.write, **written}
    return replace(recipe, **changes)


def load_recipe(path: str | Path) -> Recipe:
    """Load a recipe from a TOML file.

    Raises UsageError with every fault of the file, each with its place.
    """
    try:
        data = parse_toml(Path(path).read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    return recipe_from(data, name=str(path), root=str(Path(path).resolve().parent))


def recipe_from(data: Mapping[str, Any], *, name: str = "recipe", root: str = ".") -> Recipe:
    """Return the recipe that a parsed TOML document describes.

    Raises UsageError listing every fault, each with its path in the document.
    """
    faults = faults_of(data)
    if faults:
        shown = "\n  ".join(faults)
        raise UsageError(f"{name}: {len(faults)} fault{'s' * (len(faults) > 1)}:\n  {shown}")
    write = dict(data.get("write", {}))
    policy = data.get("policy", {})
    return Recipe(
        inputs=tuple(data.get("inputs", ())),
        exclude=tuple(data.get("exclude", ())),
        profile=data.get("profile", "default"),
        read=dict(data.get("read", {})),
        steps=_steps(data.get("steps", ())),
        to=tuple(write.pop("to", ("vtt",))),
        output=write.pop("output", "out"),
        template=write.pop("template", f"{{folder}}/{TEMPLATE}"),
        write=write,
        on_failure=policy.get("on-failure", "continue"),
        fail_on=tuple(policy.get("fail-on", ("error",))),
        max_seconds=policy.get("max-seconds", MAX_SECONDS),
        max_memory=policy.get("max-memory", MAX_MEMORY),
        overrides=tuple(data.get("override", ())),
        packages=tuple(data.get("package", ())),
        root=root,
    )


def _steps(rows: Any) -> tuple[RecipeStep, ...]:
    return tuple(RecipeStep(row["step"], {k: v for k, v in row.items() if k != "step"}) for row in rows)
