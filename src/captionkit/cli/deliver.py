"""``captionkit deliver``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

if TYPE_CHECKING:
    from captionkit.batch.packages import Delivered

__all__ = ["command"]


@opt.command("deliver")
@click.argument("recipe", required=False, type=click.Path(exists=True, dir_okay=False))
@click.argument("files", nargs=-1)
@click.option(
    "--for", "clients", metavar="CLIENT", multiple=True, help="Make a package for this client too; repeatable."
)
@click.option("--list-clients", "listed", is_flag=True, help="List the clients and end.")
def command(recipe: str | None, files: tuple[str, ...], listed: bool, **options: Any) -> Outcome:
    """Make each package of RECIPE: files by the client's names, a manifest with checksums, a report.

    A package is the batch recipe with a client's formats, names and guide laid over it. The exit code is 1 where a
    package must not be handed over as it is.

    \b
    captionkit deliver season1.toml
    captionkit deliver season1.toml --for plex --for youtube
    captionkit deliver --list-clients
    """
    if listed:
        return _clients()
    if recipe is None:
        raise click.UsageError("name a recipe")
    from captionkit.batch.packages import deliver

    made = deliver(recipe, files, **options)
    diagnostics = [found for package in made for found in package.diagnostics]
    if options["dry_run"]:
        plans = [{"package": package.name, **package.batched.plan.as_dict()} for package in made]
        lines = [f"{package.name}: {job.source} -> {', '.join(o.path for o in job.outputs)}"
                 for package in made for job in package.batched.plan.jobs]  # fmt: skip
        return Outcome(plans, "\n".join(lines), diagnostics=diagnostics)
    errors = [
        f"error: {job.source}: {job.status}: {job.error}"
        for package in made if package.batched.summary
        for job in package.batched.summary.ends if job.status in ("failed", "busy")
    ]  # fmt: skip
    return Outcome(
        [package.as_dict() for package in made], "", [_line(package) for package in made], errors,
        diagnostics, failed=any(package.failed for package in made),
    )  # fmt: skip


def _line(package: Delivered) -> str:
    shape = package.as_dict()
    state = "not to be handed over" if package.failed else "ready"
    files, findings = (
        f"{count} {what}{'s' * (count != 1)}"
        for count, what in ((len(shape["files"]), "file"), (shape["findings"], "finding"))
    )
    return f"{package.name}: {files} in {_near(package.folder)}, {findings}, {state}"


def _near(folder: str) -> str:
    """Return a folder's name as seen from here, where that is shorter."""
    from captionkit.batch.files import is_url

    if is_url(folder):
        return folder
    try:
        here = os.path.relpath(folder)
    except ValueError:  # another drive
        return folder
    return here if not here.startswith("..") else folder


def _clients() -> Outcome:
    from captionkit.delivery.clients import CLIENTS

    rows = [
        {
            "client": client.name, "title": client.title, "formats": list(client.formats),
            "template": client.template, "profile": client.profile,
        }
        for client in CLIENTS.values()
    ]  # fmt: skip
    text = "\n".join(
        f"{client.name:10}{client.title}: {', '.join(client.formats)} as {client.template.removeprefix('{folder}/')}"
        for client in CLIENTS.values()
    )
    return Outcome(rows, text)
