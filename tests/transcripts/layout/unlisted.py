"""Forms of turns that nobody lists: behind the text, in words, between odd signs, in columns of any order, as tags.

The reader has no part for these; it must see from what repeats how the turns are written. Texts and names are those of
``generate``.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.transcripts.layout import typographies
from tests.transcripts.layout.generate import (
    CHINESE,
    ENGLISH,
    FRENCH,
    GERMAN,
    JAPANESE,
    ROLES,
    RUSSIAN,
    SPANISH,
    TIMES,
    Made,
    Tongue,
    names_of,
    noisy,
    turns_of,
    wrapped,
)

__all__ = ["UNLISTED", "make_unlisted"]


def _of(tongue: Tongue, *people: str) -> Tongue:
    return tongue._replace(people=people)


ARABIC = _of(typographies.ARABIC, "سعاد حداد", "عمر نجار", "ليلى خوري")
HEBREW = _of(typographies.HEBREW, "דוד לוי", "רות כהן", "נועה בר")
HINDI = _of(typographies.HINDI, "रमेश शर्मा", "सीता देवी", "अनिल वर्मा")
KOREAN = _of(typographies.KOREAN, "김철수", "이영희", "박민수")
GREEK = _of(typographies.GREEK, "Νίκος Αλεξίου", "Μαρία Παππά", "Γιώργος Λάμπρου")
TURKISH = _of(typographies.TURKISH, "Ali Demir", "Ayşe Yıldız", "Can Kaya")
POLISH = _of(typographies.POLISH, "Jan Wilk", "Ewa Lis", "Ola Sowa")
UKRAINIAN = _of(typographies.UKRAINIAN, "Іван Береза", "Олена Коваль")
HUNGARIAN = _of(typographies.HUNGARIAN, "Kovács Anna", "Nagy Péter")
THAI = _of(typographies.THAI, "สมชาย", "มาลี")


class Unlisted(NamedTuple):
    """A form: ``NAME``, ``TIME``, ``TEXT`` and ``#`` (the number of the turn) stand for themselves.

    ``bare``: only signs that sentences have too stand beside the name, so that it is read only where it is everywhere.
    """

    tongue: Tongue
    pattern: str
    bare: bool = False


UNLISTED: tuple[Unlisted, ...] = (
    # behind the text
    Unlisted(ENGLISH, "TEXT [TIME NAME]"),
    Unlisted(ENGLISH, "TEXT [NAME TIME]"),
    Unlisted(FRENCH, "TEXT (NAME, TIME)"),
    Unlisted(SPANISH, "TEXT — NAME (TIME)"),
    Unlisted(GERMAN, "TEXT (NAME)"),
    Unlisted(ENGLISH, "(TIME) TEXT — NAME"),
    Unlisted(RUSSIAN, "TIME TEXT [NAME]"),
    Unlisted(ENGLISH, "TEXT ← NAME"),
    Unlisted(FRENCH, "TEXT\n— NAME, TIME"),
    Unlisted(ENGLISH, "TEXT\n[NAME]"),
    Unlisted(GERMAN, "TEXT\n(NAME, TIME)"),
    Unlisted(JAPANESE, "NAME「TEXT」（TIME）"),
    # columns in any order
    Unlisted(ENGLISH, "TIME,NAME,TEXT", bare=True),
    Unlisted(GERMAN, "NAME,TIME,TEXT", bare=True),
    Unlisted(GERMAN, "TIME;NAME;TEXT", bare=True),
    Unlisted(SPANISH, "TEXT|NAME|TIME"),
    Unlisted(ENGLISH, '"TEXT",NAME,TIME'),
    Unlisted(FRENCH, 'TIME,"NAME","TEXT"'),
    Unlisted(RUSSIAN, "NAME;TEXT;TIME", bare=True),
    Unlisted(SPANISH, "TIME | TEXT | NAME"),
    Unlisted(ENGLISH, "| TIME | NAME | TEXT |"),
    # in words
    Unlisted(ENGLISH, "NAME says TEXT", bare=True),
    Unlisted(ENGLISH, "NAME says: TEXT"),
    Unlisted(GERMAN, "NAME sagt TEXT", bare=True),
    Unlisted(FRENCH, "NAME dit : « TEXT »"),
    Unlisted(RUSSIAN, "NAME говорит: TEXT"),
    Unlisted(ENGLISH, "NAME says at TIME: TEXT"),
    Unlisted(ENGLISH, "by NAME at TIME: TEXT"),
    Unlisted(ENGLISH, "Spoken by NAME: TEXT"),
    # odd signs
    Unlisted(CHINESE, "NAME：「TEXT」"),
    Unlisted(SPANISH, "(#) NAME: TEXT"),
    Unlisted(ENGLISH, "[#] NAME - TEXT"),
    Unlisted(RUSSIAN, "TIME NAME » TEXT"),
    Unlisted(ENGLISH, "NAME @TIME » TEXT"),
    Unlisted(GERMAN, "{TIME} NAME ~ TEXT"),
    Unlisted(FRENCH, "NAME/TIME: TEXT"),
    Unlisted(ENGLISH, "⟨NAME⟩ TEXT"),
    Unlisted(FRENCH, "‹NAME› TEXT"),
    Unlisted(ENGLISH, "<<NAME>> TEXT"),
    Unlisted(SPANISH, "((NAME)) TEXT"),
    Unlisted(GERMAN, "--- NAME (TIME) ---\nTEXT"),
    Unlisted(ENGLISH, "T+TIME NAME: TEXT"),
    Unlisted(ENGLISH, "@TIME NAME: TEXT"),
    Unlisted(ENGLISH, "t=TIME NAME: TEXT"),
    Unlisted(FRENCH, "NAME… TEXT", bare=True),
    Unlisted(ENGLISH, "NAME..... TEXT", bare=True),
    Unlisted(JAPANESE, "NAME）TEXT"),
    Unlisted(ENGLISH, "TIME → NAME → TEXT"),
    Unlisted(FRENCH, "NAME || TEXT"),
    # in other scripts
    Unlisted(ARABIC, "قال NAME: TEXT"),
    Unlisted(ARABIC, "TEXT (NAME، TIME)"),
    Unlisted(HEBREW, "TEXT [NAME TIME]"),
    Unlisted(HEBREW, "TIME | NAME | TEXT"),
    Unlisted(HINDI, "NAME ने कहा: TEXT"),
    Unlisted(HINDI, "TEXT — NAME"),
    Unlisted(KOREAN, "NAME 님: TEXT"),
    Unlisted(KOREAN, "TEXT (NAME, TIME)"),
    Unlisted(KOREAN, "■ NAME (TIME)\nTEXT"),
    Unlisted(GREEK, "NAME· TEXT"),
    Unlisted(GREEK, "TEXT [NAME]"),
    Unlisted(TURKISH, "TEXT — NAME, TIME"),
    Unlisted(TURKISH, "konuşan: NAME | metin: TEXT"),
    Unlisted(POLISH, "NAME mówi: TEXT"),
    Unlisted(POLISH, "NAME;TIME;TEXT", bare=True),
    Unlisted(UKRAINIAN, "TIME ➜ NAME ➜ TEXT"),
    Unlisted(HUNGARIAN, "NAME (TIME) így szól: TEXT"),
    Unlisted(THAI, "TEXT [NAME]"),
    Unlisted(CHINESE, "TEXT——NAME"),
    Unlisted(CHINESE, "TEXT（NAME TIME）"),
    Unlisted(JAPANESE, "TEXT（NAME・TIME）"),
    # more of the kinds above
    Unlisted(ENGLISH, "Turn # (NAME, TIME): TEXT"),
    Unlisted(ENGLISH, "TEXT | NAME"),
    Unlisted(ENGLISH, "- NAME @ TIME: TEXT"),
    Unlisted(ENGLISH, '<turn who="NAME" at="TIME">TEXT</turn>'),
    Unlisted(ENGLISH, "<p><i>NAME</i> TEXT</p>"),
    Unlisted(ENGLISH, "NAME^TIME^TEXT"),
    Unlisted(GERMAN, "Um TIME sagt NAME: TEXT"),
    Unlisted(FRENCH, "À TIME, NAME : TEXT"),
    Unlisted(SPANISH, "—TEXT —dijo NAME."),
    Unlisted(ENGLISH, '"TEXT" said NAME.'),
    Unlisted(RUSSIAN, "TEXT\n(NAME)"),
    Unlisted(ENGLISH, "🎤 NAME  TEXT"),
    Unlisted(ENGLISH, "TEXT 🎤 NAME"),
    # as tags
    Unlisted(ENGLISH, '<NAME time="TIME">TEXT</NAME>'),
    Unlisted(ENGLISH, 'speaker="NAME" start="TIME" text="TEXT"'),
    Unlisted(ENGLISH, "[b]NAME[/b] [i]TIME[/i] TEXT"),
)
#: What stands between the cells of a row, of which each has a line.
_CELLS = ("|", ",", ";")


def make_unlisted(seed: int) -> Made:
    """Return one transcript in one of the forms, the same for the same seed."""
    form = UNLISTED[seed % len(UNLISTED)]
    pattern, tongue = form.pattern, form.tongue
    rng = random.Random(f"unlisted {seed}")
    length = rng.choice([6, 8, 12, 20, 40])
    short = "initials" if tongue.people[0].upper() != tongue.people[0].lower() else "full"  # letters, not signs of them
    naming = rng.choice(["full", "full", "first", "capitals", short, "role" if tongue.name in ROLES else "full"])
    people = names_of(rng, tongue, naming, rng.choice([2, 2, 3]))
    shown = dict(people)
    turns = turns_of(rng, tongue, list(shown), length, 0.0)
    rows = "\n" not in pattern and any(pattern.replace(" ", "").startswith(f"TIME{sign}") for sign in _CELLS)
    gap = "\n\n" if "\n" in pattern or (rng.random() < 0.5 and not rows) else "\n"
    wrap = 72 if gap == "\n\n" and tongue.blank and pattern.endswith("TEXT") and rng.random() < 0.3 else 0
    clock = TIMES["mm:ss" if "+" in pattern else rng.choice(["hh:mm:ss", "m:ss", "mm:ss"])]
    blocks: list[str] = []
    said: list[tuple[str, str, int | None]] = []
    for number, turn in enumerate(turns, 1):
        text = " ".join(turn.paragraphs)
        head = pattern.replace("#", str(number)).replace("NAME", turn.who).replace("TIME", clock(turn.at // 1000))
        blocks.append(head.replace("TEXT", wrapped(text, wrap) if wrap else text))
        said.append((shown[turn.who], text, turn.at if "TIME" in pattern else None))
    noise = rng.choice(["none", "none", "none", "title", "credit"]) if gap == "\n\n" else "none"
    recipe = f"{tongue.name} {pattern!r} {naming} n={length} wrap={wrap} noise={noise} people={len(people)}"
    body = noisy(noise, blocks, gap, rng, tongue)
    return Made(f"{body}\n", said, recipe, ".txt", {"form": pattern, "naming": naming, "noise": noise})
