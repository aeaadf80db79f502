"""How times are written: every form of a time stamp, its brackets, and what stands between the two times of a range.

A form is a pattern and a parser; a file's own repetition decides which of them its times have (``clocks``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from captionkit.transcripts.layout.times import TIME, Stamp, stamp_of

__all__ = ["ANY", "BETWEEN", "RANGED", "StampForm", "form_of", "parse", "read_stamp", "without_date"]

_AM = r"(?:[ \t\u00a0\u202f]?(?:[aApP]\.[ \t\u00a0\u202f]?[mM]\.|[aApP]\.?[mM]\b\.?))"
_EAST = r"(?:(?:오전|오후|上午|下午|午前|午後)[ ]?)"
_HOUR = r"hours?|hrs?|h|std|stunden?|heures?|horas?|ore|часо?в?|ч|小时|時間|시간"
_MINUTE = r"minutes?|mins?|min|m|minuten|minutos?|minuti|minut|минуты?|минута|минут|мин|м|分钟|分|분"
_SECOND = r"seconds?|secs?|sec|s|sekunden?|sek|secondes?|segundos?|secondi|секунды?|секунда|секунд|сек|с|秒|초"
_SPOKEN = (
    rf"(?:\d{{1,3}}[ ]?(?:{_HOUR})\.?,?[ ]?)?\d{{1,3}}[ ]?(?:{_MINUTE})\.?,?[ ]?(?:(?:and|und|et|y|e|и)[ ])?"
    rf"\d{{1,2}}(?:[.,]\d{{1,3}})?[ ]?(?:{_SECOND})(?![^\W\d_])"
    rf"|\d{{1,3}}[ ]?(?:{_HOUR})[ ]?\d{{1,2}}[ ]?(?:{_MINUTE})(?![^\W\d_])"
)
_PRIME = r"(?:\d{1,2}[°h:])?\d{1,3}['’′]\d{2}(?:[.,]\d{1,3})?(?:[\"”″]|''|’’)"
_DOTTED = r"\d{1,2}\.\d{2}\.\d{2}(?:[.,:]\d{1,3})?(?![\d.])"
_TENTHS = r"\d{1,2}:\d{2}:\d{2}-\d(?![\d:])"
_SECONDS = r"\d{1,6}(?:[.,]\d{1,6})?[ ]?(?:s|sec)(?![^\W_])"
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T]|\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?[ T])"
_CLOCK = rf"{_TENTHS}|{TIME}"

#: One time in any form that says by itself that it is one, without brackets.
ANY = rf"(?:{_DAY})?(?:{_EAST})?(?:{_SPOKEN}|{_PRIME}|{_CLOCK}|{_DOTTED}|{_SECONDS}){_AM}?Z?"

#: What stands between the two times of a range.
BETWEEN = r"[ \t]*(?:--?>|=>|→|–|—|-|\bto\b|\bbis\b|\bà\b|\ba\b|~|,|\||\.\.\.?|…|/)[ \t]*"
RANGED = rf"(?P<a>{ANY})(?:{BETWEEN}(?P<b>{ANY}))?"

_DATE = re.compile(_DAY)
_NOON = re.compile(rf"{_AM}\Z")
_SPOKEN_ALL = re.compile(
    rf"(?:(?P<h>\d{{1,3}})[ ]?(?:{_HOUR})\.?,?[ ]?)?(?:(?P<m>\d{{1,3}})[ ]?(?:{_MINUTE})\.?,?[ ]?"
    rf"(?:(?:and|und|et|y|e|и)[ ])?)?(?:(?P<s>\d{{1,6}})(?:[.,](?P<f>\d{{1,6}}))?[ ]?(?:{_SECOND}))?\Z",
    re.I,
)
_PRIME_ALL = re.compile(r"(?:(?P<h>\d{1,2})[°h:])?(?P<m>\d{1,3})['’′](?P<s>\d{2})(?:[.,](?P<f>\d{1,3}))?[\"”″'’]+\Z")
_DOTTED_ALL = re.compile(r"(\d{1,2})\.(\d{2})\.(\d{2})(?:([.,:])(\d{1,3}))?\Z")


def without_date(text: str) -> str:
    """Return a time less the date before it.

    >>> without_date("04.10.2024, 07:15")
    '07:15'
    """
    return _DATE.sub("", text, count=1)


class StampForm(NamedTuple):
    """A time as read: its ``form`` (``clock``, ``words``, ``primes``, ``dots``, ``seconds``) and its stamp."""

    form: str
    stamp: Stamp
    noon: bool = False


def form_of(text: str) -> str:
    r"""Return the form of a time, ``""`` for what is not one.

    >>> [form_of(text) for text in ("1:02", "1h02m03s", "1'09\"", "00.01.09", "69.5s", "12")]
    ['clock', 'words', 'primes', 'dots', 'seconds', '']
    """
    found = parse(text)
    return found.form if found is not None else ""


def read_stamp(text: str) -> Stamp | None:
    """Return the stamp of a time in any form, or None.

    >>> read_stamp("10:05:13 PM")
    Stamp(groups=(22, 5, 13), mark='', tail='')
    """
    found = parse(text)
    return found.stamp if found is not None else None


def parse(text: str) -> StampForm | None:
    """Return a time as written, or None for what is not one; a date before it is dropped."""
    text = text.strip()
    plain = stamp_of(text)
    if plain is not None:
        return StampForm("clock", plain)
    bare = without_date(text).removesuffix("Z").strip()
    late: bool | None = None
    noon = _NOON.search(bare)
    if noon is not None:
        late, bare = "p" in noon[0].lower(), bare[: noon.start()].strip()
    elif bare[:2] in ("오전", "오후", "上午", "下午", "午前", "午後"):
        late, bare = bare[:2] in ("오후", "下午", "午後"), bare[2:].strip()
    if len(bare) > 2 and bare[-2] == "-" and bare[-1].isdigit() and ":" in bare:
        bare = f"{bare[:-2]}.{bare[-1]}"
    found = _forms(bare)
    if found is None:
        return None
    if late is None:
        if len(bare) < len(text) and len(found.stamp.groups) == 2 and found.form == "clock":
            return found._replace(stamp=found.stamp._replace(groups=(*found.stamp.groups, 0)), noon=True)
        return found
    groups = found.stamp.groups if len(found.stamp.groups) == 3 else (*found.stamp.groups, 0)
    if not 1 <= groups[0] <= 12:
        return found
    groups = (groups[0] % 12 + (12 if late else 0), *groups[1:])
    return StampForm(found.form, found.stamp._replace(groups=groups), noon=True)


def _forms(bare: str) -> StampForm | None:
    plain = stamp_of(bare)
    if plain is not None:
        return StampForm("clock", plain)
    dotted = _DOTTED_ALL.match(bare)
    if dotted is not None:
        groups = (int(dotted[1]), int(dotted[2]), int(dotted[3]))
        if groups[1] > 59 or groups[2] > 59:
            return None
        return StampForm("dots", Stamp(groups, dotted[4] or "", dotted[5] or ""))
    for form, pattern in (("primes", _PRIME_ALL), ("words", _SPOKEN_ALL)):
        match = pattern.match(bare)
        if match is not None and bare:
            return _summed(form, match)
    return None


def _summed(form: str, match: re.Match[str]) -> StampForm:
    whole = (int(match["h"] or 0) * 60 + int(match["m"] or 0)) * 60 + int(match["s"] or 0)
    only = form == "words" and match["m"] is None and match["h"] is None
    groups = (whole // 3600, whole // 60 % 60, whole % 60)
    fraction = (match["f"] or "").ljust(3, "0") if match["f"] else ""
    return StampForm("seconds" if only else form, Stamp(groups, "." if fraction else "", fraction))
