"""One input: its bytes and name, with text, lines and JSON decoded once however many readers look."""

from __future__ import annotations

import os
import sys
from codecs import getincrementaldecoder
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeAlias, Union

from captionkit.diagnostics import Diagnostic
from captionkit.errors import InputError, LimitError
from captionkit.sources.decode import Decoded, decode

if TYPE_CHECKING:
    from captionkit.sources.jsontext import JsonText

__all__ = ["MAX_BYTES", "Readable", "Source", "is_film", "open_source"]

#: Default limit on an input's size, in bytes. A transcript of a day of speech is a few MB; this leaves space for
#: verbose JSON and stops a bomb.
MAX_BYTES = 512 * 1024 * 1024
#: Bytes that are read at once of what has no size: a pipe.
_PIECE = 1 << 16

#: Suffixes of containers that hold pictures, sound and text.
_FILMS = frozenset(
    (".mkv", ".mka", ".mks", ".webm", ".mp4", ".m4v", ".m4a", ".mov", ".ts", ".m2ts", ".mts", ".mxf", ".avi", ".mpg")
)


def is_film(name: str) -> bool:
    """Whether a file's name is that of a film: a container of pictures, sound and text.

    >>> is_film("talk.mkv"), is_film("talk.srt")
    (True, False)
    """
    return os.path.splitext(name)[1].lower() in _FILMS


class Source:
    r"""Bytes and the name they are known by (a path, or ``"<stdin>"``).

    >>> Source(b"1\\n00:00:01,000 --> 00:00:02,000\\nHi\\n", "a.srt").suffix
    '.srt'
    """

    def __init__(self, data: bytes, name: str = "", *, encoding: str | None = None, language: str = "") -> None:
        self.data = data
        self.name = name
        self.encoding = encoding
        self.language = language

    @property
    def suffix(self) -> str:
        """The last suffix of the name, lower case, with its dot."""
        return os.path.splitext(self.name)[1].lower()

    @cached_property
    def decoded(self) -> Decoded:
        """The text with how it was decoded.

        Raises DecodeError where a forced encoding does not fit.
        """
        return decode(self.data, encoding=self.encoding, language=self.language, name=self.name)

    @property
    def noticed(self) -> tuple[Diagnostic, ...]:
        """What decoding had to report; nothing where the reader took the bytes as the UTF-8 that they are."""
        return self.decoded.diagnostics if "decoded" in self.__dict__ else ()

    @property
    def text(self) -> str:
        """The text as decoded, without byte order mark, line ends as they were."""
        return self.decoded.text

    @cached_property
    def head(self) -> str:
        """The first 4,096 characters, for sniffing; of a long UTF-8 file no more than those are decoded."""
        start = self.data[:16384]
        if self.encoding is None and len(self.data) > 65536 and b"\0" not in start:
            try:
                return getincrementaldecoder("utf-8-sig")().decode(start)[:4096]
            except UnicodeDecodeError:
                pass
        return self.text[:4096]

    @cached_property
    def opening(self) -> str:
        """The first character of the content, after blanks; of JSON in a Markdown fence, that of the JSON."""
        head = self.head.lstrip("\ufeff \t\r\n\x00")
        if "```" in head or "~~~" in head:
            from captionkit.sources.jsontext import unfenced  # loads json, which a caption file does not need

            head = unfenced(head).lstrip()
        return head[:1]

    @cached_property
    def lines(self) -> list[str]:
        r"""The lines, split at ``\r\n``, ``\r`` and ``\n`` only."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @property
    def json_text(self) -> JsonText:
        """The JSON values in the text: one, or several in JSON Lines and the like, with what had to be repaired.

        Raises InputError with line and column where it is not JSON, LimitError where it is nested too deeply.
        """
        found = self._json_or_error
        if isinstance(found, InputError):
            raise found
        return found

    @cached_property
    def _json_or_error(self) -> JsonText | InputError:
        """Parsed once, however many readers look: a failure too."""
        from captionkit.sources.jsontext import parse_json  # loads json, which a caption file does not need

        try:
            return parse_json(self.text, self.name)
        except InputError as error:
            return error

    @property
    def json(self) -> Any:
        """The one JSON value in the text.

        Raises InputError where the text is not JSON or holds several values, LimitError where it is nested too deeply.
        """
        values = self.json_text.values
        if len(values) != 1:
            raise InputError(f"{self.name}: {len(values)} JSON values, one after the other, where one is expected")
        return values[0]

    @cached_property
    def is_json(self) -> bool:
        """Whether the content is a JSON object or array."""
        if self.opening not in ("{", "["):
            return False
        try:
            return isinstance(self.json, dict | list)
        except InputError:
            return False


#: A file's path, ``"-"`` for stdin, bytes, or an open file, binary or text.
Readable: TypeAlias = Union[str, "os.PathLike[str]", bytes, BinaryIO, TextIO, Source]


def open_source(
    what: Readable,
    *,
    encoding: str | None = None,
    language: str = "",
    max_bytes: int = MAX_BYTES,
) -> Source:
    """Return the Source of a path, ``"-"`` (stdin), bytes or an open file; text is not decoded again.

    Raises InputError where it cannot be read, LimitError where it is larger than ``max_bytes``.
    """
    if isinstance(what, Source):
        return what
    data, name = _bytes_of(what, max_bytes)
    if isinstance(data, str):
        data, encoding = _encoded(data, name), "utf-8"
    if len(data) > max_bytes:
        raise LimitError(f"{name}: larger than {max_bytes:,} bytes", hint="split the file, or raise max_bytes")
    return Source(data, name, encoding=encoding, language=language)


def _bytes_of(what: str | os.PathLike[str] | bytes | BinaryIO | TextIO, max_bytes: int) -> tuple[bytes | str, str]:
    if isinstance(what, bytes | bytearray):
        return bytes(what), "<bytes>"
    if what == "-":
        return _up_to(sys.stdin.buffer, max_bytes + 1), "<stdin>"
    if not isinstance(what, str | os.PathLike):
        return what.read(max_bytes + 1), str(getattr(what, "name", "<file>"))
    try:
        with open(what, "rb") as file:
            return _up_to(file, max_bytes + 1), str(what)
    except OSError as error:
        raise InputError(f"{what}: {error.strerror or error}") from None


def _up_to(file: BinaryIO, most: int) -> bytes:
    """Return the bytes of a file, ``most`` of them at most; memory is asked for as there are bytes.


    ``read(most)`` would set half a gigabyte aside for every file, which a limit on memory counts.
    """
    parts: list[bytes] = []
    asked = max(os.fstat(file.fileno()).st_size + 1, _PIECE)
    while most:
        asked = min(asked, most)
        parts.append(file.read(asked))
        if len(parts[-1]) < asked:
            break
        most, asked = most - asked, _PIECE
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        lone = text[error.start]
        raise InputError(
            f"{name}: character {error.start} is half of a surrogate pair (U+{ord(lone):04X})",
            hint="open the file in binary mode, so that its encoding is detected",
        ) from None
