"""The workbench: tracks open for editing, with a journal, undo, judging as one types, and saving; a server before it.

:class:`~captionkit.review.session.Session` is what the server, a script or a test speaks to, in plain dictionaries
(``docs/review-interface.md``). It holds no second rule, count, fix or format.

An edit goes from ``operations`` (with ``shaping`` and ``remarks``; ``bench`` is what they work with) as a delta of the
``document`` through ``desk`` to the ``journal`` (``codec``, ``lock``), the cues, ``history`` and ``judging``; ``rows``
and ``answers`` say what the page is shown. ``proposer`` offers fixes (``proposing``, in a ``worker``), ``searching``
finds text. ``files`` looks after the files: ``saving`` and ``patching`` make their bytes, ``outside`` compares what
others wrote, ``passes`` keeps waivers, ``lossy`` says what a format cannot carry.

The server: ``start``, ``server``, ``application``, ``routes``, ``guard``, ``wire``, ``events``; ``material`` is made of
the film, ``page`` is what a browser is given, ``client`` a page for others to leave notes on.
"""
