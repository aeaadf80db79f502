"""Sounds, labels and songs: taking what only the deaf and hard of hearing need out of a track, and the reverse.

What is what in a text is for :mod:`captionkit.text.parts` to say; here is what remains when some of it goes: a dialogue
that keeps two speakers keeps its dashes, or gets them where labels alone said that there were two; one who remains
alone has none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from unicodedata import category

from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.text.marks import DASH, DASHES, DIALOGUE, NOTES
from captionkit.text.parts import Part, PartKind
from captionkit.transforms.base import Options, takes
from captionkit.transforms.dashes import is_dialogue
from captionkit.transforms.labels import Labels, labels_of
from captionkit.transforms.lines import Edit, edited, flat, left_of, relined, slices_of, spans_of, stripped, unflat

__all__ = ["adverts", "clean", "credited", "sdh_only"]

_ROUND = re.compile(r"\([^()]*\)")
_BLANKS, _SPACE = re.compile(r"[ \t]+"), re.compile(r"\s+")
_START = attrgetter("start")
#: Signs that only mark what is said: of another speaker, of a song, of a broken-off word.
_MARKS = re.compile(rf"[{DASHES}{NOTES}<>|~^`]")
#: Unicode's categories of what says nothing alone: punctuation, blanks, combining and control characters.
_UNSAID = frozenset(("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Zs", "Zl", "Zp", "Mn", "Mc", "Me", "Cc", "Cf"))
_BLEEPS = ("keep", "mark", "drop")
#: What closes up with the word before it when a sound between them goes.
_CLOSES = ",.!?;:\u2026)\u3002\uff0c\uff01\uff1f"


def _gone(cue: Cue, parts: Sequence[Part], options: Options) -> list[Part]:
    """Return the parts that are to go."""
    kinds = set()
    if options.flag("sounds", otherwise=True):
        kinds.add(PartKind.SOUND)
    if options.flag("labels", otherwise=True):
        kinds.add(PartKind.LABEL)
    if options.choice("music", ("keep", "drop")) == "drop":
        kinds.add(PartKind.SONG)
    if options.choice("bleeps", _BLEEPS) != "keep":
        kinds.add(PartKind.PLACE)
    found = [part for part in parts if part.kind in kinds]
    if PartKind.LABEL in kinds:
        found += [part for part in parts if part.kind is PartKind.MARK and ">" in part.text]
    if PartKind.SOUND in kinds and "()" in options.text("brackets"):
        spans = [match.span() for match in _ROUND.finditer(cue.text)]
        found += [Part(PartKind.SOUND, a, b) for a, b in spans if not any(p.start < b and a < p.end for p in found)]
    return sorted(found, key=lambda part: part.start)


@takes(
    sounds="take out sounds in brackets and lone music marks (yes)",
    labels="take out speaker labels (yes)",
    music="keep or drop songs (keep)",
    bleeps="a word's place such as [bleep]: keep it, mark it with an ellipsis, or drop it (keep)",
    brackets="() to take out every pair of round brackets, not only those that stand as sounds do",
)
def clean(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Take out what describes sound: brackets, labels, lone music marks. Cues that hold nothing else are dropped.

    Square and full-width brackets go wherever they stand; round ones and asterisks where they open a line or follow a
    sentence, since speech has them too. A dialogue that keeps two speakers keeps its dashes, and gets the profile's
    where only labels marked it; where one speaker remains the dash goes with the other.
    """
    labels = labels_of(track)
    style = profile.style.get("dialog_style", "") or "both-space"
    dashes = [part.replace("-", profile.style.get("dialog_mark", "") or "-") for part in DIALOGUE[style]]
    ellipsis = profile.style.get("ellipsis", "\u2026") if options.choice("bleeps", _BLEEPS) == "mark" else ""
    made = (_cleaned(cue, labels, options, dashes, ellipsis) for cue in track.cues)
    return left_of(track, made, "held nothing but sounds")


