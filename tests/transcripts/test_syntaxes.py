"""Sources in a syntax of their own: screenplays, game dialogue, typesetting, chats; each is recognised and read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from captionkit.diagnostics import Result, Severity
from captionkit.model.transcript import Kind, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.sniff import recognise
from captionkit.transcripts.table import READERS

TALK = [("Hanne", "The ice is thin."), ("Uwe", "Then we walk around it."), ("Hanne", "It is far, though.")]


def read(text: str, name: str = "talk.txt", *, as_format: str = "") -> Result[Transcript]:
    source = Source(text.encode(), name, encoding="utf-8")
    choice = recognise(source)
    assert not as_format or choice.name == as_format
    result = READERS.get(choice.name).read(source, ReadOptions())
    assert "text.words-left" not in {found.code for found in result.diagnostics}
    return result


def said(result: Result[Transcript]) -> list[tuple[str, str]]:
    return [(s.speaker, s.text) for s in result.value.segments if s.kind is Kind.SPEECH]


def starts(result: Result[Transcript]) -> list[int | None]:
    return [s.start for s in result.value.segments if s.kind is Kind.SPEECH]


FOUNTAIN = """Title: On Ice
Author: N. N.

INT. BOAT SHED - NIGHT

Rain. HANNE (60) ties a knot. It holds:
for now.

HANNE
(low)
The ice is *thin*.

[[Is it? Ask
the keeper.]]

UWE (O.S.) ^
Then we walk
around it.

/* Cut:

UWE
Or swim.
*/

CUT TO:

@McRae
(winding)
Far. [[dry]]
(beat)
Too far.

> THE END <
"""


def test_fountain() -> None:
    result = read(FOUNTAIN, as_format="fountain")
    assert said(result) == [
        ("HANNE", "The ice is thin."),
        ("UWE", "Then we walk around it."),
        ("McRae", "Far."),
        ("McRae", "Too far."),
    ]
    kinds = {s.text: s.kind for s in result.value.segments}
    assert kinds["INT. BOAT SHED - NIGHT"] is Kind.TITLE
    assert kinds["(low)"] is Kind.DIRECTION
    assert kinds["CUT TO:"] is Kind.NOTE
    assert [s.extras.get("text.manner") for s in result.value.segments if s.speaker == "UWE"] == ["O.S."]


def test_a_text_with_capitals_above_paragraphs_is_not_fountain() -> None:
    text = "TITLE\nA text.\n\nANN\nThe ice is thin.\n\nBEN\nThen we walk.\n\nANN\nFar.\n"
    assert recognise(Source(text.encode(), "talk.txt", encoding="utf-8")).name == "text"


YARN = """title: Shed
tags: one
---
// a comment
<<declare $ice to 3>>
Hanne: The ice is thin. #line:01
Uwe: Then we walk [wave]around[/wave] it. <<if $ice > 2>>
-> Uwe: Or swim: now?
    Hanne: No.
It thaws.
<<jump Pier>>
===
title: Pier
---
Hanne: It is far, {$name}.
===
"""


def test_yarn() -> None:
    result = read(YARN, as_format="yarn")
    assert said(result) == [
        ("Hanne", "The ice is thin."),
        ("Uwe", "Then we walk around it."),
        ("Uwe", "Or swim: now?"),
        ("Hanne", "No."),
        ("", "It thaws."),
        ("Hanne", "It is far, {$name}."),
    ]
    assert [d.line for d in result.diagnostics if d.severity >= Severity.WARNING] == [15]


PREAMBLE = "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n"
DRAMATIST = (
    PREAMBLE
    + r"""\begin{document}
\begin{drama}
\Character[a keeper]{Hanne}{han}
\Character{Uwe}{uwe}
\direct{Night. \han{} looks up.}
\hanspeaks The ice is thin. % is it?
\uwespeaks Then we walk
around \direct{slowly} it.

\hanspeaks It is far, though: 90\% of it, caf\'e or not.
\end{drama}
Printed in Orley.
\end{document}
"""
)


def test_latex_by_the_characters_that_the_file_defines() -> None:
    result = read(DRAMATIST, "play.tex", as_format="latex")
    assert said(result) == [
        ("Hanne", "The ice is thin."),
        ("Uwe", "Then we walk around"),
        ("Uwe", "it."),
        ("Hanne", "It is far, though: 90% of it, café or not."),
    ]
    kinds = {s.text: s.kind for s in result.value.segments}
    assert kinds["Night. Hanne looks up."] is Kind.DIRECTION
    assert kinds["Printed in Orley."] is Kind.NOTE


OWN = (
    PREAMBLE
    + r"""\newcommand{\q}{\item[\textbf{Hanne:}]}
