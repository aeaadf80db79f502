"""Transcripts in scripts that no list of the reader has words of, and with accents written as signs of their own."""

# ruff: noqa: E501

from __future__ import annotations

import re
from unicodedata import normalize

import pytest

from captionkit.text.letters import LETTERS, WORD
from tests.transcripts.layout import generate
from tests.transcripts.layout.generate import FRENCH, Tongue, make
from tests.transcripts.layout.helpers import read as read_text
from tests.transcripts.layout.helpers import said
from tests.transcripts.layout.judge import is_doubted, is_right, read


def _tongue(
    name: str, people: tuple[str, ...], words: str, stop: str = ".", question: str = "?", *, title: str, notice: str
) -> Tongue:
    return Tongue(name, people, tuple(words.split()), stop, " ", title, notice, question)


HINDI = _tongue(
    "hi",
    ("अनीता शर्मा", "राहुल वर्मा", "मोहन सिंह", "प्रिया नायर"),
    "तब हम नदी के किनारे रहते थे और हर सुबह पिताजी रोटी लेने जाते थे क्योंकि पुल टूट चुका था लेकिन पड़ोसी हमारी मदद करते थे और सर्दी बहुत लंबी थी",
    "।",
    "?",
    title="नदी पर बातचीत",
    notice="प्रतिलेख:",
)
BENGALI = _tongue(
    "bn",
    ("অনিতা সেন", "রাহুল দাস", "মোহন পাল", "প্রিয়া রায়"),
    "তখন আমরা নদীর ধারে থাকতাম আর রোজ সকালে বাবা রুটি আনতে যেতেন কারণ সেতু ভেঙে গিয়েছিল কিন্তু প্রতিবেশীরা সাহায্য করত আর শীত খুব দীর্ঘ ছিল",
    "।",
    "?",
    title="নদীর ধারে কথা",
    notice="প্রতিলিপি:",
)
TAMIL = _tongue(
    "ta",
    ("அனிதா முருகன்", "ராகுல் குமார்", "மோகன் ராஜ்", "பிரியா நாயர்"),
    "அப்போது நாங்கள் ஆற்றின் கரையில் வாழ்ந்தோம் ஒவ்வொரு காலையும் அப்பா ரொட்டி வாங்கச் சென்றார் ஏனெனில் பாலம் உடைந்துவிட்டது ஆனால் அயலவர்கள் உதவினார்கள் குளிர்காலம் மிக நீண்டது",
    ".",
    "?",
    title="ஆற்றங்கரை உரை",
    notice="எழுத்துப்படி:",
)
ARABIC = _tongue(
    "ar",
    ("ليلى حداد", "سامي نصر", "كريم منصور", "هدى عزيز"),
    "كنا نعيش قرب النهر وكان أبي يذهب كل صباح لشراء الخبز لأن الجسر سقط منذ زمن لكن الجيران ساعدونا وكان الشتاء طويلا جدا",
    ".",
    "؟",
    title="حديث قرب النهر",
    notice="النص الكامل:",
)
HEBREW = _tongue(
    "he",
    ("דנה לוי", "אורי כהן", "מיכל שגב", "יואב ברק"),
    "אז גרנו ליד הנהר וכל בוקר אבא הלך לקנות לחם כי הגשר נפל מזמן אבל השכנים עזרו לנו והחורף היה ארוך מאוד",
    ".",
    "?",
    title="שיחה ליד הנהר",
    notice="תמלול:",
)
KOREAN = _tongue(
    "ko",
    ("김하늘", "박서준", "이민정", "최동욱"),
    "그때 우리는 강가에 살았고 아침마다 아버지는 빵을 사러 가셨는데 다리가 오래전에 무너졌지만 이웃들이 도와주었고 겨울은 아주 길었습니다",
    ".",
    "?",
    title="강가의 대화",
    notice="녹취록:",
)
GREEK = _tongue(
    "el",
    ("Μαρία Παππά", "Νίκος Βέλλης", "Ελένη Δήμου", "Γιώργος Λάμπρος"),
    "τότε μέναμε δίπλα στο ποτάμι και κάθε πρωί ο πατέρας πήγαινε για ψωμί γιατί η γέφυρα είχε πέσει όμως οι γείτονες βοηθούσαν και ο χειμώνας ήταν πολύ μακρύς",
    ".",
    ";",
    title="Κουβέντα στο ποτάμι",
    notice="Απομαγνητοφώνηση:",
)
VIETNAMESE = _tongue(
    "vi",
    ("Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Minh Đức", "Phạm Thu Hà"),
    "hồi đó chúng tôi sống bên sông và mỗi sáng cha tôi đi mua bánh mì vì cầu đã gãy từ lâu nhưng hàng xóm giúp đỡ và mùa đông rất dài",
    ".",
    "?",
    title="Chuyện bên sông",
    notice="Bản ghi:",
)
GEORGIAN = _tongue(
    "ka",
    ("ნინო ბერიძე", "გიორგი მაისურაძე", "ლევან დოლიძე", "თამარ კიკნაძე"),
    "მაშინ მდინარესთან ვცხოვრობდით და ყოველ დილით მამა პურის საყიდლად მიდიოდა რადგან ხიდი დიდი ხნის წინ ჩაინგრა მაგრამ მეზობლები გვეხმარებოდნენ",
    ".",
    "?",
    title="საუბარი მდინარესთან",
    notice="ტრანსკრიპტი:",
)
ARMENIAN = _tongue(
    "hy",
    ("Անի Սարգսյան", "Արամ Պետրոսյան", "Լիլիթ Գրիգորյան", "Տիգրան Հակոբյան"),
    "այն ժամանակ մենք ապրում էինք գետի մոտ և ամեն առավոտ հայրը գնում էր հաց բերելու որովհետև կամուրջը վաղուց փլվել էր բայց հարևանները օգնում էին",
    "։",
    "՞։",
    title="Զրույց գետի մոտ",
    notice="Սղագրություն.",
)
BURMESE = _tongue(
    "my",
    ("အောင်မြင့်", "မေသူ", "ကျော်ဇော", "နွယ်နီ"),
    "ထိုအချိန်က မြစ်ကမ်းမှာ နေခဲ့တယ် မနက်တိုင်း အဖေက ပေါင်မုန့်ဝယ်သွားတယ် တံတားက ပြိုကျနေပြီ အိမ်နီးချင်းတွေ ကူညီတယ်",
    "။",
    "?",
    title="မြစ်ကမ်းစကား",
    notice="မှတ်တမ်း:",
)
ROLES = {
    "hi": ("साक्षात्कारकर्ता", "गवाह"),
    "bn": ("সাক্ষাৎকারী", "সাক্ষী"),
    "ta": ("நேர்காணல்", "சாட்சி"),
    "ar": ("المحاور", "الشاهد"),
    "he": ("מראיין", "עד"),
    "ko": ("진행자", "손님"),
    "el": ("Δημοσιογράφος", "Μάρτυρας"),
    "vi": ("Người hỏi", "Nhân chứng"),
    "ka": ("ინტერვიუერი", "მოწმე"),
    "hy": ("Հարցազրուցավար", "Վկա"),
    "my": ("မေးသူ", "သက်သေ"),
}


