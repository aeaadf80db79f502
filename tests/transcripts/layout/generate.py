"""Transcripts made to order: a grammar, a language, a carrier, noise and a length, with the right answer.

Written without a look at the tables that the reader infers with: forms, names, words and noise are this module's own.
"""

# ruff: noqa: E501

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Made", "make"]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Tongue(NamedTuple):
    """What a language has: people, words for sentences, a stop, whether blanks divide words, a line of noise."""

    name: str
    people: tuple[str, ...]
    words: tuple[str, ...]
    stop: str = "."
    blank: str = " "
    title: str = "A talk by the sea"
    notice: str = "Transcript:"
    question: str = "?"


ENGLISH = Tongue(
    "en",
    (
        "Wilma Karst",
        "Jonas Pell",
        "Ruth Amsel",
        "Abel Thorne",
        "Mina Dahl",
        "Peter van Loon",
        "Ines Marrow",
        "Kofi Ansah",
        "Sarah O'Dea",
        "Lin Tan",
    ),
    _split(
        "the harvest came late and we had no barn for it so my brother built one from planks that were left behind after"
        " a flood when everybody moved uphill nobody asked whose planks they were because there was hardly time to eat"
        " let alone to count them still I remember how she laughed at us under that crooked roof while rain fell"
    ),
)
GERMAN = Tongue(
    "de",
    ("Greta Möller", "Hans Eckert", "Uwe Lindner", "Anke Voss", "Jörg von Thal"),
    _split(
        "wir haben damals lange gewartet bis endlich jemand kam und sagte dass die Brücke wieder offen ist aber niemand"
        " wollte als erster gehen weil das Wasser noch hoch stand und der Wind von Norden kam trotzdem sind alle gut"
        " angekommen"
    ),
    title="Gespräch am Fluss",
    notice="Transkript:",
)
FRENCH = Tongue(
    "fr",
    ("Claire Duval", "Marc Petit", "Élodie Roche", "Jean-Luc Morel"),
    _split(
        "nous avions une petite maison près du pont et chaque matin mon père partait avec le bateau pour chercher du pain"
        " parce que la route était coupée depuis longtemps alors on mangeait tard mais ensemble"
    ),
    title="Au bord du fleuve",
    notice="Transcription :",
    question=" ?",
)
SPANISH = Tongue(
    "es",
    ("Lucía Herrero", "Tomás Vidal", "Elena Soto", "Raúl Campos"),
    _split(
        "entonces llegamos al pueblo cuando ya era de noche y nadie quiso abrir la puerta porque tenían miedo del río"
        " pero una mujer nos dio sopa caliente y dormimos junto al fuego hasta el amanecer"
    ),
    title="Junto al río",
    notice="Transcripción:",
)
RUSSIAN = Tongue(
    "ru",
    ("Ольга Крылова", "Иван Беляев", "Пётр Зимин", "Анна Лескова"),
    _split(
        "тогда мы жили у самой реки и каждое утро отец уходил за хлебом потому что мост давно снесло зато соседи помогали"
        " нам дровами и никто не жаловался хотя зима была очень долгой"
    ),
    title="Разговор у реки",
    notice="Расшифровка:",
)
CHINESE = Tongue(
    "zh",
    ("王小河", "李大山", "陈明", "赵红梅"),
    ("那时候我们住在河边", "每天早上父亲去买面包", "桥已经断了很久", "邻居常常帮我们", "冬天很长", "大家都没有抱怨"),
    "。",
    "",
    "河边的谈话",
    "文字实录：",
    "？",
)
JAPANESE = Tongue(
    "ja",
    ("山田花子", "佐藤太郎", "鈴木", "高橋美咲"),
    (
        "あのころは川のそばに住んでいました",
        "毎朝父がパンを買いに行きました",
        "橋はもうありませんでした",
        "近所の人が助けてくれました",
    ),
    "。",
    "",
    "川のほとりで",
    "文字起こし：",
    "？",
)
TONGUES = (ENGLISH, ENGLISH, ENGLISH, GERMAN, FRENCH, SPANISH, RUSSIAN, CHINESE, JAPANESE)


