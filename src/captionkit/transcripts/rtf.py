"""Rich Text (.rtf) with text in any layout: control words out, characters and breaks in (RTF specification 1.9.1)."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.blocks import TextBlock
from captionkit.transcripts.documents import read_blocks
from captionkit.transcripts.layout.rows import tidy

__all__ = ["RTF"]

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.S,
)

#: Groups that hold no text of the document.
_ELSEWHERE = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer",
     "footerl", "footerr", "footerf", "footnote", "annotation", "listtable", "listoverridetable", "revtbl", "xmlnstbl",
     "themedata", "datastore", "latentstyles", "generator", "fldinst", "bkmkstart", "bkmkend", "rsidtbl", "filetbl")
)  # fmt: skip
_SIGNS = {
    "par": "\n\n", "sect": "\n\n", "page": "\n\n", "row": "\n\n", "line": "\n", "tab": "\t", "cell": "\t",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ",
}  # fmt: skip

#: The deepest nesting of groups that is read.
MAX_DEPTH = 10_000


class _Group(NamedTuple):
    r"""What holds inside a group: whether its text is shown, how many characters stand in for one ``\u``, bold type.

    ``unseen`` is true for what a tracked change has deleted and for hidden text.
    """

    shown: bool = True
    stand_ins: int = 1
    bold: bool = False
    unseen: bool = False


class _Walk:
    """Turns tokens into stretches of text, each with whether it is bold."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self.groups = [_Group()]
        self.out: list[tuple[str, bool]] = []
        self.skip = 0
        self.bytes = bytearray()
        self.star = False

    def token(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if match["hex"] is not None:
            self._byte(int(match["hex"], 16))
            return
        self._flush()
        if match["brace"] is not None:
            self._brace(match["brace"])
        elif match["word"] is not None:
            self._word(match["word"], match["number"])
        elif match["sign"] is not None:
            self._sign(match["sign"])
        elif kind == "text":
            self._put(match["text"][self.skip :])
            self.skip = max(0, self.skip - len(match["text"]))

    def _byte(self, value: int) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self.bytes.append(value)

    def _flush(self) -> None:
        if self.bytes:
            self._put(self.bytes.decode(self.codec, "replace"))
            self.bytes.clear()

    def _put(self, text: str) -> None:
        self.star = False
        if text and self.groups[-1].shown and not self.groups[-1].unseen:
            self.out.append((text, self.groups[-1].bold))

    def _brace(self, brace: str) -> None:
        self.skip = 0
        if brace == "{":
            if len(self.groups) > MAX_DEPTH:
                raise LimitError(f"groups are nested deeper than {MAX_DEPTH:,}")
            self.groups.append(self.groups[-1])
        elif len(self.groups) > 1:
            self.groups.pop()

    def _word(self, word: str, number: str | None) -> None:
        group = self.groups[-1]
        if word in _ELSEWHERE or self.star:
            self.groups[-1] = group._replace(shown=False)
        elif word == "u" and number is not None:
            self._put(_character(int(number)))
            self.skip = group.stand_ins
        elif word == "uc" and number is not None:
            self.groups[-1] = group._replace(stand_ins=max(0, min(int(number), 10)))
        elif word in ("deleted", "v", "plain"):
            self.groups[-1] = group._replace(
                unseen=word != "plain" and number != "0", bold=group.bold and word != "plain"
            )
        elif word in ("b", "pard"):
            self.groups[-1] = group._replace(bold=word == "b" and number != "0") if word != "pard" else group
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        self.star = False

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.star = True
        else:
            self._put({"~": "\u00a0", "_": "\u2011", "-": "", "\n": "\n\n", "\r": "\n\n"}.get(sign, sign))


def _character(number: int) -> str:
    number += 65536 if number < 0 else 0
    return chr(number) if 0 <= number < 0x110000 else "\ufffd"


def _codec_of(text: str) -> str:
    page = re.search(r"\\ansicpg(\d{3,5})", text[:2000])
    name = f"cp{page[1]}" if page is not None else "cp1252"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _blocks(source: Source) -> list[TextBlock]:
    text = source.data.decode("latin-1")
    walk = _Walk(_codec_of(text))
    for match in _TOKEN.finditer(text):
        walk.token(match)
    walk._flush()
    return _paragraphs(walk.out)


def _paragraphs(out: list[tuple[str, bool]]) -> list[TextBlock]:
    blocks: list[TextBlock] = []
    parts: list[str] = []
    bold: list[str] = []
    lead = True
    for text, is_bold in [*out, ("\n\n", False)]:
        if text == "\n\n":
            whole = "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            blocks.append(TextBlock(len(blocks) + 1, [line.strip() for line in whole.split("\n")], tidy("".join(bold))))
            parts, bold, lead = [], [], True
            continue
        parts.append(text)
        lead = lead and (is_bold or not text.strip())
        if is_bold and lead:
            bold.append(text)
    return blocks


def _sniff(source: Source) -> float:
    return 0.97 if source.data.lstrip()[:5] == b"{\\rtf" else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    if not _sniff(source):
        raise InputError(f"{source.name}: not a Rich Text file")
    notes = Collector(source.name, strict=options.strict)
    transcript = read_blocks(_blocks(source), options, notes)
    return Result(transcript.replace(source="rtf"), notes.all)


RTF = Reader(
    "rtf", "Rich Text with a transcript", (".rtf",), _sniff, _read, frozenset({"segments", "speakers", "kinds"})
)
