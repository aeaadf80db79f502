"""Docstrings as the site shows them: their examples as code, their references as names."""

from __future__ import annotations

import re
from typing import Any

from griffe import Docstring, Extension, Object

_ROLE = re.compile(r":[a-z]+:`~?([^`]+)`")
_EXAMPLE = re.compile(r"(?:^[ \t]*>>> .*\n?(?:^[ \t]*\S.*\n?)*)", re.M)


class Plain(Extension):
    """Rewrites each docstring once it is read."""

    def on_instance(self, *, obj: Object, **_: Any) -> None:
        """Fence the examples of one object."""
        if obj.docstring:
            obj.docstring = _shown(obj.docstring)


def _shown(docstring: Docstring) -> Docstring:
    text = _ROLE.sub(lambda match: f"`{match[1].rpartition('.')[2]}`", docstring.value)
    docstring.value = _EXAMPLE.sub(lambda match: f"```pycon\n{match[0].rstrip()}\n```\n", text)
    return docstring