@dataclass
class Said:
    """A turn: who, the paragraphs, when it begins (ms)."""

    who: str
    paragraphs: list[str]
    at: int


@dataclass
class Made:
    """A text, the right answer (speaker or "", text, ms or None) and what it is made of."""

    text: str
    said: list[tuple[str, str, int | None]]
    recipe: str
    suffix: str = ".txt"
    kind: dict[str, str] = field(default_factory=dict)


def _sentence(rng: random.Random, tongue: Tongue) -> str:
    count = rng.randint(1, 3) if not tongue.blank else rng.randint(4, 14)
    start = rng.randrange(len(tongue.words))
    picked = [tongue.words[(start + i) % len(tongue.words)] for i in range(count)]
    if rng.random() < 0.5:
        rng.shuffle(picked)
    text = (tongue.blank or "，").join(picked)
    end = tongue.question if rng.random() < 0.15 else tongue.stop
    return text[0].upper() + text[1:] + end


def _paragraph(rng: random.Random, tongue: Tongue) -> str:
    return (tongue.blank).join(_sentence(rng, tongue) for _ in range(rng.randint(1, 4)))


TIMES: dict[str, Callable[[int], str]] = {
    "hh:mm:ss": lambda s: f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}",
    "h:mm:ss": lambda s: f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}",
    "mm:ss": lambda s: f"{s // 60:02}:{s % 60:02}",
    "m:ss": lambda s: f"{s // 60}:{s % 60:02}" if s < 3600 else f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}",
    "fraction": lambda s: f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.000",
    "comma": lambda s: f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02},000",
    "hms": lambda s: f"{s // 3600}h{s // 60 % 60:02}m{s % 60:02}s",
    "primes": lambda s: f"{s // 60}'{s % 60:02}\"",
    "dots": lambda s: f"{s // 3600:02}.{s // 60 % 60:02}.{s % 60:02}",
    "spoken": lambda s: f"{s // 60} minutes, {s % 60} seconds",
    "seconds": lambda s: f"{s}.0s",
}
BRACKETS = {"none": "{}", "square": "[{}]", "round": "({})", "angle": "<{}>", "curly": "{{{}}}"}


class Form(NamedTuple):
    """How one turn is written: ``NAME``, ``TIME`` and ``TEXT`` stand for themselves."""

    pattern: str
    timed: bool
    named: bool
    inline: bool = True


