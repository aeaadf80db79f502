"""A new plugin: a package that works, with its tests, for its author to change."""

from __future__ import annotations

import keyword
import os
import re
from importlib.resources import files
from pathlib import Path, PurePath
from string import Template
from typing import Literal, NamedTuple

from captionkit.api.options import verb
from captionkit.errors import OutputError, UsageError
from captionkit.values import check_choice

__all__ = ["KINDS", "NewPlugin", "PluginKind", "new_plugin"]

PluginKind = Literal["reader", "format", "rule", "translator", "recogniser"]


class _Kind(NamedTuple):
    group: str
    object: str
    title: str
    usage: str


KINDS: dict[str, _Kind] = {
    "reader": _Kind(
        "captionkit.transcripts", "READER", "Reads $name transcripts with captionkit.",
        "captionkit inspect --from $name FILE",
    ),
    "format": _Kind(
        "captionkit.formats", "FORMAT", "Reads and writes $name captions with captionkit.",
        "captionkit convert talk.srt -o talk.$name --to $name",
    ),
    "rule": _Kind("captionkit.rules", "", "A rule for captionkit's check.", "captionkit check talk.srt --rule $name"),
    "translator": _Kind(
        "captionkit.translators", "translate", "A translator for captionkit.",
        "captionkit translate talk.srt -T es -t $name",
    ),
    "recogniser": _Kind(
        "captionkit.recognisers", "recognise", "A recogniser for captionkit.",
        "captionkit caption film.mp4 --recogniser $name",
    ),
}  # fmt: skip

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


class NewPlugin(NamedTuple):
    """A plugin that was written: its kind, name and folder, and the files in it."""

    kind: str
    name: str
    folder: str
    files: tuple[str, ...]


@verb
def new_plugin(
    kind: PluginKind, name: str, folder: str | PurePath | None = None, *, dry_run: bool = False
) -> NewPlugin:
    """Write a package for a plugin: code that works, its entry point, and the suite that it passes.

    ``name`` is what users will write (lower-case letters, digits, hyphens). Without ``folder`` it is
    ``captionkit-NAME`` where you are. With ``dry_run`` nothing is written.

    Raises UsageError for another name and for a folder that holds something already, OutputError where it cannot be
    written.

    >>> new_plugin("rule", "no-addresses", dry_run=True).files
    ('README.md', 'pyproject.toml', 'src/captionkit_no_addresses.py', 'tests/test_no_addresses.py')
    """
    check_choice("kind", kind, tuple(KINDS))
    if not _NAME.match(name) or len(name) > 60 or keyword.iskeyword(name):
        raise UsageError(
            f"{name!r} cannot be a plugin's name",
            hint="lower-case letters, digits and single hyphens, as in no-addresses",
        )
    target = os.fspath(folder) if folder is not None else f"captionkit-{name}"
    texts = _texts(kind, name)
    if os.path.lexists(target) and not (os.path.isdir(target) and not os.listdir(target)):
        raise UsageError(f"{target} is there already", hint="name an empty folder, or one that is not there, with -o")
    if not dry_run:
        _write(Path(target), texts)
    return NewPlugin(kind, name, target, tuple(sorted(texts)))


def _texts(kind: str, name: str) -> dict[str, str]:
    """Return a plugin's files: path -> text."""
    bare = name.replace("-", "_")
    module = f"captionkit_{bare}"
    row = KINDS[kind]
    known = {
        "kind": kind, "name": name, "module": module, "class": "".join(map(str.capitalize, name.split("-"))),
        "group": row.group, "object": row.object or bare,
    }  # fmt: skip
    known |= {"title": Template(row.title).substitute(known), "usage": Template(row.usage).substitute(known)}
    sources = {
        "pyproject.toml": "common/pyproject.toml.txt",
        "README.md": "common/README.md.txt",
        f"src/{module}.py": f"{kind}/plugin.py.txt",
        f"tests/test_{bare}.py": f"{kind}/test.py.txt",
    }
    folder = files("captionkit.api") / "plugin_templates"
    return {path: Template((folder / source).read_text("utf-8")).substitute(known) for path, source in sources.items()}


def _write(target: Path, texts: dict[str, str]) -> None:
    try:
        for path, text in texts.items():
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror}") from None
