"""The content of an HTML page as blocks: paragraphs, headings, table rows, with page furniture left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from captionkit.transcripts.blocks import TextBlock
from captionkit.transcripts.html_tokens import Tag, Text, tokens
from captionkit.transcripts.layout.rows import tidy

__all__ = ["BLOCKS", "blocks_from", "content", "flat"]

#: Elements that begin and end a block.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_BOLD = frozenset(("b", "strong"))
#: Blocks that may part the text of a cell without ending its row, and what ends a row.
_IN_CELLS = frozenset(("div", "p"))
#: Blocks that what stands beside a term may begin with, in the term's own row.
_BESIDE = BLOCKS - {"dl", "dt", "dd", "hr", "pre", "table", "tr"}
_ROW_ENDS = frozenset(("tr", "table", "tbody", "tfoot", "thead"))
#: Columns of a table whose cells may go on in the rows below, and the words that such a cell may have to be a label.
_COLUMNS, _LABEL = 64, 6

#: Parts of a page that are no content of it, and those of them that are never anything else.
_FURNITURE = frozenset(("nav", "aside", "form", "button", "select", "head", "figcaption", "audio", "video", "menu"))
_NEVER = frozenset(("nav", "select", "head"))
#: Landmarks that say the same of any element (WAI-ARIA 1.2, 5.3.4), and windows before the page.
_LANDMARKS = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "form", "menu", "menubar", "toolbar", "dialog",
     "alertdialog", "button", "tablist", "tooltip")
)  # fmt: skip
#: The head and the foot of a page, unless they stand in a part of it that has a head of its own (HTML-AAM, 3.4).
_PAGE = frozenset(("header", "footer"))
_ENDS = 2
_PARTS = frozenset(
    ("article", "aside", "blockquote", "details", "figure", "li", "main", "nav", "section", "td", "dialog")
)
#: So many characters of a paragraph show whether it is or begins with a label.
_ENOUGH = 200
#: A paragraph that opens with a short label and a colon.
_LABELLED = re.compile(r"[^\s:][^:]{0,40}:\s")
_SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")


def flat(text: str) -> str:
    """Return ``text`` with white space as a browser shows it, no-break spaces as blanks."""
    return _SPACE.sub(" ", text)


def content(html: str, skipped: list[tuple[int, str]], title: list[str]) -> Iterator[Tag | Text]:
    """Yield tags and texts of the page's content; its title goes to ``title``, the furniture's text to ``skipped``.

    Where most of a page's words stand in what is furniture elsewhere (a form around the page, lines that are buttons),
    they are its content.
    """
    page: list[Tag | Text] = []
    in_title = False
    for token in tokens(html):
        if isinstance(token, Tag) and token.name == "title":
            in_title = not token.end
        elif in_title and isinstance(token, Text):
            title.append(token.text)
        else:
            page.append(token)
    shown = _shown(page, _FURNITURE)
    words = [len(token.text.split()) if isinstance(token, Text) else 0 for token in page]
    if 2 * sum(count for count, show in zip(words, shown, strict=True) if show) < sum(words):
        shown = _shown(page, _NEVER)
    for token, show in zip(page, shown, strict=True):
        if show:
            yield token
        elif isinstance(token, Text) and token.text.strip():
            skipped.append((token.line, tidy(flat(token.text))))


def _heads(page: Sequence[Tag | Text]) -> Iterator[int]:
    """Yield the tokens at which the page's head and foot begin: no more than two of either, in no part of the page."""
    found: dict[str, list[int]] = {name: [] for name in _PAGE}
    parts = 0
    for at, token in enumerate(page):
        if isinstance(token, Tag) and token.name in _PARTS:
            parts = max(0, parts + (-1 if token.end else 1))
        elif isinstance(token, Tag) and token.name in _PAGE and not (parts or token.end):
            found[token.name].append(at)
    for places in found.values():
        yield from places if len(places) <= _ENDS else ()


def _shown(page: Sequence[Tag | Text], furniture: AbstractSet[str]) -> list[bool]:
    """Return for each token whether it is content of the page."""
    whole = furniture is _FURNITURE
    ends = frozenset(_heads(page)) if whole else frozenset()
    found: list[bool] = []
    outer, depth, began = "", 0, 0
    for at, token in enumerate(page):
        show = not depth
        if isinstance(token, Tag):
            if depth and token.name == outer:
                depth += -1 if token.end else 1
            elif depth and token.name == "body":
                # a head that never ends is over here; of anything else nothing says how far it goes
                found[began:] = [token.end] * (at - began)
                depth, show = 0, True
            elif not (depth or token.end):
                role = token.attributes.get("role", "").lower() in _LANDMARKS and whole
                if token.name in furniture or role or at in ends:
                    outer, depth, show, began = token.name, 1, False, at
        found.append(show)
    if depth:
        found[began:] = [True] * (len(found) - began)
    return found


