"""SAMI (``.smi``): sync points in ms, a paragraph for each language's class; a blank one clears the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from itertools import pairwise, zip_longest

from captionkit.diagnostics import Collector, Result
from captionkit.fitting import xml_text
from captionkit.formats.base import Feature, Format, WriteOptions, clamped
from captionkit.formats.classes import class_styles, dressed
from captionkit.formats.edit.rows import header_lines, in_xml, note_empty, shown_lines, sound_times
from captionkit.formats.small.lines import TIME_CODES, Found, bytes_of, opened, track_of
from captionkit.formats.srt.markup import bracketed, merged
from captionkit.model.cue import plain_text_of
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source

__all__ = ["SAMI"]

_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})((?:\s[^<>]{0,2000})?)/?>|[^<]+|<")
#: A line break among runs of text; known by what it is, not by what it says.
_BREAK = ("\n", PLAIN)
_ATTRIBUTE = re.compile(r"([A-Za-z]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_CLASS = re.compile(r"\.([\w-]{1,40})\s*\{([^{}]{0,1000})\}")
_LANG = re.compile(r"(?:^|[;\s])lang\s*:\s*([A-Za-z0-9-]{2,35})", re.IGNORECASE)
_FLAGS = {"i": "italic", "em": "italic", "b": "bold", "strong": "bold", "u": "underline", "s": "strike",
          "strike": "strike", "del": "strike"}  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def _sniff(source: Source) -> float:
    return 1.0 if re.match(r"[\ufeff\s]*(?:<!DOCTYPE[^>]{0,200}>\s*)?<SAMI[\s>]", source.head, re.IGNORECASE) else 0.0


class _Sync:
    """A sync point: its time, and what each class shows from there."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.shown: dict[str, list[tuple[str, Style]]] = {}


def read_sami(source: Source, options: ReadOptions) -> Result[Track]:
    r"""Return the track of a SAMI file: that of ``options.language`` where it has several, else the first.

    Raises InputError where it has no sync point, StrictError for the first oddity where ``options.strict``.

    >>> file = b"<SAMI><SYNC Start=1000><P Class=EN>Low <i>tide</i>.<br>The quay.<SYNC Start=2000><P Class=EN>&nbsp;"
    >>> [(cue.start, cue.end, cue.text) for cue in read_sami(Source(file), ReadOptions()).value]
    [(1000, 2000, 'Low tide.\nThe quay.')]
    """
    notes, unix = opened(source, options)
    parts = re.split(r"(?i)<body\b[^>]{0,500}>", unix.text, maxsplit=1)
    head, body = parts if len(parts) == 2 else (unix.text, unix.text)
    tags = ((match[1].lower(), _LANG.search(match[2])) for match in _CLASS.finditer(head))
    languages = {name: tag[1] for name, tag in tags if tag}
    syncs = _Body(notes).read(body)
    names = list(dict.fromkeys(name for sync in syncs for name in sync.shown))
    chosen = _chosen(names, languages, options.language)
    if len(names) > 1:
        shown = {name: f"{name or 'no class'} ({languages.get(name) or 'no language'})" for name in names}
        others = ", ".join(text for name, text in shown.items() if name != chosen)
        notes.add("small.languages", f"read: {shown[chosen]}; there are also: {others}"[:300])
    title = re.search(r"(?is)<title>([^<]{0,500})</title>", head)
    found = _found(syncs, chosen)
    named = _BLANKS.sub(" ", unescape(title[1])).strip() if title else ""
    return track_of(
        found, "sami", unix, options, notes, source,
        title=named, language=languages.get(chosen, ""),
    )  # fmt: skip


def _chosen(names: Sequence[str], languages: dict[str, str], wanted: str) -> str:
    """Return the class of the language that is wanted, else the first."""
    said = {name: languages.get(name, "").lower() for name in names}
    exact = [name for name in names if wanted and said[name] == wanted.lower()]
    base = wanted.lower().partition("-")[0]
    near = [name for name in names if wanted and said[name].partition("-")[0] == base]
    return next(iter([*exact, *near, *names]), "")


