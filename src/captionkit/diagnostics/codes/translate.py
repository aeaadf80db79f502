"""Codes of the package ``translate``."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "translate.untranslated": Code(
        ERROR,
        "No usable translation came for this cue; it is marked as untranslated.",
        "run the same command again (nothing else is asked twice), try another translator, or fill it in by hand",
    ),
    "translate.number": Code(
        ERROR, "A number of the text is not in its translation.", "compare the cue with the original, then correct it"
    ),
    "translate.number-added": Code(
        WARNING, "A number is in the translation that is not in the text.", "compare the cue with the original"
    ),
    "translate.term": Code(
        ERROR, "A glossary term is not rendered as the glossary says.", "put the term in by hand, or widen the glossary"
    ),
    "translate.term-forced": Code(
        WARNING,
        "A glossary term was put in place of the translator's own word.",
        "check that the words around it still agree with it",
    ),
    "translate.link": Code(ERROR, "An address of the text is not in its translation.", "put it in by hand"),
    "translate.unchanged": Code(
        WARNING, "The translation is the text itself.", "right for names and the like; otherwise translate it by hand"
    ),
    "translate.suspicious": Code(
        WARNING,
        "The translation is odd in a way that honest ones sometimes are; the translator gave it twice.",
        "compare the cue with the original",
    ),
    "translate.undone": Code(INFO, "Decoration that the texts do not have was taken off the replies."),
    "translate.unknown-words": Code(
        WARNING,
        "The translator marked words that it does not know; they stand as in the original.",
        "correct them by hand, or put them in the glossary",
    ),
    "translate.fuzzy": Code(
        WARNING, "The translation of a similar text was taken from the memory.", "compare it with the original"
    ),
    "translate.repeated": Code(
        WARNING,
        "A translation with fewer words than its cues stands in each of them.",
        "merge the cues, or shorten their text by hand",
    ),
    "translate.style-guessed": Code(
        WARNING, "Where italics or colour belong in the translation was guessed by position.", "check the marked words"
    ),
    "translate.style-lost": Code(
        WARNING, "The tags of a reviewed row are gone, and with them its styles.", "put the tags back: see the source"
    ),
    "translate.tags-broken": Code(
        WARNING, "The tags of a reviewed row are not closed in turn.", "close each tag, the one opened last first"
    ),
    "translate.rejected": Code(
        ERROR, "What a reviewed row holds is no translation of its cue.", "compare the row with the original"
    ),
    "translate.rows-moved": Code(
        ERROR,
        "The translations of a reviewed file stand beside other texts than their own.",
        "undo what moved one column without the others, as sorting it",
    ),
    "translate.sheet-encoding": Code(
        WARNING,
        "A spreadsheet saved the reviewed file in an encoding of its own.",
        "save it as CSV UTF-8, or as a workbook",
    ),
    "translate.too-fast": Code(
        WARNING,
        "The translation is longer than can be read in the cue's time.",
        "shorten it, or give the cue more time (captionkit fix)",
    ),
    "translate.time-borrowed": Code(
        INFO,
        "A cue whose translation is read too fast got more time, from a silence or from a neighbour.",
        "--no-borrow-time keeps the original's times",
    ),
    "translate.opening-mark": Code(
        WARNING, "A Spanish question or exclamation lacks the mark that opens it.", "put the mark in where it begins"
    ),
    "translate.too-long": Code(
        WARNING, "The translation does not fit the lines the profile allows.", "shorten it, or split the cue"
    ),
    "translate.words-dropped": Code(
        INFO, "Word times were left out: they belong to the words of the original.", "align the translation"
    ),
    "translate.id-missing": Code(
        ERROR, "A cue of the track is not in the reviewed file.", "put the row back, or leave out --apply"
    ),
    "translate.id-unknown": Code(ERROR, "The reviewed file has a row for no cue of the track.", "check the id"),
    "translate.id-twice": Code(ERROR, "The reviewed file has an id more than once.", "keep one of the rows"),
    "translate.source-changed": Code(
        WARNING, "The text was changed after the file for review was made.", "check that the translation still fits"
    ),
    "translate.times-changed": Code(
        INFO,
        "The reviewed file has other times; those of the track were kept.",
        "retime with captionkit shift or scale",
    ),
    "translate.as-before": Code(
        INFO, "The original breaks the style guide in the same cues.", "captionkit fix corrects what can be corrected"
    ),
    "translate.language-guessed": Code(
        WARNING, "The language of the track was guessed from its words.", "say it with --source-language"
    ),
    "translate.capitals": Code(
        INFO,
        "Texts all in capitals were sent in lower case and set in capitals again.",
        "name people and places in the glossary, so that they are known for names",
    ),
    "translate.terms": Code(
        INFO, "Names and expressions whose rendering was settled on the way.", "--terms FILE keeps them to be corrected"
    ),
    "translate.used": Code(INFO, "What the calls to a language model took, by the service's own account."),
    "translate.memory": Code(INFO, "Where translations were kept and how many came from there."),
    "translate.pivot": Code(INFO, "The text went through a third language.", "check names and figures of speech"),
}
