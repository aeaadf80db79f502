"""Which words of a translation render which words of the text: for italics, names and terms inside a sentence.

No translator is trusted with markup. What a stretch of the text became is found afterwards: the stretch itself (names
stay), its translation on its own (asked for through the same memory), and where neither is found, its position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from captionkit.model.text import PLAIN, Style
from captionkit.text.phrases import phrases
from captionkit.text.scripts import has_unspaced
from captionkit.translation.base import Term
from captionkit.translation.proof.concepts import Concepts
from captionkit.translation.proof.text import folded_words, has_term, links_in, words_of
from captionkit.translation.units import TextToken, join_tokens, same, split_words

__all__ = ["find_window", "force_terms", "restore_links", "styled", "tidied", "tokenised"]

_MONEY = re.compile(r"(?:[A-Z]{1,2} ?)?[$€£¥](?: [\d.,]+\S*)?|[\d.,]+ [$€£¥]\W*")
_MEASURE = re.compile(r"[\d.,]+ (?:[kcm]?m|[kKM]?[gWHB]|h|min|s|%|°C?|ºC|km/h|[kM]?Hz|l|ml|ha|ms)[.,;:!?]*")

#: What a pair of those two holds, or begins with: most texts have none.
_BOUND = re.compile(r"[\d$€£¥]|(?<!\S)[.,]")

_OPENING, _CLOSING = "¿¡\"'“‘«([„", ".,;:!?…\"'”’»)]。、，！？：；"

_LOOSE = re.compile(r"(?<=\w) ([,.;:!?])(?=\s|$)")
_LOOSE_FRENCH = re.compile(r"(?<=\w) ([,.])(?=\s|$)")

#: Stretches of one sentence whose translation is asked for: each is a request more. The rest go by position.
_PROBED = 8

#: Translates a stretch on its own; None where that failed.
Probe = Callable[[str], "str | None"]


def tokenised(text: str, language: str = "", seen: dict[str, str] | None = None) -> list[TextToken]:
    """Return the words of a translation; the phrases between which a line may end in scripts without spaces.

    Words that were ``seen`` before are the same objects, as :func:`captionkit.translation.units.same` makes them.

    >>> [token.text for token in tokenised("Buenas tardes.", "es")]
    ['Buenas', 'tardes.']
    """
    tokens: list[TextToken] = []
    for start, end, glue in split_words(text):
        word = text[start:end] if seen is None else same(text[start:end], seen)
        parts = phrases(word, language) if has_unspaced(word) else [word]
        tokens += [TextToken(part, -1, PLAIN, glue or number > 0) for number, part in enumerate(parts)]
    return _bound(tokens) if _BOUND.search(text) else tokens


def _bound(tokens: list[TextToken]) -> list[TextToken]:
    """Make one word of a figure and its currency or unit, so that no cut comes between them."""
    bound: list[TextToken] = []
    for token in tokens:
        pair = f"{bound[-1].text} {token.text}" if bound and not token.glue else ""
        if _MONEY.fullmatch(pair) or _MEASURE.fullmatch(pair):
            bound[-1] = replace(bound[-1], text=pair)
        else:
            bound.append(token)
    return bound


def tidied(text: str, reply: str, language: str) -> str:
    """Take blanks away that an engine puts before commas and stops; French wants some, and a text may have them.

    >>> tidied("Now, please.", "Ahora , por favor .", "es")
    'Ahora, por favor.'
    """
    if _LOOSE.search(text):
        return reply
    return (_LOOSE_FRENCH if language.lower().startswith("fr") else _LOOSE).sub(r"\1", reply)


def restore_links(text: str, reply: str) -> str:
    """Put addresses back that a translator broke apart or respelled in upper or lower case.

    >>> restore_links("See https://example.org now.", "Vea https: //example. org ahora.")
    'Vea https://example.org ahora.'
    >>> restore_links("See example.org/people.", "Vea example.org/gente.")
    'Vea example.org/people.'
    """
    for link in links_in(text):
        if link not in reply:
            loose = r"\s?".join(re.escape(letter) for letter in link)
            reply = re.sub(loose, lambda _, link=link: link, reply, count=1, flags=re.IGNORECASE)  # type: ignore[misc]
        if link not in reply:
            reply = _same_host(link, reply)
    return reply


def _same_host(link: str, reply: str) -> str:
    """Put an address back whose path was translated: the one of its host that the reply has."""
    host = re.match(r"(?:https?://)?[\w.@-]+", link)
    found = [m for m in re.finditer(r"(?:https?://)?[\w@-]+(?:\.[\w-]+)+(?:/[^\s]*[^\s.,;:!?)])?", reply)
             if host and m[0].casefold().startswith(host[0].casefold())]  # fmt: skip
    return reply[: found[0].start()] + link + reply[found[0].end() :] if len(found) == 1 else reply


def force_terms(text: str, reply: str, terms: Sequence[Term], probe: Probe) -> tuple[str, list[Term]]:
    """Put glossary terms in the place of what the translator made of them; return the text and the terms put in.

    A term whose rendering is not found is left: the reply is then reported, not guessed at.

    >>> force_terms("Ms. Baker came.", "La Sra. Panadera vino.", [Term("Baker", "Baker")], lambda _: "Panadera")[0]
    'La Sra. Baker vino.'
    """
    forced: list[Term] = []
    for term in terms:
        if not has_term(text, term.source, term.exact) or has_term(reply, term.target, False):
            continue
        words = tokenised(reply)
        made = probe(term.source)
        window = find_window(made, words, _place(text, term.source)) if made else None
        window = window or _what_goes(text, words, term.source, probe)
        if window is None:
            continue
        first, last = words[window[0]].text, words[window[1] - 1].text
        lead, tail = re.match(r"\W*", first), re.search(r"\W*$", last)
        put = (lead[0] if lead else "") + term.target + (tail[0] if tail else "")
        words[window[0] : window[1]] = [TextToken(put, -1)]
        reply = join_tokens(words)
        forced.append(term)
    return reply, forced


def _what_goes(text: str, words: Sequence[TextToken], part: str, probe: Probe) -> tuple[int, int] | None:
    """Find the words that are gone when the text is translated without a part of it; one run of them, and short."""
    without = re.sub(r"\s*(?<!\w)" + re.escape(part) + r"(?!\w)", "", text, count=1, flags=re.IGNORECASE).strip()
    made = probe(without) if words_of(without) else None
    if not made:
        return None
    have, left = ([_stem(token.text) for token in tokens] for tokens in (words, tokenised(made)))
    changes = [
        op for op in SequenceMatcher(a=left, b=have, autojunk=False).get_opcodes() if op[0] in ("insert", "replace")
    ]
    if len(changes) != 1 or changes[0][0] != "insert":
        return None
    _, _, _, start, end = changes[0]
    return (start, end) if end - start <= len(part.split()) + 1 else None


def _place(text: str, part: str) -> float:
    at = text.lower().find(part.lower())
    return (at + len(part) / 2) / max(1, len(text)) if at >= 0 else 0.5


def find_window(wanted: str, words: Sequence[TextToken], place: float, least: float = 0.5) -> tuple[int, int] | None:
    """Return the run of words most like ``wanted``, near ``place`` (0..1 of the text); None where none is like it.

    Words match where they are the same apart from case, marks and accents, or share their first two thirds (inflected
    forms). ``least`` is the share of words that must match.
    """
    goal = [_stem(token.text) for token in tokenised(wanted) if _stem(token.text)]
    have = [_stem(token.text) for token in words]
    if not goal or len(goal) > len(have) or len(goal) * len(have) > 200_000:
        return None
    best: tuple[float, int, int] | None = None
    for size in {max(1, len(goal) - 1), len(goal), len(goal) + 1}:
        for start in range(len(have) - size + 1):
            hits = sum(_same(a, b) for a, b in zip(goal, have[start : start + size], strict=False))
            hits = max(
                hits, sum(_same(a, b) for a, b in zip(goal[::-1], have[start : start + size][::-1], strict=False))
            )
            far = abs((start + size / 2) / len(have) - place)
            score = hits / max(len(goal), size) - 0.2 * far
            if hits >= least * max(len(goal), size) and (best is None or score > best[0]):
                best = (score, start, start + size)
    return best[1:] if best else None


def _stem(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if c.isalnum())


def _same(one: str, two: str) -> bool:
    if one == two:
        return bool(one)
    size = max(3, round(min(len(one), len(two)) * 2 / 3))
    return len(one) >= 4 and len(two) >= 4 and one[:size] == two[:size]


def styled(
    source: Sequence[TextToken],
    words: Sequence[TextToken],
    probe: Probe,
    base: Style = PLAIN,
    known: Concepts | None = None,
) -> tuple[list[TextToken], list[str]]:
    """Return the words of the translation in their styles, and the stretches whose position had to be guessed.

    ``base`` is the style of what surrounds the stretches; ``known`` words are found by their translations. Marks
    around a stretch that has none are left outside.
    """
    dressed = [replace(word, style=base) for word in words]
    guessed: list[str] = []
    length = max(1, len(join_tokens(source)))
    for number, (start, end, style) in enumerate(_runs(source, base)):
        stretch = join_tokens(source[start:end])
        stretch = stretch[source[start].outside[0] : len(stretch) - source[end - 1].outside[1]]
        before, after = len(join_tokens(source[:start])), len(join_tokens(source[:end]))
        place = (before + after) / 2 / length
        window = find_window(stretch, words, place, least=1.0) or _known_window(stretch, words, place, known)
        if window is None and number < _PROBED:
            made = probe(stretch)
            window = find_window(made or "", words, place) or find_window(stretch, words, place)
        if window is None:
            window = _by_position(words, before / length, after / length)
            guessed.append(stretch)
        for index in range(*window):
            dressed[index] = replace(dressed[index], style=style)
        first, last = window[0], window[1] - 1
        dressed[first] = replace(dressed[first], outside=(_lead(words[first].text, stretch), 0))
        dressed[last] = replace(dressed[last], outside=(dressed[last].outside[0], _tail(words[last].text, stretch)))
    return dressed, guessed


def _known_window(
    stretch: str, words: Sequence[TextToken], place: float, known: Concepts | None
) -> tuple[int, int] | None:
    """Return the place nearest to ``place`` of a word that renders a stretch of one known word."""
    parts = folded_words(stretch)
    forms = known[parts[0]] if known is not None and len(parts) == 1 else frozenset()
    hits = [n for n, word in enumerate(words) if any(part in forms for part in folded_words(word.text))]
    if not hits:
        return None
    at = min(hits, key=lambda n: abs((n + 0.5) / len(words) - place))
    return at, at + 1


def _lead(word: str, stretch: str) -> int:
    marks = len(word) - len(word.lstrip(_OPENING))
    return marks if not stretch[:1] or stretch[0] not in _OPENING else 0


def _tail(word: str, stretch: str) -> int:
    marks = len(word) - len(word.rstrip(_CLOSING))
    return marks if not stretch[-1:] or stretch[-1] not in _CLOSING else 0


def _runs(source: Sequence[TextToken], base: Style) -> list[tuple[int, int, Style]]:
    runs: list[tuple[int, int, Style]] = []
    for index, token in enumerate(source):
        if token.style == base:
            continue
        if runs and runs[-1][1] == index and runs[-1][2] == token.style:
            runs[-1] = (runs[-1][0], index + 1, token.style)
        else:
            runs.append((index, index + 1, token.style))
    return runs


def _by_position(words: Sequence[TextToken], start: float, end: float) -> tuple[int, int]:
    """The words at the same share of the text; never none."""
    edges = [0]
    for token in words:
        edges.append(edges[-1] + len(token.text) + 1)
    first = min(range(len(words)), key=lambda i: abs(edges[i] / edges[-1] - start))
    last = min(range(first, len(words)), key=lambda i: abs(edges[i + 1] / edges[-1] - end))
    return first, last + 1
