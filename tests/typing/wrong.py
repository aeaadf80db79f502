"""Mistakes that both type checkers find: each line with the mark, and no other."""

# ruff: noqa: B018, RUF005
from __future__ import annotations

import captionkit as ck


def mistakes(track: ck.Track, cue: ck.Cue) -> None:
    cue.replace(strat=0)  # wrong
    cue.replace(text="Hello.")  # wrong
    cue.replace(start=1.5)  # wrong
    cue.replace(lines="Hello.", start="0")  # wrong
    cue.txet  # wrong
    track.replace(langauge="en")  # wrong
    track.replace(cues=[1, 2])  # wrong
    track.langauge  # wrong
    track.language = "en"  # wrong
    track["first"]  # wrong
    track + [cue]  # wrong
    ck.Track(["Hello."])  # wrong
    ck.Cue("0", 900)  # wrong
    ck.Cue(0, 1.5)  # wrong
    ck.load("talk.srt", langauge="en")  # wrong
    ck.load(17)  # wrong
    ck.load("talk.srt").value  # wrong
    ck.ReadOptions(strikt=True)  # wrong
    ck.ReadOptions(strict="yes")  # wrong
    ck.WriteOptions(speakers="bogus")  # wrong
    ck.WriteOptions(eol="\t")  # wrong
    track.save("out.srt", overwrite=True)  # wrong
    track.save("out.srt", options=ck.ReadOptions())  # wrong
    track.shift("0.5")  # wrong
    track.shift(hours=1)  # wrong
    track.map(str)  # wrong
    track.check(profil="ted")  # wrong
    track.fix("ted", allow=["everything"])  # wrong
    ck.caption("talk.json", speakers="bogus")  # wrong
    ck.caption("talk.json", to="srt").value  # wrong
    ck.translate(track, "de", bilingual="sideways")  # wrong
    ck.translate(track, "de")[0]  # wrong
    ck.TranslateOptions(on_failure="cry")  # wrong
    ck.cut(track, 60, across="neither")  # wrong
    ck.merge(track, track, "mixed")  # wrong
    ck.wrap(track, style="pretty")  # wrong
    ck.inspect("talk.srt").fromat  # wrong
    ck.Style().replace(itallic=True)  # wrong
    ck.Positioning().replace(line="top")  # wrong
    ck.Segment("Hello.").replace(speeker="Ann")  # wrong
    ck.Transcript().replace(language=3)  # wrong
