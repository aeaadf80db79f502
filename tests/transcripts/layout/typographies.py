"""Typographies of the public world: parliaments, courts, tools, chats, plays, each with the people it is used for.

Written by somebody who did not write the inference, and without a look at its tables: every row is how some body, tool
or habit heads a turn. The texts are made of words in a row, as in ``generate``.
"""

# ruff: noqa: E501

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from tests.transcripts.layout.generate import (
    CHINESE,
    ENGLISH,
    FRENCH,
    GERMAN,
    JAPANESE,
    RUSSIAN,
    SPANISH,
    Made,
    Tongue,
    noisy,
    turns_of,
    wrapped,
)

__all__ = ["TYPOGRAPHIES", "make_typography"]


def _tongue(name: str, words: str, stop: str = ".", question: str = "?", title: str = "", notice: str = "") -> Tongue:
    return Tongue(name, (), tuple(words.split()), stop, " ", title, notice, question)


ITALIAN = _tongue(
    "it",
    "allora siamo partiti presto perché la strada era lunga e nessuno conosceva il passo dopo il fiume poi una donna ci"
    " ha mostrato il sentiero vecchio che porta al mulino dove abbiamo dormito quella notte",
    title="Una sera al mulino",
    notice="Trascrizione:",
)
PORTUGUESE = _tongue(
    "pt",
    "naquele tempo a aldeia tinha apenas um forno e cada família levava a sua massa ao sábado enquanto os mais velhos"
    " contavam como a ponte caiu durante uma cheia que ninguém esperava",
    title="O forno da aldeia",
    notice="Transcrição:",
)
DUTCH = _tongue(
    "nl",
    "we hebben toen lang gewacht op de boot omdat het water te hoog stond en niemand durfde te varen maar mijn oom kende"
    " de oude geul en bracht ons toch naar de overkant",
    title="De oude geul",
    notice="Transcriptie:",
)
POLISH = _tongue(
    "pl",
    "wtedy mieszkaliśmy nad rzeką i codziennie rano ojciec szedł po chleb bo most dawno runął ale sąsiedzi pomagali nam"
    " jak mogli i nikt nie narzekał choć zima była długa",
    title="Nad rzeką",
    notice="Transkrypcja:",
)
SWEDISH = _tongue(
    "sv",
    "vi bodde då vid sjön och varje morgon gick far över isen för att hämta bröd eftersom vägen var stängd men grannarna"
    " hjälpte oss med ved hela vintern",
    title="Vid sjön",
    notice="Transkription:",
)
TURKISH = _tongue(
    "tr",
    "o zaman nehrin kenarında otururduk ve babam her sabah ekmek almaya giderdi çünkü köprü çoktan yıkılmıştı ama"
    " komşular bize odun verirdi kimse de şikayet etmezdi",
    title="Nehir kenarında",
    notice="Deşifre:",
)
HUNGARIAN = _tongue(
    "hu",
    "akkoriban a folyó mellett laktunk és apám minden reggel kenyérért ment mert a híd régen leszakadt de a szomszédok"
    " fát hoztak és senki nem panaszkodott",
    title="A folyó mellett",
    notice="Leirat:",
)
CZECH = _tongue(
    "cs",
    "tehdy jsme bydleli u řeky a otec chodil každé ráno pro chleba protože most dávno spadl ale sousedé nám nosili dříví"
    " a nikdo si nestěžoval",
    title="U řeky",
    notice="Přepis:",
)
UKRAINIAN = _tongue(
    "uk",
    "тоді ми жили біля річки і щоранку батько ходив по хліб бо міст давно впав але сусіди допомагали нам дровами і ніхто"
    " не скаржився",
    title="Біля річки",
    notice="Стенограма:",
)
GREEK = _tongue(
    "el",
    "τότε μέναμε δίπλα στο ποτάμι και κάθε πρωί ο πατέρας πήγαινε για ψωμί γιατί η γέφυρα είχε πέσει όμως οι γείτονες μας"
    " έδιναν ξύλα και κανείς δεν παραπονιόταν",
    question=";",
    title="Δίπλα στο ποτάμι",
    notice="Απομαγνητοφώνηση:",
)
ARABIC = _tongue(
    "ar",
    "كنا نسكن قرب النهر وكان أبي يذهب كل صباح ليشتري الخبز لأن الجسر سقط منذ زمن لكن الجيران ساعدونا بالحطب ولم يشتك أحد",
    question="؟",
    title="قرب النهر",
    notice="نص المقابلة:",
)
HEBREW = _tongue(
    "he",
    "גרנו אז ליד הנהר וכל בוקר אבא הלך להביא לחם כי הגשר נפל מזמן אבל השכנים עזרו לנו עם עצים ואף אחד לא התלונן",
    title="ליד הנהר",
    notice="תמליל:",
)
HINDI = _tongue(
    "hi",
    "तब हम नदी के पास रहते थे और हर सुबह पिता रोटी लेने जाते थे क्योंकि पुल टूट चुका था मगर पड़ोसी हमें लकड़ी देते थे",
    stop="।",
    title="नदी के पास",
    notice="प्रतिलेख:",
)
KOREAN = _tongue(
    "ko",
    "그때 우리는 강가에 살았고 아버지는 매일 아침 빵을 사러 갔습니다 다리가 오래전에 무너졌지만 이웃들이 나무를 나누어 주었습니다",
    title="강가에서",
    notice="녹취록:",
)
THAI = Tongue(
    "th",
    (),
    ("ตอนนั้นเราอยู่ริมแม่น้ำ", "พ่อไปซื้อขนมปังทุกเช้า", "สะพานพังไปนานแล้ว", "เพื่อนบ้านช่วยเราเสมอ"),
    "",
    " ",
    "ริมแม่น้ำ",
    "",
    "",
)

