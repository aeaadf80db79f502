"""The header block (GSI, 1024 bytes) of an EBU STL file: fields by name, read and written."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import NamedTuple

from captionkit.errors import UsageError
from captionkit.formats.ebustl.tables import TABLES
from captionkit.model.timecode import RATES

__all__ = [
    "CODE_PAGES", "DISPLAYS", "FIELDS", "GSI_BYTES", "KEPT", "RATE_OF_FORMAT", "TEXTS", "block_of", "check_field",
    "fields_of", "is_valid", "today",
]  # fmt: skip

#: The size of the header block.
GSI_BYTES = 1024

#: Field name -> (offset, bytes, Tech 3264's name); all hold text in the header's code page.
FIELDS: Mapping[str, tuple[int, int, str]] = {
    "codepage": (0, 3, "CPN"),
    "format": (3, 8, "DFC"),
    "display": (11, 1, "DSC"),
    "table": (12, 2, "CCT"),
    "language": (14, 2, "LC"),
    "title": (16, 32, "OPT"),
    "episode": (48, 32, "OET"),
    "translated-title": (80, 32, "TPT"),
    "translated-episode": (112, 32, "TET"),
    "translator": (144, 32, "TN"),
    "translator-contact": (176, 32, "TCD"),
    "reference": (208, 16, "SLR"),
    "created": (224, 6, "CD"),
    "revised": (230, 6, "RD"),
    "revision": (236, 2, "RN"),
    "blocks": (238, 5, "TNB"),
    "subtitles": (243, 5, "TNS"),
    "groups": (248, 3, "TNG"),
    "columns": (251, 2, "MNC"),
    "rows": (253, 2, "MNR"),
    "timecode-status": (255, 1, "TCS"),
    "start": (256, 8, "TCP"),
    "first-cue": (264, 8, "TCF"),
    "disks": (272, 1, "TND"),
    "disk": (273, 1, "DSN"),
    "country": (274, 3, "CO"),
    "publisher": (277, 32, "PUB"),
    "editor": (309, 32, "EN"),
    "editor-contact": (341, 32, "ECD"),
    "user-area": (448, 576, "UDA"),
}
#: What a header says in words: kept with a track as header lines, in this order.
TEXTS = (
    "episode", "translated-title", "translated-episode", "translator", "translator-contact", "reference", "country",
    "publisher", "editor", "editor-contact",
)  # fmt: skip
#: What else a header says that a file which is written again says too.
KEPT = (
    "codepage", "display", "table", "columns", "rows", "start", "created", "revised", "revision", "user-area",
)  # fmt: skip

CODE_PAGES = {"437": "cp437", "850": "cp850", "860": "cp860", "863": "cp863", "865": "cp865"}
DISPLAYS = {"open": "0", "teletext-1": "1", "teletext-2": "2"}
RATE_OF_FORMAT: Mapping[str, Fraction] = {
    "STL25.01": RATES["25"], "STL30.01": RATES["29.97"], "STL24.01": RATES["24"], "STL23.01": RATES["23.976"],
    "STL50.01": RATES["50"], "STL60.01": RATES["59.94"],
}  # fmt: skip

_DATE = re.compile(r"\d{6}")
_START = re.compile(r"(\d{2})[:;]?(\d{2})[:;]?(\d{2})[:;]?(\d{2})")


def fields_of(data: bytes) -> dict[str, str]:
    """Return the header's fields as text; padding is left out.

    >>> fields_of(b"850STL25.010" + b"00" + b"0F" + b"Harbour".ljust(32) + bytes(976))["title"]
    'Harbour'
    """
    codec = CODE_PAGES.get(data[:3].decode("ascii", "replace"), "cp850")
    return {
        name: re.sub(r"[\x00-\x1f]+", " ", data[at : at + size].decode(codec, "replace")).strip()
        for name, (at, size, _) in FIELDS.items()
    }


class Built(NamedTuple):
    """A header block, the fields that were cut, and those with characters that the code page lacks."""

    data: bytes
    cut: tuple[str, ...]
    spoilt: tuple[str, ...]


def block_of(fields: Mapping[str, str]) -> Built:
    """Return the 1024 bytes of a header."""
    codec = CODE_PAGES[fields["codepage"]]
    block = bytearray(b" " * GSI_BYTES)
    cut, spoilt = [], []
    for name, said in fields.items():
        at, size, _ = FIELDS[name]
        text = re.sub(r"\s+", " ", said).strip()
        raw = text.encode(codec, "replace")
        if raw.decode(codec) != text:
            spoilt.append(name)
        if len(raw) > size:
            cut.append(name)
        block[at : at + size] = raw[:size].ljust(size)
    return Built(bytes(block), tuple(cut), tuple(spoilt))


def check_field(name: str, said: str) -> str:
    """Return a header field that somebody asks for as it stands in the file.

    Raises UsageError for a field that is not there, with the nearest, and for a value that it cannot have.

    >>> check_field("display", "teletext-1"), check_field("start", "10:00:00:00"), check_field("country", "GBR")
    ('1', '10000000', 'GBR')
    """
    settable = {*TEXTS, *KEPT, "title", "language"}
    if name not in settable:
        from difflib import get_close_matches

        near = get_close_matches(name, sorted(settable), n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(settable))}"
        raise UsageError(f"an EBU STL header has no field {name!r}", hint=hint)
    closed = {"display": DISPLAYS, "table": TABLES, "codepage": {page: page for page in CODE_PAGES}}.get(name)
    if closed is not None:
        if said not in closed and said not in closed.values():
            raise UsageError(f"{name} {said!r} is not one of EBU STL's", hint=f"one of {', '.join(closed)}")
        return closed.get(said, said)
    return _checked(name, said)


def is_valid(name: str, said: str) -> bool:
    """Whether a header field says something that can be written."""
    try:
        return bool(said and check_field(name, said))
    except UsageError:
        return False


def _checked(name: str, said: str) -> str:
    if name in ("columns", "rows"):
        if not (said.isascii() and said.isdigit() and 0 < int(said) < 100):
            raise UsageError(f"{name} {said!r} is not a number from 1 to 99")
        return f"{int(said):02d}"
    if name == "start":
        match = _START.fullmatch(said)
        if match is None:
            raise UsageError(f"start {said!r} is not a timecode", hint="hh:mm:ss:ff, as 10:00:00:00")
        return "".join(match.groups())
    if name in ("created", "revised"):
        digits = said.replace("-", "")[-6:]
        if not _DATE.fullmatch(digits):
            raise UsageError(f"{name} {said!r} is not a date", hint="YYMMDD or YYYY-MM-DD")
        return digits
    if name == "language":
        from captionkit.formats.ebustl.languages import code_of_tag

        return code_of_tag(said)[0]
    return said


def today() -> str:
    """Return the date as a header has it; ``SOURCE_DATE_EPOCH`` states another day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    day = datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today()
    return day.strftime("%y%m%d")