FORMS = {
    "name-colon": Form("NAME: TEXT", False, True),
    "name-colon-line": Form("NAME:\nTEXT", False, True, inline=False),
    "name-line": Form("NAME\nTEXT", False, True, inline=False),
    "name-line-blank": Form("NAME\n\nTEXT", False, True, inline=False),
    "square-name": Form("[NAME] TEXT", False, True),
    "square-name-colon": Form("[NAME]: TEXT", False, True),
    "dash-name": Form("NAME - TEXT", False, True),
    "long-dash-name": Form("NAME – TEXT", False, True),
    "dot-dash-name": Form("NAME.- TEXT", False, True),
    "tab-name": Form("NAME\tTEXT", False, True),
    "wide-name": Form("NAME:    TEXT", False, True),
    "bold-name": Form("**NAME:** TEXT", False, True),
    "bold-name-outside": Form("**NAME**: TEXT", False, True),
    "bold-name-bare": Form("**NAME** TEXT", False, True),
    "bullet-name": Form("- **NAME:** TEXT", False, True),
    "quote-name": Form("> **NAME:** TEXT", False, True),
    "bar-name": Form("NAME | TEXT", False, True),
    "arrow-name": Form("NAME >> TEXT", False, True),
    "tilde-name": Form("~ NAME ~ TEXT", False, True),
    "equals-name": Form("NAME = TEXT", False, True),
    "slashes-name": Form("NAME // TEXT", False, True),
    "triangle-name": Form("▶ NAME: TEXT", False, True),
    "time-name": Form("TIME NAME: TEXT", True, True),
    "time-dash-name": Form("TIME - NAME: TEXT", True, True),
    "name-time-inline": Form("NAME TIME: TEXT", True, True),
    "name-time-text": Form("NAME TIME TEXT", True, True),
    "name-time": Form("NAME TIME\nTEXT", True, True, inline=False),
    "name-dash-time": Form("NAME - TIME\nTEXT", True, True, inline=False),
    "name-colon-time": Form("NAME: TIME\nTEXT", True, True, inline=False),
    "name-time-colon": Form("NAME TIME:\nTEXT", True, True, inline=False),
    "time-name-line": Form("TIME NAME\nTEXT", True, True, inline=False),
    "time-dash-name-line": Form("TIME - NAME\nTEXT", True, True, inline=False),
    "time-over-name": Form("TIME\nNAME\nTEXT", True, True, inline=False),
    "name-over-time": Form("NAME\nTIME\nTEXT", True, True, inline=False),
    "time-over-label": Form("TIME\nNAME: TEXT", True, True, inline=False),
    "label-then-time": Form("NAME: TIME TEXT", True, True),
    "time-text": Form("TIME TEXT", True, False),
    "time-line": Form("TIME\nTEXT", True, False, inline=False),
    "tab-columns": Form("TIME\tNAME\tTEXT", True, True),
    "tab-columns-name-first": Form("NAME\tTIME\tTEXT", True, True),
}
NAMINGS = ("full", "full", "first", "capitals", "initials", "role", "number", "lower", "party")
ROLES = {
    "en": ("Interviewer", "Respondent", "Guide"),
    "de": ("Interviewerin", "Befragter", "Zeuge"),
    "fr": ("Intervieweuse", "Témoin"),
    "es": ("Entrevistadora", "Testigo"),
    "ru": ("Интервьюер", "Свидетель"),
    "zh": ("主持人", "嘉宾"),
    "ja": ("司会", "ゲスト"),
}


def names_of(rng: random.Random, tongue: Tongue, naming: str, count: int) -> list[tuple[str, str]]:
    """Return (as written, as expected) of so many people."""
    people = rng.sample(tongue.people, min(count, len(tongue.people)))
    if tongue.name in ("zh", "ja") and naming not in ("role", "number"):
        return [(p, p) for p in people]
    if naming == "first":
        return [(p.split()[0], p.split()[0]) for p in people]
    if naming == "capitals":
        return [(p.upper(), p.upper()) for p in people]
    if naming == "initials":
        made = ["".join(part[0] for part in p.split()).upper() for p in people]
        return [(m, m) for m in made]
    if naming == "role":
        roles = ROLES[tongue.name][:count]
        return [(r, r) for r in roles]
    if naming == "number":
        word = {"de": "Sprecher", "fr": "Locuteur", "es": "Hablante", "ru": "Спикер", "zh": "发言人", "ja": "話者"}.get(
            tongue.name, "Speaker"
        )
        return [(f"{word} {n + 1}", f"{word} {n + 1}") for n in range(count)]
    if naming == "lower":
        return [(p.split()[0].lower(), p.split()[0].lower()) for p in people]
    if naming == "party":
        return [(f"{p} ({rng.choice(['North', 'Lake', 'Independent'])})", p) for p in people]
    return [(p, p) for p in people]


