"""Reading Timed Text: paragraphs become cues as they close, one for each stretch in which they show the same."""

from __future__ import annotations

import re
from xml.sax import SAXParseException

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.fitting import utf8
from captionkit.formats.base import gc_paused
from captionkit.formats.ttml.reading import Reading
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.xmltext import MAX_XML

__all__ = ["read"]

_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)(?:(\w{2,31});)?")
_DECLARED = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def read(source: Source, options: ReadOptions, name: str = "ttml") -> Result[Track]:
    r"""Return the track of a TTML document: TTML1, IMSC, EBU-TT-D, SMPTE-TT, iTT or an early draft.

    Raises InputError where it is not XML, not Timed Text, or made of pictures; LimitError where it is nested too
    deeply or changes too often; StrictError for the first oddity where ``options.strict``.

    >>> body = b'<body><div begin="10s"><p begin="1s" dur="2s">Good<br/>evening.</p></div></body>'
    >>> found = read(Source(b'<tt xmlns="http://www.w3.org/ns/ttml">' + body + b"</tt>"), ReadOptions()).value
    >>> found[0].start, found[0].end, found[0].text
    (11000, 13000, 'Good\nevening.')
    """
    notes = Collector(source.name, strict=options.strict)
    with gc_paused():
        reading = _parsed(source, options, notes)
        track = reading.track(source, options, name)
    return Result(track, notes.all)


def _parsed(source: Source, options: ReadOptions, notes: Collector) -> Reading:
    """Return what was read: of the bytes as they declare themselves, else of the text repaired."""
    if len(source.data) > MAX_XML:
        raise LimitError(f"{source.name}: larger than {MAX_XML:,} bytes")
    if source.encoding is None:
        trial = Collector(source.name, strict=options.strict)
        reading = Reading(trial, options)
        try:
            reading.parse(source.data)
        except (SAXParseException, LookupError, ValueError):
            pass
        else:
            notes.extend(trial.all)
            reading.collector = notes
            return reading
    text = _DECLARED.sub("", source.text.lstrip("\ufeff \t\r\n\0"))
    fixed = _AMPERSAND.sub(_spelled, text) if "&" in text else text
    if fixed != text:
        notes.add("ttml.ampersand", "an & that stands for itself, or a name of HTML, was read as such", repair=True)
    reading = Reading(notes, options)
    try:
        reading.parse(utf8(fixed).encode(), "utf-8")
    except SAXParseException as error:
        line = error.getLineNumber() or 1
        if not reading.rows:
            raise InputError(f"{source.name}:{line}: not well-formed XML") from None
        message = f"not well-formed XML from line {line} on: what stands before it was read"
        notes.add("ttml.broken", message, repair=True, line=line)
    except (LookupError, ValueError) as error:
        raise InputError(f"{source.name}: not readable as XML: {error}") from None
    return reading


def _spelled(match: re.Match[str]) -> str:
    from html import unescape

    meant = unescape(match[0]) if match[1] else match[0]
    return meant if meant != match[0] and meant not in "<&" else "&amp;" + match[0][1:]
