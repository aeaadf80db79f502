"""Two texts side by side, with the words marked that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from captionkit.text.letters import COMBINED
from captionkit.text.scripts import has_unspaced
from captionkit.text.words import split_graphemes
from captionkit.timing.correspond import correspond

__all__ = ["Marked", "compared", "same_words"]

#: A text in parts, each with whether the other version lacks it.
Marked = list[tuple[str, bool]]

_TOKEN = re.compile(rf"[\w{COMBINED}]+(?:['\u2019][\w{COMBINED}]+)*|\n|[^\w{COMBINED}\s]|[^\S\n]+")
#: Stands between cues that are compared together; no token is empty.
_CUE_END = ""
_BLANKS = re.compile(r"\s+")


def same_words(old: str, new: str) -> bool:
    r"""Whether two texts differ in their line breaks at most.

    >>> same_words("We sail\nat noon.", "We sail at\nnoon."), same_words("We sail.", "We  sail.")
    (True, False)
    """
    if has_unspaced(old):
        return _BLANKS.sub("", old) == _BLANKS.sub("", new)
    return old.replace("\n", " ") == new.replace("\n", " ")


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[list[Marked], list[Marked]]:
    """Return the texts of cues before and after, in parts; a break in another place is no difference.

    >>> compared(["We sail at noon."], ["We sail", "at seven."])
    ([[('We sail at ', False), ('noon', True), ('.', False)]],
     [[('We sail', False)], [('at ', False), ('seven', True), ('.', False)]])
    """
    if same_words("\n".join(old), "\n".join(new)):
        return [[(text, False)] for text in old], [[(text, False)] for text in new]
    a, b = _tokens(old), _tokens(new)
    gone, made = [True] * len(a), [True] * len(b)
    for at, found in enumerate(correspond([_unit(token) for token in a], [_unit(token) for token in b])):
        if found >= 0:
            gone[found] = made[at] = False
    return _cues(a, gone), _cues(b, made)


def _tokens(texts: Sequence[str]) -> list[str]:
    tokens: list[str] = []
    for number, text in enumerate(texts):
        tokens += [_CUE_END] if number else []
        tokens += [part for token in _TOKEN.findall(text) for part in _cut(token)]
    return tokens


def _cut(token: str) -> list[str]:
    return split_graphemes(token) if has_unspaced(token) else [token]


def _unit(token: str) -> str:
    return " " if token in ("\n", _CUE_END) else token


def _cues(tokens: Sequence[str], marks: Sequence[bool]) -> list[Marked]:
    """Put tokens together to the texts of cues again, runs of one mark as one part."""
    cues: list[Marked] = [[]]
    for token, marked in _smoothed(tokens, marks):
        parts = cues[-1]
        if token == _CUE_END:
            cues.append([])
        elif parts and parts[-1][1] == marked:
            parts[-1] = (parts[-1][0] + token, marked)
        else:
            parts.append((token, marked))
    return cues


def _smoothed(tokens: Sequence[str], marks: Sequence[bool]) -> Iterator[tuple[str, bool]]:
    """Mark a blank between two marked words with them: what is replaced reads as one."""
    for at, (token, marked) in enumerate(zip(tokens, marks, strict=True)):
        between = 0 < at < len(tokens) - 1 and marks[at - 1] and marks[at + 1] and not token.strip()
        yield token, marked or (between and token != _CUE_END)
