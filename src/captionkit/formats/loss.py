"""The loss ledger: what a track uses and a format cannot carry, per cue and in sum.

Nothing is dropped without an entry here. A cue that still holds its payload as read is looked into only where a sign
of a missing feature stands in it, so that a conversion of plain text costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.formats.anchor import anchor_of, is_exact
from captionkit.formats.base import Feature, Format, WriteOptions
from captionkit.formats.cea608 import GRID
from captionkit.formats.classes import class_styles
from captionkit.formats.srt.markup import SRT, TAG
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Style
from captionkit.model.track import Track

__all__ = ["features_of", "losses", "without_language"]

#: What an SRT or WebVTT payload must hold to use a feature at all; features absent here are not said in payloads.
_SIGNS = {
    Feature.ITALIC: r"<i|\\i",
    Feature.BOLD: r"<b|\\b",
    Feature.UNDERLINE: r"<u|\\u",
    Feature.STRIKE: r"<s|\\s",
    Feature.COLOR: r"color|\\1?c|<[a-z]+\.",
    Feature.FONT: r"face|\\fn",
    Feature.CLASSES: r"<[a-z]+\.",
    Feature.LANG: r"<lang",
    Feature.VOICE: r"<v",
    Feature.RUBY: r"<ruby",
    Feature.WORD_TIMES: r"<\d",
    Feature.ANCHOR: r"\\an?\d",
    Feature.SCRIPT: r"\{[ \t]*\\(?!an?\d\}|[ibus][01]\})",
    Feature.BLANK_LINES: r"\n[ \t]*\n|<i></i>|<i>\n|\n<i>|\n\Z|\A\n",
}

_WHAT = {
    Feature.ITALIC: "italics", Feature.BOLD: "bold", Feature.UNDERLINE: "underlining", Feature.STRIKE: "strike-through",
    Feature.COLOR: "the colour", Feature.FONT: "the font", Feature.CLASSES: "the class", Feature.LANG: "the language",
    Feature.VOICE: "the speaker", Feature.RUBY: "ruby text", Feature.WORD_TIMES: "times of words",
    Feature.POSITION: "the position", Feature.ANCHOR: "the position", Feature.BOX: "the coordinates",
    Feature.REGION: "the region", Feature.ID: "the identifier", Feature.NOTES: "the comment",
    Feature.STYLESHEET: "the style sheet", Feature.HEADER: "the header", Feature.LANGUAGE: "the language",
    Feature.SCRIPT: "what the script says of", Feature.GRID: "rows that stand by themselves,",
    Feature.MILLISECONDS: "milliseconds",
    Feature.BLANK_LINES: "the empty line",
}  # fmt: skip


def losses(track: Track, target: Format, options: WriteOptions | None = None) -> tuple[Diagnostic, ...]:
    """Return a ``loss.<feature>`` for everything in ``track`` that ``target`` cannot carry, then ``loss.summary``.

    ``options`` are those of the writing: speakers that are written as labels or dashes are not lost.

    >>> from captionkit.formats import FORMATS
    >>> [d.code for d in losses(Track((Cue(0, 900, "Hi", speaker="Ann"),)), FORMATS.get("srt"))]
    ['loss.voice', 'loss.summary']
    """
    missing = set(Feature) - target.can
    if options is not None and options.speakers == "label":
        missing.discard(Feature.VOICE)
    notes = Collector()
    counts: dict[str, int] = {}
    for number, feature, detail in _found(track, missing, target):
        counts[feature] = counts.get(feature, 0) + 1
        said = f" {detail!r}" if detail else ""
        message = f"{target.title} cannot carry {_WHAT[feature]}{said}"
        notes.add(f"loss.{feature}", message, cue=number, data={"feature": feature.value, "lost": detail})
    for number, name in _unnamed(track, target, options):
        counts[Feature.VOICE] = counts.get(Feature.VOICE, 0) + 1
        notes.add(
            "loss.voice", f"{target.title} could name the speaker {name!r}, and was not asked to", cue=number,
            hint="--speakers voice writes the names", data={"feature": Feature.VOICE.value, "lost": name},
        )  # fmt: skip
    if not counts:
        return ()
    said = ", ".join(f"{feature} {count}" for feature, count in counts.items())
    notes.add("loss.summary", f"not carried by {target.title}: {said}", data={"format": target.name, "counts": counts})
    return notes.all


def without_language(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return losses without that of the language: where a file's name says it, or the file itself never did."""
    kept = [d for d in found if d.code != "loss.language"]
    lost = [d for d in kept if d.code.startswith("loss.")]
    # a summary that is left alone summed up nothing but the language
    return [d for d in kept if d.code != "loss.summary"] if len(lost) == 1 else kept


