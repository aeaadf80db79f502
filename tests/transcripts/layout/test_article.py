"""A transcript inside an article: the announcement, the end, what is left out, who speaks."""

from __future__ import annotations

import pytest

from captionkit.errors import UsageError
from captionkit.model.transcript import Kind
from captionkit.transcripts.layout.article import marker_of
from captionkit.transcripts.layout.rows import Row
from tests.support import ROOT
from tests.transcripts.layout.helpers import codes, read, said, spoken, unaccounted

ABOVE = """\
Lighthouse Keepers Vote to Stay

For a week nobody believed the keepers would agree.

Here is the report of the regional channel (full transcript at the end of this article):

We have asked the ministry for a comment. It has not replied.
"""
SPEECH = [
    "Good evening. The keepers of the northern lighthouses have voted. ( WOW!)",
    "They will stay until spring, the union says.",
    "The vote was close. Marta Lindqvist has the details:",
    "I am standing below the lamp of Cape Gull. The wind is at 20 metres a second.",
    "Within 24 hours, 41 of 77 keepers signed the paper.",
]
SPOKEN = " ".join(SPEECH).replace(" ( WOW!)", "")


def article(marker="Here is the transcript of the report:", below="", gap="\n\n", speech=SPEECH):
    return ABOVE + "\n" + marker + "\n\n\n" + gap.join(speech) + "\n" + below


def test_the_transcript_alone_is_taken_and_the_lines_are_told():
    result = read(article())
    assert spoken(result) == SPOKEN
    taken = next(d for d in result.diagnostics if d.code == "article.taken")
    assert (taken.data["from"], taken.data["to"], taken.data["marker"]) == (12, 20, 9)
    assert "lines 12 to 20" in taken.message
    left = [d.data for d in result.diagnostics if d.code == "article.left-out"]
    assert left == [{"from": 1, "to": 9}]
    assert result.value.title == "Lighthouse Keepers Vote to Stay"


def test_a_handover_names_the_next_speaker_and_the_presenter_is_an_identity():
    result = read(article())
    assert result.value.speakers == ("Presenter", "Marta Lindqvist")
    assert said(result)[2] == ("Presenter", SPEECH[2])
    assert said(result)[3][0] == "Marta Lindqvist"
    assert "Presenter" not in spoken(result)


def test_an_insertion_is_kept_apart_and_reported():
    result = read(article())
    inserted = [s for s in result.value.segments if s.kind is Kind.EDITORIAL]
    assert [(s.text, s.line) for s in inserted] == [("( WOW!)", 12)]
    assert any(d.code == "text.mark" and "editorial" in d.message for d in result.diagnostics)


