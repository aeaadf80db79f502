"""The nouns: transcripts, tracks, times. Values only; nothing here reads files, judges or rounds (but timecode)."""
