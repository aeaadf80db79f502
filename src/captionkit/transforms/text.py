"""Blanks, ellipses, brackets, music marks, characters, markup left in text: what is written how.

Each transform is a pattern and what it is replaced with; the rules of the same names look for the same pattern, so that
a transform always removes what the rule saw.
"""

from __future__ import annotations

import re
from functools import lru_cache

from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, language_of, takes
from captionkit.transforms.lines import edited, joined, left_of, map_lines, relined, stripped, substitute, unflat
from captionkit.values import replace

__all__ = [
    "DOTS",
    "ELLIPSIS",
    "LITERAL_MARKUP",
    "MOJIBAKE",
    "NOTES",
    "TORN",
    "WIDE_BLANKS",
    "blanks_before_quote",
    "brackets",
    "character_pattern",
    "characters",
    "ellipsis",
    "encoding",
    "foreign_brackets",
    "is_spelling",
    "markup",
    "mojibake",
    "music",
    "music_pattern",
    "space_before",
    "spaces",
    "styles",
    "unmarked",
]  # fmt: skip

WIDE_BLANKS = re.compile(r"[ \t]{2,}|\t")
DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
ELLIPSIS = re.compile("\u2026")
NOTES = re.compile("[\u2669-\u266c\U0001f3b5\U0001f3b6]")
LITERAL_MARKUP = re.compile(
    r"</?(?:(?i:[ibus]|em|strong|font\b[^<>]{0,80}|(?:p|div|span|small|big)(?: [^<>]{1,80})?)"
    r"|c[.\w]{0,40}|v [^<>]{1,60})>|(?i:<br ?/?>)|(?<!:)\\[Nh](?=\S)"
    r"|\{\\[^{}]{1,80}\}|&(?:amp|lt|gt|nbsp|quot|apos|#\d{2,6});"
)
_TAIL = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
#: What UTF-8 looks like when it was read as Windows-1252: a lead byte's character and those of the bytes after it.
MOJIBAKE = re.compile(f"[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}|[\u00f0-\u00f4]{_TAIL}{{3}}")

#: The lead byte of a letter whose other byte, a no-break space, was made a blank.
_LONE_LEAD = re.compile(r"(?:(?<=[a-z\u00df-\u00ff'\u2019])|(?<!\w))\u00c3(?: (?= |[,.;:!?\u2026)])|(?= |\Z))")

_BEFORE = re.compile(
    r"(?<=\d) +(?=,\d{3}(?!\d))|"
    r"(?<=[^\W_]|[\"'\u2019\u201d)\]]) +(?![:;][()DPp])(?=(?:[,.!?;:\u2026)\]]|\.\.\.)(?:[\s\"'\u2019\u201d)\]]|$))"
)
#: French puts a blank before these (and Netflix's glyph list has U+00A0 for it), so only the others are looked for.
_BEFORE_FRENCH = re.compile(
    r"(?<=[^\W_]|[\"'\u2019\u201d)\]]) +(?=(?:[,.\u2026)\]]|\.\.\.)(?:[\s\"'\u2019\u201d)\]]|$))"
)


#: A blank after a bracket or a quote that opens.
_AFTER_OPENING = re.compile(r"(?<=[(\[]) +(?=\w)|(?<=^[\"\u201c]) +(?=\w)")
#: A blank between the last word or stop of a quotation and the straight quote that closes it; or any curly one.
_BEFORE_QUOTE = re.compile(r"(?<=[\w.,!?\u2026-]) +(?=[\"\u201d](?:[\s.,!?;:)]|$))")
#: A contraction torn apart: what 's, don 't, do n't.
TORN = re.compile(r"(?<=[^\W\d_]) (?=['\u2019](?:s|re|ve|ll|d|m|t)\b(?!['\u2019\w])|n['\u2019]t\b)", re.IGNORECASE)


def blanks_before_quote(text: str, language: str = "") -> list[tuple[int, int]]:
    """Return where blanks stand before a quote that closes: one that ends the line, or that others before it opened.

    Where a language opens with the curly quote that others close with, only that at the line's end closes.

    >>> blanks_before_quote('"Fresh fish. " he said'), blanks_before_quote('say "yes"')
    ([(12, 13)], [])
    """
    if ' "' not in text and " \u201d" not in text:
        return []
    found = []
    for match in _BEFORE_QUOTE.finditer(text):
        quote = text[match.end()]
        last = not text[match.end() + 1 :].strip()
        open_before = text.count(quote, 0, match.start()) % 2 == 1
        if last or (open_before if quote == '"' or language in ("sv", "fi") else True):
            found.append(match.span())
    return found


def space_before(language: str) -> re.Pattern[str]:
    """Return the pattern of a blank that must not stand before punctuation in ``language``."""
    return _BEFORE_FRENCH if language == "fr" else _BEFORE


