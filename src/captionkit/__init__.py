r"""captionkit: transcripts in, broadcast-ready caption tracks out.

The public names resolve on first use, so importing the package costs nothing.

>>> import captionkit as ck
>>> track = ck.loads("1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n")
>>> track.shift(seconds=0.5)[0].start
1500
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from captionkit.api.anchor import AlignedCaptions, AnchoredCaptions, align, anchor
    from captionkit.api.caption import Captioned, caption
    from captionkit.api.changes import changes
    from captionkit.api.check import check, check_files
    from captionkit.api.conform import Conformed, conform
    from captionkit.api.convert import Converted, convert
    from captionkit.api.doctor import Health, doctor
    from captionkit.api.film import MadeFilm, burn, mux
    from captionkit.api.fix import Fixed, fix, fixing
    from captionkit.api.from_film import film_facts, film_tracks
    from captionkit.api.hls import Packaged, hls
    from captionkit.api.inspect import Inspection, inspect
    from captionkit.api.load import load, loads
    from captionkit.api.merge import merge
    from captionkit.api.plugin import NewPlugin, new_plugin
    from captionkit.api.read_transcript import read_transcript
    from captionkit.api.save import Written, save
    from captionkit.api.segment import Resegmented, segment
    from captionkit.api.speakers import Speaker, Speakers, speakers
    from captionkit.api.stream import iter_cues
    from captionkit.api.sync import Synced, sync
    from captionkit.api.timecode import Timecode, timecode
    from captionkit.api.tracks import cut, join, split_cue
    from captionkit.api.transcript import TranscriptText, transcript
    from captionkit.api.transform import Transformed, transform
    from captionkit.api.translate import translate
    from captionkit.api.translated import TranslateOptions, Translation, Translations
    from captionkit.api.wrap import wrap
    from captionkit.batch.command import Batched, run_batch
    from captionkit.batch.manifest import Verified, verify_folder
    from captionkit.batch.packages import Delivered, deliver
    from captionkit.diagnostics import Diagnostic, Severity
    from captionkit.errors import CaptionkitError
    from captionkit.formats import WriteOptions
    from captionkit.formats.interop.pysrt import from_pysrt, read_pysrt, to_pysrt
    from captionkit.formats.interop.webvtt import from_webvtt, read_webvtt, to_webvtt
    from captionkit.formats.table import parse_markup
    from captionkit.formats.webvtt.writer import cue_text
    from captionkit.media.facts import FilmFacts
    from captionkit.model.cue import Cue, Positioning
    from captionkit.model.layout import Block
    from captionkit.model.raw import Raw
    from captionkit.model.text import Line, Span, Style
    from captionkit.model.timecode import parse_rate
    from captionkit.model.track import Track
    from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
    from captionkit.profiles import Profile
    from captionkit.quality.changes.report import Changes
    from captionkit.quality.changes.revision import Revision
    from captionkit.quality.fix import Fixing
    from captionkit.quality.live import LiveCheck
    from captionkit.quality.report import FileReport, Report
    from captionkit.sources import ReadOptions
    from captionkit.transforms.byhand import merge_cues, move_word, split_at

__version__ = "0.2.0"

#: Public name -> the module that defines it. Kept in one table so that a test can hold it against ``__all__``.
_HOMES = {
    "AlignedCaptions": "api.anchor",
    "AnchoredCaptions": "api.anchor",
    "Batched": "batch.command",
    "Block": "model.layout",
    "Captioned": "api.caption",
    "CaptionkitError": "errors",
    "Changes": "quality.changes.report",
    "Conformed": "api.conform",
    "Converted": "api.convert",
    "Cue": "model.cue",
    "Delivered": "batch.packages",
    "Diagnostic": "diagnostics",
    "FileReport": "quality.report",
    "FilmFacts": "media.facts",
    "Fixed": "api.fix",
    "Fixing": "quality.fix",
    "Health": "api.doctor",
    "Inspection": "api.inspect",
    "Kind": "model.transcript",
    "Line": "model.text",
    "LiveCheck": "quality.live",
    "MadeFilm": "api.film",
    "NewPlugin": "api.plugin",
    "Packaged": "api.hls",
    "Positioning": "model.positioning",
    "Profile": "profiles",
    "Raw": "model.cue",
    "ReadOptions": "sources",
    "Report": "quality.report",
    "Resegmented": "api.segment",
    "Revision": "quality.changes.revision",
    "Segment": "model.transcript",
    "Severity": "diagnostics",
    "Span": "model.text",
    "Speaker": "api.speakers",
    "Speakers": "api.speakers",
    "Style": "model.text",
    "Synced": "api.sync",
    "Timecode": "api.timecode",
    "Timing": "model.transcript",
    "Track": "model.track",
    "Transcript": "model.transcript",
    "TranscriptText": "api.transcript",
    "Transformed": "api.transform",
    "TranslateOptions": "api.translated",
    "Translation": "api.translated",
    "Translations": "api.translated",
    "Verified": "batch.manifest",
    "Word": "model.transcript",
    "WriteOptions": "formats",
    "Written": "api.save",
    "align": "api.anchor",
    "anchor": "api.anchor",
    "burn": "api.film",
    "caption": "api.caption",
    "changes": "api.changes",
    "check": "api.check",
    "check_files": "api.check",
    "conform": "api.conform",
    "convert": "api.convert",
    "cue_text": "formats.webvtt.writer",
    "cut": "api.tracks",
    "deliver": "batch.packages",
    "doctor": "api.doctor",
    "film_facts": "api.from_film",
    "film_tracks": "api.from_film",
    "fix": "api.fix",
    "fixing": "api.fix",
    "from_pysrt": "formats.interop",
    "from_webvtt": "formats.interop",
    "hls": "api.hls",
    "inspect": "api.inspect",
    "iter_cues": "api.stream",
    "join": "api.tracks",
    "load": "api.load",
    "loads": "api.load",
    "merge": "api.merge",
    "merge_cues": "transforms.byhand",
    "move_word": "transforms.byhand",
    "mux": "api.film",
    "new_plugin": "api.plugin",
    "parse_markup": "formats.table",
    "parse_rate": "model.timecode",
    "read_pysrt": "formats.interop",
    "read_transcript": "api.read_transcript",
    "read_webvtt": "formats.interop",
    "run_batch": "batch.command",
    "save": "api.save",
    "segment": "api.segment",
    "speakers": "api.speakers",
    "split_at": "transforms.byhand",
    "split_cue": "api.tracks",
    "sync": "api.sync",
    "timecode": "api.timecode",
    "to_pysrt": "formats.interop",
    "to_webvtt": "formats.interop",
    "transcript": "api.transcript",
    "transform": "api.transform",
    "translate": "api.translate",
    "verify_folder": "batch.manifest",
    "wrap": "api.wrap",
}

__all__ = [
    "AlignedCaptions",
    "AnchoredCaptions",
    "Batched",
    "Block",
    "Captioned",
    "CaptionkitError",
    "Changes",
    "Conformed",
    "Converted",
    "Cue",
    "Delivered",
    "Diagnostic",
    "FileReport",
    "FilmFacts",
    "Fixed",
    "Fixing",
    "Health",
    "Inspection",
    "Kind",
    "Line",
    "LiveCheck",
    "MadeFilm",
    "NewPlugin",
    "Packaged",
    "Positioning",
    "Profile",
    "Raw",
    "ReadOptions",
    "Report",
    "Resegmented",
    "Revision",
    "Segment",
    "Severity",
    "Span",
    "Speaker",
    "Speakers",
    "Style",
    "Synced",
    "Timecode",
    "Timing",
    "Track",
    "Transcript",
    "TranscriptText",
    "Transformed",
    "TranslateOptions",
    "Translation",
    "Translations",
    "Verified",
    "Word",
    "WriteOptions",
    "Written",
    "__version__",
    "align",
    "anchor",
    "burn",
    "caption",
    "changes",
    "check",
    "check_files",
    "conform",
    "convert",
    "cue_text",
    "cut",
    "deliver",
    "doctor",
    "film_facts",
    "film_tracks",
    "fix",
    "fixing",
    "from_pysrt",
    "from_webvtt",
    "hls",
    "inspect",
    "iter_cues",
    "join",
    "load",
    "loads",
    "merge",
    "merge_cues",
    "move_word",
    "mux",
    "new_plugin",
    "parse_markup",
    "parse_rate",
    "read_pysrt",
    "read_transcript",
    "read_webvtt",
    "run_batch",
    "save",
    "segment",
    "speakers",
    "split_at",
    "split_cue",
    "sync",
    "timecode",
    "to_pysrt",
    "to_webvtt",
    "transcript",
    "transform",
    "translate",
    "verify_folder",
    "wrap",
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
