"""What the recommendations ask of a Timed Text document that is written, as rules of its structure.

TTML1 (third edition) and TTML2, sections 7 to 14: which elements hold which, what they must and may say, what the
values look like. IMSC 1.1 (section 6 to 8), iTT (iTunes package film specification, appendix), what
Netflix and Premiere ask. No package carries the published schemas; they see less than this (a schema does not ask
whether a region that a ``p`` names is there, or whether labels rise).
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

__all__ = ["faults_of"]

TT, XML = "{http://www.w3.org/ns/ttml}", "{http://www.w3.org/XML/1998/namespace}"
_PREFIXES = {
    TT: "", XML: "xml:", "{http://www.w3.org/ns/ttml#styling}": "tts:", "{http://www.w3.org/ns/ttml#parameter}": "ttp:",
    "{http://www.w3.org/ns/ttml#metadata}": "ttm:", "{http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt}": "smpte:",
    "{http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt#cea608}": "m608:",
}  # fmt: skip

_METADATA = "(?:metadata |ttm:agent |ttm:copyright |ttm:desc |ttm:title )*"
#: Element -> what it holds, in order, as a pattern over the names of its children.
_HOLDS = {
    "tt": "(?:head )?(?:body )?",
    "head": f"{_METADATA}(?:ttp:profile )*(?:styling )?(?:layout )?",
    "styling": f"{_METADATA}(?:initial )*(?:style )*",
    "style": "",
    "layout": f"{_METADATA}(?:region )*",
    "region": f"{_METADATA}(?:set )*(?:style )*",
    "body": f"{_METADATA}(?:set )*(?:div )*",
    "div": f"{_METADATA}(?:set )*(?:div |p )*",
    "p": f"{_METADATA}(?:set )*(?:span |br )*",
    "span": f"{_METADATA}(?:set )*(?:span |br )*",
    "br": f"{_METADATA}(?:set )*",
    "metadata": ".*",
    "ttm:title": "", "ttm:desc": "", "ttm:copyright": "", "ttm:name": "",
    "ttm:agent": "(?:ttm:name )*(?:ttm:actor )?",
    "smpte:information": "",
}  # fmt: skip
#: Elements that hold text; in any other there are blanks alone.
_TEXT = {"p", "span", "ttm:title", "ttm:desc", "ttm:copyright", "ttm:name"}

_LENGTH = r"-?\d+(?:\.\d+)?(?:%|px|em|c|rw|rh)"
_SIZE = r"\d+(?:\.\d+)?(?:%|px|em|c|rw|rh)"
_PAIR = f"{_LENGTH} {_LENGTH}"
_COLOR = (
    r"#[0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?|rgb\(\d{1,3},\d{1,3},\d{1,3}\)|rgba\(\d{1,3},\d{1,3},\d{1,3},\d{1,3}\)|"
    "transparent|black|silver|gray|white|maroon|red|purple|fuchsia|magenta|green|lime|olive|yellow|navy|blue|teal|aqua|"
    "cyan"
)
_LINES = "none|(?:(?:underline|noUnderline|lineThrough|noLineThrough|overline|noOverline)(?: (?!$)|$))+"
#: Attribute -> its values.
_VALUES = {
    "tts:color": _COLOR, "tts:backgroundColor": _COLOR,
    "tts:direction": "ltr|rtl", "tts:unicodeBidi": "normal|embed|bidiOverride",
    "tts:display": "auto|none", "tts:displayAlign": "before|center|after",
    "tts:extent": f"auto|{_SIZE} {_SIZE}", "tts:origin": f"auto|{_PAIR}",
    "tts:fontFamily": r"[^<>&]+", "tts:fontSize": f"{_SIZE}(?: {_SIZE})?",
    "tts:fontStyle": "normal|italic|oblique", "tts:fontWeight": "normal|bold",
    "tts:lineHeight": f"normal|{_SIZE}", "tts:opacity": r"\d(?:\.\d+)?", "tts:overflow": "visible|hidden",
    "tts:padding": f"{_SIZE}(?: {_SIZE}){{0,3}}", "tts:showBackground": "always|whenActive",
    "tts:textAlign": "left|center|right|start|end", "tts:textDecoration": _LINES,
    "tts:visibility": "visible|hidden", "tts:wrapOption": "wrap|noWrap",
    "tts:writingMode": "lrtb|rltb|tbrl|tblr|lr|rl|tb", "tts:zIndex": r"auto|-?\d+",
    "tts:ruby": "none|container|base|baseContainer|text|textContainer|delimiter",
    "xml:space": "default|preserve", "xml:lang": r"(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)?",
    "xml:id": r"[^\W\d][\w.\-]*", "ttp:timeBase": "media|smpte|clock", "ttp:frameRate": r"[1-9]\d*",
    "ttp:frameRateMultiplier": r"[1-9]\d* [1-9]\d*", "ttp:dropMode": "dropNTSC|dropPAL|nonDrop",
    "ttp:cellResolution": r"[1-9]\d* [1-9]\d*", "ttp:contentProfiles": r"\S+",
    "type": "person|character|group|organization|other|full|family|given|alias",
    "m608:captionService": "F[12]C[12](?:CC|TT)", "m608:channel": r"\w+",
}  # fmt: skip

_CORE = {"xml:id", "xml:lang", "xml:space"}
_TIMED = {"begin", "end", "dur", "timeContainer"}
_INHERITED = {
    f"tts:{name}" for name in (
        "color", "direction", "fontFamily", "fontSize", "fontStyle", "fontWeight", "lineHeight", "textAlign",
        "textDecoration", "visibility", "wrapOption",
    )
}  # fmt: skip
_INLINE = _INHERITED | {"tts:backgroundColor", "tts:display", "tts:unicodeBidi", "tts:ruby"}
_BOX = {
    f"tts:{name}" for name in (
        "backgroundColor", "display", "displayAlign", "extent", "opacity", "origin", "overflow", "padding",
        "showBackground", "writingMode", "zIndex",
    )
}  # fmt: skip
_PARAMETERS = {
    "ttp:timeBase", "ttp:frameRate", "ttp:frameRateMultiplier", "ttp:dropMode", "ttp:cellResolution",
    "ttp:contentProfiles",
}  # fmt: skip
#: Element -> attributes that it must have, and that it may have.
_SAYS: dict[str, tuple[set[str], set[str]]] = {
    "tt": ({"xml:lang"}, {"xml:space", "xml:id", "tts:extent", *_PARAMETERS}),
    "head": (set(), _CORE), "styling": (set(), _CORE), "layout": (set(), _CORE), "metadata": (set(), _CORE),
    "style": ({"xml:id"}, {"style", *_CORE, *_INLINE, *_BOX} - {"tts:ruby"}),
    "region": ({"xml:id"}, {"style", "ttm:role", *_CORE, *_TIMED, *_BOX, *_INHERITED}),
    "body": (set(), {"style", "region", "ttm:agent", "ttm:role", *_CORE, *_TIMED, *_INHERITED}),
    "div": (set(), {"style", "region", "ttm:agent", "ttm:role", *_CORE, *_TIMED, *_INHERITED}),
    "p": ({"begin", "end"}, {"style", "region", "ttm:agent", "ttm:role", *_CORE, *_TIMED, *_INLINE} - {"tts:ruby"}),
    "span": (set(), {"style", "ttm:agent", "ttm:role", *_CORE, *_TIMED, *_INLINE}),
    "br": (set(), {"style", *_CORE, *_INHERITED}),
    "ttm:title": (set(), _CORE), "ttm:desc": (set(), _CORE), "ttm:copyright": (set(), _CORE),
    "ttm:agent": ({"xml:id", "type"}, _CORE), "ttm:name": ({"type"}, _CORE),
    "smpte:information": ({"m608:captionService"}, {"m608:channel"}),
}  # fmt: skip

_CLOCK = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)(?:\.(\d+))?")
_LABEL = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d):(\d{2})")


def faults_of(root: Any, profile: str) -> list[str]:
    """Return what is wrong with a document of one of the profiles ``ttml``, ``dfxp``, ``smpte-tt`` and ``itt``."""
    found = [fault for element in root.iter() for fault in _element(element)]
    found += _references(root)
    found += _ruby(root)
    found += {"ttml": _imsc, "dfxp": _netflix, "smpte-tt": _smpte, "itt": _itt}[profile](root)
    return found


def _name(tag: str) -> str:
    for space, prefix in _PREFIXES.items():
        if tag.startswith(space):
            return prefix + tag.removeprefix(space)
    return tag


def _element(element: Any) -> list[str]:
    name = _name(element.tag)
    if name not in _HOLDS:
        return [f"no element {name}"]
    found = []
    inside = "".join(f"{_name(child.tag)} " for child in element)
    if not re.fullmatch(_HOLDS[name], inside):
        found.append(f"{name} holds {inside!r}")
    if name not in _TEXT and any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
        found.append(f"text in {name}")
    said = {_name(key): value for key, value in element.attrib.items()}
    must, may = _SAYS[name]
    found += [f"{name} lacks {key}" for key in must - said.keys()]
    found += [f"{name} says {key}" for key in said.keys() - must - may]
    found += [
        f"{name} {key}={value!r}" for key, value in said.items()
        if key in _VALUES and not re.fullmatch(_VALUES[key], value)
    ]  # fmt: skip
    return found


def _references(root: Any) -> list[str]:
    """Return identifiers that stand twice, and references to what is not there, or is something else."""
    ids = Counter(element.get(f"{XML}id") for element in root.iter() if element.get(f"{XML}id"))
    found = [f"{name} stands twice" for name, count in ids.items() if count > 1]
    there = {kind: {one.get(f"{XML}id") for one in root.iter(f"{TT}{kind}")} for kind in ("style", "region")}
    agents = {one.get(f"{XML}id") for one in root.iter() if _name(one.tag) == "ttm:agent"}
    for element in root.iter():
        said = {_name(key): value.split() for key, value in element.attrib.items()}
        for key, known in (("style", there["style"]), ("region", there["region"]), ("ttm:agent", agents)):
            found += [f"no {key} {name}" for name in said.get(key, ()) if name not in known]
        if len(said.get("region", ())) > 1:
            found.append("two regions")
    return found


def _ruby(root: Any) -> list[str]:
    """TTML2 section 10.2.35: a container stands in a ``p`` and holds a base and its text, and nothing else does."""
    found = []
    for element in root.iter():
        kinds = [child.get("{http://www.w3.org/ns/ttml#styling}ruby") for child in element]
        if element.get("{http://www.w3.org/ns/ttml#styling}ruby") == "container":
            loose = "".join([element.text or "", *((child.tail or "") for child in element)]).strip()
            if kinds != ["base", "text"] or loose:
                found.append(f"ruby of {kinds}")
        elif {"base", "text"} & set(kinds):
            found.append("ruby without its container")
    return found


def _shown(root: Any, pattern: re.Pattern[str], frames: Fraction) -> list[tuple[Fraction, Fraction, str]]:
    """Return start, end and region of each paragraph; raises ValueError for a time of another form."""
    rows = []
    for one in root.iter(f"{TT}p"):
        times = []
        for name in ("begin", "end"):
            match = pattern.fullmatch(one.get(name, ""))
            if match is None:
                raise ValueError(f"{name} {one.get(name)!r}")
            hours, minutes, seconds, rest = match.groups()
            part = Fraction(int(rest), 1) / frames if pattern is _LABEL else Fraction(f"0.{rest or 0}")
            if pattern is _LABEL and int(rest) >= frames:
                raise ValueError(f"{name} {one.get(name)!r} counts {rest} of {frames} frames")
            times.append((int(hours) * 60 + int(minutes)) * 60 + int(seconds) + part)
        rows.append((times[0], times[1], one.get("region") or ""))
    return rows


def _media(root: Any) -> list[str]:
    if root.get("{http://www.w3.org/ns/ttml#parameter}timeBase") != "media":
        return ["not the media's time"]
    try:
        _shown(root, _CLOCK, Fraction(1))
    except ValueError as error:
        return [str(error)]
    return _on_the_picture(root)


def _on_the_picture(root: Any) -> list[str]:
    """Return regions that are not wholly on the picture, or are said in pixels of which nothing is said."""
    found = []
    for region in root.iter(f"{TT}region"):
        pairs = [region.get(f"{{http://www.w3.org/ns/ttml#styling}}{name}", "") for name in ("origin", "extent")]
        numbers = [re.fullmatch(r"(\d+(?:\.\d+)?)% (\d+(?:\.\d+)?)%", pair) for pair in pairs]
        if None in numbers:
            found.append(f"region at {pairs}")
            continue
        origin, extent = ([float(part) for part in match.groups()] for match in numbers if match is not None)
        if any(at + size > 100.001 for at, size in zip(origin, extent, strict=True)) or 0 in extent:
            found.append(f"region at {pairs} is not on the picture")
    return found


def _imsc(root: Any) -> list[str]:
    """IMSC 1.1 text: its profile, media time, at most four regions at once."""
    found = _media(root)
    profile = root.get("{http://www.w3.org/ns/ttml#parameter}contentProfiles")
    if profile != "http://www.w3.org/ns/ttml/profile/imsc1.1/text":
        found.append(f"profile {profile}")
    rows = [] if found else _shown(root, _CLOCK, Fraction(1))
    for start, *_ in rows:
        regions = {region for begin, end, region in rows if begin <= start < end}
        if len(regions) > 4:
            found.append(f"{len(regions)} regions at once")
    return found


def _netflix(root: Any) -> list[str]:
    """Timed Text style guide, general requirements: a language, an identifier a ``p``, two regions, TTML1 alone."""
    found = _media(root)
    if not root.get(f"{XML}lang"):
        found.append("no language")
    found += ["a p without an identifier" for one in root.iter(f"{TT}p") if not one.get(f"{XML}id")]
    regions = [one.get(f"{XML}id") for one in root.iter(f"{TT}region")]
    if len(regions) > 2:
        found.append(f"{len(regions)} regions")
    return found + _first_edition(root)


def _first_edition(root: Any) -> list[str]:
    names = {_name(key) for one in root.iter() for key in one.attrib}
    return [f"{name} is not TTML1's" for name in names & {"tts:ruby", "ttp:contentProfiles"}]


def _smpte(root: Any) -> list[str]:
    """SMPTE-TT as Premiere has it: the service of line 21 that the captions are."""
    services = [one for one in root.iter() if _name(one.tag) == "smpte:information"]
    return [*_media(root), *_first_edition(root), *([] if len(services) == 1 else [f"{len(services)} services"])]


def _itt(root: Any) -> list[str]:
    """Labels of whole frames that rise and do not overlap (but in Japanese), two regions, one named by every ``p``."""
    ttp = "{http://www.w3.org/ns/ttml#parameter}"
    found = _first_edition(root) + _on_the_picture(root)
    if root.get(f"{ttp}timeBase") != "smpte":
        found.append("not the label's time")
    found += [f"no {key}" for key in ("frameRate", "frameRateMultiplier", "dropMode") if not root.get(ttp + key)]
    if not root.get(f"{XML}lang"):
        found.append("no language")
    regions = [one.get(f"{XML}id") for one in root.iter(f"{TT}region")]
    if not set(regions) <= {"top", "bottom"}:
        found.append(f"regions {regions}")
    found += ["a p without a region" for one in root.iter(f"{TT}p") if not one.get("region")]
    try:
        rows = _shown(root, _LABEL, Fraction(root.get(f"{ttp}frameRate", "30")))
    except ValueError as error:
        return [*found, str(error)]
    found += [f"{start} to {end}" for start, end, _ in rows if end <= start]
    if not root.get(f"{XML}lang", "").startswith("ja"):
        found += [f"order: {after} after {start}" for (start, *_), (after, *_) in pairwise(rows) if after < start]
        found += [
            f"overlap: {after} to {stop} and {start} to {end}"
            for (start, end, _), (after, stop, _) in pairwise(rows) if after < end and stop > start
        ]  # fmt: skip
    return found