@takes()
def spaces(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Take out doubled blanks, tabs, blanks at a line's ends and before punctuation (after the language's habit).

    Those before a closing quote go too, and in English those that tear a contraction apart (``what 's``).
    """
    language = language_of(track, profile, options)
    before = space_before(language)

    def change(line: Line) -> Line:
        line = substitute(substitute(line, WIDE_BLANKS, " "), before, "")
        line = substitute(line, _AFTER_OPENING, "")
        if language == "en":
            line = substitute(line, TORN, "")
        return stripped(edited(line, [(a, b, "") for a, b in blanks_before_quote(line.text, language)]))

    return Result(map_lines(track, change, drop_empty=True))


@takes(to="the character \u2026 or three periods ... (the profile's)")
def ellipsis(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write ellipses as the profile does: one character, or three periods."""
    wanted = options.text("to", profile.style.get("ellipsis", "\u2026"))
    pattern = DOTS if wanted == "\u2026" else ELLIPSIS
    return Result(map_lines(track, lambda line: substitute(line, pattern, wanted)))


@lru_cache(maxsize=32)
def foreign_brackets(wanted: str) -> re.Pattern[str]:
    """Return the pattern of brackets, other than ``wanted``, around a whole line (after its dash)."""
    others = [pair for pair in ("[]", "()", "{}") if pair != wanted]
    inner = "|".join(rf"{re.escape(p[0])}(?P<t{i}>[^\[\](){{}}\\]+){re.escape(p[1])}" for i, p in enumerate(others))
    return re.compile(rf"(?P<dash>^[-\u2013]? ?)(?:{inner})$")


@takes(to="the pair wanted: [] or () (the profile's)")
def brackets(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Put sounds and speaker identification that fill a line into the profile's brackets."""
    wanted = options.text("to", profile.style.get("sdh_brackets", ""))
    if len(wanted) != 2:
        return Result(track)

    def change(match: re.Match[str]) -> str:
        inner = next(text for key, text in match.groupdict().items() if key != "dash" and text is not None)
        return f"{match['dash']}{wanted[0]}{inner}{wanted[1]}"

    return Result(map_lines(track, lambda line: substitute(line, foreign_brackets(wanted), change)))


@lru_cache(maxsize=8)
def music_pattern(wanted: str) -> re.Pattern[str]:
    """Return the pattern of marks of sung text at a line's ends that are not the ``wanted`` one."""
    notes = "".join(m for m in "\u266a\u266b\u2669\u266c\U0001f3b5\U0001f3b6" if m != wanted)
    marks = notes + "".join(re.escape(m) for m in "#*" if m != wanted)
    return re.compile(rf"^[{marks}]+(?= )|(?<= )[{marks}]+$|^[{notes}]+$")


@takes(to="the mark wanted (the profile's)")
def music(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write the marks around sung text as the profile does."""
    wanted = options.text("to", profile.style.get("music_mark", ""))
    if not wanted:
        return Result(track)
    return Result(map_lines(track, lambda line: substitute(line, music_pattern(wanted), wanted)))


#: What a forbidden character may be written as without a change of meaning.
EQUIVALENT = {
    "\t": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u202f": "\u00a0", "\u2011": "-",
    "\u2212": "-",
    "\u22ef": "\u2026", "\ufeff": "", "\u00a0": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
    "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u00ad": "", "\u202a": "", "\u202b": "", "\u202c": "",
    "\u202d": "", "\u202e": "",
}  # fmt: skip


@lru_cache(maxsize=32)
def character_pattern(forbidden: str, charset: str) -> re.Pattern[str] | None:
    """Return the pattern of characters that a profile does not allow; None where it names neither list.

    ``forbidden`` lists code points and ranges (``U+200D-U+200F``), ``charset`` allowed characters and ranges (``A-Z``).
    """
    banned = "".join(_range(part) for part in forbidden.split())
    if charset:
        allowed = "".join(
            re.escape(p) if len(p) == 1 else f"{re.escape(p[0])}-{re.escape(p[2])}" for p in charset.split()
        )
        return re.compile(f"[^{allowed} ]" + (f"|[{banned}]" if banned else ""))
    return re.compile(f"[{banned}]") if banned else None


#: Characters that are seen only by what they do to others: joiners, zero-width spaces, direction marks.
_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
#: Scripts written with joiners (Arabic, Syriac, N'Ko, the Indic ones, Mongolian ...), and those whose words have no
#: blanks but zero-width spaces between them (Thai, Lao, Myanmar, Khmer).
_JOINED = re.compile(
    "[\u0600-\u0dff\u0f00-\u0fff\u1800-\u18af\u1a20-\u1cff\ua800-\ua8ff\ua980-\uabff\U00011000-\U00011fff]"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PICTURE = re.compile("[\u00a9-\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_RTL_LANGUAGES = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "ps", "sd", "ug", "ur", "yi", "ji"))


def is_spelling(text: str, at: int, language: str = "") -> bool:
    """Tell whether a character that cannot be seen belongs to a text's spelling: then it is never taken for a fault.

    A zero-width joiner or non-joiner beside a letter of a script that is written with them, or between the parts of a
    picture; a zero-width space in a script without blanks; a direction mark where text runs from right to left.

    >>> is_spelling("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", 2), is_spelling("ferry\u200c", 5)
    (True, False)
    """
    char = text[at]
    if not _UNSEEN.match(char):
        return False
    near = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    if char in "\u200c\u200d":
        return bool(_JOINED.search(near) or (_PICTURE.match(near) and _PICTURE.match(near[1:])))
    if char == "\u200b":
        return bool(_UNSPACED.search(near))
    return language in _RTL_LANGUAGES or _RIGHT_TO_LEFT.search(text) is not None


def _range(part: str) -> str:
    ends = [chr(int(code.removeprefix("U+"), 16)) for code in part.split("-")]
    return "-".join(re.escape(end) for end in ends)


@takes()
def characters(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Write characters that the profile does not allow as equivalents that it does; any other stays and is reported.

    What cannot be seen and belongs to the spelling (:func:`is_spelling`) stays.
    """
    pattern = character_pattern(profile.style.get("forbidden", ""), profile.style.get("charset", ""))
    if pattern is None:
        return Result(track)

    language = language_of(track, profile, options)

    def change(match: re.Match[str]) -> str:
        new = EQUIVALENT.get(match[0], match[0])
        if (new and pattern.search(new)) or is_spelling(match.string, match.start(), language):
            return match[0]
        return new

    return Result(map_lines(track, lambda line: substitute(line, pattern, change)))


def mojibake(match: re.Match[str]) -> str:
    """Return what a run of misread bytes was, the run itself where it is not UTF-8."""
    try:
        data = b"".join(c.encode("cp1252", "strict") if ord(c) > 0xFF else c.encode("latin-1") for c in match[0])
        return data.decode("utf-8")
    except UnicodeError:
        return match[0]


@takes()
def encoding(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Repair UTF-8 that was read as Windows-1252 (``\u00c3\u00a9`` for ``\u00e9``), run by run.

    In a track that has such runs a lone ``\u00c3`` before a blank was ``\u00e0``, whose second byte became the blank.
    """
    if not any(MOJIBAKE.search(cue.text) for cue in track.cues):
        return Result(track)

    def change(line: Line) -> Line:
        return substitute(substitute(line, MOJIBAKE, mojibake), _LONE_LEAD, "\u00e0")

    return Result(map_lines(track, change))


_ENTITIES = {
    "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&quot;": '"', "&apos;": "'",
    "<br>": "\n", "<br/>": "\n", "<br />": "\n", "\\n": "\n", "\\h": "\u00a0",
}  # fmt: skip
#: Markup may have been escaped again and again: &amp;lt;i&amp;gt;. So often it is taken for what it stands for.
_LAYERS = 3


@takes()
def markup(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Take markup that is shown as text out of the text, and write entities as what they stand for.

    Italics that are lost so are lost on purpose: the tag was not a tag where it was. A cue of markup alone goes.
    """
    most = profile.published(options.rate).max_lines or 2
    return left_of(track, (_without_markup(cue, most) for cue in track.cues), "held nothing but markup")


def _without_markup(cue: Cue, most: int) -> Cue | None:
    parts = [[stripped(part) for part in unflat(_unmarked(line))] for line in cue.lines]
    fits = sum(map(len, parts)) <= most
    lines = [line for part in parts for line in (part if fits else [joined(part)])]
    made = relined(cue, [line for line in lines if line.text] or lines[:1])
    return made if made is cue or made.text.strip() else None


def _unmarked(line: Line) -> Line:
    for _ in range(_LAYERS):
        made = substitute(line, LITERAL_MARKUP, _meant)
        if made is line:
            break
        line = made
    return line


def unmarked(text: str) -> str:
    """Return a text as :func:`markup` leaves it.

    >>> unmarked("&lt;i&gt;Fish &amp; chips&lt;/i&gt;")
    'Fish & chips'
    """
    return _unmarked(Line((Span(text),))).text


def _meant(match: re.Match[str]) -> str:
    found = match[0]
    known = _ENTITIES.get(found.lower())
    if known is not None:
        return known
    if not found.startswith("&"):
        return ""
    return chr(int(found[2:-1])) if found.startswith("&#") and _sane(found) else found


def _sane(entity: str) -> bool:
    code = int(entity[2:-1])
    return 0x20 <= code < 0x110000 and not 0xD800 <= code <= 0xDFFF


@takes(drop="what to drop: italic, bold, underline, color, all (italic)")
def styles(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Drop styles that a profile does not allow; the words stay."""
    from captionkit.transforms.lines import spans_of

    what = options.choice("drop", ("italic", "bold", "underline", "color", "all"))

    def plain(style: Style) -> Style:
        if what == "all":
            return Style(voice=style.voice, lang=style.lang, ruby=style.ruby, time=style.time)
        return replace(style, **{what: "" if what == "color" else False})

    def change(line: Line) -> Line:
        changed = spans_of(Span(span.text, plain(span.style)) for span in line.spans)
        return line if changed == line else changed

    return Result(map_lines(track, change))