def _cleaned(cue: Cue, labels: Labels, options: Options, dashes: Sequence[str], ellipsis: str) -> Cue | None:
    text = cue.text
    parts = labels.parts_of(text)
    gone = _gone(cue, parts, options)
    if not gone:
        return cue
    turns = _turns_named(text, parts, gone)
    marks = [part for part in parts if part.kind is PartKind.MARK]
    edits: list[Edit] = []
    for start, end, place in _runs(text, gone):
        new = ellipsis if place else ""
        if place and not new:
            start, end = _whole_word(text, start, end)
        if start in turns:
            new = dashes[0] if start == turns[0] else ("" if start == _line_start(text, start) else "\n") + dashes[1]
            start, end = _with_blanks(text, start, end)
        elif not new:
            start, end, new = _closed_up(text, start, end, marks)
        edits.append((start, end, new))
    lines = [stripped(line) for line in unflat(edited(flat(cue.lines), _apart(edits)))]
    kept = [line for line in lines if _speaks(line.text)]
    if not kept:
        return None
    alone = sum(1 for at, line in enumerate(kept) if not at or DASH.match(line.text)) == 1
    dashed = sum(part.kind is PartKind.MARK and ">" not in part.text for part in parts)
    if alone and (dashed > 1 or is_dialogue([line.text for line in cue.lines])):
        kept[0] = _without_dash(kept[0])
    return relined(cue, kept)


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a word's place with the letters that are written on to it, and a comma that only led to it."""
    while end < len(text) and text[end].isalpha():
        end += 1
    head = text[:start].rstrip(" \t")
    if head.endswith(",") and text[end : end + 1] in tuple(".!?"):
        start = len(head) - 1
    return start, end


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _runs(text: str, gone: Sequence[Part]) -> list[tuple[int, int, bool]]:
    """Return the stretches that go, those that only blanks part as one, and whether a word's place is in it."""
    runs: list[tuple[int, int, bool]] = []
    for part in gone:
        place = part.kind is PartKind.PLACE
        if runs and not text[runs[-1][1] : part.start].strip(" \t\u00a0") and place == runs[-1][2]:
            runs[-1] = (runs[-1][0], max(part.end, runs[-1][1]), place)
        else:
            runs.append((part.start, part.end, place))
    return runs


