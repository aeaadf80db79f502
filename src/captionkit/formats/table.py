"""The table of caption formats. Adding one: a module, a row here, data under ``tests/formats``."""

from __future__ import annotations

from captionkit.formats.base import Format
from captionkit.model.raw import Raw
from captionkit.model.text import Line
from captionkit.registry import Entry, Registry

__all__ = ["FORMATS", "parse_markup"]

_EDIT = "captionkit.formats.edit"
_SMALL = "captionkit.formats.small"
_TTML = "captionkit.formats.ttml"

FORMATS: Registry[Format] = Registry(
    "caption format",
    "captionkit.formats",
    {
        "srt": Entry("captionkit.formats.srt:FORMAT", "SubRip, the format every player reads", (".srt",)),
        "vtt": Entry("captionkit.formats.webvtt:FORMAT", "WebVTT, the format of the web", (".vtt", ".webvtt")),
        "sbv": Entry("captionkit.formats.sbv:FORMAT", "SBV, which YouTube exports and takes", (".sbv",)),
        "ass": Entry(
            "captionkit.formats.ass:FORMAT", "Advanced SubStation Alpha, for burning in and karaoke", (".ass", ".ssa")
        ),
        "scc": Entry("captionkit.formats.scc:FORMAT", "Scenarist closed captions (CEA-608)", (".scc",)),
        "mcc": Entry("captionkit.formats.mcc:FORMAT", "MacCaption, CEA-608 in packets of CEA-708", (".mcc",)),
        "stl": Entry("captionkit.formats.ebustl:FORMAT", "EBU STL, the file of European television", (".stl",)),
        "ttml": Entry(f"{_TTML}:TTML", "Timed Text: IMSC 1.1 text; read: the whole family", (".ttml", ".xml")),
        "dfxp": Entry(f"{_TTML}:DFXP", "TTML1 as Netflix takes it", (".dfxp", ".ttml", ".xml")),
        "ebu-tt-d": Entry(f"{_TTML}:EBU_TT_D", "EBU-TT-D, for broadcasters and HbbTV", (".ebuttd", ".ttml", ".xml")),
        "smpte-tt": Entry(f"{_TTML}:SMPTE_TT", "SMPTE-TT as Premiere takes it", (".smptett", ".ttml", ".xml")),
        "itt": Entry(f"{_TTML}:ITT", "iTunes Timed Text, for Final Cut and Apple", (".itt",)),
        "fcpxml": Entry(f"{_EDIT}.fcpxml:FORMAT", "captions for Final Cut Pro (written only)", (".fcpxml",)),
        "avid": Entry(f"{_EDIT}.texts:AVID", "Avid DS captions, for SubCap (written only)", (".avid.txt",)),
        "xmeml": Entry(f"{_EDIT}.premiere:TITLES", "titles for Premiere and Resolve (written only)", (".xmeml",)),
        "premiere": Entry(
            f"{_EDIT}.premiere:TRANSCRIPT", "a transcript for Premiere's Text panel (written only)", (".premiere.json",)
        ),
        "lrc": Entry(f"{_EDIT}.texts:LRC", "lyrics, line by line (written only)", (".lrc",)),
        "podcast": Entry(f"{_EDIT}.texts:PODCAST", "a podcast's transcript in JSON (written only)", (".podcast.json",)),
        "chapters-youtube": Entry(
            f"{_EDIT}.chapters:YOUTUBE", "chapters for YouTube (written only)", (".chapters.txt",)
        ),
        "ffmetadata": Entry(f"{_EDIT}.chapters:FFMETADATA", "chapters for ffmpeg (written only)", (".ffmetadata",)),
        "chapters-mkv": Entry(f"{_EDIT}.chapters:MATROSKA", "chapters for Matroska (written only)", (".chapters.xml",)),
        "chapters-podcast": Entry(
            f"{_EDIT}.chapters:PODCAST", "chapters for podcasts (written only)", (".chapters.json",)
        ),
        "markers-premiere": Entry(
            f"{_EDIT}.markers:PREMIERE", "markers for Premiere (written only)", (".markers.csv",)
        ),
        "markers-xmeml": Entry(
            f"{_EDIT}.premiere:MARKERS", "markers that Premiere imports (written only)", (".markers.xml",)
        ),
        "markers-resolve": Entry(
            f"{_EDIT}.markers:RESOLVE", "markers for DaVinci Resolve (written only)", (".markers.edl",)
        ),
        "markers-avid": Entry(f"{_EDIT}.markers:AVID", "markers for Avid (written only)", (".markers.txt",)),
        "microdvd": Entry(f"{_SMALL}.frames:MICRODVD", "MicroDVD, text by frames", (".sub",)),
        "mpl2": Entry(f"{_SMALL}.clocks:MPL2", "MPL2, text by tenths of a second", (".mpl",)),
        "subviewer": Entry(f"{_SMALL}.clocks:SUBVIEWER", "SubViewer 2, SBV's ancestor", (".subviewer.sub",)),
        "sami": Entry(f"{_SMALL}.sami:SAMI", "SAMI, the captions of Windows Media", (".smi", ".sami")),
        "spruce": Entry(f"{_SMALL}.frames:SPRUCE", "Spruce subtitles for DVD Studio Pro", (".spruce.stl",)),
        "encore": Entry(f"{_SMALL}.frames:ENCORE", "text script of Adobe Encore", (".encore.txt",)),
        "hls": Entry("captionkit.formats.hls:FORMAT", "WebVTT segments of an HLS playlist, joined", (".m3u8",)),
        "ckit": Entry("captionkit.formats.ckit:FORMAT", "captionkit's own lossless JSON", (".json",)),
    },
)


def parse_markup(text: str, format: str = "srt") -> tuple[Line, ...]:
    """Return the lines that a cue's text means in a format's markup, for :meth:`captionkit.Cue.replace`.

    Raises UnknownNameError for a format that is not there, LookupError for one whose cues have no markup of their own.

    >>> [(span.text, span.style.italic) for span in parse_markup("Good <i>evening</i>")[0].spans]
    [('Good ', False), ('evening', True)]
    """
    FORMATS.get(format)
    # the parsers register themselves when they are imported, which these formats put off until a file is read
    from captionkit.formats.ass import markup as ass_markup  # noqa: F401
    from captionkit.formats.srt import markup  # noqa: F401
    from captionkit.formats.webvtt import body  # noqa: F401

    return Raw(format, text).parse()[0]