def _found(syncs: Sequence[_Sync], chosen: str) -> list[Found]:
    mine = [sync for sync in syncs if chosen in sync.shown]
    made = []
    for sync, after in zip_longest(mine, mine[1:]):
        lines = _lines(sync.shown[chosen])
        if any(line.text.strip() for line in lines):
            made.append(Found(sync.start, after.start if after is not None else -1, lines))
    return made


class _Body:
    """A body being read, tag by tag."""

    def __init__(self, notes: Collector) -> None:
        self.notes = notes
        self.syncs: list[_Sync] = []
        self._runs: list[tuple[str, Style]] | None = None
        self._styles: list[tuple[str, Style]] = []
        self._unknown: set[str] = set()

    def read(self, body: str) -> list[_Sync]:
        """Return the sync points in the order of their times."""
        for text in _without_comments(body):
            for token in _TOKEN.finditer(text):
                if token[2] is not None:
                    self._tag(token[2].lower(), token[3], closing=bool(token[1]))
                elif self._runs is not None:
                    self._runs.append((unescape(token[0]), self._styles[-1][1] if self._styles else PLAIN))
        if self._unknown:
            names = ", ".join(sorted(self._unknown)[:20])
            self.notes.add("small.codes", f"tags that were left out: {names}"[:300])
        if any(later.start < one.start for one, later in pairwise(self.syncs)):
            self.notes.add("small.unsorted", "sync points out of the order of their times were sorted", repair=True)
            self.syncs.sort(key=lambda sync: sync.start)
        return self.syncs

    def _tag(self, name: str, attributes: str, *, closing: bool) -> None:
        said = {a[1].lower(): a[2] or a[3] or a[4] or "" for a in _ATTRIBUTE.finditer(attributes)}
        if name == "sync":
            self._runs, self._styles = None, []
            if not closing:
                self._sync(said.get("start", ""))
        elif name == "p" and self.syncs:
            self._styles = []
            self._runs = None if closing else self.syncs[-1].shown.setdefault(said.get("class", "").lower(), [])
        elif name == "br" and self._runs is not None:
            self._runs.append(_BREAK)
        elif name in _FLAGS or name == "font":
            _open(name, said, self._styles, closing=closing)
        elif name not in ("body", "sami", "span", "div"):
            self._unknown.add(name)

    def _sync(self, said: str) -> None:
        start = re.match(r"\s*(-?\d{1,10})", said)
        if start is None:
            self.notes.add("small.line", f"a sync point without a time: {said!r:.80}", repair=True)
        else:
            self.syncs.append(_Sync(int(start[1])))


def _without_comments(text: str) -> Iterator[str]:
    """Yield what stands between comments; one that nothing closes goes to the end."""
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        yield text[at:begin]
        end = text.find("-->", begin + 4)
        at = len(text) if end < 0 else end + 3
    yield text[at:]


def _open(name: str, said: dict[str, str], styles: list[tuple[str, Style]], *, closing: bool) -> None:
    """Begin a style, or end the last of its name."""
    if closing:
        for at in range(len(styles) - 1, max(-1, len(styles) - 50), -1):
            if styles[at][0] == name:
                del styles[at:]
                return
        return
    now = styles[-1][1] if styles else PLAIN
    if len(styles) >= 200:
        return
    if name == "font":
        color = said.get("color", "").strip()
        color = f"#{color.lower()}" if re.fullmatch(r"[0-9A-Fa-f]{6}", color) else color.lower()
        now = now.replace(color=color or now.color, font=said.get("face", "").strip() or now.font)
    else:
        now = now.replace(**{_FLAGS[name]: True})  # type: ignore[arg-type]
    styles.append((name, now))


def _lines(runs: Sequence[tuple[str, Style]]) -> tuple[Line, ...]:
    """Return runs as lines: blanks collapse, a break begins a line, a hard blank is a blank."""
    lines: list[list[tuple[str, Style]]] = [[]]
    space = True
    for run in runs:
        if run is _BREAK:
            lines.append([])
            space = True
            continue
        text, style = run
        text = _BLANKS.sub(" ", text)
        if space and text[:1] == " ":
            text = text[1:]
        if text:
            space = text[-1] == " "
            lines[-1].append((text.replace("\xa0", " "), style))
    made = []
    for line in lines:
        while line and not line[-1][0].rstrip(" "):
            line.pop()
        if line:
            line[-1] = (line[-1][0].rstrip(" "), line[-1][1])
        made.append(Line(merged(line)))
    return tuple(made)


