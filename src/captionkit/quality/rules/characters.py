"""What text is made of: characters, accents, markup, wrong decoding, numerals, capitals, italics."""

from __future__ import annotations

import re

from captionkit.model.text import Style
from captionkit.quality.rule import (
    ALLOW,
    ERROR,
    FIX,
    INFO,
    WARNING,
    Case,
    CueTest,
    Finding,
    RuleContext,
    View,
    one,
    rule,
)
from captionkit.quality.rules.text import found
from captionkit.text.marks import TERMINATORS
from captionkit.transforms.text import LITERAL_MARKUP, MOJIBAKE, character_pattern, is_spelling, mojibake
from captionkit.transforms.words import follows, number_pattern, shouts, spelled_out


@rule(
    WARNING,
    "a character is not allowed",
    hint=f"{FIX} writes an equivalent where there is one",
    sees="text",
    source="Netflix glyph list, BBC section 9.3.1",
    fixes=("characters",),
    bad=one("Is that so\u202f?", "netflix-fr", "fr"),
    good=one("Is that so\u00a0?", "netflix-fr", "fr"),
)
def characters(context: RuleContext) -> CueTest | None:
    """What a decoder has no glyph for is shown as a box, or not at all."""
    pattern = character_pattern(context.style("forbidden") or "", context.style("charset") or "")
    if pattern is None:
        return None
    finditer, finds, language = pattern.finditer, pattern.findall, context.language
    # a list of allowed characters means every text is looked at; a list of forbidden ones spares plain ASCII
    spare = not context.style("charset") and not pattern.search("".join(map(chr, range(0x20, 0x7F))))

    def test(view: View) -> Finding | None:
        for line in view.lines:
            if spare and line.isascii() and "\t" not in line:
                continue
            match = next((m for m in finditer(line) if not is_spelling(line, m.start(), language)), None)
            if match is not None:
                char = match[0]
                message = f"the character U+{ord(char):04X} {char!r} is not allowed"
                return Finding(message, sum(len(finds(one)) for one in view.lines), character=char)
        return None

    return test


@rule(
    WARNING,
    "an accented letter is not allowed",
    hint="write it without the accent, if the profile insists",
    sees="text",
    source="BBC section 9.3.1",
    bad=one("Meet me at the caf\u00e9.", "bbc-broadcast"),
    good=one("Meet me at the cafe.", "bbc-broadcast"),
)
def accents(context: RuleContext) -> CueTest | None:
    """The teletext character set has no accents."""
    if context.style("accents") is not False:
        return None

    def test(view: View) -> Finding | None:
        if view.text.isascii():
            return None
        from unicodedata import normalize

        char = next((c for c in view.text if c.isalpha() and normalize("NFD", c)[0] != c), "")
        return Finding(f"the accented letter {char!r} is not allowed", character=char) if char else None

    return test


@rule(
    WARNING,
    "markup is shown as text",
    hint=f"{FIX} takes it out",
    sees="text",
    source="every format's own rules",
    fixes=("markup",),
    bad=one("The <i>ferry</i> leaves."),
    good=one("The ferry leaves if a < b."),
)
def markup(context: RuleContext) -> CueTest:
    """A tag that is shown as text was broken somewhere."""
    test = found(LITERAL_MARKUP, "{} is shown as text")

    def quick(view: View) -> Finding | None:
        text = view.text
        return test(view) if "<" in text or "&" in text or "{" in text or "\\" in text else None

    return quick


@rule(
    ERROR,
    "text was decoded wrongly",
    hint=f"read the file with --encoding, or {ALLOW} encoding",
    sees="text",
    source="Unicode; Windows-1252",
    fixes=("encoding",),
    safe=False,
    bad=one("Meet me at the caf\u00c3\u00a9."),
    good=one("Meet me at the caf\u00e9."),
)
def encoding(context: RuleContext) -> CueTest:
    """Text decoded with the wrong table is garbled for good once it is saved."""

    def test(view: View) -> Finding | None:
        text = view.text
        if text.isascii():
            return None
        if "\ufffd" in text:
            return Finding("a character was lost in decoding (U+FFFD)", text.count("\ufffd"))
        for match in MOJIBAKE.finditer(text):
            meant = mojibake(match)
            if meant != match[0]:
                return Finding(f"{match[0]!r} looks like {meant!r}, decoded wrongly", text=match[0])
        return None

    return test


