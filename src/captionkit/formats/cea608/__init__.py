"""Line-21 captions (CEA-608): the code that SCC and MCC files carry, as receivers show it and as it is sent.

Modules: ``characters`` (the 174 characters and what stands for others), ``codes`` (control codes as pairs of bytes),
``decoder`` (a receiver: pairs to screens), ``cues`` (screens to a track), ``layout`` (a cue to rows of the screen),
``encoder`` (rows to pairs), ``channel`` (when each pair is sent). The rules are those of 47 CFR 79.101 (the FCC's,
https://www.ecfr.gov/current/title-47/section-79.101), the tables those of CEA-608-E.
"""

from __future__ import annotations

from captionkit.formats.base import Feature

__all__ = ["CAN", "GRID"]

#: The key of ``cue.extras`` under which row and column of each line are kept.
GRID = "cea608"

#: What both file formats carry. Positions, colours and times come nearest to what was asked, which writing reports.
CAN = frozenset((
    Feature.ITALIC, Feature.UNDERLINE, Feature.COLOR, Feature.POSITION, Feature.ANCHOR, Feature.GRID,
    Feature.MILLISECONDS,
))  # fmt: skip
