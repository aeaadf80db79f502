"""New text in the styles of the old: what stays keeps its style and times, what is new takes over those of what it
stands for.

Old and new text are compared token by token (words, marks, blanks); inside a word that was changed the letters that
begin and end it alike are taken for the same, so that ``grey.`` and ``gray.`` differ in one letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.transcript import Word

__all__ = ["characters_of", "retext", "styled_lines"]

_TOKEN = re.compile(r"\w+|\n|[^\w\s]|[^\S\n]+")
#: Tokens of old times tokens of new text above which only the common beginning and end are looked for.
_MOST = 40_000


def retext(lines: Sequence[Line], words: Sequence[Word], text: str) -> tuple[tuple[Line, ...], tuple[Word, ...]]:
    """Return the lines that show ``text`` in the styles of ``lines``, and the words with the times of ``words``.

    >>> one = (Line((Span("Good evening.", Style(italic=True)),)),)
    >>> retext(one, (), "Good night.")[0][0].spans[0].style.italic
    True
    """
    old, styles = characters_of(lines)
    if text == old:
        return tuple(lines), tuple(words)
    origin = _origins(old, text)
    new = _whole_words(text, _styles(text, styles, origin), old, styles)
    return styled_lines(text, new), _words(old, text, words, origin)


def characters_of(lines: Sequence[Line]) -> tuple[str, list[Style]]:
    """Return the text and a style for each of its characters; the time of a span stands at its first."""
    styles: list[Style] = []
    for number, line in enumerate(lines):
        if number:
            styles.append(styles[-1].replace(time=None) if styles else PLAIN)
        for span in line.spans:
            style = span.style
            rest = style if style.time is None else style.replace(time=None)
            styles.extend((style, *(rest,) * (len(span.text) - 1)) if span.text else ())
    return "\n".join(line.text for line in lines), styles


def _origins(old: str, new: str) -> list[int | None]:
    """Return for each character of ``new`` the one of ``old`` that it is or stands for; None for what was put in."""
    a, b = [m.span() for m in _TOKEN.finditer(old)], [m.span() for m in _TOKEN.finditer(new)]
    origin: list[int | None] = [None] * len(new)
    for i1, i2, j1, j2 in _blocks([old[s:e] for s, e in a], [new[s:e] for s, e in b]):
        if i1 == i2 or j1 == j2:
            continue
        if i2 - i1 == j2 - j1:
            for (s, e), (t, u) in zip(a[i1:i2], b[j1:j2], strict=True):
                _pair(old, s, e, new, t, u, origin)
        else:
            _pair(old, a[i1][0], a[i2 - 1][1], new, b[j1][0], b[j2 - 1][1], origin)
    return origin


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs of tokens that answer each other: (from, to) in the old and (from, to) in the new."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    yield 0, head, 0, head
    middle, other = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle) * len(other) > _MOST:
        yield head, head + len(middle), head, head + len(other)
    elif middle and other:
        from difflib import SequenceMatcher  # only where words in the middle differ

        for _, i1, i2, j1, j2 in SequenceMatcher(None, middle, other, autojunk=False).get_opcodes():
            yield head + i1, head + i2, head + j1, head + j2
    yield len(old) - tail, len(old), len(new) - tail, len(new)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items two sequences begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _pair(old: str, s: int, e: int, new: str, t: int, u: int, origin: list[int | None]) -> None:
    """Let the characters ``t:u`` of ``new`` stand for ``s:e`` of ``old``: alike at both ends, in step between them."""
    head = _common(old[s:e], new[t:u])
    tail = _common(old[s + head : e][::-1], new[t + head : u][::-1])
    origin[t : t + head] = range(s, s + head)
    origin[u - tail : u] = range(e - tail, e)
    last = max(s, e - tail - 1)
    for n in range(u - tail - (t + head)):
        origin[t + head + n] = min(s + head + n, last)


def _styles(text: str, old: Sequence[Style], origin: Sequence[int | None]) -> list[Style]:
    """Return the style of each character; what was put in takes what its neighbours share."""
    after: list[int | None] = [None] * len(text)
    following: int | None = None
    for n in range(len(text) - 1, -1, -1):
        following = origin[n] if origin[n] is not None else following
        after[n] = following
    styles: list[Style] = []
    taken = before = -1
    for n in range(len(text)):
        at = origin[n]
        if at is None:
            nearby = [old[i].replace(time=None) for i in (before, after[n]) if i is not None and i >= 0]
            styles.append(_shared(nearby[0], nearby[-1]) if nearby else _whole(old))
        else:
            # a timestamp stands before one character, however many of the new text stand for it
            styles.append(old[at] if at != taken or old[at].time is None else old[at].replace(time=None))
            taken = before = at
    return styles


def _whole(old: Sequence[Style]) -> Style:
    """Return the style that a whole text is in, for text that has nothing in common with it."""
    return _shared(old[0], old[-1]).replace(time=None) if old else PLAIN


def _whole_words(text: str, styles: list[Style], old: str, old_styles: Sequence[Style]) -> list[Style]:
    """Return styles that change inside no new word, where they changed inside none of the old ones.

    A word that stands for two others of different styles would be in both: it is in the one that most of it has.
    """
    known = {match[0]: _mixed(old_styles, match) for match in _TOKEN.finditer(old)}
    if any(known.values()):
        return styles
    for match in _TOKEN.finditer(text):
        if match[0] not in known and _mixed(styles, match):
            bare = [style.replace(time=None) for style in styles[match.start() : match.end()]]
            most = Counter(bare).most_common(1)[0][0]
            styles[match.start() : match.end()] = [
                most.replace(time=style.time) for style in styles[match.start() : match.end()]
            ]
    return styles


def _mixed(styles: Sequence[Style], match: re.Match[str]) -> bool:
    """Whether the style changes inside a token."""
    return any(not _goes_on(styles[n - 1], styles[n]) for n in range(match.start() + 1, match.end()))


def _shared(one: Style, other: Style) -> Style:
    if one == other:
        return one
    return Style(**{
        name: getattr(one, name) for name in Style.__match_args__ if getattr(one, name) == getattr(other, name)
    })  # fmt: skip


def styled_lines(text: str, styles: Sequence[Style]) -> tuple[Line, ...]:
    """Return the lines of ``text`` whose characters are in ``styles``: what :func:`characters_of` undoes."""
    lines: list[Line] = []
    at = 0
    for part in text.split("\n") if text else ():
        spans: list[Span] = []
        begin = at
        for end in range(at + 1, at + len(part) + 1):
            if end == at + len(part) or not _goes_on(styles[begin], styles[end]):
                spans.append(Span(text[begin:end], styles[begin]))
                begin = end
        lines.append(Line(tuple(spans)))
        at += len(part) + 1
    return tuple(lines)


def _goes_on(style: Style, following: Style) -> bool:
    return (style if style.time is None else style.replace(time=None)) == following


def _words(old: str, text: str, words: Sequence[Word], origin: Sequence[int | None]) -> tuple[Word, ...]:
    """Return the words of the new text with the times of the old ones they are or stand for."""
    if not words:
        return ()
    owner = _owners(old, words)
    pieces: list[tuple[str, int | None, bool]] = []
    end = 0
    for match in re.finditer(r"\S+", text):
        begin = match.start()
        for start, stop, who in _runs([None if (o := origin[n]) is None else owner[o] for n in range(*match.span())]):
            at = begin + start
            # at the beginning of a line a word is as it was: a break says nothing of blanks
            opens = at == 0 or text[at - 1] == "\n"
            glue = words[who].glue if opens and who is not None else at == end > 0
            end = begin + stop
            pieces.append((text[at:end], who, glue))
    count: Counter[int | None] = Counter(who for _, who, _ in pieces)
    seen: Counter[int] = Counter()
    made: list[Word] = []
    for piece, who, glue in pieces:
        if who is None:
            made.append(Word(piece, glue=glue))
            continue
        word = words[who]
        seen[who] += 1
        start_known, end_known = seen[who] == 1, seen[who] == count[who]
        new = Word(
            piece,
            word.start if start_known else None,
            word.end if end_known else None,
            word.confidence,
            word.timing,
            glue,
        )
        made.append(word if new == word else new)
    return tuple(made)


def _owners(old: str, words: Sequence[Word]) -> list[int | None]:
    """Return for each character of the old text the number of the word that it belongs to."""
    owner: list[int | None] = [None] * len(old)
    at = 0
    for number, word in enumerate(words):
        found = old.find(word.text, at)
        if found >= 0:
            at = found + len(word.text)
            owner[found:at] = [number] * len(word.text)
    return owner


def _runs(owners: Sequence[int | None]) -> Iterator[tuple[int, int, int | None]]:
    """Yield (from, to, owner) of a word's characters; those that belong to nobody go to the word they stand beside."""
    known = [n for n, who in enumerate(owners) if who is not None]
    if not known:
        yield 0, len(owners), None
        return
    begin = 0
    for n, following in pairwise(known):
        if owners[n] != owners[following]:
            yield begin, following, owners[n]
            begin = following
    yield begin, len(owners), owners[known[-1]]
