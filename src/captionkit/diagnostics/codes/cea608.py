"""Codes of ``cea608``: line-21 captions, as they were found and as they could be written."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "cea608.parity": Code(INFO, "pairs with wrong parity; the low seven bits were read"),
    "cea608.before-mode": Code(WARNING, "characters before a mode is set, which receivers do not show"),
    "cea608.text-service": Code(INFO, "characters of the text service, which are not captions"),
    "cea608.other-channel": Code(INFO, "codes of another channel or service than the one read"),
    "cea608.background": Code(INFO, "codes of backgrounds and black letters were left out"),
    "cea608.past-column": Code(
        WARNING, "letters past the last column, where a receiver overwrites the last", "captionkit wrap --profile scc"
    ),
    "cea608.rolling": Code(
        INFO, "roll-up captions were read line by line", "--roll-up screen gives what stood on the screen"
    ),
    "cea608.open-end": Code(INFO, "nothing clears the last caption, so its end was set"),
    "cea608.characters": Code(WARNING, "characters that line 21 does not have were written as others"),
    "cea608.color": Code(INFO, "colours were written as the nearest of seven"),
    "cea608.styles-moved": Code(INFO, "a change of style was moved to the next blank, or left out at the row's edge"),
    "cea608.position": Code(INFO, "positions were taken to the nearest rows and columns"),
    "cea608.wrapped": Code(WARNING, "lines longer than the row were wrapped", "captionkit wrap --profile scc"),
    "cea608.rows": Code(WARNING, "more rows than the four that receivers have to show", "captionkit fix --profile scc"),
    "cea608.divided": Code(WARNING, "a cue of more rows than the screen has was shown in parts"),
    "cea608.joined": Code(INFO, "cues that overlap were shown on one screen"),
    "cea608.trimmed": Code(WARNING, "a cue was ended where the next begins: the screen takes no more rows"),
    "cea608.rolled": Code(INFO, "captions roll up, as the profile asks"),
    "cea608.late": Code(
        WARNING, "captions start late: the channel has no time to load them earlier", "shorten or merge cues"
    ),
    "cea608.end-moved": Code(INFO, "ends moved by a frame or more: the channel is taken"),
    "cea608.rate": Code(INFO, "a film of another rate gets labels of 29.97, at the same times"),
    "cea608.frames": Code(INFO, "times were put on frames of 29.97"),
    "cea608.time-clamped": Code(WARNING, "a time that no label says was moved", "shift the track first"),
    "cea608.empty-cue": Code(INFO, "a cue without text was not written"),
}
