"""``captionkit verify``."""

from __future__ import annotations

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("verify")
@click.argument("folder")
def command(folder: str) -> Outcome:
    """Compare the files of FOLDER with the manifest that a batch wrote there."""
    from captionkit.batch.manifest import verify_folder

    result = verify_folder(folder)
    text = f"{result.files} files, {result.bad} missing or changed"
    return Outcome(result.as_dict(), text, diagnostics=result.diagnostics)
