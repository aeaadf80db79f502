"""What a file is that holds no text, by its first bytes: for the message that says why nothing can read it."""

from __future__ import annotations

import re

__all__ = ["binary_kind"]

_SPEECH = "captionkit caption FILM --recogniser NAME has its words written down; captionkit tracks lists text tracks"
_PICTURE = "captionkit does not read pictures: give it the text that an OCR tool makes of them"
_PACKED = "unpack it, and give captionkit the files inside"

#: First bytes, what they begin and what to do: the formats' own specifications.
_KINDS = (
    (rb".{4}ftyp|.{4}moov", "a film or sound (MP4, QuickTime)", _SPEECH),
    (rb"\x1aE\xdf\xa3", "a film or sound (Matroska, WebM)", _SPEECH),
    (rb"RIFF.{4}AVI ", "a film (AVI)", _SPEECH),
    (rb"\x06\x0e\x2b\x34", "a film (MXF)", _SPEECH),
    (rb"\x00\x00\x01[\xb3\xba]|\x47(?=.{0,187}[\x00\xff]).{187}\x47", "a film (MPEG)", _SPEECH),
    (rb"0&\xb2u\x8ef\xcf\x11", "a film or sound (Windows Media)", _SPEECH),
    (rb"RIFF.{4}WAVE|RF64.{4}WAVE|FORM.{4}AIF[FC]", "sound (WAV, AIFF)", _SPEECH),
    (rb"ID3[\x02-\x04]\x00|\xff[\xfb\xf3\xf2\xf1\xf9]", "sound (MP3, AAC)", _SPEECH),
    (rb"OggS\x00|fLaC\x00", "sound (Ogg, FLAC)", _SPEECH),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF.{4}WEBP", "a picture", _PICTURE),
    (rb"PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh\d1AY|\xfd7zXZ|.{257}ustar", "an archive", _PACKED),
)  # fmt: skip


def binary_kind(data: bytes) -> tuple[str, str]:
    r"""Return what a file without text is, by its first bytes, and what to do about it; ``""`` where they do not say.

    >>> binary_kind(b"OggS\0...")[0], binary_kind(b"Good evening.")
    ('sound (Ogg, FLAC)', ('', ''))
    """
    for begins, kind, hint in _KINDS:
        if re.match(begins, data, re.DOTALL):
            return kind, hint
    return "", ""
