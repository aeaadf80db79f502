"""How profiles write what is not speech: labels, sounds and songs, from the parts of a text and back.

What is what in a text is for :mod:`captionkit.text.parts` to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from captionkit.text.part import MUSIC, Part, PartKind
from captionkit.text.parts import parts_of
from captionkit.values import replace, value

__all__ = ["Writing", "label_written", "writing_edits", "written"]


@value
class Writing:
    """How a profile writes what is not speech.

    ``brackets`` are those of sounds, ``label`` is ``colon`` (``ANN (off): Hi``), ``brackets`` (``[Ann, off] Hi``) or
    ``none``, ``note`` the mark at both ends of a song (as it stands where empty), ``capitals`` whether labels are in
    capitals.
    """

    brackets: str = "[]"
    label: str = "colon"
    note: str = ""
    capitals: bool = True

    def replace(self, **changes: Any) -> Writing:
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    @classmethod
    def of(cls, style: Mapping[str, Any]) -> Writing:
        """Return the writing that a profile's ``style`` states; what it leaves open is as the class has it."""
        return cls(
            brackets=style.get("sdh_brackets", "") or "[]",
            label=style.get("sdh_label", "") or "colon",
            note=style.get("music_mark", ""),
        )


def written(text: str, writing: Writing, names: Collection[str] = ()) -> str:
    r"""Return a cue's text with its labels, sounds and songs as a profile writes them; speech stays as it is.

    >>> written("OLAF (whispering): Hush.\n(door slams)", Writing(label="brackets"))
    '[Olaf whispering] Hush.\n[door slams]'
    >>> written("[Olaf whispering] Hush.", Writing(), names=("Olaf",))
    'OLAF (whispering): Hush.'
    """
    edits = writing_edits(text, writing, names)
    made, at = [], 0
    for start, end, new in edits:
        made += [text[at:start], new]
        at = end
    return "".join([*made, text[at:]])


def writing_edits(text: str, writing: Writing, names: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """Return what to replace in a text, so that it is written as a profile writes it."""
    edits = []
    for part in parts_of(text, names):
        new = _as(part, text, writing)
        if new != text[part.start : part.end]:
            edits.append((part.start, part.end, new))
    return edits


def _as(part: Part, text: str, writing: Writing) -> str:
    old = text[part.start : part.end]
    first, last = writing.brackets[:1], writing.brackets[1:]
    if part.kind is PartKind.SOUND and not set(part.text) <= set(MUSIC + " ~\uff5e\u301c\u2026.\n\t"):
        return first + (old[1:-1].strip() if "\n" in old else part.text) + last
    if part.kind is PartKind.SONG and writing.note:
        inner = old.strip(f" \t#*{MUSIC}")
        return f"{writing.note} {inner} {writing.note}"
    if part.kind is not PartKind.LABEL or writing.label == "none":
        return old
    return label_written(part.text, part.manner, writing)


def label_written(name: str, manner: str, writing: Writing) -> str:
    """Return a label as a profile writes it.

    >>> label_written("OLAF", "whispering", Writing(label="brackets")), label_written("Olaf", "off", Writing())
    ('[Olaf whispering]', 'OLAF (off):')
    """
    if writing.label == "brackets":
        said = name.title() if name.isupper() else name
        return f"{writing.brackets[:1]}{said}{' ' + manner if manner else ''}{writing.brackets[1:]}"
    name = name.upper() if writing.capitals else name
    return f"{name} ({manner}):" if manner else f"{name}:"