def _apart(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits that do not overlap, in order."""
    made: list[Edit] = []
    for start, end, new in edits:
        if made and start < made[-1][1]:
            start = made[-1][1]
        made.append((start, max(start, end), new))
    return made


def _with_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1] in " \t":
        start -= 1
    return start, _past(_SPACE, text, end)


def _past(blanks: re.Pattern[str], text: str, at: int) -> int:
    """Return where the blanks end that begin at a place, if any do."""
    found = blanks.match(text, at)
    return found.end() if found else at


def _closed_up(text: str, start: int, end: int, marks: Sequence[Part]) -> Edit:
    """Return the edit that takes a stretch out with the blank that it leaves; the dash before it keeps one blank."""
    after = _past(_BLANKS, text, end)
    place = bisect_left(marks, start, key=_START)
    mark = marks[place - 1] if place else None
    if mark is not None and _past(_SPACE, text, mark.end) >= start and ">" not in mark.text:
        blank = " " if text[mark.start + 1 : mark.start + 2].isspace() else ""
        return mark.start + 1, after, blank
    before = text[start - 1] if start else "\n"
    if before.isspace():
        if text[after : after + 1] in tuple(_CLOSES) and before != "\n":
            return start - 1, after, ""
        return start, after, ""
    return start, end, ""


def _turns_named(text: str, parts: Sequence[Part], gone: Sequence[Part]) -> list[int]:
    """Return where the stretches begin that named the speakers of a dialogue without dashes; none where it is none."""
    if any(part.kind is PartKind.MARK and ">" not in part.text for part in parts):
        return []
    starts: list[int] = []
    names: set[str] = set()
    for start, end, _ in _runs(text, gone):
        inside = parts[bisect_left(parts, start, key=_START) : bisect_left(parts, end, key=_START)]
        signs = [p for p in inside if p.kind in (PartKind.LABEL, PartKind.MARK)]
        if signs:
            starts.append(start)
            names.add(next((p.text for p in signs if p.kind is PartKind.LABEL), f"> {start}"))
    left = frozenset(gone)
    said = [part.start for part in parts if part not in left and _speaks(text[part.start : part.end])]
    if len(names) < 2 or (said and said[0] < starts[0]):
        return []
    each = all(bisect_right(said, a) < bisect_left(said, b) for a, b in pairwise((*starts, len(text))))
    return starts if each else []


def _speaks(text: str) -> bool:
    """Tell whether a text says something: a letter, a figure, a question, an emoji or a sign such as an arrow."""
    if any(char.isalnum() or char in "?!" for char in text):
        return True
    return any(category(char) not in _UNSAID for char in _MARKS.sub("", text))


def _without_dash(line: Line) -> Line:
    match = DASH.match(line.text)
    return edited(line, [(0, match.end(), "")]) if match else line


@takes(
    music="keep or drop songs (keep)",
    labels="keep speaker labels (yes)",
)
def sdh_only(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Keep only what describes sound: the reverse of ``clean``, for a track of sounds beside spoken dialogue."""
    labels = labels_of(track)
    options = options.replace(values={"music": "drop", **options.values})
    return left_of(track, (_heard_in(cue, labels, options) for cue in track.cues), "described no sound")


def _heard_in(cue: Cue, labels: Labels, options: Options) -> Cue | None:
    """Return a cue with only what describes sound in it; None where nothing does."""
    parts = [part for part in _gone(cue, labels.parts_of(cue.text), options) if part.kind is not PartKind.MARK]
    slices = slices_of(flat(cue.lines), ((part.start, part.end) for part in parts))
    lines = [line for spans in slices for line in unflat(stripped(spans_of(spans))) if line.text.strip()]
    return relined(cue, lines) if lines else None


_SITE = re.compile(
    r"(?:https?://|www\.)\S{3,80}|\b[\w-]{2,40}\.(?:com|net|org|tv|info|to|cc|me|io|ws|app|xyz)\b(?!\w)", re.IGNORECASE
)
_CREDIT = re.compile(
    r"\b(?:sub(?:title|bed|s|titulo|titre)\w*|sync(?:hroni[sz]ed|ed)?|captions?|captioned|encoded|ripped|uploaded|"
    r"downloaded|provided|resync|transcript|translated|translation|corrections?|timing|tradu\w{3,8}|legendas?|napisy|"
    r"untertitel|sottotitoli|ondertitel\w*|altyazı|titulky|перевод|субтитры|tekst\w*)\b"
    r"[^\n]{0,40}?(?:\b(?:by|from|at|de|por|par|von|door|af|od|di|автор)\b|:)",
    re.IGNORECASE,
)
#: What only those write who copy subtitles.
_COPIED = re.compile(
    r"\b(?:re)?sync(?:ed|hroni[sz]ed|hro)?(?: ?(?:&|and|,) ?correct(?:ed|ions?))? by\b|"
    r"\b(?:ripped|encoded|uploaded|subbed) by\b|"
    r"\bopensubtitles\b|\bsubtitles? downloaded from\b",
    re.IGNORECASE,
)
#: What is in every text that :data:`_COPIED` or :data:`_SITE` finds something in.
_COPIED_SIGNS = (" by", "opensubtitles", "downloaded from")
_DOTTED = re.compile(r"\.\S")
_SALE = re.compile(
    r"\b(?:advertise your|become (?:a )?(?:vip|premium)|remove (?:all )?ads|watch (?:any|free|online|movies|more)|"
    r"free movies|support us|rate this subtitle|join (?:us|our)|visit (?:us|our)?|download)\b",
    re.IGNORECASE,
)


def credited(text: str) -> str:
    r"""Return what in a text advertises a site or names who made or copied the subtitles, empty where nothing does.

    A site's name alone is speech; with an offer or a credit beside it, or as the whole text, it is not.

    >>> [credited(text) for text in ("Subtitles by Gull24\\nwww.gull.com", "We met on boats.com.", "www.boats.com")]
    ['www.gull.com', '', 'www.boats.com']
    """
    # a glance first: nearly every text is done with at once
    site = _SITE.search(text) if "://" in text or _DOTTED.search(text) else None
    if site is None:
        low = text.lower()
        copied = _COPIED.search(text) if any(sign in low for sign in _COPIED_SIGNS) else None
        return copied[0] if copied else ""
    rest = text[: site.start()] + text[site.end() :]
    alone = not any(map(str.isalnum, rest))
    return site[0] if alone or _CREDIT.search(text) or _SALE.search(text) else ""


@takes()
def adverts(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Drop cues in which a site advertises itself, or names who copied the subtitles."""
    return left_of(track, (None if credited(cue.text) else cue for cue in track.cues), "advertised a site or its work")