\newcommand{\answer}[2][thin]{\item[Uwe:] It is #1 #2.}
\begin{document}
\section{On ice}
\begin{description}
\q How is it?
\answer{ice}
\q And there?
\answer[thick]{snow}
\end{description}
\end{document}
"""
)


def test_latex_by_commands_of_the_files_own() -> None:
    assert said(read(OWN, "talk.tex", as_format="latex")) == [
        ("Hanne", "How is it?"),
        ("Uwe", "It is thin ice."),
        ("Hanne", "And there?"),
        ("Uwe", "It is thick snow."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "\\begin{dialogue}\n\\speak{Hanne} The ice is thin.\n\\speak{Uwe} Then we walk around it.\n"
        "\\speak{Hanne} It is far, though.\n\\end{dialogue}\n",
        "\\begin{dialogue}{Hanne}\nThe ice is thin.\n\\end{dialogue}\nShe turns.\n"
        "\\begin{dialogue}[low]{Uwe}\nThen we walk around it.\n\\end{dialogue}\n"
        "\\begin{dialogue}{Hanne}\nIt is far, though.\n\\end{dialogue}\n",
        "\\character[cmd={han},desc={a keeper}]{Hanne}\n\\character[cmd={uwe}]{Uwe}\n\\act{First}\n"
        "\\han The ice is thin.\n\\uwe{} Then we walk around it.\n\\han It is far, though.\n",
        "\\textbf{Hanne:} The ice is thin.\n\n\\textbf{Uwe:} Then we walk \\emph{around} it.\n\n"
        "\\textbf{Hanne}: It is far, though.\n",
    ],
    ids=["dialogue", "screenplay", "thalie", "bold"],
)
def test_latex_by_packages_and_by_bold_type(body: str) -> None:
    text = f"{PREAMBLE}\\begin{{document}}\n{body}\\end{{document}}\n"
    assert said(read(text, "talk.tex", as_format="latex")) == TALK


def test_a_glossary_in_latex_names_nobody() -> None:
    text = PREAMBLE + (
        "\\begin{document}\n\\begin{description}\n\\item[Bow] The front of a boat.\n\\item[Stern] Its end.\n"
        "\\item[Keel] What runs below it.\n\\end{description}\n\\end{document}\n"
    )
    assert {who for who, _ in said(read(text, "boats.tex"))} == {""}


@pytest.mark.parametrize(
    "lines",
    [
        "--- Log opened Tue Jun 11 20:58:11 2024\n20:58 -!- uwe [~u@host.example] has joined #ice\n"
        "20:59 <@Hanne> The ice is thin.\n20:59 < Uwe> Then we walk around it.\n21:00  * Uwe looks up\n"
        "21:01 <@Hanne> It is far, though.\n",
        "[20:58:59] *** Joins: Uwe (~u@host.example)\n[20:59:00] <Hanne> The ice is thin.\n"
        "[20:59:00] <Uwe> Then we walk around it.\n[21:01:00] <Hanne> It is far, though.\n",
        "2024-06-11 20:58:59\t-->\tUwe (~u@host.example) has joined #ice\n"
        "2024-06-11 20:59:00\t@Hanne\tThe ice is thin.\n"
        "2024-06-11 20:59:00\tUwe\tThen we walk around it.\n2024-06-11 20:59:30\t *\tUwe looks up\n"
        "2024-06-11 21:01:00\t@Hanne\tIt is far, though.\n",
        "**** BEGIN LOGGING AT Tue Jun 11 20:58:11 2024\n\nJun 11 20:59:00 <@Hanne>\tThe ice is thin.\n"
        "Jun 11 20:59:00 <Uwe>\tThen we walk around it.\nJun 11 21:00:00 *\tUwe looks up\n"
        "Jun 11 21:01:00 <@Hanne>\tIt is far, though.\n",
    ],
    ids=["irssi", "znc", "weechat", "hexchat"],
)
def test_irc(lines: str) -> None:
    result = read(lines, "ice.log", as_format="irc")
    assert said(result) == TALK
    assert starts(result) == [0, 0, 120_000]


def test_a_saved_chat_with_marks_of_direction() -> None:
    result = read(
        "[11.06.24, 08:58:02] Ice: \u200eMessages are secured. Nobody reads them.\n"
        "[11.06.24, 08:58:02] \u200eHanne made this group\n"
        "[11.06.24, 09:00:10] Hanne: The ice\nis thin.\n"
        "\u200e[11.06.24, 09:01:10] Uwe R.: \u200epicture left out\n"
        "[12.06.24, 09:00:10] Uwe R.: Then we walk around it.\n"
        "[12.06.24, 09:00:40] Hanne: It is far, though. \u200e<This message was edited>\n",
        as_format="chat-log",
    )
    assert said(result) == [("Hanne", "The ice is thin."), ("Uwe R.", TALK[1][1]), TALK[2]]
    assert starts(result) == [0, 86_400_000, 86_430_000]
    assert sum(d.code == "text.note" for d in result.diagnostics) == 3


def test_a_saved_chat_without_marks() -> None:
    result = read(
        "6/11/24, 11:57 PM - Messages and calls are end-to-end encrypted.\n"
        "6/11/24, 11:58 PM - Hanne: The ice is thin.\n"
        "6/11/24, 11:58 PM - +47 900 00 111: Then we walk around it.\n"
        "6/11/24, 11:59 PM - Hanne changed the subject to: Thin ice\n"
        "6/11/24, 11:59 PM - Hanne: <Media omitted>\n"
        "6/12/24, 12:01 AM - Hanne: It is far, though.\n"
        "6/12/24, 12:02 AM - +47 900 00 111 left\n",
        as_format="chat-log",
    )
    assert said(result) == [TALK[0], ("+47 900 00 111", TALK[1][1]), TALK[2]]
    assert starts(result) == [0, 0, 180_000]
    assert not any(d.severity >= Severity.WARNING for d in result.diagnostics)


def test_times_without_a_date_are_no_saved_chat() -> None:
    text = "[0:00] Hanne: The ice is thin.\n[0:03] Uwe: Then we walk.\n[0:06] Hanne: Far.\n"
    assert recognise(Source(text.encode(), "talk.txt", encoding="utf-8")).name == "text"


SHOTS = [
    '3. SOUNDBITE (English) {who}, harbour master:\n"{text}"\n',
    '3. SOUNDBITE (English) {who}, harbour master: "{text}"\n',
    "3. (SOUNDBITE) (English) {who}, HARBOUR MASTER, SAYING:\n{text}\n",
]


@pytest.mark.parametrize("bite", SHOTS)
def test_a_shotlist(bite: str) -> None:
    text = "SHOTLIST:\nORLEY, 11 JUNE\n1. Wide of pier\n2. Various of boats: two, three\n"
    for at, (who, line) in enumerate(TALK):
        text += bite.replace("3.", f"{2 * at + 3}.").format(who=who, text=line) + f"{2 * at + 4}. Close of rope {at}\n"
    result = read(text + "STORYLINE:\nPeople in Orley walk on the ice. It is thin.\n", as_format="shotlist")
    assert [(who, line.strip('"')) for who, line in said(result)] == TALK
    assert not any(d.severity >= Severity.WARNING for d in result.diagnostics)


def test_a_soundbite_in_a_list_of_dashes_and_one_without_words() -> None:
    result = read(
        "- Wide shot of the pier\n- SOUNDBITE 1 - Hanne (woman, 60 years old), keeper (English, 12 sec):\n"
        '"The ice is thin.\nIt sings."\n- Boats\n- SOUNDBITE 2 - Uwe (man), keeper (English, 2 sec):\n- Rope\n',
        as_format="shotlist",
    )
    assert said(result) == [("Hanne", '"The ice is thin. It sings."')]
    assert [d.line for d in result.diagnostics if d.severity >= Severity.WARNING] == [6]


def test_latex_that_never_ends_is_read_in_time() -> None:
    names = "abcdefghijk"
    ten = {one: f"\\{two} " * 10 for one, two in pairwise(names)}
    bombs = "".join(f"\\newcommand{{\\{one}}}{{{body}}}\n" for one, body in ten.items())
    nested = "\\emph{" * 3000 + "deep" + "}" * 3000
    items = f"\\item[Ann] \\a\n\\item[Ben] {nested}\n\\item[Ann] Yes.\n"
    body = f"\\begin{{description}}\n{items}\\end{{description}}\n"
    result = read(f"{PREAMBLE}{bombs}\\begin{{document}}\n{body}\\end{{document}}\n", "talk.tex")
    assert said(result)[-1] == ("Ann", "Yes.")
