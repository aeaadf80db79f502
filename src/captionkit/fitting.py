r"""Text made to fit what shall hold it: UTF-8, JSON, XML, a sentence with a number.

Python shows a byte of a file's name that is no UTF-8 (``caf\xe9.srt`` on an old disk) as half a surrogate, which no
UTF-8 file, pipe or database takes; XML takes no control characters either, not even escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

__all__ = ["json_text", "number_of", "utf8", "xml_text"]

_encode = json.JSONEncoder(ensure_ascii=False).encode
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def utf8(text: str) -> str:
    r"""Return ``text`` with each half surrogate written out, as JSON writes it too (RFC 8259, section 7).

    >>> utf8("caf\udce9.srt")
    'caf\\udce9.srt'
    """
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def number_of(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is not one.

    >>> number_of(1, "cue"), number_of(2, "cue")
    ('1 cue', '2 cues')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def json_text(value: object, *, indent: int | None = None, default: Callable[[Any], Any] | None = None) -> str:
    r"""Return a value as JSON; names of files read back as they were.

    >>> json_text({"file": "caf\udce9.srt"})
    '{"file": "caf\\udce9.srt"}'
    >>> json.loads(json_text("caf\udce9.srt")) == "caf\udce9.srt"
    True
    """
    plain = indent is None and default is None
    return utf8(_encode(value) if plain else json.dumps(value, ensure_ascii=False, indent=indent, default=default))


def xml_text(text: str) -> str:
    r"""Return ``text`` with U+FFFD for each character that XML 1.0 (section 2.2) cannot hold.

    >>> xml_text("a\x00b\udce9")
    'a\ufffdb\ufffd'
    """
    return _NOT_XML.sub("\ufffd", text)
