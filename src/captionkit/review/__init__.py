"""The workbench: tracks open for editing, with a journal, undo, judging as one types, and saving.

Nothing here serves pages or looks at films: :class:`~captionkit.review.session.Session` is what a server, a script or
a test speaks to, in plain dictionaries (``docs/review-interface.md``). It holds no second rule, count, fix or format.

Modules: ``document`` (open tracks, identifiers, deltas), ``rows`` (cues as the page knows them), ``operations`` and
its families (what an edit makes of the cues), ``history`` (undo), ``journal`` and ``codec`` (what is kept on disk),
``judging`` (findings and counters), ``proposals``, ``saving`` and ``outside`` (files), ``session`` (the door).
"""
