"""The members of the family that are written: what each must hold, and what it cannot.

Sources: IMSC 1.1 (https://www.w3.org/TR/ttml-imsc1.1/), TTML1 with Netflix's delivery rules, EBU Tech 3380 (EBU-TT-D),
SMPTE ST 2052-1 and 2052-10, Apple's iTunes Timed Text.
"""

from __future__ import annotations

from typing import Final

from captionkit.formats.base import Feature
from captionkit.values import value

__all__ = ["DFXP", "EBU_TT_D", "IMSC", "ITT", "SMPTE_TT", "Variant"]

_STYLES: Final = frozenset((Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.COLOR))
_ALL: Final = _STYLES | {
    Feature.STRIKE, Feature.FONT, Feature.LANG, Feature.VOICE, Feature.ANCHOR, Feature.ID, Feature.NOTES,
    Feature.HEADER, Feature.LANGUAGE, Feature.MILLISECONDS, Feature.BLANK_LINES,
}  # fmt: skip


@value
class Variant:
    """One member of the family.

    ``tt`` is the prefix of elements; ``root`` the attributes of the outermost one; ``metadata`` what its head says
    first. ``references`` tells that styles stand in the head alone, and text in spans alone; ``numbered`` that each
    paragraph has an identifier; ``regions`` which regions there may be: ``any``, ``two`` or ``needed`` (none where
    all captions stand at the bottom); ``frames`` that times are labels of frames; ``tagged`` that the language must be
    said; ``lines`` is how many lines a paragraph may have, twice as many in Japanese, 0 where any number.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    root: str
    can: frozenset[Feature]
    tt: str = ""
    metadata: str = ""
    references: bool = False
    numbered: bool = False
    regions: str = "any"
    frames: bool = False
    tagged: bool = False
    lines: int = 0


_SPACES: Final = (
    'xmlns{tt}="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
    'xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
)
_PLAIN: Final = _SPACES.format(tt="")

IMSC: Final = Variant(
    name="ttml",
    title="TTML (IMSC 1.1 text)",
    suffixes=(".ttml", ".xml"),
    root=f'{_PLAIN} ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" ttp:timeBase="media" '
    'ttp:cellResolution="32 15"',
    can=_ALL | {Feature.RUBY, Feature.POSITION},
)
DFXP: Final = Variant(
    name="dfxp",
    title="TTML1 (DFXP, as Netflix takes it)",
    suffixes=(".dfxp", ".ttml", ".xml"),
    root=f'{_PLAIN} ttp:timeBase="media"',
    can=_ALL,
    numbered=True,
    regions="two",
    tagged=True,
)
EBU_TT_D: Final = Variant(
    name="ebu-tt-d",
    title="EBU-TT-D",
    suffixes=(".ebuttd", ".ttml", ".xml"),
    root=f'{_SPACES.format(tt=":tt")} xmlns:ebuttm="urn:ebu:tt:metadata" xmlns:ebutts="urn:ebu:tt:style" '
    'ttp:timeBase="media" ttp:cellResolution="32 15"',
    can=(_ALL | {Feature.POSITION}) - {Feature.STRIKE},
    tt="tt:",
    metadata="<ebuttm:documentMetadata><ebuttm:conformsToStandard>urn:ebu:tt:distribution:2018-04"
    "</ebuttm:conformsToStandard><ebuttm:conformsToStandard>http://www.w3.org/ns/ttml/profile/imsc1/text"
    "</ebuttm:conformsToStandard></ebuttm:documentMetadata>",
    references=True,
    numbered=True,
)
SMPTE_TT: Final = Variant(
    name="smpte-tt",
    title="SMPTE-TT (as Premiere takes it)",
    suffixes=(".smptett", ".ttml", ".xml"),
    root=f'{_PLAIN} xmlns:smpte="http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt" '
    'xmlns:m608="http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt#cea608" ttp:timeBase="media"',
    can=_ALL | {Feature.POSITION},
    metadata='<smpte:information m608:captionService="F1C1CC" m608:channel="cc1"/>',
    regions="needed",
)
ITT: Final = Variant(
    name="itt",
    title="iTunes Timed Text",
    suffixes=(".itt",),
    root=f'{_PLAIN} ttp:timeBase="smpte"',
    can=_STYLES | {Feature.ANCHOR, Feature.ID, Feature.LANGUAGE, Feature.BLANK_LINES},
    regions="two",
    frames=True,
    tagged=True,
    lines=2,
)
