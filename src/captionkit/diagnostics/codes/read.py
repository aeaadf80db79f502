"""Codes of ``read``: bytes, encodings, line ends, recognition."""

from __future__ import annotations

from captionkit.diagnostics import Code, Severity

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    "read.encoding": Code(INFO, "the file is not UTF-8; its encoding is certain", "--preserve keeps it"),
    "read.encoding-guess": Code(
        WARNING, "the encoding was guessed from the letters", "look at the accents; --encoding says it, --language helps"
    ),
    "read.mixed-encodings": Code(WARNING, "lines are in two encodings", "compare the accents with the original"),
    "read.bytes-kept": Code(
        WARNING, "some bytes are not characters in the file's encoding", "look at them; --encoding may help"
    ),
    "read.layout": Code(INFO, "the file is laid out in another way than captionkit writes", "--preserve keeps it"),
    "read.eol-mixed": Code(WARNING, "line ends of several kinds"),
    "read.eol-doubled": Code(WARNING, "line ends with a carriage return too many"),
    "read.format": Code(INFO, "the content is another format than the file's name says"),
    "read.format-unsure": Code(WARNING, "the format was hard to tell", "--from names the format"),
    "read.language-name": Code(
        WARNING, "the file's name states another language than its text shows", "--language decides"
    ),
    "read.pdf": Code(INFO, "a PDF breaks the rules of its format and was read all the same"),
    "read.no-cues": Code(WARNING, "the file holds no cue"),
}  # fmt: skip
