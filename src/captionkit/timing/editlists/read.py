"""Which edit list is which, by its content."""

from __future__ import annotations

from fractions import Fraction

from captionkit.errors import InputError, UsageError
from captionkit.sources import Source
from captionkit.sources.xmltext import local, parse_xml
from captionkit.timing.editlists.events import EditEvent, EditList
from captionkit.values import replace

__all__ = ["read_edit_list"]


def read_edit_list(source: Source, rate: Fraction | None = None) -> EditList:
    """Return what an edit list says: CMX 3600, xmeml, FCPXML or OpenTimelineIO, by its content.

    ``rate`` is that of a CMX 3600 list, which does not say its own; the others do.

    Raises InputError for what is none of these or cannot be read, UsageError where the rate is needed or is another.

    >>> edl = Source(b"001  TAPE7  A  C  00:00:01:00 00:00:02:00 01:00:00:00 01:00:01:00", "cut.edl")
    >>> read_edit_list(edl, Fraction(25)).events[0].start
    90000
    """
    name = source.name
    head = source.head.lstrip("\ufeff \t\r\n")
    if head.startswith("<"):
        made = _xml(source)
    elif head.startswith("{"):
        from captionkit.timing.editlists.otio import read_otio

        made = read_otio(source.json, name)
    else:
        from captionkit.timing.editlists.cmx import read_edl

        if rate is None:
            raise UsageError(f"{name}: a CMX 3600 list does not say its frame rate", hint="--rate 25")
        return EditList(tuple(read_edl(source.text, rate, name=name)), rate)
    if rate is not None and rate != made.rate:
        raise UsageError(
            f"{name} counts {float(made.rate):.5g} frames a second, not {float(rate):.5g}", hint="leave --rate out"
        )
    shown = tuple(event for event in made.events if event.end > event.start and event.names)
    if not shown:
        raise InputError(f"{name}: nothing is shown in this edit list")
    return replace(made, events=_numbered(shown))


def _numbered(events: tuple[EditEvent, ...]) -> tuple[EditEvent, ...]:
    return tuple(replace(event, number=number) for number, event in enumerate(events, 1))


def _xml(source: Source) -> EditList:
    root = parse_xml(source.data, source.name)
    kind = local(root)
    if kind == "xmeml":
        from captionkit.timing.editlists.xmeml import read_xmeml

        return read_xmeml(root, source.name)
    if kind == "fcpxml":
        from captionkit.timing.editlists.fcpxml import read_fcpxml

        return read_fcpxml(root, source.name)
    raise InputError(
        f"{source.name}: <{kind}> is none of the edit lists that are read",
        hint="export CMX 3600 (EDL), XML of Final Cut Pro 7, FCPXML or OpenTimelineIO",
    )
