"""A track: cues in order, with what their format says around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from captionkit.model.cue import Cue
from captionkit.model.transcript import Timing
from captionkit.model.verbs import public
from captionkit.values import field, replace, value

if TYPE_CHECKING:
    import pysrt
    import webvtt

__all__ = ["Block", "FileLayout", "Track"]


@value
class Block:
    """A block of a file that is not a cue: ``kind`` is ``style``, ``region``, ``note``, ``header`` or ``other``.

    ``text`` is the block's content without its keyword line.
    """

    kind: str
    text: str


@value
class FileLayout:
    """How the bytes of a file were laid out, for ``--preserve``; ``blank_tail`` counts the blank lines at its end,
    ``details`` is what only its format understands.
    """

    encoding: str = "utf-8"
    bom: bool = False
    eol: str = "\n"
    final_newline: bool = True
    blank_tail: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)


@value
class Track:
    """Cues in order, with the file's language, header and layout.

    ``blocks`` are what stands before the first cue (styles, regions, notes, header lines), ``footer`` the notes after
    the last. ``title`` is the text on WebVTT's first line. ``format`` names what it was read from. ``timing`` says how
    the cues' times came about: an estimated track says so.
    """

    cues: tuple[Cue, ...] = field(default=(), converter=tuple)
    language: str = ""
    format: str = ""
    title: str = ""
    blocks: tuple[Block, ...] = field(default=(), converter=tuple)
    footer: tuple[Block, ...] = field(default=(), converter=tuple)
    timing: Timing = Timing.GIVEN
    layout: FileLayout = field(default_factory=FileLayout, compare=False)
    meta: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cues)

    def __iter__(self) -> Iterator[Cue]:
        return iter(self.cues)

    def replace(self, **changes: Any) -> Track:
        """Return a copy with some fields changed; ``cues`` may be any iterable."""
        if "cues" in changes:
            changes["cues"] = tuple(changes["cues"])
        return replace(self, **changes)

    def __repr__(self) -> str:
        said = [f"{name}={held!r}" for name in ("language", "format") if (held := getattr(self, name))]
        return f"<Track: {', '.join([f'{len(self.cues)} cues', *said])}>"

    @property
    def text(self) -> str:
        r"""All cues' text, joined with ``\n``."""
        return "\n".join(cue.text for cue in self.cues)

    # What stands above the model is offered by name: the package's public names resolve it when it is asked for.
    def to_pysrt(self) -> pysrt.SubRipFile:
        """Return the track as a ``pysrt.SubRipFile``."""
        return public("to_pysrt")(self)

    @classmethod
    def from_pysrt(cls, subs: Iterable[pysrt.SubRipItem]) -> Track:
        """Return a track of a ``pysrt.SubRipFile`` or of any iterable of its items."""
        return public("from_pysrt")(subs)  # type: ignore[no-any-return]

    def to_webvtt(self) -> webvtt.WebVTT:
        """Return the track as a ``webvtt.WebVTT``."""
        return public("to_webvtt")(self)  # type: ignore[no-any-return]

    @classmethod
    def from_webvtt(cls, document: webvtt.WebVTT) -> Track:
        """Return a track of a ``webvtt.WebVTT``."""
        return public("from_webvtt")(document)  # type: ignore[no-any-return]
