"""A new profile file of one's own, to be edited: it inherits, and shows what it inherits."""

from __future__ import annotations

import json
from collections.abc import Iterator

from captionkit.profiles.model import Profile, Sourced

__all__ = ["new_profile"]

_HEAD = """\
# A style guide of your own. What is not said here is inherited; take the # off a line to change its value.
# A value may name its source: max_cpl = { value = 40, source = "guide", note = "section 3" }
# `captionkit profiles schema` prints the JSON Schema with which editors complete and check this file.
"""


def new_profile(base: Profile, title: str = "", *, inherits: str = "") -> str:
    """Return the text of a profile file that inherits from ``base``; everything inherited stands in comments.

    ``inherits`` is written instead of the base's name: the path of its file, seen from the new one.

    >>> from captionkit.profiles import load
    >>> print(new_profile(load("ted"), "Our talks").splitlines()[5])
    inherits = "ted"
    """
    named = json.dumps(title or "Our style guide", ensure_ascii=False)
    lines = [
        _HEAD.rstrip("\n"),
        "schema = 1",
        f"title = {named}",
        f"inherits = {json.dumps(inherits or base.name.partition(':')[0])}",
    ]
    if base.languages:
        lines.append(f"# languages = {json.dumps(list(base.languages))}")
    for table in ("limits", "style"):
        lines += ["", f"[{table}]", *_rows(base, table)]
    lines += ["", "[rules]", "# off, info, warning or error; `captionkit check --list-rules` lists the rules"]
    lines += [f"# {name} = {json.dumps(severity)}" for name, severity in base.rules.items()]
    lines += ["", "# [sources.guide]", '# title = "The guide your numbers come from"', '# url = ""', '# date = ""']
    return "\n".join(lines) + "\n"


def _rows(base: Profile, table: str) -> Iterator[str]:
    for item in base.sources:
        if item.key.startswith(f"{table}."):
            yield f"# {item.key.partition('.')[2]} = {_toml(item.value)}  # {_origin(item)}"


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _origin(item: Sourced) -> str:
    return ", ".join(part for part in (item.source, item.date, item.note) if part)
