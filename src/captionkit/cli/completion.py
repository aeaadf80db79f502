"""``captionkit completion``."""

from __future__ import annotations

import click

from captionkit.cli import _options as opt
from captionkit.cli._outcome import Outcome

__all__ = ["command"]


@opt.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> Outcome:
    """Print the completion script of a shell; put its output where the shell looks for completions.

    \b
    captionkit completion bash > ~/.local/share/bash-completion/completions/captionkit
    captionkit completion fish > ~/.config/fish/completions/captionkit.fish
    """
    from click.shell_completion import get_completion_class

    from captionkit.cli._run import group

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    script = kind(group, {}, "captionkit", "_CAPTIONKIT_COMPLETE").source()
    return Outcome(result={"shell": shell, "script": script}, text=script, data=True)
