"""Short news-like sentences in many languages, and the legacy encodings they are stored in: own, neutral texts."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator

__all__ = ["ENCODINGS", "SENTENCES", "samples", "track_text"]

SENTENCES = {
    "fr": (
        "Le marché a rouvert ses portes après l'été.", "Où sont passées les clés du théâtre ?", "La rivière a débordé cette nuit, près du vieux pont.",
        "Nous vous l'avions annoncé : la fête aura lieu dès samedi.", "Ça, c'est une très bonne idée.", "Les élèves préfèrent la forêt à la plage.",
        "Le maire a été réélu sans surprise.", "Il a goûté le gâteau, puis il s'est tu.",
    ),
    "de": (
        "Die Brücke über den Fluss wird für zwei Wochen gesperrt.", "Können Sie mir sagen, wo die Straßenbahn hält?", "Im Süden fällt heute Nachmittag Regen.",
        "Das Museum öffnet schon um zehn Uhr.", "Viele Gäste kommen früh und bleiben länger.", "Er weiß nicht, ob das Geschäft geschlossen ist.",
        "Die Bürger hoffen auf günstigere Züge.", "Größere Schäden wurden nicht gemeldet.",
    ),
    "es": (
        "El niño encontró la bicicleta en el jardín.", "¿Cuándo llegará el próximo tren?", "La reunión de mañana será más corta.",
        "¡Qué día tan bonito!", "El avión salió con una hora de retraso.", "Según el informe, la producción creció.",
        "También abrirá un café junto a la estación.", "Los músicos tocarán aquí el sábado.",
    ),
    "pt": (
        "A estação vai fechar amanhã para reparações.", "Não há previsão de chuva até sábado.", "O preço do pão subiu três cêntimos.",
        "As crianças já voltaram às aulas.", "Ninguém sabe onde está a chave da garagem.", "A exposição é gratuita para os avós.",
        "Também houve atrasos na travessia do rio.", "O avô contou a história do farol à neta.",
    ),
    "sv": (
        "Färjan går från ön klockan åtta.", "Vädret blir bättre på lördag.", "Många människor väntade på tåget.",
        "Är det någon som har sett min väska?", "Skolan öppnar igen efter sommaren.", "Hon köpte två böcker och en karta.",
        "Älven steg över bron i går.", "Det är för tidigt att säga något.",
    ),
    "pl": (
        "Most zostanie otwarty w przyszłym tygodniu.", "Proszę powiedzieć, gdzie są bilety i książki.", "Źródło rzeki leży wysoko w górach.",
        "Dzieci wróciły już do szkoły.", "Wójt zapowiedział nową ścieżkę rowerową.", "Cały dzień będzie słonecznie, choć chłodno.",
        "Nikt nie wiedział, skąd się wziął pożar.", "Później zaśpiewał chór z sąsiedniej wsi.",
    ),
    "cs": (
        "Vlak přijede až po páté hodině.", "Kde jste včera večer byli?", "Počasí bude o víkendu příznivější.",
        "Řeka se po dešti zvedla o půl metru.", "Žáci připravili výstavu o včelách.", "Náměstí zůstane uzavřené do středy.",
        "Úřad slíbil, že cestu opraví.", "Nový most spojí obě části města.",
    ),
    "hu": (
        "A híd csütörtöktől újra járható.", "Tudja, hol kezdődik az előadás?", "A folyó vízszintje tovább nőtt az éjjel.",
        "Több száz néző várt a főtéren.", "Az időjárás hűvös és esős marad.", "A gyűjtő régi órákat állít ki.",
        "Később a polgármester is megérkezett.", "Nem lesz drágább a vonatjegy.",
    ),
    "ro": (
        "Podul va fi închis până vineri seara.", "Ştiţi unde găsim o farmacie deschisă?", "În munţi a căzut prima zăpadă.",
        "Copiii au plantat copaci lângă şcoală.", "Oraşul îşi sărbătoreşte ziua.", "Nu au fost raportate pagube însemnate.",
        "Trenul a sosit cu o oră întârziere.", "Mâine vremea va fi mai caldă.",
    ),
    "tr": (
        "Köprü gelecek hafta yeniden açılacak.", "Bu akşam müzik nerede çalınıyor?", "Yağmur bütün gün sürecek gibi görünüyor.",
        "Çocuklar bahçeye ağaç dikti.", "Işıklar kısa süre sonra geri geldi.", "Belediye yeni bir yürüyüş yolu yaptı.",
        "İstasyon bugün çok kalabalıktı.", "Öğleden sonra güneş çıkacak.",
    ),
    "ru": (
        "Мост через реку откроют на следующей неделе.", "Вы не знаете, где находится вокзал?", "Вечером в городе пошёл сильный снег.",
        "Дети посадили деревья возле школы.", "Поезд опоздал почти на час.", "По словам врача, опасности нет.",
        "Завтра ожидается тёплая погода.", "Музей снова открыт для гостей.",
    ),
    "uk": (
        "Міст через річку відкриють наступного тижня.", "Ви не знаєте, де знаходиться вокзал?", "Увечері в місті пішов сильний сніг.",
        "Діти посадили дерева біля школи.", "Потяг запізнився майже на годину.", "Її брат приїхав із Києва.",
        "Завтра очікується тепла погода.", "Музей знову відкритий для гостей.",
    ),
    "bg": (
        "Мостът над реката ще бъде отворен утре.", "Знаете ли къде е гарата?", "Вечерта в града заваля силен сняг.",
        "Децата засадиха дървета край училището.", "Влакът закъсня с почти час.", "Според лекаря няма опасност.",
        "Очаква се времето да се затопли.", "Музеят отново посреща гости.",
    ),
    "el": (
        "Η γέφυρα θα ανοίξει ξανά την επόμενη εβδομάδα.", "Ξέρετε πού είναι ο σταθμός;", "Το βράδυ έπεσε πολύ χιόνι στην πόλη.",
        "Τα παιδιά φύτεψαν δέντρα δίπλα στο σχολείο.", "Το τρένο άργησε σχεδόν μία ώρα.", "Σύμφωνα με τον γιατρό δεν υπάρχει κίνδυνος.",
        "Αύριο ο καιρός θα είναι πιο ζεστός.", "Το μουσείο είναι πάλι ανοιχτό.",
    ),
    "he": (
        "הגשר מעל הנהר ייפתח בשבוע הבא.", "אתה יודע איפה תחנת הרכבת?", "בערב ירד שלג כבד בעיר.",
        "הילדים שתלו עצים ליד בית הספר.", "הרכבת איחרה כמעט בשעה.", "לדברי הרופא אין סכנה.",
        "מחר צפוי להיות חם יותר.", "המוזיאון פתוח שוב למבקרים.",
    ),
    "ar": (
        "سيفتح الجسر فوق النهر في الأسبوع القادم.", "هل تعرف أين تقع محطة القطار؟", "هطل الثلج بغزارة على المدينة في المساء.",
        "زرع الأطفال الأشجار قرب المدرسة.", "تأخر القطار نحو ساعة كاملة.", "قال الطبيب إنه لا خطر الآن.",
        "من المتوقع أن يكون الجو دافئا غدا.", "عاد المتحف إلى استقبال الزوار.",
    ),
    "zh": (
        "这座桥下个星期重新开放。", "请问火车站在什么地方？", "昨天晚上城里下了大雪。",
        "孩子们在学校旁边种了树。", "火车晚点了将近一个小时。", "医生说现在没有危险。",
        "明天的天气会比今天暖和。", "博物馆又对游客开放了。",
    ),
    "ja": (
        "川にかかる橋は来週また通れるようになります。", "駅はどこにあるか知っていますか。", "夜になって町に雪がたくさん降りました。",
        "子どもたちは学校のそばに木を植えました。", "電車は一時間ほど遅れています。", "医者によると、もう心配はないそうです。",
        "あしたは今日より暖かくなるでしょう。", "ニュースはこのあともつづきます。",
    ),
    "ko": (
        "강을 건너는 다리가 다음 주에 다시 열립니다.", "기차역이 어디에 있는지 아세요?", "저녁에 도시에 눈이 많이 내렸습니다.",
        "아이들이 학교 옆에 나무를 심었습니다.", "기차가 거의 한 시간이나 늦었습니다.", "의사는 위험하지 않다고 말했습니다.",
        "내일은 오늘보다 따뜻할 것입니다.", "박물관이 다시 문을 열었습니다.",
    ),
    "th": (
        "สะพานข้ามแม่น้ำจะเปิดอีกครั้งในสัปดาห์หน้า", "คุณรู้ไหมว่าสถานีรถไฟอยู่ที่ไหน", "เมื่อคืนนี้ฝนตกหนักในเมือง",
        "เด็กๆ ปลูกต้นไม้ข้างโรงเรียน", "รถไฟมาช้าเกือบหนึ่งชั่วโมง", "หมอบอกว่าไม่มีอันตรายแล้ว",
        "พรุ่งนี้อากาศจะอุ่นขึ้น", "พิพิธภัณฑ์เปิดให้เข้าชมแล้ว",
    ),
    "zh-Hant": (
        "這座橋下個星期重新開放。", "請問火車站在什麼地方？", "昨天晚上城裡下了大雪。",
        "孩子們在學校旁邊種了樹。", "火車晚點了將近一個小時。", "醫生說現在沒有危險。",
        "明天的天氣會比今天暖和。", "博物館又對遊客開放了。",
    ),
    "lt": (
        "Tiltas per upę bus atidarytas kitą savaitę.", "Ar žinote, kur yra geležinkelio stotis?", "Vakare mieste pradėjo smarkiai snigti.",
        "Vaikai prie mokyklos pasodino medžių.", "Traukinys vėlavo beveik valandą.", "Gydytojas sakė, kad pavojaus nėra.",
        "Rytoj bus šilčiau nei šiandien.", "Muziejus vėl laukia lankytojų.",
    ),
}  # fmt: skip

ENCODINGS = {
    "fr": ("cp1252", "iso8859-15", "mac_roman", "cp850"), "de": ("cp1252", "iso8859-1", "cp850"), "es": ("cp1252", "mac_roman", "cp850"),
    "pt": ("cp1252", "cp850"), "sv": ("cp1252", "cp850"), "pl": ("cp1250", "iso8859-2", "cp852"), "cs": ("cp1250", "iso8859-2", "cp852"),
    "hu": ("cp1250", "iso8859-2"), "ro": ("cp1250", "iso8859-2"), "tr": ("cp1254", "iso8859-9"), "lt": ("cp1257",),
    "ru": ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac_cyrillic"), "uk": ("cp1251", "koi8-u"), "bg": ("cp1251",),
    "el": ("cp1253", "iso8859-7"), "he": ("cp1255", "iso8859-8"), "ar": ("cp1256", "iso8859-6"), "zh": ("gb18030",), "zh-Hant": ("big5",),
    "ja": ("cp932", "euc_jp", "iso2022_jp"), "ko": ("cp949",), "th": ("cp874",),
}  # fmt: skip

#: Code pages of Windows and the Macintosh have curly quotes, dashes and ellipses, and files in them use those.
TYPOGRAPHIC = frozenset(
    ("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "mac_roman", "mac_cyrillic")
)

#: UTF-16 and UTF-32 without a mark are tried in three scripts.
WIDE = {"fr": ("utf-16-le", "utf-16-be"), "ru": ("utf-16-le", "utf-32-le"), "ja": ("utf-16-le", "utf-16-be")}

#: Size -> number of cues; two lines of text are one cue.
SIZES = {"two lines": 1, "eight cues": 8, "long": 80}


def track_text(language: str, cues: int, *, typographic: bool = False) -> str:
    """Return an SRT of so many cues; a single cue has two lines; with curly quotes, a dash and an ellipsis or without."""
    sentences = SENTENCES[language]
    if typographic:
        sentences = (f"\u201c{sentences[0]}\u201d", f"\u2013 {sentences[1]}\u2026", *sentences[2:])
    if cues == 1:
        return f"1\n00:00:01,000 --> 00:00:03,000\n{sentences[0]}\n{sentences[1]}\n"
    blocks = [
        f"{n + 1}\n00:{n // 20:02d}:{n % 20 * 3:02d},000 --> 00:{n // 20:02d}:{n % 20 * 3 + 2:02d},500\n{sentences[n % 8]}\n"
        for n in range(cues)
    ]
    return "\n".join(blocks)


def samples() -> Iterator[tuple[str, str, str, bytes, str]]:
    """Yield (language, encoding, size, bytes, text) of every sample."""
    for table in (ENCODINGS, WIDE):
        for language, encodings in table.items():
            for encoding in encodings:
                for size, cues in SIZES.items():
                    text = track_text(language, cues, typographic=encoding in TYPOGRAPHIC)
                    yield language, encoding, size, text.encode(encoding), text
