r"""Line ends: every text format here ends its lines with ``\n``, ``\r\n`` or ``\r`` and nothing else.

(Python's ``splitlines`` would also cut at U+2028, U+0085, form feeds: those are text.)
"""

from __future__ import annotations

from captionkit.diagnostics import Collector
from captionkit.model.track import FileLayout
from captionkit.sources.source import Source

__all__ = ["Unix", "normalise"]

_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


class Unix:
    r"""Text whose lines end with ``\n``, and the layout it had."""

    __slots__ = ("layout", "text")

    def __init__(self, text: str, layout: FileLayout) -> None:
        self.text = text
        self.layout = layout


def normalise(source: Source, notes: Collector, text: str | None = None) -> Unix:
    r"""Return the source's text with ``\n`` line ends, reporting what differs from what captionkit writes.

    ``text`` stands for the source's where a reader has changed it already.

    >>> normalise(Source(b"a\r\nb"), Collector()).text
    'a\nb'
    """
    text = source.text if text is None else text
    eol = "\n"
    if "\r" in text:
        eol = _main_eol(text, notes)
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    tail = len(text) - len(text.rstrip("\n"))
    decoded = source.decoded
    layout = FileLayout(
        decoded.encoding, decoded.bom, eol, final_newline=tail > 0 or not text, blank_tail=max(0, tail - 1)
    )
    _report(layout, notes)
    return Unix(text, layout)


def _main_eol(text: str, notes: Collector) -> str:
    doubled = text.count("\r\r\n")
    if doubled:
        notes.add("read.eol-doubled", f"{doubled} lines end with CR CR LF; each was read as one line end", repair=True)
        text = text.replace("\r\r\n", "\r\n")
    crlf = text.count("\r\n")
    counts = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    used = {eol: count for eol, count in counts.items() if count}
    if len(used) > 1:
        said = ", ".join(f"{count} {_NAMES[eol]}" for eol, count in used.items())
        notes.add("read.eol-mixed", f"line ends of several kinds: {said}; each was read as one line end")
    return max(counts, key=lambda eol: counts[eol])


def _report(layout: FileLayout, notes: Collector) -> None:
    odd = []
    if layout.bom:
        odd.append("a byte order mark")
    if layout.eol != "\n":
        odd.append(f"{_NAMES[layout.eol]} line ends")
    if not layout.final_newline:
        odd.append("no line end at the end")
    if odd:
        shape = {"bom": layout.bom, "eol": layout.eol, "final_newline": layout.final_newline}
        notes.add("read.layout", f"the file has {', '.join(odd)}", data=shape)
