"""What a command hands back for rendering."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic

__all__ = ["Outcome"]


@value
class Outcome:
    """A command's result.

    ``result`` is the JSON value of ``--json``; ``text`` what a person sees on stdout instead (data); ``notes`` the
    summary for stderr ("wrote ..."), ``errors`` the lines about sources that failed; ``failed`` makes the exit code 1
    whatever the diagnostics say. ``covered`` are codes of diagnostics that the summary says already;
    ``detailed`` shows notes too, where they are what was asked for. ``data`` says that the text is a document for
    programs, which must not be changed for the log of a build server it may be printed to.
    """

    result: Any = None
    text: str = ""
    notes: Sequence[str] = ()
    errors: Sequence[str] = ()
    diagnostics: Sequence[Diagnostic] = field(default=())
    outputs: Sequence[dict[str, Any]] = ()
    failed: bool = False
    covered: Sequence[str] = ()
    detailed: bool = False
    data: bool = False