def _decomposed(tongue: Tongue) -> Tongue:
    """Return the same with each accent as a sign of its own, as file names and texts of some systems have it."""
    people, words = (tuple(normalize("NFD", word) for word in some) for some in (tongue.people, tongue.words))
    return tongue._replace(
        people=people, words=words, title=normalize("NFD", tongue.title), notice=normalize("NFD", tongue.notice)
    )


TONGUES = {
    "hindi": HINDI,
    "bengali": BENGALI,
    "tamil": TAMIL,
    "arabic": ARABIC,
    "hebrew": HEBREW,
    "korean": KOREAN,
    "greek": GREEK,
    "vietnamese": VIETNAMESE,
    "georgian": GEORGIAN,
    "armenian": ARMENIAN,
    "burmese": BURMESE,
    "french, decomposed": _decomposed(FRENCH),
    "vietnamese, decomposed": _decomposed(VIETNAMESE),
}


@pytest.mark.parametrize("name", TONGUES)
def test_every_script_is_read_as_the_known_ones_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "TONGUES", (TONGUES[name],))
    monkeypatch.setattr(generate, "ROLES", generate.ROLES | ROLES)
    wrong, silent = [], []
    for seed in range(60):
        made = make(seed)
        result = read(made)
        if not is_right(made, result.value):
            wrong.append(made.recipe)
            silent += [] if is_doubted(result) else [made.recipe]
    assert len(wrong) <= 3, wrong
    assert len(silent) <= 1, silent


