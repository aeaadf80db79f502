"""The command line: options in, one API call, a rendering out."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
