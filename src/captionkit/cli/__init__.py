"""The command line: options in, one API call, a rendering out. Only this package prints and exits."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code.

    0: fine. 1: findings at or above ``--fail-on``, or a file failed. 2: usage or configuration. 3: a bug in captionkit.
    130: interrupted.
    """
    import gc
    import sys

    from captionkit.cli._run import run

    # a command makes its objects, uses them and ends: looking for cycles among them is a tenth of a short one's time
    gc.set_threshold(100_000, 50, 100)
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    gc.freeze()
    sys.exit(code)
