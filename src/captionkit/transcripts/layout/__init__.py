"""Plain text as a transcript: where it stands in its file, which layout it is written in, what each line means."""
