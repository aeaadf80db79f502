"""Options that checking, fixing and transforming share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from captionkit.cli import _options as opt

__all__ = ["choosing", "media", "profile"]

F = TypeVar("F", bound=Callable[..., Any])


def profile(function: F) -> F:
    """Add ``--profile``."""
    return click.option(
        "-p",
        "--profile",
        default="default",
        show_default=True,
        metavar="NAME",
        help="The style guide: a name, name:audience (netflix-en:children), or a TOML file.",
        shell_complete=opt.choices("profiles"),
    )(function)


def choosing(function: F) -> F:
    """Add ``--rule`` and ``--ignore``."""
    function = click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out; repeatable.")(
        function
    )
    return click.option("--rule", multiple=True, metavar="RULE", help="Only this rule; repeatable.")(function)


def media(function: F) -> F:
    """Add ``--cuts`` and ``--duration``: what is known of the picture."""
    function = click.option("--duration", metavar="TIME", callback=_time, help="The media's length, as 1:02:03.")(
        function
    )
    return click.option(
        "--cuts", "shot_changes", default="", metavar="FILE", help="Shot changes: a time a line, or an EDL."
    )(function)


def _time(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    from captionkit.model.timecode import parse_clock

    return parse_clock(value)