def turns_of(rng: random.Random, tongue: Tongue, names: list[str], length: int, further: float) -> list[Said]:
    turns: list[Said] = []
    at, before = rng.choice([0, 0, 1, 7]), ""
    for n in range(length):
        who = (
            names[n % len(names)] if n < len(names) else rng.choice([name for name in names if name != before] or names)
        )
        paragraphs = [_paragraph(rng, tongue)]
        while rng.random() < further:
            paragraphs.append(_paragraph(rng, tongue))
        turns.append(Said(who, paragraphs, at * 1000))
        size = sum(len(p.split()) if tongue.blank else len(p) // 3 for p in paragraphs)
        at += max(1, int(size / rng.uniform(1.8, 3.2)))
        before = who
    return turns


def wrapped(text: str, width: int) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def noisy(noise: str, blocks: list[str], gap: str, rng: random.Random, tongue: Tongue) -> str:
    """Return the turns as one text with what stands around them."""
    body = gap.join(blocks)
    if noise == "title":
        return f"{tongue.title}\n\n{body}"
    if noise == "notice":
        return f"{tongue.title}\n\n{tongue.notice}\n\n{body}"
    if noise == "article":
        above = " ".join(_sentence(rng, tongue) for _ in range(3))
        below = " ".join(_sentence(rng, tongue) for _ in range(6))
        head = f"{tongue.title}\n\n{above}\n\n{tongue.notice}\n\n"
        return f"{head}{body}\n\n* * *\n\n{below}\n\nhttps://example.org/more\n"
    if noise == "pages":
        step = max(2, len(blocks) // 3)
        parts = [gap.join(blocks[at : at + step]) for at in range(0, len(blocks), step)]
        heads = (f"\n\n\f{tongue.title}                    Page {n}\n\n" for n in range(2, len(parts) + 1))
        return parts[0] + "".join(f"{head}{part}" for head, part in zip(heads, parts[1:], strict=True))
    return f"{body}\n\nTranscribed by https://otter.ai\n" if noise == "credit" else body


def make(seed: int) -> Made:
    """Return one transcript, the same for the same seed."""
    rng = random.Random(seed)
    tongue = rng.choice(TONGUES)
    name = rng.choice(list(FORMS))
    form = FORMS[name]
    naming = rng.choice(NAMINGS)
    length = rng.choice([4, 5, 6, 8, 12, 20, 40])
    people = names_of(rng, tongue, naming, rng.choice([2, 2, 2, 3]))
    shown = dict(people)
    time_form = rng.choice(["hh:mm:ss", "hh:mm:ss", "m:ss", "mm:ss", *TIMES])
    bracket = (
        rng.choice(list(BRACKETS)) if time_form not in ("spoken", "primes") else rng.choice(["none", "square", "round"])
    )
    if name in ("name-time-text", "label-then-time") and bracket == "none":
        bracket = "square"
    if name in ("tab-columns", "tab-columns-name-first"):
        bracket = "none"
    further = rng.choice([0.0, 0.0, 0.0, 0.25])
    blanks = rng.random() < 0.6 or further > 0 or name == "name-line-blank"
    if not form.inline and not blanks and form.named and not form.timed:
        blanks = True
    wrap = rng.choice([0, 0, 0, 72]) if tongue.blank and "\t" not in form.pattern else 0
    turns = turns_of(rng, tongue, [w for w, _ in people], length, further if form.pattern.count("\t") < 2 else 0.0)
    gap = "\n\n" if blanks else "\n"
    blocks: list[str] = []
    said: list[tuple[str, str, int | None]] = []
    for turn in turns:
        stamp = BRACKETS[bracket].format(TIMES[time_form](turn.at // 1000))
        paragraphs = [wrapped(p, wrap) if wrap else p for p in turn.paragraphs]
        block = form.pattern.replace("NAME", turn.who).replace("TIME", stamp).replace("TEXT", "\n\n".join(paragraphs))
        blocks.append(block)
        said.append((shown[turn.who] if form.named else "", " ".join(turn.paragraphs), turn.at if form.timed else None))
    noise = rng.choice(["none", "none", "none", "title", "notice", "credit", "article", "pages"])
    if noise == "pages" and (not blanks or not tongue.blank):
        noise = "none"
    body = noisy(noise, blocks, gap, rng, tongue)
    recipe = (
        f"{tongue.name} {name} {naming} {time_form if form.timed else ''} {bracket if form.timed else ''} n={length}"
    )
    recipe += f" further={further} blanks={blanks} wrap={wrap} noise={noise} people={len(people)}"
    return Made(
        body + "\n",
        said,
        recipe,
        ".md" if "**" in form.pattern else ".txt",
        {"form": name, "naming": naming, "noise": noise},
    )
