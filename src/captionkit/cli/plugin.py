"""``captionkit plugin``."""

from __future__ import annotations

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("plugin")
@click.argument("action", type=click.Choice(["new"]))
@click.argument("kind", type=click.Choice(["reader", "format", "rule", "translator", "recogniser"]))
@click.argument("name")
def command(action: str, kind: str, name: str, output: str | None, dry_run: bool) -> Outcome:
    """Write a package for a plugin of your own: code that works, its entry point, and the tests that it passes.

    Without --output it is written to the folder captionkit-NAME.

    \b
    captionkit plugin new reader cue-cards
    pip install -e 'captionkit-cue-cards[test]' && pytest captionkit-cue-cards
    captionkit formats    # lists it
    """
    from captionkit.api.plugin import new_plugin

    made = new_plugin(kind, name, output, dry_run=dry_run)  # type: ignore[arg-type]  # click has checked it
    said = "would write" if dry_run else "wrote"
    result = {"kind": made.kind, "name": made.name, "folder": made.folder, "files": list(made.files)}
    return Outcome(result, notes=[f"{said} {made.folder}: {', '.join(made.files)}"])
