"""What changed between two versions of a track: which cues are which, what became of them, and reports of it."""

from captionkit.quality.changes.revision import KINDS, Revision, revisions

__all__ = ["KINDS", "Revision", "revisions"]