def _unnamed(track: Track, target: Format, options: WriteOptions | None) -> Iterator[tuple[int, str]]:
    """Yield the speakers that WebVTT names in a tag where the options ask for it, and nowhere else."""
    if target.name != "vtt" or options is None or options.speakers not in ("none", "dash"):
        return
    for number, cue in enumerate(track.cues, 1):
        if cue.raw_format in _NO_SPEAKER or not cue.speaker:
            continue
        if not any(span.style.voice for line in cue.lines for span in line.spans):
            yield number, cue.speaker


#: Text as read whose speaker is nowhere but in the text, and stays there.
_NO_SPEAKER = frozenset((SRT, "srt-loose", "sbv", "vtt"))


def _found(track: Track, missing: set[Feature], target: Format) -> Iterator[tuple[int | None, Feature, str]]:
    for feature, detail in _of_file(track, missing):
        if feature in missing:
            yield None, feature, detail
    if not missing:
        return
    sign = re.compile("|".join(_SIGNS[f] for f in Feature if f in missing and f in _SIGNS) or r"(?!)", re.IGNORECASE)
    places = bool(missing & {Feature.POSITION, Feature.ANCHOR, Feature.BOX, Feature.REGION})
    around = track.format != "srt"  # what stands around a cue; an SRT file has nothing there but its number
    look = sign.search
    classes = class_styles(track) if Feature.COLOR in target.can else {}
    for number, cue in enumerate(track.cues, 1):
        payload = cue.payload
        plain = cue.raw_format != "ass" or not (cue.settings or "{" in payload or "\\" in payload)
        if cue.raw_format and plain and not (places and cue.settings):
            # a payload that SRT reads as it is has no blank line but by a mark, which holds a tag
            odd = "<" in payload or "\\" in payload or (cue.raw_format != SRT and _has_blank_line(payload))
            if not odd or not look(payload):
                if around:
                    yield from ((number, f, detail) for f, detail in _around(cue) if f in missing)
                continue
        for feature, detail in features_of(cue):
            if feature in missing and not _carried(feature, detail, cue, target, classes):
                yield number, feature, detail


def _has_blank_line(payload: str) -> bool:
    return "\n\n" in payload or "\n " in payload or "\n\t" in payload


def _carried(feature: Feature, detail: str, cue: Cue, target: Format, classes: Mapping[str, Style]) -> bool:
    """Whether a feature that the target lacks comes through as another: a class as the style that it gives, a
    position that is one of the nine exactly as that.
    """
    if feature is Feature.SCRIPT:  # SRT has the tags of ASS too
        return target.name == SRT and not TAG.sub("", detail)
    if feature is Feature.CLASSES:
        # a ground of EBU STL is WebVTT's class for it
        grounds = {name for name in detail.split() if target.name == "stl" and name.startswith("bg_")}
        return classes.keys() >= set(detail.split()) - grounds
    if feature not in (Feature.POSITION, Feature.ANCHOR) or cue.positioning is None:
        return False
    where = cue.positioning.replace(other=tuple(p for p in cue.positioning.other if not p.startswith("{")))
    return (Feature.ANCHOR in target.can or anchor_of(where) in target.anchors) and is_exact(where)


