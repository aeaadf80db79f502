"""The lazy command group, and commands that return an Outcome instead of printing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from captionkit.cli._outcome import Outcome
from captionkit.cli.table import COMMANDS

__all__ = ["KitCommand", "LazyGroup"]


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used, not to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None for a name in no table."""
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        module = import_module(f"captionkit.cli.{row[0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name; an unknown one gets the true answer, or the nearest known ones."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from captionkit.cli._absent import answer

            raise click.UsageError(answer(name), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the table's summaries; no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


class KitCommand(click.Command):
    """A command whose callback returns an :class:`Outcome`; rendering and exit code follow from it."""

    def invoke(self, ctx: click.Context) -> int:
        """Run the callback, render what it returns, and return the exit code."""
        from captionkit.cli._render import render

        if ctx.meta.get("captionkit.as_recipe"):
            from captionkit.cli._as_recipe import recipe_text

            text = recipe_text(str(ctx.info_name), ctx.params)
            return render(Outcome({"recipe": text}, text), _settings(ctx))
        outcome = super().invoke(ctx)
        if not isinstance(outcome, Outcome):
            raise TypeError(f"the command {self.name} returned no Outcome")
        return render(outcome, _settings(ctx))


def _settings(ctx: click.Context) -> dict[str, Any]:
    wanted = ("json", "quiet", "verbose", "fail_on")
    found = {key: ctx.meta.get(f"captionkit.{key}") for key in wanted}
    return {"command": ctx.info_name, "given": _given(ctx), **found}


def _given(ctx: click.Context) -> frozenset[str]:
    """Return every spelling of the options that stand on the command line."""
    given = (p for p in ctx.command.params if isinstance(p, click.Option) and p.name)
    typed = click.core.ParameterSource.COMMANDLINE
    return frozenset(
        flag for p in given if ctx.get_parameter_source(str(p.name)) is typed for flag in (*p.opts, *p.secondary_opts)
    )
