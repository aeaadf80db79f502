"""Codes of languages: ISO 639-1 (two letters) and ISO 639-2 (three), and BCP 47, which takes the shorter one.

The one table of them; what files, films, services and programs call languages is looked up here.
"""

from __future__ import annotations

__all__ = ["TWO_LETTERS", "three_letters", "two_letters"]

#: ISO 639-2 (terminological) for all of ISO 639-1.
_THREE = dict(
    pair.split("=")
    for pair in """
    aa=aar ab=abk ae=ave af=afr ak=aka am=amh an=arg ar=ara as=asm av=ava ay=aym az=aze ba=bak be=bel bg=bul bi=bis
    bm=bam bn=ben bo=bod br=bre bs=bos ca=cat ce=che ch=cha co=cos cr=cre cs=ces cu=chu cv=chv cy=cym da=dan de=deu
    dv=div dz=dzo ee=ewe el=ell en=eng eo=epo es=spa et=est eu=eus fa=fas ff=ful fi=fin fj=fij fo=fao fr=fra fy=fry
    ga=gle gd=gla gl=glg gn=grn gu=guj gv=glv ha=hau he=heb hi=hin ho=hmo hr=hrv ht=hat hu=hun hy=hye hz=her ia=ina
    id=ind ie=ile ig=ibo ii=iii ik=ipk io=ido is=isl it=ita iu=iku ja=jpn jv=jav ka=kat kg=kon ki=kik kj=kua kk=kaz
    kl=kal km=khm kn=kan ko=kor kr=kau ks=kas ku=kur kv=kom kw=cor ky=kir la=lat lb=ltz lg=lug li=lim ln=lin lo=lao
    lt=lit lu=lub lv=lav mg=mlg mh=mah mi=mri mk=mkd ml=mal mn=mon mr=mar ms=msa mt=mlt my=mya na=nau nb=nob nd=nde
    ne=nep ng=ndo nl=nld nn=nno no=nor nr=nbl nv=nav ny=nya oc=oci oj=oji om=orm or=ori os=oss pa=pan pi=pli pl=pol
    ps=pus pt=por qu=que rm=roh rn=run ro=ron ru=rus rw=kin sa=san sc=srd sd=snd se=sme sg=sag si=sin sk=slk sl=slv
    sm=smo sn=sna so=som sq=sqi sr=srp ss=ssw st=sot su=sun sv=swe sw=swa ta=tam te=tel tg=tgk th=tha ti=tir tk=tuk
    tl=tgl tn=tsn to=ton tr=tur ts=tso tt=tat tw=twi ty=tah ug=uig uk=ukr ur=urd uz=uzb ve=ven vi=vie vo=vol wa=wln
    wo=wol xh=xho yi=yid yo=yor za=zha zh=zho zu=zul
    """.split()  # noqa: SIM905
)
#: The other way, with the bibliographic codes of ISO 639-2, and Mandarin, which BCP 47 calls Chinese.
_TWO = {three: two for two, three in _THREE.items()} | {
    "alb": "sq", "arm": "hy", "baq": "eu", "bur": "my", "chi": "zh", "cmn": "zh", "cze": "cs", "dut": "nl", "fre": "fr",
    "geo": "ka", "ger": "de", "gre": "el", "ice": "is", "mac": "mk", "mao": "mi", "may": "ms", "per": "fa", "rum": "ro",
    "slo": "sk", "tib": "bo", "wel": "cy",
}  # fmt: skip

#: ISO 639-1, all of it.
TWO_LETTERS = frozenset(_THREE)


def three_letters(tag: str) -> str:
    """Return the three letters (ISO 639-2) for a BCP 47 tag, ``""`` where there are none.

    >>> [three_letters(tag) for tag in ("en", "es-419", "zh-Hant", "fil", "x-own")]
    ['eng', 'spa', 'zho', 'fil', '']
    """
    base = tag.lower().partition("-")[0]
    return _THREE.get(base, "") or (base if len(base) == 3 and base.isascii() and base.isalpha() else "")


def two_letters(code: str) -> str:
    """Return the code that BCP 47 has for three letters: two where there are two, else the same.

    >>> [two_letters(code) for code in ("deu", "ger", "cmn", "fil")]
    ['de', 'de', 'zh', 'fil']
    """
    return _TWO.get(code, code)