Person = tuple[str, str]


def _same(*names: str) -> tuple[Person, ...]:
    return tuple((name, name) for name in names)


class Typography(NamedTuple):
    """How turns are written where; ``TIME``, ``END``, ``NAME`` and ``TEXT`` stand for themselves.

    ``people``: as written, and as the speaker is to be called (several ways with a bar between).
    """

    name: str
    tongue: Tongue
    pattern: str
    people: tuple[Person, ...]
    time: Callable[[float], str] | None = None
    gap: str = "\n\n"
    further: bool = False
    suffix: str = ".txt"


def _hms(at: float) -> str:
    return f"{int(at) // 3600:02}:{int(at) // 60 % 60:02}:{int(at) % 60:02}"


def _ms(at: float) -> str:
    return f"{int(at) // 60}:{int(at) % 60:02}"


def _frames(at: float) -> str:
    return f"{_hms(at)}:00"


def _hash(at: float) -> str:
    return f"{_hms(at)}-0"


def _fine(at: float) -> str:
    return f"{_hms(at)}.000"


LEE = _same("Ann Lee", "Tom Ford", "Ravi Nair")
FIRST = _same("Ann", "Tom", "Ravi")
# fmt: off
TYPOGRAPHIES: tuple[Typography, ...] = (
    # parliaments
    Typography("us-record", ENGLISH, "  NAME. TEXT", (("Mr. HARROW", "Mr. HARROW|HARROW"), ("Mrs. OKAFOR", "Mrs. OKAFOR|OKAFOR"), ("The PRESIDING OFFICER", "The PRESIDING OFFICER")), further=True),
    Typography("canada", ENGLISH, "NAME: TEXT", (("Mr. John Harrow (Riverdale, Lib.)", "Mr. John Harrow|John Harrow"), ("Hon. Ada Okafor (Minister of Ports, Ind.)", "Hon. Ada Okafor|Ada Okafor"), ("The Speaker", "The Speaker")), further=True),
    Typography("un-record", ENGLISH, "NAME: TEXT", (("Mr. Harrow (Norland)", "Mr. Harrow|Harrow"), ("Ms. Okafor (Estmark)", "Ms. Okafor|Okafor"), ("The President", "The President"))),
    Typography("bundestag", GERMAN, "NAME:\nTEXT", (("Greta Möller (SPD)", "Greta Möller"), ("Präsident Uwe Lindner", "Präsident Uwe Lindner|Uwe Lindner"), ("Dr. Anke Voss (BÜNDNIS 90/DIE GRÜNEN)", "Dr. Anke Voss|Anke Voss")), further=True),
    Typography("austria", GERMAN, "NAME: TEXT", (("Abgeordnete Greta Möller (SPÖ)", "Abgeordnete Greta Möller|Greta Möller"), ("Präsident Uwe Lindner", "Präsident Uwe Lindner|Uwe Lindner"))),
    Typography("assemblee", FRENCH, "NAME. TEXT", (("M. le président", "M. le président"), ("Mme Claire Duval", "Mme Claire Duval|Claire Duval"), ("M. Marc Petit", "M. Marc Petit|Marc Petit")), further=True),
    Typography("senat", FRENCH, "NAME. – TEXT", (("M. le président", "M. le président"), ("Mme Claire Duval, rapporteure", "Mme Claire Duval|Claire Duval"), ("M. Marc Petit", "M. Marc Petit|Marc Petit"))),
    Typography("cortes", SPANISH, "NAME: TEXT", _same("El señor PRESIDENTE", "La señora SOTO HERRERO", "El señor VIDAL CAMPOS"), further=True),
    Typography("camera", ITALIAN, "NAME. TEXT", (("PRESIDENTE", "PRESIDENTE"), ("MARIO ROSSETTI", "MARIO ROSSETTI"), ("GIULIA BIANCHI", "GIULIA BIANCHI"))),
    Typography("senato", ITALIAN, "NAME. TEXT", (("PRESIDENTE", "PRESIDENTE"), ("ROSSETTI (PD-IDP)", "ROSSETTI"), ("BIANCHI (FI-BP-PPE)", "BIANCHI"))),
    Typography("portugal", PORTUGUESE, "NAME: — TEXT", (("O Sr. Presidente", "O Sr. Presidente"), ("A Sr.ª Rita Nunes (PS)", "A Sr.ª Rita Nunes"), ("O Sr. Duarte Leal (PCP)", "O Sr. Duarte Leal"))),
    Typography("brazil", PORTUGUESE, "NAME - TEXT", (("O SR. PRESIDENTE (Duarte Leal. PT - RS)", "O SR. PRESIDENTE"), ("A SRA. RITA NUNES (PSOL - SP)", "A SRA. RITA NUNES"), ("O SR. BRUNO PAZ (PL - RJ)", "O SR. BRUNO PAZ"))),
    Typography("tweede-kamer", DUTCH, "NAME:\nTEXT", (("De voorzitter", "De voorzitter"), ("De heer Van Dalen (VVD)", "De heer Van Dalen"), ("Mevrouw Smits (D66)", "Mevrouw Smits")), gap="\n"),
    Typography("sejm", POLISH, "NAME:\n\nTEXT", (("Marszałek", "Marszałek"), ("Poseł Jan Wilk", "Poseł Jan Wilk|Jan Wilk"), ("Poseł Ewa Lis", "Poseł Ewa Lis|Ewa Lis"))),
    Typography("riksdag", SWEDISH, "NAME:\nTEXT", (("Anf. 1 ANNA LIND (M)", "ANNA LIND|Anf. 1 ANNA LIND"), ("Anf. 2 OLA BERG (S)", "OLA BERG|Anf. 2 OLA BERG"), ("Anf. 3 TALMANNEN", "TALMANNEN|Anf. 3 TALMANNEN"))),
    Typography("tbmm", TURKISH, "NAME – TEXT", (("BAŞKAN", "BAŞKAN"), ("ALİ DEMİR (Ankara)", "ALİ DEMİR"), ("AYŞE YILDIZ (İzmir)", "AYŞE YILDIZ")), gap="\n"),
    Typography("orszaggyules", HUNGARIAN, "NAME: TEXT", (("ELNÖK", "ELNÖK"), ("KOVÁCS ANNA (LMP)", "KOVÁCS ANNA"), ("DR. NAGY PÉTER (KDNP)", "DR. NAGY PÉTER|NAGY PÉTER"))),
    Typography("snemovna", CZECH, "NAME: TEXT", (("Předsedající", "Předsedající"), ("Poslanec Jan Vrba", "Poslanec Jan Vrba|Jan Vrba"), ("Poslankyně Eva Malá", "Poslankyně Eva Malá|Eva Malá"))),
    Typography("rada", UKRAINIAN, "NAME TEXT", (("ГОЛОВУЮЧИЙ.", "ГОЛОВУЮЧИЙ"), ("БЕРЕЗА І.П.", "БЕРЕЗА І.П.|БЕРЕЗА І.П"), ("КОВАЛЬ О.В.", "КОВАЛЬ О.В.|КОВАЛЬ О.В"))),
    Typography("duma", RUSSIAN, "NAME TEXT", (("Председательствующий.", "Председательствующий"), ("Белов И. П.", "Белов И. П.|Белов И. П"), ("Крылова О. С.", "Крылова О. С.|Крылова О. С"))),
    Typography("vouli", GREEK, "NAME: TEXT", (("ΠΡΟΕΔΡΟΣ (Νίκος Αλεξίου)", "ΠΡΟΕΔΡΟΣ"), ("ΜΑΡΙΑ ΠΑΠΠΑ", "ΜΑΡΙΑ ΠΑΠΠΑ"), ("ΓΙΩΡΓΟΣ ΛΑΜΠΡΟΥ", "ΓΙΩΡΓΟΣ ΛΑΜΠΡΟΥ"))),
    Typography("diet", JAPANESE, "NAME\u3000TEXT", (("○委員長（山田太郎君）", "委員長"), ("○佐藤花子君", "佐藤花子|佐藤花子君"), ("○鈴木委員", "鈴木委員|鈴木"))),
    Typography("assembly-ko", KOREAN, "NAME  TEXT", (("◯위원장 김철수", "위원장 김철수|김철수"), ("◯이영희 위원", "이영희 위원|이영희")), gap="\n"),
    Typography("npc-qa", CHINESE, "NAME：TEXT", _same("记者", "发言人", "主持人"), gap="\n"),
    Typography("npc-bracket", CHINESE, "[NAME]：TEXT", _same("王小河", "李大山", "主持人"), gap="\n"),
    # courts, oral history, linguistics
    Typography("court-qa", ENGLISH, "     NAME    TEXT", (("Q", "Q"), ("A", "A"), ("THE COURT:", "THE COURT")), gap="\n"),
    Typography("tribunal", ENGLISH, "NAME TEXT", (("JUDGE HARROW:", "JUDGE HARROW"), ("THE ACCUSED [through interpreter]:", "THE ACCUSED"), ("MS. OKAFOR:", "MS. OKAFOR"))),
    Typography("inquiry-uk", ENGLISH, "NAME: TEXT", (("SIR JOHN HARROW", "SIR JOHN HARROW"), ("MS OKAFOR KC", "MS OKAFOR KC"), ("A", "A")), gap="\n"),
    Typography("oral-history", ENGLISH, "NAME: TEXT", _same("INT", "WK"), further=True),
    Typography("initials-dash", ENGLISH, "NAME — TEXT", _same("WK", "JP")),
    Typography("f4", GERMAN, "NAME: TEXT #TIME#", _same("I", "B1"), None),
    Typography("maxqda", GERMAN, "[TIME] NAME: TEXT", _same("I", "B1", "B2"), _hms),
    Typography("jefferson", ENGLISH, "NAME:   TEXT", _same("ANN", "TOM"), gap="\n"),
    # tools
    Typography("happyscribe", ENGLISH, "[TIME] - NAME\nTEXT", LEE, _fine),
    Typography("sonix", ENGLISH, "NAME: [TIME] TEXT", LEE, _hms),
    Typography("descript-md", ENGLISH, "**NAME:** [TIME] TEXT", LEE, _hms, suffix=".md"),
    Typography("descript-md-2", ENGLISH, "[TIME] **NAME:** TEXT", LEE, _hms, suffix=".md"),
    Typography("riverside", ENGLISH, "NAME (TIME)\nTEXT", LEE, lambda at: f"{int(at) // 60:02}:{int(at) % 60:02}.000"),
    Typography("castmagic", ENGLISH, "NAME [TIME]:\nTEXT", LEE, _hms),
    Typography("tldv", ENGLISH, "[TIME](https://example.org/m?t=1) **NAME**: TEXT", LEE, _ms, suffix=".md"),
    Typography("premiere", ENGLISH, "TIME - END\nNAME\nTEXT", LEE, _frames),
    Typography("dot-between", ENGLISH, "NAME · TIME\nTEXT", LEE, _ms),
    Typography("bar-between", FRENCH, "NAME | TIME\nTEXT", _same("Claire Duval", "Marc Petit"), _ms),
    Typography("at-time", ENGLISH, "NAME @ TIME\nTEXT", LEE, _ms),
    Typography("comma-time", SPANISH, "NAME, TIME\nTEXT", _same("Lucía Herrero", "Tomás Vidal"), _ms),
    Typography("time-comma", GERMAN, "TIME, NAME\nTEXT", _same("Greta Möller", "Hans Eckert"), _ms),
    Typography("both-square", ENGLISH, "[TIME NAME] TEXT", LEE, _ms),
    Typography("both-square-name", ENGLISH, "[NAME TIME] TEXT", LEE, _ms),
    Typography("both-round", ITALIAN, "(NAME, TIME) TEXT", _same("Mario", "Giulia"), _ms),
    Typography("range-after", ENGLISH, "NAME (TIME - END): TEXT", LEE, _ms),
    Typography("range-in-square", DUTCH, "[TIME - END] NAME: TEXT", _same("Smits", "Van Dalen"), _hms),
    Typography("range-arrow-name", PORTUGUESE, "TIME --> END [NAME]\nTEXT", _same("Rita", "Duarte"), _fine),
    Typography("slash-time", ENGLISH, "NAME / TIME / TEXT", LEE, _ms, gap="\n"),
    Typography("bars-all", SWEDISH, "TIME | NAME | TEXT", _same("Anna", "Ola"), _hms, gap="\n"),
    Typography("time-em-name", FRENCH, "TIME — NAME — TEXT", _same("Claire", "Marc"), _ms, gap="\n"),
    Typography("heading-name", ENGLISH, "### NAME\n\nTEXT", LEE, suffix=".md", further=True),
    Typography("heading-name-time", ENGLISH, "#### NAME (TIME)\n\nTEXT", LEE, _ms, suffix=".md"),
    Typography("italic-name", FRENCH, "*NAME* : TEXT", _same("Claire", "Marc"), suffix=".md"),
    Typography("underline-name", ENGLISH, "__NAME__: TEXT", FIRST, suffix=".md"),
    Typography("bold-line-md", SPANISH, "**NAME**\n\nTEXT", _same("Lucía Herrero", "Tomás Vidal"), suffix=".md"),
    # chats
    Typography("irc", ENGLISH, "<NAME> TEXT", _same("annl", "tomf", "ravi_n"), gap="\n"),
    Typography("irc-time", ENGLISH, "[TIME] <NAME> TEXT", _same("annl", "tomf"), _hms, gap="\n"),
    Typography("weechat", ENGLISH, "TIME\tNAME\tTEXT", _same("annl", "tomf"), _hms, gap="\n"),
    Typography("mention", ENGLISH, "@NAME: TEXT", (("annl", "annl|@annl"), ("tomf", "tomf|@tomf")), gap="\n"),
    Typography("mention-bare", ENGLISH, "@NAME TEXT", (("annl", "annl|@annl"), ("tomf", "tomf|@tomf")), gap="\n"),
    Typography("guillemet", FRENCH, "NAME › TEXT", _same("Claire", "Marc"), gap="\n"),
    Typography("greater", ENGLISH, "NAME> TEXT", FIRST, gap="\n"),
    Typography("curly-name", ENGLISH, "{NAME} TEXT", FIRST, gap="\n"),
    Typography("speaker-key", ENGLISH, "[speaker: NAME] TEXT", (("Ann", "Ann|speaker: Ann"), ("Tom", "Tom|speaker: Tom")), gap="\n"),
    Typography("records", ENGLISH, "Time: TIME\nSpeaker: NAME\nText: TEXT", LEE, _hms),
    # plays, press, scripts other than Latin
    Typography("play", ENGLISH, "NAME. TEXT", _same("ANN", "TOM", "OLD FISHERMAN"), gap="\n"),
    Typography("play-manner", FRENCH, "NAME, à part. – TEXT", _same("CLAIRE", "MARC")),
    Typography("press-initials", ENGLISH, "NAME: TEXT", _same("AL", "TF"), further=True),
    Typography("magazine-bold-q", GERMAN, "NAME: TEXT", _same("KÜSTENBLATT", "Möller")),
    Typography("quoted-colon", GERMAN, "NAME: „TEXT“", _same("Greta Möller", "Hans Eckert")),
    Typography("cue-line", RUSSIAN, "— NAME: TEXT", _same("Ольга", "Иван"), gap="\n"),
    Typography("sounds-ru", RUSSIAN, "NAME — TEXT", _same("Ольга Крылова", "Иван Беляев")),
    Typography("arabic", ARABIC, "NAME: TEXT", _same("المذيع", "الضيف", "سعاد حداد")),
    Typography("arabic-time", ARABIC, "[TIME] NAME: TEXT", _same("المذيع", "الضيف"), _hms),
    Typography("hebrew", HEBREW, "NAME: TEXT", _same("המראיינת", "דוד לוי")),
    Typography("hindi", HINDI, "NAME: TEXT", _same("प्रश्न", "उत्तर")),
    Typography("hindi-dash", HINDI, "NAME - TEXT", _same("रमेश", "सीता")),
    Typography("thai", THAI, "NAME: TEXT", _same("ผู้ดำเนินรายการ", "คุณสมชาย"), gap="\n"),
    Typography("korean-role", KOREAN, "NAME: TEXT", _same("진행자", "김철수 교수"), gap="\n"),
    Typography("korean-bracket", KOREAN, "[NAME] TEXT", _same("앵커", "기자"), gap="\n\n"),
    Typography("japanese-corner", JAPANESE, "NAME「TEXT」", _same("山田", "佐藤"), gap="\n"),
    Typography("japanese-dash", JAPANESE, "NAME――TEXT", _same("山田", "佐藤"), gap="\n"),
    Typography("chinese-time", CHINESE, "NAME（TIME）：TEXT", _same("主持人", "嘉宾"), _hms, gap="\n"),
    Typography("chinese-time-line", CHINESE, "NAME TIME\nTEXT", _same("发言人1", "发言人2"), _ms),
)
# fmt: on


