"""A transcript written as text for people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from captionkit.api.load import reading_options
from captionkit.api.read_transcript import as_transcript
from captionkit.errors import UsageError
from captionkit.transcripts.write import FORMATS, Shape, TextFormat, transcript_bytes
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.model.transcript import Transcript
    from captionkit.sources import Readable, ReadOptions

__all__ = ["TranscriptText", "transcript"]


@value
class TranscriptText:
    """What :func:`transcript` made: the transcript as read, its text as a file's bytes, and where it was written."""

    transcript: Transcript
    data: bytes
    format: TextFormat
    path: str = ""
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The text; of a Word document nothing, for it is not text."""
        return "" if self.format == "docx" else self.data.decode("utf-8")

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        spoken = self.transcript.spoken
        return {
            "format": self.format,
            "path": self.path,
            "language": self.transcript.language,
            "speakers": list(self.transcript.speakers),
            "segments": len(spoken),
            "words": sum(len(segment.text.split()) for segment in spoken),
        }


def transcript(
    source: Readable,
    output: str | PurePath | None = None,
    *,
    format: TextFormat | None = None,
    shape: Shape = "paragraphs",
    from_format: str | None = None,
    language: str = "",
    rename: Mapping[str, str] | None = None,
    include: Collection[str] = (),
    force: bool = False,
    dry_run: bool = False,
    read_options: ReadOptions | None = None,
) -> TranscriptText:
    r"""Write what was said as text: a transcript or a caption track in any form captionkit reads.

    ``shape`` is ``paragraphs`` (a speaker's words together), ``sentences`` (one a line) or ``timed`` (each paragraph
    with its time); ``format`` is ``txt``, ``md``, ``html`` or ``docx``, by default as the suffix of ``output`` says.
    ``rename`` maps speakers' names, ``include`` names kinds of segments besides speech. Without ``output`` nothing is
    written.

    Raises what :func:`captionkit.read_transcript` raises; UsageError for a format that is not one, OutputError.

    >>> print(transcript(b"Anna: Good evening.\n\nBen: Good evening, Anna.\n", format="md").text)
    **Anna:** Good evening.
    <BLANKLINE>
    **Ben:** Good evening, Anna.
    <BLANKLINE>
    """
    kind = format or _format_of(output)
    reading = as_transcript(source, from_format, reading_options(read_options, language))
    spoken, found = reading.value, reading.diagnostics
    if rename:
        from captionkit.transcripts.rename import rename_speakers

        renaming = rename_speakers(spoken, rename)
        spoken, found = renaming.value, (*found, *renaming.diagnostics)
    data = transcript_bytes(spoken, kind, shape, include)
    path = "" if output is None else str(output)
    if path and not dry_run:
        from captionkit.delivery.atomic import write_atomic

        write_atomic(path, data, force=force)
    return TranscriptText(spoken, data, kind, path, found)


def _format_of(output: str | PurePath | None) -> TextFormat:
    suffix = PurePath(output or "talk.txt").suffix.lower().lstrip(".")
    known = {"markdown": "md", "htm": "html", "text": "txt"}.get(suffix, suffix)
    for name in FORMATS:
        if name == known:
            return name
    raise UsageError(
        f"{output}: .{suffix} is not a format of text", hint=f"one of {', '.join(FORMATS)}; for captions: caption"
    )
