"""Documents (HTML, Word) as the text reader takes them: blocks of lines, headings, names by bold type alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from captionkit.transcripts.layout.names import plausible_name, split_role
from captionkit.transcripts.layout.rows import tidy

__all__ = ["PageText", "TextBlock", "page_of", "rows_of_cells"]

#: Share of the blocks that must begin with a name in bold type before bold type alone makes a speaker.
_HABIT = 0.4
_COLONS = (":", "：")


@dataclass(slots=True)
class TextBlock:
    """A paragraph or a table row: its lines, the text in bold type it begins with, and where it stands (``line``).

    The one line of a row (``is_row``) is its cells, divided by tabs. ``token`` is the number of the token of a page
    that it begins with.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    bold: str = ""
    heading: bool = False
    tight: bool = False
    token: int = -1

    @property
    def text(self) -> str:
        """The lines as one text."""
        return " ".join(self.lines)

    @property
    def is_row(self) -> bool:
        """Whether tabs divide the block's one line."""
        return len(self.lines) == 1 and "\t" in self.lines[0]


@dataclass(frozen=True, slots=True)
class PageText:
    """Lines for the text reader; ``places`` says for each of them where in the document it stands (0: a divider).

    ``titles`` are the numbers (from 1) of the lines that are headings.
    """

    lines: list[str]
    places: list[int]
    titles: frozenset[int]


def page_of(blocks: Sequence[TextBlock]) -> PageText:
    """Return the blocks as lines, a blank one between two blocks; a name in bold type gets the colon that it lacks.

    Where the document has blocks of its own without text (empty paragraphs), these alone divide.
    """
    filled = [block for block in blocks if any(line.strip() for line in block.lines)]
    divided = len(blocks) - len(filled) >= 0.15 * len(blocks) > 0
    bold = _by_bold(filled)
    lines: list[str] = []
    places: list[int] = []
    titles: set[int] = set()
    for block in blocks:
        said = [line for line in block.lines if line.strip()]
        if said and bold and _named(block):
            said = list(_with_colon(block, said))
        if lines and ((not said and divided) or (said and not divided and not block.tight)):
            lines.append("")
            places.append(0)
        for line in said:
            lines.append(line)
            places.append(block.line)
            if block.heading:
                titles.add(len(lines))
    return PageText(lines, places, frozenset(titles))


def rows_of_cells(row: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the texts of a table row's cells, each cell given as its paragraphs.

    Where every cell has as many paragraphs, as where two columns of text are one row, they are rows side by side.

    >>> rows_of_cells([["Ann", "Ben"], ["Good evening.", "Good evening, Ann."]])
    [['Ann', 'Good evening.'], ['Ben', 'Good evening, Ann.']]
    """
    filled = [len(cell) for cell in row if any(cell)]
    if len(filled) == len(row) > 1 and min(filled) == max(filled) > 1:
        return [list(cells) for cells in zip(*row, strict=True)]
    return [[tidy(" ".join(cell)) for cell in row]]


def _by_bold(blocks: Sequence[TextBlock]) -> bool:
    plain = [block for block in blocks if not block.heading]
    return bool(plain) and sum(1 for block in plain if _named(block)) >= max(2, _HABIT * len(plain))


def _named(block: TextBlock) -> bool:
    """Whether a block begins with what may be a name in bold type, without a colon, and goes on."""
    name = tidy(block.bold)
    if block.heading or not name or name.endswith(_COLONS) or not plausible_name(split_role(name)[0]):
        return False
    rest = tidy(block.text)[len(name) :].lstrip()
    return (
        bool(rest)
        and tidy(block.text).startswith(name)
        and not rest.startswith((*_COLONS, ",", "(", "["))
        and not _timed(rest)
    )


def _timed(rest: str) -> bool:
    return rest[:1].isdigit() and ":" in rest[:4]


def _with_colon(block: TextBlock, said: Sequence[str]) -> Iterator[str]:
    name = tidy(block.bold)
    first = tidy(said[0])
    yield f"{name}: {first[len(name) :].lstrip()}" if first.startswith(name) else first
    yield from said[1:]
