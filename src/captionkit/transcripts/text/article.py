"""A transcript inside an article: where it begins, where it ends, and why.

The beginning is a line that announces a transcript ("Here is the transcript of the report:", "Full transcript"), never
one that merely mentions where it is to be found ("full transcript at the end of this article"). The end is the first
line after it that cannot be speech: an end mark, a source, sharing buttons, comments, a copyright line, or a paragraph
that talks about the report above. Both are told, and options override both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from captionkit.transcripts.text.names import plausible_name
from captionkit.transcripts.text.rows import Row, tidy

__all__ = ["Extent", "Marker", "find_end", "find_markers", "is_rule", "marker_of"]

_NOUN = (
    r"(?:transcripts?|transcription|transkripte?|transkription|abschrift|wortlaut|transcripción|transcripcion|transcrição"
    r"|transcricao|trascrizione|transcriptie|afschrift|avskrift|utskrift|transskription|udskrift|transkrypcja|transkrypt"
    r"|stenogram|zapis|přepis|prepis|átirat|litterointi|deşifre|döküm|транскрипт|транскрипция|расшифровка|стенограмма"
    r"|стенограма|розшифровка|απομαγνητοφώνηση|文字起こし|書き起こし|文字实录|文字稿|逐字稿|筆錄|녹취록|전문"
    r"|نص\s+(?:المقابلة|التقرير|الحوار)|תמלול|verbatim(?:\s+text)?"
    r"|full\s+text|text\s+of\s+the\s+(?:report|broadcast|interview|video|speech|segment|news|programme|program|bulletin)"
    r"|script\s+of\s+the\s+\w+|texte\s+intégral|texto\s+(?:completo|íntegro|integral)|testo\s+(?:completo|integrale)"
    r"|полный\s+текст|текст\s+(?:репортажа|сюжета|интервью|передачи|выпуска|программы))"
)
_LEAD = (
    r"(?:(?:and\s+|now\s+|so\s+|ok\s+)?(?:here(?:['’]s|\s+is|\s+are|\s+follows|\s+comes)|below(?:\s+is|\s+are|['’]s)?|(?:the\s+)?following"
    r"(?:\s+is)?|what\s+follows(?:\s+is)?|this\s+is|that['’]s|see|read|find)|hier(?:\s+ist|\s+folgt|\s+das|\s+der|\s+die)?|im\s+folgenden"
    r"|es\s+folgt|nachfolgend|voici|ci-dessous|aquí\s+(?:está|sigue|tienen?|va)|a\s+continuación|ecco|di\s+seguito"
    r"|eis|aqui\s+está|segue|a\s+seguir|вот|ниже(?:\s+(?:приводится|представлена?|следует))?|далее|приводим|oto|poniżej|hier\s+is"
    r"|hieronder|här\s+(?:är|följer)|her\s+(?:er|følger))\b"
)
_FOLLOWS = (
    r"(?:follows|begins|starts|reads|is\s+as\s+follows|as\s+follows|(?:is\s+)?(?:given\s+|provided\s+|printed\s+|found\s+)?below"
    r"|folgt|im\s+folgenden|suit|ci-dessous|sigue|segue|a\s+continuación|ниже|следует|poniżej)"
)
_DECOR = ' \t#*_=~-–—>•|\u00a0"“”«»'
_PROMISE = re.compile(
    r"\([^)]*\b"
    + _NOUN
    + r"[^)]*\)|\b(?:at|towards?|near)\s+the\s+(?:very\s+)?(?:end|bottom|foot)\b|\b(?:am|zum)\s+ende\b|\bweiter\s+unten\b"
    r"|\bà\s+la\s+fin\b|\bal\s+final\b|\balla\s+fine\b|\bno\s+final\b|\bв\s+конце\b|\bна\s+końcu\b|\bhttps?:|\bwww\.|\bclick\b|\bdownload"
    r"|\bavailable\b|\bscroll\b|\bsubscri|\bpdf\b|\bjump\s+to\b|\bskip\s+to\b|\bcoming\s+soon\b|\bnot\s+yet\b|\bno\s+transcript\b"
    r"|\bshow\s+transcript\b|\bhide\s+transcript\b|\bsee\s+(?:below|above)\b",
    re.I,
)
_HAS_NOUN = re.compile(r"(?<![^\W_])" + _NOUN + r"(?![^\W_])", re.I)
_ANNOUNCED = re.compile(_LEAD + r".{0,120}?(?<![^\W_])" + _NOUN + r"(?![^\W_])", re.I)
_FOLLOWING = re.compile(r".{0,100}?(?<![^\W_])" + _NOUN + r"(?![^\W_]).{0,100}?\b" + _FOLLOWS + r"\s*[:.…]?\s*\Z", re.I)
_HEADED = re.compile(
    r"(?:[\w'’.,/&+-]+\s+){0,6}?"
    + _NOUN
    + r"(?![^\W_])(?:\s+(?:completa|completo|complète|intégrale|integral|integrale|íntegra|below|полностью))?(?:\s+(?:of|from|for|to|by|des|der|du|de|della|del|von|vom|zum|da|do|van)\b.{0,120})?"
    r"(?:\s*[\[(][^()\[\]]{0,60}[\])])?\s*\Z",
    re.I,
)
_BEGUN = re.compile(
    r"(?:begin|beginning|start)(?:\s+of)?\s+(?:the\s+)?" + _NOUN + r"|" + _NOUN + r"\s+(?:begins|starts)", re.I
)
_ENDED = re.compile(
    r"(?:the\s+)?end(?:s|ed|ing)?(?:\s+of)?\s+(?:the\s+)?(?:full\s+|rush\s+)?"
    + _NOUN
    + r"|(?:the\s+)?"
    + _NOUN
    + r"\s+(?:ends?|ended|stops)(?:\s+here)?"
    r"|(?:the\s+)?end\s+of\s+(?:the\s+)?(?:report|broadcast|video|clip|interview|segment|recording|audio|tape|programme|program|bulletin|quote)"
    r"|ende\s+(?:des|der)\s+\w+|fin\s+de\s+(?:la\s+|l['’])?\w+|fine\s+(?:della\s+|del\s+)?\w+|конец\s+\w+|koniec\s+\w+|einde\s+\w+"
    r"|-?30-?|end|ende|fin|fine|конец|koniec|einde|slut",
    re.I,
)
#: Lines that stand around articles: credits, buttons, comments, links, rights. In the second group a full stop at the end
#: makes a sentence of it, which may well be spoken ("More on that story later.").
_BOILERPLATE = re.compile(
    r"(?:sources?|quellen?|fuentes?|fontes?|fonti|fonte|источники?|źródł[oa]|bron(?:nen)?|källa|kilde|via|credits?|photos?|images?|picture)\s*[:：]"
    r"|share\s+this\b|please\s+share\b|leave\s+a\s+(?:comment|reply)|add\s+a\s+comment|join\s+the\s+(?:conversation|discussion)"
    r"|\d+\s+(?:comments?|responses|replies|thoughts)\b.{0,80}\Z|(?:comments?|discussion)\s+(?:section|are|closed|policy)\b"
    r"|(?:copyright\b|©|\(c\)\s*\d{4}).*|.*\ball\s+rights\s+reserved\b.*|.*\balle\s+rechte\s+vorbehalten\b.*|.*\btous\s+droits\s+réservés\b.*"
    r"|.*\btodos\s+los\s+derechos\s+reservados\b.*|.*\bвсе\s+права\s+защищены\b.*|.*\btutti\s+i\s+diritti\s+riservati\b.*"
    r"|(?:tags?|tagged|categories|category|filed\s+under|posted\s+(?:in|on|by)|topics?|keywords?|labels|more\s+information|references|footnotes?"
    r"|notes|correction|schlagwörter|метки|теги|étiquettes|etiquetas)\s*[:：].*"
    r"|(?:filed\s+under|(?:originally|first)\s+(?:published|appeared|posted)|republished|reprinted|last\s+(?:updated|modified)"
    r"|this\s+(?:article|post|story|piece|entry|transcript|translation)\s+(?:was|is|has\s+been|may|originally|first|appeared|can)\b"
    r"|the\s+(?:article|post)\s+above|disclaimer\b|the\s+views\s+expressed|about\s+the\s+author|written\s+by|translated\s+by|transcribed\s+by"
    r"|transcript(?:ion)?\s+(?:by|provided|courtesy)|translation\s+(?:by|courtesy)|(?:subtitles?|captions?)\s+by|subscribe\s+to\s+our|sign\s+up\s+(?:for|to)\b"
    r"|follow\s+us\s+on\b|support\s+(?:our|independent)\b|donate\b|click\s+here|help\s+us\s+(?:keep|grow|stay|continue)|like\s+what\s+you"
    r"|if\s+you\s+(?:like|enjoy)(?:ed)?\s+this|editor['’]?s['’]?\s+note|advertisement\b|sponsored\b|watch\s+the\s+(?:full\s+)?video"
    r"|(?:photo|image)\s+credit|report\s+a\s+(?:typo|mistake)).*"
    r"|(?:https?://|www\.)\S+\Z",
    re.I | re.S,
)
_NAVIGATION = re.compile(
    r"(?:share|tweet|e-?mail|print|save|like|bookmark)(?:\s+(?:on|via|it|with|to)\b.{0,60})?"
    r"|(?:teilen|partager|comparte|compartir|compartilh\w+|condividi|поделиться|udostępnij|delen|dela\s+(?:artikeln|med))\b.{0,40}"
    r"|(?:facebook|twitter|whatsapp|telegram|reddit|linkedin|pinterest|vk|instagram)(?:\W+(?:facebook|twitter|whatsapp|telegram|reddit"
    r"|linkedin|pinterest|vk|email|e-mail|print|instagram|x)\b)*"
    r"|(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|комментарии|komentarz[ey]|reacties|kommentarer)"
    r"(?:\s*[(\[]?\d+[)\]]?)?"
    r"|(?:related|see\s+also|read\s+(?:also|more|next)|more\s+(?:on|from|like|about|stories)|recommended|popular|trending|most\s+read"
    r"|previous\s+(?:article|post)|next\s+(?:article|post)|continue\s+reading|siehe\s+auch|lesen\s+sie\s+auch|à\s+lire\s+aussi|lire\s+aussi"
    r"|lea\s+también|leia\s+também|leggi\s+anche|читайте\s+также|lees\s+ook|läs\s+också|(?:posted|published|written)\s+(?:in|on|by))\b.{0,120}",
    re.I,
)
_LOOKS_BACK = re.compile(
    r"\b(?:transcript|report|video|clip|broadcast|interview|segment|footage|exchange|bulletin)\s+above\b"
    r"|\babove\s+(?:transcript|report|video|clip|broadcast|interview|segment|exchange|bulletin|translation)\b"
    r"|\b(?:as|so)\s+(?:the|this)\s+transcript\s+(?:shows|makes)|\bwe\s+(?:transcribed|translated)\b|\b(?:end|ends)\s+(?:of\s+)?(?:the|our)\s+transcript\b",
    re.I,
)
_RULE = re.compile(r"(?:[-–—_=*~#•·+][ \t]*){3,}\Z|\*\Z|⁂\Z|§\Z")


class Marker(NamedTuple):
    """A line that announces a transcript.

    ``strength`` ranks the forms (4 an announcement with a colon, 1 a weak heading); ``rest`` is the speech that follows
    on the same line.
    """

    row: Row
    strength: int
    rest: str = ""


class Extent(NamedTuple):
    """The rows of a transcript within a text, and the reasons: ``begin`` the marker, ``end`` the first row left out."""

    rows: list[Row]
    begin: Marker | None = None
    end: Row | None = None
    why_end: str = ""


def marker_of(row: Row) -> Marker | None:
    """Return the marker that a row is, or None.

    >>> marker_of(Row(1, "Here is the transcript of the report:")).strength
    4
    >>> marker_of(Row(1, "Watch it here (full transcript at the end of this article):")) is None
    True
    """
    text = tidy(row.text).strip(_DECOR)
    if len(text) > 400 or not _HAS_NOUN.search(text):
        return None
    if text.startswith(("(", "[")) and text.endswith((")", "]", "):", "]:")):
        text = text.strip("()[]: ")
    head, colon, rest = _cut(text)
    if _PROMISE.search(head) or _ENDED.fullmatch(text.strip("()[]. ")):
        return None
    strength = _strength(head, bool(colon), bool(rest))
    if not strength:
        return None
    if rest and (_PROMISE.search(rest) or not _is_speech(rest)):
        return None if _PROMISE.search(rest) else Marker(row, min(strength, 3))
    return Marker(row, strength, rest)


def _cut(text: str) -> tuple[str, str, str]:
    noun = _HAS_NOUN.search(text)
    at = (
        min((i for i in (text.find(":", noun.end()), text.find("：", noun.end())) if i >= 0), default=-1)
        if noun
        else -1
    )
    return (text[:at].strip(_DECOR), ":", text[at + 1 :].strip(_DECOR)) if at >= 0 else (text.rstrip(_DECOR), "", "")


def _strength(head: str, colon: bool, rest: bool) -> int:
    """Rank the announcement ``head``, which a colon and more text may follow."""
    bare = head.rstrip(".… ")
    if len(bare.split()) > 30:
        return 0
    if _BEGUN.fullmatch(bare):
        return 4
    if _ANNOUNCED.match(head) and (colon or len(bare.split()) <= 14 or bare != head):
        return 4 if colon else 2
    if _FOLLOWING.match(head):
        return 3 if colon else 2
    if _HEADED.fullmatch(bare) and len(bare.split()) <= 14 and (colon or bare == head):
        return 2 if rest else 4 if colon else 3 if len(bare.split()) <= 8 else 1
    return 0


def _is_speech(rest: str) -> bool:
    return len(rest.split()) >= 4 and rest.rstrip('"”»’)')[-1:] in (".", "!", "?", "…", "。")


def is_rule(text: str) -> bool:
    """Tell whether a line only divides: dashes, stars and the like."""
    return _RULE.match(text) is not None


def find_markers(rows: Sequence[Row]) -> list[Marker]:
    """Return every marker with enough text after it to be a transcript, best first (strength, then position)."""
    left = 0
    counts = []
    for row in reversed(rows):
        counts.append(left)
        left += len(row.text)
    found = []
    for row, after in zip(rows, reversed(counts), strict=True):
        marker = marker_of(row)
        if marker is not None and after + len(marker.rest) >= 20:
            found.append(marker)
    return sorted(found, key=lambda m: (-m.strength, m.row.number))


def find_end(rows: Sequence[Row], structured: Callable[[Row], bool]) -> tuple[int, str]:
    """Return how many of these rows (all after the beginning) belong to the transcript, and why it ends there.

    ``structured`` tells whether a row has a label or a time: a rule between such rows divides stories, not articles.
    """
    reasons = [_why_end(row) if at else "" for at, row in enumerate(rows)]
    last = max((at for at, row in enumerate(rows) if not reasons[at] and structured(row)), default=-1)
    for at, why in enumerate(reasons):
        if why and (at > last or why == _MARK):
            return at, why
    return len(rows), ""


_MARK = "an end mark"


def _why_end(row: Row) -> str:
    bare = row.text.strip(_DECOR + "()[].: ")
    if _ENDED.fullmatch(bare):
        return _MARK
    if is_rule(row.text):
        return "a rule"
    text = row.text.lstrip(_DECOR + "[(")
    if _BOILERPLATE.match(text) or _NAVIGATION.fullmatch(text.rstrip(_DECOR + ":]")):
        return "a line that stands around articles, not in speech"
    if _LOOKS_BACK.search(row.text) and not plausible_name(row.text.partition(":")[0]):
        return "a paragraph that looks back at the report"
    return ""
