"""Yarn Spinner: dialogue of games, in nodes with headers, lines ``Name: text``, options and commands.

Syntax: https://docs.yarnspinner.dev (nodes and lines, options, commands, metadata). Lines and options are read in the
order of the file, whichever of them a player would reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from captionkit.model.transcript import Kind
from captionkit.transcripts.layout.rows import tidy
from captionkit.transcripts.syntax.script import Script, syntax_reader

__all__ = ["YARN"]

_HEADER = re.compile(r"[A-Za-z_][\w.-]{0,60}:(?:\s.*)?\Z")
_COMMAND = re.compile(r"<<.*?>>")
_TAGS = re.compile(r"(?:(?:^|\s)#[^\s#]+)+\s*\Z")
_COMMENT = re.compile(r"(?:^|(?<=\s))//.*\Z")
_MARKUP = re.compile(r"\[/?[a-z_]\w*(?:[ =][^\[\]]*)?/?\]")
_LINK = re.compile(r"\[\[(?:(?P<text>[^\[\]|]*)\|)?[^\[\]|]*\]\]")
_SPEAKER = re.compile(
    r"(?P<name>(?:[^:\s\\\"“”.!?][^:\\\"“”.!?]{0,58})?[^:\s\\])[ \t]*(?<!\\):(?!//)[ \t]*(?P<text>\S.*)\Z"
)
_VALUE = re.compile(r"\{[^{}]*\}")


def _sniff(lines: Sequence[str]) -> float:
    """Score a file of nodes: headers with a title, a rule of dashes, a body, a rule of equals signs."""
    texts = [line.strip() for line in lines[:4000]]
    heads = [at for at, text in enumerate(texts) if text == "---" and _headers_above(texts, at)]
    if not heads:
        return 0.0
    signs = sum(1 for text in texts if text == "===" or text.startswith(("<<", "->")))
    return 0.96 if signs else 0.0


def _headers_above(texts: Sequence[str], at: int) -> bool:
    """Tell whether only headers, a title among them, stand between a rule and the node above it."""
    above: list[str] = []
    for text in reversed(texts[:at]):
        if text in ("===", ""):
            if text or above:
                break
            continue
        if text.startswith("//"):
            continue
        if not _HEADER.match(text):
            return False
        above.append(text)
    return any(text.startswith("title:") for text in above)


def _parse(lines: Sequence[str], script: Script) -> None:
    inside = False
    for number, line in enumerate(lines, 1):
        text = line.strip().strip("\ufeff").strip()
        if not text:
            continue
        if text == "===" or (text == "---" and not inside):
            inside = text == "---"
            script.markup[number].append(text)
        elif not inside and text.startswith("title:"):
            script.mark(number, text, Kind.TITLE)
        elif not inside:
            script.leave(number, text, "a header of a node" if _HEADER.match(text) else "between the nodes")
        else:
            _line(number, text, script)


def _line(number: int, text: str, script: Script) -> None:
    """Take a line of a node's body: less its commands, tags, comments and markup it is said."""
    gone = script.markup[number]
    for pattern in (_COMMENT, _COMMAND, _TAGS, _COMMAND):
        gone += [match[0].strip() for match in pattern.finditer(text)]
        text = pattern.sub(" ", text).strip()
    if text.startswith(("->", "=>")):
        gone.append(text[:2])
        text = text[2:].strip()
    gone += [match[0] for match in _MARKUP.finditer(text)]
    text = _MARKUP.sub("", text)
    for match in _LINK.finditer(text):
        gone.append(match[0].replace(match["text"] or "", " ", 1) if match["text"] else match[0])
    text = tidy(_LINK.sub(lambda match: match["text"] or "", text))
    if not gone:
        del script.markup[number]
    if not text:
        return
    value = _VALUE.search(text)
    if value is not None:
        script.doubts[number] = f"the game puts something in for {value[0]}: edit what stands here as text"
    spoken = _SPEAKER.match(text)
    if spoken is None:
        script.say(number, "", _unescaped(text))
        return
    script.labels.append(spoken["name"])
    script.say(number, tidy(spoken["name"]), _unescaped(spoken["text"]))


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\:\[\]{}#<>/])", r"\1", text)


YARN = syntax_reader("yarn", "Yarn Spinner dialogue", (".yarn",), _sniff, _parse)
