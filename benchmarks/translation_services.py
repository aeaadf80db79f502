"""More kinds of bad reply: what services, language models, scripts around them and translation memories do wrong.

Written after the rules and apart from the kinds of :mod:`benchmarks.translation_faults`, by what such programs are
known to return. A fifth of them (by their names' checksums) was counted only when the rules were done: ``ASIDE``.

    python -m benchmarks.translation_services [--aside | --all] [--no-table] [-v]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import unicodedata
import zlib
from collections.abc import Sequence

from benchmarks.translation_faults import KINDS, Spoil, State, asked, each, some, tell

#: Name -> the spoiler; each errs alone as well, and has a twin that errs in batches only where that is different.
SERVICES: dict[str, tuple[Spoil, bool]] = {}


def add(name: str, spoil: Spoil, *, both: bool = True) -> None:
    """Add a kind and its twin that errs in batches only."""
    SERVICES[name] = (spoil, True)
    if both:
        SERVICES[f"{name} (batches only)"] = (lambda t, r, s: spoil(t, r, s) if len(t) > 1 else list(r), False)


def is_aside(name: str) -> bool:
    """Return whether a kind was kept out of sight while the rules were written."""
    return zlib.crc32(name.removesuffix(" (batches only)").encode()) % 5 == 0


def in_twos(replies: Sequence[str], make: object) -> list[object]:
    return [make(reply, replies[i + 1] if i + 1 < len(replies) else "") for i, reply in enumerate(replies)]  # type: ignore[operator]


# -- language models ---------------------------------------------------------------------------------------------------

THANKS = {"es": "Gracias por su atención.", "fr": "Merci de votre attention.", "pt": "Obrigado pela atenção."}
SORRY = {"es": "Disculpe la confusión.", "fr": "Toutes mes excuses.", "pt": "Peço desculpas pela confusão."}
MORE = {
    "es": "¿Desea que traduzca algo más?",
    "fr": "Souhaitez-vous que je traduise autre chose ?",
    "pt": "Deseja que eu traduza mais alguma coisa?",
}
GUESSES = {"es": "Creo que sería", "fr": "Je dirais", "pt": "Acho que seria"}
CREDITS = {
    "es": "Subtítulos realizados por la comunidad de Amara.org",
    "fr": "Sous-titres réalisés par la communauté d'Amara.org",
    "pt": "Legendas pela comunidade Amara.org",
}
SUBSCRIBE = {
    "es": "¡Suscríbete al canal y dale a me gusta!",
    "fr": "Abonnez-vous et laissez un pouce bleu !",
    "pt": "Inscreva-se no canal e deixe o seu like!",
}
NAMES = {"es": "español", "fr": "français", "pt": "português"}
ENGLISH = {"es": "Spanish", "fr": "French", "pt": "Portuguese"}

add("thinking in tags", each(lambda t, r, s: f"<think>The user wants {ENGLISH[s.target]}. Short.</think>{r}"))
add("thinking in tags, unclosed", some(0.2, lambda t, r, s: f"<think>Okay, the line is about {t.split()[0]}. {r}"))
add("only the end of thinking", some(0.3, lambda t, r, s: f"</think> {r}"))
add("thinking aloud", some(0.2, lambda t, r, s: f"Okay, let me see. The sentence means {r}"))
add("thinking instead", some(0.2, lambda t, r, s: f"The line says {t.lower().rstrip('.?!')}, which is informal."))
add("sentence added", some(0.2, lambda t, r, s: f"{r} {THANKS[s.target]}"))
add("apology in front", some(0.2, lambda t, r, s: f"{SORRY[s.target]} {r}"))
add("apology in English in front", some(0.3, lambda t, r, s: f"My apologies for the confusion. {r}"))
add("offer behind", some(0.2, lambda t, r, s: f"{r} {MORE[s.target]}"))
add("guess in front", each(lambda t, r, s: f"{GUESSES[s.target]}: {r}"))
add("guess in front sometimes", some(0.2, lambda t, r, s: f"{GUESSES[s.target]} {r[0].lower()}{r[1:]}"))
add("credits instead", some(0.15, lambda t, r, s: CREDITS[s.target]))
add("subscribe instead", some(0.15, lambda t, r, s: SUBSCRIBE[s.target]))
add("credits behind once", lambda t, r, s: [*r[:-1], f"{r[-1]} {CREDITS[s.target]}"])
add("a role in front", some(0.3, lambda t, r, s: f"Assistant: {r}"))
add("language in its own words in front", each(lambda t, r, s: f"({NAMES[s.target]}) {r}"))
add("language behind a dash", each(lambda t, r, s: f"{r} - {ENGLISH[s.target]}"))
add("formal and informal", some(0.2, lambda t, r, s: f"Formal: {r} Informal: {r.split()[0]} {r}"))
add("the end marked", each(lambda t, r, s: f"{r} [END]"))
add("the end marked in words", lambda t, r, s: [*r[:-1], f"{r[-1]} END OF TRANSLATION"])
add("rule of dashes", some(0.3, lambda t, r, s: f"--- {r} ---"))
add("confidence", some(0.3, lambda t, r, s: f"{r} Confidence: high"))
add("bold letters of mathematics", some(0.3, lambda t, r, s: "".join(fancy(c) for c in r)))
add("first word in bold", each(lambda t, r, s: re.sub(r"\w+", lambda m: f"**{m[0]}**", r, count=1)))
add("or else", some(0.2, lambda t, r, s: f"{r.rstrip('.')} o {' '.join(reversed(r.split()))}"))
add("the first reply before each", lambda t, r, s: [r[0], *(f"{r[0]} {x}" for x in r[1:])], both=False)
add("the reply after it as well", lambda t, r, s: in_twos(r, lambda a, b: f"{a} {b}".strip()), both=False)
add("the last words answered", some(0.3, lambda t, r, s: " ".join(r.split()[-2:]) if len(r.split()) > 5 else r))
add("key words only", some(0.3, lambda t, r, s: key_words(r)))
add("key words with commas", some(0.3, lambda t, r, s: ", ".join(re.findall(r"\w{5,}", r)) or r))
add("small words left out", some(0.3, lambda t, r, s: " ".join(w for w in r.split() if len(w) > 3) or r))
add("every other word in the source", some(0.3, lambda t, r, s: woven(t, r)))
add("long words in the source", some(0.3, lambda t, r, s: long_left(t, r)))
add("word order at random", some(0.3, lambda t, r, s: jumbled(r)))
add("each word twice", some(0.3, lambda t, r, s: " ".join(f"{w} {w}" for w in r.split())))
add("a stutter", some(0.3, lambda t, r, s: re.sub(r"\b(\w)(\w{4,})", r"\1-\1\2", r, count=1)))
add("clause lost", some(0.7, lambda t, r, s: re.sub(r"^(.*), [^,]+([.!?])$", r"\1\2", r)))
add("first clause lost", some(0.7, lambda t, r, s: re.sub(r"^[^,]+, (\w)", lambda m: m[1].upper(), r)))
add("negation dropped", each(lambda t, r, s: denied(t, r, s.target)))
add("reply to the next text", lambda t, r, s: [r[i + 1] if at_next(i, r) else x for i, x in enumerate(r)], both=False)
add("cut by a limit on tokens", lambda t, r, s: limited(r), both=False)
add(
    "cut by a limit, the last repeated", lambda t, r, s: [r[min(i, len(r) * 3 // 4)] for i in range(len(r))], both=False
)
add("merged, and the second again", lambda t, r, s: in_twos_at(r, 9), both=False)
add(
    "one left out, the last said twice",
    lambda t, r, s: [*r[:7], *r[8:], *r[-1:]] if len(r) > 9 else list(r),
    both=False,
)
add("one said twice, the last left out", lambda t, r, s: [*r[:7], *r[6:-1]] if len(r) > 9 else list(r), both=False)
add("the batch in two columns", lambda t, r, s: columns(r), both=False)


def at_next(i: int, replies: Sequence[str]) -> bool:
    return i % 6 == 2 and i + 1 < len(replies)


def in_twos_at(replies: Sequence[str], every: int) -> list[object]:
    return [f"{x} {replies[i + 1]}" if i % every == 4 and i + 1 < len(replies) else x for i, x in enumerate(replies)]


def columns(replies: Sequence[str]) -> list[object]:
    return [replies[(i // 2) + (i % 2) * ((len(replies) + 1) // 2)] for i in range(len(replies))]


def fancy(c: str) -> str:
    if "a" <= c <= "z":
        return chr(0x1D41A + ord(c) - ord("a"))
    return chr(0x1D400 + ord(c) - ord("A")) if "A" <= c <= "Z" else c


def key_words(r: str) -> str:
    found = re.findall(r"\w{6,}", r)
    return " ".join(found).capitalize() + "." if found else r


def woven(t: str, r: str) -> str:
    one, two = t.split(), r.split()
    return " ".join(one[i] if i % 2 and i < len(one) else word for i, word in enumerate(two))


def long_left(t: str, r: str) -> str:
    longest = sorted((w for w in re.findall(r"[a-z]{6,}", t)), key=len)[-2:]
    words = r.split()
    for place, word in zip((len(words) // 2, len(words) - 2), longest, strict=False):
        if len(words) > 4:
            words[place] = word
    return " ".join(words)


def jumbled(r: str) -> str:
    words = r.split()
    return " ".join(random.Random(r).sample(words, len(words)))


DENIALS = {"es": r"\b[Nn]o ", "pt": r"\b[Nn]ão ", "fr": r"\b[Nn](?:e |'|’)|(?<=[a-zé]) (?:pas|jamais|plus)\b"}


def denied(t: str, r: str, target: str) -> str:
    made = re.sub(DENIALS[target], "", r) if re.search(r"\b(?:not|never)\b|n't", t) else r
    return made[0].upper() + made[1:]


def limited(r: Sequence[str]) -> list[object]:
    at = len(r) * 2 // 3
    return [*r[:at], r[at][: len(r[at]) // 2], *[""] * (len(r) - at - 1)] if len(r) > 4 else list(r)


# -- scripts around them, and their formats ----------------------------------------------------------------------------

add("table of both", each(lambda t, r, s: f"| {t} | {r} |"))
add("table of the reply", lambda t, r, s: [f"| {n} | {x} |" for n, x in enumerate(r, 1)])
add("an arrow between both", some(0.3, lambda t, r, s: f"{t} → {r}"))
add("equals between both", each(lambda t, r, s: f"{t} = {r}"))
add("both as a difference", some(0.3, lambda t, r, s: f"-{t}\n+{r}"))
add("a row of CSV", lambda t, r, s: [f'{n},"{a}","{b}"' for n, (a, b) in enumerate(zip(t, r, strict=True))])
add("semicolon between both", each(lambda t, r, s: f"{t};{r}"))
add("JSON with an id", lambda t, r, s: [json.dumps({"id": n, "text": x}, ensure_ascii=False) for n, x in enumerate(r)])
add("JSON with both", each(lambda t, r, s: json.dumps({"source": t, "target": r}, ensure_ascii=False)))
add("a member of JSON", each(lambda t, r, s: f'"translation": {json.dumps(r, ensure_ascii=False)},'))
add("a string with a comma", each(lambda t, r, s: f'"{r}",'))
add("JSON in JSON", each(lambda t, r, s: json.dumps(json.dumps({"text": r}))))
add("half of JSON", some(0.3, lambda t, r, s: f'{{"translation": "{r}'))
add("a list of Python", each(lambda t, r, s: repr([r])))
add("bytes as Python shows them", some(0.3, lambda t, r, s: repr(r.encode())))
add("an object as Python shows it", each(lambda t, r, s: f"TranslationResult(text={r!r}, lang='{s.target}')"))
add("an object without a text", some(0.2, lambda t, r, s: "[object Object]"))
add("an object by its address", some(0.2, lambda t, r, s: "<Translation object at 0x7f2a10c3d0>"))
add("YAML", each(lambda t, r, s: f"- text: {r}"))
add("ids with a colon", lambda t, r, s: [f"{n}: {x}" for n, x in enumerate(r, 1)])
add("ids as lines", lambda t, r, s: [f"Line {n}: {x}" for n, x in enumerate(r, 1)])
add("ids in angles", lambda t, r, s: [f"<{n}>{x}</{n}>" for n, x in enumerate(r, 1)])
add("ids with bars", lambda t, r, s: [f"{n}|{x}" for n, x in enumerate(r, 1)])
add("ids behind", lambda t, r, s: [f"{x} [{n}]" for n, x in enumerate(r, 1)])
add("ids with a dash", lambda t, r, s: [f"{n} - {x}" for n, x in enumerate(r, 1)])
add("ids of three figures", lambda t, r, s: [f"{n:03} {x}" for n, x in enumerate(r, 1)])
add("a block of SRT", lambda t, r, s: [f"{n}\n00:00:0{n % 10},000 --> 00:00:09,000\n{x}" for n, x in enumerate(r, 1)])
add("a voice of WebVTT", some(0.3, lambda t, r, s: f"<v Ana>{r}</v>"))
add("a time behind", some(0.3, lambda t, r, s: f"{r} 00:0{len(r) % 10}"))
add("entities twice", each(lambda t, r, s: re.sub(r"[^\x00-\x7f]", lambda m: f"&amp;#{ord(m[0])};", r)))
add("tags as entities", each(lambda t, r, s: f"&lt;i&gt;{r}&lt;/i&gt;"))
add("entities without the sign", some(0.4, lambda t, r, s: re.sub(r"[^\x00-\x7f]", lambda m: f"#{ord(m[0])};", r)))
add("escapes without the stroke", some(0.5, lambda t, r, s: re.sub(r"[^\x00-\x7f]", lambda m: f"u{ord(m[0]):04x}", r)))
add("plus for blanks", each(lambda t, r, s: r.replace(" ", "+")))
add("strokes for blanks", some(0.3, lambda t, r, s: r.replace(" ", "_")))
add("points for blanks", some(0.3, lambda t, r, s: r.replace(" ", ".")))
add("words run together with capitals", some(0.3, lambda t, r, s: "".join(w[:1].upper() + w[1:] for w in r.split())))
add("decoded wrongly twice", each(lambda t, r, s: r.encode().decode("latin-1").encode().decode("latin-1")))
add("decoded as of a Mac", each(lambda t, r, s: r.encode().decode("mac_roman")))
add("decoded as of DOS", each(lambda t, r, s: r.encode("latin-1", "replace").decode("cp437")))
add("signs that ASCII lacks left out", each(lambda t, r, s: r.encode("ascii", "ignore").decode()))
add("Turkish letters", some(0.3, lambda t, r, s: r.replace("i", "ı").replace("s", "ş")))
add("case inverted", some(0.3, lambda t, r, s: r.swapcase()))
add("cut at 24", each(lambda t, r, s: r[:24]))
add("cut at 40", each(lambda t, r, s: r[:40]))
add("first line only", some(0.4, lambda t, r, s: r[: max(12, len(r) // 2)].rpartition(" ")[0] or r))
add("marks apart", each(lambda t, r, s: re.sub(r"(?<=\w)([.,?!])", r" \1", r)))
add("no marks", each(lambda t, r, s: re.sub(r"[.,;:?!¿¡\"]", "", r)))
add("lower case and no marks", each(lambda t, r, s: re.sub(r"[.,;:?!¿¡\"]", "", r).lower()))
add("a stop in front", some(0.3, lambda t, r, s: f". {r}"))
add("a comma in front", some(0.3, lambda t, r, s: f", {r[0].lower()}{r[1:]}"))
add("a stroke behind", each(lambda t, r, s: f"{r}\\"))
add("direction marks", each(lambda t, r, s: f"\u200f{r}\u200e"))
add("isolates around words", some(0.3, lambda t, r, s: re.sub(r"(\w{5,})", "\u2068\\1\u2069", r)))
add("spaces of many widths", each(lambda t, r, s: r.replace(" ", "\u2003\u2009")))


# -- translation memories and machine translation ----------------------------------------------------------------------

add("unknown token", some(0.3, lambda t, r, s: re.sub(r"\w{5,}", "<unk>", r, count=1)))
add("unknown sign", some(0.3, lambda t, r, s: re.sub(r"\w{5,}", "⁇", r, count=1)))
add("unknown word in capitals", some(0.3, lambda t, r, s: re.sub(r"\w{5,}", "UNK", r, count=1)))
add("a fuzzy match marked", some(0.3, lambda t, r, s: f"[85%] {r}"))
add("needs review", some(0.3, lambda t, r, s: f"{r} [NEEDS REVIEW]"))
add("status in front", some(0.3, lambda t, r, s: f"DRAFT: {r}"))
add("nearest text's reply", some(0.2, lambda t, r, s: nearest(t, s)))
add("inline codes of CAT", some(0.3, lambda t, r, s: re.sub(r"(\w{4,})", r"{1}\1{2}", r, count=1)))
add("inline elements of CAT", some(0.3, lambda t, r, s: re.sub(r"(\w{4,})", r'<g id="1">\1</g>', r, count=1)))
add("a segment of CAT", each(lambda t, r, s: f"<seg>{r}</seg>"))
add("a template", some(0.2, lambda t, r, s: "{{target_text}}"))
add("a template in words", some(0.2, lambda t, r, s: f"[{ENGLISH[s.target]} translation here]"))
add("a template in capitals", some(0.2, lambda t, r, s: "YOUR_TRANSLATION_HERE"))
add("a variable of a shell", some(0.2, lambda t, r, s: "$TRANSLATION"))
add("a message id", some(0.3, lambda t, r, s: "subtitle." + "_".join(re.findall(r"[a-z]+", t.lower())[:3])))
add("pseudo letters", some(0.3, lambda t, r, s: t.translate(str.maketrans("aeiouAEIOUnc", "àéîöüÀÉÎÖÜñç"))))
add("pseudo brackets", some(0.3, lambda t, r, s: f"[!!! {t.translate(str.maketrans('aeiou', 'àéîöü'))} !!!]"))
add("target in Cyrillic letters", some(0.3, lambda t, r, s: cyrillic(r)))
add("source in Cyrillic letters", each(lambda t, r, s: cyrillic(t)))
add("name exchanged", each(lambda t, r, s: renamed(t, r)))
add("figures multiplied", each(lambda t, r, s: re.sub(r"\d+", lambda m: str(round(int(m[0]) * 1.609)), r)))
add("figures with a nought more", each(lambda t, r, s: re.sub(r"(\d+)", r"\g<1>0", r)))
SMALL = r"\b(?:dos|deux|duas|dois|cinco|diez|dez|quatre)\b"
add("figures in words of the source", each(lambda t, r, s: re.sub(SMALL, "two", r)))
add("times of a sister language", some(0.2, lambda t, r, s: sister(s.target)))
WRONG_SIDE = str.maketrans("áéíóúàèùâêôãõ", "àèìòùáéúàèòâô")
add("accents on the wrong side", some(0.5, lambda t, r, s: r.translate(WRONG_SIDE)))
add("all in one sign's place", lambda t, r, s: [" ".join(r), *list(r[1:])], both=False)
add("a stale call", lambda t, r, s: stale(r), both=False)


def nearest(t: str, s: State) -> str:
    mine = set(t.lower().split())
    others = [(len(mine & set(a.lower().split())), b) for a, b in s.pairs if a != t]
    return max(others)[1]


def cyrillic(text: str) -> str:
    table = dict(zip("abvgdejziklmnoprstufhcy", "абвгдежзиклмнопрстуфхцы", strict=True)) | {
        "q": "к",
        "x": "кс",
        "w": "в",
    }
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return "".join(table.get(c, table.get(c.lower(), c).upper() if c.isalpha() else c) for c in plain)


def renamed(t: str, r: str) -> str:
    names = re.findall(r"(?<=[\w,\"] )[A-Z][a-z]{3,}", t)
    for name in names:
        r = re.sub(rf"\b{name}\b", "Ronaldo", r)
    return r


def sister(target: str) -> str:
    return {
        "es": "Quando chegamos a casa já não havia ninguém.",
        "fr": "Quando siamo arrivati a casa non c'era più nessuno.",
        "pt": "Cuando llegamos a casa ya no había nadie.",
    }[target]


_LAST: list[str] = []


def stale(r: list[str]) -> list[object]:
    """Give the replies of the call before, as a queue does that is one behind."""
    before = (_LAST * len(r))[: len(r)] if _LAST else list(r)
    _LAST[:] = r
    return list(before)


SEEN = {name: kind for name, kind in SERVICES.items() if not is_aside(name)}
ASIDE = {name: kind for name, kind in SERVICES.items() if is_aside(name)}
assert not set(SERVICES) & set(KINDS), "a kind is in both lists"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--aside", action="store_true", help="only the kinds kept aside")
    parser.add_argument("--all", action="store_true", help="these kinds too")
    given = asked(parser)
    tell(ASIDE if given.aside else SERVICES if given.all else SEEN, verbose=given.v)


if __name__ == "__main__":
    main()
