"""Formats that edit suites, players and podcast apps take: written from a track, read by none of ours.

``docs/formats/edit.md`` says who takes what. A chapter or marker is a cue: its text is the title.
"""

__all__: list[str] = []
