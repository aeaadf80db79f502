"""Codes of ``ttml``: what Timed Text documents have in odd places, and what could not be written as asked."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "ttml.bad-time": Code(WARNING, "a time that breaks the rules of time expressions", "write hh:mm:ss.mmm"),
    "ttml.parameter": Code(
        WARNING, "a parameter of the document without the number it must have was taken as not given"
    ),
    "ttml.ampersand": Code(WARNING, "an & that XML does not know was read as what it means", "write &amp;"),
    "ttml.broken": Code(ERROR, "the document is cut off or damaged: what follows was not read"),
    "ttml.region-conflict": Code(
        WARNING, "an element in another region than the one around it: players do not show it; the inner one was taken"
    ),
    "ttml.no-region": Code(WARNING, "text in no region of a document that has some: players do not show it"),
    "ttml.absolute-spans": Code(
        WARNING, "times of spans that can only be counted from the document's start were read so", "count from the p"
    ),
    "ttml.no-end": Code(WARNING, "text that nothing ends", "give each p an end"),
    "ttml.no-length": Code(WARNING, "a paragraph that ends when it begins, or before: players do not show it"),
    "ttml.unsorted": Code(INFO, "cues out of the order of their starts"),
    "ttml.time-base": Code(
        INFO, "a document does not say whether its times are labels", "--time-base smpte reads them as labels"
    ),
    "ttml.hidden": Code(INFO, "text that takes its place without being seen was left out"),
    "ttml.pictures": Code(WARNING, "pictures in the document were left out"),
    "ttml.style-missing": Code(WARNING, "a style is named that the document does not have"),
    "ttml.styles-lost": Code(INFO, "properties of styles that a cue cannot say: sizes, backgrounds, outlines"),
    "ttml.time-clamped": Code(WARNING, "a time before zero was written as zero", "shift the track first"),
    "ttml.place": Code(WARNING, "where a cue stands is kept roughly: Timed Text has no lines that count"),
    "ttml.empty": Code(WARNING, "a cue without text: Timed Text shows nothing of it"),
    "ttml.id": Code(INFO, "an identifier that stands twice was written once"),
    "ttml.color": Code(WARNING, "a colour that Timed Text cannot say", "write it as #rrggbb"),
    "ttml.character": Code(WARNING, "characters that XML cannot hold were written as U+FFFD"),
    "ttml.language": Code(WARNING, "the track has no language, or none that is a language tag", "--language en"),
    "ttml.rate-assumed": Code(WARNING, "frames were counted at 25 a second", "give the film's rate: --rate 23.976"),
    "ttml.too-short": Code(WARNING, "a cue shorter than a frame was written a frame long", "captionkit fix --rate"),
    "ttml.overlap": Code(
        WARNING, "a cue was trimmed where the next begins, or is shown with it: the profile has no overlaps"
    ),
    "ttml.lines": Code(WARNING, "a cue has more lines than the profile takes", "captionkit wrap, or convert --to ttml"),
}
