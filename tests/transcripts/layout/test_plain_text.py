"""Text that is no transcript in turns stays text: no word lost or added, nobody invented, no time found."""

# ruff: noqa: E501

from __future__ import annotations

import re
from pathlib import Path

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.formats import FORMATS
from captionkit.sources import ReadOptions, open_source
from tests.support import CORPORA, ROOT, corpora

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|♪")

#: Prose that imitates labels, times or tables, each in its own way.
TRAPS = {
    "a word before another": "In spring we mow.\nThe grass is high and long.\nIn short we are late.\nWe begin at seven.\n",
    "numbered verses": "2:1 And the smith laid down his hammer.\n2:2 And he said that it was good.\n2:14 Then came the rain.\n3:1 The field was green.\n",
    "remarks": "Oil the hinge.\n\nNote: use little.\n\nClose the door.\n\nNote: listen for a squeak.\n\nTip: wear gloves.\n",
    "a refrain": "The mill goes round,\nthe mill goes round,\nand who will sweep the floor?\n\nOh miller,\noh miller,\nthe corn is at the door.\n",
    "dialogue in quotation marks": '"Are you there?" asked Lena.\n\n"No," said Hugo. He hid behind the door.\n\n"I can see your feet: both of them."\n',
    "a glossary": "Hull: the body of a ship.\n\nKeel: the long beam below.\n\nMast: what carries the sail.\n",
    "a letter": "Dear Lena,\n\nI write to you: it is cold.\n\nYours,\nHugo\n\nP.S. Bring the blue coat.\n",
    "questions and answers without names": "Is it far?\n\nIt is an hour on foot.\n\nIs there a bus?\n\nAt 7:15 and at 16:40.\n",
    "scores": "North End - Old Town 3:2\nRiverside - Hill 1:1\nGreen Park - West 0:4\n",
    "steps": "Step 1 Fold the sheet.\nStep 2 Turn it over.\nStep 3 Fold it again.\nStep 4 Cut the corner.\n",
    "a list of fruit": "Apples\nPears\nPlums\n\nWe sell from 8:30. Bring a bag.\n",
    "prices": "Bread 3.20\nMilk 1.10\nA dozen eggs 4.00\nAll in all 8.30\n",
    "headings": "Sources\n\nThe river rises in the north.\n\nCourse\n\nIt runs south for two days.\n\nMouth\n\nIt ends in a lake.\n",
    "a shout": "I SAY IT ONCE MORE. THE ROOF LEAKS.\nIT LEAKED LAST YEAR.\nNOBODY CAME.\n",
    "colons all over": "He knew one thing: wait.\n\nShe knew another: go.\n\nThey agreed: tomorrow. And so: to bed.\n",
    "dashes all over": "- Sweep the yard.\n- Feed the hens.\n- The goat - the white one - needs hay.\n",
    "a programme": "09:00 Doors open\n09:45 Words of welcome\n11:00 Coffee\n11:30 How a mill works\n13:00 Soup\n",
    "thanks": "Thank you. We came late.\n\nThank you. We stay long.\n\nNo. We do not mind the rain.\n\nNo. Not at all.\n",
    "a mail": "From: Lena\nTo: Hugo\nSubject: the roof\n\nThe roof leaks again. Come soon.\n\nFrom: Hugo\nTo: Lena\nSubject: Re: the roof\n\nOn Monday.\n",
    "figures": "Figure 1: The mill from the road.\n\nThe mill was built of stone.\n\nFigure 2: The wheel.\n\nThe wheel turns slowly.\n",
    "german": "Mit anderen Worten gehen wir heim.\n\nKurzum: es regnet.\n\nUm 8:30 Uhr kam er. Er sagte nur eins: warten.\n",
    "a data sheet": "Built: Ness, 1954. Length: 60 metres.\n\nCrew: 21. Speed: 9 knots.\n\nSold: twice.\n",
    "one long paragraph": 'We came at 6:15 and left at 7:10. Note that Q. and A. were asked later, and that "Hugo: bring soup" was all he wrote.\n',
    "letters as a list": "A. Sweep the yard.\nB. Feed the hens.\nC. Mow the lawn.\nD. Go home.\n",
}


def held(text: str) -> list[str]:
    transcript = read_transcript(text.encode(), language="en")
    assert sorted({s.speaker for s in transcript.segments if s.speaker}) == []
    assert [s.text for s in transcript.segments if s.start is not None] == []
    return words(" ".join(s.text for s in transcript.segments))


def words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


@pytest.mark.parametrize("name", TRAPS)
def test_prose_stays_prose(name: str) -> None:
    assert held(TRAPS[name]) == words(TRAPS[name])


def _shapes(path: Path) -> dict[str, str]:
    """Return the text of a caption file as a line a cue, divided by blanks, in paragraphs of four sentences, as one."""
    track = FORMATS.get(path.suffix[1:]).read(open_source(path), ReadOptions()).value  # type: ignore[misc]
    lines = [" ".join(" ".join(line.text for line in cue.lines).split()) for cue in track.cues]
    lines = [line for line in lines if line]
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(lines))
    fours = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return {
        "lines": "\n".join(lines),
        "blanks": "\n\n".join(lines),
        "fours": "\n\n".join(fours),
        "one": " ".join(lines),
    }


@corpora
def test_captions_as_plain_text_keep_their_words_and_name_nobody() -> None:
    paths = sorted(p for p in (CORPORA / "real-captions").rglob("*") if p.suffix in (".vtt", ".srt"))
    assert len(paths) >= 60
    for path in paths:
        for shape, text in _shapes(path).items():
            assert held(text) == words(text), f"{path.name} as {shape}"


@corpora
def test_the_prose_beside_the_project_keeps_its_words_and_names_nobody() -> None:
    for path in sorted((ROOT.parent / "shared" / "cases" / "prose").glob("*.txt")):
        transcript = read_transcript(path)
        assert {s.speaker for s in transcript.segments} == {""}, path.name
        assert words(" ".join(s.text for s in transcript.segments)) == words(path.read_text("utf-8")), path.name
