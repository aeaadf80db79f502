"""Options that several commands share, and the decorators that make a command."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, TypeVar

import click

from captionkit.cli._group import KitCommand

__all__ = ["as_recipe", "choices", "command", "fail_on", "output", "reading", "writing"]

F = TypeVar("F", bound=Callable[..., Any])


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Put a rendering option where the renderer finds it, out of the callback's way."""
    ctx.meta[f"captionkit.{param.name}"] = value
    return value


_COMMON = (
    click.option("--json", is_flag=True, expose_value=False, callback=_keep, help="One JSON document on stdout."),
    click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_keep, help="Report errors only."),
    click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_keep, help="Report every single finding."
    ),
)


def command(function: Callable[..., Any]) -> click.Command:
    """Make a command of a function that returns an Outcome; adds ``--json``, ``--quiet``, ``--verbose``."""
    decorated = reduce(lambda inner, option: option(inner), reversed(_COMMON), function)
    return click.command(cls=KitCommand, context_settings={"help_option_names": ["-h", "--help"]})(decorated)


def _all(*options: Callable[[F], F]) -> Callable[[F], F]:
    return lambda function: reduce(lambda inner, option: option(inner), reversed(options), function)


def reading(function: F) -> F:
    """Add the options of reading: ``--from``, ``--encoding``, ``--language``, ``--rate``, ``--strict``."""
    return _all(
        click.option("--from", "from_format", metavar="FORMAT", help="The input's format (default: by its content)."),
        click.option("--encoding", metavar="NAME", help="The input's character encoding (default: detected)."),
        click.option("-l", "--language", default="", metavar="TAG", help="The input's language, as en, pt-BR."),
        click.option("--rate", metavar="FPS", help="Frame rate of frame-based times: 25, 29.97, 30000/1001."),
        click.option("--strict", is_flag=True, help="Stop at the first thing that would have to be repaired."),
    )(function)


def writing(function: F) -> F:
    """Add the options of writing: ``--force``, ``--verify/--no-verify``, ``--dry-run``."""
    return _all(
        click.option("-f", "--force", is_flag=True, help="Overwrite files that exist."),
        click.option(
            "--verify/--no-verify",
            default=True,
            help="Read the written file back with an independent library before it takes its place (default: yes).",
        ),
        click.option("--dry-run", is_flag=True, help="Do everything but write."),
    )(function)


def fail_on(default: str = "error") -> Callable[[F], F]:
    """Add ``--fail-on``: severities or codes that make the exit code 1."""
    return click.option(
        "--fail-on",
        multiple=True,
        default=(default,),
        show_default=True,
        expose_value=False,
        callback=_keep,
        metavar="WHAT",
        help="Exit with 1 on findings of a severity (info, warning, error) or code (loss, loss:position). Repeatable.",
    )


def as_recipe(function: F) -> F:
    """Add ``--as-recipe``: print the batch recipe that the command amounts to, and do nothing."""
    return click.option(
        "--as-recipe",
        is_flag=True,
        expose_value=False,
        callback=_keep,
        help="Print the batch recipe that this amounts to, and do nothing.",
    )(function)


def output(help_text: str) -> Callable[[F], F]:
    """Add ``-o/--output``."""
    return click.option("-o", "--output", metavar="PATH", help=help_text)


def choices(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return a completion function over a registry's names (``profiles``, ``formats``, ``readers``)."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        from captionkit.cli._names import names_of

        return [name for name in names_of(kind) if name.startswith(incomplete)]

    return complete
