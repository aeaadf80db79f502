"""Transcripts made to order, by the hundred: words accounted for always, speakers and times exact, doubt said.

``CAPTIONKIT_GENERATED=5000`` reads so many of them.
"""

from __future__ import annotations

import os
import re

from captionkit.diagnostics import Result, Severity
from captionkit.model.transcript import Kind, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.layout.reader import READER
from tests.transcripts.layout.generate import Made, make
from tests.transcripts.layout.helpers import unaccounted

COUNT = int(os.environ.get("CAPTIONKIT_GENERATED", "240"))
#: A character of a script without blanks, or a word.
WORD = re.compile(r"[\u3040-\u9fff]|[^\W_\u3040-\u9fff]+(?:['’][^\W_\u3040-\u9fff]+)*")
#: What times in words and tools' addresses have besides digits.
TIME_WORDS = re.compile(r"\d+ minutes, \d+ seconds|\d+h\d\dm\d\ds|\d+'\d\d\"|\d+\.0s|https?://\S+")
DOUBT = ("text.ambiguous", "text.no-speakers", "text.preamble", "text.left-out", "text.words-left", "text.empty")


def read(made: Made) -> Result[Transcript]:
    return READER.read(Source(made.text.encode(), f"talk{made.suffix}", encoding="utf-8"), ReadOptions())


def is_right(made: Made, transcript: Transcript) -> bool:
    """Tell whether each word has its speaker, and each turn its time."""
    speech = [s for s in transcript.segments if s.kind is Kind.SPEECH]
    got = [(word.lower(), s.speaker.casefold(), at) for at, s in enumerate(speech) for word in WORD.findall(s.text)]
    wanted = [(word.lower(), who.casefold().split("|")) for who, text, _ in made.said for word in WORD.findall(text)]
    if [word for word, _, _ in got] != [word for word, _ in wanted]:
        return False
    if any(who not in names for (_, who, _), (_, names) in zip(got, wanted, strict=True)):
        return False
    place = 0
    for _, text, start in made.said:
        if start is not None and speech[got[place][2]].start != start:
            return False
        place += len(WORD.findall(text))
    return True


def test_generated_transcripts() -> None:
    wrong: list[str] = []
    unsaid = false_alarm = 0
    for seed in range(COUNT):
        made = make(seed)
        result = read(made)
        assert unaccounted(TIME_WORDS.sub(" ", made.text), result) == [], f"seed {seed}: {made.recipe}"
        doubt = any(d.code in DOUBT and d.severity >= Severity.WARNING for d in result.diagnostics)
        if is_right(made, result.value):
            if made.kind["noise"] == "article":
                assert doubt, f"seed {seed}: prose left out unsaid: {made.recipe}"
            else:
                false_alarm += doubt
        else:
            wrong.append(f"seed {seed}: {made.recipe}")
            unsaid += not doubt
    assert len(wrong) <= 0.02 * COUNT, "\n".join(wrong)
    assert false_alarm <= 0.03 * COUNT
    assert unsaid <= max(2, 0.3 * len(wrong)), "\n".join(wrong)
