"""Texts in more than forty languages, with the signs typists use, in every code page they are stored in.

A cue is a sentence of our own or some frequent words of the language (``captionkit/languages/data.json``); which, and
where the signs stand, is drawn by a generator with a fixed seed.
"""

# ruff: noqa: E501
from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tests.sources.samples import SENTENCES

from captionkit.sources.legacy import languages

__all__ = ["SIZES", "Sample", "matrix", "same_text"]

MORE = {
    "en": (
        "The harbour's closed until the wind drops.", "We don't know who's got the key.", "It's colder than it was last week.",
        "\"Wait here,\" she said, \"I'll be back soon.\"", "That's all I've heard, and it isn't much.", "The boat won't leave before nine.",
        "Nobody's seen the keeper's dog since Friday.", "You can't park there; there's a café opposite.",
    ),
    "it": (
        "Il ponte sarà riaperto la settimana prossima.", "Perché non c'è più nessuno in piazza?", "L'acqua è salita di mezzo metro.",
        "Dov'è la città di cui parlavi?", "Verrò lunedì, se potrò.", "Il caffè è già pronto.", "Così non si può andare avanti.", "C'è stato un ritardo di un'ora.",
    ),
    "nl": (
        "De brug gaat volgende week weer open.", "Hoe heet de coördinator van het project?", "Er zijn twee ideeën besproken.",
        "Het café is één dag per week gesloten.", "Zo'n reünie hebben we nog nooit gehad.", "De zeeën zijn ruw vandaag.", "Wie heeft de hond van België gezien?", "Dat is niet geïnd.",
    ),
    "da": (
        "Broen åbner igen i næste uge.", "Hvor er nøglen til båden?", "Vejret bliver bedre på lørdag.", "Børnene plantede træer ved skolen.",
        "Færgen sejler fra øen klokken otte.", "Hun købte to bøger og et kort.", "Måske kommer de også i år.", "Æblerne er ikke modne endnu.",
    ),
    "nb": (
        "Broen åpner igjen neste uke.", "Hvor er nøkkelen til båten?", "Været blir bedre på lørdag.", "Barna plantet trær ved skolen.",
        "Fergen går fra øya klokken åtte.", "Hun kjøpte to bøker og et kart.", "Kanskje kommer de også i år.", "Øst for elva står en gård.",
    ),
    "fi": (
        "Silta avataan ensi viikolla.", "Tiedätkö, missä asema on?", "Sää lämpenee lauantaina.", "Lapset istuttivat puita koulun viereen.",
        "Juna myöhästyi lähes tunnin.", "Äiti osti kaksi kirjaa.", "Tänään ei sada lainkaan.", "Yöllä jäällä käveli hirvi.",
    ),
    "is": (
        "Brúin verður opnuð í næstu viku.", "Veistu hvar stöðin er?", "Það snjóaði mikið í bænum í gær.", "Börnin gróðursettu tré við skólann.",
        "Ferjan fer frá eyjunni klukkan átta.", "Ég þekki manninn ekki.", "Húsið stendur við ána.", "Þau komu aftur um kvöldið.",
    ),
    "sk": (
        "Most otvoria budúci týždeň.", "Viete, kde je železničná stanica?", "Večer v meste napadlo veľa snehu.", "Deti zasadili stromy pri škole.",
        "Vlak meškal takmer hodinu.", "Podľa lekára nehrozí nebezpečenstvo.", "Kôň stál pri plote.", "Zajtra bude teplejšie ako dnes.",
    ),
    "hr": (
        "Most će se otvoriti sljedeći tjedan.", "Znate li gdje je željeznička stanica?", "Navečer je u gradu pao snijeg.", "Djeca su zasadila drveće kraj škole.",
        "Vlak kasni gotovo sat vremena.", "Muzej je opet otvoren za goste.", "Žena je kupila dvije knjige.", "Čuli smo da će kiša.",
    ),
    "sl": (
        "Most bodo odprli prihodnji teden.", "Ali veste, kje je železniška postaja?", "Zvečer je v mestu zapadel sneg.", "Otroci so pri šoli posadili drevesa.",
        "Vlak je zamujal skoraj eno uro.", "Muzej je spet odprt za obiskovalce.", "Še danes pride pošta.", "Človek je čakal pred vrati.",
    ),
    "sr": (
        "Мост ће бити отворен следеће недеље.", "Знате ли где је железничка станица?", "Увече је у граду пао снег.", "Деца су посадила дрвеће крај школе.",
        "Воз касни скоро један сат.", "Музеј је опет отворен за госте.", "Њихов пас чува кућу.", "Џеп му је пун ораха.",
    ),
    "mk": (
        "Мостот ќе биде отворен следната недела.", "Знаете ли каде е станицата?", "Вечерта во градот падна снег.", "Децата засадија дрвја крај училиштето.",
        "Возот доцни речиси еден час.", "Музејот пак е отворен за гости.", "Ѓорѓи купи две книги.", "Ѕвездите се гледаат убаво.",
    ),
    "be": (
        "Мост праз раку адкрыюць на наступным тыдні.", "Вы не ведаеце, дзе знаходзіцца вакзал?", "Увечары ў горадзе пайшоў моцны снег.", "Дзеці пасадзілі дрэвы каля школы.",
        "Цягнік спазніўся амаль на гадзіну.", "Музей зноў адкрыты для гасцей.", "Ён прыехаў з Мінска.", "Яе брат жыве ў вёсцы.",
    ),
    "lv": (
        "Tilts tiks atvērts nākamnedēļ.", "Vai zināt, kur ir dzelzceļa stacija?", "Vakarā pilsētā sniga.", "Bērni pie skolas iestādīja kokus.",
        "Vilciens kavējās gandrīz stundu.", "Muzejs atkal gaida apmeklētājus.", "Šodien būs siltāks nekā vakar.", "Ķirši vēl nav gatavi.",
    ),
    "et": (
        "Sild avatakse järgmisel nädalal.", "Kas te teate, kus jaam on?", "Õhtul sadas linnas lund.", "Lapsed istutasid kooli juurde puid.",
        "Rong hilines peaaegu tunni.", "Ülehomme läheb soojemaks.", "Öösel käis põder jõe ääres.", "Muuseum ootab jälle külastajaid.",
    ),
    "sq": (
        "Ura do të hapet javën e ardhshme.", "A e dini ku është stacioni i trenit?", "Në mbrëmje ra shumë borë.", "Fëmijët mbollën pemë pranë shkollës.",
        "Treni u vonua gati një orë.", "Muzeu është hapur përsëri.", "Çelësi është te fqinji.", "Nesër do të jetë më ngrohtë.",
    ),
    "ca": (
        "El pont s'obrirà la setmana que ve.", "Saps on és l'estació?", "Al vespre va caure molta neu a la ciutat.", "Els nens van plantar arbres prop de l'escola.",
        "El tren arribà amb una hora de retard.", "Demà serà més càlid que avui.", "La col·lecció és al museu.", "Això és tot el que sé.",
    ),
    "gl": (
        "A ponte abrirá a vindeira semana.", "Sabes onde está a estación?", "Pola noite caeu moita neve na cidade.", "Os nenos plantaron árbores á beira da escola.",
        "O tren chegou cunha hora de atraso.", "Mañá fará máis calor ca hoxe.", "Tamén abrirá un café.", "O avó contou a historia do faro.",
    ),
    "ga": (
        "Osclófar an droichead an tseachtain seo chugainn.", "An bhfuil a fhios agat cá bhfuil an stáisiún?", "Thit sneachta trom sa chathair aréir.", "Chuir na páistí crainn in aice na scoile.",
        "Bhí an traein uair an chloig déanach.", "Beidh sé níos teo amárach.", "Tá an músaem oscailte arís.", "Níl aon chontúirt ann.",
    ),
    "vi": (
        "Cây cầu sẽ mở lại vào tuần sau.", "Bạn có biết nhà ga ở đâu không?", "Tối qua trong thành phố có mưa lớn.", "Các em nhỏ trồng cây cạnh trường.",
        "Tàu đến muộn gần một giờ.", "Bác sĩ nói không có gì nguy hiểm.", "Ngày mai trời sẽ ấm hơn.", "Bảo tàng lại mở cửa cho khách.",
    ),
    "fa": (
        "پل هفته آينده دوباره باز خواهد شد.", "آيا مي‌دانيد ايستگاه قطار کجاست؟", "شب در شهر برف زيادي باريد.", "کودکان کنار مدرسه درخت کاشتند.",
        "قطار نزديک به يک ساعت دير رسيد.", "پزشک گفت خطري نيست.", "فردا هوا گرم‌تر مي‌شود.", "موزه باز هم پذيراي مهمانان است.",
    ),
    "id": (
        "Jembatan itu akan dibuka lagi pekan depan.", "Apakah Anda tahu di mana stasiunnya?", "\"Tunggu di sini,\" katanya pelan.", "Anak-anak menanam pohon di dekat sekolah.",
        "Kereta terlambat hampir satu jam.", "Museum itu dibuka kembali untuk tamu.", "Besok cuaca akan lebih hangat.", "Tidak ada bahaya lagi sekarang.",
    ),
    "af": (
        "Die brug gaan volgende week weer oop.", "Weet jy waar die stasie is?", "Dit het gisteraand baie gereën.", "Die kinders het bome by die skool geplant.",
        "Môre sal dit warmer wees.", "Hy sê hulle het geen geld nie.", "Dis 'n mooi dag, nè?", "Die reën het die hele aand aangehou.",
    ),
}  # fmt: skip
TEXTS = {**{k: v for k, v in SENTENCES.items() if k != "zh-Hant"}, **MORE}
#: Chinese is written in two ways; each code page has its own.
TRADITIONAL = ("big5",)

