"""EPUB books carrying a transcript: the pages in reading order, as one HTML page (EPUB 3.3, 5.1 and 4.2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.archives import Archive, media_type_in, names_in
from captionkit.transcripts.base import Reader
from captionkit.transcripts.html import read_html

__all__ = ["EPUB"]

_CONTAINER = "META-INF/container.xml"
#: What has this part as well is an OpenDocument file or of another kind.
_LIST = "META-INF/manifest.xml"
_PAGES = ("application/xhtml+xml", "text/html")


def _book(archive: Archive) -> str:
    """Return the name of the package document."""
    for event, element in archive.events(_CONTAINER):
        if event == "start" and element.tag.rpartition("}")[2] == "rootfile" and element.get("full-path"):
            return element.get("full-path", "")
    raise InputError(f"{archive.name}: an EPUB file that does not say where its package is")


def _pages(archive: Archive, package: str) -> Iterator[str]:
    """Yield the names of the pages in the order of the spine; pages outside it, and a table of contents, stay out."""
    items: dict[str, str] = {}
    spine: list[str] = []
    for event, element in archive.events(package):
        name = element.tag.rpartition("}")[2]
        if event == "end":
            continue
        kind = element.get("media-type", "")
        if name == "item" and kind in _PAGES and "nav" not in element.get("properties", "").split():
            items[element.get("id", "")] = element.get("href", "")
        elif name == "itemref" and element.get("linear") != "no":
            spine.append(element.get("idref", ""))
    for reference in spine:
        if reference in items:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(items[reference])))


def _sniff(source: Source) -> float:
    names = names_in(source)
    if not names:
        return 0.6 if b"mimetypeapplication/epub+zip" in source.data[:200] else 0.0
    if media_type_in(source) != "application/epub+zip":
        return 0.9 if _CONTAINER in names and _LIST not in names else 0.0
    return 0.97 if _CONTAINER in names else 0.6


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    archive = Archive(source, "EPUB file")
    pages = []
    for name in _pages(archive, _book(archive)):
        if name not in archive.names:
            raise InputError(f"{source.name}: the page {name!r} of the publication is missing")
        pages.append(Source(archive.part(name), f"{source.name}/{name}").text)
    notes = Collector(source.name, strict=options.strict)
    transcript = read_html("\n".join(pages), options, notes)
    return Result(transcript.replace(source="epub"), notes.all)


EPUB = Reader(
    "epub",
    "EPUB publication with a transcript",
    (".epub",),
    _sniff,
    _read,
    frozenset({"words", "segments", "speakers", "kinds"}),
)
