"""captionkit: transcripts in, broadcast-ready caption tracks out.

The public names resolve on first use, so importing the package costs nothing.

>>> import captionkit
>>> captionkit.parse_rate("29.97")
Fraction(30000, 1001)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from captionkit.api.caption import Captioned, caption
    from captionkit.api.check import check, check_files
    from captionkit.api.convert import Converted, convert
    from captionkit.api.fix import Fixed, fix
    from captionkit.api.inspect import Inspection, inspect
    from captionkit.api.read import read
    from captionkit.api.read_transcript import read_transcript
    from captionkit.api.segment import Resegmented, segment
    from captionkit.api.speakers import Speaker, speakers
    from captionkit.api.stream import iter_cues
    from captionkit.api.transform import Transformed, transform
    from captionkit.api.translate import Translation, translate
    from captionkit.api.wrap import wrap
    from captionkit.api.write import Written, write
    from captionkit.batch.command import run_batch
    from captionkit.batch.manifest import verify_folder
    from captionkit.diagnostics import Diagnostic, Result, Severity
    from captionkit.errors import CaptionkitError
    from captionkit.formats.interop.pysrt import from_pysrt, read_pysrt, to_pysrt
    from captionkit.formats.interop.webvtt import from_webvtt, read_webvtt, to_webvtt
    from captionkit.formats.table import parse_markup
    from captionkit.model.cue import Cue, Positioning, Raw
    from captionkit.model.text import Line, Span, Style
    from captionkit.model.timecode import parse_rate
    from captionkit.model.track import Block, Track
    from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
    from captionkit.profiles import Profile

__version__ = "0.1.0"

#: Public name -> the module that defines it. Kept in one table so that a test can hold it against ``__all__``.
_HOMES = {
    "Block": "model.track",
    "Captioned": "api.caption",
    "CaptionkitError": "errors",
    "Converted": "api.convert",
    "Cue": "model.cue",
    "Diagnostic": "diagnostics",
    "Inspection": "api.inspect",
    "Kind": "model.transcript",
    "Line": "model.text",
    "Positioning": "model.cue",
    "Profile": "profiles",
    "Raw": "model.cue",
    "Resegmented": "api.segment",
    "Result": "diagnostics",
    "Segment": "model.transcript",
    "Severity": "diagnostics",
    "Span": "model.text",
    "Speaker": "api.speakers",
    "Style": "model.text",
    "Timing": "model.transcript",
    "Track": "model.track",
    "Transcript": "model.transcript",
    "Fixed": "api.fix",
    "Transformed": "api.transform",
    "Translation": "api.translate",
    "Word": "model.transcript",
    "Written": "api.write",
    "caption": "api.caption",
    "check": "api.check",
    "check_files": "api.check",
    "convert": "api.convert",
    "fix": "api.fix",
    "transform": "api.transform",
    "from_pysrt": "formats.interop",
    "from_webvtt": "formats.interop",
    "inspect": "api.inspect",
    "iter_cues": "api.stream",
    "parse_markup": "formats.table",
    "parse_rate": "model.timecode",
    "read": "api.read",
    "read_pysrt": "formats.interop",
    "read_transcript": "api.read_transcript",
    "read_webvtt": "formats.interop",
    "run_batch": "batch.command",
    "segment": "api.segment",
    "speakers": "api.speakers",
    "to_pysrt": "formats.interop",
    "to_webvtt": "formats.interop",
    "translate": "api.translate",
    "verify_folder": "batch.manifest",
    "wrap": "api.wrap",
    "write": "api.write",
}

__all__ = [
    "Block",
    "Captioned",
    "CaptionkitError",
    "Converted",
    "Cue",
    "Diagnostic",
    "Fixed",
    "Inspection",
    "Kind",
    "Line",
    "Positioning",
    "Profile",
    "Raw",
    "Resegmented",
    "Result",
    "Segment",
    "Severity",
    "Span",
    "Speaker",
    "Style",
    "Timing",
    "Track",
    "Transcript",
    "Transformed",
    "Translation",
    "Word",
    "Written",
    "__version__",
    "caption",
    "check",
    "check_files",
    "convert",
    "fix",
    "from_pysrt",
    "from_webvtt",
    "inspect",
    "iter_cues",
    "parse_markup",
    "parse_rate",
    "read",
    "read_pysrt",
    "read_transcript",
    "read_webvtt",
    "run_batch",
    "segment",
    "speakers",
    "to_pysrt",
    "to_webvtt",
    "transform",
    "translate",
    "verify_folder",
    "wrap",
    "write",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'captionkit' has no attribute {name!r}")
    value = getattr(import_module(f"captionkit.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
