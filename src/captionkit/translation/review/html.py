"""Comparison sheet as one HTML page: side by side, translations can be edited in the browser and saved."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from captionkit.errors import InputError
from captionkit.model.timecode import format_clock
from captionkit.pages import page, part
from captionkit.translation.review.model import Pair, Sheet, ms_of, seconds_of
from captionkit.translation.writing import is_rtl

__all__ = ["read_html", "write_html"]

#: The columns: name, and what stands above it.
_COLUMNS = ("id", "time", "context", "source", "target", "length", "note")


def write_html(sheet: Sheet) -> bytes:
    """Return the sheet as a page without script; save it from the browser after editing and read it back in."""
    sides = [_attributes(language) for language in (sheet.source_lang, sheet.target_lang)]
    rows = "".join(_row(pair, *sides) for pair in sheet.pairs)
    titles = ("id", "time", "context", sheet.source_lang, sheet.target_lang, "length", "note")
    heads = "".join(f'<th scope="col" role="columnheader">{escape(text)}</th>' for text in titles)
    title = sheet.name or "Translation"
    body = (
        f'<header class="sheet wide"><h1>{escape(title)}</h1><p class="soft">{escape(sheet.source_lang)} \u2192 '
        f'{escape(sheet.target_lang)} \u00b7 {len(sheet.pairs)} cues</p><p class="how">{_HOW}</p></header>\n'
        f'<main class="sheet wide"><table role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}</tbody></table></main>'
    )
    about = f'<meta name="captionkit" content="{escape(sheet.source_lang)} {escape(sheet.target_lang)}">\n'
    return page(title, body, style=part("captionkit.translation.review", "sheet.css"), head=about).encode()


_HOW = (
    "Write into the coloured cells; a line of a caption is a line there. Then save the page from the browser (Ctrl+S) "
    "and hand that file back: <code>captionkit translate --apply</code>."
)


def _attributes(language: str) -> str:
    direction = "rtl" if is_rtl(language) else "ltr"
    return f' lang="{escape(language)}" dir="{direction}"'


def _row(pair: Pair, source: str, target: str) -> str:
    times = f"{format_clock(pair.start)}\n{format_clock(pair.end)}\n{seconds_of(pair)} s"
    limits = ((pair.line_limit, "a line"), (pair.cue_limit, "in all"))
    length = "\n".join(f"{number} {what}" for number, what in limits if number)
    editing = f'{target} contenteditable aria-label="Translation of {escape(pair.id)}"'
    cells = zip(
        _COLUMNS,
        ("", "", source, source, editing, "", ""),
        (pair.id, times, pair.context, pair.source, pair.target, length, pair.note),
        strict=True,
    )
    return (
        f'<tr role="row" data-id="{escape(pair.id)}" data-speaker="{escape(pair.speaker)}">'
        + "".join(f'<td role="cell" class="{name}"{about}>{escape(text)}</td>' for name, about, text in cells)
        + "</tr>\n"
    )


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[str, str]] = []
        self.languages = ["", ""]
        self._cell = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") == "captionkit":
            self.languages = [*given.get("content", "").split(" "), "", ""][:2]
        elif tag == "tr" and "data-id" in given:
            self.rows.append({"id": given["data-id"], "speaker": given.get("data-speaker", "")})
        elif tag == "td":
            self._cell = given.get("class", "").split(" ")[0]
        elif tag in ("br", "div", "p") and self._cell and self.rows and self.rows[-1].get(self._cell):
            self._add("\r")  # of the browser's own: it leaves one at the end of what was edited

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "tr"):
            self._cell = ""

    def handle_data(self, data: str) -> None:
        if self._cell and self.rows and self._cell not in ("id", "speaker"):
            self._add(data)

    def _add(self, data: str) -> None:
        row = self.rows[-1]
        row[self._cell] = row.get(self._cell, "") + data


def read_html(data: bytes, name: str) -> Sheet:
    """Return the sheet in a page, as written or as saved by a browser after editing.

    Line breaks come back whether the browser made ``<br>``, ``<div>`` or a plain line break of them. Raises
    InputError where there is no sheet in it.
    """
    reader = _PageReader()
    reader.feed(data.decode("utf-8-sig", errors="replace"))
    reader.close()
    if not reader.rows:
        raise InputError(f"{name}: no comparison sheet in this page")
    pairs = (_pair(row, number) for number, row in enumerate(reader.rows, start=1))
    return Sheet(reader.languages[0], reader.languages[1], tuple(pairs), name)


def _pair(row: dict[str, str], number: int) -> Pair:
    start, end, *_ = [*row.get("time", "").strip().split("\n"), "", ""]
    text = [row.get(column, "").rstrip("\r").replace("\r", "\n") for column in ("source", "target")]
    return Pair(
        row["id"], text[0], text[1], ms_of(start), ms_of(end), row["speaker"], row.get("note", ""),
        row.get("context", ""), row=number,
    )  # fmt: skip
