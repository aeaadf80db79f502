"""Read-back: what was written is read by an independent library before it takes the target's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from captionkit.errors import VerificationError
from captionkit.registry import load_target

if TYPE_CHECKING:
    from captionkit.model.track import Track

__all__ = ["WITNESSES", "check_with_witness"]

#: Format name -> function (path, track) that returns a line for each difference an independent reader sees.
WITNESSES = {
    "srt": "captionkit.formats.interop.pysrt:witness_srt",
    "vtt": "captionkit.formats.interop.webvtt:witness_vtt",
}


def check_with_witness(format_name: str, track: Track) -> Callable[[str], None] | None:
    """Return a check for :func:`captionkit.delivery.atomic.write_atomic`; None where the format has no witness."""
    target = WITNESSES.get(format_name)
    return partial(_check, load_target(target), track) if target else None


def _check(witness: Callable[[str, Track], list[str]], track: Track, path: str) -> None:
    differences = witness(path, track)
    if differences:
        shown = "\n  ".join(differences[:10])
        more = f"\n  ... and {len(differences) - 10} more" if len(differences) > 10 else ""
        raise VerificationError(
            f"an independent reader reads the file differently from what was to be written:\n  {shown}{more}",
            hint="nothing was written; --no-verify writes it all the same (please report the case)",
        )