SIZES = (3, 10, 40, 400)
#: What typists make of straight quotes, apostrophes, dashes and dots: nothing, or a language's own signs.
SIGNS = ("plain", "curly", "dashes")
QUOTES = {
    "de": "„“", "cs": "„“", "sk": "„“", "pl": "„”", "hu": "„”", "ro": "„”", "hr": "„”", "sl": "„“", "sr": "„“", "bg": "„“", "lt": "„“", "et": "„“",
    "fr": "«»", "ru": "«»", "uk": "«»", "be": "«»", "es": "«»", "it": "«»", "el": "«»", "ca": "«»", "sq": "«»", "zh": "「」", "ja": "「」",
}  # fmt: skip


class Sample(NamedTuple):
    """One file: its language and encoding, the signs in it, its number of cues, its bytes and their text."""

    language: str
    encoding: str
    signs: str
    cues: int
    data: bytes
    text: str


def matrix(sizes: tuple[int, ...] = SIZES) -> Iterator[Sample]:
    """Yield every file that its encoding can hold and that is not ASCII or the same as the one before it."""
    for language, known in languages().items():
        for encoding in known.encodings:
            for cues in sizes:
                seen = set()
                for signs in SIGNS:
                    text = track_text(language, encoding, signs, cues)
                    data = text.encode(encoding, "strict")
                    if not data.isascii() and data not in seen:
                        seen.add(data)
                        yield Sample(language, encoding, signs, cues, data, text)


