"""Glossaries: which words are always rendered how, from CSV or TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from captionkit.errors import InputError
from captionkit.translation.base import Term

__all__ = ["read_glossary", "write_glossary"]

_HEADS = frozenset(("source", "term", "from", "original"))
_MOST = 20_000


def read_glossary(data: bytes, name: str = "") -> tuple[Term, ...]:
    r"""Return the terms in a table: source, target, and if wanted a third column ``exact`` or a note.

    A row with one column is a name that stays as it is. A first row ``source,target`` is a heading; ``#`` starts a
    comment. Commas, semicolons and tabs separate.

    Raises InputError for text that is not UTF-8, empty terms and a term with two renderings, with the line.

    >>> read_glossary(b"source,target\nharbour master,capitania\nWilbur\n")[1].target
    'Wilbur'
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name}: a glossary must be UTF-8") from None
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    terms: dict[str, Term] = {}
    try:
        for number, row in enumerate(rows, start=1):
            _take(number, [cell.strip() for cell in row], terms, name)
    except csv.Error as error:
        raise InputError(f"{name}: not a table: {error}") from None
    return tuple(sorted(terms.values(), key=lambda term: -len(term.source)))


def write_glossary(terms: Iterable[Term]) -> bytes:
    r"""Return terms as a table that :func:`read_glossary` reads.

    >>> write_glossary([Term("quay", "muelle")])
    b'source,target\nquay,muelle\n'
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("source", "target"))
    for term in terms:
        more = "exact" if term.exact else term.note
        rows.writerow((term.source, term.target, more) if more else (term.source, term.target))
    return out.getvalue().encode()


def _take(number: int, row: list[str], terms: dict[str, Term], name: str) -> None:
    if not any(row) or row[0].startswith("#") or (number == 1 and row[0].lower() in _HEADS):
        return
    if not row[0]:
        raise InputError(f"{name}:{number}: the row has no source term")
    if len(terms) >= _MOST:
        raise InputError(f"{name}:{number}: more than {_MOST:,} terms")
    target = row[1] if len(row) > 1 and row[1] else row[0]
    more = row[2] if len(row) > 2 else ""
    term = Term(row[0], target, exact=more.lower() == "exact", note="" if more.lower() == "exact" else more)
    before = terms.get(term.source)
    if before is not None and before.target != term.target:
        raise InputError(f"{name}:{number}: {term.source!r} is rendered both {before.target!r} and {term.target!r}")
    terms[term.source] = term
