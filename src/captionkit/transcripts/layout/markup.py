"""Markup taken off the rows of a text: Markdown, wiki and forum marks go, the words in them stay.

Marks go only where the text shows that it is written in that markup (two rows of it, or a name that says so): without
evidence ``# la la`` is a song, and ``*long*`` is for the list of marks to judge.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captionkit.transcripts.layout.rows import Row, tidy
from captionkit.transcripts.layout.stamps import ANY

__all__ = ["Unwrapped", "front_matter", "unwrap"]

_STRONG = re.compile(r"\*\*\S.*?\*\*|__[^\W_].*?__")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:\s+\"[^\"]*\")?\)")
_BARE_LINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~\"'&$-])")
_ESCAPES = re.compile(r"\\[\[\]!.*_-]")
_HASHES = re.compile(r"#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*\Z")
_QUOTE = re.compile(r"\A(?:>[ \t]+)+(?=[^>])")
_ITEM = re.compile(r"\A(?:[-+*•][ \t]+|\d{1,4}[.)][ \t]+)(?=\*\*|__|<b>|<strong>)")
_BOLD = re.compile(
    r"(?P<mark>\*\*\*|\*\*|___|__)(?P<bold>(?!\s)[^*]{1,120}?)(?P=mark)|<(?P<tag>b|strong)>(?P<html>[^<>]{1,120})</(?P=tag)>",
    re.I,
)
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*\*\*|\*\*|\*)(?=[^\s*])([^*]{0,400}?[^\s*])\1(?![\w*])|(?<![\w_])(___|__|_)(?=[^\s_])([^_]{0,400}?[^\s_])\3(?![\w_])"
)
_INNER_STRONG = re.compile(r"(?<!\w)\*\*(?=\S)(.{0,400}?\S)\*\*(?!\w)")
_CODE = re.compile(r"`{1,2}([^`]{1,300})`{1,2}")
_HTML = re.compile(r"</?(?:b|strong|i|em|u|span|br|p|font|mark|small|sup|sub)(?:\s[^<>]{0,200})?/?>", re.I)

_WIKI = re.compile(r"'''.+?'''|\[\[[^\[\]]{1,300}\]\]|^=={1,5}[^=].{0,200}?==+$")
_WIKI_BOLD = re.compile(r"'''(?P<bold>.{1,120}?)'''")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{1,300})\]\]")
_WIKI_GONE = re.compile(r"\{\{[^{}]{0,300}\}\}|<ref[^<>]{0,100}>[^<>]{0,500}</ref>|<ref[^<>]{0,100}/>")
_WIKI_ROW = re.compile(
    r"\[\[(?:Category|Kategorie|Catégorie|Categoría|Categoria|Категория|File|Image|Datei)\s*:[^\[\]]{0,300}\]\]\Z", re.I
)
_WIKI_HEADING = re.compile(r"={2,6}\s*(?P<text>[^=].{0,200}?)\s*={2,6}\Z")

_FORUM = re.compile(r"\[(b|i|u|color|size|font)(?:=[^\[\]]{0,40})?\].{1,400}?\[/\1\]", re.I)
_FORUM_BOLD = re.compile(r"\[b\](?P<bold>.{1,120}?)\[/b\]", re.I)
_FORUM_TAG = re.compile(r"\[/?(?:b|i|u|color|size|font)(?:=[^\[\]]{0,40})?\]", re.I)
#: A time before what is bold.
_LEADING_TIME = re.compile(rf"[`\[(<{{]?{ANY}[`\])>}}]?[ ]?[-–—|]?[ ]", re.I)
#: The line under the headings of a table, and what divides its cells.
_PIPED = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_KEY_LINE = re.compile(r"[\w][\w .-]{0,60}:(?:\s.*)?\Z|\s*-\s+\S.*\Z|\s+\S.*\Z|\s*#.*\Z", re.S)


class Unwrapped(NamedTuple):
    """The rows without markup; ``gone`` is what of each row (by its number) was markup and not words that stay."""

    rows: list[Row]
    gone: dict[int, str]
    kind: str = ""


def front_matter(rows: Sequence[Row]) -> int:
    """Return how many rows at the beginning are front matter: between two rules, each a key, a list item or indented.

    >>> front_matter([Row(1, "---"), Row(2, "title: The lamp"), Row(3, "---"), Row(4, "Good evening.")])
    3
    """
    if len(rows) < 3 or rows[0].text not in ("---", "+++") or rows[0].number > 3:
        return 0
    for at, row in enumerate(rows[1:200], 1):
        if row.text in (rows[0].text, "..."):
            return at + 1 if at > 1 else 0
        if not _KEY_LINE.match(" " * row.indent + row.text) and "=" not in row.text:
            return 0
    return 0


def unwrap(rows: Sequence[Row], *, markdown: bool = False) -> Unwrapped:
    """Return the rows without the markup that the text shows evidence of.

    >>> [row.text for row in unwrap([Row(1, "**Ann:** Yes, *really*."), Row(2, "**Ben:** No.")]).rows]
    ['Ann: Yes, really.', 'Ben: No.']
    """
    gone: dict[int, str] = {}
    rows = list(_piped(rows, gone))
    kind = "markdown" if markdown else _kind(rows)
    if not kind:
        return Unwrapped([_bold_html(row) if row.text[0] in "<*_" else row for row in rows], gone)
    done: list[Row] = []
    turn = {"markdown": _markdown, "wiki": _wiki, "forum": _forum}[kind]
    for row in rows:
        new, lost = turn(row)
        if lost.strip():
            gone[row.number] = lost
        if new.text:
            done.append(new)
    return Unwrapped(done, gone, kind)


def _piped(rows: Sequence[Row], gone: dict[int, str]) -> Iterator[Row]:
    """Yield the rows, those of a table between pipes (a line of dashes under its headings) as cells divided by tabs."""
    within = False
    for at, row in enumerate(rows):
        below = rows[at + 1].text if at + 1 < len(rows) else ""
        within = "|" in row.text and ((within and not row.gap) or _PIPED.fullmatch(below) is not None)
        if within and _PIPED.fullmatch(row.text):
            gone[row.number] = row.text
        elif within:
            cells = [cell.strip().replace("\\|", "|") for cell in _PIPE.split(row.text.strip("| \t"))]
            yield row._replace(text="\t".join(cells))
        else:
            yield row


def _kind(rows: Sequence[Row]) -> str:
    found: Counter[str] = Counter()
    before = ""
    for row in rows:
        found.update(_signs_of(row.text, before))
        before = row.text
    if found["wiki"] >= 2 and found["wiki"] > found["strong"]:
        return "wiki"
    if found["forum"] >= 2:
        return "forum"
    sure = found["strong"] + found["link"] + found["escaped"]
    return "markdown" if sure >= 2 or (sure and found["hash"]) else ""


def _signs_of(text: str, before: str) -> Iterator[str]:
    """Yield the signs of markup that a row shows; ``before`` is the row above it."""
    if ("**" in text or "__" in text) and _STRONG.search(text):
        yield "strong"
    if "](" in text and _LINK.search(text):
        yield "link"
    if "\\" in text and _ESCAPES.search(text):
        yield "escaped"
    if text[0] == "#" and _HASHES.match(text):
        yield "hash"
    if "[/" in text and _FORUM.search(text):
        yield "forum"
    linked = text.startswith("[[") and "|" in text
    if linked or (text[0] == ":" and before.startswith(";")) or (_WIKI.search(text) and not text.startswith("[[")):
        yield "wiki"


def _bold_html(row: Row) -> Row:
    match = _BOLD.match(row.text)
    if match is None:
        return row
    bold = tidy(match["bold"] or match["html"])
    return row._replace(text=f"{bold}{row.text[match.end() :]}", bold=bold)


def _markdown(row: Row) -> tuple[Row, str]:
    text, gone = row.text, []
    heading = _HASHES.match(text)
    if heading is not None:
        text = heading["text"]
    text = _QUOTE.sub("", text, count=1)
    text = _ITEM.sub("", text, count=1)
    for match in _LINK.finditer(text):
        gone.append(match[0] if match[0][0] == "!" else match[0].replace(match[1], " ", 1))
    text = _LINK.sub(_link_text, text).strip()
    gone += [match[0] for match in _BARE_LINK.finditer(text)]
    text = _BARE_LINK.sub("", text)
    gone += [
        match[0]
        for match in _HTML.finditer(text)
        if "strong" not in match[0].lower() and match[0].lower() not in ("<b>", "</b>")
    ]
    bold = ""
    time = _LEADING_TIME.match(text)
    strong = _BOLD.match(text, time.end() if time is not None else 0)
    if strong is not None:
        bold = tidy(_EMPHASIS.sub(_inner, (strong["bold"] or strong["html"])).strip("*_ "))
        if strong["html"]:
            gone.append(strong["tag"] + " " + strong["tag"])
        text = f"{text[: strong.start()]}{bold}{text[strong.end() :]}"
    gone += [match[0] for match in _HTML.finditer(text)] if strong is not None else []
    text = _HTML.sub("", text)
    text = _INNER_STRONG.sub(r"\1", text)
    text = _EMPHASIS.sub(_inner, text)
    text = _CODE.sub(r"\1", text)
    text = _ESCAPED.sub(r"\1", text)
    bold = _ESCAPED.sub(r"\1", bold)
    text = text.rstrip("\\").strip()
    return row._replace(text=text, bold=bold, heading=row.heading or heading is not None), " ".join(gone)


def _link_text(match: re.Match[str]) -> str:
    """Return the text of a link; what describes a picture is not said (CommonMark, section 6.4)."""
    return "" if match[0][0] == "!" else match[1]


def _inner(match: re.Match[str]) -> str:
    return match[2] if match[2] is not None else match[4]


def _wiki(row: Row) -> tuple[Row, str]:
    text = row.text
    if _WIKI_ROW.match(text):
        return row._replace(text=""), text
    gone = [match[0] for match in _WIKI_GONE.finditer(text)]
    text = _WIKI_GONE.sub("", text)
    heading = _WIKI_HEADING.match(text)
    if heading is not None:
        text = heading["text"]
    text = text.lstrip("*:;# ") if text[:1] in "*:;#" else text
    for match in _WIKI_LINK.finditer(text):
        gone.append(match[0].replace(match[1], " ", 1) if "|" in match[0] else "")
    text = _WIKI_LINK.sub(r"\1", text)
    bold = _WIKI_BOLD.match(text)
    name = tidy(bold["bold"].replace("''", "")) if bold is not None else ""
    if bold is not None:
        text = f"{name}{text[bold.end() :]}"
    text = text.replace("'''", "").replace("''", "").strip()
    return row._replace(text=text, bold=name, heading=row.heading or heading is not None), " ".join(gone)


def _forum(row: Row) -> tuple[Row, str]:
    text = row.text
    bold = _FORUM_BOLD.match(text)
    name = tidy(_FORUM_TAG.sub("", bold["bold"])) if bold is not None else ""
    gone = [match[0] for match in _FORUM_TAG.finditer(text)]
    text = _FORUM_TAG.sub("", text).strip()
    return row._replace(text=text, bold=name), " ".join(gone)