def features_of(cue: Cue) -> Iterator[tuple[Feature, str]]:
    """Yield each feature that a cue uses, once, with what it says."""
    yield from _around(cue)
    seen: dict[Feature, str] = {}
    for line in cue.lines:
        for span in line.spans:
            for feature, detail in _of_style(span.style):
                seen.setdefault(feature, detail)
    if cue.speaker:
        seen.setdefault(Feature.VOICE, cue.speaker)
    if any(word.start is not None for word in cue.words):
        seen.setdefault(Feature.WORD_TIMES, "")
    if any(not line.text.strip() for line in cue.lines):
        seen.setdefault(Feature.BLANK_LINES, "")
    yield from seen.items()
    if cue.positioning is not None:
        yield from _of_positioning(cue.positioning)


def _around(cue: Cue) -> Iterator[tuple[Feature, str]]:
    if cue.id and not cue.id.isdecimal():
        yield Feature.ID, cue.id
    for note in cue.notes:
        yield Feature.NOTES, note
    if GRID in cue.extras:
        from captionkit.formats.cea608.layout import apart

        said = apart(cue)
        if said:
            yield Feature.GRID, said
    if "ass" in cue.extras:
        from captionkit.formats.ass.beside import beside_of

        said = beside_of(cue)
        if said:
            yield Feature.SCRIPT, said


def _of_style(style: Style) -> Iterator[tuple[Feature, str]]:
    flags = (
        (Feature.ITALIC, style.italic), (Feature.BOLD, style.bold), (Feature.UNDERLINE, style.underline),
        (Feature.STRIKE, style.strike),
    )  # fmt: skip
    yield from ((feature, "") for feature, on in flags if on)
    said = (
        (Feature.COLOR, style.color), (Feature.FONT, style.font), (Feature.CLASSES, " ".join(style.classes)),
        (Feature.LANG, style.lang), (Feature.VOICE, style.voice), (Feature.RUBY, style.ruby),
    )  # fmt: skip
    yield from ((feature, detail) for feature, detail in said if detail)
    if style.time is not None:
        yield Feature.WORD_TIMES, ""


def _of_positioning(positioning: Positioning) -> Iterator[tuple[Feature, str]]:
    settings = [
        f"{name}:{value:g}" if isinstance(value, int | float) else f"{name}:{value}"
        for name in ("vertical", "line", "position", "size", "align")
        if (value := getattr(positioning, name)) not in (None, "")
    ]
    tags = [part for part in positioning.other if part.startswith("{")]
    other = [part for part in positioning.other if not part.startswith("{")]
    if settings or other:
        yield Feature.POSITION, " ".join((*settings, *other))
    if tags:
        yield Feature.SCRIPT, "".join(tags)
    if positioning.anchor is not None:
        yield Feature.ANCHOR, f"{{\\an{positioning.anchor}}}"
    if positioning.box is not None:
        yield Feature.BOX, " ".join(map(str, positioning.box))
    if positioning.region:
        yield Feature.REGION, positioning.region


_OF_BLOCK = {
    "style": Feature.STYLESHEET, "region": Feature.REGION, "note": Feature.NOTES, "header": Feature.HEADER,
    "other": Feature.HEADER, "section": Feature.SCRIPT,
}  # fmt: skip


def _of_file(track: Track, missing: set[Feature]) -> Iterator[tuple[Feature, str]]:
    if track.title:
        yield Feature.HEADER, track.title
    for block in (*track.blocks, *track.footer):
        feature = _OF_BLOCK.get(block.kind)
        if feature is not None and not (feature is Feature.SCRIPT and "[Events]" in block.text[:60]):
            shown = block.text.strip().partition("\n")[0] if block.kind == "section" else block.text
            yield feature, shown[:60]
    if Feature.MILLISECONDS in missing and any(cue.start % 10 or cue.end % 10 for cue in track.cues):
        yield Feature.MILLISECONDS, ""
    # a header line that names the language is kept or lost with the header
    if track.language and not any(b.kind == "header" and "language:" in b.text.lower() for b in track.blocks):
        yield Feature.LANGUAGE, track.language