def write_sami(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as SAMI, in one language; overlaps are trimmed, because each sync point replaces the last."""
    notes = Collector()
    language = re.sub(r"[^A-Za-z0-9-]", "", track.language)
    said = f"Name: {language or 'Captions'};" + (f" lang: {language};" if language else "")
    comments = [re.sub(r"-(?=-|$)", "- ", line) for line in header_lines(track)]
    made = [
        "<SAMI>", "<HEAD>", f"<TITLE>{escape(xml_text(' '.join(track.title.split())))}</TITLE>",
        '<STYLE TYPE="text/css">', "<!--", "P { text-align: center; font-family: sans-serif; }",
        f".CC {{ {said} SAMIType: CC; }}", "-->", "</STYLE>", *(f"<!-- {line} -->" for line in comments),
        "</HEAD>", "<BODY>",
    ]  # fmt: skip
    classes = class_styles(track)
    spoken = list(shown_lines(track, options)) if options.speakers in ("label", "dash") else None
    rows = sorted(enumerate(track.cues, 1), key=lambda row: row[1].start)
    note_empty(sum(not cue.text.strip() for cue in track.cues), notes)
    for (number, cue), after in zip_longest(rows, rows[1:]):
        start, end = sound_times(cue, number, notes, TIME_CODES)
        following = clamped(after[1].start) if after is not None else None
        if following is not None and end > following:
            notes.add("edit.trimmed", f"trimmed by {end - following} ms, where cue {after[0]} begins", cue=number)
        plain = plain_text_of(cue) if spoken is None else None
        if plain is not None and not _BLANKS_DROPPED(plain):
            text = in_xml(plain).replace("\n", "<br>")
        else:
            lines = cue.lines if spoken is None else spoken[number - 1]
            text = "<br>".join([_marked(dressed(bracketed(line.spans), classes)) for line in lines])
        made.append(f"<SYNC Start={start}><P Class=CC>{text or '&nbsp;'}")
        if following is None or end < following:
            made.append(f"<SYNC Start={end}><P Class=CC>&nbsp;")
    return Result(bytes_of([*made, "</BODY>", "</SAMI>"], track, "sami", options, notes), notes.all)


def _marked(spans: Iterator[Span]) -> str:
    """Return a line's spans as HTML: a blank that HTML would drop, at a line's end or after another, is a hard one."""
    shown = list(spans)
    while shown and not shown[-1].text:
        shown.pop()
    made = []
    before = " "
    for number, span in enumerate(shown, 1):
        text = escape(xml_text(span.text), quote=False)
        if "  " in text or text != text.strip(" "):
            if before == " " and text[:1] == " ":
                text = f"&nbsp;{text[1:]}"
            text = _DROPPED.sub("&nbsp;", text)
            if number == len(shown) and text[-1] == " ":
                text = f"{text[:-1]}&nbsp;"
        before = text[-1:] or before
        style = span.style
        for tag, on in (("s", style.strike), ("u", style.underline), ("b", style.bold), ("i", style.italic)):
            text = f"<{tag}>{text}</{tag}>" if on else text
        said = "".join(
            f' {name}="{escape(value)}"' for name, value in (("color", style.color), ("face", style.font)) if value
        )
        made.append(f"<font{said}>{text}</font>" if said else text)
    return "".join(made)


#: Blanks that HTML would drop.
_BLANKS_DROPPED = re.compile(" (?:[ \n]|\\Z)|(?:\\A|\n) ").search
#: A blank after another one.
_DROPPED = re.compile("(?<= ) ")

SAMI = Format(
    "sami", "SAMI", (".smi", ".sami"), "application/x-sami", _sniff, read_sami, write_sami,
    frozenset((
        Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.STRIKE, Feature.COLOR, Feature.FONT,
        Feature.MILLISECONDS, Feature.LANGUAGE, Feature.BLANK_LINES, Feature.HEADER,
    )),
)  # fmt: skip