def _body(form: Typography, blocks: list[str], rng: random.Random) -> tuple[str, str]:
    noise = rng.choice(["none", "none", "none", "none", "title", "credit", "notice", "article", "pages"])
    if noise in ("notice", "article") and not form.tongue.notice:
        noise = "title"
    if noise == "pages" and (form.gap == "\n" or not form.tongue.blank):
        noise = "none"
    return noisy(noise, blocks, form.gap, rng, form.tongue), noise


def make_typography(seed: int) -> Made:
    """Return one transcript in one of the typographies, the same for the same seed."""
    form = TYPOGRAPHIES[seed % len(TYPOGRAPHIES)]
    rng = random.Random(f"typography {seed}")
    length = rng.choice([6, 8, 12, 20, 40])
    count = min(len(form.people), rng.choice([2, 3]))
    people = dict(form.people[:count])
    turns = turns_of(rng, form.tongue, list(people), length, 0.25 if form.further and rng.random() < 0.3 else 0.0)
    wrap = rng.choice([0, 0, 72]) if form.tongue.blank and form.gap == "\n\n" else 0
    blocks: list[str] = []
    said: list[tuple[str, str, int | None]] = []
    clock = _hash if form.name == "f4" else form.time
    ends = [turn.at / 1000 for turn in turns[1:]] + [turns[-1].at / 1000 + 30]
    for turn, end in zip(turns, ends, strict=True):
        text = "\n\n".join(wrapped(p, wrap) if wrap else p for p in turn.paragraphs)
        stamp, until = (clock(turn.at / 1000), clock(end)) if clock is not None else ("", "")
        if form.name == "f4":
            stamp = until
        block = form.pattern.replace("TIME", stamp).replace("END", until).replace("NAME", turn.who)
        blocks.append(block.replace("TEXT", text))
        said.append((people[turn.who], " ".join(turn.paragraphs), turn.at if form.time is not None else None))
    body, noise = _body(form, blocks, rng)
    recipe = f"{form.name} {form.pattern!r} n={length} wrap={wrap} noise={noise} people={count}"
    return Made(body + "\n", said, recipe, form.suffix, {"form": form.name, "noise": noise})
