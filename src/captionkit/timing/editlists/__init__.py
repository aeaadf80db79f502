"""Edit lists: CMX 3600, xmeml (Final Cut Pro 7, Premiere, Resolve), FCPXML and OpenTimelineIO.

Each reader (``cmx``, ``xmeml``, ``fcpxml``, ``otio``) gives the same :class:`~.events.EditEvent` rows; :mod:`.read`
knows which list is which.
"""

__all__: list[str] = []