_DIGIT = re.compile("[0-9]")


@rule(
    INFO,
    "a small number is not in words",
    hint=f"{ALLOW} numbers",
    sees="text",
    source="Netflix checker: 1 to 10; ARD: 1 to 12; not in times, amounts and units",
    languages=("en", "de", "fr", "es", "it", "pt", "nl"),
    fixes=("numbers",),
    safe=False,
    bad=one("I saw 3 ferries.", "netflix-en"),
    good=one("I saw 13 ferries at 3:15.", "netflix-en"),
)
def numbers(context: RuleContext) -> CueTest | None:
    """Small numbers are read faster as words."""
    bounds = context.style("spell_out_numbers")
    pattern = number_pattern(context.language, bounds)
    if pattern is None:
        return None
    language = context.language

    def test(view: View) -> Finding | None:
        if _DIGIT.search(view.text) is None:
            return None
        for line in view.lines:
            if _DIGIT.search(line):
                for match in pattern.finditer(line):
                    if spelled_out(int(match[1]), language, bounds):
                        return Finding(f"{match[1]} is written in words in this profile", number=int(match[1]))
        return None

    return test


_OPENS = re.compile(r"(?:^|[.!?\u2026] )[-\u2013]? ?(\d+)(?= [^\W\d_])")


@rule(
    INFO,
    "a numeral opens a sentence",
    hint="write it in words, or turn the sentence",
    source="Netflix checker, BBC",
    bad=one("20 ferries left.", "netflix-en"),
    good=one("There were 20 ferries.", "netflix-en"),
)
def number_opens_sentence(context: RuleContext) -> CueTest | None:
    """A sentence that opens with a numeral has no capital to show where it begins."""
    if not (context.style("spell_out_number_at_sentence_start") or context.style("number_never_opens_sentence")):
        return None

    def test(view: View) -> Finding | None:
        if _DIGIT.search(view.text) is None:
            return None
        text = view.text.replace("\n", " ")
        match = _OPENS.search(text)
        if match is None or (match.start() == 0 and view.prev is not None and not _sentence_ended(view.prev.text)):
            return None
        return Finding(f"the numeral {match[1]} opens a sentence", number=match[1])

    return test


def _sentence_ended(text: str) -> bool:
    return text.rstrip("\"'\u201d\u2019)]\u266a ").endswith((*TERMINATORS, ":"))


@rule(
    INFO,
    "text is in capitals",
    hint=f"{ALLOW} casing, and read the result",
    sees="text",
    source="DCMP: mixed case",
    fixes=("casing",),
    safe=False,
    bad=one("THE FERRY LEAVES AT SEVEN."),
    good=one("The NATO ferry leaves."),
)
def casing(context: RuleContext) -> CueTest:
    """Capitals are slower to read, and guides keep them for shouting and sounds."""
    whole = context.capitals

    def test(view: View) -> Finding | None:
        text = view.text
        capitals = text.isupper() or "[" in text or "(" in text or ":" in text
        if capitals and (shouts(text) or (whole and follows(text, context.language))):
            return Finding("is written in capitals")
        return None

    return test


@rule(
    WARNING,
    "italics are not used in this language",
    hint=FIX,
    sees="text",
    source="Netflix language guides, as in Subtitle Edit",
    fixes=("styles:drop=italic",),
    bad=Case(((0, 4000, "\u0645\u0631\u062d\u0628\u0627"),), "netflix-ar", "ar", style=Style(italic=True)),
    good=Case(((0, 4000, "\u0645\u0631\u062d\u0628\u0627"),), "netflix-ar", "ar"),
)
def italics(context: RuleContext) -> CueTest | None:
    """Some scripts have no italics that can be read."""
    if context.style("italics") is not False:
        return None

    def test(view: View) -> Finding | None:
        if any(span.style.italic for line in view.cue.lines for span in line.spans):
            return Finding("italics, which the profile does not use in this language")
        return None

    return test
