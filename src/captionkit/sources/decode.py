"""Bytes to text, and how sure that is.

In order: the encoding that the caller names; a byte order mark; UTF-16 or UTF-32 that shows in its NULs; strict UTF-8;
UTF-8 with a few bytes spoilt; lines in UTF-8 among lines in a legacy code page (files that were joined); a legacy code
page, judged (:mod:`captionkit.sources.legacy`). No byte is ever dropped: what is not a character becomes one that
shows, and a diagnostic says where.
"""

from __future__ import annotations

import codecs
import os

from captionkit.diagnostics import Diagnostic, Severity, report
from captionkit.errors import DecodeError
from captionkit.values import value

__all__ = ["Decoded", "decode", "language_of_name"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: From this confidence on a judgement is reported as information, below it as a warning.
CONFIDENT = 0.8


@value
class Decoded:
    """Text, and how it was got: ``confidence`` 1.0 where a BOM or valid UTF-8 settles it, less for a guess."""

    text: str
    encoding: str
    bom: bool = False
    confidence: float = 1.0
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, *, encoding: str | None = None, language: str = "", name: str = "") -> Decoded:
    """Decode ``data``: by ``encoding`` where given, else by BOM, NULs, as UTF-8, or by judgement.

    ``language`` (BCP 47) helps the judgement; where it is not given, a name like ``film.pl.srt`` does.

    Raises DecodeError where a forced encoding does not exist or does not fit.

    >>> decode("Zażółć gęślą jaźń".encode("cp1250"), language="pl").text
    'Zażółć gęślą jaźń'
    """
    if encoding is not None:
        return _forced(data, encoding, name)
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec, name)
    if b"\0" in data[:4096]:
        wide = _wide(data, name)
        if wide is not None:
            return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        tongue = language or language_of_name(name)
        return _spoilt(data, name) or _mixed(data, tongue, name) or _judged(data, tongue, name)
    return _escaped(data, name) if b"\x1b" in data and b"\x1b$" in data else Decoded(text, "utf-8")


def language_of_name(name: str) -> str:
    """Return the language tag in a file's name, ``""`` where there is none.

    >>> language_of_name("out/film.pl.srt"), language_of_name("film.pt-BR.srt"), language_of_name("news.2024.srt")
    ('pl', 'pt-BR', '')
    """
    parts = os.path.basename(name).split(".")
    if len(parts) < 3:
        return ""
    tag = parts[-2].replace("_", "-")
    base, _, rest = tag.partition("-")
    return tag if base.isalpha() and len(base) in (2, 3) and (not rest or rest.isalnum()) else ""


def _forced(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        canonical = codecs.lookup(encoding).name
        for mark, codec in _BOMS:
            if data.startswith(mark) and canonical in (codec, codec.rpartition("-")[0], f"{codec}-sig"):
                return Decoded(data[len(mark) :].decode(codec), codec, bom=True)
        return Decoded(data.decode(encoding), canonical)
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"{name}: not {encoding}: {error.reason} at byte {error.start}",
            hint="leave out --encoding to have it judged",
        ) from None
    except (LookupError, TypeError):
        raise DecodeError(f"{name}: no text encoding is called {encoding!r}") from None


def _marked(data: bytes, codec: str, name: str) -> Decoded:
    text = data.decode(codec, "replace")
    notes = []
    if codec != "utf-8":
        notes.append(report("read.encoding", f"read as {codec.upper()}, as its byte order mark says", file=name))
    spoilt = text.count("\ufffd")
    if spoilt and len(data.decode(codec, "ignore")) != len(text):
        message = f"{spoilt} bytes are not characters in {codec.upper()}; they show as U+FFFD"
        notes.append(report("read.bytes-kept", message, file=name))
    return Decoded(text, codec, bom=True, diagnostics=tuple(notes))