def track_text(language: str, encoding: str, signs: str, cues: int) -> str:
    """Return an SRT file whose every character the encoding has."""
    draw = random.Random(f"{language} {encoding} {signs} {cues}")
    sentences = SENTENCES["zh-Hant"] if encoding in TRADITIONAL else TEXTS[language]
    lines = [_signed(_cue(draw, language, sentences, encoding), language, signs, encoding, draw) for _ in range(cues)]
    if all(line.isascii() for line in lines):
        lines[-1] = _fitting(sentences[-1], encoding)
    blocks = (f"{n + 1}\n{_clock(n * 3000)} --> {_clock(n * 3000 + 2500)}\n{line}\n" for n, line in enumerate(lines))
    return "\n".join(blocks)


def _cue(draw: random.Random, language: str, sentences: tuple[str, ...], encoding: str) -> str:
    words = _words(language)
    if words and encoding not in TRADITIONAL and draw.random() < 0.4:
        row = draw.choices(words, k=draw.randint(3, 8))
        return _fitting(" ".join(row).capitalize() + ".", encoding)
    return _fitting(draw.choice(sentences), encoding)


@cache
def _words(language: str) -> tuple[str, ...]:
    data = json.loads((files("captionkit.languages") / "data.json").read_bytes())
    rows = {tag: row for script in data.values() for tag, row in script.items()}
    listed = rows.get({"nb": "no"}.get(language, language))
    return tuple(" ".join(listed["words"].values()).split()) if listed else ()


def _signed(text: str, language: str, signs: str, encoding: str, draw: random.Random) -> str:
    if signs == "plain":
        return text
    opening, closing = QUOTES.get(language, "“”")
    new = text
    if signs == "curly":
        new = new.replace("'", "’")
        parts = new.split('"')
        new = "".join(
            part + ("" if at == len(parts) - 1 else closing if at % 2 else opening) for at, part in enumerate(parts)
        )
        if draw.random() < 0.3 and opening not in new:
            inner = f"\u00a0{new}\u00a0" if language == "fr" else new
            new = f"{opening}{inner}{closing}"
    elif draw.random() < 0.5:
        new = f"– {new}" if draw.random() < 0.5 else new.rstrip(".?!。") + "…"
    return new if _has(new, encoding) else text


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


#: What is written where a code page lacks a letter or a sign.
INSTEAD = str.maketrans({"œ": "oe", "Œ": "OE", "’": "'", "“": '"', "”": '"', "–": "-", "…": "...", "ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ", "ё": "е", "Ё": "Е", "ґ": "г", "\u200c": " "})  # fmt: skip


def _fitting(text: str, encoding: str) -> str:
    """Return the text in letters that the encoding has."""
    if encoding == "cp1258":  # tones are characters of their own there
        text = "".join(unicodedata.normalize("NFC", _tone_apart(c)) if not _has(c, encoding) else c for c in text)
    if encoding == "iso8859-16":
        text = text.translate(str.maketrans("şţŞŢ", "șțȘȚ"))
    if not _has(text, encoding):
        text = text.translate(INSTEAD)
    if _has(text, encoding):
        return text
    return "".join(
        c if _has(c, encoding) else unicodedata.normalize("NFD", c)[0]
        for c in text
        if _has(c, encoding) or _has(unicodedata.normalize("NFD", c)[0], encoding)
    )


def _tone_apart(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", "".join(c for c in marks if c not in "\u0300\u0301\u0303\u0309\u0323"))
    return base + "".join(c for c in marks if c in "\u0300\u0301\u0303\u0309\u0323")


def _clock(ms: int) -> str:
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts are equal; Romanian's two forms of ş and ţ share their bytes and cannot be distinguished."""
    return one.translate(_CEDILLAS) == other.translate(_CEDILLAS)


_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