@pytest.mark.parametrize(
    "marker",
    [
        "Transcript:",
        "TRANSCRIPT",
        "Full transcript",
        "## Transcript",
        "**Full transcript:**",
        "--- TRANSCRIPT ---",
        "Here's the full transcript:",
        "Here is a transcript of what the channel said:",
        "The full transcript follows.",
        "Below is the transcript of the broadcast:",
        "What follows is a transcript of the report.",
        "Video transcript:",
        "Transcript of the evening report:",
        "Transcript (translated):",
        "Read the transcript below:",
        "[Transcript]",
        "The transcript reads:",
        "Here is the full text of the report:",
        "BEGIN TRANSCRIPT",
        "And now the transcript of the report:",
        "Hier ist das Transkript des Berichts:",
        "Abschrift:",
        "Der Beitrag im Wortlaut:",
        "Voici la transcription du reportage :",
        "Transcription :",
        "Aquí está la transcripción del reportaje:",
        "Transcripción completa:",
        "Ecco la trascrizione del servizio:",
        "Transcrição:",
        "Вот расшифровка репортажа:",
        "Полный текст репортажа:",
        "Transkrypcja:",
        "Transcriptie:",
        "文字稿：",
        "Here is our translation of the report:",
        "Here's what the anchor said:",
        "The report in full:",
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_announcements(marker, gap):
    result = read(article(marker, gap=gap))
    assert spoken(result) == SPOKEN
    assert unaccounted(article(marker, gap=gap), result) == []


@pytest.mark.parametrize(
    "text",
    [
        "Here is a report, captioned, giving more (full transcript at the end of this article):",
        "(full transcript at the end of this article)",
        "Scroll down for the full transcript.",
        "Transcript: https://example.org/t",
        "A transcript is available on request.",
        "Click here for the transcript:",
        "Download the transcript (PDF)",
        "The transcript of the call was leaked on Monday, and it caused a storm.",
        "Nobody has seen a full transcript yet.",
        "He read the transcript of the talk and laughed out loud when he came to the part about the goat.",
        "End of transcript",
        "The transcript ends here.",
        "Good evening.",
        "No transcript was ever made of that night's talk.",
    ],
)
def test_mentions_are_no_announcement(text):
    assert marker_of(Row(1, text)) is None


@pytest.mark.parametrize(
    "below",
    [
        "\nSource: Northern Channel\n",
        "\nShare this:\nFacebook Twitter Email\n",
        "\n12 Comments\n\nold_salt says:\nWhat a story!\n",
        "\nCopyright 2031 The Gull. All rights reserved.\n",
        "\n© 2031 The Gull\n",
        "\nEnd of transcript\n\nWe shall follow this.\n",
        "\n[END]\n",
        "\n* * *\n\nThe author lives on the coast.\n",
        "\nRelated: The lamps of the south\n",
        "\nTags: lamps, coast\n",
        "\nTranslated by the Gull's own desk\n",
        "\nAs the report above shows, the keepers are stubborn.\n\nWe admire them.\n",
        "\nQuelle: Nordkanal\n",
        "\nИсточник: Северный канал\n",
        "\nLeave a comment\n",
        "\nOur commenting rules: be kind.\n",
        "\nSupport The Gull - Go Ad-Free!\n",
        "\nhttps://example.org/lamps\n",
        "Source: a wire\n",
        "\nComments (3)\n\nI was there.\n",
        "\nThis article was first published in The Gull.\n",
        "\nRead more: Lamps\n\nFollow us on Gullbook\n",
    ],
)
def test_what_stands_below_is_left_out(below):
    text = article(below=below)
    result = read(text)
    assert spoken(result) == SPOKEN
    assert unaccounted(text, result) == []
    assert any(d.data.get("from", 0) > 20 for d in result.diagnostics if d.code == "article.left-out")


def test_a_transcript_at_the_top_ends_before_the_article_goes_on():
    text = (
        "Transcript of the report:\n\n"
        + "\n\n".join(SPEECH)
        + "\n\nEND OF REPORT\n\nNobody expected this. We shall see.\n"
    )
    assert spoken(read(text)) == SPOKEN


def test_speech_on_the_line_of_the_announcement_is_speech():
    result = read(ABOVE + "\nTranscript: Good evening, dear viewers.\n\nThe lamps are lit again tonight.\n")
    assert spoken(result) == "Good evening, dear viewers. The lamps are lit again tonight."


def test_comments_after_a_labelled_transcript_are_not_in_it():
    text = (
        "Transcript:\n\nANNA: The lamps are lit.\n\nBEN: Good.\n\nComments\n\nOld Salt: What a story!\n\nGull: Yes.\n"
    )
    assert said(read(text)) == [("ANNA", "The lamps are lit."), ("BEN", "Good.")]


def test_a_credit_at_the_head_of_a_transcript_ends_nothing():
    text = "Transcript:\nSource: Channel Nine\n\nANNA: The lamps are lit.\n\nBEN: Good.\n"
    assert said(read(text))[-2:] == [("ANNA", "The lamps are lit."), ("BEN", "Good.")]


def test_a_handover_inside_a_block_of_lines_names_the_speaker_of_the_next_line():
    text = "Good evening.\nThe sea is calm. Marta Lind has the story:\nIt is cold here.\n"
    assert said(read(text))[-1] == ("Marta Lind", "It is cold here.")


def test_a_rule_between_labelled_stories_ends_nothing():
    text = "Transcript:\nANNA: The lamps are lit.\n* * *\nBEN: And now the weather.\n"
    assert said(read(text)) == [("ANNA", "The lamps are lit."), ("BEN", "And now the weather.")]


def test_of_two_announcements_the_stronger_wins_and_an_equal_one_is_told():
    weak = "The full transcript follows.\n\nA long day at sea ends.\n\n" + article()
    assert spoken(read(weak)) == SPOKEN
    twice = article("Transcript:") + "\nTranscript:\n\nThe second night was calm and clear.\n"
    assert "article.another-beginning" in codes(read(twice))


def test_options_override_the_announcement():
    text = article()
    assert spoken(read(text, from_line=5, to_line=5)).startswith("Here is the report")
    assert spoken(read(text, after="They will stay")) == " ".join(SPEECH[2:])
    assert spoken(read(text, after="they  WILL stay", to_line=16)) == SPEECH[2]
    assert unaccounted(text, read(text, from_line=14, to_line=16)) == []


@pytest.mark.parametrize("options", [{"after": "no such words"}, {"from_line": 9, "to_line": 3}])
def test_options_that_name_no_place_are_refused(options):
    with pytest.raises(UsageError):
        read(article(), **options)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Marta Lindqvist has the details:", "Marta Lindqvist"),
        ("Marta Lindqvist has more.", "Marta Lindqvist"),
        ("Our correspondent Marta Lindqvist reports:", "Marta Lindqvist"),
        ("Marta Lindqvist reports from Cape Gull.", "Marta Lindqvist"),
        ("Marta van der Meer has the story:", "Marta van der Meer"),
        ("Over to Marta Lindqvist.", "Marta Lindqvist"),
        ("Marta Lindqvist in Port Ness has the details:", "Marta Lindqvist"),
        ("Details from Marta Lindqvist:", "Marta Lindqvist"),
        ("Marta Lindqvist berichtet:", "Marta Lindqvist"),
        ("Marta Lindqvist, reporting from Cape Gull:", "Marta Lindqvist"),
        ("Report by Marta Lindqvist:", "Marta Lindqvist"),
        ("Подробнее расскажет Иван Морской.", ""),
        ("Марта Линд с подробностями:", "Марта Линд"),
        ("The Defence Ministry reports:", ""),
        ("Port Authority has the details:", ""),
        ("Everybody has the details:", ""),
        ("The ship has the story of the year on board, they say.", ""),
    ],
)
def test_handovers(sentence, name):
    from captionkit.transcripts.layout.handover import hand_over

    assert hand_over(f"The night was long. {sentence}") == name


