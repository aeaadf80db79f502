"""Finding text in the JSON that the transcript does not carry: summaries, chapters, translations, unknown fields.

The lists of segments and words have been read, so only what stands beside them is walked, and long lists of plain
numbers are passed over: the walk costs a fraction of the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from captionkit.text.scripts import has_unspaced
from captionkit.transcripts.slicing import squash

if TYPE_CHECKING:
    from captionkit.model.transcript import Transcript
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["report_uncarried"]

#: Keys under which no service puts what was said.
_SETTINGS = frozenset((
    "metadata", "params", "model", "model_info", "models", "systeminfo", "config", "settings", "transcription_config",
    "language_pack_info", "job", "self", "source", "timestamp", "created_at", "audio_url", "webhook_url", "warnings",
    "pens", "wsWinStyles", "wpWinPositions", "regroup_history", "media", "file", "filename", "request_id", "id",
    "language", "language_probs", "created", "model_id", "url", "links", "info",
))  # fmt: skip
#: Tuples, because a union in a loop is made again each time.
_NUMBERS, _NESTED = (float, int), (dict, list)
_DEPTH = 40
#: How many values are looked at, and how many texts without blanks are looked for.
_LIMIT = 1_000_000
_LOOKS = 200


def report_uncarried(
    data: Any, transcript: Transcript, notes: Notes, ignored: frozenset[str], consumed: set[int]
) -> None:
    """Note each kind of text in ``data`` that is not in ``transcript``: one diagnostic a path.

    ``ignored`` are keys not worth a look, ``consumed`` the ids of the values that the reader has read.
    """
    said = _Said(transcript)
    found: dict[str, list[str]] = {}
    walk = _Walk(_SETTINGS | ignored, consumed)
    for path, text in walk.texts(data, "", _DEPTH):
        if not said.holds(text):
            found.setdefault(path, []).append(text)
    if walk.left < 0:
        notes.add(
            "stt.ignored-text", f"beside the transcript the file holds more than {_LIMIT:,} values; not all were seen"
        )
    for path, texts in found.items():
        sample = texts[0] if len(texts[0]) <= 60 else texts[0][:59] + "…"
        notes.add(
            "stt.ignored-text",
            f"{len(texts)} text(s) under {path} are not part of the transcript, first: {sample!r}",
            data={"path": path, "count": len(texts)},
        )


class _Said:
    """What the transcript says, to look up whether a text is in it."""

    def __init__(self, transcript: Transcript) -> None:
        self._texts = [segment.text for segment in transcript.segments]
        self._names = {squash(name) for name in transcript.speakers}
        self._joined = " ".join(self._texts)
        self._words: set[str] | None = None
        self._squashed: str | None = None
        self._looks = 0

    def holds(self, text: str) -> bool:
        """Whether the text, or at least each of its words, is in the transcript."""
        if len(text) * 2 > len(self._joined) and " ".join(text.split()) in self._joined:
            return True
        if self._words is None:
            self._words = {squash(word) for text in self._texts for word in text.split()} | self._names
        if all(word in self._words for word in map(squash, text.split()) if word):
            return True
        return has_unspaced(text) and self._unspaced_holds(squash(text))

    def _unspaced_holds(self, text: str) -> bool:
        """Look for text without blanks; each look costs a pass over the transcript, so their number is bounded."""
        self._looks += 1
        if self._squashed is None:
            self._squashed = squash(self._joined)
        return self._looks <= _LOOKS and text in self._squashed


class _Walk:
    """Walks what was not read, up to a number of values."""

    def __init__(self, skip: frozenset[str], consumed: set[int]) -> None:
        self.skip = skip
        self.consumed = consumed
        self.left = _LIMIT

    def texts(self, value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
        """Yield (path, text) of strings that read like sentences."""
        if isinstance(value, dict):
            pairs: Iterable[tuple[str, Any]] = value.items()
        elif not isinstance(value, list) or (value and isinstance(value[0], int | float)):
            return
        else:
            pairs = (("[]", inner) for inner in value)
        for key, inner in pairs:
            if inner is None or isinstance(inner, _NUMBERS):
                continue
            self.left -= 1
            if self.left < 0 or depth < 0:
                return
            if key in self.skip or id(inner) in self.consumed:
                continue
            if isinstance(inner, str):
                if _sentence(inner):
                    yield _below(path, key), inner
            elif inner and isinstance(inner, _NESTED):
                yield from self.texts(inner, _below(path, key), depth - 1)


def _below(path: str, key: str) -> str:
    return path + key if key == "[]" else f"{path}.{key}".lstrip(".")


def _sentence(text: str) -> bool:
    """Whether a string reads like text that somebody said or wrote: two words, or a script without spaces."""
    if " " not in text and text.isascii():
        return False
    return (" " in text.strip() or has_unspaced(text)) and any(map(str.isalpha, text))
