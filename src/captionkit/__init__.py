"""captionkit: transcripts in, broadcast-ready caption tracks out."""

__version__ = "0.1.0"
