"""Names of files: what a name says about its content, and what the files that are made of it are called.

``talk.en.sdh.srt`` is a stem, a language, notes about the version and a suffix, in the order that players and editors
use. Every command and recipe names its outputs by :func:`output_name` or by a template of the same fields.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from captionkit.errors import UsageError
from captionkit.formats import FORMATS
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic

__all__ = [
    "FIELDS", "TEMPLATE", "NameParts", "absent_format", "check_template", "fill",
    "fitting_language", "format_of_name", "instead_of", "is_folder", "is_tag", "is_template", "language_in_name",
    "output_name", "parts_of", "suffix_of",
]  # fmt: skip

#: What a template may name.
FIELDS = ("stem", "language", "version", "ext", "format", "name", "folder")

#: The name that a file gets where nothing else is asked for; an empty field takes the dot before it along.
TEMPLATE = "{stem}.{language}.{version}.{ext}"

_BCP47 = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}\Z"

#: What to do about a format that captionkit does not have; where it is for something else than captions, by its title.
_OTHER_TOOLS = "write SRT or WebVTT and convert that with another tool, as ffmpeg or Subtitle Edit"
_INSTEAD = {
    "video": "captionkit mux puts a track into a film, captionkit burn into its pictures",
    **dict.fromkeys(("plain text", "Word", "HTML"), "captionkit transcript writes what is said as a text: -o talk.txt"),
}

#: Formats that people ask for and captionkit does not have: suffix or name -> what is true instead.
_ABSENT: dict[str, str] = {
    "cap": "Cheetah CAP", "pac": "PAC",
    "idx": "VobSub (pictures)", "sup": "PGS (Blu-ray pictures)",
    "ttxt": "GPAC TTXT", "usf": "Universal Subtitle Format", "edl": "an edit list",
    "mp4": "video", "mkv": "video", "mov": "video", "webm": "video", "ts": "video", "mxf": "video",
    "pdf": "PDF", "txt": "plain text", "docx": "Word", "html": "HTML", "json": "JSON without a name",
}  # fmt: skip


#: What a name says about a version after the language: https://support.plex.tv/articles/200471133 and the like.
_VERSIONS = frozenset({"sdh", "cc", "hi", "forced", "foreign", "signs", "default", "full", "dub", "commentary"})

#: Codes of three letters that are seen in file names; others are words there.
_SEEN = frozenset(
    """
    afr amh ara aze bel ben bos bul cat ces chi cmn cym cze dan deu dut ell eng est eus fas fil fin fra fre ger gle
    glg gre heb hin hrv hun hye ice ind isl ita jpn kan kat kaz khm kor lat lav lit mal mar mkd mon msa mya nep nld
    nob nor pan per pol por ron rum rus sin slk slo slv som spa sqi srp swa swe tam tel tgl tha tur ukr urd uzb vie
    yue zho zul
    """.split()  # noqa: SIM905
)
_NAMED = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?\Z"


@value
class NameParts:
    """A file's name in parts: ``talk``, ``en``, ``sdh``, ``.srt``; what is not there is ``""``."""

    stem: str
    language: str = ""
    version: str = ""
    suffix: str = ""
    written: str = ""


@lru_cache(maxsize=256)
def parts_of(source: str) -> NameParts:
    """Return the parts of a file's name.

    >>> parts_of("talks/talk.pt-BR.sdh.srt")
    NameParts(stem='talk', language='pt-BR', version='sdh', suffix='.srt', written='pt-BR')
    >>> parts_of("v1.2.srt").stem
    'v1.2'
    """
    if source in ("-", "<stdin>", "<bytes>", ""):
        return NameParts("captions")
    base, suffix = os.path.splitext(os.path.basename(source))
    if suffix == ".json" and base.endswith(".ckit"):
        base, suffix = base.removesuffix(".ckit"), ".ckit.json"
    stem = base
    versions: list[str] = []
    while (cut := stem.rpartition("."))[0] and cut[2].lower() in _VERSIONS and not _alone(cut):
        stem, versions = cut[0], [cut[2], *versions]
    before, _, tag = stem.rpartition(".")
    language = _tag_of(tag) if before else ""
    if not language:
        # a note without a language before it may be a word of the title: "the.full.srt"
        known = versions and versions[0].lower() in ("sdh", "cc", "forced")
        return NameParts(stem, "", ".".join(versions), suffix) if known else NameParts(base, "", "", suffix)
    return NameParts(before, language, ".".join(versions), suffix, tag)


def _alone(cut: tuple[str, str, str]) -> bool:
    """``hi`` is Hindi where no language stands before it, and "hearing impaired" after one."""
    return cut[2].lower() == "hi" and not _tag_of(cut[0].rpartition(".")[2])


def _tag_of(tag: str) -> str:
    """Return the BCP 47 tag that a part of a name stands for, ``""`` where it is not a language."""
    # "Where.We.Go.It.srt" is a title: languages are written small
    if not re.match(_NAMED, tag) or not tag[:2].islower():
        return ""
    from captionkit.languages.codes import TWO_LETTERS, two_letters  # a name without a language does without

    first, *rest = re.split("[-_]", tag)
    base = first if first in TWO_LETTERS else two_letters(first) if first in _SEEN else ""
    return "-".join([base, *(p.upper() if len(p) == 2 else p.title() for p in rest)]) if base else ""


def language_in_name(source: str) -> str:
    """Return the language that a file's name states, ``""`` where it states none.

    >>> [language_in_name(name) for name in ("talk.fr.srt", "talk.eng.sdh.srt", "talk.zh_hant.vtt", "a.b.srt")]
    ['fr', 'en', 'zh-Hant', '']
    """
    return parts_of(source).language


def is_folder(output: str) -> bool:
    """Say whether an ``-o`` value means a folder: it ends in a separator or is one."""
    return output.endswith(("/", "\\")) or os.path.isdir(output)


def is_template(output: str) -> bool:
    """Say whether an ``-o`` value is a template, as ``{stem}.{language}.{ext}``."""
    return "{" in output or "}" in output


def is_tag(language: str) -> bool:
    """Say whether a language is a BCP 47 tag, which is safe in a file's name."""
    return re.match(_BCP47, language) is not None


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

    ``language`` replaces the one in the source's name; a language or version that is empty takes the mark before it
    (``.``, ``_`` or ``-``) along.

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
            template = _without(template, name)
    return template.format(**fields)


@cache
def _without(template: str, name: str) -> str:
    """Return a template without a field, and the mark before it."""
    return re.sub(rf"[._-]\{{{name}\}}", "", template)


@cache
def check_template(template: str) -> None:
    """Raise UsageError for a template that is not valid, has an unknown field or leads out of its folder."""
    from string import Formatter  # its module compiles a dozen expressions

    try:
        found = list(Formatter().parse(template))
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
    return f"captionkit does not write {title} as captions; it writes {', '.join(written)}"


def instead_of(name: str) -> str:
    """Return what to do where :func:`absent_format` has something to say."""
    return _INSTEAD.get(_ABSENT.get(name.lower().lstrip("."), ""), _OTHER_TOOLS)


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
        raise UsageError(f"{name}: {absent}", hint=instead_of(suffix))
    raise UsageError(
        f"{name}: the suffix {suffix or '(none)'} stands for no caption format",
        hint=f"name the format with --to; known: {', '.join(FORMATS.names())}",
    )
