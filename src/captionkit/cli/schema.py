"""``captionkit schema``."""

from __future__ import annotations

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome
from captionkit.cli.table import COMMANDS

__all__ = ["command", "schema_of"]


@opt.command("schema")
@click.argument("name", type=click.Choice(list(COMMANDS)))
def command(name: str) -> Outcome:
    """Print the JSON Schema of what the command NAME prints with --json."""
    import json

    schema = schema_of(name)
    return Outcome(schema, json.dumps(schema, indent=1))


def schema_of(name: str) -> dict[str, object]:
    """Return the JSON Schema of one command's ``--json`` document."""
    import json
    from importlib.resources import files

    text = files("captionkit.cli").joinpath("schemas", f"{name}.json").read_text("utf-8")
    schema: dict[str, object] = json.loads(text)
    return schema
