"""The styles of a script: its table as read, and the style that is written where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from captionkit.model.text import PLAIN, Style
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.profiles import Profile

__all__ = ["STYLE_COLUMNS", "TableStyle", "ass_color", "css_color", "info_and_styles", "relative", "style_table"]

STYLE_COLUMNS = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)
#: SSA's numbers for places (1 to 3 below, 5 to 7 above, 9 to 11 in the middle) as those of the numeric keypad.
LEGACY_ANCHOR = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}
#: CSS names that captions use, with their values.
_NAMED = {
    "black": "000000", "white": "ffffff", "red": "ff0000", "lime": "00ff00", "blue": "0000ff", "yellow": "ffff00",
    "cyan": "00ffff", "aqua": "00ffff", "magenta": "ff00ff", "fuchsia": "ff00ff", "green": "008000", "gray": "808080",
    "grey": "808080", "silver": "c0c0c0", "maroon": "800000", "olive": "808000", "navy": "000080", "purple": "800080",
    "teal": "008080", "orange": "ffa500", "pink": "ffc0cb", "gold": "ffd700", "brown": "a52a2a", "violet": "ee82ee",
}  # fmt: skip
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\Z")
_NUMBER = re.compile(r"[ \t]*(?:&?H?([0-9a-f]{1,8})&?|(-?\d{1,11}))[ \t]*\Z", re.IGNORECASE)
#: Share of the picture's height that a line takes where the profile does not say.
_LINE_HEIGHT = 0.053
#: Mean width of a letter as a share of the font size.
_LETTER = 0.5


@value
class TableStyle:
    """What a row of the style table says that the model knows: the style of the text, and the place (1 to 9)."""

    style: Style = PLAIN
    anchor: int = 2


def css_color(text: str) -> str:
    """Return ``#rrggbb`` of an ASS colour (``&HAABBGGRR``, ``&HBBGGRR&`` or a decimal number); "" for anything else.

    >>> css_color("&H0000FFFF"), css_color("65535"), css_color("yellow")
    ('#ffff00', '#ffff00', '')
    """
    match = _NUMBER.match(text)
    if match is None or not text.strip():
        return ""
    decimal = text.strip().lstrip("-").isdecimal() and "h" not in text.lower() and "&" not in text
    number = int(text) if decimal else int(match[1] or "0", 16)
    return f"#{number & 0xFF:02x}{number >> 8 & 0xFF:02x}{number >> 16 & 0xFF:02x}"


def ass_color(color: str) -> str:
    """Return ``BBGGRR`` of a CSS colour, "" for one that is not known.

    >>> ass_color("#ff8800"), ass_color("yellow"), ass_color("rgb(0 0 0)")
    ('0088FF', '00FFFF', '')
    """
    color = color.strip().lower()
    match = _HEX.match(color)
    digits = match[1] if match else _NAMED.get(color, "")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return (digits[4:6] + digits[2:4] + digits[:2]).upper()


def style_table(section: str) -> dict[str, TableStyle]:
    r"""Return the styles of a script's section ``[V4+ Styles]`` or ``[V4 Styles]``.

    >>> rows = "[V4+ Styles]\nFormat: Name, Italic, Alignment\nStyle: Far, -1, 8"
    >>> style_table(rows)["Far"].style.italic, style_table(rows)["Far"].anchor
    (True, 8)
    """
    columns = [name.strip().lower() for name in STYLE_COLUMNS.split(",")]
    found: dict[str, TableStyle] = {}
    legacy = False
    for line in section.split("\n"):
        keyword, colon, rest = line.strip().partition(":")
        keyword = keyword.lower()
        if keyword.startswith("[") and not colon:
            legacy = "+" not in keyword
        elif keyword == "format":
            columns = [name.strip().lower() for name in rest.split(",")]
        elif keyword == "style":
            row = dict(zip(columns, (part.strip() for part in rest.split(",")), strict=False))
            found[row.get("name", "").lstrip("*")] = _style(row, legacy)
    return found


def _style(row: Mapping[str, str], legacy: bool) -> TableStyle:
    on = {name: row.get(name, "0") not in ("0", "") for name in ("italic", "bold", "underline", "strikeout")}
    number = row.get("alignment", "2")
    place = int(number) if number.isdecimal() and len(number) < 3 else 2
    anchor = LEGACY_ANCHOR.get(place, 2) if legacy else place if 1 <= place <= 9 else 2
    style = Style(
        italic=on["italic"], bold=on["bold"], underline=on["underline"], strike=on["strikeout"],
        color=css_color(row.get("primarycolour", "")), font=row.get("fontname", ""),
    )  # fmt: skip
    return TableStyle(style, anchor)


def info_and_styles(
    size: tuple[int, int] | None, profile: Profile | None, title: str, language: str, comments: Iterable[str] = ()
) -> list[str]:
    """Return the sections ``[Script Info]`` and ``[V4+ Styles]`` of a new script.

    ``size`` is the film's in pixels (1920 x 1080 where it is not known). Font, size, colour, place and margins follow
    the profile; a tall picture has margins of 10 % at the sides and 19 % below, where the controls of phones are.
    """
    width, height = size or (1920, 1080)
    info = ["[Script Info]", *(f"; {line}" for line in comments)]
    info += [f"Title: {title}"] if title else []
    info += ["ScriptType: v4.00+", f"PlayResX: {width}", f"PlayResY: {height}", "WrapStyle: 0"]
    info += ["ScaledBorderAndShadow: yes", "YCbCr Matrix: TV.709"]
    info += [f"Language: {language}"] if language else []
    styles = ["[V4+ Styles]", f"Format: {STYLE_COLUMNS}", _default_style(width, height, profile)]
    return ["\n".join([*info, ""]), "\n".join([*styles, ""])]


def _default_style(width: int, height: int, profile: Profile | None) -> str:
    style: Mapping[str, Any] = profile.style if profile else {}
    tall = height > width
    safe = style.get("safe_area_pct") or ((80, 62) if tall else (90, 90))
    sides = round(width * (100 - safe[0]) / 200)
    below = round(height * (100 - safe[1]) / 200)
    share = sum(style["line_height_pct"]) / 200 if style.get("line_height_pct") else _LINE_HEIGHT
    columns = (profile.limits().max_cpl if profile else None) or 42
    size = max(8, round(min(height * share, (width - 2 * sides) / (columns * _LETTER))))
    fonts = style.get("font_family") or ("Arial",)
    font = re.sub(r"[,\n\r]", " ", str(fonts[0])).strip() or "Arial"
    color = ass_color(str(style.get("text_colour", "white"))) or "FFFFFF"
    place = {"left": 1, "start": 1, "right": 3, "end": 3}.get(str(style.get("align", "center")), 2)
    outline = max(1, round(size / 18))
    return (
        f"Style: Default,{font},{size},&H00{color},&H00A0A0A0,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,{outline},0,"
        f"{place},{sides},{sides},{below},1"
    )


def relative(table: Mapping[str, TableStyle], name: str, main: str) -> TableStyle:
    """Return what a style of the table says that the main one does not: emphasis, another colour; its place as it is.

    A font of its own is left to the script's table.
    """
    own, usual = table.get(name.lstrip("*"), TableStyle()), table.get(main.lstrip("*"), TableStyle()).style
    style = own.style
    if own.style == usual:
        return TableStyle(PLAIN, own.anchor)
    return TableStyle(
        Style(
            italic=style.italic and not usual.italic,
            bold=style.bold and not usual.bold,
            underline=style.underline and not usual.underline,
            strike=style.strike and not usual.strike,
            color=style.color if style.color != usual.color else "",
        ),
        own.anchor,
    )
