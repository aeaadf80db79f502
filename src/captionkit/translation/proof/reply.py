"""Is this reply a translation of this text? What one pair shows by itself.

A *hard* fault means the reply is not a translation: it is asked for again, alone, and in the end the cue is reported as
not translated. A *soft* fault means that something is missing or odd: it is asked for again, and kept with a report
that names the cue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from captionkit.text.scripts import has_unspaced
from captionkit.translation.base import Term
from captionkit.translation.proof.concepts import concepts_for, same_word
from captionkit.translation.proof.facts import Fault, ends_sentence, exact_faults, oddities
from captionkit.translation.proof.language import (
    akin,
    aside,
    foreign_script,
    gibberish,
    odds_of,
    ordinary_words,
    source_left,
    wrong_language,
)
from captionkit.translation.proof.signs import odd_writing
from captionkit.translation.proof.text import (
    fold,
    folded_words,
    links_in,
    weight,
    without_links,
    word_row,
)
from captionkit.translation.proof.undo import decoration

__all__ = ["Fault", "ends_sentence", "faults_of"]


_CHATTER = re.compile(
    r"^(?:sure[,!.]|certainly[,!.] here|of course[,!.] here|here (?:is|are|you go)\b|here's (?:the|your)|as an ai\b|"
    r"i(?:'m| am) sorry, but i|i cannot (?:help|assist|translate)|(?:the )?translation\s*:|```|"
    r"aqu[i\u00ed] (?:tienes|est[a\u00e1])|"
    r"aqui est[a\u00e1]|claro[,!.] aqu|voici\b.{0,20}traduction|natürlich[,!.])|translates? (?:to|as|into)\b|"
    r"\b(?:let me know|hope (?:this|that) helps|system prompt|you are a (?:helpful|translator))\b",
    re.IGNORECASE,
)
#: Log odds (source over target) up to which a text may be the same in a sister language.
_SAME_AKIN = 4.0
_NULLS = frozenset(
    [
        "null",
        "none",
        "nan",
        "undefined",
        "nil",
        "n/a",
        "na",
        "error",
        "err",
        "exception",
        "failed",
        "failure",
        "empty",
        "translation",
        "translated",
        "text",
        "string",
        "untitled",
        "unknown",
        "todo",
        "tbd",
        "void",
        "false",
        "true",
        "default",
        "placeholder",
        "missing",
        "blank",
        "todo",
        "nulo",
        "nula",
        "ninguno",
        "ninguna",
        "erro",
        "traduccion",
        "traducao",
        "traduction",
        "nulle",
        "ok",
        "test",
        "output",
        "result",
        "response",
        "inaudible",
        "censored",
        "redacted",
    ]
)
_ERROR = re.compile(
    r"\b(?:quota|rate[ -]?limit\w*|too many requests|bad gateway|gateway time-?out|service unavailable|"
    r"internal (?:server )?error|server error|api[ -]?key|unauthori[sz]ed|forbidden|timed? ?out|time-out|"
    r"http[ /]?(?:\d\.\d )?[45]\d\d|(?:error|status)(?: code)?[: ]+\d{3}|loading model|"
    r"model (?:is )?(?:loading|overloaded)|"
    r"overloaded|"
    r"connection (?:refused|reset|error)|max(?:imum)? retries|traceback|exception|stack ?trace|segmentation fault|"
    r"out of memory|no such file|not found \(?404|captcha|cloudflare|try again later|invalid request|"
    r"usage limit|credits? exhausted|payment required|subscription|tokens? (?:used|limit|remaining)|"
    r"translated by|subtitles? by|powered by|copyright|https? error|warning:|errno)\b|<!doctype|<html",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:can(?:no|')?t|cannot|unable|not able|won't|will not|must decline|decline|sorry|apologi[sz]e|"
    r"blocked|refuse\w*|against|violat\w*|"
    r"no puedo|no podemos|lo siento|disculp\w*|no es posible|n[a\u00e3]o posso|n[a\u00e3]o podemos|desculp\w*|lamento|"
    r"je ne peux|je ne suis pas|d[e\u00e9]sol\w*|impossible de|no puc|ho sento|non posso|mi dispiace|"
    r"leider|kann (?:das |diesen |dies )?nicht|tut mir leid|kan (?:dit |deze )?niet|kan inte|kan ikke|"
    r"tyv\u00e4rr|nie mog\u0119|przepraszam|"
    r"\u043d\u0435 \u043c\u043e\u0433\u0443|\u0438\u0437\u0432\u0438\u043d\u0438\u0442\u0435)\b",
    re.IGNORECASE,
)
_HALF = re.compile("[\ud800-\udfff]")
_LETTER, _TWO_LETTERS, _RUN = re.compile(r"[^\W\d_]"), re.compile(r"[^\W\d_]{2}"), re.compile(r"\w+")
_MARKUP = re.compile(r"</?[a-z][^>]{0,200}>|\{\\", re.IGNORECASE)
_AROUND, _SIX_ALIKE = re.compile(r"^\W+|\W+$"), re.compile(r"([^\W\d_])\1{5}")
_TASK = re.compile(
    r"\b(?:translat\w*|request\w*|content|polic\w+|guideline\w*|model|assist\w*|text|provide\w*|help|prompt|input|"
    r"traduc\w*|traduz\w*|traduis\w*|solicitud|contenido|conte[u\u00fa]do|pedido|texto|texte|contenu|demande|pol[i\u00ed]tica\w*|"
    r"ayudar\w*|ajudar\w*|aider|assist\w*|\u00fcbersetz\w*|inhalt\w*|anfrage|vertal\w*|inhoud|\u00f6vers\u00e4tt\w*|overs\u00e6t\w*|richiesta|contenuto|"
    r"t\u0142umacz\w*|tre\u015b\u0107|\u043f\u0435\u0440\u0435\u0432\w*)\b",
    re.IGNORECASE,
)


def faults_of(text: str, reply: str, target: str, terms: Sequence[Term] = (), source: str = "") -> list[Fault]:
    """Return what is wrong with one reply, gravest first; nothing where it may be used.

    >>> [f.kind for f in faults_of("Good evening, all of you.", "", "es")]
    ['empty']
    >>> [f.kind for f in faults_of("We paid 350 for it.", "Pagamos 530 por ello.", "es")]
    ['number', 'number-added']
    """
    hard = _not_a_translation(text, reply, source, target)
    if hard:
        return [hard]
    written = odd_writing(text, reply, source, target)
    if any(fault.hard for fault in written):
        return sorted(written, key=lambda fault: not fault.hard)
    return [*exact_faults(text, reply, target, terms, source), *oddities(text, reply, source, target), *written]


def _not_a_translation(text: str, reply: str, source: str, target: str) -> Fault | None:
    if not reply:
        return Fault("empty", "the reply is empty")
    if _HALF.search(reply):
        return Fault("broken", "the reply holds half a character")
    if not _LETTER.search(reply) and _TWO_LETTERS.search(text):
        return Fault("no-letters", "the reply holds no letter")
    if "\ufffd" in reply or ("?" in reply and re.search(r"\?[^\W\d_]", reply) and not re.search(r"\?\w", text)):
        return Fault("mojibake", "the reply holds replacement characters")
    if ("-->" in reply and "-->" not in text) or (
        "<" not in text and ("<" in reply or "{" in reply) and _MARKUP.search(reply)
    ):
        return Fault("markup", "the reply holds timing or markup")
    said = _about_the_task(text, reply)
    if said:
        return said
    for check in (_length, _loop, _doubled, _spaced):
        found = check(text, reply)
        if found:
            return found
    extra = decoration(text, reply)
    if extra:
        return Fault("decoration", f"the reply holds {extra}")
    return _left(text, reply, source, target) or _tongue(text, reply, source, target) or _capitals(text, reply, target)


#: First letters of a word that each wording of the patterns has: looked for before the patterns are, as few replies
#: have one. A sentence of the target may have many of them; they only must not miss any.
_CHATTER_HEADS, _ERROR_HEADS, _TASK_HEADS = (
    frozenset(heads.split())
    for heads in (
        "sure here cour ai sorr cann tran aqu\u00ed aqui clar voic nat\u00fc know help prom",
        "quot rate too bad serv api apik unau forb time http erro stat load mode over conn retr trac exce stac segm out"
        " such foun capt clou late inva usag cred paym subs toke tran subt powe copy warn errn doct html",
        "tran requ cont poli pol\u00ed guid mode assi text prov help prom inpu trad soli pedi dema ayud ajud aide"
        " \u00fcber inha anfr vert inho \u00f6ver over rich t\u0142um tre\u015b \u043f\u0435\u0440\u0435",
    )
)
_LETTERS = re.compile(r"[^\W\d_]+")
#: Letters that a pattern takes for an i whatever its case.
_OTHER_I = re.compile("[\u0130\u0131]")


def _about_the_task(text: str, reply: str) -> Fault | None:
    heads = {word[:4] for word in _LETTERS.findall(reply.casefold())}
    bare = _AROUND.sub("", reply).casefold() if len(heads) <= 4 else ""
    if (fold(bare) in _NULLS or bare in _NULLS) and fold(bare) not in folded_words(text) and _says_more(text, bare):
        return Fault("null", f"the reply is {reply[:30]!r}, a word of programs")
    whole = _OTHER_I.search(reply) is not None
    chatter = whole or "```" in reply or not heads.isdisjoint(_CHATTER_HEADS)
    if chatter and _CHATTER.search(reply) and not _CHATTER.search(text):
        return Fault("chatter", "the reply talks about the task instead of translating")
    error = _ERROR.search(reply) if whole or not heads.isdisjoint(_ERROR_HEADS) else None
    if error and not _ERROR.search(text):
        words = [word for word in folded_words(error[0]) if len(word) > 3]
        if not words or any(not _has_like(word, folded_words(text)) for word in words):
            return Fault("error-text", f"the reply reads like a message of a service ({error[0][:30]!r})")
    tasked = whole or not heads.isdisjoint(_TASK_HEADS)
    if tasked and _TASK.search(reply) and _DENIAL.search(reply) and not _TASK.search(text) and not _DENIAL.search(text):
        return Fault("refusal", "the reply refuses to translate")
    return None


def _says_more(text: str, bare: str) -> bool:
    """Return whether a text is more than the one word that a null word may translate."""
    return len(folded_words(text)) != 1 or bare in (
        "null",
        "none",
        "nan",
        "undefined",
        "nil",
        "n/a",
        "error",
        "placeholder",
    )


def _has_like(word: str, words: Sequence[str]) -> bool:
    return any(same_word(word, other) or word[:4] == other[:4] for other in words)


def _length(text: str, reply: str) -> Fault | None:
    before, after = weight(text), weight(reply)
    if after > 2.6 * before + 22:
        return Fault("too-long", f"the reply has {len(reply)} characters for {len(text)}")
    if after * 4.5 + 8 < before or (before >= 40 and after * 2.6 < before):
        return Fault("too-short", f"the reply has {len(reply)} characters for {len(text)}")
    return None


def _loop(text: str, reply: str) -> Fault | None:
    """A model that repeats itself, more often than the text does.

    One word five times, two to four words three times, a letter six times.
    """
    words, own = folded_words(reply), folded_words(text)
    for size in (1, 2, 3, 4) if len(words) - len(set(words)) >= 4 else ():  # a run has as many words again
        run, most = _longest_repeat(words, size), _longest_repeat(own, size)
        if (run >= 5 and run >= most + 2) or (run >= 3 and run >= most + 2 and size > 1):
            return Fault("loop", "the reply repeats itself")
    plain = reply.casefold()
    if (
        any(c * 6 in plain for c in set(plain))
        and _SIX_ALIKE.search(plain)
        and not re.search(r"([^\W\d_])\1{2}", text.casefold())
    ):
        return Fault("loop", "the reply repeats a letter")
    return None


def _longest_repeat(words: Sequence[str], size: int) -> int:
    best = run = 1 if words else 0
    for at in range(size, len(words) - size + 1):
        if words[at : at + size] == words[at - size : at]:
            run += 1
            best = max(best, 1 + run // size if size > 1 else run)
        else:
            run = 1 if size == 1 else 0
    return best


def _doubled(text: str, reply: str) -> Fault | None:
    words = folded_words(reply)
    for copies in (2, 3):
        if len(words) >= 2 and len(words) % copies == 0:
            size = len(words) // copies
            if words == words[:size] * copies:
                own = folded_words(text)
                half = len(own) // copies
                longer = len(words) >= 1.3 * len(own) and (size > 1 or len(own) == 1)
                if own != own[:half] * copies and (size >= 3 or longer):
                    return Fault("doubled", "the reply says everything twice")
    return None


def _spaced(text: str, reply: str) -> Fault | None:
    words = _RUN.findall(reply)
    if len(words) >= 5 and sum(len(word) == 1 for word in words) >= 0.7 * len(words) and not has_unspaced(reply):
        return Fault("spacing", "the letters of the reply stand apart")
    own = _RUN.findall(text)
    longest = max(map(len, words), default=0)
    if (
        len(own) >= 3
        and len(reply) >= 12
        and (len(words) <= len(own) / 4 or longest > max(26, 2 * max(map(len, own))))
        and not (has_unspaced(reply) or has_unspaced(text) or links_in(reply))
    ):
        return Fault("spacing", "the words of the reply are joined")
    return None


def _left(text: str, reply: str, source: str, target: str) -> Fault | None:
    """What stands in the reply as it stood in the text."""
    text, reply = without_links(text), without_links(reply)
    one, two = folded_words(text), folded_words(reply)
    common = [w for w in word_row(text) if not w[0].isupper() and len(w) > 1]
    if one and one == two:
        if all(word in ordinary_words(target) for word in one):
            return None  # "No, no." is Spanish too
        if len(common) < 2 and not any(_ordinary(w, source, target) or w in concepts_for(source, target) for w in one):
            return None  # names, as far as one can see
        if akin(source, target):
            odds = odds_of([w.casefold() for w in common], source, target)
            if odds <= _SAME_AKIN:
                return None  # "Estamos cansadas" is Portuguese too
        hard = len(common) >= 2 or (len(one) >= 2 and any(_ordinary(w, source, target) for w in one))
        return Fault("unchanged", "the reply is the text itself", hard=hard)
    joined, inside = " ".join(one), " ".join(two)
    if len(one) >= 3 and len(joined) >= 8 and joined in inside and len(inside) >= 1.3 * len(joined):
        return Fault("source-inside", "the reply holds the text beside its translation")
    if len(one) <= 2 and joined and len(two) > len(one) and (two[: len(one)] == one or two[-len(one) :] == one):
        own = [w for w in one if _ordinary(w, source, target)]
        if own and not any(w[0].isupper() for w in word_row(text)[1:]):
            return Fault("source-inside", "the reply holds the text beside its translation")
    if source.partition("-")[0] == target.partition("-")[0]:
        return None
    near = bool(source) and akin(source, target)
    left = "" if near else _run_left(one, two, {w.casefold() for w in common}, source, target)
    left = left or (source_left(text, reply, source, target) if source and target else "")
    return Fault("half-done", f"{left[:60]!r} is left as it was") if left else None


def _run_left(one: Sequence[str], two: Sequence[str], small: set[str], source: str, target: str) -> str:
    """Return the longest run of words that stand in both, where it is too long or too plainly of the source."""
    if set(zip(one, one[1:], one[2:], strict=False)).isdisjoint(zip(two, two[1:], two[2:], strict=False)):
        return ""
    run = _longest_common_run(one, two)
    if run < 3:
        return ""
    joined, concepts = " ".join(two), concepts_for(source, target)
    for at in range(len(one) - run + 1):
        part = one[at : at + run]
        if " ".join(part) not in joined:
            continue
        lower = all(word in small or len(word) == 1 for word in part)
        foreign = any(word in concepts and word not in concepts[word] for word in part)
        most = run >= 4 and run >= 0.6 * len(one) and len(small) >= run - 1
        if most or (lower and foreign and len("".join(part)) >= 10):
            return " ".join(part)
    return ""


def _ordinary(word: str, source: str, target: str) -> bool:
    return word in ordinary_words(source) and word not in ordinary_words(target)


def _longest_common_run(one: Sequence[str], two: Sequence[str]) -> int:
    best = 0
    row = [0] * (len(two[:400]) + 1)
    for word in one[:400]:
        above = 0
        for j, other in enumerate(two[:400], start=1):
            above, row[j] = row[j], (above + 1 if word == other else 0)
            best = max(best, row[j])
    return best


def _tongue(text: str, reply: str, source: str, target: str) -> Fault | None:
    if foreign_script(text, reply, target):
        return Fault("language", "the reply is in letters that the language is not written in")
    beside = aside(text, reply, source, target) if source and target else ""
    if beside:
        return Fault("language", f"the reply holds words of another language ({beside[:40]!r})")
    odd, sure = gibberish(text, reply, source, target)
    if odd:
        return Fault("gibberish", "the letters of the reply follow each other as in no text", hard=sure)
    tag, sure = wrong_language(text, reply, source, target)
    return Fault("language", f"the reply seems to be in another language ({tag})", hard=sure) if tag else None


def _capitals(text: str, reply: str, target: str) -> Fault | None:
    words, own = word_row(reply), word_row(text)
    long = [w for w in words if len(w) > 1]
    shouted = sum(w.isupper() and len(w) > 1 for w in own)
    if sum(map(len, long)) >= 5 and all(w.isupper() for w in long) and shouted * 3 < len(own):
        return Fault("capitals", "the reply is all in capitals")
    raised = sum(w[0].isupper() for w in words)
    few = 3 if not target.startswith("de") and not any(w[0].isupper() for w in own[1:]) else 4
    names = sum(w[0].isupper() for w in own[1:])
    if len(words) >= few and raised >= 0.85 * len(words) and names * 2 < len(own) and raised - 1 > names:
        return Fault("capitals", "every word of the reply begins with a capital")
    return None
