"""One place maps what happened to output and exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from captionkit import __version__
from captionkit.cli._group import LazyGroup
from captionkit.errors import CaptionkitError

__all__ = ["run"]

INTERRUPTED = 130
BUG = 3


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 findings or failures, 2 usage, 3 a bug in captionkit, 130 interrupted.",
)
@click.option("--traceback", is_flag=True, help="Show the stack where something goes wrong.")
@click.version_option(__version__, message="captionkit %(version)s")
def group(traceback: bool) -> None:
    """Turn transcripts into broadcast-ready caption tracks, without losing a word."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code."""
    wants_stack = "--traceback" in arguments or bool(os.environ.get("CAPTIONKIT_TRACEBACK"))
    arguments = [a for a in arguments if a != "--traceback"]
    try:
        code = group.main(list(arguments), prog_name="captionkit", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; no partial file was left behind", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our stdout went away (head, less): not an error, but Python must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if wants_stack:
            raise
        return _explain(error, arguments)


def _explain(error: Exception, arguments: Sequence[str]) -> int:
    if isinstance(error, CaptionkitError):
        return _report(error.exit_code, type(error).__name__, error.message, error.hint, arguments)
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f"{context.command_path} --help" if context else "captionkit --help"
        return _report(2, type(error).__name__, error.format_message(), hint, arguments)
    hint = "this is a bug in captionkit, please report it; captionkit --traceback ... shows the stack"
    return _report(BUG, type(error).__name__, f"{type(error).__name__}: {error}", hint, arguments)


def _report(code: int, kind: str, message: str, hint: str, arguments: Sequence[str]) -> int:
    from captionkit.cli._render import document, print_json, say

    if "--json" in arguments:
        name = next((a for a in arguments if not a.startswith("-")), None)
        print_json(document(name, code, None, (), (), {"type": kind, "message": message, "hint": hint}))
        return code
    say(f"error: {message}", lines=True)
    if hint:
        say(f"  hint: {hint}")
    return code
