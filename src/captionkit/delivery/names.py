"""Names of files: what a name says about its content, and what the files that are made of it are called.

``talk.en.sdh.srt`` is a stem, a language, notes about the version and a suffix, in the order that players and editors
use. Every command and recipe names its outputs by :func:`output_name` or by a template of the same fields.
"""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from captionkit.errors import UsageError
from captionkit.formats import FORMATS
from captionkit.sources.names import NameParts, language_in_name, parts_of

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic

__all__ = [
    "FIELDS", "OTHER_TOOLS", "TEMPLATE", "NameParts", "absent_format", "check_template", "fill",
    "fitting_language", "format_of_name", "is_folder", "is_tag", "is_template", "language_in_name", "output_name",
    "parts_of", "suffix_of",
]  # fmt: skip

#: What a template may name.
FIELDS = ("stem", "language", "version", "ext", "format", "name", "folder")

#: The name that a file gets where nothing else is asked for; an empty field takes the dot before it along.
TEMPLATE = "{stem}.{language}.{version}.{ext}"

_BCP47 = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}\Z")

#: What to do about a format that captionkit does not have.
OTHER_TOOLS = "write SRT or WebVTT and convert that with another tool, as ffmpeg or Subtitle Edit"

#: Formats that people ask for and captionkit does not have: suffix or name -> what is true instead.
_ABSENT: dict[str, str] = {
    "stl": "EBU STL (and Spruce STL)",
    "ttml": "TTML", "dfxp": "TTML (DFXP)", "imsc": "IMSC", "itt": "iTunes Timed Text",
    "scc": "Scenarist SCC (CEA-608)", "mcc": "MacCaption MCC (CEA-708)", "cap": "Cheetah CAP", "pac": "PAC",
    "ass": "Advanced SubStation Alpha", "ssa": "SubStation Alpha", "sub": "MicroDVD and VobSub",
    "idx": "VobSub (pictures)", "sup": "PGS (Blu-ray pictures)", "smi": "SAMI", "sami": "SAMI", "lrc": "LRC lyrics",
    "ttxt": "GPAC TTXT", "usf": "Universal Subtitle Format", "fcpxml": "Final Cut Pro XML", "edl": "an edit list",
    "mp4": "video", "mkv": "video", "mov": "video", "webm": "video", "ts": "video", "mxf": "video",
    "pdf": "PDF", "txt": "plain text", "docx": "Word", "html": "HTML", "json": "JSON without a name",
}  # fmt: skip


def is_folder(output: str) -> bool:
    """Say whether an ``-o`` value means a folder: it ends in a separator or is one."""
    return output.endswith(("/", "\\")) or os.path.isdir(output)


def is_template(output: str) -> bool:
    """Say whether an ``-o`` value is a template, as ``{stem}.{language}.{ext}``."""
    return "{" in output or "}" in output


def is_tag(language: str) -> bool:
    """Say whether a language is a BCP 47 tag, which is safe in a file's name."""
    return _BCP47.match(language) is not None


def fitting_language(source: str, named: str, texts: Iterable[str]) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the language in a file's name, or "" with a warning where its text is clearly in another one."""
    from captionkit.languages import SURE, guess_language

    guess = guess_language(" ".join(texts))
    other = guess.language.partition("-")[0]
    if not other or guess.confidence < SURE or other == named.partition("-")[0]:
        return named, ()
    from captionkit.diagnostics import report

    text = f"{guess.language} ({guess.confidence:.0%} sure)"
    message = f"the name says {named}, the text is in {text}: the name is not followed"
    return "", (report("read.language-name", message, file=source),)


def output_name(source: str, suffix: str, language: str = "") -> str:
    """Return the file name for a track made from ``source``; a language in the source's name is replaced.

    >>> output_name("talks/opening.txt", ".srt", "pt-BR")
    'opening.pt-BR.srt'
    >>> output_name("talk.en.sdh.srt", ".srt", "pt")
    'talk.pt.sdh.srt'
    """
    return fill(TEMPLATE, source, suffix=suffix, language=language)


def fill(template: str, source: str, *, suffix: str, language: str = "", format: str = "", folder: str = "") -> str:
    """Return the name that a template gives to a file made from ``source``.

    ``language`` replaces the one in the source's name; a field that is empty takes the dot before it along.

    Raises UsageError for a template that is not valid (see :func:`check_template`).

    >>> fill("{stem}.{language}.{ext}", "talk.en.srt", suffix=".vtt", language="pt")
    'talk.pt.vtt'
    """
    check_template(template)
    parts = parts_of(source)
    if language and not is_tag(language):
        language = ""  # a header may say anything; a name takes tags only
    shown = parts.written if language in ("", parts.language) else language
    fields: Mapping[str, str] = {
        "stem": parts.stem,
        "language": shown,
        "version": parts.version,
        "ext": suffix.lstrip("."),
        "format": format,
        "name": os.path.basename(source) if source not in ("-", "") else "captions",
        "folder": folder,
    }
    for name in ("language", "version"):
        if not fields[name]:
            template = template.replace(f".{{{name}}}", "")
    return template.format(**fields)


@cache
def check_template(template: str) -> None:
    """Raise UsageError for a template that is not valid, has an unknown field or leads out of its folder."""
    try:
        found = list(string.Formatter().parse(template))
    except ValueError as error:
        raise UsageError(f"the template {template!r} is not valid: {error}") from None
    fields = [name for _, name, _, _ in found if name is not None]
    unknown = sorted({name for name in fields if name not in FIELDS})
    if unknown:
        raise UsageError(
            f"the template {template!r} uses unknown fields: {', '.join(unknown)}", hint=f"known: {', '.join(FIELDS)}"
        )
    if any(spec or conversion for _, name, spec, conversion in found if name is not None):
        raise UsageError(f"the template {template!r} formats a field", hint="fields stand alone, as {stem}")
    if ".." in re.split(r"[/\\]", template):
        raise UsageError(f"the template {template!r} leads out of its folder", hint="name the folder without ..")


def suffix_of(format_name: str) -> str:
    """Return the suffix of a format's files, with the dot."""
    suffix: str = (
        FORMATS.rows[format_name].suffixes[0] if format_name in FORMATS.rows else FORMATS.get(format_name).suffixes[0]
    )
    return suffix


def absent_format(name: str) -> str:
    """Return what to say about a format that captionkit does not have, ``""`` where nothing is known of it."""
    title = _ABSENT.get(name.lower().lstrip("."), "")
    if not title or name.lower() in FORMATS.names():
        return ""
    written = [known for known in FORMATS.names() if FORMATS.get(known).write is not None]
    return f"captionkit does not write {title}; it writes {', '.join(written)}"


def format_of_name(name: str) -> str:
    """Return the name of the caption format that a file name's suffix stands for.

    Raises UsageError where the suffix is none's.
    """
    if name.endswith(".ckit.json"):
        return "ckit"
    suffix = os.path.splitext(name)[1]
    names = FORMATS.by_suffix(suffix)
    if names:
        return names[0]
    absent = absent_format(suffix)
    if absent:
        raise UsageError(f"{name}: {absent}", hint=OTHER_TOOLS)
    raise UsageError(
        f"{name}: the suffix {suffix or '(none)'} stands for no caption format",
        hint=f"name the format with --to; known: {', '.join(FORMATS.names())}",
    )
