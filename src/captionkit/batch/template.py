"""The recipe that ``captionkit recipe new`` writes."""

from __future__ import annotations

__all__ = ["TEMPLATE"]

TEMPLATE = """\
# A captionkit recipe. Run it: captionkit batch THIS_FILE --jobs 2; look first: --dry-run.
schema = 1
inputs = ["in/**/*.srt"]        # globs and names, relative to this file
exclude = []
profile = "default"             # captionkit profiles lists them

[read]
# language = "en"
# encoding = "cp1252"           # default: detected

# Steps run in order; none at all is a plain conversion. "caption" must be the first.
# [[steps]]
# step = "caption"              # transcripts in: time them and cut them into cues
# speakers = "none"
#
# [[steps]]
# step = "fix"                  # mend what the profile's rules find
#
# [[steps]]
# step = "translate"
# to = ["es"]

[write]
to = ["vtt"]
output = "out"
template = "{folder}/{stem}.{language}.{ext}"   # also {name}, {format}

[policy]
on-failure = "continue"         # or "stop"
fail-on = ["error"]

# [[override]]
# match = "*.de.srt"
# read.language = "de"
"""