@pytest.mark.parametrize(
    "ending", ["Marta Lindqvist, Channel Nine, Cape Gull.", "That is all from here. Back to you in the studio."]
)
def test_a_sign_off_hands_back_to_the_presenter(ending):
    result = read("\n\n".join([*SPEECH, ending, "And now the weather."]))
    assert said(result)[-2:] == [("Marta Lindqvist", ending), ("Presenter", "And now the weather.")]


def test_thanks_are_spoken_by_the_presenter():
    result = read("\n\n".join([*SPEECH, "Thank you, Marta. And now the weather."]))
    assert said(result)[-1] == ("Presenter", "Thank you, Marta. And now the weather.")


def test_the_real_article():
    path = ROOT.parent / "shared" / "inputs" / "article-with-transcript.txt"
    if not path.is_file():
        pytest.skip(f"not run: no {path.name} beside the project")
    text = path.read_text("utf-8")
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("Here is the transcript"))
    wanted = " ".join(" ".join(lines[at + 1 :]).replace("( LOL!)", " ").split())
    result = read(text)
    assert spoken(result) == wanted
    assert len(result.value.speakers) == 2
    assert [s.text for s in result.value.segments if s.kind is not Kind.SPEECH] == ["( LOL!)"]
    assert unaccounted(text, result) == []
