"""How a command is found, run and rendered: one place maps what happened to output and exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from captionkit import __version__
from captionkit.cli._outcome import Outcome
from captionkit.cli.table import COMMANDS
from captionkit.errors import CaptionkitError

__all__ = ["KitCommand", "LazyGroup", "run"]

USAGE = 2
BUG = 3
INTERRUPTED = 130


#: What the machine refuses, which is no fault in captionkit: full and failing disks, rights, too many open files.
_REFUSALS = frozenset(
    (
        errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE,
        errno.ENFILE, errno.ENXIO, errno.ENODEV, errno.ESTALE,
    )
)  # fmt: skip


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


#: Options for the rendering of every outcome: kept in the context's ``meta`` and not handed to the command.
KEPT = ("as_recipe", "fail_on", "json", "quiet", "verbose")


class KitCommand(click.Command):
    """A command whose callback returns an :class:`Outcome`; rendering and exit code follow from it."""

    def invoke(self, ctx: click.Context) -> int:
        """Run the callback, render what it returns, and return the exit code."""
        from captionkit.cli._render import render

        kept = {name: ctx.params.pop(name, None) for name in KEPT}
        ctx.meta.update({f"captionkit.{name}": value for name, value in kept.items()})
        settings = {"command": ctx.info_name, "given": _given(ctx), **kept}
        if kept["as_recipe"]:
            from captionkit.cli._as_recipe import recipe_text

            text = recipe_text(str(ctx.info_name), ctx.params)
            return render(Outcome({"recipe": text}, text, data=True), settings)
        if ctx.params.get("profile", "default") != "default":
            from captionkit.profiles import load

            load(ctx.params["profile"])  # a command that has little use for it must refuse a misspelt one too
        outcome = super().invoke(ctx)
        if not isinstance(outcome, Outcome):
            raise TypeError(f"the command {self.name} returned no Outcome")
        return render(outcome, settings)


def _given(ctx: click.Context) -> frozenset[str]:
    """Return every spelling of the options that stand on the command line."""
    given = (p for p in ctx.command.params if isinstance(p, click.Option) and p.name)
    typed = click.core.ParameterSource.COMMANDLINE
    return frozenset(
        flag for p in given if ctx.get_parameter_source(str(p.name)) is typed for flag in (*p.opts, *p.secondary_opts)
    )


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
    if set(arguments) == {"--version", "--json"}:
        return _version()
    try:
        code = group.main(list(arguments), prog_name="captionkit", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; no partial file was left behind", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our stdout went away (head, less): not an error
        _close_stdout()
        return 0
    except Exception as error:
        if wants_stack:
            raise
        return _explain(error, arguments)


def _version() -> int:
    """Print the version as every other document is printed."""
    import platform

    from captionkit.cli._render import document, print_json

    print_json(document(None, 0, {"captionkit": __version__, "python": platform.python_version()}, (), (), None))
    return 0


def _explain(error: Exception, arguments: Sequence[str]) -> int:
    if isinstance(error, CaptionkitError):
        return _report(error.exit_code, type(error).__name__, error.message, error.hint, arguments)
    if isinstance(error, click.UsageError) and not arguments:
        click.echo(error.format_message(), err=True)  # the help, which is all that a bare name asks for
        return USAGE
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f"{context.command_path} --help" if context else "captionkit --help"
        name = _hyphened(getattr(error, "option_name", ""), arguments)
        hint = f"the file is written ./{name}" if name else hint
        return _report(USAGE, type(error).__name__, error.format_message(), hint, arguments)
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        if error.filename is None:  # what we wrote to: nothing more can be said there, not even a document
            _close_stdout()
            arguments = ()
        where = "stdout" if error.filename is None else error.filename
        return _report(1, type(error).__name__, f"{where}: {error.strerror}", "", arguments)
    hint = "this is a bug in captionkit, please report it; captionkit --traceback ... shows the stack"
    return _report(BUG, type(error).__name__, f"{type(error).__name__}: {error}", hint, arguments)


def _hyphened(option: str, arguments: Sequence[str]) -> str:
    """Return the file that was taken for ``option`` because its name begins with a hyphen, ``""`` for none."""
    return next((a for a in arguments if option and a.startswith(option) and os.path.exists(a)), "")


def _close_stdout() -> None:
    """Let what is left for stdout go nowhere: Python must not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
