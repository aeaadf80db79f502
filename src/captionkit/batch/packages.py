"""Packages for clients: what a recipe makes, once for each, in a folder with its manifest and a report.

A package is the recipe itself with a client's formats and names, and what the package says, laid over it. What was
written is then read again and checked by the client's guide, so that the report is of the files that are handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captionkit.batch.command import Batched, run_batch
from captionkit.batch.files import is_url, join, put
from captionkit.batch.manifest import add_to_manifest, relative_name
from captionkit.batch.recipe import Recipe, load_recipe, overridden
from captionkit.delivery.clients import client_named
from captionkit.diagnostics import Diagnostic, failing, report
from captionkit.errors import UsageError

if TYPE_CHECKING:
    from captionkit.quality.report import Report

__all__ = ["REPORT", "Delivered", "deliver", "packages_of"]

#: The report's name, in the package.
REPORT = "captionkit-report.html"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One package: its name and folder, how the batch of it ended, what its files were found to be.

    ``checked`` is None for a dry run and where nothing was written; ``failed`` tells that the package must not be
    handed over as it is.
    """

    name: str
    folder: str
    batched: Batched
    checked: Report | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    failed: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        summary, checked = self.batched.summary, self.checked
        return {
            "package": self.name,
            "folder": self.folder,
            "files": [output for job in summary.ends for output in job.outputs] if summary else [],
            "counts": summary.counts() if summary else {},
            "profile": checked.profile if checked else "",
            "findings": len(checked.findings) if checked else 0,
            "failed": self.failed,
        }


def packages_of(recipe: Recipe, clients: Iterable[str] = ()) -> list[tuple[str, Recipe]]:
    """Return the recipe of each package by name; ``clients`` are further ones, by name alone.

    Raises UnknownNameError for a client that is not there, UsageError where there is no package.

    >>> [(name, made.to, made.output) for name, made in packages_of(Recipe(), ["apple"])]
    [('apple', ('itt',), 'out/apple')]
    """
    rows: list[Mapping[str, Any]] = [*recipe.packages, *({"for": name} for name in clients)]
    if not rows:
        raise UsageError("the recipe makes no package", hint="add [[package]] with for = ..., or give --for")
    made = {}
    for row in rows:
        name = str(row.get("name", row.get("for", "")))
        if name in made:
            raise UsageError(f"the package {name!r} is asked for twice")
        made[name] = _package(recipe, row, name)
    return list(made.items())


def _package(recipe: Recipe, row: Mapping[str, Any], name: str) -> Recipe:
    made = replace(recipe, output=f"{recipe.output.rstrip('/')}/{name}", packages=())
    if "for" in row:
        client = client_named(str(row["for"]))
        chosen = {language: list(formats) for language, formats in client.languages}
        write = {"to": client.formats, "template": client.template, **({"to-by-language": chosen} if chosen else {})}
        made = overridden(made, {"write": write})
        # a guide of the recipe's own that is more exact than the client's general one stays
        if client.profile and not recipe.profile.startswith(client.profile):
            made = replace(made, profile=client.profile)
    return overridden(made, row)


def deliver(
    recipe: str | Path | Recipe,
    files: Iterable[str] = (),
    *,
    clients: Iterable[str] = (),
    jobs: int = 1,
    force: bool = False,
    sync: bool = True,
    dry_run: bool = False,
) -> tuple[Delivered, ...]:
    """Make each package of a recipe, over its inputs or over ``files`` instead; ``clients`` are further packages.

    Each stands in a folder of its name below the recipe's output: files named as the client wants them, a manifest
    with their checksums, a report of what was found in them by the client's guide. A package ``failed`` where a file
    did, or where something is found that the recipe's ``fail-on`` names. ``dry_run`` returns the plans.

    Raises UsageError where the recipe has faults or no package, OutputError where a journal cannot be used.
    """
    loaded = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    names = list(files)
    return tuple(
        _delivered(name, package, names, loaded, jobs=jobs, force=force, sync=sync, dry_run=dry_run)
        for name, package in packages_of(loaded, clients)
    )


def _delivered(
    name: str, package: Recipe, files: list[str], whole: Recipe, *, dry_run: bool, **options: Any
) -> Delivered:
    folder = package.output if is_url(package.output) else join(package.root, package.output)
    # beside the package, not in it
    journal = Path(package.root if is_url(folder) else Path(folder).parent, f".captionkit-journal-{name}.sqlite")
    batched = run_batch(package, files, journal=journal, dry_run=dry_run, **options)
    if batched.summary is None:
        return Delivered(name, folder, batched, None, batched.diagnostics, failed=not dry_run)
    written = [(job, output) for job in batched.summary.ends for output in job.outputs]
    checked, unread = _checked(package, [output for _, output in written])
    notes = [report("batch.not-checked", f"{path}: {why}", file=path) for path, why in unread]
    found = (*batched.diagnostics, *(checked.diagnostics if checked else ()), *notes)
    if checked is not None:
        from captionkit.quality.reports import render

        data = render(checked, "html").encode()
        put(join(folder, REPORT), data, force=True)
        add_to_manifest(folder, REPORT, data)
    bad = any(job.status in ("failed", "busy") for job in batched.summary.ends) or not written
    failed = bad or (checked is not None and (checked.failed or failing(checked.findings, whole.fail_on)))
    return Delivered(name, folder, batched, checked, found, failed)


def _checked(package: Recipe, outputs: list[dict[str, Any]]) -> tuple[Report | None, list[tuple[str, str]]]:
    """Return what is found in the files that were written, and those that cannot be looked at, with the reason."""
    from captionkit.api.check import check_files
    from captionkit.formats import FORMATS
    from captionkit.sources import ReadOptions

    unread, paths = [], []
    for output in outputs:
        if FORMATS.get(output["format"]).read is None:
            unread.append((output["path"], f"{FORMATS.get(output['format']).title} is written only"))
        elif is_url(output["path"]):
            unread.append((output["path"], "files at URLs are not read back"))
        else:
            paths.append(output["path"])
    if not paths:
        return None, unread
    options = ReadOptions(rate=package.read.get("rate"), language=str(package.read.get("language", "")))
    found = check_files(paths, profile=package.profile, rate=package.read.get("rate"), read_options=options)
    folder = package.output if is_url(package.output) else join(package.root, package.output)
    named = tuple(replace(file, name=relative_name(folder, file.name)) for file in found.files)
    return replace(found, files=named), unread