def _wide(data: bytes, name: str) -> Decoded | None:
    """Decode UTF-16 or UTF-32 without a mark: ASCII characters leave NULs at the same offsets."""
    head = data[:4096]
    zeros = [head[at::4].count(0) for at in range(4)]
    quarter = max(1, len(head) // 4)
    if zeros[2] + zeros[3] >= 1.9 * quarter > zeros[0] + zeros[2]:
        codec = "utf-32-le"
    elif zeros[0] + zeros[1] >= 1.9 * quarter > zeros[1] + zeros[3]:
        codec = "utf-32-be"
    else:
        even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
        if max(even, odd) < 0.05 * len(head) or max(even, odd) < 8 * min(even, odd):
            return None
        codec = "utf-16-le" if odd > even else "utf-16-be"
    whole = data[: len(data) - len(data) % (4 if "32" in codec else 2)]
    try:
        text = whole.decode(codec)
    except UnicodeDecodeError:
        return None
    notes = [report("read.encoding", f"read as {codec.upper()}, as the NULs in it show; it has no mark", file=name)]
    if whole != data:
        text += "\ufffd"
        message = f"half a character at the end (byte {data[-1]:#04x}) shows as U+FFFD"
        notes.append(report("read.bytes-kept", message, file=name))
    return Decoded(text, codec, confidence=0.95, diagnostics=tuple(notes))


def _escaped(data: bytes, name: str) -> Decoded:
    """Decode ISO-2022-JP, which is ASCII to the eye of UTF-8."""
    try:
        text = data.decode("iso2022_jp")
    except UnicodeDecodeError:
        return Decoded(data.decode("utf-8"), "utf-8")
    note = report("read.encoding", "read as ISO-2022-JP, as the escape sequences in it show", file=name)
    return Decoded(text, "iso2022_jp", confidence=0.95, diagnostics=(note,))


def _spoilt(data: bytes, name: str) -> Decoded | None:
    """Decode UTF-8 in which few bytes are wrong; None where it is something else."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = [character for character in text if "\udc80" <= character <= "\udcff"]
    right = sum(1 for character in text if character > "\x7f") - len(wrong)
    cut_off = len(wrong) <= 3 and text.endswith(tuple(wrong[-1:])) and wrong[0] >= "\udcc2"
    if right < 4 * len(wrong) and not (cut_off and right >= len(wrong)):
        return None
    repaired = {ord(character): _character(ord(character) - 0xDC00) for character in wrong}
    first = text.index(wrong[0])
    line = text.count("\n", 0, first) + 1
    listed = " ".join(f"{ord(character) - 0xDC00:02x}" for character in wrong[:20])
    message = f"UTF-8 in which {len(wrong)} bytes are wrong ({listed}); they were read as Windows-1252"
    note = report("read.bytes-kept", message, file=name, line=line)
    return Decoded(text.translate(repaired), "utf-8", confidence=0.9, diagnostics=(note,))


def _mixed(data: bytes, language: str, name: str) -> Decoded | None:
    """Decode lines of which at least half of those beyond ASCII are UTF-8, each as its own; None for another file.

    In a legacy code page hardly a line is UTF-8 by accident.
    """
    lines = data.split(b"\n")
    texts = [_utf8(line) for line in lines]
    right = [text for text in texts if text is not None and not text.isascii()]
    wrong = [at for at, text in enumerate(texts) if text is None]
    if len(right) < max(2, len(wrong)) or sum(character > "\x7f" for text in right for character in text) < 3:
        return None
    from captionkit.sources.legacy import judge

    found = judge(b"\n".join(lines[at] for at in wrong), language)
    for at in wrong:
        texts[at] = lines[at].decode(found.encoding, "replace")
    message = (
        f"lines in two encodings: {len(right)} in UTF-8, {len(wrong)} in {found.encoding}; each was read as its own"
    )
    note = report("read.mixed-encodings", message, file=name, line=wrong[0] + 1, data={"encoding": found.encoding})
    text = "\n".join(text for text in texts if text is not None)
    return Decoded(text, "utf-8", confidence=found.confidence, diagnostics=(note,))


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _character(byte: int) -> str:
    return bytes((byte,)).decode("cp1252", "replace")


def _judged(data: bytes, language: str, name: str) -> Decoded:
    from captionkit.sources.legacy import judge

    found = judge(data, language)
    encoding, confidence = found.encoding, found.confidence
    text, notes = _whole(data, encoding, name)
    other = f"; the next best was {found.runner_up}" if found.runner_up else ""
    message = f"read as {encoding} (confidence {confidence:.2f}{other})"
    sure = confidence >= CONFIDENT
    severity = Severity.INFO if sure else Severity.WARNING
    hint = (
        "" if sure or not found.runner_up else f"look at the accents: --encoding {found.runner_up} reads them otherwise"
    )
    shape = {
        "encoding": encoding, "confidence": confidence, "language": found.language, "runner_up": found.runner_up,
    }  # fmt: skip
    note = report("read.encoding-guess", message, severity=severity, hint=hint, file=name, data=shape)
    return Decoded(text, encoding, confidence=confidence, diagnostics=(note, *notes))


def _whole(data: bytes, encoding: str, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        message = f"bytes that are not characters in {encoding} show as U+FFFD, the first at byte {error.start}"
        line = data.count(b"\n", 0, error.start) + 1
        return text, (report("read.bytes-kept", message, file=name, line=line),)
