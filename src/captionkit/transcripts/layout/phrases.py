"""The phrases that announce a transcript, end it, or stand around articles, by language; one alternative a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    ANNOUNCED: re.Pattern[str]
    BEGUN: re.Pattern[str]
    BOILERPLATE: re.Pattern[str]
    ENDED: re.Pattern[str]
    FOLLOWING: re.Pattern[str]
    HAS_NOUN: re.Pattern[str]
    HEADED: re.Pattern[str]
    LOOKS_BACK: re.Pattern[str]
    NAVIGATION: re.Pattern[str]
    PROMISE: re.Pattern[str]

__all__ = [
    "ANNOUNCED",
    "BEGUN",
    "BOILERPLATE",
    "ENDED",
    "FOLLOWING",
    "HAS_NOUN",
    "HEADED",
    "LOOKS_BACK",
    "NAVIGATION",
    "PROMISE",
]


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


#: What a transcript is called.
NOUN = _any(
    r"transcripts?",
    r"transcription",
    r"verbatim(?:\s+text)?",
    r"(?:our|full|english)\s+translation|translation\s+of\s+(?:the|this|his|her|their|its)(?:\s+\w+)?",
    r"what\s+(?:was|\w+(?:\s+\w+){0,3}?)\s+(?:said|reported)",
    r"(?:report|broadcast|interview|video|speech|segment|programme|program|bulletin|exchange|conversation)\s+in\s+full",
    r"full\s+text",
    r"text\s+of\s+the\s+(?:report|broadcast|interview|video|speech|segment|news|programme|program|bulletin)",
    r"script\s+of\s+the\s+\w+",
    r"transkripte?",
    r"transkription",
    r"abschrift",
    r"wortlaut",
    r"texte\s+intégral",
    r"transcripci[óo]n",
    r"texto\s+(?:completo|íntegro|integral)",
    r"transcrição",
    r"transcricao",
    r"trascrizione",
    r"testo\s+(?:completo|integrale)",
    r"transcriptie",
    r"afschrift",
    r"avskrift",
    r"utskrift",
    r"transskription",
    r"udskrift",
    r"transkrypcja",
    r"transkrypt",
    r"stenogram",
    r"zapis",
    r"p[řr]epis",
    r"átirat",
    r"litterointi",
    r"deşifre",
    r"döküm",
    r"транскрип[тц]ия|транскрипт",
    r"расшифровка",
    r"стенограмм?а",
    r"розшифровка",
    r"полный\s+текст",
    r"текст\s+(?:репортажа|сюжета|интервью|передачи|выпуска|программы)",
    r"απομαγνητοφώνηση",
    r"文字起こし|書き起こし",
    r"文字实录|文字稿|逐字稿|筆錄",
    r"녹취록|전문",
    r"نص\s+(?:المقابلة|التقرير|الحوار)",
    r"תמלול",
)

#: How an announcement begins.
_LEAD = (
    _any(
        r"(?:and\s+|now\s+|so\s+|ok\s+)?here(?:['’]s|\s+is|\s+are|\s+follows|\s+comes)",
        r"and\s+now",
        r"below(?:\s+is|\s+are|['’]s)?",
        r"(?:the\s+)?following(?:\s+is)?",
        r"what\s+follows(?:\s+is)?",
        r"(?:this\s+is|that['’]s|see|read|find)",
        r"hier(?:\s+ist|\s+folgt|\s+das|\s+der|\s+die)?",
        r"im\s+folgenden|es\s+folgt|nachfolgend",
        r"voici|ci-dessous",
        r"aquí\s+(?:está|sigue|tienen?|va)|a\s+continuación",
        r"ecco|di\s+seguito",
        r"eis|aqui\s+está|segue|a\s+seguir",
        r"вот|ниже(?:\s+(?:приводится|представлена?|следует))?|далее|приводим",
        r"oto|poniżej",
        r"hier\s+is|hieronder",
        r"här\s+(?:är|följer)|her\s+(?:er|følger)",
    )
    + r"\b"
)

#: How an announcement ends that names the transcript first.
_FOLLOWS = _any(
    r"(?:follows|begins|starts|reads)",
    r"(?:is\s+)?as\s+follows",
    r"(?:is\s+)?(?:given\s+|provided\s+|printed\s+|found\s+)?below",
    r"folgt|im\s+folgenden",
    r"suit|ci-dessous",
    r"sigue|segue|a\s+continuación",
    r"ниже|следует",
    r"poniżej",
)
_ALONE = rf"(?<![^\W_]){NOUN}(?![^\W_])"
_WHOLE = r"(?:\s+(?:completa|completo|complète|intégrale|integral|integrale|íntegra|below))?"
_OF = r"(?:\s+(?:of|from|for|to|by|des|der|du|de|della|del|von|vom|zum|da|do|van)\b.{0,120})?"

#: Pattern -> (source, flags). They are long, so each is compiled when it is first asked for: most texts need few.
_SOURCES: dict[str, tuple[str, re.RegexFlag]] = {}

_SOURCES["HAS_NOUN"] = (_ALONE, re.I)
_SOURCES["ANNOUNCED"] = (rf"{_LEAD}.{{0,120}}?{_ALONE}", re.I)
_SOURCES["FOLLOWING"] = (rf".{{0,100}}?{_ALONE}.{{0,100}}?\b{_FOLLOWS}\s*[:.…]?\s*\Z", re.I)
_SOURCES["HEADED"] = (
    rf"(?:[\w'’.,/&+-]+\s+){{0,6}}?{NOUN}(?![^\W_]){_WHOLE}{_OF}(?:\s*[\[(][^()\[\]]{{0,60}}[\])])?\s*\Z",
    re.I,
)
_SOURCES["BEGUN"] = (rf"(?:begin|beginning|start)(?:\s+of)?\s+(?:the\s+)?{NOUN}|{NOUN}\s+(?:begins|starts)", re.I)

#: What makes a mention ("at the end of this article") and not an announcement.
_SOURCES["PROMISE"] = (
    _any(
        rf"\([^)]*\b{NOUN}[^)]*\)",
        r"\b(?:at|towards?|near)\s+the\s+(?:very\s+)?(?:end|bottom|foot)\b",
        r"\b(?:am|zum)\s+ende\b|\bweiter\s+unten\b",
        r"\bà\s+la\s+fin\b|\bal\s+final\b|\balla\s+fine\b|\bno\s+final\b",
        r"\bв\s+конце\b|\bна\s+końcu\b",
        r"\bhttps?:|\bwww\.|\bclick\b|\bdownload|\bavailable\b|\bscroll\b|\bsubscri|\bpdf\b",
        r"\bjump\s+to\b|\bskip\s+to\b|\bsee\s+(?:below|above)\b",
        r"\bcoming\s+soon\b|\bnot\s+yet\b|\bno\s+transcript\b|\b(?:show|hide)\s+transcript\b",
    ),
    re.I,
)

_THING = r"(?:report|broadcast|video|clip|interview|segment|recording|audio|tape|programme|program|bulletin|quote)"

#: A line that says the transcript is over.
_SOURCES["ENDED"] = (
    _any(
        rf"(?:the\s+)?end(?:s|ed|ing)?(?:\s+of)?\s+(?:the\s+)?(?:full\s+|rush\s+)?{NOUN}",
        rf"(?:the\s+)?{NOUN}\s+(?:ends?|ended|stops)(?:\s+here)?",
        rf"(?:the\s+)?end\s+of\s+(?:the\s+)?{_THING}",
        r"ende\s+(?:des|der)\s+\w+",
        r"fin\s+de\s+(?:la\s+|l['’])?\w+",
        r"fine\s+(?:della\s+|del\s+)?\w+",
        r"(?:конец|koniec|einde)\s+\w+",
        r"-?30-?|end|ende|fin|fine|конец|koniec|einde|slut",
    ),
    re.I,
)

#: Lines that stand around articles: credits, rights, comments, links.
_SOURCES["BOILERPLATE"] = (
    _any(
        r"(?:sources?|via|credits?|photos?|images?|picture)\s*[:：]",
        r"(?:quellen?|fuentes?|fontes?|fonti|fonte|источники?|źródł[oa]|bron(?:nen)?|källa|kilde)\s*[:：]",
        r"share\s+this\b|please\s+share\b",
        r"leave\s+a\s+(?:comment|reply)|add\s+a\s+comment|join\s+the\s+(?:conversation|discussion)",
        r"\d+\s+(?:comments?|responses|replies|thoughts)\b.{0,80}\Z",
        r"(?:our\s+)?(?:comment(?:s|ing)?|discussion)\s+(?:section|are|closed|policy|rules|guidelines)\b",
        r".{0,60}\bad[- ]free\b.{0,40}\Z",
        r"(?:copyright\b|©|\(c\)\s*\d{4}).*",
        r".*\ball\s+rights\s+reserved\b.*",
        r".*\balle\s+rechte\s+vorbehalten\b.*",
        r".*\btous\s+droits\s+réservés\b.*",
        r".*\btodos\s+los\s+derechos\s+reservados\b.*",
        r".*\bвсе\s+права\s+защищены\b.*",
        r".*\btutti\s+i\s+diritti\s+riservati\b.*",
        r"(?:tags?|tagged|categories|category|filed\s+under|posted\s+(?:in|on|by)|topics?|keywords?|labels)\s*[:：].*",
        r"(?:more\s+information|references|footnotes?|notes|correction)\s*[:：].*",
        r"(?:schlagwörter|метки|теги|étiquettes|etiquetas)\s*[:：].*",
        r"filed\s+under.*",
        r"(?:originally|first)\s+(?:published|appeared|posted).*",
        r"(?:republished|reprinted|last\s+(?:updated|modified)).*",
        r"this\s+(?:article|post|story|piece|entry|transcript|translation|interview|conversation|excerpt|episode)\s+"
        r"(?:was|is|has\s+been|may|originally|first|appeared|can)\b.*",
        r"the\s+(?:article|post)\s+above.*",
        r"(?:disclaimer\b|the\s+views\s+expressed|about\s+the\s+author).*",
        r"(?:written|translated|transcribed)\s+by.*",
        r"transcript(?:ion)?\s+(?:by|provided|courtesy).*|translation\s+(?:by|courtesy).*|(?:subtitles?|captions?)\s+by.*",
        r"(?:subscribe\s+to\s+our|sign\s+up\s+(?:for|to)\b|follow\s+us\s+on\b|support\s+(?:our|independent)\b|donate\b).*",
        r"(?:click\s+here|help\s+us\s+(?:keep|grow|stay|continue)|like\s+what\s+you).*",
        r"if\s+you\s+(?:like|enjoy)(?:ed)?\s+this.*",
        r"(?:editor['’]?s['’]?\s+note|advertisement\b|sponsored\b).*",
        r"watch\s+the\s+(?:full\s+)?video.*|(?:photo|image)\s+credit.*|report\s+a\s+(?:typo|mistake).*",
        r"(?:https?://|www\.)\S+\Z",
    ),
    re.I | re.S,
)

_NETWORK = r"(?:facebook|twitter|whatsapp|telegram|reddit|linkedin|pinterest|vk|email|e-mail|print|instagram|x)"

#: Buttons and links around articles. With a full stop at its end such a line is a sentence and may well be spoken
#: ("More on that story later."), so these have to match a whole line without one.
_SOURCES["NAVIGATION"] = (
    _any(
        r"(?:share|tweet|e-?mail|print|save|like|bookmark)(?:\s+(?:on|via|it|with|to)\b.{0,60})?",
        r"(?:teilen|partager|comparte|compartir|compartilh\w+|condividi|поделиться|udostępnij|delen)\b.{0,40}",
        r"dela\s+(?:artikeln|med)\b.{0,40}",
        rf"{_NETWORK}(?:\W+{_NETWORK}\b)*",
        r"(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|комментарии|komentarz[ey]|reacties"
        r"|kommentarer)(?:\s*[(\[]?\d+[)\]]?)?",
        r"(?:related|see\s+also|read\s+(?:also|more|next)|more\s+(?:on|from|like|about|stories))\b.{0,120}",
        r"(?:recommended|popular|trending|most\s+read|continue\s+reading)\b.{0,120}",
        r"(?:previous|next)\s+(?:article|post)\b.{0,120}",
        r"(?:siehe\s+auch|lesen\s+sie\s+auch|(?:à\s+)?lire\s+aussi|lea\s+también|leia\s+também|leggi\s+anche)\b.{0,120}",
        r"(?:читайте\s+также|lees\s+ook|läs\s+också)\b.{0,120}",
        r"(?:posted|published|written)\s+(?:in|on|by)\b.{0,120}",
    ),
    re.I,
)

#: Paragraphs that talk about the report as something the reader has just read.
_SOURCES["LOOKS_BACK"] = (
    _any(
        r"\b(?:transcript|report|video|clip|broadcast|interview|segment|footage|exchange|bulletin)\s+above\b",
        r"\babove\s+(?:transcript|report|video|clip|broadcast|interview|segment|exchange|bulletin|translation)\b",
        r"\b(?:as|so)\s+(?:the|this)\s+transcript\s+(?:shows|makes)",
        r"\bwe\s+(?:transcribed|translated)\b",
        r"\b(?:end|ends)\s+(?:of\s+)?(?:the|our)\s+transcript\b",
    ),
    re.I,
)


def __getattr__(name: str) -> re.Pattern[str]:
    if name not in _SOURCES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    compiled = globals()[name] = re.compile(*_SOURCES[name])
    return compiled
