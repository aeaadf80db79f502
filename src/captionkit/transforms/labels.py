"""Who speaks in a track, by its own labels; and what only looks like a label: ``NOTE TO SELF: buy milk``.

One cue cannot tell a name in capitals from words in capitals. A track can: labels come again, or others stand beside
them, and the words of a name are not said in lower case elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from captionkit.model.track import Track
from captionkit.text.parts import Part, PartKind, parts_of
from captionkit.values import value

__all__ = ["Labels", "labels_of", "names_of"]

_MIXED_LABEL = re.compile(r"(?m)^(?:[-\u2013] ?)?(?P<name>[^\W\d_][^\n:.!?,;]{0,29}):[ \t]+(?=\S)")
_LOWER = re.compile(r"[^\W\d_]+")
#: A track of so many cues has more than one label, if it has any; so many of its words in lower case are its commonest.
_MANY, _COMMONEST = 8, 30
#: This share of the texts begin with a capital in a track that writes sentences.
_CAPITAL = 0.75


@value
class Labels:
    """The speakers that a track names, and what is ``said`` although it stands as labels do."""

    names: frozenset[str]
    said: frozenset[str] = frozenset()

    def parts_of(self, text: str) -> tuple[Part, ...]:
        """Return the parts of a text of this track; what only looks like a label is speech."""
        parts = parts_of(text, self.names)
        if self.said.isdisjoint(part.text for part in parts):
            return parts
        speech = (Part(PartKind.SPEECH, part.start, part.end) for part in parts)
        looks = (part.kind is PartKind.LABEL and part.text in self.said for part in parts)
        return tuple(other if said else part for part, other, said in zip(parts, speech, looks, strict=True))


def labels_of(track: Track) -> Labels:
    """Return the speakers that a track names, its cues' and those of its labels, and what only looks like a label.

    A label in mixed case is one on the track's own evidence only: at the start of lines of three cues, or of two where
    there is another such name.

    >>> from captionkit.model.cue import Cue
    >>> found = labels_of(Track((Cue(0, 1, "ANN: Go to bed."), Cue(2, 3, "NOTE TO SELF: go to bed."))))
    >>> sorted(found.names), sorted(found.said)
    (['ANN'], ['NOTE TO SELF'])
    """
    names = {cue.speaker for cue in track.cues if cue.speaker}
    names.update(
        span.style.voice for cue in track.cues for line in cue.lines for span in line.spans if span.style.voice
    )
    mixed: Counter[str] = Counter()
    uses: dict[str, list[str]] = defaultdict(list)
    for cue in track.cues:
        text = cue.text
        if ":" in text or "\uff1a" in text or "[" in text or "\uff08" in text:
            for part in parts_of(text):
                if part.kind is PartKind.LABEL:
                    uses[part.text].append("" if part.manner else text[part.start :])
            mixed.update({match["name"] for match in _MIXED_LABEL.finditer(text) if _is_named(match["name"])})
    often = [name for name, count in mixed.items() if count > 1]
    said = _said(track, uses, names)
    names |= uses.keys() - said
    names.update(name for name in often if mixed[name] > 2 or len(often) > 1)
    return Labels(frozenset(names), said)


def names_of(track: Track) -> frozenset[str]:
    """Return the speakers that a track names.

    >>> from captionkit.model.cue import Cue
    >>> sorted(names_of(Track((Cue(0, 1, "ANN: Yes."), Cue(1, 2, "[Ann] No."), Cue(2, 3, "Note: it is late.")))))
    ['ANN']
    """
    return labels_of(track).names


def _is_named(name: str) -> bool:
    words = name.split()
    return 0 < len(words) < 4 and all(word[0].isupper() or word[0].isdigit() for word in words)


def _said(track: Track, uses: dict[str, list[str]], known: set[str]) -> frozenset[str]:
    """Return the names that stand once, in capitals without brackets, and that more speaks against than for."""
    once = {name: texts[0] for name, texts in uses.items() if len(texts) == 1 and texts[0].startswith(name)}
    once = {name: text for name, text in once.items() if name.isupper() and not any(map(str.isdigit, name))}
    if not once:
        return frozenset()
    texts = [cue.text for cue in track.cues]
    lower = Counter(word for text in texts for word in _LOWER.findall(text) if word.islower())
    commonest = {word for word, _ in lower.most_common(_COMMONEST)}
    first = [text for text in texts if text[:1].isalpha()]
    written = sum(text[0].isupper() for text in first) >= _CAPITAL * len(first)
    others = bool(known) or len(uses) > 1
    lone = not others and len(texts) >= _MANY
    found = set()
    for name, text in once.items():
        words = name.casefold().split()
        rest = text[len(name) :].lstrip(":\uff1a \t")
        against = lone + 2 * (written and rest[:1].islower()) + all(lower[word] for word in words)
        against += len(words) > 1 and not commonest.isdisjoint(words)
        if against > others:
            found.add(name)
    return frozenset(found)
