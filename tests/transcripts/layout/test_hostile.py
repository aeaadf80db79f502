"""Texts made to be slow: each is read to its end, and costs no more than its length allows.

No clock is asserted; a step that took quadratic time would make these cases take minutes.
"""

from __future__ import annotations

from contextlib import suppress

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.errors import CaptionkitError
from captionkit.sources import Source
from captionkit.transcripts.sniff import recognise

SIZE = 60_000
PIECES = {
    "blanks inside": "a" + " " * 400 + "b",
    "open brackets": "[(",
    "open marks": "(a [b ♪",
    "marks": "(x) ",
    "notes": "♪ ",
    "times": "[00:00:01] ",
    "time lines": "0:01\n",
    "half times": "00:00:",
    "labels": "Ann: a\n",
    "colons": "A:",
    "chevrons": ">> ",
    "capitals": "Word ",
    "shouted": "WORD ",
    "announcements": "here is the transcript of\n",
    "announcement": "transcript ",
    "handovers": "Anna Berg has the details:\n\n",
    "handover": "Anna Berg in the harbour of the town ",
    "thanks": "Thank you, Anna. ",
    "tags": "<b><a '",
    "comments": "<!--",
    "scripts": "<script>",
    "cells": '"a,',
    "tabs": "a\t",
    "stars": "**a",
    "dashes": "- - ",
    "cues": "1\n00:00:01,000 --> 00:00:02,000\n",
    "rules": "---\n",
    "boilerplate": "Source: Share this Copyright ",
    "digits": "1",
}


@pytest.mark.parametrize("name", PIECES)
def test_repetition_is_read(name):
    text = PIECES[name] * (SIZE // len(PIECES[name]))
    recognise(Source(text.encode(), "talk.txt"))
    assert read_transcript(text.encode(), format="text").source == "text"
    assert read_transcript(f"<p>{text}".encode(), format="html").source == "html"


@pytest.mark.parametrize("name", PIECES)
def test_repetition_below_an_announcement_is_read(name):
    text = "Prose.\n\nTranscript:\n\n" + PIECES[name] * (SIZE // 4 // len(PIECES[name]))
    assert read_transcript(text.encode(), format="text").source == "text"


@pytest.mark.parametrize("name", ["cells", "tabs", "colons", "digits"])
def test_repetition_as_a_table_is_read_or_refused(name):
    text = PIECES[name] * (SIZE // len(PIECES[name]))
    with suppress(CaptionkitError):
        assert read_transcript(text.encode(), format="table").source == "table"
