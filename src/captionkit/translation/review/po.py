"""gettext PO (https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html), in and out.

``msgctxt`` is the cue's id, so that equal texts stay apart; times, speaker, context and lengths are extracted comments
(``#.``). Styles are tags in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from captionkit.errors import InputError
from captionkit.translation.review.model import Pair, Sheet, remarks_of, with_remarks

__all__ = ["read_po", "write_po"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BACK = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"'}
_LINE = re.compile(r'(msgctxt|msgid|msgstr)?\s*"((?:[^"\\]|\\.)*)"\s*')


def write_po(sheet: Sheet) -> bytes:
    """Return the sheet as a PO file; translations are fuzzy until a person has looked at them."""
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {sheet.target_lang}\\n"\n"X-Source-Language: {sheet.source_lang}\\n"\n'
    )
    return (head + "".join(_entry(pair) for pair in sheet.pairs)).encode()


def _entry(pair: Pair) -> str:
    lead = "".join(f"#. {line}\n" for remark in remarks_of(pair) for line in remark.split("\n"))
    flag = "#, fuzzy\n" if pair.target else ""
    texts = (("msgctxt", pair.id), ("msgid", pair.source), ("msgstr", pair.target))
    return f"\n{lead}{flag}" + "".join(f"{word} {_quoted(text)}\n" for word, text in texts)


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _BACK.get(match[1], match[1]), text)


def read_po(data: bytes, name: str) -> Sheet:
    """Return the sheet in a PO file. Raises InputError, with the line, for what is not PO.

    Entries marked as obsolete (``#~``) are passed over; an entry without ``msgctxt`` has no id and is refused.
    """
    languages = ["", ""]
    pairs: list[Pair] = []
    for line, entry, comments in _entries(data, name):
        if not entry.get("msgid") and "msgctxt" not in entry:
            head = dict(re.findall(r"^([\w-]+):\s*(.*)$", entry.get("msgstr", ""), re.MULTILINE))
            languages = [head.get("X-Source-Language", ""), head.get("Language", "")]
            continue
        if not entry.get("msgctxt"):
            raise InputError(f"{name}:{line}: the entry has no msgctxt, so its cue is not known")
        pair = Pair(entry["msgctxt"], entry.get("msgid", ""), entry.get("msgstr", ""), row=len(pairs) + 1)
        pairs.append(with_remarks(pair, comments))
    return Sheet(languages[0], languages[1], tuple(pairs), name)


def _entries(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise InputError(f"{name}: not UTF-8") from None
    entry: dict[str, list[str]] = {}
    comments: list[str] = []
    field, begun = "", 1
    for number, line in enumerate([*lines, ""], start=1):
        if not line.strip():
            if entry:
                yield begun, {key: "".join(parts) for key, parts in entry.items()}, comments
            entry, comments, field, begun = {}, [], "", number + 1
        elif line.startswith("#."):
            comments.append(line[2:].strip())
        elif not line.startswith("#"):
            field = _take(line, field, entry, f"{name}:{number}")


def _take(line: str, field: str, entry: dict[str, list[str]], where: str) -> str:
    match = _LINE.fullmatch(line)
    if match is None:
        raise InputError(f"{where}: not a line of a PO file: {line[:60]!r}")
    field = match[1] or field
    if not field:
        raise InputError(f"{where}: text before any msgid")
    entry.setdefault(field, []).append(_unquoted(match[2]))
    return field