class _Builder:
    """Gathers texts into blocks. ``lead`` is true while nothing but bold type has stood in the block.

    ``spans`` holds for each column of the open table how many rows its last cell still goes on, and its text.
    """

    def __init__(self) -> None:
        self.done: list[TextBlock] = []
        self.parts: list[str] = []
        self.bold: list[str] = []
        self.line = 0
        self.at = self.first = 0
        self.depth, self.heading, self.lead = 0, False, True
        self.column, self.term, self.beside = 0, False, False
        self.spans: list[tuple[int, str]] = []
        self.joins, self.in_cell = False, False
        self.kept = False

    def row(self, joins: bool) -> None:
        """Say of the row about to begin whether the paragraphs in its cells go on in the cell (see :func:`_joins`)."""
        self.joins = joins

    def tag(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self._block(tag)
        self.term = self.term if tag.name in _BOLD else tag.name == "dt"
        if tag.name in ("table", "pre"):
            self.spans, self.kept = [], tag.name == "pre" and not (tag.end or self.in_cell)
        if tag.name in _HEADINGS:
            self.heading = not tag.end
        elif tag.name in _BOLD:
            self.depth = max(0, self.depth + (-1 if tag.end else 1))
        elif tag.name == "br":
            self.parts.append("\n")
        elif tag.name in _CELLS:
            self.in_cell = not tag.end
            if not tag.end:
                self._cell(tag)

    def _block(self, tag: Tag) -> None:
        """End the block here, unless what begins or ends here stands within a row."""
        if tag.name == "dd" and not tag.end and self.term and self.line:
            self.parts.append("\t")  # a term and what stands beside it are the cells of one row
            self.beside = True
        elif self.joins and self.in_cell and tag.name in _IN_CELLS:
            self.parts.append(" ")
        elif not (tag.end if tag.name == "dt" else self.beside and tag.name in _BESIDE and not tag.end):
            self.flush()

    def _cell(self, tag: Tag) -> None:
        """Begin a cell; a cell above that goes on down here (rowspan) stands in this row too, if it is a label."""
        while self.column < len(self.spans) and self.spans[self.column][0]:
            left, text = self.spans[self.column]
            self.spans[self.column] = (left - 1, text)
            self._next_cell()
            self.parts.append(text)
            self.line = self.line or (tag.line if text else 0)
        self._next_cell()
        rows = tag.attributes.get("rowspan", "1").strip()
        if self.column <= _COLUMNS:
            self.spans += [(0, "")] * (self.column - len(self.spans))
            self.spans[self.column - 1] = (min(int(rows), 1000) - 1 if rows.isdecimal() and rows != "0" else 0, "")

    def _next_cell(self) -> None:
        if self.column:
            self.parts.append("\t")
        self.column += 1

    def text(self, token: Text) -> None:
        shown = token.text if self.kept else flat(token.text)
        self.beside = self.beside and not shown.strip()
        if shown.strip() and not self.line:
            blank = len(token.text) - len(token.text.lstrip())
            self.line = token.line + token.text.count("\n", 0, blank)
            self.first = self.at
        self.parts.append(shown)
        if self.depth and self.lead:
            self.bold.append(shown)
        elif shown.strip():
            self.lead = False

    def flush(self) -> None:
        whole = "".join(self.parts)
        for place, cell in enumerate(whole.split("\t")[: len(self.spans)] if self.column else ()):
            if self.spans[place][0] and not self.spans[place][1] and len(cell.split()) <= _LABEL:
                self.spans[place] = (self.spans[place][0], tidy(cell))
        self.column = 0
        if self.line and self.kept:
            self._keep(whole)
        elif self.line and "\t" in whole:
            self._add(["\t".join(tidy(cell) for cell in whole.replace("\n", " ").split("\t"))])
        elif self.line:
            self._add([tidy(line) for line in whole.split("\n")])
        self.parts, self.bold, self.line, self.lead, self.beside = [], [], 0, True, False

    def _add(self, lines: list[str]) -> None:
        bold = tidy("".join(self.bold))
        self.done.append(TextBlock(self.line, lines, bold, self.heading, token=self.first))

    def _keep(self, whole: str) -> None:
        """Add preformatted text: each line, and the white space in it, as written."""
        above = ""
        for number, line in enumerate(whole[len(whole) - len(whole.lstrip()) :].split("\n"), self.line):
            if line.strip():
                self.done.append(TextBlock(number, [line], tight=bool(above.strip()), token=self.first))
            above = line


def _joins(stream: Sequence[Tag | Text], place: int) -> bool:
    """Whether the row that begins at ``place`` is one of data: a short label, then cells in paragraphs of their own.

    A page laid out by a table has a heading, a list or paragraphs where the label would be, or labels within the cell.
    """
    cells: list[list[str]] = []
    for at in range(place + 1, len(stream)):
        token = stream[at]
        if isinstance(token, Text):
            if cells and len(cells[-1][-1]) < _ENOUGH:
                cells[-1][-1] = (cells[-1][-1] + flat(token.text)[:_ENOUGH]).lstrip()
        elif token.name in _ROW_ENDS:
            break
        elif token.name in _CELLS:
            cells += [] if token.end else [[""]]
        elif token.name in BLOCKS:
            if token.name not in _IN_CELLS:
                return False
            if cells:
                cells[-1].append("")
    filled = [found for cell in cells if (found := [part for part in map(tidy, cell) if part])]
    if len(filled) < 2 or len(filled[0]) > 1 or len(filled[0][0].split()) > _LABEL:
        return False
    return not any(_LABELLED.match(part) for cell in filled for part in cell[1:])


def blocks_from(stream: Iterable[Tag | Text]) -> list[TextBlock]:
    """Return the blocks of a page's content, in order."""
    builder = _Builder()
    page = list(stream)
    for place, token in enumerate(page):
        builder.at = place
        if isinstance(token, Tag):
            if token.name == "tr" and not token.end:
                builder.row(_joins(page, place))
            builder.tag(token)
        else:
            builder.text(token)
    builder.flush()
    return builder.done
