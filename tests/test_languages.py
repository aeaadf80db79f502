"""Which language a text is in: never a raise, never a guess on nothing, and sentences of many languages told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit.api.inspect import inspect
from captionkit.cli._run import run
from captionkit.languages import LEAST, SURE, Guess, guess_language, joined, likely_language

SENTENCES = {
    "en": "We had hardly left the harbour when the engine stopped for the second time.",
    "fr": "Le boulanger ouvre toujours sa porte avant que le soleil ne se lève.",
    "es": "Mi abuela siempre decía que la lluvia de abril trae buenas noticias.",
    "de": "Gestern haben wir den ganzen Nachmittag auf den letzten Zug gewartet.",
    "it": "Non so ancora se domani potremo tornare a casa con la stessa barca.",
    "pt": "A minha irmã não quis dizer onde tinha escondido as chaves do carro.",
    "nl": "Het water in de gracht was gisteren zo koud dat niemand wilde zwemmen.",
    "ru": "Мы долго стояли на мосту и смотрели, как уходит последний корабль.",
    "sv": "Vi måste vänta tills isen har smält innan båten kan lämna hamnen.",
    "da": "Hun spurgte, hvorfor ingen af os havde hørt noget om den nye bro.",
    "no": "Jeg vet ikke hvorfor han ikke ville bli med oss opp på fjellet i går.",
    "pl": "Nikt nie wiedział, dlaczego stary zegar na wieży przestał wczoraj bić.",
    "cs": "Nikdo nevěděl, proč se včera zastavily staré hodiny na věži kostela.",
    "hu": "Senki sem tudta, hogy miért állt meg tegnap este a régi toronyóra.",
    "ro": "Nimeni nu știa de ce s-a oprit ieri ceasul cel vechi din turnul bisericii.",
    "tr": "Dün akşam limanda beklerken kimse geminin neden geciktiğini bilmiyordu.",
    "fi": "Kukaan ei tiennyt, miksi vanha kello oli pysähtynyt eilen illalla.",
    "uk": "Ніхто не знав, чому вчора ввечері зупинився старий годинник на вежі.",
    "bg": "Никой не знаеше защо старият часовник на кулата спря снощи.",
    "el": "Κανείς δεν ήξερε γιατί σταμάτησε χθες το παλιό ρολόι.",
    "ar": "لم يعرف أحد لماذا توقفت الساعة القديمة في البرج مساء أمس.",
    "he": "איש לא ידע מדוע נעצר אתמול השעון הישן שבמגדל.",
    "fa": "هیچ کس نمی‌دانست که چرا ساعت قدیمی برج دیشب از کار افتاد.",
    "hi": "किसी को नहीं पता था कि मीनार की पुरानी घड़ी कल क्यों रुक गई।",
    "th": "ไม่มีใครรู้ว่าทำไมนาฬิกาเก่าบนหอคอยจึงหยุดเดินเมื่อคืนนี้",
    "ja": "昨日の夜、塔の古い時計がなぜ止まったのか、誰も知りませんでした。",
    "ko": "어제 저녁 탑의 낡은 시계가 왜 멈췄는지 아무도 몰랐습니다.",
    "zh": "没有人知道为什么塔上的旧钟昨天晚上停了下来。",
    "vi": "Không ai biết vì sao chiếc đồng hồ cũ trên tháp đã dừng lại tối hôm qua.",
    "id": "Tidak ada yang tahu mengapa jam tua di menara itu berhenti tadi malam.",
    "ca": "Ningú no sabia per què el rellotge vell de la torre es va aturar ahir.",
    "sk": "Nikto nevedel, prečo sa včera večer zastavili staré hodiny na veži.",
    "hr": "Nitko nije znao zašto je stari sat na tornju jučer navečer stao.",
    "sr": "Нико није знао зашто је стари сат на торњу синоћ стао.",
    "sl": "Nihče ni vedel, zakaj se je stara ura na stolpu sinoči ustavila.",
    "lt": "Niekas nežinojo, kodėl vakar vakare sustojo senasis bokšto laikrodis.",
    "lv": "Neviens nezināja, kāpēc vakar vakarā apstājās vecais torņa pulkstenis.",
    "is": "Enginn vissi hvers vegna gamla klukkan í turninum stöðvaðist í gær.",
    "ur": "کسی کو معلوم نہیں تھا کہ مینار کی پرانی گھڑی کل رات کیوں رک گئی۔",
    "mr": "जुने घड्याळ काल रात्री का थांबले हे कोणालाही माहीत नाही आणि ते आता तेथे नाही.",
    "ne": "पुरानो घडी हिजो राति किन रोकियो भनेर कसैलाई थाहा छैन, र यो अझै त्यहाँ छ।",
    "be": "Ніхто не ведаў, чаму ўчора ўвечары спыніўся стары гадзіннік на вежы.",
}

SHORT = {
    "en": "I thought you were coming.",
    "fr": "Tu ne m'as jamais rien dit.",
    "es": "No sabía que estabas aquí.",
    "de": "Ich weiß nicht, was du willst.",
    "it": "Non mi hai mai detto niente.",
    "pt": "Eu não sabia que você estava aqui.",
    "nl": "Ik weet niet wat je bedoelt.",
    "sv": "Jag vet inte vad du menar.",
    "pl": "Nie wiem, o co ci chodzi, naprawdę.",
    "fi": "En tiedä, mitä sinä tarkoitat.",
}


@given(st.text(max_size=400))
@settings(max_examples=150)
def test_any_text_gets_an_answer(text: str) -> None:
    found = guess_language(text)
    assert 0 <= found.confidence <= 1
    assert found.language or found.confidence < SURE
    assert found.language != found.runner_up or not found.language
    assert likely_language([text]) in ("", found.language)


@given(st.sampled_from(sorted(SENTENCES)), st.integers(1, 30))
@settings(max_examples=60)
def test_less_than_twenty_letters_are_never_guessed(language: str, count: int) -> None:
    piece = SENTENCES[language][:count]
    letters = sum(c.isalpha() for c in piece)
    if letters * (2 if language in ("ja", "ko", "zh") else 1) < LEAST:  # a sign that is a syllable counts for two
        assert guess_language(piece) == Guess()


@given(st.sampled_from(sorted(SENTENCES)), st.text("0123456789 .,:-♪[]\n", max_size=30))
@settings(max_examples=60)
def test_times_numbers_and_marks_change_nothing(language: str, noise: str) -> None:
    sentence = SENTENCES[language]
    assert guess_language(f"{noise}{sentence}\n{noise}") == guess_language(sentence)


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_told(language: str) -> None:
    found = guess_language(SENTENCES[language])
    assert (found.language, found.confidence >= SURE) == (language, True), found
    assert guess_language(SENTENCES[language].upper()).language == language


@pytest.mark.parametrize("language", SHORT)
def test_a_short_line_is_told(language: str) -> None:
    assert guess_language(SHORT[language]).language == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hm. OK.",
        "00:00:01,000 --> 00:00:02,000",
        "♪ ♪ ♪",
        "Zorvik Altenbru Makiri " * 9,
        "xkcd qwrt zxcv plmk wqzx jjkk vvbb nnmm ttrr",
        "Бүгін таңертең көлде мұз қатып, балықшылар үйлеріне қайтты.",  # Kazakh: a script known, a language not
        "Nuk e dinte askush pse u ndal mbrëmë ora e vjetër e kullës sonë në qytet.",  # Albanian
    ],
)
def test_what_cannot_be_told_is_not_acted_upon(text: str) -> None:
    assert likely_language([text]) == ""


def test_unicode_spelled_apart_is_the_same_text() -> None:
    import unicodedata

    for language in ("vi", "cs", "ko", "fr"):
        assert guess_language(unicodedata.normalize("NFD", SENTENCES[language])).language == language


def test_long_texts_are_looked_at_only_so_far() -> None:
    head = (SENTENCES["nl"] + " ") * 80
    assert guess_language(head + SENTENCES["ru"] * 9000) == guess_language(head)
    assert len(joined([SENTENCES["nl"]] * 10_000)) < 5000


def test_lists_are_whole() -> None:
    data = json.loads((Path(captionkit.__file__).parent / "languages" / "data.json").read_text("utf-8"))
    for script in ("Latin", "Cyrillic", "Arabic"):
        for tag, row in data[script].items():
            assert sum(len(items.split()) for items in row["words"].values()) == 250, tag
            assert sum(len(items.split()) for items in row["grams"].values()) == 700, tag


def test_a_transcript_without_a_language_gets_it_and_it_is_told() -> None:
    reading = captionkit.read_transcript((SENTENCES["de"] + "\n\n").encode())
    assert reading.language == "de"
    (told,) = [d for d in reading.diagnostics if d.code == "transcript.language-guessed"]
    assert told.data["confidence"] >= SURE
    assert "--language" in told.hint


@pytest.mark.parametrize("text", [b"Good evening.\n", b"Zorvik Altenbru Makiri Zorvik Altenbru Makiri.\n"])
def test_a_transcript_that_cannot_be_told_stays_without(text: bytes) -> None:
    reading = captionkit.read_transcript(text)
    assert reading.language == ""
    assert "transcript.language-guessed" not in {d.code for d in reading.diagnostics}


def test_a_language_that_is_said_is_not_guessed_against() -> None:
    reading = captionkit.read_transcript(SENTENCES["de"].encode(), language="nl")
    assert "transcript.language-guessed" not in {d.code for d in reading.diagnostics}
    assert reading.language in ("", "nl")


def test_captions_without_a_language_are_those_with_the_right_one() -> None:
    text = (" ".join(SENTENCES["de"] for _ in range(6)) + "\n").encode()
    unsaid = captionkit.caption(text)
    said = captionkit.caption(text, language="de")
    assert [(c.start, c.end, c.text) for c in unsaid.track] == [(c.start, c.end, c.text) for c in said.track]
    assert (unsaid.transcript.language, unsaid.track.language, said.track.language) == ("de", "", "de")


def test_inspect_says_the_language_and_how_sure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "talk.txt"
    file.write_text(SENTENCES["sv"] + "\n", "utf-8")
    found = inspect(file)
    assert found.language == "sv"
    assert found.language_confidence is not None
    assert found.language_confidence >= SURE
    assert inspect(file, language="da").language_confidence is None
    assert run(["inspect", str(file)]) == 0
    assert "language  sv (guessed, " in capsys.readouterr().out
    file.write_text("Hm.\n", "utf-8")
    assert inspect(file).language_confidence is None
    run(["inspect", str(file)])
    assert "language  not said" in capsys.readouterr().out
