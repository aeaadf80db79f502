"""What a file's name says about its content.

``talk.en.sdh.srt`` is a stem, a language, notes about the version and a suffix, in the order that players and editors
use.
"""

from __future__ import annotations

import os
import re

from captionkit.values import value

__all__ = ["NameParts", "language_in_name", "parts_of"]

#: What a name says about a version after the language: https://support.plex.tv/articles/200471133 and the like.
_VERSIONS = frozenset({"sdh", "cc", "hi", "forced", "foreign", "signs", "default", "full", "dub", "commentary"})

# ISO 639-1, all of it
_TWO = frozenset(
    re.findall(
        r"\w+",
        """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
""",
    )
)
#: ISO 639-2 codes that are seen in file names, and the tag that BCP 47 has for each.
_THREE = dict(
    re.findall(
        r"(\w+)=(\w+)",
        """
    afr=af amh=am ara=ar aze=az bel=be ben=bn bos=bs bul=bg cat=ca ces=cs chi=zh cmn=zh cym=cy cze=cs dan=da deu=de
    dut=nl ell=el eng=en est=et eus=eu fas=fa fil=fil fin=fi fra=fr fre=fr ger=de gle=ga glg=gl gre=el heb=he hin=hi
    hrv=hr hun=hu hye=hy ice=is ind=id isl=is ita=it jpn=ja kan=kn kat=ka kaz=kk khm=km kor=ko lat=la lav=lv lit=lt
    mal=ml mar=mr mkd=mk mon=mn msa=ms mya=my nep=ne nld=nl nob=nb nor=no pan=pa per=fa pol=pl por=pt ron=ro rum=ro
    rus=ru sin=si slk=sk slo=sk slv=sl som=so spa=es sqi=sq srp=sr swa=sw swe=sv tam=ta tel=te tgl=tl tha=th tur=tr
    ukr=uk urd=ur uzb=uz vie=vi yue=yue zho=zh zul=zu
""",
    )
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?\Z")


@value
class NameParts:
    """A file's name in parts: ``talk``, ``en``, ``sdh``, ``.srt``; what is not there is ``""``."""

    stem: str
    language: str = ""
    version: str = ""
    suffix: str = ""
    written: str = ""


def parts_of(source: str) -> NameParts:
    """Return the parts of a file's name.

    >>> parts_of("talks/talk.pt-BR.sdh.srt")
    NameParts(stem='talk', language='pt-BR', version='sdh', suffix='.srt', written='pt-BR')
    >>> parts_of("v1.2.srt").stem
    'v1.2'
    """
    if source in ("-", "<stdin>", "<bytes>", ""):
        return NameParts("captions")
    base, suffix = os.path.splitext(os.path.basename(source))
    if suffix == ".json" and base.endswith(".ckit"):
        base, suffix = base.removesuffix(".ckit"), ".ckit.json"
    stem = base
    versions: list[str] = []
    while (cut := stem.rpartition("."))[0] and cut[2].lower() in _VERSIONS and not _alone(cut):
        stem, versions = cut[0], [cut[2], *versions]
    before, _, tag = stem.rpartition(".")
    language = _language(tag) if before else ""
    if not language:
        # a note without a language before it may be a word of the title: "the.full.srt"
        known = versions and versions[0].lower() in ("sdh", "cc", "forced")
        return NameParts(stem, "", ".".join(versions), suffix) if known else NameParts(base, "", "", suffix)
    return NameParts(before, language, ".".join(versions), suffix, tag)


def _alone(cut: tuple[str, str, str]) -> bool:
    """``hi`` is Hindi where no language stands before it, and "hearing impaired" after one."""
    return cut[2].lower() == "hi" and not _language(cut[0].rpartition(".")[2])


def _language(tag: str) -> str:
    """Return the BCP 47 tag that a part of a name stands for, ``""`` where it is not a language."""
    # "Where.We.Go.It.srt" is a title: languages are written small
    if not _TAG.match(tag) or not tag[:2].islower():
        return ""
    first, *rest = re.split("[-_]", tag)
    base = first if first in _TWO else _THREE.get(first, "")
    return "-".join([base, *(p.upper() if len(p) == 2 else p.title() for p in rest)]) if base else ""


def language_in_name(source: str) -> str:
    """Return the language that a file's name states, ``""`` where it states none.

    >>> [language_in_name(name) for name in ("talk.fr.srt", "talk.eng.sdh.srt", "talk.zh_hant.vtt", "a.b.srt")]
    ['fr', 'en', 'zh-Hant', '']
    """
    return parts_of(source).language
