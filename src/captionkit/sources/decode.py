"""Bytes to text, and how sure that is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from captionkit.diagnostics import Diagnostic
from captionkit.errors import DecodeError

__all__ = ["Decoded", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how it was got: ``confidence`` 1.0 where a BOM or valid UTF-8 settles it, less for a guess."""

    text: str
    encoding: str
    bom: bool = False
    confidence: float = 1.0
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, *, encoding: str | None = None, language: str = "", name: str = "") -> Decoded:
    """Decode ``data``: by ``encoding`` where given, else by BOM, else as UTF-8, else by judgement.

    Raises DecodeError where a forced encoding does not fit.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark) and encoding is None:
            return Decoded(data[len(mark) :].decode(codec, "replace"), codec, bom=True)
    try:
        return Decoded(data.decode(encoding or "utf-8"), encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise DecodeError(f"{name}: not {encoding}: {error.reason} at byte {error.start}") from None
    except LookupError:
        raise DecodeError(f"{name}: no encoding is called {encoding!r}") from None
    return Decoded(data.decode("cp1252", "replace"), "cp1252", confidence=0.3)
