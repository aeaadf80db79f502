"""The plan: what will be done to which file and where each result goes, found out before anything is read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from fnmatch import fnmatch
from functools import cache, partial
from glob import glob
from pathlib import Path
from typing import Any

from captionkit.batch.files import expand, is_url, join
from captionkit.batch.recipe import Recipe
from captionkit.delivery.names import check_template, fill, language_in_name
from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import CaptionkitError
from captionkit.formats import FORMATS
from captionkit.values import value

__all__ = ["Job", "Output", "Plan", "find_inputs", "make_plan"]


@value
class Output:
    """One file to be written: path, format, and the language it is in ("" for the input's own)."""

    path: str
    format: str
    language: str = ""


@value
class Job:
    """One input with everything needed to process it; picklable.

    ``owned`` are outputs that an earlier run made: they may be replaced without force. ``free`` are outputs that were
    not there when the run began: what stands there after a worker died is the work of that worker.
    """

    source: str
    recipe: Recipe
    outputs: tuple[Output, ...]
    size: int = 0
    owned: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()


@value
class Plan:
    """All jobs in the order of their inputs, with what is wrong with the plan (errors stop it)."""

    jobs: tuple[Job, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of ``--dry-run``."""
        return {"jobs": [{"source": j.source, "outputs": [asdict(o) for o in j.outputs]} for j in self.jobs]}


def find_inputs(recipe: Recipe, names: Iterable[str] = ()) -> tuple[list[str], list[Diagnostic]]:
    """Return the input files that the recipe's patterns and ``names`` mean, sorted and each once.

    ``names`` (from a command line or stdin) replace the recipe's inputs where there are any.
    """
    given = list(names)
    found: dict[str, None] = {}
    missing: list[Diagnostic] = []
    root = Path("." if given else recipe.root)
    for pattern in given or recipe.inputs:
        matches, strange = _matches(root, pattern)
        missing += [report("batch.not-a-file", f"{name}: {why}: it is left out", file=name) for name, why in strange]
        if not matches:
            missing.append(report("batch.no-input", f"{pattern}: no such file", file=pattern))
        found.update(dict.fromkeys(m for m in matches if not any(fnmatch(m, e) for e in recipe.exclude)))
    return list(found), missing


def _matches(root: Path, pattern: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the files that a pattern means, and what else it means, with the reason why that is left out."""
    if is_url(pattern):
        return expand(pattern), []
    path = Path(pattern) if Path(pattern).is_absolute() else root / pattern
    if any(mark in pattern for mark in "*?["):
        names = [os.path.join(root, name) for name in glob(pattern, root_dir=root, recursive=True)]
    elif path.is_dir():
        names = [str(p) for p in path.rglob("*")]
    else:
        names = [str(path)] if os.path.lexists(path) else []
    found, strange, whole = [], [], str(path)
    for name in sorted(names):
        kind = _kind_of(name)
        if stat.S_ISDIR(kind):
            continue
        hidden = name != whole and os.path.basename(name).startswith(".")
        if stat.S_ISREG(kind) and not hidden:
            found.append(name)
        else:
            why = "hidden" if hidden else "a link to nothing" if os.path.islink(name) else "a device or a pipe"
            strange.append((name, why))
    return found, strange


def _kind_of(name: str) -> int:
    """Return the mode of what a name leads to; 0 where it leads to nothing."""
    try:
        return os.stat(name).st_mode
    except (OSError, ValueError):
        return 0


def make_plan(recipe: Recipe, sources: Iterable[str], *, sizes: Mapping[str, int] | None = None) -> Plan:
    """Return the plan for ``sources``; reads nothing but the file table.

    The plan's diagnostics are errors for two results of one name, a result that would overwrite an input, an unknown
    format or profile, and a template with an unknown field.
    """
    names = list(sources)
    faults = _recipe_faults(recipe)
    if faults:
        return Plan((), tuple(faults))
    base = _base_of(recipe, names)
    namer, sizes = _Namer(base), sizes or {}
    variants = zip(names, recipe.for_inputs(names), strict=True)
    jobs = [Job(name, variant, namer.outputs(variant, name), sizes.get(name, 0)) for name, variant in variants]
    return Plan(tuple(jobs), tuple(_collisions(jobs)))


def _recipe_faults(recipe: Recipe) -> list[Diagnostic]:
    from captionkit.profiles import load
    from captionkit.transforms import parse_step

    variants = [recipe, *(recipe.for_input(str(override["match"])) for override in recipe.overrides)]
    faults: dict[str, Diagnostic] = {}
    for variant in variants:
        formats = [*variant.to, *(n for names in variant.write.get("to-by-language", {}).values() for n in names)]
        checks: list[tuple[Callable[[str], object], str]] = [(FORMATS.get, name) for name in formats]
        checks += [(load, variant.profile), (check_template, variant.template)]
        checks += [(partial(getattr, variant), options) for options in ("reading", "writing")]
        checks += [(parse_step, text) for step in variant.steps for text in step.options.get("transforms", ())]
        for check, name in checks:
            try:
                check(name)
            except CaptionkitError as error:
                faults[error.message] = report("batch.bad-recipe", error.message, hint=error.hint)
    return list(faults.values())


def _base_of(recipe: Recipe, names: list[str]) -> str:
    """Return the folder that ``{folder}`` counts from: what the recipe's patterns have in common before a wildcard.

    So a file keeps its place whichever other files are done with it; files from elsewhere count from their own.
    """
    fixed = {_fixed_part(recipe.root, pattern) for pattern in recipe.inputs}
    in_use = set(map(_folder_of, {_beside(name) for name in names}))
    for folders in (fixed, in_use):
        try:
            base = os.path.commonpath(folders)
        except ValueError:  # none at all, or on several drives
            continue
        if all(f"{folder}{os.sep}".startswith(f"{base.rstrip(os.sep)}{os.sep}") for folder in in_use):
            return base
    return "."


def _fixed_part(root: str, pattern: str) -> str:
    whole = pattern if is_url(pattern) or os.path.isabs(pattern) else os.path.join(os.path.abspath(root), pattern)
    plain = re.split(r"[*?\[]", whole, maxsplit=1)[0]
    return _folder_of(plain if plain != whole or not os.path.isdir(whole) else f"{whole}/")


def _folder_of(name: str) -> str:
    if is_url(name):
        return name.partition("://")[2].rpartition("/")[0] or "/"
    return os.path.abspath(os.path.dirname(name))


def _beside(name: str) -> str:
    """Return a name without its last part: many files share it, and what is found out of it is found out once."""
    return name.removesuffix(os.path.basename(name))


class _Namer:
    """Names the results of inputs; remembers what many inputs share."""

    def __init__(self, base: str) -> None:
        self.folder = cache(lambda beside: os.path.relpath(_folder_of(beside), base))

    def outputs(self, recipe: Recipe, source: str) -> tuple[Output, ...]:
        """Return one output for each language and format that the recipe makes of ``source``."""
        languages = [""]
        for step in recipe.steps:
            if step.name == "translate":
                languages = [*([""] if step.options.get("keep", True) else []), *step.options.get("to", ())]
        return tuple(
            Output(self._path(recipe, source, name, language), name, language)
            for language in languages
            for name in recipe.formats_in(language or str(recipe.read.get("language", "")) or language_in_name(source))
        )

    def _path(self, recipe: Recipe, source: str, format_name: str, language: str) -> str:
        name = fill(
            recipe.template,
            source,
            suffix=FORMATS.rows[format_name].suffixes[0],
            language=language or str(recipe.read.get("language", "")),
            format=format_name,
            folder=self.folder(_beside(source)),
        )
        target = recipe.output if is_url(recipe.output) else os.path.join(recipe.root, recipe.output)
        return join(target, name)


def _collisions(jobs: list[Job]) -> Iterable[Diagnostic]:
    owners: dict[str, str] = {}
    inputs = {_key(job.source) for job in jobs}
    for job in jobs:
        for output in job.outputs:
            path = _key(output.path)
            if path in inputs:
                yield report("batch.overwrites-input", f"{output.path} is an input", file=job.source)
            elif path in owners:
                yield report(
                    "batch.collision", f"{output.path} would be written from {owners[path]} too", file=job.source
                )
            owners.setdefault(path, job.source)


def _key(path: str) -> str:
    return path if is_url(path) else os.path.normcase(os.path.abspath(path))
