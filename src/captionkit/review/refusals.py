"""Why an edit was not made, as the page is given it."""

from __future__ import annotations

from typing import Any

from captionkit.errors import CaptionkitError

__all__ = ["EditError", "gone", "impossible"]

#: Kind -> the HTTP status that a server answers with.
STATUS = {"changed": 409, "outside": 409, "exists": 409, "impossible": 422, "locked": 423, "gone": 404}


class EditError(CaptionkitError):
    """An edit that was not made, and why; nothing has changed.

    ``kind`` is ``changed`` (the cue is another since), ``outside`` (the file is another since), ``exists`` (an export
    would write over a file), ``impossible``, ``locked`` (somebody else has the journal) or ``gone`` (there is no such
    cue); ``more`` goes along to the page.

    >>> EditError("gone", "the cue c7 is not there any more").as_dict()
    {'error': 'gone', 'message': 'the cue c7 is not there any more', 'hint': ''}
    """

    def __init__(self, kind: str, message: str, *, hint: str = "", **more: Any) -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.more = more

    @property
    def status(self) -> int:
        """The HTTP status for it."""
        return STATUS[self.kind]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {"error": self.kind, "message": self.message, "hint": self.hint, **self.more}


def impossible(message: str, hint: str = "") -> EditError:
    """Return the refusal of an edit that cannot be made."""
    return EditError("impossible", message, hint=hint)


def gone(what: str) -> EditError:
    """Return the refusal of an edit of what is not there."""
    return EditError("gone", f"{what} is not there any more", hint="it was deleted, merged or undone")
