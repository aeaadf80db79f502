"""Comparison sheet as one HTML page: side by side, translations can be edited in the browser and saved."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from captionkit.errors import InputError
from captionkit.model.timecode import format_clock
from captionkit.translation.review.model import Pair, Sheet, ms_of, seconds_of
from captionkit.translation.writing import is_rtl

__all__ = ["read_html", "write_html"]

_STYLE = (
    "body{font:16px/1.4 system-ui,sans-serif;margin:2em}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #bbb;padding:.4em .6em;vertical-align:top;text-align:start;white-space:pre-line}"
    "td.source,td.target{white-space:pre-wrap}"
    "td.id,td.time{color:#555;white-space:nowrap;font-variant-numeric:tabular-nums}td.note{color:#8a3b00}"
    "td.target[contenteditable]:focus{outline:2px solid #06c}"
)


def write_html(sheet: Sheet) -> bytes:
    """Return the sheet as a page without script; save it from the browser after editing and read it back in."""
    sides = [_attributes(language) for language in (sheet.source_lang, sheet.target_lang)]
    rows = "".join(_row(pair, *sides) for pair in sheet.pairs)
    titles = ("id", "time", "context", sheet.source_lang, sheet.target_lang, "length", "note")
    heads = "".join(f"<th>{escape(text)}</th>" for text in titles)
    page = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(sheet.name or "Translation")}'
        f'</title><meta name="captionkit" content="{escape(sheet.source_lang)} {escape(sheet.target_lang)}">'
        f"<style>{_STYLE}</style></head>\n<body><table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>"
        "</body></html>\n"
    )
    return page.encode()


def _attributes(language: str) -> str:
    direction = "rtl" if is_rtl(language) else "ltr"
    return f' lang="{escape(language)}" dir="{direction}"'


def _row(pair: Pair, source: str, target: str) -> str:
    times = f"{format_clock(pair.start)}\n{format_clock(pair.end)}\n{seconds_of(pair)} s"
    limits = ((pair.line_limit, "a line"), (pair.cue_limit, "in all"))
    length = "\n".join(f"{number} {what}" for number, what in limits if number)
    return (
        f'<tr data-id="{escape(pair.id)}" data-speaker="{escape(pair.speaker)}"><td class="id">{escape(pair.id)}</td>'
        f'<td class="time">{times}</td><td class="context"{source}>{escape(pair.context)}</td>'
        f'<td class="source"{source}>{escape(pair.source)}</td>'
        f'<td class="target"{target} contenteditable>{escape(pair.target)}</td>'
        f'<td class="length">{length}</td><td class="note">{escape(pair.note)}</td></tr>\n'
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