@pytest.mark.parametrize("word", ["नमस्ते", "হাসি", "வணக்கம்", "မင်္ဂလာပါ", "สวัสดี", normalize("NFD", "été"), "שָׁלוֹם"])
def test_a_word_is_whole_with_its_marks(word: str) -> None:
    assert re.fullmatch(LETTERS, word)
    assert re.findall(WORD, f"{word}, {word}.") == [word, word]


def test_a_line_that_leads_on_announces_in_whatever_language() -> None:
    turns = [("Mette", "Havnen er lukket."), ("Jens", "Isen er tynd."), ("Mette", "Hvem målte?"), ("Jens", "Jeg.")]
    text = "Havnens vinter\n\nFærgen lå stille i en uge, og byen ventede på brænde og på post.\n\nUdskrift:\n\n"
    text += "\n\n".join(f"{who}\n{what}" for who, what in turns)
    assert said(read_text(text + "\n")) == turns


def test_times_in_brackets_are_times_though_more_stands_around_them() -> None:
    said_then = ["Fähren fuhren nicht.", "Das Eis war dünn.", "Wer hat es gemessen?", "Das war ich."]
    prose = "Der Hafen lag eine Woche still, und die Stadt wartete auf Holz und auf Post, sagt das Amt. " * 4
    text = f"Winter am Hafen\n\n{prose}\n\n"
    text += "\n\n".join(f"[00:{5 * at:02d}]\n{what}" for at, what in enumerate(said_then))
    result = read_text(f"{text}\n\n* * *\n\n{prose}\n")
    timed = [(s.start, s.text) for s in result.value.segments if s.start is not None]
    assert timed[:3] == [(5000 * at, what) for at, what in enumerate(said_then[:3])]


@pytest.mark.parametrize("sign", ["-", "*", "•", "–"])
@pytest.mark.parametrize(
    "items",
    [
        ["chleb", "dwa jajka", "mleko", "jabłka z sadu", "chleb", "sól", "mleko", "ser"],
        ["빵 두 개", "우유", "사과", "빵 두 개", "소금", "달걀", "우유", "치즈"],
        ["bread", "two eggs", "milk", "apples", "bread", "salt", "milk", "cheese from the hill"],
    ],
)
def test_items_of_a_list_name_nobody(sign: str, items: list[str]) -> None:
    result = read_text("\n".join(f"{sign} {item}" for item in items) + "\n")
    assert not any(segment.speaker for segment in result.value.segments)


def test_a_dash_of_two_characters_before_a_name_leaves_none_in_the_text() -> None:
    turns = [
        ("王小河", "没有抱怨。"),
        ("赵红梅", "桥断了很久，父亲去买面包。"),
        ("陈明", "冬天很长。"),
        ("赵红梅", "邻居帮我们。"),
    ]
    result = read_text("\n".join(f"{what}——{who}" for who, what in turns * 2) + "\n")
    assert said(result) == turns * 2
