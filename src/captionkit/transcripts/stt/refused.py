"""Files that look like transcripts and cannot be read: refused with what to do instead."""

from __future__ import annotations

import re
from typing import NoReturn

from captionkit.errors import InputError
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader

__all__ = ["BROKEN_JSON", "IWORK", "OLD_OFFICE", "PRTRANSCRIPT", "PYTHON_REPR"]

_JSON = re.compile(r"[\s\ufeff]*(?:\[\s*)*\{\s*\"[^\"\n]{1,80}\"\s*:")


def _sniff(source: Source) -> float:
    """Recognise Premiere's binary transcript: undocumented, so its suffix and a NUL byte must do."""
    return 0.9 if source.suffix == ".prtranscript" and b"\x00" in source.data[:4096] else 0.0


def _refuse(source: Source, options: ReadOptions) -> NoReturn:
    del options
    raise InputError(
        f"{source.name}: Premiere's own transcript file, a binary that is not documented",
        hint="in Premiere's Text panel choose Export > Text file or CSV, or give the JSON transcript",
    )


#: How Python prints a result: quotes of its own, or the names of classes.
_PYTHON = re.compile(
    r"[\s\ufeff]*(?:[\[(]\s*)*(?:\{\s*'[^'\n]{1,80}'\s*:|[A-Z]\w{2,40}\(\s*[a-z_]\w{0,40}\s*=|\{\s*\"[^\"\n]{1,80}\"\s*:\s*(?:None|True|False)\b)"
)


def _sniff_python(source: Source) -> float:
    return 0.86 if _PYTHON.match(source.head) else 0.0


def _refuse_python(source: Source, options: ReadOptions) -> NoReturn:
    del options
    raise InputError(
        f"{source.name}: a result as Python prints it, which is not JSON",
        hint="write it with json.dump(result, file) instead of print(result), or as SRT, and read that",
    )


def _sniff_broken(source: Source) -> float:
    """Recognise JSON that does not parse: it must not pass for prose."""
    if not _JSON.match(source.head):
        return 0.0
    try:
        source.json_text  # noqa: B018 - parsed for its errors
    except InputError:
        return 0.85
    return 0.0


def _refuse_broken(source: Source, options: ReadOptions) -> NoReturn:
    del options
    try:
        found = len(source.json_text.values)
    except InputError as error:
        raise type(error)(error.message, hint=error.hint or "the file is cut off or damaged: fetch it again") from None
    raise InputError(f"{source.name}: {found} JSON value(s), none of them a transcript")


BROKEN_JSON = Reader(
    name="broken-json",
    title="damaged JSON, refused",
    suffixes=(".json",),
    sniff=_sniff_broken,
    read=_refuse_broken,
)

PYTHON_REPR = Reader(
    name="python-repr",
    title="a result as Python prints it, refused",
    suffixes=(".json",),
    sniff=_sniff_python,
    read=_refuse_python,
)

PRTRANSCRIPT = Reader(
    name="prtranscript",
    title="Adobe Premiere's binary transcript, refused",
    suffixes=(".prtranscript",),
    sniff=_sniff,
    read=_refuse,
)


def _sniff_office(source: Source) -> float:
    return 0.9 if source.data.startswith(b"\xd0\xcf\x11\xe0") else 0.0


def _refuse_office(source: Source, options: ReadOptions) -> NoReturn:
    del options
    raise InputError(
        f"{source.name}: an old or locked Office file (.doc, .xls, or one with a password)",
        hint="save it as .docx or .xlsx without a password (LibreOffice does that too)",
    )


OLD_OFFICE = Reader(
    name="old-office",
    title="Word and Excel files before 2007, refused",
    suffixes=(".doc", ".xls", ".dot"),
    sniff=_sniff_office,
    read=_refuse_office,
)


#: What the archives hold besides ``.iwa`` parts: before 2013 a document in XML, as a package the parts in an archive.
_IWORK = frozenset(("index.apxl", "index.xml.gz", "index.apxl.gz", "Index.zip", "buildVersionHistory.plist"))


def _sniff_iwork(source: Source) -> float:
    from captionkit.transcripts.archives import names_in  # loads zip and XML, which only these want

    names = names_in(source)
    return (
        0.96 if any(name.endswith((".iwa", ".iwpv2")) or name.rpartition("/")[2] in _IWORK for name in names) else 0.0
    )


def _refuse_iwork(source: Source, options: ReadOptions) -> NoReturn:
    del options
    raise InputError(
        f"{source.name}: a Pages, Numbers or Keynote file, which only Apple's programs read",
        hint="in Pages choose File > Export To > Word or Plain Text, in Numbers CSV or Excel, in Keynote PowerPoint, "
        "then save its text; iCloud.com exports them too, without a Mac",
    )


IWORK = Reader(
    name="iwork",
    title="Pages, Numbers, Keynote, refused",
    suffixes=(".pages", ".numbers", ".key"),
    sniff=_sniff_iwork,
    read=_refuse_iwork,
)
