"""``captionkit recipe``."""

from __future__ import annotations

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("recipe")
@click.argument("action", type=click.Choice(["new", "show", "validate"]))
@click.argument("file", required=False)
def command(action: str, file: str | None, force: bool) -> Outcome:
    """Make a recipe to start from, show one as it is understood, or list all its faults.

    \b
    captionkit recipe new nightly.toml
    captionkit recipe validate nightly.toml
    """
    from captionkit.batch.recipe import NEW_RECIPE

    if action == "new":
        return _new(file, NEW_RECIPE, force=force)
    if file is None:
        raise click.UsageError(f"recipe {action} needs a FILE")
    from captionkit.batch.command import plan_batch
    from captionkit.batch.recipe import load_recipe

    recipe = load_recipe(file)
    plan = plan_batch(recipe)
    steps = " -> ".join(step.name for step in recipe.steps) or "convert"
    text = f"{file}: {len(plan.jobs)} inputs, {steps}, to {', '.join(recipe.to)} in {recipe.output}"
    shape = {"profile": recipe.profile, "steps": [s.name for s in recipe.steps], "to": list(recipe.to)}
    return Outcome(shape | plan.as_dict() if action == "show" else shape, text, diagnostics=plan.diagnostics)


def _new(file: str | None, template: str, *, force: bool) -> Outcome:
    if file is None or file == "-":
        return Outcome({"recipe": template}, template, data=True)
    from pathlib import Path

    from captionkit.delivery.atomic import write_atomic

    write_atomic(Path(file), template.encode(), force=force)
    return Outcome({"path": file}, notes=[f"wrote {file}"])
